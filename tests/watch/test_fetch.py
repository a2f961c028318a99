"""Fetching from a server that misbehaves, and from addresses that must not be fetched."""

from __future__ import annotations

import gzip
import shutil
import ssl
import subprocess
import threading
import time
import tracemalloc
from collections.abc import Iterator
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest

from onrecord.errors import ItemError, Refused, TooLarge, Unreachable
from onrecord.watch import Fetcher, Manners, address, is_public
from tests.watch.server import Request, Site, site, unused_port


@pytest.fixture
def news() -> Iterator[Site]:
    with site() as held:
        yield held


def fetcher(**changed: object) -> Fetcher:
    given = {"pause_s": 0.0, "socket_s": 2.0, "whole_s": 2.0, "private": True} | changed
    return Fetcher(Manners("onrecord/test", **given))  # type: ignore[arg-type]


PRIVATE = (
    "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0", "::1", "::",
    "100.64.0.1", "fc00::1", "fe80::1%eth0", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "224.0.0.1",
    "2002:7f00:1::", "255.255.255.255", "192.0.2.1", "no number",
    "192.0.0.192", "168.63.129.16", "198.18.0.1", "100.100.100.200", "240.0.0.1",  # clouds' and tests'
    "::127.0.0.1", "::ffff:0:127.0.0.1", "fec0::1", "64:ff9b:1::7f00:1", "fd00:ec2::254",
    "3fff::1", "2001:db8::1", "4000::1", "5f00::1", "ff0e::1", "64:ff9b::a9fe:a9fe",
    "2001:0:4136:e378:8000:63bf:80ff:fffe",
)  # fmt: skip


@pytest.mark.parametrize("number", PRIVATE)
def test_what_is_not_on_the_public_network_is_told_from_what_is(number: str) -> None:
    assert not is_public(number)


@pytest.mark.parametrize("number", ["9.9.9.9", "2620:fe::fe", "::ffff:9.9.9.9", "64:ff9b::909:909"])
def test_public_addresses_are_public(number: str) -> None:
    assert is_public(number)


@pytest.mark.parametrize(
    ("url", "what"),
    [
        ("ftp://paper.example/feed", "neither http nor https"),
        ("file:///etc/passwd", "neither http nor https"),
        ("http:///feed", "names no host"),
        ("http://user:secret@paper.example/", "name or password"),
        ("http://paper.example:port/", "is no address"),
        ("http://[::1/", "is no address"),
        ("http://127.0.0.1/feed", "not a public one"),
        ("http://2130706433/feed", "not a public one"),
        ("http://0x7f.1/", "not a public one"),
        ("http://017700000001/", "not a public one"),
        ("http://127.1/", "not a public one"),
        ("http://0/", "not a public one"),
        ("http://①②⑦.⓪.⓪.①/", "not a public one"),
        ("http://127。0。0。1/", "not a public one"),
        ("http://[::ffff:7f00:1]/", "not a public one"),
        ("http://[::1]:80/", "not a public one"),
        ("http://169.254.169.254/latest/meta-data/", "not a public one"),
        ("http://127.0.0.1:0/", "not a public one"),
        ("http://127.0.0.1#@paper.example/", "not a public one"),
        ("http://127.0.0.1?@paper.example/", "not a public one"),
        ("http://paper.example\\@127.0.0.1/", "name or password"),
        ("http://secret@127.0.0.1/", "name or password"),
        ("HTTP://u:secret@paper.example:port/", "name or password"),
        ("http://u:secret@[::1/", "name or password"),
        ("ftp://user:secret@paper.example/", "name or password"),
        ("http://u:se\tcret:secret@h/", "name or password"),
        ("http://user:secret@paper.example/" + "a" * 5000, "name or password"),
        ("gopher://127.0.0.1:6379/_x", "neither http nor https"),
        ("data:text/xml,x", "neither http nor https"),
        ("javascript:alert(1)", "neither http nor https"),
        ("//paper.example/", "neither http nor https"),
        ("http://localhost:8001/-/story", "not a public one"),
        ("http://paper.example/" + "a" * 5000, "4,000 characters"),
    ],
)
def test_an_address_that_must_not_be_fetched_is_refused(url: str, what: str) -> None:
    with pytest.raises(Refused, match=what) as caught:
        fetcher(private=False).get(url)
    assert "secret" not in str(caught.value)


def test_a_name_that_resolves_to_a_private_address_is_refused() -> None:
    held = fetcher(private=False)
    held.resolver = lambda *_: ["10.0.0.7"]
    with pytest.raises(Refused, match=r"10\.0\.0\.7, not a public one"):
        held.get("https://paper.example/feed")
    for host in ("localhost", "localhost.", "LOCALHOST", "a.localhost", "ip6-localhost"):
        held.resolver = lambda *_: ["127.0.0.1", "::1"]
        with pytest.raises(Refused, match="not a public one"):
            held.get(f"http://{host}/")


def test_of_several_numbers_a_public_one_is_taken() -> None:
    found = address.target("http://paper.example/", resolver=lambda *_: ["10.0.0.7", "9.9.9.9"])
    assert found.number == "9.9.9.9"


def test_the_connection_goes_to_the_number_that_was_checked(
    news: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name whose second answer is another one: it is never asked a second time for a request."""
    monkeypatch.setattr(address, "is_public", lambda number: number == "127.0.0.1")
    answers = {"paper.example": "127.0.0.1", "inside.example": "10.0.0.7"}
    held = fetcher(private=False)
    held.resolver = lambda host, _: [answers[host]]
    port = news.root.rpartition(":")[2]
    news.pages["/good"] = "good"
    news.pages["/bad"] = lambda r: r.say(302, Location="http://inside.example/secret")
    assert held.get(f"http://paper.example:{port}/good").body == b"good"
    assert dict(news.asked)["/good"]["host"] == f"paper.example:{port}"
    with pytest.raises(Refused, match="not a public one"):
        held.get(f"http://paper.example:{port}/bad")


def test_redirects_are_followed_and_loops_are_not(news: Site) -> None:
    news.pages["/old"] = lambda r: r.say(301, Location="/new?a=%20b")
    news.pages["/new?a=%20b"] = "here"
    news.pages["/loop"] = lambda r: r.say(302, Location="/loop")
    news.pages["/out"] = lambda r: r.say(302, Location="file:///etc/passwd")
    found = fetcher().get(f"{news.root}/old")
    assert (found.body, found.url) == (b"here", f"{news.root}/new?a=%20b")
    with pytest.raises(Refused, match="redirected more than 5 times"):
        fetcher().get(f"{news.root}/loop")
    with pytest.raises(Refused, match="neither http nor https"):
        fetcher().get(f"{news.root}/out")


@pytest.mark.parametrize(
    ("location", "what"),
    [
        ("file:///etc/passwd", "neither http nor https"),
        ("ftp://paper.example/x", "neither http nor https"),
        ("gopher://127.0.0.1:6379/_x", "neither http nor https"),
        ("http://169.254.169.254/latest/", "not a public one"),
        ("http://[::ffff:10.0.0.7]/", "not a public one"),
        ("//10.0.0.7/", "not a public one"),
        ("http://user:secret@paper.example/", "name or password"),
        ("http://paper.example/" + "a" * 6000, "more than 4,000 characters"),
        ("http://[/", "leads to what is no address"),
    ],
)
def test_a_redirect_leads_nowhere_that_an_address_may_not(
    news: Site, monkeypatch: pytest.MonkeyPatch, location: str, what: str
) -> None:
    monkeypatch.setattr(address, "is_public", lambda number: number == "127.0.0.1")
    held = fetcher(private=False)
    known = {"paper.example": ["127.0.0.1"]}
    held.resolver = lambda host, port: known.get(host) or address.resolved(host, port)
    news.pages["/out"] = lambda r: r.say(302, Location=location)
    port = news.root.rpartition(":")[2]
    with pytest.raises(Refused, match=what) as caught:
        held.get(f"http://paper.example:{port}/out")
    assert "secret" not in str(caught.value)
    assert news.paths() == ["/robots.txt", "/out"]


def test_a_robots_txt_that_leads_inside_is_not_followed(
    news: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(address, "is_public", lambda number: number == "127.0.0.1")
    held = fetcher(private=False)
    asked: list[str] = []
    answers = {"paper.example": "127.0.0.1"}
    held.resolver = lambda host, _: asked.append(host) or [answers.get(host, "10.0.0.7")]  # type: ignore[func-returns-value]
    news.pages["/robots.txt"] = lambda r: r.say(302, Location="http://inside.example/robots.txt")
    news.pages["/open"] = "open"
    assert held.get(f"http://paper.example:{news.root.rpartition(':')[2]}/open").body == b"open"
    assert asked == ["paper.example", "paper.example", "inside.example"]
    news.pages["/robots.txt"] = lambda r: r.say(302, Location="http://[/")
    held = fetcher()
    assert held.get(f"{news.root}/open").body == b"open"


def test_no_proxy_is_asked_and_nothing_of_the_environment_sent(
    news: Site, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, f"http://user:secret@127.0.0.1:{unused_port()}")
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login a password secret\n")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("NETRC", str(tmp_path / ".netrc"))
    news.pages["/a"] = "page"
    assert fetcher().get(f"{news.root}/a").body == b"page"
    assert set(dict(news.asked)["/a"]) == {
        "host", "user-agent", "accept-encoding", "connection",
    }  # fmt: skip


def test_no_cookie_is_kept_and_what_a_server_told_goes_to_no_other(news: Site) -> None:
    news.pages["/a"] = lambda r: r.say(200, b"page", Set_Cookie="id=1; Path=/", ETag='"1"')
    news.pages["/b"] = lambda r: r.say(302, Location="/a", Set_Cookie="id=2")
    with site() as other:
        other.pages["/c"] = "page"
        news.pages["/away"] = lambda r: r.say(302, Location=f"{other.root}/c")
        held = fetcher()
        for path in ("/a", "/b", "/a"):
            held.get(news.root + path)
        held.get(f"{news.root}/away", {"If-None-Match": '"1"'})
    assert [path for path, sent in (*news.asked, *other.asked) if "cookie" in sent] == []
    assert dict(news.asked)["/away"]["if-none-match"] == '"1"'
    assert "if-none-match" not in dict(other.asked)["/c"]
    assert not [sent for _, sent in other.asked if "referer" in sent or "authorization" in sent]


@pytest.mark.parametrize(
    "value", [b'"a\r\n X-Evil: 1"', b'"\xc3\xa9"', b'"a\x0bb"', b'"a\rb"', b'"\x1b[31m"']
)
def test_what_a_server_told_can_be_sent_back(news: Site, value: bytes) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\nETag: "
    news.pages["/a"] = lambda r: r.raw(head + value + b"\r\n\r\npage")
    told = fetcher().get(f"{news.root}/a").headers["etag"]
    assert told.isascii()
    assert told.isprintable()
    news.pages["/a"] = "page"
    assert fetcher().get(f"{news.root}/a", {"If-None-Match": told}).body == b"page"
    assert "x-evil" not in news.asked[-1][1]


def test_a_redirect_in_letters_of_another_script_is_followed(news: Site) -> None:
    head = b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: /caf\xc3\xa9\r\n\r\n"
    news.pages["/a"] = lambda r: r.raw(head)
    news.pages["/caf%C3%A9"] = "coffee"
    assert fetcher().get(f"{news.root}/a").body == b"coffee"


BOMB = gzip.compress(b"\0" * 100_000_000, 1)


def drip(request: Request) -> None:
    request.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
    for _ in range(100):
        request.wfile.write(b"a")
        time.sleep(0.1)


def drip_header(request: Request) -> None:
    request.wfile.write(b"HTTP/1.1 200 OK\r\n")
    for i in range(100):
        request.wfile.write(f"X-{i}: a\r\n".encode())
        time.sleep(0.1)


def endless(request: Request) -> None:
    request.wfile.write(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")
    for _ in range(4000):
        request.wfile.write(b"a" * 65536)


def bomb(request: Request) -> None:
    request.say(200, BOMB, Content_Encoding="gzip")


def folded(request: Request) -> None:
    """A bomb in a bomb in a bomb."""
    body = gzip.compress(gzip.compress(BOMB, 1), 1)
    request.say(200, body, Content_Encoding="gzip, gzip, gzip")


def drip_continue(request: Request) -> None:
    for _ in range(100):
        request.wfile.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        time.sleep(0.1)


def drip_trailer(request: Request) -> None:
    request.wfile.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n")
    for i in range(100):
        request.wfile.write(f"X-{i}: a\r\n".encode())
        time.sleep(0.1)


OK = b"HTTP/1.1 200 OK\r\n"
CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n"
MISBEHAVIOUR = {
    "bomb in bombs": (folded, TooLarge, "more than 1,000,000 bytes"),
    "a hundred encodings": (
        lambda r: r.say(200, BOMB, Content_Encoding=", ".join(["gzip"] * 100)),
        Unreachable,
        "breaks off",
    ),
    "drip continue": (drip_continue, Unreachable, "took more than 1 s"),
    "drip trailer": (drip_trailer, Unreachable, "took more than 1 s"),
    "many headers": (
        lambda r: r.raw(OK + b"".join(b"X-%d: a\r\n" % i for i in range(1000)) + b"\r\n"),
        Unreachable,
        "breaks off",
    ),
    "long header": (
        lambda r: r.raw(OK + b"X: " + b"a" * 5_000_000 + b"\r\n\r\n"),
        Unreachable,
        "breaks off",
    ),
    "no chunk": (lambda r: r.raw(CHUNKED + b"xyz\r\nabc"), Unreachable, "breaks off"),
    "huge chunk": (
        lambda r: r.raw(CHUNKED + b"f" * 15 + b"\r\nabc"),
        Unreachable,
        "breaks off",
    ),
    "negative length": (
        lambda r: r.raw(OK + b"Content-Length: -5\r\nConnection: close\r\n\r\n" + b"a" * 2_000_000),
        TooLarge,
        "more than 1,000,000 bytes",
    ),
    "drip": (drip, Unreachable, "took more than 1 s"),
    "drip header": (drip_header, Unreachable, "took more than 1 s"),
    "endless": (endless, TooLarge, "more than 1,000,000 bytes"),
    "bomb": (bomb, TooLarge, "more than 1,000,000 bytes"),
    "silent": (lambda _: time.sleep(3), Unreachable, "in time|more than 1 s"),
    "cut": (
        lambda r: r.raw(b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nshort"),
        Unreachable,
        "breaks off",
    ),
    "no http": (lambda r: r.raw(b"\x00\xffSSH-2.0\r\n\r\n"), Unreachable, "breaks off"),
    "nothing": (lambda r: r.raw(b""), Unreachable, "breaks off"),
    "long line": (lambda r: r.raw(b"HTTP/1.1 200 " + b"a" * 200_000), Unreachable, "breaks off"),
    "bad gzip": (
        lambda r: r.say(200, b"this is no gzip", Content_Encoding="gzip"),
        Unreachable,
        "breaks off",
    ),
    "500": (lambda r: r.say(500), Unreachable, "answers 500"),
    "404": (lambda r: r.say(404), Refused, "answers 404"),
    "401": (lambda r: r.say(401), Refused, "answers 401"),
    "204": (lambda r: r.say(204), Refused, "answers 204"),
    "redirect nowhere": (lambda r: r.say(302), Refused, "answers 302"),
}


@pytest.mark.parametrize("name", MISBEHAVIOUR)
def test_a_server_that_misbehaves_costs_that_request_and_no_more(news: Site, name: str) -> None:
    handler, kind, what = MISBEHAVIOUR[name]
    news.pages["/robots.txt"] = ""
    news.pages["/bad"] = handler
    news.pages["/good"] = "good"
    held = fetcher(socket_s=0.9, whole_s=1.0, max_bytes=1_000_000)
    began = time.monotonic()
    tracemalloc.start()
    try:
        with pytest.raises(kind, match=what):
            held.get(f"{news.root}/bad")
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert time.monotonic() - began < 10
    assert peak < 30_000_000
    assert held.get(f"{news.root}/good").body == b"good"


def test_no_connection_and_no_host() -> None:
    with pytest.raises(Unreachable, match="takes no connection"):
        fetcher().get(f"http://127.0.0.1:{unused_port()}/")
    held = fetcher()

    def unknown(host: str, port: int) -> list[str]:
        raise OSError("no such name")

    held.resolver = unknown
    with pytest.raises(Unreachable, match=r"its host nowhere\.example is not known"):
        held.get("http://nowhere.example/")


def test_robots_are_obeyed_asked_once_and_followed_to_their_redirect(news: Site) -> None:
    news.pages["/robots.txt"] = lambda r: r.say(301, Location="/elsewhere.txt")
    news.pages["/elsewhere.txt"] = (
        "User-agent: *\nDisallow: /\n\nUser-agent: onrecord\nDisallow: /private*.html$\n"
    )
    news.pages["/open"] = "open"
    held = fetcher()
    for _ in range(3):
        assert held.get(f"{news.root}/open").body == b"open"
    with pytest.raises(Refused, match="closed to robots"):
        held.get(f"{news.root}/private/a.html")
    assert news.paths().count("/robots.txt") == 1
    assert "/private/a.html" not in news.paths()


@pytest.mark.parametrize("status", [500, 503, 429])
def test_robots_that_cannot_be_had_now_close_the_site_for_now(news: Site, status: int) -> None:
    news.pages["/robots.txt"] = lambda r: r.say(status)
    news.pages["/open"] = "open"
    clock = [0.0]
    held = fetcher()
    held.now = lambda: clock[0]
    with pytest.raises(Unreachable, match=f"robots.txt cannot be had: status {status}"):
        held.get(f"{news.root}/open")
    news.pages["/robots.txt"] = ""
    with pytest.raises(Unreachable):
        held.get(f"{news.root}/open")
    clock[0] += 601
    assert held.get(f"{news.root}/open").body == b"open"


@pytest.mark.parametrize("robots", [b"\xff\xfe\x00garbage\n:::\n", b"User-agent\nDisallow", None])
def test_robots_that_are_none_close_nothing(news: Site, robots: bytes | None) -> None:
    if robots is not None:
        news.pages["/robots.txt"] = robots
    news.pages["/open"] = "open"
    assert fetcher().get(f"{news.root}/open").body == b"open"


def test_a_robots_txt_of_wildcards_holds_nothing_up(news: Site) -> None:
    rules = "".join(f"Disallow: /{'*a' * 200}*{i}$\n" for i in range(1000))
    news.pages["/robots.txt"] = "User-agent: *\n" + rules
    news.pages["/" + "a" * 3000] = "page"
    began = time.process_time()
    assert fetcher().get(f"{news.root}/{'a' * 3000}").body == b"page"
    assert time.process_time() - began < 10


def test_hosts_are_given_their_pause_and_the_delay_they_ask_for(news: Site) -> None:
    news.pages["/robots.txt"] = "User-agent: *\nCrawl-delay: 7\n"
    news.pages["/a"] = news.pages["/b"] = "page"
    waits: list[float] = []
    held = fetcher(pause_s=2.0)
    held.now = lambda: 100.0 + sum(waits)
    held.wait = waits.append
    held.get(f"{news.root}/a")
    held.get(f"{news.root}/b")
    assert waits == [2.0, 7.0]  # after robots.txt our own pause, then theirs


def test_a_certificate_that_nobody_vouches_for_is_not_trusted(tmp_path: Path) -> None:
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("openssl is not on this machine: no certificate can be made")
    key, cert = tmp_path / "key.pem", tmp_path / "cert.pem"
    subprocess.run(
        [openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-keyout", key,
         "-out", cert, "-subj", "/CN=localhost"], check=True, capture_output=True,
    )  # fmt: skip
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Bound", (Request,), {"site": Site()}))
    server.handle_error = lambda *_: None  # type: ignore[method-assign, assignment]
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        with pytest.raises(Unreachable, match="certificate is not trusted"):
            fetcher().get(f"https://localhost:{server.server_port}/feed")
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def test_errors_are_items_that_failed() -> None:
    assert issubclass(Unreachable, ItemError)
    assert issubclass(Refused, ItemError)
