"""A rewrite keeps the facts and their order; who only writes of the same thing does neither."""

from __future__ import annotations

from onrecord.judged import Relation, Text
from onrecord.match.copies import copied, keys_of
from onrecord.match.retold import retold

TOLD = (
    "The bell founder Marta Quill told Coastline that she will cast eleven bells for the drowned "
    "chapel at Sallow Reach. The largest weighs forty tonnes and needs three furnaces, she said. "
    "Divers found the crypt in August beneath a collapsed breakwater. Quill declined to name the "
    "donor who pays 900,000 crowns for the bronze. A surveyor, Ed Farrow, doubts that the "
    "marshland can carry any tower, and wants piles driven before the frost. Parishioners have "
    "petitioned the bishop for a wooden steeple instead, which carpenters call absurd."
)
RETOLD = (
    "Eleven bells for a chapel that the sea swallowed: founder Marta Quill is to cast them for "
    "Sallow Reach, and the biggest, at forty tonnes, will keep three furnaces roaring. It was in "
    "August that divers came upon the crypt, under what a breakwater left when it collapsed. Whose "
    "purse holds the 900,000 crowns for bronze? The donor stays unnamed. Can marshland carry a "
    "tower? Surveyor Ed Farrow has his doubts; he would have piles in before any frost. And the "
    "parishioners? A petition lies with the bishop: a steeple of wood, absurd to carpenters."
)
TURNED = " ".join(reversed(RETOLD.split(". ")))


def text(id: str, words: str, day: str, outlet: str, *credits: str) -> Text:
    return Text(id, words, outlet, day, None, credits)


def test_a_retelling_has_the_facts_in_their_order() -> None:
    found = retold(RETOLD, TOLD)
    assert found is not None
    assert found.order > 0.7
    figures = [span.of(RETOLD) for span in found.here]
    assert figures == ["Eleven bells", "forty tonnes", "three furnaces", "900,000 crowns"]
    assert len(found.there) == len(figures)


def test_the_same_facts_in_another_order_are_no_retelling() -> None:
    assert retold(TURNED, TOLD) is None


def test_figures_find_what_no_passage_does() -> None:
    one = text("a", TOLD, "2031-05-02", "Coastline", "Coastline")
    two = text("b", RETOLD, "2031-05-03", "The Reach")
    assert set(keys_of(one)) & set(keys_of(two))


def test_who_was_told_gave_it_whichever_joins_last() -> None:
    giver = text("a", TOLD, "2031-05-02", "Coastline", "Coastline")
    taker = text("b", RETOLD, "2031-05-03", "The Reach")
    for (found,) in (copied(taker, [giver]), copied(giver, [taker])):
        assert (found.relation, found.subject, found.object, found.type) == (
            Relation.COPIED_FROM, "b", "a", "rewrite",
        )  # fmt: skip
        assert "in other words" in found.reason


def test_nobody_is_said_to_retell_what_all_could_hear() -> None:
    heard = text("a", TOLD, "2031-05-02", "Coastline")
    assert copied(text("b", RETOLD, "2031-05-03", "The Reach"), [heard]) == []


def test_a_credit_makes_up_for_it_and_a_week_unmakes_it() -> None:
    heard = text("a", TOLD, "2031-05-02", "Coastline")
    assert len(copied(text("b", RETOLD, "2031-05-03", "The Reach", "Coastline"), [heard])) == 1
    assert copied(text("b", RETOLD, "2031-05-12", "The Reach", "Coastline"), [heard]) == []
