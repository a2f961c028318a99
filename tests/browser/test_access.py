"""For everybody: no fault that axe-core finds, every link by keyboard, nothing runs off a phone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from onrecord.ledger import Ledger
from onrecord.present import topics

from .conftest import Served, Visit

if TYPE_CHECKING:
    from playwright.sync_api import Page

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LOOKS = [(390, "light"), (390, "dark"), (1280, "light"), (1280, "dark")]
PARTS = ("", "claim", "speaker", "article", "search")
SHORTER = """() => {
    for (const many of ['article', '.speaker', '.told', '.days > li', '.dispute', '.origins > li'])
        document.querySelectorAll(many).forEach((e, n) => n > 3 && e.remove());
}"""
FOCUSED = """() => {
    window.reached = [];
    document.addEventListener('focusin', ({target}) => {
        const look = getComputedStyle(target), mark = target.querySelector('.mark');
        const box = target.getBoundingClientRect();
        window.reached.push({
            name: target.outerHTML.slice(0, 120),
            place: [...document.querySelectorAll('*')].indexOf(target),
            shown: look.outlineStyle !== 'none' && parseFloat(look.outlineWidth) >= 1
                || mark !== null && getComputedStyle(mark).strokeWidth === '4px',
            there: box.width > 0 && box.right > 0 && box.left < innerWidth,
        });
    });
}"""
FOCUSABLE = """() => [...document.querySelectorAll('*')].flatMap((e, n) =>
    e.matches('a[href], button, input, summary, [tabindex="0"]') && e.checkVisibility() ? [n] : [])
"""


@pytest.fixture(scope="package")
def addresses(story: Served) -> dict[str, str]:
    """One live page of each kind: those with most on them."""
    with Ledger.open(story.ledger, read_only=True) as ledger:
        disputed = [d.one.claim for d in topics.contradictions(ledger, 1)]
        speaker = topics.speakers(ledger, 1)[0].id
        query = "SELECT article FROM attribution GROUP BY article ORDER BY count(*) DESC"
        article = ledger.db.execute(query).fetchone()[0]
    tails = ("", f"/claim/{disputed[0]}", f"/speaker/{speaker}", f"/article/{article}",
             "/search?q=monument")  # fmt: skip
    return {part: story.home + tail for part, tail in zip(PARTS, tails, strict=True)}


def faults_of(tab: Page) -> list[str]:
    """What axe-core finds, each with the first elements it is about."""
    from axe_playwright_python.sync_playwright import Axe

    options: dict[str, Any] = {
        "runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]
    }  # fmt: skip
    found = Axe().run(tab, options=options).response["violations"]
    return [
        f"{v['id']}: {len(v['nodes'])} times, {n['html'][:160]} {n['failureSummary'][:300]}"
        for v in found for n in v["nodes"][:2]
    ]  # fmt: skip


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_axe_finds_nothing_wrong_with_the_report(
    story: Served, visit: Visit, width: int, scheme: str
) -> None:
    tab = visit(story.report, width, scheme)
    if (width, scheme) != LOOKS[-2]:  # the whole of it once; in other looks what there is of each
        tab.evaluate(SHORTER)
    assert faults_of(tab) == []


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
@pytest.mark.parametrize("part", PARTS)
def test_axe_finds_nothing_wrong_with_a_live_page(
    addresses: dict[str, str], visit: Visit, part: str, width: int, scheme: str
) -> None:
    assert faults_of(visit(addresses[part], width, scheme)) == []


def reached_by_tab(tab: Page, most: int) -> tuple[list[int], list[dict[str, Any]]]:
    """What could be reached, and what was, with its look when it was."""
    wanted = tab.evaluate(FOCUSABLE)[:most]
    tab.evaluate(FOCUSED)
    for _ in wanted:
        tab.keyboard.press("Tab")
    return wanted, tab.evaluate("() => window.reached")


@pytest.mark.parametrize("part", PARTS)
def test_tab_reaches_everything_in_order_and_shows_where_one_is(
    addresses: dict[str, str], visit: Visit, part: str
) -> None:
    wanted, reached = reached_by_tab(visit(addresses[part]), 250)
    assert [each["place"] for each in reached] == wanted
    assert [each["name"] for each in reached if not (each["shown"] and each["there"])] == []


def test_tab_goes_through_the_report(story: Served, visit: Visit) -> None:
    wanted, reached = reached_by_tab(visit(story.report), 400)
    assert [each["place"] for each in reached] == wanted
    assert [each["name"] for each in reached if not (each["shown"] and each["there"])] == []


def test_the_first_tab_offers_to_skip_to_the_page(story: Served, visit: Visit) -> None:
    tab = visit(story.home)
    tab.keyboard.press("Tab")
    assert tab.locator(".skip").bounding_box()["x"] > 0  # type: ignore[index]
    tab.keyboard.press("Enter")
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.closest('main') !== null")


@pytest.mark.parametrize("part", [*PARTS, "report"])
def test_nothing_runs_off_the_narrowest_screen(
    story: Served, addresses: dict[str, str], visit: Visit, part: str
) -> None:
    tab = visit(story.report if part == "report" else addresses[part], 320)
    assert tab.evaluate("document.documentElement.scrollWidth") <= 320
