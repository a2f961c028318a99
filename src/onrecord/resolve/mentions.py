"""All names of a text: what was recognised, put right, and what was overlooked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from onrecord.given import Gender
from onrecord.resolve.cleaning import apart, cleaned
from onrecord.resolve.context import Context
from onrecord.resolve.named import Named, Spots
from onrecord.resolve.nouns import ABBREVIATED
from onrecord.resolve.overlooked import overlooked, repeated
from onrecord.values import Name, Span


def names_in(context: Context, names: Iterable[Name], looked_at: Iterable[Span]) -> list[Named]:
    """The names of a text, disjoint and in order.

    `names` are the recogniser's; `looked_at` are spans in which a name is likely to stand, such
    as the sources.
    """
    found = cleaned(context.text, names)
    found = apart([*found, *overlooked(context, looked_at, Spots(found))])
    found = apart([*found, *repeated(context, found)])
    return [replace(n, gender=_addressed_as(context.text, n.span)) for n in found]


def _addressed_as(text: str, name: Span) -> Gender | None:
    """What "Mr." or "Ms." right before a name tells of who bears it."""
    before = text[max(0, name.start - 12) : name.start].split()
    return ABBREVIATED.get(before[-1].rstrip(".").lower()) if before else None
