"""Whether scores mean what they say: `python -m evals.reliability [FOLDER] [--reader R] [--save]`.

An attribution's score is a probability: of those with .8, eight in ten should be right. Right is one
whose content and source share half or more of their characters (Jaccard) with those of one that a
person marked. Scores are taken in ten bins. The Brier score is the mean square of what is left
between score and outcome, beside that of a reader who gave every attribution the same, average
score; the calibration error is the mean distance between score and share right, bin by bin.

FOLDER is laid out as PolNeAR is; left out, it is the dev split beside the checkout, to which the three
numbers of the curve were fitted. `--save` keeps what came for docs/accuracy.md.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import fmean

from evals.tasks import ROOT
from onrecord.extract import attributions_in
from onrecord.measure.attributions import ENOUGH, Gold, gold_in
from onrecord.values import Attribution, Settings, Spans

DEV = ROOT / "../shared/data/polnear/dev"
SAVED = Path(__file__).with_name("reliability.json")
BINS = 10
Case = tuple[float, bool]


@dataclass(frozen=True, slots=True)
class Bin:
    """Attributions whose scores are near: how many, their mean score, the share that is right."""

    attributions: int
    score: float
    right: float


@dataclass(frozen=True, slots=True)
class Reliability:
    """What scores are worth on one set, `brier_alike` being that of one score for all."""

    articles: int
    attributions: int
    brier: float
    brier_alike: float
    error: float
    bins: tuple[Bin, ...]


def cases(articles: Sequence[Gold], settings: Settings) -> list[Case]:
    """The score of each attribution that is found, and whether a person's bears it out."""
    found = attributions_in([article.text for article in articles], settings)
    return [
        (attribution.score, borne_out(attribution, article))
        for article, one in zip(articles, found, strict=True)
        for attribution in one.attributions
    ]


def borne_out(attribution: Attribution, article: Gold) -> bool:
    """Whether people marked one whose content and source are like this one's."""
    content, source = attribution.content, attribution.source or ()
    return any(
        _alike(content, gold.content) and _alike(source, gold.source) for gold in article.triples
    )


def _alike(one: Spans, other: Spans) -> bool:
    a, b = ({i for s in spans for i in range(s.start, s.end)} for spans in (one, other))
    return not (a or b) or len(a & b) >= ENOUGH * len(a | b)


def reliability(articles: int, held: Sequence[Case]) -> Reliability:
    """What these scores are worth. Raises `ValueError` where there are none."""
    if not held:
        raise ValueError("no attribution was found")
    bins = tuple(_bins(held))
    average = fmean(right for _, right in held)
    return Reliability(
        articles,
        len(held),
        round(fmean((score - right) ** 2 for score, right in held), 3),
        round(average * (1 - average), 3),
        round(sum(b.attributions * abs(b.score - b.right) for b in bins) / len(held), 3),
        bins,
    )


def _bins(held: Sequence[Case]) -> Iterator[Bin]:
    for number in range(BINS):
        near = [case for case in held if min(int(case[0] * BINS), BINS - 1) == number]
        if near:
            score, right = fmean(s for s, _ in near), fmean(r for _, r in near)
            yield Bin(len(near), round(score, 3), round(right, 3))


def table(path: Path = SAVED) -> str:
    """What was kept, as Markdown."""
    kept = json.loads(path.read_text("utf8"))
    rows = ["| score, mean | right, share | attributions |", "|---:|---:|---:|"]
    rows += [f"| {b['score']:.2f} | {b['right']:.2f} | {b['attributions']} |" for b in kept["bins"]]
    told = (
        f"Brier score {kept['brier']:.3f} (one score for all: {kept['brier_alike']:.3f}), "
        f"calibration error {kept['error']:.3f}, on {kept['attributions']:,} attributions of "
        f"{kept['articles']} articles, PolNeAR's dev split. Again: "
        "`python -m evals.reliability --save`."
    )
    return "\n".join([*rows, "", told])


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="evals.reliability", description=__doc__.split("\n\n", 1)[0]
    )
    parser.add_argument("folder", type=Path, nargs="?", default=DEV, metavar="FOLDER")
    parser.add_argument("--reader", default="", help="a reader's name or folder; ours without")
    parser.add_argument("--save", action="store_true", help="keep what came")
    asked = parser.parse_args()
    articles = list(gold_in(asked.folder))
    if not articles:
        parser.error(f"{asked.folder} has no annotated articles")
    found = asdict(reliability(len(articles), cases(articles, Settings(reader=asked.reader))))
    told = json.dumps(found, indent=1) + "\n"
    if asked.save:
        SAVED.write_text(told, "utf8")
    print(told, end="")
    return 0


if __name__ == "__main__":
    sys.exit(main())
