"""What script a letter is of, which letters look like letters of another, and plain Latin for all.

Two different questions hide in a word written in two scripts. What does it *look* like: the
Cyrillic `а` in "Pаris" was put there because it looks like a Latin one, and the cure is to
swap it for its twin. What does it *say*: the `усов` of "Beloусов" looks like nothing in Latin,
it is the other half of a name and has to be transliterated. `latin` answers the second question
(spellings are those of `rigour`, so that names read here agree with names read by its matcher);
`LOOKS_LIKE` answers the first. The table holds twins only, letters that most typefaces draw
alike, and not the thousands of pairs in Unicode's list of confusables: a pair too many would
turn a formula or a foreign word into a forgery.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import Any

LATIN, CYRILLIC, GREEK = "latin", "cyrillic", "greek"
ALPHABETS = frozenset({LATIN, CYRILLIC, GREEK, "armenian", "georgian"})
"""Scripts written in words of separate letters: two of them in one word is always odd."""

_CYRILLIC_TWINS = dict(
    zip("АВЕЅІЈКМНОРСТХаеѕіјорсухԁһԛԝҮ", "ABESIJKMHOPCTXaesijopcyxdhqwY", strict=True)
)
_GREEK_TWINS = dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧονϳ", "ABEZHIKMNOPTYXovj", strict=True))
LOOKS_LIKE = _CYRILLIC_TWINS | _GREEK_TWINS
"""Cyrillic and Greek letters to the Latin letter that most typefaces draw the same way."""

TWINS = {
    (CYRILLIC, LATIN): _CYRILLIC_TWINS,
    (GREEK, LATIN): _GREEK_TWINS,
    (LATIN, CYRILLIC): {latin: other for other, latin in _CYRILLIC_TWINS.items()},
    (LATIN, GREEK): {latin: other for other, latin in _GREEK_TWINS.items()},
}
"""The same by pair of scripts, in both directions."""

_PIECE = re.compile(r"\S+")
_DOT = re.compile("[·・‧•]")
_BREATHINGS = dict.fromkeys(map(ord, "ʿʾʹʺʼʻ"))


@lru_cache(maxsize=4096)
def script_of(char: str) -> str | None:
    """Name the script of a letter ("latin", "hangul"), or give None for all other characters.

    Letters that belong to no one script, such as the micro sign and the ohm sign, have none.
    """
    if not char.isalpha():
        return None
    if char.isascii():
        return LATIN
    if char in "µΩªº":
        return None
    name = unicodedata.name(char, "")
    return "han" if name.startswith("CJK") else name.partition(" ")[0].lower() or None


# Most of what is not ASCII in English news is these; to romanise them takes no library.
_PRINTED = str.maketrans("‘’“”–—\u00a0", "''\"\"-- ")


def latin(text: str) -> str:
    """`text` in unaccented Latin letters, its spaces as they were and its marks in plain form.

    Each word is read by itself, so one of two scripts comes out whole. Scripts that
    leave out vowels come out without them (`محمد` is "Mhmd"), Han is read as Mandarin, and
    writing that no transliterator here knows stays as it is. Scripts without capitals get one at
    the start of each word, since what is asked for is nearly always a name.
    """
    text = text if text.isascii() else text.translate(_PRINTED)
    return text if text.isascii() else _PIECE.sub(_latin_piece, encodable(text))


def encodable(text: str) -> str:
    """`text` without halves of surrogate pairs, which JSON can smuggle in and libraries refuse."""
    return text.encode("utf8", "ignore").decode("utf8")


def _latin_piece(found: re.Match[str]) -> str:
    piece = found[0]
    return piece if piece.isascii() else _romanised(piece)


@lru_cache(maxsize=8192)
def _romanised(piece: str) -> str:
    from rigour.text.translit import maybe_ascii

    plain = str(maybe_ascii(piece))
    if not plain.isascii():
        plain = _any_to_latin().transliterate(piece)
        plain = "".join(c for c in _DOT.sub(" ", plain) if c.isascii() or c.isalpha())
        plain = plain.translate(_BREATHINGS)
    caseless = piece == piece.lower() == piece.upper()
    return plain[:1].upper() + plain[1:] if caseless else plain


@cache
def _any_to_latin() -> Any:
    from icu import Transliterator

    return Transliterator.createInstance("Any-Latin; NFKD; [:Mn:] Remove; Latin-ASCII")
