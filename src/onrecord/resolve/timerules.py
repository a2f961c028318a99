"""What a rule for words of time is, and what it finds.

A rule is a pattern, the words that can begin it, and a function from the match to one or several
`Written`. Nothing here looks at a calendar: "In March" means the third month of a year to be told,
"the next day" one day after something said before, "on Friday" a fifth day of some week. A rule
that finds it was wrong gives nothing. Patterns are compiled when first tried.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum, auto
from functools import cached_property

from onrecord.resolve.timewords import AHEAD, BACK, OF_TEXT
from onrecord.values import Span

NAME_AFTER = re.compile(r"\s(?!I\b)[A-Z][a-z]")


class Base(Enum):
    """What an expression counts from."""

    NONE = auto()
    PUBLISHED = auto()
    TEXT = auto()


@dataclass(frozen=True, slots=True)
class Written:
    """One expression: its words and as much of its value as they give.

    `value` is complete where `base` is `NONE`. Otherwise it may be empty, and `count` and
    `unit` say how far from the base it lies; `rest` is the part after a year to be found
    ("-07", "-07-04", "-SU"), `weekday` a day of the week (0 is Monday), `time` a time of day
    ("TMO", "T09:30"), `part` START, MID or END.
    """

    span: Span
    value: str = ""
    kind: str = "DATE"
    base: Base = Base.NONE
    count: int | None = None
    unit: str = ""
    rest: str = ""
    weekday: int | None = None
    time: str = ""
    part: str | None = None


Build = Callable[[re.Match[str]], Iterator[Written]]


class Rule:
    """A pattern and what it means."""

    def __init__(self, pattern: str, build: Build) -> None:
        self._pattern = pattern
        self._build = build

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        return re.compile(self._pattern)

    def read(self, text: str, start: int) -> list[Written]:
        """What begins at `start`, or nothing."""
        found = self._compiled.match(text, start)
        return list(self._build(found)) if found else []


class Rules:
    """A table of rules by the words that can begin them, in lower case; "0" is any number."""

    def __init__(self) -> None:
        self.starting: dict[str, list[Rule]] = {}

    def __call__(self, pattern: str, *starts: str) -> Callable[[Build], Build]:
        """Enters a rule for expressions whose first word is one of `starts`."""

        def enter(build: Build) -> Build:
            rule = Rule(pattern, build)
            for start in starts:
                self.starting.setdefault(start, []).append(rule)
            return build

        return enter


def span_of(found: re.Match[str], group: str | int = 0) -> Span:
    return Span(found.start(group), found.end(group))


def year_in(found: re.Match[str]) -> str:
    year = f"{int(found['year']):04}"
    return f"BC{year}" if found.re.groupindex.get("bc") and found["bc"] else year


def part_of_year(span: Span, rest: str, relation: str | None) -> Written:
    """A part of a year that is named by its relation to another ("March of that year")."""
    if relation is None:
        return Written(span, base=Base.TEXT, rest=rest)
    base = Base.TEXT if relation in OF_TEXT else Base.PUBLISHED
    return Written(span, base=base, count=direction(relation), unit="Y", rest=rest)


def direction(relation: str) -> int:
    return -1 if relation in BACK else 1 if relation in AHEAD else 0


def dated(found: re.Match[str], rest: str, span: Span) -> Written:
    groups = found.groupdict()
    if groups.get("ancient"):
        return Written(span, f"BC{int(groups['ancient']):04}{rest}")
    if groups.get("year"):
        return Written(span, year_in(found) + rest)
    relation = groups.get("of")
    return part_of_year(span, rest, relation.lower() if relation else None)
