"""Words in the wrong letters: two scripts in one word, or a word in another script's disguise.

Text that was typed on two keyboards, transliterated by half or made to slip past a filter looks
right and is found by no search. Whoever corrects it must know whether a letter was meant for its
look or for its sound; see `onrecord.scripts`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import groupby

from onrecord.extract.vicinity import NEAR, notice, vicinity, words_with
from onrecord.scripts import ALPHABETS, CYRILLIC, GREEK, LATIN, LOOKS_LIKE, TWINS, latin, script_of
from onrecord.values import Notice, Span

_LATIN = "A-Za-zÀ-ÖØ-öø-ɏ"
_OTHER = "Ͱ-ԯԱ-֏Ⴀ-ჿ"
_MEET = re.compile(f"[{_LATIN}][{_OTHER}]|[{_OTHER}][{_LATIN}]")
_WORD = re.compile(r"[^\W\d_]+")
_LATIN_WORD = re.compile(r"[A-Za-z]+")
_FUNCTIONS = ("sin", "cos", "tan", "log", "exp")
_LOOSE_GREEK = dict(zip("αεικνορτυηγω", "aeikvoptunyw", strict=True)) | TWINS[GREEK, LATIN]
_STYLED = re.compile("[\U0001d400-\U0001d7cb]{3,}")
_WIDE = re.compile("[Ａ-Ｚａ-ｚ]{2,}")
_LIGATURE = re.compile("[ﬀ-ﬆ]")
_DISGUISED = re.compile(f"(?<![^\\W_])[{''.join(LOOKS_LIKE)}]{{1,40}}(?![^\\W_])")
_EAST_ASIAN = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def mixed_scripts(text: str) -> Iterator[Notice]:
    """Words with letters of two alphabets, with the spelling that was probably meant.

    Left alone: Greek letters as symbols (`μg`, `kΩ`, `NFκB`), Latin next to scripts that have no
    alphabet of this kind (`T恤`), and a Latin stem with a Cyrillic ending in Cyrillic text.
    """
    if text.isascii() or not _MEET.search(text):
        return
    words: _Words | None = None
    for found in _WORD.finditer(text):
        word = found[0]
        if word.isascii() or len(word) > NEAR or not _MEET.search(word):
            continue
        runs = [(s, "".join(g)) for s, g in groupby(word, script_of) if s in ALPHABETS]
        if len({script for script, _ in runs}) < 2 or _symbolic(runs):
            continue
        if _inflected(runs) and _mostly_cyrillic(text, found.start(), found.end()):
            continue
        words = words or _Words(text)
        span = Span(found.start(), found.end())
        yield notice("mixed-script", text, span, _likely(word, runs, words))


class _Words:
    """The Latin words of a text, for evidence of how a word is spelt elsewhere in it."""

    def __init__(self, text: str) -> None:
        self._known = {w.lower() for w in _LATIN_WORD.findall(text)}

    def __contains__(self, word: str) -> bool:
        return word.lower() in self._known


def _symbolic(runs: list[tuple[str, str]]) -> bool:
    """Whether the Greek letters in a Latin word are symbols and no part of its spelling."""
    if {script for script, _ in runs} != {LATIN, GREEK}:
        return False
    for at, (script, run) in enumerate(runs):
        if script == LATIN:
            continue
        before = runs[at - 1][1] if at else ""
        after = runs[at + 1][1] if at + 1 < len(runs) else ""
        spelt_on = len(after) > 2 and after.islower() and not after.startswith(_FUNCTIONS)
        passes = all(c in (_LOOSE_GREEK if before else LOOKS_LIKE) for c in run)
        if len(run) > 2 or (spelt_on and passes):
            return False
    return True


def _inflected(runs: list[tuple[str, str]]) -> bool:
    """Whether a word is a Latin stem with a Cyrillic ending: `WhatsAppом`."""
    return len(runs) == 2 and runs[0][0] == LATIN and runs[1][0] == CYRILLIC


def _mostly_cyrillic(text: str, start: int, end: int) -> bool:
    before, after = vicinity(text, start, end)
    line = before.rpartition("\n")[2] + after.partition("\n")[0]
    letters = [script_of(c) for c in line if c.isalpha()]
    return letters.count(CYRILLIC) > len(letters) / 2


def _likely(word: str, runs: list[tuple[str, str]], words: _Words) -> str:
    """The spelling that was probably meant.

    Twins are swapped for the letters they look like, anything else is transliterated. Where both
    can be done and differ, the one that stands elsewhere in the text is right; failing that, one
    or two letters are a slip of the keyboard or a disguise, and a longer run is half a name.
    """
    spoken = latin(word)
    seen = _by_look(word, LATIN)
    if seen is not None:
        strays = max(len(run) for script, run in runs if script != LATIN)
        if spoken not in words and (seen in words or strays < 3):
            return seen
        return spoken
    counts: dict[str, int] = {}
    for script, run in runs:
        counts[script] = counts.get(script, 0) + len(run)
    main = max(counts, key=lambda script: counts[script])
    return (_by_look(word, main) or spoken) if counts[main] * 2 > len(word) else spoken


def _by_look(word: str, script: str) -> str | None:
    """`word` with every letter of another script swapped for its twin, or None if one has none."""
    twins = [
        c if (own := script_of(c)) in (script, None) else _twin(c, str(own), script) for c in word
    ]
    return None if None in twins else "".join(filter(None, twins))


def _twin(char: str, own: str, script: str) -> str | None:
    if (own, script) == (GREEK, LATIN):
        return _LOOSE_GREEK.get(char)
    return TWINS.get((own, script), {}).get(char)


def look_alikes(text: str) -> Iterator[Notice]:
    """Words in letters that pass for others: `сору` for "copy", `𝐁𝐫𝐞𝐚𝐤𝐢𝐧𝐠`, `oﬃcial`.

    A Cyrillic or Greek word counts only between Latin ones, and only if the Latin word it
    imitates stands elsewhere in the text or is "a" or "I". Wide letters belong next to Han and
    kana; one or two styled letters are a formula.
    """
    if text.isascii():
        return
    yield from _disguised(text)
    for found in _STYLED.finditer(text):
        plain = unicodedata.normalize("NFKC", found[0])
        if all(script_of(c) == LATIN for c in plain):
            yield notice("look-alike", text, Span(*found.span()), plain)
    for found in _WIDE.finditer(text):
        if not _EAST_ASIAN.search(text, max(0, found.start() - NEAR), found.end() + NEAR):
            plain = unicodedata.normalize("NFKC", found[0])
            yield notice("look-alike", text, Span(*found.span()), plain)
    for span in words_with(_LIGATURE, text):
        yield notice("look-alike", text, span, unicodedata.normalize("NFKC", span.of(text)))


def _disguised(text: str) -> Iterator[Notice]:
    words: _Words | None = None
    for found in _DISGUISED.finditer(text):
        plain = "".join(LOOKS_LIKE[c] for c in found[0])
        if not _among_latin(text, found.start(), found.end()):
            continue
        words = words or _Words(text)
        if plain in words if len(plain) > 1 else plain in "aAI" and _stands_free(text, found):
            yield notice("look-alike", text, Span(*found.span()), plain)


def _stands_free(text: str, found: re.Match[str]) -> bool:
    """Whether there are spaces around; a letter in quotation marks is one that is talked about."""
    around = text[max(0, found.start() - 1) : found.start()] + text[found.end() : found.end() + 1]
    return not around.strip()


def _among_latin(text: str, start: int, end: int) -> bool:
    """Whether the nearest letters before and after, as far as there are any, are Latin."""
    before, after = vicinity(text, start, end)
    nearest = [next(filter(str.isalpha, side), None) for side in (reversed(before), after)]
    near = [script_of(c) for c in nearest if c]
    return bool(near) and all(script == LATIN for script in near)
