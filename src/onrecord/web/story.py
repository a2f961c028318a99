"""Live pages of one ledger: what the report shows, a page for each thing, drawn when asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any
from urllib.parse import quote
from zlib import crc32

from datasette.utils import tilde_encode
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
from onrecord.present.topics.decisions import Decision
from onrecord.present.topics.values import (
    Claim,
    Counts,
    Dispute,
    Fault,
    Gap,
    Question,
    Said,
    Source,
    Speaker,
)
from onrecord.present.words import act_in_words, counted, verb_in_words
from onrecord.web.policy import digest
from onrecord.web.statement import sheet_of

MOST, MOST_GAPS, MOST_DISPUTES, MOST_LISTED, MOST_CAST = 100, 36, 20, 40, 64
MOST_PLACES = 6  # of one gap
MOST_ASKED = 300  # articles whose whole texts are asked
MOST_LIKE = 8
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

    def __init__(self, ledger: Ledger, database: str, writing: bool = False) -> None:
        super().__init__(ledger, ledger.told("title") or database, _asked(ledger), texts=False)
        self.writing = writing
        self._looks: dict[str, tuple[str, int] | None] = {}
        self.home = f"/-/story/{quote(database)}"
        self.tables = f"/{tilde_encode(database)}"

    @cached_property
    def gaps(self) -> list[Gap]:
        """The first of what is missing still, and of what was and no longer is."""
        return topics.gaps(self.ledger, MOST_GAPS, closed=FIRST_GAPS, places=MOST_PLACES)

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


@dataclass(frozen=True, slots=True)
class Asked:
    """What a page is asked for: its part, the id of what it is about, and words to search for."""

    part: str = ""
    id: str = ""
    words: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Pen:
    """What a page needs for forms: the token against forgery, who writes, and where to go on.

    `done` is what was decided just now.
    """

    csrf: str
    name: str
    back: str
    done: Decision | None = None


def page(ledger: Ledger, database: str, asked: Asked, pen: Pen | None = None) -> str | None:
    """The page of a part, with forms where there is a `pen`; None for what is not there."""
    live = Live(ledger, database, writing=pen is not None)
    part = asked.part
    found = _PARTS[part](live, asked) if part in _PARTS and not _is_bare(asked) else None
    if found is None:
        return None
    template = html.environment().get_template("live.html")
    return template.render(
        d=live, part=part, asked=asked.words, css=sheet(), day=day, gap_kind=gap_kind,
        reason=reason, fault_kind=fault_kind, places_of=places_of, counted=counted,
        first_gaps=FIRST_GAPS, pen=pen, script=_script()[0] if scripted(part, pen) else None,
        act=act_in_words, verb=verb_in_words, moment=reason, most_decisions=MOST, **found,
    )  # fmt: skip


def _is_bare(asked: Asked) -> bool:
    """Whether somebody asks by name for a page that only follows from something."""
    return asked.part in ("refused", "missing") and not asked.problem


def decision(ledger: Ledger, number: str) -> Decision | None:
    """The act of that number; None where there is none."""
    if not number.isdecimal() or len(number) > 15:
        return None
    return next(iter(topics.decisions(ledger, 1, number=int(number))), None)


def moved(ledger: Ledger, part: str, id: str) -> str | None:
    """The id that a claim or a speaker has now, since it was joined with another, or split."""
    tables = {"claim": ("claim", "claim_statement", "attribution"),
              "speaker": ("entity", "entity_member", "article_entity")}  # fmt: skip
    if part not in tables:
        return None
    column, table, member = tables[part]
    query = f"SELECT {column} FROM {table} WHERE {member} = ? AND {column} != ?"  # noqa: S608
    row = ledger.db.execute(query, (id, id)).fetchone()
    return row and str(row[0])


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


def _story(live: Live, _: Asked) -> dict[str, Any]:
    return {"title": live.title}


def _claim(live: Live, asked: Asked) -> dict[str, Any] | None:
    found = topics.claims_by_id(live.ledger, [asked.id]).get(asked.id)
    if found is None:
        return None
    like = topics.like(live.ledger, found, MOST_LIKE) if live.writing else []
    return {"title": found.said.words.text, "told": live.told(found), "like": like}


def _speaker(live: Live, asked: Asked) -> dict[str, Any] | None:
    speaker = topics.speaker(live.ledger, asked.id)
    if speaker is None:
        return None
    gaps = topics.gaps(live.ledger, MOST, withheld_by=asked.id, places=MOST_PLACES)
    said = topics.said_by(live.ledger, asked.id, MOST)
    found: dict[str, Any] = {"title": speaker.name, "voiced": Voiced(speaker, said, gaps)}
    if live.writing:
        found |= {"like": _named_like(live, speaker), "members": _members(live, asked.id)}
    return found


def _named_like(live: Live, speaker: Speaker) -> list[tuple[str, str, str]]:
    """Others who share the last word of a name or spelling: id, name and kind."""
    lasts = {
        name.split()[-1].lower() for name in (speaker.name, *speaker.spellings) if name.split()
    }
    query = (
        "SELECT id, name, kind FROM entity WHERE id != ? AND instr(lower(name), ?) ORDER BY name"
    )
    found = [row for last in sorted(lasts) for row in live.ledger.db.execute(
        f"{query} LIMIT {MOST_LIKE}", (speaker.id, last))]  # fmt: skip
    return list(dict.fromkeys((row["id"], row["name"], row["kind"]) for row in found))[:MOST_LIKE]


def _members(live: Live, id: str) -> list[tuple[str, str, Source]]:
    """The first articles in which somebody is named: the id there, the name, the article."""
    query = (
        "SELECT e.id, e.name, e.article FROM entity_member m "
        "JOIN article_entity e ON e.id = m.article_entity JOIN article a ON a.id = e.article "
        "WHERE m.entity = ? ORDER BY a.published IS NULL, a.published, a.number LIMIT ?"
    )
    rows = live.ledger.db.execute(query, (id, MOST_LISTED)).fetchall()
    cited = topics.sources(live.ledger, {row["article"] for row in rows})
    return [(row["id"], row["name"], cited[row["article"]]) for row in rows]


def _article(live: Live, asked: Asked) -> dict[str, Any] | None:
    try:
        record = live.record(asked.id)
    except KeyError:
        return None
    query = "SELECT id, content FROM stated WHERE article = ? ORDER BY start, end, id"
    rows = live.ledger.db.execute(query, (asked.id,)) if live.writing else ()
    return {"title": record.heading(), "record": record, "listed": [tuple(row) for row in rows]}


def _search(live: Live, asked: Asked) -> dict[str, Any]:
    claims, passages = topics.search(live.ledger, asked.words, MOST)
    return {"title": asked.words or "Search", "claims": claims, "passages": passages}


def _statement(live: Live, asked: Asked) -> dict[str, Any] | None:
    sheet = sheet_of(live.ledger, asked.id)
    return None if sheet is None else {"title": sheet.text, "sheet": sheet}


def _decisions(live: Live, _: Asked) -> dict[str, Any]:
    return {"title": "Decisions", "decisions": topics.decisions(live.ledger, MOST)}


def _refused(_: Live, asked: Asked) -> dict[str, Any]:
    return {"title": "That could not be done", "problem": asked.problem}


def _missing(_: Live, asked: Asked) -> dict[str, Any]:
    return {"title": "Not found", "problem": asked.problem}


_PARTS: dict[str, Callable[[Live, Asked], dict[str, Any] | None]] = {
    "": _story,
    "claim": _claim,
    "speaker": _speaker,
    "article": _article,
    "search": _search,
    "statement": _statement,
    "decisions": _decisions,
    "refused": _refused,
    "missing": _missing,
}


@cache
def _sheet() -> tuple[Markup, str]:
    sheets = (_SHEETS / name for name in ("report.css", "review.css"))
    return _with_digest(html.css() + "".join(sheet.read_text("utf8") for sheet in sheets))


@cache
def _script() -> tuple[Markup, str]:
    return _with_digest((_SHEETS / "select.js").read_text("utf8"))


def sheet() -> Markup:
    """The one style sheet of all pages."""
    return _sheet()[0]


def _with_digest(ours: str) -> tuple[Markup, str]:
    return Markup(ours), digest(ours)  # noqa: S704 - ours, no article's


def scripted(part: str, pen: Pen | None) -> bool:
    """Whether a page has our one script, by which words that are selected become numbers."""
    return part == "statement" and pen is not None


def policy(script: bool = False) -> str:
    """What a live page may do: have its one style sheet, and send its forms here."""
    runs = f"script-src '{_script()[1]}'; " if script else ""
    return (
        f"default-src 'none'; style-src '{_sheet()[1]}'; {runs}form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    )
