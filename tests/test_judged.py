"""Values of decisions: names of ranges, ids, and what is looked up for every pair."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.judged import NOWHERE, Judgement, Profile, Relation, Statement, ranges, spans_of
from onrecord.values import EntityKind, Kind, Span

spans = st.tuples(st.integers(0, 10**6), st.integers(1, 500)).map(lambda p: Span(p[0], p[0] + p[1]))
FOUND = Judgement(Relation.SAME_CLAIM, "one", "other", "claims 2", 0.7, "both say so")


@given(st.lists(spans, max_size=5).map(tuple))
def test_ranges_name_the_spans_they_were_made_of(many):
    assert spans_of(ranges(many)) == many


def test_ranges_are_written_as_pairs_and_none_as_nowhere():
    assert ranges((Span(12, 40), Span(52, 60))) == "12:40 52:60"
    assert ranges(()) == NOWHERE
    assert spans_of(NOWHERE) == ()


@pytest.mark.parametrize("wrong", ["", "12", "12:", "a:b", "12:40  52:60", "40:12", "1:2:3"])
def test_what_names_no_ranges_is_refused(wrong):
    with pytest.raises(ValueError):
        spans_of(wrong)


@pytest.mark.parametrize(
    "other",
    [
        {"relation": Relation.CONTRADICTS},
        {"subject": "two"},
        {"object": "two"},
        {"by": "person: A. Nwosu"},
        {"type": "number"},
        {"holds": False},
    ],
)
def test_another_decision_has_another_id(other):
    assert replace(FOUND, **other).id != FOUND.id


def test_how_sure_a_judge_was_and_why_makes_no_other_decision():
    assert replace(FOUND, score=0.9, reason="again").id == FOUND.id
    assert FOUND.id == replace(FOUND).id


def test_statements_and_profiles_are_looked_up_by_what_they_are():
    words = "the ferry sails at noon"
    one = Statement("s", "a", None, None, words, (Span(0, 23),), Kind.INDIRECT)
    assert len({one, replace(one)}) == 1
    assert len({hash(one), hash(replace(one, id="t")), hash(replace(one, content="no"))}) == 3
    assert {one: "found"}[replace(one)] == "found"
    who = Profile("p", "a", "Ida Maren", EntityKind.PERSON)
    assert len({who, replace(who)}) == 1
    assert hash(who) != hash(replace(who, id="q"))
