"""What is answered where Datasette raises, on a server of ours.

Datasette calls what one cannot ask for (a column to sort by that is not there, a number that is
none) an error of its own, and prints each error with all that was at hand when it came up:
addresses, cookies, tokens. Here the first is the fault of who asks, and only what nobody foresaw is
printed, without what was asked. Datasette asks everybody who would answer for an error and takes
the first answer, after all have done as they like; so the answer is raised, and caught outside.
"""

from __future__ import annotations

import logging
import sqlite3
from typing import Any

from datasette.database import QueryInterrupted
from datasette.utils.asgi import Base400, Forbidden, Response
from datasette.views.base import DatasetteError

from onrecord.ledger.store import remedy
from onrecord.present.words import flat
from onrecord.web.door import STORY

LONGEST = 300
PASSING = ("SQLITE_BUSY", "SQLITE_FULL", "SQLITE_IOERR", "SQLITE_CANTOPEN", "SQLITE_READONLY")
"""What SQLite says of a file that may be sound."""
log = logging.getLogger(__name__)


class Answered(Exception):
    """An answer on its way past whoever else would answer."""

    def __init__(self, response: Response) -> None:
        super().__init__("answered")
        self.response = response


async def answer(datasette: Any, request: Any, error: Exception) -> None:
    """Raises `Answered` with what is told of an error."""
    status, what = _told(datasette, request, error)
    if what is None:
        status, what = 500, "That went wrong; see where it was started."
        log.error("an answer could not be given", exc_info=error)
    told = {"ok": False, "error": what, "status": status, "title": None}
    if request.path.endswith((".json", "~2Ejson")):  # the second is where it sends for the first
        raise Answered(Response.json(told, status=status))
    template = datasette.jinja_env.select_template([f"{status}.html", "error.html"])
    page = await template.render_async(
        told | {"urls": datasette.urls, "app_css_hash": datasette.app_css_hash(),
                "menu_links": list}
    )  # fmt: skip
    raise Answered(Response.html(page, status=status))


def _told(datasette: Any, request: Any, error: Exception) -> tuple[int, str | None]:
    """A status, and what is wrong with what was asked for or with the ledger; None where it is we."""
    match error:
        case Base400():
            return error.status, str(error)
        case Forbidden():
            return 403, str(error)
        case DatasetteError() if error.title == "SQL Interrupted":
            return 400, _late(datasette)
        case QueryInterrupted():
            return 400, _late(datasette)
        case sqlite3.Error() if helps := remedy(error):
            log.error("%s", flat(str(error)))
            return 503 if error.sqlite_errorname.startswith(PASSING) else 500, helps
        case DatasetteError():
            return 400 if error.status == 500 else error.status, _short(error.message)
        case ValueError() | OverflowError() | LookupError() | sqlite3.Error() if not _ours(request):
            return 400, f"that cannot be asked: {_short(error)}"
    return 500, None


def _ours(request: Any) -> bool:
    return bool(request.path.startswith(STORY))


def _late(datasette: Any) -> str:
    return f"the query took longer than {datasette.sql_time_limit_ms:,} ms (sql_time_limit_ms)"


def _short(told: object) -> str:
    return " ".join(str(told).split())[:LONGEST]
