"""When: words for time as intervals, and for each attribution when its words were said.

An expression that is not complete in itself counts from one of two days. News counts from the
day of publication: "on Friday" is the last Friday on or before it, "in March" the last March,
unless the clause looks ahead ("will meet on Friday"). A narrative counts from what it has told
so far: after "In May 1943", "in July" is July 1943 and "the next day" is a day in it. A text is
a narrative when it dates by the years of the past and hardly ever by weekdays or "yesterday".
With neither day known, month and day stay without a year (`XXXX-07-01`).

Whose time a time is, is decided by clause: "confirmed in July that", "told the agency on 4 March",
"On Tuesday the minister said", "a report released on Friday said". A time inside the content is
the content's own; where a time might as well belong to something else, the answer is None.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise

from onrecord.resolve.calendar import (
    UNKNOWN_YEAR,
    day,
    days_of,
    month_of,
    shifted,
    week_value,
    year_of,
    year_value,
)
from onrecord.resolve.clauses import Clauses
from onrecord.resolve.timerules import Base, Written
from onrecord.resolve.timespans import written_in
from onrecord.values import Attribution, Dated, Span


@dataclass(frozen=True, slots=True)
class Timex:
    """An expression of time and its value, as the TIMEX standards write both.

    `kind` is DATE, TIME, DURATION or SET; `value` is None where the words name a time that
    cannot be told; `days` are its first and last day, if it has any.
    """

    span: Span
    kind: str
    value: str | None
    days: tuple[str, str] | None = None


def timexes_in(text: str, published: str | None) -> list[Timex]:
    """Every expression of time in `text`, durations and sets too, in order."""
    written = _ranges_agreed(text, written_in(text))
    anchor = _Anchor(text, day(published), _narrates(written, day(published)))
    return [anchor.timex(w) for w in written]


def dates_in(text: str, published: str | None) -> list[Dated]:
    """The dates and times in `text` whose days can be told, ranges as one."""
    return _joined(text, timexes_in(text, published))


_RANGE = re.compile(r" ?[-–—/] ?| (?:to|and|through|until|till) (?:the )?")
_BETWEEN = re.compile(r"\bbetween (?:the )?$", re.IGNORECASE)


def _joined(text: str, timexes: Sequence[Timex]) -> list[Dated]:
    found: list[Dated] = []
    for timex in timexes:
        if timex.days is None or timex.kind not in ("DATE", "TIME"):
            continue
        first, last = timex.days
        dated = Dated(first, last, (timex.span,))
        if found and found[-1].end < last and _is_range(text, found[-1].spans[0], timex.span):
            before = found.pop()
            span = Span(before.spans[0].start, timex.span.end)
            dated = Dated(before.start, last, (span,))
        found.append(dated)
    return found


def _is_range(text: str, first: Span, second: Span) -> bool:
    gap = second.start - first.end
    if not 0 < gap <= 12 or not (joint := _RANGE.fullmatch(text, first.end, second.start)):
        return False
    return "and" not in joint[0] or bool(
        _BETWEEN.search(text[max(first.start - 14, 0) : first.start])
    )


def _ranges_agreed(text: str, written: list[Written]) -> list[Written]:
    """With the year at the end of a range given to its beginning ("July to September 2024")."""
    agreed = list(written)
    for i, (first, last) in enumerate(pairwise(written)):
        year = year_of(last.value) if "-" in last.value else None
        if year is None or first.count is not None or not first.rest:
            continue
        if _is_range(text, first.span, last.span):
            year -= _earlier(last.value[len(year_value(year)) :], first.rest)
            agreed[i] = replace(first, value=year_value(year) + first.rest, base=Base.NONE, rest="")
    return agreed


def _earlier(rest: str, other: str) -> bool:
    """Whether one month or day of a year comes before another; seasons are not compared."""
    return rest[1:2].isdigit() and other[1:2].isdigit() and rest < other


def _narrates(written: Sequence[Written], published: date | None) -> bool:
    """Whether the text tells of the past by its dates rather than of the news by its days.

    A month with its year ("in May 1943") is what a story of the past gives and news hardly ever
    does, unless it is of the year of publication or the ones beside it. Bare years are in both,
    and tell a story only where nothing at all is of these days.
    """
    near = {published.year - 1, published.year, published.year + 1} if published else set()
    dates = [w.value for w in written if year_of(w.value) is not None]
    told = [v for v in dates if year_of(v) not in near]
    months = sum("-" in v or v.startswith("BC") for v in told)
    deictic = sum(
        w.base is Base.PUBLISHED and (w.weekday is not None or bool(w.count and w.unit in "DWM"))
        for w in written
    )
    if not deictic and len(told) == len(dates) >= MANY_DATES:
        return True
    these_days = sum("-" in v for v in dates) - sum("-" in v for v in told)
    return months >= MANY_DATES and months > DEICTIC_WEIGHT * deictic + these_days


MANY_DATES, DEICTIC_WEIGHT = 3, 4

_FORWARD = r"will|shall|would|plan(?:s|ned)?|schedul\w+|expected|due|set|slated|until|may|to be"
_BACKWARD = r"said|says|was|were|had|told|announced|\w{3,}ed"
_LEANING = re.compile(rf"\b(?:(?P<ahead>{_FORWARD})|(?P<back>{_BACKWARD}))\b", re.IGNORECASE)
_LEANING_CHARS = 80
SOON_DAYS, SOON_MONTH_DAYS, SOON_THOUGH_PAST_DAYS = 120, 62, 92
NEXT_YEAR = timedelta(days=300)


class _Anchor:
    """What counts from what: the day of publication and the last time told, as the text goes on."""

    def __init__(self, text: str, published: date | None, narrates: bool) -> None:
        self.text = text
        self.published = published
        self.narrates = narrates
        self.told: str | None = None
        self.last: Timex | None = None

    def timex(self, written: Written) -> Timex:
        """The value of the next expression; it becomes what later ones count from."""
        value = self._value(written)
        if value and written.time and len(value.removeprefix("BC")) == 10:
            value += written.time
        days = (
            self._days(value, written.part) if value and written.kind in ("DATE", "TIME") else None
        )
        if days and value and not value.startswith(UNKNOWN_YEAR) and self._moves_on(written, value):
            self.told = value.split("T")[0]
        kind = "TIME" if value and re.search(r"\dT", value) else written.kind
        self.last = Timex(written.span, kind, value, days)
        return self.last

    def _moves_on(self, written: Written, value: str) -> bool:
        """Whether the story goes on from here: not from a year in brackets or a glance ahead."""
        if written.base is not Base.NONE or len(value.removeprefix("BC")) != 4:
            return True
        return self.text[max(written.span.start - 1, 0) : written.span.start] not in "(-–"

    def _days(self, value: str, part: str | None) -> tuple[str, str] | None:
        if part not in ("EARLIER", "LATER"):
            return days_of(value, part)
        days = days_of(value)
        if days is None or self.published is None or self.narrates:
            return days
        today = self.published.isoformat()
        if not days[0] <= today <= days[1]:
            return days
        return (days[0], today) if part == "EARLIER" else (today, days[1])

    def _value(self, written: Written) -> str | None:
        if written.base is Base.NONE:
            return written.value
        if written.weekday is not None:
            return self._weekday(written)
        if written.rest:
            return self._after_first(written) or self._in_a_year(written)
        for base in (self._base(written.base), self._base(Base.PUBLISHED)):
            value = self._counted(base, written.count, written.unit)
            if value:
                return value
        return None

    def _counted(self, base: str | None, count: int | None, unit: str) -> str | None:
        if base is None or count is None or unit.startswith("T"):
            return None
        if unit == "weekend":
            return self._weekend(base, count)
        if unit == "quarter":
            return self._quarter(base, count)
        return shifted(base, count, unit)

    def _base(self, base: Base) -> str | None:
        published = self.published.isoformat() if self.published else None
        if base is Base.PUBLISHED and not self.narrates:
            return published
        return self.told or published

    def _weekday(self, written: Written) -> str | None:
        base = self.published if written.base is Base.PUBLISHED else day(self._base(Base.TEXT))
        if base is None or written.weekday is None:
            return None
        back = (base.weekday() - written.weekday) % 7
        ahead = (written.weekday - base.weekday()) % 7
        if written.count is None:
            moved = ahead if ahead and self._leaning(written.span) == "ahead" else -back
        elif written.count == 0:
            moved = written.weekday - base.weekday()
        else:
            moved = (ahead or 7) if written.count > 0 else -(back or 7)
        return (base + timedelta(days=moved)).isoformat()

    def _leaning(self, span: Span) -> str | None:
        """Whether the words just before a time speak of what is to come, or of what was."""
        before = self.text[max(span.start - _LEANING_CHARS, 0) : span.start]
        before = before[max(before.rfind("\n"), before.rfind(". "), before.rfind("”"), 0) :]
        leanings = list(_LEANING.finditer(before))
        return leanings[-1].lastgroup if leanings else None

    def _after_first(self, written: Written) -> str | None:
        """The end of a range, in the year of its beginning or the next ("4-29 March")."""
        year = year_of(self.last.value) if self.last and written.count is None else None
        if (
            self.last is None
            or year is None
            or not _is_range(self.text, self.last.span, written.span)
        ):
            return None
        before = (self.last.value or "")[len(year_value(year)) :]
        if not before:
            return None
        return year_value(year + _earlier(written.rest, before)) + written.rest

    def _in_a_year(self, written: Written) -> str:
        """A month, day, season or quarter with the year that the words or the text give it."""
        base = self._base(written.base if written.count is not None else Base.TEXT)
        if written.count is None and not self.narrates:
            base = self.published.isoformat() if self.published else None
        year = year_of(base)
        if year is None:
            return UNKNOWN_YEAR + written.rest
        if written.count is None:
            year = year if self.narrates else self._nearest(year, written)
        elif written.count and written.unit == "Y" and written.base is Base.PUBLISHED:
            year = self._beside(base, year, written)
        else:
            year += written.count
        return year_value(year) + written.rest

    def _nearest(self, year: int, written: Written) -> int:
        """The year of a month or day named without one: the last, unless it is soon or ahead."""
        days = days_of(f"{year:04}{written.rest}")
        first, last = (day(d) for d in days) if days else (None, None)
        if self.published is None or first is None or last is None:
            return year
        leaning = self._leaning(written.span)
        if leaning == "ahead":
            return year + (last < self.published)
        soon = SOON_DAYS if first == last else SOON_MONTH_DAYS
        if leaning == "back":
            soon = SOON_THOUGH_PAST_DAYS if first == last else 0
        if first > self.published + timedelta(days=soon):
            return year - 1
        return year + (self.published - first > NEXT_YEAR and leaning is None)

    def _beside(self, base: str | None, year: int, written: Written) -> int:
        """The year of "last March" or "next summer"; "March of last year" counts whole years."""
        words = written.span.of(self.text).lower()
        if words.endswith("year"):
            return year + (written.count or 0)
        days = days_of(f"{year:04}{written.rest}")
        if days is None or base is None:
            return year
        if (written.count or 0) < 0:
            return year if days[1] < base else year - 1
        return year if days[0] > base else year + 1

    def _weekend(self, base: str, count: int) -> str | None:
        at = day(base)
        if at is None:
            return None
        if count < 0:
            at -= timedelta(days=(at.weekday() + 2) % 7 if at.weekday() < 5 else at.weekday() - 5)
            return week_value(at) + "-WE"
        return week_value(at + timedelta(weeks=count)) + "-WE"

    def _quarter(self, base: str, count: int) -> str | None:
        year, month = year_of(base), month_of(base)
        if year is None or month is None:
            return None
        years, index = divmod((month - 1) // 3 + count, 4)
        return f"{year_value(year + years)}-Q{index + 1}"


_MEANT = re.compile(
    r"(?:\b(?P<event>in|at|during|on|to|told|for) )?(?P<determiner>(?:the|an?|his|her|its|their|our|my"
    r"|this|that) |\w['’]s? )?(?:next |last )?$",
    re.IGNORECASE,
)
_OTHER_TIME = re.compile(r"\b(?:since|until|till|after|before|from|for|of|following|by) (?:the )?$")
_OCCASION = re.compile(
    r" (?:[\w-]+ ){0,3}(?:rally|speech|interview|conference|briefing|debate|forum|meeting|statement"
    r"|report|summit|hearing|address|testimony|letter|memo|tweet|post|press|call|talks|session|visit"
    r"|broadcast|appearance|event|essay|column|article|study|survey|poll|filing|remarks|message)\b"
)
_FUNCTION_WORD = re.compile(
    r" (?:at|in|on|during|that|to|as|with|from|and|but|when|while|the|a|an|by|near|inside|outside"
    r"|he|she|they|it|we|I|his|her|their|its|via|through)\b"
)


def dates_said(
    text: str, attributions: Sequence[Attribution], published: str | None
) -> list[Dated | None]:
    """For each attribution when its words were said, where the clause of its cue tells.

    A day after the publication is a date misread: nothing printed was said after it was printed.
    """
    dated = [d for d in dates_in(text, published) if not published or d.start <= published]
    starts = [d.spans[0].start for d in dated]
    clauses = Clauses(text, attributions)

    def said(attribution: Attribution) -> Dated | None:
        for part in clauses.parts(attribution):
            for one in dated[bisect_left(starts, part.start) : bisect_left(starts, part.end)]:
                if one.spans[0].end <= part.end and _is_of_saying(text, one.spans[0], part):
                    return one
        return None

    return [said(a) if a.cue else None for a in attributions]


def _is_of_saying(text: str, span: Span, part: Span) -> bool:
    """Whether a time in a cue's clause is when it was said, not a name for something else.

    "The 2016 election" and "Friday's attack" are things; "a Friday interview" is the occasion.
    """
    before = text[max(part.start - 4, span.start - 24, 0) : span.start]
    own = span.of(text)
    if own[:4].lower() == "the ":
        before += "the "
    if _OTHER_TIME.search(before):
        return False
    determined = (m := _MEANT.search(before)) is not None and bool(m["determiner"])
    after = text[span.end : span.end + 60]
    if re.match(r"['’]s?\s", after) or (
        determined and re.match(r" [A-Za-z]", after) and not _FUNCTION_WORD.match(after)
    ):
        return bool(_OCCASION.match(re.sub(r"^['’]s?", "", after)))
    return True
