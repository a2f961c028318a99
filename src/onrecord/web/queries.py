"""What a query of anybody's may do to a ledger that `onrecord serve` has open: read, within limits.

Datasette opens the file for reading, takes only what begins with SELECT, and stops it after
`sql_time_limit_ms`. Below that, SQLite itself is told what it may do: each action is asked about
here when a query is prepared, and whatever is not on the list is refused. Time alone does not keep
memory small, so a value, and all rows of an answer together, have a greatest size as well.
"""

from __future__ import annotations

import sqlite3
from typing import Any
from weakref import WeakKeyDictionary

from onrecord.values import Settings

LARGEST_VALUE = Settings().max_item_bytes
"""Of one value, in bytes: nothing in a ledger is longer than the item it was read from."""
LARGEST_ANSWER = 64 * 1024 * 1024
"""Of all rows of one answer, in bytes or characters."""
LONGEST_PATTERN = 1000
"""Of what LIKE and GLOB compare with, in bytes: each wildcard costs the length of the text."""

_ACTIONS = frozenset({
    sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_RECURSIVE,
})  # fmt: skip
_PRAGMAS = frozenset({
    "database_list", "foreign_key_list", "function_list", "index_info", "index_list", "index_xinfo",
    "max_page_count", "page_count", "page_size", "schema_version", "table_info", "table_list",
    "table_xinfo", "data_version",
})  # fmt: skip
_FUNCTIONS = frozenset({
    "load_extension", "fts3_tokenizer", "readfile", "writefile", "edit", "fsdir", "lsmode",
    "sqlite_log", "zipfile",
})  # fmt: skip


def bound(conn: sqlite3.Connection) -> None:
    """Let a connection read, and no more."""
    conn.execute("PRAGMA trusted_schema = OFF")
    conn.execute("PRAGMA cell_size_check = ON")
    conn.execute("PRAGMA query_only = ON")
    conn.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LARGEST_VALUE)
    conn.setlimit(sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH, LONGEST_PATTERN)
    conn.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
    conn.row_factory = _Rows()
    conn.set_authorizer(_allowed)


def _allowed(action: int, one: str | None, two: str | None, *_: Any) -> int:
    """What SQLite asks before it prepares a query: whether it may do that."""
    if action == sqlite3.SQLITE_FUNCTION:
        may = (two or "").lower() not in _FUNCTIONS
    elif action == sqlite3.SQLITE_PRAGMA:
        may = (one or "").lower() in _PRAGMAS
    elif action == sqlite3.SQLITE_UPDATE:
        may = one == "sqlite_master"  # so SQLite calls it when an index of words is opened
    else:
        may = action in _ACTIONS
    return sqlite3.SQLITE_OK if may else sqlite3.SQLITE_DENY


class _Rows:
    """Makes rows, and counts for each cursor how much it has given."""

    def __init__(self) -> None:
        self._given: WeakKeyDictionary[sqlite3.Cursor, int] = WeakKeyDictionary()

    def __call__(self, cursor: sqlite3.Cursor, row: tuple[Any, ...]) -> sqlite3.Row:
        size = sum(len(value) if isinstance(value, (str, bytes)) else 8 for value in row)
        given = self._given.get(cursor, 0) + size
        if given > LARGEST_ANSWER:
            raise sqlite3.OperationalError(
                f"the answer has more than {LARGEST_ANSWER:,} bytes; ask for fewer rows or columns"
            )
        self._given[cursor] = given
        return sqlite3.Row(cursor, row)
