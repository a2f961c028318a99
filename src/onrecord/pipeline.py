"""An article in, its reading out: the stages in their order. Read this file first.

    read      bytes -> Article
    extract   text -> attributions and names (one network), then, by rules over both:
              firmness, channels, gaps, unsourced sentences, notices
    resolve   names, titles and pronouns -> entities; words for time and place -> values

A text in another language than the network learnt is marked as such (a notice) and left at that.
Stages know values and never each other; what one needs from another passes through here.
"""

from __future__ import annotations

import warnings
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from itertools import islice
from pathlib import Path

from onrecord.errors import ItemError
from onrecord.extract import (
    Emitted,
    Found,
    attributions_in,
    channels_in,
    emitted,
    firmness_in,
    found_in,
    gaps_in,
    nested_in,
    notices_in,
    unsourced_in,
)
from onrecord.read import items_in, other_language
from onrecord.resolve import dates_said, entities_in, places_said
from onrecord.text import paragraphs
from onrecord.values import Article, Attribution, EntityKind, Name, Notice, Reading, Said, Settings

DEFAULTS = Settings()
ARTICLES_AT_ONCE, CHUNKS_AHEAD = 16, 2
AN_EVENT = "at"  # the relation of a hop that is an occasion and nobody
DATELINE = "dateline"  # the relation of a hop that names whose report the article is


class SkippedItem(UserWarning):
    """An item could not be read and was left out; the message says which, why and what helps."""


def _warn(error: ItemError) -> None:
    warnings.warn(str(error), SkippedItem, stacklevel=3)


def read(
    *paths: str | Path,
    settings: Settings = DEFAULTS,
    on_skip: Callable[[ItemError], None] = _warn,
) -> Iterator[Article]:
    """The articles in files, folders, globs or `-` (standard input), one after another.

    What an item is, is told by its content. One that cannot be read goes to `on_skip` (otherwise it
    is a `SkippedItem` warning) and the rest goes on. Raises `NothingToRead` where no path holds
    anything at all.
    """
    for item in items_in(paths, settings):
        if isinstance(item, ItemError):
            on_skip(item)
        else:
            yield item


def extract(article: Article, *, settings: Settings = DEFAULTS) -> Reading:
    """Everything onrecord finds in one article.

    A text in a language that the reader has not learnt gives a reading with a notice that says so,
    and no statements. Raises `BadModel` where the weights do not load; no text makes it raise.
    """
    return _reading(article, attributions_in([readable(article)], settings)[0], settings)


def extract_all(articles: Iterable[Article], *, settings: Settings = DEFAULTS) -> Iterator[Reading]:
    """The same for many, in order; faster, because the network is one step ahead of the rules.

    Takes articles as they are needed, some dozens ahead, so that there may be any number.
    """
    for article, found in _found_ahead(iter(articles), settings):
        yield _reading(article, found, settings)


def _found_ahead(
    articles: Iterator[Article], settings: Settings
) -> Iterator[tuple[Article, Found]]:
    """Articles with what was found in each; the network has the next chunks meanwhile.

    It has two of them, so that it need not wait for the first to be cut into words, or for the
    last window of one, while the second is there.
    """

    def handed_in() -> tuple[list[Article], Future[Emitted]]:
        chunk = list(islice(articles, ARTICLES_AT_ONCE))
        return chunk, network.submit(emitted, [readable(a) for a in chunk], settings)

    with ThreadPoolExecutor(CHUNKS_AHEAD, "onrecord-ahead") as network:
        chunk, read = handed_in()
        following = deque(handed_in() for _ in range(CHUNKS_AHEAD - 1))
        while chunk:
            following.append(handed_in())
            yield from zip(chunk, found_in(read.result(), settings), strict=True)
            chunk, read = following.popleft()


def readable(article: Article) -> str:
    """What the network is given: nothing of a text in a language that it has not learnt."""
    return "" if other_language(article.text) else article.text


def _unread(article: Article) -> Reading:
    """A reading that says why it is none: what was not learnt is not guessed at."""
    text = article.text
    span = paragraphs(text)[0]
    why = Notice("untrained-language", (span,), span.of(text), None)
    return Reading(article, notices=(why, *notices_in(text)))


def _reading(article: Article, found: Found, settings: Settings) -> Reading:
    text = article.text
    if not (found.attributions or found.names) and other_language(text):
        return _unread(article)
    spoken = nested_in(text, found.attributions, found.names, settings.outlets)
    attributions = firmness_in(text, spoken)
    channels = channels_in(text, attributions, found.names, settings.outlets)
    gaps = gaps_in(text, attributions, found.names)
    dates = dates_said(text, attributions, article.published)
    places = places_said(text, attributions, found.names)

    asked = {hop.spans[0] for hops in channels for hop in hops if hop.relation != AN_EVENT}
    asked |= {gap.holder[0] for gap in gaps if gap.holder}
    outlets = [
        Name(hop.spans[0], EntityKind.OUTLET, 1.0)
        for hops in channels for hop in hops if hop.relation == DATELINE
    ]  # fmt: skip
    names = [*found.names, *dict.fromkeys(outlets)]
    resolved = entities_in(text, attributions, names, asked, places.coordinates)

    def complete(i: int, attribution: Attribution) -> Attribution:
        hops = tuple(
            h if h.relation == AN_EVENT else replace(h, entity=resolved.at(h.spans[0]))
            for h in channels[i]
        )
        place = places.said[i]
        said = Said(dates[i], resolved.placed(place) if place else None)
        return replace(
            attribution,
            speaker=resolved.speakers.get(attribution.id),
            channel=hops,
            said=said if said.date or said.place else None,
        )

    return Reading(
        article,
        tuple(complete(i, a) for i, a in enumerate(attributions)),
        resolved.entities,
        tuple(replace(g, withheld_by=resolved.at(g.holder[0]) if g.holder else None) for g in gaps),
        unsourced_in(text, attributions),
        notices_in(text),
    )
