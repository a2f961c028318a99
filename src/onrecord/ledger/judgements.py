"""What was decided, as rows: added, superseded, revived, never edited and never deleted.

A judge who says the same again adds nothing; a newer version of the same rules, or the undoing of
a person's word, supersedes. What a person does is kept besides as an act (`decision`): who, when,
why, and all judgements that it made at once, so that it can be taken back as one.
"""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime

from onrecord.judged import CORRECTIONS, Evidence, Judgement, Part, Relation
from onrecord.values import Span

PERSON = "person: "
FOUND_AGAIN = "found again: "


def add(db: sqlite3.Connection, judgements: Iterable[Judgement]) -> None:
    """Write judgements; one that was superseded and is made again stands again."""
    now = _now()
    rows, spans = [], []
    for judgement in judgements:
        id = judgement.id
        parts = json.dumps([[p.name, round(p.score, 4), p.detail] for p in judgement.parts])
        rows.append(
            (
                id, judgement.relation.value, judgement.subject, judgement.object,
                int(judgement.holds), judgement.type, round(judgement.score, 4), judgement.reason,
                parts, judgement.by, now,
            )
        )  # fmt: skip
        pieces: dict[str, int] = defaultdict(int)
        for evidence in judgement.evidence:
            for span in evidence.spans:
                piece = pieces[evidence.article]
                spans.append((id, evidence.article, piece, span.start, span.end))
                pieces[evidence.article] += 1
    if not rows:
        return
    db.executemany(
        "INSERT INTO judgement VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL) "
        "ON CONFLICT (id) DO UPDATE SET superseded_by = NULL, score = excluded.score, "
        "reason = excluded.reason, parts = excluded.parts",
        rows,
    )
    db.executemany("INSERT OR IGNORE INTO judgement_span VALUES (?, ?, ?, ?, ?)", spans)


def read(db: sqlite3.Connection, row: sqlite3.Row) -> Judgement:
    """A row of `judgement` as a value, with its evidence."""
    evidence: dict[str, list[Span]] = {}
    for found in db.execute(
        "SELECT article, start, end FROM judgement_span WHERE judgement = ? ORDER BY article, piece",
        (row["id"],),
    ):
        evidence.setdefault(found["article"], []).append(Span(found["start"], found["end"]))
    return Judgement(
        Relation(row["relation"]), row["subject"], row["object"], row["made_by"], row["score"],
        row["reason"], bool(row["holds"]), row["type"],
        tuple(Part(*part) for part in json.loads(row["parts"])),
        tuple(Evidence(article, tuple(spans)) for article, spans in evidence.items()),
    )  # fmt: skip


def supersede(db: sqlite3.Connection, ids: Iterable[str], by: str) -> None:
    """Let these judgements stand no longer; `by` is who or what came after them."""
    db.executemany("UPDATE judgement SET superseded_by = ? WHERE id = ?", [(by, id) for id in ids])


def enact(
    db: sqlite3.Connection, act: str, by: str, reason: str, decided: Iterable[str],
    undoes: int | None = None,
) -> int:  # fmt: skip
    """Keep an act, with the judgements that it made; gives its number."""
    cursor = db.execute(
        "INSERT INTO decision (act, made_by, reason, made_at, undoes) VALUES (?, ?, ?, ?, ?)",
        (act, by, reason, _now(), undoes),
    )
    number = cursor.lastrowid or 0
    db.executemany(
        "INSERT OR IGNORE INTO decided VALUES (?, ?)",
        [(number, judgement) for judgement in decided],
    )
    return number


def overrule(db: sqlite3.Connection, new: Judgement) -> None:
    """Let no person's judgement stand that `new` takes the place of.

    That is the opposite of it about the same pair; of one attribution, whatever was said before
    about the same of it.
    """
    if new.relation in CORRECTIONS:
        rows = db.execute(
            "SELECT id FROM judgement WHERE subject = ? AND relation = ? AND type IS ? "
            "AND id != ? AND superseded_by IS NULL AND made_by LIKE 'person: %'",
            (new.subject, new.relation.value, new.type, new.id),
        )
    else:
        rows = db.execute(
            "SELECT id FROM judgement WHERE relation = ? AND superseded_by IS NULL "
            "AND holds != ? AND made_by LIKE 'person: %' "
            "AND ((subject = ? AND object = ?) OR (subject = ? AND object = ?))",
            (new.relation.value, int(new.holds), new.subject, new.object, new.object, new.subject),
        )
    supersede(db, [row[0] for row in rows.fetchall()], new.id)


def carry(db: sqlite3.Connection, old: Judgement, new: Judgement) -> None:
    """Write a person's judgement again, in the same act, about what was found to be the same."""
    supersede(db, [old.id], FOUND_AGAIN + new.id)
    overrule(db, new)
    add(db, [new])
    db.execute(
        "UPDATE judgement SET made_at = (SELECT made_at FROM judgement WHERE id = ?) WHERE id = ?",
        (old.id, new.id),
    )
    db.execute(
        "INSERT OR IGNORE INTO decided SELECT decision, ? FROM decided WHERE judgement = ?",
        (new.id, old.id),
    )


def revive(db: sqlite3.Connection, overruled_by: str) -> None:
    """Let persons' judgements stand again that this one had taken the place of."""
    db.execute(
        "UPDATE judgement SET superseded_by = NULL "
        "WHERE superseded_by = ? AND made_by LIKE 'person: %'",
        (overruled_by,),
    )


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def supersede_machine(db: sqlite3.Connection, owners: Iterable[str], by: str) -> None:
    """Let no machine's judgement about any of `owners` stand; persons' stay."""
    for owner in owners:
        db.execute(
            "UPDATE judgement SET superseded_by = ? WHERE superseded_by IS NULL "
            "AND made_by NOT LIKE 'person: %' AND (subject = ? OR object = ?)",
            (by, owner, owner),
        )
