"""The words around a cue that belong to its clause: where to look for when and where.

Four stretches can say when or where somebody spoke: the cue itself ("said Friday"), what follows
it ("told a rally in Oxmere on Friday"), what stands between source and cue ("the minister on
Friday said"), and a phrase at the head of the sentence ("At a rally on Friday, the minister
said"). Each ends where another clause may begin: at a relative or conjunction, at a content's
edge, at another cue. Within a source only a published thing has a time and place of its own
("a report released on Friday"). Stretches are short, so that nothing here grows with the text.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from onrecord.text import Lines, sentences
from onrecord.values import Attribution, Span, hull

_AFTER_CHARS = 120
_FRONT_CHARS = 160
_OBJECT_CHARS = 40

_BREAK = re.compile(
    r"[;:—–“”\"]|\.\s|\s-\s|,\s(?!on\b|in\b|at\b|during\b|speaking\b|late\b|early\b|[A-Z])"
    r"|\b(?:who|which|that|whether|if|when|after|before|since|until|while|because|as|where|whose"
    r"|of(?! (?:the |his |her |its |a )?[A-Z])|about|against|regarding|concerning|following|amid|despite|for|but|and|citing|saying|to be"
    r"|was|were|is|are|has|had|have|will|would)\b"
)
_FRONT = re.compile(
    r"(?:(?:But|And|Also|Even|Then|Only|Just|Meanwhile|Separately|Yet|So)\b,? )?"
    r"(?:In|On|At|During|Over|Late|Later|Early|Earlier|Speaking|Talking|Writing|Addressing|Inside"
    r"|Outside|From|Last|This|Next|Yesterday|Today|Tonight|[A-Z][a-z]+day|in|on|at|during|late|early"
    r"|earlier|speaking|last|this|yesterday)\b",
)
_FRONT_BREAK = re.compile(
    r"[;:—–“”\"]|\b(?:who|which|that|whether|when|after|before|since|until|while|because|where|whose"
    r"|about|following|amid|despite|ahead|was|were|is|are|has|had|have|will|would|said|says|told)\b"
)
_BETWEEN_HEAD = re.compile(r",? (?:who |which )?")
_PUBLISHED = re.compile(
    r"\b(?:statement|report|letter|interview|post|speech|tweet|memo|filing|briefing|press release"
    r"|article|study|video|message|testimony|address|editorial|survey|poll)\b"
)
_SENTENCE_HEAD = re.compile(r"[\s\"'“‘(\[]*")


class Clauses:
    """The clauses of a text's cues; made once, asked for each attribution."""

    def __init__(self, text: str, attributions: Sequence[Attribution]) -> None:
        self.text = text
        self.sentences = Lines(sentences(text))
        edges = {e for a in attributions for c in a.content for e in (c.start, c.end)}
        self.edges = sorted(edges)
        self.cues = sorted({c.start for a in attributions for c in a.cue or ()})

    def parts(self, attribution: Attribution) -> Iterator[Span]:
        """The stretches of the cue's clause, those that say most surely when and where first."""
        if not attribution.cue:
            return
        yield from attribution.cue
        cue = hull(attribution.cue)
        source = hull(attribution.source) if attribution.source else None
        sentence = self.sentences.around(cue)
        if sentence is None:
            return
        start = cue.end
        if source and cue.end <= source.start <= cue.end + _OBJECT_CHARS:
            start = source.end
        yield from self._after(start, sentence)
        yield from self._after_object(attribution, cue, sentence)
        head = source if source and source.end <= cue.start else cue
        if source and head is source:
            yield from self._between(source, cue)
        yield from self._front(head, sentence)
        if source:
            yield from self._published(source)

    def _after(self, start: int, sentence: Span) -> Iterator[Span]:
        end = min(sentence.end, start + _AFTER_CHARS)
        for stops in (self.edges, self.cues):
            at = bisect_left(stops, start)
            if at < len(stops):
                end = min(end, stops[at])
        if start < end:
            stop = _BREAK.search(self.text, start, end)
            end = stop.start() if stop else end
        if start < end:
            yield Span(start, end)

    def _after_object(self, attribution: Attribution, cue: Span, sentence: Span) -> Iterator[Span]:
        """What follows a content that is but the cue's object: "sent [a letter] on Friday"."""
        content = attribution.content
        if len(content) != 1 or len(content[0]) > _OBJECT_CHARS:
            return
        clausal = content[0].of(self.text).startswith(("that ", "to "))
        if 0 <= content[0].start - cue.end <= 1 and not clausal:
            yield from self._after(content[0].end + 1, sentence)

    def _between(self, source: Span, cue: Span) -> Iterator[Span]:
        if not 2 < cue.start - source.end <= _AFTER_CHARS:
            return
        at = bisect_right(self.edges, source.end)
        if at < len(self.edges) and self.edges[at] < cue.start:
            return
        head = _BETWEEN_HEAD.match(self.text, source.end, cue.start)
        start = head.end() if head else source.end
        if start < cue.start and not _FRONT_BREAK.search(self.text, start, cue.start):
            yield Span(start, cue.start)

    def _front(self, head: Span, sentence: Span) -> Iterator[Span]:
        at = bisect_right(self.edges, head.start) - 1
        start = max(sentence.start, self.edges[at] if at >= 0 else 0)
        opening = _SENTENCE_HEAD.match(self.text, start, head.start)
        start = opening.end() if opening else start
        if not 0 < head.start - start <= _FRONT_CHARS:
            return
        if not _FRONT.match(self.text, start, head.start):
            return
        if _FRONT_BREAK.search(self.text, start, head.start):
            return
        cue = bisect_left(self.cues, start)
        if cue < len(self.cues) and self.cues[cue] < head.start:
            return
        yield Span(start, head.start)

    def _published(self, source: Span) -> Iterator[Span]:
        thing = _PUBLISHED.search(self.text, source.start, source.end)
        if thing:
            stop = _BREAK.search(self.text, thing.end(), source.end)
            end = stop.start() if stop else source.end
            if thing.start() < end:
                yield Span(thing.start(), end)
