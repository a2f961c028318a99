"""How far two annotators agree: `python -m evals.agreement [SET...]`.

A set is a folder here whose `second.jsonl` holds a second, independent pass over some of its
rows: for each its `id`, the `annotator`, and labels only. The other JSON Lines files of the
folder are the first pass. What is compared follows from what the rows hold:

- `attributions`, in the order and with the cues of the first pass, each with labels (`act`,
  `certainty`, `polarity`) or with a `channel` of hops, which have `spans` and a `relation`;
- `gaps`, which have the spans of a `cue` and a `kind`;
- `unsourced`: marks with a `reason` each, or only whether there are any.

Labels are compared by the share that is alike and by kappa (Cohen 1960), which takes off what
would be alike by chance; it is not defined where both passes gave one label throughout. Hops and
gaps had to be found, so the second pass has precision and recall against the first, as if it
were a reader: two are the same where their spans meet. Neither pass is the truth, and so no
figure here is a floor.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
SECOND = "second.jsonl"
LABELS = ("act", "certainty", "polarity")

Row = dict[str, Any]
Rows = Sequence[tuple[Row, Row]]  # what the first pass and the second made of the same thing
Labels = Sequence[tuple[Hashable, Hashable]]


class OutOfStepError(ValueError):
    """The second pass is of rows or attributions that the first has not."""


@dataclass(frozen=True, slots=True)
class Alike:
    """What both passes labelled: the share that is alike, and kappa where it is defined."""

    what: str
    n: int
    share: float
    kappa: float | None

    def __str__(self) -> str:
        kappa = "not defined" if self.kappa is None else f"{self.kappa:.3f}"
        return f"{self.what:<18} n {self.n:>3}  agreement {self.share:.3f}  kappa {kappa}"


@dataclass(frozen=True, slots=True)
class Found:
    """How many things the first pass found, how many the second, and how many both."""

    what: str
    first: int
    second: int
    both: int

    @property
    def precision(self) -> float:
        return self.both / self.second if self.second else 1.0

    @property
    def recall(self) -> float:
        return self.both / self.first if self.first else 1.0

    @property
    def f1(self) -> float:
        """Twice what both found over all that either did: the same whichever pass came first."""
        either = self.first + self.second
        return 2 * self.both / either if either else 1.0

    def __str__(self) -> str:
        rates = f"precision {self.precision:.3f}  recall {self.recall:.3f}  F1 {self.f1:.3f}"
        return f"{self.what:<18} n {self.first:>3}  {rates}"


def alike(what: str, labels: Labels) -> Alike:
    """Agreement on pairs of labels. Raises `ValueError` where there are none."""
    n = len(labels)
    if not n:
        raise ValueError(f"{what}: both passes labelled nothing")
    share = sum(first == second for first, second in labels) / n
    seconds = Counter(second for _, second in labels)
    by_chance = sum(seconds[first] for first, _ in labels)  # of n * n
    kappa = (share - by_chance / n**2) / (1 - by_chance / n**2) if by_chance < n * n else None
    return Alike(what, n, share, kappa)


def found(
    what: str, label: str, spans: str, lists: Iterable[tuple[list[Row], list[Row]]]
) -> Iterator[Alike | Found]:
    """Agreement on things that each pass found, and on the `label` of those that both did."""
    first = second = 0
    both: list[tuple[Row, Row]] = []
    for ours, theirs in lists:
        first += len(ours)
        second += len(theirs)
        both += _met(ours, theirs, spans)
    yield Found(what, first, second, len(both))
    if both:
        yield alike(f"{label} of {what}", [(a[label], b[label]) for a, b in both])


def _met(ours: list[Row], theirs: list[Row], spans: str) -> Iterator[tuple[Row, Row]]:
    """Pairs whose spans meet; nothing is paired twice."""
    free = list(theirs)
    for one in ours:
        other = next((o for o in free if _meet(one[spans], o[spans])), None)
        if other is not None:
            free.remove(other)
            yield one, other


def _meet(these: list[list[int]], those: list[list[int]]) -> bool:
    return any(a < d and c < b for a, b in these for c, d in those)


def agreement(rows: Rows) -> Iterator[Alike | Found]:
    """Every figure that rows annotated twice allow."""
    held = {key for _, second in rows for key in second}
    if "attributions" in held:
        yield from _of_attributions(rows)
    if "gaps" in held:
        gaps = [(a["gaps"], b["gaps"]) for a, b in rows]
        yield alike("has a gap", [(bool(a), bool(b)) for a, b in gaps])
        yield from found("gaps", "kind", "cue", gaps)
    if "unsourced" in held:
        yield from _of_unsourced([(a["unsourced"], b["unsourced"]) for a, b in rows])


def _of_attributions(rows: Rows) -> Iterator[Alike | Found]:
    marks = [pair for row in rows for pair in _attributions(*row)]
    held = {key for _, second in marks for key in second}
    for label in LABELS:
        if label in held:
            yield alike(label, [(a[label], b[label]) for a, b in marks])
    if "channel" in held:
        yield alike("has a channel", [(_has_channel(a), _has_channel(b)) for a, b in rows])
        hops = [(a["channel"], b["channel"]) for a, b in marks]
        yield from found("hops", "relation", "spans", hops)


def _attributions(first: Row, second: Row) -> Iterator[tuple[Row, Row]]:
    ours, theirs = first["attributions"], second["attributions"]
    if [a["cue"] for a in ours] != [a["cue"] for a in theirs]:
        raise OutOfStepError(f"row {second['id']}: the second pass is of other attributions")
    return zip(ours, theirs, strict=True)


def _has_channel(row: Row) -> bool:
    return any(mark["channel"] for mark in row["attributions"])


def _of_unsourced(marks: Sequence[tuple[Any, Any]]) -> Iterator[Alike | Found]:
    yield alike("is unsourced", [(bool(a), bool(b)) for a, b in marks])
    lists = [(a, b) for a, b in marks if isinstance(b, list) and a and b]
    if lists:
        yield alike("reasons, of both", [(_reasons(a), _reasons(b)) for a, b in lists])


def _reasons(marks: list[Row]) -> frozenset[str]:
    return frozenset(mark["reason"] for mark in marks)


def rows_of(folder: Path) -> Rows:
    """The rows of a set that both passes annotated, in the order of the second.

    Raises `OutOfStepError` where the first pass has no such row.
    """
    others = (path for path in sorted(folder.glob("*.jsonl")) if path.name != SECOND)
    firsts = {row["id"]: row for path in others for row in _read(path) if "id" in row}
    rows: list[tuple[Row, Row]] = []
    for second in _read(folder / SECOND):
        if second["id"] not in firsts:
            raise OutOfStepError(f"{folder / SECOND}: the first pass has no row {second['id']}")
        rows.append((firsts[second["id"]], second))
    return rows


def by_annotator(rows: Rows) -> dict[str, Rows]:
    """The rows by who made the second pass: a reader's own second look is no second reader."""
    parts: dict[str, list[tuple[Row, Row]]] = {}
    for first, second in rows:
        parts.setdefault(second.get("annotator", ""), []).append((first, second))
    return dict(parts)


def _read(path: Path) -> Iterator[Row]:
    with path.open(encoding="utf8") as lines:
        yield from map(json.loads, filter(str.strip, lines))


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the agreement of the sets named, or of all that have a second pass."""
    known = {path.parent.name: path.parent for path in sorted(HERE.glob(f"*/{SECOND}"))}
    parser = argparse.ArgumentParser(prog="python -m evals.agreement", description=main.__doc__)
    parser.add_argument("sets", nargs="*", metavar="SET", help=", ".join(known))
    wanted = parser.parse_args(arguments).sets or known
    for name in wanted:
        if name not in known:
            parser.error(f"{name} has no {SECOND}; there are {', '.join(known)}")
        for annotator, rows in by_annotator(rows_of(known[name])).items():
            by = f", again by {annotator}" if annotator else ""
            print(f"{name}: {len(rows)} sentences annotated twice{by}")
            for figure in agreement(rows):
                print(f"  {figure}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
