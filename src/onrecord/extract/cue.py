"""What a cue says: the act and the certainty of its first word that is not plain, and negation.

The lexicon is `cues.tsv`, by lemma. Lemmas come from a table of irregular forms and the spelling
rules of English, tried against the lexicon alone: a word that is not in it needs no lemma.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import NamedTuple

from onrecord.extract.modality import HEARSAY, operators
from onrecord.values import Act, Attribution, Certainty, Span, Spans, hull

_WORD = re.compile(r"\w+(?:['’\-]\w+)*|[^\w\s]")
_CUE_WORDS = 30
_BEFORE_CUE = 3

IRREGULAR = {
    "said": "say", "says": "say", "told": "tell", "thought": "think", "felt": "feel",
    "knew": "know", "known": "know", "swore": "swear", "sworn": "swear", "saw": "see",
    "seen": "see", "sought": "seek", "meant": "mean", "undertook": "undertake", "held": "hold",
    "found": "find", "wrote": "write", "made": "make", "took": "take", "gave": "give",
    "was": "be", "were": "be", "is": "be", "are": "be", "been": "be", "am": "be",
    "has": "have", "had": "have", "went": "go", "going": "go", "gone": "go", "came": "come",
    "got": "get", "kept": "keep", "left": "leave", "won": "win", "lost": "lose", "met": "meet",
    "led": "lead", "began": "begin", "became": "become", "broke": "break", "brought": "bring",
    "built": "build", "bought": "buy", "caught": "catch", "fell": "fall", "fought": "fight",
    "fled": "flee", "grew": "grow", "heard": "hear", "hit": "hit", "paid": "pay", "ran": "run",
    "rose": "rise", "sent": "send", "set": "set", "shot": "shoot", "showed": "show",
    "stood": "stand", "struck": "strike", "taught": "teach", "understood": "understand",
    "did": "do", "does": "do", "died": "die", "lied": "lie", "tied": "tie", "put": "put",
    "pled": "plead", "foresaw": "foresee", "withheld": "withhold", "sold": "sell",
}  # fmt: skip
SAYING = frozenset(
    """say comment confirm respond answer reply elaborate specify disclose provide give mention
    address return verify explain reveal acknowledge discuss name identify release tell state
    indicate speak offer detail clarify describe admit announce""".split()
)
_STRONG = frozenset(("categorically", "definitively", "unequivocally"))


class Word(NamedTuple):
    """A word of the text, lower-cased with a straight apostrophe, and where it stands."""

    low: str
    start: int
    end: int

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Cue:
    """What a cue says: its act and certainty, its lemma, and the words."""

    act: Act
    certainty: Certainty
    lemma: str
    spans: Spans
    negated: bool = False


def words_in(text: str, spans: Iterable[Span], limit: int) -> Iterator[Word]:
    for span in spans:
        for found in _WORD.finditer(text, span.start, span.end):
            limit -= 1
            if limit < 0:
                return
            word, (start, end) = found[0], found.span()
            if word == "May" or (word == "Will" and start > span.start):
                low = word  # a month or a name: no modal is written so within a sentence
            else:
                low = word.lower().replace("’", "'")
            yield Word(low, start, end)


@cache
def lexicon() -> dict[tuple[str, ...], tuple[Act, Certainty]]:
    """Act and certainty by lemmas, from `cues.tsv`."""
    table: dict[tuple[str, ...], tuple[Act, Certainty]] = {}
    source = resources.files("onrecord.extract").joinpath("cues.tsv")
    lines = [x for x in source.read_text("utf8").splitlines() if not x.startswith("#")]
    for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
        for entry in row["words"].split():
            value = (Act(row["act"]), Certainty(row["certainty"]))
            table.setdefault(tuple(entry.split("_")), value)
    return table


@cache
def _known() -> frozenset[str]:
    return frozenset(part for entry in lexicon() for part in entry) | SAYING


@lru_cache(maxsize=4096)
def lemma_of(word: str) -> str:
    """The dictionary form of a lower-case word, as far as the lexicon has it; else the word."""
    if word in IRREGULAR:
        return IRREGULAR[word]
    if word in _known():
        return word
    return next((c for c in _stems(word) if c in _known()), word)


def _stems(word: str) -> Iterator[str]:
    """What `word` could be an inflected form of, by the spelling rules of English."""
    for ending, instead in (("ies", "y"), ("ied", "y"), ("es", ""), ("s", ""), ("ing", ""),
                            ("ing", "e"), ("ed", ""), ("ed", "e")):  # fmt: skip
        if word.endswith(ending) and len(word) > len(ending) + 1:
            stem = word[: -len(ending)] + instead
            yield stem
            if len(stem) > 2 and stem[-1] == stem[-2]:
                yield stem[:-1]


def read_cue(text: str, attribution: Attribution) -> Cue:
    """What the cue says; its first word that is not plain decides."""
    if not attribution.cue:
        return Cue(Act.STATEMENT, Certainty.UNSTATED, "", ())
    words = list(words_in(text, attribution.cue, _CUE_WORDS))
    before = _before(text, attribution)
    core = [w for w in words if not w.low.endswith("ly") or w.low in HEARSAY] or words
    lemmas = [lemma_of(w.low) for w in core]
    at, size, act, certainty = _entry(lemmas)
    plain = act is Act.STATEMENT and certainty is Certainty.UNSTATED
    nots = [
        w.span for w in before + words if w.start < core[at].start and "not" in operators(w.low)
    ]
    spans = [] if plain and not nots else [w.span for w in core[at : at + size]]
    for word in before + words:
        if word.low in HEARSAY and certainty is Certainty.UNSTATED:
            certainty = Certainty(HEARSAY[word.low])
            spans.append(word.span)
        elif word.low in _STRONG and not nots:
            certainty = Certainty.CERTAIN
            spans.append(word.span)
    return Cue(act, certainty, lemmas[at], (*spans, *nots), bool(nots))


def _entry(lemmas: list[str]) -> tuple[int, int, Act, Certainty]:
    """Place, length, act and certainty of the entry that decides; the head's where none does."""
    plain: tuple[int, int] | None = None
    for at in range(len(lemmas)):
        for size in (3, 2, 1):
            found = lexicon().get(tuple(lemmas[at : at + size]))
            if found is None or at + size > len(lemmas):
                continue
            if found != (Act.STATEMENT, Certainty.UNSTATED):
                return at, size, *found
            if size > 1:
                return at, size, *found
            plain = plain or (at, size)
        if plain is None and lemmas[at] in SAYING:
            plain = (at, 1)
    return *(plain or (len(lemmas) - 1, 1)), Act.STATEMENT, Certainty.UNSTATED


def _before(text: str, attribution: Attribution) -> list[Word]:
    """The auxiliaries and adverbs right before the cue that the reader left out of it."""
    assert attribution.cue
    start = hull(attribution.cue).start
    words = list(words_in(text, [Span(max(0, start - 40), start)] if start else [], _CUE_WORDS))
    if words and words[0].start:
        words = words[1:]  # may have been cut in two
    taken: list[Word] = []
    others = (attribution.source or ()) + attribution.content
    for word in reversed(words[-_BEFORE_CUE:]):
        if any(s.start < word.end and word.start < s.end for s in others):
            break
        if not (operators(word.low) or word.low in _STRONG or word.low.endswith("ly")):
            break
        taken.append(word)
    return taken[::-1]
