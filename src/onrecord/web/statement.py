"""One statement for its page: its parts as they stand and as they were read, and the text around.

The text is cut into pieces where a part begins or ends, each with the offset at which it begins,
so that words that somebody selects can be given as numbers. A character that acts on whatever
shows it is drawn as its code point, in a piece of its own, so that offsets stay right.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from onrecord.ledger import Ledger
from onrecord.ledger.clusters import rows_in
from onrecord.ledger.stated import ROLES, spans
from onrecord.present import topics
from onrecord.present.topics.decisions import Decision
from onrecord.present.topics.fetch import said
from onrecord.present.topics.values import Said, Source
from onrecord.present.words import shown
from onrecord.text import paragraphs
from onrecord.values import Span, Spans, hull

AROUND = 600  # characters of text before and after a statement, to the paragraph's end at most
WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the article's text, the roles that it is part of, and where it begins."""

    at: int
    text: str
    roles: tuple[str, ...]
    length: int


@dataclass(frozen=True, slots=True)
class Part:
    """A role of a statement: where it stands and what it holds; what the reader had found there.

    `by` is who put it right, and is None where nobody did.
    """

    role: str
    text: str | None
    spans: Spans
    read: str | None
    by: Decision | None


@dataclass(frozen=True, slots=True)
class Figure:
    """Somebody or something that the article names."""

    id: str
    name: str
    kind: str
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A statement with all there is to put right; `said` is None where a person said it is none."""

    id: str
    article: Source
    said: Said | None
    number: int
    text: str
    speaker: str | None
    parts: tuple[Part, ...]
    spoken: Part
    pieces: tuple[Piece, ...]
    words: tuple[tuple[int, int, str], ...]
    cast: tuple[Figure, ...]
    decisions: tuple[Decision, ...]


def sheet_of(ledger: Ledger, id: str) -> Sheet | None:
    """The statement of that id; None where there is none."""
    db = ledger.db
    read = db.execute(
        "SELECT s.*, e.name AS speaker_name FROM attribution s "
        "LEFT JOIN article_entity e ON e.id = s.speaker WHERE s.id = ?", (id,),
    ).fetchone()  # fmt: skip
    if read is None:
        return None
    held = db.execute("SELECT * FROM stated WHERE id = ?", (id,)).fetchone()
    stated = held or read
    decisions = tuple(topics.decisions(ledger, about=id))
    by = _by(decisions)
    placed = spans(db, [id]) if held else _as_read(ledger, id)
    parts = tuple(
        Part(role, stated[role], placed.get((id, role), ()), read[role], by.get(role))
        for role in ROLES
    )
    text = db.execute("SELECT text FROM article WHERE id = ?", (read["article"],)).fetchone()[0]
    window = _window(text, [span for part in parts for span in part.spans])
    names = "SELECT name FROM article_entity WHERE id = ?"
    whose = db.execute(names, (stated["speaker"],)).fetchone()
    spoken = Part("speaker", whose and whose[0], (), read["speaker_name"], by.get("speaker"))
    return Sheet(
        id, topics.sources(ledger, [read["article"]])[read["article"]],
        said(ledger, [id]).get(id), read["place_in_text"] + 1, stated["content"],
        stated["speaker"], parts, spoken, tuple(_pieces(text, window, parts)),
        tuple((m.start(), m.end(), m[0]) for m in WORD.finditer(text, window.start, window.end)),
        tuple(_cast(ledger, read["article"])), decisions,
    )  # fmt: skip


def _by(decisions: tuple[Decision, ...]) -> Mapping[str, Decision]:
    """Which decision stands about each part; the removal of the whole under "removed"."""
    found: dict[str, Decision] = {}
    for decision in decisions:
        for point in decision.points:
            part = {"spoken by": "speaker", "stated in": "removed"}.get(point.relation, point.role)
            if part and point.stands and point.finds and decision.undoes is None:
                found.setdefault(part, decision)
    return found


def _as_read(ledger: Ledger, id: str) -> dict[tuple[str, str], Spans]:
    found: dict[tuple[str, str], Spans] = {}
    query = "SELECT owner, role, start, end FROM span WHERE owner IN"
    for row in rows_in(ledger.db, query, [id]):
        key = (id, row["role"])
        found[key] = (*found.get(key, ()), Span(row["start"], row["end"]))
    return found


def _window(text: str, spans: list[Span]) -> Span:
    """The paragraphs that a statement stands in, and those beside them, as far as there is room."""
    whole = hull(tuple(spans))
    found = paragraphs(text)
    here = [n for n, p in enumerate(found) if p.overlaps(whole)] or [0]
    around = found[max(0, here[0] - 1) : here[-1] + 2]
    start = max(around[0].start, whole.start - AROUND) if around else whole.start
    end = min(around[-1].end, whole.end + AROUND) if around else whole.end
    return Span(_to_word(text, min(start, whole.start)), max(end, whole.end))


def _to_word(text: str, start: int) -> int:
    """Where the word ends in whose middle `start` would be."""
    while 0 < start < len(text) and not text[start - 1].isspace() and not text[start].isspace():
        start -= 1
    return start


def _pieces(text: str, window: Span, parts: tuple[Part, ...]) -> Iterator[Piece]:
    cuts = {window.start, window.end}
    for part in parts:
        cuts |= {at for span in part.spans for at in (span.start, span.end)}
    for at in range(window.start, window.end):
        if _acts(text[at]):
            cuts |= {at, at + 1}
    for start, end in pairwise(sorted(cuts)):
        span = Span(start, end)
        roles = tuple(p.role for p in parts if any(s.covers(span) for s in p.spans))
        yield Piece(start, span.of(text), roles, len(span))


def _acts(char: str) -> bool:
    """Whether a character is not shown as itself."""
    return char == "\r" or (char != "\n" and shown(char) != char)


def _cast(ledger: Ledger, article: str) -> Iterator[Figure]:
    """Whom the article names: persons first, in order of the alphabet."""
    query = "SELECT id, name, kind, roles FROM article_entity WHERE article = ?"
    rows = ledger.db.execute(query, (article,)).fetchall()
    rows.sort(
        key=lambda r: (r["kind"] != "person", r["kind"] == "place", r["name"].lower(), r["id"])
    )
    for row in rows:
        yield Figure(row["id"], row["name"], row["kind"], tuple(json.loads(row["roles"])))
