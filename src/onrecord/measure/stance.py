"""How a headline stands to a claim, held against Emergent's judgements (Ferreira, Vlachos 2016).

The file has a row for each pair: claim, headline, stance (for, against, observing).
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from onrecord.errors import NothingToRead
from onrecord.match.stance import Stance, stance

COLUMNS = ("claim", "headline", "stance")


def measure(path: Path) -> dict[str, Any]:
    """`accuracy` and `macro_f1` over `n` pairs. Raises `NothingToRead` for a file of another layout."""
    right: Counter[Stance] = Counter()
    gold: Counter[Stance] = Counter()
    found: Counter[Stance] = Counter()
    for claim, headline, label in pairs_in(path):
        said, _, _ = stance(claim, headline)
        gold[label] += 1
        found[said] += 1
        right[label] += said is label
    n = gold.total()
    f1 = [2 * right[s] / max(1, gold[s] + found[s]) for s in Stance]
    return {"accuracy": right.total() / max(1, n), "macro_f1": sum(f1) / len(f1), "n": n}


def pairs_in(path: Path) -> Iterator[tuple[str, str, Stance]]:
    """Claim, headline and stance of each row; a folder stands for its `pairs.csv`."""
    file = path / "pairs.csv" if path.is_dir() else path
    if not file.is_file():
        raise NothingToRead(f"{path}: holds no pairs.csv; give the file of pairs itself")
    with file.open(encoding="utf-8-sig", newline="") as opened:
        rows = csv.DictReader(opened)
        if missing := set(COLUMNS) - set(rows.fieldnames or ()):
            raise NothingToRead(f"{file}: has no column {', '.join(sorted(missing))}")
        for row in rows:
            if row["stance"] in set(Stance):
                yield row["claim"], row["headline"], Stance(row["stance"])
