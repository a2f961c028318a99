"""Invented readings, as small as a test needs them."""

from __future__ import annotations

import hashlib

from onrecord.values import (
    Article,
    Attribution,
    Entity,
    EntityKind,
    Form,
    Kind,
    Mention,
    Reading,
    Span,
    content_id,
)


def at(text: str, words: str) -> Span:
    """Where `words` first stand in `text`."""
    start = text.index(words)
    return Span(start, start + len(words))


def reading(
    text: str,
    *said: tuple[str, str, str],
    outlet: str | None = None,
    published: str | None = None,
    url: str | None = None,
) -> Reading:
    """An article in which each of `said` (source, cue, content) is an attribution."""
    data = text.encode()
    article = Article(
        "one", text, hashlib.sha256(data).hexdigest(), outlet=outlet, published=published, url=url,
        original=data,
    )  # fmt: skip
    entities: dict[str, Entity] = {}
    attributions = []
    for source, cue, content in said:
        id = content_id("entity", source)
        entities[id] = Entity(
            id, source, EntityKind.PERSON, mentions=(Mention((at(text, source),), Form.NAME),)
        )
        spans = (at(text, source),), (at(text, cue),), (at(text, content),)
        name = content_id("attribution", *spans)
        attributions.append(Attribution(name, *spans, Kind.INDIRECT, 0.9, speaker=id))
    return Reading(article, tuple(attributions), tuple(entities.values()))
