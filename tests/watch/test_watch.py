"""A watch over a ledger: what comes in, what is put off, and how it goes on after a stop."""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest

from onrecord import cli
from onrecord.errors import BadState
from onrecord.ledger import Ledger
from onrecord.watch import Fetcher, Manners, Plan, Polled, State, Watch, schedule
from onrecord.watch.state import ENTRIES, Feed
from tests.watch.server import Site, item, rss, site

SAID = "The ferry will stop on Monday, harbour master Ida Brandt told the Tern Post."
LATER = "The ferry will not stop on Monday, harbour master Ida Brandt told the Tern Post."


@pytest.fixture
def paper() -> Iterator[Site]:
    with site() as held:
        yield held


class Desk:
    """A ledger, a watch over it, and a clock in our hands."""

    def __init__(self, folder: Path, **plan: object) -> None:
        self.path = folder / "story.ledger"
        self.plan = Plan(**plan)  # type: ignore[arg-type]
        self.now = 1_700_000_000.0
        self.slept = 0.0
        self.stop_after: int | None = None
        self.again()

    def again(self) -> None:
        """As after a restart: everything is read from the files."""
        if hasattr(self, "ledger"):
            self.ledger.close()
        self.ledger = Ledger.open(self.path, create=True)
        manners = Manners("onrecord/test", 0.0, 2.0, 2.0, private=True)
        self.watch = Watch(
            self.ledger, State.beside(self.path), Fetcher(manners, self.wait), self.plan, self.wait,
            lambda: self.now, Random(1),
        )  # fmt: skip

    def wait(self, seconds: float) -> bool:
        self.now += seconds
        self.slept += seconds
        if self.stop_after is None or seconds:
            return False
        self.stop_after -= 1
        return self.stop_after < 0

    def poll(self, url: str) -> Polled:
        (polled,) = self.watch.run([url], once=True)
        return polled

    def texts(self) -> list[str]:
        return [
            row[0] for row in self.ledger.db.execute("SELECT text FROM article ORDER BY number")
        ]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    held = Desk(tmp_path)
    yield held
    held.ledger.close()


def test_new_articles_come_in_once_and_what_is_new_is_told(paper: Site, desk: Desk) -> None:
    one = paper.story("one", SAID)
    url = paper.feed(item(one))
    polled = desk.poll(url)
    (told,) = polled.new
    assert (told.outlet, told.url, told.statements) == ("Tern Post", one, 1)
    assert [claim["speaker"] for claim in told.claims] == ["Ida Brandt"]
    assert any("Ida Brandt" in line for line in told.lines())
    two = paper.story("two", LATER, "Gull Times")
    paper.feed(item(two), item(one))
    (told,) = desk.poll(url).new
    assert told.url == two
    assert told.contradictions or told.claims
    assert desk.poll(url).new == []
    assert paper.paths().count("/one") == paper.paths().count("/two") == 1
    assert list(desk.ledger.verify()) == []


def test_a_feed_that_has_not_changed_is_not_sent_again(paper: Site, desk: Desk) -> None:
    body = rss(item(paper.story("one", SAID))).encode()

    def answer(request: object) -> None:
        known = request.headers["If-None-Match"] == '"v1"'  # type: ignore[attr-defined]
        request.say(304 if known else 200, b"" if known else body, ETag='"v1"')  # type: ignore[attr-defined]

    paper.pages["/feed.xml"] = answer
    url = f"{paper.root}/feed.xml"
    assert not desk.poll(url).unchanged
    desk.again()
    assert desk.poll(url).unchanged
    assert len(desk.texts()) == 1


def test_a_page_that_changes_with_its_entry_is_a_new_version(paper: Site, desk: Desk) -> None:
    url = paper.feed(item(paper.story("one", SAID), "First"))
    desk.poll(url)
    paper.story("one", LATER)
    paper.feed(item(f"{paper.root}/one", "First, corrected"))
    assert len(desk.poll(url).new) == 1
    assert desk.ledger.db.execute("SELECT max(number) FROM version").fetchone()[0] == 2
    # The same words in other markup are no version.
    paper.pages["/one"] = str(paper.pages["/one"]).replace("<body>", "<body class='x'>")
    paper.feed(item(f"{paper.root}/one", "First, corrected again"))
    assert desk.poll(url).new == []


def test_an_article_that_another_feed_brought_is_not_fetched_again(paper: Site, desk: Desk) -> None:
    one = paper.story("one", SAID)
    desk.poll(paper.feed(item(one)))
    assert desk.poll(paper.feed(item(one, "Elsewhere"), path="/other.xml")).new == []
    assert paper.paths().count("/one") == 1


def test_a_page_that_cannot_be_had_is_tried_again_and_then_let_go(paper: Site, desk: Desk) -> None:
    paper.pages["/one"] = lambda r: r.say(503)
    url = paper.feed(item(f"{paper.root}/one"))
    for _ in range(4):
        polled = desk.poll(url)
        assert (polled.put_off, polled.skipped) == (1, [])
        desk.again()
    (error,) = desk.poll(url).skipped
    assert "answers 503" in str(error)
    assert desk.poll(url).skipped == []
    assert paper.paths().count("/one") == 5
    assert desk.ledger.db.execute("SELECT count(*) FROM skipped").fetchone()[0] == 1


def test_a_page_that_comes_back_is_read(paper: Site, desk: Desk) -> None:
    paper.pages["/one"] = lambda r: r.say(503)
    url = paper.feed(item(f"{paper.root}/one"))
    assert desk.poll(url).put_off == 1
    paper.story("one", SAID)
    assert len(desk.poll(url).new) == 1


@pytest.mark.parametrize("robots", ["User-agent: *\nDisallow: /one\n", ""])
def test_where_a_page_is_closed_the_words_of_the_feed_are_taken(
    paper: Site, desk: Desk, robots: str
) -> None:
    paper.pages["/robots.txt"] = robots
    paper.pages["/one"] = lambda r: r.say(403)
    url = paper.feed(item(f"{paper.root}/one", text=SAID))
    assert len(desk.poll(url).new) == 1
    assert desk.texts() == [SAID]
    assert ("/one" in paper.paths()) is (robots == "")


def test_no_pages_takes_what_the_feed_holds(paper: Site, tmp_path: Path) -> None:
    desk = Desk(tmp_path, pages=False)
    url = paper.feed(item(paper.story("one", LATER), text=SAID))
    assert len(desk.poll(url).new) == 1
    assert desk.texts() == [SAID]
    assert "/one" not in paper.paths()
    desk.ledger.close()


def test_what_is_no_page_or_no_feed_is_a_named_error(paper: Site, desk: Desk) -> None:
    paper.pages["/one"] = b"\x89PNG\r\n\x1a\n" + b"\0" * 100
    paper.pages["/two"] = b""
    url = paper.feed(
        item(f"{paper.root}/one"), item(f"{paper.root}/two"), "<item><title>a<b</item>"
    )
    told = sorted(str(error).partition(": ")[2] for error in desk.poll(url).skipped)
    assert [t for t in told if "PNG" in t]
    assert [t for t in told if "is empty" in t]
    assert len(told) == 3
    paper.pages["/page"] = "<html><body><p>Not a feed.</p></body></html>"
    error = desk.poll(f"{paper.root}/page").error
    assert error is not None
    assert "neither a feed nor a sitemap" in str(error)


def test_a_feed_that_fails_is_asked_less_and_less_and_at_last_let_go(
    paper: Site, desk: Desk
) -> None:
    paper.pages["/feed.xml"] = lambda r: r.say(503)
    url = f"{paper.root}/feed.xml"
    waits = []
    for _ in range(12):
        assert desk.poll(url).error is not None
        waits.append(desk.watch.state.feed(url).due - desk.now)
    assert all(b > 1.7 * a for a, b in pairwise(waits[:6]))
    assert 1800 <= waits[0] <= 1980
    assert waits[-1] <= 24 * 3600 * 1.1
    paper.pages["/feed.xml"] = lambda r: r.say(429, Retry_After="80000")
    desk.watch.state.feed(url).failures = 0
    desk.poll(url)
    assert desk.watch.state.feed(url).due - desk.now >= 80000
    paper.pages["/feed.xml"] = lambda r: r.say(410)
    assert desk.poll(url).error is not None
    assert list(desk.watch.run([url])) == []  # gone: nothing is left to watch


def test_a_watch_keeps_its_hours(paper: Site, desk: Desk) -> None:
    """Two feeds for two days: each asked every quarter of an hour or a little less often."""
    fast, slow = paper.feed(path="/a.xml"), paper.feed(path="/b.xml")
    paper.pages["/b.xml"] = lambda r: r.say(
        200, rss(item(None, text=SAID)).encode(), Cache_Control="public, max-age=7200"
    )
    paper.feed(item(None, text=LATER), path="/a.xml")
    began = desk.now
    for _ in desk.watch.run([fast, slow]):
        if desk.now - began > 2 * 24 * 3600:
            break
    assert 170 <= paper.paths().count("/a.xml") <= 193
    assert 20 <= paper.paths().count("/b.xml") <= 25
    assert len(desk.texts()) == 2


def test_a_clock_that_goes_back_puts_no_feed_to_sleep(paper: Site, desk: Desk) -> None:
    url = paper.feed(item(None, text=SAID))
    desk.poll(url)
    desk.now -= 10 * 365 * 24 * 3600
    began = desk.now
    next(desk.watch.run([url]))
    assert desk.now - began < 1


@pytest.mark.parametrize(
    ("asked", "seconds"),
    [
        ("120", 1900),
        ("Tue, 14 Nov 2023 23:13:20 GMT", 3600),
        ("soon", 1800),
        ("-5", 1800),
        ("9" * 400, 1800),
        (None, 1800),
    ],
)
def test_the_time_that_a_server_asks_for_is_given(asked: str | None, seconds: float) -> None:
    now = 1_700_000_000.0
    wait = schedule.after_failure(now, 900, 1, asked, Random(1)) - now
    assert min(seconds, 1800) <= wait <= max(seconds, 1800) * 1.11


def test_a_stopped_watch_goes_on_with_the_rest(paper: Site, desk: Desk) -> None:
    pages = [
        paper.story(f"s{i}", f"Pier {i} is closed, harbour master Ida Brandt said.")
        for i in range(6)
    ]
    url = paper.feed(*map(item, pages))
    desk.stop_after = 3
    polled = desk.poll(url)
    assert (len(polled.new), polled.put_off) == (3, 3)
    desk.stop_after = None
    desk.again()
    polled = desk.poll(url)
    assert (len(polled.new), polled.put_off) == (3, 0)
    assert [paper.paths().count(f"/s{i}") for i in range(6)] == [1] * 6


def test_only_so_many_are_taken_at_once(paper: Site, tmp_path: Path) -> None:
    desk = Desk(tmp_path, most=2)
    items = [item(None, f"T{i}", f"Pier {i} is closed, Ida Brandt said.") for i in range(5)]
    url = paper.feed(*items)
    assert [len(desk.poll(url).new) for _ in range(4)] == [2, 2, 1, 0]
    desk.ledger.close()


def test_a_poll_of_a_slow_site_leaves_the_rest_for_the_next(paper: Site, desk: Desk) -> None:
    paper.pages["/robots.txt"] = "User-agent: *\nCrawl-delay: 60\n"
    pages = [
        paper.story(f"s{i}", f"Pier {i} is closed, harbour master Ida Brandt said.")
        for i in range(25)
    ]
    url = paper.feed(*map(item, pages))
    polled = desk.poll(url)
    assert 9 <= len(polled.new) <= 11
    assert len(polled.new) + polled.put_off == 25
    while polled.put_off:
        polled = desk.poll(url)
        assert polled.new
    assert len(desk.texts()) == 25


@pytest.mark.parametrize("url", ["http://ana:secret@127.0.0.1/feed", " ftp://ana:secret@h/",
                                 "https://secret@paper.example:x/"])  # fmt: skip
def test_a_feed_with_a_password_is_refused_and_neither_told_nor_kept(
    url: str, desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    polled = desk.poll(url)
    assert "name or password" in str(polled.error)
    desk.watch.state.save()
    assert "secret" not in f"{polled}{desk.watch.state.path.read_text()}"
    assert [p.error for p in desk.watch.run([url])] != []
    assert cli.status(["watch", str(desk.path), url, "--once"]) == 2
    caught = capsys.readouterr()
    assert "name or password" in caught.err
    assert "secret" not in caught.out + caught.err


SITEMAP = '<?xml version="1.0"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'


def located(url: str, changed: str) -> str:
    return f"<url><loc>{url}</loc><lastmod>{changed}</lastmod></url>"


def test_of_a_sitemap_only_what_is_new_is_read(paper: Site, desk: Desk) -> None:
    old, new = paper.story("old", LATER), paper.story("new", SAID)
    paper.pages["/map.xml"] = (
        SITEMAP + located(old, "2019-01-01") + located(new, "2023-11-14T10:00:00Z")
        + f"<url><loc>{paper.root}/undated</loc></url><url><loc>not an address</loc></url></urlset>"
    )  # fmt: skip
    paper.pages["/index.xml"] = (
        f"<sitemapindex><sitemap><loc>{paper.root}/map.xml</loc></sitemap>"
        f"<sitemap><loc>{paper.root}/2001.xml</loc><lastmod>2001-01-01</lastmod></sitemap>"
        "</sitemapindex>"
    )
    url = f"{paper.root}/index.xml"
    polled = desk.poll(url)
    assert [told.url for told in polled.new] == [new]
    assert len(polled.skipped) == 1
    third = paper.story("third", "The pier is closed, Ida Brandt said.")
    paper.pages["/map.xml"] = str(paper.pages["/map.xml"]).replace(
        "</urlset>", f"<url><loc>{third}</loc></url></urlset>"
    )
    assert [told.url for told in desk.poll(url).new] == [third]
    assert not {"/old", "/undated", "/2001.xml"} & set(paper.paths())


def test_an_index_of_many_sitemaps_is_read_one_by_one(paper: Site, desk: Desk) -> None:
    """Memory: a sitemap is let go before the next is asked for."""
    blank = b" " * 4_000_000
    for i in range(12):
        paper.pages[f"/{i}.xml"] = (SITEMAP + "</urlset>").encode() + blank
    maps = "".join(f"<sitemap><loc>{paper.root}/{i}.xml</loc></sitemap>" for i in range(12))
    paper.pages["/index.xml"] = f"<sitemapindex>{maps}</sitemapindex>"
    desk.poll(f"{paper.root}/0.xml")
    tracemalloc.start()
    try:
        desk.poll(f"{paper.root}/index.xml")
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert {f"/{i}.xml" for i in range(12)} <= set(paper.paths())
    assert peak < 40_000_000


def test_sitemaps_that_list_too_much_are_left_for_the_next_poll(
    paper: Site, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("onrecord.watch.watch.MAX_FRESH", 5)
    for i in range(4):
        rows = (located(f"{paper.root}/{i}-{n}", "2023-11-14") for n in range(4))
        paper.pages[f"/{i}.xml"] = SITEMAP + "".join(rows) + "</urlset>"
    maps = "".join(f"<sitemap><loc>{paper.root}/{i}.xml</loc></sitemap>" for i in range(4))
    paper.pages["/index.xml"] = f"<sitemapindex>{maps}</sitemapindex>"
    polled = desk.poll(f"{paper.root}/index.xml")
    assert len([path for path in paper.paths() if path[1].isdigit() and "-" in path]) == 8
    assert polled.put_off == 2
    polled = desk.poll(f"{paper.root}/index.xml")
    assert polled.put_off == 0
    assert len({path for path in paper.paths() if "-" in path}) == 16


def test_a_broken_sitemap_gives_what_came_before(paper: Site, desk: Desk) -> None:
    one = paper.story("one", SAID)
    entity = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b SYSTEM "file:///etc/passwd">]>'
    paper.pages["/map.xml"] = SITEMAP + located(one, "2023-11-14") + "<url><loc>http://x"
    paper.pages["/bomb.xml"] = entity + SITEMAP + "<url><loc>&a;&b;</loc></url></urlset>"
    polled = desk.poll(f"{paper.root}/map.xml")
    assert (len(polled.new), len(polled.skipped)) == (1, 1)
    polled = desk.poll(f"{paper.root}/bomb.xml")
    assert polled.new == []
    assert "root:" not in " ".join(map(str, [polled.error, *polled.skipped]))


def test_the_state_stays_small_and_a_broken_one_is_named(tmp_path: Path) -> None:
    feed = Feed("http://paper.example/")
    for i in range(ENTRIES + 100):
        feed.done(str(i), "d")
    assert len(feed.seen) == ENTRIES
    assert str(ENTRIES + 99) in feed.seen
    path = tmp_path / "story.ledger"
    for content in ("{", "[]", '{"format": 9}', '{"format": 1, "feeds": [{"url": 1}]}',
                    '{"format": 1, "feeds": [{"uri": ""}]}', '{"format": 1}'):  # fmt: skip
        (tmp_path / "story.ledger.watch.json").write_text(content, "utf8")
        with pytest.raises(BadState, match="remove the file"):
            State.beside(path)


def test_terminal_escapes_in_titles_stay_on_the_page(paper: Site, desk: Desk) -> None:
    url = paper.feed(item(None, "A &#27;[31mred\u202e title", "It is closed, Ida Brandt said."))
    (told,) = desk.poll(url).new
    assert not set("\x1b\u202e") & set("".join(told.lines()))


def test_memory_stays_flat(paper: Site, tmp_path: Path) -> None:
    """`ONRECORD_POLLS=10000` for the full run."""
    polls = int(os.environ.get("ONRECORD_POLLS", "600"))
    desk = Desk(tmp_path, pages=False)
    url = paper.feed(
        *(item(None, f"T{i}", f"Pier {i} is closed, Ida Brandt said.") for i in range(9))
    )
    for _ in range(polls // 3):
        desk.poll(url)
    before = _resident()
    for i in range(polls - polls // 3):
        if i % 100 == 0:
            paper.asked.clear()
        desk.poll(url)
    assert _resident() - before < 4_000_000
    assert len(desk.texts()) == 9
    desk.ledger.close()


def _resident() -> int:
    statm = Path("/proc/self/statm")
    if statm.exists():
        return int(statm.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def test_the_command_tells_what_is_new(
    paper: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    url = paper.feed(item(paper.story("one", SAID)), item(f"{paper.root}/none"))
    given = ["watch", str(tmp_path / "s.ledger"), url, "--once", "--allow-private", "--pause", "0"]
    assert cli.status(given) == 1
    captured = capsys.readouterr()
    assert "Tern Post: one  (1 statement)" in captured.out
    assert "answers 404" in captured.err
    assert cli.status([*given, "--json"]) == 0
    (line,) = capsys.readouterr().out.splitlines()
    assert json.loads(line) | {"feed": ""} == {
        "feed": "", "unchanged": False, "new": [], "put_off": 0, "skipped": [], "error": None,
    }  # fmt: skip
    assert cli.status(["watch", str(tmp_path / "s.ledger"), url, "--once"]) == 1
    assert "--allow-private" in capsys.readouterr().err


@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_a_watch_cleanly(paper: Site, tmp_path: Path, sent: signal.Signals) -> None:
    url = paper.feed(item(paper.story("one", SAID)))
    path = tmp_path / "s.ledger"
    command = [sys.executable, "-m", "onrecord", "watch", str(path), url, "--allow-private"]
    running = subprocess.Popen(
        [*command, "--pause", "0"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert running.stdout is not None
    assert "Tern Post: one" in running.stdout.readline()
    time.sleep(0.3)
    running.send_signal(sent)
    _, err = running.communicate(timeout=20)
    assert running.returncode == 130
    assert "Traceback" not in err
    with Ledger.open(path, read_only=True) as ledger:
        assert list(ledger.verify()) == []
