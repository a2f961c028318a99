"""The live pages: everything leads on, nothing runs, nothing is written, hostile text is text."""

from __future__ import annotations

import asyncio
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from datasette.app import Datasette
from lxml import html as markup

from onrecord.build import build
from onrecord.errors import BadLedger
from onrecord.ledger import Ledger
from onrecord.match.template import source
from onrecord.present import topics
from onrecord.web.server import Door, datasette

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:datasette.*")
HOME = "/-/story/strait"
Get = Callable[[str], Any]


@pytest.fixture(scope="module")
def path(built: Path) -> Path:
    return built


def getter(path: Path) -> Get:
    datasette = Datasette([str(path)])
    return lambda url: asyncio.run(datasette.client.get(url))


@pytest.fixture(scope="module")
def get(path: Path) -> Get:
    return getter(path)


def links(body: str) -> set[str]:
    tree = markup.document_fromstring(body)
    return {a.get("href") for a in tree.iter("a")}


def test_the_story_is_on_one_page_and_its_links_lead_on(get: Get) -> None:
    answer = get(HOME)
    assert answer.status_code == 200
    assert "19 articles · 10 outlets" in answer.text
    ours = sorted(link for link in links(answer.text) if link.startswith(HOME + "/"))
    assert len(ours) > 40
    for link in (*ours[:6], *ours[-6:]):
        assert get(link).status_code in (200, 302), link
    for link in (link for link in links(answer.text) if link.startswith("/strait/")):
        assert get(link).status_code == 200, link


def test_words_are_reached_in_their_article(get: Get, path: Path) -> None:
    with Ledger.open(path, read_only=True) as ledger:
        for claim in topics.claims(ledger, 5):
            moved = get(f"{HOME}/words/{claim.said.id}")
            page, _, anchor = moved.headers["location"].partition("#")
            tree = markup.document_fromstring(get(page).text)
            (mark,) = tree.xpath(f"//*[@id='{anchor}']")
            first = claim.said.words.text.split(" … ")[0]
            assert "".join(mark.getnext().itertext()) in first or first in _after(mark)


def _after(mark: Any) -> str:
    paragraph = mark.getparent()
    return " ".join("".join(paragraph.itertext()).split())


def test_a_claim_a_speaker_and_a_search_have_pages(get: Get, path: Path) -> None:
    with Ledger.open(path, read_only=True) as ledger:
        claim, speaker = topics.claims(ledger, 1)[0], topics.speakers(ledger, 1)[0]
    tree = markup.document_fromstring(get(f"{HOME}/claim/{claim.id}").text)
    assert len(tree.xpath("//div[@class='told']/ol/li")) == claim.statements
    assert speaker.name in get(f"{HOME}/speaker/{speaker.id}").text
    found = get(f"{HOME}/search?q=lantern")
    assert "lantern" in found.text
    assert "No claim has all these words" in get(f"{HOME}/search?q=zeppelin").text


@pytest.mark.parametrize(
    "url",
    ["/-/story/nosuch", f"{HOME}/claim/nosuch", f"{HOME}/speaker/x", f"{HOME}/article/x",
     f"{HOME}/words/x", f"{HOME}/nosuch/x"],
)  # fmt: skip
def test_what_is_not_there_is_not_found(get: Get, url: str) -> None:
    assert get(url).status_code == 404


def test_our_pages_run_nothing_and_fetch_nothing(get: Get) -> None:
    answer = get(HOME)
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
    tree = markup.document_fromstring(answer.text)
    assert not tree.xpath("//script | //img | //iframe | //link")


@pytest.mark.parametrize("url", [HOME, "/strait/claim", "/strait.json", "/-/story/nosuch"])
def test_every_answer_has_the_headers_that_keep_it_apart(get: Get, url: str) -> None:
    headers = get(url).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "no-referrer"


def test_hostile_words_are_text_in_pages_and_in_searches(tmp_path: Path) -> None:
    words = '<script>alert(1)</script> {{ 7*7 }} "onclick=alert(2)" \u202e is safe, Ana Ost said.'
    (tmp_path / "a.jsonl").write_text(json.dumps({"text": words, "title": words}), "utf8")
    path = tmp_path / "strait.ledger"
    with Ledger.open(path, create=True) as ledger:
        build(ledger, tmp_path / "a.jsonl")
        (id,) = (row[0] for row in ledger.db.execute("SELECT id FROM article"))
    get = getter(path)
    for url in (HOME, f"{HOME}/article/{id}", f"{HOME}/search?q=%3Cscript%3Ealert(1)%3C/script%3E"):
        body = get(url).text
        assert "<script" not in body
        assert "\u202e" not in body
        assert not markup.document_fromstring(body).xpath("//@onclick")


def test_a_database_that_is_no_ledger_has_no_story(tmp_path: Path) -> None:
    import sqlite3

    other = tmp_path / "other.db"
    with sqlite3.connect(other) as db:
        db.execute("CREATE TABLE article (id TEXT)")
    get = getter(other)
    assert get("/-/story/other").status_code == 404
    assert "/-/story/" not in get("/").text


def test_menus_of_the_tables_lead_to_the_story(get: Get) -> None:
    assert "/-/story/strait" in get("/strait").text


def test_nothing_is_written(get: Get, path: Path) -> None:
    before = path.read_bytes()
    for url in (HOME, f"{HOME}/search?q=monument", "/strait/statements?_facet=speaker"):
        assert get(url).status_code == 200
    assert path.read_bytes() == before


def test_a_ledger_that_is_not_there_is_not_served(tmp_path: Path) -> None:
    with pytest.raises(BadLedger):
        datasette(tmp_path / "none.ledger", Door())


def test_a_large_ledger_s_tables_open_without_facets(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    get = getter(path)
    assert "/strait/statements?_facet=speaker" in get(HOME).text
    monkeypatch.setattr("onrecord.web.story.MOST_FACETED", 10)
    assert "/strait/statements?_nocount=1" in get(HOME).text
    assert get("/strait/statements?_nocount=1").status_code == 200


def test_what_is_left_out_of_a_page_is_in_a_table(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("onrecord.web.story.MOST_DISPUTES", 1)
    monkeypatch.setattr("onrecord.web.story.MOST_LISTED", 2)
    get = getter(path)
    with Ledger.open(path, read_only=True) as ledger:
        count, disputes = topics.counts(ledger), len(topics.contradictions(ledger))
        claim = max(topics.claims(ledger), key=lambda c: c.statements)
    assert disputes == count.contradictions > 1
    assert f"The first 1 of {disputes}" in get(HOME).text
    body = get(f"{HOME}/claim/{claim.id}").text
    assert f"The first 2 of {claim.statements}" in body
    rows = get(f"/strait/statements.json?claim={claim.id}").json()["rows"]
    assert len(rows) == claim.statements > 2


def test_the_first_of_anything_is_the_beginning_of_all_of_it(path: Path) -> None:
    with Ledger.open(path, read_only=True) as ledger:
        spoken = topics.claims(ledger, only_said=True)
        assert 10 < len(spoken) < len(topics.claims(ledger))
        for most in (1, 10, len(spoken), 10_000):
            assert topics.claims(ledger, most, only_said=True) == spoken[:most]
        gaps = topics.gaps(ledger)
        still = [gap for gap in gaps if gap.closed_by is None]
        closed = [gap for gap in gaps if gap.closed_by]
        assert closed
        for most in (0, 1, 5, len(gaps)):
            assert topics.gaps(ledger, most) == gaps[:most]
            assert topics.gaps(ledger, most, closed=1) == still[:most] + closed[:1]
        assert topics.gaps(ledger, 2, closed=0) == still[:2]
        short = topics.gaps(ledger, places=1)
        assert [gap.places for gap in short] == [gap.places[:1] for gap in gaps]
        for speaker in topics.speakers(ledger):
            kept_back = topics.gaps(ledger, withheld_by=speaker.id)
            assert len(kept_back) == speaker.withholds
        claim = topics.contradictions(ledger, 1)[0].one.claim
        everything = {(d.one.id, d.other.id) for d in topics.contradictions(ledger)}
        own = {(d.one.id, d.other.id) for d in topics.contradictions(ledger, claim=claim)}
        assert own
        assert own < everything


def test_a_story_s_own_title_and_questions_are_on_its_page(path: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copy(path, tmp_path / "asked.ledger"))
    with Ledger.open(copy) as ledger:
        ledger.tell("title", "The lantern")
        ledger.tell("template", source("monument"))
    page = getter(copy)("/-/story/asked").text
    assert ">The lantern</h1>" in page
    assert "Who designs it?" in page
