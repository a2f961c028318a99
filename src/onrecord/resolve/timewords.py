"""English words for time and what they count: months, units, numbers, and patterns of them.

Month and weekday names are taken with their capitals or all in capitals, everything else in any
case. "May", "March" and first names are months only in company; that is for the rules to see.
"""

from __future__ import annotations

from collections.abc import Iterable

MONTHS = (
    "January February March April May June July August September October November December"
).split()
WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
NUMBERS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen twenty"
).split()
ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth "
    "fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
).split()
_TENS = {"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80}
_TENS |= {"ninety": 90, "hundred": 100}
NUMBER = {w: i for i, w in enumerate(NUMBERS)} | _TENS | {"a": 1, "an": 1, "dozen": 12}
ORDINAL = {w: i + 1 for i, w in enumerate(ORDINALS)}
VAGUE = frozenset({"several", "few", "some", "many", "couple", "recent", "numerous"})
UNIT = {"minute": "TM", "hour": "TH", "day": "D", "week": "W", "month": "M", "year": "Y"}
UNIT |= {"decade": "DE", "century": "CE", "centurie": "CE"}
SEASON = {"spring": "SP", "summer": "SU", "autumn": "FA", "fall": "FA", "winter": "WI"}
DAYPART = {"morning": "TMO", "afternoon": "TAF", "evening": "TEV", "night": "TNI"}
BACK = frozenset({"last", "past", "previous", "preceding", "prior"})
AHEAD = frozenset({"next", "coming", "following", "succeeding", "subsequent"})
OF_TEXT = frozenset({"that", "same", "previous", "preceding", "following", "subsequent", "prior"})
REFERENCES = {"now": "PRESENT_REF", "nowadays": "PRESENT_REF", "currently": "PRESENT_REF"}
REFERENCES |= {"current": "PRESENT_REF", "presently": "PRESENT_REF", "today's": "PRESENT_REF"}
REFERENCES |= {"recent": "PAST_REF", "recently": "PAST_REF", "future": "FUTURE_REF"}
SETS = {"daily": "P1D", "everyday": "P1D", "weekly": "P1W", "monthly": "P1M", "annual": "P1Y"}
SETS |= {"annually": "P1Y", "yearly": "P1Y", "nightly": "P1D", "quarterly": "P3M"}
FEASTS = {"christmas": "-12-25", "christmas day": "-12-25", "christmas eve": "-12-24"}
FEASTS |= {"boxing day": "-12-26", "new year's day": "-01-01", "new year's eve": "-12-31"}


def either(words: Iterable[str]) -> str:
    """A pattern for any of `words`, the longest first."""
    return "|".join(sorted(words, key=len, reverse=True))


SHORT = {m[:3]: m for m in MONTHS if m != "May"} | {"Sept": "September"}
MONTH_NAMES = {**{m: i + 1 for i, m in enumerate(MONTHS)}}
MONTH_NAMES |= {s: MONTHS.index(m) + 1 for s, m in SHORT.items()}
MONTH_NAMES |= {m.upper(): i for m, i in MONTH_NAMES.items()}
A_MONTH = rf"(?P<month>{either(MONTH_NAMES)})\b(?:(?<!May)(?<=\b[A-Z][a-z][a-z])\.|(?<=Sept)\.)?"
A_DAY = r"(?P<day>[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?(?![\d%]|[.,:]\d|-(?:year|day|month|week))"
A_YEAR = r"(?P<year>1\d{3}|20\d\d|21\d\d)(?![\d%]|[.,:]\d|-(?:year|day))"
BEFORE_CHRIST = r"\s?(?P<bc>BCE?\b|B\.C\.(?:E\.)?)"
A_WEEKDAY = rf"(?P<weekday>{either([*WEEKDAYS, *(w.upper() for w in WEEKDAYS)])})"
A_NUMBER = rf"(?P<number>\d{{1,3}}(?:\.\d)?|(?i:{either([*NUMBER, *VAGUE])}))"
A_UNIT = rf"(?P<unit>(?i:{either(UNIT)}))s?\b"
A_DAYPART = rf"(?P<daypart>(?i:{either(DAYPART)}))\b"
A_RELATION = rf"(?P<relation>(?i:{either(BACK | AHEAD | {'this', 'that', 'same', 'current'})}))"
OF_A_YEAR = (
    r"(?:,? (?i:of )?(?i:the )?(?P<of>(?i:this|that|same|last|next|following|previous)) (?i:year))?"
)
A_CLOCK = r"(?P<hour>[01]?\d|2[0-3])(?:[:.](?P<minute>[0-5]\d))?"
FROM_A_DAY = r"(?:(?P<first>[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)? ?(?:[-–—/]| (?:and|to|or) ) ?)?"
A_YEAR_AFTER = rf"(?:,? ?(?:of )?(?:{A_YEAR}(?:{BEFORE_CHRIST})?|(?P<ancient>\d{{1,3}}){BEFORE_CHRIST.replace('bc', 'bc2')}))"
A_PERIOD = (
    rf"(?P<period>(?i:day|weekend|week|month|quarter|year|decade|century|{either(SEASON)}"
    rf"|{either(DAYPART)})|{either(MONTHS)})\b(?!-)"
)
