"""The ledger's tables as a new ledger has them, for docs/reference/ledger.md.

`columns` is the page's list of every column, with what the migrations say of it beside it.
`faults` holds what the page's writer said by hand against the same: each table and view is named
in a table or among the views, and nothing is named that is not there.
"""

from __future__ import annotations

import re
import sqlite3
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from onrecord.ledger import Ledger

PAGE = Path(__file__).resolve().parent / "reference" / "ledger.md"
COLUMN = re.compile(
    r"^[ \t]*(\w+)[ \t]+(?:TEXT|INTEGER|REAL|BLOB)\b[^-\n]*(?:--\s*(.*))?$", re.MULTILINE
)
ROW = re.compile(r"^\| ((?:`\w+`(?:, )?)+) \|", re.MULTILINE)
VIEWS = re.compile(r"^Views: (.*?)\n\n", re.MULTILINE | re.DOTALL)
NAME = re.compile(r"`(\w+)`")
PARTS = ("## Given", "## Observed", "## Judged", "## Derived")
Columns = Mapping[str, str]


def schema() -> dict[str, Columns]:
    """Every table and view by name, with its columns and what is said of each in the SQL."""
    with (
        tempfile.TemporaryDirectory() as held,
        Ledger.open(Path(held) / "new.ledger", create=True) as ledger,
    ):
        return {name: _columns(ledger.db, name) for name in _names(ledger.db)}


def _names(db: sqlite3.Connection) -> list[str]:
    """Tables and views in the order in which they were made; what full text keeps is SQLite's."""
    kept = {row["name"] for row in db.execute("PRAGMA table_list") if row["type"] != "shadow"}
    made = db.execute(
        "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') ORDER BY rowid"
    )
    return [name for (name,) in made if name in kept]


def _columns(db: sqlite3.Connection, name: str) -> Columns:
    (sql,) = db.execute("SELECT sql FROM sqlite_master WHERE name = ?", (name,)).fetchone()
    said = {column: comment or "" for column, comment in COLUMN.findall(sql)}
    led = {row["from"]: row["table"] for row in db.execute(f"PRAGMA foreign_key_list({name})")}

    def about(column: str) -> str:
        told = f"→ `{led[column]}`" if column in led else ""
        return "; ".join(filter(None, (told, said.get(column, ""))))

    return {row["name"]: about(row["name"]) for row in db.execute(f"PRAGMA table_info({name})")}


def columns() -> str:
    """One table or view a row, its columns in their order."""
    rows = ["| table or view | columns |", "|---|---|"]
    for name, held in schema().items():
        told = (f"`{column}`" + f" ({about})" * bool(about) for column, about in held.items())
        rows.append(f"| `{name}` | {' · '.join(told)} |")
    return "\n".join(rows)


def faults(page: Path = PAGE) -> Iterator[str]:
    """Tables and views that the page's writer leaves out, and names that are none."""
    text = page.read_text("utf8")
    named: set[str] = set()
    for part in PARTS:
        section = text.partition(f"\n{part}\n")[2].partition("\n## ")[0]
        for cell in ROW.findall(section):
            named |= set(NAME.findall(cell))
    listed = VIEWS.search(text)
    named |= set(NAME.findall(listed[1])) if listed else set()
    there = set(schema())
    yield from (f"{page.name}: says nothing of {name}" for name in sorted(there - named))
    yield from (f"{page.name}: there is no {name}" for name in sorted(named - there))
