"""What is said, by whom, when, and what does not go together.

A claim weighs by how many origins it has, then by how many outlets carry it: ten papers on one
wire weigh one.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable

from onrecord.ledger import Ledger
from onrecord.ledger.clusters import rows_in
from onrecord.present.topics.fetch import said
from onrecord.present.topics.values import Claim, Dispute, Event, Said, Speaker

ALL = -1

# The statement of a claim that came first: by publication, then as the articles came. It is looked
# for once the claims are chosen: looking for all of them would take most of a page's time.
_FIRST = """(
SELECT s2.id FROM claim_statement c2 JOIN stated s2 ON s2.id = c2.attribution
JOIN article a2 ON a2.id = s2.article WHERE c2.claim = c.id
ORDER BY s2.speaker IS NULL, a2.published IS NULL, a2.published, s2.kind != 'direct',
    a2.number, s2.place_in_text
LIMIT 1)"""

_CLAIMS = f"SELECT c.*, {_FIRST} AS first FROM {{chosen}} c"  # noqa: S608 - our own words

_BY_WEIGHT = "c.origins DESC, c.outlets DESC, c.articles DESC, c.first_seen IS NULL, c.first_seen"

# Not claims in which nothing is said: somebody would not answer, or asked; nor those that rest on
# statements in the writer's words alone that the reader holds for no likelier than not.
_SPOKEN = """NOT EXISTS (
SELECT 1 FROM claim_statement k JOIN stated s ON s.id = k.attribution
WHERE k.claim = c.id AND s.act IN ('refusal', 'question')) AND EXISTS (
SELECT 1 FROM claim_statement k JOIN stated s ON s.id = k.attribution
WHERE k.claim = c.id AND (s.kind != 'indirect' OR s.score >= 0.5 OR s.corrected NOTNULL))"""


def claims(ledger: Ledger, limit: int = ALL, *, only_said: bool = False) -> list[Claim]:
    """Claims by weight; with `only_said` without refusals, questions and what is likely no claim."""
    order = f"ORDER BY {_BY_WEIGHT}, c.id"
    chosen = f"(SELECT * FROM claim c {order} LIMIT ?)"  # noqa: S608 - our own words
    where = _SPOKEN if only_said else "1"
    query = f"{_CLAIMS.format(chosen=chosen)} WHERE {where} {order}"
    among = limit
    while True:  # few claims are left out, so a look at a few more than are wanted is enough
        rows = ledger.db.execute(query, (among,)).fetchall()
        if only_said and len(rows) < limit and among < _count(ledger):
            among = 4 * among
            continue
        return _claims(ledger, rows[: limit if limit >= 0 else None])


def _count(ledger: Ledger) -> int:
    count: int = ledger.db.execute("SELECT count(*) FROM claim").fetchone()[0]
    return count


def claims_by_id(ledger: Ledger, ids: Iterable[str]) -> dict[str, Claim]:
    """Claims by id."""
    rows = list(rows_in(ledger.db, f"{_CLAIMS.format(chosen='claim')} WHERE c.id IN", ids))
    return {claim.id: claim for claim in _claims(ledger, rows)}


def _claims(ledger: Ledger, rows: list[sqlite3.Row]) -> list[Claim]:
    first = said(ledger, (row["first"] for row in rows))
    disputed = _disputed(ledger, [row["id"] for row in rows])
    return [
        Claim(
            row["id"], first[row["first"]], row["first_seen"], row["last_seen"],
            row["statements"], row["articles"], row["outlets"], row["origins"],
            disputed[row["id"], "contradicts"], disputed[row["id"], "changes"],
        )
        for row in rows
    ]  # fmt: skip


def _disputed(ledger: Ledger, ids: list[str]) -> Counter[tuple[str, str]]:
    """How many claims contradict each of these, and how many changed it or were changed by it."""
    counts: Counter[tuple[str, str]] = Counter()
    for mine, theirs in (("subject", "object"), ("object", "subject")):
        query = f"""
            SELECT c.claim, j.relation, count(DISTINCT o.claim) AS n FROM claim_statement c
            JOIN standing j ON j.{mine} = c.attribution AND j.holds
                AND j.relation IN ('contradicts', 'changes')
            JOIN claim_statement o ON o.attribution = j.{theirs}
            WHERE c.claim IN"""  # noqa: S608 - our own words
        for row in _grouped(ledger, query, ids, "c.claim, j.relation"):
            counts[row["claim"], row["relation"]] += row["n"]
    return counts


def _grouped(ledger: Ledger, query: str, ids: list[str], by: str) -> Iterable[sqlite3.Row]:
    for i in range(0, len(ids), 500):
        some = ids[i : i + 500]
        marks = ", ".join("?" * len(some))
        for row in ledger.db.execute(f"{query} ({marks}) GROUP BY {by}", some):  # noqa: UP028
            yield row


def wordings(ledger: Ledger, claim: str, limit: int = ALL) -> list[Said]:
    """The statements of a claim, oldest first."""
    query = """
        SELECT s.id FROM claim_statement c JOIN stated s ON s.id = c.attribution
        JOIN article a ON a.id = s.article WHERE c.claim = ?
        ORDER BY a.published IS NULL, a.published, a.number, s.place_in_text LIMIT ?"""
    ids = [row[0] for row in ledger.db.execute(query, (claim, limit))]
    found = said(ledger, ids)
    return [found[id] for id in ids]


def said_by(ledger: Ledger, speaker: str, limit: int = ALL) -> list[Said]:
    """Everything that somebody said, oldest first, each claim once."""
    query = """
        SELECT id FROM (
            SELECT s.id, coalesce(s.said_from, a.published) AS day, a.published, s.place_in_text,
                   row_number() OVER (PARTITION BY c.claim ORDER BY
                       a.published IS NULL, a.published, a.number, s.place_in_text) AS place
            FROM entity_member m JOIN stated s ON s.speaker = m.article_entity
            JOIN claim_statement c ON c.attribution = s.id JOIN article a ON a.id = s.article
            WHERE m.entity = ?)
        WHERE place = 1 ORDER BY day IS NULL, day, published, place_in_text LIMIT ?"""
    ids = [row["id"] for row in ledger.db.execute(query, (speaker, limit))]
    found = said(ledger, ids)
    return [found[id] for id in ids]


_SPEAKERS = """
SELECT e.id, e.name, e.kind, count(*) AS statements, count(DISTINCT c.claim) AS claims,
       count(DISTINCT s.article) AS articles, count(DISTINCT coalesce(a.outlet, a.id)) AS outlets,
       min(a.published) AS first_seen, max(a.published) AS last_seen
FROM stated s JOIN entity_member m ON m.article_entity = s.speaker
JOIN entity e ON e.id = m.entity JOIN claim_statement c ON c.attribution = s.id
JOIN article a ON a.id = s.article
WHERE {where} GROUP BY e.id ORDER BY claims DESC, statements DESC, e.name, e.id LIMIT ?"""


def speakers(ledger: Ledger, limit: int = ALL) -> list[Speaker]:
    """Who speaks, those with most claims first."""
    return _speakers(ledger, ledger.db.execute(_SPEAKERS.format(where="1"), (limit,)).fetchall())


def leading(ledger: Ledger, limit: int) -> list[tuple[str, int]]:
    """Who makes most claims alone, and how many: found at once in a ledger of any size."""
    query = """
        SELECT m.entity, sum(c.n) FROM (
            SELECT speaker, count(*) AS n FROM claim WHERE speaker NOTNULL GROUP BY speaker) c
        JOIN entity_member m ON m.article_entity = c.speaker
        GROUP BY m.entity ORDER BY sum(c.n) DESC, m.entity LIMIT ?"""
    return [(row[0], row[1]) for row in ledger.db.execute(query, (limit,))]


def speaker(ledger: Ledger, id: str) -> Speaker | None:
    """The speaker with that id; None where nobody who speaks has it."""
    rows = ledger.db.execute(_SPEAKERS.format(where="e.id = ?"), (id, 1)).fetchall()
    return next(iter(_speakers(ledger, rows)), None)


def _speakers(ledger: Ledger, rows: list[sqlite3.Row]) -> list[Speaker]:
    ids = [row["id"] for row in rows]
    roles, spellings = _known_as(ledger, ids)
    withheld = _withheld(ledger, ids)
    return [
        Speaker(
            row["id"], row["name"], row["kind"], tuple(roles[row["id"]]),
            tuple(s for s in spellings[row["id"]] if s != row["name"]),
            row["statements"], row["claims"], row["articles"], row["outlets"],
            row["first_seen"], row["last_seen"], withheld[row["id"]],
        )
        for row in rows
    ]  # fmt: skip


def _known_as(ledger: Ledger, ids: list[str]) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Roles and spellings of each entity, the most frequent first."""
    roles: dict[str, Counter[str]] = {id: Counter() for id in ids}
    spellings: dict[str, Counter[str]] = {id: Counter() for id in ids}
    query = """
        SELECT m.entity, e.name, e.aliases, e.roles FROM entity_member m
        JOIN article_entity e ON e.id = m.article_entity WHERE m.entity IN"""
    for row in rows_in(ledger.db, query, ids):
        roles[row["entity"]].update(json.loads(row["roles"]))
        spellings[row["entity"]].update({row["name"], *json.loads(row["aliases"])})
    return _by_frequency(roles), _by_frequency(spellings)


def _by_frequency(counts: dict[str, Counter[str]]) -> dict[str, list[str]]:
    return {
        id: [word for word, _ in sorted(c.items(), key=lambda pair: (-pair[1], pair[0]))]
        for id, c in counts.items()
    }


def _withheld(ledger: Ledger, ids: list[str]) -> Counter[str]:
    """How many different things each of them withholds."""
    query = """
        SELECT m.entity, count(DISTINCT t.thread) AS n FROM entity_member m
        JOIN gap g ON g.withheld_by = m.article_entity JOIN gap_thread t ON t.gap = g.id
        WHERE m.entity IN"""
    return Counter({r["entity"]: r["n"] for r in _grouped(ledger, query, ids, "m.entity")})


_DISPUTES = """
SELECT j.id, j.type, j.reason, j.score, j.made_by, j.subject, j.object,
       one.claim AS one_claim, other.claim AS other_claim, a.published
FROM standing j JOIN claim_statement one ON one.attribution = j.subject
JOIN claim_statement other ON other.attribution = j.object
JOIN stated s ON s.id = j.subject JOIN article a ON a.id = s.article
WHERE j.relation = ?1 AND j.holds {of}
ORDER BY j.score DESC, a.published IS NULL, a.published, j.id"""


def contradictions(ledger: Ledger, limit: int = ALL, claim: str | None = None) -> list[Dispute]:
    """Statements that cannot both stand, the surest first; the same two claims once.

    With `claim` those of that claim alone.
    """
    return _disputes(ledger, "contradicts", limit, claim)


def changes(ledger: Ledger, limit: int = ALL, claim: str | None = None) -> list[Dispute]:
    """What speakers said otherwise later, the surest first; the same two claims once.

    With `claim` those of that claim alone.
    """
    return _disputes(ledger, "changes", limit, claim)


def _disputes(ledger: Ledger, relation: str, limit: int, claim: str | None) -> list[Dispute]:
    rows: dict[tuple[frozenset[str], str], sqlite3.Row] = {}
    pairs: Counter[tuple[frozenset[str], str]] = Counter()
    of = "AND (one.claim = ?2 OR other.claim = ?2)" if claim else ""
    given = (relation, claim) if claim else (relation,)
    for row in ledger.db.execute(_DISPUTES.format(of=of), given):
        key = (frozenset((row["one_claim"], row["other_claim"])), row["type"])
        rows.setdefault(key, row)
        pairs[key] += 1
    kept = list(rows.items())[: limit if limit >= 0 else None]
    found = said(ledger, (id for _, row in kept for id in (row["subject"], row["object"])))
    return [
        Dispute(
            row["id"], row["type"], row["reason"], row["score"], row["made_by"],
            found[row["subject"]], found[row["object"]], pairs[key],
        )
        for key, row in kept
    ]  # fmt: skip


_TIMELINE = f"""
WITH one AS (SELECT c.articles, c.outlets, c.first_seen, {_FIRST} AS first FROM claim c)
SELECT one.*, s.said_from, coalesce(
    CASE WHEN s.said_from = s.said_to AND s.said_from NOT LIKE '%X%' THEN s.said_from END,
    substr(one.first_seen, 1, 10)) AS day
FROM one JOIN stated s ON s.id = one.first
ORDER BY day IS NULL, day, one.first_seen, s.article, s.place_in_text LIMIT ?"""  # noqa: S608


def timeline(ledger: Ledger, limit: int = ALL) -> list[Event]:
    """Claims by the day on which they were made; where no day is told, by when they came out."""
    rows = ledger.db.execute(_TIMELINE, (limit,)).fetchall()
    first = said(ledger, (row["first"] for row in rows))
    return [
        Event(
            row["day"], "said" if row["day"] == row["said_from"] else "published",
            first[row["first"]], row["articles"], row["outlets"],
        )
        for row in rows
    ]  # fmt: skip
