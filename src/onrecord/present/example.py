"""The worked example: an invented article that has in it most of what onrecord looks for.

One agency, two officials who promise different things, a site that nobody names, a central fact
that nobody could verify, a name spelt half in another script, and a writer who guesses. Every
place, person and outlet is made up.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from onrecord.values import Article

PATH = Path(__file__).with_name("example.txt")


def article() -> Article:
    """The article of `onrecord demo`."""
    raw = PATH.read_bytes()
    return Article(
        id="example",
        text=raw.decode("utf8"),
        sha256=hashlib.sha256(raw).hexdigest(),
        title="Two shores plan a monument to the pilots of the strait. Where, nobody will say",
        outlet="The Tellin Courier",
        byline="Ada Quist",
        published="2026-03-28",
        language="en",
        where="example.txt",
    )
