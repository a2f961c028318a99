"""Which statements contradict one another, and which a speaker has changed.

Two statements contradict where they are about one matter and part in one thing: a number, a date,
a place, a name, a negation, a scope, or in whose mouth the same words are put. Both sides stand
beside each other; there is no winner. Where one speaker says later what differs from what they
said before, that is a change. Within one article one speaker does neither.

"About one matter" is asked of the words outside the slot in which they part: most of the weight
of the shorter statement must be in the other. Statements that part in several things are about
two matters more often than they contradict, and are left alone.

Some ways of speaking tell the matter with fewer shared words: a number put in the place of
another's ("fourteen instead of eleven"), a thing that one says there was none of and another
speaks of as having been, a sum that its speaker gives anew ("the figure today is"), a report of
another paper that somebody rejects, and, in articles of one story, the day on which what is
being made will be shown ("unveiled", "lit", "take the cloth off").
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date

from onrecord.judged import Evidence, Judgement, Part, Relation, Statement
from onrecord.match.differences import (
    Difference,
    counts_in,
    differences,
    existence_of,
    gives_sum,
    opening_day,
    put_instead,
    rejects_report,
    revised_sum,
)
from onrecord.match.likeness import FINITE, NUMERALS, features_of, words_of
from onrecord.match.missing import follows
from onrecord.match.stems import EMPTY, Weigh, default_weight, stem
from onrecord.values import ELISION, EntityKind, Kind, Span, Spans

VERSION = "contradictions 4"
MATTER = {"number": 0.6, "date": 0.6, "place": 0.8, "name": 0.8, "polarity": 0.75, "scope": 0.8}
SHARE, SHARE_OF_ALL = 0.85, 0.6
"""The same, of the shorter and of both, where shares of a hundred differ: every poll has some."""
SHARED_OF_ALL = {"polarity": 0.5, "scope": 0.5, "date": 0.4}
"""Where no slot is filled in two ways, most words of both must be the same."""
RECOUNT = 0.5
"""As `MATTER`, for a number that one speaker gives anew: a count goes on."""
FEW_SHARED = 0.6
"""The score of two statements whose way of speaking, more than their words, tells one matter."""
RARE = 1.0
NEAR_DAYS = 120
CLOSE = 4  # characters between a sentence and the quotation after it
REPORT_DAYS = 14
"""A report is rejected within so many days; what came before is another."""
OneStory = Callable[[str, str], bool]
"""Whether two articles, by id, are of one story."""


def _unrelated(one: str, other: str) -> bool:
    return one == other


MIN_SHARED = 3
MIN_TELLING = 2
SAME_WORDS = 9
WORDS_TOLD = 14


def keys_of(statement: Statement) -> tuple[str, ...]:
    """What tells the matter of a statement that shares few words with those that contradict it.

    `is:` a thing that it says there is, or is none of; `sum:` a speaker who gives a sum; `count:`
    a number with a stem beside it, or with any where the number is put in another's place;
    `opens:` a month in which it was published, or the one before, of a day to show something.
    """
    if statement.speaker is None:
        return ()
    thing = existence_of(statement)
    keys = [f"is:{thing[0]}"] if thing else []
    if gives_sum(statement.content):
        keys.append(f"sum:{statement.speaker}")
    keys += [f"count:{n}|{it}" for n, it in counts_in(statement)]
    day = _day(statement.published)
    if day and opening_day(statement.content):
        months = day.year * 12 + day.month
        keys += [f"opens:{months}", f"opens:{months - 1}"]
    return tuple(keys)


def rejected_report(statement: Statement, beside: Sequence[Statement]) -> Statement | None:
    """The rejection of a report that `statement` is, or puts in the speaker's own words.

    `beside` are the statements of its article. "She rejected a report that ...": the quotation
    that follows at once says how.
    """
    if rejects_report(statement):
        return statement
    if statement.kind is not Kind.DIRECT:
        return None
    start = statement.spans[0].start
    return next(
        (s for s in beside if 0 < start - s.spans[-1].end <= CLOSE and rejects_report(s)), None
    )


def rejections(
    new: Statement, rejection: Statement, candidates: Sequence[Statement], weigh: Weigh
) -> list[Judgement]:
    """Those of `candidates` nearest to what `rejection`, in the words of `new`, rejects."""
    its = features_of(rejection).content
    found: dict[str, tuple[float, Statement]] = {}
    for other in candidates:
        if other.article == new.article or other.outlet == new.outlet or _not_before(new, other):
            continue
        shared = its & features_of(other).content
        weight = sum(map(weigh, shared))
        if len(shared) >= MIN_TELLING and weight > RARE and not rejects_report(other):
            found[other.id] = weight, other
    most = max((weight for weight, _ in found.values()), default=0.0)
    difference = Difference("polarity", None, None, "a report and its rejection")
    judged = []
    for weight, other in found.values():
        if weight == most:
            told = ", ".join(sorted(its & features_of(other).content))
            matter = Part("one matter", FEW_SHARED, told)
            reason = (
                f"{_who(new)} rejects a report; {_who(other)} told it, {other.published}: {told}"
            )
            judged.append(_judgement(Relation.CONTRADICTS, new, other, difference, matter, reason))
    return judged


def _not_before(new: Statement, other: Statement) -> bool:
    """Whether `other` was not published shortly before `new`, or nobody knows."""
    here, there = _day(new.published), _day(other.published)
    return here is None or there is None or not 0 <= (here - there).days <= REPORT_DAYS


def contradictions(
    new: Statement, candidates: Sequence[Statement], weigh: Weigh, one_story: OneStory = _unrelated
) -> list[Judgement]:
    """Those of `candidates` that `new` contradicts or changes, the surest first."""
    found = [
        judgement
        for other in candidates
        if new.id != other.id and _comparable(new, other)
        for judgement in (
            _misattributed(new, other)
            or _parted(new, other, weigh)
            or _opposed(new, other, weigh)
            or _shown(new, other, one_story),
        )
        if judgement
    ]
    return sorted(found, key=lambda j: (-j.score, j.object))


def _comparable(new: Statement, other: Statement) -> bool:
    one, two = features_of(new), features_of(other)
    if one.asks or two.asks:
        return False
    same_speaker = new.speaker is not None and new.speaker == other.speaker
    return not (
        new.article == other.article and (same_speaker or None in (new.speaker, other.speaker))
    )


def _parted(new: Statement, other: Statement, weigh: Weigh) -> Judgement | None:
    """The judgement where exactly one thing parts two statements about one matter."""
    if len(features_of(new).content & features_of(other).content) < MIN_SHARED:
        return None
    parting = differences(new, other)
    if len(parting) != 1:
        return None
    difference = parting[0]
    if _of_others(new, other, difference) or _no_sentence(new, other, difference):
        return None
    unsure = None in (new.speaker, other.speaker)
    matter = _matter(new, other, difference, weigh, SHARE_OF_ALL if unsure else 0.25)
    same_speaker = new.speaker is not None and new.speaker == other.speaker
    if matter is None or matter.score < _least(difference, same_speaker):
        return None
    if same_speaker:
        return _change(new, other, difference, matter)
    if unsure and matter.score < (1 + MATTER[difference.type]) / 2:
        return None
    reason = f"{_who(new)} and {_who(other)} part in a {difference.type}: {difference.detail}"
    return _judgement(Relation.CONTRADICTS, new, other, difference, matter, reason)


_PERCENT = re.compile(r"%|per ?cent", re.IGNORECASE)


def _least(difference: Difference, same_speaker: bool) -> float:
    """How much of the matter must be the same."""
    if _PERCENT.search(difference.detail):
        return SHARE
    return RECOUNT if same_speaker and difference.type == "number" else MATTER[difference.type]


def _of_others(new: Statement, other: Statement, difference: Difference) -> bool:
    """Whether each is about somebody the other does not name: "Romney for not releasing".

    Where it is only a "not" that parts them, one name more is enough.
    """
    slots = set(words_of(difference.detail))
    mine, theirs = (
        {id for id, name in one.names if id != two.speaker and slots.isdisjoint(words_of(name))}
        for one, two in ((new, other), (other, new))
    )
    more, less = mine - theirs, theirs - mine
    return bool(more or less) if difference.type == "polarity" else bool(more and less)


def _no_sentence(new: Statement, other: Statement, difference: Difference) -> bool:
    """Whether one is only a thing or an aim, of which nothing is said that could be denied."""
    if difference.type in ("number", "date"):
        return False
    return not (FINITE.search(new.content) and FINITE.search(other.content))


def _change(
    new: Statement, other: Statement, difference: Difference, matter: Part
) -> Judgement | None:
    later, earlier = new, other
    if not follows(_when(new), _when(other)):
        if not follows(_when(other), _when(new)):
            return None
        later, earlier = other, new
        difference = Difference(
            difference.type, difference.right, difference.left, difference.detail
        )
    reason = f"{_who(later)} said otherwise before, {_when(earlier)}: {difference.detail}"
    return _judgement(Relation.CHANGES, later, earlier, difference, matter, reason)


def _opposed(new: Statement, other: Statement, weigh: Weigh) -> Judgement | None:
    """The judgement where the way of speaking tells that two statements are of one matter."""
    if None in (new.speaker, other.speaker) or _far_apart(new, other):
        return None
    if new.speaker == other.speaker:
        return _revised(new, other) or _revised(other, new)
    return (
        _put_instead(new, other, weigh) or _put_instead(other, new, weigh) or _none_of(new, other)
    )


def _far_apart(new: Statement, other: Statement) -> bool:
    """Whether more than a few months lie between them, or nobody knows how many."""
    here, there = _day(new.published), _day(other.published)
    return here is None or there is None or abs((here - there).days) > NEAR_DAYS


def _day(published: str | None) -> date | None:
    try:
        return date.fromisoformat((published or "")[:10])
    except ValueError:
        return None


def _put_instead(one: Statement, other: Statement, weigh: Weigh) -> Judgement | None:
    difference = put_instead(one.content, other.content)
    if difference is None or follows(other.published, one.published):
        return None
    shared = _outside(one, difference.left) & _outside(other, difference.right)
    telling = shared - features_of(one).proper - features_of(other).proper - NUMERALS
    if not telling or max(map(weigh, telling)) < RARE:
        return None
    matter = Part("one matter", FEW_SHARED, ", ".join(sorted(telling)))
    reason = f"{_who(one)} puts a number in the place of {_who(other)}’s: {difference.detail}"
    return _judgement(Relation.CONTRADICTS, one, other, difference, matter, reason)


def _none_of(new: Statement, other: Statement) -> Judgement | None:
    here, there = existence_of(new), existence_of(other)
    if here is None or there is None or here[0] != there[0] or here[1] == there[1]:
        return None
    if default_weight(here[0]) < RARE:
        return None
    denier, affirmer = (other, new) if here[1] else (new, other)
    difference = Difference("polarity", None, None, f"“{here[0]}” affirmed and denied")
    matter = Part("one matter", FEW_SHARED, here[0])
    reason = f"{_who(denier)} says there was none of what {_who(affirmer)} speaks of: {here[0]}"
    return _judgement(Relation.CONTRADICTS, new, other, difference, matter, reason)


def _shown(new: Statement, other: Statement, one_story: OneStory) -> Judgement | None:
    """Two days, by two speakers, on which what one story is about will be shown."""
    if None in (new.speaker, other.speaker) or new.speaker == other.speaker:
        return None
    here, there = opening_day(new.content), opening_day(other.content)
    if here is None or there is None or here.day == there.day or _far_apart(new, other):
        return None
    if not one_story(new.article, other.article):
        return None
    left, right = here.span.of(new.content), there.span.of(other.content)
    difference = Difference("date", here.span, there.span, f"“{left}” and “{right}”")
    matter = Part("one matter", FEW_SHARED, f"{here.event}, {there.event}")
    reason = f"{_who(new)} and {_who(other)} give two days for it to be shown: {difference.detail}"
    return _judgement(Relation.CONTRADICTS, new, other, difference, matter, reason)


def _revised(later: Statement, earlier: Statement) -> Judgement | None:
    difference = revised_sum(later.content, earlier.content)
    if difference is None or not follows(_when(later), _when(earlier)):
        return None
    reason = f"{_who(later)} gave another sum before, {_when(earlier)}: {difference.detail}"
    matter = Part("one matter", FEW_SHARED, "a sum given anew")
    return _judgement(Relation.CHANGES, later, earlier, difference, matter, reason)


def _when(statement: Statement) -> str | None:
    told = statement.said_to
    return told if told and not told.startswith("XXXX") else statement.published


def _matter(
    one: Statement, two: Statement, difference: Difference, weigh: Weigh, least: float
) -> Part | None:
    """How much of the shorter statement, its slot left out, is in the other.

    None where too little is shared: fewer words than it takes, or less than `least` of both.
    """
    left = _outside(one, difference.left)
    right = _outside(two, difference.right)
    shared = left & right
    telling = shared - features_of(one).proper - features_of(two).proper
    if len(shared) < MIN_SHARED or len(telling) < MIN_TELLING:
        return None
    together = sum(map(weigh, left | right))
    share = SHARE_OF_ALL if _PERCENT.search(difference.detail) else least
    if sum(map(weigh, shared)) < max(share, SHARED_OF_ALL.get(difference.type, 0.0)) * together:
        return None
    smaller = min(sum(map(weigh, left)), sum(map(weigh, right)))
    score = sum(map(weigh, shared)) / smaller if smaller else 0.0
    return Part("one matter", round(score, 3), ", ".join(sorted(shared)))


def _outside(statement: Statement, slot: Span | None) -> frozenset[str]:
    if slot is None:
        return features_of(statement).content
    text = statement.content
    rest = words_of(f"{text[: slot.start]} {text[slot.end :]}")
    return frozenset(stem(w) for w in rest if w not in EMPTY and len(w) > 1)


def _misattributed(new: Statement, other: Statement) -> Judgement | None:
    """The same words of some length in two persons' mouths."""
    persons = EntityKind.PERSON
    if new.kind is not Kind.DIRECT or other.kind is not Kind.DIRECT:
        return None
    if new.speaker == other.speaker or (new.speaker_kind, other.speaker_kind) != (persons, persons):
        return None
    words = features_of(new).words
    if len(words) < SAME_WORDS or words != features_of(other).words or _one_surname(new, other):
        return None
    difference = Difference("attribution", None, None, "the same words")
    reason = f"the same words are put in the mouths of {_who(new)} and {_who(other)}"
    part = Part("same words", 1.0, " ".join(words[:WORDS_TOLD]))
    return _judgement(Relation.CONTRADICTS, new, other, difference, part, reason)


def _one_surname(new: Statement, other: Statement) -> bool:
    one, two = (words_of(s.speaker_name or "") for s in (new, other))
    return bool(one and two and one[-1] == two[-1])


def _who(statement: Statement) -> str:
    name = statement.speaker_name or "somebody not named"
    return f"{name} ({statement.outlet})" if statement.outlet else name


def _judgement(
    relation: Relation, subject: Statement, object: Statement, difference: Difference,
    matter: Part, reason: str,
) -> Judgement:  # fmt: skip
    return Judgement(
        relation, subject.id, object.id, VERSION, matter.score, reason, type=difference.type,
        parts=(matter, Part(difference.type, -1.0, difference.detail)),
        evidence=(
            Evidence(subject.article, placed(subject, difference.left)),
            Evidence(object.article, placed(object, difference.right)),
        ),
    )  # fmt: skip


def placed(statement: Statement, slot: Span | None) -> Spans:
    """Where a span of the content stands in the article; all of the content where there is none."""
    if slot is None:
        return statement.spans
    found, at = [], 0
    for span in statement.spans:
        start, end = max(slot.start - at, 0), min(slot.end - at, len(span))
        if start < end:
            found.append(Span(span.start + start, span.start + end))
        at += len(span) + len(ELISION)
    return tuple(found) or statement.spans
