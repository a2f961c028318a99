"""What persons decided about a ledger, act by act, the latest first, and whether it stands.

Judgements name ids; here each has the words of what it is about. What a decision is about may no
longer be there, after an article was read again by a newer reader: then `finds` is False, and the
words are those on record from when it was decided, or None.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from onrecord.judged import NOBODY, NOWHERE, Relation, spans_of
from onrecord.ledger import Ledger
from onrecord.ledger.clusters import rows_in
from onrecord.ledger.judgements import PERSON
from onrecord.values import text_of


@dataclass(frozen=True, slots=True)
class Thing:
    """What a judgement is about: its kind, its id, and its words or name, where it is there."""

    kind: str  # statement, speaker, gap, article, words, nobody
    id: str
    text: str | None


@dataclass(frozen=True, slots=True)
class Point:
    """One judgement of an act; `role` is the part of a statement that it places."""

    id: str
    relation: str
    role: str | None
    holds: bool
    subject: Thing
    object: Thing
    stands: bool
    finds: bool


@dataclass(frozen=True, slots=True)
class Decision:
    """What somebody did at once: who, when, why, and whether it can be taken back.

    `stands` says that some of it counts; `undone_by` is the number of the act that took it back.
    """

    number: int
    act: str
    by: str
    at: str | None
    reason: str
    points: tuple[Point, ...]
    stands: bool
    undoes: int | None
    undone_by: int | None


_ACTS = """
SELECT d.*, (SELECT max(number) FROM decision u WHERE u.undoes = d.number) AS undone_by
FROM decision d WHERE {where} ORDER BY d.number DESC LIMIT ?"""
_POINTS = """
SELECT i.decision, j.* FROM decided i JOIN judgement j ON j.id = i.judgement
WHERE coalesce(j.superseded_by, '') NOT LIKE 'found again: %' AND i.decision IN"""
# An act of which at least one judgement is about this.
_ABOUT = """
d.number IN (SELECT i.decision FROM judgement j JOIN decided i ON i.judgement = j.id
             WHERE j.made_by LIKE 'person: %' AND (j.subject = ? OR j.object = ?))"""
_WORDS = {
    "statement": "SELECT s.id, coalesce(t.content, s.content) AS text FROM attribution s "
    "LEFT JOIN stated t ON t.id = s.id WHERE s.id IN",
    "speaker": "SELECT id, name AS text FROM article_entity WHERE id IN",
    "gap": "SELECT id, coalesce(what, cue) AS text FROM gap WHERE id IN",
    "article": "SELECT id, coalesce(outlet, title, name) AS text FROM article WHERE id IN",
}
_KINDS = {
    Relation.SAME_ENTITY: ("speaker", "speaker"),
    Relation.SAME_GAP: ("gap", "gap"),
    Relation.CLOSES: ("statement", "gap"),
    Relation.COPIED_FROM: ("article", "article"),
    Relation.SPOKEN_BY: ("statement", "speaker"),
    Relation.STANDS_AT: ("statement", "words"),
    Relation.STATED_IN: ("statement", "article"),
}


def decisions(
    ledger: Ledger, limit: int = -1, *, about: str | None = None, number: int | None = None
) -> list[Decision]:
    """Acts of persons, the latest first; with `about`, an id, only those about that.

    With `number` that one alone.
    """
    where, given = "1", ()  # type: tuple[str, tuple[object, ...]]
    if about is not None:
        where, given = _ABOUT, (about, about)
    elif number is not None:
        where, given = "d.number = ?", (number,)
    acts = ledger.db.execute(_ACTS.format(where=where), (*given, limit)).fetchall()
    rows: dict[int, list[sqlite3.Row]] = defaultdict(list)
    for row in rows_in(ledger.db, _POINTS, [act["number"] for act in acts]):
        rows[row["decision"]].append(row)
    things = _things(ledger, [row for some in rows.values() for row in some])
    lost = set(ledger.lost())
    return [_decision(act, rows[act["number"]], things, lost) for act in acts]


def _decision(
    act: sqlite3.Row, rows: list[sqlite3.Row], things: dict[tuple[str, str], str], lost: set[str]
) -> Decision:
    points = tuple(_point(row, things, lost) for row in rows)
    return Decision(
        act["number"], act["act"], act["made_by"].removeprefix(PERSON), act["made_at"],
        act["reason"], points, act["act"] != "undo" and any(point.stands for point in points),
        act["undoes"], act["undone_by"],
    )  # fmt: skip


def _point(row: sqlite3.Row, things: dict[tuple[str, str], str], lost: set[str]) -> Point:
    relation = Relation(row["relation"])
    one, other = _KINDS.get(relation, ("statement", "statement"))
    if row["object"] in (NOBODY, NOWHERE):
        object = Thing("nobody" if row["object"] == NOBODY else "words", "", None)
    else:
        object = Thing(other, row["object"], things.get((other, _key(row))))
    return Point(
        row["id"], relation.value, row["type"] if relation is Relation.STANDS_AT else None,
        bool(row["holds"]), Thing(one, row["subject"], things.get((one, row["subject"]))),
        object, row["superseded_by"] is None, row["id"] not in lost,
    )  # fmt: skip


def _key(row: sqlite3.Row) -> str:
    placed = row["relation"] == Relation.STANDS_AT
    return str(row["id"] if placed else row["object"])


def _things(ledger: Ledger, rows: list[sqlite3.Row]) -> dict[tuple[str, str], str]:
    """The words of all that these judgements are about, by kind and id."""
    wanted: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        one, other = _KINDS.get(Relation(row["relation"]), ("statement", "statement"))
        wanted[one].add(row["subject"])
        wanted[other].add(row["object"])
    found: dict[tuple[str, str], str] = {}
    for kind, query in _WORDS.items():
        for row in rows_in(ledger.db, query, wanted[kind]):
            found[kind, row["id"]] = row["text"]
    placed = [row for row in rows if row["relation"] == Relation.STANDS_AT]
    read = {row["subject"] for row in rows} - {id for kind, id in found if kind == "statement"}
    return {**_on_record(ledger, rows, read), **found, **_placed(ledger, placed)}


def _placed(ledger: Ledger, rows: Iterable[sqlite3.Row]) -> dict[tuple[str, str], str]:
    """The words that corrections name by where they stand, by judgement."""
    found = {}
    query = (
        "SELECT a.text FROM judgement_span e JOIN article a ON a.id = e.article "
        "WHERE e.judgement = ? LIMIT 1"
    )
    for row in rows:
        held = ledger.db.execute(query, (row["id"],)).fetchone()
        if held and row["object"] != NOWHERE:
            found["words", row["id"]] = text_of(spans_of(row["object"]), held[0])
    return found


def _on_record(
    ledger: Ledger, rows: Iterable[sqlite3.Row], gone: set[str]
) -> dict[tuple[str, str], str]:
    """The words of statements that are no longer there, from where they stood."""
    found: dict[tuple[str, str], str] = {}
    query = (
        "SELECT substr(a.text, e.start + 1, e.end - e.start) FROM judgement_span e "
        "JOIN article a ON a.id = e.article WHERE e.judgement = ? ORDER BY e.piece"
    )
    for row in rows:
        if row["subject"] in gone:
            pieces = [piece for (piece,) in ledger.db.execute(query, (row["id"],))]
            if pieces:
                found["statement", row["subject"]] = " … ".join(pieces)
    return found


def told(decision: Decision) -> str:
    """What was decided, and why, in ids."""
    undone = f" {decision.undoes}" if decision.undoes is not None else ""
    what = "; ".join(_said(point) for point in decision.points)
    return f"{decision.act}{undone}: {what}" + f"  {decision.reason}" * bool(decision.reason)


def line(decision: Decision) -> str:
    """A decision on one line: number, moment, who, what, why, and whether it stands."""
    words = [str(decision.number), decision.at or "-", decision.by, told(decision)]
    if decision.act != "undo" and not decision.stands:
        words.append("(no longer stands)")
    elif any(not point.finds for point in decision.points):
        words.append("(no longer finds what it is about)")
    return "  ".join(" ".join(word.split()) for word in words)


def _said(point: Point) -> str:
    verb = point.relation if point.holds else f"not {point.relation}"
    role = f"{point.role} " if point.role else ""
    other = point.object.id or "nobody named" if point.object.kind != "words" else point.object.id
    return f"{point.subject.id} {role}{verb} {other or 'nowhere'}"
