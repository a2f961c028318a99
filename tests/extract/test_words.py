"""Words, shapes and windows: what the network is shown."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.extract.network import OVERLAP, WINDOW, network, windows_of
from onrecord.extract.words import BREAKS, CASES, SHAPES, Words, words_of


@pytest.fixture(scope="module")
def tokenizer():
    return network(1).tokenizer


def test_words_are_runs_between_spaces_and_marks(tokenizer):
    text = "“It’s Mr. Oduya,” she said."
    words = words_of(text, tokenizer)
    told = [text[a:b] for a, b in zip(words.starts, words.ends, strict=True)]
    assert told == ["“", "It", "’", "s", "Mr", ".", "Oduya", ",", "”", "she", "said", "."]


def test_a_shape_tells_capitals_and_the_break_before(tokenizer):
    text = "Tellin SAID no 4\nlines. \n\nNew"
    words = words_of(text, tokenizer)
    shapes = {text[a:b]: s for a, b, s in zip(words.starts, words.ends, words.shapes, strict=True)}
    fresh = (BREAKS - 1) * CASES
    assert shapes["Tellin"] == fresh + 1
    assert shapes["SAID"] == 2
    assert shapes["no"] == 0
    assert shapes["4"] == 3
    assert shapes["lines"] == CASES
    assert shapes["New"] == fresh + 1


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=200))
def test_words_are_ordered_inside_the_text_and_never_empty(text):
    words = words_of(text, network(1).tokenizer)
    assert (words.starts < words.ends).all()
    assert (words.ends[:-1] <= words.starts[1:]).all()
    assert not len(words) or words.ends[-1] <= len(text)
    assert ((words.shapes >= 0) & (words.shapes < SHAPES)).all()
    assert len(words.first) == len(words.starts)


def laid(sizes: list[int], fresh: list[bool]) -> tuple[Words, np.ndarray]:
    """Words of so many pieces, some of which begin a paragraph; and where each begins and the last ends."""
    edges = np.cumsum([0, *sizes])
    blank = np.zeros(len(sizes), dtype=np.int64)
    shapes = np.where(fresh, (BREAKS - 1) * CASES, 0)
    shapes[0] = (BREAKS - 1) * CASES
    pieces = np.zeros(sum(sizes), dtype=np.int64)
    return Words(blank, blank, pieces, edges[:-1], shapes), edges


TEXTS = st.lists(st.tuples(st.integers(1, 90), st.booleans()), min_size=1, max_size=400)


@settings(max_examples=60, deadline=None)
@given(TEXTS, st.integers(1, 60))
def test_windows_hold_every_word_and_each_is_decided_once(parts, rarely):
    fresh = [flag and i % rarely == 0 for i, (_, flag) in enumerate(parts)]
    words, edges = laid([size for size, _ in parts], fresh)
    found = list(windows_of(0, words))
    assert [i for w in found for i in range(w.since, w.until)] == list(range(len(words)))
    for w in found:
        assert w.first <= w.since <= w.until <= w.last
        assert w.length == edges[w.last] - edges[w.first] + 2 <= WINDOW


@settings(max_examples=60, deadline=None)
@given(TEXTS)
def test_paragraphs_that_fit_are_read_whole(parts):
    sizes, fresh = zip(*parts, strict=True)
    words, edges = laid(list(sizes), list(fresh))
    found = list(windows_of(0, words))
    begins = [i for i in range(len(words)) if not i or fresh[i]]
    for a, b in itertools.pairwise([*begins, len(words)]):
        if edges[b] - edges[a] <= WINDOW - 2:
            assert sum(w.first <= a and b <= w.last for w in found) == 1
    for a, b in itertools.pairwise(found):
        if (
            a.first in begins and a.until == a.last == b.first == b.since
        ):  # what is read apart would not have fitted
            after = next((i for i in begins if i > b.first), len(words))
            assert edges[after] - edges[a.first] > WINDOW - 2


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(1, 90), min_size=1, max_size=400))
def test_a_long_paragraph_is_read_in_windows_that_leave_no_seam(sizes):
    words, edges = laid(sizes, [False] * len(sizes))
    for a, b in itertools.pairwise(windows_of(0, words)):
        shared = int(edges[a.last] - edges[b.first])
        assert a.first < b.first <= a.last
        assert shared <= OVERLAP
        assert shared > OVERLAP - 90 or b.first == a.first + 1
        assert abs((a.last - a.until) - (b.since - b.first)) <= 1
