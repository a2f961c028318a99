"""What two statements part in, what is a contradiction, what a change, and what is neither."""

from __future__ import annotations

from dataclasses import replace

import pytest

from onrecord.judged import Relation
from onrecord.match.contradictions import (
    contradictions,
    keys_of,
    placed,
    rejected_report,
    rejections,
)
from onrecord.match.differences import differences
from onrecord.match.stems import default_weight
from onrecord.values import Act, Kind, Polarity, Span
from tests.match.statements import said

COST = "the monument at the harbour will cost the town {} marks"


def types(one: str, other: str) -> list[str]:
    return [d.type for d in differences(said(one), said(other))]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (COST.format("2.1 million"), COST.format("3.4 million"), ["number"]),
        ("eleven pilots guided the convoy", "nine pilots guided the convoy", ["number"]),
        ("40% of the harbour wall is gone", "60 percent of the harbour wall is gone", ["number"]),
        ("it would open by the autumn", "it would open next spring", ["date"]),
        ("the convoy sailed on 4 March", "the convoy sailed on March 9", ["date"]),
        ("the figure will be built at Tellin", "the figure will be built in Kelmouth", ["place"]),
        ("the bell was cast by Ana Brandt", "the bell was cast by Josef Oduya", ["name"]),
        (
            "the site will be open to visitors",
            "the site will not be open to visitors",
            ["polarity"],
        ),
        ("all boats were lost", "some boats were lost", ["scope"]),
    ],
)
def test_one_slot_filled_in_two_ways_is_a_difference(
    one: str, other: str, expected: list[str]
) -> None:
    assert types(one, other) == expected
    assert types(other, one) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("it would cost about 2 million marks", "it would cost 2.1 million marks"),
        ("more than 100 boats sailed", "112 boats sailed"),
        ("eleven pilots sailed", "nine ships sailed"),
        ("ten boats and twelve boats sailed", "eleven boats sailed"),
        ("it was built in 1911", "the 1911 building"),
        ("it opened at the Tellin harbour", "it opened at Tellin"),
        ("the figure exists in clay", "the figure exists in clay, at full height"),
        ("it would not open", "it would never open"),
    ],
)
def test_roundings_bounds_and_other_things_are_no_difference(one: str, other: str) -> None:
    assert types(one, other) == []


def test_spans_of_a_difference_hold_both_readings() -> None:
    one, other = said(COST.format("2.1 million")), said(COST.format("3.4 million"))
    found = differences(one, other)[0]
    assert found.left and found.left.of(one.content) == "2.1 million marks"
    assert found.right and found.right.of(other.content) == "3.4 million marks"


def test_two_speakers_who_give_two_numbers_contradict_one_another() -> None:
    treasury = said(COST.format("2.1 million"), "the treasury", outlet="Tellin Herald")
    mayor = said(COST.format("3.4 million"), "Josef Oduya", on="2026-03-09")
    found = contradictions(mayor, [treasury], default_weight)
    assert [(j.relation, j.type) for j in found] == [(Relation.CONTRADICTS, "number")]
    assert "2.1 million marks" in found[0].reason
    assert "3.4 million marks" in found[0].reason
    assert [e.article for e in found[0].evidence] == [mayor.article, treasury.article]
    assert len(found[0].evidence[0].spans[0]) == len("3.4 million marks")


def test_a_speaker_who_revises_a_number_later_changes_it_whichever_came_first() -> None:
    first = said(COST.format("2.1 million"), on="2026-03-04")
    later = said(COST.format("3.4 million"), on="2026-03-20")
    for new, old in ((later, first), (first, later)):
        found = contradictions(new, [old], default_weight)
        assert [(j.relation, j.subject, j.object) for j in found] == [
            (Relation.CHANGES, later.id, first.id)
        ]


def test_without_an_order_in_time_one_speaker_changes_nothing() -> None:
    first = said(COST.format("2.1 million"), on=None)
    later = said(COST.format("3.4 million"), on="2026-03-20")
    assert contradictions(later, [first], default_weight) == []


def test_numbers_of_two_matters_are_left_alone() -> None:
    one = said("the monument at the harbour will cost 2.1 million marks", "the treasury")
    other = said("fishermen lost 3.4 million marks in the storm", "Josef Oduya")
    assert contradictions(other, [one], default_weight) == []


def test_a_denial_contradicts_what_it_denies() -> None:
    claim = said("the convoy sailed through the mined strait that winter", "the harbour authority")
    denial = said(
        "the convoy sailed through the mined strait", "Petra Lund", act=Act.DENIAL,
        polarity=Polarity.DENIED,
    )  # fmt: skip
    found = contradictions(denial, [claim], default_weight)
    assert [(j.relation, j.type) for j in found] == [(Relation.CONTRADICTS, "polarity")]


def test_the_same_words_in_two_mouths_are_a_contradiction_of_attribution() -> None:
    words = "“The roof is sound and all of the boats are dry”"
    one = said(words, "Ana Brandt", kind=Kind.DIRECT)
    other = said(words, "Josef Oduya", kind=Kind.DIRECT)
    assert [j.type for j in contradictions(other, [one], default_weight)] == ["attribution"]
    again = said(words, "A. Brandt", kind=Kind.DIRECT)
    assert contradictions(again, [one], default_weight) == []


def test_one_speaker_does_not_contradict_themselves_within_an_article() -> None:
    one = said(COST.format("2.1 million"), article="a")
    other = said(COST.format("3.4 million"), article="a")
    assert contradictions(other, [one], default_weight) == []


def test_a_place_in_the_content_is_found_in_the_article() -> None:
    whole = said("it will open … in May")
    pieces = type(whole)(**{f: getattr(whole, f) for f in whole.__slots__} | {
        "spans": (Span(5, 17), Span(30, 36))})  # fmt: skip
    assert placed(pieces, Span(15, 21)) == (Span(30, 36),)
    assert placed(pieces, Span(3, 7)) == (Span(8, 12),)
    assert placed(pieces, None) == pieces.spans


def together(*_: str) -> bool:
    return True


LIT = said("The beacon will be lit on 12 May 2031, not before.", "Anton Korablev")
VEIL = said("We shall take the cloth off on the third of October", "Josef Oduya")


def test_two_days_on_which_one_thing_is_shown_contradict_within_one_story() -> None:
    (found,) = contradictions(LIT, [VEIL], default_weight, together)
    assert (found.relation, found.type) == (Relation.CONTRADICTS, "date")
    assert "“12 May” and “third of October”" in found.reason
    assert contradictions(LIT, [VEIL], default_weight) == []
    assert set(keys_of(LIT)) & set(keys_of(VEIL))


@pytest.mark.parametrize(
    ("words", "by"),
    [
        ("the unveiling will be on 12 May", "Josef Oduya"),  # the same day
        ("the unveiling will be on 3 October or on 4 October", "Josef Oduya"),
        ("the committee met on 3 October", "Josef Oduya"),
        ("the unveiling will be on 3 October", "Anton Korablev"),  # the same speaker
        ("the unveiling will be on 3 October", None),
    ],
)
def test_days_that_do_not_answer_one_another_are_left_alone(words: str, by: str | None) -> None:
    assert contradictions(LIT, [said(words, by)], default_weight, together) == []


REPORT = said(
    "the lantern bearer was modelled on the elegant wife of the harbour minister",
    "a source", on="2031-04-02", outlet="The Gull",
)  # fmt: skip
DENIED = said(
    "a newspaper’s report that she gave the lantern bearer the features of the minister’s wife",
    on="2031-04-03", outlet="Radio", article="radio", act=Act.DENIAL, polarity=Polarity.DENIED,
)  # fmt: skip


def test_a_report_is_rejected_in_the_words_that_follow() -> None:
    end = DENIED.spans[-1].end
    quoted = said("“She is nobody’s,”", article="radio", outlet="Radio", kind=Kind.DIRECT)
    near = replace(quoted, spans=(Span(end + 2, end + 22),), published="2031-04-03")
    assert rejected_report(near, [DENIED, near]) is DENIED
    assert rejected_report(DENIED, [DENIED]) is DENIED
    far = replace(near, spans=(Span(end + 60, end + 80),))
    assert rejected_report(far, [DENIED, far]) is None
    other = said("the harbour minister opened a school", on="2031-04-02", outlet="The Gull")
    (found,) = rejections(near, DENIED, [other, REPORT], default_weight)
    assert (found.subject, found.object, found.type) == (near.id, REPORT.id, "polarity")


def test_a_report_of_long_ago_or_of_the_same_paper_is_not_what_is_rejected() -> None:
    old = replace(REPORT, published="2031-01-02")
    own = replace(REPORT, outlet="Radio")
    assert rejections(DENIED, DENIED, [old, own], default_weight) == []


def test_a_rule_that_both_quote_is_denied_by_neither() -> None:
    one = said(
        "alleged breach of section nine on the circumvention of harbour barriers", "Ana Brandt"
    )
    two = said(
        "alleged breach of section nine on the circumvention of harbour barriers, which says that "
        "no person shall circumvent harbour barriers", "Josef Oduya",
    )  # fmt: skip
    assert contradictions(one, [two], default_weight) == []
    affirmed = said("somebody did circumvent the barriers of section nine in the harbour", "A")
    denied = said("nobody did circumvent the barriers of section nine in the harbour", "B")
    assert contradictions(affirmed, [denied], default_weight) != []


def test_statements_about_different_people_are_no_contradiction() -> None:
    one = said("the minister did not publish the harbour accounts of the spring", "Ana Brandt")
    other = said("the minister did publish the harbour accounts of the spring", "Josef Oduya")
    assert [j.type for j in contradictions(one, [other], default_weight)] == ["polarity"]
    named = replace(other, names=(("e9", "Ilse Maren"),))
    assert contradictions(one, [named], default_weight) == []
    cost = said("the bell of Maren costs the town 900 crowns", "Ana Brandt")
    other = said("the bell of Tsvet costs the town 700 crowns", "Josef Oduya")
    assert contradictions(cost, [other], default_weight)
    one, other = (
        replace(s, names=((n, n),)) for s, n in ((cost, "Maren"), (other, "Tsvet"))
    )  # fmt: skip
    assert contradictions(one, [other], default_weight) == []


def test_a_thing_of_which_nothing_is_said_is_neither_affirmed_nor_denied() -> None:
    one = said("not publishing the harbour accounts of the spring", "Ana Brandt")
    other = said("publishing the harbour accounts of the spring", "Josef Oduya")
    assert [d.type for d in differences(one, other)] == ["polarity"]
    assert contradictions(one, [other], default_weight) == []


def test_shares_contradict_only_in_nearly_the_same_words() -> None:
    one = said("Maren led Tsvet by 5 percent among fishermen who vote", "Ana Brandt")
    other = said("Maren led Tsvet by 83 percent among the islanders, a gaping lead", "Josef Oduya")
    assert [d.type for d in differences(one, other)] == ["number"]
    assert contradictions(one, [other], default_weight) == []
    same = said("Maren led Tsvet by 9 percent among fishermen who vote", "Josef Oduya")
    assert contradictions(one, [same], default_weight)


def test_a_count_that_goes_on_is_a_change() -> None:
    one = said("counting her friends, Maren is 71 votes short of the 300 she needs to win", "Desk")
    before = said(
        "when friends are factored in, her lead is much larger and brings Maren to within 150 votes "
        "of the 300 that it takes to win", "Desk", on="2026-02-20",
    )  # fmt: skip
    (change,) = contradictions(one, [before], default_weight)
    assert (change.relation, change.subject) == (Relation.CHANGES, one.id)
    assert contradictions(one, [replace(before, speaker="Gull")], default_weight) == []


def test_a_number_named_first_may_be_the_one_put_aside() -> None:
    flood = said(
        "rather than Oduya's flood of 250,000 islanders, only 2,200 have been let in", "Ana Brandt"
    )
    claim = said("that the ministry wants to take in 250,000 islanders", "Josef Oduya")
    (judgement,) = contradictions(flood, [claim], default_weight)
    assert "“2,200” and “250,000”" in judgement.reason
    later = replace(claim, published="2026-04-01")
    assert contradictions(flood, [later], default_weight) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("nobody cared. But she was against the war", "she was wholly against the war"),
        ("a ban on non-citizen sailors", "a ban on sailors who are not citizens"),
        ("a ban on Sorrelians entering the port", "a ban on Sorrelians’ entering the port"),
        (
            "none of the messages was marked secret at the time it was sent",
            "she had not sent or received letters marked secret at the time",
        ),
        ("she would not raise dues on small boats", "some small boats would pay more dues"),
    ],
)
def test_a_not_reaches_no_farther_than_its_clause(one: str, other: str) -> None:
    assert types(one, other) == types(other, one) == []
