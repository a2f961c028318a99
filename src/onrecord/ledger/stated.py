"""What stands of each attribution once persons have put it right.

What was observed is never edited. A person's correction is a judgement about one attribution: who
speaks, where its source, cue or content stand, or that it is no statement at all. From both
follows `stated`, one row for each attribution that is a statement, in the columns of `attribution`;
whoever shows or matches statements reads that. A correction that names what its article does not
hold (an entity that a newer reader no longer finds) has no effect, and `lost` tells of it.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from onrecord.judged import CORRECTIONS, NOBODY, Relation, spans_of
from onrecord.ledger.clusters import rows_in
from onrecord.text import kind_of, quotations
from onrecord.values import Span, Spans, hull, text_of

ROLES = ("source", "cue", "content")
COLUMNS = (
    "id", "article", "place_in_text", "source", "cue", "content", "start", "end", "kind", "speaker",
    "act", "certainty", "polarity", "said_from", "said_to", "said_at", "denies", "score",
    "corrected",
)  # fmt: skip
_OBSERVED = """
SELECT s.id, s.article, s.place_in_text, s.source, s.cue, s.content,
       (SELECT min(start) FROM span WHERE owner = s.id AND role = 'content') AS start,
       (SELECT max(end) FROM span WHERE owner = s.id AND role = 'content') AS end,
       s.kind, s.speaker, s.act, s.certainty, s.polarity, s.said_from, s.said_to, s.said_at,
       s.denies, s.score, NULL AS corrected
FROM attribution s WHERE s.article = ? ORDER BY s.place_in_text"""
_MARKS = ", ".join(f"'{relation.value}'" for relation in CORRECTIONS)
_CORRECTIONS = f"""
SELECT j.subject, j.relation, j.type, j.object, j.holds FROM attribution s
JOIN judgement j ON j.subject = s.id AND j.relation IN ({_MARKS})
WHERE s.article = ? AND j.superseded_by IS NULL ORDER BY j.id"""  # noqa: S608 - our own names
# Persons' judgements that stand about something that is not there, or not where they say it is.
_THERE = """EXISTS (SELECT 1 FROM attribution WHERE id = j.{end})
    OR EXISTS (SELECT 1 FROM article_entity WHERE id = j.{end})
    OR EXISTS (SELECT 1 FROM gap WHERE id = j.{end})
    OR EXISTS (SELECT 1 FROM article WHERE id = j.{end})"""
_LOST = f"""
SELECT id FROM judgement j WHERE made_by LIKE 'person: %' AND superseded_by IS NULL AND (
    NOT ({_THERE.format(end="subject")})
    OR relation NOT IN ({_MARKS}) AND NOT ({_THERE.format(end="object")})
    OR relation = '{Relation.SPOKEN_BY.value}' AND object != ? AND NOT EXISTS (
        SELECT 1 FROM article_entity e JOIN attribution s ON s.article = e.article
        WHERE e.id = j.object AND s.id = j.subject))
ORDER BY id"""  # noqa: S608 - our own names


@dataclass(slots=True)
class Correction:
    """All that persons put right of one attribution, as it stands."""

    is_statement: bool = True
    speaker: str | None = None  # an entity's id, or NOBODY
    spans: dict[str, Spans] = field(default_factory=dict)


def state(db: sqlite3.Connection, article: str) -> None:
    """Make the statements of an article anew."""
    db.execute("DELETE FROM stated WHERE article = ?", (article,))
    marks = ", ".join("?" * len(COLUMNS))
    for row, spans in statements_of(db, article):
        db.execute(f"INSERT INTO stated VALUES ({marks})", row)  # noqa: S608 - a number of marks
        pieces = [
            (row[0], role, piece, span.start, span.end)
            for role, held in spans.items()
            for piece, span in enumerate(held)
        ]
        db.executemany("INSERT INTO stated_span VALUES (?, ?, ?, ?, ?)", pieces)


def statements_of(
    db: sqlite3.Connection, article: str
) -> Iterator[tuple[tuple[object, ...], dict[str, Spans]]]:
    """Rows of `stated` for an article, as they follow, each with the spans put right."""
    corrections = _corrections(db, article)
    rows = db.execute(_OBSERVED, (article,)).fetchall()
    text, here = "", set()
    if corrections:
        text = db.execute("SELECT text FROM article WHERE id = ?", (article,)).fetchone()[0]
        query = "SELECT id FROM article_entity WHERE article = ?"
        here = {row[0] for row in db.execute(query, (article,))}
    for row in rows:
        correction = corrections.get(row["id"])
        if correction is None:
            yield tuple(row), {}
        elif correction.is_statement:
            made, spans = _corrected(dict(row), correction, text, here)
            yield tuple(made[column] for column in COLUMNS), spans


def _corrections(db: sqlite3.Connection, article: str) -> dict[str, Correction]:
    found: dict[str, Correction] = {}
    for row in db.execute(_CORRECTIONS, (article,)):
        correction = found.setdefault(row["subject"], Correction())
        if row["relation"] == Relation.STATED_IN:
            correction.is_statement = bool(row["holds"])
        elif row["holds"] and row["relation"] == Relation.SPOKEN_BY:
            correction.speaker = row["object"]
        elif row["holds"]:
            correction.spans[row["type"]] = spans_of(row["object"])
    return found


def _corrected(
    row: dict[str, object], correction: Correction, text: str, here: set[str]
) -> tuple[dict[str, object], dict[str, Spans]]:
    """A row with what persons put right, and where that stands."""
    changed = []
    if correction.speaker == NOBODY or correction.speaker in here:
        row["speaker"] = None if correction.speaker == NOBODY else correction.speaker
        changed.append("speaker")
    for role, spans in correction.spans.items():
        row[role] = text_of(spans, text) if spans else None
        changed.append(role)
    if content := correction.spans.get("content"):
        whole = hull(content)
        row |= {"start": whole.start, "end": whole.end}
        quoted = [quotation.span for quotation in quotations(text)]
        row["kind"] = kind_of(text, content, quoted).value
    row["corrected"] = " ".join(changed) or None
    return row, correction.spans


def spans(
    db: sqlite3.Connection, ids: Iterable[str], roles: Iterable[str] = ROLES
) -> dict[tuple[str, str], Spans]:
    """Where the roles of statements stand, by statement and role, as persons put them right."""
    wanted, asked = list(ids), frozenset(roles)
    found: dict[tuple[str, str], list[Span]] = defaultdict(list)
    query = "SELECT owner, role, start, end FROM span WHERE owner IN"
    for row in rows_in(db, query, wanted):
        if row["role"] in asked:
            found[row["owner"], row["role"]].append(Span(row["start"], row["end"]))
    put_right = {k: v for k, v in _put_right(db, wanted).items() if k[1] in asked}
    return {key: tuple(pieces) for key, pieces in {**found, **put_right}.items() if pieces}


def spans_in(db: sqlite3.Connection, article: str) -> dict[tuple[str, str], Spans]:
    """Where everything of an article stands, by owner and role, as persons put it right."""
    found: dict[tuple[str, str], list[Span]] = defaultdict(list)
    for row in db.execute(
        "SELECT owner, role, start, end FROM span WHERE article = ? ORDER BY owner, role, piece",
        (article,),
    ):
        found[row["owner"], row["role"]].append(Span(row["start"], row["end"]))
    query = "SELECT id FROM stated WHERE article = ? AND corrected NOTNULL"
    put_right = _put_right(db, [row[0] for row in db.execute(query, (article,))])
    return {key: tuple(pieces) for key, pieces in {**found, **put_right}.items() if pieces}


def _put_right(db: sqlite3.Connection, ids: Iterable[str]) -> dict[tuple[str, str], list[Span]]:
    """The roles that a person put right, and where they stand: nowhere, for some."""
    wanted = list(ids)
    found: dict[tuple[str, str], list[Span]] = {key: [] for key in corrected_roles(db, wanted)}
    query = "SELECT statement, role, start, end FROM stated_span WHERE statement IN"
    for row in rows_in(db, query, wanted):
        found[row["statement"], row["role"]].append(Span(row["start"], row["end"]))
    return found


def corrected_roles(db: sqlite3.Connection, ids: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Each of these statements with each role that a person put right."""
    query = "SELECT id, corrected FROM stated WHERE corrected NOTNULL AND id IN"
    for row in rows_in(db, query, ids):
        for role in row["corrected"].split():
            yield row["id"], role


def lost(db: sqlite3.Connection) -> list[str]:
    """Judgements of persons that stand and no longer find what they are about."""
    return [row[0] for row in db.execute(_LOST, (NOBODY,))]
