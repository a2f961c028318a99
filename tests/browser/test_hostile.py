"""Articles that would act: what they are made of is shown, and none of it happens."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace

import pytest

from onrecord import pipeline
from onrecord.build import build
from onrecord.ledger import Ledger
from onrecord.values import Article

from .conftest import Served, Visit, served

ACTS = "document.documentElement.dataset.ran=1;alert(1)"
HOSTILE = (
    f"<script>{ACTS}</script><img src=http://tracker.example/x onerror={ACTS}>"
    f"<svg onload={ACTS}><iframe srcdoc='<script>parent.{ACTS}</script>'></iframe>"
    f"</title></style></textarea>--><script>{ACTS}</script> {{{{ 7*7 }}}} {{% raw %}} ${{7*7}} "
    f'" onfocus={ACTS} autofocus x=" &lt;script&gt; ]]> \u202egnp.exe \u2066 \u200f\ufeff\x1b[31m'
)
TEXT = f"{HOSTILE} “We paid {HOSTILE},” said Mayor Ana {HOSTILE} Ost on Monday."
BIG = 10_000_000


@pytest.fixture(scope="module")
def hostile(chromium: object, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A ledger of an article whose every part acts."""
    folder = tmp_path_factory.mktemp("hostile")
    row = {"text": TEXT, "title": HOSTILE, "outlet": HOSTILE, "byline": HOSTILE,
           "url": f"javascript:{ACTS}", "date": "2026-03-04"}  # fmt: skip
    (folder / "rows.jsonl").write_text(json.dumps(row), "utf8")
    path = folder / "hostile.ledger"
    with Ledger.open(path, create=True) as ledger:
        build(ledger, folder / "rows.jsonl")
    with served(path) as running:
        yield running


@pytest.fixture(scope="module")
def long(chromium: object, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A ledger of one article with a paragraph of ten megabytes."""
    path = tmp_path_factory.mktemp("long") / "long.ledger"
    with Ledger.open(path, create=True) as ledger:
        ledger.add(long_article(), "reader")
        ledger.derive()
    with served(path) as running:
        yield running


def long_article() -> object:
    """A statement and ten megabytes after it in one paragraph: what is shown, not how it is read."""
    opening = "The bridge is safe, Lena Ost said. "
    read = pipeline.extract(Article("long", opening, "0" * 64, title="Long"))
    assert read.attributions
    words = opening + "word " * (BIG // 5) + "end."
    return replace(read, article=replace(read.article, text=words))


def pages_of(hostile: Served) -> list[str]:
    with Ledger.open(hostile.ledger, read_only=True) as ledger:
        (article,) = ledger.db.execute("SELECT id FROM article").fetchone()
        claims = [row[0] for row in ledger.db.execute("SELECT id FROM claim")]
        speakers = [row[0] for row in ledger.db.execute("SELECT speaker FROM claim") if row[0]]
    tables = hostile.home.replace("/-/story", "")
    return [
        hostile.home, f"{hostile.home}/article/{article}",
        f"{hostile.home}/search?q=%3Cscript%3E{ACTS}%3C/script%3E%22%20autofocus%20onfocus={ACTS}",
        *(f"{hostile.home}/claim/{id}" for id in claims[:2]),
        *(f"{hostile.home}/speaker/{id}" for id in speakers[:2]),
        f"{tables}/article", f"{tables}/statements?_facet=outlet", hostile.report,
    ]  # fmt: skip


def test_nothing_in_an_article_runs_anywhere(hostile: Served, visit: Visit) -> None:
    for url in pages_of(hostile):
        tab = visit(url)
        assert tab.evaluate("document.documentElement.dataset.ran") is None, url
        assert "49" not in tab.title()
        if "/-/story" in url or url == hostile.report:
            assert tab.locator("script, img, iframe, [onload], [onerror], [onfocus]").count() == 0
            assert tab.locator("a[href^='javascript:']").count() == 0
        tab.context.close()


def test_an_article_that_acts_is_shown_as_it_is_written(hostile: Served, visit: Visit) -> None:
    tab = visit(pages_of(hostile)[1])
    shown = tab.locator("article").inner_text()
    for words in (f"<script>{ACTS}</script>", "{{ 7*7 }}", "{% raw %}", "${7*7}", "</style>"):
        assert words in shown
    assert "‹U+202E›" in shown
    assert not set("\u202e\u2066\u200f\x1b") & set(tab.content())


def test_a_paragraph_of_ten_megabytes_is_shown_to_its_end(long: Served, visit: Visit) -> None:
    with Ledger.open(long.ledger, read_only=True) as ledger:
        (id,) = ledger.db.execute("SELECT id FROM article").fetchone()
        (said,) = ledger.db.execute(
            "SELECT id FROM attribution WHERE article = ?", (id,)
        ).fetchone()
    tab = visit(f"{long.home}/words/{said}")
    assert tab.locator(":target + .content").inner_text() == "The bridge is safe"
    length = tab.evaluate("document.querySelector('.para .words').textContent.length")
    assert length >= BIG
    assert tab.evaluate("document.documentElement.scrollHeight") > 100_000
