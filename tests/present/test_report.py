"""The dossier's page: everything leads to its words, nothing leaves the page, nothing acts."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from lxml import html as markup

from onrecord import cli
from onrecord.build import build
from onrecord.ledger import Ledger
from onrecord.pipeline import extract
from onrecord.present import topics
from onrecord.present.report import page
from onrecord.present.report.dossier import reason
from onrecord.present.report.map import places_drawn
from onrecord.values import Article

HOSTILE = (
    "<script>alert(1)</script><img src=x onerror=alert(2)> {{ 7*7 }} {% raw %} \u202egnp.exe "
    '</title></style> “We paid,” said Mayor <b>Ana</b> O\'Hara "onclick=alert(3)" on Monday. '
    "The council declined to say who ]]> paid &amp; why."
)


@pytest.fixture(scope="module")
def ledger(strait: Path) -> Path:
    return strait


@pytest.fixture(scope="module")
def written(ledger: Path) -> str:
    with Ledger.open(ledger, read_only=True) as story:
        return "".join(page(story, "The strait", questions=topics.questions(story)))


@pytest.fixture(scope="module")
def tree(written: str) -> markup.HtmlElement:
    return markup.document_fromstring(written)


def of(tmp_path: Path, rows: list[dict[str, str]], **choice: bool) -> str:
    source = tmp_path / "rows.jsonl"
    source.write_text("\n".join(map(json.dumps, rows)), "utf8")
    with Ledger.open(tmp_path / "a.ledger", create=True) as story:
        build(story, source)
        return "".join(page(story, HOSTILE if rows else "Nothing", **choice))


def test_every_link_leads_somewhere_on_the_page(tree: markup.HtmlElement) -> None:
    ids = [element.get("id") for element in tree.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    inner = [a.get("href")[1:] for a in tree.iter("a") if a.get("href", "").startswith("#")]
    assert len(inner) > 500
    assert set(inner) <= set(ids)


def test_a_claim_leads_to_its_words_in_one_click(ledger: Path, tree: markup.HtmlElement) -> None:
    with Ledger.open(ledger, read_only=True) as story:
        for claim in topics.claims(story):
            if claim.statements > 1:
                (told,) = tree.xpath(f"//*[@id='c{claim.id}']")
                targets = [
                    a.get("href")[1:] for a in told.xpath(".//ol//a[contains(@class,'content')]")
                ]
                assert len(targets) == claim.statements
                assert all(re.fullmatch(r"a\d+t\d+", t) for t in targets)


def test_nothing_is_fetched_and_nothing_runs(written: str, tree: markup.HtmlElement) -> None:
    assert not tree.xpath("//script | //img | //link | //iframe | //object | //form")
    assert not [a for e in tree.iter() for a in e.attrib if a.startswith("on")]
    assert "@import" not in written
    assert "url(" not in written
    outward = {a.get("href") for a in tree.iter("a") if not a.get("href", "").startswith("#")}
    assert all(href.startswith("https://") for href in outward)
    (policy,) = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy.startswith("default-src 'none'; style-src 'sha256-")


def test_headings_go_down_one_step_at_a_time(tree: markup.HtmlElement) -> None:
    levels = [int(e.tag[1]) for e in tree.iter("h1", "h2", "h3", "h4")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_landmarks_have_names_and_tables_have_scopes(tree: markup.HtmlElement) -> None:
    assert len(tree.xpath("//main")) == 1
    ids = {e.get("id") for e in tree.iter() if e.get("id")}
    for section in tree.iter("section"):
        assert section.get("aria-label") or section.get("aria-labelledby") in ids
    assert all(th.get("scope") for th in tree.iter("th"))
    assert all(svg.find("title") is not None for svg in tree.iter("svg"))


def test_the_first_screen_says_what_the_story_is(tree: markup.HtmlElement) -> None:
    words = " ".join(tree.text_content().split())
    assert "19 articles · 10 outlets" in words
    headings = [e.text_content() for e in tree.iter("h2")]
    order = ["What is said", "What nobody says", "Questions", "How it spread", "Who speaks"]
    assert [h for h in headings if h in order] == order


def test_the_spread_draws_every_dated_article_and_what_was_taken(
    ledger: Path, tree: markup.HtmlElement
) -> None:
    (drawing,) = tree.xpath("//*[local-name()='svg' and @class='spread']")
    with Ledger.open(ledger, read_only=True) as story:
        dated = story.db.execute("SELECT count(*) FROM article WHERE published NOTNULL").fetchone()
        taken = [t for o in topics.origins(story) for t in o.taken]
    assert len(drawing.xpath(".//*[local-name()='circle']")) == dated[0]
    paths = drawing.xpath(".//*[local-name()='path']/@class")
    assert len([p for p in paths if p in ("whole", "part")]) == len(taken)


def test_a_speaker_looks_the_same_in_every_article(tree: markup.HtmlElement) -> None:
    signs = {
        element.get("data-sign")
        for element in tree.xpath("//*[contains(@class,'source') and @data-sign]")
        if element.text_content().strip() in ("Josef Oduya", "Mr Oduya", "Oduya")
    }
    assert signs == {"JO"}


def test_hostile_text_is_text(tmp_path: Path) -> None:
    row = {"text": HOSTILE, "title": HOSTILE, "outlet": HOSTILE, "date": "2026-03-04"}
    row["url"] = "javascript:alert(4)"
    other = {**row, "text": HOSTILE + " It rained.", "date": "2026-03-05"}
    written = of(tmp_path, [row, other])
    tree = markup.document_fromstring(written)
    assert not tree.xpath("//script | //img | //b[text()='Ana']")
    assert not [a for e in tree.iter() for a in e.attrib if a.startswith("on")]
    assert not [a for a in tree.iter("a") if "javascript" in a.get("href", "")]
    assert "49" not in tree.findtext(".//title")
    assert "\u202e" not in written
    assert "‹U+202E›" in written


def test_a_paragraph_of_a_megabyte_is_shown(tmp_path: Path) -> None:
    """What is shown, not how it is read: that is in `tests/hostile/test_shapes.py`."""
    read = extract(Article("a", "The bridge is safe, Lena Ost said. ", "0" * 64, title="Long"))
    assert read.attributions
    words = read.article.text + "word " * 200_000
    with Ledger.open(tmp_path / "a.ledger", create=True) as story:
        story.add(replace(read, article=replace(read.article, text=words)), "reader")
        story.derive()
        assert len("".join(page(story, "Long"))) > 1_000_000


def test_an_empty_ledger_has_a_page(tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "a.ledger", create=True) as story:
        written = "".join(page(story, "Nothing yet"))
    assert "Nothing in these articles is attributed to anybody" in written


def test_without_texts_links_lead_to_the_list_of_articles(tmp_path: Path) -> None:
    rows = [
        {"text": "The bridge is safe, Lena Ost said on Monday.", "title": f"Day {i}"}
        for i in (1, 2)
    ]
    tree = markup.document_fromstring(of(tmp_path, rows, texts=False))
    ids = {e.get("id") for e in tree.iter() if e.get("id")}
    assert {a.get("href")[1:] for a in tree.iter("a") if a.get("href")[0] == "#"} <= ids
    assert not tree.xpath("//article")


def test_the_command_writes_the_page(
    ledger: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "story.html"
    command = ["report", str(ledger), "-o", str(out), "--title", "A & B", "--template", "monument"]
    assert cli.status(command) == 0
    assert capsys.readouterr().out == ""
    assert "<title>A &amp; B</title>" in out.read_text("utf8")
    assert "By what criteria" in out.read_text("utf8")
    assert cli.status(["report", str(ledger), "-o", str(tmp_path / "no" / "x.html")]) == 2
    assert cli.status(["report", str(ledger), "-o", str(out), "--template", "nosuch"]) == 2


def test_what_has_no_outlet_is_counted_in_articles(tmp_path: Path) -> None:
    rows = [
        {"text": f"The bridge is safe for all traffic, Lena Ost said on Monday. {more}",
         "title": f"Day {n}", "date": f"2026-03-0{n}"}
        for n, more in enumerate(("It rained.", "It snowed heavily all over the north."), 1)
    ]  # fmt: skip
    written = of(tmp_path, rows)
    assert "outlet" not in markup.document_fromstring(written).body.text_content()


def test_reasons_have_dates_as_a_newspaper_writes_them() -> None:
    why = "published 2026-03-24T12:40:00+01:00, after 2026-03-23; 288 words"
    assert reason(why) == "published 24 March 2026, 12:40, after 23 March 2026; 288 words"


def drawn(tmp_path: Path, *points: tuple[float, float]) -> markup.HtmlElement:
    """The map of as many places, put at these degrees north and east."""
    names = ("Lisbon", "Oslo", "Nairobi")[: len(points)]
    text = f"The envoys met in {' and in '.join(names)}, Mayor Ana Brandt said on Monday."
    (tmp_path / "a.txt").write_text(text, "utf8")
    with Ledger.open(tmp_path / "a.ledger", create=True) as story:
        build(story, tmp_path / "a.txt")
        assert places_drawn(story) is not None
        for name, point in zip(names, points, strict=True):
            story.db.execute(
                "UPDATE article_entity SET lat = ?, lon = ? WHERE name = ?", (*point, name)
            )
        return markup.fragment_fromstring(str(places_drawn(story)))


def dots(svg: markup.HtmlElement) -> dict[str, tuple[float, float]]:
    """Where each place lies on the drawing, by name."""
    return {
        dot.findtext("title").partition(":")[0]: (float(dot.get("cx")), float(dot.get("cy")))
        for dot in svg.iter("circle")
    }


@pytest.mark.parametrize(
    "points",
    [
        ((38.7, -9.1), (59.9, 10.7), (-1.3, 36.8)),
        ((38.7, -9.1), (38.8, -9.0), (38.6, -9.2)),
        ((78.2, -170.0), (-54.8, 170.0), (0.0, 0.0)),
    ],
)
def test_places_lie_on_the_map_north_above_south_and_west_before_east(
    tmp_path: Path, points: tuple[tuple[float, float], ...]
) -> None:
    svg = drawn(tmp_path, *points)
    width, height = map(float, svg.get("viewbox").split()[2:])
    at = dots(svg)
    assert len(at) == len(points)
    assert all(0 <= x <= width and 0 <= y <= height for x, y in at.values())
    assert width >= height > 0
    of = dict(zip(("Lisbon", "Oslo", "Nairobi"), points, strict=True))
    assert sorted(at, key=lambda name: at[name][0]) == sorted(of, key=lambda name: of[name][1])
    assert sorted(at, key=lambda name: at[name][1]) == sorted(of, key=lambda name: -of[name][0])
    assert svg.findtext("title") == "3 places named in the story"


def test_a_map_has_land_in_it_and_of_names_that_run_into_one_another_only_one(
    tmp_path: Path,
) -> None:
    svg = drawn(tmp_path, (59.9, 10.7), (60.0, 10.8))
    assert len(dots(svg)) == 2
    assert len(list(svg.iter("text"))) == 1
    assert svg.find("path").get("d").startswith("M")


def test_a_story_without_places_has_no_map(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("It rained, Mayor Ana Brandt said.", "utf8")
    with Ledger.open(tmp_path / "a.ledger", create=True) as story:
        build(story, tmp_path / "a.txt")
        assert places_drawn(story) is None
