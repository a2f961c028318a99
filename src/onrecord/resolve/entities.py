"""Who is who in one article: entities with their names, roles and mentions, and who speaks.

Names are put together first (`mentions`, `clusters`), since they need no order; then what the
article says of them beside their names (`roles`); then it is read from front to back once, and
each source finds its speaker (`phrases`, `reference`). Words in the first person wait for the
end: "I" is whoever the quotation is attributed to, which must be known by then.

A speaker is None where there is no source, where the source is paper and does not say whose,
and where two could be meant. People without a name are an entity nevertheless, called as the
article calls them: that "officials" say so is what a reader needs to see.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from onrecord.resolve.cast import Cast
from onrecord.resolve.clusters import Referent
from onrecord.resolve.context import Context
from onrecord.resolve.mentions import names_in
from onrecord.resolve.named import folded
from onrecord.resolve.reference import FIRST, PRONOUNS, Discourse
from onrecord.resolve.sources import Sources
from onrecord.scripts import latin, script_of
from onrecord.values import (
    Attribution,
    Coordinates,
    Entity,
    EntityKind,
    Form,
    Mention,
    Name,
    Placed,
    Span,
    Spans,
    hull,
)

_PRONOUN = re.compile(r"\b(?:he|him|his|himself|she|her|hers|herself)\b", re.IGNORECASE)
_NOT_IN_ID = re.compile(r"[\W_]+")
_DROPPED = re.compile(r"[.'’](?=\w)|\.$")  # "U.S." is us, "Tarn's" tarns
_ADDRESS = re.compile(r"\b(Mr|Mrs|Ms|Miss|Sir|Dame|Lord|Lady)\.? $")
MAX_ID_CHARS = 60
NEIGHBOURS = 12  # attributions looked at to find in whose words an "I" stands


@dataclass(frozen=True, slots=True)
class Resolution:
    """The entities of an article, and who speaks in each attribution.

    `speakers` is by the id of the attribution and has no entry where the speaker is open;
    `by_span` is by the span of a mention or of a span that was asked for.
    """

    entities: tuple[Entity, ...]
    speakers: Mapping[str, str]
    by_span: Mapping[Span, str]

    def at(self, span: Span) -> str | None:
        """The id of the entity that the words at `span` refer to, or None."""
        return self.by_span.get(span)

    def placed(self, spans: Spans) -> Placed | None:
        """The place named by `spans`, or None where no entity is known for them."""
        id = self.at(spans[0])
        return Placed(id, spans) if id else None


def entities_in(
    text: str,
    attributions: Sequence[Attribution],
    names: Sequence[Name],
    asked: Collection[Span],
    coordinates: Mapping[Span, Coordinates],
) -> Resolution:
    """Everyone and everything named in `text` or speaking in `attributions`.

    `asked` are further spans whose entity is wanted: holders of gaps, hops of channels.
    `coordinates` are the points of the place names that were found on the map.
    """
    reading = _Read(text, attributions, names, asked, coordinates)
    reading.read()
    return reading.resolution()


class _Read:
    """One article being read from front to back."""

    def __init__(
        self,
        text: str,
        attributions: Sequence[Attribution],
        names: Sequence[Name],
        asked: Collection[Span],
        coordinates: Mapping[Span, Coordinates],
    ) -> None:
        self.attributions, self.coordinates = attributions, coordinates
        self.asked = sorted(set(asked) | set(coordinates))
        self._wanted = frozenset(asked)
        self.context = Context(text)
        self.text = self.context.text
        places = [Name(s, EntityKind.PLACE, 0.3) for s in coordinates]
        sources = [s for a in attributions for s in a.source or ()]
        found = names_in(self.context, [*names, *places], [*sources, *asked])
        self.cast = Cast(self.context, found)
        self.discourse = Discourse(
            self.context, self.cast.callings, self.cast.bodies, self.cast.spots
        )
        self.sources = Sources(self.cast, self.discourse)
        self.speakers: dict[str, Referent] = {}
        self.by_span: dict[Span, Referent] = {}

    def read(self) -> None:
        """Resolve everything there is to resolve."""
        first_person: list[Attribution] = []
        for _, _, event in sorted(self._events(), key=lambda e: e[:2]):
            if isinstance(event, Span):
                self._mention(event)
            elif self._in_first_person(event):
                first_person.append(event)
            else:
                self._attribute(event)
        if first_person:
            self._attribute_first_person(first_person)
        for span in self.asked:
            if (found := self._asked(span)) is not None:
                self.by_span[span] = found

    def _events(self) -> Iterator[tuple[int, int, Attribution | Span]]:
        """Sources, names and pronouns, each with where it stands; sources first."""
        sources: set[Span] = set()
        for attribution in self.attributions:
            if attribution.source:
                sources.update(attribution.source)
                yield attribution.source[0].start, 0, attribution
        for span in self.cast.named:
            yield span.start, 1, span
        pronouns = {Span(*found.span()) for found in _PRONOUN.finditer(self.text)}
        pronouns |= {span for span in self._wanted if _is_pronoun(span.of(self.text))}
        for span in pronouns - sources:
            yield span.start, 2, span

    def _mention(self, span: Span) -> None:
        """Take in a name, or a pronoun that is no source."""
        referent = self.cast.named.get(span)
        name = referent is not None
        if referent is None:
            # Who withholds speaks, in a way; the last to speak is who "it" or "she" will be.
            word, holds = folded(span.of(self.text)), span in self._wanted
            referent = self.discourse.pronoun(span, word, source=holds)
            self.cast.mention(referent, span, Form.PRONOUN)
        if referent is not None:
            self.discourse.note(span, referent, name=name)
            if span in self._wanted:
                self.by_span.setdefault(span, referent)

    def _attribute(self, attribution: Attribution) -> None:
        for span in attribution.source or ():
            referent = self.sources.referent(span, hull(attribution.content))
            if referent is not None:
                self.speakers[attribution.id] = referent
                self.by_span.setdefault(span, referent)
                self.discourse.note(span, referent, subject=True)
                self.discourse.spoke(referent)
                return

    def _in_first_person(self, attribution: Attribution) -> bool:
        return any(folded(s.of(self.text).strip()) in FIRST for s in attribution.source or ())

    def _attribute_first_person(self, attributions: Sequence[Attribution]) -> None:
        """Give each "I" to whoever says the words in which it stands."""
        contents = sorted(
            ((span, a) for a in self.attributions for span in a.content), key=lambda c: c[0]
        )
        for attribution in attributions:
            span = (attribution.source or ())[0]
            at = bisect_right(contents, span.start, key=lambda c: c[0].start)
            near = contents[max(0, at - NEIGHBOURS) : at + 4]
            referent = self._quoted_speaker(span, [c for c in near if c[1] is not attribution])
            if referent is not None:
                self.cast.mention(referent, span, Form.PRONOUN)
                self.speakers[attribution.id] = referent
                self.by_span[span] = referent

    def _quoted_speaker(
        self, span: Span, contents: Sequence[tuple[Span, Attribution]]
    ) -> Referent | None:
        """The speaker of the words around `span`, or of the quotation before in its paragraph."""
        quotation = self.context.quotation(span)
        around = quotation or span
        for content, attribution in reversed(contents):
            speaker = self.speakers.get(attribution.id)
            inside = any(around.overlaps(s) for s in attribution.source or ())
            if speaker is not None and not inside and content.overlaps(around):
                return speaker
        if quotation is None:
            return None
        for _, attribution in reversed(contents):
            speaker, source = self.speakers.get(attribution.id), (attribution.source or ())[:1]
            if speaker is not None and source and source[0] < quotation:
                here = self.context.paragraph(span.start)
                near = self.context.paragraph(source[0].start) == here
                return speaker if near and not self.context.quotation(source[0]) else None
        return None

    def _asked(self, span: Span) -> Referent | None:
        if span in self.by_span or _is_pronoun(span.of(self.text)):
            return self.by_span.get(span)  # whom a pronoun meant is known only where it stood
        for name in self.cast.spots.within(span):
            if name.span.covers(span) or span in self.coordinates:
                return self.cast.named[name.span]
        return self.sources.referent(span)

    def resolution(self) -> Resolution:
        """The entities in the order of their first mention, and who is where."""
        mentioned = (r for r in self.cast.referents if r.mentions)
        order = sorted(mentioned, key=lambda r: min(r.mentions))
        names = [r.name(self.text) for r in order]
        ids = dict(zip(order, _slugs(names), strict=True))
        by_span = {s: ids[r] for s, r in self.by_span.items() if r in ids}
        for referent, id in ids.items():
            for span in referent.mentions:
                by_span.setdefault(span, id)
        places = self._places()
        return Resolution(
            tuple(
                _entity(self.text, r, id, name, places.get(r))
                for name, (r, id) in zip(names, ids.items(), strict=True)
            ),
            {a: ids[r] for a, r in self.speakers.items() if r in ids},
            by_span,
        )

    def _places(self) -> dict[Referent, Coordinates]:
        """The points on the map; of several for one place, the first in the text."""
        return {
            self.cast.named[name.span]: point
            for span, point in sorted(self.coordinates.items(), reverse=True)
            for name in self.cast.spots.within(span)
        }


def _entity(text: str, referent: Referent, id: str, name: str, place: Coordinates | None) -> Entity:
    spellings = [" ".join(n.span.of(text).split()) for n in referent.names]
    spellings += [plain for s in spellings if (plain := _in_one_script(s)) != s]
    if referent.kind is EntityKind.PERSON and " " not in name:
        spellings += _addressed(text, referent)
    return Entity(
        id,
        name,
        referent.kind,
        tuple(dict.fromkeys(s for s in spellings if s != name)),
        tuple(_without_parts(referent.roles)),
        tuple(Mention((s,), form) for s, form in sorted(referent.mentions.items())),
        place,
    )


def _addressed(text: str, referent: Referent) -> list[str]:
    """Who has no given name, as the article addresses them: "Ms Maren" tells more than "Maren"."""
    found = (_ADDRESS.search(text, max(0, n.span.start - 8), n.span.start) for n in referent.names)
    names = (n.span.of(text) for n in referent.names)
    return [f"{form[1]} {name}" for form, name in zip(found, names, strict=True) if form]


def _in_one_script(name: str) -> str:
    """`name` with its words of two scripts written in Latin: what they were meant to be."""
    if name.isascii():
        return name
    return " ".join(
        latin(word) if len({s for c in word if (s := script_of(c))}) > 1 else word
        for word in name.split()
    )


def _without_parts(roles: Iterable[str]) -> Iterator[str]:
    """`roles` without those whose words all stand in a fuller one ("minister")."""
    by_words = {role: set(role.lower().split()) for role in roles}
    for role, words in by_words.items():
        if not any(words < other for other in by_words.values()):
            yield role


def _is_pronoun(words: str) -> bool:
    return folded(words) in PRONOUNS


def _slugs(names: Iterable[str]) -> Iterator[str]:
    """For each name an id that can be read, the second of a kind with a number."""
    counts: dict[str, int] = {}
    taken: set[str] = set()
    for name in names:
        plain = _NOT_IN_ID.sub("-", _DROPPED.sub("", latin(name).lower())).strip("-")
        slug = plain[:MAX_ID_CHARS].strip("-") or "unnamed"
        found = slug
        while found in taken:
            counts[slug] = counts.get(slug, 1) + 1
            found = f"{slug}-{counts[slug]}"
        taken.add(found)
        yield found
