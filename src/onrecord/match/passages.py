"""Which passages two texts share, word for word or nearly so, and which word stands for which.

Seeds are runs of four words that both texts have, looked up in an index of one of them. A seed
grows to the longest run around it, and runs that follow one another in both texts with little
between them make one passage, so that a swapped word or a cut clause does not break it. The time
taken grows with the length of the texts: a run of words that returns more than a few times in one
text (a refrain, a table) seeds nothing.

Letters and digits are compared, without case; quotation marks, apostrophes, dashes, punctuation
and white space are not seen at all, so that "it's" is two words. Scripts written without spaces give
words too long to be shared, so nothing is found there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise, zip_longest

from onrecord.text import quotations
from onrecord.values import Span

SEED = 4
GAP = 12
"""Words between two runs of one passage, at most, on either side."""
MIN_WORDS = 12
MIN_DENSITY = 0.5
"""Shared words in a passage, against all words of its longer side, at least."""
_OFTEN = 4
_OPEN_CHAINS = 32
_WORD = re.compile(r"\w+")

Pairs = list[tuple[int, int]]
"""Which word of one text is which of the other, by their numbers, in order of both."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch that two texts share; `words` are those that are the same in both.

    `exact` tells that there are no others between them.
    """

    one: Span
    other: Span
    words: int
    exact: bool


@dataclass(frozen=True, slots=True, order=True)
class _Run:
    i: int
    j: int
    n: int


def passages(one: str, other: str) -> tuple[Passage, ...]:
    """The passages of at least `MIN_WORDS` shared words, in order of `one`; none overlap."""
    here, there = places(one), places(other)
    return tuple(
        Passage(
            Span(here[pairs[0][0]][0], here[pairs[-1][0]][1]),
            Span(there[pairs[0][1]][0], there[pairs[-1][1]][1]),
            len(pairs),
            len(pairs) == _length(pairs, 0) == _length(pairs, 1),
        )
        for pairs in aligned(one, other)
    )


def aligned(one: str, other: str) -> list[Pairs]:
    """The passages as pairs of word numbers; where two lay claim to a word, the longer has it."""
    ours, theirs = words(one), words(other)
    chains = [c for c in _chains(_runs(one, other)) if _size(c) >= MIN_WORDS // 2]
    taken: tuple[set[int], set[int]] = (set(), set())
    found = []
    for chain in sorted(chains, key=lambda c: (-_size(c), c[0])):
        free = [r for r in chain if not _claimed(r, taken)]
        for part in _chains(free):
            pairs = _pairs(part, ours, theirs)
            if len(pairs) >= MIN_WORDS and _density(pairs) >= MIN_DENSITY:
                found.append(pairs)
                taken[0].update(range(pairs[0][0], pairs[-1][0] + 1))
                taken[1].update(range(pairs[0][1], pairs[-1][1] + 1))
    return sorted(found)


def _claimed(run: _Run, taken: tuple[set[int], set[int]]) -> bool:
    return not (
        taken[0].isdisjoint(range(run.i, run.i + run.n))
        and taken[1].isdisjoint(range(run.j, run.j + run.n))
    )


def _length(pairs: Pairs, side: int) -> int:
    return pairs[-1][side] - pairs[0][side] + 1


def _density(pairs: Pairs) -> float:
    return len(pairs) / max(_length(pairs, 0), _length(pairs, 1))


def _size(chain: Sequence[_Run]) -> int:
    return sum(run.n for run in chain)


def _runs(one: str, other: str) -> list[_Run]:
    """The longest runs of words around each seed, each once."""
    ours, theirs, index = words(one), words(other), _index(one)
    ends: dict[int, int] = {}
    runs = []
    for j, starts in enumerate(map(index.get, shingles(theirs, SEED))):
        for i in starts or ():
            if ends.get(i - j, 0) > i:
                continue
            n, most = SEED, min(len(ours) - i, len(theirs) - j)
            while n < most and ours[i + n] == theirs[j + n]:
                n += 1
            ends[i - j] = i + n
            runs.append(_Run(i, j, n))
    return runs


def _chains(runs: Sequence[_Run]) -> list[list[_Run]]:
    """Runs put together that follow one another in both texts within `GAP` words."""
    chains: list[list[_Run]] = []
    near: list[list[_Run]] = []
    for run in sorted(runs):
        near = [c for c in near if run.i - c[-1].i - c[-1].n <= GAP][-_OPEN_CHAINS:]
        fits = [(gap, c) for c in near if (gap := _gap(c[-1], run)) is not None]
        if fits:
            chain = min(fits, key=lambda fit: fit[0])[1]
            last = chain[-1]
            cut = max(0, last.i + last.n - run.i, last.j + last.n - run.j)
            chain.append(_Run(run.i + cut, run.j + cut, run.n - cut))
        else:
            chains.append([run])
            near.append(chains[-1])
    return chains


def _gap(last: _Run, run: _Run) -> int | None:
    """The words between two runs on the wider side; None where they are not of one passage.

    They may overlap by less than a seed: a word that was put in twice belongs to both.
    """
    wide, narrow = run.i - last.i - last.n, run.j - last.j - last.n
    fits = min(wide, narrow) > -SEED and max(wide, narrow) <= GAP
    return max(abs(wide), abs(narrow)) if fits else None


def _pairs(chain: Sequence[_Run], ours: Sequence[str], theirs: Sequence[str]) -> Pairs:
    """The words of the runs, and the same words in the same order in the gaps between them."""
    pairs: Pairs = []
    for run, after in pairwise(chain):
        pairs += ((run.i + k, run.j + k) for k in range(run.n))
        i, j = run.i + run.n, run.j + run.n
        pairs += [(i + a, j + b) for a, b in _in_order(ours[i : after.i], theirs[j : after.j])]
    last = chain[-1]
    return pairs + [(last.i + k, last.j + k) for k in range(last.n)]


def _in_order(one: Sequence[str], other: Sequence[str]) -> Pairs:
    """The longest common subsequence; both sides are no longer than `GAP`."""
    best = [[0] * (len(other) + 1) for _ in range(len(one) + 1)]
    for i in range(len(one) - 1, -1, -1):
        for j in range(len(other) - 1, -1, -1):
            same = one[i] == other[j]
            best[i][j] = best[i + 1][j + 1] + 1 if same else max(best[i + 1][j], best[i][j + 1])
    i = j = 0
    pairs = []
    while i < len(one) and j < len(other):
        if one[i] == other[j]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif best[i + 1][j] >= best[i][j + 1]:
            i += 1
        else:
            j += 1
    return pairs


def shingles(of: Sequence[str], size: int) -> Iterator[tuple[str, ...]]:
    """Every run of `size` words."""
    return zip(*(of[k:] for k in range(size)), strict=False)


@lru_cache(maxsize=128)
def words(text: str) -> tuple[str, ...]:
    """The words of `text` as they are compared."""
    return tuple(_WORD.findall(_plain(text)))


@lru_cache(maxsize=64)
def places(text: str) -> tuple[tuple[int, int], ...]:
    """Where each of `words(text)` starts and ends; bare numbers, since few become spans."""
    return tuple([m.span() for m in _WORD.finditer(_plain(text))])


@lru_cache(maxsize=64)
def quoted(text: str) -> frozenset[int]:
    """The numbers of the words in quotation marks.

    A mark that nothing closes and no further paragraph takes up is a slip, not a quotation.
    """
    marks = quotations(text)
    whole = [
        mark.span
        for mark, after in zip_longest(marks, marks[1:])
        if mark.closed or mark.continues or (after is not None and after.continues)
    ]
    plain, at, number = _plain(text), 0, 0
    words_before: dict[int, int] = {}
    for edge in sorted({edge for span in whole for edge in (span.start, span.end)}):
        number += len(_WORD.findall(plain, at, edge))  # no word goes on beyond a mark
        words_before[edge] = number
        at = edge
    return frozenset(
        number for s in whole for number in range(words_before[s.start], words_before[s.end])
    )


@lru_cache(maxsize=8)
def _index(text: str) -> dict[tuple[str, ...], list[int]]:
    index: dict[tuple[str, ...], list[int]] = {}
    for i, shingle in enumerate(shingles(words(text), SEED)):
        index.setdefault(shingle, []).append(i)
    return {shingle: at for shingle, at in index.items() if len(at) <= _OFTEN}


def _plain(text: str) -> str:
    """`text` in lower case, each character where it was."""
    lower = text.lower()
    if len(lower) != len(text):  # a few letters have lower cases of two characters
        lower = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    return lower
