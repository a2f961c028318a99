"""What changed when an article was published again at its address, statement by statement.

A statement is kept while its words still stand in the newer text, whether or not the reader drew
its edges alike both times. What no longer stands is held against what is new: two statements that
are judged to belong together (one claim, a change, a contradiction), or most of whose words are
the same, are one statement altered, and both wordings are shown with the words in which they part.
The rest was removed or added. A note in which an outlet owns to a correction is looked for in the
new text alone; a revision that alters statements and has none is `silent`.

Nothing is stored: it all follows from the two texts and the judgements that stand.
"""

from __future__ import annotations

import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import groupby, product

from onrecord.ledger.clusters import rows_in
from onrecord.ledger.stated import spans_in
from onrecord.text import fold, paragraphs, sentences
from onrecord.values import Span, Spans, hull, text_of

ROLES = ("source", "cue", "content")
ALIKE = 0.6
"""Share of the words of two contents that are the same, in the same order, from which they are
one statement in two wordings, without any judgement that says so."""
MIN_WORDS = 4
LINKS = ("same claim", "same origin", "changes", "contradicts")

_WORD = re.compile(r"\w+")
_NOTE = re.compile(
    r"\A(?:correction|corrected|clarification|editor'?s? note|erratum|updated?)\b[^.:]{0,40}[:.]"
    r"|\b(?:earlier|previous|original|first) (?:version|edition) of th(?:is|e)\b"
    r"|\bthis (?:article|story|report|page) (?:has been|was) (?:since )?"
    r"(?:amended|corrected|updated|edited|changed|revised)\b"
    r"|\bwe (?:regret|apologi[sz]e for) the error\b"
)


@dataclass(frozen=True, slots=True)
class Version:
    """One of the texts at an address: its article, its place among them, 1 for the oldest."""

    article: str
    number: int
    published: str | None
    title: str | None


@dataclass(frozen=True, slots=True)
class Words:
    """Words of an article, and where they stand in it."""

    text: str
    spans: Spans


@dataclass(frozen=True, slots=True)
class Wording:
    """A statement as one version has it; `speaker` is the name across articles, where known."""

    attribution: str
    article: str
    speaker: str | None
    source: Words | None
    cue: Words | None
    content: Words


@dataclass(frozen=True, slots=True)
class Difference:
    """Words of one role (source, cue, content) that took the place of others; None for nothing."""

    role: str
    before: Words | None
    after: Words | None


@dataclass(frozen=True, slots=True)
class Alteration:
    """One statement in two wordings, and the judgement that joins them, where there is one."""

    before: Wording
    after: Wording
    differences: tuple[Difference, ...]
    likeness: float
    judgement: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Revision:
    """What the newer of two texts at one address did to the statements of the older."""

    url: str
    before: Version
    after: Version
    kept: int
    removed: tuple[Wording, ...] = ()
    added: tuple[Wording, ...] = ()
    altered: tuple[Alteration, ...] = ()
    notes: tuple[Words, ...] = ()

    @property
    def silent(self) -> bool:
        """Whether statements went or were altered, and no note says so."""
        return bool(self.removed or self.altered) and not self.notes


def revisions(db: sqlite3.Connection) -> Iterator[Revision]:
    """Every text that came after another at its address, beside the one before it."""
    pairs = "SELECT previous, article FROM version WHERE previous NOTNULL ORDER BY url, number"
    for before, after in db.execute(pairs).fetchall():
        yield revision(db, before, after)


def revision(db: sqlite3.Connection, before: str, after: str) -> Revision:
    """What changed from one version of an article to another. Raises `KeyError`."""
    url, older = _version(db, before)
    _, newer = _version(db, after)
    old, new = _Text(db, before), _Text(db, after)
    pairs, gone, come = _paired(old, new, _links(db, old, new))
    altered = [
        _altered(old, new, pair)
        for pair in pairs
        if not (new.holds(old.whole[pair.before]) and old.holds(new.whole[pair.after]))
    ]
    removed = [one for one in gone if not new.holds(old.whole[one])]
    notes = tuple(_notes(new, old))
    noted = [span for note in notes for span in note.spans]
    added = [
        one
        for one in come
        if not old.holds(new.whole[one]) and not _inside(new.said[one].content.spans, noted)
    ]
    return Revision(
        url, older, newer,
        kept=len(old.said) - len(altered) - len(removed),
        removed=tuple(old.said[one] for one in removed),
        added=tuple(new.said[one] for one in added),
        altered=tuple(sorted(altered, key=lambda a: a.before.content.spans)),
        notes=notes,
    )  # fmt: skip


def _inside(spans: Spans, notes: Sequence[Span]) -> bool:
    """Whether a statement stands in a note of correction: then it is the note's, and is not new."""
    return any(n.start <= spans[0].start and spans[-1].end <= n.end for n in notes)


def _version(db: sqlite3.Connection, article: str) -> tuple[str, Version]:
    row = db.execute(
        "SELECT v.url, v.number, a.published, a.title FROM version v "
        "JOIN article a ON a.id = v.article WHERE a.id = ?",
        (article,),
    ).fetchone()
    if row is None:
        raise KeyError(article)
    return row["url"], Version(article, row["number"], row["published"], row["title"])


class _Text:
    """An article and its statements, made plain for comparing.

    `whole` holds all words of a statement, from its first to its last, in order of the text.
    """

    def __init__(self, db: sqlite3.Connection, article: str) -> None:
        self.article = article
        row = db.execute("SELECT text FROM article WHERE id = ?", (article,)).fetchone()
        self.text: str = row["text"]
        self._plain = _padded(plain_words(self.text))
        self.said = {said.attribution: said for said in _wordings(db, article, self.text)}
        self.whole = {
            id: plain_words(hull(tuple(_all_spans(said))).of(self.text))
            for id, said in self.said.items()
        }

    def holds(self, words: Sequence[str]) -> bool:
        """Whether these words stand somewhere in the text, one after the other."""
        return _padded(words) in self._plain


def _all_spans(said: Wording) -> Iterator[Span]:
    for part in (said.source, said.cue, said.content):
        yield from part.spans if part else ()


def plain_words(text: str) -> list[str]:
    """The words of a text without marks, accents and capitals."""
    return _WORD.findall(fold(text).text)


def _padded(words: Sequence[str]) -> str:
    return f" {' '.join(words)} "


_SAID = """
SELECT s.id, coalesce(e.name, l.name) AS speaker FROM stated s
LEFT JOIN article_entity l ON l.id = s.speaker
LEFT JOIN entity_member m ON m.article_entity = s.speaker LEFT JOIN entity e ON e.id = m.entity
WHERE s.article = ? ORDER BY s.place_in_text"""


def _wordings(db: sqlite3.Connection, article: str, text: str) -> Iterator[Wording]:
    spans = spans_in(db, article)

    def words(owner: str, role: str) -> Words | None:
        found = spans.get((owner, role), ())
        return Words(text_of(found, text), found) if found else None

    for row in db.execute(_SAID, (article,)).fetchall():
        id = row["id"]
        content = words(id, "content")
        if content is not None:
            yield Wording(
                id, article, row["speaker"], words(id, "source"), words(id, "cue"), content
            )


@dataclass(frozen=True, slots=True)
class _Link:
    """Why two statements belong together, from the judgements."""

    judgement: str | None = None
    reason: str | None = None


def _links(db: sqlite3.Connection, old: _Text, new: _Text) -> dict[tuple[str, str], _Link]:
    """Pairs of statements (of the old, of the new) that judgements put side by side."""
    claims: dict[str, list[str]] = defaultdict(list)
    query = "SELECT attribution, claim FROM claim_statement WHERE attribution IN"
    for id, claim in rows_in(db, query, [*old.said, *new.said]):
        claims[claim].append(id)
    found = {
        (one, other): _Link()
        for members in claims.values()
        for one, other in product(members, members)
        if one in old.said and other in new.said
    }
    marks = ", ".join("?" * len(LINKS))
    for end, other_end in (("subject", "object"), ("object", "subject")):
        query = (
            f"SELECT id, reason, {end} AS one, {other_end} AS other FROM standing "  # noqa: S608
            f"WHERE holds AND relation IN ({marks}) AND {end} = ? ORDER BY score, id"
        )
        for one in old.said:
            for row in db.execute(query, (*LINKS, one)):
                if row["other"] in new.said:
                    found[one, row["other"]] = _Link(row["id"], row["reason"])
    return found


@dataclass(frozen=True, slots=True)
class _Pair:
    before: str
    after: str
    likeness: float
    link: _Link = field(default_factory=_Link)


def _paired(
    old: _Text, new: _Text, links: dict[tuple[str, str], _Link]
) -> tuple[list[_Pair], list[str], list[str]]:
    """Statements of the old with those of the new, each once; and what is left of either."""
    left, right = dict.fromkeys(old.said), dict.fromkeys(new.said)
    pairs = []
    for pair in (*_same_words(old, new), *_likest(old, new, links)):
        if pair.before in left and pair.after in right:
            del left[pair.before], right[pair.after]
            pairs.append(pair)
    return pairs, list(left), list(right)


def _same_words(old: _Text, new: _Text) -> Iterator[_Pair]:
    """Statements whose words are the same from first to last, in order."""
    waiting: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for id, words in new.whole.items():
        waiting[tuple(words)].append(id)
    for id, words in old.whole.items():
        if others := waiting.get(tuple(words)):
            yield _Pair(id, others.pop(0), 1.0)


def _likest(old: _Text, new: _Text, links: dict[tuple[str, str], _Link]) -> list[_Pair]:
    """Statements that belong together, the likest first."""
    here = {id: plain_words(said.content.text) for id, said in old.said.items()}
    there = {id: plain_words(said.content.text) for id, said in new.said.items()}
    pairs = []
    for one, other in product(here, there):
        link = links.get((one, other))
        likeness = _likeness(here[one], there[other], ALIKE if link is None else 0.0)
        if link is not None or likeness >= ALIKE:
            pairs.append(_Pair(one, other, likeness, link or _Link()))
    return sorted(pairs, key=lambda pair: -pair.likeness)


def _likeness(one: Sequence[str], other: Sequence[str], least: float) -> float:
    """Share of words that are the same in the same order; 0 where it is sure to be under `least`.

    Contents of a few words are alike only where they are the same: "it was" is in every article.
    """
    if min(len(one), len(other)) < MIN_WORDS:
        return float(one == other)
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= least else 0.0


def _altered(old: _Text, new: _Text, pair: _Pair) -> Alteration:
    before, after = old.said[pair.before], new.said[pair.after]
    parting = tuple(
        difference
        for role in ROLES
        for difference in _differences(role, _tokens(old, before, role), _tokens(new, after, role))
    )
    return Alteration(
        before, after, parting, round(pair.likeness, 3), pair.link.judgement, pair.link.reason
    )


@dataclass(frozen=True, slots=True)
class _Tokens:
    """The words of one role of a statement, each with the piece it is in and where it stands."""

    text: str
    plain: tuple[str, ...] = ()
    at: tuple[tuple[int, Span], ...] = ()

    def words(self, start: int, end: int) -> Words | None:
        """Words `start` to `end`, or None where there are none."""
        if start == end:
            return None
        pieces = groupby(self.at[start:end], key=lambda placed: placed[0])
        spans = tuple(hull(tuple(span for _, span in piece)) for _, piece in pieces)
        return Words(text_of(spans, self.text), spans)


def _tokens(of: _Text, said: Wording, role: str) -> _Tokens:
    held: Words | None = getattr(said, role)
    found = [
        (piece, Span(m.start(), m.end()))
        for piece, span in enumerate(held.spans if held else ())
        for m in _WORD.finditer(of.text, span.start, span.end)
    ]
    return _Tokens(of.text, tuple(fold(at.of(of.text)).text for _, at in found), tuple(found))


def _differences(role: str, before: _Tokens, after: _Tokens) -> Iterable[Difference]:
    matcher = SequenceMatcher(None, before.plain, after.plain, autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag != "equal":
            yield Difference(role, before.words(i1, i2), after.words(j1, j2))


def _notes(new: _Text, old: _Text) -> Iterator[Words]:
    """Where the new text says that an older one was wrong: the paragraph, or one sentence of it."""
    for paragraph in paragraphs(new.text):
        inside = sentences(new.text, [paragraph])
        telling = [s for s in inside if _NOTE.search(fold(s.of(new.text)).text)]
        if inside and inside[0] in telling:
            telling = [paragraph]
        for span in telling:
            if not old.holds(plain_words(span.of(new.text))):
                yield Words(span.of(new.text), (span,))
