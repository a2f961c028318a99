"""Which statements of one claim come from one origin, so that ten outlets on one wire count once.

Two statements have one origin where the passage of one was taken from the other's article, or one
article retells the other and both have one speaker say it; where
both name the same agency or outlet as the one that was told (or one of them is that outlet); or
where they give the same speaker's words at length, word for word, or one quotes a piece of what the
other quotes, and nothing says that these were spoken twice. Everything else stays apart: that two outlets agree is no sign that one had it
from the other, and what cannot be told is not merged.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date

from onrecord.judged import Evidence, Judgement, Part, Relation, Statement
from onrecord.match.likeness import words_of
from onrecord.text import quotations
from onrecord.values import Kind

VERSION = "origins 4"
WORDS_ALIKE = 8
WHOLE = 6
"""The same, where the two are the same words from end to end."""
CUT, NEAR_DAYS = 4, 14
"""A piece of a quotation of so many words, so soon, is not heard anew."""
_WORD = re.compile(r"\w+(?:['’]\w+)?")
_ARTICLE = re.compile(
    r"\A(?:the|a|an|his|her|its|their) "
    r"| (?:news agency|agency|newspaper|news|channel|account|feed)\Z"
)

Copied = Callable[[Statement, Statement], str | None]


def same_origin(new: Statement, others: Sequence[Statement], copied: Copied) -> list[Judgement]:
    """Judgements that join `new` to others of its claim; `copied` says why a passage was taken."""
    found = []
    for other in others:
        why = (
            _taken(new, other, copied) or _same_channel(new, other) or _same_words(new, other)
        )  # the surest first
        if why is not None:
            found.append(_judgement(new, other, *why))
    return found


def _taken(new: Statement, other: Statement, copied: Copied) -> tuple[Part, str] | None:
    reason = copied(new, other)
    return (Part("passage taken over", 1.0, reason), reason) if reason else None


def _same_channel(new: Statement, other: Statement) -> tuple[Part, str] | None:
    """One agency or outlet that both had it from, or that one is and the other had it from."""
    if new.article == other.article or not _one_speaker(new, other):
        return None
    here, there = _told(new), _told(other)
    shared = sorted(here.keys() & there.keys())
    if shared:
        name = here[shared[0]]
        return Part("channel", 0.9, name), f"both have it from {name}"
    for one, two in ((new, there), (other, here)):
        outlet = _plain(one.outlet or "")
        if outlet and outlet in two:
            return Part(
                "channel", 0.9, two[outlet]
            ), f"one has it from {two[outlet]}, the other is {two[outlet]}"
    return None


def _told(statement: Statement) -> dict[str, str]:
    return {_plain(hop): hop for hop in statement.chain if _plain(hop)}


def _plain(name: str) -> str:
    return _ARTICLE.sub("", name.casefold().strip())


def _one_speaker(new: Statement, other: Statement) -> bool:
    return new.speaker is not None and new.speaker == other.speaker


def _same_words(new: Statement, other: Statement) -> tuple[Part, str] | None:
    """A run of the same words in what both give as the same speaker's own."""
    if Kind.INDIRECT in (new.kind, other.kind) or not _one_speaker(new, other):
        return None
    if _days_apart(new, other):
        return None
    if _cut_from(new, other) or _cut_from(other, new):
        return Part(
            "same words", 0.8, "a quotation cut"
        ), "one quotes a piece of the other’s quotation"
    one, two = (_WORD.findall(s.content.lower()) for s in (new, other))
    run = longest_run(one, two)
    if run < (WHOLE if run == len(one) == len(two) else WORDS_ALIKE):
        return None
    return Part("same words", 0.8, f"{run} words"), f"{run} words running are the same"


def _cut_from(piece: Statement, whole: Statement) -> bool:
    """Whether all that one has in quotation marks stands in the other's, within a few days."""
    cut = _quoted(piece)
    if not cut or min(map(len, cut)) < CUT or not _near(piece, whole):
        return False
    said = [f" {' '.join(words)} " for words in _quoted(whole)]
    return all(any(f" {' '.join(words)} " in one for one in said) for words in cut)


def _quoted(statement: Statement) -> list[tuple[str, ...]]:
    """The words of each stretch in quotation marks."""
    found = (quotation.inner(statement.content) for quotation in quotations(statement.content))
    return [words_of(span.of(statement.content)) for span in found if span]


def _near(one: Statement, other: Statement) -> bool:
    try:
        here, there = (date.fromisoformat((s.published or "")[:10]) for s in (one, other))
    except ValueError:
        return False
    return abs((here - there).days) <= NEAR_DAYS


def _days_apart(new: Statement, other: Statement) -> bool:
    """Whether the two are said to have been spoken on different days."""
    if None in (new.said_from, new.said_to, other.said_from, other.said_to):
        return False
    return str(new.said_to) < str(other.said_from) or str(other.said_to) < str(new.said_from)


def longest_run(one: Sequence[str], other: Sequence[str]) -> int:
    """The number of words in the longest run that both have."""
    best = 0
    row = [0] * (len(other) + 1)
    for word in one:
        last = 0
        for i, against in enumerate(other, start=1):
            last, row[i] = row[i], last + 1 if word == against else 0
            best = max(best, row[i])
    return best


def _judgement(new: Statement, other: Statement, part: Part, reason: str) -> Judgement:
    return Judgement(
        Relation.SAME_ORIGIN, new.id, other.id, VERSION, part.score, reason, parts=(part,),
        evidence=(Evidence(new.article, new.spans), Evidence(other.article, other.spans)),
    )  # fmt: skip
