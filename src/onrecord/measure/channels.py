"""Channels held against people's annotation.

A hop is right when it stands at the right attribution and its words are those annotated, an
article before them aside; whether its relation is right is counted apart. As with acts the
figures are given for the rules alone and from end to end; end to end a hop counts wherever in
the sentence it was found, because the reader may cut attributions otherwise.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from onrecord.extract import attributions_in, channels_in, nested_in
from onrecord.measure.annotated import sentences_in, spans_of
from onrecord.values import Hop, Settings, Span

_ARTICLE = re.compile(r"(?:the|a|an|his|her|its|their)\s+", re.IGNORECASE)


def channels(folder: Path, split: str = "test") -> dict[str, float]:
    """`precision` and `recall` of hops; `n` of them are annotated.

    With the share of right hops whose `relation` is right too, and with
    `end_to_end_precision` and `end_to_end_recall`.
    """
    data = list(sentences_in(folder, split))
    read = attributions_in([s.text for s in data], Settings())
    alone = _Tally()
    whole = _Tally()
    for sentence, found in zip(data, read, strict=True):
        text = sentence.text
        wanted = [
            {_bare(spans_of(hop["spans"])[0], text): hop["relation"] for hop in mark["channel"]}
            for mark in sentence.marks
        ]
        given = channels_in(text, sentence.attributions, found.names)
        for hops, its in zip(given, wanted, strict=True):
            alone.add(_hops(hops, text), its)
        spoken = nested_in(text, found.attributions, found.names)
        whole.add(
            {
                k: v
                for h in channels_in(text, spoken, found.names)
                for k, v in _hops(h, text).items()
            },
            {k: v for its in wanted for k, v in its.items()},
        )
    return {
        "precision": alone.right / max(alone.found, 1),
        "recall": alone.right / max(alone.annotated, 1),
        "n": alone.annotated,
        "relation": alone.related / max(alone.right, 1),
        "end_to_end_precision": whole.right / max(whole.found, 1),
        "end_to_end_recall": whole.right / max(whole.annotated, 1),
    }


@dataclass(slots=True)
class _Tally:
    """How many hops were found, annotated, right, and right in their relation as well."""

    right: int = 0
    related: int = 0
    found: int = 0
    annotated: int = 0

    def add(self, found: dict[Span, str], annotated: dict[Span, str]) -> None:
        self.right += len(found.keys() & annotated.keys())
        self.related += len(found.items() & annotated.items())
        self.found += len(found)
        self.annotated += len(annotated)


def _hops(hops: tuple[Hop, ...], text: str) -> dict[Span, str]:
    return {_bare(hop.spans[0], text): hop.relation for hop in hops}


def _bare(span: Span, text: str) -> Span:
    """The span without an article or possessive before the name."""
    article = _ARTICLE.match(text, span.start, span.end)
    return Span(article.end(), span.end) if article and article.end() < span.end else span
