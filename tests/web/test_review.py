"""Deciding in the pages: by whoever has the token, on a form of ours, and by nobody else."""

from __future__ import annotations

import asyncio
import logging
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from datasette.app import Datasette
from lxml import html as markup

from onrecord.build import build
from onrecord.ledger import Ledger
from onrecord.present import topics
from onrecord.present.topics.values import Claim
from onrecord.web.door import COOKIE, Door, doors
from onrecord.web.server import datasette as served

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:datasette.*")
HOME = "/-/story/strait"


@pytest.fixture
def path(built: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(built, tmp_path / "strait.ledger"))


class Browser:
    """Cookies kept from answer to answer, as a browser does; nothing followed by itself."""

    def __init__(self, server: Datasette) -> None:
        self.server, self.cookies = server, {}  # type: Datasette, dict[str, str]

    def ask(self, method: str, url: str, **more: Any) -> Any:
        answer = asyncio.run(
            self.server.client.request(method, url, cookies=dict(self.cookies), **more)
        )
        for name, value in answer.cookies.items():
            self.cookies[name] = value
        return answer

    def get(self, url: str, **more: Any) -> Any:
        return self.ask("GET", url, **more)

    def token(self) -> str:
        page = markup.document_fromstring(self.get(HOME).text)
        return str(page.xpath("//input[@name='csrftoken']/@value")[0])

    def decide(self, url: str = f"{HOME}/decide", **fields: Any) -> Any:
        given = {"by": "A. Nwosu", "reason": "heard the tape", "back": HOME} | fields
        if "csrftoken" not in given:
            given["csrftoken"] = self.token()
        headers = given.pop("headers", {})
        return self.ask("POST", url, data=given, headers=headers)


@pytest.fixture
def server(path: Path) -> Datasette:
    return served(path, Door.with_token("127.0.0.1"))


@pytest.fixture
def stranger(server: Datasette) -> Browser:
    return Browser(server)


@pytest.fixture
def browser(server: Datasette) -> Browser:
    made = Browser(server)
    entered = made.get(f"{HOME}/enter?token={doors[server].token}")
    assert (entered.status_code, entered.headers["location"]) == (303, HOME)
    return made


@pytest.fixture
def ledger(path: Path) -> Iterator[Ledger]:
    with Ledger.open(path, read_only=True) as opened:
        yield opened


def single(ledger: Ledger) -> Claim:
    return next(c for c in topics.claims(ledger) if c.statements == 1 and c.said.speaker)


def fault(path: Path) -> list[Any]:
    with Ledger.open(path, read_only=True) as opened:
        return list(opened.verify())


def count(ledger: Ledger) -> int:
    return len(topics.decisions(ledger))


def test_without_the_token_there_are_no_forms_and_nothing_is_written(
    stranger: Browser, ledger: Ledger
) -> None:
    claim = single(ledger)
    for url in (HOME, f"{HOME}/claim/{claim.id}", f"{HOME}/statement/{claim.said.id}",
                f"{HOME}/decisions", f"{HOME}/speaker/{claim.said.speaker}"):  # fmt: skip
        answer = stranger.get(url)
        assert answer.status_code == 200
        page = markup.document_fromstring(answer.text)
        assert page.xpath("//form/@method") == ["get"]
        assert not page.xpath("//script")
        assert "script-src" not in answer.headers["content-security-policy"]
    answer = stranger.decide(csrftoken="x", do="remove", statement=claim.said.id)
    assert answer.status_code == 403
    assert count(ledger) == 0


@pytest.mark.parametrize("token", ["", "x", "é", "None"])
def test_a_wrong_token_opens_nothing(stranger: Browser, token: str) -> None:
    answer = stranger.get(f"{HOME}/enter", params={"token": token})
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers
    assert not token or token not in answer.text


def test_a_server_that_was_not_started_for_review_has_no_door(path: Path, ledger: Ledger) -> None:
    for plain in (served(path, Door()), Datasette([str(path)])):
        browser = Browser(plain)
        for token in ("", "None"):
            assert browser.get(f"{HOME}/enter?token={token}").status_code == 403
        browser.cookies[COOKIE] = plain.sign(
            {"run": "", "until": 9e9, "name": ""}, "onrecord-review"
        )
        answer = browser.decide(csrftoken="x", do="remove", statement=single(ledger).said.id)
        assert answer.status_code == 403
    assert count(ledger) == 0


def test_the_cookie_is_for_this_server_and_no_script(server: Datasette) -> None:
    answer = Browser(server).get(f"{HOME}/enter?token={doors[server].token}")
    (given,) = answer.headers.get_list("set-cookie")
    assert "httponly" in given.lower()
    assert "samesite=strict" in given.lower()
    assert doors[server].token not in given
    assert answer.text == ""


def test_a_cookie_of_another_run_or_made_up_is_none(
    path: Path, browser: Browser, ledger: Ledger
) -> None:
    before = browser.cookies[COOKIE]
    server = served(path, Door.with_token("127.0.0.1"))
    other = Browser(server)
    other.get(f"{HOME}/enter?token={doors[server].token}")
    token, ours = other.token(), other.cookies[COOKIE]
    statement = single(ledger).said.id
    for value in (before, ours[:-2] + "xx", "", "a.b.c"):
        other.cookies[COOKIE] = value
        assert "You are reviewing" not in other.get(HOME).text
        answer = other.decide(csrftoken=token, do="remove", statement=statement)
        assert (answer.status_code, "token of this run" in answer.text) == (403, True)
    assert count(ledger) == 0


def test_a_cookie_has_its_day(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "You are reviewing" in browser.get(HOME).text
    monkeypatch.setattr("onrecord.web.door.time.time", lambda: 4e9)
    assert "You are reviewing" not in browser.get(HOME).text


@pytest.mark.parametrize("token", [None, "", "forged"])
def test_a_form_without_the_token_against_forgery_is_refused(
    browser: Browser, ledger: Ledger, token: str | None
) -> None:
    browser.get(HOME)
    fields = {"do": "remove", "statement": single(ledger).said.id, "by": "Eve", "back": HOME}
    if token is not None:
        fields["csrftoken"] = token
    assert browser.ask("POST", f"{HOME}/decide", data=fields).status_code == 403
    assert browser.ask("POST", f"{HOME}/decide", json=fields).status_code == 415
    files = {"a": ("b", b"c")}
    assert browser.ask("POST", f"{HOME}/decide", data=fields, files=files).status_code == 415
    assert count(ledger) == 0


@pytest.mark.parametrize(
    "headers",
    [{"Origin": "https://evil.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"},
     {"Sec-Fetch-Site": "same-site"}, {"Origin": "http://localhost:9999"}, {"Origin": "http://["},
     {"Origin": ""}, {"Origin": "localhost"}],
)  # fmt: skip
def test_a_form_of_another_site_is_refused(
    browser: Browser, ledger: Ledger, headers: dict[str, str]
) -> None:
    statement = single(ledger).said.id
    answer = browser.decide(do="remove", statement=statement, headers=headers)
    assert answer.status_code == 403
    assert count(ledger) == 0
    same = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}
    assert browser.decide(do="remove", statement=statement, headers=same).status_code == 303


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8001", "127.0.0.1.evil.example", "", "["]
)
def test_a_server_that_is_called_by_another_name_does_not_answer(
    browser: Browser, path: Path, host: str
) -> None:
    assert browser.get(HOME, headers={"Host": host}).status_code == 403
    assert browser.get("/strait.json", headers={"Host": host}).status_code == 403
    reading = Browser(served(path, Door()))
    assert reading.get(HOME, headers={"Host": host}).status_code == 403


@pytest.mark.parametrize("host", ["127.0.0.1:8001", "localhost", "[::1]:8001", "192.168.7.9:80"])
def test_a_server_is_called_by_its_address(browser: Browser, host: str) -> None:
    assert browser.get(HOME, headers={"Host": host}).status_code == 200


def test_a_name_that_was_asked_for_is_known(path: Path) -> None:
    browser = Browser(served(path, Door("desk.example", names=("Record.example",))))
    for host in ("Desk.example:8001", "record.example"):
        assert browser.get(HOME, headers={"Host": host}).status_code == 200
    assert browser.get(HOME, headers={"Host": "other.example"}).status_code == 403


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE"])
def test_decisions_are_posted_and_pages_are_not(browser: Browser, method: str) -> None:
    headers = {"x-csrftoken": browser.token(), "Content-Length": "0"}
    assert browser.ask(method, f"{HOME}/decide", headers=headers).status_code == 405
    assert browser.ask("POST", HOME, headers=headers).status_code == 405


def test_a_form_that_is_too_long_is_not_read(browser: Browser, ledger: Ledger) -> None:
    answer = browser.decide(do="remove", statement=single(ledger).said.id, reason="x" * 70_000)
    assert answer.status_code == 413


def test_a_speaker_is_put_right_shown_and_undone(browser: Browser, ledger: Ledger) -> None:
    said = single(ledger).said
    page = f"{HOME}/statement/{said.id}"
    choices = markup.document_fromstring(browser.get(page).text).xpath("//select/option")
    other = next(o for o in choices if o.get("selected") is None and o.get("value") != "none")
    before = other.text.rsplit(" (", 1)[0]
    answer = browser.decide(do="speaker", statement=said.id, entity=other.get("value"), back=page)
    assert (answer.status_code, answer.headers["location"]) == (303, f"{page}?done=1")
    after = markup.document_fromstring(browser.get(answer.headers["location"]).text)
    assert before in after.xpath("//dl[@class='parts']/div[1]")[0].text_content()
    assert "put right by A. Nwosu" in " ".join(after.text_content().split())
    (undo,) = after.xpath("//div[@role='status']//form")
    fields = {i.get("name"): i.get("value") for i in undo.xpath(".//input")}
    assert browser.decide(**fields, do="undo").status_code == 303
    assert ledger.statements([said.id])[said.id].speaker == said.speaker
    assert [d.act for d in topics.decisions(ledger)] == ["undo", "speaker"]
    assert fault(ledger.path) == []


def test_names_are_remembered_and_hostile_ones_are_text(browser: Browser, ledger: Ledger) -> None:
    name = '"><script>alert(1)</script>'
    reason = "<img src=x onerror=alert(2)> \u202e"
    browser.decide(do="remove", statement=single(ledger).said.id, by=name, reason=reason)
    for url in (HOME, f"{HOME}/decisions", f"{HOME}/claim/{single(ledger).id}"):
        body = browser.get(url).text
        assert "<script>alert" not in body
        assert "<img" not in body
        assert "\u202e" not in body
    page = markup.document_fromstring(browser.get(f"{HOME}/claim/{single(ledger).id}").text)
    assert page.xpath("//input[@name='by']/@value")[0] == name


def test_spans_are_put_right_by_numbers(browser: Browser, ledger: Ledger) -> None:
    said = single(ledger).said
    start, end = said.words.start, said.words.end
    fields = {"statement": said.id, "role": "content", "do": "span"}
    answer = browser.decide(**fields, start=[str(start), ""], end=[str(end - 4), ""])
    assert answer.status_code == 303
    found = topics.said_by(ledger, said.speaker or "")
    assert (said.id, end - 4) in {(s.id, s.words.end) for s in found}
    answer = browser.decide(statement=said.id, role="cue", do="span", nowhere="1")
    assert answer.status_code == 303
    assert fault(ledger.path) == []


def test_a_statement_is_split_from_its_claim_merged_again_and_a_judgement_accepted(
    browser: Browser, ledger: Ledger
) -> None:
    claim = max(topics.claims(ledger), key=lambda c: c.statements)
    last = topics.wordings(ledger, claim.id)[-1]
    page = f"{HOME}/claim/{claim.id}"
    body = markup.document_fromstring(browser.get(page).text)
    assert len(body.xpath("//button[@value='split']")) == claim.statements
    assert browser.decide(do="split", member=last.id, back=page).status_code == 303
    now = topics.claims_by_id(ledger, [claim.id, last.id])
    assert [now[claim.id].statements, now[last.id].statements] == [claim.statements - 1, 1]
    likely = markup.document_fromstring(browser.get(f"{HOME}/claim/{last.id}").text)
    assert claim.id in likely.xpath("//input[@name='other']/@value")
    joined = browser.decide(do="same", one=last.id, written=f"http://127.0.0.1{page}?done=1",
                            back=f"{HOME}/claim/{last.id}")  # fmt: skip
    assert joined.status_code == 303
    assert topics.claims_by_id(ledger, [claim.id])[claim.id].statements == claim.statements
    moved = browser.get(joined.headers["location"])
    assert moved.headers["location"] == f"{page}?done=2"
    assert "decision 2" in browser.get(moved.headers["location"]).text
    dispute = topics.contradictions(ledger, 1)[0]
    assert browser.decide(do="reject", judgement=dispute.judgement).status_code == 303
    assert dispute.judgement not in {d.judgement for d in topics.contradictions(ledger)}
    browser.decide(do="undo", number="3")
    assert dispute.judgement in {d.judgement for d in topics.contradictions(ledger)}


def test_people_are_joined_by_name_and_split_off(browser: Browser, ledger: Ledger) -> None:
    one, other = [s for s in topics.speakers(ledger) if s.kind == "person"][:2]
    number = topics.counts(ledger).speakers
    page = f"{HOME}/speaker/{one.id}"
    assert (
        browser.decide(do="same", one=one.id, written=other.name.upper(), back=page).status_code
        == 303
    )
    assert topics.counts(ledger).speakers == number - 1
    browser.decide(do="undo", number="1")
    assert topics.counts(ledger).speakers == number
    members = markup.document_fromstring(browser.get(page).text).xpath(
        "//input[@name='member']/@value"
    )
    assert browser.decide(do="split", member=members[-1], back=page).status_code == 303
    assert ledger.groups("entity")[members[-1]] != ledger.groups("entity")[members[0]]


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"do": "remove", "statement": "nosuch"}, "no statement nosuch"),
        ({"do": "remove"}, "does not say statement"),
        ({"do": "dance"}, "nothing is done by dance"),
        ({}, "does not say do"),
        ({"do": "undo", "number": "99"}, "no decision 99"),
        ({"do": "remove", "statement": "STATEMENT", "by": " "}, "name of who decides"),
        ({"do": "span", "statement": "STATEMENT", "role": "content"}, "where the words stand"),
        ({"do": "span", "statement": "STATEMENT", "role": "content", "start": "9", "end": "3"},
         "no stretch"),
        ({"do": "span", "statement": "STATEMENT", "role": "content", "start": "0", "end": "999999"},
         "outside the article"),
        ({"do": "same", "one": "STATEMENT", "written": "Nobody Known"}, "nothing is called"),
        ({"do": "speaker", "statement": "STATEMENT", "entity": "x"}, "it has"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_said_on_a_page_that_leads_back(
    browser: Browser, ledger: Ledger, fields: dict[str, str], told: str
) -> None:
    id = single(ledger).said.id
    given = {key: id if value == "STATEMENT" else value for key, value in fields.items()}
    back = f"{HOME}/statement/{id}"
    answer = browser.decide(**given, back=back)
    assert answer.status_code == 400
    page = markup.document_fromstring(answer.text)
    (alert,) = page.xpath("//*[@role='alert']")
    assert told in alert.text_content()
    assert back in page.xpath("//main//a/@href")
    assert count(ledger) == 0


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "/-/logout", f"{HOME}/../x",
                                  f"{HOME}/a/b/c", "\\evil", f"{HOME}\r\nX: y"])  # fmt: skip
def test_nobody_is_sent_elsewhere(browser: Browser, ledger: Ledger, back: str) -> None:
    answer = browser.decide(do="remove", statement=single(ledger).said.id, back=back)
    assert answer.headers["location"] == f"{HOME}?done=1"


def test_who_stops_reviewing_may_write_no_more(browser: Browser, ledger: Ledger) -> None:
    answer = browser.decide(f"{HOME}/leave")
    assert answer.status_code == 303
    (gone,) = [c for c in answer.headers.get_list("set-cookie") if COOKIE in c]
    assert "Max-Age=0" in gone


def test_the_script_is_there_for_who_may_write_and_named_by_digest(
    browser: Browser, ledger: Ledger
) -> None:
    answer = browser.get(f"{HOME}/statement/{single(ledger).said.id}")
    page = markup.document_fromstring(answer.text)
    assert len(page.xpath("//script")) == 1
    assert "script-src 'sha256-" in answer.headers["content-security-policy"]
    assert "unsafe" not in answer.headers["content-security-policy"]
    assert not [a for e in page.iter() for a in e.attrib if a.startswith("on")]


def test_the_token_is_logged_by_nobody(
    server: Datasette, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    token = doors[server].token or ""
    Browser(server).get(f"{HOME}/enter?token={token}")
    caught = capsys.readouterr()
    # what the test's own client logs is what a browser knows
    told = [r.getMessage() for r in caplog.records if not r.name.startswith("httpx")]
    assert token not in "".join([*told, caught.out, caught.err])


def test_a_decision_waits_for_a_build_and_the_build_for_it(
    browser: Browser, path: Path, ledger: Ledger, tmp_path: Path
) -> None:
    more = tmp_path / "more"
    more.mkdir()
    for n in range(4):
        text = f"The ferry will sail at {n} o'clock, Ana Ost of Kelmouth said on Monday."
        (more / f"{n}.txt").write_text(text, "utf8")
    failed: list[BaseException] = []

    def go_on() -> None:
        try:
            with Ledger.open(path) as building:
                build(building, more)
        except BaseException as error:  # noqa: BLE001 - told by the test
            failed.append(error)

    ids = [c.said.id for c in topics.claims(ledger, 12)]
    running = threading.Thread(target=go_on)
    running.start()
    for id in ids:
        assert browser.decide(do="remove", statement=id).status_code == 303
    running.join()
    assert failed == []
    assert (count(ledger), topics.counts(ledger).articles) == (12, 23)
    assert fault(path) == []


def test_a_ledger_that_somebody_holds_too_long_is_said_to_be_busy(
    browser: Browser, path: Path, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    statement, token = single(ledger).said.id, browser.token()
    monkeypatch.setattr("onrecord.ledger.store.BUSY_S", 0.05)
    with Ledger.open(path) as other, other.transaction():
        answer = browser.decide(do="remove", statement=statement, csrftoken=token)
    assert answer.status_code == 503
    assert "Back to where you were" in answer.text
    assert "another program is writing" in answer.text
    assert count(ledger) == 0
