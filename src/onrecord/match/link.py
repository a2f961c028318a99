"""What joins two entities by name, before anything else is weighed."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.judged import Part
from onrecord.match.seen import Seen


@dataclass(frozen=True, slots=True)
class Link:
    """How far two names join, and in what words to say it.

    A `short` name (a bare surname, letters, a first word) may belong to others than `long`, the
    side that gives it in full; `needs_support` tells that the name alone is never enough.
    """

    name: Part
    reason: str
    short: str | None = None
    long: Seen | None = None
    needs_support: bool = False
