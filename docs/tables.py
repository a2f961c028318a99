"""Tables between markers: what is measured stands in one place and is copied from there.

    README.md
    <!-- accuracy -->   from evals/floors.json, which `python -m evals.gate --raise` writes
    <!-- bench -->      from bench/speed.json, latency.json, start.json, which `python -m bench --save`
                        writes, as it does all of bench/
    docs/reference/ledger.md
    <!-- growth -->     from bench/growth.json
    <!-- pages -->      from bench/pages.json
    <!-- columns -->    from a new ledger
    docs/scale.md
    <!-- ray -->        from bench/ray.json
    docs/testing.md
    <!-- soak -->       from bench/soak.json
    docs/accuracy.md
    <!-- TASK -->       from evals/floors.json, one for each task that has floors
    <!-- reliability -->  from evals/reliability.json, `python -m evals.reliability --save`

`python -m docs.tables` writes them; with `--check` it fails where they differ instead.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path

from bench.parts import kept_table
from bench.table import speed
from docs.schema import columns
from evals.pins import pins
from evals.reliability import table as reliability
from evals.table import accuracy, figures

ROOT = Path(__file__).resolve().parent.parent
TABLES: Mapping[str, Mapping[str, Callable[[], str]]] = {
    "README.md": {"accuracy": accuracy, "bench": speed},
    "docs/reference/ledger.md": {
        "growth": partial(kept_table, "growth"),
        "pages": partial(kept_table, "pages"),
        "columns": columns,
    },
    "docs/scale.md": {"ray": partial(kept_table, "ray")},
    "docs/testing.md": {"soak": partial(kept_table, "soak")},
    "docs/accuracy.md": {task: partial(figures, task) for task in pins()}
    | {"reliability": reliability},
}


def with_table(page: str, mark: str, table: str) -> str:
    """`page` with `table` between `<!-- mark -->` and `<!-- /mark -->`.

    Raises `ValueError` where a page has no such place.
    """
    before, opened, rest = page.partition(f"<!-- {mark} -->\n")
    _, closed, after = rest.partition(f"<!-- /{mark} -->")
    if not opened or not closed:
        raise ValueError(f"there is no place for {mark}; put <!-- {mark} --> and <!-- /{mark} -->")
    return f"{before}{opened}{table.strip()}\n{closed}{after}"


def stale(write: bool) -> Iterator[str]:
    """What is wrong with the tables of pages; with `write`, they are mended instead."""
    for name, tables in TABLES.items():
        page = (ROOT / name).read_text("utf8")
        for mark, table in tables.items():
            try:
                new = with_table(page, mark, table())
            except ValueError as error:
                yield f"{name}: {error}"
                continue
            if new != page and not write:
                yield f"{name}: the table of {mark} is stale; run python -m docs.tables"
            page = new
        if write:
            (ROOT / name).write_text(page, "utf8")


def main() -> int:
    faults = list(stale("--check" not in sys.argv[1:]))
    for fault in faults:
        print(fault)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
