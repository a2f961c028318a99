"""Where: place names as points on the map, and for each attribution where its words were said.

Names come from the reader. Here they are spelt as the gazetteer has them, and those that the
reader took for an organisation or a person are places where only a place can stand; `company`
chooses among the places of a name.

Where something was said is told by the clause of the cue ("at a news conference in Wonsan",
"In Geneva, the envoy said"), and by nothing else: a dateline says where a report was written.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from onrecord.resolve.clauses import Clauses
from onrecord.resolve.company import Company, Mention
from onrecord.resolve.gazetteer import COUNTRY, COUNTY, STATE, TOWN, Place, gazetteer
from onrecord.values import Attribution, Coordinates, EntityKind, Name, Span, Spans

_PLACES = frozenset({EntityKind.PLACE, EntityKind.STATE})
_NO_PLACES = frozenset({EntityKind.GROUP, EntityKind.OUTLET})


@dataclass(frozen=True, slots=True)
class Places:
    """Coordinates by the span of the name; for each attribution the words that say where."""

    coordinates: dict[Span, Coordinates]
    said: list[Spans | None]


def places_said(text: str, attributions: Sequence[Attribution], names: Sequence[Name]) -> Places:
    """Where the places of `names` lie, and where each attribution's words were said."""
    mentions = _mentions(text, names)
    found = [m.span for m in mentions]
    found = sorted({*found, *(n.span for n in names if n.kind in _PLACES)})
    starts = [s.start for s in found]
    clauses = Clauses(text, attributions)

    def said(attribution: Attribution) -> Spans | None:
        for part in clauses.parts(attribution):
            for span in found[bisect_left(starts, part.start) : bisect_left(starts, part.end)]:
                if span.end <= part.end and _is_of_saying(text, span, part):
                    return (span,)
        return None

    return Places(_located(text, mentions), [said(a) if a.cue else None for a in attributions])


_AT = re.compile(
    r"\b(?:in|at|near|outside|inside|from)(?: (?:the|central|northern|southern|eastern|western"
    r"|downtown|nearby|(?:the |its )?(?:capital|city|town|village|port|region)(?: city)?(?: of)?,?))?"
    r" $",
    re.IGNORECASE,
)
_NOT_AT = re.compile(r" (?:[A-Z]\w+)|['’]s?\b|-[a-z]")


_ADDRESSED = re.compile(r"\bto (?!reporters|journalists|the (?:press|media)|supporters|a )")
_AT_CHARS = 40


def _is_of_saying(text: str, span: Span, part: Span) -> bool:
    before = text[max(part.start - 5, 0) : span.start]
    if _NOT_AT.match(text, span.end) or _ADDRESSED.search(before):
        return False
    return bool(_AT.search(before[-_AT_CHARS:]))


def locate(text: str, names: Sequence[Name]) -> dict[Span, Coordinates]:
    """The coordinates of those of `names` that are places and that the gazetteer has."""
    return _located(text, _mentions(text, names))


def _located(text: str, mentions: Sequence[Mention]) -> dict[Span, Coordinates]:
    chosen = Company(text, mentions).choice()
    return {
        m.span: Coordinates(p.id or None, p.lat, p.lon)
        for m, p in zip(mentions, chosen, strict=True)
    }


_STATES_SHORT = {
    short: state
    for state, shorts in {
        "Alabama": "ala al", "Alaska": "ak", "Arizona": "ariz az", "Arkansas": "ark ar",
        "California": "calif ca", "Colorado": "colo co", "Connecticut": "conn ct",
        "Delaware": "del de", "Florida": "fla fl", "Georgia": "ga", "Hawaii": "hi",
        "Idaho": "id", "Illinois": "ill il", "Indiana": "ind in", "Iowa": "ia",
        "Kansas": "kan ks", "Kentucky": "ky", "Louisiana": "la", "Maine": "me",
        "Maryland": "md", "Massachusetts": "mass ma", "Michigan": "mich mi",
        "Minnesota": "minn mn", "Mississippi": "miss ms", "Missouri": "mo",
        "Montana": "mont mt", "Nebraska": "neb ne", "Nevada": "nev nv",
        "New Hampshire": "nh", "New Jersey": "nj", "New Mexico": "nm", "New York": "ny",
        "North Carolina": "nc", "North Dakota": "nd", "Ohio": "oh", "Oklahoma": "okla ok",
        "Oregon": "ore or", "Pennsylvania": "penn pa", "Rhode Island": "ri",
        "South Carolina": "sc", "South Dakota": "sd", "Tennessee": "tenn tn",
        "Texas": "tex tx", "Utah": "ut", "Vermont": "vt", "Virginia": "va",
        "Washington": "wash wa", "West Virginia": "wva wv", "Wisconsin": "wis wi",
        "Wyoming": "wyo wy", "District of Columbia": "dc", "Ontario": "ont",
        "Quebec": "que", "British Columbia": "bc", "Alberta": "alta", "Manitoba": "man",
        "Saskatchewan": "sask", "Nova Scotia": "ns",
    }.items()
    for short in shorts.split()
}  # fmt: skip
_KIND_WORD = re.compile(
    r"(?: (?:region|province|district|city|state|county|area|prefecture|governorate|oblast|island"
    r"|islands|valley|municipality|township|village|territory|department|republic|international"
    r" airport|airport)){1,4}$",
    re.IGNORECASE,
)
_SIDE = re.compile(
    r"^(?:(?:the|greater|central|downtown|inner|mainland|metropolitan|north|south|east|west"
    r"|north-?east|north-?west|south-?east|south-?west|northern|southern|eastern|western"
    r"|north-?eastern|north-?western|south-?eastern|south-?western|upper|lower|city of"
    r"|state of|republic of|province of|county of)\s)+",
    re.IGNORECASE,
)
_POSSESSIVE = re.compile(r"['’]s?$")


def _spellings(name: str) -> list[str]:
    """How the gazetteer may have a name: as it stands, in full, without what kind it is of."""
    plain = _POSSESSIVE.sub("", " ".join(name.split())).strip(" ,")
    full = _STATES_SHORT.get(plain.replace(".", "").replace(" ", "").lower())
    if full and (plain.endswith(".") or plain.isupper()):
        return [full]
    bare = _KIND_WORD.sub("", plain)
    return list(dict.fromkeys((plain, bare, _SIDE.sub("", plain), _SIDE.sub("", bare))))


_KIND_AFTER = re.compile(
    r"(?:^|\s)(?:(?P<state>state|province|region|oblast|prefecture|governorate)"
    r"|(?P<county>county|district)|(?P<town>city|town))\b",
    re.IGNORECASE,
)
_KIND_CHARS = 14
_KINDS = {"state": STATE, "county": COUNTY, "town": TOWN}


def _told_kind(text: str, span: Span) -> int | None:
    """What kind of place the word after a name, or its last, says it is ("Kursk region")."""
    told = _KIND_AFTER.match(text, span.end, span.end + _KIND_CHARS)
    last = text.rfind(" ", span.start, span.end)
    told = told or (_KIND_AFTER.match(text, last, span.end) if last > 0 else None)
    return _KINDS[told.lastgroup] if told and told.lastgroup else None


_SITE_BEFORE = re.compile(
    r"\b(?:(?:village|town|city|district|province|region|island|port|suburb|community|county"
    r"|municipality|capital) (?:of )?|near |outside )$"
)
_PLACE_BEFORE = re.compile(r"\b(?:in|from) $")
_SITE_AFTER = re.compile(
    r" (?:district|province|region|state|county|village|oblast|prefecture|governorate|airport)\b"
)
_LONGER = re.compile(r"-[A-Z]\w+| d['’][A-Z]\w+")
_NAMELIKE = re.compile(r"[^\W\d_a-z]")
_FEW, _MANY = 500, 5_000


def _mentions(text: str, names: Iterable[Name]) -> list[Mention]:
    """The names that are places, those among them that the reader took for something else too."""
    asked = {
        n.span: n.kind
        for n in sorted(names, key=lambda n: n.span)
        if n.kind not in _NO_PLACES and _NAMELIKE.search(text, n.span.start, n.span.end)
    }
    if not asked:
        return []
    spelt = {span: _spelt(text, span) for span in asked}
    known = gazetteer().named(s for spellings in spelt.values() for s in spellings)
    mentions = []
    for span, spellings in spelt.items():
        kind = asked[span]
        if kind not in _PLACES:
            sure = _stands_as_place(text, span, kind, known[spellings[0]])
            spellings = spellings[:1] if sure else []
        places = next((known[s] for s in spellings if known[s]), None)
        if places:
            told = _told_kind(text, span)
            mentions.append(Mention(span, spellings[0], tuple(places), told))
    return mentions


def _spelt(text: str, span: Span) -> list[str]:
    """Spellings of a name, first with what a reader of words may have cut off ("Côte d'Ivoire")."""
    name, rest = span.of(text), _LONGER.match(text, span.end)
    if text[span.end : span.end + 1] == "." and name.lower() in _STATES_SHORT:
        name += "."
    return ([name + rest[0]] if rest else []) + _spellings(name)


def _stands_as_place(text: str, span: Span, kind: EntityKind, places: Sequence[Place]) -> bool:
    """Whether a name that was taken for an organisation or a person is a place after all.

    A country or a state is one wherever it stands ("US officials") but as a person ("Jordan
    said"); a town only where a town stands ("from Oxmere", "Oxmere district"), lest "in
    Congress" be a place in Arizona.
    """
    if not places:
        return False
    if kind is not EntityKind.PERSON and any(p.kind in (COUNTRY, STATE) for p in places):
        return True
    before, people = text[max(span.start - 16, 0) : span.start], max(p.people for p in places)
    if _SITE_BEFORE.search(before) or _SITE_AFTER.match(text, span.end):
        return people >= _FEW
    return people >= _MANY and bool(_PLACE_BEFORE.search(before))
