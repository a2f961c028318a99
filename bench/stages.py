"""Where reading spends its time: microseconds of CPU a word, stage by stage.

    python -m bench.stages                  a table, dearest first
    python -m bench.stages --words 20000    the same over fewer articles
    python -m bench.stages --repeats 5      the least of five rounds

Stages follow each other as in `extract_all`, as many articles at once, but with the network on
one thread and nothing beside it, so that what is measured is the processor's work and not the
waiting. A stage has its own time only: what it calls that is a stage itself is counted there. Of
several rounds the least is taken, batch by batch, since a busy machine only ever adds; it also
makes every stage dearer, so compare shares and runs side by side, not days.
"""

from __future__ import annotations

import argparse
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import Any

from bench.articles import articles, short_article
from onrecord import pipeline
from onrecord.extract import reader
from onrecord.extract.decode import Crf
from onrecord.extract.link import Linker
from onrecord.extract.network import Network
from onrecord.values import Article, Settings

REST = "the rest"
STAGES: tuple[tuple[Any, str, str], ...] = (
    (pipeline, "other_language", "language"),
    (Network, "words", "words"),
    (Network, "emissions", "network"),
    (Crf, "runs_of", "decoding"),
    (reader, "_attributions", "spans"),
    (Linker, "links", "linking"),
    (reader, "beyond", "beyond"),
    (pipeline, "nested_in", "nested"),
    (pipeline, "firmness_in", "firmness"),
    (pipeline, "channels_in", "channels"),
    (pipeline, "gaps_in", "gaps"),
    (pipeline, "dates_said", "dates"),
    (pipeline, "places_said", "places"),
    (pipeline, "entities_in", "entities"),
    (pipeline, "unsourced_in", "unsourced"),
    (pipeline, "notices_in", "notices"),
)
"""Where the function of a stage is looked up, its name there, and what the table calls it."""


class Stopwatch:
    """Seconds of processor time by name; of names within one another, only the inmost runs."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)
        self._running = [REST]
        self._since = time.process_time()

    def _lap(self) -> None:
        now = time.process_time()
        self.seconds[self._running[-1]] += now - self._since
        self._since = now

    @contextmanager
    def on(self, name: str) -> Iterator[None]:
        """Counts to `name` what happens within."""
        self._lap()
        self._running.append(name)
        try:
            yield
        finally:
            self._lap()
            self._running.pop()

    def around(self, function: Callable[..., Any], name: str) -> Callable[..., Any]:
        """The same function, timed."""

        def timed(*given: Any, **named: Any) -> Any:
            with self.on(name):
                return function(*given, **named)

        return timed


def measured(texts: Sequence[str], settings: Settings) -> dict[str, float]:
    """Seconds of processor time by stage, of one reading of `texts`."""
    watch = Stopwatch()
    articles = [Article(str(n), text, "") for n, text in enumerate(texts)]
    with ExitStack() as after, watch.on(REST):
        for place, attribute, name in STAGES:
            held = getattr(place, attribute)
            setattr(place, attribute, watch.around(held, name))
            after.callback(setattr, place, attribute, held)
        found = reader.attributions_in([pipeline.readable(a) for a in articles], settings)
        for article, each in zip(articles, found, strict=True):
            pipeline._reading(article, each, settings)
    return dict(watch.seconds)


def least(texts: Sequence[str], settings: Settings, rounds: int) -> dict[str, float]:
    """The same, each batch of articles in the round in which a stage took least for it."""
    found: dict[str, float] = defaultdict(float)
    for first in range(0, len(texts), pipeline.ARTICLES_AT_ONCE):
        some = texts[first : first + pipeline.ARTICLES_AT_ONCE]
        took = [measured(some, settings) for _ in range(rounds)]
        for name in took[0]:
            found[name] += min(seconds.get(name, 0.0) for seconds in took)
    return found


def table(seconds: dict[str, float], words: int) -> str:
    """Microseconds a word and the share of all, as Markdown, dearest first."""
    whole = sum(seconds.values())
    lines = ["| stage | µs a word | share |", "|---|---:|---:|"]
    for name, each in sorted(seconds.items(), key=lambda item: -item[1]):
        lines.append(f"| {name} | {each / words * 1e6:.1f} | {each / whole:.0%} |")
    beside = whole - seconds.get("network", 0.0)
    lines.append(f"| all but the network | {beside / words * 1e6:.1f} | {beside / whole:.0%} |")
    lines.append(f"| all | {whole / words * 1e6:.1f} | 100% |")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench.stages", description=__doc__.split("\n\n", 1)[0])
    parser.add_argument("--words", type=int, default=60_000, help="words to read (60000)")
    parser.add_argument("--repeats", type=int, default=3, help="rounds (3)")
    asked = parser.parse_args()
    settings = Settings(threads=1)
    what, texts = articles(asked.words)
    pipeline.extract(Article("0", short_article(), ""), settings=settings)
    words = sum(len(text.split()) for text in texts)
    print(table(least(texts, settings, asked.repeats), words))
    print(f"\n{len(texts)} articles, {words:,} words ({what}); least of {asked.repeats} rounds.")


if __name__ == "__main__":
    main()
