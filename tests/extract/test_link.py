"""Linking, held against the same facts told one pair at a time, and against scorers made by hand."""

import math

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from onrecord.extract.link import FACTS, REACH, Chooser, Linker, Page, facts_of
from onrecord.text import DOUBLE_MARKS, paragraphs, sentences
from onrecord.values import Span

WAIT = "Rain fell. “We wait,” said Sam Oduya: he would, he added, go. “No.”"


def page_of(text):
    return Page.of(text, sentences(text), paragraphs(text))


def pairs_of(spans):
    return np.array([(s.start, s.end) for s in spans], dtype=np.int64).reshape(-1, 2)


def ends_of(spans):
    return [s.end for s in spans]


def told(text, span, cue, cues, sources, contents, according):
    """The facts of one content or source and one cue, in words: the same, without arrays."""
    before = span.start < cue.start
    first, second = (span, cue) if before else (cue, span)
    low, high = min(first.end, second.start), second.start

    def between(offsets):
        return sum(low <= o < high for o in offsets)

    def ends(offsets):
        return sum(low <= o <= high for o in offsets)

    def standing(characters):
        return [i for i, c in enumerate(text) if c in characters]

    def stands(characters, *offsets):
        return any(text[min(max(o, 0), len(text) - 1)] in characters for o in offsets)

    def opens(offset):
        return offset - max(e for e in [0, *ends_of(sentences(text))] if e <= offset) <= 2

    def closes(offset):
        every = ends_of(sentences(text))
        return min([e for e in every if e >= offset] or every[-1:]) - offset <= 2

    stops = ends(ends_of(sentences(text)))
    marks = between(standing(DOUBLE_MARKS))
    return {
        "before": before,
        "distance": math.log1p(high - low) / 4,
        "touching": high - low <= 2,
        "same sentence": stops == 0,
        "sentence ends": min(stops, 4) / 2,
        "paragraph ends": min(ends(ends_of(paragraphs(text))), 4) / 2,
        "cues between": min(between(c.start for c in cues), 4) / 2,
        "contents between": min(between(c.start for c in contents), 4) / 2,
        "sources between": min(between(s.start for s in sources), 4) / 2,
        "starts with mark": stands("\"“”«»„", span.start, span.start + 1),
        "ends with mark": stands("\"“”«»„", span.end - 1, span.end - 2),
        "marks between": min(marks, 4) / 2,
        "odd marks between": marks % 2,
        "comma before": stands(",", second.start - 1, second.start - 2),
        "comma after": stands(",", first.end, first.end + 1),
        "colon between": between(standing(":")) > 0,
        "stop between": between(standing(".!?;")) > 0,
        "according": according,
        "cue length": math.log1p(len(cue)) / 4,
        "length": math.log1p(len(span)) / 4,
        "cue opens sentence": opens(cue.start),
        "opens sentence": opens(span.start),
        "cue ends sentence": closes(cue.end),
        "ends sentence": closes(span.end),
    }  # fmt: skip


@st.composite
def pages(draw):
    text = draw(st.text(st.sampled_from('aB ,.:;!?"“”«„\n'), min_size=1, max_size=60))
    if not text.strip():
        text += "a"

    def spans(least):
        pairs = st.tuples(st.integers(0, len(text) - 1), st.integers(1, 12))
        drawn = draw(st.lists(pairs, min_size=least, max_size=8))
        return sorted(Span(a, min(a + n, len(text))) for a, n in drawn)

    cues = spans(1)
    flags = draw(st.lists(st.booleans(), min_size=len(cues), max_size=len(cues)))
    return text, spans(1), cues, spans(0), flags


LINE = "“a.” b:\n"
MANY = [Span(at, at + 4) for at in range(0, 9 * len(LINE), len(LINE))]
FAR = 9 * len(LINE)
"""More of everything between a span and its only cue than is counted."""


@settings(max_examples=150, deadline=None)
@given(pages())
@example((LINE * 9 + "said", MANY, [Span(FAR, FAR + 4)], MANY, [False]))
def test_the_facts_of_all_pairs_at_once_are_those_of_each_pair_alone(drawn):
    text, contents, cues, sources, flags = drawn
    index, facts = facts_of(
        page_of(text), *map(pairs_of, (contents, cues, sources, contents)), np.array(flags)
    )
    starts = [c.start for c in cues]
    for row, span in enumerate(contents):
        at = sum(s < span.start for s in starts)
        expected = [i for i in range(at - REACH, at + REACH) if 0 <= i < len(cues)]
        real = [k for k in range(2 * REACH) if index[row, k] >= 0]
        assert [int(index[row, k]) for k in real] == expected
        gaps = {}
        for k, i in zip(real, expected, strict=True):
            found = dict(zip(FACTS, facts[row, k].tolist(), strict=True))
            plain = told(text, span, cues[i], cues, sources, contents, flags[i])
            assert {name: found[name] for name in plain} == pytest.approx(
                {name: float(value) for name, value in plain.items()}
            )
            gaps[k] = plain["before"], round(math.expm1(plain["distance"] * 4)), found
        nearest = {
            side: min((gap for before, gap, _ in gaps.values() if before is side), default=None)
            for side in (True, False)
        }
        for _, gap, found in gaps.values():
            assert found["nearest"] == (gap == min(g for _, g, _ in gaps.values()))
            assert found["nearest on its side"] == (gap in nearest.values())


def facts_in(text, span, cue, *others):
    """The named facts of the words `span` and the cue `cue` of `text`, with other cues."""
    places = sorted(Span(text.index(w), text.index(w) + len(w)) for w in (cue, *others))
    mine = Span(text.index(span), text.index(span) + len(span))
    none = np.zeros((0, 2), dtype=np.int64)
    index, facts = facts_of(
        page_of(text), pairs_of([mine]), pairs_of(places), none, pairs_of([mine]),
        np.array([p.of(text).startswith("accord") for p in places]),
    )  # fmt: skip
    wanted = next(i for i, p in enumerate(places) if p.of(text) == cue)
    return dict(zip(FACTS, facts[0][index[0].tolist().index(wanted)].tolist(), strict=True))


def test_a_quotation_before_its_cue_is_told_by_what_stands_between():
    found = facts_in(WAIT, "“We wait,”", "said", "added")
    assert found["before"]
    assert found["touching"]
    assert found["same sentence"]
    assert found["nearest"]
    assert found["starts with mark"]
    assert found["ends with mark"]
    assert not found["colon between"]
    far = facts_in(WAIT, "“We wait,”", "added", "said")
    assert far["before"]
    assert far["colon between"]
    assert not far["touching"]
    assert not far["nearest"]
    assert far["cues between"] == 0.5


def scorer(none=-50.0, **weights):
    """A chooser that adds up facts by these weights."""
    hidden = np.zeros((len(FACTS), 1))
    for name, weight in weights.items():
        hidden[FACTS.index(name.replace("_", " "))] = weight
    return {"hidden": hidden.tolist(), "hidden_bias": [0.0], "out": [1.0], "none": none}


def linked(text, content, source, *, sources=(), cues=(), contents=()):
    """Links of `text` as words: (source, cue, contents, score)."""
    spans = [
        sorted(Span(text.index(w), text.index(w) + len(w)) for w in words)
        for words in (sources, cues, contents)
    ]
    linker = Linker.of({"content": content, "source": source})
    return [
        (
            None if link.source is None else spans[0][link.source].of(text),
            None if link.cue is None else spans[1][link.cue].of(text),
            [spans[2][i].of(text) for i in link.contents],
            link.score,
        )
        for link in linker.links(page_of(text), text, *spans)
    ]


SAID = {
    "sources": ("Sam Oduya", "he w"),
    "cues": ("said", "added"),
    "contents": ("“We wait,”", "would", "go", "“No.”"),
}


def test_contents_take_the_cue_that_scores_best_and_cues_their_source():
    close = scorer(nearest=9.0)
    found = linked(WAIT, close, close, **SAID)
    assert [f[:3] for f in found] == [
        ("Sam Oduya", "said", ["“We wait,”"]),
        ("he w", "added", ["would", "go", "“No.”"]),
    ]
    assert all(0.99 < f[3] <= 1.0 for f in found)


def test_a_cue_after_its_source_takes_it_where_that_scores_best():
    found = linked(WAIT, scorer(nearest=9.0), scorer(before=9.0, nearest=5.0), **SAID)
    assert [f[:2] for f in found] == [("Sam Oduya", "said"), ("he w", "added")]


def test_what_nothing_claims_stays_alone_and_a_cue_without_content_is_none():
    alone = scorer(none=50.0)
    found = linked(WAIT, alone, alone, **SAID)
    assert [f[:3] for f in found] == [(None, None, [c]) for c in SAID["contents"]]
    found = linked(WAIT, scorer(nearest=9.0), alone, **SAID)
    assert [f[:2] for f in found] == [(None, "said"), (None, "added")]


def test_a_link_is_as_sure_as_its_least_sure_content_times_its_source():
    # All cues score alike: halves of what "none" leaves; sources likewise.
    text = "Sam Oduya said yes and no"
    words = {"sources": ("Sam Oduya",), "cues": ("said",), "contents": ("yes", "no")}
    even = scorer(none=0.0)
    ((source, cue, contents, score),) = linked(text, even, even, **words)
    assert (source, cue, contents) == ("Sam Oduya", "said", ["yes", "no"])
    assert score == pytest.approx(0.25)
    sure, doubtful = scorer(touching=9.0, none=-1.0), scorer(none=0.0)
    ((_, _, _, score),) = linked(text, sure, doubtful, **words)
    assert score == pytest.approx(0.5 / (1 + math.exp(-1.0)), abs=1e-4)


def test_an_according_to_is_told_apart_from_other_cues():
    text = "It rained, according to Ida Maren, who said so."
    words = {"sources": ("Ida Maren",), "cues": ("according to", "said"), "contents": ("so",)}
    found = linked(text, scorer(according=9.0), scorer(none=0.0, according=9.0), **words)
    assert [f[:3] for f in found] == [("Ida Maren", "according to", ["so"])]
    assert found[0][3] == pytest.approx(1.0, abs=1e-3)
    capital = text.replace("according", "ACCORDING")
    words["cues"] = ("ACCORDING to", "said")
    found = linked(capital, scorer(according=9.0), scorer(none=0.0, according=9.0), **words)
    assert [f[:2] for f in found] == [("Ida Maren", "ACCORDING to")]


def test_without_cues_every_content_is_an_attribution_of_its_own():
    text = "“We wait,” and “No.”"
    found = linked(text, scorer(), scorer(), contents=("“We wait,”", "“No.”"))
    assert found == [(None, None, ["“We wait,”"], 1.0), (None, None, ["“No.”"], 1.0)]
    assert linked(text, scorer(), scorer(), cues=("and",)) == []


def test_without_sources_a_cue_has_none_and_is_no_less_sure():
    text = "It rained, she said."
    ((source, cue, _, score),) = linked(
        text, scorer(none=0.0), scorer(), cues=("said",), contents=("It rained",)
    )
    assert (source, cue) == (None, "said")
    assert score == pytest.approx(0.5)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 4), st.integers(1, 6))
def test_chances_are_shares_of_those_that_are_there(seed, rows, width):
    dice = np.random.default_rng(seed)
    facts = dice.normal(size=(rows, width, 3)).astype(np.float32)
    index = np.where(dice.random((rows, width)) < 0.3, -1, 7)
    held = {
        "hidden": dice.normal(size=(3, 2)).tolist(), "hidden_bias": dice.normal(size=2).tolist(),
        "out": dice.normal(size=2).tolist(), "none": float(dice.normal()),
    }  # fmt: skip
    chances = Chooser.of(held).probabilities(index, facts)
    for row in range(rows):
        odds = []
        for k in range(width):
            inner = [
                max(0.0, sum(facts[row, k, f] * held["hidden"][f][h] for f in range(3)) + bias)
                for h, bias in enumerate(held["hidden_bias"])
            ]
            score = sum(value * held["out"][h] for h, value in enumerate(inner))
            odds.append(math.exp(score) if index[row, k] >= 0 else 0.0)
        odds.append(math.exp(held["none"]))
        assert chances[row].tolist() == pytest.approx([o / sum(odds) for o in odds], abs=1e-5)


@pytest.mark.parametrize(
    ("head", "opens"),
    [
        ("TARN, May 3 (Farlight) – ", True), ("TARN — ", True), ("Tarn (FL) -- ", True),
        ("ST. ORM, Tarn — ", True), ("", True), ("The mayor of Tarn – ", False),
        ("He paid “TEN MARKS — ", False), ("The bridge (a wreck) was shut – ", False),
    ],
)  # fmt: skip
def test_what_follows_a_dateline_opens_its_sentence(head: str, opens: bool) -> None:
    text = f"{head}The bridge will be shut, the mayor said on Friday.\n\nIt rained."
    content, cue = (
        Span(text.index(words), text.index(words) + len(words))
        for words in ("The bridge will be shut", "said")
    )
    page = page_of(text)
    spans, cues = pairs_of([content]), pairs_of([cue])
    index, facts = facts_of(page, spans, cues, cues[:0], spans, np.array([False]))
    assert set(facts[0, index[0] >= 0, FACTS.index("opens sentence")]) == {float(opens)}
    assert (0 in page.openings) and len(page.openings) == 3 + bool(head and opens)
