"""What Datasette calls: routes to the live pages, links to them in its menus, headers and limits.

/-/story/LEDGER                      the story
/-/story/LEDGER/claim/ID             a claim in every wording
/-/story/LEDGER/speaker/ID           everything somebody said
/-/story/LEDGER/article/ID           an article with its marks
/-/story/LEDGER/words/ID             to a statement's words in its article
/-/story/LEDGER/statement/ID         a statement as it was read, and as persons put it right
/-/story/LEDGER/decisions            what persons decided
/-/story/LEDGER/search?q=            claims and articles with these words
/-/story/LEDGER/openapi              the JSON of its tables, described for programs

Where `onrecord serve --review` has let somebody in (`door`), the pages have forms:

/-/story/LEDGER/enter?token=         the token for a cookie
/-/story/LEDGER/decide               what a form asks for; POST only
/-/story/LEDGER/leave                the cookie taken back; POST only
"""

from __future__ import annotations

import asyncio
import re
import sqlite3
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import parse_qs, quote, unquote

from datasette import Forbidden, hookimpl
from datasette.utils.asgi import Response

from onrecord.errors import BadDecision, BadLedger
from onrecord.ledger import Ledger
from onrecord.ledger.review import Done
from onrecord.web import damage, door, faults, forms, interface, policy, queries, story

ROUTE = r"^/-/story/(?P<database>[^/]+)(?:/(?P<part>\w+))?(?:/(?P<id>\w+))?$"
App = Callable[..., Awaitable[Any]]
T = TypeVar("T")


@hookimpl  # type: ignore[untyped-decorator]
def register_routes() -> list[tuple[str, Callable[..., Awaitable[Response]]]]:
    """Our pages."""
    return [(ROUTE, shown)]


async def shown(request: Any, datasette: Any) -> Response:
    """One of our pages, or the answer to a form. Raises `Forbidden`.

    What is not there or is damaged is answered here and not raised: Datasette prints what is
    raised with all that was at hand, addresses with tokens in them among it.
    """
    database = _database(request)
    path = ledger_path(datasette, database)
    if path is None:
        return Response.text("No ledger here is called so.", 404)
    await door.check(datasette, request.actor, database)
    try:
        return await _answered(request, datasette, database, path)
    except BadLedger as error:
        return damage.answer(path, error)


async def _answered(request: Any, datasette: Any, database: str, path: Path) -> Response:
    """What is asked of a ledger. Raises `BadLedger`."""
    part, id = request.url_vars["part"] or "", request.url_vars["id"] or ""
    if part in ("decide", "leave"):
        return await _written(request, datasette, path, part)
    if request.method not in ("GET", "HEAD"):
        return Response.text("This page only shows.", status=405, headers={"Allow": "GET, HEAD"})
    if part == "enter":
        return _entered(request, datasette)
    if part == "openapi" and not id:
        told = await asyncio.to_thread(_with, path, lambda held: interface.document(held, database))
        return Response.json(told)
    if part == "words":
        place = await asyncio.to_thread(_with, path, lambda ledger: story.place_of(ledger, id))
        if place is None:
            return await _missing(request, datasette, path, f"statement {id}")
        return Response.redirect(f"{_home(request)}/article/{quote(place, safe='#')}")
    asked = story.Asked(part, id, request.args.get("q") or "")
    answer = await _page(request, datasette, path, asked)
    if answer is not None:
        return answer
    now = await asyncio.to_thread(_with, path, lambda ledger: story.moved(ledger, part, id))
    if now is not None:
        done = f"?done={quote(request.args['done'])}" if "done" in request.args else ""
        return Response.redirect(f"{_home(request)}/{part}/{quote(now)}{done}")
    return await _missing(request, datasette, path, f"{part} {id}".strip())


async def _missing(request: Any, datasette: Any, path: Path, what: str) -> Response:
    """A page that says what is not there."""
    asked = story.Asked("missing", problem=f"The ledger has no {what}")
    answer = await _page(request, datasette, path, asked, 404)
    return answer or Response.text(asked.problem, 404)


async def _page(
    request: Any, datasette: Any, path: Path, asked: story.Asked, status: int = 200, back: str = ""
) -> Response | None:
    """A page, with forms for whoever may write."""
    who = door.reviewer(datasette, request)
    database, number = _database(request), request.args.get("done") or ""
    csrf = request.scope["csrftoken"]() if who else ""

    def drawn(ledger: Ledger) -> tuple[str | None, story.Pen | None]:
        done = story.decision(ledger, number) if who and number else None
        pen = story.Pen(csrf, who.name, back or request.path, done) if who else None
        return story.page(ledger, database, asked, pen), pen

    body, pen = await asyncio.to_thread(_with, path, drawn)
    if body is None:
        return None
    headers = {
        "Content-Security-Policy": story.policy(story.scripted(asked.part, pen)),
        "Cache-Control": "no-store",
    }
    if pen:  # a form tells our own server where it was sent from, and nobody else
        headers["Referrer-Policy"] = "same-origin"
    text = body.encode("utf8", "replace").decode("utf8")
    return Response.html(text, status=status, headers=headers)


def _entered(request: Any, datasette: Any) -> Response:
    """The token's answer: a cookie and the story, or nothing at all."""
    way = door.doors.get(datasette)
    if way is None or not way.opens(request.args.get("token") or ""):
        return Response.text("That is not the token of this run; see where it was started.", 403)
    return door.admit(datasette, _see(_home(request)))


async def _written(request: Any, datasette: Any, path: Path, part: str) -> Response:
    """What a form asked for is done; whoever may not write is told no. Raises `BadLedger`."""
    if request.method != "POST":
        return Response.text("Decisions are sent by forms.", 405, {"Allow": "POST"})
    way, who = door.doors.get(datasette), door.reviewer(datasette, request)
    if way is None or who is None or not door.from_here(request):
        return Response.text("Nobody may write here without the token of this run.", 403)
    if part == "leave":
        return door.dismiss(_see(_home(request)))
    try:
        fields = parse_qs((await request.post_body()).decode("utf8"), keep_blank_values=True)
    except (UnicodeDecodeError, ValueError):
        return Response.text("This is no form of ours.", 400)
    back = _back(request, fields)
    try:
        done = await asyncio.to_thread(_decide, way, path, fields)
    except BadDecision as error:
        problem, status = str(error), 400
    except BadLedger as error:
        if not damage.passes(error):
            raise
        problem, status = damage.without_place(path, error), 503
    else:
        name = " ".join(fields["by"][0].split())
        return door.admit(datasette, _see(f"{back}?done={done.number}"), name)
    asked = story.Asked("refused", problem=problem)
    answer = await _page(request, datasette, path, asked, status, back)
    return answer or Response.text(problem, status)


def _decide(way: door.Door, path: Path, fields: forms.Fields) -> Done:
    """One decision after the other; builds and other programs are waited for."""
    with way.pen, Ledger.open(path) as ledger, damage.told(ledger):
        return forms.decided(ledger, fields)


def _database(request: Any) -> str:
    """The name of a ledger as it stands in an address."""
    return unquote(request.url_vars["database"])


def _home(request: Any) -> str:
    return f"/-/story/{quote(_database(request))}"


def _back(request: Any, fields: forms.Fields) -> str:
    """The page of ours that a form was on; the story where it names none."""
    wanted = next(iter(fields.get("back", ())), "")
    home = _home(request)
    return wanted if re.fullmatch(re.escape(home) + r"(/\w+){0,2}", wanted) else home


def _see(address: str) -> Response:
    """Go and look there."""
    return Response("", 303, {"Location": address, "Cache-Control": "no-store"})


def _with(path: Path, answer: Callable[[Ledger], T]) -> T:
    with Ledger.open(path, read_only=True) as ledger, damage.told(ledger), ledger.snapshot():
        return answer(ledger)


def ledger_path(datasette: Any, database: str) -> Path | None:
    """The file of a database that is a ledger of ours; None for any other.

    On a server of ours it is one, whatever has become of it since.
    """
    found = datasette.databases.get(database)
    if found is None or not found.path:
        return None
    path = Path(found.path)
    if datasette in door.doors:
        return path
    try:
        with Ledger.open(path, read_only=True):
            return path
    except BadLedger:
        return None


@hookimpl  # type: ignore[untyped-decorator]
def menu_links(datasette: Any, actor: Any) -> Callable[[], Awaitable[list[dict[str, str]]]]:
    """A way to each ledger's story from every page of Datasette's, for whoever may see it."""

    async def links() -> list[dict[str, str]]:
        found = [
            await _link(datasette, actor, name, f"Story: {name}") for name in datasette.databases
        ]
        return [link for link in found if link]

    return links


@hookimpl  # type: ignore[untyped-decorator]
def database_actions(
    datasette: Any, actor: Any, database: str
) -> Callable[[], Awaitable[list[dict[str, str]]]]:
    """A way from a ledger's tables to its story."""

    async def links() -> list[dict[str, str]]:
        link = await _link(datasette, actor, database, "Story")
        return [link] if link else []

    return links


async def _link(datasette: Any, actor: Any, database: str, label: str) -> dict[str, str] | None:
    if ledger_path(datasette, database) is None:
        return None
    try:
        await door.check(datasette, actor, database)
    except Forbidden:
        return None
    return {"href": datasette.urls.path(door.STORY + quote(database)), "label": label}


@hookimpl  # type: ignore[untyped-decorator]
def prepare_connection(conn: sqlite3.Connection, database: str, datasette: Any) -> None:
    """Limits for queries, where it is we who serve."""
    if datasette in door.doors and datasette.databases[database].path:
        queries.bound(conn)


@hookimpl(tryfirst=True)  # type: ignore[untyped-decorator]
def handle_exception(datasette: Any, request: Any, exception: Exception) -> Awaitable[None] | None:
    """What is told of an error, where it is we who serve."""
    if datasette not in door.doors:
        return None
    return faults.answer(datasette, request, exception)


@hookimpl  # type: ignore[untyped-decorator]
def asgi_wrapper(datasette: Any) -> Callable[[App], App]:
    """Headers that every answer needs, Datasette's too; and who is not to be answered at all."""

    def wrapped(app: App) -> App:
        async def called(scope: Any, receive: Any, send: Any) -> None:
            if scope["type"] != "http":
                await app(scope, receive, send)
                return
            way = door.doors.get(datasette)
            answer = _Answer(datasette, scope, send, guarded=way is not None)
            refused = door.refusal(way, scope) if way else None
            if refused:
                await Response.text(refused[1], refused[0]).asgi_send(answer.sent)
                return
            try:
                await app(scope, receive, answer.sent)
            except faults.Answered as told:
                await told.response.asgi_send(answer.sent)
            except Exception as error:
                if way is None or answer.begun:
                    raise
                await _failure(scope, error).asgi_send(answer.sent)

        return called

    return wrapped


def _failure(scope: Any, error: Exception) -> Response:
    """What is told of an error that Datasette let through; the log has no more of it than its trace."""
    if scope["method"] == "POST" and isinstance(error, (TypeError, UnicodeError)):
        # so its guard against forgery takes a token that is not ASCII, or a form that is not UTF-8
        return Response.text("This is no form of ours.", 400)
    faults.log.error("an answer could not be given", exc_info=error)
    return Response.text("That went wrong; see where it was started.", 500)


class _Answer:
    """An answer on its way out, to which headers are added that it has not."""

    def __init__(self, datasette: Any, scope: Any, send: App, guarded: bool) -> None:
        home = datasette.urls.path(door.STORY)
        self.send, self.guarded, self.begun = send, guarded, False
        self.ours = scope["path"].startswith(home)

    async def sent(self, event: dict[str, Any]) -> None:
        """Pass on what the application sends."""
        if event["type"] == "http.response.start":
            self.begun = True
            event["headers"] = policy.added(event["headers"], self._headers(event["headers"]))
        await self.send(event)

    def _headers(self, known: policy.Headers) -> dict[str, str]:
        if not self.ours and not self.guarded:
            return policy.EVERYWHERE
        more = {"Content-Security-Policy": policy.of_tables(known)}
        more |= {"Cache-Control": "no-store"} if self.ours else {}
        return policy.EVERYWHERE | policy.OURS | more
