"""The reader as a whole, with the weights that ship: what every version of them must get right."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from onrecord.extract import attributions_in, reader
from onrecord.extract.reader import kind_of
from onrecord.text import quotations
from onrecord.values import EntityKind, Kind, Settings, Span, text_of

SETTINGS = Settings(threads=1)


def read(text):
    return attributions_in([text], SETTINGS)[0]


def told(text):
    """(source, cue, content) of each attribution of `text`."""
    return [
        (
            text_of(a.source, text) if a.source else None,
            text_of(a.cue, text) if a.cue else None,
            text_of(a.content, text),
        )
        for a in read(text).attributions
    ]


def test_a_quotation_before_its_speaker_is_one_attribution():
    text = "“We will build it here,” said Ida Maren, the sculptor."
    ((source, cue, content),) = told(text)
    assert source.startswith("Ida Maren")
    assert cue == "said"
    assert "We will build it here" in content


def test_indirect_speech_has_its_clause_as_content():
    text = "Mayor Sam Oduya said that the bridge would open in spring."
    ((source, cue, content),) = told(text)
    assert source.endswith("Sam Oduya")
    assert cue == "said"
    assert content.endswith("the bridge would open in spring")


def test_according_to_is_a_cue():
    text = "According to the harbour office, the ferry carried 400 people."
    ((source, cue, content),) = told(text)
    assert (source, cue) == ("the harbour office", "According to")
    assert "400 people" in content


def test_a_quotation_cut_by_its_cue_is_one_content_in_pieces():
    text = "“The river,” Ms. Maren said, “has never been this high.”"
    (one,) = read(text).attributions
    assert len(one.content) == 2
    assert text_of(one.cue, text) == "said"


def test_two_speakers_in_one_paragraph_keep_their_words():
    text = "Sam Oduya said the site was chosen. Ida Maren denied that any site had been chosen."
    (s1, _, c1), (s2, _, c2) = told(text)
    assert "Oduya" in s1
    assert "chosen" in c1
    assert "Maren" in s2
    assert "any site" in c2


def test_plain_narration_has_no_attribution():
    assert told("The ferry left at noon. It carried mail and forty sheep.") == []


def test_names_come_with_their_kind():
    text = "Ida Maren of the Tellin Arts Council flew from Lisbon to Portugal’s north on Friday."
    names = {n.span.of(text): n.kind for n in read(text).names}
    assert names["Ida Maren"] is EntityKind.PERSON
    assert names["Lisbon"] is EntityKind.PLACE


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("“We wait,” she said.", Kind.DIRECT),
        ("She said they would wait.", Kind.INDIRECT),
        ("She said they would “wait and see” for now.", Kind.MIXED),
    ],
)
def test_the_kind_is_how_much_stands_in_marks(text, kind):
    (one,) = read(text).attributions
    assert one.kind is kind


def test_kind_counts_words_and_not_marks():
    text = 'He said "no".'
    quoted = [q.span for q in quotations(text)]
    assert kind_of(text, (Span(8, 12),), quoted) is Kind.DIRECT


def test_a_long_article_reads_as_its_parts_do():
    part = "“We will build it here,” said Ida Maren, the sculptor.\n\nThe ferry left at noon.\n\n"
    text = part * 60
    found = read(text).attributions
    assert len(found) == 60
    width = len(part)
    assert {tuple((s.start % width, s.end % width) for s in a.spans) for a in found} == {
        tuple((s.start, s.end) for s in read(part).attributions[0].spans)
    }


def test_texts_read_together_are_as_read_alone():
    texts = ["Sam Oduya said it rained.", "", "“No,” said Ida Maren.", "It rained."]
    assert attributions_in(texts, SETTINGS) == [read(t) for t in texts]


@pytest.mark.parametrize(
    "text", ["", " ", "\n\n", "\u200b", "\ud800", "a" * 5000, "“" * 300, "\x00"]
)
def test_odd_texts_are_read_without_complaint(text):
    assert read(text).attributions == ()


def test_min_score_leaves_out_what_is_less_sure():
    text = "“We will build it here,” said Ida Maren, the sculptor."
    sure = read(text).attributions[0].score
    assert (
        attributions_in([text], Settings(threads=1, min_score=sure + 0.001))[0].attributions == ()
    )


def test_threads_that_ask_at_the_same_time_share_one_network() -> None:
    with ThreadPoolExecutor(4) as asking:
        networks = [asking.submit(reader._decoders, Settings(threads=3)) for _ in range(4)]
    assert len({id(found.result()[0]) for found in networks}) == 1


def test_a_name_alone_is_what_somebody_says_only_where_that_is_likely():
    text = "Sam Oduya has been targeting Ida Maren with attacks since she called him a liar."
    assert "Ida Maren" not in [content for _, _, content in told(text)]
    assert told("Both candidates face questions about their health.") == []
    likely = "The critics, including Sam Oduya, championed Maren."
    assert [content for _, _, content in told(likely)] == ["Maren"]


def test_what_stands_behind_a_dateline_is_told_like_any_other_lede():
    lede = (
        "The monument to the pilots of the strait will be unveiled on 3 October, Tarn’s culture "
        "minister said on Friday, naming a day for the first time.\n\n“We shall,” Josef Oduya said."
    )
    plain, behind = told(lede), told("TARN, March 27 (Farlight) – " + lede)
    assert plain == behind
    assert plain[0][0] == "Tarn’s culture minister"


def test_a_quotation_is_kept_however_short():
    text = "“Never,” she said of the plan. Clerks Grill Oduya: ‘You Should Go.’"
    assert any("You Should Go" in content for _, _, content in told(text))
