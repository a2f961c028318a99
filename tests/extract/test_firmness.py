import pytest
from marked import read

from onrecord.extract.cue import lemma_of
from onrecord.extract.firmness import firmness_in
from onrecord.values import Act, Attribution, Certainty, Firmness, Kind, Polarity, Span


def firm(marked: str) -> tuple[Firmness, list[str]]:
    text, attributions = read(marked)
    (found,) = firmness_in(text, attributions)
    assert found.firmness
    return found.firmness, [span.of(text) for span in found.firmness.spans]


@pytest.mark.parametrize(
    ("cue", "act"),
    [
        ("said", Act.STATEMENT),
        ("confirmed", Act.CONFIRMATION),
        ("has since acknowledged", Act.CONFIRMATION),
        ("denied", Act.DENIAL),
        ("rules out", Act.DENIAL),
        ("alleges", Act.ALLEGATION),
        ("claimed", Act.ALLEGATION),
        ("vowed", Act.PROMISE),
        ("is planning", Act.PROMISE),
        ("wondered", Act.QUESTION),
        ("declined to say", Act.REFUSAL),
        ("stopped short of saying", Act.REFUSAL),
        ("believes", Act.OPINION),
        ("called for", Act.OPINION),
        ("frobnicated", Act.STATEMENT),
    ],
)
def test_the_cue_names_the_act(cue: str, act: Act) -> None:
    assert firm(f"[The mayor] {{{cue}}} <that the bridge at Tellin was closed>.")[0].act is act


def test_a_plain_statement_needs_no_words_to_say_so() -> None:
    found, words = firm("[The mayor] {said} <the bridge was closed>.")
    assert found == Firmness(Act.STATEMENT, Certainty.UNSTATED, Polarity.AFFIRMED)
    assert words == []


def test_a_confirmation_is_certain_and_its_cue_is_the_evidence() -> None:
    found, words = firm("[The minister] {confirmed} <that both towns plan to build a bridge>.")
    assert (found.act, found.certainty) == (Act.CONFIRMATION, Certainty.CERTAIN)
    assert found.polarity is Polarity.AFFIRMED
    assert words == ["confirmed"]


@pytest.mark.parametrize(
    ("content", "certainty", "words"),
    [
        ("the bridge may close", Certainty.POSSIBLE, ["may"]),
        ("the bridge could close", Certainty.POSSIBLE, ["could"]),
        ("the bridge will probably close", Certainty.PROBABLE, ["probably"]),
        ("the bridge is expected to close", Certainty.PROBABLE, ["expected"]),
        ("the guards allegedly took bribes", Certainty.POSSIBLE, ["allegedly"]),
        ("the guards reportedly took bribes", Certainty.PROBABLE, ["reportedly"]),
        ("the bridge will definitely close", Certainty.CERTAIN, ["definitely"]),
        ("the bridge will close", Certainty.UNSTATED, []),
        ("the towns plan to build", Certainty.UNSTATED, []),
    ],
)
def test_a_hedge_in_the_main_clause_sets_the_certainty(
    content: str, certainty: Certainty, words: list[str]
) -> None:
    found, said_by = firm(f"[The mayor] {{said}} <{content}>.")
    assert (found.certainty, said_by) == (certainty, words)


@pytest.mark.parametrize(
    "content",
    [
        "the bridge closed because the pier may fall",
        "the men who may have fled were locals",
        "the council chose a possible site",
        "it closed the bridge, which is likely to anger drivers",
        "when the river might rise, the gates are shut",
    ],
)
def test_a_hedge_in_another_clause_or_before_a_noun_is_left_alone(content: str) -> None:
    assert firm(f"[The mayor] {{said}} <{content}>.")[0].certainty is Certainty.UNSTATED


@pytest.mark.parametrize("content", ["it would open in May", "the bridge near Will Oduya fell"])
def test_a_month_or_a_name_is_no_modal(content: str) -> None:
    found, words = firm(f"[She] {{said}} <{content}>.")
    assert found.certainty is Certainty.UNSTATED
    assert words == []


def test_a_hedge_in_the_content_outweighs_the_cue() -> None:
    found, words = firm("[The mayor] {confirmed} <the bridge may close>.")
    assert (found.act, found.certainty) == (Act.CONFIRMATION, Certainty.POSSIBLE)
    assert words == ["confirmed", "may"]


@pytest.mark.parametrize(
    ("marked", "polarity"),
    [
        ("[She] {said} <the bridge was not closed>.", Polarity.DENIED),
        ("[She] {said} <the bridge wasn’t closed>.", Polarity.DENIED),
        ("[She] {said} <there was no evidence that it fell>.", Polarity.DENIED),
        ("[She] {said} <the bridge closed and was not missed>.", Polarity.AFFIRMED),
        ("[She] {said} <the bridge, not the road, was closed>.", Polarity.AFFIRMED),
        ("[She] {said} <it was not only closed but gone>.", Polarity.AFFIRMED),
        ("[She] {said} <there is no doubt it fell>.", Polarity.AFFIRMED),
        ("[She] {denied} <that the bridge was closed>.", Polarity.DENIED),
        ("[She] {denied} <that the town had not paid>.", Polarity.AFFIRMED),
        ("[She] {does not believe} <that the bridge was closed>.", Polarity.DENIED),
        ("[She] {doubts} <that the bridge was closed>.", Polarity.DENIED),
        ("[The town] {has no plans} <to rebuild>.", Polarity.DENIED),
        ("[She] {accused} <him of not paying>.", Polarity.AFFIRMED),
        ("[She] {said} <the bridge is unlikely to open>.", Polarity.DENIED),
    ],
)
def test_polarity_follows_the_negation_that_has_the_main_clause_in_its_scope(
    marked: str, polarity: Polarity
) -> None:
    assert firm(marked)[0].polarity is polarity


@pytest.mark.parametrize(
    "cue", ["did not say", "would not confirm", "didn’t elaborate on", "has never disclosed"]
)
def test_a_negated_verb_of_saying_refuses_and_denies_nothing(cue: str) -> None:
    found, words = firm(f"[The agency] {{{cue}}} <when the bridge will open>.")
    assert (found.act, found.polarity) == (Act.REFUSAL, Polarity.AFFIRMED)
    assert len(words) == 2


def test_a_negation_the_reader_left_before_the_cue_is_seen() -> None:
    found, words = firm("[The agency] did not {say} <when the bridge will open>.")
    assert found.act is Act.REFUSAL
    assert words == ["not", "say"]


@pytest.mark.parametrize(
    ("marked", "act"),
    [
        ("[He] {asked} <whether the bridge was safe>.", Act.QUESTION),
        ("[He] {asked} <the council to close the bridge>.", Act.OPINION),
        ("[He] {ordered} <the guards to leave>.", Act.OPINION),
        ("[He] {ordered} <two bags of sand>.", Act.STATEMENT),
        ("[He] {is commonly called} <the baker>.", Act.STATEMENT),
        ("[He] {agreed} <to close the bridge>.", Act.PROMISE),
        ("[He] {agreed} <that the bridge was old>.", Act.OPINION),
        ("<“Is the bridge safe?”> [he] {said}.", Act.QUESTION),
        ("<“We will rebuild the bridge,”> [he] {said}.", Act.PROMISE),
        ("<“We’re going to rebuild the bridge,”> [he] {said}.", Act.PROMISE),
        ("<“We will be missed,”> [he] {said}.", Act.STATEMENT),
        ("<“I hope the bridge holds,”> [he] {said}.", Act.OPINION),
        ("[He] {said} <the allegations were false>.", Act.DENIAL),
        ("[He] {said} <a false floor had given way>.", Act.STATEMENT),
    ],
)
def test_the_content_settles_what_the_cue_leaves_open(marked: str, act: Act) -> None:
    assert firm(marked)[0].act is act


def test_a_lone_adverb_of_hearsay_is_an_allegation() -> None:
    found, words = firm("The guards who {allegedly} <took bribes> were dismissed.")
    assert (found.act, found.certainty) == (Act.ALLEGATION, Certainty.POSSIBLE)
    assert words == ["allegedly"]


def denials(marked: str) -> list[str | None]:
    return [a.denies for a in firmness_in(*read(marked))]


def test_a_denial_is_linked_to_the_allegation_it_takes_up() -> None:
    marked = "[The union] {accused} <the harbour of hiding losses>. |[The harbour] {denied} <the allegations>."
    assert denials(marked) == [None, "a0"]


def test_a_denial_is_linked_to_a_claim_in_the_same_words() -> None:
    marked = (
        "[The union] {said} <the harbour hid losses of nine million crowns>. |"
        "[The paper] {said} <it rained>. |"
        "[The harbour] {denied} <that it hid losses of nine million crowns>."
    )
    assert denials(marked) == [None, None, "a0"]


def test_a_denial_of_something_else_or_of_ones_own_words_stays_unlinked() -> None:
    other = (
        "[The union] {said} <the harbour hid losses>. |[The mayor] {denied} <that he had resigned>."
    )
    own = "[The mayor] {claimed} <the harbour hid losses>. |[The mayor] {denied} <the claims>."
    assert denials(other) == [None, None]
    assert denials(own) == [None, None]


@pytest.mark.parametrize(
    ("word", "lemma"),
    [("denies", "deny"), ("denied", "deny"), ("planning", "plan"), ("vowed", "vow"),
     ("refusing", "refuse"), ("said", "say"), ("bridges", "bridges")],
)  # fmt: skip
def test_a_lemma_is_found_by_the_rules_of_spelling(word: str, lemma: str) -> None:
    assert lemma_of(word) == lemma


def test_a_hostile_line_of_negations_is_read_to_its_end() -> None:
    text = "not " * 1_000_000
    attributions = [
        Attribution(str(i), None, (Span(i * 400, i * 400 + 3),), (Span(i * 400 + 4, len(text)),),
                    Kind.INDIRECT, 1.0)
        for i in range(500)
    ]  # fmt: skip
    assert len(firmness_in(text, attributions)) == 500
