"""Fit the weights that `onrecord eval firmness` maps labels to -3..3 with.

    python -m training.firmness ../shared/data/factuality

Ridge regression of the factuality of each event word in `*.train.jsonl` on the factors that
`onrecord.extract.modality` finds for it. A factor seen fewer than 40 times, or whose weight
rounds to nothing, is left out, so that the table stays one a person can read. The normal
equations are solved outright: the same data give the same table to the last digit.

Readers' judgements crowd at both ends of the scale, where the mean that a regression predicts
seldom goes. The weights are therefore stretched about a middle value by the factor that gives
the least absolute error on the training data once predictions are cut off at the ends.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from onrecord.extract.modality import factors
from onrecord.measure.firmness import BIAS, HIGHEST, LOWEST, WEIGHTS, events_in

MIN_COUNT = 40
RIDGE = 10.0
MIN_WEIGHT = 0.03
MIDDLE = 0.5


def fit(paths: list[Path]) -> dict[str, tuple[float, int]]:
    """Weight and count by factor; the entry `BIAS` is what an event without any gets."""
    events = [(factors(e.words, e.at), e.label) for path in paths for e in events_in(path)]
    counts = Counter(f for found, _ in events for f in found)
    columns = {f: i for i, f in enumerate(sorted(f for f in counts if counts[f] >= MIN_COUNT))}
    design = np.zeros((len(events), len(columns)), dtype=np.float32)
    for row, (found, _) in enumerate(events):
        design[row, [columns[f] for f in found if f in columns]] = 1.0
    labels = np.array([label for _, label in events])
    mean = design.mean(axis=0, dtype=np.float64)
    gram = (design.T @ design).astype(np.float64) - len(events) * np.outer(mean, mean)
    gram[np.diag_indices_from(gram)] += RIDGE
    target = design.T.astype(np.float64) @ (labels - labels.mean())
    solved = np.linalg.solve(gram, target)
    bias = float(labels.mean() - mean @ solved)
    factor = _stretch(design @ solved.astype(np.float32) + bias, labels)
    bias, solved = MIDDLE + factor * (bias - MIDDLE), factor * solved
    table = {f: (float(solved[i]), counts[f]) for f, i in columns.items()}
    table = {f: (w, n) for f, (w, n) in table.items() if abs(w) >= MIN_WEIGHT}
    return {BIAS: (bias, len(events)), **table}


def _stretch(found: NDArray[np.floating], labels: NDArray[np.floating]) -> float:
    """The factor that brings `found`, stretched about the middle, nearest to `labels`."""
    factors_tried = np.arange(1.0, 2.01, 0.1)
    errors = [
        np.abs(np.clip(MIDDLE + f * (found - MIDDLE), LOWEST, HIGHEST) - labels).mean()
        for f in factors_tried
    ]
    return float(factors_tried[int(np.argmin(errors))])


def main() -> None:
    table = fit(sorted(Path(sys.argv[1]).glob("*.train.jsonl")))
    lines = [f"{name}\t{weight:.2f}\t{count}" for name, (weight, count) in table.items()]
    heading = "# made by training/firmness.py; weight on -3..3; count in the training data"
    WEIGHTS.write_text("\n".join([heading, "factor\tweight\tcount", *lines, ""]), encoding="utf8")


if __name__ == "__main__":
    main()
