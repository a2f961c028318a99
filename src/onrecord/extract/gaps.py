"""What an article says is not known: the missing thing, the words that say so, who withholds it.

A gap is a statement, the writer's or a quoted speaker's, that something of the story is not
disclosed, not verified, not clear, not answered or not elaborated (guidelines and measured
error rates: `evals/gaps/`). `gap_rules` lists the ways of saying so; here each match is held
against the sentence around it. It must have its object where the rule needs one, it must not
stand under a negation ("is no longer unclear"), in a question, or in a name. What cannot be
found stays None.

Whoever withholds is the subject of the verb that withholds, or the agent of the passive. A
first person in quotation marks is the speaker, so the source of the attribution it stands in
is the holder. Nobody holds what is merely unclear, and of what could not be verified only who
is said to have given no source for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from onrecord.extract import clauses
from onrecord.extract.gap_rules import (
    Compiled,
    Rule,
    Side,
    fact_named,
    facts,
    questions,
    questions_near,
    rules,
    sieve,
)
from onrecord.text import Lines, sentences
from onrecord.values import Attribution, Gap, GapKind, Name, Span, Spans, hull

MAX_SENTENCE_CHARS = 2000

_NEGATED = re.compile(
    r"(?:\bno\s+longer|\bnot|n['’]t|\bnever|\bhardly|\bnor)(?:\s+\w+ly)?\s+(?:been\s+|be\s+)?$",
    re.IGNORECASE,
)
_HYPOTHETICAL = re.compile(
    r"\b(?:if|unless|once|until(?! now\b)|should|as\s+long\s+as)\s+(?:[\w'’]+\s+){0,4}$",
    re.IGNORECASE,
)
_THING = re.compile(r"it|them|this|that", re.IGNORECASE)
_FOR_WHICH = re.compile(r"\A\s+(?:for|of|to support)\s.*,\s+which\s+$", re.DOTALL)
MAX_BETWEEN = 120
_COURT = re.compile(r"\b(?:court|judges?|justices?|jury|jurors|study|research)\b", re.IGNORECASE)
_FIRST_PERSON = frozenset({"i", "we", "me", "us"})
_KNOWING = re.compile(
    r"\b(?:police|officials?|officers?|authorit(?:y|ies)|investigators?|scientists?|experts?|doctors?"
    r"|researchers?|astronomers|engineers|company|government|ministry|agency|department|they"
    r"|spokes\w+|nobody|analysts|economists|who|organi[sz]ation)\b",
    re.IGNORECASE,
)
_NAMELESS_THING = re.compile(
    r"\s(?:face|faces|love|threat|hero|heroes|masses|thing|donation box|login)$",
    re.IGNORECASE,
)


def gaps_in(
    text: str, attributions: Sequence[Attribution], names: Sequence[Name]
) -> tuple[Gap, ...]:
    """The gaps that `text` states, in order; `withheld_by` is left for resolution to fill."""
    page = _Page(text, attributions, names)
    found: list[Gap] = []
    previous = Span(0, 1)
    for sentence in sentences(text):
        piece = Span(sentence.start, min(sentence.end, sentence.start + MAX_SENTENCE_CHARS))
        if text[sentence.end - 1] != "?":
            before = found[-1] if found and found[-1].cue[0].start >= previous.start else None
            found.extend(_joined(text, _apart(page.gaps(piece)), before))
        previous = sentence
    return tuple(found)


def _joined(text: str, gaps: list[Gap], before: Gap | None) -> list[Gap]:
    """Gaps of a sentence with what they leave to the words before them.

    "It declined to show it" keeps back what the last sentence said is missing (`before`), and a
    figure for which somebody "gave no source, and which could not be confirmed" is theirs.
    """
    joined: list[Gap] = []
    for gap in gaps:
        if before and before.what and gap.what and _THING.fullmatch(gap.what[0].of(text)):
            gap = replace(gap, what=before.what)
        first = joined[0] if joined else None
        if gap.kind is GapKind.UNVERIFIED and gap.holder is None and first and first.holder:
            between = text[hull(first.cue).end : gap.cue[0].start]
            if _FOR_WHICH.search(between) and len(between) <= MAX_BETWEEN:
                gap = replace(gap, holder=first.holder)
        joined.append(gap)
    return joined


def _apart(gaps: Iterator[Gap]) -> list[Gap]:
    """`gaps` less those whose cue overlaps that of one found by an earlier rule, in order."""
    kept: list[Gap] = []
    for gap in gaps:
        cue = hull(gap.cue)
        if not any(cue.overlaps(hull(k.cue)) for k in kept):
            kept.append(gap)
    return sorted(kept, key=lambda g: g.cue)


class _Page:
    """A text with what is known of it, so that a match can be held against its surroundings."""

    __slots__ = ("attributions", "hulls", "name_starts", "names", "starts", "text")

    def __init__(
        self, text: str, attributions: Sequence[Attribution], names: Sequence[Name]
    ) -> None:
        self.text = text
        self.attributions = [a for a in attributions if a.source]
        pieces = sorted((s, i) for i, a in enumerate(self.attributions) for s in a.content)
        self.hulls = pieces
        self.starts = Lines([s for s, _ in pieces])
        self.names = sorted(names, key=lambda n: n.span)
        self.name_starts = Lines([n.span for n in self.names])

    def gaps(self, sentence: Span) -> Iterator[Gap]:
        """What each rule finds in one sentence, rules in the order of their table."""
        table = rules()
        lowered = self.text[sentence.start : sentence.end].lower()
        for i in sieve().pass_through(lowered):
            compiled = table[i]
            for match in compiled.pattern.finditer(self.text, sentence.start, sentence.end):
                gap = self._gap(compiled, match, sentence, self.names_in(sentence))
                if gap is not None:
                    yield gap

    def names_in(self, sentence: Span) -> list[Name]:
        """The names that stand in `sentence`."""
        first = self.name_starts.at(sentence.start) if self.names else 0
        found: list[Name] = []
        for name in self.names[first:]:
            if name.span.start >= sentence.end:
                break
            if name.span.overlaps(sentence):
                found.append(name)
        return found

    def _gap(
        self, compiled: Compiled, match: re.Match[str], sentence: Span, names: Sequence[Name]
    ) -> Gap | None:
        rule = compiled.rule
        cue = _cue_of(match)
        if self._doubtful(rule, cue, sentence, names):
            return None
        subject = clauses.before(self.text, sentence.start, cue[0].start)
        what = self._what(rule, match, sentence, subject)
        if not self._has_object(rule, match, sentence, what):
            return None
        if rule.name == "does not know" and not self._should_know(subject, cue[0]):
            return None
        holder = self._holder(rule, match, cue, sentence, subject, names)
        return Gap(rule.kind, (what,) if what else None, cue, holder=holder)

    def _doubtful(
        self, rule: Rule, cue: Spans, sentence: Span, names: Sequence[Name]
    ) -> bool:  # fmt: skip
        """Whether the cue is negated, supposed, part of a name, or a court's own question."""
        start = cue[0].start
        lead = self.text[max(sentence.start, start - 60) : start]
        if _NEGATED.search(lead) or _HYPOTHETICAL.search(lead):
            return True
        if any(n.span.covers(cue[0]) for n in names):
            return True
        inquiry = rule.name in ("trying to determine", "investigating whether")
        return inquiry and bool(_COURT.search(self.text, sentence.start, start))

    def _what(
        self, rule: Rule, match: re.Match[str], sentence: Span, subject: Span | None
    ) -> Span | None:
        if rule.what is Side.AFTER:
            return clauses.after(self.text, match.end(), sentence.end)
        if rule.what is Side.BEFORE:
            if subject and self.text[subject.start : subject.end].lower() in ("it", "there"):
                return clauses.after(self.text, match.end(), sentence.end)
            return subject
        if rule.what is Side.GROUP and match["what"]:
            start, end = match.span("what")
            while self.text[start].isspace():
                start += 1
            return Span(start, end)
        return None

    def _has_object(
        self, rule: Rule, match: re.Match[str], sentence: Span, what: Span | None
    ) -> bool:
        """Whether the missing thing is there where the rule needs one, and is a thing to tell."""
        if rule.asks:
            after = (
                clauses.words_in(self.text, Span(match.end(), sentence.end))
                if match.end() < sentence.end
                else []
            )
            if not after:
                return False
            at = after[0].start
            asked = questions_near().match(self.text, at) or facts().match(self.text, at)
            return bool(asked)
        if rule.fact:
            if what is None:
                return False
            words = self.text[what.start : what.end]
            return bool(questions().match(words) or fact_named().search(words))
        if rule.what is Side.GROUP and what is not None and rule.kind is GapKind.UNDISCLOSED:
            return not _NAMELESS_THING.search(" " + what.of(self.text))
        return True

    def _should_know(self, subject: Span | None, cue: Span) -> bool:
        """Whether not knowing is news: of those whose business it is, or a first person's now."""
        if subject is None or cue.of(self.text).lower().startswith("no"):
            return True
        if subject.of(self.text).lower() in _FIRST_PERSON:
            return not cue.of(self.text).lower().startswith(("did", "had", "was", "were"))
        return bool(_KNOWING.search(self.text, subject.start, subject.end))

    def _holder(
        self, rule: Rule, match: re.Match[str], cue: Spans, sentence: Span,
        subject: Span | None, names: Sequence[Name],
    ) -> Spans | None:  # fmt: skip
        if rule.holder is Side.AGENT:
            if not match["agent"]:
                return None
            phrase = clauses.agent(self.text, match.start("agent"), sentence.end)
            return (phrase,) if phrase else None
        if rule.holder is Side.MAIN:
            subject = clauses.main_subject(self.text, sentence, names)
            source = self._source_near(cue[0])
            if source is not None:
                return source
        elif rule.holder is not Side.BEFORE:
            return None
        if subject is None:
            subject = clauses.main_subject(self.text, sentence, names)
        if subject is None:
            return None
        if subject.of(self.text).lower() in _FIRST_PERSON:
            return self._source_of(cue[0]) or (subject,)
        found = clauses.holder(self.text, subject, names)
        return (found,) if found else None

    def _source_of(self, span: Span) -> Spans | None:
        """The source of the attribution in whose content `span` stands."""
        if not self.hulls:
            return None
        piece, i = self.hulls[self.starts.at(span.start)]
        return self.attributions[i].source if piece.covers(span) else None

    def _source_near(self, span: Span) -> Spans | None:
        """The source of the attribution that has just been made when `span` follows it."""
        found = self._source_of(span)
        if found is None and self.hulls:
            piece, i = self.hulls[self.starts.at(span.start)]
            if 0 <= span.start - piece.end <= 3:
                return self.attributions[i].source
        return found


def _cue_of(match: re.Match[str]) -> Spans:
    groups = [g for g in ("cue", "more") if g in match.re.groupindex and match[g]]
    return tuple(Span(*match.span(g)) for g in groups)
