"""A reading for a person at a terminal: the article with its marks, then what is on record.

The article stands as it was written. Under its words run thin lines, one for each statement, in
the speaker's hue and in the style of how firmly it was said. Every mark is a sign as well as a
colour: without colour (a pipe, a printer, another pair of eyes) nothing is lost. Below, the
statements by speaker, what nobody says, what rests on nobody, and a line of counts. Nothing is
shortened.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.color import ColorSystem
from rich.console import Console
from rich.style import Style
from rich.text import Text

from onrecord.present.console import console_of, grid, title, written
from onrecord.present.interlinear import (
    ACCENT,
    GREY,
    Paint,
    article_lines,
    hue_of,
    key_lines,
)
from onrecord.present.record import Record, Statement, Voice, record_of
from onrecord.present.words import flat
from onrecord.values import Reading

WIDEST, NARROWEST = 100, 40
DOUBTFUL = 0.5

_SYSTEMS = {
    "standard": ColorSystem.STANDARD,
    "256": ColorSystem.EIGHT_BIT,
    "truecolor": ColorSystem.TRUECOLOR,
    "windows": ColorSystem.WINDOWS,
}


def views(
    readings: Iterable[Reading], *, width: int = 80, colour: str | None = None
) -> Iterator[str]:
    """For each reading its view, `width` cells wide at most; `colour` as `rich` names it."""
    for n, reading in enumerate(readings):
        yield ("\n\n" if n else "") + view(reading, width=width, colour=colour)


def view(reading: Reading, *, width: int = 80, colour: str | None = None) -> str:
    """The view of one reading."""
    record = record_of(reading)
    system = _SYSTEMS.get(colour or "")
    console = console_of(max(NARROWEST, min(width, WIDEST)), colour if system else None)
    _head(record, console)
    _article(record, console, _painter(system))
    for part in (_statements, _missing, _unsourced, _faults, _foot):
        part(record, console)
    return written(console)


def _painter(system: ColorSystem | None) -> Paint:
    """What gives a string its style; nothing but the string itself where there is no colour."""
    if system is None:
        return lambda text, _: text
    return lambda text, style: Style.parse(style).render(text, color_system=system)


def _head(record: Record, console: Console) -> None:
    console.print()
    console.print(Text(flat(record.heading()), "bold"), overflow="fold")
    if record.imprint():
        console.print(Text(flat(" · ".join(record.imprint())), GREY), overflow="fold")
    console.print()


def _article(record: Record, console: Console, paint: Paint) -> None:
    """Written past the console: one call of it for each line would take most of the time."""
    console.file.writelines(line + "\n" for line in article_lines(record, console.width, paint))
    console.file.writelines(
        paint(line, GREY) + "\n" for line in ("", *key_lines(record, console.width))
    )


def _statements(record: Record, console: Console) -> None:
    title(console, "ON WHOSE WORD")
    if not record.statements:
        console.print(Text("Nothing in this text is attributed to anybody.", GREY))
    for voice, statements in record.by_voice():
        console.print()
        hue = hue_of(voice)
        head = grid(3, 0)
        head.add_row(Text(voice.sign, f"bold {hue}"), _about(voice, hue))
        console.print(head)
        rows = grid(4, 0)
        for s in statements:
            rows.add_row(Text(f"{s.number}", GREY, justify="right"), Text(flat(s.text)))
            rows.add_row("", _detail(s))
        console.print(rows)


def _about(voice: Voice, hue: str) -> Text:
    about = Text()
    about.append(flat(voice.name), f"bold {hue}")
    for role in voice.roles:
        about.append("   " + flat(role), GREY)
    if voice.spellings:
        about.append("   also written " + flat(", ".join(voice.spellings)), GREY)
    return about


def _detail(s: Statement) -> Text:
    parts: list[Text] = []
    if s.firmness:
        word = Text(s.firmness, hue_of(s.voice))
        if s.evidence:
            word.append(f" “{flat(s.evidence)}”", GREY)
        parts.append(word)
    if s.denies:
        parts.append(Text(f"denies {s.denies}", GREY))
    if s.source and s.voice.entity is None:
        parts.append(Text(f"source “{flat(s.source)}”", GREY))
    if s.chain:
        parts.append(Text("→ " + " → ".join(flat(name) for name, _ in s.chain), GREY))
    if s.when or s.where:
        parts.append(Text(", ".join(flat(x) for x in (s.when, s.where) if x), GREY))
    parts.append(Text(s.kind.value, GREY))
    if s.attribution.score < DOUBTFUL:
        parts.append(Text(f"read with doubt, {s.attribution.score:.2f}", GREY))
    return Text(" · ", GREY).join(parts)


def _missing(record: Record, console: Console) -> None:
    if not record.missing:
        return
    title(console, "WHAT NOBODY SAYS")
    console.print()
    rows = grid(4, 0)
    for missing in record.missing:
        rows.add_row("[ ]", Text(flat(missing.text or "(not said what)")))
        words = f"{missing.kind}" + (f" by {flat(missing.by)}" if missing.by else "")
        rows.add_row("", Text(f"{words} · “{flat(missing.evidence)}”", GREY))
    console.print(rows)


def _unsourced(record: Record, console: Console) -> None:
    if not record.unsourced:
        return
    title(console, "WITHOUT A SOURCE")
    console.print()
    rows = grid(4, 0)
    for reason, text in record.unsourced:
        rows.add_row(Text("  │", GREY), Text(flat(text)))
        rows.add_row("", Text(reason, GREY))
    console.print(rows)


def _faults(record: Record, console: Console) -> None:
    if not record.faults:
        return
    title(console, "FAULTS IN THE TEXT")
    console.print()
    rows = grid(4, 0)
    for fault in record.faults:
        rows.add_row(Text("⚑", ACCENT), Text(flat(fault.text)))
        words = fault.kind + (f" · {flat(fault.remedy)}" if fault.remedy else "")
        if len(fault.places) > 1:
            words += f" · {len(fault.places)} places"
        rows.add_row("", Text(words, GREY))
    console.print(rows)


def _foot(record: Record, console: Console) -> None:
    console.print()
    console.print()
    console.print(Text(" · ".join(record.summary())), overflow="fold")
    console.print()
