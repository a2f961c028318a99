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
from typing import Any

SHORTEST = 2
MOST = 3


def needed(pattern: re.Pattern[str]) -> tuple[frozenset[str], ...]:
    """Sets of lower-case strings; every match has at least one of each, most telling set first."""
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
        if run:
            found.append(frozenset({run.lower()}))
            run = ""
        found.extend(_in_part(str(op), value))
    if run:
        found.append(frozenset({run.lower()}))
    return found


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
    """Which of many patterns may match in a piece of a text."""

    __slots__ = ("_first", "_free", "_rest")

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

    def over(self, lowered: str) -> Sieve:
        """The same for pieces of one text, less the strings that it has nowhere."""
        smaller = Sieve(())
        smaller._free, smaller._rest = self._free, self._rest
        smaller._first = {s: ids for s, ids in self._first.items() if s in lowered}
        return smaller

    def pass_through(self, lowered: str) -> Iterator[int]:
        """The indices of the patterns that may match in `lowered`, in order."""
        found = set(self._free)
        for string, ids in self._first.items():
            if string in lowered:
                found.update(ids)
        for i in sorted(found):
            if all(any(s in lowered for s in strings) for strings in self._rest.get(i, ())):
                yield i
