import pytest
from marked import read

from onrecord.extract.channel import channels_in
from onrecord.extract.nested import nested_in
from onrecord.values import text_of

OUTLETS = ("Coast Agency",)


def inner(marked: str) -> tuple[str, str, str] | None:
    text, attributions = read(marked)
    found = [a for a in nested_in(text, attributions, [], OUTLETS) if a not in attributions]
    if not found:
        return None
    (one,) = found
    assert one.source
    assert one.cue
    return text_of(one.source, text), text_of(one.cue, text), text_of(one.content, text)


@pytest.mark.parametrize(
    ("marked", "found"),
    [
        ("[Coast Agency] {reported} <that the sculptor said it would open in May>.",
         ("the sculptor", "said", "it would open in May")),
        ("<Alma Maren, a sculptor, has denied that it would open>, {according to} [Coast Agency].",
         ("Alma Maren, a sculptor,", "has denied", "that it would open")),
        ("[State media] {said} <the mayor told workers that it would open>.",
         ("the mayor", "told", "that it would open")),
        ("[Coast Agency] {reports} <Mayor Oduya was planning to open the bridge>.",
         ("Mayor Oduya", "was planning", "to open the bridge")),
        ("[A tweet] {quoted} <another baker, Ida Maren, as saying “it will open”>.",
         ("another baker, Ida Maren,", "as saying", "“it will open”")),
    ],
)  # fmt: skip
def test_a_speaker_at_the_head_of_what_an_outlet_reports_is_found(
    marked: str, found: tuple[str, str, str]
) -> None:
    assert inner(marked) == found


@pytest.mark.parametrize(
    "marked",
    [
        "[Maren] {said} <that the mayor said it would open in May>.",
        "[Coast Agency] {reported} <that the bridge was closed, as the mayor said it would be>.",
        "[Coast Agency] {reported} <that the plan announced by the mayor had failed>.",
        "[Coast Agency] {reported} <that men who claimed to be guards had left>.",
        "[Coast Agency] {reported} <that it had rained>.",
    ],
)
def test_anything_less_plain_stays_as_it_was(marked: str) -> None:
    assert inner(marked) is None


def test_the_outlet_is_the_channel_of_the_speaker_within() -> None:
    text, attributions = read("[Coast Agency] {reported} <that the sculptor said it would open>.")
    both = nested_in(text, attributions, [], OUTLETS)
    hops = channels_in(text, both, [], OUTLETS)
    assert [[(h.spans[0].of(text), h.relation) for h in each] for each in hops] == [
        [],
        [("Coast Agency", "reported by")],
    ]


def test_one_inside_that_the_reader_found_itself_is_not_found_twice() -> None:
    text, (outer,) = read("[Coast Agency] {reported} <that the sculptor said it would open>.")
    once = nested_in(text, [outer], [], OUTLETS)
    assert nested_in(text, once, [], OUTLETS) == once


def test_what_somebody_other_than_an_outlet_says_of_a_speaker_is_left_alone() -> None:
    assert inner("[A tweet] {said} <that the sculptor said it would open in May>.") is None
    assert inner("[A tweet] {showed} <the sculptor as a young woman of the town>.") is None
