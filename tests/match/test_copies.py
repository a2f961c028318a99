from __future__ import annotations

from dataclasses import replace

import pytest

from onrecord.judged import Judgement, Relation, Text
from onrecord.match.copies import by_passage, copied, keys_of, passages
from onrecord.values import Span

WIRE = (
    "The council of Port Halden voted late on Monday to build a memorial to the sailors of the "
    "lost ferry on the old customs quay, after three years of argument over its place and cost. "
    "Workers will clear the quay in spring and the first stones are to be laid before the "
    "anniversary in October, according to a plan that the harbour office laid before the members."
)
QUOTE = (
    "“We have waited for this day for thirty long years and we will not let anybody in this town "
    "or any other town take it away from the families who come here every autumn to stand by the "
    "water and to speak the names of those who never came home,” she said."
)
OTHER = (
    "Fishing boats stayed in port for a second week as gales swept the northern coast. Prices at "
    "the market doubled, and several restaurants took herring off the menu until further notice. "
    "Owners of small boats asked for help with what they owe, which the ministry is weighing."
)


def text(id: str, *paragraphs: str, day: str | None = None, outlet: str | None = None) -> Text:
    return Text(id, "\n\n".join(paragraphs), outlet, day)


def only(found: list[Judgement]) -> Judgement:
    assert len(found) == 1
    return found[0]


def test_a_whole_copy_points_from_the_later_to_the_earlier() -> None:
    one, two = text("b", WIRE, day="2031-03-01"), text("a", WIRE, day="2031-03-02")
    for found in (only(copied(one, [two])), only(copied(two, [one]))):
        assert found.relation is Relation.COPIED_FROM
        assert (found.subject, found.object, found.type) == ("a", "b", "copy")
        assert [e.article for e in found.evidence] == ["a", "b"]


def test_an_agency_paragraph_in_a_longer_story_is_found_and_is_a_part() -> None:
    agency = text("agency", WIRE, day="2031-03-01")
    story = text("story", OTHER, WIRE, OTHER[::-1], day="2031-03-02")
    assert len(set(keys_of(agency)) & set(keys_of(story))) >= 3
    found = only(copied(story, [agency]))
    assert found.type == "part"
    assert found.evidence[0].spans[0].of(story.text) == WIRE.rstrip(".")
    shares = {p.name: p.score for p in found.parts}
    assert shares["share of the giver's words"] == 1.0
    assert shares["share of the taker's words"] < 0.6


def test_an_edited_text_is_a_rewrite() -> None:
    words = WIRE.split()
    edited = " ".join(w if k % 6 else "elsewhere" for k, w in enumerate(words))
    new, old = text("new", edited, day="2031-03-02"), text("old", WIRE, day="2031-03-01")
    assert only(copied(new, [old])).type == "rewrite"


def test_two_reporters_who_quote_one_speaker_have_not_copied() -> None:
    one = text("one", "The mayor spoke to the families at noon.", QUOTE, OTHER)
    two = text("two", "Applause broke out when the mayor came to the end.", QUOTE)
    assert passages(one.text, two.text)
    assert copied(two, [one]) == []
    assert only(copied(replace(two, text=two.text + "\n\n" + OTHER), [one]))


def test_a_short_standing_sentence_is_not_a_copy() -> None:
    standing = "This article is part of our series on the harbour, supported by readers like you."
    one, two = text("one", WIRE, standing), text("two", OTHER, standing)
    assert copied(two, [one]) == []


STANDING = (
    "Halden Weekly is written by people of the town for people of the town, and whoever wants to "
    "help us to go on may join at the door of our office any morning except on feast days."
)


@pytest.mark.parametrize(("outlet", "found"), [("Halden Weekly", 0), ("Northern Wire", 3)])
def test_a_paragraph_many_articles_of_one_outlet_share_is_not_a_copy(
    outlet: str, found: int
) -> None:
    others = [text(f"o{n}", f"Story {n}.", STANDING, outlet=outlet) for n in range(3)]
    new = text("new", OTHER, STANDING, outlet="Halden Weekly")
    assert len(copied(new, others)) == found


@pytest.mark.parametrize(
    ("mine", "theirs", "known"),
    [
        ("2031-03-02", "2031-03-01T23:00Z", True),
        ("2031-03", "2031-03-01", False),
        ("2031-03-02T09:00", "2031-03-02T08:00Z", False),
        ("yesterday", "2031-03-01", False),
        (None, "2031-03-01", False),
    ],
)
def test_the_order_is_known_only_where_time_tells(
    mine: str | None, theirs: str | None, known: bool
) -> None:
    found = only(copied(text("x", WIRE, day=mine), [text("a", WIRE, day=theirs)]))
    assert (found.type == "copy") is known
    assert found.subject == "x"
    assert ("order is not known" in found.reason) is not known


def test_half_past_midnight_in_one_zone_is_before_ten_in_the_evening_in_another() -> None:
    new, other = text("x", WIRE, day="2031-03-02T00:30+03:00"), text("a", WIRE)
    found = only(copied(new, [replace(other, published="2031-03-01T22:00Z")]))
    assert (found.subject, found.type) == ("a", "copy")


def test_where_time_fails_a_credit_tells_and_against_time_it_leaves_the_order_open() -> None:
    agency = text("z", WIRE, outlet="The Northern Wire")
    paper = replace(text("a", WIRE, outlet="Halden Post"), credits=("Northern Wire",))
    found = only(copied(agency, [paper]))
    assert (found.subject, found.object, found.type) == ("a", "z", "copy")
    assert "The Northern Wire" in found.reason
    against = only(
        copied(replace(agency, published="2031-03-02"), [replace(paper, published="2031-03-01")])
    )
    assert against.type == "copy either way"


def test_another_version_of_one_page_is_not_a_copy() -> None:
    one = replace(text("one", WIRE), url="https://halden.example/1")
    assert copied(replace(one, id="two"), [one]) == []
    assert copied(one, [one]) == []


def test_passages_fold_marks_and_case_and_keep_the_places_of_the_originals() -> None:
    one = f"İ. {OTHER}"
    other = "  " + OTHER.upper().replace(" ", "\u00a0\n").replace(",", " —")
    found = passages(one, other)
    assert [(p.exact, p.words) for p in found] == [(True, len(OTHER.split()))]
    assert found[0].one.of(one) == OTHER.rstrip(".")
    assert found[0].other.of(other).startswith("FISHING")
    assert found[0].other.of(other).endswith("WEIGHING")


def test_a_changed_word_leaves_one_passage_that_is_not_exact() -> None:
    found = passages(WIRE, WIRE.replace("spring", "early summer"))
    assert [p.exact for p in found] == [False]
    assert found[0].words == len(WIRE.split()) - 1


def test_paragraphs_in_another_order_are_two_passages() -> None:
    found = passages(f"{WIRE}\n{OTHER}", f"{OTHER}\n{WIRE}")
    assert len(found) == 2
    assert found[0].one < found[1].one
    assert found[0].other > found[1].other


def test_a_statement_in_a_copied_passage_is_found_in_the_giver() -> None:
    giver = text("giver", OTHER, WIRE.replace("quay in spring", "quay in April"), day="2031-03-01")
    taker = text("taker", WIRE, "Nobody else was asked about it.", day="2031-03-02")
    found = only(copied(taker, [giver]))

    def at(words: str) -> Span:
        start = taker.text.index(words)
        return Span(start, start + len(words))

    there = by_passage(found, at("the first stones are to be laid"), taker.text, giver.text)
    assert there is not None
    assert there.of(giver.text) == "the first stones are to be laid"
    assert by_passage(found, at("Nobody else was asked"), taker.text, giver.text) is None
    refused = replace(found, holds=False)
    assert by_passage(refused, at("the first stones"), taker.text, giver.text) is None


@pytest.mark.parametrize("empty", ["", "!", "one two"])
def test_texts_with_next_to_no_words_share_nothing(empty: str) -> None:
    assert keys_of(text("a", empty)) == ()
    assert passages(empty, WIRE) == passages(WIRE, empty) == ()
