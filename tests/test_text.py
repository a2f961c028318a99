"""Paragraphs, sentences and quotations, from characters alone."""

import itertools
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.text import Lines, fold, paragraphs, quotations, sentences
from onrecord.values import Span

texts = st.text(
    alphabet=st.one_of(st.sampled_from(" \n.!?\"“”«»'’AaБж,;"), st.characters()), max_size=300
)


def told(text, spans):
    return [s.of(text) for s in spans]


def test_each_line_is_a_paragraph_where_lines_are_long_or_end_in_stops():
    text = "Rain fell on Tellin.\n\nIt stopped.\n"
    assert told(text, paragraphs(text)) == ["Rain fell on Tellin.", "It stopped."]


def test_lines_of_a_hard_wrapped_text_are_joined():
    text = (
        "The council of Tellin met on\nMonday to discuss the bridge and\nthe ferry that "
        "replaced it in\nthe spring of last year, when\nthe river rose.\n\nNothing was decided."
    )
    assert len(paragraphs(text)) == 2


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mr. Oduya left. He was late.", ["Mr. Oduya left.", "He was late."]),
        ("It cost $2.5 million. Nobody paid.", ["It cost $2.5 million.", "Nobody paid."]),
        ("J. R. Maren spoke. Then she left.", ["J. R. Maren spoke.", "Then she left."]),
        ("“Go home.” They went.", ["“Go home.”", "They went."]),
        ("He asked why? Nobody knew!", ["He asked why?", "Nobody knew!"]),
        ("The U.S. envoy came. It rained.", ["The U.S. envoy came.", "It rained."]),
        ("Sales rose at Ash Co. in May.", ["Sales rose at Ash Co. in May."]),
    ],
)
def test_sentences_end_at_stops_and_not_at_abbreviations(text, expected):
    assert told(text, sentences(text)) == expected


@given(texts)
def test_sentences_are_ordered_disjoint_and_hold_every_visible_character(text):
    found = sentences(text)
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))
    held = {i for s in found for i in range(s.start, s.end)}
    missed = [c for i, c in enumerate(text) if i not in held and not c.isspace()]
    assert not missed


@pytest.mark.parametrize("marks", ["“”", '""', "«»", "„“"])
def test_a_quotation_in_any_marks_is_found(marks):
    text = f"She said {marks[0]}we wait{marks[1]} and left."
    (found,) = quotations(text)
    assert found.span.of(text) == f"{marks[0]}we wait{marks[1]}"
    assert found.closed


def test_a_quotation_continued_over_paragraphs_is_one_a_paragraph():
    text = "“We wait.\n\n“We always wait,” she said."
    first, second = quotations(text)
    assert not first.closed
    assert second.continues
    assert second.span.of(text) == "“We always wait,”"


def test_an_unpaired_mark_opens_to_the_end_of_its_paragraph_only():
    text = 'The sign said "closed for repairs.\n\nNobody came.'
    (found,) = quotations(text)
    assert found.span.end <= text.index("\n")


def test_inches_and_closing_marks_do_not_open_a_quotation():
    assert quotations('A board of 6" and no more') == []


@given(texts)
def test_quotations_are_disjoint_and_inside_the_text(text):
    found = quotations(text)
    assert all(a.span.end <= b.span.start for a, b in itertools.pairwise(found))
    assert all(q.span.end <= len(text) for q in found)


@given(st.text(max_size=200))
def test_folding_keeps_the_way_back(text):
    folded = fold(text)
    assert len(folded.text) == len(folded.origin)
    assert list(folded.origin) == sorted(folded.origin)
    assert "  " not in folded.text


def test_folded_words_lead_back_to_their_characters():
    text = "Žižek’s “café”"
    folded = fold(text)
    at = folded.text.index("cafe")
    assert folded.span(at, at + 4).of(text) == "café"


def test_lines_tell_which_span_an_offset_stands_in():
    lines = Lines([Span(0, 5), Span(8, 12)])
    assert lines.around(Span(9, 10)) == Span(8, 12)
    assert lines.around(Span(6, 7)) is None
    assert lines.touch(Span(4, 9))
    assert not lines.touch(Span(5, 8))


@pytest.mark.parametrize("unit", ["a. ", '"', "“", ". ", "\n", "Mr. ", "\u200b"])
def test_no_text_takes_longer_than_in_proportion_to_its_length(unit):
    text = unit * (200_000 // len(unit))
    began = time.process_time()
    sentences(text)
    quotations(text)
    assert time.process_time() - began < 5
