"""The command line as a whole: its commands' group, its exit codes, and how a run ends.

The codes are 0 for done, 1 for done with items skipped (listed at the end), 2 for wrong usage or
a run that could not start, 130 for Ctrl-C. A reader of the output that has seen enough
(`| head`) ends the run without a complaint.
"""

from __future__ import annotations

import io
import os
import sys
from typing import NoReturn

import click

from onrecord.errors import RunError

DONE, SKIPPED, UNUSABLE, STOPPED = 0, 1, 2, 130


class Enough(Exception):
    """Whoever reads the output has closed it (`| head`)."""


class Unusable(click.ClickException):
    """The run cannot go on; the message says why and what helps."""

    exit_code = UNUSABLE


class NoOutput(Unusable):
    """Standard output takes no more, though somebody wants it: the disk behind it is full."""


def say(line: str, *, err: bool = True) -> None:
    """Tell a person one line; what in it would act on a terminal is drawn as its code point.

    Names of files, rows and attachments are somebody else's: they may hold line ends and escapes.
    """
    from onrecord.present.words import shown

    click.echo(shown(line), err=err)


def _harmless(message: str) -> str:
    """A message of several lines, safe to show."""
    from onrecord.present.words import shown

    return "\n".join(map(shown, message.split("\n")))


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
        if isinstance(error, NoOutput):
            _let_go_of_stdout()
        said = io.StringIO()
        error.show(said)
        click.echo(_harmless(said.getvalue()), err=True, nl=False)
        return error.exit_code
    except RunError as error:
        click.echo(_harmless(f"onrecord: {error}"), err=True)
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
