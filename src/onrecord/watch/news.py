"""What an article adds to a story that was kept before: said now, contested now, told at last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from onrecord.ledger import Ledger
from onrecord.present.words import shown

MOST = 20
LINES = 3
WIDE = 160


@dataclass(frozen=True, slots=True)
class News:
    """An article that came in, and what is new by it. Lists have 20 entries at most.

    `claims` are those that nobody in the ledger had made before; `contradictions` and `changes`
    set one of its statements against an earlier one; `closed` are gaps that it fills, `open` gaps
    of its own that no article had named.
    """

    article: str
    outlet: str | None
    title: str | None
    published: str | None
    url: str | None
    statements: int
    claims: Sequence[dict[str, Any]]
    contradictions: Sequence[dict[str, Any]]
    closed: Sequence[dict[str, Any]]
    open: Sequence[dict[str, Any]]
    copied: Sequence[dict[str, Any]]

    def lines(self) -> list[str]:
        """As a person reads it: the article on one line, what is new by it below."""
        counted = f"{self.statements} statement" + "s" * (self.statements != 1)
        name = f"{self.outlet or 'unknown outlet'}: {self.title or self.url or self.article}"
        when = f"{self.published}  " if self.published else ""
        found = [f"{when}{name}  ({counted})"]
        for label, rows, told in (
            ("said", self.claims, "{text}  ({speaker})"),
            ("contested", self.contradictions, "{one} | {other}  ({relation}: {reason})"),
            ("closed", self.closed, "{what}: {by}"),
            ("open", self.open, "{what}  ({kind})"),
            ("copied", self.copied, "{outlet}: {title}  ({reason})"),
        ):
            found += [f"  {label:<10}{_one_line(told, row)}" for row in rows[:LINES]]
            if len(rows) > LINES:
                more = f"{len(rows) - LINES}{'+' * (len(rows) == MOST)} more"
                found.append(f"  {'':<10}{more}; see onrecord show")
        return [shown(line) for line in found]

    def as_dict(self) -> dict[str, Any]:
        """As JSON has it."""
        return asdict(self)


def _one_line(told: str, row: dict[str, Any]) -> str:
    known = {name: "?" if value is None else _short(str(value)) for name, value in row.items()}
    return told.format_map(known)


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= WIDE else text[: WIDE - 1].rsplit(" ", 1)[0] + "…"


_ARTICLE = """
    SELECT a.outlet, a.title, a.published, a.url,
           (SELECT count(*) FROM stated s WHERE s.article = a.id) AS statements
    FROM article a WHERE a.id = ?"""
_CLAIMS = """
    SELECT c.id, c.text, e.name AS speaker FROM claim c
    JOIN stated s ON s.id = c.id LEFT JOIN entity e ON e.id = c.speaker
    WHERE s.article = ? AND c.articles = 1 ORDER BY c.number LIMIT ?"""
_CONTRADICTIONS = """
    SELECT judgement, relation, type, reason, one, other FROM contradictions
    WHERE one_article = ?1 OR other_article = ?1 ORDER BY score DESC, judgement LIMIT ?2"""
_CLOSED = """
    SELECT t.thread, min(coalesce(g.what, g.cue)) AS what, s.content AS by FROM gap_thread t
    JOIN gap g ON g.id = t.gap JOIN stated s ON s.id = t.closed_by
    WHERE s.article = ? GROUP BY t.thread, s.id ORDER BY t.thread LIMIT ?"""
_OPEN = """
    SELECT t.thread, g.kind, coalesce(g.what, g.cue) AS what, g.holder FROM gap_thread t
    JOIN gap g ON g.id = t.gap WHERE g.article = ?1 AND NOT EXISTS (
        SELECT 1 FROM gap_thread o JOIN gap h ON h.id = o.gap
        WHERE o.thread = t.thread AND h.article != ?1)
    GROUP BY t.thread ORDER BY g.id LIMIT ?2"""
_COPIED = """
    SELECT taken_from AS outlet, taken_from_title AS title, type, reason FROM copies
    WHERE subject = ? ORDER BY score DESC, judgement LIMIT ?"""


def news_of(ledger: Ledger, article: str) -> News:
    """What `article`, just added, brought. Raises `KeyError` for none of the ledger's."""
    row = ledger.db.execute(_ARTICLE, (article,)).fetchone()
    if row is None:
        raise KeyError(article)

    def rows(query: str) -> list[dict[str, Any]]:
        return [dict(found) for found in ledger.db.execute(query, (article, MOST))]

    return News(
        article, **dict(row), claims=rows(_CLAIMS), contradictions=rows(_CONTRADICTIONS),
        closed=rows(_CLOSED), open=rows(_OPEN), copied=rows(_COPIED),
    )  # fmt: skip
