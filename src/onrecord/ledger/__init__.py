"""The record of a story in one SQLite file: observed, judged, derived, and never mixed.

`Ledger` is all that other rooms see. What was observed is never edited; what was judged is added
to and superseded; what is derived follows from both and can be made again at any time.
"""

from onrecord.ledger.ledger import Ledger
from onrecord.ledger.postings import Found
from onrecord.ledger.store import Fault

__all__ = ["Fault", "Found", "Ledger"]
