"""Statements and gaps as W3C Web Annotations, so that other tools can find the words again.

Every target has both of the standard's selectors: the words with what stands around them, and
their position. Positions count code points, as the standard asks; browsers count UTF-16 units,
and those stand beside them under names of ours.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from onrecord.ledger import Ledger
from onrecord.ledger.observed import in_article
from onrecord.present.export.linked import name_of
from onrecord.present.export.marked import Units, dumped, readings
from onrecord.present.words import firmness_in_words, gap_in_words
from onrecord.values import Reading, Spans, text_of

CONTEXT = [
    "http://www.w3.org/ns/anno.jsonld",
    {"utf16Start": "urn:onrecord:utf16Start", "utf16End": "urn:onrecord:utf16End"},
]
AROUND = 32  # characters before and after, by which words are found again in a changed text


def web_annotations(ledger: Ledger) -> Iterator[str]:
    """One annotation page, piece by piece."""
    yield '{"@context": ' + dumped(CONTEXT) + ', "type": "AnnotationPage", "items": ['
    ids = [row[0] for row in ledger.db.execute("SELECT id FROM article ORDER BY number")]
    first = True
    for id, reading in zip(ids, readings(ledger), strict=True):
        for item in _items(id, reading):
            yield ("\n" if first else ",\n") + dumped(item)
            first = False
    yield "\n]}\n"


def _items(id: str, reading: Reading) -> Iterator[dict[str, Any]]:
    text, units = reading.article.text, Units(reading.article.text)
    url = reading.article.url or ""
    source = url if url.lower().startswith(("http://", "https://")) else name_of("article", id)
    for a in reading.attributions:
        speaker = reading.entity(a.speaker)
        said = f"{speaker.name if speaker else 'somebody not named'}: "
        how = firmness_in_words(a.firmness, text_of(a.content, text))
        body = _body("describing", said + (how or "said"))
        roles = (("content", a.content), ("source", a.source), ("cue", a.cue))
        targets = [t for role, spans in roles for t in _targets(source, text, units, spans, role)]
        yield _item(name_of("statement", in_article(id, a.id)), body, targets)
    for n, gap in enumerate(reading.gaps):
        body = _body("tagging", gap_in_words(gap.kind))
        targets = [*_targets(source, text, units, gap.what, "what"),
                   *_targets(source, text, units, gap.cue, "cue")]  # fmt: skip
        yield _item(name_of("gap", f"{id}:{n}"), body, targets)


def _item(id: str, body: dict[str, Any], targets: list[dict[str, Any]]) -> dict[str, Any]:
    return {"id": id, "type": "Annotation", "motivation": body["purpose"], "body": body,
            "target": targets}  # fmt: skip


def _body(purpose: str, words: str) -> dict[str, Any]:
    return {"type": "TextualBody", "purpose": purpose, "format": "text/plain", "value": words}


def _targets(
    source: str, text: str, units: Units, spans: Spans | None, role: str
) -> Iterator[dict[str, Any]]:
    for span in spans or ():
        quote = {
            "type": "TextQuoteSelector", "exact": span.of(text),
            "prefix": text[max(0, span.start - AROUND) : span.start],
            "suffix": text[span.end : span.end + AROUND],
        }  # fmt: skip
        position = {
            "type": "TextPositionSelector", "start": span.start, "end": span.end,
            "utf16Start": units.at(span.start), "utf16End": units.at(span.end),
        }  # fmt: skip
        yield {
            "type": "SpecificResource", "source": source, "styleClass": role,
            "selector": [quote, position],
        }  # fmt: skip
