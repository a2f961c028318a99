"""`build`, `show`, `verify` and `review`: a story's ledger, from the outside."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from onrecord.cli.app import DONE, SKIPPED, onrecord
from onrecord.cli.output import account, colour_of, emit, progress
from onrecord.cli.reading import reads, settings_of
from onrecord.errors import ItemError

if TYPE_CHECKING:
    from onrecord.ledger import Ledger

TOPICS = (
    "claims", "speakers", "gaps", "origins", "changes", "contradictions", "timeline", "notices",
)  # fmt: skip
LIMIT = 20

LEDGER = click.argument("ledger", type=click.Path(dir_okay=False, path_type=Path), metavar="LEDGER")


@contextmanager
def opened(path: Path, *, create: bool = False, read_only: bool = False) -> Iterator[Ledger]:
    """The ledger at `path`, closed at the end. Raises `BadLedger`."""
    from onrecord.ledger import Ledger

    with Ledger.open(path, create=create, read_only=read_only) as ledger:
        yield ledger


@onrecord.command(no_args_is_help=True)
@LEDGER
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option(
    "--no-originals",
    is_flag=True,
    help="Do not keep the bytes that articles were read from (kept compressed otherwise).",
)
@reads
def build(
    ledger: Path,
    paths: tuple[str, ...],
    no_originals: bool,
    min_score: float,
    encoding: str | None,
    outlets: tuple[Path, ...],
) -> int:
    """Add articles to a ledger, and hold each against what is there.

    LEDGER is one file, made where there is none. PATH is as for read. An article that the
    ledger holds already is left alone, so the same command again does nothing; a run that was
    stopped goes on where it was. Another text at the same address is a new version of it.

    \b
    onrecord build story.ledger coverage/
    onrecord build story.ledger new/*.html
    onrecord show story.ledger
    """  # noqa: D301 - click reads the character
    settings = settings_of(min_score, encoding, outlets)
    skipped: list[ItemError] = []
    from onrecord.build import build as built

    with opened(ledger, create=True) as story, progress(ledger) as step:
        done = built(
            story, *paths, settings=settings, keep_originals=not no_originals,
            on_skip=skipped.append, on_article=step,
        )  # fmt: skip
    parts = [f"{done.added} added", f"{done.known} known already"]
    parts += [f"{done.reread} read again"] * bool(done.reread)
    parts += [f"{done.rematched} matched again"] * bool(done.rematched)
    click.echo(f"{ledger}: " + ", ".join(parts), err=True)
    return account(skipped)


@onrecord.command(no_args_is_help=True)
@LEDGER
@click.argument("topic", type=click.Choice(TOPICS), required=False, metavar="[TOPIC]")
@click.option(
    "-n", "--limit", type=click.IntRange(1), default=LIMIT, show_default=True, help="Rows to show."
)
@click.option("--all", "everything", is_flag=True, help="Show every row.")
@click.option("--json", "json_wanted", is_flag=True, help="Print one JSON object, for programs.")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="OUT",
    help="Write to this file instead of standard output.",
)
def show(
    ledger: Path, topic: str | None, limit: int, everything: bool, json_wanted: bool,
    output: Path | None,
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

    \b
    onrecord show story.ledger
    onrecord show story.ledger gaps
    onrecord show story.ledger claims --all --json > claims.json
    """  # noqa: D301 - click reads the character
    most = -1 if everything else limit
    with opened(ledger, read_only=True) as story:
        if json_wanted:
            emit([as_json(story, ledger.stem, topic, most) + "\n"], output)
        else:
            emit([as_table(story, ledger.stem, topic, most, output is not None)], output)
    return DONE


def as_json(story: Ledger, name: str, topic: str | None, limit: int) -> str:
    """A topic, or all of them, as one JSON object."""
    from onrecord.present import topics

    held: dict[str, Any] = {"ledger": name, "topic": topic, "counts": asdict(topics.counts(story))}
    for each in (topic,) if topic else TOPICS:
        rows = getattr(topics, each)(story, limit if limit < 0 else limit + 1)
        more = 0 <= limit < len(rows)
        held[each] = [asdict(row) for row in (rows[:limit] if more else rows)]
        held["more"] = held.get("more", False) or more
    return json.dumps(held, ensure_ascii=False)


def as_table(story: Ledger, name: str, topic: str | None, limit: int, plain: bool) -> str:
    """A topic, or the overview, as a person reads it."""
    from rich.console import Console

    from onrecord.present import tables

    console = Console()
    look: dict[str, Any] = {"width": console.width, "colour": colour_of(console, plain)}
    if topic is None:
        return tables.overview(story, name, **look)
    rows = tables.TOPICS[topic].rows(story, limit if limit < 0 else limit + 1)
    more = 0 <= limit < len(rows)
    return tables.table(topic, rows[:limit] if more else rows, more=more, **look)


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
            click.echo(str(fault))
        kept = story.db.execute("SELECT count(*) FROM original").fetchone()[0]
    if not faults:
        click.echo(f"{ledger}: sound", err=True)
    if not kept:
        click.echo(f"{ledger}: holds no originals, so texts were not held against them", err=True)
    return SKIPPED if faults else DONE
