"""An article with its marks beneath the words, line by line.

A statement is a line under its words, drawn as firmly as it was said and begun with its number
and the word for it; its source is held by hooks that carry the speaker's two letters, its cue by
carets. A gap is a box to be filled in, a fault a flag with the likely spelling. In the margin
stand the letters of whoever begins to speak and a bar along prose without a source.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from onrecord.present.layout import Gloss, Lines, rows_of
from onrecord.present.layout import Line as TextLine
from onrecord.present.record import Line, Record, Statement, Voice
from onrecord.present.words import flat

Paint = Callable[[str, str], str]

MARGIN = 5

# Hues that differ in lightness and tint for colour-blind readers, each at least 4.5:1 against
# white and 4:1 against black.
PALETTE = (
    "#2b7bc4", "#c4501b", "#0b8a62", "#a259c4", "#92720a", "#0e8292", "#d0457f", "#6d7580",
)  # fmt: skip
GREY = "#767676"
ACCENT = "#c4401b"

# A longer suggestion is no spelling of a word; it stands in the list of faults alone.
_WORD = 30

_FILLS = {
    Line.SOLID: "▔",
    Line.DASHED: "▔▔ ",
    Line.DOTTED: "¨",
    Line.DOUBLE: "═",
    Line.STRUCK: "╳▔",
}


def hue_of(voice: Voice) -> str:
    """The colour of a speaker; grey for groups and for those unknown."""
    return GREY if voice.hue is None else PALETTE[voice.hue]


def article_lines(record: Record, width: int, paint: Paint) -> Iterator[str]:
    """The article of `record`, `width` cells wide with its margin, and its marks."""
    lines = Lines(record.reading.article.text, width - MARGIN)
    for statement in record.statements:
        _mark_statement(statement, lines)
    _mark_missing(record, lines)
    _mark_unsourced(record, lines)
    _mark_faults(record, lines)
    before = 0
    for line in lines.all:
        if line.paragraph != before:
            yield ""
            before = line.paragraph
        yield from _drawn(line, width - MARGIN, paint)


def key_lines(record: Record, width: int) -> Iterator[str]:
    """What the signs mean, those that were used, in lines of `width` cells."""
    used = {s.line for s in record.statements}
    meanings = {
        "╰AB╯ source": any(s.source for s in record.statements),
        "^^^ cue": any(s.attribution.cue for s in record.statements),
        "▔▔▔▔ stated": Line.SOLID in used,
        "════ confirmed": Line.DOUBLE in used,
        "▔▔ ▔ less than certain": Line.DASHED in used,
        "¨¨¨¨ alleged, asked or hearsay": Line.DOTTED in used,
        "╳▔╳▔ denied": Line.STRUCK in used,
        "[ __ ] left open": bool(record.missing),
        "│ no source": bool(record.unsourced),
        "⚑ fault in the text": bool(record.faults),
    }
    row = ""
    for meaning in (m for m, is_used in meanings.items() if is_used):
        if row and len(row) + 4 + len(meaning) > width:
            yield row
            row = ""
        row += ("    " if row else " " * MARGIN) + meaning
    yield row


def _mark_statement(s: Statement, lines: Lines) -> None:
    hue = hue_of(s.voice)
    label = f"{s.number} {s.firmness} " if s.firmness else f"{s.number} "
    under = [found for span in sorted(s.attribution.content) for found in lines.under(span)]
    labelled = _first_with_room(under, label, lines.width)
    for n, (line, start, end) in enumerate(under):
        here = label if n == labelled else ""
        line.glosses.append(Gloss(start, end, here, _FILLS[s.line], hue))
    if under and under[0][0].voice is None:
        under[0][0].voice = s.voice
    for span in s.attribution.source or ():
        for line, start, end in lines.under(span):
            line.glosses.append(_hooks(s.voice.sign, start, end, hue))
            line.styles.append((start, end, f"bold {hue}"))
    for span in s.attribution.cue or ():
        for line, start, end in lines.under(span):
            line.glosses.append(Gloss(start, end, "", "^", hue))
            line.styles.append((start, end, f"italic {hue}"))


def _hooks(sign: str, start: int, end: int, style: str) -> Gloss:
    if end - start >= len(sign) + 2:
        return Gloss(start, end, "╰" + sign, "─", style, close="╯")
    return Gloss(start, end, sign, "─", style)


def _first_with_room(under: list[tuple[TextLine, int, int]], label: str, width: int) -> int:
    """The first of the places where the label ends within the line; the last if none does."""
    fits = (n for n, (_, start, _) in enumerate(under) if start + len(label.rstrip()) <= width)
    return next(fits, len(under) - 1)


def _mark_missing(record: Record, lines: Lines) -> None:
    for missing in record.missing:
        label = f"[ {missing.kind} "
        spans = missing.gap.what or missing.gap.cue
        under = [found for span in sorted(spans) for found in lines.under(span)]
        labelled = _first_with_room(under, label + "]", lines.width)
        for n, (line, start, end) in enumerate(under):
            here = label if n == labelled else "[ " if not n else ""
            close = " ]" if n == len(under) - 1 else ""
            line.glosses.append(Gloss(start, end, here, "_", "", close, depth=1))


def _mark_unsourced(record: Record, lines: Lines) -> None:
    for unsourced in record.reading.unsourced:
        label = f"no source: {unsourced.reason}"
        for span in unsourced.spans:
            for line, start, _ in lines.under(span):
                line.barred = True
                if label:
                    line.glosses.append(Gloss(start, start, label, " ", f"italic {GREY}", depth=1))
                label = ""


def _mark_faults(record: Record, lines: Lines) -> None:
    for fault in record.faults:
        spelling = flat(fault.suggestion or "")
        label = "⚑ " + (f"{spelling}?" if 0 < len(spelling) <= _WORD else fault.kind)
        for spans in fault.places:
            for line, start, end in lines.under(spans[0])[:1]:
                line.glosses.append(Gloss(start, end, label, " ", ACCENT, depth=2))


def _drawn(line: TextLine, width: int, paint: Paint) -> Iterator[str]:
    """The line, and a row for each layer of marks under it."""
    bar = paint("│ ", GREY) if line.barred else "  "
    sign = paint(f"{line.voice.sign} ", f"bold {hue_of(line.voice)}") if line.voice else "   "
    yield sign + bar + "".join(paint(text, style) for text, style in line.runs())
    for row in rows_of(line.glosses, width):
        drawn, column = "   " + bar, 0
        for gloss in row:
            drawn += " " * (gloss.start - column) + paint(gloss.drawn(), gloss.style)
            column = gloss.start + gloss.needs
        yield drawn
