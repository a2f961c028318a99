"""`build`, `show`, `verify` and `review`: a story's ledger, from the outside."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from onrecord.cli.app import DONE, SKIPPED, onrecord, say
from onrecord.cli.output import account, colour_of, emit, progress
from onrecord.cli.reading import reads, settings_of
from onrecord.errors import ItemError

if TYPE_CHECKING:
    from onrecord.ledger import Ledger

TOPICS = (
    "claims", "speakers", "gaps", "origins", "changes", "contradictions", "timeline", "notices",
    "questions", "versions",
)  # fmt: skip
LIMIT = 20

LEDGER = click.argument("ledger", type=click.Path(dir_okay=False, path_type=Path), metavar="LEDGER")


@contextmanager
def opened(path: Path, *, create: bool = False, read_only: bool = False) -> Iterator[Ledger]:
    """The ledger at `path`, closed at the end; what is only read is read as it is at one moment.

    Raises `BadLedger`, also in place of an error that what somebody did to the file explains.
    """
    from onrecord.ledger import Ledger

    with Ledger.open(path, create=create, read_only=read_only) as ledger:
        try:
            with ledger.snapshot() if read_only else nullcontext():
                yield ledger
        except Exception as error:
            if blamed := ledger.blamed(error):
                raise blamed from error
            raise


@onrecord.command(no_args_is_help=True)
@LEDGER
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option(
    "--no-originals",
    is_flag=True,
    help="Do not keep the bytes that articles were read from (kept compressed otherwise).",
)
@click.option("--title", metavar="TEXT", help="What the story is called; the ledger keeps it.")
@click.option(
    "--template",
    metavar="FILE",
    help="The questions that the story should answer; the ledger keeps them. A YAML file, or one "
    "of ours (monument).",
)
@reads
def build(
    ledger: Path,
    paths: tuple[str, ...],
    no_originals: bool,
    title: str | None,
    template: str | None,
    min_score: float,
    encoding: str | None,
    outlets: tuple[Path, ...],
    reader: str,
) -> int:
    """Add articles to a ledger, and hold each against what is there.

    LEDGER is one file, made where there is none. PATH is as for read. An article that the
    ledger holds already is left alone, so the same command again does nothing; a run that was
    stopped goes on where it was. Another text at the same address is a new version of it.

    \b
    onrecord build story.ledger coverage/
    onrecord build story.ledger new/*.html --title "The harbour loan" --template loan.yaml
    onrecord show story.ledger
    """  # noqa: D301 - click reads the character
    settings = settings_of(min_score, encoding, outlets, reader)
    skipped: list[ItemError] = []
    from onrecord.build import build as built
    from onrecord.match.template import load, source

    if template:
        load(template)
    with opened(ledger, create=True) as story, progress(ledger) as step:
        if title:
            story.tell("title", title)
        if template:
            story.tell("template", source(template))
        done = built(
            story, *paths, settings=settings, keep_originals=not no_originals,
            on_skip=skipped.append, on_article=step,
        )  # fmt: skip
        lost = len(story.lost()) if done.reread else 0
    parts = [f"{done.added} added", f"{done.known} known already"]
    parts += [f"{done.reread} read again"] * bool(done.reread)
    parts += [f"{done.rematched} matched again"] * bool(done.rematched)
    say(f"{ledger}: " + ", ".join(parts))
    _tell_of_lost(ledger, lost)
    return account(skipped)


def _tell_of_lost(ledger: Path, lost: int) -> None:
    """Say that decisions of persons no longer find what they are about."""
    if lost:
        what = "judgement of a person no longer finds" if lost == 1 else (
            "judgements of persons no longer find")  # fmt: skip
        told = f"{lost} {what} what was decided about; see onrecord review list {ledger}"
        say(f"{ledger}: {told}")


@onrecord.command(no_args_is_help=True)
@LEDGER
@click.argument("topic", type=click.Choice(TOPICS), required=False, metavar="[TOPIC]")
@click.option(
    "-n", "--limit", type=click.IntRange(1), default=LIMIT, show_default=True, help="Rows to show."
)
@click.option("--all", "everything", is_flag=True, help="Show every row.")
@click.option(
    "--template",
    metavar="FILE",
    help="The template of questions: a YAML file, or one of ours by name.  [default: the story's "
    "own, or monument]",
)
@click.option("--json", "json_wanted", is_flag=True, help="Print one JSON object, for programs.")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="OUT",
    help="Write to this file instead of standard output.",
)
def show(
    ledger: Path, topic: str | None, limit: int, everything: bool, template: str | None,
    json_wanted: bool, output: Path | None,
) -> int:  # fmt: skip
    """Show what a ledger holds; without a TOPIC, the story on one screen.

    \b
    claims          what is said, by whom, on how many origins
    speakers        who speaks, under which names, in which roles
    gaps            what nobody says, since when, and what closed it
    origins         where words came from, and who took them
    changes         what a speaker said otherwise later
    contradictions  statements that cannot both stand; no side is taken
    timeline        what was said when
    notices         what is wrong with the texts
    questions       how a template's questions stand: answered, contested, withheld, silent
    versions        what changed when an article was published again at its address

    \b
    onrecord show story.ledger
    onrecord show story.ledger gaps
    onrecord show story.ledger claims --all --json > claims.json
    """  # noqa: D301 - click reads the character
    if template and topic != "questions":
        raise click.UsageError("--template goes with the topic questions")
    most = -1 if everything else limit
    with opened(ledger, read_only=True) as story:
        if json_wanted:
            emit([as_json(story, ledger.stem, topic, most, template) + "\n"], output)
        elif topic:
            emit([as_table(story, topic, most, template, output is not None)], output)
        else:
            emit([as_overview(story, _title(story), output is not None)], output)
    return DONE


def _title(story: Ledger) -> str:
    return story.told("title") or story.path.stem


def _rows(
    story: Ledger, topic: str, limit: int, template: str | None
) -> tuple[Sequence[Any], bool]:
    """The rows of a topic, at most `limit` of them (-1: all), and whether there are more."""
    from onrecord.present import topics

    most = limit if limit < 0 else limit + 1
    if topic == "questions":
        rows: Sequence[Any] = topics.questions(story, most, template)
    else:
        rows = getattr(topics, topic)(story, most)
    return (rows[:limit], True) if 0 <= limit < len(rows) else (rows, False)


def as_json(story: Ledger, name: str, topic: str | None, limit: int, template: str | None) -> str:
    """A topic as one JSON object, or all of them but the questions, which need to be asked."""
    from onrecord.present import topics

    held: dict[str, Any] = {"ledger": name, "title": story.told("title"), "topic": topic}
    held["counts"] = asdict(topics.counts(story))
    held["more"] = False
    for each in (topic,) if topic else (t for t in TOPICS if t != "questions"):
        rows, more = _rows(story, each, limit, template)
        held[each] = [asdict(row) for row in rows]
        held["more"] |= more
    return json.dumps(held, ensure_ascii=False)


def as_table(story: Ledger, topic: str, limit: int, template: str | None, plain: bool) -> str:
    """A topic as a person reads it."""
    from rich.console import Console

    from onrecord.present import tables

    console = Console()
    rows, more = _rows(story, topic, limit, template)
    colour = colour_of(console, plain)
    return tables.table(topic, rows, more=more, width=console.width, colour=colour)


def as_overview(story: Ledger, name: str, plain: bool) -> str:
    """The story on one screen."""
    from rich.console import Console

    from onrecord.present import tables

    console = Console()
    colour = colour_of(console, plain)
    return tables.overview(story, name, width=console.width, colour=colour)


@onrecord.command(no_args_is_help=True)
@LEDGER
def verify(ledger: Path) -> int:
    """Check a ledger: every span, every id, every reference, all that is derived.

    Words are cut out of their articles again, ids made again from what they stand for, and
    what follows from the judgements is drawn again. Faults are listed on standard output, one
    a line, and the exit code is then 1.

    \b
    onrecord verify story.ledger
    """  # noqa: D301 - click reads the character
    with opened(ledger, read_only=True) as story:
        faults = 0
        for fault in story.verify():
            faults += 1
            say(str(fault), err=False)
        bare, lost = story.without_originals(), len(story.lost())
    if not faults:
        say(f"{ledger}: sound")
    if bare:
        told = "1 article was" if bare == 1 else f"{bare} articles were"
        say(f"{ledger}: {told} kept without the bytes they were read from")
    _tell_of_lost(ledger, lost)
    return SKIPPED if faults else DONE
