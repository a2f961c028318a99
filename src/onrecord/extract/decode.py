"""Emissions become labelled runs of words: the best legal sequence, and how sure of each run.

A linear-chain CRF whose scores were learnt with the network. No source, cue or content of
PolNeAR crosses a blank line, so a paragraph is a sequence of its own; all paragraphs are then
decoded side by side, one numpy step a word of the longest. A run's score is the CRF's posterior
of exactly that run. With `least`, runs are then chosen by it, and no longer by the path alone.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np

from onrecord.extract.runs import Chances, Run, believed, log_sum

if TYPE_CHECKING:
    from numpy.typing import NDArray

NEVER = -1e4
LONGEST = 4096
CELLS = 1 << 16


@dataclass(frozen=True, slots=True, eq=False)
class Crf:
    """Scores of a linear chain over BIO `labels` ("O", "B-x", "I-x", ...).

    `least` has for each kind of run how likely one must be that the best path leaves out; where it
    is empty the path alone decides.
    """

    labels: tuple[str, ...]
    start: NDArray[np.float32]
    step: NDArray[np.float32]
    end: NDArray[np.float32]
    least: Mapping[str, float] = field(default_factory=dict)

    @classmethod
    def legal(
        cls,
        labels: Sequence[str],
        scores: dict[str, Any] | None = None,
        least: Mapping[str, float] | None = None,
    ) -> Crf:
        """A chain that forbids an I- without its B-; with `scores`, the learnt ones."""
        n = len(labels)
        held = scores or {"start": [0.0] * n, "end": [0.0] * n, "step": [[0.0] * n] * n}
        start, step, end = (np.array(held[k], dtype=np.float32) for k in ("start", "step", "end"))
        for i, label in enumerate(labels):
            if label.startswith("I-"):
                kin = (label, "B-" + label[2:])
                step[[k for k, before in enumerate(labels) if before not in kin], i] = NEVER
                start[i] = NEVER
        return cls(tuple(labels), start, step, end, least or {})

    def runs(
        self, emissions: NDArray[np.float32], paragraphs: Sequence[tuple[int, int]]
    ) -> list[Run]:
        """The labelled runs of a text, given the word ranges of its paragraphs."""
        return self.runs_of([emissions], [paragraphs])[0]

    def runs_of(
        self,
        emissions: Sequence[NDArray[np.float32]],
        paragraphs: Sequence[Sequence[tuple[int, int]]],
    ) -> list[list[Run]]:
        """The same for many texts; faster, because their paragraphs are decoded side by side."""
        if not emissions:
            return []
        starts = np.cumsum([0, *map(len, emissions)]).tolist()
        parts = [
            (start + a, start + b)
            for start, ranges in zip(starts, paragraphs, strict=False)
            for first, last in ranges
            for a, b in _pieces(first, last)
        ]
        every = np.concatenate(emissions)
        found: list[list[Run]] = [[] for _ in emissions]
        for group in _of_like_length(parts):
            for run in self._decoded(every, group):
                text = bisect_right(starts, run.first) - 1
                first, last = run.first - starts[text], run.last - starts[text]
                found[text].append(Run(run.label, first, last, run.score))
        return [sorted(runs, key=lambda run: run.first) for runs in found]

    def _decoded(
        self, emissions: NDArray[np.float32], parts: Sequence[tuple[int, int]]
    ) -> Iterator[Run]:
        """The runs of `parts`, which are sorted by length.

        Arrays are [words, labels, parts]: the longest axis last, so that every step is a few
        vector operations, and at each step only the parts that are that long take part in it.
        The longest stands there twice: numpy adds up a lone column in another order than two,
        and what is found in a text must not depend on its neighbours.
        """
        lengths = np.array([b - a for a, b in [*parts, parts[-1]]])
        block = np.zeros((int(lengths[-1]), len(self.labels), len(lengths)), dtype=np.float32)
        for row, (a, b) in enumerate([*parts, parts[-1]]):
            block[: b - a, :, row] = emissions[a:b]
        best = self._best(block, lengths)
        told = np.arange(len(parts)) if self.least else np.flatnonzero(best[:, :-1].any(0))
        if not len(told):
            return
        rows = np.append(told, told[-1])
        block = np.ascontiguousarray(block[: lengths[told[-1]], :, rows])
        chances = self._chances(block, lengths[rows])
        path = self._path(best, lengths, told, chances)
        likely = [chances.likely(label) for label in self.least]
        for at, row in enumerate(told.tolist()):
            a, possible = parts[row][0], chain.from_iterable(found[at] for found in likely)
            for run in believed(path[at], possible, self.least):
                yield Run(run.label, a + run.first, a + run.last, run.score)

    def _path(
        self, best: NDArray[np.int64], lengths: NDArray[np.int64], told: NDArray[np.int64],
        chances: Chances,
    ) -> list[list[Run]]:  # fmt: skip
        """The runs of the best sequence of each part of `told`, with their chances."""
        paths = [_runs(self.labels, best[: lengths[row], row].tolist()) for row in told.tolist()]
        every = [(row, *run) for row, path in enumerate(paths) for run in path]
        found: list[list[Run]] = [[] for _ in told]
        for label in dict.fromkeys(run[1] for run in every):
            rows, _, first, last = zip(*(r for r in every if r[1] == label), strict=True)
            sure = chances.chance(label, np.array(first), np.array(last), np.array(rows))
            for row, a, b, p in zip(rows, first, last, sure.tolist(), strict=True):
                found[row].append(Run(label, a, b, p))
        return found

    def _best(
        self, emissions: NDArray[np.float32], lengths: NDArray[np.int64]
    ) -> NDArray[np.int64]:
        """The most probable label of each word."""
        live = _live(lengths)
        score = np.empty_like(emissions)
        score[0] = self.start[:, None] + emissions[0]
        for t in range(1, len(score)):
            k = live[t]
            both = score[t - 1, :, None, k:] + self.step[:, :, None]
            score[t, :, k:] = both.max(0) + emissions[t, :, k:]
        label = (score[lengths - 1, :, np.arange(len(lengths))] + self.end).argmax(1)
        labels = np.zeros((len(score), len(lengths)), dtype=np.int64)
        for t in range(len(score) - 1, 0, -1):
            k = live[t]
            labels[t, k:] = label[k:]
            label[k:] = (score[t - 1, :, k:] + self.step[:, label[k:]]).argmax(0)
        labels[0] = label
        return labels

    def _chances(self, emissions: NDArray[np.float32], lengths: NDArray[np.int64]) -> Chances:
        """Log sums over all ways to reach each label at each word, and to go on from it."""
        live = _live(lengths)
        forward, backward = np.zeros_like(emissions), np.zeros_like(emissions)
        forward[0] = self.start[:, None] + emissions[0]
        for t in range(1, len(forward)):
            k = live[t]
            ways = forward[t - 1, :, None, k:] + self.step[:, :, None]
            forward[t, :, k:] = log_sum(ways, 0) + emissions[t, :, k:]
        last = lengths - 1, slice(None), np.arange(len(lengths))
        backward[last] = self.end
        for t in range(len(backward) - 1, 0, -1):
            k = live[t]
            ways = self.step[:, :, None] + (emissions[t, :, k:] + backward[t, :, k:])
            backward[t - 1, :, k:] = log_sum(ways, 1)
        total = log_sum(np.ascontiguousarray(forward[last]) + self.end, 1)
        return Chances(
            self.labels, self.step, self.end, lengths, emissions, forward, backward, total
        )


def _pieces(first: int, last: int) -> list[tuple[int, int]]:
    """A paragraph, cut where it is longer than any that people write."""
    return [(a, min(a + LONGEST, last)) for a in range(first, last, LONGEST)]


def _of_like_length(parts: Sequence[tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
    """`parts` in groups whose padded size stays small, however uneven they are."""
    group: list[tuple[int, int]] = []
    for part in sorted(parts, key=lambda p: p[1] - p[0]):
        if group and (len(group) + 1) * (part[1] - part[0]) > CELLS:
            yield group
            group = []
        group.append(part)
    if group:
        yield group


def _live(lengths: NDArray[np.int64]) -> list[int]:
    """For each word from which part on, of parts sorted by length, they have it."""
    found: list[int] = np.searchsorted(lengths, np.arange(lengths[-1]), side="right").tolist()
    return found


def _runs(labels: Sequence[str], path: Sequence[int]) -> list[tuple[str, int, int]]:
    found: list[tuple[str, int, int]] = []
    for at, number in enumerate(path):
        if number:
            label = labels[number]
            if label.startswith("I-") and found and found[-1][2] == at:
                found[-1] = (found[-1][0], found[-1][1], at + 1)
            else:
                found.append((label[2:], at, at + 1))
    return found
