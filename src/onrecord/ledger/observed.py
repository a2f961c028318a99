"""What was seen, as rows: a `Reading` goes in once, and comes out as it went in.

In an article the same words have the same id wherever they stand; in a ledger every id carries
its article as well, so that ten copies of one sentence are ten statements. Ids are re-derivable
from the rows, and texts from the spans: `verify` does both.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from bisect import bisect_left
from collections.abc import Iterable

from onrecord.errors import ItemError
from onrecord.text import sentences
from onrecord.values import (
    Article,
    Attribution,
    Entity,
    Form,
    Gap,
    Reading,
    Span,
    Spans,
    content_id,
    hull,
    text_of,
)

Rows = list[tuple[object, ...]]
TABLES = ("hop", "gap", "unsourced", "notice", "mention", "attribution", "article_entity")


def article_id(article: Article) -> str:
    """What names an article in a ledger: its bytes, and where and when they were published."""
    facts = (article.url, article.outlet, article.published, article.title)
    return content_id("article", article.sha256, *(fact or "" for fact in facts), article.text)


def in_article(article: str, local: str) -> str:
    """The ledger's id of something that has an id within its article."""
    return content_id(article, local)


def add_article(db: sqlite3.Connection, article: Article, reader: str, keep: bool) -> str:
    """Write the article itself; gives its id. It must not be there yet."""
    id = article_id(article)
    number = db.execute("SELECT coalesce(max(number), 0) + 1 FROM article").fetchone()[0]
    db.execute(
        "INSERT INTO article VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL)",
        (
            id, number, article.id, article.title, article.outlet, article.byline,
            article.published, article.language, article.url, article.sha256, article.where,
            article.text, len(article.text.split()), reader,
        ),
    )  # fmt: skip
    db.execute(
        "INSERT INTO article_words (rowid, title, text) VALUES (?, ?, ?)",
        (number, article.title, article.text),
    )
    if keep and article.original is not None:
        db.execute(
            "INSERT OR IGNORE INTO original VALUES (?, ?, ?)",
            (article.sha256, zlib.compress(article.original, 6), len(article.original)),
        )
    return id


def add_reading(db: sqlite3.Connection, id: str, reading: Reading) -> None:
    """Write all that was found in article `id`."""
    writer = _Writer(id, reading.article.text)
    for entity in reading.entities:
        writer.entity(entity)
    for place, attribution in enumerate(reading.attributions):
        writer.attribution(place, attribution)
    writer.names(reading.attributions, reading.entities)
    bounds = sentences(reading.article.text) if reading.gaps else []
    for gap in reading.gaps:
        writer.gap(gap, bounds)
    for unsourced in reading.unsourced:
        owner = writer.owner("unsourced", unsourced.spans, unsourced.reason)
        row = (owner, id, unsourced.reason.value, writer.held(unsourced.spans))
        writer.keep("unsourced", row, text=unsourced.spans)
    for notice in reading.notices:
        owner = writer.owner("notice", notice.spans, notice.kind)
        line = (owner, id, notice.kind, writer.held(notice.spans), notice.suggestion)
        writer.keep("notice", line, text=notice.spans)
    writer.write(db)


def clear_reading(db: sqlite3.Connection, id: str) -> None:
    """Take out what an older reader found in article `id`; the article stays."""
    db.execute("DELETE FROM span WHERE article = ?", (id,))
    for table in TABLES:
        db.execute(f"DELETE FROM {table} WHERE article = ?", (id,))  # noqa: S608 - our own names


def skip(db: sqlite3.Connection, error: ItemError) -> None:
    """Record that an item was left out, and why."""
    row = (error.where, type(error).__name__, error.what, error.remedy)
    db.execute("INSERT OR IGNORE INTO skipped VALUES (?, ?, ?, ?)", row)


def article_of(row: sqlite3.Row) -> Article:
    """The article as a value."""
    return Article(
        row["name"], row["text"], row["sha256"], row["title"], row["outlet"], row["byline"],
        row["published"], row["language"], row["url"], row["read_from"],
    )  # fmt: skip


class _Writer:
    """Rows for one article, gathered and written table by table."""

    def __init__(self, article: str, text: str) -> None:
        self.article, self.text = article, text
        self.rows: dict[str, Rows] = {}
        self.spans: dict[tuple[str, str, int], tuple[int, int]] = {}

    def owner(self, table: str, spans: Spans, *more: object) -> str:
        return content_id(self.article, table, *more, *(f"{s.start}:{s.end}" for s in spans))

    def held(self, spans: Spans | None) -> str | None:
        return text_of(spans, self.text) if spans else None

    def keep(self, table: str, row: tuple[object, ...], **roles: Spans | None) -> None:
        rows = self.rows.setdefault(table, [])
        if any(kept[0] == row[0] for kept in rows):
            return
        rows.append(row)
        for role, spans in roles.items():
            for piece, span in enumerate(spans or ()):
                self.spans[str(row[0]), role, piece] = (span.start, span.end)

    def here(self, local: str | None) -> str | None:
        return in_article(self.article, local) if local is not None else None

    def entity(self, e: Entity) -> None:
        at = e.place
        where = (at.geonameid, at.lat, at.lon) if at else (None, None, None)
        names = (json.dumps(e.aliases, ensure_ascii=False), json.dumps(e.roles, ensure_ascii=False))
        id = self.here(e.id)
        self.keep("article_entity", (id, self.article, e.id, e.name, e.kind.value, *names, *where))
        for m in e.mentions:
            owner = self.owner("mention", m.spans, id)
            row = (owner, self.article, id, m.form.value, self.held(m.spans))
            self.keep("mention", row, mention=m.spans)

    def attribution(self, place: int, a: Attribution) -> None:
        firm, said = a.firmness, a.said
        date, at = (said.date, said.place) if said else (None, None)
        firmness = (firm.act.value, firm.certainty.value, firm.polarity.value) if firm else ()
        row = (
            self.here(a.id), self.article, a.id, place,
            self.held(a.source), self.held(a.cue), self.held(a.content), a.kind.value,
            self.here(a.speaker), *(firmness or (None, None, None)),
            date.start if date else None, date.end if date else None,
            self.here(at.entity) if at else None, self.here(a.denies), a.score,
        )  # fmt: skip
        self.keep(
            "attribution", row, source=a.source, cue=a.cue, content=a.content,
            firmness=firm.spans if firm else None,
            said=date.spans if date else None, place=at.spans if at else None,
        )  # fmt: skip
        for step, hop in enumerate(a.channel):
            owner = self.owner("hop", hop.spans, row[0], step)
            entity = self.here(hop.entity)
            line = (owner, self.article, row[0], step, hop.relation, entity, self.held(hop.spans))
            self.keep("hop", line, hop=hop.spans)

    def names(self, attributions: Iterable[Attribution], entities: Iterable[Entity]) -> None:
        """Who is named in which contents."""
        named = sorted(
            (hull(m.spans), e.id) for e in entities for m in e.mentions if m.form is Form.NAME
        )
        at = [span.start for span, _ in named]
        rows = self.rows.setdefault("content_entity", [])
        for a in attributions:
            inside = {
                id
                for piece in a.content
                for span, id in named[bisect_left(at, piece.start) : bisect_left(at, piece.end)]
                if span.end <= piece.end
            }
            rows += [(self.here(a.id), self.here(id)) for id in sorted(inside)]

    def gap(self, g: Gap, bounds: list[Span]) -> None:
        whole = hull(g.cue)
        around = next((s for s in bounds if s.covers(whole)), whole)
        owner = self.owner("gap", g.cue, g.kind, *(f"{s.start}:{s.end}" for s in g.what or ()))
        row = (
            owner, self.article, g.kind.value, self.held(g.what), self.held(g.cue),
            self.held(g.holder), self.here(g.withheld_by), around.of(self.text),
        )  # fmt: skip
        self.keep("gap", row, what=g.what, cue=g.cue, holder=g.holder)

    def write(self, db: sqlite3.Connection) -> None:
        order = (*reversed(TABLES), "content_entity")
        for table in order:
            if rows := self.rows.get(table):
                marks = ", ".join("?" * len(rows[0]))
                db.executemany(f"INSERT OR IGNORE INTO {table} VALUES ({marks})", rows)  # noqa: S608
        db.executemany(
            "INSERT INTO span VALUES (?, ?, ?, ?, ?, ?)",
            [(self.article, *key, *span) for key, span in self.spans.items()],
        )
