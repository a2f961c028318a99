"""Whether a database is laid out as the migrations lay one out: nothing changed, nothing that acts.

SQLite runs what a file's own schema says: a trigger when a row is written, a view where a table
was, an expression in an index. A ledger may come from anybody, so its schema is held against what
the migrations make before anything else is read. Tables and views of somebody's own are left
alone, as nothing of ours looks at them; whatever hangs on our tables must be ours.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from onrecord.errors import BadLedger

APPLICATION = 0x6F6E7265  # "onre"
MIGRATIONS = sorted((Path(__file__).parent / "migrations").glob("*.sql"))
_OF_SEARCH = (
    "article_words_",
    "claim_words_",
)  # SQLite's own tables, other in other versions of it
_PART = re.compile(
    r"--[^\n]*|/\*(?:[^*]|\*(?!/))*+(?:\*/)?|'[^']*+'|\"[^\"]*+\"|\[[^\]]*+\]|`[^`]*+`|\w++|[^\s\w]"
)
_SCHEMA = "SELECT type, name, tbl_name, sql FROM sqlite_master"


def check(db: sqlite3.Connection, path: Path) -> None:
    """Raises `BadLedger` where the layout is none that onrecord made, or one of a newer onrecord."""
    version = db.execute("PRAGMA user_version").fetchone()[0]
    known = len(MIGRATIONS)
    if version > known:
        raise BadLedger(
            f"{path}: was written by a newer onrecord (layout {version}, known {known}); "
            "update onrecord"
        )
    fault = "its layout has no number of ours" if version < 1 else next(_faults(db, version), None)
    if fault:
        raise BadLedger(
            f"{path}: {fault}; do not trust it: take a copy made before, or build it again"
        )


def _faults(db: sqlite3.Connection, version: int) -> Iterator[str]:
    """What is not as the migrations up to `version` made it."""
    expected = made_by(version)
    found: dict[str, tuple[str, str, str | None]] = {
        name: (type, table, sql) for type, name, table, sql in db.execute(_SCHEMA)
    }
    for name, (type, table, sql) in expected.items():
        if name not in found:
            yield f"its {type} {name} is not there"
        elif found[name][:2] != (type, table) or not _same(found[name][2], sql, name):
            yield f"its {type} {name} is not the one that onrecord made"
    for name in found.keys() - expected.keys():
        type, table, _ = found[name]
        if type == "trigger" or (type == "index" and table in expected):
            yield f"onrecord made no {type} {name!r} on {table!r}"


def _same(one: str | None, other: str | None, name: str) -> bool:
    """Whether two statements say the same, comments and spaces apart."""
    if one == other or name.startswith(_OF_SEARCH):
        return True
    return one is not None and other is not None and _parts(one) == _parts(other)


def _parts(sql: str) -> list[str]:
    """Strings, names, words and signs, as SQLite tells them apart; comments are none."""
    return [part for part in _PART.findall(sql) if not part.startswith(("--", "/*"))]


@cache
def made_by(version: int) -> dict[str, tuple[str, str, str | None]]:
    """Type, table and statement of all that the first `version` migrations make, by name."""
    db = sqlite3.connect(":memory:")
    try:
        for migration in MIGRATIONS[:version]:
            db.executescript(migration.read_text("utf8"))
        return {name: (type, table, sql) for type, name, table, sql in db.execute(_SCHEMA)}
    finally:
        db.close()
