"""Statements here are invented; so are their speakers, towns and events."""

from dataclasses import replace

import pytest

from onrecord.judged import Judgement, Relation, Statement
from onrecord.match.claims import VERSION, keys_of, same_claim
from onrecord.values import Act, Certainty, Firmness, Kind, Polarity, Span
from tests.match.statements import said

FERRY = "the new ferry terminal at Halsund will open to passengers before the winter storms"


def statement(
    content: str,
    *,
    id: str = "a",
    speaker: str | None = "e-lind",
    kind: Kind = Kind.INDIRECT,
    article: str | None = None,
    start: int = 0,
) -> Statement:
    return Statement(
        id,
        article or f"article of {id}",
        "Halsund Post",
        "2031-03-04",
        content,
        (Span(start, start + len(content)),),
        kind,
        speaker=speaker,
        speaker_name=speaker and speaker.removeprefix("e-").title(),
    )


def judged(one: Statement, other: Statement) -> Judgement | None:
    """What is decided of the two, which must not depend on which came first."""
    other = replace(other, id="b", article=other.article.replace("of a", "of b"))
    found, back = same_claim(one, [other]), same_claim(other, [one])
    assert [j.score for j in found] == [j.score for j in back]
    return found[0] if found else None


def same(one: Statement, other: Statement) -> bool:
    return judged(one, other) is not None


def test_a_quotation_and_its_paraphrase_are_one_claim():
    quoted = statement(
        "“The new ferry terminal will open to passengers before the winter storms.”",
        kind=Kind.DIRECT,
    )
    told = statement("that passengers can use the new ferry terminal before winter storms arrive")
    assert same(quoted, told)


def test_a_quotation_cut_shorter_is_the_same_claim():
    whole = (
        "We counted every crate twice. The harbour fund was emptied by its own treasurer. We wept."
    )
    piece = "“The harbour fund was emptied by its own treasurer,”"
    found = judged(statement(f"“{whole}”", kind=Kind.DIRECT), statement(piece, kind=Kind.DIRECT))
    assert found is not None
    assert "word for word" in found.reason


def test_a_judgement_says_what_was_weighed_and_where_it_stands():
    found = judged(statement(FERRY), statement(FERRY))
    assert found is not None
    assert (found.relation, found.subject, found.object) == (Relation.SAME_CLAIM, "a", "b")
    assert found.by == VERSION
    assert {p.name for p in found.parts} >= {"words", "inside", "cut", "order", "speaker"}
    assert "Lind" in found.reason
    assert [e.article for e in found.evidence] == ["article of a", "article of b"]


@pytest.mark.parametrize(
    ("content", "changed"),
    [
        ("will open", "will not open"),
        ("will open to", "won't open to"),
        ("the new ferry terminal", "no new ferry terminal"),
    ],
)
def test_a_negation_keeps_apart(content: str, changed: str):
    assert content in FERRY
    assert not same(statement(FERRY), statement(FERRY.replace(content, changed)))


def test_who_denies_a_thing_does_not_say_the_same_as_who_confirms_it():
    def told(act: Act, polarity: Polarity) -> Statement:
        return replace(statement(FERRY), firmness=Firmness(act, Certainty.CERTAIN, polarity))

    confirmed = told(Act.CONFIRMATION, Polarity.AFFIRMED)
    assert not same(confirmed, told(Act.DENIAL, Polarity.DENIED))
    assert same(confirmed, told(Act.ALLEGATION, Polarity.AFFIRMED))


def test_expected_and_confirmed_are_the_same_claim_on_its_way():
    expected = statement(FERRY.replace("will open", "is expected to open"))
    assert same(statement(FERRY), expected)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("39 dock workers", "41 dock workers"),
        ("twelve dock workers", "thirteen dock workers"),
        ("1.5 million dock workers", "15 million dock workers"),
    ],
)
def test_another_number_of_the_same_thing_keeps_apart(one: str, other: str):
    text = "the flood at the Halsund shipyard killed {} and ruined the slipway"
    assert not same(statement(text.format(one)), statement(text.format(other)))


@pytest.mark.parametrize(
    ("one", "other"), [("1,200 crates", "1200 crates"), ("two million crates", "2 million crates")]
)
def test_a_number_spelt_otherwise_is_the_same_number(one: str, other: str):
    text = "the smugglers of Halsund moved {} through the old salt warehouse"
    assert same(statement(text.format(one)), statement(text.format(other)))


def test_another_day_of_the_month_keeps_apart():
    text = "the fishermen of Halsund will vote on a strike over herring quotas on {}"
    assert not same(statement(text.format("May 17")), statement(text.format("May 10")))
    assert same(statement(text.format("May 17")), statement(text.format("17 May")))


def test_a_question_is_not_its_answer():
    assert not same(statement(FERRY), statement("whether " + FERRY))
    assert not same(statement(FERRY), statement(f"“Is it true that {FERRY}?”", kind=Kind.MIXED))


def test_the_same_question_of_two_people_is_no_claim_of_both():
    asked = f"“Is it true that {FERRY}?”"
    assert not same(statement(asked), statement(asked, speaker="e-moe"))


@pytest.mark.parametrize("content", ["yes", "“It was sad.”", "that this is a great day", "…"])
def test_short_words_that_everybody_uses_are_no_claim(content: str):
    assert not same(statement(content), statement(content))


def test_a_short_statement_needs_the_same_mouth_and_the_same_words():
    short = statement("“Rotten herring politics!”", kind=Kind.DIRECT)
    assert same(short, statement("‘Rotten herring politics’", kind=Kind.DIRECT))
    assert not same(short, replace(short, speaker="e-moe"))
    assert not same(short, replace(short, speaker=None))
    assert not same(short, statement("“Rotten herring festival!”", kind=Kind.DIRECT))


def test_several_may_make_the_same_claim():
    assert same(statement(FERRY), statement(FERRY, speaker="e-moe"))


def test_other_speakers_need_more_in_common_than_one_speaker():
    one = "the council sold the old salt warehouse below its value to a friend of the mayor"
    other = "that the salt warehouse went below value to the mayor's friend, and nobody objected"
    near = judged(statement(one), statement(other))
    assert near is not None
    assert not same(statement(one), statement(other, speaker="e-moe"))


def test_a_name_with_titles_is_a_subject_and_no_claim():
    subject = "former Prime Minister Astrid Vollan and Deputy Governor Pelle Krone"
    named = (("e-vollan", "Astrid Vollan"), ("e-krone", "Pelle Krone"))
    one = replace(statement(subject), names=named)
    other = replace(statement(f"{subject} quarrelled at the regatta over seating"), names=named)
    assert not same(one, other)


def test_what_is_said_of_several_people_takes_more_than_a_word():
    text = "the Prime Minister Astrid Vollan and the Governor Pelle Krone quarrelled"
    assert not same(statement(text), statement(text))
    longer = f"{text} over herring quotas"
    assert same(statement(longer), statement(longer))


def test_the_same_few_telling_words_from_one_mouth_are_one_claim_among_names():
    text = "a ban on herring in the United Fjords of Astrid Vollan"
    assert same(statement(text), statement(text))
    assert not same(statement(text), statement(text, speaker="e-krone"))


def test_a_sentence_is_found_again_as_speech_is_reported():
    quoted = "“We’ll sell the ferry by summer,” … “I have promised it, and now you have heard me.”"
    told = "that they would sell the ferry by summer and mend the quay"
    found = judged(statement(quoted, kind=Kind.DIRECT), statement(told))
    assert found is not None
    assert "as speech is reported (we'll sell the ferry by summer)" in found.reason
    assert not same(statement(quoted, kind=Kind.DIRECT), statement(told, speaker="e-krone"))
    assert not same(statement(quoted), statement("that they would not sell the ferry by summer"))
    costly = told.replace("mend the quay", "mend the quay for 2.1 million crowns")
    assert not same(statement(quoted, kind=Kind.DIRECT), statement(costly))


@pytest.mark.parametrize(
    "phrase",
    [
        "the ferry by the old quay",  # no sentence
        "it is what we have",  # says nothing
        "boats sank twice here",  # too few words
    ],
)
def test_less_than_a_telling_sentence_is_not_found_again(phrase):
    one = statement(f"“Herring matter more.” … “{phrase}.”")
    assert not same(one, statement(f"that for the mayor {phrase} and nothing besides"))


def test_a_number_that_one_speaker_gives_of_a_thing_within_days_pins_it():
    one = statement("that up to 3,000 barrels may go to the Halsund cellars")
    two = statement("he will deploy 3,000 barrels in Halsund, and a net or so")
    assert same(one, two)
    later = replace(two, published="2031-04-04")
    assert not same(one, later)
    assert not same(statement("he waited 7 years"), statement("she fished 7 years with nets"))


def test_what_one_speaker_says_twice_within_days_there_was_none_of_is_one_claim():
    denies = Firmness(Act.DENIAL, Certainty.CERTAIN, Polarity.DENIED, None)
    denied = replace(statement("any convoy had sailed"), firmness=denies)
    told = statement("there was no convoy at all, since the whole port would have heard it")
    found = judged(denied, told)
    assert found is not None
    assert "none of one thing (convoy)" in found.reason
    assert not same(denied, replace(told, published="2031-04-04"))
    assert not same(denied, replace(told, speaker="e-krone"))
    assert not same(denied, statement("there was no convoy for the herring"))
    assert not same(replace(denied, firmness=None), told)


def test_a_brief_statement_is_weighed_by_all_its_words():
    found = judged(statement("Rotten herring politics!"), statement("Rotten herring politics"))
    assert found is not None
    assert [(p.name, p.score, p.detail) for p in found.parts] == [
        ("words", 1.0, "rotten herring politics"),
        ("cut", 1.0, "rotten herring politics"),
        ("speaker", 1.0, ""),
    ]


def test_words_repeated_inside_other_words_are_not_affirmed_by_another():
    idea = "a tunnel under the fjord paid from herring duties"
    laughed = (
        "that nobody serious believed in the mayor's dream of a tunnel under the fjord paid from "
        "herring duties, since engineers, bankers and even schoolchildren had laughed at it"
    )
    assert not same(statement(idea), statement(laughed, speaker="e-moe"))


def test_words_inside_words_of_one_article_are_not_said_twice():
    whole = statement(f"Moe had said that {FERRY}", article="one", start=100)
    part = replace(statement(FERRY, article="one", start=117), id="b")
    assert same_claim(whole, [part]) == []
    later = replace(statement(FERRY, article="one", start=900), id="c")
    assert [j.object for j in same_claim(whole, [part, later])] == ["c"]


def test_a_statement_is_not_compared_with_itself():
    assert same_claim(statement(FERRY), [statement(FERRY)]) == []


def test_whatever_else_the_two_disagree_on_keeps_apart():
    def places(one: Statement, other: Statement) -> list[str]:
        towns = [{t for t in ("Halsund", "Brevik") if t in s.content} for s in (one, other)]
        return sorted(towns[0] ^ towns[1])

    here, there = statement(FERRY, id="here"), statement(FERRY.replace("Halsund", "Brevik"), id="b")
    assert [j.object for j in same_claim(statement(FERRY), [there, here])] == ["here", "b"]
    found = same_claim(statement(FERRY), [there, here], differ=places)
    assert [j.object for j in found] == ["here"]


def test_the_likeliest_comes_first():
    near = statement(FERRY + ", as the mayor hopes and the unions doubt", id="near")
    exact = statement(FERRY, id="exact")
    assert [j.object for j in same_claim(statement(FERRY), [near, exact])] == ["exact", "near"]


def test_rare_words_count_for_more_when_the_ledger_says_so():
    one = statement("harbour pilots smuggled narwhal ivory and documents across bridges")
    other = statement("harbour pilots smuggled narwhal ivory yesterday, hidden among apples, pears")
    rare = {"narwhal", "ivory", "smuggl", "pilot"}

    def score(weight: float) -> float:
        other_id = replace(other, id="b", article="b")
        found = same_claim(one, [other_id], lambda stem: weight if stem in rare else 1.0)
        return found[0].score if found else 0.0

    assert score(8.0) > score(1.0)


def test_there_are_at_most_forty_keys_and_the_same_words_give_the_same():
    long = statement(
        " ".join(f"{FERRY} {n} gulls{chr(97 + n % 26)}{chr(97 + n // 3)}" for n in range(60))
    )
    assert len(keys_of(long)) <= 40
    assert keys_of(long) == keys_of(replace(long, id="z", article="y"))


def test_a_paraphrase_is_found_by_the_keys():
    told = statement("passengers can use the Halsund ferry terminal before winter", speaker=None)
    assert set(keys_of(statement(FERRY))) & set(keys_of(told))


def test_words_that_say_nothing_have_no_keys():
    assert keys_of(statement("…")) == ()
    assert keys_of(statement("it was sad", speaker=None)) == ()
    assert keys_of(statement("It was sad.")) == ("brief:e-lind|it was sad",)


def parts_of(one: Statement, other: Statement) -> dict[str, float]:
    """What each part gave for the two, every stem weighing the same."""
    found = same_claim(one, [replace(other, id="b", article="b")], lambda _: 1.0)
    assert len(found) == 1
    return {part.name: part.score for part in found[0].parts}


BASE = "pilots sank eleven herring barrels beside the Brevik lighthouse"


def test_parts_are_shares_of_what_is_in_one_or_both():
    longer = f"drunken {BASE} yesterday"
    parts = parts_of(statement(BASE), statement(longer, speaker="e-moe"))
    assert parts == {
        "words": 0.8, "inside": 1.0, "order": 1.0, "figures": 1.0, "speaker": -1.0
    }  # fmt: skip


def test_a_piece_of_one_speakers_words_counts_as_far_as_it_goes():
    exact = parts_of(statement(BASE), statement(f"drunken {BASE} yesterday"))
    assert exact["cut"] == 1.0
    # One word of ten is another: the run of four around it is broken.
    nearly = BASE + " that whole long and stormy night of rain and thunder"
    changed = nearly.replace("thunder", "lightning")
    assert parts_of(statement(nearly), statement(changed))["cut"] == round(18 / 19, 3)
    turned = nearly
    for word, instead in (
        ("sank", "sunk"),
        ("beside", "near"),
        ("whole", "entire"),
        ("night", "sea"),
    ):
        turned = turned.replace(word, instead)
    assert "cut" not in parts_of(statement(nearly), statement(turned))


def test_quoted_runs_count_whoever_repeats_them():
    quoted = statement(f"“{BASE}”", kind=Kind.DIRECT)
    parts = parts_of(quoted, statement(f"they said {BASE}", speaker="e-moe"))
    assert parts["quoted"] == 1.0
    assert parts["cut"] == 1.0
    five = "pilots sank herring barrels there “in the dark of it” says lighthouse crew"
    other = five.replace("says", "tells").replace("pilots sank", "sailors, pilots, sank")
    mixed = statement(five, kind=Kind.MIXED), statement(other, kind=Kind.MIXED)
    assert parts_of(*mixed)["quoted"] == 0.5


def test_shared_names_count_by_the_shorter_list():
    one = replace(statement(BASE), names=(("e1", "Brevik"), ("e2", "Moe")))
    two = replace(statement(BASE + " today"), names=(("e1", "Brevik"),))
    assert parts_of(one, two)["names"] == 1.0
    three = replace(two, names=(("e1", "Brevik"), ("e3", "Lind")))
    assert parts_of(one, three)["names"] == 0.5


def test_a_day_that_one_speaker_gives_twice_pins_two_statements_together():
    one = statement("the auction of the harbour cranes is on 17 May")
    two = statement("bidders for cranes must come on the 17th of May with cash")
    found = judged(
        statement("the auction of the cranes is on 17 May"),
        statement("the cranes auction is on the 17th of May"),
    )
    assert found is not None
    (pinned,) = [part for part in found.parts if part.name == "pinned"]
    assert pinned.score == 1.0
    assert "17 may" in pinned.detail.split(", ")
    of = {part.name: part.score for part in found.parts}
    words, rest = 0.7 * (0.65 * of["words"] + 0.35 * of["inside"]), 0.1 * of.get("order", 0.0)
    added = 0.05 + 0.1 + 0.08 + 0.08 * of["occasion"]
    assert found.score == pytest.approx(min(1.0, words + rest + added), abs=1e-3)
    keys = set(keys_of(one)) & set(keys_of(two))
    assert "pin:e-lind|17 may" in keys
    assert not any(k.startswith("pin:") for k in keys_of(replace(one, speaker=None)))
    round_sum = statement("the harbour cranes were sold to 40 bidders")
    assert not any(k.startswith("pin:") for k in keys_of(round_sum))
    sums = statement("the harbour cranes were sold to 41 bidders")
    assert "pin:e-lind|41 bidder" in keys_of(sums)


def test_keys_name_what_they_were_made_of():
    one = replace(
        statement("pilots sank eleven barrels"), names=(("e-brevik", "Brevik"), ("e-moe", "Moe"))
    )
    assert set(keys_of(one)) == {
        "word:barrel", "word:pilot", "word:sank", "word:eleven",
        "said:e-lind|barrel", "said:e-lind|pilot", "said:e-lind|sank", "said:e-lind|eleven",
        "figure:11|barrel",
        "name:e-brevik|barrel", "name:e-moe|barrel", "name:e-brevik|eleven", "name:e-moe|eleven",
        "pair:pilot|sank", "pair:sank|eleven", "pair:eleven|barrel",
        "pin:e-lind|11 barrel",
    }  # fmt: skip
    assert not [k for k in keys_of(replace(one, speaker=None)) if k.startswith(("said:", "pin:"))]


def test_a_score_is_never_more_than_certain():
    quoted = statement(f"“{BASE} on 17 May”", kind=Kind.DIRECT)
    found = judged(quoted, quoted)
    assert found is not None
    assert found.score == 1.0


@pytest.mark.parametrize(
    ("one", "other", "told"),
    [
        ("e-lind", "e-lind", "both are by Lind."),
        ("e-lind", "e-moe", "said by Lind and by Moe."),
        ("e-lind", None, "the speaker of one is not known."),
        (None, "e-lind", "the speaker of one is not known."),
        (None, None, "no speaker is known."),
    ],
)
def test_a_reason_says_who_speaks(one: str | None, other: str | None, told: str):
    found = judged(statement(FERRY, speaker=one), statement(FERRY, speaker=other))
    assert found is not None
    assert found.reason.endswith(f"; {told}")


def test_a_reason_says_how_alike_the_words_are():
    def reason(one: Statement, other: Statement) -> str:
        found = judged(one, other)
        assert found is not None
        return found.reason.partition(";")[0]

    assert reason(statement(FERRY), statement(FERRY)) == "One stands word for word in the other"
    nearly = BASE + " that whole long and stormy night of rain and thunder"
    changed = nearly.replace("thunder", "lightning")
    assert reason(statement(nearly), statement(changed)) == (
        "95% of the shorter stands word for word in the longer"
    )
    other = reason(statement(BASE), statement(f"drunken {BASE} yesterday", speaker="e-moe"))
    assert other.startswith("77% of their words by weight are shared (pilot, sank, eleven,")


def test_nameless_speakers_are_told_apart_without_names():
    one = replace(statement(FERRY), speaker_name=None)
    found, other = judged(one, one), judged(one, replace(one, speaker="e-moe"))
    assert found is not None
    assert other is not None
    assert found.reason.endswith("both are by one speaker.")
    assert other.reason.endswith("said by one and by another.")


def test_eight_words_on_end_are_a_claim_however_common_they_are():
    common = "we are all in this together as one"
    assert same(statement(common), statement(common))
    assert not same(statement(common), statement(common, speaker="e-moe"))
    assert not same(statement("we are in this together"), statement("we are in this together"))


def test_not_till_may_is_in_may():
    late = statement(FERRY.replace("will open", "will not open").replace("before", "until"))
    soon = statement(FERRY.replace("before the", "in").replace("storms", "weather"))
    apart = statement(FERRY.replace("will open", "will not open").replace("before the", "in"))
    assert same(late, soon)
    assert not same(apart, soon)


def test_words_that_both_quote_are_not_denied_by_a_not_beside_them():
    quoted = "“There has never been a pilot, not one, who knew this strait as the Marens knew it”"
    longer = (
        "“You do not know what fog is until you have sat there,” … “There has never been a pilot, "
        "not one, who knew this strait as the Marens knew it”"
    )
    one = said(quoted, kind=Kind.DIRECT, polarity=Polarity.DENIED)
    (judgement,) = same_claim(said(longer, kind=Kind.DIRECT), [one])
    assert judgement.object == one.id
    assert same_claim(said("the ferry had sailed to Tellin"), [
        said("the ferry had sailed to Tellin", polarity=Polarity.DENIED)
    ]) == []  # fmt: skip


def test_reports_of_the_same_days_need_fewer_words_alike():
    told = "that if whaling were made a crime, captains who go through with a hunt should be jailed"
    again = (
        "that captains who seek whaling should be jailed if hunts are ever outlawed at sea by a law "
        "of parliament"
    )
    soon, late = (said(again, on=day) for day in ("2026-03-06", "2026-06-06"))
    assert [j.object for j in same_claim(said(told, on="2026-03-07"), [soon, late])] == [soon.id]


def test_what_is_only_a_reason_is_not_what_is_said():
    wall = said("to build a sea wall along the northern harbour")
    why = "that the judge would be biased because he wants to build a sea wall along the northern harbour"
    assert same_claim(said(why), [wall]) == []
    assert same_claim(said("that he would build a sea wall along the northern harbour"), [wall])


def test_a_sum_of_three_digits_tells_its_thing_and_a_share_tells_nothing():
    def told(sum: str) -> tuple[str, str]:
        return (
            f"that Oduya had claimed a loss of {sum} in 1995, which freed him of dues for years",
            f"accounts from 1995 showed the shipowner and his firms lost nearly {sum} that season",
        )

    one, other = told("916 million crowns")
    assert same_claim(said(one), [said(other)])
    one, other = told("35 percent")
    assert same_claim(said(one), [said(other)]) == []


def test_the_world_is_no_country():
    many = "that the number of infected seals surpassed one million "
    assert same_claim(said(many + "worldwide"), [said(many + "in Sorrel")]) == []
    assert same_claim(said(many + "in Sorrel"), [said(many + "in Sorrel")])
