"""The command line: arguments become `Settings`, readings become text, errors become exit codes.

Data goes to standard output, everything said about the work to standard error. The codes are 0
for done, 1 for done with items skipped (listed at the end), 2 for wrong usage or a run that
could not start, 130 for Ctrl-C. A reader of the output that has seen enough (`| head`) ends the
run without a complaint. Only what a command needs is imported, when it needs it, so that help
is quick.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, NoReturn

import click

from onrecord.errors import ItemError, RunError

if TYPE_CHECKING:
    from onrecord.values import Reading, Settings

DONE, SKIPPED, UNUSABLE, STOPPED = 0, 1, 2, 130
FORMATS = ("text", "jsonl", "html", "brat", "csv")


class Enough(Exception):
    """Whoever reads the output has closed it (`| head`)."""


class Unusable(click.ClickException):
    """The run cannot go on; the message says why and what helps."""

    exit_code = UNUSABLE


def main(arguments: list[str] | None = None) -> NoReturn:
    """Run the command line and leave with its exit code."""
    sys.exit(status(arguments))


def status(arguments: list[str] | None = None) -> int:
    """Run the command line on `arguments` (else the process's own) and give the exit code."""
    try:
        code = onrecord.main(arguments, "onrecord", standalone_mode=False)
        sys.stdout.flush()
        return code if isinstance(code, int) else DONE
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except RunError as error:
        click.echo(f"onrecord: {error}", err=True)
        return UNUSABLE
    except Enough:
        _let_go_of_stdout()
        return DONE
    except (Exception, KeyboardInterrupt) as error:
        if not _was_stopped(error):
            raise
        click.echo("onrecord: stopped", err=True)
        return STOPPED


def _was_stopped(error: BaseException | None) -> bool:
    """Whether Ctrl-C is behind it: native code wraps the interrupt in errors of its own."""
    while error is not None:
        if isinstance(error, (KeyboardInterrupt, click.Abort)):
            return True
        error = error.__cause__ or error.__context__
    return False


def _let_go_of_stdout() -> None:
    """Point standard output at nothing, so that the interpreter's last flush cannot fail."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError):
        sys.stdout = open(os.devnull, "w", encoding="utf8")  # noqa: SIM115, PTH123


def _version(context: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted:
        from onrecord import __version__

        click.echo(f"onrecord {__version__}")
        context.exit()


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option(
    "--version",
    is_flag=True,
    expose_value=False,
    is_eager=True,
    callback=_version,
    help="Print the version and leave.",
)
def onrecord() -> None:
    """Read news coverage and keep the record of who said what, on whose word.

    How firmly it was said, through whom it came and what nobody has confirmed belong to it.

    \b
    Start with the worked example:    onrecord demo
    then with an article of yours:    onrecord read article.txt
    and for a program to use:         onrecord read story/ --format jsonl > story.jsonl

    Data goes to standard output, everything else to standard error. Exit codes: 0 done,
    1 done but some items were skipped (they are listed), 2 wrong usage or nothing could run.
    """  # noqa: D301 - click reads the character


def _looks(command: Callable[..., Any]) -> Callable[..., Any]:
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


@onrecord.command(no_args_is_help=True)
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@_looks
@click.option(
    "--min-score",
    type=click.FloatRange(0, 1),
    default=0.0,
    show_default=True,
    help="Leave out attributions that the reader holds less probable than this.",
)
@click.option(
    "--encoding",
    metavar="NAME",
    help="The encoding of the input, where you know better than the detector (e.g. koi8-r).",
)
@click.option(
    "--outlets",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="More agencies and outlets to know by name, one spelling a line, # for comments. "
    "May be given again.",
)
def read(
    paths: tuple[str, ...],
    form: str,
    output: Path | None,
    min_score: float,
    encoding: str | None,
    outlets: tuple[Path, ...],
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
    settings = _settings(min_score, encoding, outlets)
    skipped: list[ItemError] = []

    def readings() -> Iterator[Reading]:
        from onrecord.pipeline import extract_all
        from onrecord.pipeline import read as articles_in

        articles = articles_in(*paths, settings=settings, on_skip=skipped.append)
        with _progress(output) as counted:
            yield from counted(extract_all(articles, settings=settings))

    _write(readings(), form, output)
    return _account(skipped)


@onrecord.command()
@_looks
def demo(form: str, output: Path | None) -> int:
    """Show the worked example: a short article that comes with onrecord, read end to end.

    The article is invented. It tells of a planned memorial through one news agency, two
    officials and a good deal of the writer's own speculation; what it does not tell is the
    point. Needs no arguments and no network.

    \b
    onrecord demo
    onrecord demo --format html -o demo.html
    """  # noqa: D301 - click reads the character
    from onrecord.pipeline import extract
    from onrecord.present.example import article

    _write((extract(one) for one in [article()]), form, output)
    return DONE


def _tasks() -> str:
    """The tasks of `eval`, one a line, for its help."""
    from onrecord.measure import TASKS, about

    return "\n".join(["\b", "Tasks:", *(f"  {task:14}{about(task)}" for task in TASKS)])


@onrecord.command("eval", no_args_is_help=True, epilog=_tasks())
@click.argument("task", metavar="TASK")
@click.argument("data", type=click.Path(exists=True, path_type=Path), metavar="DATA")
@click.option("--json", "as_json", is_flag=True, help="Print the figures as one JSON object.")
def evaluate(task: str, data: Path, as_json: bool) -> int:
    """Measure accuracy on a public data set.

    DATA is the folder or file of the set, in the layout in which it was published.

    \b
    onrecord eval attributions polnear/dev
    onrecord eval speakers gum --json
    """  # noqa: D301 - click reads the character
    from onrecord.measure import TASKS

    if task not in TASKS:
        raise click.UsageError(f"no task is called {task!r}; there are {', '.join(TASKS)}")
    figures = TASKS[task](data)
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


def _settings(min_score: float, encoding: str | None, outlets: tuple[Path, ...]) -> Settings:
    from onrecord.values import Settings

    if encoding is not None:
        try:
            "".encode(encoding)
        except LookupError:
            message = f"Python knows no encoding called {encoding!r}"
            raise click.BadParameter(message, param_hint="--encoding") from None
    names = tuple(line for path in outlets for line in _lines_in(path))
    return Settings(encoding=encoding, min_score=min_score, outlets=names)


def _lines_in(path: Path) -> list[str]:
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise click.BadParameter(f"{path}: {error}", param_hint="--outlets") from None
    return [line.strip() for line in lines if line.strip() and not line.lstrip().startswith("#")]


@contextmanager
def _progress(
    output: Path | None,
) -> Iterator[Callable[[Iterator[Reading]], Iterable[Reading]]]:
    """A way to count readings going by, drawn only for a person who would see nothing else."""
    if not sys.stderr.isatty() or (output is None and sys.stdout.isatty()):
        yield lambda readings: readings
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
        yield lambda readings: bar.track(readings, description="Reading")


def _write(readings: Iterator[Reading], form: str, output: Path | None) -> None:
    if output is not None:
        _check(output, folder=form == "brat")
    if form == "brat":
        _write_brat(readings, output)
        return
    pieces = _presented(readings, form, plain=output is not None)
    if output is None:
        _to_stdout(pieces)
    else:
        _to_file(pieces, output)


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
    colour = not (plain or console.no_color) and console.color_system
    return terminal.views(readings, width=console.width, colour=colour or None)


def _to_stdout(pieces: Iterable[str]) -> None:
    for piece in pieces:
        stream = _utf8_stdout()
        try:
            stream.write(piece)
            stream.flush()
        except BrokenPipeError:
            raise Enough from None


def _utf8_stdout() -> IO[str]:
    """Standard output, made to take any text: UTF-8, line ends as they are."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        encoding = None if sys.stdout.isatty() else "utf8"
        sys.stdout.reconfigure(encoding=encoding, errors="replace", newline="")
    return sys.stdout


def _to_file(pieces: Iterable[str], output: Path) -> None:
    """Write beside the file first, so that a run that breaks off leaves no half of one."""
    partial = output.with_name(output.name + ".part")
    try:
        with partial.open("w", encoding="utf8", errors="replace", newline="") as file:
            file.writelines(pieces)
        partial.replace(output)
    except OSError as error:
        raise Unusable(f"{output}: {error.strerror or error}") from error
    finally:
        partial.unlink(missing_ok=True)


def _check(output: Path, folder: bool) -> None:
    """Refuse what could not be written before any work is done."""
    if folder and output.exists() and not output.is_dir():
        raise click.UsageError(f"-o {output}: brat needs a folder, and this is a file")
    if not folder and output.is_dir():
        raise click.UsageError(f"-o {output}: this is a folder; name a file in it")
    if not folder and not output.parent.is_dir():
        raise click.UsageError(f"-o {output}: there is no folder {output.parent}")


def _write_brat(readings: Iterator[Reading], folder: Path | None) -> None:
    from onrecord.present import brat

    if folder is None:
        first = next(readings, None)
        if first is not None and next(readings, None) is not None:
            raise click.UsageError("brat makes two files an article: give a folder with -o")
        if first is not None:
            _to_stdout([brat.marks_of(first)])
        return
    for path, content in brat.files(readings):
        target = folder / path
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content.encode("utf8", "replace"))
        except OSError as error:
            raise Unusable(f"{target}: {error.strerror or error}") from error


def _account(skipped: list[ItemError]) -> int:
    """List what was skipped, and give the exit code that says so."""
    if not skipped:
        return DONE
    noun = "item was" if len(skipped) == 1 else "items were"
    click.echo(f"\n{len(skipped)} {noun} skipped:", err=True)
    for error in skipped:
        click.echo(f"  {error}", err=True)
    return SKIPPED


if __name__ == "__main__":
    main()
