"""Months, years, decades, centuries, seasons, quarters and feasts.

Words that are dates only by looks need company: "May" and "March" a preposition or a day, a first
name no surname after it, four digits no unit and no counted thing ("2000 soldiers").
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from onrecord.resolve.timerules import NAME_AFTER, Rules, Written, dated, span_of, year_in
from onrecord.resolve.timewords import (
    A_DAY,
    A_MONTH,
    A_YEAR,
    A_YEAR_AFTER,
    BEFORE_CHRIST,
    FEASTS,
    FROM_A_DAY,
    MONTH_NAMES,
    MONTHS,
    OF_A_YEAR,
    ORDINAL,
    ORDINALS,
    SEASON,
    SHORT,
    either,
)
from onrecord.values import Span

DATE_RULES = Rules()
_MONTH_STARTS = tuple(m.lower() for m in MONTH_NAMES)


@DATE_RULES(rf"{A_MONTH} {A_DAY}(?:{A_YEAR_AFTER}|{OF_A_YEAR})", *_MONTH_STARTS)
def _month_day(found: re.Match[str]) -> Iterator[Written]:
    rest = f"-{MONTH_NAMES[found['month']]:02}-{int(found['day']):02}"
    yield dated(found, rest, span_of(found))


@DATE_RULES(
    rf"{A_MONTH} {A_DAY.replace('?P<day>', '?P<first>')} ?(?:[-–—]| (?:and|to|through|until) ) ?{A_DAY}"
    rf"(?! (?:{either(MONTHS)}))(?:{A_YEAR_AFTER}|{OF_A_YEAR})",
    *_MONTH_STARTS,
)
def _month_days(found: re.Match[str]) -> Iterator[Written]:
    month = f"-{MONTH_NAMES[found['month']]:02}-"
    yield dated(found, f"{month}{int(found['first']):02}", Span(found.start(), found.end("first")))
    yield dated(found, f"{month}{int(found['day']):02}", Span(found.start("day"), found.end()))


@DATE_RULES(rf"{FROM_A_DAY}{A_DAY} (?:of )?{A_MONTH}(?:{A_YEAR_AFTER}|{OF_A_YEAR})", "0")
def _day_month(found: re.Match[str]) -> Iterator[Written]:
    month = f"-{MONTH_NAMES[found['month']]:02}-"
    if found["first"]:
        yield dated(found, f"{month}{int(found['first']):02}", span_of(found, "first"))
    yield dated(found, f"{month}{int(found['day']):02}", Span(found.start("day"), found.end()))


@DATE_RULES(rf"{A_MONTH}(?:{A_YEAR_AFTER}|{OF_A_YEAR})", *_MONTH_STARTS)
def _month(found: re.Match[str]) -> Iterator[Written]:
    alone = found.end() == found.end("month")
    if alone and not _is_month(found):
        return
    yield dated(found, f"-{MONTH_NAMES[found['month']]:02}", span_of(found))


_BEFORE_MONTH = re.compile(
    r"(?:\b(?:in|of|by|since|until|till|last|next|this|early|late|mid|and|to|through|from|between"
    r"|during|for|before|after|on|each|every|past|the|or|throughout|around|previous|following)\s"
    r"|\bmid-|[-–—(/])$",
    re.IGNORECASE,
)
_SURELY_MONTH = re.compile(r"\b(?:in|of|since|until|last|next|early|late|mid)[ -]$", re.IGNORECASE)


def _is_month(found: re.Match[str]) -> bool:
    """Whether a month alone is one: "May", "March" and first names ask for a word before."""
    text, name = found.string, found["month"]
    if name.title() not in ("May", "March", "April", "June", "August", *SHORT):
        return True
    before = text[max(found.start() - 12, 0) : found.start()]
    named = NAME_AFTER.match(text, found.end()) and not _SURELY_MONTH.search(before)
    if _BEFORE_MONTH.search(before) and not named:
        return name.title() not in SHORT or text.startswith(f"{name}.", found.start())
    if name.title() in ("May", "March") or name in SHORT or name.upper() == name:
        return False
    return not named


_NO_YEAR_BEFORE = re.compile(
    r"[$£€#№.,\d/]$|\b(?:No\.?|about|some|over|than|nearly|least|almost) $"
)
_COUNTED = re.compile(
    r"[ -](?!was|is|as|has|his|this|its|us|across|unless|towards|always)[a-z]+s\b"
)
_UNITS_AFTER = re.compile(
    r" ?(?:km|kg|mm|m|ft|feet|men|people|million|percent|US|tons|hours?|UTC|GMT|local)\b"
)
_YEAR_BEFORE = re.compile(
    r"\b(?:in|since|until|till|by|during|early|late|mid|before|after|from|circa|c\.|year|between"
    r"|throughout|to|of|and|around|through|summer|winter|spring|fall|autumn)[ -]$",
    re.IGNORECASE,
)


@DATE_RULES(
    rf"{A_YEAR}(?:{BEFORE_CHRIST})?(?:[-–—/](?P<second>\d{{4}}|\d\d)(?!\d|-\d))?(?!['’]?s\b)", "0"
)
def _bare_year(found: re.Match[str]) -> Iterator[Written]:
    text, before = found.string, found.string[max(found.start() - 12, 0) : found.start()]
    if _NO_YEAR_BEFORE.search(before) or _UNITS_AFTER.match(text, found.end()):
        return
    told = _YEAR_BEFORE.search(before)
    if _COUNTED.match(text, found.end()) and (not told or found["year"].endswith("00")):
        return
    if not told and not 1500 <= int(found["year"]) <= 2100 and not found["bc"]:
        return
    yield Written(span_of(found, "year") if not found["bc"] else span_of(found), year_in(found))
    if found["second"]:
        second = found["year"][: -len(found["second"])] + found["second"]
        if int(second) > int(found["year"]):
            yield Written(span_of(found, "second"), second)


@DATE_RULES(rf"(?:(?P<first>\d{{1,4}}) ?[-–—] ?)?(?P<year>\d{{1,4}}){BEFORE_CHRIST}", "0")
def _ancient_year(found: re.Match[str]) -> Iterator[Written]:
    if found["first"]:
        yield Written(span_of(found, "first"), f"BC{int(found['first']):04}")
    yield Written(Span(found.start("year"), found.end()), year_in(found))


@DATE_RULES(rf"(?P<year>\d{{2,3}}0)['’]?s(?:{BEFORE_CHRIST})?", "0")
def _decade(found: re.Match[str]) -> Iterator[Written]:
    if len(found["year"]) == 4 or found["bc"]:
        yield Written(span_of(found), year_in(found)[:-1])


@DATE_RULES(r"(?P<decade>[2-9]0)['’]?s\b", "0")
def _short_decade(found: re.Match[str]) -> Iterator[Written]:
    if found.string[found.start() - 1 : found.start()] in ("'", "’", "‘"):
        yield Written(span_of(found), f"19{found['decade'][0]}")


@DATE_RULES(
    rf"(?P<ordinal>\d{{1,2}}(?:st|nd|rd|th)|(?i:{either(ORDINALS)}|twenty-first))[- ]"
    rf"(?i:century|centuries)\b(?:{BEFORE_CHRIST})?",
    "0",
    *ORDINALS,
)
def _century(found: re.Match[str]) -> Iterator[Written]:
    word = found["ordinal"].lower()
    number = ORDINAL.get(word) or (21 if word[0] == "t" else int(word[:-2]))
    yield Written(span_of(found), f"{'BC' if found['bc'] else ''}{max(number - 1, 0):02}")


@DATE_RULES(r"(?P<year>\d{4})-(?P<month>0[1-9]|1[0-2])-(?P<day>[0-3]\d)(?!\d)", "0")
def _iso_date(found: re.Match[str]) -> Iterator[Written]:
    yield Written(span_of(found), found[0])


@DATE_RULES(
    r"(?P<a>\d{1,2})(?P<mark>[/.])(?P<b>\d{1,2})(?P=mark)(?P<year>(?:19|20)\d\d)(?!\d)", "0"
)
def _numbers(found: re.Match[str]) -> Iterator[Written]:
    first, second = int(found["a"]), int(found["b"])
    month, at = (first, second) if first <= 12 and found["mark"] == "/" else (second, first)
    if 1 <= month <= 12 and 1 <= at <= 31:
        yield Written(span_of(found), f"{found['year']}-{month:02}-{at:02}")


@DATE_RULES(
    rf"(?P<season>(?i:{either(SEASON)}))\b(?:{A_YEAR_AFTER}|{OF_A_YEAR})",
    *SEASON,
)
def _season(found: re.Match[str]) -> Iterator[Written]:
    alone = found.end() == found.end("season")
    if alone and (
        _FALL_OF.match(found.string, found.start())
        or not _BEFORE_SEASON.search(found.string[max(found.start() - 10, 0) : found.start()])
    ):
        return
    yield dated(found, f"-{SEASON[found['season'].lower()]}", span_of(found))


_FALL_OF = re.compile(r"fall of\b", re.IGNORECASE)
_BEFORE_SEASON = re.compile(r"\b(?:in|the|early|late|mid|by|since|until|of)[ -]$", re.IGNORECASE)


@DATE_RULES(
    r"(?P<ordinal>(?i:first|second|third|fourth|last|latter|1st|2nd|3rd|4th))[- ](?P<period>(?i:quarter|half))\b"
    rf"(?:{A_YEAR_AFTER}|{OF_A_YEAR})",
    *ORDINALS[:4], "last", "latter", "0",
)  # fmt: skip
def _quarter(found: re.Match[str]) -> Iterator[Written]:
    half = found["period"].lower() == "half"
    alone = found.end() == found.end("period")
    if half and alone:
        return
    word = found["ordinal"].lower()
    number = (2 if half else 4) if word in ("last", "latter") else ORDINAL.get(word) or int(word[0])
    yield dated(found, f"-{'H' if half else 'Q'}{number}", span_of(found))


@DATE_RULES(rf"(?i:fiscal|the year|year) {A_YEAR}", "fiscal", "year")
def _named_year(found: re.Match[str]) -> Iterator[Written]:
    yield Written(span_of(found), year_in(found))


@DATE_RULES(
    rf"(?P<feast>(?i:{either(FEASTS)}))\b(?:{A_YEAR_AFTER}|{OF_A_YEAR})",
    "christmas",
    "boxing",
    "new",
)
def _feast(found: re.Match[str]) -> Iterator[Written]:
    name = found["feast"].lower().replace("’", "'")
    if name in FEASTS:
        yield dated(found, FEASTS[name], span_of(found))
