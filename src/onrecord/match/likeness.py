"""What two short texts can be compared by: stems, figures, runs of words, what is negated.

`features_of` takes a statement's content apart once and keeps it for a while, since a new
statement is compared with dozens; everything that compares statements works on the `Features`
it gives. Nothing here decides.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from onrecord.judged import Statement
from onrecord.match.stems import EMPTY, TITLES, stem
from onrecord.text import fold, quotations
from onrecord.values import Act, Kind

RUN = 4
"""Words in a row that two people rarely choose alike by chance."""

REACH = 2
"""How many words of content a negation is taken to turn round."""

FAR = 5
"""Within how many words of it, small ones and all."""

VERBATIM, VERBATIM_WORDS = 0.75, 12
"""A quotation of which so much, or so many words, stand in another has been cut and not denied."""

_TOKEN = re.compile(r"(?<![a-z]-)(?<!\d)\d+(?:[.,/]\d+)*|[^\W\d_]+(?:'[^\W\d_]+)*")
_CAPITAL = re.compile(r"(?<=[a-z,;] )[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)*")
# Most of what is not ASCII in English news; what is left then needs no slower folding.
_PRINTED = str.maketrans("‘’“”–—…\u00a0", "''\"\"--. ")
_NEGATIONS = frozenset(
    "not no never none nobody nothing neither nor cannot without n't hardly false untrue".split()
)
_CLAUSES = re.compile(r"[.;:!?…—()“”\"]+|'{2}|\bbut\b")
_UNTIL = frozenset(("until", "till", "before"))
_NOT_UNTIL = re.compile(r"(?:\bnot|n[’']t)(?: \w+){0,3} (?:until|till)\b", re.IGNORECASE)
# Digits after a letter and a hyphen ("Covid-19") are of the name and count nothing.
_SMALL = {
    word: str(at)
    for at, word in enumerate(
        """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen
        fifteen sixteen seventeen eighteen nineteen twenty""".split()
    )
    if at != 1
} | {"thirty": "30", "forty": "40", "fifty": "50", "sixty": "60", "dozen": "12"}
MONTHS = frozenset(
    """january february march april may june july august september october november december
    """.split()
)
NUMERALS = frozenset(map(stem, _SMALL))
"""Stems of numbers in words."""
_ORDINALS = {
    word: at
    for at, word in enumerate(
        """first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth
        thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth
        """.split(),
        start=1,
    )
}
_DAY = re.compile(
    rf"\b(?P<day>\d{{1,2}}|{'|'.join(_ORDINALS)})(?:st|nd|rd|th)?(?: of)? "
    rf"(?P<month>{'|'.join(sorted(MONTHS))})\b"
    rf"|\b(?P<month_first>{'|'.join(sorted(MONTHS))}) (?P<after>\d{{1,2}})(?:st|nd|rd|th)?\b",
    re.IGNORECASE,
)
FINITE = re.compile(
    r"\b(?:is|are|was|were|am|has|have|had|do|does|did|will|would|can|could|may|might|must|should|"
    r"shall|cannot|(?<!-)(?!united\b)[a-z]{3,}ed|led|won|lost|held|took|went|came|rose|fell|gave|made|got|saw|knew|"
    r"stood|ran|met|paid|sent|said|told|left|began|broke|built|bought|sold|spent|kept)\b"
    r"|n['’]t\b|\b(?:it|he|she|that|there|who|what|here)['’]s\b|['’](?:re|m|ve|ll|d)\b",
    re.IGNORECASE,
)
"""A verb that makes a sentence of words, as far as a list can tell."""
_SCALE = {"thousand": 3, "million": 6, "billion": 9, "trillion": 12}


@dataclass(frozen=True, slots=True)
class Features:
    """A statement's content taken apart.

    `words` are all of it, `stems` those of content in order; `proper` those that name or entitle
    somebody, which are what a statement is about and not yet what it says. `runs` are `RUN`
    words on end, small words and all, and `quoted` those of them in quotation marks. `figures`
    is each number with the stem after it, `days` each day with its month, `reasons` the stems that
    stand behind a "because" alone, `negated` those close behind a "not" or "no" in one clause, `denied` the first of each; `not_until` tells of a negation that only puts off ("not till
    May").
    """

    words: tuple[str, ...]
    stems: tuple[str, ...]
    content: frozenset[str]
    proper: frozenset[str]
    pairs: frozenset[tuple[str, str]]
    runs: frozenset[tuple[str, ...]]
    quoted: frozenset[tuple[str, ...]]
    figures: frozenset[tuple[str, str]]
    days: frozenset[str]
    names: frozenset[str]
    reasons: frozenset[str]
    negated: frozenset[str]
    denied: frozenset[str]
    not_until: bool
    asks: bool


@lru_cache(maxsize=4096)
def words_of(text: str) -> tuple[str, ...]:
    """The words and numbers of a text, folded, in order."""
    plain = text.translate(_PRINTED)
    return tuple(_TOKEN.findall(plain.lower() if plain.isascii() else fold(text).text))


def stems_of(words: Iterable[str]) -> tuple[str, ...]:
    """The stems of those words that tell something, in order."""
    return tuple(stem(w) for w in words if w not in EMPTY and "n't" not in w and len(w) > 1)


@lru_cache(maxsize=1024)  # some 7 KB each
def features_of(statement: Statement) -> Features:
    """What there is to compare of a statement."""
    words = words_of(statement.content)
    stems = stems_of(words)
    text = statement.content
    negated = [s for clause in _CLAUSES.split(text) for s in _negated(words_of(clause))]
    return Features(
        words,
        stems,
        frozenset(stems),
        _proper(statement),
        frozenset(itertools.pairwise(stems)),
        frozenset(_runs(words)),
        frozenset(run for part in _quoted(statement) for run in _runs(words_of(part))),
        frozenset(_figures(words)),
        frozenset(_days(text)),
        frozenset(id for id, _ in statement.names),
        frozenset(_reasons(text)),
        frozenset(s for s, _ in negated),
        frozenset(s for s, first in negated if first),
        bool(_NOT_UNTIL.search(text)),
        _asks(statement, words),
    )


def puts_off(one: Features, other: Features) -> bool:
    """Whether a "not" parts them that only says until when: "not till May" is "in May"."""
    plain = other if one.not_until else one
    return one.not_until != other.not_until and _UNTIL.isdisjoint(plain.words)


def covered(one: Features, two: Features, runs: frozenset[tuple[str, ...]]) -> float:
    """How much of the shorter text stands in `runs`."""
    words = min(one.words, two.words, key=len)
    found = [False] * len(words)
    for at in range(len(words) - RUN + 1):
        if words[at : at + RUN] in runs:
            found[at : at + RUN] = [True] * RUN
    return sum(found) / len(found)


def verbatim(one: Features, two: Features) -> bool:
    """Whether one quotes what the other does, cut otherwise: a "not" is then in both, or in none."""
    runs = one.runs & two.runs
    quoted = runs & one.quoted & two.quoted
    return len(quoted) + RUN > VERBATIM_WORDS or (
        bool(quoted) and covered(one, two, runs) >= VERBATIM
    )


def _proper(statement: Statement) -> frozenset[str]:
    """Stems of names and titles; a text of capitals all over (a headline) tells names only."""
    text = statement.content
    capitals = [m[0] for m in _CAPITAL.finditer(text)]
    if len(capitals) * 2 > len(text.split()):
        capitals = []
    named = [*capitals, *(name for _, name in statement.names)]
    return TITLES | {stem(word) for name in named for word in words_of(name)}


def _runs(words: Sequence[str]) -> Iterable[tuple[str, ...]]:
    return (tuple(words[at : at + RUN]) for at in range(len(words) - RUN + 1))


def _quoted(statement: Statement) -> list[str]:
    """The stretches of the content that are the speaker's own words."""
    text = statement.content
    if statement.kind is Kind.DIRECT:
        return [text]
    if statement.kind is Kind.INDIRECT:
        return []
    inside = [q.inner(text) for q in quotations(text)]
    return [span.of(text) for span in inside if span is not None]


def _figures(words: Sequence[str]) -> Iterable[tuple[str, str]]:
    """Each number as digits with what it counts: the next stem, or the month before a day."""
    for at, word in enumerate(words):
        rest = list(words[at + 1 : at + 5])
        if "/" in word:  # "9/11" is a name
            continue
        digits = word.replace(",", "") if word[0].isdigit() else _SMALL.get(word)
        if digits is None and word in ("a", "one") and rest and rest[0] in _SCALE:
            digits = "1"
        if digits is None:
            continue
        if rest and rest[0] in _SCALE:
            digits = _grown(digits, _SCALE[rest.pop(0)])
        before = words[at - 1] if at else ""
        after = next((stem(w) for w in rest if w not in EMPTY), "")
        yield digits, before if before in MONTHS else after


def _days(text: str) -> Iterable[str]:
    """Each day of a month, however it is written: "third of October" is "3 october"."""
    for match in _DAY.finditer(text):
        day = (match["day"] or match["after"]).lower()
        month = (match["month"] or match["month_first"]).lower()
        yield f"{_ORDINALS.get(day, day)} {month}"


def _grown(digits: str, zeros: int) -> str:
    whole, _, part = digits.partition(".")
    return (whole + part.ljust(zeros, "0")[:zeros]).lstrip("0") + part[zeros:]


def _reasons(text: str) -> frozenset[str]:
    """Stems of content that stand behind a "because" and nowhere before it."""
    said, _, why = text.partition(" because ")
    before, behind = ({stem(w) for w in words_of(part) if w not in EMPTY} for part in (said, why))
    return frozenset(behind - before)


def _negated(words: Sequence[str]) -> Iterable[tuple[str, bool]]:
    """The stems that a negation reaches, each with whether it is the first that it does.

    It reaches the next `REACH` words of content, as far as they are within `FAR` words. A rule
    ("no person shall enter") denies nothing.
    """
    left = since = 0
    for at, word in enumerate(words):
        since += 1
        if word in _NEGATIONS or word.endswith("n't"):
            left, since = (0 if "shall" in words[at + 1 : at + 3] else REACH), 0
        elif word == "non":
            left, since = 1, 0
        elif left and since <= FAR and word not in EMPTY and len(word) > 1:
            yield stem(word), left == REACH or words[at - 1] == "non"
            left -= 1


def _asks(statement: Statement, words: Sequence[str]) -> bool:
    if statement.firmness is not None and statement.firmness.act is Act.QUESTION:
        return True
    ends = statement.content.rstrip("\"'”’ ")
    return ends.endswith("?") or "whether" in words
