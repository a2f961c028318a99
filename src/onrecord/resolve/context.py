"""Where in the text something stands: its sentence, its paragraph, inside quotation marks or not.

Reference depends on little else: how many sentences ago somebody was named, whether the words
are the writer's or a speaker's, and whether a paragraph has begun since. All look-ups are by
bisection, so that resolving stays linear in the length of the text.
"""

from __future__ import annotations

import re

from onrecord.text import Lines, paragraphs, quotations, sentences
from onrecord.values import Span

WORD = re.compile(r"[^\W_]+(?:[’'.&/‐‑-][^\W_]+)*")


_SPACES = dict.fromkeys(map(ord, "\xa0\u2007\u2009\u202f"), " ")


class Context:
    """A text with its sentences, paragraphs and quotations.

    `text` has plain spaces for all that look like one, each in its place.
    """

    __slots__ = ("paragraphs", "quotations", "sentences", "text")

    def __init__(self, text: str) -> None:
        self.text = text.translate(_SPACES)
        self.paragraphs = Lines(paragraphs(text))
        self.sentences = Lines(sentences(text))
        self.quotations = Lines([q.span for q in quotations(text)])

    def sentence(self, offset: int) -> int:
        """The number of the sentence that `offset` stands in."""
        return self.sentences.at(offset)

    def sentence_span(self, offset: int) -> Span:
        """The sentence that `offset` stands in; the whole text where there is none."""
        spans = self.sentences.spans
        found = spans[self.sentences.at(offset)] if spans else None
        return found if found and found.start <= offset else Span(0, max(len(self.text), 1))

    def paragraph(self, offset: int) -> int:
        """The number of the paragraph that `offset` stands in."""
        return self.paragraphs.at(offset)

    def quotation(self, span: Span) -> Span | None:
        """The quotation that `span` stands in, or None for the writer's own words."""
        found = self.quotations.around(span)
        return found if found and span.end <= found.end else None

    def opens_sentence(self, offset: int) -> bool:
        """Whether `offset` is where a sentence, or a quotation in it, begins."""
        start = self.sentence_span(offset).start
        return not any(c.isalnum() for c in self.text[max(start, offset - 8) : offset])
