"""What a ledger's topics are made of, the same for tables, pages, JSON and programs.

Everything leads back to words: `Words` are characters of one article, `Said` is one attribution
with the words of its content, and every other value holds one or the other. Nothing here is
wrapped, coloured or shortened; that is left to the views.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Source:
    """An article as its readers would cite it; `id` is the ledger's, `name` the file's stem."""

    id: str
    name: str
    title: str | None
    outlet: str | None
    published: str | None
    url: str | None

    @property
    def where(self) -> str:
        """The outlet, or what else the article may be called by."""
        return self.outlet or self.title or self.name


@dataclass(frozen=True, slots=True)
class Words:
    """Characters `start` to `end` (code points, half open) of an article; `text` as found there."""

    article: Source
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Said:
    """One attribution: whose words, through whom, how firmly; `words` spans its whole content.

    `words.text` leaves out what interrupts the content; `start` and `end` are its outermost.
    `corrected` names what a person put right: speaker, source, cue, content.
    """

    id: str
    words: Words
    speaker: str | None
    speaker_name: str | None
    source: str | None
    kind: str
    act: str | None
    certainty: str | None
    polarity: str | None
    said_from: str | None
    said_to: str | None
    chain: tuple[str, ...]
    claim: str
    origin: str
    corrected: tuple[str, ...] = ()

    @property
    def by(self) -> str:
        """Who said it, as far as that is known."""
        return self.speaker_name or self.source or "not said by whom"


@dataclass(frozen=True, slots=True)
class Claim:
    """The same statement wherever it occurs; `said` is where it was first seen."""

    id: str
    said: Said
    first_seen: str | None
    last_seen: str | None
    statements: int
    articles: int
    outlets: int
    origins: int
    contradicted: int
    changed: int


@dataclass(frozen=True, slots=True)
class Speaker:
    """Somebody who speaks, with every spelling of the name and every role given."""

    id: str
    name: str
    kind: str
    roles: tuple[str, ...]
    spellings: tuple[str, ...]
    statements: int
    claims: int
    articles: int
    outlets: int
    first_seen: str | None
    last_seen: str | None
    withholds: int


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing that is missing, wherever that is said; open until `closed_by` a statement."""

    id: str
    what: str | None
    kind: str
    withheld_by: str | None
    first_seen: str | None
    last_seen: str | None
    articles: int
    outlets: int
    places: tuple[Words, ...]
    closed_by: Said | None


@dataclass(frozen=True, slots=True)
class Taken:
    """An article that took text from another: `how` (copy, part, ...), and why that is thought."""

    article: Source
    how: str
    why: str


@dataclass(frozen=True, slots=True)
class Repeated:
    """An article that says again, in words of its own, what another had first."""

    article: Source
    statements: int


@dataclass(frozen=True, slots=True)
class Origin:
    """An article from which words went elsewhere, or that stands alone."""

    article: Source
    statements: int
    outlets: int
    taken: tuple[Taken, ...]
    repeated: tuple[Repeated, ...]


@dataclass(frozen=True, slots=True)
class Dispute:
    """Two statements that cannot both stand, or one speaker's that changed; no winner.

    Of a change, `one` is the later. `pairs` counts the places where the same two claims meet.
    """

    judgement: str
    type: str
    reason: str
    score: float
    made_by: str
    one: Said
    other: Said
    pairs: int


@dataclass(frozen=True, slots=True)
class Event:
    """A claim on the day it was said, or first printed where no day is given."""

    day: str | None
    dated: str
    said: Said
    articles: int
    outlets: int


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong with texts: the same fault wherever it stands."""

    kind: str
    text: str
    suggestion: str | None
    articles: int
    places: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Reply:
    """Words that answer a question; `words` are the stretch that does, `whole` all that was said.

    `said` is None where an outlet answers in its own words.
    """

    words: Words
    whole: str
    said: Said | None
    claim: str
    origins: int
    articles: int


@dataclass(frozen=True, slots=True)
class Question:
    """A question and how it stands: answered, contested, withheld or silent."""

    id: str
    ask: str
    state: str
    replies: tuple[Reply, ...]
    contested: tuple[tuple[Reply, Reply], ...]
    gaps: tuple[Gap, ...]


@dataclass(frozen=True, slots=True)
class Counts:
    """A ledger in numbers; `copies` are articles taken from another in whole or in part."""

    articles: int
    outlets: int
    copies: int
    statements: int
    claims: int
    speakers: int
    gaps_open: int
    gaps_closed: int
    contradictions: int
    changes: int
    faults: int
    skipped: int
    first: str | None
    last: str | None
