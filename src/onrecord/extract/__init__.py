"""Article text in; attributions, names, firmness, channels, gaps, unsourced, notices out.

One network reads the words (`network`, `decode`, `link`); everything else is rules over the
text and what the network found. No token index leaves this folder.
"""

from onrecord.extract.channel import channels_in
from onrecord.extract.firmness import firmness_in
from onrecord.extract.gaps import gaps_in
from onrecord.extract.nested import nested_in
from onrecord.extract.notices import notices_in
from onrecord.extract.reader import Emitted, Found, attributions_in, emitted, found_in
from onrecord.extract.unsourced import unsourced_in

__all__ = [
    "Emitted",
    "Found",
    "attributions_in",
    "channels_in",
    "emitted",
    "firmness_in",
    "found_in",
    "gaps_in",
    "nested_in",
    "notices_in",
    "unsourced_in",
]
