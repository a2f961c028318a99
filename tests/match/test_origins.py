"""Ten outlets on one wire are one origin; two outlets that agree are still two."""

from __future__ import annotations

from onrecord.judged import Judgement, Statement
from onrecord.match.origins import longest_run, same_origin
from onrecord.values import Kind
from tests.match.statements import said


def nothing(*_: Statement) -> None:
    return None


def joined(one: Statement, other: Statement) -> list[Judgement]:
    return same_origin(one, [other], nothing)


def test_both_told_the_same_agency() -> None:
    one = said("it exists in clay", chain=("Northlight",), outlet="Herald")
    other = said("the figure exists in clay", chain=("the Northlight news agency",), outlet="Post")
    assert "Northlight" in joined(one, other)[0].reason


def test_one_is_the_outlet_that_the_other_had_it_from() -> None:
    wire = said("it exists in clay", outlet="Northlight")
    other = said("the figure exists in clay", chain=("Northlight",), outlet="Post")
    assert len(joined(other, wire)) == len(joined(wire, other)) == 1


def test_two_speakers_through_one_agency_are_two_origins() -> None:
    one = said("it exists in clay", "Ilse Maren", chain=("Northlight",))
    other = said("it exists in clay", "Josef Oduya", chain=("Northlight",))
    assert joined(one, other) == []


def test_outlets_that_agree_and_say_no_more_are_two_origins() -> None:
    assert (
        joined(said("it exists in clay", outlet="A"), said("it exists in clay", outlet="B")) == []
    )


def test_a_long_quotation_word_for_word_is_one_origin_unless_spoken_on_two_days() -> None:
    words = "“It is on the water, and that is all I may tell you,”"
    one, other = said(words, kind=Kind.DIRECT), said(words, kind=Kind.DIRECT)
    assert len(joined(one, other)) == 1
    fields = {f: getattr(one, f) for f in one.__slots__}
    monday = Statement(**fields | {"said_from": "2026-03-02", "said_to": "2026-03-02"})
    friday = Statement(**fields | {"id": "x", "said_from": "2026-03-06", "said_to": "2026-03-06"})
    assert joined(friday, monday) == []


def test_a_passage_taken_over_is_one_origin_and_says_why() -> None:
    one, other = said("it exists in clay"), said("it is in clay", "somebody")
    found = same_origin(one, [other], lambda *_: "43 words are the same")
    assert found[0].reason == "43 words are the same"


def test_the_longest_run_is_counted_in_words() -> None:
    assert longest_run("a b c d x".split(), "y b c d a".split()) == 3
    assert longest_run([], ["a"]) == 0


def test_a_piece_of_what_another_quotes_was_not_heard_anew() -> None:
    whole = said(
        "“An opening next spring is possible, if the quarry delivers and the ice lets us finish,”",
        on="2031-03-19", kind=Kind.DIRECT,
    )  # fmt: skip
    piece = "an opening next spring was “possible, if the quarry delivers”"
    cut = said(piece, on="2031-03-24", kind=Kind.MIXED)
    assert "a piece" in joined(cut, whole)[0].reason
    assert joined(said(piece, on="2031-06-24", kind=Kind.MIXED), whole) == []
    assert (
        joined(said("it was “possible, in spring”", on="2031-03-24", kind=Kind.MIXED), whole) == []
    )
