"""The words of the glossary as values: frozen, slotted, compared by what they hold.

A span is the only unit: a half-open range of Unicode code points in one article's text, never
a copy of it. What stands in several places has several spans. Identity comes from content, so
the same bytes read twice give the same ids; nothing here knows where it is stored, shown or
how it was found. Every later stage fills in more of a value by making a new one
(`dataclasses.replace`), and `None` always means "not found": it is never a guess.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum

ELISION = " … "


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of code points, `[start, end)`; never empty, never backward.

    Raises `ValueError` where it would be either. Its `len` is in code points.
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"a span needs 0 <= start < end, not {self.start}:{self.end}")

    def __len__(self) -> int:
        return self.end - self.start

    def of(self, text: str) -> str:
        """The characters of `text` that the span covers."""
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """Whether the two share a character."""
        return self.start < other.end and other.start < self.end

    def covers(self, other: Span) -> bool:
        """Whether every character of `other` is in this span."""
        return self.start <= other.start and other.end <= self.end


Spans = tuple[Span, ...]


def text_of(spans: Spans, text: str) -> str:
    """What `spans` hold, pieces that stand apart joined by an ellipsis."""
    return ELISION.join(s.of(text) for s in spans)


def hull(spans: Spans) -> Span:
    """The smallest span that covers all of `spans` (at least one)."""
    return Span(min(s.start for s in spans), max(s.end for s in spans))


def content_id(*parts: object) -> str:
    """Sixteen hexadecimal digits that name `parts`, the same wherever they are computed."""
    return content_ids()(*parts)


def content_ids(*first: object) -> Callable[..., str]:
    """`content_id` for things that begin with the same parts, which are hashed only once."""
    begun = hashlib.sha256(_hashable("".join(f"{part}\x1f" for part in first)))

    def with_rest(*rest: object) -> str:
        whole = begun.copy()
        whole.update(_hashable("\x1f".join(map(str, rest))))
        return whole.hexdigest()[:16]

    return with_rest


def _hashable(text: str) -> bytes:
    return text.encode("utf8", "surrogatepass")


@dataclass(frozen=True, slots=True)
class Article:
    """One published text, with what is known of its publication.

    `id` is the file's stem, the id that its row has, or one made from the content. `published` is
    an ISO 8601 date or date and time as precise as the source gave it; `sha256`
    is of the original bytes, before decoding, which `original` holds; `where` names the file, row
    or address it was read from.
    """

    id: str
    text: str
    sha256: str
    title: str | None = None
    outlet: str | None = None
    byline: str | None = None
    published: str | None = None
    language: str | None = None
    url: str | None = None
    where: str | None = None
    original: bytes | None = field(default=None, repr=False, compare=False)


class Kind(StrEnum):
    """How much of an attribution's content stands in quotation marks: all, none or some."""

    DIRECT = "direct"
    INDIRECT = "indirect"
    MIXED = "mixed"


class Act(StrEnum):
    """What a speaker does with the words."""

    STATEMENT = "statement"
    CONFIRMATION = "confirmation"
    DENIAL = "denial"
    ALLEGATION = "allegation"
    PROMISE = "promise"
    QUESTION = "question"
    REFUSAL = "refusal"
    OPINION = "opinion"


class Certainty(StrEnum):
    """How sure the words are, by their own account."""

    CERTAIN = "certain"
    PROBABLE = "probable"
    POSSIBLE = "possible"
    UNSTATED = "unstated"


class Polarity(StrEnum):
    """Whether the content is affirmed or denied."""

    AFFIRMED = "affirmed"
    DENIED = "denied"


@dataclass(frozen=True, slots=True)
class Firmness:
    """Act, certainty and polarity, with the words that say so (none where nothing says so)."""

    act: Act
    certainty: Certainty
    polarity: Polarity
    spans: Spans = ()


@dataclass(frozen=True, slots=True)
class Hop:
    """One step by which the words came; `relation` says how: "told", "via", "quoted by".

    `entity` is the id of who stands there; an occasion ("at a joint briefing") is nobody.
    """

    spans: Spans
    relation: str
    entity: str | None = None


@dataclass(frozen=True, slots=True)
class Dated:
    """An interval with the precision its words gave.

    `start` and `end` are ISO 8601 dates, both inclusive; a year nobody told is `XXXX`.
    """

    start: str
    end: str
    spans: Spans


@dataclass(frozen=True, slots=True)
class Placed:
    """A place named in the text: the id of the entity it is, and the words."""

    entity: str
    spans: Spans


@dataclass(frozen=True, slots=True)
class Said:
    """When and where the words were said, each only if the article tells."""

    date: Dated | None = None
    place: Placed | None = None


@dataclass(frozen=True, slots=True)
class Attribution:
    """One occurrence of source, cue and content (PARC and PolNeAR terms) in an article.

    `source` and `cue` are None where the article has none. `score` is the reader's probability,
    0 to 1, that source, cue and content are as a trained person would mark them. `speaker` is the
    id of an `Entity` of the reading, `denies` that of another attribution. `channel` begins with
    the hop nearest to the speaker.
    """

    id: str
    source: Spans | None
    cue: Spans | None
    content: Spans
    kind: Kind
    score: float
    speaker: str | None = None
    channel: tuple[Hop, ...] = ()
    firmness: Firmness | None = None
    said: Said | None = None
    denies: str | None = None

    @property
    def spans(self) -> Spans:
        """Everything the attribution covers, in order of the text."""
        return tuple(sorted((self.source or ()) + (self.cue or ()) + self.content))


class EntityKind(StrEnum):
    """What an entity is; a group is people spoken of without a name ("officials")."""

    PERSON = "person"
    ORGANISATION = "organisation"
    OUTLET = "outlet"
    STATE = "state"
    PLACE = "place"
    GROUP = "group"


class Form(StrEnum):
    """How a mention refers."""

    NAME = "name"
    NOMINAL = "nominal"
    PRONOUN = "pronoun"


@dataclass(frozen=True, slots=True)
class Name:
    """A name as it stands in the text, with the kind of thing the reader takes it for.

    `kind` may be `EntityKind.GROUP` for peoples and parties ("Russians", "Republicans").
    """

    span: Span
    kind: EntityKind
    score: float = 1.0


@dataclass(frozen=True, slots=True)
class Mention:
    """Where an entity is mentioned, and in which form."""

    spans: Spans
    form: Form


@dataclass(frozen=True, slots=True)
class Coordinates:
    """A point on the map: degrees north and east, and the GeoNames record it came from, if any."""

    geonameid: int | None
    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class Entity:
    """A person, organisation, outlet, state, place or unnamed group, within one article.

    `name` is its fullest spelling there, `aliases` the others, `roles` what the article says
    they are ("head of the Russian Ministry of Defense").
    """

    id: str
    name: str
    kind: EntityKind
    aliases: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    mentions: tuple[Mention, ...] = ()
    place: Coordinates | None = None


class GapKind(StrEnum):
    """What sort of not knowing."""

    UNDISCLOSED = "undisclosed"
    UNVERIFIED = "unverified"
    DECLINED = "declined"
    UNCLEAR = "unclear"
    NOT_ELABORATED = "not_elaborated"


@dataclass(frozen=True, slots=True)
class Gap:
    """What the article says is not known, and who keeps it back.

    `what` is None where it does not say what. `cue` is the words that say that it is missing,
    `holder` those that name who withholds it, `withheld_by` the id of the entity they refer to.
    """

    kind: GapKind
    what: Spans | None
    cue: Spans
    withheld_by: str | None = None
    holder: Spans | None = None


class Reason(StrEnum):
    """Why a sentence in the writer's own voice needs a source it does not have."""

    SPECULATION = "speculation"
    INSINUATION = "insinuation"
    JUDGEMENT = "judgement"


@dataclass(frozen=True, slots=True)
class Unsourced:
    """A stretch of the writer's own voice that speculates, insinuates or judges."""

    spans: Spans
    reason: Reason


@dataclass(frozen=True, slots=True)
class Notice:
    """Something wrong with the text itself, and what it should probably be.

    `kind` is "mixed-script", "untrained-language" and the like; `text` is what stands there.
    A `suggestion` of `""` means that nothing should; None, that it cannot be told.
    """

    kind: str
    spans: Spans
    text: str
    suggestion: str | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything onrecord found in one article: the value that a line of JSON Lines holds."""

    article: Article
    attributions: tuple[Attribution, ...] = ()
    entities: tuple[Entity, ...] = ()
    gaps: tuple[Gap, ...] = ()
    unsourced: tuple[Unsourced, ...] = ()
    notices: tuple[Notice, ...] = ()

    def entity(self, id: str | None) -> Entity | None:
        """The entity of that id; None where there is none, or `id` is None."""
        return next((e for e in self.entities if e.id == id), None)


@dataclass(frozen=True, slots=True)
class Settings:
    """Every option there is, read once at the edge and handed inward.

    Sizes are limits against hostile input; a message that cites one gives its name here.
    `encoding` overrules what is detected. Attributions with a score below `min_score` (0 to 1) are
    left out. The network runs on so many `threads`, 0 meaning one for each core. `outlets` are
    agencies and papers to know by name beside those that onrecord knows. `reader` is the folder or
    the installed name of other weights than those that come with onrecord (`extract.readers`).
    """

    max_item_bytes: int = 64 * 1024 * 1024
    max_text_chars: int = 10_000_000
    max_page_chars: int = 8_000_000
    encoding: str | None = None
    min_score: float = 0.0
    threads: int = 0
    outlets: tuple[str, ...] = field(default=())
    reader: str = ""


def in_order(spans: Iterable[Span]) -> Spans:
    """`spans` by position, each once."""
    return tuple(sorted(set(spans)))


def united(spans: Iterable[Span]) -> list[Span]:
    """The stretches that `spans` cover together: disjoint, in order."""
    stretches: list[Span] = []
    for span in sorted(spans):
        if stretches and span.start <= stretches[-1].end:
            last = stretches.pop()
            span = Span(last.start, max(last.end, span.end))
        stretches.append(span)
    return stretches
