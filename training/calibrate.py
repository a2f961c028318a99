"""Scores that mean something: fit them to how often the reader is right.

The reader's own probability is a product of posteriors that the network learnt to overstate or
understate. A logistic curve over its log odds, with a step for contents without a cue, turns it
into the share of attributions that a person's annotation bears out: content and source
overlapping theirs by half or more (Jaccard over characters). Three numbers, fitted on articles
that the network has not seen; `error` tells how far the curve is off on the half that it was not
fitted on (expected calibration error, ten bins). The weights to fit are those in the folder
given, exported without a curve.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from onrecord.extract.network import network
from onrecord.extract.reader import attributions_in, log_odds
from onrecord.measure.attributions import Gold, gold_in
from onrecord.values import Attribution, Settings, Spans

Table = tuple[NDArray[np.float64], NDArray[np.bool_], NDArray[np.int64]]


def fit(folder: Path, weights: Path) -> dict[str, float] | None:
    """The curve's numbers as the reader takes them, and its error.

    None where a half of the articles has no attribution that is right, or none that is wrong:
    a reader that bad, or that few articles, leave nothing to draw a curve through.
    """
    if "score" in network(reader=str(weights)).facts:
        raise ValueError(f"{weights}: these weights have a curve already")
    facts, right, article = _cases(list(gold_in(folder)), Settings(reader=str(weights)))
    half = article % 2 == 0
    if any(len(set(right[part])) < 2 for part in (half, ~half)):
        return None
    errors = [
        error(_chances(_curve(facts[a], right[a]), facts[b]), right[b])
        for a, b in ((half, ~half), (~half, half))
    ]
    return {**_curve(facts, right), "error": round(float(np.mean(errors)), 4)}


def _cases(articles: Sequence[Gold], settings: Settings) -> Table:
    facts, right, owners = [], [], []
    found = attributions_in([a.text for a in articles], settings)
    for i, (article, one) in enumerate(zip(articles, found, strict=True)):
        for attribution in one.attributions:
            facts.append((log_odds(attribution.score), attribution.cue is None))
            right.append(_borne_out(attribution, article))
            owners.append(i)
    return np.array(facts, float), np.array(right), np.array(owners)


def _borne_out(attribution: Attribution, article: Gold) -> bool:
    ours = _characters(attribution.content), _characters(attribution.source or ())
    return any(
        _alike(ours[0], _characters(gold.content)) and _alike(ours[1], _characters(gold.source))
        for gold in article.triples
    )


def _characters(spans: Spans) -> set[int]:
    return {i for s in spans for i in range(s.start, s.end)}


def _alike(a: set[int], b: set[int]) -> bool:
    return not (a or b) or len(a & b) >= 0.5 * len(a | b)


def _curve(facts: NDArray[np.float64], right: NDArray[np.bool_]) -> dict[str, float]:
    model = LogisticRegression(C=100.0).fit(facts, right)
    slope, alone = model.coef_[0]
    return {
        "base": round(float(model.intercept_[0]), 4),
        "slope": round(float(slope), 4),
        "alone": round(float(alone), 4),
    }


def _chances(curve: dict[str, float], facts: NDArray[np.float64]) -> NDArray[np.float64]:
    odds = curve["base"] + facts @ np.array([curve["slope"], curve["alone"]])
    chances: NDArray[np.float64] = 1 / (1 + np.exp(-odds))
    return chances


def error(chances: NDArray[np.float64], right: NDArray[np.bool_], bins: int = 10) -> float:
    """Expected calibration error: the mean distance of chance and share right, bin by bin."""
    place = np.minimum((chances * bins).astype(int), bins - 1)
    gaps = [
        (place == b).mean() * abs(chances[place == b].mean() - right[place == b].mean())
        for b in range(bins)
        if (place == b).any()
    ]
    return float(sum(gaps))
