"""Articles that were published again at their address, with what changed in what they say."""

from __future__ import annotations

from itertools import islice

from onrecord.ledger import Ledger
from onrecord.ledger.versions import Revision, revisions


def versions(ledger: Ledger, limit: int = -1) -> list[Revision]:
    """Every text that came after another at its address, beside the one before it."""
    return list(islice(revisions(ledger.db), limit if limit >= 0 else None))
