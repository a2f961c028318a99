"""What is decided about several articles at once: values of the stage `match`.

Observed things (articles, attributions) never change. Whether two of them belong together is a
decision, and each decision is a `Judgement`: it names who made it, how sure it was, what it
weighed and the words it rests on, and a later one may overrule it without deleting it. Ids here
are those of the ledger, so that the same words in two articles have two ids.

`Statement`, `Profile` and `Text` are what matching sees of an attribution, an entity and an
article: no more than the decisions need.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from onrecord.values import Coordinates, EntityKind, Firmness, Kind, Span, Spans, content_id


class Relation(StrEnum):
    """What a judgement says of its subject and its object."""

    SAME_ENTITY = "same entity"  # entity, entity
    SAME_CLAIM = "same claim"  # attribution, attribution
    COPIED_FROM = "copied from"  # article, article it took text from
    SAME_ORIGIN = "same origin"  # attribution, attribution whose words it repeats
    CONTRADICTS = "contradicts"  # attribution, attribution
    CHANGES = "changes"  # later attribution, earlier one of the same speaker
    SAME_GAP = "same gap"  # gap, gap: the same thing is missing
    CLOSES = "closes"  # attribution, gap
    SPOKEN_BY = "spoken by"  # attribution, entity of its article, or NOBODY
    STANDS_AT = "stands at"  # attribution, ranges of one part (the type), or NOWHERE
    STATED_IN = "stated in"  # attribution, its article: does not hold of what is no statement


NOBODY = "nobody named"
NOWHERE = "nowhere"
CORRECTIONS = (Relation.SPOKEN_BY, Relation.STANDS_AT, Relation.STATED_IN)
"""What is said of one attribution alone; only persons say it."""


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that was weighed: its name, what it gave (-1 to 1), and the words for it."""

    name: str
    score: float
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Words that a judgement rests on: the article they stand in, and where."""

    article: str
    spans: Spans


@dataclass(frozen=True, slots=True)
class Judgement:
    """One decision that could be wrong.

    `by` is a rule set with its version ("claims 1") or a person ("person: A. Nwosu"); `type` is
    the sort of a contradiction or change (number, date, place, polarity, attribution, scope), or
    the role that stands somewhere else (source, cue, content).
    `holds` is False where somebody decided that the relation does not hold.
    """

    relation: Relation
    subject: str
    object: str
    by: str
    score: float
    reason: str
    holds: bool = True
    type: str | None = None
    parts: tuple[Part, ...] = ()
    evidence: tuple[Evidence, ...] = ()

    @property
    def id(self) -> str:
        """The same decision by the same judge has the same id."""
        return content_id(
            "judgement", self.relation, self.subject, self.object, self.by, self.type, self.holds
        )


def ranges(spans: Spans) -> str:
    """Spans as a judgement names them: `12:40 52:60`; `NOWHERE` for none."""
    return " ".join(f"{s.start}:{s.end}" for s in spans) or NOWHERE


def spans_of(ranges: str) -> Spans:
    """The spans that `ranges` names. Raises `ValueError` where it names none."""
    if ranges == NOWHERE:
        return ()
    pairs = (piece.split(":") for piece in ranges.split(" "))
    return tuple(Span(int(start), int(end)) for start, end in pairs)


@dataclass(frozen=True, slots=True)
class Statement:
    """An attribution as matching sees it, its words taken out of their article.

    `speaker` is the entity across articles (or within its article where nothing joins it),
    `chain` the outlets and agencies the words came through, nearest to the speaker first,
    `names` the entities named in the content, by id across articles, with their names.
    `passage` is the paragraph it stands in; `published` as in `Article`.
    """

    id: str
    article: str
    outlet: str | None
    published: str | None
    content: str
    spans: Spans
    kind: Kind
    firmness: Firmness | None = None
    speaker: str | None = None
    speaker_name: str | None = None
    speaker_kind: EntityKind | None = None
    chain: tuple[str, ...] = ()
    names: tuple[tuple[str, str], ...] = ()
    said_from: str | None = None
    said_to: str | None = None
    passage: Span | None = None
    score: float = 1.0

    def __hash__(self) -> int:
        return hash((self.id, self.content))  # looked up for every pair that is compared


@dataclass(frozen=True, slots=True)
class Profile:
    """An entity of one article as matching sees it, with the company it keeps there."""

    id: str
    article: str
    name: str
    kind: EntityKind
    aliases: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    company: tuple[str, ...] = ()  # names in the article; its own counts for nothing
    published: str | None = None
    place: Coordinates | None = None

    def __hash__(self) -> int:
        return hash(self.id)


@dataclass(frozen=True, slots=True)
class Text:
    """An article as the search for copies sees it."""

    id: str
    text: str
    outlet: str | None = None
    published: str | None = None
    url: str | None = None
    credits: tuple[str, ...] = ()  # agencies and outlets that it names as where its words are from
