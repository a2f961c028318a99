"""Where a command's data goes: standard output or a file, whole or not at all.

Data goes to standard output, everything said about the work to standard error.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING

import click

from onrecord.cli.app import DONE, SKIPPED, Enough, NoOutput, Unusable, say
from onrecord.errors import ItemError

if TYPE_CHECKING:
    from rich.console import Console


@contextmanager
def progress(output: Path | None) -> Iterator[Callable[[object], None]]:
    """A way to count articles, drawn only for a person who would see nothing else."""
    if not sys.stderr.isatty() or (output is None and sys.stdout.isatty()):
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.completed} articles"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Reading", total=None)
        yield lambda _: bar.advance(task)


def emit(pieces: Iterable[str | bytes], output: Path | None) -> None:
    """Write the pieces to the file, or to standard output where there is none."""
    if output is None:
        to_stdout(pieces)
    else:
        to_file(pieces, output)


def colour_of(console: Console, plain: bool) -> str | None:
    """The colours that may be used, as `rich` names them; None for a file or a pipe."""
    return (not (plain or console.no_color) and console.color_system) or None


def to_stdout(pieces: Iterable[str | bytes]) -> None:
    """Write the pieces as they come. Raises `Enough` where nobody reads them any more."""
    for piece in pieces:
        stream = _utf8_stdout()
        try:
            stream.write(piece if isinstance(piece, str) else piece.decode("utf8", "replace"))
            stream.flush()
        except BrokenPipeError:
            raise Enough from None
        except OSError as error:
            raise NoOutput(f"standard output: {error.strerror or error}") from error


def _utf8_stdout() -> IO[str]:
    """Standard output, made to take any text: UTF-8, line ends as they are."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        encoding = None if sys.stdout.isatty() else "utf8"
        sys.stdout.reconfigure(encoding=encoding, errors="replace", newline="")
    return sys.stdout


def to_file(pieces: Iterable[str | bytes], output: Path) -> None:
    """Write beside the file first, so that a run that breaks off leaves no half of one."""
    partial = output.with_name(output.name + ".part")
    try:
        with partial.open("wb") as file:
            for piece in pieces:
                file.write(piece if isinstance(piece, bytes) else piece.encode("utf8", "replace"))
        partial.replace(output)
    except OSError as error:
        raise Unusable(
            f"{output}: {error.strerror or error}; what stood there before is as it was"
        ) from error
    finally:
        partial.unlink(missing_ok=True)


def check(output: Path, folder: bool) -> None:
    """Refuse what could not be written before any work is done."""
    if folder and output.exists() and not output.is_dir():
        raise click.UsageError(f"-o {output}: brat needs a folder, and this is a file")
    if not folder and output.is_dir():
        raise click.UsageError(f"-o {output}: this is a folder; name a file in it")
    if not folder and not output.parent.is_dir():
        raise click.UsageError(f"-o {output}: there is no folder {output.parent}")


def account(skipped: list[ItemError]) -> int:
    """List what was skipped, and give the exit code that says so."""
    if not skipped:
        return DONE
    noun = "item was" if len(skipped) == 1 else "items were"
    click.echo(f"\n{len(skipped)} {noun} skipped:", err=True)
    for error in skipped:
        say(f"  {error}")
    return SKIPPED
