"""`demo`: one article and one story that come with onrecord, read and laid open."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click

from onrecord.cli.app import DONE, Unusable, onrecord, say
from onrecord.cli.ledger import as_overview, opened
from onrecord.cli.output import emit, progress
from onrecord.cli.reading import looks, write

if TYPE_CHECKING:
    from onrecord.values import Reading

NAME = "The monument on the Tellin Strait"


@onrecord.command()
@looks
@click.option(
    "--keep",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="LEDGER",
    help="Keep the story's ledger in this file, to go on with show and the rest.",
)
@click.option(
    "--articles",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="FOLDER",
    help="Show nothing; write article.txt and coverage/ to this folder, to try things on.",
)
def demo(form: str, output: Path | None, keep: Path | None, articles: Path | None) -> int:
    """Show the worked example: a short article read, then a story of nineteen kept on record.

    All of it is invented. A memorial is planned; a sculptor has told one agency, ten outlets
    carry it, two states' officials disagree, and what nobody tells is the point. Needs no
    arguments and no network. With a format other than text, gives the short article alone.

    \b
    onrecord demo
    onrecord demo --keep story.ledger
    onrecord demo --format html -o demo.html
    onrecord demo --articles .
    """  # noqa: D301 - click reads the character
    if articles is not None:
        _write_out(articles)
        return DONE
    write(_example(), form, output)
    if form == "text":
        emit([_story(keep, plain=output is not None)], None)
    return DONE


def _write_out(place: Path) -> None:
    """The short article and those of the story, as files of their own."""
    from onrecord.present import example
    from onrecord.story import folder

    try:
        (place / "coverage").mkdir(parents=True, exist_ok=True)
        (place / "article.txt").write_bytes(example.PATH.read_bytes())
        for file in sorted(folder().iterdir()):
            (place / "coverage" / file.name).write_bytes(file.read_bytes())
    except OSError as error:
        raise Unusable(f"{error.filename}: {error.strerror}") from error
    told = f"{place / 'article.txt'} and {place / 'coverage'}"
    say(f"{told}: written; every word in them is invented")


def _example() -> Iterator[Reading]:
    from onrecord.pipeline import extract
    from onrecord.present.example import article

    yield extract(article())


def _story(keep: Path | None, plain: bool) -> str:
    from onrecord.build import build
    from onrecord.story import folder

    with TemporaryDirectory() as room:
        path = keep or Path(room) / "story.ledger"
        with opened(path, create=True) as story:
            with progress(path) as step:
                build(story, folder(), on_article=step)
            return as_overview(story, NAME, plain)
