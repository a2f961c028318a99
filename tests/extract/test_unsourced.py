"""Where the writer goes beyond the record, and where somebody else does."""

import pytest

from onrecord.extract.unsourced import own_voice, table, unsourced_in
from onrecord.values import Attribution, Kind, Reason, Span, text_of


def span_of(text: str, words: str) -> Span:
    at = text.index(words)
    return Span(at, at + len(words))


def attributed(text: str, source: str, cue: str, content: str) -> Attribution:
    return Attribution(
        "a",
        (span_of(text, source),),
        (span_of(text, cue),),
        (span_of(text, content),),
        Kind.INDIRECT,
        1.0,
    )


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("The pact may reflect a broader effort to court Lurmia.", Reason.SPECULATION),
        ("The vote is likely to be closely watched.", Reason.SPECULATION),
        ("The bridge is believed to be worth millions.", Reason.SPECULATION),
        ("Her remarks suggest that the plan has been dropped.", Reason.SPECULATION),
        ("The sale raises questions about who owned the port.", Reason.INSINUATION),
        ("The silence has fueled speculation about his health.", Reason.INSINUATION),
        ("The project is shrouded in secrecy.", Reason.INSINUATION),
        ("Markets fell amid fears that the bank would fail.", Reason.INSINUATION),
        ("The visit offers a rare glimpse of the court.", Reason.JUDGEMENT),
        ("The alliance of the two ports is unprecedented.", Reason.JUDGEMENT),
        ("The visit underscores the deepening ties of the two ports.", Reason.JUDGEMENT),
    ],
)
def test_each_reason_is_known_by_its_words(text: str, reason: Reason) -> None:
    (found,) = unsourced_in(text, ())
    assert found.reason is reason
    assert text_of(found.spans, text) == text


@pytest.mark.parametrize(
    "text",
    [
        "The ferry can carry 300 people.",
        "The museum will open on Monday.",
        "The hall may be used for weddings.",
        "The fire began on 3 May in the old port of Arlen.",
        "Shares of Orva fell 4 percent on Tuesday.",
        "The council met on Tuesday and voted nine to two.",
        "",
    ],
)
def test_plain_narration_is_left_alone(text: str) -> None:
    assert unsourced_in(text, ()) == ()


def test_what_somebody_says_is_theirs() -> None:
    text = "The mayor said the pact may reflect a broader effort."
    said = attributed(text, "The mayor", "said", "the pact may reflect a broader effort")
    assert unsourced_in(text, [said]) == ()


def test_what_stands_in_quotation_marks_is_theirs() -> None:
    assert unsourced_in("The sign reads “this may be an unprecedented disaster”.", ()) == ()


def test_a_sentence_with_a_verb_of_telling_is_theirs_even_unread() -> None:
    assert unsourced_in("According to the mayor, the pact may be unprecedented.", ()) == ()


def test_only_what_is_left_beside_an_attribution_is_marked() -> None:
    text = "In a move that underscores the deepening ties of both, he said he would go."
    said = attributed(text, "he", "said", "he would go")
    (found,) = unsourced_in(text, [said])
    assert found.reason is Reason.JUDGEMENT
    assert text_of(found.spans, text).startswith("In a move that underscores")
    assert "he would go" not in text_of(found.spans, text)


def test_an_attribution_without_source_shields_nothing() -> None:
    text = "It is feared that the bank could fail."
    nobody = Attribution(
        "a", None, (span_of(text, "feared"),), (span_of(text, "the bank could fail"),),
        Kind.INDIRECT, 1.0,
    )  # fmt: skip
    assert len(unsourced_in(text, [nobody])) == 1


def test_the_writers_reading_of_remarks_is_the_writers() -> None:
    text = "His remarks suggest that the plan is dead."
    read = attributed(text, "His remarks", "suggest", "that the plan is dead")
    assert [u.reason for u in unsourced_in(text, [read])] == [Reason.SPECULATION]


def test_a_study_that_suggests_speaks_for_itself() -> None:
    text = "The survey suggests that fares may rise."
    read = attributed(text, "The survey", "suggests", "that fares may rise")
    assert unsourced_in(text, [read]) == ()


def test_the_writers_adverb_before_a_cue_is_the_writers() -> None:
    text = "She apparently believed the poll that showed her ahead."
    read = attributed(text, "She", "apparently believed", "the poll that showed her ahead")
    assert [p.words.split(" … ")[0] for p in own_voice(text, [read])] == ["She apparently"]


def test_each_feature_of_the_table_has_a_reason_and_weight_or_speaks_against() -> None:
    for feature in table().features:
        assert (feature.weight > 0) is (feature.reason is not None), feature.name


def test_the_reason_is_that_of_the_heaviest_feature() -> None:
    text = "The sale may be popular and raises questions about the port."
    (found,) = unsourced_in(text, ())
    heaviest = max(
        (f for f in table().features if f.reason and f.pattern.search(text)),
        key=lambda f: f.weight,
    )
    assert found.reason is heaviest.reason
