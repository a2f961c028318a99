"""Gaps over time: which are one, what closes them, and what must not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from onrecord.judged import Relation, Statement
from onrecord.match.gaps import closed_by, keys_of_gap, keys_of_statement, restated, same_gap
from onrecord.match.missing import OpenGap, head_of
from onrecord.values import Act, Certainty, Firmness, GapKind, Kind, Polarity, Span

SITE = OpenGap(
    "g1", "a1", "2026-03-24", GapKind.DECLINED, "where the monument will stand", "declined to say",
    "Ilse Maren declined to say where the monument will stand.", "Ilse Maren",
    ("Ilse Maren", "Tellin Strait"), "Monument to the pilots of the Tellin Strait",
    "Ilse Maren declined to say where the monument will stand. It was raised in Parliament.",
)  # fmt: skip
TOLD = "The monument will stand on Hallan Point, above the old signal station."


def said(content: str, published: str = "2026-04-20", **fields: object) -> Statement:
    statement = Statement(
        "s1", "a2", "Kelmouth Courier", published, content, (Span(0, len(content)),), Kind.INDIRECT,
        Firmness(Act.STATEMENT, Certainty.UNSTATED, Polarity.AFFIRMED),
        speaker="e1", speaker_name="Ilse Maren", names=(("e2", "Tellin Strait"),),
    )  # fmt: skip
    return replace(statement, **fields)  # type: ignore[arg-type]


def test_a_later_place_closes_a_gap_that_asked_where():
    (judgement,) = closed_by(SITE, [said(TOLD)])
    assert judgement.relation is Relation.CLOSES
    assert (judgement.subject, judgement.object) == ("s1", "g1")
    assert "Hallan Point" in judgement.reason
    (evidence,) = judgement.evidence
    assert evidence.spans[0].of(TOLD) == "on Hallan Point"


@pytest.mark.parametrize(
    "content",
    [
        "The monument will cost 3.4 million crowns.",
        "The monument will be unveiled on 3 October.",
        "The monument might stand on Hallan Point.",
        "The monument will not stand on Hallan Point.",
        "Whether the monument will stand on Hallan Point is a matter for the jury.",
        "A jury is choosing for the monument among sites to be built on Hallan Point.",
        "The monument will stand on the Vardonian side of the water.",
        "The hotel will stand on Hallan Point.",
    ],
)
def test_what_is_no_answer_to_it_closes_nothing(content):
    assert closed_by(SITE, [said(content)]) == []


@pytest.mark.parametrize(
    "firmness",
    [
        Firmness(Act.REFUSAL, Certainty.UNSTATED, Polarity.AFFIRMED),
        Firmness(Act.OPINION, Certainty.UNSTATED, Polarity.AFFIRMED),
        Firmness(Act.STATEMENT, Certainty.POSSIBLE, Polarity.AFFIRMED),
        Firmness(Act.DENIAL, Certainty.UNSTATED, Polarity.DENIED),
    ],
)
def test_a_hedged_or_refused_answer_closes_nothing(firmness):
    assert closed_by(SITE, [said(TOLD, firmness=firmness)]) == []


@pytest.mark.parametrize("published", ["2026-03-23", "2026-03-24", None, "2026"])
def test_what_is_not_surely_later_closes_nothing(published):
    assert closed_by(SITE, [said(TOLD, published)]) == []


def test_a_place_that_the_article_with_the_gap_tells_itself_is_no_news():
    told = replace(SITE, text="It will be on Hallan Point, some say. Maren declined to say where.")
    assert closed_by(told, [said(TOLD)]) == []


def test_of_two_things_missing_one_that_is_told_closes_nothing():
    both = replace(SITE, what="the site and the date of the monument")
    assert closed_by(both, [said(TOLD)]) == []


def test_an_article_that_states_the_gap_again_is_told_from_one_that_says_it_was():
    again = replace(SITE, id="g2", article="a2", published="2026-04-20")
    over = replace(
        again, sentence="Ilse Maren had until now refused to say where the monument will stand."
    )
    assert restated(SITE, [again]) == {"a2"}
    assert restated(SITE, [over]) == frozenset()


def test_two_articles_that_miss_one_thing_have_one_gap():
    other = replace(
        SITE, id="g2", article="a3", published="2026-04-03", kind=GapKind.UNDISCLOSED,
        what="The site", cue="has not been made public",
        sentence="The site has still not been made public.",
    )  # fmt: skip
    (same,) = same_gap(other, [SITE])
    assert (same.subject, same.object) == ("g2", "g1")
    cost = replace(other, what="the cost", sentence="Ilse Maren gave no cost of the monument.")
    assert same_gap(cost, [SITE]) == []


def test_a_thing_named_in_full_and_in_short_is_one_thing_and_its_neighbour_is_not():
    log = replace(
        SITE, what="The convoy’s log", kind=GapKind.UNDISCLOSED, cue="has not been released",
        sentence="The convoy’s log has not been released.",
    )  # fmt: skip
    short = replace(log, id="g2", article="a3", what="The log itself", published="2026-04-01")
    route = replace(short, what="The convoy’s route")
    assert [same.object for same in same_gap(short, [log])] == ["g1"]
    assert same_gap(route, [log]) == []


def test_copied_words_are_one_gap_whatever_else_the_article_is_about():
    sentence = "The criteria by which it will choose have not been published."
    one = replace(SITE, what="The criteria by which it will choose", sentence=sentence)
    other = replace(one, id="g2", article="a3", about="Stakes on the point", holder=None)
    assert same_gap(other, [one])
    assert not same_gap(replace(other, names=("Somebody Else",)), [one])


@pytest.mark.parametrize(
    ("what", "head"),
    [("The log of the convoy", "log"), ("The convoy’s log", "log"), ("The log itself", "log")],
)
def test_a_phrase_is_about_its_noun(what, head):
    assert head_of(what) == head


def test_a_gap_and_what_closes_it_share_a_key():
    assert set(keys_of_gap(SITE)) & set(keys_of_statement(said(TOLD)))
    assert not {k for k in keys_of_statement(said("Maren liked it.")) if k.startswith("place:")}


def test_a_word_that_all_news_is_full_of_makes_no_two_gaps_one():
    new = replace(
        SITE, id="g7", article="a7", kind=GapKind.UNCLEAR, what="what happens then",
        cue="is hard to say", sentence="What happens then is hard to say, Ilse Maren said.",
    )  # fmt: skip
    other = replace(
        new, id="g8", article="a8", what="what really happened", cue="not sure",
        sentence="Ilse Maren was not sure what really happened.",
    )  # fmt: skip
    assert new.asked == other.asked
    assert same_gap(new, [other]) == []
    here, there = (
        replace(g, what=w) for g, w in ((new, "what's happening"), (other, "it happened"))
    )
    assert here.asked == there.asked == frozenset()
    assert same_gap(here, [there]) == []
    new, other = (replace(g, what=f"{g.what} to the lantern") for g in (new, other))
    assert same_gap(new, [other])


def test_an_amount_in_another_piece_of_what_was_said_answers_nothing():
    gap = replace(
        SITE, what="how the bill would be divided", cue="did not say", holder="Josef Oduya",
        sentence="Josef Oduya did not say how the bill would be divided.", names=("Josef Oduya",),
        text="Josef Oduya did not say how the bill would be divided.",
    )  # fmt: skip
    told = "letters on the shares were exchanged{}the price had risen to 3.4 million crowns"
    by = {"speaker_name": "Josef Oduya"}
    assert closed_by(gap, [said(told.format(" and "), **by)])
    assert closed_by(gap, [said(told.format(" … "), **by)]) == []
