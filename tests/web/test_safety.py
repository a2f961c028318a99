"""What whoever can reach the server may not do: act in a page, write, wear it down, learn the token."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from datasette.app import Datasette
from lxml import html as markup

from onrecord.build import build
from onrecord.ledger import Ledger
from onrecord.web import queries
from onrecord.web.door import COOKIE, LARGEST, Door, doors
from onrecord.web.policy import digest
from onrecord.web.server import datasette as served

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:datasette.*")
HOME = "/-/story/strait"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


class Client:
    """Asks a server; a reviewer's cookie is sent along where one was given."""

    def __init__(self, server: Datasette, cookies: dict[str, str] | None = None) -> None:
        self.server, self.cookies = server, cookies or {}

    def ask(self, method: str, url: str, **more: Any) -> Any:
        asked = self.server.client.request(
            method, url, cookies=dict(self.cookies), avoid_path_rewrites=True, **more
        )
        return asyncio.run(asked)

    def get(self, url: str, **headers: str) -> Any:
        return self.ask("GET", url, headers=headers)

    def sql(self, query: str) -> Any:
        return self.get(f"/strait.json?_shape=array&sql={quote(query)}")


@pytest.fixture(scope="module")
def server(built: Path) -> Datasette:
    return served(built, Door.with_token("127.0.0.1"))


@pytest.fixture(scope="module")
def stranger(server: Datasette) -> Client:
    return Client(server)


@pytest.fixture(scope="module")
def reviewer(server: Datasette) -> Client:
    client = Client(server)
    client.cookies |= dict(client.get(f"{HOME}/enter?token={doors[server].token}").cookies)
    client.cookies |= dict(client.get(HOME).cookies)
    assert "You are reviewing" in client.get(HOME).text
    return client


# -- in a browser

ANSWERS = {
    "story": ("GET", HOME, 200),
    "article": ("GET", f"{HOME}/article/nosuch", 404),
    "no story": ("GET", "/-/story/nosuch", 404),
    "a page that only follows": ("GET", f"{HOME}/refused", 404),
    "no token": ("GET", f"{HOME}/enter?token=x", 403),
    "moved": ("GET", "/strait/", 302),
    "databases": ("GET", "/", 200),
    "tables": ("GET", "/strait", 200),
    "table": ("GET", "/strait/claim?_facet=speaker", 200),
    "row": ("GET", "/strait/article/nosuch", 404),
    "query": ("GET", "/strait?sql=select+1", 200),
    "bad query": ("GET", "/strait?sql=select+nosuch", 400),
    "json": ("GET", "/strait/claim.json", 200),
    "bad json": ("GET", "/strait.json?sql=drop+table+claim", 400),
    "csv": ("GET", "/strait/claim.csv", 200),
    "csv as a page": ("GET", "/strait/claim.csv?_trace=1", 200),
    "static": ("GET", "/-/static/app.css", 200),
    "icon": ("GET", "/favicon.ico", 200),
    "download": ("GET", "/strait.db", 403),
    "nothing": ("GET", "/nosuch/nosuch", 404),
    "closed": ("GET", "/-/threads", 404),
    "no method": ("DELETE", HOME, 405),
    "no length": ("POST", f"{HOME}/decide", 411),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_every_answer_says_what_it_may_do_in_a_browser(stranger: Client, name: str) -> None:
    method, url, status = ANSWERS[name]
    answer = stranger.ask(method, url, headers={"Content-Length": ""} if method == "POST" else {})
    assert answer.status_code == status
    policy = answer.headers["content-security-policy"]
    for rule in ("default-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"):
        assert rule in policy
    assert "unsafe" not in policy.replace("style-src 'self' 'unsafe-inline'", "")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["x-frame-options"] == "DENY"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["cross-origin-resource-policy"] == "same-origin"
    assert answer.headers["cross-origin-opener-policy"] == "same-origin"
    kept = answer.headers.get("cache-control")
    assert kept == "no-store" or not url.startswith("/-/story")


def test_an_error_that_nobody_foresaw_is_answered_and_told_without_what_was_asked(
    built: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    server = served(built, Door())

    async def broken(*_: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr(server, "refresh_schemas", broken)
    monkeypatch.setattr("datasette.app.DatasetteRouter.handle_exception", broken)
    answer = Client(server).get("/strait?q=hidden")
    assert (answer.status_code, answer.headers["x-frame-options"]) == (500, "DENY")
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "broken" not in answer.text
    assert "broken" in caplog.text
    assert "hidden" not in caplog.text


@pytest.mark.parametrize("url", ["/", "/strait", "/strait/claim", "/strait?sql=select+1",
                                 "/strait/claim?_facet=speaker", "/nosuch"])  # fmt: skip
def test_pages_of_tables_run_datasette_s_own_scripts_and_no_others(
    stranger: Client, url: str
) -> None:
    answer = stranger.get(url)
    policy = answer.headers["content-security-policy"]
    scripts = markup.document_fromstring(answer.text).xpath("//script")
    assert scripts or url == "/nosuch"
    for script in scripts:
        if script.get("src"):
            assert script.get("src").startswith("/-/static/")
        else:
            assert f"'{digest(script.text)}'" in policy
    assert f"'{digest('alert(1)')}'" not in policy


@pytest.mark.parametrize(
    ("site", "mode", "dest"),
    [("cross-site", "no-cors", "image"), ("cross-site", "cors", "empty"),
     ("cross-site", "navigate", "iframe"), ("same-site", "no-cors", "script"),
     ("same-site", "cors", "empty"), ("cross-site", "navigate", "object")],
)  # fmt: skip
def test_a_page_of_another_site_makes_us_do_nothing(
    reviewer: Client, site: str, mode: str, dest: str
) -> None:
    sent = {"Sec-Fetch-Site": site, "Sec-Fetch-Mode": mode, "Sec-Fetch-Dest": dest}
    for url in (HOME, "/strait?sql=select+1", "/-/static/app.css"):
        assert reviewer.get(url, **sent).status_code == 403


def test_a_link_on_another_site_leads_here(stranger: Client) -> None:
    sent = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}
    assert stranger.get(HOME, **sent, **{"Sec-Fetch-Dest": "document"}).status_code == 200
    sent["Sec-Fetch-Dest"] = "document"
    assert stranger.ask("POST", f"{HOME}/decide", headers=sent, data={"do": "x"}).status_code == 403


# -- writing

WRITES = [
    ("POST", "/-/create-token"), ("POST", "/-/permissions"), ("POST", "/-/messages"),
    ("POST", "/-/logout"), ("POST", "/-/actor"), ("POST", "/strait/-/create"), ("POST", "/strait"),
    ("POST", "/strait/claim/-/insert"), ("POST", "/strait/claim/-/upsert"),
    ("POST", "/strait/claim/-/drop"), ("POST", "/strait/claim/-/alter"), ("POST", "/strait/claim"),
    ("POST", "/strait/claim/x/-/update"), ("POST", "/strait/claim/x/-/delete"),
    ("POST", "/strait/-/execute-write"), ("POST", "/-/story/strait/words/x"),
    ("PUT", "/strait/claim"), ("PATCH", "/strait/claim/x"), ("DELETE", "/strait/claim/x"),
    ("POST", "/%2D/messages"), ("POST", "//-/messages"), ("TRACE", "/strait"), ("MKCOL", "/strait"),
]  # fmt: skip


@pytest.mark.parametrize(("method", "url"), WRITES)
def test_datasette_s_own_ways_to_write_are_closed(
    reviewer: Client, built: Path, method: str, url: str
) -> None:
    before = built.read_bytes()
    for sent in ({"json": {"rows": [{"id": "x"}]}}, {"data": {"message": "x", "sql": "x"}}):
        headers = {"Authorization": "Bearer dstok_x"}
        answer = reviewer.ask(method, url, headers=headers, **sent)
        assert answer.status_code in (404, 405)
        assert "set-cookie" not in answer.headers
    assert built.read_bytes() == before


@pytest.mark.parametrize("page", ["threads", "threads.json", "databases.json", "settings.json",
                                  "plugins.json", "versions.json", "metadata.json", "actor.json",
                                  "messages", "allow-debug", "permissions", "patterns", "logout",
                                  "auth-token?token=x", "config.json", "create-token"])  # fmt: skip
def test_datasette_s_pages_about_itself_are_closed(reviewer: Client, page: str) -> None:
    for start in ("/-/", "/%2D/", "/~2D/", "/./-/"):
        assert reviewer.get(start + page).status_code in (404, 302)


def test_the_database_that_datasette_keeps_for_itself_is_closed(reviewer: Client) -> None:
    for url in ("/_internal", "/_internal.json?sql=select+1", "/_memory", "/_internal/databases"):
        assert reviewer.get(url).status_code in (403, 404)


@pytest.mark.parametrize(
    "body", [b"csrftoken=%C3%A9", b"csrftoken=\xff", b"\xff\xfe", b"%ff=%ff", b"&&&=", b""]
)
def test_a_form_that_is_none_is_refused(reviewer: Client, body: bytes) -> None:
    answer = reviewer.ask("POST", f"{HOME}/decide", content=body, headers=FORM)
    assert answer.status_code in (400, 403)
    forged = FORM | {"x-csrftoken": "é".encode("latin-1")}
    assert reviewer.ask("POST", f"{HOME}/decide", content=body, headers=forged).status_code == 400


@pytest.mark.parametrize(("length", "status"), [("-1", 411), ("1e9", 411), ("²", 411), ("", 411),
                                                (str(LARGEST + 1), 413), ("9" * 5000, 413)])  # fmt: skip
def test_a_form_says_truly_how_long_it_is(reviewer: Client, length: str, status: int) -> None:
    sent = FORM | {"Content-Length": length.encode("latin-1")}
    answer = reviewer.ask("POST", f"{HOME}/decide", content=b"a=b", headers=sent)
    assert answer.status_code == status


def test_the_token_is_compared_without_telling_how_much_of_it_is_right(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    compared: list[tuple[bytes, bytes]] = []
    monkeypatch.setattr("hmac.compare_digest", lambda a, b: compared.append((a, b)) or a == b)
    door = Door.with_token("127.0.0.1")
    assert not door.opens("x")
    assert door.opens(door.token or "")
    assert compared == [(b"x", compared[0][1]), (compared[0][1],) * 2]
    assert len(door.token or "") >= 43  # 32 bytes of chance


def test_the_cookie_goes_to_our_pages_alone(server: Datasette) -> None:
    answer = Client(server).get(f"{HOME}/enter?token={doors[server].token}")
    (given,) = answer.headers.get_list("set-cookie")
    assert "path=/-/story/;" in given.lower() + ";"
    assert answer.headers["cache-control"] in ("no-store", "private, no-store")
    assert answer.headers["location"] == HOME  # the address that stays has no token


# -- what is told

MISTYPED = ["/-/story/nosuch/enter", f"{HOME}/entre", "/nosuch", "/nosuch/enter",
            "/strait/nosuch", f"{HOME}/enter/", "/-/auth-token"]  # fmt: skip


@pytest.mark.parametrize("url", MISTYPED)
def test_a_token_at_a_mistyped_address_is_told_nobody(
    server: Datasette, reviewer: Client, url: str, capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    token = doors[server].token or ""
    answer = reviewer.get(f"{url}?token={token}")
    assert answer.status_code in (302, 404)
    caught = capfd.readouterr()
    ours = [r.getMessage() for r in caplog.records if not r.name.startswith("httpx")]
    told = "".join([caught.out, caught.err, *ours])
    for secret in (token, reviewer.cookies[COOKIE], reviewer.cookies["ds_csrftoken"]):
        assert secret[:20] not in told
    assert token not in answer.text


# -- queries


@pytest.mark.parametrize(
    "query",
    ["attach database '/tmp/x.db' as x", "delete from claim", "vacuum into '/tmp/x.db'",
     "pragma writable_schema = on", "with x as (select 1) delete from claim",
     "explain delete from claim", "select load_extension('x')", "select readfile('/etc/passwd')",
     "select writefile('/tmp/x', 'x')", "select fts3_tokenizer('x')", "select edit('x')",
     "select * from fsdir('/')", "select * from pragma_journal_mode('delete')",
     "select * from pragma_wal_checkpoint", "insert into claim_words(claim_words) values('delete')",
     "select 1; drop table claim"],
)  # fmt: skip
def test_a_query_reads_and_does_no_more(stranger: Client, built: Path, query: str) -> None:
    before = built.read_bytes()
    assert stranger.sql(query).status_code == 400
    assert built.read_bytes() == before


def test_what_is_not_known_to_be_harmless_sqlite_is_told_not_to_do(built: Path) -> None:
    """Below Datasette's own look at a query."""
    import sqlite3

    db = sqlite3.connect(f"file:{built}?mode=ro", uri=True)
    db.row_factory = sqlite3.Row
    queries.bound(db)
    for query in ("ATTACH ':memory:' AS x", "CREATE TEMP TABLE x (y)", "PRAGMA writable_schema = 1",
                  "PRAGMA query_only = 0", "BEGIN", "SELECT load_extension('x')",
                  "DELETE FROM claim", "UPDATE sqlite_master SET sql = ''"):  # fmt: skip
        with pytest.raises(sqlite3.DatabaseError):
            db.execute(query)
    assert db.execute("SELECT count(*) FROM article_words WHERE article_words MATCH 'ferry'")
    db.set_authorizer(None)
    assert db.execute("PRAGMA trusted_schema").fetchone()[0] == 0
    assert db.execute("PRAGMA query_only").fetchone()[0] == 1
    db.close()


ROWS = "with n(i) as (select 1 union all select i + 1 from n limit 900)"


@pytest.mark.parametrize(
    "query",
    ["select hex(zeroblob(90000000))", "select length(randomblob(900000000))",
     "select replace(hex(zeroblob(9000000)), '0', 'xxxxxxxxx')", f"{ROWS} select hex(zeroblob(1e6)) from n"],
)  # fmt: skip
def test_an_answer_cannot_fill_the_memory(stranger: Client, query: str) -> None:
    answer = stranger.sql(query)
    assert answer.status_code == 400
    assert re.search("too big|more than 67,108,864 bytes", answer.json()["error"])


@pytest.mark.parametrize(
    "query",
    ["with n(i) as (select 1 union all select i + 1 from n) select count(*) from n",
     "select count(*) from span a, span b, span c, span d, span e"],
)  # fmt: skip
def test_a_query_that_takes_too_long_is_stopped(built: Path, query: str) -> None:
    server = served(built, Door())
    server.sql_time_limit_ms = 50
    assert Client(server).sql(query).status_code == 400


def test_a_pattern_cannot_hold_a_query_up(stranger: Client) -> None:
    """One step of SQLite's is not stopped by a clock, so what it compares with has a length."""
    pattern = "%a" * 400 + "%b"
    began = time.process_time()
    found = stranger.sql(f"select hex(zeroblob(50000)) like '{pattern.replace('a', '0')}' as x")
    assert found.json() == [{"x": 0}]
    assert time.process_time() - began < 20
    assert stranger.sql(f"select 'x' like '{'%a' * 600}'").status_code == 400


# -- in a Datasette that somebody else runs


def test_in_any_datasette_our_pages_run_nothing_write_nothing_and_are_not_framed(
    built: Path,
) -> None:
    client = Client(Datasette([str(built)]))
    for url in (HOME, f"{HOME}/nosuch", "/-/story/nosuch", f"{HOME}/enter?token="):
        headers = client.get(url).headers
        assert headers["content-security-policy"].startswith("default-src 'none'")
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert headers["cross-origin-resource-policy"] == "same-origin"
        assert headers["cache-control"] == "no-store"
    for url in (f"{HOME}/decide", f"{HOME}/leave", HOME):
        assert client.ask("POST", url, data={"do": "remove"}).status_code in (403, 405)
    assert "content-security-policy" not in client.get("/strait").headers  # its owner's to say


@pytest.mark.parametrize(
    "kept",
    [{"allow": {"id": "root"}}, {"databases": {"strait": {"allow": False}}},
     {"databases": {"strait": {"tables": {"article": {"allow": {"id": "ana"}}}}}}],
)  # fmt: skip
def test_who_may_not_see_the_tables_does_not_see_the_story(
    built: Path, kept: dict[str, Any]
) -> None:
    server = Datasette([str(built)], metadata=kept)
    client = Client(server)
    with Ledger.open(built, read_only=True) as ledger:
        (article,) = ledger.db.execute("SELECT id FROM article").fetchone()
    for part in ("", f"/article/{article}", "/search?q=lantern", f"/words/{article}", "/nosuch"):
        answer = client.get(HOME + part)
        assert answer.status_code == 403
        assert "lantern" not in answer.text.lower()
    assert HOME not in client.get("/").text
    root = server.sign({"a": {"id": "root"}}, "actor")
    if "tables" not in str(kept) and "False" not in str(kept):
        assert Client(server, {"ds_actor": root}).get(HOME).status_code == 200


@pytest.mark.parametrize("name", ["my story", "über.strait", "50%", "a~b+c&d"])
def test_a_ledger_s_name_may_have_any_letters(built: Path, tmp_path: Path, name: str) -> None:
    copy = Path(shutil.copy(built, tmp_path / f"{name}.ledger"))
    client = Client(served(copy, Door()))
    answer = client.get(f"/-/story/{quote(name)}")
    assert answer.status_code == 200
    tree = markup.document_fromstring(answer.text)
    found = sorted(set(tree.xpath("//nav//a/@href")))
    assert len(found) == 8
    for link in found:
        assert client.get(link).status_code == 200


# -- the command


@pytest.fixture(scope="module")
def running(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[int, Path]]:
    """`onrecord serve --review` as it is run, its port and what it prints."""
    log = tmp_path_factory.mktemp("served") / "log"
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "onrecord", "serve", str(built), "--review"]
    environment = os.environ | {"WEB_CONCURRENCY": "4", "FORWARDED_ALLOW_IPS": "*"}
    with log.open("wb") as told:
        server = subprocess.Popen(
            [*command, "--port", str(port)], stdout=told, stderr=told, env=environment
        )
    try:
        until = time.monotonic() + 60
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                assert server.poll() is None, log.read_text()
                assert time.monotonic() < until
                time.sleep(0.05)
        yield port, log
    finally:
        server.terminate()
        server.wait()


def said(port: int, request: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", port), timeout=20) as line:
        line.sendall(request.replace(b"HOST", b"Host: 127.0.0.1\r\nConnection: close"))
        answer = b""
        while more := line.recv(65536):
            answer += more
    return answer


def test_it_listens_on_the_loopback_alone(running: tuple[int, Path]) -> None:
    port, _ = running
    listening = Path("/proc/net/tcp")
    if not listening.exists():
        pytest.skip("no /proc/net/tcp")
    held = [line.split() for line in listening.read_text().splitlines()[1:]]
    at = {entry[1] for entry in held if entry[3] == "0A" and entry[1].endswith(f":{port:04X}")}
    assert at == {f"0100007F:{port:04X}"}


def test_requests_that_are_none_are_answered_and_nothing_is_told_of_them(
    running: tuple[int, Path],
) -> None:
    port, log = running
    token = log.read_text().rpartition("token=")[2].strip()
    assert len(token) >= 43
    before = log.stat().st_size
    head = b" HTTP/1.1\r\nHOST\r\n\r\n"
    asked = [
        b"GET /-/story/strait/entre?token=" + token.encode() + head,
        b"GET /nosuch?token=" + token.encode() + head,
        b"GET /\xff\xfe?token=" + token.encode() + head,
        b"GET /strait?sql=select+1\x1b[31m" + head,
        b"GET /strait?sql=select+%22%1b%5b31m%e2%80%ae%22.x" + head,
        b"GET /strait.json?sql=select+nosuch%1b%5b31m" + head,
        b"GET /-/story/strait/enter?token=%FF%00" + head,
        b"POST /-/story/strait/decide HTTP/1.1\r\nHOST\r\nContent-Length: 5\r\nCookie: a=\xff\r\n\r\na=b&c",
        b"GET / HTTP/1.1\r\nHOST\r\nCookie: " + b"a=b; " * 9000 + b"\r\n\r\n",
        b"GET / HTTP/1.1\r\nHOST\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n",
    ]
    for request in asked:
        answer = said(port, request)
        status = int(answer.split(b" ", 2)[1])
        assert 200 <= status < 500, (request[:60], answer[:80])
        assert b"Traceback" not in answer
        assert not re.search(rb"^server:", answer, re.IGNORECASE | re.MULTILINE)
    told = log.read_bytes()[before:]
    assert token.encode() not in told
    assert "nosuch" in told.decode()
    assert not set("\x1b\u202e") & set(told.decode())
    entered = said(port, b"GET /-/story/strait/enter?token=" + token.encode() + head)
    assert b" 303 " in entered.splitlines()[0]
    cookie = re.search(rb"onrecord_review=([^;]+)", entered)
    assert cookie
    page = said(port, b"GET /-/story/strait HTTP/1.1\r\nHOST\r\nCookie: " + cookie[0] + b"\r\n\r\n")
    assert b"You are reviewing" in page
    assert token.encode() not in page
    assert cookie[1] not in log.read_bytes()


def test_words_in_an_article_that_look_like_ours_open_nothing(tmp_path: Path) -> None:
    """A speaker called like a page, a title that is an address of ours."""
    text = "The bridge is safe, enter?token=x said. “../../decide”, refused Ost said on Monday."
    (tmp_path / "a.txt").write_text(text, "utf8")
    path = tmp_path / "strait.ledger"
    with Ledger.open(path, create=True) as ledger:
        build(ledger, tmp_path / "a.txt")
    answer = Client(served(path, Door())).get(HOME)
    assert answer.status_code == 200
    for link in markup.document_fromstring(answer.text).xpath("//a/@href"):
        assert "token" not in link
        assert ".." not in link
