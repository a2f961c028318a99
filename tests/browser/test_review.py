"""What a reviewer does: comes in, follows a claim to its words, puts it right, takes it back."""

from __future__ import annotations

import csv
import io
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from onrecord.ledger import Ledger
from onrecord.present import topics
from onrecord.present.topics.values import Claim

from .conftest import Served, Visit, served
from .test_access import LOOKS, faults_of, reached_by_tab

if TYPE_CHECKING:
    from playwright.sync_api import Page

SELECT = """([start, end]) => {
    const place = (at) => {
        for (const piece of document.querySelectorAll('[data-words] > [data-at]')) {
            const from = Number(piece.dataset.at), to = from + Number(piece.dataset.length);
            if (from <= at && at <= to) {
                const units = [...piece.textContent].slice(0, at - from).join('').length;
                return [piece.firstChild, units];
            }
        }
    };
    document.getSelection().setBaseAndExtent(...place(start), ...place(end));
}"""


# Of a group of radio buttons Tab reaches the first, the arrows the others.
PASSED_OVER = """() => [...document.querySelectorAll('*')].flatMap((e, n) =>
    e.matches('[type=radio], :disabled') ? [n] : [])"""


@pytest.fixture(scope="module")
def reviewing(story: Served, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One server for all who may decide here."""
    path = Path(shutil.copy(story.ledger, tmp_path_factory.mktemp("review")))
    with served(path, "--review") as running:
        assert running.entry.startswith(running.home)
        yield running


@pytest.fixture
def review(story: Served, reviewing: Served) -> Served:
    """The invented story, served to somebody who may decide; nothing is decided yet."""
    with (
        closing(sqlite3.connect(story.ledger)) as whole,
        closing(sqlite3.connect(reviewing.ledger)) as held,
    ):
        whole.backup(held)
    return reviewing


def repeated(served: Served) -> Claim:
    with Ledger.open(served.ledger, read_only=True) as ledger:
        return max(topics.claims(ledger, only_said=True), key=lambda c: c.statements)


def stands(served: Served) -> list[tuple[str, str, bool]]:
    with Ledger.open(served.ledger, read_only=True) as ledger:
        assert ledger.verify() == []
        return [(d.act, d.by, d.stands) for d in topics.decisions(ledger)]


def sign(form: object, name: str, reason: str) -> None:
    form.get_by_label("Your name").fill(name)  # type: ignore[attr-defined]
    form.get_by_label("Reason").fill(reason)  # type: ignore[attr-defined]


def test_a_claim_is_followed_to_its_words_put_right_split_undone_and_exported(
    review: Served, visit: Visit
) -> None:
    claim = repeated(review)
    tab = visit(review.entry)
    assert tab.url == review.home
    assert "You are reviewing" in tab.locator("header").inner_text()
    tab.locator("#q").fill(" ".join(claim.said.words.text.split()[:4]))
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/search?q=*")
    tab.locator(f"section[aria-labelledby=claims] a.content[href$='{claim.id}']").first.click()
    words = tab.locator(".told ol a.content").first
    text = words.inner_text()
    words.click()
    tab.wait_for_url("**/article/*")
    mark = tab.locator(":target")
    assert mark.evaluate("e => e.nextElementSibling.textContent") in text
    tab.go_back()

    tab.locator(".told ol > li").first.get_by_role("link", name="Put right").click()
    tab.wait_for_url("**/statement/*")
    tab.locator("summary", has_text="Who it is by").click()
    form = tab.locator("form.speaker")
    select = form.get_by_label("Speaker")
    chosen = select.evaluate("e => e.selectedIndex")
    select.select_option(index=0 if chosen else 1)
    name = select.evaluate("e => e.selectedOptions[0].textContent.replace(/ \\(.*/, '')")
    sign(form, "A. Nwosu", "It is she on the tape")
    form.get_by_role("button").click()
    tab.wait_for_url("**/statement/*?done=1")
    assert "decision 1 of A. Nwosu" in tab.get_by_role("status").inner_text()
    assert name in tab.locator("dl.parts > div").first.inner_text()
    assert "It is she on the tape" in tab.locator("dl.parts > div").first.inner_text()
    tab.get_by_role("link", name="the claim", exact=True).click()
    assert "SPEAKER PUT RIGHT" in tab.locator(".told").inner_text().upper()

    tab.goto(f"{review.home}/claim/{repeated(review).id}")
    before = tab.locator(".told ol > li").count()
    assert before > 1
    item = tab.locator(".told ol > li").last
    item.locator("summary").click()
    sign(item, "B. Ito", "another day")
    item.get_by_role("button", name="No, split it").click()
    tab.wait_for_url("**/claim/*?done=2")
    assert tab.locator(".told ol > li").count() == before - 1
    tab.get_by_role("status").get_by_role("button", name="Undo").click()
    tab.wait_for_url("**/claim/*?done=3")
    assert tab.locator(".told ol > li").count() == before
    assert stands(review) == [
        ("undo", "B. Ito", False), ("split", "B. Ito", False), ("speaker", "A. Nwosu", True),
    ]  # fmt: skip

    tab.get_by_role("link", name="Decisions").click()
    assert tab.locator("ol.decisions > li").count() == 3
    tab.get_by_role("link", name="Statements").click()
    tab.locator("form.sql, form", has_text="download file").get_by_label("download file").check()
    with tab.expect_download() as taken:
        tab.get_by_role("button", name="Export CSV").click()
    rows = list(csv.DictReader(io.StringIO(taken.value.path().read_text("utf8"))))
    assert [row["speaker"] for row in rows if row["corrected"]] == [name]


@pytest.mark.parametrize("width", [1280, 390])
def test_words_that_are_selected_become_numbers(review: Served, visit: Visit, width: int) -> None:
    said = repeated(review).said
    tab = visit(review.entry, width)
    tab.goto(f"{review.home}/statement/{said.id}")
    tab.locator("summary", has_text="Where its content stands").click()
    form = tab.locator("form.span", has=tab.locator("input[value=content]"))
    assert form.get_by_role("button", name="Take the selected words").is_disabled()
    start, end = said.words.start + 4, said.words.start + 20
    tab.evaluate(SELECT, [start, end])
    form.get_by_role("button", name="Take the selected words").click()
    assert [i.input_value() for i in form.locator("input[type=number]").all()[:2]] == [
        str(start), str(end),
    ]  # fmt: skip
    tab.evaluate(SELECT, [end + 1, end + 6])
    form.get_by_role("button", name="Add them").click()
    sign(form, "A. Nwosu", "less was said")
    form.get_by_role("button", name="Put the content right").click()
    tab.wait_for_url("**?done=1")
    with Ledger.open(review.ledger, read_only=True) as ledger:
        held = ledger.statements([said.id])[said.id].spans
    assert [(s.start, s.end) for s in held] == [(start, end), (end + 1, end + 6)]
    assert stands(review) == [("span", "A. Nwosu", True)]


def test_offsets_stay_right_among_characters_that_browsers_count_otherwise(
    story: Served, visit: Visit, tmp_path: Path
) -> None:
    from onrecord.build import build

    text = ("\U0001f6a2\U0001f6a2 At the \u202eport, \U0001f1fa\U0001f1e6 \u05d0\u05d1 flags flew. "
            "“It sails on Monday\U0001f6a2,” Ana Ost said.\r\nSo it did.")  # fmt: skip
    (tmp_path / "a.txt").write_bytes(text.encode())
    path = tmp_path / "strait.ledger"
    with Ledger.open(path, create=True) as ledger:
        build(ledger, tmp_path / "a.txt")
        (id,) = (row[0] for row in ledger.db.execute("SELECT id FROM stated"))
        held = ledger.db.execute("SELECT text FROM article").fetchone()[0]
    with served(path, "--review") as running:
        tab = visit(running.entry)
        tab.goto(f"{running.home}/statement/{id}")
        for wanted in ("sails on Monday\U0001f6a2", "flags", "Ana Ost"):
            start = held.index(wanted)
            tab.evaluate(SELECT, [start, start + len(wanted)])
            told = tab.locator("output.chosen").first
            assert told.text_content() == f"“{wanted}”, {start} to {start + len(wanted)}"


def test_without_script_words_are_put_right_by_their_numbers(review: Served, visit: Visit) -> None:
    said = repeated(review).said
    tab = visit(review.entry, script=False)
    tab.goto(f"{review.home}/statement/{said.id}")
    tab.locator("summary", has_text="Every word").click()
    word = tab.locator(".numbers > span", has_text=said.words.text.split()[1]).first
    start, end = (int(each.inner_text()) for each in word.locator("small").all())
    tab.locator("summary", has_text="Where its content stands").click()
    form = tab.locator("form.span", has=tab.locator("input[value=content]"))
    assert not form.locator(".by-selection").is_visible()
    first, last, *others = form.locator("input[type=number]").all()
    for other in others:
        other.fill("")
    first.fill(str(start))
    last.fill(str(end))
    sign(form, "A. Nwosu", "")
    form.get_by_role("button", name="Put the content right").click()
    tab.wait_for_url("**?done=1")
    with Ledger.open(review.ledger, read_only=True) as ledger:
        assert ledger.statements([said.id])[said.id].content == held_at(ledger, said.id, start, end)


def held_at(ledger: Ledger, id: str, start: int, end: int) -> str:
    query = "SELECT a.text FROM stated s JOIN article a ON a.id = s.article WHERE s.id = ?"
    return str(ledger.db.execute(query, (id,)).fetchone()[0])[start:end]


def test_a_page_of_another_site_decides_nothing(
    review: Served, visit: Visit, tmp_path: Path
) -> None:
    tab = visit(review.entry, refused=True)
    token = tab.locator("input[name=csrftoken]").first.get_attribute("value")
    evil = tmp_path / "evil.html"
    evil.write_text(
        f"<title>x</title><form method=post action='{review.home}/decide'>"
        f"<input name=csrftoken value='{token}'><input name=do value=remove>"
        f"<input name=statement value='{repeated(review).said.id}'><input name=by value=Eve>"
        "<button>Win a prize</button></form>"
    )
    tab.goto(evil.as_uri())
    tab.get_by_role("button").click()
    tab.wait_for_url("**/decide")
    assert "A page of another site may lead here, and no more" in tab.locator("body").inner_text()
    assert stands(review) == []


def test_who_stops_reviewing_sees_no_forms(review: Served, visit: Visit) -> None:
    tab = visit(review.entry)
    tab.get_by_role("button", name="Stop reviewing").click()
    tab.wait_for_url(review.home)
    assert tab.locator("form[method=post]").count() == 0
    tab.goto(review.entry)
    assert tab.locator("form[method=post]").count() > 0


def decide_first(tab: Page, review: Served) -> None:
    """Say that a statement has no cue, so that there is something to be shown and undone."""
    tab.goto(f"{review.home}/statement/{repeated(review).said.id}")
    tab.locator("summary", has_text="Where its cue stands").click()
    form = tab.locator("form.span", has=tab.locator("input[value=cue]"))
    sign(form, "A. Nwosu", "none")
    form.get_by_label("The article has no cue for it").check()
    form.get_by_role("button", name="Put the cue right").click()
    tab.wait_for_url("**?done=1")


def pages(review: Served) -> dict[str, str]:
    """One page of each kind that has forms: those with most on them."""
    said = repeated(review).said
    with Ledger.open(review.ledger, read_only=True) as ledger:
        disputed = topics.contradictions(ledger, 1)[0].one.claim
    tails = {"story": "", "claim": f"/claim/{disputed}", "speaker": f"/speaker/{said.speaker}",
             "article": f"/article/{said.words.article.id}", "decisions": "/decisions",
             "statement": f"/statement/{said.id}?done=1"}  # fmt: skip
    return {page: review.home + tail for page, tail in tails.items()}


def is_sound(tab: Page, width: int) -> None:
    tab.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
    assert faults_of(tab) == []
    assert tab.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize(("width", "scheme"), [*LOOKS, (320, "light")])
def test_axe_finds_nothing_wrong_with_the_forms(
    review: Served, visit: Visit, width: int, scheme: str
) -> None:
    tab = visit(review.entry, width, scheme, refused=True)
    decide_first(tab, review)
    for address in pages(review).values():
        tab.goto(address)
        is_sound(tab, width)
    tab.goto(f"{review.home}/decisions")
    with Ledger.open(review.ledger) as ledger:
        ledger.undo(topics.decisions(ledger)[0].points[0].id, "person: B. Ito")
    tab.locator("summary", has_text="Take back").click()
    tab.get_by_role("button", name="Undo decision").click()
    assert "stands no longer" in tab.get_by_role("alert").inner_text()
    is_sound(tab, width)


@pytest.mark.parametrize("page", ["claim", "statement", "decisions"])
def test_tab_reaches_every_field(review: Served, visit: Visit, page: str) -> None:
    tab = visit(review.entry)
    decide_first(tab, review)
    tab.goto(pages(review)[page])
    tab.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
    wanted, reached = reached_by_tab(tab, 250)
    passed_over = tab.evaluate(PASSED_OVER)
    expected = [place for place in wanted if place not in passed_over]
    found = [each["place"] for each in reached if each["place"] in expected]
    assert len(found) > 15
    assert found[: len(expected)] == expected[: len(found)]
    assert [each["name"] for each in reached if not (each["shown"] and each["there"])] == []
