"""Calendar values: one short string for a stretch of time, and the days it covers.

A value is written as the TIMEX standards write it, as precise as the words were: `1943`,
`1943-07`, `1943-07-04`, `1943-W27`, `1943-W27-WE`, `1943-SU` (a season), `1943-Q3`, `1943-H1`,
`194` (a decade), `18` (a century), `1943-07-04TMO` (a morning), `BC0480-08`, and `XXXX` for a
year that nobody told. A value says what was said; `days_of` turns it into first and last day.
Years before Christ become the astronomical years of ISO 8601, in which 1 BC is `0000`.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

UNKNOWN_YEAR = "XXXX"
SEASONS = {"SP": (3, 5), "SU": (6, 8), "FA": (9, 11), "WI": (12, 2)}

_VALUE = re.compile(
    r"(?P<bc>BC)?(?P<year>XXXX|\d{2,4})"
    r"(?:-(?:(?P<month>\d\d)(?:-(?P<day>\d\d))?"
    r"|W(?P<week>\d\d)(?P<weekend>-WE)?"
    r"|(?P<season>SP|SU|FA|WI)|Q(?P<quarter>[1-4])|H(?P<half>[12])))?(?:T.*)?"
)
_LEAP_YEAR = 2000


def day(value: str | None) -> date | None:
    """The date that an ISO 8601 date or date and time names, or None where it is less precise."""
    try:
        return date.fromisoformat((value or "")[:10])
    except ValueError:
        return None


def week_value(at: date) -> str:
    """The ISO week that a day is in."""
    year, week, _ = at.isocalendar()
    return f"{year}-W{week:02}"


def year_value(year: int) -> str:
    """A year as values write it; zero and less are years before Christ."""
    return f"{year:04}" if year > 0 else f"BC{1 - year:04}"


def year_of(value: str | None) -> int | None:
    """The year of a value that has one."""
    found = _VALUE.fullmatch(value or "")
    if not found or found["year"] == UNKNOWN_YEAR or len(found["year"]) < 4:
        return None
    return 1 - int(found["year"]) if found["bc"] else int(found["year"])


def month_of(value: str | None) -> int | None:
    """The month of a value that names one, or a day in one."""
    found = _VALUE.fullmatch(value or "")
    return int(found["month"]) if found and found["month"] else None


def shifted(value: str, count: int, unit: str) -> str | None:
    """The `unit` (D, W, M, Y, DE, CE) that lies `count` units after `value`, or None.

    None where the value is too vague to count from: three days after "July" is no day.
    """
    year, month, at = year_of(value), month_of(value), day(value[:10])
    if unit in ("D", "W"):
        if at is None:
            return None
        try:
            moved = at + timedelta(days=count * (7 if unit == "W" else 1))
        except OverflowError:
            return None
        return week_value(moved) if unit == "W" else moved.isoformat()
    if year is None:
        return None
    if unit == "M":
        if month is None:
            return None
        years, index = divmod(month - 1 + count, 12)
        return f"{year_value(year + years)}-{index + 1:02}"
    moved_year = year + count * {"Y": 1, "DE": 10, "CE": 100}[unit]
    if abs(moved_year) > 9999:
        return None
    whole = year_value(moved_year)
    return whole[: len(whole) - {"Y": 0, "DE": 1, "CE": 2}[unit]]


def days_of(value: str, part: str | None = None) -> tuple[str, str] | None:
    """The first and last day of a value, both inclusive, or None where it names no stretch.

    `part` (START, MID, END) keeps the first, middle or last third: "late 1943", "mid-July".
    """
    found = _VALUE.fullmatch(value)
    if not found:
        return None
    bounds = _bounds(found)
    if bounds is None:
        return None
    first, last = _third(*bounds, part)
    unknown = found["year"] == UNKNOWN_YEAR
    shift = 0 if unknown else _years_to_real(found)
    return _iso(first, shift, unknown), _iso(last, shift, unknown)


def _iso(at: date, shift: int, unknown: bool) -> str:
    year = at.year + shift
    sign = "-" if year < 0 else ""
    return f"{UNKNOWN_YEAR if unknown else f'{sign}{abs(year):04}'}-{at.month:02}-{at.day:02}"


def _years_to_real(found: re.Match[str]) -> int:
    """How far the real year is from the one `_bounds` reckons in: dates need years from 1."""
    if not found["bc"]:
        return 0
    width = 4 - len(found["year"])
    years = int(10**width)
    return 1 - int(found["year"]) * years - (years - 1) - _LEAP_YEAR


def _bounds(found: re.Match[str]) -> tuple[date, date] | None:
    digits = found["year"]
    width = 1
    if digits == UNKNOWN_YEAR or found["bc"]:
        year = _LEAP_YEAR
        width = 10 ** (4 - len(digits))
    else:
        width = 10 ** (4 - len(digits))
        year = int(digits) * width
        if not 1 <= year <= 9999 - width:
            return None
    try:
        return _within(found, year, width)
    except ValueError:
        return None


def _within(found: re.Match[str], year: int, width: int) -> tuple[date, date]:
    if found["day"]:
        at = date(year, int(found["month"]), int(found["day"]))
        return at, at
    if found["week"]:
        first = date.fromisocalendar(year, int(found["week"]), 6 if found["weekend"] else 1)
        return first, first + timedelta(days=1 if found["weekend"] else 6)
    months = (1, 12)
    if found["month"]:
        months = (int(found["month"]), int(found["month"]))
    elif found["season"]:
        months = SEASONS[found["season"]]
    elif found["quarter"]:
        months = (3 * int(found["quarter"]) - 2, 3 * int(found["quarter"]))
    elif found["half"]:
        months = (6 * int(found["half"]) - 5, 6 * int(found["half"]))
    last_year = year + width - 1 + (months[1] < months[0])
    return date(year, months[0], 1), date(last_year, months[1], monthrange(last_year, months[1])[1])


def _third(first: date, last: date, part: str | None) -> tuple[date, date]:
    length = (last - first).days + 1
    third = timedelta(days=length // 3)
    if part is None or length < 3:
        return first, last
    if part == "START":
        return first, first + third - timedelta(days=1)
    if part == "END":
        return last - third + timedelta(days=1), last
    return first + third, last - third
