"""Where a text speaks of time: its expressions, each with the words that belong to it.

The text is read once, word by word; rules are tried only where a word can begin one, and the
longest reading wins. Then the words before an expression are looked at, at most forty characters
of them: which part of it is meant ("late", "the end of"), which time of day, which weekday.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from onrecord.resolve.countrules import COUNT_RULES
from onrecord.resolve.daterules import DATE_RULES
from onrecord.resolve.timerules import Rule, Written
from onrecord.resolve.timewords import DAYPART
from onrecord.values import Span

_TOKEN = re.compile(r"\d+|[A-Za-z]+")
_RULES = {
    start: (*DATE_RULES.starting.get(start, ()), *COUNT_RULES.starting.get(start, ()))
    for start in {**DATE_RULES.starting, **COUNT_RULES.starting}
}
_LEFT_CHARS = 40
_PART = re.compile(
    r"(?:\b(?P<START>early|(?:the )?(?:beginning|start|onset|early part|first half))"
    r"|\b(?P<MID>mid|(?:the )?(?:middle|midst))"
    r"|\b(?P<END>late|(?:the )?(?:end|close|latter part|latter half|second half))"
    r"|\b(?P<EARLIER>earlier)|\b(?P<LATER>later))(?:,? (?:in|of|on))?(?: the)?[ -]$",
    re.IGNORECASE,
)
_TIME_OF = re.compile(
    r"\b(?:the )?(?:early |late )?(?P<daypart>morning|afternoon|evening|night)(?: hours)? of (?:the )?$",
    re.IGNORECASE,
)
_THE = re.compile(r"\b[Tt]he $")
_WEEKDAY_GAP = re.compile(r",? (?:the )?|, the | \(")


def written_in(text: str) -> list[Written]:
    """The expressions of time in `text`, in order; those of a range one by one."""
    found: list[Written] = []
    done = 0
    for token in _TOKEN.finditer(text):
        rules = _RULES.get(token[0].lower()) or (_RULES["0"] if token[0] <= "9" else ())
        if not rules or (start := token.start()) < done:
            continue
        if not (start and (text[start - 1].isalnum() or text[start - 1] == "_")):
            read = _longest(text, start, rules)
            if read:
                read[0] = _widened(text, read[0], done)
                _join_weekday(text, found, read)
                found += read
                done = read[-1].span.end
    return found


def _longest(text: str, start: int, rules: Sequence[Rule]) -> list[Written]:
    best: list[Written] = []
    for rule in rules:
        read = rule.read(text, start)
        if read and (not best or read[-1].span.end > best[-1].span.end):
            best = read
    return best


def _widened(text: str, written: Written, after: int) -> Written:
    """With the words before it that say which part of it is meant."""
    if written.kind != "DATE":
        return written
    start = written.span.start
    left = text[max(after, start - _LEFT_CHARS) : start]
    part, time = _PART.search(left), _TIME_OF.search(left)
    if part:
        span = Span(start - len(left) + part.start(), written.span.end)
        return replace(written, span=span, part=part.lastgroup)
    if time:
        span = Span(start - len(left) + time.start(), written.span.end)
        return replace(written, span=span, time=DAYPART[time["daypart"].lower()])
    if the := _THE.search(left):
        return replace(written, span=Span(start - len(left) + the.start(), written.span.end))
    return written


def _join_weekday(text: str, found: list[Written], read: list[Written]) -> None:
    """Makes "Friday, 4 March" one expression: the date, with the weekday's words."""
    if not found or found[-1].weekday is None or not (read[0].rest or read[0].value):
        return
    last = found[-1].span
    if _WEEKDAY_GAP.fullmatch(text, last.end, read[0].span.start):
        full = len(read[0].rest) == 6 or len(read[0].value) == 10
        if full:
            found.pop()
            time = read[0].time
            read[0] = replace(read[0], span=Span(last.start, read[0].span.end), time=time)
