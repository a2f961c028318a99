"""What a reader does: open, search, follow a claim to its words, take tables away, print."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader

from onrecord.ledger import Ledger
from onrecord.present import topics

from .conftest import Served, Visit

if TYPE_CHECKING:
    from playwright.sync_api import Page

TARGET = """() => {
    const mark = document.querySelector(':target');
    if (!mark) return null;
    const box = mark.getBoundingClientRect();
    const words = mark.classList.contains('n') ? mark.nextElementSibling : mark;
    return {top: box.top, left: box.left, words: words.textContent.replace(/\\s+/g, ' ').trim()};
}"""


def in_sight(tab: Page) -> str:
    """The words that the address leads to, which must be on the screen."""
    tab.wait_for_function("() => document.querySelector(':target')")
    found = tab.evaluate(TARGET)
    size = tab.viewport_size
    assert size is not None
    assert 0 <= found["top"] < size["height"], found
    assert 0 <= found["left"] < size["width"], found
    return str(found["words"])


@pytest.mark.parametrize("width", [1280, 390])
def test_a_search_leads_to_a_claim_and_the_claim_to_its_words(
    story: Served, visit: Visit, width: int
) -> None:
    tab = visit(story.home, width)
    tab.get_by_label("Words").fill("lantern")
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/search?q=lantern")
    first = tab.locator("section[aria-labelledby=claims] li a.content").first
    claimed = first.inner_text()
    assert "lantern" in claimed.lower()
    first.click()
    assert tab.locator("h1").inner_text() == claimed
    wording = tab.locator(".told ol a.content").first
    words = wording.inner_text()
    wording.click()
    tab.wait_for_url("**/article/*")
    assert in_sight(tab) in words


def test_leading_claims_of_the_report_lead_to_their_words(story: Served, visit: Visit) -> None:
    tab = visit(story.report)
    claims = tab.locator("table.leading a.content")
    assert claims.count() == 10
    for n in range(0, 10, 2):
        tab.goto(story.report)
        claims.nth(n).click()
        if "#c" in tab.url:
            in_sight(tab)
            link = tab.locator(":target ol a.content").first
            words = link.inner_text()
            link.click()
        else:
            words = claims.nth(n).inner_text()
        assert in_sight(tab) in words


def test_words_lead_back_to_the_table_of_who_said_what(story: Served, visit: Visit) -> None:
    tab = visit(story.report, 390)
    mark = tab.locator("article .para a.n").first
    number = mark.get_attribute("data-n")
    mark.focus()
    tab.keyboard.press("Enter")
    assert in_sight(tab).startswith(number or "?")


def test_tables_are_taken_away_as_csv_and_json(story: Served, visit: Visit) -> None:
    with Ledger.open(story.ledger, read_only=True) as ledger:
        speaker = topics.speakers(ledger, 1)[0]
        count = ledger.db.execute(
            "SELECT count(*) FROM statements WHERE speaker = ?", (speaker.name,)
        ).fetchone()[0]
    tab = visit(story.home)
    tab.get_by_role("link", name="Statements").click()
    tab.locator("#facet-results, .facet-results").get_by_role("link", name=speaker.name).click()
    assert f'speaker = "{speaker.name}"' in tab.locator("body").inner_text()
    address = tab.locator(".export-links a", has_text="json").first.get_attribute("href")
    rows = json.loads(tab.request.get(_absolute(tab, address)).text())["rows"]
    assert len(rows) == count
    tab.locator("form.sql, form", has_text="download file").get_by_label("download file").check()
    with tab.expect_download() as taken:
        tab.get_by_role("button", name="Export CSV").click()
    table = list(csv.DictReader(io.StringIO(taken.value.path().read_text("utf8"))))
    assert {row["speaker"] for row in table} == {speaker.name}
    assert len(table) == count


def _absolute(tab: Page, address: str | None) -> str:
    assert address
    return str(tab.evaluate("address => new URL(address, location.href).href", address))


def test_the_menus_of_the_tables_lead_back_to_the_story(story: Served, visit: Visit) -> None:
    tab = visit(story.home)
    tab.get_by_role("link", name="Gaps", exact=True).click()
    tab.locator("details.nav-menu summary").click()
    tab.get_by_role("link", name="Story: strait").click()
    assert tab.url == story.home


def test_the_report_prints_on_white_without_what_is_for_the_screen(
    story: Served, visit: Visit
) -> None:
    tab = visit(story.report, scheme="dark")
    tab.emulate_media(media="print")
    assert tab.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    ink = tab.evaluate("getComputedStyle(document.querySelector('.onrecord')).color")
    assert ink == "rgb(0, 0, 0)"
    assert not tab.locator("header nav").is_visible()
    assert not tab.locator(".skip").is_visible()
    printed = PdfReader(io.BytesIO(tab.pdf(format="A4")))
    words = " ".join(" ".join(p.extract_text() for p in printed.pages).split())
    with Ledger.open(story.ledger, read_only=True) as ledger:
        titles = [
            row[0] for row in ledger.db.execute("SELECT title FROM article WHERE title NOTNULL")
        ]
    assert len(printed.pages) > 10
    assert all(" ".join(title.split())[:30] in words for title in titles)
