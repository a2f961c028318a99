"""Attributions that the network was not taught to see, because PolNeAR does not mark them.

Two kinds, each by a narrow pattern and only where the network found nothing:

- *Hearsay adverbs.* "The gun he allegedly bought" rests on somebody's word and names nobody. The
  adverb is the cue, the clause around it the content, and there is no source. PolNeAR marks
  some of these and passes over others.
- *Statements pointed back to.* "This revelation, first shared with Coast Agency by Ida Maren,
  ..." says whose word the sentence before rests on. The participle is the cue, the words after
  "by" the source, and the content is the sentence that "this" points to.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

from onrecord.text import Lines, frame_of
from onrecord.values import Attribution, Kind, Span, Spans, content_id, united

HEARSAY_SCORE = 0.5
POINTED_SCORE = 0.6

_ADVERB = re.compile(r"\b(?:allegedly|reportedly|supposedly|purportedly)\b", re.IGNORECASE)
_CLAUSE_BEFORE = re.compile(r"[,;:—–()\"“”]|\s[-–—]\s|\b(?:and|but|because|while|although|after)\s")
_CLAUSE_AFTER = re.compile(r"[,;:—()\"“”]|\s[-–—]\s|[.!?](?:\s|$)")
_RELATIVE = re.compile(r"\b(?:who|which|that)\s(?:\w{1,6}\s)?$")

_POINTED = re.compile(
    r"(?P<what>(?:This|That|The)\s(?:\w+\s)?"
    r"(?:revelation|statement|announcement|claim|news|disclosure|report|allegation|admission"
    r"|information|confirmation|assertion|declaration|account|plan)),?\s"
    r"(?:which\swas\s)?"
    r"(?P<cue>(?:first\s|initially\s|originally\s|recently\s|publicly\s)?"
    r"(?:shared|made|reported|announced|disclosed|published|carried|revealed|voiced|released"
    r"|issued|given|confirmed))\b"
)
_BY = re.compile(r"\bby\s(?P<who>[^,;.]{2,120})")


def beyond(
    text: str, sentences: Sequence[Span], found: Sequence[Attribution]
) -> Iterator[Attribution]:
    """What the patterns add to the attributions `found`."""
    taken = Lines(united(span for a in found for span in a.spans))
    yield from _hearsay(text, Lines(list(sentences)), taken)
    yield from _pointed(text, sentences, taken)


def told_of(text: str, source: Span, cue: Span) -> bool:
    """Whether a source is only whom hearsay is about: "the pilots who reportedly guided ships"."""
    relative = source.of(text).lower() in ("who", "which", "that")
    return relative and _ADVERB.fullmatch(cue.of(text)) is not None


def _hearsay(text: str, sentences: Lines, taken: Lines) -> Iterator[Attribution]:
    for match in _ADVERB.finditer(text):
        cue = Span(match.start(), match.end())
        sentence = sentences.around(cue)
        if sentence is None or taken.touch(cue):
            continue
        content = tuple(_clause(text, sentence, cue))
        if content and not any(taken.touch(span) for span in content):
            yield _made(text, None, cue, content, HEARSAY_SCORE)


def _clause(text: str, sentence: Span, cue: Span) -> Iterator[Span]:
    """The words before and after the adverb; only those after it where "who" stands before."""
    before = text[sentence.start : cue.start]
    edges = [m.end() for m in _CLAUSE_BEFORE.finditer(before)]
    start = sentence.start + (edges[-1] if edges else 0)
    after = _CLAUSE_AFTER.search(text, cue.end, sentence.end)
    parts = [(cue.end, after.start() if after else sentence.end)]
    if not _RELATIVE.search(before):
        parts.insert(0, (start, cue.start))
    for a, b in parts:
        piece = text[a:b]
        if piece.strip():
            left = a + len(piece) - len(piece.lstrip())
            yield Span(left, left + len(piece.strip()))


def _pointed(text: str, sentences: Sequence[Span], taken: Lines) -> Iterator[Attribution]:
    for content, sentence in itertools.pairwise(sentences):
        match = _POINTED.match(text, sentence.start, sentence.end)
        if match is None:
            continue
        who = _BY.search(text, match.end(), min(sentence.end, match.end() + 120))
        cue = Span(match.start("cue"), match.end("cue"))
        if who is None or taken.touch(cue):
            continue
        source = Span(who.start("who"), who.start("who") + len(who["who"].rstrip()))
        yield _made(text, source, cue, (_told(text, content),), POINTED_SCORE)


def _told(text: str, sentence: Span) -> Span:
    """The sentence without its full stop and without the words by which the writer frames it."""
    start, end = sentence.start, sentence.end
    while end > start + 1 and text[end - 1] in ".!?":
        end -= 1
    if frame := frame_of(text, sentence):
        start = frame.end
        while start < end - 1 and not text[start].isalnum():
            start += 1
    return Span(start, end)


def _made(text: str, source: Span | None, cue: Span, content: Spans, score: float) -> Attribution:
    places = [f"{s.start}:{s.end}" for s in ((source,) if source else ()) + (cue, *content)]
    return Attribution(
        content_id("attribution", text, *places),
        (source,) if source else None,
        (cue,),
        content,
        Kind.INDIRECT,
        score,
    )
