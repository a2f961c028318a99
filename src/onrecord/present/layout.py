"""An article's text broken into lines of a fixed width, and marks laid out under them.

The article's own words are never touched: whatever is to be said about them stands in rows of
its own beneath the line, as in an interlinear gloss. A mark goes into the first row that has
room for it, shortest first, so that what is nested lies closest to the words. Columns are
terminal cells, not characters. Characters that would act on the terminal rather than show on it
(escape codes, changes of direction) are drawn as their code points.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from rich.cells import cell_len, get_character_cell_size

from onrecord.present.record import Voice
from onrecord.present.words import shown
from onrecord.text import paragraphs
from onrecord.values import Span

_WORD = re.compile(r"\S+")


@dataclass(slots=True, unsafe_hash=True)
class Gloss:
    """A mark on part of a line: its columns, what to write and what to fill the rest with.

    `depth` orders the rows: what says who said it lies nearer to the words than what else is
    to be said of them.
    """

    start: int
    end: int
    label: str
    fill: str
    style: str
    close: str = ""
    depth: int = 0

    @property
    def needs(self) -> int:
        """How many columns it takes up."""
        return max(self.end - self.start, cell_len(self.label.rstrip() + self.close))

    def drawn(self) -> str:
        """The label, filled up to the end of the words that are marked."""
        room = self.needs - cell_len(self.label + self.close)
        if room <= 0:
            return (self.label.rstrip() + self.close)[: self.needs]
        return self.label + (self.fill * room)[:room] + self.close


@dataclass(slots=True)
class Line:
    """One line of the article: what is shown, and for each shown word where it came from.

    `styles` are of its own words, by column; `voice` is who begins to speak on it; `barred`
    that words on it have no source.
    """

    paragraph: int
    start: int
    end: int
    text: str
    words: list[tuple[int, int, str]]
    glosses: list[Gloss] = field(default_factory=list)
    styles: list[tuple[int, int, str]] = field(default_factory=list)
    voice: Voice | None = None
    barred: bool = False

    def runs(self) -> Iterator[tuple[str, str]]:
        """The line's text in runs of one style."""
        cuts = {0, cell_len(self.text)} | {c for start, end, _ in self.styles for c in (start, end)}
        for start, end in pairwise(sorted(cuts)):
            style = next((style for a, b, style in self.styles if a <= start and end <= b), "")
            yield self.text[_index(self.text, start) : _index(self.text, end)], style

    def columns(self, span: Span) -> tuple[int, int] | None:
        """The columns that the part of `span` on this line takes, or None."""
        start = end = None
        for column, offset, word in self.words:
            length = len(word)
            if offset + length <= span.start or offset >= span.end:
                continue
            first, last = max(span.start - offset, 0), min(span.end - offset, length)
            if start is None:
                start = column + cell_len(shown(word[:first]))
            end = column + cell_len(shown(word[:last]))
        return None if start is None or end is None else (start, end)


def lines_of(text: str, width: int) -> list[Line]:
    """The article's paragraphs, wrapped; a word longer than a line is broken."""
    lines: list[Line] = []
    for number, paragraph in enumerate(paragraphs(text)):
        words: list[tuple[int, int, str]] = []
        column = 0
        for match in _WORD.finditer(text, paragraph.start, paragraph.end):
            for offset, word in _pieces(match.start(), match[0], width):
                cells = cell_len(shown(word))
                if words and column + 1 + cells > width:
                    lines.append(_line(number, words))
                    words, column = [], 0
                column += bool(words)
                words.append((column, offset, word))
                column += cells
        if words:
            lines.append(_line(number, words))
    return lines


def _pieces(offset: int, word: str, width: int) -> Iterable[tuple[int, str]]:
    """The word, cut where it is wider than a line."""
    if len(word) * 8 <= width or cell_len(shown(word)) <= width:
        return [(offset, word)]
    pieces: list[tuple[int, str]] = []
    start = cells = 0
    for at, char in enumerate(word):
        wide = cell_len(shown(char))
        if cells + wide > width and at > start:
            pieces.append((offset + start, word[start:at]))
            start, cells = at, 0
        cells += wide
    return [*pieces, (offset + start, word[start:])]


def _line(paragraph: int, words: list[tuple[int, int, str]]) -> Line:
    text = " ".join(shown(word) for _, _, word in words)
    last = words[-1]
    return Line(paragraph, words[0][1], last[1] + len(last[2]), text, words)


def _index(text: str, column: int) -> int:
    """The index in `text` of what stands in `column`."""
    if text.isascii():
        return column
    cells = 0
    for n, char in enumerate(text):
        if cells >= column:
            return n
        cells += get_character_cell_size(char)
    return len(text)


class Lines:
    """The lines of an article, found by offset."""

    __slots__ = ("_starts", "all", "width")

    def __init__(self, text: str, width: int) -> None:
        self.width = width
        self.all = lines_of(text, width)
        self._starts = [line.start for line in self.all]

    def under(self, span: Span) -> list[tuple[Line, int, int]]:
        """The lines that `span` runs over, each with the columns it takes there."""
        found = []
        at = max(bisect_right(self._starts, span.start) - 1, 0)
        while at < len(self.all) and self.all[at].start < span.end:
            columns = self.all[at].columns(span)
            if columns:
                found.append((self.all[at], *columns))
            at += 1
        return found


def rows_of(glosses: Iterable[Gloss], width: int) -> list[list[Gloss]]:
    """The marks in rows without overlap, each row from left to right; shorter ones come first.

    The same mark twice (one source of two statements) is drawn once.
    """
    rows: list[list[Gloss]] = []
    for gloss in sorted(dict.fromkeys(glosses), key=lambda g: (g.depth, g.end - g.start, g.start)):
        _keep_inside(gloss, width)
        for row in rows:
            if all(_apart(gloss, other) for other in row):
                row.append(gloss)
                break
        else:
            rows.append([gloss])
    for row in rows:
        row.sort(key=lambda g: g.start)
    return rows


def _keep_inside(gloss: Gloss, width: int) -> None:
    """Move the mark left as far as its label needs; cut a label that is wider than a line.

    What a label says stands in full in the lists under the article.
    """
    if gloss.needs > width:
        gloss.label = gloss.label[: width - len(gloss.close) - 1] + "…"
    gloss.start -= max(min(gloss.start + gloss.needs - width, gloss.start), 0)


def _apart(one: Gloss, other: Gloss) -> bool:
    return one.start + one.needs < other.start or other.start + other.needs < one.start
