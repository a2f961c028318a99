"""What one more article costs a ledger of 100 and one of 10,000: `python -m bench growth`.

Articles are made by recombining paragraphs of Wikinews under new dates and outlets, so that the
same statements come again and again, as they do in a story that many carry. Copies of the ledger
are put by on the way, when it holds a hundred, three hundred and so on. At the end the same further
articles are read, and join each of the copies, one article after another and each time in another
order: other work on the machine, which makes processor time dearer by the minute, then weighs on
all sizes alike. Each ledger has a process of its own, whose caches are warm before it is timed.

Compared are milliseconds of processor time an article, all threads together. Reading is the same
for every article, whatever the ledger holds; it is timed apart, in the same turns, so that the part
that could grow is seen. Until then nothing is timed, and a paragraph goes through the network once,
however often it is drawn: what stands around it was drawn by lot as well.
"""

from __future__ import annotations

import csv
import hashlib
import multiprocessing
import random
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import islice, pairwise
from multiprocessing.connection import Connection
from pathlib import Path
from statistics import mean
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import numpy as np

from bench.articles import DATA
from onrecord import pipeline
from onrecord.build import reader_version
from onrecord.extract.network import Network
from onrecord.extract.words import BREAKS, CASES, Words
from onrecord.join import match
from onrecord.ledger import Ledger
from onrecord.values import Article, content_id

if TYPE_CHECKING:
    from numpy.typing import NDArray

OUTLETS = 60
PARAGRAPHS = (4, 9)
STEPS = (100, 300, 1000, 2000, 3000, 5000, 10_000, 30_000, 100_000)
WARM, TIMED, TOLD = 20, 50, 100
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
    """Milliseconds an article for reading and for joining ledgers of several sizes; the last's size."""
    reader = reader_version()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "grown.ledger"
        copies: dict[int, Path] = {}
        articles = recombined(count + WARM + TIMED)
        with Ledger.open(path, create=True) as ledger:
            begun = time.process_time()
            for held, article in enumerate(islice(articles, count), start=1):
                with remembered():
                    reading = pipeline.extract(article)
                with ledger.transaction():
                    match(ledger, ledger.add(reading, reader))
                if held in STEPS or held == count:
                    copies[held] = _copied(ledger, Path(folder) / f"{held}.ledger")
                if held % TOLD == 0:
                    spent, begun = time.process_time() - begun, time.process_time()
                    print(f"{held:,}: {1000 * spent / TOLD:.0f} ms", file=sys.stderr, flush=True)
            rows = {
                table: ledger.db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
                for table in PLURAL
            }
            peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        file_mb = copies[count].stat().st_size / 1e6
        return {
            "articles": count, "rows": rows, **paired(copies, articles), "peak_mb": peak_mb,
            "file_mb": file_mb,
        }  # fmt: skip


_EMITTED: dict[bytes, NDArray[np.float32]] = {}


@contextmanager
def remembered() -> Iterator[None]:
    """Within it, the network is given each paragraph by itself, and each paragraph once."""
    emissions = Network.emissions

    def of_paragraphs(self: Network, texts: Sequence[Words]) -> list[NDArray[np.float32]]:
        parts = [_parts(words) for words in texts]
        new = {key: part for its in parts for key, part in its if key not in _EMITTED}
        _EMITTED.update(zip(new, emissions(self, list(new.values())), strict=True))
        return [np.concatenate([_EMITTED[key] for key, _ in its]) for its in parts]

    with patch.object(Network, "emissions", of_paragraphs):
        yield


def _parts(words: Words) -> list[tuple[bytes, Words]]:
    """The paragraphs of a text, each as a text of its own, with what it is known by."""
    edges = [*np.flatnonzero(words.shapes // CASES == BREAKS - 1).tolist(), len(words)]
    first = np.append(words.first, len(words.pieces))
    found = []
    for a, b in pairwise(edges):
        pieces = words.pieces[first[a] : first[b]]
        part = Words(
            words.starts[a:b], words.ends[a:b], pieces, words.first[a:b] - first[a],
            words.shapes[a:b],
        )  # fmt: skip
        found.append((pieces.tobytes() + part.shapes.tobytes(), part))
    return found


def _copied(ledger: Ledger, path: Path) -> Path:
    """The ledger as it is now, in a file of its own."""
    ledger.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return Path(shutil.copy(ledger.path, path))


def paired(copies: Mapping[int, Path], articles: Iterator[Article]) -> dict[str, Any]:
    """What the same articles cost to read, and to join each of `copies` (by how many each holds)."""
    spawned = multiprocessing.get_context("spawn")
    joiners = []
    for path in copies.values():
        ours, theirs = spawned.Pipe()
        joiner = spawned.Process(target=_join, args=(path, theirs), daemon=True)
        joiner.start()
        joiners.append((joiner, ours))
    reading: list[float] = []
    joining: list[list[float]] = [[] for _ in joiners]
    for turn, article in enumerate(islice(articles, WARM + TIMED)):
        begun = time.process_time()
        found = pipeline.extract(article)
        reading.append(time.process_time() - begun)
        for at in range(len(joiners)):
            which = (turn + at) % len(joiners)
            joiners[which][1].send(found)
            joining[which].append(joiners[which][1].recv())
    for joiner, pipe in joiners:
        pipe.send(None)
        joiner.join()
    return {
        "reading_ms": 1000 * mean(reading[WARM:]),
        "windows": [
            {"held": held, "joining_ms": 1000 * mean(costs[WARM:])}
            for held, costs in zip(copies, joining, strict=True)
        ],
    }


def _join(path: Path, pipe: Connection) -> None:
    """Let readings that come through `pipe` join a ledger, and answer what each cost, in seconds."""
    with Ledger.open(path) as ledger:
        reader = reader_version()
        while (reading := pipe.recv()) is not None:
            begun = time.process_time()
            with ledger.transaction():
                match(ledger, ledger.add(reading, reader))
            pipe.send(time.process_time() - begun)


def table(run: dict[str, Any]) -> str:
    """The run as a table for people."""
    reading = run["reading_ms"]
    lines = [
        "| articles held | joining, ms | with reading, ms | against the first |",
        "|---:|---:|---:|---:|",
    ]
    first = reading + run["windows"][0]["joining_ms"]
    for w in run["windows"]:
        both = reading + w["joining_ms"]
        lines.append(f"| {w['held']:,} | {w['joining_ms']:.0f} | {both:.0f} | {both / first:.2f} |")
    held = ", ".join(f"{count:,} {PLURAL[table]}" for table, count in run["rows"].items())
    lines.append(
        f"\nReading takes {reading:.0f} ms an article. Peak memory {run['peak_mb']:,.0f} MB, file "
        f"{run['file_mb']:,.0f} MB, {1000 * run['file_mb'] / run['articles']:.0f} KB an article "
        f"({held})."
    )
    return "\n".join(lines)
