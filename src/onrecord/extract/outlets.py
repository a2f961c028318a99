"""The outlets we know by name, and how to find one at a given place in a text.

`outlets.tsv` holds agencies, papers, broadcasters, sites and platforms with the spellings they
go by. Names are looked up only where the words around make an outlet likely, never searched for
throughout, so a paper called "The Sun" does no harm to the weather. What the table lacks is
known by its shape ("the Port Ansel Gazette") or by a common noun ("state media", "reporters").
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

from onrecord.values import EntityKind, Name, Span

_FIRST = re.compile(r"[^\W_]+|[^\w\s]")
_UNSPACED = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]")
_EDITION = re.compile(
    r" (?:Sports?|News|Radio|TV|Online|Newsnight|Breakfast|Africa|Asia|Arabia|Arabic|Persian|"
    r"Hindi|Philippines|Indonesia|Brasil|Türk|Scotland|Wales|International|Australia)\b"
)
_HEADS = (
    "News|Times|Post|Herald|Tribune|Gazette|Journal|Radio|TV|Television|Agency|Press|Daily|"
    "Magazine|Chronicle|Observer|Telegraph|Star|Globe|Courier|Mirror|Express|Mail|Record|"
    "Examiner|Inquirer|Register|Dispatch|Reporter|Review|Monitor|Bulletin|Advertiser|Argus|"
    "Network|Broadcasting|Zeitung|Tageblatt|Shimbun|Ilbo|Wire|FM|Newswire|Today|Online"
)
_SHAPE = re.compile(
    rf"(?!The[ ])(?:[A-Z][\w'’&-]{{0,60}}[ ]){{1,4}}(?:{_HEADS})\b(?!['’]?\w)"
    r"|[A-Z][\w&-]{0,60}\.(?:com?|org|net|hu|ru|ua|de|fr|info)(?:\.[a-z]{2})?\b"
    r"|[WK][A-Z]{2,3}(?:-(?:TV|FM|AM))?\b"
)
_COMMON = re.compile(
    r"""(?:(?:[A-Z][\w-]{1,60}['’]s|[A-Z][\w-]{1,60}|state-(?:run|owned|controlled|backed|funded)|
    official|national|local|regional|several|various|other|government|semi-official|public|
    private|independent|pro-government|weekly|daily|evening|morning|foreign|international|
    domestic|country['’]s|financial|business|sports|leading|online|student|commercial|
    opposition|government-run|government-owned|government-controlled|unnamed|both|news|cable|
    live|television|TV|radio|newspaper|tabloid|broadcast|social|state|mainstream|print|Catholic)[ ]){0,4}
    (?:(?:news|television|TV|radio|cable|press)[ ](?:agency|agencies|service|outlets?|channels?|
    networks?|stations?|site|sites|website|program|programme|show|broadcaster|media|reporters|
    corps|pool)|
    newspapers?|tabloids?|broadcasters?|magazines?|media|press|television|TV|radio|reporters?|
    journalists?|newswires?|correspondents?|news[ ]organi[sz]ations?)\b
    (?!['’-]?\s?(?:audiences?|hosts?|shows?|interviews?|appearances?|address|ads?|coverage|attention|
    conferences?|secretary|office|officers?|release|freedom|personality|presenters?|series|stars?|
    debates?|commentators?|speech|tycoon|company|companies|briefings?|reports?|rights|law|laws)\b)""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Outlet:
    """A carrier of words: its usual name, its kind and the country it sits in."""

    name: str
    kind: str
    country: str


@dataclass(frozen=True, slots=True)
class Outlets:
    """The known spellings, by their first word, longest first."""

    by_first: Mapping[str, tuple[tuple[str, Outlet], ...]]

    def at(self, text: str, start: int) -> tuple[Span, Outlet] | None:
        """The longest known name that begins exactly at `start`, or None."""
        found = _FIRST.match(text, start)
        if not found:
            return None
        keys = (found[0], text[start]) if _UNSPACED.match(text[start]) else (found[0],)
        for key in keys:
            for spelling, outlet in self.by_first.get(key, ()):
                end = start + len(spelling)
                if _same(text, start, spelling) and _ends_word(text, end):
                    edition = outlet.kind == "broadcaster" and _EDITION.match(text, end)
                    return Span(start, edition.end() if edition else end), outlet
        return None


def _same(text: str, start: int, spelling: str) -> bool:
    if text.startswith(spelling, start):
        return True
    return "'" in spelling and text[start : start + len(spelling)].replace("’", "'") == spelling


def _ends_word(text: str, end: int) -> bool:
    if end >= len(text) or _UNSPACED.match(text[end - 1]):
        return True
    return not (text[end].isalnum() or (text[end] == "-" and text[end + 1 : end + 2].isalnum()))


@cache
def table() -> tuple[tuple[Outlet, tuple[str, ...]], ...]:
    """Every outlet of `outlets.tsv` with its spellings."""
    source = resources.files("onrecord.extract").joinpath("outlets.tsv").read_text("utf8")
    lines = [line for line in source.splitlines() if not line.startswith("#")]
    return tuple(
        (
            Outlet(row["name"], row["kind"], row["country"]),
            tuple(row["spellings"].split("|")),
        )
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
    )


@lru_cache(maxsize=8)
def known(extra: tuple[str, ...] = ()) -> Outlets:
    """The table with the user's own names added to it."""
    by_first: defaultdict[str, list[tuple[str, Outlet]]] = defaultdict(list)
    rows = [*table(), *((Outlet(name, "outlet", "XX"), (name,)) for name in extra if name)]
    for outlet, spellings in rows:
        for spelling in spellings:
            first = _FIRST.match(spelling)
            if first:
                key = spelling[0] if _UNSPACED.match(spelling) else first[0]
                by_first[key].append((spelling, outlet))
    for pairs in by_first.values():
        pairs.sort(key=lambda pair: -len(pair[0]))
    return Outlets({first: tuple(pairs) for first, pairs in by_first.items()})


def named_by_shape(text: str, start: int, end: int) -> Span | None:
    """A run of capitalised words from `start` on that ends as names of outlets do, or None."""
    found = _SHAPE.match(text, start, end)
    return Span(found.start(), found.end()) if found else None


def named_in_common(text: str, start: int, end: int) -> Span | None:
    """The common noun for carriers of news that stands at `start`, with what modifies it."""
    found = _COMMON.match(text, start, end)
    return Span(found.start(), found.end()) if found else None


_STOP_WORD = re.compile(
    r"\b(?:that|on|in|at|during|about|after|before|when|while|as|if|because|and|but|by|for|"
    r"via|through|citing|quoting|saying|who|which|he|she|they|it|we|said|from|how|why|what|whether|last|this|yesterday|"
    r"today|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)\b|\.(?=\s|$)|[;:!?“”\"()—–]"
)
_HOLDER = re.compile(r"\s(?:station|affiliate|contributor)\s[A-Z]")
TOKEN_START = re.compile(
    r"(?:(?<=[\s(\[“\"‘'’—–-])|^)(?=[^\W_])|[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]"
)


@dataclass(frozen=True, slots=True)
class Carriers:
    """Whatever can tell an outlet's name from other words."""

    text: str
    outlets: Outlets
    names: dict[int, Span]

    def at(self, start: int, end: int) -> Span | None:
        """The outlet named exactly from `start` on, by the table, the reader or its shape."""
        found = self.outlets.at(self.text, start)
        spans = [found[0]] if found else []
        if start in self.names:
            spans.append(self.names[start])
        shaped = named_by_shape(self.text, start, end)
        if shaped:
            spans.append(shaped)
        return max(spans, key=len, default=None)

    def within(self, start: int, end: int) -> Span | None:
        """The first outlet in a noun phrase, else the common noun for one, else None."""
        stop = _STOP_WORD.search(self.text, start, end)
        end = stop.start() if stop else end
        common: Span | None = None
        for place in TOKEN_START.finditer(self.text, start, end):
            at = place.start()
            found = self.at(at, end)
            if found and found.end <= end and not _HOLDER.match(self.text, found.end, end):
                return found
            if common is None:
                common = named_in_common(self.text, at, end)
        return common


def carriers_of(text: str, names: Sequence[Name], extra: Sequence[str] = ()) -> Carriers:
    """What can be taken for an outlet in `text`: the table, `extra` and the reader's names."""
    named = {n.span.start: n.span for n in names if n.kind is EntityKind.OUTLET}
    return Carriers(text, known(tuple(extra)), named)
