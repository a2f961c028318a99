"""Which source said which content: each content finds its cue, each cue its source.

Both choices are made by the same small network over plain facts of the page: what stands
between the two, on which side, how many sentence and paragraph ends, other cues and quotation
marks lie there, whether a comma or a colon touches. A candidate may lose to "none". All pairs
of an article are scored at once, and only the few cues nearest to a span are candidates, so
the work grows with the text and not with its square.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from onrecord.text import DOUBLE_MARKS
from onrecord.values import Span

if TYPE_CHECKING:
    from numpy.typing import NDArray

REACH = 3
# "KELMOUTH, March 27 (Northlight) – ", "LISBON — ": what follows is where the sentence opens.
_DATELINE = re.compile(
    r"(?:[A-Z][A-Z.'’-]{2,}[^\n“”\"—–()]{0,40}|[A-Z][^\n“”\"—–()]{0,40}(?=\())(?:\([^()\n]{2,40}\) ?)?(?:[—–-]|--) "
)
_HEAD = 3  # paragraphs, of which one may begin with a dateline
FACTS = (
    "before", "distance", "touching", "same sentence", "sentence ends", "paragraph ends",
    "cues between", "contents between", "sources between", "nearest", "nearest on its side",
    "starts with mark", "ends with mark", "marks between", "odd marks between",
    "comma before", "comma after", "colon between", "stop between", "according", "cue length",
    "length", "cue opens sentence", "opens sentence", "cue ends sentence", "ends sentence",
)  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Page:
    """Where things stand in one text, as sorted arrays of offsets.

    `openings` are where what stands before a sentence ends: nothing, another one, or a dateline.
    """

    points: NDArray[np.uint32]
    sentences: NDArray[np.int64]
    openings: NDArray[np.int64]
    paragraphs: NDArray[np.int64]
    marks: NDArray[np.int64]
    stops: NDArray[np.int64]
    colons: NDArray[np.int64]

    @classmethod
    def of(cls, text: str, sentences: Sequence[Span], paragraphs: Sequence[Span]) -> Page:
        points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)

        def standing(characters: str) -> NDArray[np.int64]:
            return np.flatnonzero(_any_of(points, characters))

        ends = [s.end for s in sentences]
        heads = (_DATELINE.match(text, p.start, p.end) for p in paragraphs[:_HEAD])
        return cls(
            points,
            np.array(ends, dtype=np.int64),
            np.array(sorted([0, *ends, *(h.end() for h in heads if h)]), dtype=np.int64),
            np.array([p.end for p in paragraphs], dtype=np.int64),
            standing("".join(sorted(DOUBLE_MARKS))),
            standing(".!?;"),
            standing(":"),
        )


def facts_of(
    page: Page,
    spans: NDArray[np.int64],
    cues: NDArray[np.int64],
    sources: NDArray[np.int64],
    contents: NDArray[np.int64],
    according: NDArray[np.bool_],
) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """For each of `spans` [n, 2] the indices of its candidate cues [n, k] and facts [n, k, f].

    All arrays of spans are sorted by start. A candidate that does not exist has index -1.
    """
    at = np.searchsorted(cues[:, 0], spans[:, 0])
    index = at[:, None] + np.arange(-REACH, REACH)
    real = (index >= 0) & (index < len(cues))
    safe = np.clip(index, 0, len(cues) - 1)
    c0, c1 = cues[safe, 0], cues[safe, 1]
    a0, a1 = spans[:, :1], spans[:, 1:]
    before = a0 < c0
    low = np.where(before, np.minimum(a1, c0), np.minimum(c1, a0))
    high = np.where(before, c0, a0)
    gap = high - low

    def between(offsets: NDArray[np.int64]) -> NDArray[np.int64]:
        count: NDArray[np.int64] = np.searchsorted(offsets, high) - np.searchsorted(offsets, low)
        return count

    def ends(offsets: NDArray[np.int64]) -> NDArray[np.int64]:
        upto = np.searchsorted(offsets, high, side="right")
        count: NDArray[np.int64] = upto - np.searchsorted(offsets, low, side="left")
        return count

    def around(offset: NDArray[np.int64], step: int, characters: str) -> NDArray[np.bool_]:
        near = np.zeros(offset.shape, dtype=bool)
        for reach in (1, 2):
            where = np.clip(offset + step * reach - (step > 0), 0, len(page.points) - 1)
            near |= _any_of(page.points[where], characters)
        return near

    def opens(offset: NDArray[np.int64]) -> NDArray[np.bool_]:
        begin = page.openings
        near: NDArray[np.bool_] = (
            offset - begin[np.searchsorted(begin, offset, side="right") - 1] <= 2
        )
        return near

    def closes(offset: NDArray[np.int64]) -> NDArray[np.bool_]:
        following = np.clip(np.searchsorted(page.sentences, offset), 0, len(page.sentences) - 1)
        near: NDArray[np.bool_] = page.sentences[following] - offset <= 2
        return near

    marks = between(page.marks)
    sentence_ends = ends(page.sentences)
    side = np.where(real, gap, 1 << 40)
    nearest = side == side.min(1, keepdims=True)
    left = np.where(before, 1 << 40, side)
    right = np.where(before, side, 1 << 40)
    on_side = (side == left.min(1, keepdims=True)) | (side == right.min(1, keepdims=True))
    one = np.ones_like(gap)
    columns = (
        before, np.log1p(gap) / 4, gap <= 2, sentence_ends == 0, np.minimum(sentence_ends, 4) / 2,
        np.minimum(ends(page.paragraphs), 4) / 2,
        np.minimum(between(cues[:, 0]), 4) / 2,
        np.minimum(between(contents[:, 0]), 4) / 2, np.minimum(between(sources[:, 0]), 4) / 2,
        nearest, on_side,
        around(a0, 1, "\"“”«»„") * one, around(a1, -1, "\"“”«»„") * one,
        np.minimum(marks, 4) / 2, marks % 2,
        around(np.where(before, c0, a0), -1, ","), around(np.where(before, a1, c1), 1, ","),
        between(page.colons) > 0, between(page.stops) > 0, according[safe],
        np.log1p(c1 - c0) / 4, np.log1p(a1 - a0) / 4 * one,
        opens(c0), opens(a0) * one, closes(c1), closes(a1) * one,
    )  # fmt: skip
    facts = np.stack([np.asarray(c, dtype=np.float32) for c in columns], axis=-1)
    return np.where(real, index, -1), facts


def _any_of(points: NDArray[np.uint32], characters: str) -> NDArray[np.bool_]:
    """Where a code point is that of one of a few characters; `np.isin` is made for many."""
    found: NDArray[np.bool_] = points == ord(characters[0])
    for character in characters[1:]:
        found |= points == ord(character)
    return found


@dataclass(frozen=True, slots=True, eq=False)
class Chooser:
    """A scorer of candidates: facts through one hidden layer, against a constant for "none"."""

    hidden: NDArray[np.float32]
    hidden_bias: NDArray[np.float32]
    out: NDArray[np.float32]
    none: float

    @classmethod
    def of(cls, held: dict[str, Any]) -> Chooser:
        hidden, bias, out = (
            np.array(held[k], np.float32) for k in ("hidden", "hidden_bias", "out")
        )
        return cls(hidden, bias, out, float(held["none"]))

    def probabilities(
        self, index: NDArray[np.int64], facts: NDArray[np.float32]
    ) -> NDArray[np.float32]:
        """[n, k + 1]: the probability of each candidate, the last being "none of them"."""
        score = np.maximum(facts @ self.hidden + self.hidden_bias, 0) @ self.out
        score = np.where(index >= 0, score, -1e4)
        score = np.concatenate([score, np.full((len(score), 1), self.none)], axis=1)
        odds = np.exp(score - score.max(1, keepdims=True))
        chances: NDArray[np.float32] = odds / odds.sum(1, keepdims=True)
        return chances


@dataclass(frozen=True, slots=True)
class Link:
    """One attribution as indices into the spans given: contents, and how likely the links are."""

    cue: int | None
    source: int | None
    contents: tuple[int, ...]
    score: float


@dataclass(frozen=True, slots=True, eq=False)
class Linker:
    """The two choices: a content its cue, a cue its source."""

    cue_of_content: Chooser
    source_of_cue: Chooser

    @classmethod
    def of(cls, held: dict[str, Any]) -> Linker:
        return cls(Chooser.of(held["content"]), Chooser.of(held["source"]))

    def links(
        self,
        page: Page,
        text: str,
        sources: Sequence[Span],
        cues: Sequence[Span],
        contents: Sequence[Span],
    ) -> list[Link]:
        """Attributions among spans sorted by start; a cue left without content gives none."""
        if not contents:
            return []
        if not cues:
            return [Link(None, None, (i,), 1.0) for i in range(len(contents))]
        s, c, t = (_array(x) for x in (sources, cues, contents))
        according = np.array([x.of(text)[:6].lower() == "accord" for x in cues])
        index, facts = facts_of(page, t, c, s, t, according)
        chance = self.cue_of_content.probabilities(index, facts)
        pick = chance.argmax(1)
        rows = np.arange(len(contents))
        cue_of = np.where(
            pick < index.shape[1], index[rows, np.minimum(pick, index.shape[1] - 1)], -1
        )
        surety = chance[rows, pick]
        source_of, source_surety = self._sources(page, s, c, t, according)

        held_by: dict[int, list[int]] = {}
        for i, cue in enumerate(cue_of.tolist()):
            held_by.setdefault(cue, []).append(i)
        alone = held_by.pop(-1, [])
        links = []
        for cue, held in sorted(held_by.items()):
            source = int(source_of[cue])
            score = float(surety[held].min() * source_surety[cue])
            links.append(Link(cue, source if source >= 0 else None, tuple(held), score))
        return links + [Link(None, None, (i,), float(surety[i])) for i in alone]

    def _sources(
        self, page: Page, s: NDArray[np.int64], c: NDArray[np.int64], t: NDArray[np.int64],
        according: NDArray[np.bool_],
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:  # fmt: skip
        if not len(s):
            return np.full(len(c), -1), np.ones(len(c), dtype=np.float32)
        # Seen from the cue: the candidates are sources, so the roles of the arrays change places.
        index, facts = facts_of(page, c, s, c, t, np.zeros(len(s), dtype=bool))
        facts[:, :, FACTS.index("according")] = according[:, None]
        chance = self.source_of_cue.probabilities(index, facts)
        pick = chance.argmax(1)
        rows = np.arange(len(c))
        found = np.where(
            pick < index.shape[1], index[rows, np.minimum(pick, index.shape[1] - 1)], -1
        )
        return found, chance[rows, pick]


def _array(spans: Sequence[Span]) -> NDArray[np.int64]:
    return np.array([(s.start, s.end) for s in spans], dtype=np.int64).reshape(-1, 2)
