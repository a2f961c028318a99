"""What every view for people shows of a reading, before it is drawn.

Who gets which sign and hue, which line firmness is drawn with, and the plain words for all of
it. A view never decides these things for itself, so that the terminal, the page and the notebook
say the same. Words stay apart by whose they are: strings named `text` are the article's own,
everything else here is ours. Nothing is shortened.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from onrecord.present.words import (
    counted,
    day_in_words,
    fault_in_words,
    firmness_in_words,
    gap_in_words,
    interval_in_words,
    remedy_in_words,
    revealed,
)
from onrecord.values import (
    Act,
    Attribution,
    Certainty,
    Entity,
    EntityKind,
    Firmness,
    Gap,
    Kind,
    Notice,
    Polarity,
    Reading,
    Spans,
    hull,
    text_of,
)

HUES = 8


class Line(StrEnum):
    """How firmness is drawn under the words."""

    SOLID = "solid"
    DASHED = "dashed"
    DOTTED = "dotted"
    DOUBLE = "double"
    STRUCK = "struck"


@dataclass(frozen=True, slots=True)
class Voice:
    """A speaker as the views show it; `hue` is None for unnamed groups and unknown speakers."""

    sign: str
    hue: int | None
    name: str
    roles: tuple[str, ...] = ()
    spellings: tuple[str, ...] = ()
    named: bool = True
    entity: Entity | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """One attribution as the views show it, numbered in the order of the text."""

    number: int
    attribution: Attribution
    voice: Voice
    line: Line
    firmness: str
    evidence: str
    text: str
    source: str | None
    chain: tuple[tuple[str, str], ...]
    when: str | None
    where: str | None
    denies: int | None

    @property
    def kind(self) -> Kind:
        """Direct, indirect or mixed."""
        return self.attribution.kind


@dataclass(frozen=True, slots=True)
class Missing:
    """A gap: what is missing (None where the article does not say), in which way, by whom."""

    gap: Gap
    text: str | None
    kind: str
    evidence: str
    by: str | None


@dataclass(frozen=True, slots=True)
class Fault:
    """A notice, with every place where the same thing is wrong."""

    kind: str
    text: str
    suggestion: str | None
    remedy: str
    places: tuple[Spans, ...]


@dataclass(frozen=True, slots=True)
class Record:
    """All that a view shows of one reading."""

    reading: Reading
    voices: tuple[Voice, ...]
    statements: tuple[Statement, ...]
    missing: tuple[Missing, ...]
    faults: tuple[Fault, ...]

    def by_voice(self) -> Iterator[tuple[Voice, list[Statement]]]:
        """Each voice with what it says; those named first, each in order of appearance."""
        for voice in sorted(self.voices, key=lambda v: not v.named):
            yield voice, [s for s in self.statements if s.voice == voice]

    def heading(self) -> str:
        """The article's title, or else its id."""
        return self.reading.article.title or self.reading.article.id

    def imprint(self) -> list[str]:
        """Outlet, byline, date and language, those that are known."""
        article = self.reading.article
        date = day_in_words(article.published[:10]) if article.published else None
        return [part for part in (article.outlet, article.byline, date) if part]

    def link(self) -> str | None:
        """The article's address, if it is one that a page may link to."""
        url = self.reading.article.url or ""
        return url if url.lower().startswith(("http://", "https://")) else None

    @property
    def unsourced(self) -> list[tuple[str, str]]:
        """The reason and the words of each passage that rests on nobody."""
        text = self.reading.article.text
        return [(u.reason.value, text_of(u.spans, text)) for u in self.reading.unsourced]

    def summary(self) -> list[str]:
        """The reading in counts, each with its noun."""
        named = sum(v.named for v in self.voices)
        unnamed = sum(s.voice.hue is None for s in self.statements)
        parts = [
            counted(len(self.statements), "statement")
            + (f" by {counted(named, 'named speaker')}" if named else "")
        ]
        if unnamed and named:
            parts.append(f"{unnamed} without a named speaker")
        if self.missing:
            parts.append(counted(len(self.missing), "thing") + " nobody says")
        if self.reading.unsourced:
            parts.append(counted(len(self.reading.unsourced), "passage") + " without a source")
        if self.reading.notices:
            parts.append(counted(len(self.reading.notices), "fault") + " in the text")
        return parts


def record_of(
    reading: Reading, cast: Mapping[str, tuple[str, int]] = MappingProxyType({})
) -> Record:
    """The reading, ready to be drawn.

    `cast` gives signs and hues to entities, by id, that have theirs already: in a story a speaker
    looks the same in every article.
    """
    text = reading.article.text
    ordered = sorted(reading.attributions, key=lambda a: (hull(a.spans), a.id))
    voices = _voices(reading, ordered, cast)
    numbers = {a.id: n for n, a in enumerate(ordered, 1)}
    return (
        Record(
            reading,
            tuple(dict.fromkeys(voices[_voice_key(a)] for a in ordered)),
            tuple(_statement(a, reading, voices, numbers) for a in ordered),
            tuple(_missing(g, reading) for g in reading.gaps),
            tuple(_faults(reading.notices)),
        )
        if text
        else Record(reading, (), (), (), ())
    )


UNKNOWN, NOBODY = "?", "–"


def _voice_key(attribution: Attribution) -> str:
    return attribution.speaker or (UNKNOWN if attribution.source else NOBODY)


def _voices(
    reading: Reading, ordered: Iterable[Attribution], cast: Mapping[str, tuple[str, int]]
) -> dict[str, Voice]:
    """The voice of each speaker id, and of those unknown, in order of appearance."""
    by_id = {e.id: e for e in reading.entities}
    voices: dict[str, Voice] = {}
    taken = {sign for sign, _ in cast.values()}
    hues = 0
    for key in dict.fromkeys(_voice_key(a) for a in ordered):
        entity = by_id.get(key)
        if entity is None:
            name = "Nobody named" if key == NOBODY else "Speaker not made out"
            voices[key] = Voice(key * 2, None, name, named=False)
            continue
        named = entity.kind is not EntityKind.GROUP
        if key in cast:
            sign, place = cast[key]
        else:
            sign, place = sign_of(entity.name, taken), hues
            taken.add(sign)
            hues += named
        hue = place % HUES if named else None
        spellings = tuple(a for a in entity.aliases if a not in entity.name)
        voices[key] = Voice(sign, hue, entity.name, entity.roles, spellings, named, entity)
    return voices


def sign_of(name: str, taken: set[str]) -> str:
    """Two letters for a name, none that another speaker has."""
    words = [w for w in ("".join(c for c in part if c.isalnum()) for part in name.split()) if w]
    letters = "".join(words) or "X"
    first, last = (words[0], words[-1]) if words else ("X", "X")
    choices = [first[0] + last[0]] if len(words) > 1 else []
    choices += [last[:2], *(last[0] + c for c in last[1:]), *(letters[0] + c for c in letters[1:])]
    choices += [letters[0] + str(n) for n in range(2, 10)]
    fitting = (c.upper() for c in choices if len(c) == 2)
    return next((c for c in fitting if c not in taken and len(c) == 2), f"#{len(taken) % 10}")


def _statement(
    a: Attribution, reading: Reading, voices: dict[str, Voice], numbers: dict[str, int]
) -> Statement:
    text = reading.article.text
    said = a.said
    place = reading.entity(said.place.entity) if said and said.place else None
    return Statement(
        number=numbers[a.id],
        attribution=a,
        voice=voices[_voice_key(a)],
        line=line_of(a.firmness, sourced=bool(a.source)),
        firmness=firmness_in_words(a.firmness, text_of(a.content, text)),
        evidence=text_of(a.firmness.spans, text) if a.firmness else "",
        text=text_of(a.content, text),
        source=text_of(a.source, text) if a.source else None,
        chain=tuple((_name(reading, h.entity, h.spans), h.relation) for h in a.channel),
        when=interval_in_words(said.date) if said and said.date else None,
        where=place.name if place else None,
        denies=numbers.get(a.denies) if a.denies else None,
    )


def _name(reading: Reading, id: str | None, spans: Spans) -> str:
    entity = reading.entity(id)
    return entity.name if entity else text_of(spans, reading.article.text)


def line_of(f: Firmness | None, *, sourced: bool) -> Line:
    """How firm it is: a denial is struck out, an allegation or hearsay dotted, and so on."""
    if f is None:
        return Line.SOLID if sourced else Line.DOTTED
    if f.act is Act.DENIAL or f.polarity is Polarity.DENIED:
        return Line.STRUCK
    if f.act in (Act.ALLEGATION, Act.QUESTION) or not sourced:
        return Line.DOTTED
    if f.certainty in (Certainty.PROBABLE, Certainty.POSSIBLE):
        return Line.DASHED
    return Line.DOUBLE if f.act is Act.CONFIRMATION else Line.SOLID


def _missing(gap: Gap, reading: Reading) -> Missing:
    text = reading.article.text
    by = reading.entity(gap.withheld_by)
    return Missing(
        gap,
        text_of(gap.what, text) if gap.what else None,
        gap_in_words(gap.kind),
        text_of(gap.cue, text),
        by.name if by else text_of(gap.holder, text) if gap.holder else None,
    )


_UNSEEN = ("invisible", "bidi-control")


def _faults(notices: Iterable[Notice]) -> Iterator[Fault]:
    same: dict[tuple[str, str, str | None], list[Spans]] = {}
    for n in notices:
        same.setdefault((n.kind, n.text, n.suggestion), []).append(n.spans)
    for (kind, text, suggestion), places in same.items():
        seen = revealed(text) if kind in _UNSEEN else text
        remedy = remedy_in_words(suggestion)
        yield Fault(fault_in_words(kind), seen, suggestion, remedy, tuple(places))
