"""Whether every cell of a ledger holds what its column is for: the type, the word, the list.

SQLite keeps whatever is put into a column, so a file that somebody edited may hold bytes for a
text, a word that onrecord has no meaning for, or a number that is none.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from enum import StrEnum

from onrecord.judged import Relation
from onrecord.ledger.layout import MIGRATIONS, made_by
from onrecord.ledger.store import Fault
from onrecord.values import (
    Act,
    Certainty,
    EntityKind,
    Form,
    GapKind,
    Kind,
    Polarity,
    Reason,
)

_WORDS: dict[tuple[str, str], type[StrEnum]] = {
    ("article_entity", "kind"): EntityKind,
    ("mention", "form"): Form,
    ("gap", "kind"): GapKind,
    ("unsourced", "reason"): Reason,
    ("judgement", "relation"): Relation,
    ("entity", "kind"): EntityKind,
    ("entity_name", "kind"): EntityKind,
}
for _table in ("attribution", "stated"):
    _WORDS |= {
        (_table, "kind"): Kind,
        (_table, "act"): Act,
        (_table, "certainty"): Certainty,
        (_table, "polarity"): Polarity,
    }
_LISTS = (("article_entity", "aliases"), ("article_entity", "roles"))
_PARTS = ("judgement", "parts")
_TYPES = {
    "TEXT": ("text",),
    "INTEGER": ("integer",),
    "REAL": ("real", "integer"),
    "BLOB": ("blob",),
}
LARGEST = 1 << 53
"""Beyond this a number is no count, offset or score that onrecord wrote."""
SHOWN = 20


def faults(db: sqlite3.Connection) -> Iterator[Fault]:
    """Cells that are not what they should be, the first few of each column."""
    for name, (type, _, sql) in made_by(len(MIGRATIONS)).items():
        if type == "table" and sql and sql.startswith("CREATE TABLE") and "_words" not in name:
            yield from _in_table(db, name)
    for table in ("span", "judgement_span", "stated_span"):
        query = f"SELECT count(*) FROM {table} WHERE NOT (start >= 0 AND start < end)"  # noqa: S608
        if count := db.execute(query).fetchone()[0]:
            yield Fault(f"table {table}", f"rows that are no ranges: {count}")
    for table, column in _LISTS:
        yield from _in_lists(db, table, column, parts=False)
    yield from _in_lists(db, *_PARTS, parts=True)


def _in_table(db: sqlite3.Connection, table: str) -> Iterator[Fault]:
    for column in db.execute(f"PRAGMA table_info({table})").fetchall():
        name, declared = column["name"], column["type"]
        for why, condition in _wrong(table, name, declared, column["notnull"] or column["pk"]):
            count = db.execute(f"SELECT count(*) FROM {table} WHERE {condition}").fetchone()[0]  # noqa: S608 - our own names
            if count:
                rows = "1 row" if count == 1 else f"{count} rows"
                yield Fault(f"table {table}", f"{rows} with a {name} that is {why}")


def _wrong(table: str, name: str, declared: str, needed: bool) -> Iterator[tuple[str, str]]:
    """What may be wrong with a column, and the condition that finds it."""
    types = ", ".join(f"'{type}'" for type in (*_TYPES[declared], *(() if needed else ("null",))))
    yield f"no {declared}", f"typeof({name}) NOT IN ({types})"
    if declared in ("INTEGER", "REAL") and name != "key":
        yield "no number that could be", f"{name} NOT BETWEEN -{LARGEST} AND {LARGEST}"
    if words := _WORDS.get((table, name)):
        known = ", ".join(f"'{word.value}'" for word in words)
        yield "none of its words", f"{name} NOT IN ({known})"


def _in_lists(db: sqlite3.Connection, table: str, column: str, *, parts: bool) -> Iterator[Fault]:
    wrong = 0
    for row in db.execute(f"SELECT id, {column} FROM {table} WHERE {column} != '[]'"):  # noqa: S608
        if not _is_list(row[1], parts):
            wrong += 1
            if wrong <= SHOWN:
                yield Fault(f"{table} {row[0]}", f"its {column} are no list of them")


def _is_list(held: object, parts: bool) -> bool:
    """Whether it is JSON: a list of words, or of names with a score and details."""
    try:
        given = json.loads(held) if isinstance(held, str) else None
    except (ValueError, RecursionError):
        return False
    if not isinstance(given, list):
        return False
    return all(_is_part(each) if parts else isinstance(each, str) for each in given)


def _is_part(each: object) -> bool:
    return (
        isinstance(each, list)
        and len(each) == 3
        and isinstance(each[0], str)
        and isinstance(each[1], int | float)
        and isinstance(each[2], str)
    )
