"""One address over HTTP, politely: paced, within limits of size and time, robots.txt obeyed.

The connection goes to a number that `address` has checked, and so does that of every redirect.
No proxy is asked, no cookie kept, nothing sent but the request. Times are those of a clock that
never goes back, and all waiting is done by a function that can be woken.
"""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.client import HTTPException
from typing import TypeVar
from urllib.parse import quote, urljoin

import urllib3
from protego import Protego
from urllib3.connection import HTTPConnection, HTTPSConnection

from onrecord.errors import ItemError, Refused, TooLarge, Unreachable
from onrecord.watch.address import MAX_URL_CHARS, Resolver, Target, resolved, target

REDIRECTS = frozenset({301, 302, 303, 307, 308})
MAX_REDIRECTS = 5
MAX_ROBOTS_BYTES = 512 * 1024
ROBOTS_KEPT_S = 24 * 3600.0
ROBOTS_MISSED_S = 600.0
MAX_CRAWL_DELAY_S = 60.0
HOSTS = 1000
_PIECE = 64 * 1024
_VISIBLE = "".join(map(chr, range(0x20, 0x7F)))
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Manners:
    """How to behave, and how much to put up with. Sizes in bytes, times in seconds."""

    agent: str
    pause_s: float = 2.0
    socket_s: float = 15.0
    whole_s: float = 60.0
    max_bytes: int = 20 * 1024 * 1024
    private: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said: `url` is where the last redirect led, header names are lower case."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class _Rules:
    """A robots.txt, and until when it is believed; `why` is set where it could not be had."""

    rules: Protego | None
    until: float
    why: str = ""


@dataclass
class Fetcher:
    """Fetches; keeps pace with each host and remembers its robots.txt, for at most 1,000 hosts."""

    manners: Manners
    wait: Callable[[float], object] = time.sleep
    now: Callable[[], float] = time.monotonic
    resolver: Resolver = resolved
    _next: OrderedDict[str, float] = field(default_factory=OrderedDict)
    _robots: OrderedDict[str, _Rules] = field(default_factory=OrderedDict)

    def get(self, url: str, headers: Mapping[str, str] | None = None) -> Answer:
        """The answer of `url`, 200 or 304. Raises `Refused`, `Unreachable` or `TooLarge`."""
        asked, known = url, ""
        for _ in range(MAX_REDIRECTS + 1):
            to = self._target(asked)
            known = known or to.origin  # what a server told us goes back to that one alone
            self._check_robots(to)
            sent = headers if headers and to.origin == known else {}
            answer = self._asked(to, sent, self.manners.max_bytes)
            if answer.status not in REDIRECTS or "location" not in answer.headers:
                return _good(url, answer)
            asked = _led(answer)
        raise Refused(url, f"is redirected more than {MAX_REDIRECTS} times")

    def _target(self, url: str) -> Target:
        return target(url, private=self.manners.private, resolver=self.resolver)

    def _asked(self, to: Target, headers: Mapping[str, str], limit: int) -> Answer:
        """One request, after the pause that its host is owed."""
        rules = self._robots.get(to.origin)
        delay = rules.rules.crawl_delay(self.manners.agent) if rules and rules.rules else None
        pause = max(self.manners.pause_s, min(delay or 0.0, MAX_CRAWL_DELAY_S))
        if (early := self._next.get(to.host, 0.0) - self.now()) > 0:
            self.wait(early)
        try:
            return _exchange(to, self.manners, headers, limit)
        finally:
            _keep(self._next, to.host, self.now() + pause)

    def _check_robots(self, to: Target) -> None:
        """Raises `Refused` where robots.txt forbids, `Unreachable` where it cannot be had."""
        found = self._robots.get(to.origin)
        if found is None or found.until < self.now():
            found = self._rules_of(to)
            _keep(self._robots, to.origin, found)
        if found.why:
            raise Unreachable(to.url, f"its site's robots.txt cannot be had: {found.why}")
        if found.rules and not found.rules.can_fetch(to.url, self.manners.agent):
            raise Refused(to.url, "is closed to robots by its site's robots.txt")

    def _rules_of(self, to: Target) -> _Rules:
        """By RFC 9309: none at 4xx, no access at 5xx; five redirects, to any host."""
        url, kept, missed = f"{to.origin}/robots.txt", ROBOTS_KEPT_S, ROBOTS_MISSED_S
        for _ in range(MAX_REDIRECTS + 1):
            try:
                answer = self._asked(self._target(url), {}, MAX_ROBOTS_BYTES)
                if answer.status in REDIRECTS and "location" in answer.headers:
                    url = _led(answer)
                    continue
            except TooLarge:
                return _Rules(None, self.now() + missed, "it is too large")
            except Refused:
                return _Rules(None, self.now() + kept)
            except ItemError as error:
                return _Rules(None, self.now() + missed, error.what)
            if answer.status >= 500 or answer.status == 429:
                return _Rules(None, self.now() + missed, f"status {answer.status}")
            if answer.status != 200:
                break
            text = answer.body.decode("utf8", "replace")
            return _Rules(Protego.parse(text), self.now() + kept)
        return _Rules(None, self.now() + kept)


def _keep(held: OrderedDict[str, _T], key: str, value: _T) -> None:
    held[key] = value
    held.move_to_end(key)
    if len(held) > HOSTS:
        held.popitem(last=False)


def _led(answer: Answer) -> str:
    """Where an answer leads on to. Raises `Refused` for what is no address."""
    try:
        return urljoin(answer.url, answer.headers["location"])
    except ValueError as error:
        raise Refused(answer.url, f"leads to what is no address ({error})") from error


def _good(url: str, answer: Answer) -> Answer:
    """The answer, if it is one. Raises `Unreachable` for what may pass, `Refused` for what not."""
    status = answer.status
    if status in (200, 304):
        return answer
    said = f"its server answers {status}"
    if status in (408, 425, 429) or status >= 500:
        error = Unreachable(url, said)
        error.retry_after = answer.headers.get("retry-after")
        raise error
    raise Refused(url, f"{said} (gone for good)" if status == 410 else said)


def _exchange(to: Target, manners: Manners, headers: Mapping[str, str], limit: int) -> Answer:
    """Ask and be told. Raises `Unreachable` or `TooLarge`."""
    connection = _connection(to, manners)
    late = threading.Event()

    def hang_up() -> None:
        late.set()
        if (held := connection.sock) is not None:
            try:
                held.shutdown(socket.SHUT_RDWR)
            except OSError:
                return  # closed already

    alarm = threading.Timer(manners.whole_s, hang_up)
    alarm.daemon = True
    alarm.start()
    try:
        answer = _told(connection, to, manners, headers, limit)
        if late.is_set():  # what was cut off may look whole
            raise TimeoutError
        return answer
    except (urllib3.exceptions.HTTPError, HTTPException, OSError, ValueError) as error:
        what = f"took more than {manners.whole_s:g} s" if late.is_set() else _reason(error)
        raise Unreachable(to.url, what) from error
    finally:
        alarm.cancel()
        connection.close()


def _connection(to: Target, manners: Manners) -> HTTPConnection:
    """A connection to the checked number that still asks for, and verifies, the name."""
    if to.scheme == "http":
        return HTTPConnection(to.number, to.port, timeout=manners.socket_s)
    return HTTPSConnection(
        to.number,
        to.port,
        timeout=manners.socket_s,
        server_hostname=to.host,
        assert_hostname=to.host,
        ssl_context=ssl.create_default_context(),
    )


def _told(
    connection: HTTPConnection, to: Target, manners: Manners, headers: Mapping[str, str], limit: int
) -> Answer:
    sent = {
        "Host": to.origin.partition("://")[2],
        "User-Agent": manners.agent,
        "Accept-Encoding": "gzip, deflate",
        "Connection": "close",
        **headers,
    }
    connection.request("GET", to.path, headers=sent, preload_content=False, decode_content=True)
    response = connection.getresponse()
    told = {name.lower(): _one_line(value) for name, value in response.headers.items()}
    began, size, pieces = time.monotonic(), 0, []
    if response.status == 200:
        for piece in response.stream(_PIECE, decode_content=True):
            size += len(piece)
            if size > limit:
                raise TooLarge(
                    to.url, f"has more than {limit:,} bytes", "save it and give it to build"
                )
            if time.monotonic() - began > manners.whole_s:
                raise TimeoutError(f"took more than {manners.whole_s:g} s")
            pieces.append(piece)
    return Answer(to.url, response.status, told, b"".join(pieces))


def _one_line(value: str) -> str:
    """A header's value as it can be sent back, or followed: folded lines joined, nothing that acts."""
    line = " ".join(value[: 2 * MAX_URL_CHARS].split())
    if line.isascii() and line.isprintable():
        return line
    return quote(line.encode("latin-1", "replace"), safe=_VISIBLE)


def _reason(error: Exception) -> str:
    """What went wrong, in the words of whoever noticed, on one line."""
    match error:
        case ssl.SSLCertVerificationError() | urllib3.exceptions.SSLError():
            return f"its certificate is not trusted ({_short(error)})"
        case ConnectionRefusedError() | urllib3.exceptions.NewConnectionError():
            return "takes no connection"
        case TimeoutError() | urllib3.exceptions.TimeoutError():
            return "does not answer in time"
        case _:
            return f"breaks off ({_short(error)})"


def _short(error: Exception) -> str:
    return " ".join(str(error).split())[:160] or type(error).__name__
