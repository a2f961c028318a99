"""Tables between markers in README.md: what is measured stands in one place and is copied here.

    <!-- accuracy -->   from evals/floors.json, which `python -m evals.gate --raise` writes
    <!-- bench -->      from bench/latest.json, which `python -m bench --save` writes

`python -m docs.tables` writes them; with `--check` it fails where they differ instead.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from bench.table import speed
from evals.table import accuracy

README = Path(__file__).resolve().parent.parent / "README.md"
TABLES: Mapping[str, Callable[[], str]] = {"accuracy": accuracy, "bench": speed}


def with_table(page: str, mark: str, table: str) -> str:
    """`page` with `table` between `<!-- mark -->` and `<!-- /mark -->`, or as it was without."""
    before, opened, rest = page.partition(f"<!-- {mark} -->\n")
    _, closed, after = rest.partition(f"<!-- /{mark} -->")
    if not opened or not closed:
        return page
    return f"{before}{opened}{table.strip()}\n{closed}{after}"


def stale(write: bool) -> Iterator[str]:
    """What is wrong with the tables of README.md; with `write`, they are mended instead."""
    page = README.read_text("utf8")
    for mark, table in TABLES.items():
        new = with_table(page, mark, table())
        if new != page and not write:
            yield f"README.md: the table of {mark} is stale; run python -m docs.tables"
        page = new
    if write:
        README.write_text(page, "utf8")


def main() -> int:
    faults = list(stale("--check" not in sys.argv[1:]))
    for fault in faults:
        print(fault)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
