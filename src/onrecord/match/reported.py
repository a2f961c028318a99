"""A sentence, and the same as others report it: "It will be finished", "that it would be finished".

Reported speech moves verbs back and persons over ("we will" is "they would") and leaves the rest
of a sentence as it was. Both sides are folded here, and a whole sentence of one is looked for in
the other. What is less than a sentence tells nothing: two people's words for a thing are alike.
"""

from __future__ import annotations

import re
from functools import lru_cache

from onrecord.judged import Statement
from onrecord.match.likeness import FINITE, features_of, words_of
from onrecord.match.stems import EMPTY, Weigh, stem

LEAST_WORDS = 5
LEAST_WEIGHT = 1.5
"""What the telling stems of a sentence weigh at least; "it is a great day" weighs one."""

_SENTENCES = re.compile(r"(?<![.!?])[.!?]++[”\"’']*+\s++|(?<![”\"’'])[”\"’']*+\s…\s[“\"‘']*+")
_CONTRACTED = (
    ("n't", "not"), ("'ll", "will"), ("'re", "be"), ("'ve", "have"), ("'d", "will"), ("'m", "be"),
)  # fmt: skip
_IS = frozenset("it's that's there's he's she's what's here's who's".split())
_BACK = {
    form: plain
    for plain, forms in {
        "will": "would shall",
        "be": "is was are were am been",
        "have": "has had",
        "can": "could",
        "may": "might",
        "do": "does did",
        "we": "i he she they",
        "our": "my his her their",
        "us": "me him them",
        "ourselves": "myself himself herself themselves",
    }.items()
    for form in forms.split()
}


def shared_sentence(one: Statement, other: Statement, weigh: Weigh) -> str | None:
    """The weightiest sentence of either that stands whole in the other, as it was said."""
    found = [
        (weight, sentence)
        for its, theirs in ((one, other), (other, one))
        for weight, sentence, folded in _sentences(its, weigh)
        if f" {folded} " in f" {_folded(theirs.content)} "
    ]
    return max(found)[1] if found else None


@lru_cache(maxsize=512)
def _sentences(statement: Statement, weigh: Weigh) -> tuple[tuple[float, str, str], ...]:
    """The sentences that tell something: what they weigh, as they were said, and folded."""
    proper = features_of(statement).proper
    found = []
    for part in _SENTENCES.split(statement.content):
        words = words_of(part)
        folded = _folded(part).removeprefix("that ")
        if folded.count(" ") + 1 < LEAST_WORDS or not FINITE.search(part):
            continue
        weight = sum(map(weigh, {stem(w) for w in words if w not in EMPTY} - proper))
        if weight >= LEAST_WEIGHT:
            found.append((weight, " ".join(words), folded))
    return tuple(found)


@lru_cache(maxsize=1024)
def _folded(text: str) -> str:
    """The words as they are alike in speech and in its report."""
    return " ".join(plain for word in words_of(text) for plain in _parts(word))


def _parts(word: str) -> tuple[str, ...]:
    if word in _IS:
        return (_BACK.get(word[:-2], word[:-2]), "be")
    for ending, plain in _CONTRACTED:
        if word.endswith(ending) and word != ending:
            first = word[: -len(ending)]
            return (_BACK.get(first, first), plain)
    return (_BACK[word] if word in _BACK else word if word in EMPTY else stem(word),)
