from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.present.pieces import Role, paragraphs_of
from onrecord.present.record import record_of
from onrecord.text import paragraphs
from onrecord.values import Article, Attribution, Kind, Reading, Span

from .examples import TEXT, reading


def test_pieces_put_together_are_the_paragraphs() -> None:
    joined = ["".join(p.text for p in para.pieces) for para in paragraphs_of(record_of(reading()))]
    assert joined == [span.of(TEXT) for span in paragraphs(TEXT)]


def test_a_statement_is_noted_where_it_begins_and_only_there() -> None:
    paras = list(paragraphs_of(record_of(reading())))
    assert [[s.number for s in para.statements] for para in paras] == [
        [1, 2], [3, 4], [5], [6, 7, 8], [9, 10, 11], [12], [], [13],
    ]  # fmt: skip


def test_a_barred_paragraph_is_one_with_unsourced_words() -> None:
    assert [para.barred for para in paragraphs_of(record_of(reading()))] == [False] * 6 + [
        True,
        False,
    ]


def test_one_source_of_two_statements_is_marked_once() -> None:
    marks = [
        mark
        for para in paragraphs_of(record_of(reading()))
        for piece in para.pieces
        for mark in piece.begins
        if mark.role is Role.SOURCE and piece.text.startswith("Vardonia")
    ]
    assert len(marks) == 1


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_every_piece_carries_exactly_the_marks_that_cover_it(data: st.DataObject) -> None:
    text = data.draw(st.text(alphabet="ab.\n ", min_size=1, max_size=80))
    ends = st.integers(0, len(text))
    pairs = [p for p in data.draw(st.lists(st.tuples(ends, ends), max_size=8)) if p[0] < p[1]]
    value = Reading(
        Article("a", text, "0" * 64),
        tuple(
            Attribution(str(n), None, None, (Span(*p),), Kind.INDIRECT, 1)
            for n, p in enumerate(pairs)
        ),
    )
    spans = paragraphs(text)
    for span, para in zip(spans, paragraphs_of(record_of(value)), strict=True):
        at = span.start
        for piece in para.pieces:
            end = at + len(piece.text)
            covering = sorted(p for p in pairs if p[0] <= at and end <= p[1])
            assert sorted((m.span.start, m.span.end) for m in piece.marks) == covering
            at = end
        assert at == span.end
