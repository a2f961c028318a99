"""When something was published, in ISO 8601, as precise as it was given and no more.

Reads what machines write (ISO 8601, RFC 2822, seconds since 1970) and dates in English words
or in the order year, month, day. `03/04/2026` is two days in two countries: such a date is
None, unless one of the numbers can only be a day.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time
from email.utils import parsedate_to_datetime

YEARS = range(1500, 2200)
MAX_CHARS = 80

_MONTHS = {
    month: number
    for number, names in enumerate(
        "january jan|february feb|march mar|april apr|may|june jun|july jul|august aug|"
        "september sept sep|october oct|november nov|december dec".split("|"),
        start=1,
    )
    for month in names.split()
}
_TIME = (
    r"(?:[T ,]+(?:at )?(?P<h>\d{1,2}):(?P<mi>\d\d)(?::(?P<s>\d\d)(?:[.,]\d{1,9})?)?"
    r" ?(?P<half>[ap]\.?m\.?)?"
    r" ?(?P<zone>Z|UTC|GMT|[+-]\d\d:?(?:\d\d)?)?)?"
)
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?[.,]? )?"
_WORD = rf"(?P<month>{'|'.join(_MONTHS)})\.?"
_FORMS = tuple(
    re.compile(form + r"\Z", re.IGNORECASE | re.ASCII)
    for form in (
        r"(?P<y>\d{4})(?:(?P<sep>[-/.])(?P<m>\d{1,2})(?:(?P=sep)(?P<d>\d{1,2})" + _TIME + ")?)?",
        r"(?P<y>\d{4})(?P<m>\d\d)(?P<d>\d\d)(?:T(?P<h>\d\d)(?P<mi>\d\d)(?P<s>\d\d)?(?P<zone>Z|[+-]\d{4})?)?",
        _WEEKDAY + r"(?P<d>\d{1,2})(?:st|nd|rd|th)?[ -](?:of )?" + _WORD + r",?[ -](?P<y>\d{4})" + _TIME,
        _WEEKDAY + _WORD + r" (?P<d>\d{1,2})(?:st|nd|rd|th)?,? (?P<y>\d{4})" + _TIME,
        _WORD + r",? (?P<y>\d{4})",
        r"(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>\d{4})" + _TIME,
        r"(?P<either>\d{1,2})(?P<sep>[/-])(?P<other>\d{1,2})(?P=sep)(?P<y>\d{4})" + _TIME,
    )
)  # fmt: skip


def iso(given: object) -> str | None:
    """`given` as an ISO 8601 date, or date and time, or None where it is not certain.

    Gives `2026`, `2026-03`, `2026-03-05` or `2026-03-05T07:40[:00][+01:00]`.
    """
    if isinstance(given, bool) or given is None:
        return None
    if isinstance(given, int | float):
        return _epoch(given)
    if not isinstance(given, str) or len(given) > MAX_CHARS:
        return None
    text = " ".join(given.split())
    if text.isdecimal() and len(text) in (10, 13):
        return _epoch(int(text))
    for form in _FORMS:
        if found := form.match(text):
            return _from(found.groupdict())
    return _rfc2822(text)


def _epoch(seconds: int | float) -> str | None:
    """Seconds since 1970, or thousandths of them: only such as fall in 1985 to 2100."""
    for unit in (1, 1000):
        if 473_385_600 * unit <= seconds < 4_102_444_800 * unit:
            return datetime.fromtimestamp(seconds // unit, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return None


def _rfc2822(text: str) -> str | None:
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return moment.isoformat() if moment.year in YEARS and "," in text[:5] else None


def _from(part: dict[str, str | None]) -> str | None:
    if part.get("either"):
        ordered = _which_is_the_day(int(part["either"] or 0), int(part["other"] or 0))
        if ordered is None:
            return None
        day, month = ordered
    else:
        month = _MONTHS[w.lower()] if (w := part.get("month")) else int(part.get("m") or 0)
        day = int(part.get("d") or 0)
    year = int(part["y"] or 0)
    try:
        date(year, month or 1, day or 1)
    except ValueError:
        return None
    if year not in YEARS:
        return None
    if not month:
        return f"{year:04}" if not part.get("m") else None
    if not day:
        return f"{year:04}-{month:02}" if not part.get("d") else None
    clock = _clock(part)
    return None if clock is None else f"{year:04}-{month:02}-{day:02}{clock}"


def _which_is_the_day(one: int, two: int) -> tuple[int, int] | None:
    if one == two or one > 12:
        return one, two
    return (two, one) if two > 12 else None


def _clock(part: dict[str, str | None]) -> str | None:
    """The time of day with its zone: empty where none was given, None where it is none."""
    if not part.get("h"):
        return ""
    hour, minute, second = int(part["h"] or 0), int(part["mi"] or 0), part.get("s")
    if half := part.get("half"):
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half[0].lower() == "p" else 0)
    try:
        time(hour, minute, int(second or 0))
    except ValueError:
        return None
    zone = (part.get("zone") or "").upper()
    if zone in ("UTC", "GMT"):
        zone = "Z"
    elif len(zone) == 3:
        zone += ":00"
    elif len(zone) == 5:
        zone = zone[:3] + ":" + zone[3:]
    return f"T{hour:02}:{minute:02}" + (f":{second}" if second else "") + zone
