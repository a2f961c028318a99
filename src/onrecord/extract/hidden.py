"""Characters that nobody sees: nothing printed, or the direction of writing turned."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from onrecord.extract.vicinity import HIDDEN, notice, vicinity, word_around
from onrecord.scripts import ALPHABETS
from onrecord.values import Notice

_JOINERS = frozenset("\u200b\u200c\u200d\u2060\ufeff")
_FLAG = "\U0001f3f4"
_BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+")
_OVERRIDES = frozenset("\u202d\u202e")
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")


def invisible_characters(text: str) -> Iterator[Notice]:
    """Words with characters in them that nobody sees, and what is left without those.

    Left alone: a byte order mark at the very start; joiners in scripts that need them and
    between emoji; the tags that make up a flag.
    """
    last = 0
    for found in HIDDEN.finditer(text, 1 if text.startswith("\ufeff") else 0):
        if found.start() < last or _needed(text, found):
            continue
        span = word_around(text, *found.span())
        last = span.end
        yield notice("invisible", text, span, HIDDEN.sub("", span.of(text)))


def _needed(text: str, found: re.Match[str]) -> bool:
    before = text[found.start() - 1 : found.start()] if found.start() else ""
    after = text[found.end() : found.end() + 1]
    if all("\U000e0020" <= c <= "\U000e007f" for c in found[0]):
        return before == _FLAG
    return _JOINERS.issuperset(found[0]) and any(map(_joins, (before, after)))


@cache
def _joins(char: str) -> bool:
    """Whether a character is of a script, or an emoji, that is written with joiners."""
    if not char or char.isascii():
        return False
    if unicodedata.category(char) in ("So", "Sk", "Sm", "Cn") or char == "\ufe0f":
        return True
    name = unicodedata.name(char, "LATIN").partition(" ")[0].lower()
    letter = unicodedata.category(char)[0] in "LM"
    return letter and name not in ALPHABETS and name not in ("hebrew", "combining", "modifier")


def bidi_controls(text: str) -> Iterator[Notice]:
    """Marks for the direction of writing, with the words they touch.

    Left alone: marks near right-to-left letters, where they keep punctuation in its place,
    except overrides, which make text read otherwise than it is stored.
    """
    last = 0
    for found in () if text.isascii() else _BIDI.finditer(text):
        if found.start() < last:
            continue
        near = "".join(vicinity(text, *found.span()))
        if _OVERRIDES.isdisjoint(found[0]) and _RIGHT_TO_LEFT.search(near):
            continue
        span = word_around(text, *found.span())
        last = span.end
        yield notice("bidi-control", text, span, _BIDI.sub("", span.of(text)))
