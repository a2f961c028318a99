"""Live pages of one ledger: what the report shows, a page for each thing, drawn when asked for."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from markupsafe import Markup

from onrecord.ledger import Ledger
from onrecord.ledger.observed import in_article
from onrecord.ledger.readings import reading_of
from onrecord.present import html, topics
from onrecord.present.record import record_of
from onrecord.present.report.dossier import (
    FIRST_GAPS,
    Dossier,
    Voiced,
    day,
    fault_kind,
    gap_kind,
    places_of,
)
from onrecord.present.topics.values import Said, Source
from onrecord.present.words import counted

MOST = 100
_SHEETS = Path(html.__file__).with_name("templates")


class Live(Dossier):
    """A dossier whose addresses are pages of the server."""

    def __init__(self, ledger: Ledger, database: str) -> None:
        super().__init__(ledger, database, (), texts=False)
        self.home = f"/-/story/{quote(database)}"
        self.tables = f"/{quote(database)}"

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
        d=live, part=part, asked=asked, css=sheet, digest=digest, day=day, gap_kind=gap_kind,
        fault_kind=fault_kind, places_of=places_of, counted=counted, first_gaps=FIRST_GAPS, **found,
    )  # fmt: skip


def place_of(ledger: Ledger, statement: str) -> str | None:
    """Where on its article's page a statement stands: "ID#at7"; None where there is none."""
    query = "SELECT article FROM attribution WHERE id = ?"
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
    gaps = [gap for gap in live.gaps if gap.withheld_by == speaker.name]
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
