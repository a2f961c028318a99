"""What Datasette calls: routes to the live pages, a link to them in its menus, and headers.

/-/story/LEDGER                      the story
/-/story/LEDGER/claim/ID             a claim in every wording
/-/story/LEDGER/speaker/ID           everything somebody said
/-/story/LEDGER/article/ID           an article with its marks
/-/story/LEDGER/words/ID             to a statement's words in its article
/-/story/LEDGER/search?q=            claims and articles with these words
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from datasette import NotFound, hookimpl
from datasette.utils.asgi import Response

from onrecord.errors import BadLedger
from onrecord.ledger import Ledger
from onrecord.web import story

ROUTE = r"^/-/story/(?P<database>[^/]+)(?:/(?P<part>\w+))?(?:/(?P<id>\w+))?$"
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
}
App = Callable[..., Awaitable[Any]]


@hookimpl  # type: ignore[untyped-decorator]
def register_routes() -> list[tuple[str, Callable[..., Awaitable[Response]]]]:
    """Our pages."""
    return [(ROUTE, shown)]


async def shown(request: Any, datasette: Any) -> Response:
    """One of our pages. Raises `NotFound`."""
    given = request.url_vars
    path = ledger_path(datasette, given["database"])
    if path is None:
        raise NotFound(f"no ledger is called {given['database']}")
    part, id = given["part"] or "", given["id"] or ""
    asked = request.args.get("q") or ""
    if part == "words":
        place = await asyncio.to_thread(_with, path, lambda ledger: story.place_of(ledger, id))
        if place is None:
            raise NotFound(f"the ledger has no statement {id}")
        return Response.redirect(f"/-/story/{given['database']}/article/{place}")
    body = await asyncio.to_thread(
        _with, path, lambda ledger: story.page(ledger, given["database"], part, id, asked)
    )
    if body is None:
        raise NotFound(f"the ledger has no {part or 'page'} {id}")
    headers = {"Content-Security-Policy": story.policy(), "Cache-Control": "no-store"}
    return Response.html(body.encode("utf8", "replace").decode("utf8"), headers=headers)


def _with(path: Path, answer: Callable[[Ledger], str | None]) -> str | None:
    with Ledger.open(path, read_only=True) as ledger:
        return answer(ledger)


def ledger_path(datasette: Any, database: str) -> Path | None:
    """The file of a database that is a ledger of ours; None for any other."""
    found = datasette.databases.get(database)
    if found is None or not found.path:
        return None
    path = Path(found.path)
    try:
        with Ledger.open(path, read_only=True):
            return path
    except BadLedger:
        return None


@hookimpl  # type: ignore[untyped-decorator]
def menu_links(datasette: Any) -> list[dict[str, str]]:
    """A way to each ledger's story from every page of Datasette's."""
    return [
        {"href": datasette.urls.path(f"/-/story/{name}"), "label": f"Story: {name}"}
        for name in datasette.databases
        if ledger_path(datasette, name) is not None
    ]


@hookimpl  # type: ignore[untyped-decorator]
def database_actions(datasette: Any, database: str) -> list[dict[str, str]]:
    """A way from a ledger's tables to its story."""
    if ledger_path(datasette, database) is None:
        return []
    return [{"href": datasette.urls.path(f"/-/story/{database}"), "label": "Story"}]


@hookimpl  # type: ignore[untyped-decorator]
def asgi_wrapper() -> Callable[[App], App]:
    """Headers that every page needs, Datasette's too."""

    def wrapped(app: App) -> App:
        async def called(scope: Any, receive: Any, send: Any) -> None:
            async def sent(event: dict[str, Any]) -> None:
                if event["type"] == "http.response.start":
                    known = {name.lower() for name, _ in event["headers"]}
                    event["headers"] = [*event["headers"], *(
                        (name.lower().encode(), value.encode())
                        for name, value in HEADERS.items()
                        if name.lower().encode() not in known
                    )]  # fmt: skip
                await send(event)

            await app(scope, receive, sent)

        return called

    return wrapped
