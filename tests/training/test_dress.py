"""An article in another dress keeps everything that is known of it, word by word."""

from __future__ import annotations

import random

import numpy as np
import pytest

pytest.importorskip("torch", reason="needs the extra training")
pytest.importorskip("transformers", reason="needs the extra training")

from onrecord.extract.network import network
from training.corpus import Lesson, plain
from training.dress import blurred, cast_of, renamed, unmarked
from training.model import NAMES
from training.train import Pieces, Recipe, windows

TEXT = (
    "“We waited,” said Tove Lind. Lind runs the quay, and Roald the ferry.\n\n"
    "The Lind report was late, Ines Roald said.\n\n"
)  # fmt: skip
PEOPLE = {"Tove", "Lind", "Ines", "Roald"}


@pytest.fixture
def lesson() -> Lesson:
    example = plain("a", TEXT, network(1).tokenizer)
    person = NAMES.index("I-person")
    names = np.array([person if w in PEOPLE else 0 for w in example.words])
    return Lesson(example, names=names)


def test_a_person_bears_another_name_wherever_named(lesson: Lesson) -> None:
    cast = cast_of([lesson])
    assert set(cast) == PEOPLE
    assert cast.count("Lind") == 3
    other = renamed(lesson, ["Mbeki", "Osei"], random.Random(2))
    pairs = set(zip(lesson.example.words, other.example.words, strict=True))
    assert {b for a, b in pairs if a in PEOPLE} <= {"Mbeki", "Osei"}
    assert len({b for a, b in pairs if a == "Lind"}) == 1
    assert all(a == b for a, b in pairs if a not in PEOPLE)
    assert other.names is lesson.names


def test_a_share_of_the_words_cannot_be_read(lesson: Lesson) -> None:
    pieces = Pieces(network(1).tokenizer)
    cut = [pieces(w) for w in lesson.example.words] * 60
    seen = blurred(cut, 0.1, pieces.mask, random.Random(3))
    assert len(seen) == len(cut)
    masked = [i for i, word in enumerate(seen) if word[0] == pieces.mask]
    assert 0.06 < len(masked) / len(cut) < 0.1
    assert all(seen[i] == [pieces.mask] * len(cut[i]) for i in masked)
    assert blurred(cut, 0.0, pieces.mask, random.Random(3)) == cut


def test_where_a_mark_is_lost_the_paragraph_begins_with_the_next_word(lesson: Lesson) -> None:
    for seed in range(20):
        bare = unmarked(lesson, random.Random(seed)).example
        assert bare.shapes[0] // 4 == lesson.example.shapes[0] // 4
        assert len(bare.words) == len(bare.starts) == len(bare.shapes) <= len(lesson.example)


def test_windows_hold_every_word_once_in_whatever_dress(lesson: Lesson) -> None:
    pieces = Pieces(network(1).tokenizer)
    recipe = Recipe("", noise=0.2, window=64)
    for seed in range(40):
        cut = list(windows(lesson, pieces, recipe, random.Random(seed), ["Osei"]))
        held = sum(len(w.at) for w in cut)
        assert len(lesson.example) - 12 <= held <= len(lesson.example)
        assert all(len(w.pieces) <= recipe.window for w in cut)
