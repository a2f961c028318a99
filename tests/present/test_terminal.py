from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from onrecord.present import terminal
from onrecord.present.example import article
from onrecord.values import Article, Attribution, Entity, EntityKind, Kind, Notice, Reading, Span

from .examples import TEXT, reading
from .golden import assert_golden

ESCAPE = re.compile(r"\x1b\[[0-9;]*m")


def squeezed(text: str) -> str:
    return "".join(text.split())


def said(text: str, *contents: Span) -> Reading:
    found = tuple(
        Attribution(str(n), None, None, (span,), Kind.INDIRECT, 0.9)
        for n, span in enumerate(contents)
    )
    return Reading(Article("a", text, "0" * 64), found)


@pytest.mark.parametrize("width", [60, 80, 100])
def test_the_example_looks_like_this(width: int) -> None:
    assert_golden(f"example-{width}.txt", terminal.view(reading(), width=width))


def test_colour_adds_nothing_that_the_signs_do_not_say() -> None:
    coloured = terminal.view(reading(), width=80, colour="truecolor")
    assert "\x1b[" in coloured
    plain = [line.rstrip() for line in ESCAPE.sub("", coloured).split("\n")]
    assert plain == terminal.view(reading(), width=80).split("\n")


def test_without_colour_there_is_no_escape_code() -> None:
    assert "\x1b" not in terminal.view(reading(), width=80)


@pytest.mark.parametrize("width", [20, 40, 80, 300])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    widest = max(cell_len(line) for line in terminal.view(reading(), width=width).split("\n"))
    assert widest <= max(40, min(width, terminal.WIDEST))


def test_every_word_of_the_article_is_there_in_order() -> None:
    view = terminal.view(Reading(article()), width=50)
    assert squeezed(TEXT) in squeezed(view)


def test_every_statement_gap_and_unsourced_passage_is_listed_whole() -> None:
    value = reading()
    listed = squeezed(terminal.view(value, width=50).split("ON WHOSE WORD")[1])
    for a in value.attributions:
        assert squeezed("".join(s.of(TEXT) for s in a.content)) in listed
    for u in value.unsourced:
        assert squeezed(u.spans[0].of(TEXT)) in listed
    for gap in value.gaps:
        assert squeezed((gap.what or gap.cue)[0].of(TEXT)) in listed


def test_an_article_cannot_write_to_the_terminal() -> None:
    view = terminal.view(said("Red \x1b[31malert\x07 now \u202eesrever", Span(0, 3)), width=80)
    assert not set("\x1b\x07\u202e") & set(view)
    assert "‹U+001B›[31malert" in view


def test_a_name_cannot_write_to_the_terminal() -> None:
    evil = Entity("e", "Ann\x1b]0;owned\x07", EntityKind.PERSON, roles=("x\x1b[2J",))
    value = said("Ann said it rains", Span(9, 17))
    value = replace(
        value, attributions=(replace(value.attributions[0], speaker="e"),), entities=(evil,)
    )
    assert not set("\x1b\x07") & set(terminal.view(value, width=80))


def test_what_lies_within_another_statement_is_marked_nearer_to_the_words() -> None:
    text = "The report says that the mayor said the bridge was safe for all."
    view = terminal.view(said(text, Span(16, 63), Span(36, 63)), width=80)
    lines = view.split("\n")
    at = next(n for n, line in enumerate(lines) if "The report" in line)
    assert lines[at + 1].index("2 ") == lines[at].index("the bridge")
    assert lines[at + 2].index("1 ") == lines[at].index("that the mayor")


def test_marks_stand_under_their_words_where_characters_are_two_cells_wide() -> None:
    text = "東京 and 大阪 will meet today."
    lines = terminal.view(said(text, Span(7, 9)), width=80).split("\n")
    at = next(n for n, line in enumerate(lines) if "東京" in line)
    before = lines[at][: lines[at].index("大")]
    assert cell_len(before) == lines[at + 1].index("1")


def test_a_character_that_nobody_sees_is_shown_in_the_list_of_faults() -> None:
    text = "The may\u200bor spoke."
    notice = Notice("invisible", (Span(4, 10),), text[4:10], "mayor")
    view = terminal.view(replace(said(text), notices=(notice,)), width=80)
    assert "may‹U+200B›or" in view
    assert "probably “mayor”" in view


def test_what_should_not_be_there_is_said_so() -> None:
    notice = Notice("page-furniture", (Span(0, 15),), "Share this page", "")
    view = terminal.view(replace(said("Share this page"), notices=(notice,)), width=40)
    assert "does not belong there" in view
    assert max(map(cell_len, view.split("\n"))) <= 40


def test_nothing_attributed_is_said_so() -> None:
    view = terminal.view(said("It rains."), width=80)
    assert "Nothing in this text is attributed to anybody." in view


def test_an_empty_text_has_a_view() -> None:
    assert "0 statements" in terminal.view(said(""), width=80)


def test_several_readings_come_one_by_one() -> None:
    views = list(terminal.views([reading(), reading()], width=80))
    assert len(views) == 2
    assert views[1].strip() == views[0].strip()


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_any_text_with_any_marks_fits_the_width(data: st.DataObject) -> None:
    text = data.draw(st.text(alphabet="ab \n.“”é東\x1b\u202e\u200b😀", min_size=2, max_size=300))
    ends = st.integers(0, len(text))
    pairs = data.draw(st.lists(st.tuples(ends, ends), max_size=6))
    spans = [Span(min(p), max(p)) for p in pairs if p[0] != p[1]]
    view = terminal.view(said(text, *spans), width=40)
    assert max(cell_len(line) for line in view.split("\n")) <= 40
    assert f"{len(spans)} statement" in view
