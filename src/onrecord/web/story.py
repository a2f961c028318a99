"""Live pages of one ledger: what the report shows, a page for each thing, drawn when asked for."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Sequence
from functools import cache, cached_property
from pathlib import Path
from typing import Any
from urllib.parse import quote
from zlib import crc32

from markupsafe import Markup

from onrecord.ledger import Ledger
from onrecord.ledger.observed import in_article
from onrecord.ledger.readings import reading_of
from onrecord.present import html, topics
from onrecord.present.record import record_of, sign_of
from onrecord.present.report.dossier import (
    FIRST_GAPS,
    HUES,
    Dossier,
    Voiced,
    day,
    fault_kind,
    gap_kind,
    places_of,
    reason,
)
from onrecord.present.topics.values import (
    Claim,
    Counts,
    Dispute,
    Fault,
    Gap,
    Question,
    Said,
    Source,
)
from onrecord.present.words import counted

MOST, MOST_GAPS, MOST_DISPUTES, MOST_LISTED, MOST_CAST = 100, 36, 20, 40, 64
MOST_PLACES = 6  # of one gap
MOST_ASKED = 300  # articles whose whole texts are asked
MOST_FACETED = 20_000  # statements
_SHEETS = Path(html.__file__).with_name("templates")


def _asked(ledger: Ledger) -> Sequence[Question]:
    """How the story's own questions stand; in a large ledger that is left to `show questions`."""
    if ledger.told("template") is None or topics.counts(ledger).articles > MOST_ASKED:
        return ()
    return topics.questions(ledger)


class Live(Dossier):
    """A dossier whose addresses are pages of the server.

    A page shows the first of everything and leads to the tables for the rest, so that it costs
    no more in a large ledger. Speakers look the same on all pages: those who say most have signs
    and hues of their own, everybody else's follow from their name and id.
    """

    def __init__(self, ledger: Ledger, database: str) -> None:
        super().__init__(ledger, ledger.told("title") or database, _asked(ledger), texts=False)
        self._looks: dict[str, tuple[str, int] | None] = {}
        self.home = f"/-/story/{quote(database)}"
        self.tables = f"/{quote(database)}"

    @cached_property
    def open_gaps(self) -> list[Gap]:
        """The first of what is missing still."""
        return topics.gaps(self.ledger, MOST_GAPS, closed=False, places=MOST_PLACES)

    @cached_property
    def closed_gaps(self) -> list[Gap]:
        """The first of what was missing and no longer is."""
        return topics.gaps(self.ledger, FIRST_GAPS, closed=True, places=MOST_PLACES)

    @cached_property
    def gaps(self) -> list[Gap]:
        """What of the missing is shown."""
        return [*self.open_gaps, *self.closed_gaps]

    @cached_property
    def contradictions(self) -> list[Dispute]:
        """The surest of what does not go together."""
        return topics.contradictions(self.ledger, MOST_DISPUTES)

    @cached_property
    def changes(self) -> list[Dispute]:
        """The surest of what was said otherwise later."""
        return topics.changes(self.ledger, MOST_DISPUTES)

    @cached_property
    def faults(self) -> list[Fault]:
        """The most frequent faults of texts."""
        return topics.notices(self.ledger, MOST_DISPUTES)

    @cached_property
    def counts(self) -> Counts:
        """The ledger in numbers."""
        return topics.counts(self.ledger, of_speakers=False)

    @cached_property
    def leaders(self) -> list[tuple[str, str, int]]:
        """Those who make most claims alone: id, name and how many."""
        return [(id, self._named(id)[0], n) for id, n in self._leading[:MOST_LISTED]]

    @cached_property
    def _leading(self) -> list[tuple[str, int]]:
        return topics.leading(self.ledger, MOST_CAST)

    @cached_property
    def cast(self) -> dict[str, tuple[str, int]]:
        """The signs and hues of those who say most."""
        taken: set[str] = set()
        cast = {}
        for n, (id, _) in enumerate(self._leading):
            name, kind = self._named(id)
            if kind != "group":
                sign = sign_of(name, taken)
                taken.add(sign)
                cast[id] = (sign, n)
        return cast

    def look(self, id: str | None) -> tuple[str, int] | None:
        """A speaker's sign and hue: their own, or what follows from name and id."""
        if id is None or id in self.cast:
            return self.cast.get(id or "")
        if id not in self._looks:
            name, kind = self._named(id)
            look = sign_of(name, set()), crc32(id.encode()) % HUES
            self._looks[id] = None if kind == "group" else look
        return self._looks[id]

    def _named(self, id: str) -> tuple[str, str]:
        query = "SELECT name, kind FROM entity WHERE id = ?"
        row = self.ledger.db.execute(query, (id,)).fetchone()
        return row["name"], row["kind"]

    def wordings(self, claim: Claim) -> list[Said]:
        """The first statements of a claim."""
        return topics.wordings(self.ledger, claim.id, MOST_LISTED)

    def disputes_of(self, claim: Claim) -> list[Dispute]:
        """What does not go with a claim, or was said otherwise later."""
        contradictions = topics.contradictions(self.ledger, MOST_DISPUTES, claim.id)
        return contradictions + topics.changes(self.ledger, MOST_DISPUTES, claim.id)

    def faceted(self, *columns: str) -> str:
        """What asks a table for facets; for neither facets nor a count in a large ledger.

        There both take their time; facets are a choice in the menu of each column.
        """
        held = self.ledger.db.execute("SELECT count(*) FROM stated").fetchone()[0]
        if held > MOST_FACETED:
            return "?_nocount=1"
        return "?" + "&".join(f"_facet={column}" for column in columns)

    def to_words(self, said: Said) -> str:
        """The page that leads to a statement's words in its article."""
        return f"{self.home}/words/{said.id}"

    def to_article(self, source: Source) -> str:
        """An article's page."""
        return f"{self.home}/article/{source.id}"

    def to_claim(self, id: str) -> str | None:
        """A claim's page."""
        return f"{self.home}/claim/{id}"

    def to_speaker(self, id: str | None) -> str | None:
        """A speaker's page, where the speaker is known."""
        return f"{self.home}/speaker/{id}" if id else None


def page(ledger: Ledger, database: str, part: str, id: str, asked: str) -> str | None:
    """The page of a part: the story, or one claim, speaker, article or search; None for none."""
    live = Live(ledger, database)
    found = _PARTS[part](live, id, asked) if part in _PARTS else None
    if found is None:
        return None
    sheet, digest = _sheet()
    template = html.environment().get_template("live.html")
    return template.render(
        d=live, part=part, asked=asked, css=sheet, digest=digest, day=day, gap_kind=gap_kind, reason=reason,
        fault_kind=fault_kind, places_of=places_of, counted=counted, first_gaps=FIRST_GAPS, **found,
    )  # fmt: skip


def place_of(ledger: Ledger, statement: str) -> str | None:
    """Where on its article's page a statement stands: "ID#at7"; None where there is none."""
    query = "SELECT article FROM stated WHERE id = ?"
    row = ledger.db.execute(query, (statement,)).fetchone()
    if row is None:
        return None
    record = record_of(reading_of(ledger.db, row["article"]))
    for s in record.statements:
        if in_article(row["article"], s.attribution.id) == statement:
            return f"{row['article']}#at{s.number}"
    return None


def _story(live: Live, _: str, __: str) -> dict[str, Any]:
    return {"title": live.title}


def _claim(live: Live, id: str, _: str) -> dict[str, Any] | None:
    found = topics.claims_by_id(live.ledger, [id]).get(id)
    if found is None:
        return None
    return {"title": found.said.words.text, "told": live.told(found)}


def _speaker(live: Live, id: str, _: str) -> dict[str, Any] | None:
    speaker = topics.speaker(live.ledger, id)
    if speaker is None:
        return None
    gaps = topics.gaps(live.ledger, MOST, withheld_by=id, places=MOST_PLACES)
    said = topics.said_by(live.ledger, id, MOST)
    return {"title": speaker.name, "voiced": Voiced(speaker, said, gaps)}


def _article(live: Live, id: str, _: str) -> dict[str, Any] | None:
    try:
        record = live.record(id)
    except KeyError:
        return None
    return {"title": record.heading(), "record": record}


def _search(live: Live, _: str, asked: str) -> dict[str, Any]:
    claims, passages = topics.search(live.ledger, asked, MOST)
    return {"title": asked or "Search", "claims": claims, "passages": passages}


_PARTS: dict[str, Callable[[Live, str, str], dict[str, Any] | None]] = {
    "": _story,
    "claim": _claim,
    "speaker": _speaker,
    "article": _article,
    "search": _search,
}


@cache
def _sheet() -> tuple[Markup, str]:
    sheet = html.css() + (_SHEETS / "report.css").read_text("utf8")
    digest = base64.b64encode(hashlib.sha256(sheet.encode()).digest()).decode()
    return Markup(sheet), f"sha256-{digest}"  # noqa: S704 - ours, no article's


def policy() -> str:
    """What a live page may do: have its one style sheet, and send its search here."""
    return (
        f"default-src 'none'; style-src '{_sheet()[1]}'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    )
