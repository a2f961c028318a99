"""A name as resolving sees it: its place, its kind and its words in a form that compares.

Names are compared word by word in lower case and plain Latin letters, so that accents, scripts
and typographic marks do not tell them apart. What belongs to no name, however it is
capitalised, is listed here as well: days, months, and the small words that open sentences.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache

from onrecord.given import Gender
from onrecord.resolve.context import WORD
from onrecord.resolve.nouns import Sort, noun
from onrecord.scripts import latin
from onrecord.values import EntityKind, Span

CALENDAR = frozenset(
    """
    monday tuesday wednesday thursday friday saturday sunday january february march april may
    june july august september october november december jan feb mar apr jun jul aug sept oct
    nov dec today yesterday tomorrow christmas easter ramadan
    """.split()
)
# Words that a capital letter at the head of a sentence does not turn into a name.
PLAIN = frozenset(
    """
    a an the this that these those he she it they we i you who what which when where why how his
    her its their our my your him them us me and but or nor so yet for if as at by in of on to
    from with after before since while although though because until unless than then there here
    nobody everybody somebody anybody everyone someone anyone nothing everything something anything
    none not no yes all any some many most much more few several both each every either neither one two
    three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
    seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred
    hundreds thousands millions dozens other others another such only just also even still
    now meanwhile however according asked speaking writing is are was were be been being have has
    had do does did will would can could may might must shall should let please thanks thank new
    old first last next former image photo file news update breaking exclusive says said
    """.split()
)
ADJECTIVAL = re.compile(
    r"(?<!\w)\w+(?:ian|ean|ese|ish|rican|xican|utch|rench|aeli|aqi|tani|audi|ghan|reek|erman|wiss)$"
)
CORPORATE = frozenset("inc ltd llc corp co plc ag gmbh sa corporation company incorporated".split())
_SUFFIXES = frozenset("jr sr ii iii iv".split())
# Letters that are Latin but have no accent to take off.
_ODD_LATIN = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i"}
)
POSSESSIVE = re.compile(r"\s?['’`][sS]?$")


@lru_cache(maxsize=16384)
def folded(word: str) -> str:
    """`word` in lower case, in plain Latin letters, without full stops and possessive marks."""
    word = POSSESSIVE.sub("", word).replace("’", "'").lower()
    if not word.isascii():
        plain = unicodedata.normalize("NFKD", word).translate(_ODD_LATIN)
        word = "".join(c for c in plain if not unicodedata.combining(c))
        word = word if word.isascii() else latin(word).lower()
    return word.replace(".", "")


@lru_cache(maxsize=16384)
def words_of(text: str) -> tuple[str, ...]:
    """The folded words of a name."""
    return tuple(w for w in (folded(m[0]) for m in WORD.finditer(text)) if w)


@dataclass(frozen=True)
class Named:
    """A name in the text, cleaned: where, of what kind, its folded words.

    `relative` tells that it is introduced as somebody's father, wife and so on; `gender` what the
    form of address before it tells ("Mr.", "Ms.").
    """

    span: Span
    kind: EntityKind
    words: tuple[str, ...]
    score: float = 1.0
    relative: bool = False
    gender: Gender | None = None

    @cached_property
    def key(self) -> tuple[str, ...]:
        """The words that tell this name from others: no article, no suffix, no company form."""
        words = self.words
        if len(words) > 1 and words[0] == "the":
            words = words[1:]
        while len(words) > 1 and (words[-1] in _SUFFIXES or words[-1] in CORPORATE):
            words = words[:-1]
        return words


class Spots:
    """Disjoint names by position, to be asked what lies where."""

    __slots__ = ("_starts", "names")

    def __init__(self, names: Iterable[Named]) -> None:
        self.names = sorted(names, key=lambda n: n.span.start)
        self._starts = [n.span.start for n in self.names]

    def within(self, span: Span) -> list[Named]:
        """The names that share a character with `span`."""
        start, end = span.start, span.end
        last = bisect_left(self._starts, end)
        first = bisect_right(self._starts, start, 0, last)
        if first and self.names[first - 1].span.end > start:
            first -= 1
        return self.names[first:last]

    def covered(self, span: Span) -> bool:
        """Whether any name shares a character with `span`."""
        return bool(self.within(span))


def is_body(word: str) -> bool:
    known = noun(word)
    return known is not None and known.sort in (Sort.BODY, Sort.PLACE)


def bare_end(word: re.Match[str]) -> int:
    """Where a word ends without a possessive mark, and with the last stop of "U.S."."""
    if mark := POSSESSIVE.search(word[0]):
        return word.end() - len(mark[0])
    stopped = "." in word[0] and word.string[word.end() : word.end() + 1] == "."
    return word.end() + stopped
