"""Whether two spellings within one article name the same person: quick, cautious, yes or no."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from onrecord.resolve.korean import families, parted
from onrecord.resolve.nicknames import same_given_name
from onrecord.resolve.sounds import readings, sound_alike
from onrecord.scripts import LATIN, latin, script_of

MAX_CHARS = 200

_BETWEEN = re.compile(r"[\W_]+")
_APOSTROPHES = str.maketrans("", "", "'’ʼ`")
_TITLES = frozenset("mr mrs ms miss mx dr prof sir dame lord lady president minister".split())
_GENERATIONS = frozenset("jr sr junior senior ii iii iv".split())
_CHINESE_FAMILIES = frozenset(
    """
    xi li wang zhang liu chen yang zhao huang zhou wu xu sun ma zhu hu guo he lin mao deng
    nguyen tran le pham vo dang phan
    """.split()
)


@dataclass(frozen=True, slots=True)
class _Word:
    plain: str
    script: str


def same_person(one: str, other: str) -> bool:
    """Whether two spellings in one article name one person; cheap, and cautious.

    Every word of the shorter name needs its counterpart in the longer, in the same order: the
    same word, an initial, a form of the same given name, or the same consonants from another
    script; and the names have to begin or to end alike. A single word has to be the family name
    of the other. No slips of the pen are forgiven ("Ortega" and "Ortiz" may both be in the
    story), and a "Jr" is not his father.
    """
    short, long = sorted((_words(one), _words(other)), key=len)
    if not short:
        return False
    if len(short) == 1:
        return len(short[0].plain) > 1 and any(_same(short[0], name) for name in _family(long))
    if _generation(one) != _generation(other):
        return False
    return any(_follows(a, b) for a in _orders(short) for b in _orders(long)) or (
        _same_but_for_joints(short, long)
    )


def _orders(name: tuple[_Word, ...]) -> list[tuple[_Word, ...]]:
    """A name as it stands, and with its family name first where that may be the last word."""
    return [name, name[-1:] + name[:-1]] if _leads(name[-1]) else [name]


def _leads(word: _Word) -> bool:
    """Whether a word is a family name of a language that puts it first."""
    return bool(families(word.plain)) or word.plain in _CHINESE_FAMILIES


def _same_but_for_joints(one: tuple[_Word, ...], other: tuple[_Word, ...]) -> bool:
    """Whether names that begin with one family name go on alike, joined or not: `Jong Un`, `정은`."""
    if not (_leads(one[0]) and _same(one[0], other[0])):
        return False
    rests = [_Word("".join(w.plain for w in n[1:]), n[1].script) for n in (one, other)]
    return _same(*rests)


@lru_cache(maxsize=4096)
def _words(name: str) -> tuple[_Word, ...]:
    pieces = _BETWEEN.split(name[:MAX_CHARS].translate(_APOSTROPHES))
    found = []
    for piece in (part for word in pieces if word for part in parted(word)):
        script = next(filter(None, map(script_of, piece)), LATIN)
        found.append(_Word(latin(piece).lower().replace("-", ""), script))
    return tuple(w for w in found if w.plain not in _TITLES | _GENERATIONS)


def _generation(name: str) -> frozenset[str]:
    return _GENERATIONS.intersection(_BETWEEN.split(name[:MAX_CHARS].lower()))


def _family(name: tuple[_Word, ...]) -> set[_Word]:
    """The words that may be the family name: the last, and the first where it is a known one."""
    return {name[-1]} | ({name[0]} if _leads(name[0]) else set())


def _follows(short: tuple[_Word, ...], long: tuple[_Word, ...]) -> bool:
    """Whether the words of `short` stand in `long` in their order, from its start or to its end."""
    if not (_same(short[0], long[0]) or _same(short[-1], long[-1])):
        return False
    rest = iter(long)
    return all(any(_agree(word, other) for other in rest) for word in short)


def _same(one: _Word, other: _Word) -> bool:
    """The same word, or the same consonants in another script."""
    if one.plain == other.plain:
        return True
    if one.script == other.script:
        return False
    return bool(families(one.plain) & families(other.plain)) or any(
        sound_alike(x, y) >= 0.8
        for x in readings(one.plain, one.script)
        for y in readings(other.plain, other.script)
    )


def _agree(one: _Word, other: _Word) -> bool:
    if 1 in (len(one.plain), len(other.plain)):
        return one.plain[:1] == other.plain[:1]
    return _same(one, other) or same_given_name(one.plain, other.plain)
