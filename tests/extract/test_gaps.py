"""What is said not to be known, and what only sounds like it."""

import time

import pytest

from onrecord.extract.gaps import gaps_in
from onrecord.values import (
    Attribution,
    EntityKind,
    Gap,
    GapKind,
    Kind,
    Name,
    Span,
    text_of,
)


def span_of(text: str, words: str) -> Span:
    at = text.index(words)
    return Span(at, at + len(words))


def only(text: str, *people: str) -> Gap:
    names = [Name(span_of(text, p), EntityKind.PERSON) for p in people]
    (gap,) = gaps_in(text, (), names)
    return gap


def what(text: str) -> str | None:
    gap = only(text)
    return gap.what and text_of(gap.what, text)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The price of the Arlen bridge was not disclosed.", GapKind.UNDISCLOSED),
        ("Orva Holdings did not say when the talks would resume.", GapKind.UNDISCLOSED),
        ("An unnamed aide described the meeting.", GapKind.UNDISCLOSED),
        ("The report could not be independently verified.", GapKind.UNVERIFIED),
        ("The navy has not confirmed the sinking.", GapKind.UNVERIFIED),
        ("Mayor Tilda Venn declined to comment on the report.", GapKind.DECLINED),
        ("The port would not say whether the crew was paid.", GapKind.DECLINED),
        ("The firm did not respond to requests for comment.", GapKind.DECLINED),
        ("It was not immediately clear how the fire began.", GapKind.UNCLEAR),
        ("The motive remains unknown.", GapKind.UNCLEAR),
        ("Police are trying to determine whether the lock was forced.", GapKind.UNCLEAR),
        ("No group has claimed responsibility for the blast.", GapKind.UNCLEAR),
        ("“Oh, we don’t know,” the curator said.", GapKind.UNCLEAR),
        ("I don't have a clear idea of how it was carved.", GapKind.UNCLEAR),
        ("“I'm not sure it was ever built,” she said.", GapKind.UNCLEAR),
        ("It is a little hard to definitively say what broke.", GapKind.UNCLEAR),
        ("Nothing is sure yet.", GapKind.UNCLEAR),
        ("“I'm not going to answer that question,” he said.", GapKind.DECLINED),
        ("That survey isn't published yet.", GapKind.UNDISCLOSED),
        ("The minister did not elaborate.", GapKind.NOT_ELABORATED),
        ("She stopped short of providing details about the plan.", GapKind.NOT_ELABORATED),
    ],
)
def test_each_way_of_not_telling_has_its_kind(text: str, kind: GapKind) -> None:
    assert only(text).kind is kind


@pytest.mark.parametrize(
    "text",
    [
        "Exports declined 3 percent in Lurmia last year.",
        "A wreath was laid at the grave of the unknown soldier.",
        "The vote was held by secret ballot.",
        "She refused to resign after the vote.",
        "The hostages have not been released.",
        "No injuries were reported after the crash.",
        "It is no longer unclear who won.",
        "The governor did not decline to comment.",
        "Why did the mayor decline to comment?",
        "If the mayor declines to comment, the paper will print it.",
        "The council has yet to endorse a candidate.",
        "He did not know he was being filmed.",
        "I did not know that.",
        "She is not going to the harbour.",
        "The mystery novel sold well.",
        "",
    ],
)
def test_words_that_only_sound_like_it_are_no_gap(text: str) -> None:
    assert gaps_in(text, (), ()) == ()


def test_the_missing_thing_is_the_clause_after_a_verb_of_telling() -> None:
    assert what("Orva did not say where the cuts would fall, but praised its staff.") == (
        "where the cuts would fall"
    )


def test_the_missing_thing_is_the_subject_of_a_passive() -> None:
    assert what("However, the cause of the fire has not been determined.") == (
        "the cause of the fire"
    )


def test_a_relative_pronoun_gives_the_phrase_it_stands_for() -> None:
    text = "This raises doubts about the extent of the damage, which remains unverified."
    assert what(text) == "the extent of the damage"


def test_a_parted_cue_leaves_the_missing_thing_out() -> None:
    text = "So far no exact criteria have been revealed."
    gap = only(text)
    assert [s.of(text) for s in gap.cue] == ["no", "have been revealed"]
    assert gap.what is not None
    assert text_of(gap.what, text) == "exact criteria"


def test_a_comment_withheld_on_nothing_has_no_missing_thing() -> None:
    assert only("The port declined to comment.").what is None


def test_the_subject_withholds() -> None:
    text = "Minister Tilda Venn declined to comment."
    assert only(text, "Tilda Venn").holder == (span_of(text, "Tilda Venn"),)


def test_the_owner_of_remarks_withholds() -> None:
    text = "Venn's comments, however, stopped short of providing details about the cost."
    assert only(text, "Venn").holder == (span_of(text, "Venn"),)


def test_the_agent_of_a_passive_withholds() -> None:
    text = "The toll was not released by the ministry."
    assert only(text).holder == (span_of(text, "the ministry"),)


def test_nobody_withholds_what_is_merely_unclear() -> None:
    assert only("It is unclear whether the bridge will stand.").holder is None


def test_a_first_person_in_quotation_is_the_speaker() -> None:
    text = '"We do not know how many were aboard," said harbour chief Odo Lind.'
    content = span_of(text, '"We do not know how many were aboard,"')
    source = span_of(text, "harbour chief Odo Lind")
    said = Attribution("a", (source,), (span_of(text, "said"),), (content,), Kind.DIRECT, 1.0)
    (gap,) = gaps_in(text, [said], ())
    assert gap.holder == (source,)
    assert gap.withheld_by is None


def test_a_name_is_no_cue() -> None:
    text = "They watched a film by the Unknown Artists."
    name = Name(span_of(text, "Unknown Artists"), EntityKind.ORGANISATION)
    assert gaps_in(text, (), [name]) == ()


def test_gaps_come_in_the_order_of_the_text_and_their_spans_hold() -> None:
    text = (
        "The cause is unknown. Orva declined to comment on the loss, "
        "and its owner did not say who was aboard."
    )
    found = gaps_in(text, (), ())
    assert [g.kind for g in found] == [GapKind.UNCLEAR, GapKind.DECLINED, GapKind.UNDISCLOSED]
    assert [text_of(g.cue, text) for g in found] == [
        "is unknown",
        "declined to comment",
        "did not say",
    ]


@pytest.mark.parametrize(
    "piece", ["declined to comment on ", "no ", "neither a b c ", "did not say ", '"', "a,"]
)
def test_a_long_line_of_cues_takes_time_in_proportion(piece: str) -> None:
    def seconds(chars: int) -> float:
        text = piece * (chars // len(piece))
        start = time.process_time()
        gaps_in(text, (), ())
        return time.process_time() - start

    seconds(1000)
    assert seconds(400_000) < 20 * (seconds(50_000) + 0.05)


def test_what_is_not_shown_as_it_is_what_the_sentence_before_left_out() -> None:
    text = "The log itself has not been released. The archive declined to show it to the Harbinger."
    first, second = gaps_in(text, (), ())
    assert second.what == first.what
    assert text_of(first.what or (), text) == "The log itself"
    apart = "The log has not been released. Rain fell. The archive declined to show it."
    *_, last = gaps_in(apart, (), ())
    assert text_of(last.what or (), apart) == "it"


def test_a_figure_without_a_source_is_held_by_who_gave_it() -> None:
    text = "It gave no source for the figure, which could not be independently confirmed."
    given, checked = gaps_in(text, (), ())
    assert (given.kind, checked.kind) == (GapKind.NOT_ELABORATED, GapKind.UNVERIFIED)
    assert text_of(checked.holder or (), text) == "It"


def test_whoever_withholds_is_no_more_than_the_subject() -> None:
    text = "Neither of the companies involved would reveal the price of the ferry."
    (gap,) = gaps_in(text, (), ())
    assert gap.holder is not None
    assert [span.of(text) for span in gap.holder] == ["the companies involved"]
