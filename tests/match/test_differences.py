"""What fills a slot, how far a number may be off, and which ways of speaking answer one another."""

import math
from dataclasses import replace

import pytest

from onrecord.match.differences import (
    ROUNDING,
    counts_in,
    differences,
    existence_of,
    gives_sum,
    is_denied,
    opening_day,
    put_instead,
    quantities_in,
    rejects_report,
    revised_sum,
)
from onrecord.values import Act, Polarity
from tests.match.statements import said


def counted(text):
    """(least, most, what is counted, the words) of each quantity."""
    return [(q.low, q.high, q.counts, q.span.of(text)) for q in quantities_in(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("they lost 12 old boats", [(12, 12, "boat", "12 old boats")]),
        ("they lost twelve boats today", [(12, 12, "boat", "twelve boats")]),
        ("they lost 12 of the boats", [(12, 12, "boat", "12 of the boats")]),
        ("they lost 1,200.5 tons", [(1200.5, 1200.5, "ton", "1,200.5 tons")]),
        ("more than 12 boats", [(12, math.inf, "boat", "12 boats")]),
        ("fewer than 12 boats", [(0, 12, "boat", "12 boats")]),
        ("it cost €40", [(40, 40, "€", "€40")]),
        ("it cost US$ 40", [(40, 40, "US$", "US$ 40")]),
        ("over €40", [(40, math.inf, "€", "€40")]),
        ("40% of boats", [(40, 40, "%", "40% of boats")]),
        ("40 per cent of boats", [(40, 40, "%", "40 per cent of boats")]),
        ("1.5 million boats", [(1.5e6, 1.5e6, "boat", "1.5 million boats")]),
        ("three boats and 4 ships", [(3, 3, "boat", "three boats"), (4, 4, "ship", "4 ships")]),
        ("75 mph (120 kph)", [(75, 75, "mph", "75 mph")]),
        ("in 1911 boats", []),
        ("on 4 March boats", []),
        ("on March 4 boats", []),
        ("1911 thousand boats", [(1911e3 * (1 - ROUNDING), 1911e3 * (1 + ROUNDING), "boat", "1911 thousand boats")]),
        ("it may 4 boats", [(4, 4, "boat", "4 boats")]),
        ("12", []),
        ("12 of the", []),
        ("12 old", []),
    ],
)  # fmt: skip
def test_a_number_counts_what_follows_it(text, expected):
    assert counted(text) == expected


@pytest.mark.parametrize("text", ["about 200 boats", "nearly 200 boats", "2 hundred boats"])
def test_a_rounded_number_may_be_off_by_a_little_both_ways(text):
    ((low, high, _, _),) = counted(text)
    assert (low, high) == pytest.approx((188.0, 212.0))


def test_two_amounts_agree_where_they_can_be_the_same():
    (exact,) = quantities_in("12 boats")
    (least,) = quantities_in("at least 12 boats")
    (most,) = quantities_in("at most 12 boats")
    (other,) = quantities_in("13 boats")
    assert exact.agrees(least)
    assert least.agrees(exact)
    assert most.agrees(least)
    assert not most.agrees(other)
    assert not other.agrees(most)


def parted(one, other):
    left, right = said(one), said(other)
    return [
        (d.type, d.left and d.left.of(one), d.right and d.right.of(other), d.detail)
        for d in differences(left, right)
    ]


def test_a_difference_holds_both_readings_in_order():
    one, other = "they lost 12 boats on 4 March", "they lost 14 boats on 9 March"
    assert parted(one, other) == [
        ("number", "12 boats", "14 boats", "“12 boats” and “14 boats”"),
        ("date", "4 March", "9 March", "“4 March” and “9 March”"),
    ]


@pytest.mark.parametrize(
    ("one", "other", "types"),
    [
        ("it opens in May", "it opens in June", ["date"]),
        ("it opens on 4 May", "it opens on May 4", []),
        ("it opens on 4 MAY", "it opens on 4 may", []),
        ("it opens in May", "it opens on 4 June", []),
        ("it opens in May or in June", "it opens in July", []),
        ("it opens on Monday", "it opens on Friday", ["date"]),
        ("it opens on Monday", "it opens on Monday", []),
        ("it opens on Monday", "it opens in Tellin", []),
        ("it opens in May", "it opens in Tellin", []),
        ("it opens in May", "it opens on Monday", []),
        ("the harbour is not closed", "the harbour is not open", ["polarity"]),
        ("it opens in spring", "it opens in autumn", ["date"]),
        ("it opens in spring in May", "it opens in autumn in June", ["date"]),
        ("it was sold to Ilse Maren", "it was sold to Josef Oduya", ["name"]),
        ("it was sold to Ilse Maren", "it was sold to Maren", []),
        ("it was sold to the Guild", "it was sold to the Fund", ["name"]),
        ("it was found in Tellin", "it was found near Brevik", ["place"]),
        ("it was found in Tellin", "it came from Brevik", []),
        ("it came in Tellin", "it came from Brevik", []),
        ("all boats were lost", "several boats were lost", ["scope"]),
        ("all boats, some old, were lost", "several boats were lost", []),
        ("both boats were lost", "only one of them was lost", ["scope"]),
        ("the harbour is open", "the harbour is closed", ["polarity"]),
        ("the harbour is not open", "the harbour is closed", []),
        ("the harbour is open", "the harbour is not open", ["polarity"]),
        ("the harbour will not open until May", "the harbour will open", []),
    ],
)
def test_slots_are_compared_only_where_both_fill_them(one, other, types):
    assert [d[0] for d in parted(one, other)] == types
    assert [d[0] for d in parted(other, one)] == types


def test_a_polarity_says_what_it_turns_on():
    ((_, left, right, detail),) = parted("the harbour is open", "the harbour is not open")
    assert (left, right, detail) == (None, None, "“open” affirmed and denied")
    ((_, _, _, detail),) = parted("the harbour is open", "the harbour is closed")
    assert detail == "“open” and “clos”"


def denial(text, **more):
    return said(text, act=Act.DENIAL, polarity=Polarity.DENIED, **more)


def test_a_denial_turns_round_what_it_denies_and_two_turns_cancel_out():
    def types(one, other):
        return [(d.type, d.detail) for d in differences(one, other)]

    sank, afloat = "the ferry sank", "the ferry did not sink"
    assert types(said(sank), denial(sank)) == [("polarity", "one denies what the other says")]
    assert types(denial(sank), denial(sank)) == []
    assert types(denial("the harbour is open"), said("the harbour is closed")) == []
    assert is_denied(denial(sank))
    assert not is_denied(said(afloat))
    assert not is_denied(said(sank, act=Act.DENIAL))
    assert not is_denied(said(sank, polarity=Polarity.DENIED))
    assert not is_denied(replace(denial(sank), firmness=None))


def test_a_number_put_in_the_place_of_another_is_told_from_it():
    found = put_instead("there were 14 boats instead of eleven", "there were 11 boats")
    assert found is not None
    assert found.type == "number"
    assert found.left.of("there were 14 boats instead of eleven") == "14"
    assert found.right.of("there were 11 boats") == "11"
    assert found.detail == "“14” and “11”"
    assert put_instead("there were 14 boats instead of 11", "there were 12 boats") is None
    assert put_instead("there were 14 boats instead of 14", "there were 14 boats") is None
    assert put_instead("there were 14 boats instead of 11", "14 boats, not 11") is None
    assert put_instead("there were 14 boats", "there were 11 boats") is None


def test_counts_are_looked_up_by_what_stands_beside_them():
    assert counts_in(said("the convoy lost 12 boats")) == [("12", "boat")]
    assert counts_in(said("the convoy of twelve")) == [("12", "convoy")]
    assert counts_in(said("the convoy lost twelve boats")) == [("12", "boat"), ("12", "lose")]
    assert counts_in(said("nothing is known")) == []
    assert counts_in(said("5 barrels, 3 boats and 4 ships")) == [("3", "boat"), ("4", "ship")]
    found = counts_in(said("the convoy lost fourteen boats rather than eleven"))
    assert found == [("11", "boat"), ("11", "convoy"), ("11", "lose")]


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        (said("there was no convoy that winter"), ("convoy", False)),
        (said("that there were never any convoys"), None),
        (denial("any convoy had sailed"), ("convoy", False)),
        (said("any convoy had sailed"), None),
        (denial("no convoy had sailed"), None),
        (said("not a single convoy sailed"), ("convoy", False)),
        (said("no convoy of boats sailed"), None),
        (said("there was no organised convoy"), None),
        (said("“Any convoy would do,”"), None),
        (said("“No convoy,”"), ("convoy", False)),
        (said("the convoy had sailed"), ("convoy", True)),
        (said("that the convoy sailed"), ("convoy", True)),
        (denial("the convoy had sailed"), None),
        (said("a convoy had sailed"), None),
    ],
)
def test_what_there_is_or_is_none_of_is_found_at_the_beginning(statement, expected):
    assert existence_of(statement) == expected


@pytest.mark.parametrize(
    ("text", "day", "words"),
    [
        ("It will be lit on 12 May 2031", ("may", "12"), "12 May"),
        ("the unveiling is on the third of October", ("october", "3"), "third of October"),
        ("the unveiling is on October 3rd", ("october", "3"), "October 3rd"),
        ("the opening ceremony is on 21st of June", ("june", "21"), "21st of June"),
        ("the unveiling is on 2nd June", ("june", "2"), "2nd June"),
        ("the unveiling is on 11TH June", ("june", "11"), "11TH June"),
        ("the unveiling is on 4 May or 5 May", None, None),
        ("the committee met on 4 May", None, None),
        ("the unveiling is in May", None, None),
    ],
)
def test_the_one_day_of_an_opening_is_told(text, day, words):
    found = opening_day(text)
    assert (found and found.day) == day
    assert (found and found.span.of(text)) == words
    if found:
        assert found.event == found.event.lower()
        assert found.event in text.lower()


def test_only_a_denied_report_is_rejected():
    assert rejects_report(denial("a newspaper’s report that she left"))
    assert not rejects_report(said("a newspaper’s report that she left"))
    assert not rejects_report(denial("that she left"))


NOW = "the figure today is 2.6 million marks"
COST = "the memorial will cost 2.1 million marks"


def test_a_sum_given_anew_revises_the_one_given_before():
    found = revised_sum(NOW, COST)
    assert found is not None
    assert found.left.of(NOW) == "2.6 million"
    assert found.right.of(COST) == "2.1 million marks"
    assert found.type == "number"


def test_a_sum_given_anew_may_be_in_full():
    assert revised_sum("the figure today is 6,000,000 marks", COST)
    assert revised_sum("the figure today is 11,000,000 marks", COST) is None


@pytest.mark.parametrize(
    ("later", "earlier"),
    [
        (COST, COST),
        (NOW, "the memorial will need 2.1 million marks"),
        (NOW, "the memorial will cost 900 marks"),
        (NOW, "the memorial will cost 2.1 million marks and 1.1 million crowns"),
        (NOW, NOW),
        (NOW, "the memorial will cost 2.6 million marks"),
        (NOW, "the memorial will cost about 2.5 million marks"),
        (NOW, "the memorial will cost 0.5 million marks"),
        (NOW, "the memorial will cost 13.1 million marks"),
    ],
)
def test_what_is_no_sum_or_no_other_sum_or_far_from_it_is_not_revised(later, earlier):
    assert revised_sum(later, earlier) is None


def test_a_sum_of_a_thousand_and_more_may_be_revised():
    assert gives_sum(NOW)
    assert gives_sum(COST)
    assert gives_sum("it will cost 1,000 marks")
    assert not gives_sum("it will cost 999 marks")
    assert not gives_sum("they counted 2.1 million birds")
    assert gives_sum("the figure now is twelve")
