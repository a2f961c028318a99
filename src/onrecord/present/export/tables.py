"""A ledger as plain tables for spreadsheets and data frames: CSV, or Parquet where there is much.

In CSV a cell that a spreadsheet would run as a formula gets a leading apostrophe; Parquet holds
words as they are.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import BytesIO, StringIO
from typing import Any

from onrecord.errors import MissingExtra
from onrecord.ledger import Ledger
from onrecord.present.csv import guarded

_PLACE = "(SELECT {most}({edge}) FROM span WHERE owner = {owner} AND role = '{role}')"


def _at(owner: str, role: str) -> str:
    """Columns with the outermost offsets of an owner's words."""
    first = _PLACE.format(most="min", edge="start", owner=owner, role=role)
    last = _PLACE.format(most="max", edge="end", owner=owner, role=role)
    return f"{first} AS start, {last} AS end"


TABLES = {
    "articles": """
        SELECT id, name, title, outlet, byline, published, language, url, sha256, read_from, words
        FROM article ORDER BY number""",
    "statements": """
        SELECT s.id, s.article, a.outlet, a.published, m.entity AS speaker, e.name AS speaker_name,
               s.source, s.cue, s.content, s.start, s.end, s.kind, s.act, s.certainty,
               s.polarity, s.said_from, s.said_to, c.claim, c.origin, s.score, s.corrected
        FROM stated s JOIN article a ON a.id = s.article
        JOIN claim_statement c ON c.attribution = s.id
        LEFT JOIN entity_member m ON m.article_entity = s.speaker
        LEFT JOIN entity e ON e.id = m.entity ORDER BY a.number, s.place_in_text""",
    "claims": """
        SELECT c.id, c.text, c.speaker, e.name AS speaker_name, c.first_seen, c.last_seen,
               c.statements, c.articles, c.outlets, c.origins
        FROM claim c LEFT JOIN entity e ON e.id = c.speaker ORDER BY c.first_seen, c.id""",
    "entities": "SELECT id, name, kind, members FROM entity ORDER BY id",
    "spellings": "SELECT entity, name, kind, members FROM entity_name ORDER BY entity, name, kind",
    "hops": """
        SELECT h.attribution AS statement, h.step, h.relation, m.entity, h.text
        FROM hop h LEFT JOIN entity_member m ON m.article_entity = h.entity
        ORDER BY h.attribution, h.step""",
    "gaps": f"""
        SELECT g.id, g.article, t.thread, g.kind, g.what, g.cue, {_at("g.id", "cue")}, g.holder,
               m.entity AS withheld_by, t.closed_by
        FROM gap g JOIN gap_thread t ON t.gap = g.id JOIN article a ON a.id = g.article
        LEFT JOIN entity_member m ON m.article_entity = g.withheld_by ORDER BY a.number, g.rowid""",  # noqa: S608 - our own words
    "unsourced": f"""
        SELECT u.id, u.article, u.reason, u.text, {_at("u.id", "text")} FROM unsourced u
        JOIN article a ON a.id = u.article ORDER BY a.number, u.rowid""",  # noqa: S608 - our own words
    "notices": f"""
        SELECT n.id, n.article, n.kind, n.text, n.suggestion, {_at("n.id", "text")} FROM notice n
        JOIN article a ON a.id = n.article ORDER BY a.number, n.rowid""",  # noqa: S608 - our own words
    "judgements": """
        SELECT id, relation, subject, object, holds, type, score, reason, made_by, made_at
        FROM standing ORDER BY relation, subject, object, id""",
    "decisions": """
        SELECT number, made_at, made_by, act, reason, relation, type, holds, subject, object,
               stands, undoes, judgement
        FROM decisions ORDER BY number, judgement""",
    "skipped": "SELECT read_from, error, what, remedy FROM skipped ORDER BY read_from, error, what",
}
ROWS_AT_ONCE = 2048
BOOLEANS = ("holds", "stands")


def csv_files(ledger: Ledger) -> Iterator[tuple[str, Iterator[str]]]:
    """A file of CSV (RFC 4180) for each table."""
    for name, query in TABLES.items():
        yield f"{name}.csv", _csv(ledger, query)


def _csv(ledger: Ledger, query: str) -> Iterator[str]:
    rows = ledger.db.execute(query)
    yield _lines([[column[0] for column in rows.description]])
    for some in batched_rows(rows):
        yield _lines([["" if c is None else guarded(str(c)) for c in row] for row in some])


def _lines(rows: list[list[str]]) -> str:
    out = StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(rows)
    return out.getvalue()


def batched_rows(rows: Any) -> Iterator[list[Any]]:
    """Rows, some at a time."""
    while some := rows.fetchmany(ROWS_AT_ONCE):
        yield some


def parquet_files(ledger: Ledger) -> Iterator[tuple[str, list[bytes]]]:
    """A Parquet file for each table. Raises `MissingExtra`."""
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError as error:
        message = "Parquet needs the package pyarrow; try: pip install 'onrecord[parquet]'"
        raise MissingExtra(message) from error
    kinds = {"start": pa.int64(), "end": pa.int64(), "step": pa.int64(), "score": pa.float64()}
    kinds |= dict.fromkeys(("words", "members", "statements", "articles", "outlets"), pa.int64())
    kinds |= {"origins": pa.int64(), "number": pa.int64(), "undoes": pa.int64()}
    kinds |= dict.fromkeys(BOOLEANS, pa.bool_())
    for name, query in TABLES.items():
        rows = ledger.db.execute(query)
        columns = [column[0] for column in rows.description]
        schema = pa.schema([(column, kinds.get(column, pa.string())) for column in columns])
        out = BytesIO()
        with pq.ParquetWriter(out, schema, compression="zstd") as writer:
            for some in batched_rows(rows):
                held = [dict(zip(columns, map(_storable, row), strict=True)) for row in some]
                for row in held:
                    row |= {c: bool(row[c]) for c in BOOLEANS if row.get(c) is not None}
                writer.write_table(pa.Table.from_pylist(held, schema=schema))
        yield f"{name}.parquet", [out.getvalue()]


def _storable(cell: Any) -> Any:
    """The cell; halves of surrogate pairs, which Arrow cannot hold, become marks."""
    if isinstance(cell, str) and not cell.isprintable():
        return cell.encode("utf8", "replace").decode("utf8")
    return cell
