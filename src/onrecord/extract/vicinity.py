"""Looking around a place in a text, never far.

A character alone proves little. A Greek mu before a `g` is a unit, a zero-width joiner between
two emoji makes a family, a right-to-left mark in Arabic does its work; the same three inside an
English word are faults. So the rules for notices look at the neighbours, and never farther than
`NEAR` characters, which keeps them linear on a text that is one long word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from onrecord.values import Notice, Span

NEAR = 60

HIDDEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200d\u2060-\u2064"
    "\u206a-\u206f\u3164\ufeff\uffa0\ufff9-\ufffc\U000e0001\U000e0020-\U000e007f]+"
)
"""Characters that print nothing, or nothing but a box."""

_OF_A_WORD = re.compile("[\\w'’\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069-]")


def notice(kind: str, text: str, span: Span, suggestion: str | None) -> Notice:
    """A notice of one span."""
    return Notice(kind, (span,), span.of(text), suggestion)


def vicinity(text: str, start: int, end: int) -> tuple[str, str]:
    """What stands just before and just after `[start, end)`."""
    return text[max(0, start - NEAR) : start], text[end : end + NEAR]


def word_around(text: str, start: int, end: int) -> Span:
    """`[start, end)` with the rest of the word it stands in, hidden characters included."""
    first, last = max(0, start - NEAR), min(len(text), end + NEAR)
    while start > first and _in_word(text[start - 1]):
        start -= 1
    while end < last and _in_word(text[end]):
        end += 1
    return Span(start, end)


def _in_word(char: str) -> bool:
    return bool(_OF_A_WORD.match(char) or HIDDEN.match(char))


def piece_around(text: str, start: int, end: int) -> Span:
    """`[start, end)` with everything up to the next space on either side.

    A no-break space is no space here: broken encodings make them out of the bytes of a letter.
    """
    first, last = max(0, start - NEAR), min(len(text), end + NEAR)
    while start > first and not _parts(text[start - 1]):
        start -= 1
    while end < last and not _parts(text[end]):
        end += 1
    return Span(start, end)


def _parts(char: str) -> bool:
    return char.isspace() and char not in "\xa0\x85\x1c\x1d\x1e\x1f"


def words_with(fault: re.Pattern[str], text: str) -> Iterator[Span]:
    """The words in which `fault` is found, each once."""
    last = 0
    for found in fault.finditer(text):
        if found.start() >= last:
            span = word_around(text, *found.span())
            last = span.end
            yield span
