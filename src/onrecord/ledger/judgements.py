"""What was decided, as rows: added, superseded, revived, never edited and never deleted.

A judge who says the same again adds nothing; a newer version of the same rules, or the undoing of
a person's word, supersedes.
"""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime

from onrecord.judged import Evidence, Judgement, Part, Relation
from onrecord.values import Span

PERSON = "person: "


def add(db: sqlite3.Connection, judgements: Iterable[Judgement]) -> None:
    """Write judgements; one that was superseded and is made again stands again."""
    now = datetime.now(UTC).isoformat(timespec="seconds")
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


def supersede_machine(db: sqlite3.Connection, owners: Iterable[str], by: str) -> None:
    """Let no machine's judgement about any of `owners` stand; persons' stay."""
    for owner in owners:
        db.execute(
            "UPDATE judgement SET superseded_by = ? WHERE superseded_by IS NULL "
            "AND made_by NOT LIKE 'person: %' AND (subject = ? OR object = ?)",
            (by, owner, owner),
        )
