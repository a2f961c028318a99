"""A news site on the loopback that does as it is told, well or badly."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Handler = Callable[["Request"], None]


class Request(BaseHTTPRequestHandler):
    """One request; the site decides what becomes of it."""

    protocol_version = "HTTP/1.1"
    site: Site

    def do_GET(self) -> None:
        self.site.asked.append((self.path, {k.lower(): v for k, v in self.headers.items()}))
        answer = self.site.pages.get(self.path)
        if answer is None:
            self.say(404, b"nothing here")
        elif callable(answer):
            answer(self)
        else:
            self.say(200, answer if isinstance(answer, bytes) else answer.encode())

    def say(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        if "Content_Length" not in headers:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def raw(self, data: bytes) -> None:
        """Bytes as they are, without any HTTP of ours, and the line is cut."""
        self.wfile.write(data)
        self.close_connection = True

    def log_message(self, *_: object) -> None:
        pass


@dataclass
class Site:
    """Pages by path: a body, or a function that answers as it likes; `asked` is what came in."""

    pages: dict[str, bytes | str | Handler] = field(default_factory=dict)
    asked: list[tuple[str, Mapping[str, str]]] = field(default_factory=list)
    root: str = ""

    def paths(self) -> list[str]:
        return [path for path, _ in self.asked]

    def story(self, name: str, said: str, outlet: str = "Tern Post") -> str:
        """A page with an article in it, at /NAME; gives its address."""
        self.pages[f"/{name}"] = page(name, said, outlet)
        return f"{self.root}/{name}"

    def feed(self, *items: str, path: str = "/feed.xml") -> str:
        self.pages[path] = rss(*items)
        return self.root + path


@contextmanager
def site() -> Iterator[Site]:
    held = Site()
    handler = type("Bound", (Request,), {"site": held})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    server.handle_error = lambda *_: None  # type: ignore[method-assign, assignment]
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    held.root = f"http://127.0.0.1:{server.server_port}"
    try:
        yield held
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def page(title: str, said: str, outlet: str) -> str:
    more = "The ferry has served the island for forty years. It carries mail, goods and people."
    return (
        f'<html lang="en"><head><title>{escape(title)}</title>'
        f'<meta property="og:site_name" content="{escape(outlet)}"></head><body><article>'
        f"<h1>{escape(title)}</h1><p>{escape(said)}</p><p>{more}</p></article></body></html>"
    )


def item(url: str | None, title: str = "A title", text: str = "", extra: str = "") -> str:
    link = f"<link>{escape(url)}</link>" if url else ""
    told = f"<description>{escape(text)}</description>" if text else ""
    return f"<item><title>{escape(title)}</title>{link}{told}{extra}</item>"


def rss(*items: str) -> str:
    head = '<?xml version="1.0"?><rss version="2.0"><channel><title>Tern Post</title>'
    return head + "".join(items) + "</channel></rss>"


def unused_port() -> int:
    """A port at which nobody listens."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return int(held.getsockname()[1])
