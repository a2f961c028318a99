"""How long each live page takes on a large ledger, asked for over HTTP.

The ledger is one of articles recombined from Wikinews, as in `bench.growth`; with `--ledger` it is
kept and, where it holds fewer articles than are wanted, added to. The pages are those that are
likely to be slowest (the claims with most statements, the speakers who say most, the longest
articles, the commonest words) and as many drawn at random. One request at a time, to a server
that has answered one request before; the clock, not the processor, since that is what a reader
waits for.
"""

from __future__ import annotations

import http.client
import math
import random
import re
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from urllib.parse import quote

from bench.growth import recombined
from bench.results import Figures, Run
from bench.running import Size, needed, say
from onrecord.build import add
from onrecord.ledger import Ledger

WANTED_MS = 300
EACH = 10  # of the heaviest, and drawn at random
STARTING_S = 60.0
HEAVIEST = {
    "claim": "SELECT id FROM claim ORDER BY statements DESC, id LIMIT ?",
    "speaker": "SELECT m.entity FROM attribution s JOIN entity_member m "
    "ON m.article_entity = s.speaker GROUP BY m.entity ORDER BY count(*) DESC, m.entity LIMIT ?",
    "article": "SELECT id FROM article ORDER BY words DESC, id LIMIT ?",
    "words": "SELECT id FROM attribution ORDER BY length(content) DESC, id LIMIT ?",
}
ANY = {
    "claim": "SELECT id FROM claim ORDER BY id",
    "speaker": "SELECT DISTINCT m.entity FROM attribution s JOIN entity_member m "
    "ON m.article_entity = s.speaker ORDER BY m.entity",
    "article": "SELECT id FROM article ORDER BY id",
    "words": "SELECT id FROM attribution ORDER BY id",
}
CALLED = {
    "story": "the story",
    "claim": "a claim",
    "speaker": "a speaker",
    "article": "an article",
    "words": "from a statement to its words",
    "search": "search",
    "table": "tables (Datasette), with facets",
}
LINK = re.compile(r'href="(/[^"/]+/[^"]+)"')


def measured(size: Size) -> Figures:
    """Milliseconds of every request, by the kind of page. Raises `Skipped`."""
    needed(("datasette",), "pip install 'onrecord[serve]'")
    with tempfile.TemporaryDirectory() as folder:
        path = size.ledger or Path(folder) / "grown.ledger"
        grown(path, size.articles)
        return asked(path)


def asked(path: Path) -> Figures:
    """Milliseconds of every request to the pages of one ledger."""
    with Ledger.open(path, read_only=True) as ledger:
        articles = ledger.db.execute("SELECT count(*) FROM article").fetchone()[0]
        drawn = {kind: _ids(ledger, kind) for kind in HEAVIEST}
        words = _words(ledger)
    home = f"/-/story/{quote(path.stem)}"
    with served(path) as port:
        link = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        page = _asked(link, home)[1].decode()
        pages = {kind: [f"{home}/{kind}/{id}" for id in ids] for kind, ids in drawn.items()}
        pages["story"] = [home] * EACH * 2
        pages["search"] = [f"{home}/search?q={quote(w)}" for w in words]
        tables = sorted(set(LINK.findall(page.replace("&amp;", "&"))))
        pages["table"] = [t for t in tables if not t.startswith("/-/")] * 3
        times = {
            kind: [1000 * _asked(link, url)[0] for url in pages[kind]]
            for kind in CALLED if pages.get(kind)
        }  # fmt: skip
    return {"articles": articles, "file_mb": path.stat().st_size / 1e6, "ms": times}


@contextmanager
def served(path: Path) -> Iterator[int]:
    """The port of a server of the ledger, a process of its own, for as long as it is needed."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    command = [sys.executable, "-m", "onrecord", "serve", str(path), "--port", str(port)]
    server = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        until = time.monotonic() + STARTING_S
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                if server.poll() is not None or time.monotonic() > until:
                    raise
                time.sleep(0.05)
        yield port
    finally:
        server.terminate()
        server.wait()


def _asked(link: http.client.HTTPConnection, url: str) -> tuple[float, bytes]:
    """Seconds until the whole page was there, and the page."""
    begun = time.perf_counter()
    link.request("GET", url)
    answer = link.getresponse()
    body = answer.read()
    took = time.perf_counter() - begun
    if answer.status not in (200, 302):
        raise RuntimeError(f"{url}: answered {answer.status}")
    return took, body


def _ids(ledger: Ledger, kind: str) -> list[str]:
    heaviest = [row[0] for row in ledger.db.execute(HEAVIEST[kind], (EACH,))]
    every = [row[0] for row in ledger.db.execute(ANY[kind])]
    return heaviest + random.Random(7).sample(every, min(EACH, len(every)))


def _words(ledger: Ledger) -> list[str]:
    """The commonest words of some articles, rarer ones, and pairs."""
    counts: Counter[str] = Counter()
    for row in ledger.db.execute("SELECT text FROM article ORDER BY number LIMIT 200"):
        counts.update(re.findall(r"\w{3,}", row["text"].lower()))
    ranked = [word for word, _ in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))]
    common, rare = ranked[:EACH], random.Random(7).sample(ranked, min(EACH, len(ranked)))
    return common + rare + [" ".join(pair) for pair in zip(common, rare, strict=False)]


def table(run: Run) -> str:
    """The run as a table for people."""
    lines = ["| page | median, ms | 95th percentile, ms | requests |", "|---|---:|---:|---:|"]
    for kind, name in CALLED.items():
        if times := run.figures["ms"].get(kind):
            lines.append(
                f"| {name} | {median(times):.0f} | {percentile(times, 0.95):.0f} | {len(times)} |"
            )
    lines.append(
        f"\n{run.figures['articles']:,} articles, a file of {run.figures['file_mb']:,.0f} MB; one "
        "request at a time, until the whole page has come."
    )
    if (run.load or 0) > 0.5:
        lines.append(f"**The machine was busy** (load {run.load:.1f}): figures are too high.")
    return "\n".join(lines)


def wrong(figures: Figures) -> list[str]:
    """Kinds of page that take longer than is wanted."""
    late = {k: percentile(times, 0.95) for k, times in figures["ms"].items()}
    return [
        f"{CALLED[k]}: {ms:.0f} ms, over {WANTED_MS}" for k, ms in late.items() if ms > WANTED_MS
    ]


def percentile(times: Sequence[float], share: float) -> float:
    """The least of `times` that at least `share` of them do not exceed."""
    return sorted(times)[math.ceil(share * len(times)) - 1]


def grown(path: Path, count: int) -> None:
    """Bring the ledger at `path` to `count` articles, unless it has them."""
    with Ledger.open(path, create=True) as ledger:
        held = ledger.db.execute("SELECT count(*) FROM article").fetchone()[0]
        if held < count:
            say(f"adding {count - held:,} articles")
            add(ledger, recombined(count), keep_originals=False)
