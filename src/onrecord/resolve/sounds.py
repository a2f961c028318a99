"""How alike two words are, to the eye and to the ear.

To the eye: slips of the pen, counted letter by letter, where a letter that sounds or looks like
the right one is less than a slip. To the ear: what is left when a word has crossed from one
script to another, its consonants, in classes that transliterations confuse: Arabic has no `p`
or `v`, Korean one letter for `g` and `k`, English reads Pinyin `x` and German `sch` as `sh`.
Both take plain lower-case Latin (see `onrecord.scripts.latin`).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

MAX_LETTERS = 40
_SLIGHT = 0.4
_ALIKE = [
    *"ae ai ao ei eo eu io iy ij jy ou oa uy uw vw fv ck cq kq cs sz cz gj gk bp dt mn tz jz".split(),
    *"0o 1l 1i 3e 4a 5s 8b 9g".split(),
]
_CHEAP = {pair for two in _ALIKE for pair in (two, two[::-1])}
_WEAK = frozenset("h'’")


@lru_cache(maxsize=8192)
def slips(one: str, other: str) -> float:
    """The slips of the pen between two words: a letter more, less, other, or two swapped.

    Confusable letters and doubled ones count less than half. Only the first `MAX_LETTERS`
    letters of either are looked at.
    """
    one, other = one[:MAX_LETTERS], other[:MAX_LETTERS]
    before: list[float] = []
    row = [0.0]
    for at in range(len(other)):
        row.append(row[-1] + _left_out(other, at))
    for i in range(len(one)):
        two_before, before, row = before, row, [row[0] + _left_out(one, i)]
        for j in range(len(other)):
            best = min(
                before[j] + _instead(one[i], other[j]),
                before[j + 1] + _left_out(one, i),
                row[j] + _left_out(other, j),
            )
            if i and j and one[i] == other[j - 1] and one[i - 1] == other[j]:
                best = min(best, two_before[j - 1] + 1)
            row.append(best)
    return row[-1]


def _instead(one: str, other: str) -> float:
    if one == other:
        return 0.0
    return _SLIGHT if one + other in _CHEAP else 1.0


def _left_out(word: str, at: int) -> float:
    return _SLIGHT if word[at] in _WEAK or (at and word[at] == word[at - 1]) else 1.0


_CLUSTERS = (
    ("tsch", "C"), ("sch", "S"), ("tch", "C"), ("dzh", "C"), ("dj", "C"), ("sh", "S"), ("ch", "C"),
    ("zh", "C"), ("kh", "H"), ("gh", "K"), ("ph", "P"), ("th", "T"), ("ts", "S"), ("tz", "S"),
    ("hs", "S"), ("ck", "K"), ("qu", "K"), ("cz", "C"), ("sz", "S"), ("ce", "S"), ("ci", "S"),
    ("cy", "S"),
)  # fmt: skip
_CLASSES = str.maketrans(
    dict(zip("bpfvwdtgkqcjzsxlrmnh", "PPPPPTTKKKKCSSSRRMNH", strict=True)) | dict.fromkeys("aeiouy")
)


@lru_cache(maxsize=8192)
def consonants(word: str) -> str:
    """The consonants of a word as a listener sorts them, doubled ones once, vowels left out."""
    for letters, heard in _CLUSTERS:
        word = word.replace(letters, heard)
    heard = "".join(c for c in word.translate(_CLASSES) if c.isalnum())
    return "".join(c for at, c in enumerate(heard) if not at or heard[at - 1] != c)


@lru_cache(maxsize=8192)
def sound_alike(one: str, other: str) -> float:
    """How far the consonants of two words agree, from 0 to 1; 0 where there are too few to tell."""
    left, right = consonants(one[:MAX_LETTERS]), consonants(other[:MAX_LETTERS])
    if min(len(left), len(right)) < 2:
        return float(left == right and len(left) == 1) * 0.8
    return max(0.0, 1 - slips(left.lower(), right.lower()) / max(len(left), len(right)))


def readings(word: str, script: str) -> Iterator[str]:
    """The ways in which a word of `script`, put into Latin letter by letter, may be read.

    Arabic `w` and `y` are consonants or long vowels, final `t` is mute, `j` is `g` on the Nile,
    and `al` is an article or the start of the word.
    """
    yield word
    if script == "arabic":
        vowels = word.removesuffix("t").replace("w", "")
        yield vowels
        if "j" in word:
            yield vowels.replace("j", "g")
        yield f"al{vowels}"
