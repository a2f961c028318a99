"""What a pattern cannot match without: the letters by which most sentences are passed over.

A table of fifty patterns tried on every sentence costs more than the network that reads the
article. Nearly every pattern needs one of a few plain strings, though ("declin", "refus"), and
looking for a string is a hundred times faster than trying a pattern. `Sieve` finds those
strings in the patterns themselves, so nobody has to keep a second list in step with the first.

It reads the parse tree that Python's `re` builds. Where a later Python should hide that tree,
nothing is passed over, and only speed is lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any

SHORTEST = 2
MOST = 3
WORDS_KEPT, LONGEST_WORD = 16_384, 40
NOTHING: frozenset[str] = frozenset()  # one for all the words that hold no string


def needed(pattern: re.Pattern[str]) -> tuple[frozenset[str], ...]:
    """Sets of lower-case strings; every match has at least one of each, most telling set first.

    No string has a space in it: of several words that follow each other one is enough.
    """
    try:
        from re import _parser  # type: ignore[attr-defined]

        tree = _parser.parse(pattern.pattern, pattern.flags)
    except (ImportError, AttributeError):  # pragma: no cover - no Python so far
        return ()
    sets = {s for s in _in_sequence(tree) if min(map(len, s)) >= SHORTEST}
    return tuple(sorted(sets, key=_telling, reverse=True)[:MOST])


def _in_sequence(items: Iterable[tuple[Any, Any]]) -> list[frozenset[str]]:
    """The needed set of each of the parts that follow each other, where it has one."""
    found: list[frozenset[str]] = []
    run = ""
    for op, value in items:
        if str(op) == "LITERAL":
            run += chr(value)
            continue
        found.extend(_longest_word(run))
        run = ""
        found.extend(_in_part(str(op), value))
    return [*found, *_longest_word(run)]


def _longest_word(run: str) -> list[frozenset[str]]:
    words = run.lower().split()
    return [frozenset({max(words, key=len)})] if words else []


def _in_part(op: str, value: Any) -> list[frozenset[str]]:
    if op == "SUBPATTERN":
        return _in_sequence(value[3])
    if op in ("MAX_REPEAT", "MIN_REPEAT") and value[0]:
        return _in_sequence(value[2])
    if op == "BRANCH":
        branches = [_in_sequence(branch) for branch in value[1]]
        if all(branches):
            return [frozenset().union(*(max(b, key=_telling) for b in branches))]
    return []


def _telling(strings: frozenset[str]) -> tuple[int, int]:
    return min(min(map(len, strings)), 4), -len(strings)


class Sieve:
    """Which of many patterns may match in a piece of a text.

    What stands in a piece stands in one of its words, and the words of news are mostly the same
    ones, so for each word it is looked up only once which strings are in it.
    """

    __slots__ = ("_first", "_free", "_in_word", "_longest", "_rest", "_strings")

    def __init__(self, patterns: Sequence[re.Pattern[str]]) -> None:
        self._first: dict[str, list[int]] = {}
        self._rest: dict[int, tuple[frozenset[str], ...]] = {}
        self._free: list[int] = []
        for i, pattern in enumerate(patterns):
            sets = needed(pattern)
            if not sets:
                self._free.append(i)
                continue
            self._rest[i] = sets[1:]
            for string in sets[0]:
                self._first.setdefault(string, []).append(i)
        self._strings = frozenset(self._first).union(*(s for r in self._rest.values() for s in r))
        self._longest = max(map(len, self._strings), default=0)
        self._in_word = lru_cache(WORDS_KEPT)(self._strings_in)

    def _strings_in(self, word: str) -> frozenset[str]:
        if len(word) > LONGEST_WORD:
            return frozenset(s for s in self._strings if s in word)
        size = len(word)
        pieces = {
            word[start:end]
            for start in range(size - SHORTEST + 1)
            for end in range(start + SHORTEST, min(start + self._longest, size) + 1)
        }
        return self._strings & pieces or NOTHING

    def pass_through(self, lowered: str) -> Iterator[int]:
        """The indices of the patterns that may match in `lowered`, in order."""
        strings = frozenset[str]().union(*map(self._in_word, lowered.split()))
        found = {i for string in strings for i in self._first.get(string, ())}
        for i in sorted(found.union(self._free)):
            if not any(map(strings.isdisjoint, self._rest.get(i, ()))):
                yield i
