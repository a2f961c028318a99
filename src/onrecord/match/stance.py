"""Whether a headline stands for a claim, against it, or only observes that it goes round.

Each thing looked at has a name and a weight for each stance; the weights are a table beside this
file, fitted by `python -m training.stance`. What is looked at can be read off the page: how much
of the claim the headline repeats, whether it asks, hedges, reports or confirms, whether it uses
words of refutation or a negation that the claim lacks, whether its numbers are the claim's; then
some hundred single words that headlines use beside the claim's own. The words of the claim itself
weigh nothing, since a table that knew stories would know last year's.

The stance is the headline's own. Whether the claim is true, nothing here can tell.
"""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Iterable
from enum import StrEnum
from functools import cache
from pathlib import Path

from onrecord.judged import Part
from onrecord.match.stems import stem

WEIGHTS = Path(__file__).with_name("stance.tsv")
WORD = "word: "


class Stance(StrEnum):
    """How a headline stands to a claim."""

    FOR = "for"
    AGAINST = "against"
    OBSERVING = "observing"


ORDER = tuple(Stance)
_WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+)?")
_QUOTED = re.compile(r"(?<!\w)['‘“\"]\w")
_HEDGES = frozenset(
    """
    alleged allegedly apparently believe believed claim claimed claims considering expected
    eyeing investigates investigating likely may might could would planning plans possible
    possibly probable probably probe purported purportedly report reported reporting reports
    rumor rumored rumors rumour rumoured rumours said say says seems appears set source sources
    speculates speculation supposedly suspected talks think thinks tipped unconfirmed according
    """.split()
)
_REFUTES = frozenset(
    """
    actually alive aren't bogus can't debunk debunked debunks denied denies deny denying
    didn't dismiss dismissed dismisses doesn't don't fabricated fake false fiction hoax hoaxes
    inaccurate incorrect isn't lie lied lies myth never no nope not nothing parody photoshopped
    prank refute refuted refutes reject rejected rejects retracted retracts satire staged
    unfounded untrue wasn't won't wrong wrongly
    """.split()
)
_CONFIRMS = frozenset(
    """
    admits announced announces confirm confirmed confirms dead dies identified killed named
    official officially photos reveals video watch
    """.split()
)
_ASKS = frozenset(
    """
    are can could did do does has have how is should was were what when where which who why
    will would
    """.split()
)
_NEGATES = frozenset("no not never without cannot".split())


def stance(claim: str, headline: str) -> tuple[Stance, float, tuple[Part, ...]]:
    """The likeliest stance of `headline` to `claim`, its probability, and what it rests on.

    The parts are the features that speak for it or against it, the strongest first, each with
    its weight, cut off at -1 and 1.
    """
    values = features(claim, headline)
    weights = _table()
    known = {name: weights[name] for name in values if name in weights}
    bias = weights[BIAS]
    scores = [
        bias[i] + sum(values[name] * weight[i] for name, weight in known.items()) for i in range(3)
    ]
    highest = max(scores)
    odds = [math.exp(score - highest) for score in scores]
    best = odds.index(max(odds))
    parts = [
        Part(name, max(-1.0, min(1.0, values[name] * weight[best])))
        for name, weight in known.items()
    ]
    parts.sort(key=lambda part: (-abs(part.score), part.name))
    return ORDER[best], odds[best] / sum(odds), tuple(parts)


BIAS = "bias"


@cache
def _table() -> dict[str, tuple[float, ...]]:
    with WEIGHTS.open(encoding="utf8", newline="") as file:
        rows = csv.reader(file, delimiter="\t")
        next(rows)
        return {name: tuple(map(float, weights)) for name, *weights in rows}


def features(claim: str, headline: str) -> dict[str, float]:
    """What a headline shows of its stance, each by its name in the table of weights."""
    theirs, ours = words_of(claim), words_of(headline)
    new = set(ours) - set(theirs)
    return {
        **_form(headline, ours, theirs),
        **_overlap(theirs, ours),
        **_figures(theirs, ours),
        "uses a word of refutation": float(bool(new & _REFUTES)),
        "words of refutation": float(len(set(ours) & _REFUTES)),
        "hedges": float(bool(new & _HEDGES)),
        "words that hedge": float(len(set(ours) & _HEDGES)),
        "confirms": float(bool(new & _CONFIRMS)),
        "negates": float(_negated(ours)),
        "negates what the claim does not, or the reverse": float(
            _negated(ours) != _negated(theirs)
        ),
        **{WORD + word: 1.0 for word in {stem(word) for word in new}},
    }


def words_of(text: str) -> list[str]:
    """The words of a text, in small letters, contractions whole."""
    return _WORD.findall(text.lower().replace("’", "'"))


def _form(headline: str, ours: list[str], theirs: list[str]) -> dict[str, float]:
    return {
        "ends in a question mark": float(headline.rstrip().endswith("?")),
        "has a question mark": float("?" in headline),
        "begins like a question": float(bool(ours) and ours[0] in _ASKS),
        "quotes": float(bool(_QUOTED.search(headline))),
        "has a colon": float(":" in headline),
        "length": len(ours) / 20,
        "length of the claim": len(theirs) / 20,
    }


def _overlap(theirs: list[str], ours: list[str]) -> dict[str, float]:
    claim, said = set(map(stem, theirs)), set(map(stem, ours))
    shared = len(claim & said)
    return {
        "share of the claim repeated": shared / max(1, len(claim)),
        "share of the headline that repeats": shared / max(1, len(said)),
        "words shared of all": shared / max(1, len(claim | said)),
    }


def _figures(theirs: list[str], ours: list[str]) -> dict[str, float]:
    claim, said = _digits(theirs), _digits(ours)
    return {
        "other numbers": float(bool(claim and said) and not claim & said),
        "a number shared": float(bool(claim & said)),
        "a number left out": float(bool(claim - said)),
    }


def _digits(words: Iterable[str]) -> set[str]:
    return {word for word in words if word.isdigit()}


def _negated(words: Iterable[str]) -> bool:
    return any(word in _NEGATES or word.endswith("n't") for word in words)
