"""Times by their distance from another, durations, what recurs, and the time of day.

"Yesterday", "on Friday", "last week", "two days ago" count from the publication; "the next day",
"three days later", "that month" from what the text has told. "A week after he left" counts from an
event, which is no date: it has no value.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from onrecord.resolve.timerules import NAME_AFTER, Base, Rules, Written, direction, span_of
from onrecord.resolve.timewords import (
    A_CLOCK,
    A_DAYPART,
    A_NUMBER,
    A_PERIOD,
    A_RELATION,
    A_UNIT,
    A_WEEKDAY,
    AHEAD,
    BACK,
    DAYPART,
    MONTH_NAMES,
    MONTHS,
    NUMBER,
    NUMBERS,
    OF_TEXT,
    REFERENCES,
    SEASON,
    SETS,
    UNIT,
    VAGUE,
    WEEKDAYS,
    either,
)
from onrecord.values import Span

COUNT_RULES = Rules()
_FEAST_BEFORE = re.compile(r"\b(?:Super|Black|Good|Ash|Holy|Palm|Easter|Cyber|Bloody|Fat) $")


@COUNT_RULES(
    rf"(?:{A_RELATION} )?{A_WEEKDAY}(?: {A_DAYPART})?\b",
    *BACK, *AHEAD, "this", *(w.lower() for w in WEEKDAYS),
)  # fmt: skip
def _weekday(found: re.Match[str]) -> Iterator[Written]:
    if _FEAST_BEFORE.search(found.string, max(found.start() - 8, 0), found.start()):
        return
    relation = (found["relation"] or "").lower()
    time = DAYPART[found["daypart"].lower()] if found["daypart"] else ""
    number = [w.lower() for w in WEEKDAYS].index(found["weekday"].lower())
    count = direction(relation) if relation else None
    base = Base.TEXT if relation in OF_TEXT else Base.PUBLISHED
    yield Written(span_of(found), base=base, weekday=number, count=count, time=time)


_NAME_BEFORE = re.compile(r"[A-Z]\w* $")


@COUNT_RULES(r"(?i:(?P<word>yesterday|today|tomorrow|tonight)(?: (?P<daypart>morning|afternoon|evening|night))?)\b",
       "yesterday", "today", "tomorrow", "tonight")  # fmt: skip
def _deictic(found: re.Match[str]) -> Iterator[Written]:
    if _NAME_BEFORE.search(found.string, max(found.start() - 12, 0), found.start()) and (
        found["word"][0].isupper()
    ):
        return
    word = found["word"].lower()
    time = "TNI" if word == "tonight" else DAYPART.get((found["daypart"] or "").lower(), "")
    count = {"yesterday": -1, "tomorrow": 1}.get(word, 0)
    yield Written(span_of(found), base=Base.PUBLISHED, count=count, unit="D", time=time)


@COUNT_RULES(rf"(?i:{either(REFERENCES)}|these days|at present)\b", "these", "at", *REFERENCES)
def _reference(found: re.Match[str]) -> Iterator[Written]:
    yield Written(span_of(found), REFERENCES.get(found[0].lower(), "PRESENT_REF"))


@COUNT_RULES(
    rf"(?P<the>(?i:the) )?(?:(?i:this|that) (?=(?i:same|past|coming)))?{A_RELATION} {A_PERIOD}"
    rf"(?: (?P<daypart>(?i:morning|afternoon|evening|night))\b)?",
    *BACK, *AHEAD, "this", "that", "same", "current", "the",
)  # fmt: skip
def _relative(found: re.Match[str]) -> Iterator[Written]:
    relation, period = found["relation"].lower(), found["period"].lower()
    if found["period"] in MONTHS and NAME_AFTER.match(found.string, found.end()):
        return
    the = bool(found["the"])
    base = Base.TEXT if relation in OF_TEXT or (the and relation == "next") else Base.PUBLISHED
    if the and relation in ("past", "last") and period in UNIT:
        yield Written(span_of(found), f"P1{UNIT[period]}", "DURATION")
        return
    shape = Written(span_of(found), base=base, count=direction(relation))
    if period in UNIT:
        time = DAYPART[found["daypart"].lower()] if found["daypart"] else ""
        yield replace(shape, unit=UNIT[period], time=time)
    elif period in SEASON:
        yield replace(shape, unit="Y", rest=f"-{SEASON[period]}")
    elif period in DAYPART:
        yield replace(shape, unit="D", time=DAYPART[period])
    elif period in ("weekend", "quarter"):
        yield replace(shape, unit=period)
    else:
        yield replace(shape, unit="Y", rest=f"-{MONTH_NAMES[period.title()]:02}")


@COUNT_RULES(
    r"(?i:(?P<part>start|beginning|middle|end|close|rest|later|earlier|late|early) (?:of|in) the "
    r"(?P<unit>day|week|month|year|decade|century))\b",
    "start", "beginning", "middle", "end", "close", "rest", "later", "earlier", "late", "early",
)  # fmt: skip
def _part_of(found: re.Match[str]) -> Iterator[Written]:
    part = _PARTS[found["part"].lower()]
    unit = UNIT[found["unit"].lower()]
    yield Written(span_of(found), base=Base.TEXT, count=0, unit=unit, part=part)


_PARTS = {"start": "START", "beginning": "START", "early": "START", "middle": "MID", "end": "END"}
_PARTS |= {"close": "END", "late": "END", "rest": "LATER", "later": "LATER", "earlier": "EARLIER"}


@COUNT_RULES(r"(?i:over|at|during) (?i:the )?(?P<period>(?i:weekend))\b", "over", "at", "during")
def _weekend(found: re.Match[str]) -> Iterator[Written]:
    yield Written(span_of(found, "period"), base=Base.PUBLISHED, count=-1, unit="weekend")


@COUNT_RULES(
    rf"(?:(?i:{either(BACK | AHEAD | {'first', 'final', 'same'})}) )?(?i:an? )?{A_NUMBER}[ -](?i:or more |or so |full |consecutive |of )?{A_UNIT}"
    r"(?: (?P<way>(?i:ago|earlier|later|before|previously|hence|from now|after(?:wards)?"
    r"|old|of age|long))\b|-(?P<age>old)\b)?",
    "0", "first", "final", "same", *BACK, *AHEAD, *NUMBER, *VAGUE,
)  # fmt: skip
def _counted(found: re.Match[str]) -> Iterator[Written]:
    unit, word = UNIT[found["unit"].lower()], found["number"].lower()
    if word == "recent" or (word in ("a", "an") and found.string[found.end("number")] == "-"):
        return
    vague = word in VAGUE
    number = word if word[0].isdigit() else str(NUMBER.get(word, 1))
    way = (found["way"] or "").lower()
    span = span_of(found)
    past, future = way in ("ago", "earlier", "before", "previously"), way in (
        "later", "hence", "from now", "after", "afterwards",
    )  # fmt: skip
    if past or future:
        if way in ("before", "after") and _EVENT_AFTER.match(found.string, found.end()):
            yield Written(span, base=Base.TEXT)
        elif vague:
            yield Written(span, "PAST_REF" if past else "FUTURE_REF")
        elif "." not in number:
            base = Base.PUBLISHED if way in ("ago", "hence", "from now") else Base.TEXT
            yield Written(span, base=base, count=int(number) * (-1 if past else 1), unit=unit)
        return
    length = "X" if vague else number
    value = f"PT{length}{unit[1]}" if unit[0] == "T" else f"P{length}{unit}"
    yield Written(span, value, "DURATION")


_EVENT_AFTER = re.compile(r" (?!that\b)\w")


@COUNT_RULES(
    rf"(?i:for|in|over|after|within) (?P<unit>(?i:{either(UNIT)}))s\b",
    "for", "in", "over", "after", "within",
)  # fmt: skip
def _untold(found: re.Match[str]) -> Iterator[Written]:
    unit = UNIT[found["unit"].lower()]
    start = found.start("unit")
    value = f"PTX{unit[1]}" if unit[0] == "T" else f"PX{unit}"
    yield Written(Span(start, found.end()), value, "DURATION")


@COUNT_RULES(
    rf"(?i:every|each|per)(?: (?P<few>\d+|(?i:{either(NUMBERS)})))? {A_UNIT}",
    "every",
    "each",
    "per",
)
def _set(found: re.Match[str]) -> Iterator[Written]:
    unit = UNIT[found["unit"].lower()]
    word = (found["few"] or "1").lower()
    number = word if word.isdigit() else str(NUMBER[word])
    value = f"PT{number}{unit[1]}" if unit[0] == "T" else f"P{number}{unit}"
    yield Written(span_of(found), value, "SET")


@COUNT_RULES(rf"(?i:{either(SETS)})\b", *SETS)
def _adverb_set(found: re.Match[str]) -> Iterator[Written]:
    yield Written(span_of(found), SETS[found[0].lower()], "SET")


@COUNT_RULES(
    rf"{A_CLOCK} ?(?P<half>(?i:am|pm|a\.m\.|p\.m\.))(?!\w)(?: (?:GMT|EST|EDT|UTC|local time))?", "0"
)
@COUNT_RULES(
    r"(?P<hour>[01]?\d|2[0-3]):(?P<minute>[0-5]\d)(?::\d\d)?(?! ?[-–:]?\d)(?: (?:GMT|EST|EDT|UTC|local time))?",
    "0",
)
def _clock(found: re.Match[str]) -> Iterator[Written]:
    half = (found.groupdict().get("half") or "").lower()[:1]
    hour = int(found["hour"])
    if half and hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    time = f"T{hour:02}:{found['minute'] or '00'}"
    yield Written(span_of(found), base=Base.TEXT, count=0, unit="D", time=time, kind="TIME")
