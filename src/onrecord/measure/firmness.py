"""How firmly events are told, held against people's judgements on a scale of -3 to 3.

The data are JSON Lines as in the unified factuality sets (Stanovsky et al., ACL 2017; White et
al., EMNLP 2018): a sentence of words apart by spaces, and for some of them how sure readers
were that the event happened (3) or did not (-3). The prediction is a sum of weights, one for
each factor that `extract.modality` finds; the table beside this file can be read and argued
with. It was fitted on the files named `train` alone.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from onrecord.errors import NothingToRead
from onrecord.extract.modality import factors

WEIGHTS = Path(__file__).with_name("firmness_weights.tsv")
BIAS = "any event"
LOWEST, HIGHEST = -3.0, 3.0


@dataclass(frozen=True, slots=True)
class Event:
    """A word that names an event, in its sentence, with the judgement of readers."""

    words: tuple[str, ...]
    at: int
    label: float


def events_in(path: Path) -> Iterator[Event]:
    """The events of one JSON Lines file."""
    with path.open(encoding="utf8") as lines:
        for line in filter(str.strip, lines):
            row = json.loads(line)
            words = tuple(row["text"].split())
            for target in row["targets"]:
                yield Event(words, target["span1"][0], float(target["label"]))


@cache
def _weights() -> dict[str, float]:
    with WEIGHTS.open(encoding="utf8", newline="") as lines:
        rows = csv.DictReader(
            (line for line in lines if not line.startswith("#")),
            delimiter="\t",
            quoting=csv.QUOTE_NONE,
        )
        return {row["factor"]: float(row["weight"]) for row in rows}


def factuality(words: Sequence[str], at: int) -> float:
    """How far the sentence commits itself to the event `words[at]`, from -3 to 3."""
    weights = _weights()
    total = weights[BIAS] + sum(weights.get(f, 0.0) for f in factors(words, at))
    return min(max(total, LOWEST), HIGHEST)


def firmness(path: Path) -> dict[str, float]:
    """Pearson's `r`, mean absolute error `mae` and the count `n` of events.

    `path` is a JSON Lines file or a folder of them; of a folder only the files named `dev` are
    read if there are such, because the weights have seen those named `train`. Raises
    `NothingToRead` where there is no event.
    """
    files = (
        [path]
        if path.is_file()
        else sorted(path.glob("*.dev.jsonl")) or sorted(path.glob("*.jsonl"))
    )
    events = [event for file in files for event in events_in(file)]
    if not events:
        raise NothingToRead(f"{path}: no events; give a JSON Lines file or a folder of them")
    found = np.array([factuality(e.words, e.at) for e in events])
    labels = np.array([e.label for e in events])
    r = float(np.corrcoef(found, labels)[0, 1]) if labels.std() and found.std() else 0.0
    return {"r": r, "mae": float(np.abs(found - labels).mean()), "n": len(events)}
