"""Whether two spellings name the same: `onrecord eval names FILE_OR_FOLDER`.

Reads pairs as CSV with the columns of the OpenSanctions name bench (`schema`, `name1`, `name2`,
`is_match`), and beside them, where there are any, lists of transliterations, `LANGUAGE.tsv`: a
name in Latin, the same in its own script with its letters apart.

A pair counts as the same from `LIKELY` on; `f1`, `precision` and `recall` are of "same", and
`person_*` those of persons alone. A list gives the share of its pairs that are found the same
(`arabic`) and the share of its names, each put beside a name some lines further down, that are
wrongly found the same (`arabic_false`); the lists themselves pair some names with others of the
same bearer, so that 1 is out of reach.

The bench wants a screening tool's answer in two ways that are not ours: it calls funds and
series with different numbers the same, because somebody should look, and so are some people
whose names differ by more than a slip ("Manuel" and "Miguel"). These count against us.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from onrecord.errors import BadRow, NothingToRead
from onrecord.resolve.names import LIKELY, name_likeness
from onrecord.values import EntityKind

MAX_PAIRS_OF_A_LIST = 1000
_STRANGER = 7
_COLUMNS = ("schema", "name1", "name2", "is_match")


def measure(path: Path) -> dict[str, Any]:
    """Figures over every CSV of pairs, and every list of transliterations, at `path`."""
    files = sorted(path.iterdir()) if path.is_dir() else [path]
    cases = [case for file in files if file.suffix == ".csv" for case in _cases(file)]
    if not cases:
        raise NothingToRead(f"{path}: no CSV of pairs with the columns {', '.join(_COLUMNS)}")
    judged = [(kind, gold, _same(one, other, kind)) for kind, one, other, gold in cases]
    persons = [case for case in judged if case[0] is EntityKind.PERSON]
    figures = _figures(judged) | {f"person_{k}": v for k, v in _figures(persons).items()}
    for file in files:
        if file.suffix == ".tsv":
            figures |= _transliterations(file)
    return figures


def _same(one: str, other: str, kind: EntityKind) -> bool:
    return name_likeness(one, other, kind).score >= LIKELY


def _cases(file: Path) -> Iterator[tuple[EntityKind, str, str, bool]]:
    with file.open(encoding="utf8", newline="") as lines:
        for number, row in enumerate(csv.DictReader(lines), 2):
            if not all(row.get(column) for column in _COLUMNS):
                raise BadRow(f"{file}: line {number}", f"needs {', '.join(_COLUMNS)}")
            person = row["schema"] == "Person"
            kind = EntityKind.PERSON if person else EntityKind.ORGANISATION
            yield kind, row["name1"], row["name2"], row["is_match"].lower() == "true"


def _figures(judged: Iterable[tuple[EntityKind, bool, bool]]) -> dict[str, Any]:
    pairs = [(gold, ours) for _, gold, ours in judged]
    right = sum(gold and ours for gold, ours in pairs)
    found, wanted = sum(ours for _, ours in pairs), sum(gold for gold, _ in pairs)
    return {
        "f1": 2 * right / (found + wanted) if found + wanted else 0.0,
        "precision": right / found if found else 0.0,
        "recall": right / wanted if wanted else 0.0,
        "n": len(pairs),
    }


def _transliterations(file: Path) -> dict[str, Any]:
    """The shares found the same, of true pairs and of strangers, over an even sample."""
    rows = [line.split("\t") for line in file.read_text("utf8").splitlines()]
    pairs = [(row[0], row[1].replace(" ", "")) for row in rows if len(row) > 1]
    pairs = pairs[:: max(1, len(pairs) // MAX_PAIRS_OF_A_LIST)]
    strangers = [
        (one, pairs[(at + _STRANGER) % len(pairs)][1]) for at, (one, _) in enumerate(pairs)
    ]
    same, wrong = (
        sum(_same(one, other, EntityKind.PERSON) for one, other in some)
        for some in (pairs, strangers)
    )
    return {
        file.stem: same / len(pairs) if pairs else 0.0,
        f"{file.stem}_false": wrong / len(pairs) if pairs else 0.0,
        f"{file.stem}_n": len(pairs),
    }
