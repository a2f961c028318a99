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


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(1, 90), min_size=1, max_size=400))
def test_windows_hold_every_word_and_leave_no_seam(sizes):
    first = np.cumsum([0, *sizes[:-1]])
    n = len(sizes)
    blank = np.zeros(n, dtype=np.int64)
    words = Words(blank, blank, np.zeros(sum(sizes), dtype=np.int64), first, blank)
    found = list(windows_of(0, words))
    assert found[0].first == 0
    assert found[-1].last == n
    assert all(w.length <= WINDOW for w in found)
    for a, b in itertools.pairwise(found):
        shared = int(first[a.last - 1] + sizes[a.last - 1] - first[b.first])
        assert a.first < b.first <= a.last
        assert shared <= OVERLAP
        assert shared > OVERLAP - 90 or b.first == a.first + 1
