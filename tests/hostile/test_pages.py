"""Live pages of a ledger's file that somebody edited: an answer that says so, and no trace.

ONRECORD_EDITS=500 alters so many cells in turn; the default is a few.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from lxml import html as markup

from onrecord.ledger import Ledger
from onrecord.web import damage
from onrecord.web.door import COOKIE, Door
from onrecord.web.server import datasette
from onrecord.web.story import policy

from .edited import altered, each_altered

pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning:datasette.*"),
    # Datasette asks about several tables at once, and leaves the others alone after the first fails
    pytest.mark.filterwarnings("ignore:coroutine 'Database.:RuntimeWarning"),
]
HOME = "/-/story/x"
TABLES = ("article", "statements", "claim?_facet=speaker", "open_gaps", "contradictions", "copies")


@pytest.fixture
def path(base: Path, tmp_path: Path) -> Path:
    """A sound ledger to be altered."""
    return Path(shutil.copy(base, tmp_path / "x.ledger"))


@pytest.fixture(scope="module")
def addresses(base: Path) -> list[str]:
    """A page of every kind, of things that the sound ledger has."""
    with Ledger.open(base, read_only=True) as ledger:
        ids = {
            part: ledger.db.execute(f"SELECT {column} FROM {table} LIMIT 1").fetchone()[0]
            for part, column, table in (
                ("claim", "id", "claim"), ("speaker", "id", "entity"), ("article", "id", "article"),
                ("words", "id", "stated"), ("statement", "id", "stated"),
            )
        }  # fmt: skip
    parts = ["", "/decisions?done=1", "/search?q=clay", "/openapi"]
    return [HOME + part for part in (*parts, *(f"/{part}/{id}" for part, id in ids.items()))]


class Visitor:
    """Asks a server that reviews one ledger, as whoever has its token."""

    def __init__(self, path: Path) -> None:
        door = Door.with_token("127.0.0.1")
        self.server, self.cookies = datasette(path, door), dict[str, str]()
        self.cookies = dict(self.ask("GET", f"{HOME}/enter?token={door.token}").cookies)

    def ask(self, method: str, url: str, **more: Any) -> Any:
        cookies = dict(self.cookies)
        return asyncio.run(self.server.client.request(method, url, cookies=cookies, **more))

    def decide(self, **fields: str) -> Any:
        """What is answered to a form, whose token against forgery is had from a page."""
        if "ds_csrftoken" not in self.cookies:
            self.cookies |= dict(self.ask("GET", f"{HOME}/decisions").cookies)
        sent = {"csrftoken": self.cookies.get("ds_csrftoken", ""), "by": "B. Sund", **fields}
        return self.ask("POST", f"{HOME}/decide", data=sent)


def is_told(answer: Any) -> bool:
    """Whether an answer says that the ledger is at fault; it is guarded as all are."""
    assert answer.status_code in (200, 302, 400, 404, 500, 503)
    told = answer.status_code in (500, 503)
    if told and "html" in answer.headers["content-type"]:
        page = markup.document_fromstring(answer.text)
        assert not page.xpath("//script | //img | //iframe | //link | //form | //@onclick")
        assert page.xpath("string(//h1)").startswith("The ledger ")
        assert "onrecord verify" in answer.text or answer.status_code == 503
        assert answer.headers["content-security-policy"] == policy()
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["x-frame-options"] == "DENY"
    assert answer.headers["referrer-policy"] in ("no-referrer", "same-origin")
    assert answer.headers["cross-origin-resource-policy"] == "same-origin"
    assert answer.headers["cache-control"].endswith("no-store")
    assert not {"\x1b", "\x07", "\u202e"} & set(answer.text)
    return told


@pytest.fixture
def quiet(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    """No trace is logged, and nothing that acts on a terminal."""
    caplog.set_level(logging.INFO)
    yield caplog
    assert not [record for record in caplog.records if record.exc_info]
    assert not {"\x1b", "\x07", "\u202e", "\n"} & set(
        "".join(r.getMessage() for r in caplog.records)
    )


def visited(path: Path, addresses: list[str]) -> int:
    """How many pages say that the ledger is at fault; the rest show something."""
    visitor = Visitor(path)
    told = [url for url in addresses if is_told(visitor.ask("GET", url))]
    for table in TABLES:
        assert visitor.ask("GET", f"/x/{table}").status_code in (200, 400, 500), table
    return len(told)


def test_pages_of_a_sound_ledger_say_nothing_of_the_kind(
    path: Path, addresses: list[str], quiet: pytest.LogCaptureFixture
) -> None:
    assert visited(path, addresses) == 0


CELLS = [
    ("stated", "polarity", b"", "rows with a polarity that is no TEXT)"),
    ("span", "end", "\x1b[31m\u202e<script>x</script>", "rows with a end that is no INTEGER)"),
    ("article", "text", b"\xff\xfe", "rows with a text that is no TEXT)"),
    ("article", "id", -1, "refers to a row of article that is not there"),
    ("claim", "articles", "a\0b", "rows with a articles that is no INTEGER)"),
    ("entity_member", "entity", "<b>nobody</b>", "(entity <b>nobody</b>: has members"),
    ("gap_thread", "closed_by", "nobody", "is closed by nobody, which is not there)"),
    ("story", "value", 1.5, "must be a mapping with title, about, questions"),
]


@pytest.mark.parametrize(("table", "column", "value", "said"), CELLS)
def test_a_page_that_meets_an_altered_cell_says_which_and_what_helps(
    path: Path, addresses: list[str], quiet: pytest.LogCaptureFixture,
    table: str, column: str, value: object, said: str,
) -> None:  # fmt: skip
    with altered(path) as db:
        db.execute(f"UPDATE OR REPLACE {table} SET {column} = ?", (value,))
    visitor = Visitor(path)
    told = [answer for url in addresses if is_told(answer := visitor.ask("GET", url))]
    assert told
    for answer in told:
        assert answer.status_code == 500
        text = markup.document_fromstring(answer.text).text_content()
        assert "The ledger is damaged" in text and said in text and "onrecord verify" in text
        assert str(path.parent) not in text


def test_an_altered_id_leads_nowhere_but_into_our_own_pages(path: Path) -> None:
    with altered(path) as db:
        (member,) = db.execute("SELECT article_entity FROM entity_member LIMIT 1").fetchone()
        db.execute("UPDATE entity_member SET entity = ?", ("x\r\nSet-Cookie: a=b\x1b",))
    answer = Visitor(path).ask("GET", f"{HOME}/speaker/{member}")
    assert answer.headers["location"] == f"{HOME}/speaker/x%0D%0ASet-Cookie%3A%20a%3Db%1B"


def test_whatever_a_cell_holds_every_page_is_an_answer(
    base: Path, tmp_path: Path, addresses: list[str], quiet: pytest.LogCaptureFixture
) -> None:
    def looked_at(altered_one: Path) -> None:
        visited(altered_one, addresses)
        assert not [record for record in quiet.records if record.exc_info]

    each_altered(base, tmp_path, 1, looked_at)


def test_a_decision_about_an_altered_ledger_is_not_made(
    path: Path, quiet: pytest.LogCaptureFixture
) -> None:
    with altered(path) as db:
        (statement,) = db.execute("SELECT id FROM stated LIMIT 1").fetchone()
    visitor = Visitor(path)
    assert COOKIE in visitor.cookies
    assert visitor.decide(do="remove", statement="nosuch").status_code == 400
    with altered(path) as db:
        db.execute("UPDATE judgement SET parts = 'nonsense'")
        before = db.execute("SELECT count(*) FROM judgement").fetchone()
    answer = visitor.decide(do="remove", statement=statement)
    assert answer.status_code == 500 and is_told(answer)
    assert "its parts are no list" in answer.text and str(path.parent) not in answer.text
    with altered(path) as db:
        assert db.execute("SELECT count(*) FROM judgement").fetchone() == before


@pytest.mark.parametrize("what", ["torn", "no schema", "gone", "another", "held"])
def test_a_file_that_changes_while_it_is_served_is_told(
    path: Path, addresses: list[str], quiet: pytest.LogCaptureFixture, what: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    visitor = Visitor(path)
    assert not is_told(visitor.ask("GET", HOME))
    monkeypatch.setattr("onrecord.ledger.store.BUSY_S", 0.1)
    with contextlib.ExitStack() as held:
        match what:
            case "torn":
                whole = path.read_bytes()
                path.write_bytes(whole[:8192] + bytes(len(whole) - 8192))
            case "no schema":
                with altered(path) as db:
                    db.execute("DROP TABLE gap_thread")
            case "gone":
                path.unlink()
            case "another":
                path.write_text("Once upon a time. " * 1000)
            case "held":
                db = held.enter_context(altered(path))
                db.execute("PRAGMA locking_mode = EXCLUSIVE")
                db.execute("BEGIN EXCLUSIVE")
        answers = [visitor.ask("GET", url) for url in addresses]
        answers.append(visitor.decide(do="remove", statement="nosuch"))
        if what == "torn":
            tables = [visitor.ask("GET", f"/x/{table}") for table in TABLES]
            assert {answer.status_code for answer in tables} <= {200, 500}
            assert any("pages are damaged" in answer.text for answer in tables)
    assert all(map(is_told, answers))
    assert {answer.status_code for answer in answers} == {503 if what == "held" else 500}
    title = {"torn": "is damaged", "another": "is damaged", "held": "cannot be read now"}.get(
        what, "cannot be read"
    )
    assert all(f"<h1>The ledger {title}</h1>" in answer.text for answer in answers)


def test_a_ledger_is_looked_over_once_for_as_long_as_it_stays_as_it_is(
    path: Path, quiet: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[Exception] = []
    ours = Ledger.blamed
    monkeypatch.setattr(Ledger, "blamed", lambda self, e: looked.append(e) or ours(self, e))
    visitor = Visitor(path)
    with altered(path) as db:
        db.execute("UPDATE stated SET polarity = ?", (b"",))
        (article,) = db.execute("SELECT article FROM stated LIMIT 1").fetchone()
    for _ in range(3):
        assert is_told(visitor.ask("GET", f"{HOME}/article/{article}"))
    assert len(looked) == 1
    with altered(path) as db:
        db.execute("UPDATE article SET text = ?", (b"\xff\xfe",))
    assert "table article: " in visitor.ask("GET", f"{HOME}/article/{article}").text
    assert len(looked) == 2


def test_an_error_that_the_file_does_not_explain_is_told_as_ours(
    path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise TypeError("ours")

    visitor = Visitor(path)
    monkeypatch.setattr("onrecord.web.story.page", broken)
    answer = visitor.ask("GET", HOME)
    assert answer.status_code == 500
    assert "That went wrong" in answer.text and "damaged" not in answer.text
    assert "TypeError: ours" in caplog.text
    with Ledger.open(path, read_only=True) as ledger, pytest.raises(TypeError), damage.told(ledger):
        raise TypeError("ours")
