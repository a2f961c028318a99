"""What every view for a terminal is written with: a console in memory, headings, columns.

The console takes nothing from its surroundings, so the same record gives the same characters
whatever it is run in; width and colours are told to it.
"""

from __future__ import annotations

from io import StringIO

from rich.console import Console
from rich.table import Table
from rich.text import Text


def console_of(width: int, colour: str | None) -> Console:
    """A console that writes to memory and takes nothing from its surroundings."""
    return Console(
        file=StringIO(),
        width=width,
        height=100,
        color_system=colour,  # type: ignore[arg-type]
        force_terminal=colour is not None,
        no_color=colour is None,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
        _environ={},
    )


def written(console: Console) -> str:
    """All that was printed to such a console, without spaces at the ends of lines."""
    file = console.file
    assert isinstance(file, StringIO)
    return "\n".join(line.rstrip() for line in file.getvalue().split("\n"))


def title(console: Console, words: str) -> None:
    """A heading over a part of the view."""
    console.print()
    console.print()
    console.print(Text(words, "bold"))


def grid(*widths: int) -> Table:
    """Columns of these widths in cells; a width of 0 shares what room is left."""
    columns = Table.grid(padding=(0, 2, 0, 0), expand=True)
    for width in widths:
        columns.add_column(width=width or None, ratio=None if width else 1, overflow="fold")
    return columns
