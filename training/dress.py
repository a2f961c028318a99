"""An article in another dress: what a reader should not mind, drawn anew in each pass.

Other quotation marks, or some of them lost; other capitals, no line breaks; other people's names;
words that cannot be read. What is known of the article stays as it is, so a reader that is taught
on a noised text learns what was thought of the clean one (Xie et al., 2020, "noisy student").
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from onrecord.extract.words import CASES

from .corpus import Lesson
from .model import NAMES

QUOTES = (str.maketrans("“”‘’", "\"\"''"), str.maketrans({'"': "“"}), str.maketrans("“”", "«»"))
PERSON = frozenset(i for i, name in enumerate(NAMES) if name.endswith("-person"))
OPENING, CLOSING = frozenset("“"), frozenset("”")
UNMARKED = 0.12
"""Share of articles that are read without some of their quotation marks."""
RENAMED = 0.3
"""Share of articles, where a recipe is noisy, whose people bear the names of others."""


def disguise(
    words: Sequence[str], shapes: NDArray[np.int64], dice: random.Random
) -> tuple[Sequence[str], NDArray[np.int64]]:
    """The same words in another dress: other quotation marks, other capitals, no line breaks."""
    if dice.random() < 0.15:
        table = dice.choice(QUOTES)
        words = [w.translate(table) for w in words]
    if dice.random() < 0.08:
        shapes = shapes // CASES * CASES + np.where(shapes % CASES == 3, 3, dice.choice((0, 2)))
    if dice.random() < 0.08:
        shapes = shapes % CASES
    return words, shapes


def unmarked(lesson: Lesson, dice: random.Random) -> Lesson:
    """The same article as somebody careless typed it: quotation marks lost, all or now and then."""
    example = lesson.example
    lost = dice.choice((CLOSING, CLOSING, CLOSING | OPENING))
    share = dice.choice((0.33, 1.0))
    gone = [w in lost and dice.random() < share for w in example.words]
    shapes, rows = example.shapes.copy(), [tags.copy() for tags in example.tags]
    for i in (i for i in range(len(gone) - 1) if gone[i]):
        # What begins with the mark begins with the next word: a paragraph, and each span.
        if shapes[i] // CASES > shapes[i + 1] // CASES:
            shapes[i + 1] = shapes[i] // CASES * CASES + shapes[i + 1] % CASES
        for row in rows:
            if row[i] % 2 and row[i + 1] == row[i] + 1:
                row[i + 1] = row[i]
    keep = ~np.array(gone, dtype=bool)
    example = replace(
        example, words=tuple(w for w, left in zip(example.words, keep, strict=True) if left),
        starts=example.starts[keep], ends=example.ends[keep], shapes=shapes[keep],
        tags=tuple(row[keep] for row in rows),
    )  # fmt: skip
    soft, names = (None if r is None else r[keep] for r in (lesson.soft, lesson.names))
    return Lesson(example, soft, names)


def cast_of(lessons: Sequence[Lesson]) -> list[str]:
    """Every word of a person's name in `lessons`, as often as it is there, and nothing else."""
    return [w for lesson in lessons for w in _named(lesson)]


def _named(lesson: Lesson) -> list[str]:
    """The capitalised words that silver labels give to persons."""
    if lesson.names is None:
        return []
    words, names = lesson.example.words, lesson.names
    return [
        w for w, n in zip(words, names, strict=True)
        if n in PERSON and len(w) > 2 and w.istitle() and w.isalpha()
    ]  # fmt: skip


def renamed(lesson: Lesson, cast: Sequence[str], dice: random.Random) -> Lesson:
    """The same article about other people, so that nobody's name tells who speaks.

    A word of a name is the same other word wherever it stands, in "the Clinton campaign" as well.
    """
    others = {w: dice.choice(cast) for w in sorted(set(_named(lesson)))}
    words = tuple(others.get(w, w) for w in lesson.example.words)
    return replace(lesson, example=replace(lesson.example, words=words))


def blurred(
    cut: Sequence[list[int]], share: float, mask: int, dice: random.Random
) -> list[list[int]]:
    """Pieces of words, of which `share` cannot be read; one in five of these is another word."""

    def other(word: list[int]) -> list[int]:
        return dice.choice(cut) if dice.random() < 0.2 else [mask] * len(word)

    return [other(word) if dice.random() < share else word for word in cut]
