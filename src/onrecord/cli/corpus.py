"""`extract`: corpora to Parquet, on this machine or a cluster."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from onrecord.cli.app import DONE, SKIPPED, UNUSABLE, Unusable, onrecord, say
from onrecord.cli.output import account, progress
from onrecord.cli.reading import reads, settings_of
from onrecord.errors import ItemError

if TYPE_CHECKING:
    from onrecord.scale import Outcome


@onrecord.command(no_args_is_help=True)
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="The folder for the tables; what is done there already is not done again.",
)
@click.option(
    "--engine",
    type=click.Choice(("local", "ray")),
    default="local",
    show_default=True,
    help="Where the work runs: processes here, or a Ray cluster (RAY_ADDRESS, else one here).",
)
@click.option(
    "--workers",
    type=click.IntRange(1),
    help="How many chunks are read at once.  [default: as many as there are cores]",
)
@click.option("--no-texts", is_flag=True, help="Leave the articles' own texts out of the tables.")
@reads
def extract(
    paths: tuple[str, ...], output: Path, engine: str, workers: int | None, no_texts: bool,
    min_score: float, encoding: str | None, outlets: tuple[Path, ...], reader: str,
) -> int:  # fmt: skip
    """Read a corpus into Parquet tables: attributions, entities, gaps and the rest.

    PATH is as for read, standard input apart. Each table is a folder of files that pandas,
    DuckDB and Spark open as one. A run that was stopped, or lost a worker, goes on with what is
    missing. Needs the extra onrecord[parquet], and onrecord[ray] for a cluster.

    \b
    onrecord extract corpus/ -o tables/
    onrecord extract corpus/*.jsonl -o tables/ --engine ray
    """  # noqa: D301 - click reads the character
    from onrecord.scale import extracted

    settings = settings_of(min_score, encoding, outlets, reader)
    skipped: list[ItemError] = []
    ended: list[Outcome] = []
    try:
        output.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Unusable(f"{output}: {error.strerror}; name a folder that can be made") from error
    with progress(output) as step:
        for outcome in extracted(
            paths, output, engine=engine, workers=workers or 0, settings=settings,
            texts=not no_texts,
        ):  # fmt: skip
            if isinstance(outcome, ItemError):
                skipped.append(outcome)
                continue
            ended.append(outcome)
            skipped += outcome.skipped
            step(outcome)
    return _told(output, ended, skipped)


def _told(output: Path, ended: list[Outcome], skipped: list[ItemError]) -> int:
    """Say what was done, and give the exit code for it."""
    good = [outcome for outcome in ended if outcome.failed is None]
    articles, words = sum(o.articles for o in good), sum(o.words for o in good)
    known = sum(not outcome.fresh for outcome in good)
    earlier = f" ({known} of {len(good)} chunks by an earlier run)" if known else ""
    say(f"{output}: {articles:,} articles, {words:,} words{earlier}")
    failed = [outcome for outcome in ended if outcome.failed]
    for outcome in failed:
        say(f"  chunk {outcome.chunk} failed: {outcome.failed}")
    code = account(skipped)
    if failed and not good:
        return UNUSABLE
    return SKIPPED if failed else code or DONE
