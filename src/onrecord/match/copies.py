"""Which article took its words from which: whole, in part, or rewritten.

Candidates are found by winnowing (Schleimer, Wilkerson and Aiken 2003): of every `WINDOW` runs of
`SHINGLE` words that follow one another, the one with the least hash is a key. Whatever passage
of `WINDOW + SHINGLE - 1` words two texts share, they share a key of it, however long the stories
around it are and wherever their paragraphs break. The smallest hashes of each paragraph give no
such promise once a paragraph is cut or joined; MinHash signatures of whole articles, which is what
datasketch and rensa offer, measure how alike two texts are as wholes and lose the agency's
paragraph in a longer story. Both would be one more thing to install; this is ten lines.

What counts is prose. Two reporters at one press conference write down the same sentences of a
speaker, so words in quotation marks never make a copy by themselves, and neither do a few words of
prose around them. Nor does a standing paragraph with which an outlet ends story after story.

That words are shared is seen in the texts; who took them is not. The earlier publication gave
them, or, where time does not tell, the one that the other credits. Otherwise the order is
unknown, and the `type` says "either way". A common source that nobody holds (a press release)
looks the same as a copy, and the reason then claims no more than which came first.

Where no passage is shared, `retold` asks whether one tells in its own words what the other was
told.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from zlib import crc32

from onrecord.judged import Evidence, Judgement, Part, Relation, Text
from onrecord.match import retold
from onrecord.match.passages import (
    Pairs,
    Passage,
    aligned,
    passages,
    places,
    quoted,
    shingles,
    words,
)
from onrecord.values import Span

__all__ = ["VERSION", "Passage", "by_passage", "copied", "keys_of", "passages"]

VERSION = "copies 2"
SHINGLE, WINDOW = 5, 16
MAX_KEYS = 512
RETOLD_DAYS = 3
"""Keys of one article; an article of more than about 4,000 words gives those of least hash."""

MIN_PROSE = 25
"""Shared words outside quotation marks that a passage needs."""
MIN_SCATTERED, MIN_SCATTERED_SHARE = 60, 0.25
"""Shorter passages count where they come to so many such words and so much of the taker."""
STANDING, MANY = 60, 3
"""A passage of less prose that so many articles of one outlet share is its standing paragraph."""
COPY_SHARE, REWRITE_SHARE, REWRITE_DENSITY = 0.85, 0.5, 0.9

_ISO = re.compile(
    r"(\d{4}(?:-\d\d(?:-\d\d(?:[T ]\d\d:\d\d(?::\d\d)?)?)?)?)(?:[.,]\d+)?(Z|[+-]\d\d:?\d\d)?"
)
_NAME = re.compile(r"\A(?:the) | (?:news agency|agency|newspaper|news)\Z")


def keys_of(text: Text) -> tuple[str, ...]:
    """What a text can be found by: about every eighth run of words in its prose; its figures."""
    spoken = quoted(text.text)
    prose = [word for i, word in enumerate(words(text.text)) if i not in spoken]
    hashes = [crc32(" ".join(shingle).encode()) for shingle in shingles(prose, SHINGLE)]
    windows = range(max(1, len(hashes) - WINDOW + 1))
    picked = {min(hashes[at : at + WINDOW]) for at in windows} if hashes else set()
    return (*(f"{number:08x}" for number in sorted(picked)[:MAX_KEYS]), *retold.keys_of(text.text))


@dataclass(frozen=True, slots=True)
class _Shared:
    """What two texts have in common, seen from `new`."""

    new: Text
    other: Text
    passages: tuple[Pairs, ...]
    prose: tuple[int, ...]  # words outside quotation marks, by passage


def copied(new: Text, candidates: Sequence[Text]) -> list[Judgement]:
    """Judgements that `new` took text from candidates, or they from it.

    A candidate with the address of `new` is another version of it and not a copy.
    """
    found = []
    for other in candidates:
        if other.id == new.id or (new.url is not None and other.url == new.url):
            continue
        shared = _shared(new, other)
        if shared is not None:
            found.append(shared)
    copies = [_judgement(s) for s in found if not _standing(s, found)]
    alike = {s.other.id for s in found} | {new.id}
    rewrites = [r for other in candidates if other.id not in alike and (r := _rewrite(new, other))]
    taken = [j for j in rewrites if j.subject == new.id]
    if not any(j.subject == new.id for j in copies):  # what has a passage needs no likeness
        copies += sorted(taken, key=lambda j: (-j.score, j.object))[:1]
    return copies + [j for j in rewrites if j.object == new.id]


def _rewrite(new: Text, other: Text) -> Judgement | None:
    """That one tells in other words what the other was told, where the order in time is known."""
    order = _order(new, other)
    if not order.known or _one_outlet_of(new, other):
        return None
    taker, giver = (new, other) if order.taker == new.id else (other, new)
    source = _outlet(giver)
    told = source in map(_plain_name, giver.credits) or source in map(_plain_name, taker.credits)
    found = retold.retold(taker.text, giver.text) if source and told else None
    if found is None or not _soon(giver.published, taker.published):
        return None
    parts = (
        Part("share of the taker's telling words", round(found.share, 3), str(found.shared)),
        Part("in the same order", round(found.order, 3)),
        Part("figures", 1.0, str(len(found.here))),
        order.credit,
        Part("order", 1.0, order.why),
    )
    return Judgement(
        Relation.COPIED_FROM, taker.id, giver.id, VERSION, round(found.order, 3),
        f"tells {found.shared} of the same things, {len(found.here)} figures among them, "
        f"{found.order:.0%} in the same order, in other words; {order.why}",
        type="rewrite", parts=parts,
        evidence=(Evidence(taker.id, found.here), Evidence(giver.id, found.there)),
    )  # fmt: skip


def _soon(first: str | None, then: str | None) -> bool:
    try:
        a, b = (datetime.fromisoformat((p or "")[:10]) for p in (first, then))
    except ValueError:
        return False
    return (b - a).days <= RETOLD_DAYS


def _shared(new: Text, other: Text) -> _Shared | None:
    found = aligned(new.text, other.text)
    if not found:
        return None
    here, there = quoted(new.text), quoted(other.text)
    prose = [sum(i not in here and j not in there for i, j in pairs) for pairs in found]
    counted = [k for k, n in enumerate(prose) if n >= MIN_PROSE]
    if not counted:
        # Somewhat edited throughout: no passage is long, but there are many.
        share = sum(map(len, found)) / min(len(words(new.text)), len(words(other.text)))
        if sum(prose) < MIN_SCATTERED or share < MIN_SCATTERED_SHARE:
            return None
    # Once something is taken, short passages and quotations in its company are taken too.
    return _Shared(new, other, tuple(found), tuple(prose))


def _outlet(text: Text) -> str:
    return _plain_name(text.outlet or "")


def _standing(shared: _Shared, found: Sequence[_Shared]) -> bool:
    """Whether all it shares is a little that many articles of what may be one outlet have."""
    if sum(shared.prose) >= STANDING or not _one_outlet(shared):
        return False
    here = _stretch(shared)
    alike = (s for s in found if _one_outlet(s) and 2 * len(here & _stretch(s)) > len(here))
    return sum(1 for _ in alike) >= MANY


def _stretch(shared: _Shared) -> set[int]:
    return {i for pairs in shared.passages for i, _ in pairs}


def _one_outlet(shared: _Shared) -> bool:
    return _one_outlet_of(shared.new, shared.other)


def _one_outlet_of(one: Text, other: Text) -> bool:
    mine, theirs = _outlet(one), _outlet(other)
    return not mine or not theirs or mine == theirs


def _judgement(shared: _Shared) -> Judgement:
    order = _order(shared.new, shared.other)
    flip = order.taker == shared.other.id
    taker, giver = (shared.other, shared.new) if flip else (shared.new, shared.other)
    pairs = [[(j, i) for i, j in p] for p in shared.passages] if flip else list(shared.passages)
    n, longest = sum(map(len, pairs)), max(map(len, pairs))
    took, gave = len(words(taker.text)), len(words(giver.text))
    kind = _kind(pairs, took)
    parts = (
        Part("share of the taker's words", round(n / took, 3), f"{n} of {took}"),
        Part("share of the giver's words", round(n / gave, 3), f"{n} of {gave}"),
        Part("longest passage", round(min(1.0, longest / 100), 2), f"{longest} words"),
        order.credit,
        Part("order", float(order.known), order.why),
    )
    return Judgement(
        Relation.COPIED_FROM, taker.id, giver.id, VERSION,
        # Grows with the prose that two people do not write alike by chance.
        score=round(1 - 5 / sum(shared.prose), 3),
        reason=f"shares {n} of its {took} words, {longest} in one passage; {order.why}",
        type=kind if order.known else f"{kind} either way",
        parts=parts,
        evidence=(_evidence(taker, pairs, 0), _evidence(giver, pairs, 1)),
    )  # fmt: skip


def _kind(pairs: Sequence[Pairs], took: int) -> str:
    same = sum(map(len, pairs))
    covered = sum(p[-1][0] - p[0][0] + 1 for p in pairs)
    if same >= COPY_SHARE * took:
        return "copy"
    edited = same < REWRITE_DENSITY * covered
    return "rewrite" if edited and covered >= REWRITE_SHARE * took else "part"


def _evidence(text: Text, passages: Sequence[Pairs], side: int) -> Evidence:
    at = places(text.text)
    ends = sorted((p[0][side], p[-1][side]) for p in passages)
    return Evidence(text.id, tuple(Span(at[a][0], at[b][1]) for a, b in ends))


@dataclass(frozen=True, slots=True)
class _Order:
    taker: str
    known: bool
    why: str
    credit: Part


def _order(one: Text, other: Text) -> _Order:
    """Who took from whom: by time, else by credit; where they disagree or fail, unknown."""
    credit, by_credit = _credit(one, other)
    first = _earlier(one.published, other.published)
    if first is not None:
        taker, giver = (other, one) if first < 0 else (one, other)
        if by_credit not in (None, taker.id):
            why = f"the order is not known: the earlier one credits {taker.outlet}"
            return _Order(max(one.id, other.id), False, why, credit)
        why = f"published {taker.published}, after {giver.published}"
        return _Order(taker.id, True, f"{why}; {credit.detail}" if credit.detail else why, credit)
    if by_credit is not None:
        return _Order(by_credit, True, credit.detail, credit)
    why = "the order is not known"
    why = f"{why}; {credit.detail}" if credit.detail else why
    return _Order(max(one.id, other.id), False, why, credit)


def _credit(one: Text, other: Text) -> tuple[Part, str | None]:
    """What the two credit, and the id of the one that credits the other's outlet, if only one."""
    mine, theirs = ({_plain_name(c): c for c in text.credits} for text in (one, other))
    a, b = _outlet(other) in mine.keys() - {""}, _outlet(one) in theirs.keys() - {""}
    if _outlet(one) != _outlet(other) and a != b:
        taker, giver = (one, other) if a else (other, one)
        return Part("credit", 1.0, f"names {giver.outlet} as where its words are from"), taker.id
    both = sorted(mine.keys() & theirs.keys() - {""})
    if both:
        return Part("credit", 0.5, f"both name {mine[both[0]]} as where words are from"), None
    return Part("credit", 0.0), None


def _plain_name(name: str) -> str:
    return _NAME.sub("", " ".join(name.casefold().split()))


def _earlier(one: str | None, other: str | None) -> int | None:
    """-1 where `one` was published first, 1 where `other` was; None where that is not known."""
    a, b = (_ISO.fullmatch((published or "").strip()) for published in (one, other))
    if a is None or b is None:
        return None
    zoned = [len(m[1]) > 10 and m[2] is not None for m in (a, b)]
    x, y = (_universal(m) if all(zoned) else m[1].replace(" ", "T") for m in (a, b))
    # A clock with a zone and one without are not compared, only their days.
    precision = min(len(x), len(y), 10 if any(zoned) and not all(zoned) else 19)
    x, y = x[:precision], y[:precision]
    return None if x == y else -1 if x < y else 1


def _universal(stamp: re.Match[str]) -> str:
    try:
        moment = datetime.fromisoformat(stamp[1] + stamp[2]).astimezone(UTC)
    except (ValueError, OverflowError):
        return ""
    return moment.isoformat()[: len(stamp[1])]


def by_passage(judgement: Judgement, span: Span, taker: str, giver: str) -> Span | None:
    """Where the words at `span` in the taker's text stand in the giver's.

    None where fewer than half of them are in a passage that was taken, by `judgement`.
    """
    if judgement.relation is not Relation.COPIED_FROM or not judgement.holds:
        return None
    taken = [s for e in judgement.evidence if e.article == judgement.subject for s in e.spans]
    if not any(s.overlaps(span) for s in taken):
        return None
    here, there = places(taker), places(giver)
    inside = {k for k, place in enumerate(here) if place[0] < span.end and span.start < place[1]}
    for pairs in _aligned_once(taker, giver):
        to = [j for i, j in pairs if i in inside]
        if to and len(to) * 2 >= len(inside):
            return Span(there[to[0]][0], there[to[-1]][1])
    return None


@lru_cache(maxsize=16)
def _aligned_once(taker: str, giver: str) -> tuple[Pairs, ...]:
    """The passages again: a judgement keeps their ends, and a statement needs its own words."""
    return tuple(aligned(taker, giver))
