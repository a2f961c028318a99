"""A gap as matching sees it, and what speaks for some words being about the same thing.

Two parts, neither of which can stand in for the other. The *topic*: how much of the missing thing
("where the memorial will stand") the other words are about; where the article leaves unsaid of
what ("the site"), the things around it serve, but names do not. The *company*: whoever withheld it
is the one who speaks, or the same names are near, or words of the same story are, beyond those
that made the topic.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from onrecord.judged import Part, Statement
from onrecord.match.answering import IMPLIED
from onrecord.match.asking import Asked, asked_in, joined, topic_of
from onrecord.match.likeness import words_of
from onrecord.match.stems import Weigh
from onrecord.values import GapKind

SAME_STORY_DAYS = 270
"""So far apart two articles may be that leave unnamed what is missing, and mean one thing."""

_FULL_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_NOBODY = frozenset(
    """
    authorities officials police investigators government company officers sources spokesman
    spokeswoman spokesperson scientists experts researchers doctors ministry agency department
    i we you he she it they me us him her them who
    """.split()
)


@dataclass(frozen=True, slots=True)
class OpenGap:
    """A gap as matching sees it, its words taken out of their article.

    `what` is the missing thing in the article's words, `holder` the name of who withholds it,
    `names` those in its article, the ones in its sentence first, and `about` the words that say
    what the article is on: its title, or its opening sentence. `text` is the whole
    article: what it tells is not what it misses.
    """

    id: str
    article: str
    published: str | None
    kind: GapKind
    what: str | None
    cue: str
    sentence: str
    holder: str | None = None
    names: tuple[str, ...] = ()
    about: str = ""
    text: str = ""

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> OpenGap:
        """A gap from its row, as `Ledger.gaps` gives it."""
        return cls(
            row["id"], row["article"], row["published"], GapKind(row["kind"]), row["what"],
            row["cue"], row["sentence"], row["withholder"] or row["holder"], row["names"],
            row["about"], row["text"],
        )  # fmt: skip

    @property
    def asked(self) -> frozenset[Asked]:
        """The kinds of answer that would close it; none where we cannot tell."""
        kinds = asked_in(self.what, self.cue)
        if not kinds and self.kind is GapKind.UNVERIFIED:
            return frozenset({Asked.WHETHER})
        return kinds

    @property
    def past(self) -> bool:
        """Whether the article says that this was open and is so no longer."""
        return bool(_PAST.search(self.sentence))


_PAST = re.compile(
    r"\bhad (?:\w+ )?(?:until|till|up to) (?:now|then|today|this week)\b|"
    r"\b(?:until|till|up to) now,? (?:\w+ ){0,4}had\b|\bhad (?:previously|earlier|at first|initially)\b",
    re.IGNORECASE,
)


def core_of(gap: OpenGap) -> frozenset[str]:
    """What the missing thing is of: "memorial" in "where the memorial will stand"."""
    implied = [IMPLIED[kind] for kind in gap.asked if kind in IMPLIED]
    return topic_of(gap.what or "").difference(*implied)


def context_of(gap: OpenGap) -> frozenset[str]:
    return topic_of(f"{gap.sentence}\n{gap.about}")


_HEAD_ENDS = re.compile(
    r"\b(?:of|that|which|who|in|at|on|from|by|for|with|about|itself|themselves)\b|,", re.IGNORECASE
)


def head_of(what: str) -> str | None:
    """The stem of the noun that a phrase is about: "log" of "the convoy's log", "the log of 1991"."""
    phrase = what[: found.start()] if (found := _HEAD_ENDS.search(what)) else what
    words = words_of(phrase)
    return joined(words[-1]) if words else None


def follows(later: str | None, earlier: str | None) -> bool:
    """Whether one date, or date and time, is surely after another, both in ISO 8601."""
    if not later or not earlier or not (_FULL_DATE.match(later) and _FULL_DATE.match(earlier)):
        return False
    if later[:10] != earlier[:10]:
        return later[:10] > earlier[:10]
    try:
        a, b = datetime.fromisoformat(later), datetime.fromisoformat(earlier)
    except ValueError:
        return False
    timed = len(later) > 10 and len(earlier) > 10 and (a.tzinfo is None) == (b.tzinfo is None)
    return timed and a > b


def is_later(statement: Statement, gap: OpenGap) -> bool:
    """Whether a statement came out after the gap, as far as dates can tell; unknown is no."""
    if not follows(statement.published, gap.published):
        return False
    said, day = statement.said_to, (gap.published or "")[:10]
    return not (said and _FULL_DATE.fullmatch(said) and said < day)


def near_in_time(a: str | None, b: str | None) -> bool:
    """Whether two dates are so near that what both leave unnamed may be one thing."""
    if not (a and b and _FULL_DATE.match(a) and _FULL_DATE.match(b)):
        return a == b
    days = (date.fromisoformat(a[:10]) - date.fromisoformat(b[:10])).days
    return abs(days) <= SAME_STORY_DAYS


def topic_part(gap: OpenGap, said: frozenset[str], weigh: Weigh) -> Part:
    """How much of what was missing the statement is about."""
    core = core_of(gap)
    if core:
        shared = core & said
        return part("topic", sum(map(weigh, shared)) / sum(map(weigh, core)), shared)
    return bare_topic(context_of(gap) & said, gap.names, weigh)


def bare_topic(shared: frozenset[str], names: Iterable[str], weigh: Weigh) -> Part:
    """The same where the article leaves unsaid of what: by things around it, names not counted."""
    shared -= _in_names(names)
    heaviest = max(map(weigh, shared), default=0.0)
    return part("topic", sum(map(weigh, shared)) / 1.5 if heaviest >= 1 else 0.0, shared)


def part(name: str, score: float, words: Iterable[str]) -> Part:
    return Part(name, round(min(1.0, score), 3), ", ".join(sorted(words)))


def _in_names(names: Iterable[str]) -> frozenset[str]:
    return frozenset(stem for n in names for stem in topic_of(n))


def company_part(gap: OpenGap, statement: Statement, weigh: Weigh) -> Part:
    """Whether it is the same story: who withheld it speaks, the same names, the same words."""
    speaker = statement.speaker_name or ""
    names = [*(n for _, n in statement.names), speaker]
    return company(gap, speaker, names, topic_of(statement.content), weigh)


def company(
    gap: OpenGap, holder: str, names: Sequence[str], said: frozenset[str], weigh: Weigh
) -> Part:
    """What else a gap shares with words in which `holder` speaks or withholds.

    Whoever withheld counts most, then names near the gap, then names elsewhere in its article.
    Other words count only where the topic does not rest on them already.
    """
    held = (
        bool(gap.holder) and _is_somebody(gap.holder or "") and _one_name(gap.holder or "", holder)
    )
    called = _Names(names)
    shared = [n for n in dict.fromkeys(gap.names) if n in called]
    near = f"{gap.sentence}\n{gap.about}"
    core = core_of(gap)
    words = context_of(gap) & said - core - _in_names([*gap.names, *names]) if core else ()
    heavy = [w for w in words if weigh(w) >= 1]
    by_name = sum(0.5 if n in near or _one_name(n, holder) else 0.25 for n in shared)
    return part("company", 0.6 * held + by_name + 0.25 * len(heavy), [*shared, *heavy])


class _Names:
    """Names, and whether another is one of them: the words of one are all or the last of the other."""

    def __init__(self, names: Iterable[str]) -> None:
        self._whole = {words for name in names if (words := words_of(name))}
        self._ends = {words[at:] for words in self._whole for at in range(len(words))}

    def __contains__(self, name: object) -> bool:
        words = words_of(str(name))
        return words in self._ends or any(words[at:] in self._whole for at in range(len(words)))


def _is_somebody(name: str) -> bool:
    return not set(words_of(name)) <= _NOBODY


def _one_name(a: str, b: str) -> bool:
    """Whether the words of one name are the words of the other, or its last ones."""
    one, other = words_of(a), words_of(b)
    short, long = sorted((one, other), key=len)
    return bool(short) and long[-len(short) :] == short
