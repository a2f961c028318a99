"""Where two statements about one thing part: number, date, place, name, polarity or scope.

A difference is only seen where both sides fill the same slot: two numbers that count the same
noun, two dates of one precision, two places after the same words, one predicate with and without
a "not". Roundings and bounds agree with what they round or bound ("more than 100" with 112).
Whether the statements are about one thing at all is not asked here, and where a side fills a
slot twice, nobody can say which filling answers which: no difference is told.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from onrecord.judged import Statement
from onrecord.match.likeness import FINITE, NUMERALS, features_of, puts_off, verbatim
from onrecord.match.stems import EMPTY, default_weight, stem
from onrecord.values import Act, Polarity, Span

ROUNDING = 0.06  # "about 2 million" for 2.1
_UNIT = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
_SMALL = {
    word: float(at)
    for at, word in enumerate(
        """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen
        fifteen sixteen seventeen eighteen nineteen twenty""".split()
    )
} | {"thirty": 30.0, "forty": 40.0, "fifty": 50.0, "sixty": 60.0, "dozen": 12.0}
_NUMBER = re.compile(
    r"(?P<money>(?:\b[A-Z]{1,2})?[$€£] ?)?\b(?:(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)|"
    rf"(?P<word>{'|'.join(_SMALL)}))\b(?P<percent> ?%| per ?cent| percent)?"
    rf"(?: (?P<unit>{'|'.join(_UNIT)})\b)?(?=(?P<after>(?:[ -](?!in\b|on\b|at\b|by\b)[a-z]+){{0,3}}))",
    re.IGNORECASE,
)
_BOUND = re.compile(
    r"\b(?:(?P<low>more than|over|at least|no fewer than|above)|"
    r"(?P<high>less than|fewer than|under|up to|at most|below|no more than)|"
    r"(?P<round>about|around|some|nearly|almost|roughly|approximately|close to)) [$€£]?\Z",
    re.IGNORECASE,
)
_ADJECTIVES = frozenset(
    """additional armed big civilian dead different foreign former further injured large local major
    male female new national nearby old other separate single small state wooden young""".split()
)
_MONTHS = {
    month: at
    for at, month in enumerate(
        """january february march april may june july august september october november
        december""".split(),
        start=1,
    )
}
_M = "|".join(_MONTHS)
_DATES = tuple(
    (precision, re.compile(pattern, flags))
    for precision, pattern, flags in (
        (
            "day",
            rf"\b(?:(?P<d>\d{{1,2}}) (?P<m>{_M})|(?P<m2>{_M}) (?P<d2>\d{{1,2}}))\b",
            re.IGNORECASE,
        ),
        (
            "month",
            rf"\b(?:in|by|until|since|before|after|of|next|last|this) (?P<m>{_M})\b",
            re.IGNORECASE,
        ),
        ("season", r"\b(?:spring|summer|autumn|winter)\b", re.IGNORECASE),
    )
)
_NAME = r"[A-Z][\w'’-]+(?: (?:of |the |de |la )?[A-Z][\w'’-]+){0,4}"
_SLOT = re.compile(
    rf"(?<![a-z])(?P<verb>[a-z]{{3,}}+) (?P<how>in|at|on|near|by|from|to) (?P<name>(?:the )?{_NAME})"
)
_OWNED = re.compile(r"['’]?s?['’]?\Z")
_PLACED = frozenset({"in", "at", "on", "near"})
_WEEKDAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())
_OPPOSITES = {
    stem(a): stem(b)
    for one, other in (
        ("open", "close"), ("accept", "reject"), ("confirm", "deny"), ("alive", "dead"),
        ("support", "oppose"), ("approve", "reject"), ("rise", "fall"), ("increase", "decrease"),
        ("win", "lose"), ("guilty", "innocent"), ("before", "after"), ("agree", "refuse"),
        ("public", "private"), ("north", "south"), ("east", "west"), ("true", "false"),
    )
    for a, b in ((one, other), (other, one))
}  # fmt: skip
_SCOPES = (
    (re.compile(r"\b(?:all|every|each)\b", re.IGNORECASE), re.compile(r"\b(?:some|several|part of|few)\b", re.IGNORECASE)),
    (re.compile(r"\bboth\b", re.IGNORECASE), re.compile(r"\b(?:only one|one of|neither|alone)\b", re.IGNORECASE)),
)  # fmt: skip

_COUNT = rf"\d+(?:,\d{{3}}){{0,6}}(?:\.\d+)?|{'|'.join(_SMALL)}"
_INSTEAD = re.compile(
    rf"\b(?P<mine>{_COUNT})\b[^.;:]{{0,60}}?\b(?:instead of|rather than|and not) "
    rf"(?:the |just |only )?(?P<theirs>{_COUNT})\b",
    re.IGNORECASE,
)
_RATHER = re.compile(
    rf"\b(?:instead of|rather than|and not) (?:[\w'’-]+ ){{0,5}}?(?P<theirs>{_COUNT})\b"
    rf"[^.;:,]{{0,60}}, (?:only |just |there (?:are|were) )?(?P<mine>{_COUNT})\b",
    re.IGNORECASE,
)
_NONE_OF = re.compile(
    r"\A\W*(?:that )?(?:there (?:was|were|is|are|had been|has been) (?:never |ever )?)?"
    r"(?P<how>any|no|not one|not a single) (?P<noun>[a-z]{4,})\b(?! of\b)",
    re.IGNORECASE,
)
_WHICH_KIND = re.compile(
    rf"{_NONE_OF.pattern} (?:that|to|for|in|on|at(?! all)|about|between|against|with|from|who|which|whose)\b",
    re.IGNORECASE,
)
_NEXT_WORD = re.compile(r" ([\w'’-]+)")
_IS = re.compile(
    r"\A\W*(?:that )?the (?P<noun>[a-z]{4,}) "
    r"(?:had|has|was|were|is|did|would|will|could|[a-z]{3,}ed)\b",
    re.IGNORECASE,
)
_SUM = r"(?:figure|sum|cost|price|total|bill|estimate|budget)s?"
_BARE = re.compile(
    rf"\A(?=.*\b(?:today|now|currently|risen|rose|revised|new)\b).*\b{_SUM}\b(?: \w+){{0,3}} "
    rf"(?:is|was|stands at|stood at|risen to|rose to|will be) (?:now )?"
    rf"(?P<number>[$€£]?(?P<value>{_COUNT})(?: (?P<unit>{'|'.join(_UNIT)}))?)(?: [a-z]+)?\W*\Z",
    re.IGNORECASE,
)
_COST = re.compile(rf"\b(?:{_SUM}|worth|(?:will|would|to) cost)\b", re.IGNORECASE)
_OPENS = re.compile(
    r"\b(?:unveiling|inauguration|opening (?:day|ceremony)"
    r"|(?:will|would|to|shall|won['’]t) (?:not )?(?:be )?(?:officially )?(?:unveiled?|inaugurated?|opened?|lit|dedicated?)"
    r"|(?:take|taking|comes?|come|taken) (?:off )?the (?:cloth|veil|cover|sheet|wraps)(?: off)?"
    r"|the (?:cloth|veil|cover|sheet|wraps) (?:will |would )?comes? off)\b",
    re.IGNORECASE,
)
_ORDINALS = {
    word: number
    for number, word in enumerate(
        """first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth
        thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth
        twentieth""".split(),
        start=1,
    )
}
_DAY = re.compile(
    rf"\b(?:(?P<d>\d{{1,2}}(?:st|nd|rd|th)?)|(?P<o>{'|'.join(_ORDINALS)})) (?:of )?(?P<m>{_M})\b"
    rf"|\b(?P<m2>{_M}) (?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\b",
    re.IGNORECASE,
)
_REPORT = re.compile(
    r"\b(?:reports?|claims?|allegations?|rumou?rs?|stor(?:y|ies)|suggestions?) (?:\w+ ){0,4}?(?:that|of|about|saying)\b",
    re.IGNORECASE,
)
LEAST_SUM = 1000.0
COUNTED = 8
_SMALL_STEMS = {stem(word): number for word, number in _SMALL.items()}


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing two statements disagree on; spans are in each statement's content, not article.

    `type` is number, date, place, name, polarity or scope; `detail` holds both readings.
    """

    type: str
    left: Span | None
    right: Span | None
    detail: str


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with what it counts, and how far it may be off."""

    low: float
    high: float
    counts: str
    span: Span

    def agrees(self, other: Quantity) -> bool:
        """Whether both can be the same amount."""
        return self.low <= other.high and other.low <= self.high


@lru_cache(maxsize=1024)  # asked for both where they may be one claim and where they part
def differences(a: Statement, b: Statement) -> tuple[Difference, ...]:
    """All that the two disagree on, numbers first."""
    return (
        *_numbers(a.content, b.content),
        *_dates(a.content, b.content),
        *_slots(a.content, b.content),
        *_polarity(a, b),
        *_scope(a.content, b.content),
    )


def _told(type: str, one: str, other: str, left: Span, right: Span) -> Difference:
    return Difference(type, left, right, f"“{left.of(one)}” and “{right.of(other)}”")


def _numbers(one: str, other: str) -> Iterator[Difference]:
    left, right = quantities_in(one), quantities_in(other)
    for thing in dict.fromkeys(q.counts for q in left):
        mine = [q for q in left if q.counts == thing]
        theirs = [q for q in right if q.counts == thing]
        if len(mine) == 1 == len(theirs) and not mine[0].agrees(theirs[0]):
            yield _told("number", one, other, mine[0].span, theirs[0].span)


@lru_cache(maxsize=512)
def quantities_in(text: str) -> tuple[Quantity, ...]:
    """Numbers that count something told: a noun, a currency, a hundredth."""
    found = []
    for match in _NUMBER.finditer(text):
        thing = _counted(match)
        converted = text[: match.start()].endswith("(")  # "75 mph (120 kph)"
        if thing and not converted and not _is_date(text, match):
            value = _value(match)
            low, high = _bounds(text[: match.start()], value, match)
            span = Span(match.start(), match.end() + _reach(match["after"]))
            found.append(Quantity(low, high, thing, span))
    return tuple(found)


def put_instead(one: str, other: str) -> Difference | None:
    """The number that `one` puts in the place of one that `other` gives: "14 instead of 11"."""
    match = _RATHER.search(one) or _INSTEAD.search(one)
    if match is None or _amount(match["mine"]) == _amount(match["theirs"]):
        return None
    given = {_amount(m[0]): m for m in re.finditer(rf"\b(?:{_COUNT})\b", other, re.IGNORECASE)}
    theirs = given.get(_amount(match["theirs"]))
    if theirs is None or _amount(match["mine"]) in given:
        return None
    return _told("number", one, other, Span(*match.span("mine")), Span(*theirs.span()))


def counts_in(statement: Statement) -> list[tuple[str, str]]:
    """Numbers with what stands beside them; one that is put aside, with all that is said."""
    its = features_of(statement)
    match = _RATHER.search(statement.content) or _INSTEAD.search(statement.content)
    if match:
        number = f"{_amount(match['theirs']):g}"
        return [(number, word) for word in sorted(its.content - its.proper - NUMERALS)[:COUNTED]]
    before = {two: one for one, two in itertools.pairwise(its.stems) if two in NUMERALS}
    found = []
    for number, thing in sorted(its.figures)[:2]:
        if thing:
            found.append((number, thing))
        found += [
            (number, one) for two, one in before.items() if f"{_SMALL_STEMS[two]:g}" == number
        ]
    return found


def existence_of(statement: Statement) -> tuple[str, bool] | None:
    """The stem of what a statement says there is none of, or speaks of as a thing that is.

    The second part is whether it is: "any convoy had sailed", denied, is of ("convoy", False).
    """
    text = statement.content
    none = _NONE_OF.match(text)
    if none and _ends_there(text, none.end()):
        turned = none["how"].lower() == "any"
        is_none = turned == is_denied(statement)
        return (stem(none["noun"].lower()), False) if is_none else None
    thing = _IS.match(text)
    return (stem(thing["noun"].lower()), True) if thing and not is_denied(statement) else None


def _ends_there(text: str, end: int) -> bool:
    """Whether a noun ends at `end`: "no convoy at all", and not the first word of "no armed men"."""
    word = _NEXT_WORD.match(text, end)
    return word is None or word[1].lower() in EMPTY or FINITE.fullmatch(word[1]) is not None


def none_alike(one: Statement, other: Statement) -> str | None:
    """The stem of what both say there was none of: "denied any convoy had sailed", "no convoy".

    None where one says which kind there was none of ("no evidence that ..."): so may the other.
    """
    here, there = existence_of(one), existence_of(other)
    if here is None or here != there or here[1] or default_weight(here[0]) < 1.0:
        return None
    if any(_WHICH_KIND.match(s.content) for s in (one, other)):
        return None
    return here[0]


@dataclass(frozen=True, slots=True)
class Opening:
    """A day, as (month, day), on which something that is being made will be shown."""

    day: tuple[str, str]
    event: str
    span: Span


@lru_cache(maxsize=512)
def opening_day(text: str) -> Opening | None:
    """The one day that a statement gives for an opening or unveiling to come; None without."""
    event = _OPENS.search(text)
    days = list(_DAY.finditer(text)) if event else []
    if event is None or len(days) != 1:
        return None
    found = days[0]
    number = found["d"] or found["d2"] or ""
    number = (
        number.lower().removesuffix("st").removesuffix("nd").removesuffix("rd").removesuffix("th")
    )
    month = (found["m"] or found["m2"]).lower()
    day = (month, str(_ORDINALS.get(found["o"].lower()) if found["o"] else number))
    return Opening(day, event[0].lower(), Span(*found.span()))


def rejects_report(statement: Statement) -> bool:
    """Whether the speaker denies what somebody is said to have reported."""
    return is_denied(statement) and bool(_REPORT.search(statement.content))


def revised_sum(later: str, earlier: str) -> Difference | None:
    """A sum that is given anew without its matter, against the one sum given before."""
    new = _BARE.search(later)
    old = [q for q in quantities_in(earlier) if q.low >= LEAST_SUM]
    if new is None or len(old) != 1 or not _COST.search(earlier) or _BARE.search(earlier):
        return None
    value = _amount(new["value"]) * _UNIT.get((new["unit"] or "").lower(), 1.0)
    if not old[0].high / 5 < value < old[0].low * 5 or old[0].low <= value <= old[0].high:
        return None
    return _told("number", later, earlier, Span(*new.span("number")), old[0].span)


def gives_sum(text: str) -> bool:
    """Whether it gives a sum of money, or of what else costs, that another may revise."""
    if _BARE.search(text):
        return True
    return bool(_COST.search(text)) and any(q.low >= LEAST_SUM for q in quantities_in(text))


def _amount(number: str) -> float:
    plain = number.lower().replace(",", "")
    return _SMALL[plain] if plain in _SMALL else float(plain)


def _counted(match: re.Match[str]) -> str:
    if match["money"] or match["percent"]:
        return (match["money"] or "%").strip().upper()
    words = [w for w in re.split("[ -]", match["after"].lower()) if w and w not in EMPTY]
    return next((stem(w) for w in words if w not in _ADJECTIVES), "")


def _reach(after: str) -> int:
    """How far what is counted goes on after the number: adjectives and the noun."""
    end = 0
    for word in re.finditer("[ -]([a-z]+)", after, re.IGNORECASE):
        plain = word[1].lower()
        if plain not in EMPTY:
            end = word.end()
            if plain not in _ADJECTIVES:
                break
    return end


def _value(match: re.Match[str]) -> float:
    digits = match["digits"]
    value = float(digits.replace(",", "")) if digits else _SMALL[match["word"].lower()]
    return value * _UNIT.get((match["unit"] or "").lower(), 1.0)


def _bounds(before: str, value: float, match: re.Match[str]) -> tuple[float, float]:
    bound = _BOUND.search(before[-24:])
    if bound and bound["low"]:
        return value, float("inf")
    if bound and bound["high"]:
        return 0.0, value
    if bound or (match["unit"] and "." not in (match["digits"] or "")):
        return value * (1 - ROUNDING), value * (1 + ROUNDING)
    return value, value


def _is_date(text: str, match: re.Match[str]) -> bool:
    """Whether the number is a year, or the day beside a month."""
    year = match["digits"] and len(match["digits"]) == 4 and not match["unit"]
    around = text[max(0, match.start() - 12) : match.end()].lower()
    following = re.split("[ -]", match["after"])[1:2]
    return (
        bool(year)
        or any(re.search(rf"\b{month}\b", around) for month in _MONTHS if month != "may")
        or any(word.lower() in _MONTHS and word != "may" for word in following)
    )


def _dates(one: str, other: str) -> Iterator[Difference]:
    for mine, theirs in zip(_only_dates(one), _only_dates(other), strict=True):
        if mine and theirs and _plain(mine) != _plain(theirs):
            yield _told("date", one, other, Span(*mine.span()), Span(*theirs.span()))
            return


@lru_cache(maxsize=512)
def _only_dates(text: str) -> tuple[re.Match[str] | None, ...]:
    """For each sort of date the one that the text gives; None where it gives none or several."""
    found = (list(itertools.islice(pattern.finditer(text), 2)) for _, pattern in _DATES)
    return tuple(dates[0] if len(dates) == 1 else None for dates in found)


def _plain(match: re.Match[str]) -> tuple[str, ...]:
    named = match.groupdict()
    if named:
        return tuple(sorted(value.lower() for value in named.values() if value))
    return (match[0].lower(),)


def _slots(one: str, other: str) -> Iterator[Difference]:
    """Two names after the same verb and preposition: "built at Tellin", "built in Kelmouth"."""
    theirs = {(stem(m["verb"]), _sort(m["how"])): m for m in _SLOT.finditer(other)}
    for mine in _SLOT.finditer(one):
        match = theirs.get((stem(mine["verb"]), _sort(mine["how"])))
        if match and not _one_name(mine["name"], match["name"]):
            times = {_time(mine["name"]), _time(match["name"])}
            if times - {"weekday"} and times != {None}:
                continue  # a month, which `_dates` tells, or a time against a place
            type = "date" if times != {None} else "place" if mine["how"] in _PLACED else "name"
            yield _told(type, one, other, Span(*mine.span("name")), Span(*match.span("name")))


def _time(name: str) -> str | None:
    """Whether a capitalised name is one of a month or a weekday: "opens in May", "on Friday"."""
    plain = name.lower()
    return "month" if plain in _MONTHS else "weekday" if plain in _WEEKDAYS else None


def _sort(how: str) -> str:
    return "in" if how in _PLACED else how


def _one_name(one: str, other: str) -> bool:
    """Whether the names share a word: a longer form of a name is no other name."""
    mine, theirs = ({_OWNED.sub("", w) for w in n.lower().split()} for n in (one, other))
    return bool(mine & theirs - {"the", "of"})


def _polarity(a: Statement, b: Statement) -> Iterator[Difference]:
    """One "not", one opposite, or one denial between them; two of these may cancel out."""
    one, two = features_of(a), features_of(b)
    if one.negated & two.negated or puts_off(one, two) or verbatim(one, two) or none_alike(a, b):
        return
    # Where both deny something, it takes a parse to tell what.
    both = bool(one.negated and two.negated)
    said = (
        []
        if both
        else [
            f"“{next(s for s in its.stems if s in turned)}” affirmed and denied"
            for its, turned in (
                (one, one.denied & two.content - two.negated),
                (two, two.denied & one.content - one.negated),
            )
            if turned
        ]
    )
    mine, theirs = one.content - two.content, two.content - one.content
    opposite = next(
        (
            s
            for s in sorted(mine)
            if _OPPOSITES.get(s) in theirs
            and (s in one.negated) == (_OPPOSITES[s] in two.negated)  # "not open" is "closed"
        ),
        None,
    )
    if opposite:
        said.append(f"“{opposite}” and “{_OPPOSITES[opposite]}”")
    if is_denied(a) != is_denied(b):
        said.append("one denies what the other says")
    if len(said) == 1:
        yield Difference("polarity", None, None, said[0])


def is_denied(statement: Statement) -> bool:
    """Whether the speaker denies the content, as "denied that ..." does."""
    firm = statement.firmness
    if firm is None:
        return False
    return firm.act is Act.DENIAL and firm.polarity is Polarity.DENIED


def _scope(one: str, other: str) -> Iterator[Difference]:
    for mine, theirs in zip(_scopes_in(one), _scopes_in(other), strict=True):
        for here, there in ((0, 1), (1, 0)):
            left, right = mine[here], theirs[there]
            if left and right and not mine[there] and not theirs[here]:
                yield _told("scope", one, other, left, right)


@lru_cache(maxsize=512)
def _scopes_in(text: str) -> tuple[tuple[Span | None, Span | None], ...]:
    """Where the text speaks of a whole, and where of a part, for each sort of whole."""
    return tuple((_first(whole, text), _first(part, text)) for whole, part in _SCOPES)


def _first(pattern: re.Pattern[str], text: str) -> Span | None:
    return Span(*match.span()) if (match := pattern.search(text)) else None
