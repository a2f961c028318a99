"""The questions of a template, answered from what was said and from what is still missing.

Nothing is made up: an answer is some statements, in their own words, with the stretch of them that
answers where it can be told. What counts is the claim, not how often it was printed, so of each
claim one statement stands for all, and claims that come from more origins come first. What is
hedged, asked, refused or denied answers nothing.

    answered    some claim holds an answer of the right type
    contested   two claims that answer cannot both be right: a standing judgement says that they
                contradict one another, or they give different values and come from different people
    withheld    no claim answers, and an article says that this is not known or not told
    silent      nobody says anything of it

Words that come with an admission are no answer: where an article holds a claim and says all the
same that the thing is not known ("It is on the water, and that is all I may tell you. She declined
to name the site"), the claim is set aside for this question, wherever it occurs.

Beside attributions, an outlet's own sentences may answer ("The design is by ..."): `told` makes
candidates of them. They serve where no attribution does, and never with words that an attribution
of the same article holds already.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

from onrecord.judged import Statement, Text
from onrecord.match.answering import article_spans, firm, says_no, shaped
from onrecord.match.differences import quantities_in
from onrecord.match.likeness import words_of
from onrecord.match.missing import OpenGap
from onrecord.match.template import Phrase, Question, Takes, Template, bundled, load, parsed
from onrecord.text import sentences
from onrecord.values import Kind, Span, Spans, content_id

__all__ = [
    "Answer",
    "Candidate",
    "Question",
    "State",
    "Support",
    "Template",
    "answers",
    "bundled",
    "load",
    "parsed",
    "told",
]

MOST = 5
"""Statements that an answer shows, each of another claim."""
MOST_PAIRS = 6
MAX_SENTENCE_CHARS = 2000
REACH = 60
"""How many characters from a phrase an answer may stand whose place the phrase does not say."""
ABOUT = 2
"""So many passages of an article speak of the thing where the article is of it."""
CAST = 2
"""So many who speak or are spoken of in other such articles show that one passage is enough."""


class State(StrEnum):
    """How a question stands."""

    ANSWERED = "answered"
    CONTESTED = "contested"
    WITHHELD = "withheld"
    SILENT = "silent"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A statement with the claim it is one of and its origin; `own` are an outlet's own words."""

    statement: Statement
    claim: str
    origin: str
    own: bool = False


@dataclass(frozen=True, slots=True)
class Support:
    """A statement that answers: for its whole claim, with how many origins and articles that has.

    `answer` is the stretch of the statement's content that answers, `spans` where that stands in
    its article; `value` is the answer in a form that can be compared, or the stage.
    """

    candidate: Candidate
    answer: Span
    spans: Spans
    phrase: str
    value: str | None
    origins: int
    articles: int

    @property
    def statement(self) -> Statement:
        """The statement, which for an outlet's own words is a sentence of the article."""
        return self.candidate.statement

    @property
    def words(self) -> str:
        """The answer in the statement's own words."""
        return self.answer.of(self.statement.content)


@dataclass(frozen=True, slots=True)
class Answer:
    """How one question stands, and on what: statements, pairs that contend, ids of open gaps."""

    question: Question
    state: State
    supports: tuple[Support, ...] = ()
    contested: tuple[tuple[Support, Support], ...] = ()
    gaps: tuple[str, ...] = ()


def told(text: Text) -> list[Candidate]:
    """The sentences of an article as candidates in the outlet's own words.

    The same sentence in two articles is one claim of one origin: it was copied.
    """
    found = []
    for at in sentences(text.text):
        words = at.of(text.text)
        key = content_id("told", " ".join(words_of(words)))
        statement = Statement(
            f"{text.id}:{at.start}-{at.end}", text.id, text.outlet, text.published,
            words, (at,), Kind.INDIRECT,
        )  # fmt: skip
        found.append(Candidate(statement, key, key, own=True))
    return found


def answers(
    template: Template,
    candidates: Sequence[Candidate],
    gaps: Sequence[OpenGap],
    contradictions: Collection[tuple[str, str]] = (),
    outdated: Collection[str] = (),
) -> list[Answer]:
    """Each question of the template with its answer, in the template's order.

    `gaps` are the open ones; `contradictions` are pairs of ids of statements, either way round,
    that a standing judgement says contradict one another. `outdated` are articles that have a newer
    version at their address: what they said is not said any longer.
    """
    current = [c for c in candidates if c.statement.article not in outdated]
    still = [gap for gap in gaps if gap.article not in outdated]
    story = _Story(template, current, still, contradictions)
    return [story.answer(question) for question in template.questions]


class _Story:
    """What a ledger holds of the template's thing, arranged for asking."""

    def __init__(
        self, template: Template, candidates: Iterable[Candidate], gaps: Iterable[OpenGap],
        contradictions: Iterable[tuple[str, str]],
    ) -> None:  # fmt: skip
        every = list(candidates)
        on = _articles_about(template, every)
        self.candidates = [c for c in every if c.statement.article in on]
        self.gaps = [gap for gap in gaps if gap.article in on]
        self.members: dict[str, list[Candidate]] = defaultdict(list)
        self.said: dict[str, list[Span]] = defaultdict(list)
        for candidate in self.candidates:
            self.members[candidate.claim].append(candidate)
            if not candidate.own:
                self.said[candidate.statement.article].extend(candidate.statement.spans)
        claim = {c.statement.id: c.claim for c in self.candidates}
        self.against = {
            frozenset((claim[a], claim[b])) for a, b in contradictions if a in claim and b in claim
        }

    def answer(self, question: Question) -> Answer:
        open_gaps = [gap for gap in self.gaps if _withholds(gap, question)]
        admitted = {gap.article for gap in open_gaps}
        aside = {c.claim for c in self.candidates if c.statement.article in admitted}
        found = [s for s in self._supports(question) if s.candidate.claim not in aside]
        ids = tuple(gap.id for gap in sorted(open_gaps, key=lambda g: _gap_order(g, question)))
        if not found:
            return Answer(question, State.WITHHELD if ids else State.SILENT, gaps=ids)
        pairs = self._contending(question, found)
        shown = [s for pair in pairs for s in pair] + found
        best = tuple({s.candidate.claim: s for s in shown}.values())[:MOST]
        return Answer(question, State.CONTESTED if pairs else State.ANSWERED, best, pairs, ids)

    def _supports(self, question: Question) -> list[Support]:
        """One for each claim that answers, best first."""
        by_claim: dict[str, Support] = {}
        for candidate in self.candidates:
            support = self._support(candidate, question)
            if support is None:
                continue
            rival = by_claim.get(candidate.claim)
            if rival is None or _order_in_claim(support) < _order_in_claim(rival):
                by_claim[candidate.claim] = support
        return _each_value_first(_copies_once(sorted(by_claim.values(), key=_rank)))

    def _support(self, candidate: Candidate, question: Question) -> Support | None:
        found = _found_in(candidate.statement, question)
        if found is None:
            return None
        span, phrase = found
        spans = article_spans(candidate.statement, span)
        if candidate.own and self._is_said(candidate.statement.article, spans):
            return None
        claim = self.members[candidate.claim]
        return Support(
            candidate, span, spans, phrase.text,
            phrase.label or value_of(candidate.statement.content, span, question.takes),
            len({c.origin for c in claim}), len({c.statement.article for c in claim}),
        )  # fmt: skip

    def _is_said(self, article: str, spans: Spans) -> bool:
        return any(one.overlaps(other) for one in self.said[article] for other in spans)

    def _contending(
        self, question: Question, found: Sequence[Support]
    ) -> tuple[tuple[Support, Support], ...]:
        """Pairs that cannot both be right, each two values once, the best supported first."""
        pairs: dict[object, tuple[Support, Support]] = {}
        for one, other in combinations(found, 2):
            judged = frozenset((one.candidate.claim, other.candidate.claim)) in self.against
            rivals = question.one and _speaker(one) != _speaker(other)
            if (judged or rivals) and _differ(one, other, judged=judged):
                values = frozenset(s.value or s.words for s in (one, other))
                pairs.setdefault(values, (one, other))
        return tuple(pairs.values())[:MOST_PAIRS]


def _copies_once(found: Iterable[Support]) -> list[Support]:
    """An outlet's own words only once, where several outlets answer in the same ones."""
    kept: dict[object, Support] = {}
    for support in found:
        own = support.candidate.own
        kept.setdefault(words_of(support.words) if own else support.candidate.claim, support)
    return list(kept.values())


def _each_value_first(found: Sequence[Support]) -> list[Support]:
    """The best of each value, then the others, each part in the order given."""
    first = {s.value: s for s in reversed(found) if s.value}
    chosen = {id(s) for s in first.values()}
    return sorted(found, key=lambda s: id(s) not in chosen)


def _articles_about(template: Template, candidates: Sequence[Candidate]) -> set[str]:
    """Articles that name the template's thing in several places, or once beside the same people."""
    named: dict[str, set[Span]] = defaultdict(set)
    cast: dict[str, set[str]] = defaultdict(set)
    for candidate in candidates:
        statement = candidate.statement
        cast[statement.article].update(id for id, _ in statement.names)
        if statement.speaker:
            cast[statement.article].add(statement.speaker)
        for phrase in template.about:
            for match in phrase.pattern.finditer(statement.content):
                named[statement.article].update(article_spans(statement, Span(*match.span())))
    surely = {article for article, places in named.items() if len(places) >= ABOUT}
    known = set().union(*(cast[article] for article in surely))
    return surely | {article for article in named if len(cast[article] & known) >= CAST}


def _found_in(statement: Statement, question: Question) -> tuple[Span, Phrase] | None:
    """The stretch that answers and the phrase by which it was found."""
    if not firm(statement.firmness):
        return None
    content = statement.content
    for whole in sentences(content) or [Span(0, len(content))]:
        at = Span(whole.start, min(whole.end, whole.start + MAX_SENTENCE_CHARS))
        if _CORRECTION.search(content, at.start, at.end):
            continue
        if any(p.pattern.search(content, at.start, at.end) for p in question.unless):
            continue
        for phrase in question.phrases:
            for span in _matches(content, at, phrase, question.takes):
                if _contains(span.of(content), question.contains):
                    return span, phrase
    return None


def _contains(words: str, phrases: Sequence[Phrase]) -> bool:
    return not phrases or any(phrase.pattern.search(words) for phrase in phrases)


def _matches(content: str, at: Span, phrase: Phrase, takes: Takes) -> Iterator[Span]:
    if takes.asked is not None and says_no(at.of(content)):
        return
    for match in phrase.pattern.finditer(content, at.start, at.end):
        if takes.asked is None and _OPEN.search(
            content, max(at.start, match.start() - REACH), match.end()
        ):
            continue
        if "answer" in phrase.pattern.groupindex:
            inside, near = Span(*match.span("answer")), at
        else:
            inside, near = Span(*match.span()), _around(Span(*match.span()), at)
            if takes.asked is None:
                yield inside
                continue
            inside = near
        if takes.asked is None or takes is Takes.REASON:
            yield inside
        else:
            yield from shaped(content, takes.asked, inside)


_OPEN = re.compile(
    r"\b(?:not|never|no|nor|neither|nobody|\w+n[’']t|whether|if|unless|(?-i:may)|might|could|perhaps|"
    r"possibl[ey]|maybe|unknown|unclear)\b",
    re.IGNORECASE,
)
"""Before a description, these say that it is denied or supposed."""
_CORRECTION = re.compile(
    r"\b(?:earlier|previous) version of this\b|^\W*correction\b", re.IGNORECASE
)
"""A paper's note on what it had wrong tells again what is not so."""


def _around(span: Span, within: Span) -> Span:
    return Span(max(within.start, span.start - REACH), min(within.end, span.end + REACH))


def _withholds(gap: OpenGap, question: Question) -> bool:
    """Whether a gap leaves the question open: its kind, and what is missing in its words."""
    held = question.withheld
    if held is None or gap.kind not in held.kinds:
        return False
    words = gap.what or gap.sentence
    return any(phrase.pattern.search(words) for phrase in held.phrases)


def _gap_order(gap: OpenGap, question: Question) -> tuple[object, ...]:
    """What asks for this very type of answer first, then the earliest."""
    return (question.takes.asked not in gap.asked, gap.published or "~", gap.id)


def _speaker(support: Support) -> str:
    statement = support.statement
    return statement.speaker or statement.speaker_name or statement.outlet or statement.article


def _differ(one: Support, other: Support, *, judged: bool) -> bool:
    """Whether two answers cannot both be right, as far as they can be compared.

    Claims `judged` to contradict one another may do so in what is not asked here: then they give
    one answer to this question.
    """
    if one.value and other.value and "=" in one.value + other.value:
        return not _agree(one.value, other.value)
    a, b = set(words_of(one.words)), set(words_of(other.words))
    return judged and not (a <= b or b <= a)


def _agree(one: str, other: str) -> bool:
    """Each value is some parts, "day=3 month=10"; they agree where no part that both have differs.

    Parts that hold words agree where they share one: a longer form of a name is no other name.
    """
    a, b = (dict(part.split("=", 1) for part in value.split()) for value in (one, other))
    shared = a.keys() & b.keys()
    return not shared or all(set(a[k].split("+")) & set(b[k].split("+")) for k in shared)


_MONTHS = "january february march april may june july august september october november december"
_MONTH = {name: str(at) for at, name in enumerate(_MONTHS.split(), 1)}
_DAY_OF_MONTH = re.compile(r"(?<!\d)(\d{1,2})(?!\d)")
_YEAR = re.compile(r"(?<!\d)(\d{4})(?!\d)")
_SEASON = re.compile(r"spring|summer|autumn|winter", re.IGNORECASE)


def value_of(content: str, span: Span, takes: Takes) -> str | None:
    """An answer in a form that can be compared; None where it has none."""
    words = span.of(content)
    if takes is Takes.DATE:
        return _date(words)
    if takes in (Takes.NUMBER, Takes.SUM):
        counted = next((q for q in quantities_in(content) if q.span.overlaps(span)), None)
        return f"low={counted.low:g} high={counted.high:g}" if counted else None
    if takes in (Takes.NAME, Takes.PLACE):
        return "name=" + "+".join(w for w in words_of(words) if w not in _SMALL_WORDS)
    return None


_SMALL_WORDS = frozenset("the a an of and in on at near by its their".split())


def _date(words: str) -> str | None:
    parts = {
        "month": next((_MONTH[w] for w in words_of(words) if w in _MONTH), None),
        "day": _first(_DAY_OF_MONTH, words),
        "year": _first(_YEAR, words),
        "season": _first(_SEASON, words.lower()),
    }
    return " ".join(f"{name}={value}" for name, value in parts.items() if value) or None


def _first(pattern: re.Pattern[str], words: str) -> str | None:
    found = pattern.search(words)
    return (found[1] if pattern.groups else found[0]) if found else None


def _order_in_claim(support: Support) -> tuple[object, ...]:
    """Of one claim, a speaker's own words and the earliest stand for the others."""
    statement = support.statement
    return (
        support.candidate.own, statement.published is None, statement.published or "", statement.id
    )  # fmt: skip


def _rank(support: Support) -> tuple[object, ...]:
    """Attributed before an outlet's own, then most origins, most articles, the earliest."""
    statement = support.statement
    return (
        support.candidate.own, -support.origins, -support.articles,
        statement.published is None, statement.published or "", statement.id,
    )  # fmt: skip
