"""Where the writer speculates, insinuates or judges, and names nobody for it.

Each sentence is read less what is somebody else's: the content of an attribution made in the
same sentence, and everything in quotation marks. On the rest, each feature of `unsourced.tsv`
(a pattern, the reason it stands for, why it counts, a weight) adds its weight once, and a
sentence whose sum reaches nought is the writer's own judgement, speculation or insinuation;
the reason is that of the heaviest feature. The weights are those of a logistic regression
fitted on the tuning half of `evals/unsourced/` (`training/unsourced.py`); read them as a table.

An attribution without a source shields nothing: "critics have been silenced, it is believed"
has nobody behind it. Nor does one whose cue is the writer's own inference about what somebody
said ("his remarks suggest"). Guidelines and measured error rates: `evals/unsourced/`.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from onrecord.extract.literals import Sieve
from onrecord.text import Lines, frame_of, quotations, sentences
from onrecord.values import Attribution, Kind, Reason, Span, Unsourced, in_order

MAX_SENTENCE_CHARS = 2000
MIN_WORDS = 2

_TELLING = re.compile(
    r"\b(?:accord|say|said|sa(?:ys|ying)|tell|told|add|announc|answer|argu|ask|assert|assess|advis"
    r"|believ|blam|caution|cit(?:e|ing)|claim|call|comment|complain|concede|confirm|consider|critici"
    r"|declar|demand|den(?:y|ie)|describ|determin|emphasi|estimat|expect|explain|express|fear|find"
    r"|finding|found|forecast|hope|hoping|insist|maintain|mention|note|noting|point(?:ed|s|ing)? out|plan"
    r"|pledg|predict|promis|propos|quot|read|recall|report|respon|reveal|rul(?:ed|ing)|stat(?:e|ing)"
    r"|stress|testif|think|thought|tweet|urg|vow|wants?\b|warn|worr|writ|wrote|post|acknowledg|admit"
    r"|accus|alleg|agree|outlin|brief|praise|told|welcom|view|see[ns]?\b|saw\b|recommend|calculat"
    r"|observ|interview|speculat|theor|opinion|statement|remark|testimony|letter)",
    re.IGNORECASE,
)
_INFERENCE = re.compile(r"\b(?:suggest|hint|impl(?:y|ies)|signal|indicat|show)", re.IGNORECASE)
_FIRST_PERSON = frozenset({"i", "we", "you", "this", "that", "it"})
_DEED = re.compile(
    r"\b(?:remarks?|comments?|statements?|moves?|decisions?|actions?|timing|silence|events?|words|this"
    r"|that|it|which|behaviou?r|presence|absence|visit|meeting|deal)\b",
    re.IGNORECASE,
)
_SOURCED = re.compile(
    r"\b(?:according\s+to|said|says|told|quoted|cited)\b|\b(?:he|she|they)\s+(?:\w+ly\s+)?"
    r"(?:added|noted|argued|wrote|claimed|explained|stated)\b",
    re.IGNORECASE,
)


_ADVERBS = re.compile(r"(?:\w+ly\s+){1,3}")


@dataclass(frozen=True, slots=True)
class Feature:
    """A pattern of the writer's own voice; `reason` is None where it speaks against one."""

    name: str
    reason: Reason | None
    pattern: re.Pattern[str]
    weight: float


@dataclass(frozen=True, slots=True)
class Table:
    """The features and the weight that every sentence starts with."""

    features: tuple[Feature, ...]
    start: float
    sieve: Sieve


@cache
def table() -> Table:
    """The features of `unsourced.tsv`."""
    lines = files("onrecord.extract").joinpath("unsourced.tsv").read_text("utf8").splitlines()
    rows = list(
        csv.reader(
            (x for x in lines if not x.startswith("#")), delimiter="\t", quoting=csv.QUOTE_NONE
        )
    )
    start = 0.0
    features: list[Feature] = []
    for name, reason, weight, pattern, _why in rows[1:]:
        if not pattern:
            start = float(weight)
            continue
        found = re.compile(pattern.replace(" ", r"\s+"), re.IGNORECASE)
        features.append(Feature(name, Reason(reason) if reason else None, found, float(weight)))
    return Table(tuple(features), start, Sieve([f.pattern for f in features]))


def unsourced_in(text: str, attributions: Sequence[Attribution]) -> tuple[Unsourced, ...]:
    """The sentences of `text`, or what is left of them, in which the writer goes beyond the record."""
    weights = table()
    found: list[Unsourced] = []
    for piece in own_voice(text, attributions):
        hits = features_of(piece.words)
        total = weights.start + sum(weights.features[i].weight for i in hits)
        reasons = [weights.features[i] for i in hits if weights.features[i].reason]
        if total >= 0 and reasons:
            best = max(reasons, key=lambda f: f.weight)
            assert best.reason is not None
            found.append(Unsourced((_said_where(text, piece, reasons),), best.reason))
    return tuple(found)


def _said_where(text: str, piece: OwnVoice, reasons: Sequence[Feature]) -> Span:
    """The piece; or its frame alone ("in a move that underscores ...") where all of it stands there."""
    frame = frame_of(text, piece.span)
    if frame is None:
        return piece.span
    rest = piece.words[len(frame) :]
    return piece.span if any(f.pattern.search(rest) for f in reasons) else frame


def features_of(words: str) -> list[int]:
    """Which features of the table stand in `words`."""
    features = table().features
    likely = table().sieve.pass_through(words.lower())
    return [i for i in likely if features[i].pattern.search(words)]


@dataclass(frozen=True, slots=True)
class OwnVoice:
    """A sentence, or its part outside an attribution, and its words less what others say."""

    span: Span
    words: str


def own_voice(text: str, attributions: Sequence[Attribution]) -> Iterator[OwnVoice]:
    """The sentences of `text` with what is somebody else's blanked out, those left empty dropped."""
    lines = Lines(sentences(text))
    shields: dict[int, list[Span]] = {}
    sourced: set[int] = set()
    for span in (q.span for q in quotations(text)):
        _lay(shields, lines, span)
    for attribution in attributions:
        if not _shields(text, attribution):
            continue
        home = {lines.at(s.start) for s in (attribution.cue or attribution.source or ())}
        for span in attribution.content:
            if attribution.kind is Kind.DIRECT or lines.at(span.start) in home:
                _lay(shields, lines, span)
                sourced.add(lines.at(span.start))
        for span in attribution.cue or ():
            start = _past_adverbs(text, span)
            if start < span.end:
                _lay(shields, lines, Span(start, span.end))
    for i, sentence in enumerate(lines):
        laid = in_order(shields.get(i, ()))
        piece = _remainder(text, sentence, laid)
        if piece is None:
            continue
        words = _blanked(
            text, Span(piece.start, min(piece.end, piece.start + MAX_SENTENCE_CHARS)), laid
        )
        if i not in sourced and _SOURCED.search(words):
            continue
        if len(words.split()) >= MIN_WORDS:
            yield OwnVoice(piece, words)


def _lay(shields: dict[int, list[Span]], lines: Lines, span: Span) -> None:
    """Adds `span` to each sentence it stands in."""
    for i in range(lines.at(span.start), lines.at(span.end - 1) + 1):
        if lines.spans and lines.spans[i].overlaps(span):
            shields.setdefault(i, []).append(span)


def _past_adverbs(text: str, cue: Span) -> int:
    """Where the verb of `cue` starts: adverbs before it are the writer's ("boldly suggested")."""
    adverbs = _ADVERBS.match(text, cue.start, cue.end)
    return adverbs.end() if adverbs else cue.start


def _shields(text: str, attribution: Attribution) -> bool:
    """Whether somebody is behind the content: a source other than the writer, and a cue of telling."""
    if attribution.source is None:
        return False
    source = " ".join(s.of(text) for s in attribution.source)
    if source.lower() in _FIRST_PERSON:
        return False
    if attribution.cue is None:
        return True
    cue = " ".join(s.of(text) for s in attribution.cue)
    if _INFERENCE.search(cue):
        return not _DEED.search(f"{source} {cue}")
    return bool(_TELLING.search(cue))


def _remainder(text: str, sentence: Span, shields: Sequence[Span]) -> Span | None:
    """`sentence` less the shields that reach its start or its end, trimmed; None if nothing is left."""
    start, end = sentence.start, sentence.end
    for shield in shields:
        if shield.start <= start + 1:
            start = max(start, min(shield.end, end))
    for shield in reversed(shields):
        if shield.end >= end - 1:
            end = min(end, max(shield.start, start))
    while start < end and not text[start].isalnum():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end) if start < end else None


def _blanked(text: str, piece: Span, shields: Sequence[Span]) -> str:
    out: list[str] = []
    at = piece.start
    for shield in shields:
        if shield.end <= at or shield.start >= piece.end:
            continue
        out.append(text[at : max(at, shield.start)])
        out.append(" … ")
        at = min(shield.end, piece.end)
    out.append(text[at : piece.end])
    return "".join(out)
