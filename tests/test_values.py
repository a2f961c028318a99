"""Spans and the values built on them."""

import hashlib
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.values import (
    ELISION,
    Article,
    Attribution,
    Entity,
    EntityKind,
    Kind,
    Reading,
    Span,
    content_id,
    content_ids,
    hull,
    in_order,
    text_of,
    united,
)

spans = st.tuples(st.integers(0, 200), st.integers(1, 40)).map(lambda p: Span(p[0], p[0] + p[1]))


@pytest.mark.parametrize(("start", "end"), [(3, 3), (4, 2), (-1, 2)])
def test_an_empty_backward_or_negative_span_cannot_be_made(start, end):
    with pytest.raises(ValueError, match="start < end"):
        Span(start, end)


def test_text_of_pieces_that_stand_apart_is_joined_by_an_ellipsis():
    assert text_of((Span(0, 4), Span(9, 14)), "Rain and more rain") == f"Rain{ELISION}more "


def test_spans_that_only_touch_share_nothing_and_a_span_covers_itself():
    one, next_to_it = Span(0, 3), Span(3, 5)
    assert not one.overlaps(next_to_it)
    assert not next_to_it.overlaps(one)
    assert one.overlaps(Span(2, 3))
    assert Span(2, 3).overlaps(one)
    assert one.covers(one)
    assert not one.covers(Span(0, 4))
    assert not next_to_it.covers(Span(2, 5))


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


def test_stretches_that_touch_are_one_and_those_a_character_apart_are_two():
    assert united([Span(3, 5), Span(0, 3)]) == [Span(0, 5)]
    assert united([Span(4, 5), Span(0, 3)]) == [Span(0, 3), Span(4, 5)]
    assert united([Span(0, 9), Span(2, 3)]) == [Span(0, 9)]


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


@given(st.lists(st.text(), max_size=3), st.lists(st.text(), min_size=1, max_size=3))
def test_an_id_is_the_same_whether_its_first_parts_are_hashed_before(first, rest):
    named = content_ids(*first)
    assert named(*rest) == content_id(*first, *rest) == named(*rest)
    assert len(named(*rest)) == 16
    whole = "\x1f".join([*first, *rest]).encode("utf8", "surrogatepass")
    assert named(*rest) == hashlib.sha256(whole).hexdigest()[:16]


def test_an_id_can_be_made_of_what_is_no_text_and_of_broken_text():
    assert content_id(1, None) == content_id("1", "None")
    assert content_id("\ud800") != content_id("\ud801")
    assert content_ids("\ud800")("a") == content_id("\ud800", "a")


def test_a_span_is_as_long_as_its_text():
    assert len(Span(4, 9)) == 5 == len(Span(4, 9).of("a" * 20))
    assert Span(0, 1) < Span(0, 2) < Span(1, 2)


def test_an_attribution_covers_its_parts_in_order_of_the_text():
    source, cue, content = (Span(9, 12),), (Span(5, 8),), (Span(0, 4), Span(20, 30))
    whole = Attribution("a", source, cue, content, Kind.DIRECT, 0.9)
    assert whole.spans == (Span(0, 4), Span(5, 8), Span(9, 12), Span(20, 30))
    assert Attribution("a", None, None, content, Kind.DIRECT, 0.9).spans == content


def test_a_reading_gives_the_entity_of_an_id_and_none_for_none():
    one, two = (Entity(id, id.title(), EntityKind.PERSON) for id in ("ida", "sam"))
    reading = Reading(Article("a", "", ""), entities=(one, two))
    assert reading.entity("sam") is two
    assert reading.entity("ida") is one
    assert reading.entity("eve") is None
    assert reading.entity(None) is None
