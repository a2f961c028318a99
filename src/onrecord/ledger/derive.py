"""What follows from the judgements: entities, claims with their origins, gaps, versions.

Each function makes anew what it is told was touched, so that an article costs what its own
neighbours cost; `everything` does it for the whole ledger, and must come to the same.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence

from onrecord.judged import Relation
from onrecord.ledger.clusters import (
    CLAIMS,
    ENTITIES,
    GAPS,
    ORIGINS,
    Grouping,
    group_of,
    place,
    regroup,
    rows_in,
)
from onrecord.ledger.stated import state
from onrecord.scripts import script_of
from onrecord.values import EntityKind

GROUPINGS = (ENTITIES, CLAIMS, ORIGINS, GAPS)
NAME_WORDS = 3
LONGEST_INITIALS = 6


def admit_entities(db: sqlite3.Connection, new: list[str]) -> None:
    """Give entities of an article their places among those of all."""
    fresh = sorted({*new} - group_of(db, ENTITIES, new).keys())
    db.executemany("INSERT INTO entity_member VALUES (?, ?)", [(id, id) for id in fresh])
    placed = place(db, ENTITIES, new)
    _unite_names(db, placed.united)
    _count_names(db, placed.remade, fresh)
    _summarise_entities(db, placed.touched)
    spoken = rows_in(db, f"{_CLAIMS_BY} m.article_entity IN", placed.moved)
    _summarise_claims(db, {row[0] for row in spoken} | _claims_by(db, placed.remade))


def admit_statements(db: sqlite3.Connection, new: list[str]) -> None:
    """Give statements of an article their claims and origins."""
    rows = [(id, id, id) for id in new]
    db.executemany("INSERT OR IGNORE INTO claim_statement VALUES (?, ?, ?)", rows)
    claims, origins = place(db, CLAIMS, new), place(db, ORIGINS, new)
    elsewhere = rows_in(
        db, "SELECT DISTINCT claim FROM claim_statement WHERE origin IN", origins.remade
    )
    _summarise_claims(db, {*claims.touched, *new, *(row[0] for row in elsewhere)})


def admit_gaps(db: sqlite3.Connection, new: list[str]) -> None:
    """Give gaps of an article their threads."""
    db.executemany("INSERT OR IGNORE INTO gap_thread VALUES (?, ?, NULL)", [(id, id) for id in new])
    place(db, GAPS, new)


def restate(db: sqlite3.Connection, touched: Iterable[str]) -> None:
    """Say anew what stands of statements that a person put right, and what follows from it.

    Ids of other things among `touched` are passed over.
    """
    wanted = list(touched)
    articles = rows_in(db, "SELECT DISTINCT article FROM attribution WHERE id IN", wanted)
    for article in [row[0] for row in articles]:
        state(db, article)
    mine = [row[0] for row in rows_in(db, "SELECT id FROM attribution WHERE id IN", wanted)]
    there = {row[0] for row in rows_in(db, "SELECT id FROM stated WHERE id IN", mine)}
    query = "SELECT claim FROM claim_statement WHERE attribution IN"
    claims = {row[0] for row in rows_in(db, query, mine)}
    origins = {r[0] for r in rows_in(db, query.replace("claim ", "origin ", 1), mine)}
    for id in mine:
        if id in there:
            db.execute("INSERT OR IGNORE INTO claim_statement VALUES (?, ?, ?)", (id, id, id))
        else:
            db.execute("DELETE FROM claim_statement WHERE attribution = ?", (id,))
    regroup(db, ORIGINS, {*origins, *there})
    _summarise_claims(db, claims | regroup(db, CLAIMS, {*claims, *there}))
    closed = "SELECT gap FROM gap_thread WHERE closed_by IN"
    gaps = {row[0] for row in rows_in(db, closed, mine)}
    closing = "SELECT object FROM judgement WHERE relation = 'closes' AND subject IN"
    close_gaps(db, gaps | {row[0] for row in rows_in(db, closing, mine)})


def close_gaps(db: sqlite3.Connection, gaps: Iterable[str]) -> None:
    """Say of each gap which statement closes it, if one does."""
    db.executemany(
        "UPDATE gap_thread SET closed_by = (SELECT subject FROM standing WHERE object = gap "
        "AND relation = 'closes' AND holds AND subject IN (SELECT id FROM stated) ORDER BY score DESC, subject LIMIT 1) WHERE gap = ?",
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
    for (article,) in db.execute("SELECT id FROM article").fetchall():
        state(db, article)
    db.execute("INSERT INTO entity_member SELECT id, id FROM article_entity")
    db.execute("INSERT INTO claim_statement SELECT id, id, id FROM stated")
    db.execute("INSERT INTO gap_thread SELECT id, id, NULL FROM gap")
    for grouping in GROUPINGS:
        _regroup_all(db, grouping)
    entities = [row[0] for row in db.execute("SELECT DISTINCT entity FROM entity_member")]
    _count_names(db, entities, ())
    _summarise_entities(db, entities)
    claims = [row[0] for row in db.execute("SELECT DISTINCT claim FROM claim_statement")]
    _summarise_claims(db, claims)
    close_gaps(db, [r[0] for r in db.execute(
        "SELECT DISTINCT object FROM judgement WHERE relation = ?", (Relation.CLOSES.value,))])  # fmt: skip
    for (url,) in db.execute("SELECT DISTINCT url FROM article WHERE url IS NOT NULL").fetchall():
        number_versions(db, url)


def empty(db: sqlite3.Connection) -> None:
    """Leave no group; what is stated, from which matching goes on, stays as it is."""
    for table in (
        "entity_member",
        "entity_name",
        "entity",
        "claim_statement",
        "claim",
        "gap_thread",
        "version",
    ):
        db.execute(f"DELETE FROM {table}")  # noqa: S608 - our own names
    db.execute("INSERT INTO claim_words (claim_words) VALUES ('delete-all')")


def groups(db: sqlite3.Connection, grouping: Grouping, members: Iterable[str]) -> None:
    """Make the groups that these members are in anew, and what is said of them."""
    wanted = list(members)
    query = f"SELECT DISTINCT {grouping.group} FROM {grouping.table} WHERE {grouping.member} IN"  # noqa: S608
    touched = regroup(db, grouping, {row[0] for row in rows_in(db, query, wanted)})
    if grouping is ENTITIES:
        _count_names(db, touched, ())
        _summarise_entities(db, touched)
        _summarise_claims(db, _claims_by(db, touched))
    elif grouping in (CLAIMS, ORIGINS):
        query = "SELECT DISTINCT claim FROM claim_statement WHERE attribution IN"
        claims = rows_in(db, query, wanted)
        _summarise_claims(db, {*touched, *(row[0] for row in claims)})


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


_CLAIMS_BY = """
SELECT DISTINCT c.claim FROM entity_member m JOIN stated s ON s.speaker = m.article_entity
JOIN claim_statement c ON c.attribution = s.id WHERE"""


def _claims_by(db: sqlite3.Connection, speakers: Iterable[str]) -> set[str]:
    """Claims of which one of these entities, across articles, makes a statement."""
    return {row[0] for row in rows_in(db, f"{_CLAIMS_BY} m.entity IN", speakers)}


def _unite_names(db: sqlite3.Connection, united: Sequence[tuple[str, str]]) -> None:
    """Count the names of the second of each pair among those of the first."""
    db.executemany(_COUNT_NAMES_OF, united)
    db.executemany("DELETE FROM entity_name WHERE entity = ?", [(other,) for _, other in united])


def _count_names(db: sqlite3.Connection, remade: Iterable[str], new: Iterable[str]) -> None:
    """Count how members are spelt: all of those `remade`, and what is `new` of all others.

    Reading, or only counting, all members of a name that is in every article would cost more the
    longer the story.
    """
    anew = sorted(remade)
    db.executemany("DELETE FROM entity_name WHERE entity = ?", [(id,) for id in anew])
    names = [(id, *row) for id in anew for row in db.execute(_NAMES, (id,))]
    query = (
        "SELECT m.entity, e.name, e.kind, 1 FROM entity_member m "
        "JOIN article_entity e ON e.id = m.article_entity WHERE m.article_entity IN"
    )
    names += [tuple(row) for row in rows_in(db, query, new) if row[0] not in anew]
    db.executemany(_COUNT_NAME, names)


def _summarise_entities(db: sqlite3.Connection, touched: Iterable[str]) -> None:
    """One row for each entity: its best name, the kind most of its members are of, their number."""
    wanted = sorted(touched)
    spelt: dict[str, list[tuple[str, str, int]]] = {}
    query = "SELECT entity, name, kind, members FROM entity_name WHERE entity IN"
    for entity, *name in rows_in(db, query, wanted):
        spelt.setdefault(entity, []).append((name[0], name[1], name[2]))
    gone = [(id,) for id in wanted if id not in spelt]
    db.executemany("DELETE FROM entity WHERE id = ?", gone)
    db.executemany(
        "INSERT INTO entity VALUES (?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET "
        "name = excluded.name, kind = excluded.kind, members = excluded.members",
        [(id, *_best(its), sum(members for *_, members in its)) for id, its in spelt.items()],
    )


_NAMES = """
SELECT e.name, e.kind, count(*) FROM entity_member m JOIN article_entity e
ON e.id = m.article_entity WHERE m.entity = ? GROUP BY e.name, e.kind"""
_COUNT_NAME = """
INSERT INTO entity_name VALUES (?, ?, ?, ?)
ON CONFLICT (entity, name, kind) DO UPDATE SET members = members + excluded.members"""
_COUNT_NAMES_OF = """
INSERT INTO entity_name SELECT ?, name, kind, members FROM entity_name WHERE entity = ?
ON CONFLICT (entity, name, kind) DO UPDATE SET members = members + excluded.members"""
# Kinds that are told from tables and by words beside the name, not by how a name looks.
_TOLD = {EntityKind.OUTLET.value: 3, EntityKind.STATE.value: 3}
_WIDER = {
    EntityKind.OUTLET.value: EntityKind.ORGANISATION.value,
    EntityKind.STATE.value: EntityKind.PLACE.value,
}


def _best(spelt: Iterable[tuple[str, str, int]]) -> tuple[str, str]:
    """The name and the kind that an entity goes by."""
    kinds: Counter[str] = Counter()
    names: Counter[str] = Counter()
    for name, kind, members in spelt:
        kinds[kind] += members * _TOLD.get(kind, 1)
        names[name] += members
    for narrow, wide in _WIDER.items():
        if narrow in kinds:
            kinds[narrow] += kinds[wide]
    kind = min(kinds, key=lambda k: (-kinds[k], k))
    person = kind == EntityKind.PERSON.value
    return min(names, key=lambda name: (*_rank(name, person), -names[name], len(name), name)), kind


def _rank(name: str, person: bool) -> tuple[object, ...]:
    """Better names first: of one script, Latin; a person's of several words, not in capitals."""
    scripts = {script_of(char) for char in name} - {None}
    words = min(len(name.split()), NAME_WORDS)
    shouted = name.isupper() and (person or len(name) > LONGEST_INITIALS)
    return (len(scripts) > 1, "latin" not in scripts, shouted, -words if person else 0)


_CLAIM = """
SELECT c.claim,
       (SELECT s2.content FROM claim_statement c2 JOIN stated s2 ON s2.id = c2.attribution
        JOIN article a2 ON a2.id = s2.article WHERE c2.claim = c.claim
        ORDER BY s2.speaker IS NULL, a2.published IS NULL, a2.published, s2.kind != 'direct',
            a2.number, s2.place_in_text
        LIMIT 1),
       CASE WHEN count(DISTINCT m.entity) = 1 THEN min(m.entity) END,
       min(a.published), max(a.published), count(*), count(DISTINCT s.article),
       count(DISTINCT coalesce(a.outlet, a.id)), count(DISTINCT c.origin)
FROM claim_statement c JOIN stated s ON s.id = c.attribution
JOIN article a ON a.id = s.article
LEFT JOIN entity_member m ON m.article_entity = s.speaker
WHERE c.claim = ? GROUP BY c.claim"""
_KEEP_CLAIM = """
INSERT INTO claim (id, text, speaker, first_seen, last_seen, statements, articles, outlets, origins)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (id) DO UPDATE SET text = excluded.text, speaker = excluded.speaker,
first_seen = excluded.first_seen, last_seen = excluded.last_seen, articles = excluded.articles,
statements = excluded.statements, outlets = excluded.outlets, origins = excluded.origins"""


def _summarise_claims(db: sqlite3.Connection, touched: Iterable[str]) -> None:
    """One row for each claim; its words are indexed again only where they are others."""
    wanted = sorted(touched)
    was = _claim_texts(db, wanted)
    made = [tuple(row) for id in wanted for row in db.execute(_CLAIM, (id,))]
    there = {row[0] for row in made}
    db.executemany("DELETE FROM claim WHERE id = ?", [(id,) for id in wanted if id not in there])
    db.executemany(_KEEP_CLAIM, made)
    now = _claim_texts(db, wanted)
    db.executemany(
        "INSERT INTO claim_words (claim_words, rowid, text) VALUES ('delete', ?, ?)",
        sorted(was - now),
    )
    db.executemany("INSERT INTO claim_words (rowid, text) VALUES (?, ?)", sorted(now - was))


def _claim_texts(db: sqlite3.Connection, claims: Iterable[str]) -> set[tuple[int, str]]:
    rows = rows_in(db, "SELECT number, text FROM claim WHERE id IN", claims)
    return {(row["number"], row["text"]) for row in rows}
