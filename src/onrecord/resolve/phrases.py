"""The noun phrase that names a source, taken apart without a parser.

English puts the head of a noun phrase last before whatever follows it: a preposition, a comma,
a relative clause. So "the former head of the harbour board, who asked for silence" has the
head "head", the determiner "the" and the complement "of the harbour board"; and in "the
minister's written statement" the statement belongs to the minister. That is all that
resolving needs.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from onrecord.resolve.context import WORD
from onrecord.resolve.named import folded
from onrecord.resolve.nouns import Noun, Sort, noun
from onrecord.values import Span

MAX_PHRASE_CHARS = 300
PREPOSITIONS = frozenset(
    """of for at in on to from with by under about against between among inside near within via over
    across behind beyond outside""".split()
)
_LEADING = frozenset("by from to according per as even both also but and".split())
_ENDS = frozenset(
    """
    who whom whose which that said says say told tells tell was were is are has have had been when
    where while whilst and or seen familiar close speaking interviewed quoted cited contacted
    reached based including such as after before during since today yesterday
    """.split()
)
# What is done with words: behind "a statement" it begins another part.
_ISSUED = frozenset(
    """
    released published issued posted written signed prepared commissioned conducted produced filed
    submitted delivered provided circulated carried
    """.split()
)
DEFINITE = frozenset("the this that these those his her its their my our your same".split())
INDEFINITE = frozenset(
    """
    a an one another some several many most few both two three four five six seven eight nine ten
    dozens hundreds thousands scores numerous various other others more all every each any
    """.split()
)
_POSSESSIVE = re.compile(r"\s?[’'][sS]?$")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase in its parts; `noun` is what its head is, where that is known.

    `complement` is what follows the first preposition after the head, which is `preposition`;
    `core` runs from the first word after determiner and possessor to the head, `whole` from
    the very first word.
    """

    span: Span
    determiner: str | None
    modifiers: tuple[str, ...]
    head: Span
    word: str
    noun: Noun | None
    core: Span
    whole: Span
    possessor: Span | None = None
    preposition: str | None = None
    complement: Span | None = None

    @property
    def definite(self) -> bool:
        """Whether it speaks of something known: "the", "this", "his", "Tarn's"."""
        return self.possessor is not None or self.determiner in DEFINITE

    @property
    def bare(self) -> bool:
        """Whether it has no determiner at all, as in headlines."""
        return self.possessor is None and self.determiner is None


def phrase_in(text: str, span: Span) -> Phrase | None:
    """The parts of the noun phrase at `span`, or None where there is no word."""
    words = list(WORD.finditer(text, span.start, min(span.end, span.start + MAX_PHRASE_CHARS)))
    while len(words) > 1 and folded(words[0][0]) in _LEADING:
        words = words[1:]
    if not words:
        return None
    determiner = folded(words[0][0]) if folded(words[0][0]) in DEFINITE | INDEFINITE else None
    first = 1 if determiner and len(words) > 1 else 0
    end = _end_of_core(text, words, first)
    possessor, first = _possessor(text, words, first, end)
    head = _head(words, first, end)
    issued = end < len(words) and folded(words[end][0]) in _ISSUED
    preposition, complement = _complement(words, end + issued, span.end)
    return Phrase(
        span,
        determiner,
        tuple(folded(w[0]) for w in words[first:head]),
        Span(words[head].start(), words[head].end()),
        folded(words[head][0]),
        noun(folded(words[head][0])),
        Span(words[first].start(), words[head].end()),
        Span(words[0].start(), words[head].end()),
        possessor,
        preposition,
        complement,
    )


def _end_of_core(text: str, words: list[re.Match[str]], first: int) -> int:
    """The index behind the last word that may be the head."""
    for at in range(first + 1, len(words)):
        gap = text[words[at - 1].end() : words[at].start()]
        plain = folded(words[at][0])
        known = noun(plain)
        if gap.strip(" -‐‑&.’'s\xa0") or plain in PREPOSITIONS or plain in _ENDS:
            return at
        if plain in _ISSUED and noun(folded(words[at - 1][0])):
            return at
        participle = known is None and plain.endswith("ing") and words[at][0].islower()
        if participle and noun(folded(words[at - 1][0])) and not _before_noun(text, words, at):
            return at
    return len(words)


def _before_noun(text: str, words: list[re.Match[str]], at: int) -> bool:
    """Whether a noun follows at once, as in "the banking committee"."""
    follows = at + 1 < len(words) and text[words[at].end() : words[at + 1].start()] == " "
    return follows and noun(folded(words[at + 1][0])) is not None


def _possessor(
    text: str, words: list[re.Match[str]], first: int, end: int
) -> tuple[Span | None, int]:
    """What stands before the last possessive mark in the core, and where the rest begins."""
    for at in range(end - 2, first - 1, -1):
        marked = _POSSESSIVE.search(words[at][0])
        gap = text[words[at].end() : words[at + 1].start()]
        if marked or gap.strip().startswith(("'", "’")):
            stop = words[at].end() - (len(marked[0]) if marked else 0)
            return Span(words[first].start(), stop), at + 1
    return None, first


def _head(words: list[re.Match[str]], first: int, end: int) -> int:
    """The last word; but "officials" of "officials privately", where that is no noun."""
    last = end - 1
    if words[last][0][0].isupper() or noun(folded(words[last][0])):
        return last
    people = [
        at
        for at in range(first, end)
        if (n := noun(folded(words[at][0]))) and (n.plural or n.sort is Sort.PERSON)
    ]
    return people[-1] if people else last


def _complement(words: list[re.Match[str]], end: int, stop: int) -> tuple[str | None, Span | None]:
    if end + 1 >= len(words) or (plain := folded(words[end][0])) not in PREPOSITIONS:
        return None, None
    return plain, Span(words[end + 1].start(), min(stop, words[-1].end()))


def is_words(phrase: Phrase) -> bool:
    """Whether the phrase stands for something written or spoken."""
    return phrase.noun is not None and phrase.noun.sort is Sort.WORDS
