"""All that the dossier's page shows, gathered once, with the address on the page of everything.

Templates ask for nothing and decide nothing: what is first, what is left out for want of room
and what leads where is settled here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from markupsafe import Markup

from onrecord.ledger import Ledger
from onrecord.ledger.clusters import rows_in
from onrecord.ledger.judgements import PERSON
from onrecord.ledger.observed import in_article
from onrecord.ledger.readings import reading_of
from onrecord.present import topics
from onrecord.present.record import Line, Record, line_of, record_of, sign_of
from onrecord.present.report.map import places_drawn
from onrecord.present.report.spread import spread_drawn
from onrecord.present.topics.values import (
    Claim,
    Counts,
    Dispute,
    Event,
    Fault,
    Gap,
    Origin,
    Question,
    Said,
    Source,
    Speaker,
    Words,
)
from onrecord.present.words import (
    counted,
    day_in_words,
    fault_in_words,
    firmness_in_words,
    gap_in_words,
    remedy_in_words,
)
from onrecord.text import sentences
from onrecord.values import Act, Certainty, Firmness, GapKind, Polarity

_MOMENT = re.compile(r"\b(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d)[\d:.]*(?:Z|[+-]\d\d:?\d\d)?)?")
FIRST, FIRST_GAPS, HUES = 10, 12, 8
MOST_CLAIMS, MOST_SPEAKERS, MOST_SAID, MOST_DAYS, MOST_TEXTS = 200, 60, 80, 400, 200


@dataclass(frozen=True, slots=True)
class Wording:
    """One statement of a claim in its sentence: the words before, its own, those after."""

    said: Said
    before: str
    words: str
    after: str
    why: str
    judgement: str | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """A claim with every wording, what it is disputed by and whether the page has a place for it."""

    claim: Claim
    wordings: Sequence[Wording]
    disputes: Sequence[Dispute]


@dataclass(frozen=True, slots=True)
class Voiced:
    """A speaker with what they said and what they keep back."""

    speaker: Speaker
    said: Sequence[Said]
    gaps: Sequence[Gap]


@dataclass(frozen=True, slots=True)
class Part:
    """An article on the page: its key there, itself, and its record where its text is shown."""

    key: str
    source: Source
    record: Record | None


class Dossier:
    """A ledger, ready for the page; whatever is drawn of it is worked out when it is asked for."""

    def __init__(
        self, ledger: Ledger, title: str, questions: Sequence[Question], texts: bool | None
    ) -> None:
        self.ledger, self.title, self.questions = ledger, title, questions
        self.tables = ""
        self._shows_texts = texts
        self._texts: dict[str, str] = {}

    @cached_property
    def counts(self) -> Counts:
        """The ledger in numbers."""
        return topics.counts(self.ledger)

    @cached_property
    def full(self) -> bool:
        """Whether the articles' texts are on the page."""
        if self._shows_texts is None:
            return self.counts.articles <= MOST_TEXTS
        return self._shows_texts

    # -- the first screen

    @cached_property
    def size(self) -> list[str]:
        """The story in numbers."""
        c = self.counts
        own = c.articles - c.copies
        parts = [counted(c.articles, "article")]
        if c.outlets:
            parts.append(counted(c.outlets, "outlet"))
        if c.copies:
            parts.append(f"{own} not taken from another")
        if c.first and c.last:
            parts.append(f"{day(c.first)} to {day(c.last)}")
        return parts

    @cached_property
    def leading(self) -> list[Claim]:
        """The weightiest claims."""
        return topics.claims(self.ledger, FIRST, only_said=True)

    @cached_property
    def gaps(self) -> list[Gap]:
        """What is missing, the open first."""
        return topics.gaps(self.ledger)

    @cached_property
    def open_gaps(self) -> list[Gap]:
        """What is missing still."""
        return [gap for gap in self.gaps if gap.closed_by is None]

    @cached_property
    def closed_gaps(self) -> list[Gap]:
        """What was missing and no longer is."""
        return [gap for gap in self.gaps if gap.closed_by is not None]

    @cached_property
    def contradictions(self) -> list[Dispute]:
        """What does not go together."""
        return topics.contradictions(self.ledger, MOST_CLAIMS)

    @cached_property
    def changes(self) -> list[Dispute]:
        """What was said otherwise later."""
        return topics.changes(self.ledger, MOST_CLAIMS)

    @cached_property
    def faults(self) -> list[Fault]:
        """What is wrong with the texts."""
        return topics.notices(self.ledger, MOST_CLAIMS)

    # -- where it comes from

    @cached_property
    def origins(self) -> list[Origin]:
        """Articles from which words went elsewhere, then those that stand alone."""
        return topics.origins(self.ledger)

    @cached_property
    def spread(self) -> Markup | None:
        """Days across, outlets down, an arrow for each taking; None where nothing is dated."""
        return spread_drawn(self.origins, {part.source.id: part.key for part in self.articles})

    @cached_property
    def map(self) -> Markup | None:
        """The places that have a point on the map; None where none has."""
        return places_drawn(self.ledger)

    @cached_property
    def days(self) -> list[tuple[str | None, list[Event]]]:
        """Claims by day."""
        events = topics.timeline(self.ledger, MOST_DAYS)
        return [(key, list(some)) for key, some in groupby(events, key=lambda e: e.day)]

    @cached_property
    def speakers(self) -> list[Voiced]:
        """Who speaks, with all they say."""
        withheld: dict[str, list[Gap]] = {}
        for gap in self.gaps:
            if gap.withheld_by:
                withheld.setdefault(gap.withheld_by, []).append(gap)
        return [
            Voiced(s, topics.said_by(self.ledger, s.id, MOST_SAID), withheld.get(s.name, ()))
            for s in self._speakers[:MOST_SPEAKERS]
        ]

    @cached_property
    def _speakers(self) -> list[Speaker]:
        return topics.speakers(self.ledger)

    @cached_property
    def claims(self) -> list[Told]:
        """Claims that occur more than once or are disputed, with every wording."""
        disputed = {
            side.claim for d in (*self.contradictions, *self.changes) for side in (d.one, d.other)
        }
        several = [c for c in topics.claims(self.ledger, MOST_CLAIMS) if c.statements > 1]
        ids = [c.id for c in several]
        more = topics.claims_by_id(self.ledger, disputed - set(ids))
        return [self.told(c) for c in (*several, *more.values())]

    def told(self, claim: Claim) -> Told:
        """A claim with every wording, and what it is disputed by."""
        said = self.wordings(claim)
        why = self._reasons([s.id for s in said])
        wordings = [self._wording(s, *why.get(s.id, ("", None))) for s in said]
        return Told(claim, wordings, self.disputes_of(claim))

    def wordings(self, claim: Claim) -> list[Said]:
        """The statements of a claim that are shown."""
        return topics.wordings(self.ledger, claim.id)

    def disputes_of(self, claim: Claim) -> list[Dispute]:
        """What does not go with a claim, or was said otherwise later."""
        return [
            d for d in (*self.contradictions, *self.changes)
            if claim.id in (d.one.claim, d.other.claim)
        ]  # fmt: skip

    def _reasons(self, ids: Sequence[str]) -> dict[str, tuple[str, str]]:
        """For each statement but the first, why it is held to say the same as one before it.

        With the judgement that says so.
        """
        place = {id: n for n, id in enumerate(ids)}
        found: dict[str, tuple[float, str, str]] = {}
        query = (
            "SELECT id, subject, object, score, reason, made_by FROM standing "
            "WHERE relation = 'same claim' AND holds AND subject IN"
        )
        for row in rows_in(self.ledger.db, query, ids):
            if row["object"] in place:
                later = max(row["subject"], row["object"], key=place.__getitem__)
                why = self.decided_by(row["made_by"]) + row["reason"]
                found[later] = max(found.get(later, (0.0, "", "")), (row["score"], why, row["id"]))
        return {id: (why, judgement) for id, (_, why, judgement) in found.items()}

    @staticmethod
    def decided_by(made_by: str) -> str:
        """Who decided a thing, where that was a person, before the reason they gave."""
        return f"{made_by.removeprefix(PERSON)}: " if made_by.startswith(PERSON) else ""

    def _wording(self, said: Said, why: str, judgement: str | None) -> Wording:
        at = said.words
        text = self._text(at.article.id)
        first, last = at.start, at.end
        for s in sentences(text):
            if s.start < at.end and s.end > at.start:
                first, last = min(first, s.start), max(last, s.end)
        return Wording(
            said,
            text[first : at.start],
            text[at.start : at.end],
            text[at.end : last],
            why,
            judgement,
        )

    def _text(self, article: str) -> str:
        if article not in self._texts:
            query = "SELECT text FROM article WHERE id = ?"
            self._texts[article] = self.ledger.db.execute(query, (article,)).fetchone()[0]
        return self._texts[article]

    # -- articles, and what leads where

    @cached_property
    def articles(self) -> list[Part]:
        """The articles by date; with their records where their texts are on the page."""
        query = "SELECT id FROM article ORDER BY published IS NULL, published, number"
        ids = [row[0] for row in self.ledger.db.execute(query)]
        cited = topics.sources(self.ledger, ids)
        return [
            Part(f"a{n}", cited[id], self.record(id) if self.full else None)
            for n, id in enumerate(ids, 1)
        ]

    def record(self, article: str) -> Record:
        """An article's reading, its speakers looking as they do all over the story."""
        reading = reading_of(self.ledger.db, article)
        query = (
            "SELECT e.local_id, m.entity FROM article_entity e "
            "JOIN entity_member m ON m.article_entity = e.id WHERE e.article = ?"
        )
        cast = {
            row["local_id"]: look
            for row in self.ledger.db.execute(query, (article,))
            if (look := self.look(row["entity"]))
        }
        return record_of(reading, cast)

    def look(self, id: str | None) -> tuple[str, int] | None:
        """A speaker's sign and the number of their hue; none for who has no name."""
        return self.cast.get(id or "")

    @cached_property
    def cast(self) -> dict[str, tuple[str, int]]:
        """The sign and the hue of each speaker of the story, by entity."""
        taken: set[str] = set()
        cast = {}
        for n, speaker in enumerate(s for s in self._speakers if s.kind != "group"):
            sign = sign_of(speaker.name, taken)
            taken.add(sign)
            cast[speaker.id] = (sign, n)
        return cast

    @cached_property
    def _marks(self) -> Mapping[str, str]:
        """Where each statement's words stand on the page, by the statement's id."""
        return {
            in_article(part.source.id, s.attribution.id): f"{part.key}t{s.number}"
            for part in self.articles
            if part.record
            for s in part.record.statements
        }

    @cached_property
    def _keys(self) -> dict[str, str]:
        return {part.source.id: part.key for part in self.articles}

    def to_words(self, said: Said) -> str:
        """The address of a statement's words, or of its article."""
        return "#" + (self._marks.get(said.id) or self._keys[said.words.article.id])

    def to_article(self, source: Source) -> str:
        """The address of an article."""
        return "#" + self._keys[source.id]

    def to_claim(self, id: str) -> str | None:
        """The address of a claim that has a place of its own."""
        return f"#c{id}" if id in self._with_place else None

    @cached_property
    def _with_place(self) -> set[str]:
        return {told.claim.id for told in self.claims}

    def to_speaker(self, id: str | None) -> str | None:
        """The address of a speaker that has a place of their own."""
        return f"#p{id}" if id in self._on_page else None

    @cached_property
    def _on_page(self) -> set[str]:
        return {s.id for s in self._speakers[:MOST_SPEAKERS]}

    # -- words for values

    def hue(self, id: str | None) -> str:
        """The class of a speaker's hue."""
        look = self.look(id)
        return f"h{look[1] % HUES}" if look else "hn"

    def sign(self, id: str | None) -> str:
        """A speaker's two letters; none for who has no name."""
        look = self.look(id)
        return look[0] if look else ""

    def firmness(self, said: Said) -> str:
        """How firmly a thing was said, in words."""
        return firmness_in_words(_firmness(said), said.words.text)

    def line(self, said: Said) -> Line:
        """How firmly a thing was said, as a line."""
        return line_of(_firmness(said), sourced=said.source is not None)

    def chain(self, claim: Claim) -> list[str]:
        """Through whom a claim came, from the speaker to the outlets."""
        said = claim.said
        last = said.words.article.where
        if claim.outlets > 1:
            last = counted(claim.outlets, "outlet" if self.names_outlets else "article")
        return list(dict.fromkeys((*said.chain, last)))

    @cached_property
    def names_outlets(self) -> bool:
        """Whether it is known of any article who printed it; each counts as its own outlet else."""
        query = "SELECT 1 FROM article WHERE outlet NOTNULL LIMIT 1"
        return self.ledger.db.execute(query).fetchone() is not None

    def carried_by(self, outlets: int, articles: int) -> str:
        """By how many outlets a thing was printed; articles where none is known."""
        known = self.names_outlets
        return counted(outlets, "outlet") if known else counted(articles, "article")


def _firmness(said: Said) -> Firmness | None:
    if said.act is None:
        return None
    return Firmness(
        Act(said.act), Certainty(said.certainty or "unstated"),
        Polarity(said.polarity or "affirmed"),
    )  # fmt: skip


def dossier_of(
    ledger: Ledger, title: str, questions: Sequence[Question], texts: bool | None
) -> Dossier:
    """The dossier of a ledger."""
    return Dossier(ledger, title, questions, texts)


def day(published: str | None) -> str:
    """A day as a newspaper writes it."""
    return day_in_words(published[:10]) if published else "undated"


def reason(why: str) -> str:
    """Why a thing was decided, its dates as a newspaper writes them."""
    return _MOMENT.sub(lambda m: day_in_words(m[1]) + (f", {m[2]}" if m[2] else ""), why)


def gap_kind(kind: str) -> str:
    """In which way a thing is missing."""
    return gap_in_words(GapKind(kind))


def fault_kind(fault: Fault) -> str:
    """What is wrong, and what should stand there."""
    return ", ".join(filter(None, (fault_in_words(fault.kind), remedy_in_words(fault.suggestion))))


def places_of(words: Iterable[Words]) -> list[tuple[Source, int]]:
    """Articles with how many places each has, in order."""
    counts: dict[str, int] = {}
    cited: dict[str, Source] = {}
    for each in words:
        cited[each.article.id] = each.article
        counts[each.article.id] = counts.get(each.article.id, 0) + 1
    return [(cited[id], n) for id, n in counts.items()]
