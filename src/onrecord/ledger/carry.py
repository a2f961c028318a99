"""What persons decided is carried over to what a newer reader found in the same article.

Ids come from content, so most things keep theirs when an article is read again. A statement whose
edges the newer reader draws otherwise, or an entity whose name it reads in full, has another: it
is then the one that covers most of the same characters, more than half of what the two cover
together. The person's judgement is written again about it, in that person's name, and the old one
is superseded. Where nothing covers so much, the judgement stays as it is, without effect.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import replace

from onrecord.judged import CORRECTIONS, Judgement, Relation, spans_of
from onrecord.ledger import judgements
from onrecord.values import Span, Spans, united

HALF = 0.5
Places = Mapping[str, tuple[str, Spans]]
# Where things of an article stand: statements by their content, entities by their names (by all
# mentions where they have none), gaps by the words that say so.
_PLACES = """
SELECT s.id, 'statement' AS what, p.start, p.end FROM attribution s
JOIN span p ON p.owner = s.id AND p.role = 'content' WHERE s.article = :a
UNION ALL
SELECT m.entity, 'entity', p.start, p.end FROM mention m JOIN span p ON p.owner = m.id
WHERE m.article = :a AND (m.form = 'name' OR NOT EXISTS (
    SELECT 1 FROM mention n WHERE n.entity = m.entity AND n.form = 'name'))
UNION ALL
SELECT g.id, 'gap', p.start, p.end FROM gap g
JOIN span p ON p.owner = g.id AND p.role = 'cue' WHERE g.article = :a"""
# Corrections say where the statement stood that they are about, whether it is there or not.
_MARKS = ", ".join(f"'{relation.value}'" for relation in CORRECTIONS)
_EVIDENCE = f"""
SELECT j.subject, 'statement', e.start, e.end FROM judgement_span e
JOIN judgement j ON j.id = e.judgement WHERE e.article = :a AND j.made_by LIKE 'person: %'
AND j.superseded_by IS NULL AND j.relation IN ({_MARKS})"""  # noqa: S608 - our own names


def places(db: sqlite3.Connection, article: str) -> Places:
    """What persons may have decided about in an article: its kind, and where it stands or stood."""
    return {**_gathered(db, _EVIDENCE, article), **_gathered(db, _PLACES, article)}


def _gathered(db: sqlite3.Connection, query: str, article: str) -> Places:
    found: dict[str, tuple[str, list[Span]]] = {}
    for id, what, start, end in db.execute(query, {"a": article}):
        found.setdefault(id, (what, []))[1].append(Span(start, end))
    return {id: (what, tuple(united(spans))) for id, (what, spans) in found.items()}


def over(db: sqlite3.Connection, article: str, before: Places) -> None:
    """Write persons' judgements again about what has another id now."""
    now = _gathered(db, _PLACES, article)
    for old in decided_about(db, {id for id in before if id not in now}):
        ends = [end if end not in before or end in now else _found(old, end, before, now)
                for end in (old.subject, old.object)]  # fmt: skip
        if None not in ends:
            judgements.carry(db, old, replace(old, subject=str(ends[0]), object=str(ends[1])))


def decided_about(db: sqlite3.Connection, ids: set[str]) -> Iterator[Judgement]:
    """Judgements of persons that stand about any of these."""
    query = (
        "SELECT * FROM judgement WHERE made_by LIKE 'person: %' AND superseded_by IS NULL "
        "ORDER BY made_at, id"
    )
    for row in db.execute(query).fetchall():
        if row["subject"] in ids or row["object"] in ids:
            yield judgements.read(db, row)


def _found(judgement: Judgement, id: str, before: Places, now: Places) -> str | None:
    """What stands where that stood, of the same kind; None where nothing does.

    A reader may have come to draw a content as the person put it right, so that counts as well.
    """
    what, spans = before[id]
    wanted = [spans]
    if judgement.relation is Relation.STANDS_AT and judgement.type == "content":
        wanted.append(spans_of(judgement.object))
    best = max(
        ((max(_share(spans, place) for spans in wanted), other)
         for other, (kind, place) in now.items() if kind == what),
        default=(0.0, ""),
    )  # fmt: skip
    return best[1] if best[0] > HALF else None


def _share(one: Spans, other: Spans) -> float:
    """Characters that both cover, of all that they cover together."""
    both = sum(
        max(0, min(a.end, b.end) - max(a.start, b.start)) for a in one for b in united(other)
    )
    return both / (sum(map(len, one)) + sum(map(len, other)) - both)
