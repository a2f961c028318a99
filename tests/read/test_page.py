"""Web pages: the page's own words in order, its facts, and nothing run or fetched."""

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.errors import NoArticle, TooLarge
from onrecord.read.page import words_in
from onrecord.values import Article

from .reading import article, error, examples, outline, read, read_bytes

HARBOUR = Path(__file__).with_name("harbour.html")
TEXT = """\
A planned monument on the Varn waterfront would be the first of its kind, its maker says.

VARN, March 5 — A sculptor has begun work on a memorial to the crew of the ferry Halvard, she told Norrby Press on Wednesday, adding that the city had not yet\u00a0approved a site.

“It will be nine metres tall,” Mira Solvang said. “The\u202fstone comes from the old quay.”

“Nobody asked the families,” said Per Aune, whose brother died aboard.

Cost unknown

The city declined to say what it would cost.
A spokesman, Jon Eide, said only: “We will publish figures in due course.”

The mayor’s office said a decision would come in June.

The port authority did not answer questions.

Critics called the plan “hasty”. Its supporters disagree.

The memorial would be the city’s third."""


def _page(*paragraphs: str, head: str = "") -> str:
    body = "\n".join(f"<p>{p}</p>" for p in paragraphs)
    return f"<!doctype html><html><head>{head}</head><body><article>{body}</article></body></html>"


def test_a_newspaper_page_gives_the_article_and_none_of_its_furniture():
    (got,) = read(HARBOUR)
    assert isinstance(got, Article)
    assert got.text == TEXT


def test_the_facts_of_a_page_come_from_what_it_declares():
    (got,) = read(HARBOUR)
    assert isinstance(got, Article)
    assert (got.id, got.title) == ("harbour", "Sculptor tells of harbour memorial plan")
    assert (got.outlet, got.byline) == ("The Varn Courier", "Ilka Brandvold, Tomas Reeve")
    assert got.published == "2026-03-05T07:40:00+01:00"
    assert got.language == "en"
    assert got.url == "https://courier.example/2026/03/05/harbour-memorial"


def test_meta_elements_serve_where_there_is_no_json_ld(tmp_path):
    head = """<title>Ferry late – Varn Post</title><meta property="og:site_name" content="Varn Post">
    <meta name="author" content="By Ilka Brandvold"><meta name="date" content="5 March 2026">"""
    got = article(tmp_path, "a.html", _page("The ferry was late, the mayor said.", head=head))
    assert (got.title, got.outlet) == ("Ferry late", "Varn Post")
    assert (got.byline, got.published, got.url) == ("Ilka Brandvold", "2026-03-05", None)


def test_a_page_that_declares_nothing_gives_none(tmp_path):
    got = article(tmp_path, "a.html", _page("Zxq wvu tsr qpo nml kji."))
    assert (got.title, got.outlet, got.byline, got.published) == (None, None, None, None)
    assert (got.language, got.url) == (None, None)


def test_broken_json_ld_is_passed_over(tmp_path):
    head = '<script type="application/ld+json">{"@type": "NewsArticle", </script>'
    deep = f'<script type="application/ld+json">{"[" * 50_000}</script>'
    got = article(tmp_path, "a.html", _page("The ferry was late, she said.", head=head + deep))
    assert got.text == "The ferry was late, she said."


def test_inline_elements_do_not_cut_words_and_blocks_do(tmp_path):
    page = _page("He <b>s</b>aid <i>“n</i>o”.", "She<br>said<br><br>yes.")
    assert article(tmp_path, "a.html", page).text == "He said “no”.\n\nShe\nsaid\n\nyes."


def test_scripts_styles_templates_and_hidden_elements_are_no_text(tmp_path):
    page = _page(
        "He said <script>evil()</script>yes.<style>p{}</style>",
        "<template>No.</template><span hidden>No.</span><span style='display: none'>No.</span>She agreed.",
    )
    assert article(tmp_path, "a.html", page).text == "He said yes.\n\nShe agreed."


def test_character_references_are_resolved_and_entities_of_the_page_are_not(tmp_path):
    bomb = '<!DOCTYPE html [<!ENTITY a "boom"><!ENTITY b "&a;&a;&a;&a;">]>'
    page = bomb + "<html><body><p>AT&amp;T said &eacute; &#8220;&b;&#8221;.</p></body></html>"
    got = article(tmp_path, "a.html", page)
    assert got.text.endswith("AT&T said é “&b;”.") and "boom" not in got.text


def test_an_external_entity_is_not_fetched(tmp_path):
    (tmp_path / "secret").write_text("secret words")
    page = f'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY x SYSTEM "file://{tmp_path}/secret">]><html><body><p>He said &x; there.</p></body></html>'
    assert "secret words" not in article(tmp_path, "a.xhtml", page).text


@pytest.mark.parametrize(
    "markup",
    [
        "<html><body></body></html>",
        "<!doctype html>",
        "<html><body><nav><a href='/'>Home</a></nav><footer>Varn Post</footer></body></html>",
        "<html><body><script>var words = 'He said so.'</script></body></html>",
        "<html><body><div class='cookie-banner'><p>We use cookies to measure you.</p></div></body></html>",
    ],
)
def test_a_page_without_an_article_says_so(tmp_path, markup):
    failed = error(tmp_path, "a.html", markup)
    assert isinstance(failed, NoArticle) and failed.remedy


def test_the_text_in_json_ld_serves_where_the_page_shows_none(tmp_path):
    head = '<script type="application/ld+json">{"@type": ["NewsArticle"], "articleBody": "She said &amp; left."}</script>'
    assert article(tmp_path, "a.html", _page(head=head)).text == "She said & left."


def test_a_page_nested_too_deep_is_refused_and_the_next_is_read(tmp_path):
    (tmp_path / "b.html").write_text(_page("He said so."))
    (tmp_path / "a.html").write_text("<html><body>" + "<div>" * 100_000 + "He said so.")
    first, second = read(tmp_path)
    assert isinstance(first, TooLarge) and "deep" in str(first)
    assert outline([second]) == ["He said so."]


def test_a_page_over_the_limit_is_refused_with_its_name(tmp_path):
    failed = error(tmp_path, "a.html", _page("He said so."), max_page_chars=20)
    assert isinstance(failed, TooLarge) and "max_page_chars (20)" in str(failed)


def test_a_page_is_told_by_its_content(tmp_path):
    page = _page("He said so.")
    assert article(tmp_path, "a.txt", page).text == "He said so."
    assert article(tmp_path, "b", "<!-- saved -->\n" + page).text == "He said so."
    assert article(tmp_path, "c.html", "He said so.").text == "He said so."


@pytest.mark.parametrize("charset", ["windows-1251", "iso-8859-1", "shift_jis", "iso-2022-jp"])
def test_the_charset_that_a_page_declares_is_used(tmp_path, charset):
    words = {"windows-1251": "Он это сказал.", "iso-8859-1": "Il l’a dit là."}
    said = words.get(charset, "市長はそう言った。")
    page = _page(said, head=f'<meta charset="{charset}">')
    data = page.encode("cp1252" if charset == "iso-8859-1" else charset)
    assert article(tmp_path, "a.html", data).text == said


def test_a_paragraph_that_trafilatura_loses_comes_back(tmp_path):
    sentences = [f"Speaker {n} said that the bridge at mile {n} was closed." for n in range(9)]
    sentences[4] = "<span><span>Jon Eide, a spokesman, said: </span></span>“Not<wbr> yet.”"
    got = article(tmp_path, "a.html", _page(*sentences))
    assert "Jon Eide, a spokesman, said: “Not yet.”" in got.text.split("\n\n")
    assert got.text.count("\n\n") == 8


@examples
@given(st.text(st.sampled_from('<>/"= abpdivscript!-&;#x1\n'), max_size=300))
def test_no_markup_makes_reading_fail(tmp_path, markup):
    for item in read_bytes(tmp_path, "a.html", "<html>" + markup):
        if isinstance(item, Article):
            assert item.text.strip()


WORDS = st.lists(st.text("abcdefghij", min_size=1, max_size=8), min_size=5, max_size=12).map(
    lambda words: " ".join(words) + "."
)


@examples
@given(st.lists(WORDS, min_size=1, max_size=6, unique=True))
def test_paragraphs_come_out_whole_and_in_order(tmp_path, paragraphs):
    got = article(tmp_path, "a.html", _page(*paragraphs))
    assert got.text.split("\n\n") == paragraphs


def test_an_element_of_very_many_attributes_is_refused_before_it_is_compared() -> None:
    """The parser holds each attribute against all before it: 100,000 would take it minutes."""
    many = " ".join(f"a{n}" for n in range(100_000))
    page = f"<html><body><p {many}>The ferry is late.</p></body></html>"
    started = time.process_time()
    with pytest.raises(TooLarge, match="more than 1,000 attributes"):
        words_in(page, "bomb.html")
    assert time.process_time() - started < 2
    assert "late" in words_in(page.replace(many, many[:2000]), "page.html")
