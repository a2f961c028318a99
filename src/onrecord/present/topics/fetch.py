"""Rows of a ledger as values: articles, statements and words by id, many at a time."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable

from onrecord.ledger import Ledger
from onrecord.ledger.clusters import rows_in
from onrecord.present.topics.values import Said, Source, Words

_SAID = """
SELECT s.id, s.article, s.source, s.content, s.kind, s.act, s.certainty, s.polarity,
       s.said_from, s.said_to, e.id AS speaker, e.name AS speaker_name, c.claim, c.origin,
       s.start, s.end, s.corrected
FROM stated s
LEFT JOIN entity_member m ON m.article_entity = s.speaker
LEFT JOIN entity e ON e.id = m.entity
JOIN claim_statement c ON c.attribution = s.id
WHERE s.id IN"""

_HOPS = """
SELECT h.attribution, h.step, coalesce(e.name, h.text) AS name FROM hop h
LEFT JOIN entity_member m ON m.article_entity = h.entity LEFT JOIN entity e ON e.id = m.entity
WHERE h.attribution IN"""


def sources(ledger: Ledger, ids: Iterable[str]) -> dict[str, Source]:
    """Articles by id."""
    query = "SELECT id, name, title, outlet, published, url FROM article WHERE id IN"
    return {row["id"]: Source(*row) for row in rows_in(ledger.db, query, list(ids))}


def said(ledger: Ledger, ids: Iterable[str]) -> dict[str, Said]:
    """Statements by id."""
    wanted = list(dict.fromkeys(ids))
    rows = list(rows_in(ledger.db, _SAID, wanted))
    articles = sources(ledger, {row["article"] for row in rows})
    chains: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for row in rows_in(ledger.db, _HOPS, wanted):
        chains[row["attribution"]].append((row["step"], row["name"]))
    return {
        row["id"]: _said(row, articles[row["article"]], sorted(chains[row["id"]])) for row in rows
    }


def _said(row: sqlite3.Row, article: Source, hops: list[tuple[int, str]]) -> Said:
    chain = tuple(dict.fromkeys(name for _, name in hops if name != row["speaker_name"]))
    return Said(
        row["id"], Words(article, row["start"], row["end"], row["content"]), row["speaker"],
        row["speaker_name"], row["source"], row["kind"], row["act"], row["certainty"],
        row["polarity"], row["said_from"], row["said_to"], chain, row["claim"], row["origin"],
        tuple((row["corrected"] or "").split()),
    )  # fmt: skip


def words(ledger: Ledger, owners: Iterable[str], role: str) -> dict[str, Words]:
    """The words that each owner has in a role, from their first character to their last."""
    spans: dict[str, tuple[str, int, int]] = {}
    query = "SELECT owner, article, start, end, role FROM span WHERE owner IN"
    for row in rows_in(ledger.db, query, list(owners)):
        if row["role"] == role:
            _, start, end = spans.get(row["owner"], ("", row["start"], row["end"]))
            found = (row["article"], min(start, row["start"]), max(end, row["end"]))
            spans[row["owner"]] = found
    articles = sources(ledger, {article for article, _, _ in spans.values()})
    return {
        owner: Words(articles[article], start, end, _slice(ledger, article, start, end))
        for owner, (article, start, end) in spans.items()
    }


def _slice(ledger: Ledger, article: str, start: int, end: int) -> str:
    query = "SELECT substr(text, ?, ?) FROM article WHERE id = ?"
    return str(ledger.db.execute(query, (start + 1, end - start, article)).fetchone()[0])
