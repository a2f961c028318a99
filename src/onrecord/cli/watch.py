"""`watch`: feeds polled for as long as it is wanted, what is new read into a ledger and told."""

from __future__ import annotations

import json
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from onrecord.cli.app import STOPPED, onrecord, say
from onrecord.cli.ledger import LEDGER, opened
from onrecord.cli.output import account, to_stdout
from onrecord.cli.reading import reads, settings_of
from onrecord.errors import ItemError

if TYPE_CHECKING:
    from onrecord.watch import Polled, Watch

PAGES_MB = 16
"""Of the ledger, in memory: whoever runs for weeks holds little, and waits for feeds anyway."""


@onrecord.command(no_args_is_help=True)
@LEDGER
@click.argument("feeds", nargs=-1, required=True, metavar="FEED...")
@click.option(
    "--every",
    type=click.FloatRange(1),
    default=15.0,
    show_default=True,
    metavar="MINUTES",
    help="How often a feed is asked; less often where it fails or says so.",
)
@click.option("--once", is_flag=True, help="Ask each feed once and leave.")
@click.option("--no-pages", is_flag=True, help="Take what the feeds hold; fetch no pages.")
@click.option(
    "--most",
    type=click.IntRange(1),
    default=200,
    show_default=True,
    metavar="N",
    help="Articles taken from a feed at one poll; the rest comes at the next.",
)
@click.option(
    "--pause",
    type=click.FloatRange(0),
    default=2.0,
    show_default=True,
    metavar="SECONDS",
    help="Between two requests to one host, at least.",
)
@click.option("--agent", metavar="TEXT", help="How to introduce ourselves to servers.")
@click.option(
    "--allow-private", is_flag=True, help="Fetch from loopback and private networks as well."
)
@click.option("--json", "json_wanted", is_flag=True, help="One JSON object a line for each poll.")
@reads
def watch(
    ledger: Path,
    feeds: tuple[str, ...],
    every: float,
    once: bool,
    no_pages: bool,
    most: int,
    pause: float,
    agent: str | None,
    allow_private: bool,
    json_wanted: bool,
    min_score: float,
    encoding: str | None,
    outlets: tuple[Path, ...],
    reader: str,
) -> int:  # fmt: skip
    """Watch feeds: read what is new into a ledger, and tell what it adds to the story.

    FEED is the address of an RSS or Atom feed or of a sitemap. Feeds are asked politely: only for
    what changed, at the pace their site wants, within robots.txt. Pages come over http(s) from
    public addresses only. Where the watch is stopped (Ctrl-C, twice to leave at once) the same
    command goes on; it keeps what it needs in LEDGER.watch.json.

    \b
    onrecord watch story.ledger https://paper.example/feed.xml
    onrecord watch story.ledger https://paper.example/news-sitemap.xml --every 60
    """  # noqa: D301 - click reads the character
    from onrecord import __version__
    from onrecord.watch import Fetcher, Manners, Plan, State, Watch
    from onrecord.watch.address import without_credentials

    if any(without_credentials(feed) != feed.strip() for feed in feeds):
        raise click.UsageError("a feed has a name or password in it; leave it out: none is sent")
    plan = Plan(
        every * 60, most, pages=not no_pages,
        settings=settings_of(min_score, encoding, outlets, reader),
    )  # fmt: skip
    manners = Manners(agent or f"onrecord/{__version__}", pause, private=allow_private)
    state = State.beside(ledger)
    with opened(ledger, create=True) as story, stoppable() as wait:
        story.keep_at_hand(PAGES_MB)
        watched = Watch(story, state, Fetcher(manners, wait), plan, wait)
        return _told(watched, feeds, once=once, as_json=json_wanted, wait=wait)


def _told(
    watched: Watch, feeds: tuple[str, ...], *, once: bool, as_json: bool,
    wait: Callable[[float], bool],
) -> int:  # fmt: skip
    """Print every poll's news as it comes, and its troubles to standard error."""
    skipped: list[ItemError] = []
    for polled in watched.run(feeds, once=once):
        troubles = [*polled.skipped, *filter(None, [polled.error])]
        if once:
            skipped += troubles
        else:
            for error in troubles:
                say(f"  {error}")
        if as_json:
            to_stdout([json.dumps(_as_dict(polled), ensure_ascii=False) + "\n"])
        else:
            to_stdout(line + "\n" for news in polled.new for line in news.lines())
            say(_account_of(polled))
    return account(skipped) if not wait(0) else STOPPED


def _as_dict(polled: Polled) -> dict[str, Any]:
    return {
        "feed": polled.feed,
        "unchanged": polled.unchanged,
        "new": [news.as_dict() for news in polled.new],
        "put_off": polled.put_off,
        "skipped": [str(error) for error in polled.skipped],
        "error": str(polled.error) if polled.error else None,
    }


def _account_of(polled: Polled) -> str:
    """A poll in one line."""
    if polled.error:
        return f"{polled.feed}: not had this time"
    parts = [f"{len(polled.new)} new"]
    parts += ["unchanged"] * polled.unchanged
    parts += [f"{polled.put_off} put off"] * bool(polled.put_off)
    parts += [f"{len(polled.skipped)} skipped"] * bool(polled.skipped)
    return f"{polled.feed}: " + ", ".join(parts)


@contextmanager
def stoppable() -> Iterator[Callable[[float], bool]]:
    """A way to sleep that ends at Ctrl-C or SIGTERM, and says whether one came.

    The first asks for a clean end, after the article at hand; the second Ctrl-C leaves at once.
    """
    stop = threading.Event()

    def asked(_: int, __: object) -> None:
        stop.set()
        signal.signal(signal.SIGINT, signal.default_int_handler)

    before = {number: signal.signal(number, asked) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield lambda seconds: stop.wait(seconds)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
