"""Who is answered, and who may write: whoever came with the token that `serve --review` printed.

The token is a secret of one run. Opening its address exchanges it for a signed cookie that no
script can read and no other site can send; every form carries Datasette's own token against
forgery besides, and a request that says it comes from elsewhere is refused. A page of some other
site whose name was made to point at this machine (DNS rebinding) sends that name along: a request
must call this server by an address, by `localhost`, or by the name that it was started under.

Another site's page may lead here, as any link does. It may not fetch, frame or embed anything:
what it cannot read it could still make us work at, and time. Of Datasette's routes those are open
that show tables; its own ways to write, and its pages about itself, are closed to everybody.
"""

from __future__ import annotations

import hmac
import ipaddress
import re
import secrets
import socket
import threading
import time
from collections.abc import Mapping
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
SAFE = ("GET", "HEAD", "OPTIONS")
STORY = "/-/story/"
OPEN = (STORY, "/-/static/", "/-/static-plugins/")
"""What is answered of the paths that are no table's."""
WRITING = re.compile(r"/-/story/[^/]+/(?:decide|leave)")


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
        COOKIE, datasette.sign(held, NAMESPACE), httponly=True, samesite="strict", path=STORY
    )
    return response


def dismiss(response: Response) -> Response:
    """Take the cookie back."""
    response.set_cookie(COOKIE, "", max_age=0, httponly=True, samesite="strict", path=STORY)
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
    return origin is None or origin.partition("://")[2] == request.headers.get("host")


async def check(datasette: Any, actor: Any, database: str) -> None:
    """Raises Datasette's `Forbidden` for whoever may not see all of a ledger's tables.

    A page draws on most of them, so that who is kept from one is kept from the pages.
    """
    if datasette in doors:
        return
    held = datasette.databases[database]
    for table in [*await held.table_names(), *await held.view_names()]:
        wanted = [("view-table", (database, table)), ("view-database", database), "view-instance"]
        await datasette.ensure_permissions(actor, wanted)


def refusal(door: Door, scope: Any) -> tuple[int, str] | None:
    """Why a request is not even looked at: a status and a reason; None where it is."""
    headers = {name.lower(): value.decode("latin-1") for name, value in scope["headers"]}
    if not door.knows(headers.get(b"host", "")):
        return 403, "This server is not called so; open it by the address that it printed."
    if _embedded(scope["method"], headers):
        return 403, "A page of another site may lead here, and no more."
    raw = (scope.get("raw_path") or b"").decode("latin-1").partition("?")[0]
    for path in (scope["path"], raw or scope["path"]):
        if path.startswith("/-/") and not path.startswith(OPEN):
            return 404, "There is nothing here."
    if scope["method"] in SAFE:
        return None
    if scope["method"] != "POST" or not WRITING.fullmatch(scope["path"]):
        return 405, "This page only shows."
    return _ill_formed(headers)


def _embedded(method: str, headers: Mapping[bytes, str]) -> bool:
    """Whether another site's page asks for something otherwise than by leading to it."""
    if headers.get(b"sec-fetch-site", "none") in ("none", "same-origin"):
        return False
    led = headers.get(b"sec-fetch-mode") == "navigate" and method in SAFE
    return not (led and headers.get(b"sec-fetch-dest", "document") == "document")


def _ill_formed(headers: Mapping[bytes, str]) -> tuple[int, str] | None:
    """Why what came is no form of ours, as far as its headers say."""
    size = headers.get(b"content-length", "")
    if not (size.isascii() and size.isdecimal()):
        return 411, "A form must say how long it is."
    if len(size) > 9 or int(size) > LARGEST:
        return 413, f"A form has at most {LARGEST} bytes."
    kind = headers.get(b"content-type", FORM).partition(";")[0].strip().lower()
    if kind != FORM:
        return 415, f"A form is sent as {FORM}."
    return None
