"""What follows from the judgements: entities, claims with their origins, gaps, versions.

Each function makes anew what it is told was touched, so that an article costs what its own
neighbours cost; `everything` does it for the whole ledger, and must come to the same.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from onrecord.judged import Relation
from onrecord.ledger.clusters import (
    CLAIMS,
    ENTITIES,
    GAPS,
    ORIGINS,
    Grouping,
    place,
    regroup,
    rows_in,
)
from onrecord.scripts import script_of

GROUPINGS = (ENTITIES, CLAIMS, ORIGINS, GAPS)
NAME_WORDS = 3


def admit_entities(db: sqlite3.Connection, new: list[str]) -> None:
    """Give entities of an article their places among those of all."""
    rows = [(id, id) for id in new]
    db.executemany("INSERT OR IGNORE INTO entity_member VALUES (?, ?)", rows)
    _summarise_entities(db, place(db, ENTITIES, new), new)


def admit_statements(db: sqlite3.Connection, new: list[str]) -> None:
    """Give statements of an article their claims and origins."""
    rows = [(id, id, id) for id in new]
    db.executemany("INSERT OR IGNORE INTO claim_statement VALUES (?, ?, ?)", rows)
    claims = place(db, CLAIMS, new)
    place(db, ORIGINS, new)
    _summarise_claims(db, claims, new)


def admit_gaps(db: sqlite3.Connection, new: list[str]) -> None:
    """Give gaps of an article their threads."""
    db.executemany("INSERT OR IGNORE INTO gap_thread VALUES (?, ?, NULL)", [(id, id) for id in new])
    place(db, GAPS, new)


def close_gaps(db: sqlite3.Connection, gaps: Iterable[str]) -> None:
    """Say of each gap which statement closes it, if one does."""
    db.executemany(
        "UPDATE gap_thread SET closed_by = (SELECT subject FROM standing WHERE object = gap "
        "AND relation = 'closes' AND holds ORDER BY score DESC, subject LIMIT 1) WHERE gap = ?",
        [(gap,) for gap in gaps],
    )


def number_versions(db: sqlite3.Connection, url: str | None) -> None:
    """Number the articles that were published at one address, oldest first."""
    if url is None:
        return
    ids = [
        row[0]
        for row in db.execute(
            "SELECT id FROM article WHERE url = ? ORDER BY published IS NULL, published, number",
            (url,),
        )
    ]
    db.executemany(
        "INSERT OR REPLACE INTO version VALUES (?, ?, ?, ?)",
        [(id, url, i + 1, ids[i - 1] if i else None) for i, id in enumerate(ids)],
    )


def everything(db: sqlite3.Connection) -> None:
    """Empty all that is derived and make it again from what was observed and judged."""
    empty(db)
    db.execute("INSERT INTO entity_member SELECT id, id FROM article_entity")
    db.execute("INSERT INTO claim_statement SELECT id, id, id FROM attribution")
    db.execute("INSERT INTO gap_thread SELECT id, id, NULL FROM gap")
    for grouping in GROUPINGS:
        _regroup_all(db, grouping)
    entities = [row[0] for row in db.execute("SELECT DISTINCT entity FROM entity_member")]
    _summarise_entities(db, entities, ())
    claims = [row[0] for row in db.execute("SELECT DISTINCT claim FROM claim_statement")]
    _summarise_claims(db, claims, ())
    close_gaps(db, [r[0] for r in db.execute(
        "SELECT DISTINCT object FROM judgement WHERE relation = ?", (Relation.CLOSES.value,))])  # fmt: skip
    for (url,) in db.execute("SELECT DISTINCT url FROM article WHERE url IS NOT NULL").fetchall():
        number_versions(db, url)


def empty(db: sqlite3.Connection) -> None:
    """Leave nothing that is only derived."""
    for table in ("entity_member", "entity", "claim_statement", "claim", "gap_thread", "version"):
        db.execute(f"DELETE FROM {table}")  # noqa: S608 - our own names
    db.execute("INSERT INTO claim_words (claim_words) VALUES ('delete-all')")


def groups(db: sqlite3.Connection, grouping: Grouping, members: Iterable[str]) -> None:
    """Make the groups that these members are in anew, and what is said of them."""
    wanted = list(members)
    query = f"SELECT DISTINCT {grouping.group} FROM {grouping.table} WHERE {grouping.member} IN"  # noqa: S608
    touched = regroup(db, grouping, {row[0] for row in rows_in(db, query, wanted)})
    if grouping is ENTITIES:
        _summarise_entities(db, touched, ())
        claims = rows_in(
            db,
            "SELECT DISTINCT c.claim FROM entity_member m JOIN attribution s "
            "ON s.speaker = m.article_entity JOIN claim_statement c ON c.attribution = s.id "
            "WHERE m.entity IN",
            touched,
        )
        _summarise_claims(db, [row[0] for row in claims], ())
    elif grouping in (CLAIMS, ORIGINS):
        query = "SELECT DISTINCT claim FROM claim_statement WHERE attribution IN"
        claims = rows_in(db, query, wanted)
        _summarise_claims(db, {*touched, *(row[0] for row in claims)}, ())


def _regroup_all(db: sqlite3.Connection, by: Grouping) -> None:
    joined = db.execute(
        "SELECT subject FROM judgement WHERE relation = ? AND holds AND superseded_by IS NULL "
        "UNION SELECT object FROM judgement WHERE relation = ? AND holds AND superseded_by IS NULL",
        (by.joins.value, by.joins.value),
    ).fetchall()
    done: set[str] = set()
    for (member,) in joined:
        if member not in done:
            made = regroup(db, by, {member})
            query = f"SELECT {by.member} FROM {by.table} WHERE {by.group} IN"  # noqa: S608
            done |= {row[0] for row in rows_in(db, query, made)}


def _summarise_entities(db: sqlite3.Connection, touched: Iterable[str], new: Iterable[str]) -> None:
    """One row for each entity: under its best name, and of how many members.

    What is known of an entity is gone on with where only `new` came to it: reading all members
    of a name that is in every article would cost more the longer the story.
    """
    added = list(new)
    gone = [(id,) for id in added]
    fresh: dict[str, list[tuple[str, str]]] = {}
    query = (
        "SELECT m.entity, e.name, e.kind FROM entity_member m "
        "JOIN article_entity e ON e.id = m.article_entity WHERE m.article_entity IN"
    )
    for entity, name, kind in rows_in(db, query, added):
        fresh.setdefault(entity, []).append((name, kind))
    summaries = []
    for entity in sorted(touched):
        members = db.execute(
            "SELECT count(*) FROM entity_member WHERE entity = ?", (entity,)
        ).fetchone()[0]
        gone.append((entity,))
        if not members:
            continue
        known = db.execute(
            "SELECT name, kind, members FROM entity WHERE id = ?", (entity,)
        ).fetchone()
        names = fresh.get(entity, [])
        if known is not None and known["members"] + len(names) == members:
            names = [*names, (known["name"], known["kind"])]
        else:
            names = [tuple(row) for row in db.execute(_MEMBERS, (entity,))]
        name, kind = min(names, key=lambda pair: (*_rank(pair[0]), pair[1]))
        summaries.append((entity, name, kind, members))
    db.executemany("DELETE FROM entity WHERE id = ?", gone)
    db.executemany("INSERT INTO entity VALUES (?, ?, ?, ?)", summaries)


_MEMBERS = """
SELECT e.name, e.kind FROM entity_member m JOIN article_entity e ON e.id = m.article_entity
WHERE m.entity = ?"""


def _rank(name: str) -> tuple[object, ...]:
    """Better names first: of one script, Latin, of several words but not of many."""
    scripts = {script_of(char) for char in name} - {None}
    words = name.split()
    return (len(scripts) > 1, "latin" not in scripts, -min(len(words), NAME_WORDS), len(name), name)


_CLAIM = """
INSERT INTO claim (id, text, speaker, first_seen, last_seen, statements, articles, outlets, origins)
SELECT c.claim,
       (SELECT s2.content FROM claim_statement c2 JOIN attribution s2 ON s2.id = c2.attribution
        JOIN article a2 ON a2.id = s2.article WHERE c2.claim = c.claim
        ORDER BY a2.published IS NULL, a2.published, s2.kind != 'direct', a2.number, s2.place_in_text
        LIMIT 1),
       CASE WHEN count(DISTINCT m.entity) = 1 THEN min(m.entity) END,
       min(a.published), max(a.published), count(*), count(DISTINCT s.article),
       count(DISTINCT coalesce(a.outlet, a.id)), count(DISTINCT c.origin)
FROM claim_statement c JOIN attribution s ON s.id = c.attribution
JOIN article a ON a.id = s.article
LEFT JOIN entity_member m ON m.article_entity = s.speaker
WHERE c.claim = ? GROUP BY c.claim"""


def _summarise_claims(db: sqlite3.Connection, touched: Iterable[str], new: Iterable[str]) -> None:
    wanted = sorted({*touched, *new})
    old = list(rows_in(db, "SELECT number, text FROM claim WHERE id IN", wanted))
    db.executemany(
        "INSERT INTO claim_words (claim_words, rowid, text) VALUES ('delete', ?, ?)",
        [tuple(row) for row in old],
    )
    db.executemany("DELETE FROM claim WHERE number = ?", [(row["number"],) for row in old])
    db.executemany(_CLAIM, [(id,) for id in wanted])
    made = rows_in(db, "SELECT number, text FROM claim WHERE id IN", wanted)
    db.executemany(
        "INSERT INTO claim_words (rowid, text) VALUES (?, ?)", [tuple(row) for row in made]
    )
