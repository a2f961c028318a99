"""Who may write: whoever came through the door with the token that `serve --review` printed.

The token is a secret of one run. Opening its address exchanges it for a signed cookie that no
script can read and no other site can send; every form carries Datasette's own token against
forgery besides, and a request that says it comes from elsewhere is refused. A page of some other
site whose name was made to point at this machine (DNS rebinding) sends that name along: a request
must call this server by an address, by `localhost`, or by the name that it was started under.
"""

from __future__ import annotations

import hmac
import ipaddress
import secrets
import socket
import threading
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit
from weakref import WeakKeyDictionary

from datasette.utils.asgi import Response
from itsdangerous import BadSignature

COOKIE, NAMESPACE = "onrecord_review", "onrecord-review"
HOURS = 12
LARGEST = 1 << 16  # of a form, in bytes
FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class Door:
    """How one server may be spoken to; `token` is None where nobody may write.

    `names` are those it may be called by besides addresses and the one it listens on. `pen` is held by who writes: decisions are made one after the other.
    """

    host: str = "127.0.0.1"
    token: str | None = None
    names: tuple[str, ...] = ()
    run: str = field(default_factory=lambda: secrets.token_hex(16))
    pen: threading.Lock = field(default_factory=threading.Lock)

    @classmethod
    def with_token(cls, host: str, names: tuple[str, ...] = ()) -> Door:
        """A door for reviewers, with a token of its own."""
        return cls(host, secrets.token_urlsafe(32), names)

    def knows(self, host: str) -> bool:
        """Whether a request may call this server so: `name:port`, as the header Host has it."""
        try:
            name = urlsplit(f"//{host}").hostname or ""
        except ValueError:
            return False
        known = ("localhost", self.host, socket.gethostname(), *self.names)
        if name in map(str.lower, known):
            return True
        try:
            ipaddress.ip_address(name)
        except ValueError:
            return False
        return True

    def opens(self, token: str) -> bool:
        """Whether this is the token."""
        return self.token is not None and hmac.compare_digest(
            token.encode("utf8", "replace"), self.token.encode()
        )


@dataclass(frozen=True, slots=True)
class Reviewer:
    """Somebody who came through the door; `name` is the one they last decided under."""

    name: str = ""


doors: WeakKeyDictionary[Any, Door] = WeakKeyDictionary()


def admit(datasette: Any, response: Response, name: str = "") -> Response:
    """Give whoever gets this answer the cookie of a reviewer."""
    held = {"run": doors[datasette].run, "until": int(time.time()) + HOURS * 3600, "name": name}
    response.set_cookie(
        COOKIE, datasette.sign(held, NAMESPACE), httponly=True, samesite="strict", path="/"
    )
    return response


def dismiss(response: Response) -> Response:
    """Take the cookie back."""
    response.set_cookie(COOKIE, "", max_age=0, httponly=True, samesite="strict", path="/")
    return response


def reviewer(datasette: Any, request: Any) -> Reviewer | None:
    """Who asks, if it is somebody who may write."""
    door = doors.get(datasette)
    if door is None or door.token is None or COOKIE not in request.cookies:
        return None
    try:
        held = datasette.unsign(request.cookies[COOKIE], NAMESPACE)
    except BadSignature:
        return None
    if held.get("run") != door.run or held.get("until", 0) < time.time():
        return None
    return Reviewer(held.get("name", ""))


def from_here(request: Any) -> bool:
    """Whether a request was sent by one of our own pages, as far as the browser says."""
    site = request.headers.get("sec-fetch-site", "same-origin")
    origin = request.headers.get("origin")
    if site != "same-origin":
        return False
    return origin is None or urlsplit(origin).netloc == request.headers.get("host")


def refusal(door: Door, scope: Any) -> tuple[int, str] | None:
    """Why a request is not even looked at: a status and a reason; None where it is."""
    headers = {name.lower(): value.decode("latin-1") for name, value in scope["headers"]}
    if not door.knows(headers.get(b"host", "")):
        return 403, "This server is not called so; open it by the address that it printed."
    if scope["method"] not in ("GET", "HEAD", "OPTIONS"):
        size = headers.get(b"content-length", "")
        if not size.isdecimal():
            return 411, "A form must say how long it is."
        if int(size) > LARGEST:
            return 413, f"A form has at most {LARGEST} bytes."
        kind = headers.get(b"content-type", FORM).partition(";")[0].strip().lower()
        if kind != FORM:
            return 415, f"A form is sent as {FORM}."
    return None
