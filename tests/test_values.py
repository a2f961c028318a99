"""Spans and the values built on them."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.values import ELISION, Span, content_id, hull, in_order, text_of, united

spans = st.tuples(st.integers(0, 200), st.integers(1, 40)).map(lambda p: Span(p[0], p[0] + p[1]))


@pytest.mark.parametrize(("start", "end"), [(3, 3), (4, 2), (-1, 2)])
def test_an_empty_backward_or_negative_span_cannot_be_made(start, end):
    with pytest.raises(ValueError, match="start < end"):
        Span(start, end)


def test_text_of_pieces_that_stand_apart_is_joined_by_an_ellipsis():
    assert text_of((Span(0, 4), Span(9, 14)), "Rain and more rain") == f"Rain{ELISION}more "


@given(spans, spans)
def test_overlap_is_sharing_a_character(a, b):
    shared = set(range(a.start, a.end)) & set(range(b.start, b.end))
    assert a.overlaps(b) == bool(shared) == b.overlaps(a)


@given(spans, spans)
def test_covering_is_holding_every_character(a, b):
    assert a.covers(b) == (set(range(b.start, b.end)) <= set(range(a.start, a.end)))


@given(st.lists(spans, max_size=12))
def test_united_stretches_hold_the_same_characters_and_do_not_touch(many):
    stretches = united(many)
    held = {i for s in many for i in range(s.start, s.end)}
    assert {i for s in stretches for i in range(s.start, s.end)} == held
    assert all(a.end < b.start for a, b in itertools.pairwise(stretches))


@given(st.lists(spans, min_size=1, max_size=8))
def test_the_hull_covers_all_and_no_more(many):
    whole = hull(tuple(many))
    assert all(whole.covers(s) for s in many)
    assert whole.start in {s.start for s in many}
    assert whole.end in {s.end for s in many}


def test_in_order_sorts_and_drops_repeats():
    assert in_order([Span(5, 6), Span(0, 2), Span(5, 6)]) == (Span(0, 2), Span(5, 6))


def test_a_content_id_depends_on_where_the_parts_divide():
    assert content_id("ab", "c") != content_id("a", "bc")
    assert content_id("a", "b") == content_id("a", "b")
