"""Gaps across articles: which are one gap, and which a later statement closes.

A gap says "the site has not been disclosed"; weeks later somebody says "it will stand on Gull
Point". The second closes the first when it holds the kind of answer that was asked for, is
about the same thing, keeps its company (the same names, whoever withheld it now speaking, words
of the same story), is firm, and was published later. Each of these is a part of the score and
none can stand in for another: without an order in time, or without an answer of the right kind,
nothing is closed, however alike the words. What asks for no kind of answer we can recognise
("no details", "declined to comment") is never closed here; a person may close it.

No place closes a gap that its own article tells already, and no article closes what it states to
be open itself (`restated`): whoever wrote it did not take these words for the answer.

Two articles that leave the same thing open have one gap. That is decided by the same means: the
same kind of answer missing, about the same thing, in the same company.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from onrecord.judged import Evidence, Judgement, Part, Relation, Statement
from onrecord.match.answering import answers_in, article_spans, firm, kinds_answered, settles
from onrecord.match.asking import QUESTION, Asked, topic_of
from onrecord.match.likeness import words_of
from onrecord.match.missing import (
    OpenGap,
    bare_topic,
    company,
    company_part,
    context_of,
    core_of,
    head_of,
    is_later,
    near_in_time,
    part,
    topic_part,
)
from onrecord.match.stems import Weigh, default_weight
from onrecord.values import ELISION, GapKind, Span

__all__ = [
    "VERSION",
    "OpenGap",
    "SameGap",
    "closed_by",
    "keys_of_gap",
    "keys_of_statement",
    "restated",
    "same_gap",
]

VERSION = "gaps 4"

CLOSES_FROM = 0.6
SAME_FROM = 0.6
COMPANY_FROM = 0.5
COVERED_FROM = 0.6
SO_OR_NOT_COVERED_FROM = 0.8
"""Whether something is so is answered only by nearly the same words."""
ONE_COMMON = 0.5
"""What one word weighs that all news is full of ("happens"): it makes no two things one."""
KEYS = 12
COPIED_WORDS = 7
"""So many words are not put in one order twice by chance."""


@dataclass(frozen=True, slots=True)
class SameGap:
    """Two gaps that are one: their ids, how sure, what was weighed, and a sentence for a person."""

    subject: str
    object: str
    score: float
    reason: str
    parts: tuple[Part, ...] = ()
    by: str = VERSION


def keys_of_gap(gap: OpenGap, weigh: Weigh = default_weight) -> tuple[str, ...]:
    """Blocking keys: each kind of answer with each word of the topic and each name around it."""
    kinds = gap.asked or ("other",)
    words = _weightiest(core_of(gap) or context_of(gap), weigh)
    names = [" ".join(words_of(n)) for n in (gap.holder, *gap.names[:KEYS]) if n]
    return _keys(kinds, words, names)


def keys_of_statement(statement: Statement, weigh: Weigh = default_weight) -> tuple[str, ...]:
    """Blocking keys of what a statement could answer; none for one too weak to answer anything."""
    kinds = kinds_answered(statement)
    words = _weightiest(topic_of(statement.content), weigh)
    names = [n for _, n in statement.names] + [statement.speaker_name or ""]
    return _keys(kinds, words, [" ".join(words_of(n)) for n in names if n])


def _weightiest(words: Iterable[str], weigh: Weigh) -> list[str]:
    return sorted(words, key=lambda w: (-weigh(w), w))[:KEYS]


def _keys(kinds: Iterable[str], words: Sequence[str], names: Sequence[str]) -> tuple[str, ...]:
    things = [*words, *(f"@{name}" for name in names)]
    return tuple(dict.fromkeys(f"{kind}:{thing}" for kind in sorted(kinds) for thing in things))


def closed_by(
    gap: OpenGap, later: Sequence[Statement], weigh: Weigh = default_weight
) -> list[Judgement]:
    """The statements of `later` that give what was missing, surest first."""
    found = (_closing(gap, statement, weigh) for statement in later)
    return sorted((j for j in found if j), key=lambda j: (-j.score, j.subject))


def _closing(gap: OpenGap, statement: Statement, weigh: Weigh) -> Judgement | None:
    if statement.article == gap.article or not is_later(statement, gap):
        return None
    if not core_of(gap) and not near_in_time(statement.published, gap.published):
        return None
    topic = topic_part(gap, topic_of(statement.content), weigh)
    near = company_part(gap, statement, weigh)
    if topic.score < COVERED_FROM or near.score < COMPANY_FROM:
        return None
    answer = _answer(gap, statement, topic)
    if answer is None:
        return None
    kind, span, firmness = answer
    score = 0.35 * topic.score + 0.25 * near.score + 0.4 * firmness
    if score < CLOSES_FROM:
        return None
    words = span.of(statement.content)
    who = statement.speaker_name or statement.outlet or "somebody"
    return Judgement(
        Relation.CLOSES,
        statement.id,
        gap.id,
        VERSION,
        round(score, 3),
        f"asked {QUESTION[kind]} (“{gap.what or gap.cue}”); {who} says “{words}”, {statement.published}",
        parts=(topic, near, Part("answer", firmness, words), _order_part(gap, statement)),
        evidence=(Evidence(statement.article, article_spans(statement, span)),),
    )


def _answer(gap: OpenGap, statement: Statement, topic: Part) -> tuple[Asked, Span, float] | None:
    """The kind of answer given, its words, and how firmly; None where there is none."""
    core = core_of(gap) or context_of(gap)
    if len(gap.asked) != 1:  # of two things missing, one that is told closes nothing
        return None
    for kind in gap.asked:
        if kind is Asked.WHETHER:
            enough = topic.score >= SO_OR_NOT_COVERED_FROM and len(core_of(gap)) > 2
            if enough and settles(statement, verified=gap.kind is GapKind.UNVERIFIED):
                return kind, Span(0, len(statement.content)), 1.0
        elif firmness := firm(statement.firmness):
            about = core_of(gap) if kind is Asked.REASON else core
            for span in answers_in(statement.content, kind, about):
                if _beside(core_of(gap), statement.content, span) and _is_new(
                    gap, kind, span.of(statement.content)
                ):
                    return kind, span, firmness
    return None


def _beside(core: frozenset[str], content: str, answer: Span) -> bool:
    """Whether the answer stands in one piece of the content with what the gap is of."""
    start = content.rfind(ELISION, 0, answer.start) + 1
    end = content.find(ELISION, answer.end)
    piece = content[start : end if end >= 0 else len(content)]
    return not core or bool(core & topic_of(piece))


def _is_new(gap: OpenGap, kind: Asked, answer: str) -> bool:
    """Whether the answer is more than the article with the gap tells already.

    A date, a sum or a name may stand there for other reasons; a place, in the same words, not.
    """
    if set(words_of(answer)) <= set(words_of(gap.sentence)):
        return False
    if kind is not Asked.PLACE:
        return True
    told = " ".join(words_of(gap.text))
    return f" {' '.join(words_of(answer))} " not in f" {told} "


def _order_part(gap: OpenGap, statement: Statement) -> Part:
    return Part("later", 1.0, f"{gap.published}, then {statement.published}")


def restated(
    gap: OpenGap, others: Iterable[OpenGap], weigh: Weigh = default_weight
) -> frozenset[str]:
    """The articles of those `others` that state the same gap, and that it is still open."""
    return frozenset(
        other.article for other in others if not other.past and _same(gap, other, weigh)
    )


def same_gap(
    new: OpenGap, candidates: Sequence[OpenGap], weigh: Weigh = default_weight
) -> list[SameGap]:
    """The candidates that leave open what `new` leaves open, surest first."""
    found = (_same(new, other, weigh) for other in candidates if other.id != new.id)
    return sorted((s for s in found if s), key=lambda s: (-s.score, s.object))


def _same(new: OpenGap, other: OpenGap, weigh: Weigh) -> SameGap | None:
    asked = new.asked
    if asked != other.asked or (not asked and not _alike(new, other)):
        return None
    topic = _same_topic(new, other, weigh)
    names = [*other.names, other.holder or ""]
    near = company(new, other.holder or "", names, context_of(other), weigh)
    if _word_for_word(new, other):
        topic = near = Part("wording", 1.0, "the same sentence")
    if new.article == other.article:
        near = Part("company", 1.0, "the same article")
    score = 0.5 * topic.score + 0.25 * near.score + 0.25 * bool(asked)
    if topic.score < COVERED_FROM or near.score < COMPANY_FROM or score < SAME_FROM:
        return None
    what = " and ".join(QUESTION[kind] for kind in sorted(asked)) or "for the same thing"
    both = f"“{new.what or new.cue}” and “{other.what or other.cue}”"
    reason = f"both ask {what}: {both}; shared: {topic.detail or 'the article'}"
    parts = (topic, near, Part("kind", float(bool(asked)), what))
    return SameGap(new.id, other.id, round(score, 3), reason, parts)


_WITHHELD = frozenset({GapKind.UNDISCLOSED, GapKind.DECLINED})


def _alike(new: OpenGap, other: OpenGap) -> bool:
    """Whether both are of one kind; to be refused a thing and not to be given it are one."""
    return new.kind is other.kind or (
        {new.kind, other.kind} <= _WITHHELD and bool(core_of(new) and core_of(other))
    )


def _word_for_word(new: OpenGap, other: OpenGap) -> bool:
    """Whether one sentence states both, in articles of one story: it was copied."""
    words = words_of(new.sentence)
    return (
        len(words) >= COPIED_WORDS
        and words == words_of(other.sentence)
        and (new.what, new.cue) == (other.what, other.cue)
        and bool(set(new.names) & set(other.names))
        and near_in_time(new.published, other.published)
    )


def _same_topic(new: OpenGap, other: OpenGap, weigh: Weigh) -> Part:
    """How far the two missing things are of one thing; one left unsaid may be in its context.

    Where a whole proposition is open, and not one thing about it, all of it has to agree.
    """
    a, b = core_of(new), core_of(other)
    if a and b:
        if not new.asked and _one_thing(new, other, a, b):
            return part("topic", 1.0, a & b)
        weights = (sum(map(weigh, a)), sum(map(weigh, b)))
        shared = sum(map(weigh, a & b))
        whole = max if Asked.WHETHER in new.asked or not new.asked else min
        return part("topic", shared / whole(weights) if shared > ONE_COMMON else 0.0, a & b)
    if not new.asked or not near_in_time(new.published, other.published):
        return Part("topic", 0.0, "nothing says of what")
    if a or b:
        shared_words = (a or b) & context_of(other if a else new)
        return part("topic", sum(map(weigh, shared_words)) / sum(map(weigh, a or b)), shared_words)
    return bare_topic(context_of(new) & context_of(other), (*new.names, *other.names), weigh)


def _one_thing(new: OpenGap, other: OpenGap, a: frozenset[str], b: frozenset[str]) -> bool:
    """Whether one names the thing more fully than the other: "the log", "the convoy's log"."""
    head = head_of(new.what or "")
    return (
        head is not None
        and head in a & b
        and default_weight(head) > ONE_COMMON
        and head == head_of(other.what or "")
        and (a <= b or b <= a)
        and near_in_time(new.published, other.published)
    )
