"""`read` and `eval`: articles one by one, and how well they are read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from onrecord.cli.app import DONE, Unusable, onrecord
from onrecord.cli.output import account, check, colour_of, emit, progress, to_stdout
from onrecord.errors import ItemError

if TYPE_CHECKING:
    from onrecord.values import Reading, Settings

FORMATS = ("text", "jsonl", "html", "brat", "csv")
READER = click.option(
    "--reader",
    default="",
    metavar="NAME",
    help="Read with other weights: a reader that is installed, or a folder with weights. "
    "[default: those that come with onrecord]",
)


def looks(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that every command with articles to show has."""
    for option in (
        click.option(
            "-o",
            "--output",
            type=click.Path(path_type=Path),
            metavar="OUT",
            help="Write to this file (brat: folder) instead of standard output.",
        ),
        click.option(
            "-f",
            "--format",
            "form",
            type=click.Choice(FORMATS),
            metavar="FORMAT",
            default="text",
            show_default=True,
            help="What to write: text, jsonl, html, brat or csv.",
        ),
    ):
        command = option(command)
    return command


def reads(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that every command that reads articles has."""
    for option in (
        READER,
        click.option(
            "--outlets",
            multiple=True,
            type=click.Path(exists=True, dir_okay=False, path_type=Path),
            metavar="FILE",
            help="More agencies and outlets to know by name, one spelling a line, # for comments. "
            "May be given again.",
        ),
        click.option(
            "--encoding",
            metavar="NAME",
            help="The encoding of the input, where you know better than the detector (e.g. koi8-r).",
        ),
        click.option(
            "--min-score",
            type=click.FloatRange(0, 1),
            default=0.0,
            show_default=True,
            help="Leave out attributions that the reader holds less probable than this.",
        ),
    ):
        command = option(command)
    return command


@onrecord.command(no_args_is_help=True)
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@looks
@reads
def read(
    paths: tuple[str, ...],
    form: str,
    output: Path | None,
    min_score: float,
    encoding: str | None,
    outlets: tuple[Path, ...],
    reader: str,
) -> int:
    """Read articles and show who said what, on whose word and how firmly.

    PATH is a file, a folder, a glob or - for standard input. What is in it is told by content:
    plain text, HTML, JSON Lines or CSV (with columns such as text, title, date, url, outlet).

    \b
    text    for people: the article with its sources, cues and contents marked,
            then statements by speaker, what nobody says, what has no source
    jsonl   for programs: one article a line, spans in code points
    html    one page that needs nothing else; prints well
    brat    annotations beside the text, in the folders of PolNeAR (-o FOLDER)
    csv     one attribution a row; a cell that a spreadsheet would take for a
            formula gets a leading apostrophe

    \b
    onrecord read article.txt
    onrecord read story/*.html -f jsonl -o story.jsonl
    curl -s https://news.example/a.html | onrecord read - -f html -o a.html
    """  # noqa: D301 - click reads the character
    settings = settings_of(min_score, encoding, outlets, reader)
    skipped: list[ItemError] = []

    def readings() -> Iterator[Reading]:
        from onrecord.pipeline import extract_all
        from onrecord.pipeline import read as articles_in

        articles = articles_in(*paths, settings=settings, on_skip=skipped.append)
        with progress(output) as step:
            for reading in extract_all(articles, settings=settings):
                step(reading)
                yield reading

    write(readings(), form, output)
    return account(skipped)


def _tasks() -> str:
    """The tasks of `eval`, one a line, for its help."""
    from onrecord.measure import TASKS, about

    return "\n".join(["\b", "Tasks:", *(f"  {task:14}{about(task)}" for task in TASKS)])


@onrecord.command("eval", no_args_is_help=True, epilog=_tasks())
@click.argument("task", metavar="TASK")
@click.argument("data", type=click.Path(exists=True, path_type=Path), metavar="DATA")
@click.option("--json", "as_json", is_flag=True, help="Print the figures as one JSON object.")
@READER
def evaluate(task: str, data: Path, as_json: bool, reader: str) -> int:
    """Measure accuracy on a public data set.

    DATA is the folder or file of the set, in the layout in which it was published.

    \b
    onrecord eval attributions polnear/dev
    onrecord eval speakers gum --json
    """  # noqa: D301 - click reads the character
    from onrecord.measure import OF_READERS, TASKS

    if task not in TASKS:
        raise click.UsageError(f"no task is called {task!r}; there are {', '.join(TASKS)}")
    if reader and task not in OF_READERS:
        raise click.UsageError(f"of other readers only {', '.join(OF_READERS)} is measured")
    figures = TASKS[task](data, **({"reader": folder_or_name(reader)} if reader else {}))
    if figures.get("n") == 0:
        raise Unusable(f"{data}: nothing to measure {task} on; see onrecord eval --help")
    if as_json:
        import json

        click.echo(json.dumps(figures, ensure_ascii=False))
    else:
        width = max(map(len, figures), default=0)
        for name, figure in figures.items():
            click.echo(f"{name:{width}}  {figure}")
    return DONE


def settings_of(
    min_score: float, encoding: str | None, outlets: tuple[Path, ...], reader: str = ""
) -> Settings:
    """The settings that a command's options ask for."""
    from onrecord.values import Settings

    if encoding is not None:
        try:
            "".encode(encoding)
        except LookupError:
            message = f"Python knows no encoding called {encoding!r}"
            raise click.BadParameter(message, param_hint="--encoding") from None
    names = tuple(line for path in outlets for line in _lines_in(path))
    return Settings(
        encoding=encoding, min_score=min_score, outlets=names, reader=folder_or_name(reader)
    )


def folder_or_name(reader: str) -> str:
    """A folder by its whole path, so that a worker elsewhere finds it too; a name as it is."""
    return str(Path(reader).resolve()) if reader and Path(reader).is_dir() else reader


def _lines_in(path: Path) -> list[str]:
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise click.BadParameter(f"{path}: {error}", param_hint="--outlets") from None
    return [line.strip() for line in lines if line.strip() and not line.lstrip().startswith("#")]


def write(readings: Iterator[Reading], form: str, output: Path | None) -> None:
    """Write readings in a format, to a file or folder or to standard output."""
    if output is not None:
        check(output, folder=form == "brat")
    if form == "brat":
        _write_brat(readings, output)
        return
    emit(_presented(readings, form, plain=output is not None), output)


def _presented(readings: Iterator[Reading], form: str, plain: bool) -> Iterator[str]:
    """The readings in the format asked for, piece by piece."""
    if form == "jsonl":
        from onrecord.present import jsonl

        return jsonl.lines(readings)
    if form == "csv":
        from onrecord.present import csv

        return csv.rows(readings)
    if form == "html":
        from onrecord.present import html

        return html.page(readings)
    from rich.console import Console

    from onrecord.present import terminal

    console = Console()
    return terminal.views(readings, width=console.width, colour=colour_of(console, plain))


def _write_brat(readings: Iterator[Reading], folder: Path | None) -> None:
    from onrecord.present import brat

    if folder is None:
        first = next(readings, None)
        if first is not None and next(readings, None) is not None:
            raise click.UsageError("brat makes two files an article: give a folder with -o")
        if first is not None:
            to_stdout([brat.marks_of(first)])
        return
    for path, content in brat.files(readings):
        target = folder / path
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content.encode("utf8", "replace"))
        except OSError as error:
            raise Unusable(f"{target}: {error.strerror or error}") from error
