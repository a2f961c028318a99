"""What one more article costs a ledger of 100 and one of 10,000: `python -m bench.growth`.

Articles are made by recombining paragraphs of Wikinews under new dates and outlets, so that the
same statements come again and again, as they do in a story that many carry. Compared are
milliseconds of processor time an article, all threads together, over the hundred articles that
come to a ledger of a hundred, of three hundred and so on, and over the last hundred; the clock
beside it is that of a machine on which other work may be running.

Reading is the same for every article, whatever the ledger holds; it is timed apart, so that the
part that could grow is seen: reading's mean over the run is added to it, so that a window of
longer articles is not taken for growth. `--articles 10000` takes about half an hour on two cores.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import random
import resource
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import mean
from typing import Any

from bench.articles import DATA
from bench.machine import machine
from bench.results import Run, save
from onrecord import pipeline
from onrecord.build import match, reader_version
from onrecord.ledger import Ledger
from onrecord.values import Article, content_id

OUTLETS = 60
PARAGRAPHS = (4, 9)
STEPS = (100, 300, 1000, 3000, 10_000, 30_000, 100_000)
WINDOW = 100
PLURAL = {
    "attribution": "attributions", "claim": "claims", "entity": "entities",
    "judgement": "judgements",
}  # fmt: skip


def recombined(count: int, seed: int = 1) -> Iterator[Article]:
    """`count` articles, each of paragraphs drawn from all of Wikinews, dated one after another."""
    dice = random.Random(seed)
    paragraphs = _paragraphs()
    first = datetime(2020, 1, 1, tzinfo=UTC)
    for number in range(count):
        chosen = dice.sample(paragraphs, dice.randint(*PARAGRAPHS))
        text = "\n\n".join(chosen)
        sha256 = hashlib.sha256(f"{number} {text}".encode()).hexdigest()
        yield Article(
            content_id(sha256), text, sha256, title=chosen[0][:60],
            outlet=f"Outlet {dice.randrange(OUTLETS)}", language="en",
            published=(first + timedelta(hours=number)).isoformat(), original=text.encode(),
        )  # fmt: skip


def _paragraphs() -> list[str]:
    found = []
    for path in sorted((DATA / "wikinews").glob("*.csv")):
        with path.open(encoding="utf8", newline="") as file:
            for row in csv.DictReader(file):
                found += [p.strip() for p in row["text"].split("\n") if len(p.split()) >= 20]
    return sorted(set(found))


def measured(count: int) -> dict[str, Any]:
    """Seconds an article for reading and for joining the ledger, over windows; sizes at the end."""
    costs: list[_Cost] = []
    reader = reader_version()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "grown.ledger"
        with Ledger.open(path, create=True) as ledger:
            for article in recombined(count):
                start = _clocks()
                reading = pipeline.extract(article)
                read = _clocks()
                with ledger.transaction():
                    match(ledger, ledger.add(reading, reader))
                joined = _clocks()
                costs.append(_Cost(read[0] - start[0], joined[0] - read[0], joined[1] - start[1]))
                if len(costs) % WINDOW == 0:
                    _tell(costs)
            rows = {
                table: ledger.db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
                for table in PLURAL
            }
        size = path.stat().st_size
    return {
        "articles": count,
        "rows": rows,
        "reading_ms": 1000 * mean(cost.reading_s for cost in costs),
        "windows": [
            _window(costs, held) for held in (*STEPS, count - WINDOW) if _fits(held, count)
        ],
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "file_mb": size / 1e6,
    }


def _clocks() -> tuple[float, float]:
    """Processor time of all threads, and the time on the wall."""
    return time.process_time(), time.perf_counter()


@dataclass(frozen=True, slots=True)
class _Cost:
    """One article: processor time for reading it and for joining the ledger, and the clock."""

    reading_s: float
    joining_s: float
    clock_s: float


def _tell(costs: Sequence[_Cost]) -> None:
    window = _window(costs, len(costs) - WINDOW)
    print(
        f"{len(costs):,}: reading {window['reading_ms']:.0f} ms, joining "
        f"{window['joining_ms']:.0f} ms, clock {window['clock_ms']:.0f} ms",
        file=sys.stderr, flush=True,
    )  # fmt: skip


def _fits(held: int, count: int) -> bool:
    return held + WINDOW < count or held == count - WINDOW


def _window(costs: Sequence[_Cost], held: int) -> dict[str, float]:
    """The hundred articles that came to a ledger of `held`: milliseconds an article."""
    window = costs[held : held + WINDOW]
    return {
        "held": held,
        "reading_ms": 1000 * mean(cost.reading_s for cost in window),
        "joining_ms": 1000 * mean(cost.joining_s for cost in window),
        "clock_ms": 1000 * mean(cost.clock_s for cost in window),
    }


def table(run: dict[str, Any]) -> str:
    """The run as a table for people."""
    reading = run["reading_ms"]
    lines = [
        "| articles held | joining, ms | with reading, ms | against the first | clock, ms |",
        "|---:|---:|---:|---:|---:|",
    ]
    first = reading + run["windows"][0]["joining_ms"]
    for w in run["windows"]:
        both = reading + w["joining_ms"]
        lines.append(
            f"| {w['held']:,} | {w['joining_ms']:.0f} | {both:.0f} | {both / first:.2f} "
            f"| {w['clock_ms']:.0f} |"
        )
    held = ", ".join(f"{count:,} {PLURAL[table]}" for table, count in run["rows"].items())
    lines.append(
        f"\nReading takes {reading:.0f} ms an article. Peak memory {run['peak_mb']:,.0f} MB, file "
        f"{run['file_mb']:,.0f} MB, {1000 * run['file_mb'] / run['articles']:.0f} KB an article "
        f"({held})."
    )
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.growth", description=__doc__)
    parser.add_argument("--articles", type=int, default=1000, help="how many to add")
    parser.add_argument("--save", action="store_true", help="keep the run in bench/growth.json")
    asked = parser.parse_args()
    run = measured(asked.articles)
    if asked.save:
        save(Run("growth", machine(), {"articles": asked.articles}, run))
    print(table(run))


if __name__ == "__main__":
    main()
