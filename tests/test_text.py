"""Paragraphs, sentences and quotations, from characters alone."""

import itertools
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.text import Lines, fold, frame_of, kind_of, paragraphs, quotations, sentences
from onrecord.values import Kind, Span, united

texts = st.text(
    alphabet=st.one_of(st.sampled_from(" \n.!?\"“”«»'’AaБж,;"), st.characters()), max_size=300
)


def told(text, spans):
    return [s.of(text) for s in spans]


def test_each_line_is_a_paragraph_where_lines_are_long_or_end_in_stops():
    text = "Rain fell on Tellin.\n\nIt stopped.\n"
    assert told(text, paragraphs(text)) == ["Rain fell on Tellin.", "It stopped."]


def test_lines_of_a_hard_wrapped_text_are_joined():
    text = (
        "The council of Tellin met on\nMonday to discuss the bridge and\nthe ferry that "
        "replaced it in\nthe spring of last year, when\nthe river rose.\n\nNothing was decided."
    )
    assert len(paragraphs(text)) == 2


def wrapped(*lines, gap="\n"):
    """How many paragraphs these lines are."""
    return len(paragraphs(gap.join(lines)))


BROKEN = "The council of Tellin met on the"


def test_only_lines_that_mostly_break_off_are_taken_for_wrapped():
    ended = BROKEN + "."
    assert wrapped(*[BROKEN] * 5) == 1
    assert wrapped(*[BROKEN] * 4) == 4, "four lines have three ends within: too few to tell"
    assert wrapped(*[BROKEN] * 8, ended, ended, ended) == 1, "8 of 10 inner lines break off"
    assert wrapped(*[BROKEN] * 7, ended, ended, ended, ended) == 11, "7 of 10 are too few"
    assert wrapped(*[BROKEN + mark for mark in ".!?:;\"”'’…"]) == 10
    assert wrapped(*[BROKEN + " \t"] * 5) == 1, "spaces at an end are no end"


def test_lines_wider_than_any_wrapping_are_paragraphs():
    assert wrapped(*["a" * 100] * 5) == 1
    assert wrapped(*["a" * 100] * 4, "a" * 101) == 1, "the last line ends nothing"
    assert wrapped("a" * 101, *["a" * 100] * 4) == 5


def test_a_blank_line_parts_wrapped_paragraphs_and_one_is_not_counted_as_broken():
    assert wrapped(*[BROKEN] * 5, gap="\n\n") == 5
    text = "\n".join([BROKEN] * 5) + "\n\n" + "\n".join([BROKEN] * 3)
    first, second = paragraphs(text)
    assert first.of(text).count(BROKEN) == 5
    assert second.of(text).count(BROKEN) == 3
    spaced = "\n".join([BROKEN] * 5) + "\n \n" + "\n".join([BROKEN] * 3)
    assert len(paragraphs(spaced)) == 2, "a line of spaces is a blank line"


def test_a_paragraph_begins_and_ends_with_what_can_be_seen():
    text = "  \t\n  Rain fell. \u2003\n\t\nIt stopped."
    assert told(text, paragraphs(text)) == ["Rain fell.", "It stopped."]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mr. Oduya left. He was late.", ["Mr. Oduya left.", "He was late."]),
        ("It cost $2.5 million. Nobody paid.", ["It cost $2.5 million.", "Nobody paid."]),
        ("J. R. Maren spoke. Then she left.", ["J. R. Maren spoke.", "Then she left."]),
        ("“Go home.” They went.", ["“Go home.”", "They went."]),
        ("He asked why? Nobody knew!", ["He asked why?", "Nobody knew!"]),
        ("The U.S. envoy came. It rained.", ["The U.S. envoy came.", "It rained."]),
        ("Sales rose at Ash Co. in May.", ["Sales rose at Ash Co. in May."]),
        ("It rained.  \u00a0 Then it stopped.", ["It rained.", "Then it stopped."]),
        ("(It rained.) [Then not.] They left.", ["(It rained.)", "[Then not.]", "They left."]),
        ("Who? he asked. No one.", ["Who? he asked.", "No one."]),
        ("It rained... Then it stopped.", ["It rained...", "Then it stopped."]),
        ("I saw (St. Anne) and “Mr. Lund” there.", ["I saw (St. Anne) and “Mr. Lund” there."]),
        ("Vitamin C! It helps.", ["Vitamin C!", "It helps."]),
        ("So did I. Then b. 4 came.", ["So did I. Then b.", "4 came."]),
        ("A cry: “No!” They ran.", ["A cry: “No!”", "They ran."]),
        ("They left. — “Why?” – 12 came.", ["They left.", "— “Why?”", "– 12 came."]),
        ("雨。 雪！ 風", ["雨。", "雪！", "風"]),
        ("It is 3.5. Of it. all", ["It is 3.5.", "Of it. all"]),
    ],
)
def test_sentences_end_at_stops_and_not_at_abbreviations(text, expected):
    assert told(text, sentences(text)) == expected


def test_sentences_may_be_asked_for_in_some_paragraphs_only():
    text = "It rained. It stopped.\n\nThey left. All of them."
    second = paragraphs(text)[1]
    assert told(text, sentences(text, [second])) == ["They left.", "All of them."]
    assert sentences(text, []) == []


def test_an_abbreviation_is_told_by_the_whole_word_before_its_stop():
    assert len(sentences("It was a new prev. Nobody came.")) == 2
    assert len(sentences("A reference to " + "x" * 19 + "mr. Nobody came.")) == 2
    assert len(sentences("He met Mr. Lund.")) == 1
    assert len(sentences("No. Dr. Lund said Inc. Magazine paid the Corp. Then he left.")) == 1


@given(texts)
def test_sentences_are_ordered_disjoint_and_hold_every_visible_character(text):
    found = sentences(text)
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))
    held = {i for s in found for i in range(s.start, s.end)}
    missed = [c for i, c in enumerate(text) if i not in held and not c.isspace()]
    assert not missed


@pytest.mark.parametrize("marks", ["“”", '""', "«»", "„“"])
def test_a_quotation_in_any_marks_is_found(marks):
    text = f"She said {marks[0]}we wait{marks[1]} and left."
    (found,) = quotations(text)
    assert found.span.of(text) == f"{marks[0]}we wait{marks[1]}"
    assert found.closed


def test_a_quotation_continued_over_paragraphs_is_one_a_paragraph():
    text = "“We wait.\n\n“We always wait,” she said."
    first, second = quotations(text)
    assert not first.closed
    assert second.continues
    assert second.span.of(text) == "“We always wait,”"


def test_an_unpaired_mark_opens_to_the_end_of_its_paragraph_only():
    text = 'The sign said "closed for repairs.\n\nNobody came.'
    (found,) = quotations(text)
    assert found.span.end <= text.index("\n")


@pytest.mark.parametrize(
    ("text", "inner"),
    [
        ("“We wait.”", "We wait."),
        ("“ \u00a0We wait.”", "We wait."),
        ("“We wait.", "We wait."),
        ("“W”", "W"),
        ("“”", None),
        ("“ ”", None),
        ("“", None),
    ],
)
def test_the_words_of_a_quotation_are_without_its_marks(text, inner):
    (found,) = quotations(text)
    span = found.inner(text)
    assert (span and span.of(text)) == inner


def quoted(text):
    return [(q.span.of(text), q.closed, q.continues) for q in quotations(text)]


def test_straight_marks_open_before_a_word_and_close_after_one():
    assert quoted('"Go," she said. "Now."') == [('"Go,"', True, False), ('"Now."', True, False)]
    assert quoted('He said ("we wait") so') == [('"we wait"', True, False)]
    assert quoted('It is—"so"—said') == [('"so"', True, False)]
    assert quoted('a 6" board and a 4" one') == []
    assert quoted('He said " and left') == []
    assert quoted('"') == []


def test_a_mark_is_closed_by_its_own_kind_or_a_straight_one():
    assert quoted("„We wait“ now") == [("„We wait“", True, False)]
    assert quoted("„We wait” now") == [("„We wait”", True, False)]
    assert quoted("‟We wait” now") == [("‟We wait”", True, False)]
    assert quoted("«We “really” wait» now") == [("«We “really” wait»", True, False)]
    assert quoted('“We wait" now') == [('“We wait"', True, False)]
    assert quoted('“We "really" wait”') == [('“We "really"', True, False)]
    assert quoted("We wait” now") == []
    assert quoted("a» b") == []


def test_only_the_next_paragraph_continues_a_quotation_and_only_with_a_mark_in_front():
    assert quoted("“We wait.\n\n“We go.\n\n“We stay.”") == [
        ("“We wait.", False, False),
        ("“We go.", False, True),
        ("“We stay.”", True, True),
    ]
    assert quoted("“We wait.\n\nThey left.\n\n“We stay.”") == [
        ("“We wait.", False, False),
        ("“We stay.”", True, False),
    ]
    assert quoted("“We wait.\n\nShe said “we stay.”") == [
        ("“We wait.", False, False),
        ("“we stay.”", True, False),
    ]
    assert quoted("“We wait.\n\n“We go,” she said. “Now.”") == [
        ("“We wait.", False, False),
        ("“We go,”", True, True),
        ("“Now.”", True, False),
    ]
    assert quoted("“We wait.”\n\n“We go.”") == [
        ("“We wait.”", True, False),
        ("“We go.”", True, False),
    ]
    assert quoted("“We wait.\n\n“We go,” she said. “Not") == [
        ("“We wait.", False, False),
        ("“We go,”", True, True),
        ("“Not", False, False),
    ]


def test_quotations_may_be_asked_for_in_some_paragraphs_only():
    text = "“We wait.”\n\n“We go.”"
    assert [q.span.of(text) for q in quotations(text, paragraphs(text)[1:])] == ["“We go.”"]
    assert quotations(text, []) == []


@pytest.mark.parametrize(
    ("text", "frame"),
    [
        ("In a move that surprised the coast, it closed.", "In a move that surprised the coast"),
        ("In the latest bitter blow – it closed.", "In the latest bitter blow"),
        ("In what many called a farce, it closed.", "In what many called a farce"),
        ("In a movement, it closed.", None),
        ("It closed, in a move that surprised, again.", None),
        ("In a move; then, it closed.", None),
    ],
)
def test_what_a_writer_puts_before_a_sentence_is_its_frame(text, frame):
    found = frame_of(text, Span(0, len(text)))
    assert (found and found.of(text)) == frame
    shifted = "Rain. " + text
    found = frame_of(shifted, Span(6, len(shifted)))
    assert (found and found.of(shifted)) == frame


@pytest.mark.parametrize(
    ("marked", "kind"),
    [
        ("[“We wait”]", Kind.DIRECT),
        ("[they wait]", Kind.INDIRECT),
        ("[they “wait” now]", Kind.MIXED),
        ("[“abcdefghijklmnopqrs” t]", Kind.DIRECT),
        ("[“abcdefghijklmnopqr” s]", Kind.MIXED),
        ("[“…” they said]", Kind.INDIRECT),
        ("“We [wait and] see”", Kind.DIRECT),
        ("“We wait [and see” they said]", Kind.MIXED),
        ("[“We] wait” [“and see”]", Kind.DIRECT),
        ("[“we” “wait”]", Kind.DIRECT),
        ("“no” [so] “no”", Kind.INDIRECT),
        ("[…]", Kind.INDIRECT),
    ],
)
def test_a_kind_is_the_share_of_letters_within_marks(marked, kind):
    text, content, start = "", [], 0
    for char in marked:
        if char == "[":
            start = len(text)
        elif char == "]":
            content.append(Span(start, len(text)))
        else:
            text += char
    quoted = [q.span for q in quotations(text)]
    assert kind_of(text, tuple(content), quoted) is kind


def test_inches_and_closing_marks_do_not_open_a_quotation():
    assert quotations('A board of 6" and no more') == []


@given(texts)
def test_quotations_are_disjoint_and_inside_the_text(text):
    found = quotations(text)
    assert all(a.span.end <= b.span.start for a, b in itertools.pairwise(found))
    assert all(q.span.end <= len(text) for q in found)


@given(st.text(max_size=200))
def test_folding_keeps_the_way_back(text):
    folded = fold(text)
    assert len(folded.text) == len(folded.origin)
    assert list(folded.origin) == sorted(folded.origin)
    assert "  " not in folded.text


def test_folded_words_lead_back_to_their_characters():
    text = "Žižek’s “café”"
    folded = fold(text)
    at = folded.text.index("cafe")
    assert folded.span(at, at + 4).of(text) == "café"


def test_folding_makes_plain_what_looks_alike():
    assert fold("‘It’s’ “so”—or ‑ «no»").text == '\'it\'s\' "so"-or - "no"'
    assert fold("  A\u00a0\tB\nC ").text == "a b c "
    assert fold("re\u00adad\u200b\x00y").text == "ready"
    assert fold("ﬁn Ⅻ ①").text == "fin xii 1"
    assert fold("\u0e33").text == "\u0e32", "a mark may come before the letter it is part of"
    assert fold("").text == ""


def test_a_folded_span_covers_all_that_it_was_made_of():
    text = "a ﬁ  b"
    folded = fold(text)
    assert folded.text == "a fi b"
    assert folded.span(2, 4) == Span(2, 3)
    assert folded.span(0, 6) == Span(0, 6)
    assert folded.span(4, 5) == Span(3, 4)


spans = st.tuples(st.integers(0, 60), st.integers(1, 9)).map(lambda p: Span(p[0], p[0] + p[1]))


@given(st.lists(spans, max_size=8).map(united), spans)
def test_lines_find_what_looking_at_every_span_finds(many, span):
    lines = Lines(many)
    assert list(lines) == many
    assert lines.around(span) == next((s for s in many if s.start <= span.start < s.end), None)
    assert lines.touch(span) == any(s.overlaps(span) for s in many)
    assert lines.at(span.start) == max(sum(s.start <= span.start for s in many) - 1, 0)


def test_lines_tell_which_span_an_offset_stands_in():
    lines = Lines([Span(0, 5), Span(8, 12)])
    assert lines.around(Span(9, 10)) == Span(8, 12)
    assert lines.around(Span(6, 7)) is None
    assert lines.touch(Span(4, 9))
    assert not lines.touch(Span(5, 8))


@pytest.mark.parametrize("unit", ["a. ", '"', "“", ". ", "\n", "Mr. ", "\u200b"])
def test_no_text_takes_longer_than_in_proportion_to_its_length(unit):
    text = unit * (200_000 // len(unit))
    began = time.process_time()
    sentences(text)
    quotations(text)
    assert time.process_time() - began < 5
