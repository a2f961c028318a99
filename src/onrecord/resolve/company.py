"""Which of the places of a name is meant: each name of an article is read in the company of the rest.

What a place is said to lie in decides first ("Paris, Texas"); then the kind that the words tell
("Kano state"), the countries and divisions that the other names lie in, each name counted once,
and the names it stands in a row with; and only then how many people live there. One article means
one place by one name, unless it says otherwise beside it. Weights add to the
logarithm (base 10) of the people, so that 1 is worth ten times as many.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from itertools import pairwise
from math import log2, log10

from onrecord.resolve.gazetteer import CAPITAL, COUNTRY, COUNTY, REGION, STATE, TOWN, Place
from onrecord.values import Span


@dataclass(frozen=True, slots=True)
class Mention:
    """A place name: its words, its spelling, its places, the kind that is told of it."""

    span: Span
    name: str
    places: tuple[Place, ...]
    kind: int | None = None


_JOINT = re.compile(r"(?:,|,? in|,? \(|,? near) (?:the )?$")
_ROW = re.compile(r"(?:,|,? and|,? or|;|/| to) (?:the )?$")
_JOINT_CHARS = 10
_LIES_IN, _PERHAPS_LIES_IN, _IN_A_ROW, _TOLD_KIND, _ROUNDS = 8.0, 1.0, 2.0, 2.0, 2
_SAME_LAND, _SAME_STATE, _MOST = 1.0, 1.0, 3.0
_PRIOR = {REGION: 8.0, COUNTRY: 3.0, STATE: 0.0, COUNTY: -1.5, TOWN: 0.0, CAPITAL: 0.8}


class Company:
    """The place names of one article, each helping to read the others."""

    def __init__(self, text: str, mentions: Sequence[Mention]) -> None:
        self.mentions = mentions
        self.namesakes = {p for m in mentions for p in _namesakes(m.places)}
        self.inside: dict[int, int] = {}
        self.surely: set[int] = set()
        self.rows: list[tuple[int, int]] = []
        self.nested: dict[tuple[str, str], tuple[frozenset[Place], frozenset[Place]]] = {}
        for i, (a, b) in enumerate(pairwise(mentions)):
            if not 0 < b.span.start - a.span.end <= _JOINT_CHARS:
                continue
            between = text[a.span.end : b.span.start]
            if _JOINT.fullmatch(between) and self._nested(a, b)[0]:
                self.inside[i] = i + 1
                if not _may_be_a_row(a, b):
                    self.surely.add(i)
                    continue
            if _ROW.fullmatch(between):
                self.rows.append((i, i + 1))
        self.holds = {b: a for a, b in self.inside.items()}

    def _nested(self, inner: Mention, outer: Mention) -> tuple[frozenset[Place], frozenset[Place]]:
        """Which places of the one name lie in places of the other, and which hold them."""
        names = inner.name, outer.name
        if names not in self.nested:
            pairs = [(p, q) for p in inner.places for q in outer.places if p.within(q)]
            self.nested[names] = frozenset(p for p, _ in pairs), frozenset(q for _, q in pairs)
        return self.nested[names]

    def choice(self) -> list[Place]:
        """The place that each mention most likely means."""
        chosen = [max(m.places, key=_prior) for m in self.mentions]
        for _ in range(_ROUNDS):
            chosen = self._round(chosen)
        return chosen

    def _round(self, chosen: Sequence[Place]) -> list[Place]:
        by_name = {m.name: p for m, p in zip(self.mentions, chosen, strict=True)}
        lands, states = _support(by_name)
        beside: dict[int, list[Place]] = {}
        for a, b in self.rows:
            beside.setdefault(a, []).append(chosen[b])
            beside.setdefault(b, []).append(chosen[a])

        @cache
        def alone(name: str, place: Place) -> float:
            value = _prior(place) - _NAMESAKE * (place in self.namesakes)
            return value + _company(place, by_name[name], lands, states)

        def score(i: int, place: Place) -> float:
            kind = min(place.kind, TOWN)
            value = alone(self.mentions[i].name, place) + self._joint(i, place)
            value += _IN_A_ROW * sum(min(p.kind, TOWN) == kind for p in beside.get(i, ()))
            return value + _TOLD_KIND * (kind == self.mentions[i].kind)

        best = [max(m.places, key=partial(score, i)) for i, m in enumerate(self.mentions)]
        return self._one_sense(best)

    def _joint(self, i: int, place: Place) -> float:
        """What the name right before or after says: that this lies in it, or holds it."""
        value = 0.0
        for inner, outer in ((i, self.inside.get(i)), (self.holds.get(i), i)):
            if inner is None or outer is None:
                continue
            lying, holding = self._nested(self.mentions[inner], self.mentions[outer])
            weight = _LIES_IN if inner in self.surely else _PERHAPS_LIES_IN
            value += weight * (place in (lying if inner == i else holding))
        return value

    def _one_sense(self, best: list[Place]) -> list[Place]:
        """The same place for the same name, as said where it is said what it lies in."""
        votes: dict[tuple[str, int | None], Counter[Place]] = {}
        for i, (mention, place) in enumerate(zip(self.mentions, best, strict=True)):
            weight = 10 if i in self.surely else 1
            votes.setdefault((mention.name, mention.kind), Counter())[place] += weight
        return [
            place if i in self.surely else votes[mention.name, mention.kind].most_common(1)[0][0]
            for i, (mention, place) in enumerate(zip(self.mentions, best, strict=True))
        ]


_GREAT_TOWN, _TOWN, _NAMESAKE = 1_000_000, 100_000, 0.85


def _may_be_a_row(first: Mention, second: Mention) -> bool:
    """Whether "A, B" may list two places of a kind, not say that A lies in B.

    "Chile, Turkey" are two countries although a Turkish village is called Chile. A short form
    ("Washington, D.C.") says what the first lies in.
    """
    if "." in second.name or second.name.isupper():
        return False
    kinds = {p.kind for p in first.places if p.kind in (COUNTRY, STATE)}
    if kinds & {p.kind for p in second.places}:
        return True
    great = any(p.kind >= TOWN and p.people > _GREAT_TOWN for p in first.places)
    return great and any(p.kind >= TOWN and p.people > _GREAT_TOWN for p in second.places)


def _namesakes(places: Sequence[Place]) -> list[Place]:
    """Divisions that share their name with a town of the country: news means the town by it."""
    lands = {p.country for p in places if p.kind >= TOWN and p.people > _TOWN}
    return [p for p in places if p.kind in (STATE, COUNTY) and p.country in lands]


def _prior(place: Place) -> float:
    return log10(place.people + 10) + _PRIOR[place.kind]


def _support(by_name: Mapping[str, Place]) -> tuple[Counter[str], Counter[int]]:
    """How many names of the article lie in each country and in each first division."""
    lands: Counter[str] = Counter()
    states: Counter[int] = Counter()
    for place in by_name.values():
        lands[place.country] += 2 if place.kind == COUNTRY else 1
        state = place.id if place.kind == STATE else place.state
        states[state] += 2 if place.kind == STATE else 1
    del lands[""], states[0]
    return lands, states


def _company(
    place: Place, own: Place, lands: Mapping[str, int], states: Mapping[int, int]
) -> float:
    """What the other names say for a place: those in its country, and those in its division."""
    same_land = lands.get(place.country, 0)
    same_land -= (2 if own.kind == COUNTRY else 1) if own.country == place.country else 0
    state = place.id if place.kind == STATE else place.state
    own_state = own.id if own.kind == STATE else own.state
    same_state = states.get(state, 0)
    same_state -= (2 if own.kind == STATE else 1) if own_state == state else 0
    land = min(_SAME_LAND * log2(1 + max(same_land, 0)), _MOST)
    return land + min(_SAME_STATE * log2(1 + max(same_state, 0)), _MOST)
