"""Attributions within what an outlet reports: "Coast Agency reported that the mayor said ...".

Or quotes, whoever does: "the Gazette quoted the mayor as saying ...".

The reader marks each word with one role, so of two attributions one inside the other it finds
the outer. Where that is an outlet's, the inner speaker is the one a person wants to know, and
the outlet is the channel. The inner one is looked for at the head of the content alone: a noun
phrase without a finite verb, then a verb of saying in the past or the third person, then what
was said. Anything less plain stays as the reader left it. The outer attribution is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from onrecord.extract.cue import Word, words_in
from onrecord.extract.modality import BE, HAVE, RELATIVES, operators
from onrecord.extract.outlets import carriers_of
from onrecord.text import kind_of, quotations
from onrecord.values import Attribution, Name, Span, content_ids, hull

_SAID = frozenset(
    """said told confirmed denied alleged announced warned vowed pledged promised insisted argued
    acknowledged admitted urged demanded accused predicted suggested stated declared noted wrote
    criticised criticized condemned praised believed complained recommended claimed explained
    says believes denies insists confirms warns claims argues recommends thinks""".split()
)
_AS = frozenset(("saying", "telling", "writing", "arguing", "warning", "claiming", "denying"))
_GOING_ON = frozenset(("planning", "considering", "preparing", "threatening", "demanding"))
_SPEAKERS = frozenset(
    """the a an one another some several many two three he she they someone officials police sources
    witnesses authorities experts investigators prosecutors""".split()
)
_NO_CONTENT = frozenset(("by", "in", "at", "on", "from", "as", "with", "and", "for", "about"))
_HEAD_WORDS = 30
_LEAST_WORDS = 3


def nested_in(
    text: str,
    attributions: Sequence[Attribution],
    names: Sequence[Name],
    outlets: Sequence[str] = (),
) -> tuple[Attribution, ...]:
    """The attributions, and with them those found within what outlets report, by position."""
    carriers = carriers_of(text, names, outlets)
    cues = {span for a in attributions for span in a.cue or ()}
    heads: list[tuple[Attribution, Head]] = []
    for outer in attributions:
        head = _head(text, outer) if outer.source else None
        if head is None or head.cue in cues:
            continue
        carried = any(carriers.within(s.start, s.end) for s in outer.source or ())
        if carried or text.startswith("as ", head.cue.start):
            heads.append((outer, head))
    if not heads:
        return tuple(attributions)
    id_of = content_ids("attribution", text)
    quoted = [q.span for q in quotations(text)]
    inner = [_attribution(text, outer, head, quoted, id_of) for outer, head in heads]
    return tuple(sorted((*attributions, *inner), key=lambda a: hull(a.spans)))


class Head(NamedTuple):
    """Source, cue and content as they stand at the head of another content."""

    source: Span
    cue: Span
    said: Span


def _attribution(
    text: str, outer: Attribution, head: Head, quoted: Sequence[Span], id_of: Callable[..., str]
) -> Attribution:
    content = (head.said, *outer.content[1:])
    places = [f"{s.start}:{s.end}" for s in (head.source, head.cue, *content)]
    return Attribution(
        id=id_of(*places),
        source=(head.source,),
        cue=(head.cue,),
        content=content,
        kind=kind_of(text, content, quoted),
        score=outer.score,
    )


def _head(text: str, outer: Attribution) -> Head | None:
    """The attribution at the head of the content of `outer`, if one stands there."""
    content = outer.content[0]
    words = list(words_in(text, [content], _HEAD_WORDS))
    first = 1 if words and words[0].low == "that" else 0
    verb = _verb(text, words, first)
    if verb is None:
        return None
    start, end = verb
    said = end + 1
    if words[end].low == "told":
        said = next(
            (k for k in range(said, len(words)) if words[k].low in ("that", "“", '"')), said
        )
    while said < len(words) and words[said].low in (",", ":"):
        said += 1
    if len(words) - said < _LEAST_WORDS or words[said].low in _NO_CONTENT:
        return None
    return Head(
        Span(words[first].start, words[start - 1].end),
        Span(words[start].start, words[end].end),
        Span(words[said].start, content.end),
    )


def _verb(text: str, words: list[Word], first: int) -> tuple[int, int] | None:
    """First and last word of the verb of saying whose subject starts at `first`, or None."""
    if first >= len(words) or not _may_speak(text, words[first]):
        return None
    for k in range(first, len(words)):
        low = words[k].low
        if low == "as" and k > first and k + 1 < len(words) and words[k + 1].low in _AS:
            return k, k + 1
        if low in _SAID and k > first:
            return (k - 1 if words[k - 1].low in HAVE else k), k
        if low in BE and k > first and k + 1 < len(words):
            return (k, k + 1) if words[k + 1].low in _GOING_ON else None
        if low in HAVE and k + 1 < len(words) and words[k + 1].low in _SAID:
            continue
        if operators(low) or low in RELATIVES or low in ".;:?!":
            return None
    return None


def _may_speak(text: str, word: Word) -> bool:
    return word.low in _SPEAKERS or text[word.start].isupper()
