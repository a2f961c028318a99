"""Rows as matching wants to see them: statements, profiles, texts, each with no more than it needs.

Names of speakers and of what a content names are those of the entities across articles, as far
as these are known when the rows are read.
"""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator
from math import log2
from typing import Any

from onrecord.judged import Profile, Statement, Text
from onrecord.ledger import stated
from onrecord.ledger.clusters import rows_in
from onrecord.values import (
    Act,
    Certainty,
    Coordinates,
    EntityKind,
    Firmness,
    Kind,
    Polarity,
    Span,
    Spans,
)

COMPANY = 40

_STATEMENTS = """
SELECT s.*, a.outlet, a.published, e.id AS actor, e.name AS actor_name, e.kind AS actor_kind
FROM stated s JOIN article a ON a.id = s.article
LEFT JOIN entity_member m ON m.article_entity = s.speaker LEFT JOIN entity e ON e.id = m.entity
WHERE s.id IN"""
_NAMES = """
SELECT c.attribution, e.id, e.name FROM content_entity c
JOIN entity_member m ON m.article_entity = c.entity JOIN entity e ON e.id = m.entity
WHERE c.attribution IN"""
_HOPS = """
SELECT h.attribution, coalesce(e.name, h.text) AS name FROM hop h
LEFT JOIN entity_member m ON m.article_entity = h.entity LEFT JOIN entity e ON e.id = m.entity
WHERE h.relation != 'at' AND h.attribution IN"""


def company_shared(db: sqlite3.Connection, one: str, other: str) -> float:
    """What two articles share of those whom they name; each counts less the more others name it."""
    query = """
        SELECT e.members FROM entity e WHERE e.id IN (
            SELECT m.entity FROM article_entity a JOIN entity_member m ON m.article_entity = a.id
            WHERE a.article = ?
            INTERSECT
            SELECT m.entity FROM article_entity a JOIN entity_member m ON m.article_entity = a.id
            WHERE a.article = ?)"""
    return sum(1 / log2(1 + row[0]) for row in db.execute(query, (one, other)))


def statements(db: sqlite3.Connection, ids: Iterable[str]) -> dict[str, Statement]:
    """Attributions by id, with their speakers, channels and names across articles."""
    wanted = list(ids)
    names: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in rows_in(db, _NAMES, wanted):
        names[row[0]].append((row[1], row[2]))
    hops: dict[str, list[str]] = defaultdict(list)
    for row in rows_in(db, _HOPS, wanted):
        hops[row[0]].append(row[1])
    spans = stated.spans(db, wanted, ("content",))
    for id, role in stated.corrected_roles(db, wanted):
        if role == "content":
            names[id] = list(_named_within(db, id, spans[id, role]))
    return {
        row["id"]: _statement(row, spans[row["id"], "content"], hops[row["id"]], names[row["id"]])
        for row in rows_in(db, _STATEMENTS, wanted)
    }


def _named_within(
    db: sqlite3.Connection, statement: str, content: Spans
) -> Iterator[tuple[str, str]]:
    """Who is named in a content that a person put right."""
    query = (
        "SELECT e.id, e.name, p.start, p.end FROM stated s JOIN mention n ON n.article = s.article "
        "AND n.form = 'name' JOIN span p ON p.owner = n.id AND p.role = 'mention' "
        "JOIN entity_member m ON m.article_entity = n.entity JOIN entity e ON e.id = m.entity "
        "WHERE s.id = ?"
    )
    found = {
        (row["id"], row["name"]): None
        for row in db.execute(query, (statement,))
        if any(piece.covers(Span(row["start"], row["end"])) for piece in content)
    }
    yield from found


def _statement(
    row: sqlite3.Row, spans: Spans, hops: list[str], names: list[tuple[str, str]]
) -> Statement:
    return Statement(
        id=row["id"],
        article=row["article"],
        outlet=row["outlet"],
        published=row["published"],
        content=row["content"],
        spans=spans,
        kind=Kind(row["kind"]),
        firmness=Firmness(Act(row["act"]), Certainty(row["certainty"]), Polarity(row["polarity"]))
        if row["act"]
        else None,
        speaker=row["actor"] or row["speaker"],
        speaker_name=row["actor_name"] or row["source"],
        speaker_kind=EntityKind(row["actor_kind"]) if row["actor_kind"] else None,
        chain=tuple(dict.fromkeys(hops)),
        names=tuple(sorted(names)),
        said_from=row["said_from"],
        said_to=row["said_to"],
        score=row["score"],
    )


_PROFILES = """
SELECT e.*, a.published FROM article_entity e JOIN article a ON a.id = e.article WHERE e.id IN"""


def profiles(
    db: sqlite3.Connection, ids: Iterable[str], named: dict[str, tuple[str, ...]]
) -> dict[str, Profile]:
    """Entities of single articles by id, with the names of those they appear with.

    `named` holds the names of articles that were asked for before, and is added to.
    """
    rows = list(rows_in(db, _PROFILES, ids))
    names: dict[str, list[str]] = {row["article"]: [] for row in rows}
    query = "SELECT article, name FROM article_entity WHERE kind != 'group' AND article IN"
    for article, name in rows_in(db, query, names.keys() - named.keys()):
        names[article].append(name)
    named |= {article: tuple(its[:COMPANY]) for article, its in names.items() if its}
    return {row["id"]: _profile(row, named.get(row["article"], ())) for row in rows}


def _profile(row: sqlite3.Row, names: tuple[str, ...]) -> Profile:
    at = None
    if row["lat"] is not None:
        at = Coordinates(row["geonameid"], row["lat"], row["lon"])
    return Profile(
        row["id"], row["article"], row["name"], EntityKind(row["kind"]),
        _listed(row["aliases"]), _listed(row["roles"]), names, row["published"], at,
    )  # fmt: skip


def _listed(held: str) -> tuple[str, ...]:
    return () if held == "[]" else tuple(json.loads(held))


def texts(db: sqlite3.Connection, ids: Iterable[str]) -> dict[str, Text]:
    """Articles by id, with the agencies and outlets they name as where their words are from."""
    rows = list(rows_in(db, "SELECT * FROM article WHERE id IN", ids))
    credits: dict[str, list[str]] = defaultdict(list)
    query = (
        "SELECT h.article, coalesce(e.name, h.text) FROM hop h "
        "LEFT JOIN article_entity e ON e.id = h.entity WHERE h.relation != 'at' AND h.article IN"
    )
    for article, name in rows_in(db, query, {row["id"] for row in rows}):
        credits[article].append(name)
    return {
        row["id"]: Text(
            row["id"], row["text"], row["outlet"], row["published"], row["url"],
            tuple(dict.fromkeys([*([row["byline"]] if row["byline"] else []), *credits[row["id"]]])),
        )
        for row in rows
    }  # fmt: skip


_GAPS = """
SELECT g.*, a.published, a.title, a.text, substr(a.text, 1, 400) AS opening, s.start AS at,
       coalesce(e.name, h.name) AS withholder
FROM gap g JOIN article a ON a.id = g.article
LEFT JOIN span s ON s.owner = g.id AND s.role = 'cue' AND s.piece = 0
LEFT JOIN article_entity h ON h.id = g.withheld_by
LEFT JOIN entity_member m ON m.article_entity = g.withheld_by LEFT JOIN entity e ON e.id = m.entity
WHERE g.id IN"""


def gaps(
    db: sqlite3.Connection, ids: Iterable[str], around: dict[str, tuple[str, ...]]
) -> list[dict[str, Any]]:
    """Gaps by id, with the names around them, nearest first, and what their article is about.

    `around` holds those names for gaps that were asked for before, and is added to.
    """
    rows = [dict(row) for row in rows_in(db, _GAPS, ids)]
    unknown = {row["article"] for row in rows if row["id"] not in around}
    named: dict[str, list[tuple[int, str]]] = defaultdict(list)
    query = (
        "SELECT e.article, s.start, e.name FROM article_entity e "
        "JOIN mention n ON n.entity = e.id AND n.form = 'name' "
        "JOIN span s ON s.owner = n.id AND s.role = 'mention' AND s.piece = 0 WHERE e.article IN"
    )
    for article, start, name in rows_in(db, query, unknown):
        named[article].append((start, name))
    for row in rows:
        if row["id"] not in around:
            at = row["at"]
            near = sorted([(abs(start - at), name) for start, name in named[row["article"]]])
            around[row["id"]] = tuple(dict.fromkeys([name for _, name in near]))
        row["names"] = around[row["id"]]
        row["about"] = row["title"] or next(iter(row["opening"].splitlines()), "")
    return rows
