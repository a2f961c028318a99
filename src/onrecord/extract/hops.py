"""The hops that one sentence names, whoever's words took them.

A table of triggers ("told", "in an interview", "according to", "on") says where a hop may
stand and what its relation is; behind each trigger the name of an outlet, an event or a
document has to follow, or there is no hop. Every expression is bounded in what it repeats.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from onrecord.extract.outlets import TOKEN_START, Carriers, named_in_common
from onrecord.values import Hop, Span

_RECIPIENT = {
    "told": "told", "telling": "told", "tells": "told", "tell": "told", "informed": "told",
    "spoke to": "speaking to", "speaking to": "speaking to", "spoke with": "speaking to",
    "speaking with": "speaking to", "talking to": "speaking to", "talked to": "speaking to",
    "speaks to": "speaking to", "said to": "speaking to", "confirmed to": "told",
    "explained to": "told", "admitted to": "told", "confided to": "told", "wrote to": "told",
    "remarks to": "statement to", "comments to": "statement to", "comment to": "statement to",
    "statement to": "statement to", "statements to": "statement to", "email to": "statement to",
    "e-mail to": "statement to", "response to": "statement to", "addressing": "speaking to",
    "shared with": "shared with", "disclosed to": "shared with", "revealed to": "shared with",
    "given to": "shared with", "provided to": "shared with", "leaked to": "shared with",
    "released to": "shared with", "sent to": "shared with", "announced to": "told",
    "interview with": "interview with", "interview to": "interview with",
    "interview on": "interview with", "interview for": "interview with",
    "interview by": "interview with", "interviewed by": "interview with",
    "interview in": "interview with", "interviewed on": "interview with",
    "interviewed with": "interview with", "appearance on": "interview with",
    "appearing on": "interview with", "appeared on": "interview with",
}  # fmt: skip
_CARRIED = {
    "reported": "reported by", "quoted": "quoted by", "cited": "cited by",
    "carried": "published by", "published": "published by", "broadcast": "published by",
    "aired": "published by", "posted": "published by", "released": "published by",
    "obtained": "obtained by", "seen": "obtained by", "reviewed": "obtained by",
    "relayed": "reported by", "issued": "published by", "distributed": "published by",
    "disclosed": "reported by", "revealed": "reported by", "report": "reported by",
}  # fmt: skip
_REPORTING = {
    "reported": "reported by", "reports": "reported by", "reporting": "reported by",
    "quoted": "quoted by", "quotes": "quoted by", "cited": "cited by", "cites": "cited by",
    "said": "reported by", "says": "reported by", "wrote": "reported by", "writes": "reported by",
    "announced": "reported by", "published": "published by", "broadcast": "published by",
    "revealed": "reported by", "noted": "reported by", "added": "reported by",
}  # fmt: skip
_EVENT = (
    "press conference|news conference|press briefing|news briefing|media briefing|briefing|"
    "speech|address|rally|hearing|debate|town hall|testimony|broadcast|webcast|phone call|"
    "conference call|telephone interview|phone interview|radio address|keynote|lecture|sermon|"
    "panel discussion|forum|ceremony|press event|media event|media availability|inauguration|"
    "high-level meeting|question and answer session|teleconference|video conference|homily|"
    "campaign stop|campaign event|town-hall|convention|conference|event|meeting|summit|"
    "session|gathering|talk|remarks|trial|vigil|televised debate"
)
_DOCUMENT = (
    "statement|letter|e-mail|email|memo|memorandum|report|press release|news release|op-ed|"
    "editorial|blog post|blog|tweet|tweets|post|video|video message|message|filing|"
    "court documents|court filing|column|essay|article|press statement|note|text message|"
    "voicemail|affidavit|complaint|petition|book|memoir|autobiography|paper|study|diary|"
    "communiqué|communique|open letter|newsletter|advisory|bulletin|document|ad|advertisement|"
    "documentary|podcast|recording|transcript|series of tweets|announcement|news report|"
    "declaration|indictment|notice|resolution|editorial|video statement|press kit"
)
_AIR = (
    r"state television|state TV|state radio|national television|live television|television|"
    r"radio|TV|social media|(?:[A-Z][\w'’]+ )?(?:web ?site|homepage|web page|Facebook page|"
    r"Facebook account|Twitter account|Twitter feed|Instagram account|Telegram channel|"
    r"YouTube channel|Facebook post|Twitter post|Instagram post|blog|Weibo account)"
)
_WORDS = r"(?:(?!(?:of|the|his|her|their|its|for|to|and|in|on|at|with|from)\b)[\w’'-]+[ ]){0,3}?"
_TRIGGER = re.compile(
    r"\b(?:"
    rf"(?P<recipient>(?i:{'|'.join(sorted(_RECIPIENT, key=len, reverse=True))}))"
    rf"|(?P<carried>{'|'.join(_CARRIED)})\s(?:\w+\s)?(?:by|in|from)"
    r"|(?P<according>[Aa]ccording to)"
    r"|(?P<citing>[Cc]iting|[Qq]uoting|cites|cited|quoted|quotes)"
    r"|(?P<interview>(?:[Ii]n|[Dd]uring)\s(?:an|the|that|his|her|another|a)\s"
    r"(?:[\w-]+\s){0,2}?interview|[Ii]n\sinterviews)"
    rf"|(?:[Aa]t|[Dd]uring|[Ii]n)\s(?:the\s(?:start|beginning|end|opening|close)\sof\s)?(?:an?|the|his|her|their|its|another|that|\w+['’]s?)\s"
    rf"(?P<event>{_WORDS}(?:{_EVENT}))"
    rf"|(?:[Ii]n|[Vv]ia|[Tt]hrough|[Oo]n|[Bb]y)\s"
    rf"(?:an?|the|his|her|their|its|another|\w+['’]s?)\s(?P<document>{_WORDS}(?:{_DOCUMENT}))"
    rf"|(?:[Oo]n|[Vv]ia|by)\s(?:(?:his|her|their|its|the|a|an|[\w-]+['’]s?)\s)?"
    rf"(?:\w+\s){{0,2}}?(?P<air>{_AIR})"
    r"|(?P<on>[Oo]n|[Vv]ia|[Tt]hrough|tweeted\son)"
    r"|(?P<inside>[Ii]n)\s(?=(?:the\s)?[\"“A-Z])"
    r")\b"
)
_EVENT_TOLD = re.compile(rf"\s(?:an?|the|\w+['’]s?)\s(?P<event>{_WORDS}(?:{_EVENT}))\b")
_PARTNER = re.compile(
    r"(?:\s\w+)?\s(?:with|to|on|for|by|in|at|(?:published|aired|broadcast)\s(?:in|by|on))\s"
)
_INTERVIEW_WORD = re.compile(
    r"(?:(?:telephone|phone|television|radio|TV|televised|exclusive|rare|recent|joint|email|"
    r"video|live)\s){0,6}interviews?\b"
)
_TO_NAME = re.compile(r"\s(?:the\s|The\s(?=[A-Z])|his\s|her\s|their\s|its\s)?[\"“‘]?")
_REPORT_VERB = re.compile(
    rf"\s(?:(?:has|had|have|also|first|later|earlier)\s){{0,2}}(?P<verb>{'|'.join(_REPORTING)})\b"
)
_BACK = 60
_MOST = 40  # triggers looked at in one sentence; no honest one has as many


@dataclass(frozen=True, slots=True)
class Step:
    """A hop with the place of the word that introduces it."""

    trigger: Span
    hop: Hop


def steps_in(carriers: Carriers, sentence: Span) -> Iterator[Step]:
    """Every hop that the sentence names, whoever's words it carried."""
    triggers = _TRIGGER.finditer(carriers.text, sentence.start, sentence.end)
    for found in islice(triggers, _MOST):
        hop = _HANDLERS[found.lastgroup or ""](carriers, found, sentence)
        if hop:
            yield Step(Span(found.start(), found.end()), hop)
    yield from _reporting(carriers, sentence)


def _first(carriers: Carriers, found: re.Match[str], relation: str) -> str:
    before = carriers.text[max(0, found.start() - 6) : found.start()]
    return f"first {relation}" if before == "first " else relation


def _ahead(found: re.Match[str], sentence: Span, chars: int = 90) -> tuple[int, int]:
    return found.end(), min(sentence.end, found.end() + chars)


def _recipient(carriers: Carriers, found: re.Match[str], sentence: Span) -> Hop | None:
    words = " ".join(found["recipient"].lower().split())
    start, end = _ahead(found, sentence)
    carrier = carriers.within(start, end)
    if carrier:
        return Hop((carrier,), _first(carriers, found, _RECIPIENT[words]))
    event = _EVENT_TOLD.match(carriers.text, start, end)
    if event and _RECIPIENT[words] in ("told", "speaking to"):
        return Hop((Span(*event.span("event")),), "at")
    return None


def _interview(carriers: Carriers, found: re.Match[str], sentence: Span) -> Hop | None:
    start, end = _ahead(found, sentence)
    possessive = carriers.within(found.start() + 3, found.end())
    if possessive and carriers.outlets.at(carriers.text, possessive.start):
        return Hop((possessive,), "interview with")
    partner = _PARTNER.match(carriers.text, start, end)
    carrier = partner and carriers.within(partner.end(), end)
    if carrier:
        return Hop((carrier,), "interview with")
    word = _INTERVIEW_WORD.search(carriers.text, found.start(), found.end())
    return Hop((Span(word.start(), word.end()),), "interview") if word else None


def _carried(carriers: Carriers, found: re.Match[str], sentence: Span) -> Hop | None:
    carrier = carriers.within(*_ahead(found, sentence, 70))
    if carrier is None:
        return None
    relation = _CARRIED[found["carried"]]
    before = carriers.text[max(sentence.start, found.start() - 40) : found.start()]
    if relation == "published by" and "statement" in before:
        return Hop((carrier,), "statement carried by")
    return Hop((carrier,), _first(carriers, found, relation))


def _according(carriers: Carriers, found: re.Match[str], sentence: Span) -> Hop | None:
    carrier = carriers.within(*_ahead(found, sentence, 70))
    return Hop((carrier,), "according to") if carrier else None


def _citing(carriers: Carriers, found: re.Match[str], sentence: Span) -> Hop | None:
    carrier = carriers.within(*_ahead(found, sentence, 60))
    relation = "citing" if found["citing"].lower().startswith("cit") else "quoting"
    return Hop((carrier,), relation) if carrier else None


def _event(_: Carriers, found: re.Match[str], __: Span) -> Hop:
    return Hop((Span(*found.span("event")),), "at")


def _document(_: Carriers, found: re.Match[str], __: Span) -> Hop:
    words = found["document"]
    return Hop(
        (Span(*found.span("document")),), "in a statement" if words.endswith("statement") else "in"
    )


def _air(_: Carriers, found: re.Match[str], __: Span) -> Hop:
    return Hop((Span(*found.span("air")),), "on")


def _on(carriers: Carriers, found: re.Match[str], sentence: Span) -> Hop | None:
    gap = _TO_NAME.match(carriers.text, found.end(), sentence.end)
    name = gap and _name_after(carriers, found.end() + 1, gap.end(), sentence.end)
    relation = "via" if found["on"].lower() in ("via", "through") else "on"
    if name is None and relation == "via":
        name = carriers.within(*_ahead(found, sentence, 50))
    return Hop((name,), relation) if name else None


def _inside(carriers: Carriers, found: re.Match[str], sentence: Span) -> Hop | None:
    start = found.end()
    gap = _TO_NAME.match(carriers.text, start - 1, sentence.end)
    name = gap and _name_after(carriers, start, gap.end(), sentence.end)
    return Hop((name,), "in") if name else None


def _name_after(carriers: Carriers, start: int, past: int, end: int) -> Span | None:
    """An outlet right at `start`, or at `past`, where an article or a mark has been passed."""
    end = min(end, past + 80)
    return carriers.at(start, end) or (carriers.at(past, end) if past != start else None)


_HANDLERS = {
    "recipient": _recipient, "interview": _interview, "carried": _carried,
    "according": _according, "citing": _citing, "event": _event, "document": _document,
    "air": _air, "on": _on, "inside": _inside,
}  # fmt: skip


def _reporting(carriers: Carriers, sentence: Span) -> Iterator[Step]:
    """Outlets that are the subject of a verb of reporting: "state media reported"."""
    text = carriers.text
    for found in islice(_REPORT_VERB.finditer(text, sentence.start, sentence.end), _MOST):
        start = max(sentence.start, found.start() - _BACK)
        for place in TOKEN_START.finditer(text, start, found.start()):
            at = place.start()
            name = carriers.at(at, found.start()) or named_in_common(text, at, found.start())
            if name and _is_subject(text, name, found.start()):
                relation = _REPORTING[found["verb"]]
                first = "first " in found[0]
                yield Step(
                    Span(name.start, found.end()),
                    Hop((name,), f"first {relation}" if first else relation),
                )
                break


def _is_subject(text: str, name: Span, verb: int) -> bool:
    if text[max(0, name.start - 40) : name.start].lower().rfind("according to") >= 0:
        return False
    return name.end == verb or _bracketed(text, name.end, verb)


def _bracketed(text: str, start: int, end: int) -> bool:
    """Whether only a bracket or an apposition stands between a name and its verb."""
    gap = text[start:end].strip()
    return len(gap) > 1 and gap[0] + gap[-1] in ("()", ",,")
