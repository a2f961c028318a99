from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

import onrecord
from onrecord.present import html
from onrecord.text import paragraphs
from onrecord.values import Article, Attribution, Entity, EntityKind, Kind, Notice, Reading, Span

from .examples import TEXT, reading
from .golden import assert_golden

VOID = {"meta", "br", "link", "img", "input", "hr"}


class Page(HTMLParser):
    """A page as elements: what is open, every tag with its attributes, the article's words."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.text = ""
        self._in_words = False
        self.feed(source)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)
        if tag == "p" and dict(attrs).get("class") == "words":
            self.words.append("")
            self._in_words = True

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag
        if tag == "p":
            self._in_words = False

    def handle_data(self, data: str) -> None:
        self.text += data
        if self._in_words:
            self.words[-1] += data


def page(*readings: Reading) -> str:
    return "".join(html.page(readings))


def of(text: str, **more: str) -> Reading:
    a = Attribution("x", None, None, (Span(0, len(text)),), Kind.INDIRECT, 1.0)
    return Reading(Article("a", text, "0" * 64, **more), (a,))


def test_the_example_looks_like_this() -> None:
    body = page(reading()).split("<body", 1)[1]
    assert_golden("example.html", "<body" + body)


def test_what_can_be_copied_out_of_the_article_is_what_it_says() -> None:
    assert Page(page(reading())).words == [span.of(TEXT) for span in paragraphs(TEXT)]


def test_the_page_needs_nothing_from_outside() -> None:
    tags = Page(page(reading())).tags
    assert not {tag for tag, _ in tags} & {"script", "link", "img", "iframe", "object", "form"}
    addresses = [v for _, attrs in tags for k, v in attrs.items() if k in ("href", "src") and v]
    assert addresses
    assert all(a.startswith("#") for a in addresses)
    assert "url(" not in page(reading())
    assert "@import" not in page(reading())


def test_the_policy_allows_the_pages_own_style_sheet_and_nothing_else() -> None:
    source = page(reading())
    css = re.search(r"<style>(.*?)</style>", source, re.DOTALL)
    assert css
    digest = base64.b64encode(hashlib.sha256(css[1].encode()).digest()).decode()
    policy = next(a["content"] for t, a in Page(source).tags if a.get("http-equiv"))
    assert policy == (
        f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    )
    assert not any("style" in attrs for _, attrs in Page(source).tags)


def test_every_link_within_the_page_leads_somewhere_and_no_id_is_given_twice() -> None:
    tags = Page(page(reading(), reading())).tags
    ids = [attrs["id"] for _, attrs in tags if "id" in attrs]
    assert len(ids) == len(set(ids))
    targets = {(a["href"] or "")[1:] for t, a in tags if t == "a"}
    assert targets <= set(ids)


HOSTILE = (
    '<script>alert(1)</script><img src=x onerror=alert(2)> "quoted" \' {{ 7*7 }} {% raw %} '
    "</style></p><!-- ]]> &amp; &#x3c;"
)


@pytest.mark.parametrize("show", [page, html.fragment])
def test_hostile_words_are_shown_as_words(show) -> None:
    evil = of(
        HOSTILE, title=HOSTILE, outlet=HOSTILE, byline=HOSTILE, published=HOSTILE, url=HOSTILE
    )
    speaker = Entity("e", HOSTILE, EntityKind.PERSON, (HOSTILE + "!",), (HOSTILE,))
    evil = replace(
        evil,
        attributions=(replace(evil.attributions[0], speaker="e", source=(Span(0, 8),)),),
        entities=(speaker,),
        notices=(Notice(HOSTILE, (Span(0, 8),), HOSTILE, HOSTILE),),
    )
    shown = Page(show(evil))
    assert HOSTILE in shown.words[0]
    assert not {tag for tag, _ in shown.tags} & {"script", "img"}
    assert not [k for _, attrs in shown.tags for k in attrs if k.startswith("on")]


def test_changes_of_direction_and_control_codes_are_drawn_as_code_points() -> None:
    source = page(of("safe \u202egnp.exe\u202c \x00 \x1b \ud800 end", title="\u2066t"))
    assert not set("\u202e\u202c\u2066\x00\x1b\ud800") & set(source)
    assert "‹U+202E›gnp.exe" in source
    source.encode("utf8")


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd"])
def test_only_web_addresses_become_links(url: str) -> None:
    assert all(
        (a["href"] or "").startswith("#") for t, a in Page(page(of("t", url=url))).tags if t == "a"
    )
    links = [a.get("href") for t, a in Page(page(of("t", url="https://a.example/?a=1&b"))).tags]
    assert "https://a.example/?a=1&b" in links


def test_several_articles_are_sections_of_one_page_with_a_list() -> None:
    tags = Page(page(reading(), of("Rain came."))).tags
    assert sum(tag == "article" for tag, _ in tags) == 2
    assert sum(tag == "nav" for tag, _ in tags) == 1
    assert sum(tag == "h1" for tag, _ in tags) == 1


def test_no_article_is_said_so() -> None:
    assert "No article was read." in page()


def test_a_notebook_shows_a_reading() -> None:
    shown = reading()._repr_html_()  # type: ignore[attr-defined]
    assert Page(shown).words[0].startswith("A granite monument")
    assert "<body" not in shown
    assert onrecord.Reading is Reading


def luminance(colour: str) -> float:
    full = colour if len(colour) == 7 else "#" + "".join(c * 2 for c in colour[1:])
    channels = [int(full[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_every_colour_of_words_stands_out_from_the_paper() -> None:
    css = re.search(r"<style>(.*?)</style>", page(), re.DOTALL)
    assert css
    palettes = re.findall(r"--paper:.*?--none: [^;]+;", css[1], re.DOTALL)
    assert len(palettes) == 3
    for palette in palettes:
        colours = dict(re.findall(r"--([\w]+): (#[0-9a-f]+)", palette))
        for name in ("ink", "soft", "accent", "none", *(f"h{n}" for n in range(8))):
            assert contrast(colours[name], colours["paper"]) >= 4.5, name
