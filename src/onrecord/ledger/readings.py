"""An article's reading as it went in, made again from its rows; what persons put right is right."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from dataclasses import replace

from onrecord.ledger.observed import article_of
from onrecord.ledger.originals import original
from onrecord.ledger.stated import spans_in
from onrecord.values import (
    Act,
    Attribution,
    Certainty,
    Coordinates,
    Dated,
    Entity,
    EntityKind,
    Firmness,
    Form,
    Gap,
    GapKind,
    Hop,
    Kind,
    Mention,
    Notice,
    Placed,
    Polarity,
    Reading,
    Reason,
    Said,
    Unsourced,
)


def reading_of(db: sqlite3.Connection, article: str, *, whole: bool = False) -> Reading:
    """The reading of the article with that id, as persons put it right. Raises `KeyError`.

    The bytes that it was read from come with it where it is asked for `whole`.
    """
    row = db.execute("SELECT * FROM article WHERE id = ?", (article,)).fetchone()
    if row is None:
        raise KeyError(article)
    rows = _Rows(db, article)
    return Reading(
        replace(article_of(row), original=original(db, row["sha256"]) if whole else None),
        tuple(rows.attribution(r) for r in rows.stated),
        tuple(rows.entity(r) for r in rows.of("article_entity")),
        tuple(rows.gap(r) for r in rows.of("gap")),
        tuple(
            Unsourced(rows.spans[r["id"], "text"], Reason(r["reason"]))
            for r in rows.of("unsourced")
        ),
        tuple(
            Notice(r["kind"], rows.spans[r["id"], "text"], r["text"], r["suggestion"])
            for r in rows.of("notice")
        ),
    )


class _Rows:
    """The rows of one article, with their spans."""

    def __init__(self, db: sqlite3.Connection, article: str) -> None:
        self.db, self.article = db, article
        self.spans = spans_in(db, article)
        self.local: dict[str | None, str] = {
            r["id"]: r["local_id"]
            for table in ("article_entity", "attribution")
            for r in self.of(table)
        }
        query = (
            "SELECT s.*, a.local_id FROM stated s JOIN attribution a ON a.id = s.id "
            "WHERE s.article = ? ORDER BY s.place_in_text"
        )
        self.stated = db.execute(query, (article,)).fetchall()
        for gone in {r["id"] for r in self.of("attribution")} - {r["id"] for r in self.stated}:
            del self.local[gone]
        self.mentions: dict[str, list[Mention]] = defaultdict(list)
        for r in self.of("mention"):
            mention = Mention(self.spans[r["id"], "mention"], Form(r["form"]))
            self.mentions[r["entity"]].append(mention)
        self.hops: dict[str, list[Hop]] = defaultdict(list)
        for r in self.of("hop", "step"):
            hop = Hop(self.spans[r["id"], "hop"], r["relation"], self.local.get(r["entity"]))
            self.hops[r["attribution"]].append(hop)

    def of(self, table: str, order: str = "rowid") -> list[sqlite3.Row]:
        query = f"SELECT * FROM {table} WHERE article = ? ORDER BY {order}"  # noqa: S608 - our own
        return self.db.execute(query, (self.article,)).fetchall()

    def entity(self, r: sqlite3.Row) -> Entity:
        place = None if r["lat"] is None else Coordinates(r["geonameid"], r["lat"], r["lon"])
        return Entity(
            r["local_id"], r["name"], EntityKind(r["kind"]), tuple(json.loads(r["aliases"])),
            tuple(json.loads(r["roles"])), tuple(self.mentions[r["id"]]), place,
        )  # fmt: skip

    def attribution(self, r: sqlite3.Row) -> Attribution:
        id = r["id"]
        firmness = None
        if r["act"] is not None:
            firmness = Firmness(
                Act(r["act"]), Certainty(r["certainty"]), Polarity(r["polarity"]),
                self.spans.get((id, "firmness"), ()),
            )  # fmt: skip
        return Attribution(
            r["local_id"], self.spans.get((id, "source")), self.spans.get((id, "cue")),
            self.spans[id, "content"], Kind(r["kind"]), r["score"], self.local.get(r["speaker"]),
            tuple(self.hops[id]), firmness, self._said(r), self.local.get(r["denies"]),
        )  # fmt: skip

    def _said(self, r: sqlite3.Row) -> Said | None:
        date = place = None
        if r["said_from"] is not None:
            date = Dated(r["said_from"], r["said_to"], self.spans[r["id"], "said"])
        if r["said_at"] is not None:
            place = Placed(self.local[r["said_at"]], self.spans[r["id"], "place"])
        return Said(date, place) if date or place else None

    def gap(self, r: sqlite3.Row) -> Gap:
        id = r["id"]
        return Gap(
            GapKind(r["kind"]), self.spans.get((id, "what")), self.spans[id, "cue"],
            self.local.get(r["withheld_by"]), self.spans.get((id, "holder")),
        )  # fmt: skip
