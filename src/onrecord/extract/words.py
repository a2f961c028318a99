"""Text as the network sees it: words, their word pieces, and how each looks on the page.

The encoder reads lower-cased word pieces, which throws away two things a news text says
plainly: capitals and line breaks. Both come back as one small number for each word, its
*shape*, which the network looks up in a table of its own. A word is a run between spaces and
punctuation, a punctuation mark being a word; labels live on words and never inside them.

Nothing outside `extract` sees a word or its index: decoding turns them back into spans.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from tokenizers import Tokenizer

CASES = 4  # lower, capitalised, all capitals, no letter
BREAKS = 3  # same line, new line, new paragraph
SHAPES = CASES * BREAKS
SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """The words of one text, as parallel arrays.

    `starts` and `ends` are code-point offsets, one pair a word; `pieces` the word-piece ids
    of the whole text; `first` the index into `pieces` of each word's first piece; `shapes`
    a number below `SHAPES` for each word.
    """

    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    pieces: NDArray[np.int64]
    first: NDArray[np.int64]
    shapes: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.starts)


def words_of(text: str, tokenizer: Tokenizer) -> Words:
    """The words of `text`, by a tokenizer that splits on spaces and punctuation (BERT's)."""
    try:
        encoding = tokenizer.encode(text, add_special_tokens=False)
    except TypeError:  # the tokenizer takes no lone surrogates; one character for one
        encoding = tokenizer.encode(SURROGATE.sub("\ufffd", text), add_special_tokens=False)
    pieces = np.asarray(encoding.ids, dtype=np.int64)
    if not len(pieces):
        none = np.zeros(0, dtype=np.int64)
        return Words(none, none, none, none, none)
    offsets = np.asarray(encoding.offsets, dtype=np.int64)
    owner = np.asarray(encoding.word_ids, dtype=np.int64)
    first = np.flatnonzero(np.diff(owner, prepend=-1))
    last = np.append(first[1:], len(pieces)) - 1
    starts, ends = offsets[first, 0], offsets[last, 1]
    return Words(starts, ends, pieces, first, shapes_of(text, starts, ends))


def shapes_of(text: str, starts: NDArray[np.int64], ends: NDArray[np.int64]) -> NDArray[np.int64]:
    """The shape of each word of `text`: `CASES * (line break before it) + its case`."""
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    kinds, where = np.unique(points, return_inverse=True)
    letters = [chr(k) for k in kinds]
    upper = np.array([c.isupper() or c.istitle() for c in letters])[where]
    lower = np.array([c.islower() for c in letters])[where]
    newlines = np.concatenate([[0], np.cumsum(points == ord("\n"))])
    uppers = np.concatenate([[0], np.cumsum(upper)])
    lowers = np.concatenate([[0], np.cumsum(lower)])

    n_upper, n_lower = uppers[ends] - uppers[starts], lowers[ends] - lowers[starts]
    case = np.full(len(starts), 3)
    case[n_lower > 0] = 0
    case[upper[starts]] = 1
    case[(n_upper > 1) & (n_lower == 0)] = 2
    before = np.concatenate([[0], ends[:-1]])
    breaks = np.minimum(newlines[starts] - newlines[before], BREAKS - 1)
    breaks[0] = BREAKS - 1
    shapes: NDArray[np.int64] = CASES * breaks + case
    return shapes
