"""Datelines and credits: whose words the whole article is.

Only the first and last lines are looked at. A dateline is believed with a name in it that we do
not know as well, if a place in capitals stands before it; a credit has to name an outlet.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from onrecord.extract.outlets import TOKEN_START, Carriers
from onrecord.values import Hop, Span

_CITY = r"[A-Z][\w.'’-]*(?:[ ,/]{1,2}[A-Z\d][\w.'’-]*){0,7}"
_DATELINE = re.compile(rf"\s*(?:{_CITY}[ ,]{{0,2}})?\((?P<who>[^()\n]{{2,60}})\)\s?(?:[—–:-]|--)")
_DATELINE_BARE = re.compile(rf"\s*(?:{_CITY}, )(?P<who>[^\n—–-]{{2,40}}?)\s?(?:[—–]|--)\s")
_CREDIT = re.compile(
    r"""(?:©\s?(?:\d{4}\s)?|Source:\s|Via\s|via\s|h/t:?\s|H/T:?\s|Credit:\s|\(Source:\s|
    [Ww]ith\s(?:reporting|additional\sreporting|files|material|information)\s(?:by|from)\s(?:the\s)?|
    Copyright\s(?:\d{4}\s)?(?:by\s)?|[—–-]{1,2}\s?|By\s|
    This\s(?:story|article|report)\s(?:first\s|originally\s)?(?:appeared|was\spublished)\s(?:on|in|by)\s)""",
    re.VERBOSE,
)
_CONTRIBUTED = re.compile(r"\scontributed to this (?:report|story|article)")
_AGENCY_STAFF = re.compile(r"\s(?:writers?|reporters?|correspondents?|journalists?|staff)\b")
_BYLINE, _DASHED = 120, 40  # characters of a line that is no more than a credit
_CLOSING_CREDIT = re.compile(
    r"(?:(?<=[.!?”\"’])\s?(?:[—–]|--)\s?(?P<who>[^\s—–()][^—–()]{1,40}?)|"
    r"(?<=[.!?”\"’])\s\((?P<paren>[^()]{2,40})\))\s*$"
)
_LINE = re.compile(r"\S[^\n]*")
_EDGE_PARAGRAPHS = 4


def credits_of(carriers: Carriers) -> Iterator[Hop]:
    """The dateline at the head and the credits at both ends."""
    edges = _edge_lines(carriers.text)
    dateline = next(filter(None, (_dateline(carriers, line) for line in edges[0])), None)
    if dateline:
        yield dateline
    for line in dict.fromkeys(edges[0][:2] + edges[1]):
        credit = _credit(carriers, line)
        if credit:
            yield credit


def _edge_lines(text: str) -> tuple[list[Span], list[Span]]:
    head = [m for m, _ in zip(_LINE.finditer(text), range(_EDGE_PARAGRAPHS), strict=False)]
    start = max(0, len(text) - 1500)
    tail = list(_LINE.finditer(text, start))[-_EDGE_PARAGRAPHS:]
    cut = [m for m in tail if m.start() > start or start == 0]
    return [Span(*m.span()) for m in head], [Span(*m.span()) for m in cut or tail[-1:]]


def _dateline(carriers: Carriers, line: Span) -> Hop | None:
    end = min(line.end, line.start + 150)
    for pattern in (_DATELINE, _DATELINE_BARE):
        found = pattern.match(carriers.text, line.start, end)
        if found:
            start, stop = found.span("who")
            name = carriers.at(start, stop)
            if name:
                return Hop((name,), "dateline")
            placed = found.start("who") - line.start > 3 and line.of(carriers.text)[:2].isupper()
            if placed and pattern is _DATELINE and found["who"][0].isupper():
                return Hop((Span(start, stop),), "dateline")
    return None


def _credit(carriers: Carriers, line: Span) -> Hop | None:
    text = carriers.text
    contributed = _CONTRIBUTED.search(text, max(line.start, line.end - 200), line.end)
    if contributed:
        return _credited(carriers, max(line.start, contributed.start() - 120), contributed.start())
    opening = _CREDIT.match(text, line.start, line.end)
    if opening and len(line) < (_DASHED if opening[0][0] in "—–-" else _BYLINE):
        return _credited(carriers, opening.end(), line.end)
    closing = _CLOSING_CREDIT.search(text, max(line.start, line.end - 60), line.end)
    if closing is None:
        return None
    return _credited(carriers, *closing.span("who" if closing["who"] else "paren"))


def _credited(carriers: Carriers, start: int, end: int) -> Hop | None:
    for place in TOKEN_START.finditer(carriers.text, start, end):
        name = carriers.at(place.start(), end)
        if name and not _AGENCY_STAFF.match(carriers.text, name.end, end):
            return Hop((name,), "credit")
    return None
