"""A news site on the loopback: feeds whose entries move on, and one that misbehaves among them.

What the good feeds publish is kept, so that it can be said afterwards which articles never came.
They answer "not changed" as servers do. The bad one answers well two times in three; else it
fails, cuts its answer short, keeps silent, drips, leads in circles, or talks no HTTP.
"""

from __future__ import annotations

import random
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from bench.growth import recombined
from onrecord.values import Article

GOOD = ("bell", "courier", "herald", "tern-post")
BAD = "gazette"
LISTED = 100
FAULTY = 1 / 3
FAULTS = ("error", "cut", "silence", "drip", "circle", "nonsense")
SILENCE_S = 1.0


@dataclass
class Site:
    """All feeds, and every page that was ever listed in one."""

    seed: int
    root: str = ""
    listed: dict[str, list[str]] = field(
        default_factory=lambda: {name: [] for name in (*GOOD, BAD)}
    )
    pages: dict[str, Article] = field(default_factory=dict)
    answers: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.articles = recombined(1_000_000, self.seed)
        self.dice = random.Random(self.seed)
        self.lock = threading.Lock()

    def publish(self, name: str) -> None:
        """One article more in a feed; the oldest leaves it, and keeps its page."""
        with self.lock:
            path = f"/{name}/{len(self.pages)}"
            self.pages[path] = next(self.articles)
            self.listed[name] = [*self.listed[name][-LISTED + 1 :], path]

    def owed(self) -> list[str]:
        """Addresses that the good feeds have published."""
        with self.lock:
            return [self.root + path for path in self.pages if not path.startswith(f"/{BAD}/")]

    def body(self, path: str) -> tuple[bytes, str] | None:
        """What stands at a path and what tells its version; None where nothing does."""
        with self.lock:
            if path in self.pages:
                return _page(self.pages[path]), ""
            name = path.removeprefix("/").removesuffix("/feed.xml")
            if name not in self.listed:
                return None
            paths = self.listed[name][::-1]
            return _feed(name, [(self.root + p, self.pages[p]) for p in paths]), paths[0]


def _feed(name: str, entries: list[tuple[str, Article]]) -> bytes:
    items = "".join(
        f"<item><title>{escape(article.title or '')}</title><link>{url}</link></item>"
        for url, article in entries
    )
    return f"<rss version='2.0'><channel><title>{name}</title>{items}</channel></rss>".encode()


def _page(article: Article) -> bytes:
    text = "".join(f"<p>{escape(p)}</p>" for p in article.text.split("\n\n"))
    head = f"<title>{escape(article.title or '')}</title>"
    return f"<html lang=en><head>{head}</head><body><article>{text}</article></html>".encode()


@contextmanager
def serving(seed: int) -> Iterator[Site]:
    """A site with its feeds filled, answering on a port of the loopback."""
    site = Site(seed)
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler_of(site))
    server.daemon_threads = True
    site.root = f"http://127.0.0.1:{server.server_port}"
    for name in site.listed:
        site.publish(name)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()


def _handler_of(site: Site) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            bad = self.path.startswith(f"/{BAD}/") and site.dice.random() < FAULTY
            how = site.dice.choice(FAULTS) if bad else "well"
            site.answers[how] += 1
            if how == "nonsense":
                self.wfile.write(b"\x00\x01 no HTTP at all\r\n")
                return
            if how == "silence":
                time.sleep(SILENCE_S)
                return
            found = site.body(self.path)
            if found is None or how == "error":
                self.send_error(503 if found else 404)
                return
            body, version = found
            if version and self.headers["If-None-Match"] == version:
                self.send_response(304)
                self.end_headers()
                return
            self.send_response(302 if how == "circle" else 200)
            if how == "circle":
                self.send_header("Location", self.path)
            if version:
                self.send_header("ETag", version)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self._tell(body, how)

        def _tell(self, body: bytes, how: str) -> None:
            if how != "drip":
                self.wfile.write(body[: 100 if how == "cut" else None])
                return
            step = len(body) // 5 + 1
            for start in range(0, len(body), step):
                self.wfile.write(body[start : start + step])
                time.sleep(SILENCE_S / 5)

        def log_message(self, *_: object) -> None:
            """Nothing: what is asked is counted."""

    return Handler
