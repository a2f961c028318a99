"""Attributions by pattern, where the network sees none."""

import pytest

from onrecord.extract.beyond import according_to_whom, beyond, told_of
from onrecord.extract.unsourced import unsourced_in
from onrecord.text import frame_of, sentences
from onrecord.values import Attribution, Kind, Span, text_of


def found(text, already=()):
    return list(beyond(text, sentences(text), already))


def test_a_hearsay_adverb_is_a_cue_without_source():
    text = "The harbour master allegedly sold the bell, and nobody asked."
    (one,) = found(text)
    assert one.source is None
    assert text_of(one.cue, text) == "allegedly"
    assert text_of(one.content, text) == "The harbour master … sold the bell"


def test_after_who_only_the_predicate_is_hearsay():
    text = "A plaque honours sailors who reportedly rowed to Tellin."
    (one,) = found(text)
    assert text_of(one.content, text) == "rowed to Tellin"


def test_a_statement_pointed_back_to_rests_on_the_one_named():
    text = (
        "A statue will stand in Tellin. This revelation, first shared with Coast Agency by "
        "Ida Maren of the Arts Council, surprised the town."
    )
    (one,) = found(text)
    assert text_of(one.source, text) == "Ida Maren of the Arts Council"
    assert text_of(one.cue, text) == "first shared"
    assert text_of(one.content, text) == "A statue will stand in Tellin"


def test_pointing_without_anybody_named_is_left_alone():
    assert found("It will stand. This announcement, made on Monday, surprised the town.") == []


def test_what_the_network_found_is_left_alone():
    text = "The mayor reportedly left."
    held = Attribution("a", None, (Span(10, 20),), (Span(0, 9),), Kind.INDIRECT, 0.9)
    assert found(text, [held]) == []


def test_the_writers_frame_is_no_part_of_what_was_told():
    text = (
        "In a move that underscores the town's unease, a statue will stand in Tellin. This "
        "revelation, first shared with Coast Agency by Ida Maren, surprised the council."
    )
    (one,) = found(text)
    assert text_of(one.content, text) == "a statue will stand in Tellin"
    (unsourced, *_) = unsourced_in(text, [one])
    assert [span.of(text) for span in unsourced.spans] == [
        "In a move that underscores the town's unease"
    ]


def test_a_frame_ends_at_its_comma_and_a_plain_opening_is_none():
    framed = "In what neighbours see as a snub, the wall was built."
    assert frame_of(framed, Span(0, len(framed))).of(framed) == "In what neighbours see as a snub"
    for plain in (
        "In a statement, the mayor said so.",
        "In March, a move was made.",
        "In a move.",
        "In a move " + "and on " * 100 + ", it ends.",
    ):
        assert frame_of(plain, Span(0, len(plain))) is None


def test_who_is_told_of_by_hearsay_is_not_who_tells_it():
    text = "A monument to the pilots who reportedly guided relief ships is to be raised."
    source, cue = text.index("who"), text.index("reportedly")
    assert told_of(text, Span(source, source + 3), Span(cue, cue + 10))
    text = "The clerk, who said that he reportedly knew, left."
    source, cue = text.index("who"), text.index("said")
    assert not told_of(text, Span(source, source + 3), Span(cue, cue + 4))
    pilots, cue = text.index("The clerk"), text.index("reportedly")
    assert not told_of(text, Span(pilots, pilots + 9), Span(cue, cue + 10))


@pytest.mark.parametrize(
    ("text", "source", "cue", "content"),
    [
        (
            "It is so, he said. He had put the cost at 2.1 million crowns when the port froze.",
            "He", "had put", "the cost at 2.1 million crowns",
        ),
        (
            "As for Tarn, the Harbour Board puts the number of wrecks off it at about twelve.",
            "the Harbour Board", "puts", "the number of wrecks off it at about twelve",
        ),
        (
            "Nobody knows the cost, which the mayor, Jan Orlik, put at $2 million on Monday.",
            "the mayor, Jan Orlik", "put", "the cost … at $2 million on Monday",
        ),
    ],
)  # fmt: skip
def test_a_figure_that_somebody_puts_is_theirs(text, source, cue, content):
    (one,) = found(text)
    assert one.source is not None
    assert text_of(one.source, text) == source
    assert text_of(one.cue, text) == cue
    assert text_of(one.content, text) == content


@pytest.mark.parametrize(
    "text",
    [
        "She put the kettle on at 9.",
        "The firm put the books at 3 of its shelves.",
        "The court put the bill at the bottom.",
        "Crowds estimated at 300 came.",
    ],
)
def test_what_is_put_and_no_figure_is_left_alone(text):
    assert found(text) == []


def test_a_figure_that_the_network_found_is_left_alone():
    text = "Forbes put the cost at 2 million."
    held = Attribution("a", (Span(0, 6),), (Span(7, 10),), (Span(11, 32),), Kind.INDIRECT, 0.9)
    assert found(text, [held]) == []


def test_whom_one_goes_by_says_only_what_follows():
    text = "It heard Petra Lund, according to whom nobody sailed."
    cue, whole = Span(21, 33), (Span(3, 19), Span(34, 52))
    told = according_to_whom(text, cue, whole)
    assert told is not None
    source, content = told
    assert (source.of(text), text_of(content, text)) == ("whom", "nobody sailed")
    assert according_to_whom("It was so, said whom nobody", Span(11, 15), (Span(16, 27),)) is None
    plain = "It froze, according to Petra Lund."
    assert according_to_whom(plain, Span(10, 22), (Span(0, 8),)) is None
