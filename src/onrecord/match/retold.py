"""Which article tells in its own words what another was told first.

A rewrite shares no passage with what it was made of, but it keeps the facts and, because the
writer had the other text at hand, mostly their order. Both are measured: figures with what they
count ("three headlands", "2.1 million crowns"), and how many of the telling stems that the two
have in common come first in the same order in both. Of 840 election stories of seven outlets no
two of different outlets within three days share three figures and half the order; the two rewrites
of the invented story do.

Two reporters at one press conference tell the same facts in much the same order too. So the giver
must have been told something alone, as its own words say ("told Northlight"), or the taker must
credit it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

from onrecord.match.differences import Quantity, quantities_in
from onrecord.match.likeness import MONTHS, words_of
from onrecord.match.stems import EMPTY, default_weight, stem
from onrecord.values import Span

MIN_FIGURES, MIN_SHARED, MIN_SHARE, MIN_ORDER = 3, 25, 0.25, 0.5
TELLING = 0.9  # what a stem weighs, at least, that tells something
MOST_FIGURES = 8  # of one article, for its keys

Figure = tuple[float, str]


@dataclass(frozen=True, slots=True)
class Retold:
    """What two texts have in common: telling stems, the share of the taker's, figures in each."""

    shared: int
    share: float
    order: float
    here: tuple[Span, ...]
    there: tuple[Span, ...]


def keys_of(text: str) -> tuple[str, ...]:
    """What a text can be found by: two of its figures together."""
    figures = sorted(_figures(text))[:MOST_FIGURES]
    return tuple(f"{a}|{b}" for a, b in combinations(figures, 2))


def retold(taker: str, giver: str) -> Retold | None:
    """What `taker` tells that `giver` does, where it is enough, and in its order; else None."""
    mine, theirs = _figures(taker), _figures(giver)
    figures = sorted(mine.keys() & theirs.keys())
    if len(figures) < MIN_FIGURES:
        return None
    here, there = _first(taker), _first(giver)
    shared = sorted(here.keys() & there.keys(), key=here.__getitem__)
    if len(shared) < MIN_SHARED or len(shared) < MIN_SHARE * len(here):
        return None
    order = _longest_rising(there[s] for s in shared) / len(shared)
    if order < MIN_ORDER:
        return None
    spans = (tuple(sorted(side[f].span for f in figures)) for side in (mine, theirs))
    return Retold(len(shared), len(shared) / len(here), order, *spans)


@lru_cache(maxsize=256)
def _figures(text: str) -> dict[Figure, Quantity]:
    """What is counted in the text, each figure where it comes first; shares and days left out."""
    found: dict[Figure, Quantity] = {}
    for quantity in quantities_in(text):
        if quantity.counts != "%" and quantity.counts not in _MONTHS:
            found.setdefault((quantity.low, quantity.counts), quantity)
    return found


_MONTHS = frozenset(map(stem, MONTHS))


@lru_cache(maxsize=256)
def _first(text: str) -> dict[str, int]:
    """Telling stems, each with the number of the word that has it first."""
    found: dict[str, int] = {}
    for at, word in enumerate(words_of(text)):
        if word not in EMPTY and len(word) > 2:
            one = stem(word)
            if default_weight(one) >= TELLING:
                found.setdefault(one, at)
    return found


def _longest_rising(numbers: Iterable[int]) -> int:
    """How many of the numbers, at most, stand in rising order."""
    ends: list[int] = []
    for number in numbers:
        at = bisect_left(ends, number)
        ends[at : at + 1] = [number]
    return len(ends)
