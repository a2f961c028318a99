"""Runs of words, how likely each is, and which of them to believe.

The best sequence of a CRF is the one that is most likely right as a whole. Nobody reads a sequence;
people read runs, and a run is right when both its edges are. So each run of the best path is moved
to the most likely edges that it can have beside its neighbours, and runs that the path leaves out
though they are likely enough are put where there is room (after minimum Bayes risk decoding: what
counts is how many runs are expected to be right). The path still has a say, because a statement
whose edges are in doubt, each of them unlikely, is a statement all the same.

All probabilities are exact: those of just this run, begun there, carried on and ended there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

UNLIKELY = 0.05  # no run is moved to edges less likely than this, or looked for at them


@dataclass(frozen=True, slots=True)
class Run:
    """Words `[first, last)` that carry one label, and the probability of just this run."""

    label: str
    first: int
    last: int
    score: float

    def overlaps(self, other: Run) -> bool:
        """Whether the two share a word."""
        return self.first < other.last and other.first < self.last


@dataclass(frozen=True, slots=True, eq=False)
class Chances:
    """What may stand where in paragraphs side by side: arrays of [words, labels, paragraphs].

    `forward` and `backward` are log sums over all ways to reach a label at a word and to go on from
    it, `total` [paragraphs] over all sequences; `lengths` says how many words are a paragraph's own.
    """

    labels: tuple[str, ...]
    step: NDArray[np.float32]
    end: NDArray[np.float32]
    lengths: NDArray[np.int64]
    emissions: NDArray[np.float32]
    forward: NDArray[np.float32]
    backward: NDArray[np.float32]
    total: NDArray[np.float32]

    def likely(self, label: str) -> list[list[Run]]:
        """For each paragraph every run of `label` that is not unlikely."""
        begin, inside = self.labels.index("B-" + label), self.labels.index("I-" + label)
        began, at = self._not_unlikely(begin)
        ended, by = self._not_unlikely(inside)
        # Every beginning with every word of its paragraph that it may reach, itself the first.
        words = len(self.emissions)
        where = by * words + ended
        low = np.searchsorted(where, at * words + began, side="right")
        high = np.searchsorted(where, (at + 1) * words)
        many = high - low
        reached = np.arange(many.sum()) + np.repeat(low - np.cumsum(many) + many, many)
        first = np.concatenate([began, np.repeat(began, many)])
        final = np.concatenate([began, ended[reached]])
        row = np.concatenate([at, np.repeat(at, many)])
        chance = self.chance(label, first, final + 1, row)
        found: list[list[Run]] = [[] for _ in self.lengths]
        kept = np.flatnonzero(chance > UNLIKELY)
        parts = (x[kept].tolist() for x in (row, first, final + 1, chance))
        for paragraph, a, b, p in zip(*parts, strict=True):
            found[paragraph].append(Run(label, a, b, p))
        return found

    def _not_unlikely(self, label: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Words at which the label itself is not unlikely, and their paragraphs, in this order."""
        chance = self.forward[:, label] + self.backward[:, label] - self.total
        own = np.arange(len(chance))[:, None] < self.lengths
        row, word = np.nonzero(((chance > np.log(UNLIKELY)) & own).T)
        return word, row

    def chance(
        self, label: str, first: NDArray[np.int64], last: NDArray[np.int64], row: NDArray[np.int64]
    ) -> NDArray[np.float64]:
        """The probability of each run of `label` over words `[first, last)` of paragraph `row`."""
        begin, inside = self.labels.index("B-" + label), self.labels.index("I-" + label)
        along = np.cumsum(self.emissions[:, inside], axis=0, dtype=np.float64)
        longer = last - first > 1
        score = self.forward[first, begin, row].astype(np.float64)
        score += along[last - 1, row] - along[first, row]
        score += longer * self.step[begin, inside]
        score += np.maximum(last - first - 2, 0) * self.step[inside, inside]
        score += self._left(np.where(longer, inside, begin), last, row, inside) - self.total[row]
        chance: NDArray[np.float64] = np.exp(np.minimum(score, 0.0))
        return chance

    def _left(
        self, at: NDArray[np.int64], last: NDArray[np.int64], row: NDArray[np.int64], inside: int
    ) -> NDArray[np.float32]:
        """Log sums over all ways to go on at word `last` from label `at`, other than `inside`."""
        over = last >= self.lengths[row]
        word = np.where(over, 0, last)
        ways = self.step[at] + self.emissions[word, :, row] + self.backward[word, :, row]
        ways[:, inside] = -np.inf
        left: NDArray[np.float32] = np.where(over, self.end[at], log_sum(ways, 1))
        return left


def believed(path: Sequence[Run], likely: Iterable[Run], least: Mapping[str, float]) -> list[Run]:
    """The runs of a best path with their likeliest edges, and what is likely besides.

    `least` has for each label how likely a run must be to be added. No two of them overlap where
    none of the path did.
    """
    ranked = sorted(likely, key=lambda r: (-r.score, r.first, r.last))
    kept = list(path)
    for i, run in enumerate(path):
        others = kept[:i] + kept[i + 1 :]
        better = (r for r in ranked if r.score > run.score and r.label == run.label)
        near = (r for r in better if r.overlaps(run) and not any(map(r.overlaps, others)))
        kept[i] = next(near, run)
    for other in ranked:
        if other.score > least[other.label] and not any(map(other.overlaps, kept)):
            kept.append(other)
    return kept


def log_sum(x: NDArray[np.float32], axis: int) -> NDArray[np.float32]:
    """The logarithm of the sum of exponentials along `axis`, without overflow."""
    top = x.max(axis, keepdims=True)
    total: NDArray[np.float32] = np.log(np.exp(x - top).sum(axis)) + top.squeeze(axis)
    return total
