"""An hour of a desk's day: `python -m bench.soak --minutes 60`.

A news site on the loopback publishes recombined Wikinews articles in a feed, misbehaves now and
then (errors, cut answers, silence), and `onrecord watch` follows it into a ledger, which
`onrecord serve` shows all the while to a reader who asks for every kind of page; `onrecord build`
adds a folder's articles to the same ledger beside it. Every process is one of the command line's.
Counted are polls, pages and builds, everything that failed, and the memory of the two processes
that stay: half way, when every cache has been filled, and at the end.
"""

from __future__ import annotations

import argparse
import http.client
import json
import random
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import islice
from pathlib import Path
from typing import Any

from bench.growth import recombined
from onrecord.ledger import Ledger
from onrecord.values import Article

LATEST = Path(__file__).with_name("soak.json")
LISTED = 20
EVERY_MIN = 1.0
FAULTY = 0.1


class Site:
    """A feed whose entries move on, and their pages."""

    def __init__(self, seed: int) -> None:
        self.articles = recombined(100_000, seed)
        self.current: list[tuple[int, Article]] = []
        self.count = 0
        self.dice = random.Random(seed)
        self.answers: Counter[str] = Counter()
        self.lock = threading.Lock()

    def publish(self) -> None:
        """One article more; the oldest leaves the feed."""
        with self.lock:
            self.count += 1
            self.current = [*self.current[-LISTED + 1 :], (self.count, next(self.articles))]

    def answer(self, path: str, root: str) -> bytes | None:
        """The body for a path, or None."""
        with self.lock:
            current = list(self.current)
        if path == "/feed.xml":
            items = "".join(
                f"<item><title>{escape(a.title or '')}</title><link>{root}/{n}</link></item>"
                for n, a in reversed(current)
            )
            return (
                f"<rss version='2.0'><channel><title>Soak</title>{items}</channel></rss>".encode()
            )
        for number, article in current:
            if path == f"/{number}":
                text = "".join(f"<p>{escape(p)}</p>" for p in article.text.split("\n\n"))
                head = f"<title>{escape(article.title or '')}</title>"
                return f"<html lang=en><head>{head}</head><article>{text}</article></html>".encode()
        return None


def handler_of(site: Site) -> type[BaseHTTPRequestHandler]:
    """A handler that serves `site`, one time in ten badly."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            fault = self.path != "/robots.txt" and site.dice.random() < FAULTY
            how = site.dice.choice(("error", "cut", "silence", "nonsense")) if fault else "well"
            body = site.answer(self.path, f"http://{self.headers['Host']}")
            site.answers[how] += 1
            if how == "silence":
                time.sleep(1)
            if how == "nonsense":
                self.wfile.write(b"\x00\x01 no HTTP at all\r\n")
                return
            self.send_response(503 if how == "error" else 200 if body else 404)
            self.send_header("Content-Length", str(len(body or b"")))
            self.end_headers()
            self.wfile.write((body or b"")[: 100 if how == "cut" else None])

        def log_message(self, *_: object) -> None:
            """Nothing: what is asked is counted."""

    return Handler


def resident(pid: int) -> float:
    """Megabytes that a process holds in memory."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return round(pages * 4096 / 1e6, 1)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return int(held.getsockname()[1])


def asked(port: int, path: str) -> tuple[int, float]:
    """Status of a page, and the seconds it took."""
    began = time.perf_counter()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        answer.read()
        return answer.status, time.perf_counter() - began
    except OSError:
        return 0, time.perf_counter() - began
    finally:
        connection.close()


def pages(path: Path, dice: random.Random) -> list[str]:
    """One live page of each kind, drawn from what the ledger holds."""
    home = f"/-/story/{path.stem}"
    with Ledger.open(path, read_only=True) as ledger:

        def some(query: str) -> str | None:
            rows = ledger.db.execute(query).fetchall()
            return dice.choice(rows)[0] if rows else None

        kinds = {
            "claim": some("SELECT id FROM claim LIMIT 500"),
            "speaker": some("SELECT DISTINCT speaker FROM claim WHERE speaker NOTNULL LIMIT 500"),
            "article": some("SELECT id FROM article LIMIT 500"),
        }
    found = [f"{home}/{kind}/{id}" for kind, id in kinds.items() if id]
    return [home, f"{home}/search?q=police", f"/{path.stem}/claim.json?_size=5", *found]


def soak(minutes: float, folder: Path) -> dict[str, Any]:
    """The run; gives what was counted."""
    site, dice = Site(1), random.Random(2)
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler_of(site))
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    for _ in range(LISTED):
        site.publish()
    ledger, port = folder / "soak.ledger", free_port()
    onrecord = [sys.executable, "-m", "onrecord"]
    with Ledger.open(ledger, create=True):
        pass
    logs = {name: (folder / f"{name}.log").open("w") for name in ("watch", "serve", "build")}
    feed = f"http://127.0.0.1:{server.server_port}/feed.xml"
    watch = subprocess.Popen(
        [*onrecord, "watch", ledger, feed, "--every", str(EVERY_MIN), "--pause", "0",
         "--allow-private", "--json"],
        stdout=(folder / "watch.jsonl").open("w"), stderr=logs["watch"],
    )  # fmt: skip
    serve = subprocess.Popen(
        [*onrecord, "serve", ledger, "--port", str(port)], stdout=logs["serve"],
        stderr=subprocess.STDOUT,
    )  # fmt: skip
    counts: Counter[str] = Counter()
    slowest = 0.0
    memory: dict[str, list[float]] = {"watch": [], "serve": []}
    began = time.monotonic()
    others = recombined(100_000, 3)
    time.sleep(10)
    while (spent := time.monotonic() - began) < minutes * 60:
        site.publish()
        for page in pages(ledger, dice):
            status, seconds = asked(port, page)
            counts["pages" if status == 200 else f"pages: {status}"] += 1
            slowest = max(slowest, seconds)
        if int(spent / 120) > counts["builds"]:
            batch = folder / f"batch{counts['builds']}"
            batch.mkdir()
            for article in islice(others, 3):
                (batch / f"{article.id}.txt").write_text(article.text, "utf8")
            done = subprocess.run([*onrecord, "build", ledger, batch], stderr=logs["build"])
            counts["builds"] += 1
            counts["builds that failed"] += done.returncode != 0
        memory["watch"].append(resident(watch.pid))
        memory["serve"].append(resident(serve.pid))
        if watch.poll() is not None or serve.poll() is not None:
            counts["processes that died"] += 1
            break
        time.sleep(10)
    watch.send_signal(signal.SIGTERM)
    serve.terminate()
    codes = {"watch": watch.wait(60), "serve": serve.wait(60)}
    server.shutdown()
    polls = [json.loads(line) for line in (folder / "watch.jsonl").read_text().splitlines()]
    with Ledger.open(ledger, read_only=True) as held:
        faults = sum(1 for _ in held.verify())
        articles = held.db.execute("SELECT count(*) FROM article").fetchone()[0]
    tracebacks = sum(p.read_text().count("Traceback") for p in folder.glob("*.log"))
    half = {name: kept[len(kept) // 2] for name, kept in memory.items() if kept}
    return {
        "minutes": round((time.monotonic() - began) / 60, 1),
        "polls": len(polls),
        "polls that failed, as the site meant": sum(p["error"] is not None for p in polls),
        "articles": articles,
        "answers of the site": dict(site.answers),
        **counts,
        "slowest page, s": round(slowest, 2),
        "memory half way, MB": half,
        "memory at the end, MB": {name: kept[-1] for name, kept in memory.items() if kept},
        "exit codes": codes,
        "tracebacks": tracebacks,
        "faults that verify found": faults,
    }


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench.soak", description=__doc__.split("\n\n", 1)[0])
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--save", action="store_true", help="keep the run in bench/soak.json")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        run = soak(given.minutes, Path(folder))
    print(json.dumps(run, indent=1))
    if given.save:
        LATEST.write_text(json.dumps(run, indent=1) + "\n", "utf8")
    wrong = run["tracebacks"] or run["faults that verify found"] or run.get("processes that died")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
