"""What can be told of a text from its characters alone: paragraphs, sentences, quotations.

Everything here gives spans of the text as it stands; nothing is normalised in place. Where a
comparison needs plainer characters, `fold` makes them and keeps the way back. The regular
expressions are linear: each alternative starts with a different character, and nothing that
repeats can match what follows it.

Nearly every stage asks for the same sentences of the same text, one after another, so those of
the last few texts are kept.
"""

from __future__ import annotations

import bisect
import itertools
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, wraps
from typing import TypeVar

from onrecord.values import Kind, Span, Spans

OPENING = "“„«‹‘"
CLOSING = "”»›’"
STRAIGHT = '"'
DOUBLE_MARKS = frozenset('"“”„‟«»')
MARKS = frozenset(OPENING + CLOSING + STRAIGHT + "‟'`")
TEXTS_KEPT, LONGEST_KEPT = 8, 200_000  # texts whose layout is kept, and their characters

Found = TypeVar("Found")

_ABBREVIATIONS = frozenset(
    """
    mr mrs ms mx dr prof rev hon sen rep gov gen lt col maj capt cmdr adm sgt cpl pvt pres
    messrs st ste jr sr inc ltd corp co llc bros dept univ est vs etc al no nos vol fig
    jan feb mar apr jun jul aug sep sept oct nov dec mon tue wed thu fri sat sun
    u.s u.k u.n e.u u.s.a d.c a.m p.m i.e e.g ph.d ave blvd rd mt ft approx
    """.split()
)
_STOP = re.compile(r"(?<![.!?…。！？])[.!?…。！？]++[\"'”’»)\]]*+(?=\s)")
_WORD_BEFORE = re.compile(r"[^\s\"'“‘(\[]*$")
_STARTS_SENTENCE = re.compile(r"[\"'“‘«(\[—–-]*\s*[^a-z\s]")
_DOUBLE_MARK = re.compile(f"[{''.join(sorted(DOUBLE_MARKS))}]")
_LINE = re.compile(r"[^\n]+")
_HARD_WRAP_CHARS = 100
_FRAME = re.compile(
    r"(?P<frame>In\s(?:(?:a|an|another|the\s(?:latest|first|clearest))\s(?:[\w-]+\s){0,3}"
    r"(?:move|sign|step|twist|blow|development|bid|gesture|shift|departure|moment|boost|setback"
    r"|turn|show|break|signal|reversal|warning|victory|defeat)\b[^,;.\"“”]{0,160}"
    r"|what\s[^,;.\"“”]{3,160}))(?:,|\s[–—])\s"
)


def _kept(layout: Callable[[str], Found]) -> Callable[[str], Found]:
    """The same function, which remembers what it gave for the last texts of usual length."""
    remembered = lru_cache(TEXTS_KEPT)(layout)

    @wraps(layout)
    def of(text: str) -> Found:
        return remembered(text) if len(text) <= LONGEST_KEPT else layout(text)

    return of


def paragraphs(text: str) -> list[Span]:
    """The paragraphs: lines, or runs of lines where the text was wrapped to a fixed width."""
    return list(_paragraphs(text))


@_kept
def _paragraphs(text: str) -> tuple[Span, ...]:
    lines = [Span(m.start(), m.end()) for m in _LINE.finditer(text) if not m[0].isspace()]
    if _hard_wrapped(text, lines):
        joined: list[Span] = []
        for line in lines:
            if joined and text.count("\n", joined[-1].end, line.start) < 2:
                joined[-1] = Span(joined[-1].start, line.end)
            else:
                joined.append(line)
        lines = joined
    return tuple(_trimmed(text, line) for line in lines)


def _hard_wrapped(text: str, lines: list[Span]) -> bool:
    """Whether most lines break off in mid sentence at about the same width."""
    inner = [a for a, b in itertools.pairwise(lines) if text.count("\n", a.end, b.start) < 2]
    if len(inner) < 4 or max(map(len, inner)) > _HARD_WRAP_CHARS:
        return False
    broken = sum(text[a.start : a.end].rstrip()[-1] not in ".!?:;\"”'’…" for a in inner)
    return broken > len(inner) * 0.7


def _trimmed(text: str, span: Span) -> Span:
    piece = span.of(text)
    start = span.start + len(piece) - len(piece.lstrip())
    return Span(start, start + len(piece.strip()))


def sentences(text: str, within: list[Span] | None = None) -> list[Span]:
    """The sentences, none crossing a paragraph; closing marks belong to what they close."""
    return list(_sentences(text) if within is None else _sentences_in(text, within))


@_kept
def _sentences(text: str) -> tuple[Span, ...]:
    return tuple(_sentences_in(text, _paragraphs(text)))


def _sentences_in(text: str, within: Sequence[Span]) -> list[Span]:
    found: list[Span] = []
    for paragraph in within:
        start = paragraph.start
        for stop in _STOP.finditer(text, paragraph.start, paragraph.end):
            if _ends_sentence(text, start, stop, paragraph.end):
                found.append(Span(start, stop.end()))
                start = stop.end()
                while start < paragraph.end and text[start].isspace():
                    start += 1
        if start < paragraph.end:
            found.append(Span(start, paragraph.end))
    return found


def _ends_sentence(text: str, start: int, stop: re.Match[str], end: int) -> bool:
    after = stop.end()
    while after < end and text[after].isspace():
        after += 1
    if after >= end or not _STARTS_SENTENCE.match(text, after, min(end, after + 8)):
        return False
    if stop[0][0] != ".":
        return True
    word = _WORD_BEFORE.search(text, max(start, stop.start() - 20), stop.start())
    before = word[0] if word else ""
    initial = len(before) == 1 and before.isupper()
    return not initial and before.lower() not in _ABBREVIATIONS


@dataclass(frozen=True, slots=True)
class Quotation:
    """A stretch in quotation marks, the marks included; `closed` tells whether it has its end.

    A quotation that runs over several paragraphs is one `Quotation` a paragraph, all but the
    last not closed, and all but the first `continues`.
    """

    span: Span
    closed: bool
    continues: bool = False

    def inner(self, text: str) -> Span | None:
        """The words without the marks, or None where there are none."""
        start = self.span.start + 1
        end = self.span.end - (1 if self.closed else 0)
        while start < end and text[start].isspace():
            start += 1
        return Span(start, end) if start < end else None


_PAIRS = {"“": "”", "„": "“”", "«": "»", "»": "«", "‟": "”", '"': '"'}


def frame_of(text: str, sentence: Span) -> Span | None:
    """The words before a sentence proper by which its writer says what to make of it.

    "In a move that surprised the coast, the harbour will close": the clause and its comma are the
    writer's, whoever is behind the rest.
    """
    match = _FRAME.match(text, sentence.start, sentence.end)
    return Span(match.start(), match.end("frame")) if match else None


def quotations(text: str, within: list[Span] | None = None) -> list[Quotation]:
    """Stretches in double quotation marks of any style, tolerant of marks without a partner.

    An opening mark with no end in its paragraph runs to the end of it when the next paragraph
    opens with a mark as well (the newspaper rule for long quotations), and otherwise too, but
    then it is not continued.
    """
    return list(_quotations(text) if within is None else _quotations_in(text, within))


@_kept
def _quotations(text: str) -> tuple[Quotation, ...]:
    return tuple(_quotations_in(text, _paragraphs(text)))


def _quotations_in(text: str, within: Sequence[Span]) -> list[Quotation]:
    found: list[Quotation] = []
    running = False
    for paragraph in within:
        continues = running and text[paragraph.start] in DOUBLE_MARKS
        running = False
        opened: tuple[int, str] | None = None
        for standing in _DOUBLE_MARK.finditer(text, paragraph.start, paragraph.end):
            at, mark = standing.start(), standing[0]
            if opened is None:
                if _may_open(text, at, paragraph.end):
                    opened = (at, _PAIRS.get(mark, "”"))
            elif mark in opened[1] or (mark == '"' and not _may_open(text, at, paragraph.end)):
                span = Span(opened[0], at + 1)
                found.append(Quotation(span, True, continues and opened[0] == paragraph.start))
                opened = None
        if opened is not None:
            span = Span(opened[0], paragraph.end)
            found.append(Quotation(span, False, continues and opened[0] == paragraph.start))
            running = True
    return found


def _may_open(text: str, at: int, end: int) -> bool:
    if text[at] == "”":
        return False
    if text[at] in "“„«‟":
        return True
    before = text[at - 1] if at else " "
    after = text[at + 1] if at + 1 < end else " "
    return (before.isspace() or before in "([—–-‘'\u200b") and not after.isspace()


@dataclass(frozen=True, slots=True)
class Folded:
    """A plainer version of a text, and for each of its characters where it came from."""

    text: str
    origin: tuple[int, ...]

    def span(self, start: int, end: int) -> Span:
        """The span of the original behind `[start, end)` of the folded text."""
        return Span(self.origin[start], self.origin[end - 1] + 1)


def kind_of(text: str, content: Spans, quoted: Sequence[Span]) -> Kind:
    """Direct, indirect or mixed, from how many of the content's letters stand in marks.

    `quoted` are in order and apart from each other.
    """
    inside = total = 0
    for span in content:
        total += _letters(span.of(text))
        at = bisect.bisect_right(quoted, span.start, key=lambda q: q.end)
        while at < len(quoted) and quoted[at].start < span.end:
            mark = quoted[at]
            inside += _letters(text[max(mark.start, span.start) : min(mark.end, span.end)])
            at += 1
    if not inside:
        return Kind.INDIRECT
    return Kind.DIRECT if inside >= 0.95 * total else Kind.MIXED


def _letters(piece: str) -> int:
    return sum(map(str.isalnum, piece))


_PLAIN = str.maketrans(
    {**dict.fromkeys("‘’`´‛ʼ", "'"), **dict.fromkeys("“”«»„‟", '"'), **dict.fromkeys("‐‑‒–—―", "-")}
)


def fold(text: str) -> Folded:
    """Lower case, no accents, plain quotes and dashes, single spaces, no invisible characters."""
    out: list[str] = []
    origin: list[int] = []
    for at, char in enumerate(text):
        for plain in unicodedata.normalize("NFKD", char.translate(_PLAIN)).lower():
            kind = unicodedata.category(plain)
            if kind in ("Mn", "Cf", "Cc") and not plain.isspace():
                continue
            if plain.isspace():
                if not out or out[-1] == " ":
                    continue
                plain = " "
            out.append(plain)
            origin.append(at)
    return Folded("".join(out), tuple(origin))


class Lines:
    """Where spans lie among other, sorted, disjoint spans: the sentence or paragraph of each."""

    __slots__ = ("_starts", "spans")

    def __init__(self, spans: list[Span]) -> None:
        self.spans = spans
        self._starts = [s.start for s in spans]

    def at(self, offset: int) -> int:
        """The index of the span that `offset` stands in, or of the last one before it (or 0)."""
        after = bisect.bisect_right(self._starts, offset)
        return after - 1 if after else 0

    def around(self, span: Span) -> Span | None:
        """The span that `span` starts in, or None."""
        if not self.spans:
            return None
        found = self.spans[self.at(span.start)]
        return found if found.start <= span.start < found.end else None

    def touch(self, span: Span) -> bool:
        """Whether any of the spans shares a character with `span`."""
        return bool(self.spans) and self.spans[self.at(span.end - 1)].overlaps(span)

    def __iter__(self) -> Iterator[Span]:
        return iter(self.spans)
