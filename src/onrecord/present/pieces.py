"""An article's text cut where any mark begins or ends, each piece with the marks on it.

Marks overlap as they like: a statement inside a statement, a gap across both. A page cannot nest
what overlaps, so it draws pieces; `outer` comes before `inner` in each, the longest first, and a
piece knows which marks begin and end with it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from onrecord.present.record import Fault, Missing, Record, Statement
from onrecord.text import paragraphs
from onrecord.values import Span, Spans, Unsourced


class Role(StrEnum):
    """What a mark says of the words."""

    UNSOURCED = "unsourced"
    CONTENT = "content"
    SOURCE = "source"
    CUE = "cue"
    GAP = "gap"
    FAULT = "fault"


@dataclass(frozen=True, slots=True, eq=False)
class Mark:
    """One stretch with one role; `first` and `last` among the stretches of what it belongs to."""

    span: Span
    role: Role
    of: Statement | Missing | Fault | Unsourced
    first: bool
    last: bool


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text over which the marks do not change, the outermost mark first."""

    text: str
    marks: tuple[Mark, ...]
    begins: frozenset[Mark]
    ends: frozenset[Mark]

    def depth(self, mark: Mark) -> int:
        """How many contents lie within this one here: 0 for the innermost."""
        contents = [m for m in self.marks if m.role is Role.CONTENT]
        return len(contents) - 1 - contents.index(mark)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph in pieces, and what to note beside it: all that begins in it."""

    pieces: tuple[Piece, ...]
    statements: tuple[Statement, ...]
    missing: tuple[Missing, ...]
    unsourced: tuple[Unsourced, ...]
    faults: tuple[Fault, ...]
    barred: bool


def paragraphs_of(record: Record) -> Iterator[Paragraph]:
    """The article's paragraphs, in time proportional to text and marks."""
    text = record.reading.article.text
    marks = sorted(_marks(record), key=lambda m: m.span.start)
    open_marks: list[Mark] = []
    at = 0
    for span in paragraphs(text):
        while at < len(marks) and marks[at].span.start < span.end:
            open_marks.append(marks[at])
            at += 1
        open_marks = [m for m in open_marks if m.span.end > span.start]
        yield _paragraph(text, span, open_marks)


def _paragraph(text: str, span: Span, marks: list[Mark]) -> Paragraph:
    begun = [m for m in marks if m.first and span.start <= m.span.start]
    begun.sort(key=lambda m: m.span.start)
    owners = list(dict.fromkeys((m.role, id(m.of)) for m in begun))
    by_owner = {(m.role, id(m.of)): m.of for m in begun}
    own = [by_owner[key] for key in owners if key[0] not in (Role.SOURCE, Role.CUE)]
    return Paragraph(
        tuple(_pieces(text, span, marks)),
        tuple(o for o in own if isinstance(o, Statement)),
        tuple(o for o in own if isinstance(o, Missing)),
        tuple(o for o in own if isinstance(o, Unsourced)),
        tuple(o for o in own if isinstance(o, Fault)),
        any(m.role is Role.UNSOURCED for m in marks),
    )


def _pieces(text: str, span: Span, marks: list[Mark]) -> Iterator[Piece]:
    cuts = {span.start, span.end}
    starting: dict[int, list[Mark]] = {}
    for m in marks:
        start = max(m.span.start, span.start)
        starting.setdefault(start, []).append(m)
        cuts |= {start, min(m.span.end, span.end)}
    running: list[Mark] = []
    for start, end in pairwise(sorted(cuts)):
        running = [m for m in running if m.span.end > start]
        running += starting.get(start, [])
        running.sort(key=lambda m: (-len(m.span), m.span.start))
        yield Piece(
            text[start:end],
            tuple(running),
            frozenset(m for m in running if m.span.start == start),
            frozenset(m for m in running if m.span.end == end),
        )


def _marks(record: Record) -> Iterator[Mark]:
    for u in record.reading.unsourced:
        yield from _marks_on(u.spans, Role.UNSOURCED, u)
    drawn: set[tuple[Role, Span]] = set()
    for s in record.statements:
        a = s.attribution
        yield from _marks_on(a.content, Role.CONTENT, s)
        for role, spans in ((Role.SOURCE, a.source or ()), (Role.CUE, a.cue or ())):
            yield from _marks_on(tuple(x for x in spans if (role, x) not in drawn), role, s)
            drawn |= {(role, x) for x in spans}
    for missing in record.missing:
        yield from _marks_on(missing.gap.what or missing.gap.cue, Role.GAP, missing)
    for fault in record.faults:
        for spans in fault.places:
            yield from _marks_on(spans, Role.FAULT, fault)


def _marks_on(
    spans: Spans, role: Role, of: Statement | Missing | Fault | Unsourced
) -> Iterator[Mark]:
    ordered = sorted(spans)
    for n, span in enumerate(ordered):
        yield Mark(span, role, of, n == 0, n == len(ordered) - 1)
