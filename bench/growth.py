"""What one more article costs a ledger of 100 and one of 10,000: `python -m bench.growth`.

Articles are made by recombining paragraphs of Wikinews under new dates and outlets, so that the
same statements come again and again, as they do in a story that many carry. Compared are
milliseconds an article, over the hundred articles before each step.

Reading is the same for every article, whatever the ledger holds; it is timed apart, so that the
part that could grow is seen. `--articles 10000` takes about half an hour on two cores.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import random
import resource
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import mean
from typing import Any

from bench.articles import DATA
from onrecord import pipeline
from onrecord.build import match, reader_version
from onrecord.ledger import Ledger
from onrecord.values import Article, content_id

LATEST = Path(__file__).with_name("growth.json")
OUTLETS = 60
PARAGRAPHS = (4, 9)
STEPS = (100, 300, 1000, 3000, 10_000, 30_000, 100_000)


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
    reading_s: list[float] = []
    joining_s: list[float] = []
    reader = reader_version()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "grown.ledger"
        with Ledger.open(path, create=True) as ledger:
            for article in recombined(count):
                start = time.perf_counter()
                reading = pipeline.extract(article)
                read = time.perf_counter()
                with ledger.transaction():
                    match(ledger, ledger.add(reading, reader))
                joining_s.append(time.perf_counter() - read)
                reading_s.append(read - start)
            size = path.stat().st_size
    return {
        "articles": count,
        "windows": [_window(reading_s, joining_s, end) for end in STEPS if end <= count],
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "file_mb": size / 1e6,
    }


def _window(reading_s: list[float], joining_s: list[float], end: int) -> dict[str, float]:
    """The hundred articles before the `end`th: milliseconds an article."""
    start = max(0, end - 100)
    return {
        "up to": end,
        "reading_ms": 1000 * mean(reading_s[start:end]),
        "joining_ms": 1000 * mean(joining_s[start:end]),
    }


def table(run: dict[str, Any]) -> str:
    """The run as a table for people."""
    lines = ["articles before | reading, ms | joining, ms | together, ms", "---:|---:|---:|---:"]
    for w in run["windows"]:
        both = w["reading_ms"] + w["joining_ms"]
        lines.append(f"{w['up to']:,} | {w['reading_ms']:.0f} | {w['joining_ms']:.0f} | {both:.0f}")
    lines.append(f"\nPeak memory {run['peak_mb']:.0f} MB, file {run['file_mb']:.0f} MB.")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.growth", description=__doc__)
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--save", action="store_true", help="keep the run in bench/growth.json")
    asked = parser.parse_args()
    run = measured(asked.articles)
    if asked.save:
        LATEST.write_text(json.dumps(run, indent=1) + "\n", "utf8")
    print(table(run))


if __name__ == "__main__":
    main()
