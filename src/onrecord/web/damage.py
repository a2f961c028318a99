"""What is answered where the ledger's own file is at fault: what is wrong, where, and what helps.

Whatever a page meets in a file that somebody altered ends in some error of Python's or SQLite's.
Whether the file explains it is found out by looking the whole ledger over, which takes as long as
it is large; so one is looked over at a time, and once for as long as the file stays as it is. An
error that the file does not explain is ours, and goes on. Nothing is told of where the file lies.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from datasette.utils.asgi import Response

from onrecord.errors import BadLedger, BadTemplate
from onrecord.ledger import Ledger
from onrecord.present import html
from onrecord.present.words import flat
from onrecord.web import faults, story

_looking = threading.Lock()
_found: dict[tuple[object, ...], str | None] = {}
"""What came of looking a file over, for the state it was in and the error."""


class Damaged(BadLedger):
    """The file was opened, and is not as onrecord wrote it."""


@contextmanager
def told(ledger: Ledger) -> Iterator[None]:
    """Raises `BadLedger` in place of an error that what somebody did to the file explains."""
    try:
        yield
    except BadTemplate as error:  # the ledger keeps the story's questions
        raise Damaged(str(error)) from error
    except Exception as error:
        if (what := _explained(ledger, error)) is None:
            raise
        raise Damaged(what) from error


def answer(path: Path, error: BadLedger) -> Response:
    """The page that says so. What will pass is 503, what will not is 500."""
    faults.log.error("%s", flat(str(error)))
    what, passing = without_place(path, error), passes(error)
    title = (
        "The ledger cannot be read now" if passing
        else "The ledger is damaged" if isinstance(error, Damaged) or _cause(error)
        else "The ledger cannot be read"
    )  # fmt: skip
    page = html.environment().get_template("damaged.html")
    body = page.render(css=story.sheet(), title=title, name=path.name, what=what, passes=passing)
    return Response.html(
        body.encode("utf8", "replace").decode("utf8"),
        status=503 if passing else 500,
        headers={"Content-Security-Policy": story.policy(), "Cache-Control": "no-store"},
    )


def without_place(path: Path, error: BadLedger) -> str:
    """What is wrong with a ledger, without where its file lies."""
    return str(error).removeprefix(f"{path}: ").removeprefix(f"{path.name}: ")


def passes(error: BadLedger) -> bool:
    """Whether the file may be sound, and answer later."""
    return _cause(error).startswith(faults.PASSING)


def _explained(ledger: Ledger, error: Exception) -> str | None:
    """What the file has to do with an error, as `Ledger.blamed` says it."""
    state = (*_state(ledger.path), type(error), _said(error))
    with _looking:
        if state not in _found:
            for old in [old for old in _found if old[0] == state[0] and old[1] != state[1]]:
                del _found[old]
            blamed = ledger.blamed(error)
            _found[state] = str(blamed) if blamed else None
        return _found[state]


def _state(path: Path) -> tuple[str, tuple[Any, ...]]:
    """The file, and what changes when somebody writes to it."""
    beside = path.with_name(path.name + "-wal")
    held = [each.stat() for each in (path, beside) if each.exists()]
    return str(path), tuple((s.st_ino, s.st_size, s.st_mtime_ns) for s in held)


def _cause(error: BadLedger) -> str:
    """SQLite's name for what made a ledger unusable; nothing where it was something else."""
    return _said(error.__cause__)


def _said(error: BaseException | None) -> str:
    return getattr(error, "sqlite_errorname", None) or ""
