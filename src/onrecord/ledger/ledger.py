"""A ledger, as the rest of onrecord sees it.

    with Ledger.open("story.ledger", create=True) as ledger:
        ledger.verify()

Writing goes through methods that each are one transaction, or that join the one that is open;
`db` is there for reading, with plain SQL, by anybody.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType
from typing import Any

from onrecord.errors import BadLedger, ItemError
from onrecord.judged import CORRECTIONS, Judgement, Profile, Relation, Statement, Text
from onrecord.ledger import (
    carry,
    clusters,
    derive,
    judgements,
    observed,
    postings,
    seen,
    stated,
    store,
    verify,
)
from onrecord.ledger.clusters import CLAIMS, ENTITIES, GAPS, ORIGINS, Grouping
from onrecord.ledger.postings import Found
from onrecord.ledger.store import Fault
from onrecord.values import Article, Reading

_GROUPINGS: dict[Relation, Grouping] = {
    Relation.SAME_ENTITY: ENTITIES,
    Relation.SAME_CLAIM: CLAIMS,
    Relation.CONTRADICTS: CLAIMS,
    Relation.CHANGES: CLAIMS,
    Relation.SAME_ORIGIN: ORIGINS,
    Relation.SAME_GAP: GAPS,
}
ONE_STORY = 1.0
PROFILES = 2_048
"""Entities kept at hand, at most, and names around as many gaps; some 2 MB."""


class Ledger:
    """One SQLite file that holds the record of a story."""

    def __init__(self, path: Path, db: sqlite3.Connection) -> None:
        self.path, self.db = path, db
        self._profiles: dict[str, Profile] = {}
        self._named: dict[str, tuple[str, ...]] = {}
        self._around: dict[str, tuple[str, ...]] = {}

    @classmethod
    def open(cls, path: str | Path, *, create: bool = False, read_only: bool = False) -> Ledger:
        """The ledger at `path`, made where there is none if `create` says so.

        Raises `BadLedger` where there is none, where the file is no ledger, or where it is one of
        another version that cannot be brought up to this one.
        """
        return cls(Path(path), store.connection(Path(path), create, read_only))

    def __enter__(self) -> Ledger:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self.db.close()

    def keep_at_hand(self, mb: int) -> None:
        """Of the file, so many MB of pages in memory and no more; 64 unless told."""
        store.keep_at_hand(self.db, mb)

    def transaction(self) -> AbstractContextManager[None]:
        """What is written within it is written whole or not at all; one within another joins it."""
        return store.transaction(self.db)

    def snapshot(self) -> AbstractContextManager[None]:
        """All that is read within it is of one moment, whoever writes meanwhile."""
        return store.snapshot(self.db)

    # -- given

    def told(self, key: str) -> str | None:
        """What was said of the story as a whole: its `title`, or the YAML of its `template`."""
        if not self.db.execute("SELECT 1 FROM sqlite_master WHERE name = 'story'").fetchone():
            return None  # a ledger of an older onrecord, open to be read only
        row = self.db.execute("SELECT value FROM story WHERE key = ?", (key,)).fetchone()
        return row[0] if row else None

    def tell(self, key: str, value: str) -> None:
        """Say what the story is called (`title`), or the YAML of the questions it should answer."""
        with self.transaction():
            self.db.execute("INSERT OR REPLACE INTO story VALUES (?, ?)", (key, value))

    # -- observed

    def has(self, article: Article) -> bool:
        """Whether the article is in the ledger already."""
        id = observed.article_id(article)
        return self.db.execute("SELECT 1 FROM article WHERE id = ?", (id,)).fetchone() is not None

    def add(self, reading: Reading, reader: str, keep_original: bool = True) -> str:
        """Write an article and what was found in it; gives its id in the ledger.

        `reader` names the version that read it. Nothing is matched: that is `build`'s.
        """
        with self.transaction():
            id = observed.add_article(self.db, reading.article, reader, keep_original)
            observed.add_reading(self.db, id, reading)
            stated.state(self.db, id)
            derive.number_versions(self.db, reading.article.url)
        return id

    def reread(self, id: str, reading: Reading, reader: str) -> None:
        """Put what a newer reader found in place of what the older one did.

        What persons decided about things of the article is kept: where such a thing has another
        id now, it is found again by its words.
        """
        with self.transaction():
            owners = [id, *self.owners("attribution", id), *self.owners("article_entity", id)]
            owners += self.owners("gap", id)
            judgements.supersede_machine(self.db, owners, reader)
            self._forget_profiles()
            places = carry.places(self.db, id)
            postings.forget(self.db, id)
            observed.clear_reading(self.db, id)
            observed.add_reading(self.db, id, reading)
            carry.over(self.db, id, places)
            stated.state(self.db, id)
            change = "UPDATE article SET reader = ?, matched = NULL WHERE id = ?"
            self.db.execute(change, (reader, id))

    def forget_matching(self, by: str) -> None:
        """Let no machine's judgement stand, and make every article one that waits for matching."""
        with self.transaction():
            self.db.execute(
                "UPDATE judgement SET superseded_by = ? "
                "WHERE superseded_by IS NULL AND made_by NOT LIKE 'person: %'",
                (by,),
            )
            self.db.execute("DELETE FROM posting")
            self.db.execute("DELETE FROM posted")
            self.db.execute("UPDATE article SET matched = NULL")
            derive.empty(self.db)

    def skip(self, error: ItemError) -> None:
        """Record that an item was left out."""
        with self.transaction():
            observed.skip(self.db, error)

    def articles(self, where: str = "1", *given: object) -> Iterator[tuple[str, Article]]:
        """Ids and articles, in the order in which they came.

        `where` is a condition in SQL on the table `article`, with a `?` for each of `given`.
        """
        query = f"SELECT * FROM article WHERE {where} ORDER BY number"  # noqa: S608 - our callers
        for row in self.db.execute(query, given):
            yield row["id"], observed.article_of(row)

    def owners(self, table: str, article: str) -> list[str]:
        """Ids of an article's rows in a table, in order of the text where there is one."""
        order = "place_in_text" if table in ("attribution", "stated") else "rowid"
        query = f"SELECT id FROM {table} WHERE article = ? ORDER BY {order}"  # noqa: S608
        return [row[0] for row in self.db.execute(query, (article,))]

    def versions(self, article: str) -> list[str]:
        """Articles that were published at the same address, the article itself left out."""
        query = """
            SELECT other.id FROM article this JOIN article other ON other.url = this.url
            WHERE this.id = ? AND other.id != this.id ORDER BY other.number"""
        return [row[0] for row in self.db.execute(query, (article,))]

    def one_story(self, one: str, other: str) -> bool:
        """Whether two articles name so many of the same, whom few others name, as one story does."""
        return seen.company_shared(self.db, one, other) >= ONE_STORY

    def statements(self, ids: Iterable[str]) -> dict[str, Statement]:
        """Attributions by id, as matching sees them."""
        return seen.statements(self.db, ids)

    def named(self, entities: Iterable[str]) -> dict[str, tuple[str, str]]:
        """For each entity of an article what it is across articles, and the name it has there."""
        query = (
            "SELECT m.article_entity, m.entity, e.name FROM entity_member m "
            "JOIN article_entity e ON e.id = m.article_entity WHERE m.article_entity IN"
        )
        return {row[0]: (row[1], row[2]) for row in clusters.rows_in(self.db, query, entities)}

    def article_of(self, statements: Iterable[str]) -> dict[str, str]:
        """The article of each of these statements."""
        query = "SELECT id, article FROM stated WHERE id IN"
        return {row[0]: row[1] for row in clusters.rows_in(self.db, query, statements)}

    def beside(self, statement: Statement) -> list[Statement]:
        """All statements of the article of one."""
        return list(self.statements(self.owners("attribution", statement.article)).values())

    def profiles(self, ids: Iterable[str]) -> dict[str, Profile]:
        """Entities by id, as matching sees them.

        They are what was observed, so they are kept at hand: those that stand for a name which
        is everywhere are asked for with every article.
        """
        wanted = list(ids)
        if len(self._profiles) > PROFILES:
            self._forget_profiles()
        unknown = [id for id in wanted if id not in self._profiles]
        self._profiles |= seen.profiles(self.db, unknown, self._named)
        return {id: self._profiles[id] for id in wanted if id in self._profiles}

    def _forget_profiles(self) -> None:
        self._profiles.clear()
        self._named.clear()
        self._around.clear()

    def texts(self, ids: Iterable[str]) -> dict[str, Text]:
        """Articles by id, as matching sees them."""
        return seen.texts(self.db, ids)

    def gaps(self, ids: Iterable[str]) -> list[dict[str, Any]]:
        """Gaps by id, with the names around them and what their article is about."""
        if len(self._around) > PROFILES:
            self._around.clear()
        return seen.gaps(self.db, ids, self._around)

    # -- judged

    def look_up(self, kind: str, keys: Iterable[str]) -> Found:
        """Who has these keys, among entities, statements, gaps or texts."""
        return self.look_up_all(kind, {"": keys})[""]

    def look_up_all(self, kind: str, keys: Mapping[str, Iterable[str]]) -> dict[str, Found]:
        """The same for many things at once, by their ids."""
        return postings.look_up(self.db, kind, keys)

    def group_of(self, relation: Relation, members: Iterable[str]) -> dict[str, str]:
        """What each of `members` belongs to: its entity, claim, origin or gap across articles."""
        return clusters.group_of(self.db, _GROUPINGS[relation], members)

    def post(self, kind: str, article: str, posts: Mapping[str, Found]) -> None:
        """Make things of an article, by id, findable by what they were looked up by."""
        number = self.db.execute("SELECT number FROM article WHERE id = ?", (article,)).fetchone()
        postings.post(self.db, kind, number[0], posts)

    def record(self, decided: Iterable[Judgement]) -> None:
        """Write judgements; what follows from them is left to `admit` or `derive`."""
        judgements.add(self.db, decided)

    def judge(self, judgement: Judgement) -> None:
        """Write a person's judgement, and draw the consequences at once.

        Its `by` begins with "person: ". One of persons' that says the opposite stands no longer.
        """
        self.decide("accept" if judgement.holds else "reject", [judgement])

    def decide(self, act: str, decided: Sequence[Judgement]) -> int:
        """Write what a person decided in one act, and draw the consequences; gives its number.

        All of it is by the same person for the same reason.
        """
        with self.transaction():
            for judgement in decided:
                judgements.overrule(self.db, judgement)
            judgements.add(self.db, decided)
            by, reason = decided[0].by, decided[0].reason
            number = judgements.enact(self.db, act, by, reason, [j.id for j in decided])
            self._follow(decided)
        return number

    def undo(self, judgement: str, by: str) -> None:
        """Let a judgement stand no longer; `by` says who took it back.

        Raises `KeyError` where there is none of that id.
        """
        with self.transaction():
            found = self.judgement(judgement)
            query = "SELECT max(decision) FROM decided WHERE judgement = ?"
            self.take_back([found], by, "", self.db.execute(query, (judgement,)).fetchone()[0])

    def take_back(self, decided: Sequence[Judgement], by: str, reason: str, act: int | None) -> int:
        """Let judgements stand no longer, and those again that they took the place of."""
        with self.transaction():
            judgements.supersede(self.db, [j.id for j in decided], by)
            for judgement in decided:
                judgements.revive(self.db, judgement.id)
            number = judgements.enact(self.db, "undo", by, reason, [j.id for j in decided], act)
            self._follow(decided)
        return number

    def _follow(self, decided: Iterable[Judgement]) -> None:
        members: dict[Relation, dict[str, None]] = {}
        for judgement in decided:
            pair = (judgement.subject, judgement.object)
            members.setdefault(judgement.relation, {}).update(dict.fromkeys(pair))
        for relation, touched in members.items():
            self.follow(relation, touched)

    def follow(self, relation: Relation, members: Iterable[str]) -> None:
        """Draw the consequences of judgements of one kind, in which these are, once more."""
        if relation in CORRECTIONS:
            derive.restate(self.db, members)
        elif relation is Relation.CLOSES:
            derive.close_gaps(self.db, members)
        elif grouping := _GROUPINGS.get(relation):
            derive.groups(self.db, grouping, members)

    def overrule(self, ids: Iterable[str], by: Judgement) -> None:
        """Let persons' judgements stand no longer that a later one takes the place of."""
        with self.transaction():
            judgements.supersede(self.db, ids, by.id)
            self._follow([by])

    def pairs_of(self, statement: str) -> list[tuple[str, str]]:
        """Pairs that a machine ever judged this to be in, as subject and object."""
        query = (
            "SELECT DISTINCT subject, object FROM judgement "
            "WHERE made_by NOT LIKE 'person: %' AND {} = ? ORDER BY subject, object"
        )
        ends = (query.format("subject"), query.format("object"))
        return [tuple(row) for end in ends for row in self.db.execute(end, (statement,))]

    def forget_statement(self, statement: str, by: str) -> None:
        """Let no machine's judgement about a statement stand, nor let it be found by its words."""
        judgements.supersede_machine(self.db, [statement], by)
        query = "SELECT article FROM attribution WHERE id = ?"
        for (article,) in self.db.execute(query, (statement,)).fetchall():
            postings.forget(self.db, article, [statement])

    def copied(self, article: str) -> list[Judgement]:
        """From whom an article took text, as far as that stands."""
        query = (
            "SELECT * FROM standing WHERE relation = 'copied from' AND holds AND subject = ? "
            "ORDER BY score DESC, id"
        )
        return [judgements.read(self.db, row) for row in self.db.execute(query, (article,))]

    def lost(self) -> list[str]:
        """Judgements of persons that no longer find what they are about."""
        return stated.lost(self.db)

    def judgement(self, id: str) -> Judgement:
        """A judgement by its id. Raises `KeyError` where there is none."""
        row = self.db.execute("SELECT * FROM judgement WHERE id = ?", (id,)).fetchone()
        if row is None:
            raise KeyError(id)
        return judgements.read(self.db, row)

    # -- derived

    def admit(self, relation: Relation, new: list[str]) -> None:
        """Give new entities, statements or gaps their places among those that are there."""
        grouping = _GROUPINGS[relation]
        if grouping is ENTITIES:
            derive.admit_entities(self.db, new)
        elif grouping is GAPS:
            derive.admit_gaps(self.db, new)
        else:
            derive.admit_statements(self.db, new)

    def close_gaps(self, gaps: Iterable[str]) -> None:
        """Draw the consequences of judgements that close these gaps."""
        derive.close_gaps(self.db, gaps)

    def derive(self) -> None:
        """Make all that is derived anew."""
        with self.transaction():
            derive.everything(self.db)

    def verify(self) -> list[Fault]:
        """Every span sliced, every id derived, every reference followed again; no faults is sound.

        All is looked at as it was at one moment, whoever writes meanwhile.
        """
        with self.snapshot():
            return list(verify.faults(self.db))

    def blamed(self, error: Exception) -> BadLedger | None:
        """What to say instead of `error`, where the file is at fault and not onrecord."""
        if helps := store.remedy(error):
            return BadLedger(f"{self.path}: {helps}")
        if not isinstance(error, (sqlite3.Error, *verify.NONSENSE)):
            return None
        try:
            fault = next(iter(verify.faults(self.db)), None)
        except (sqlite3.Error, *verify.NONSENSE):
            return None
        if fault is None:
            return None
        return BadLedger(
            f"{self.path}: is not as onrecord wrote it ({fault}); onrecord verify lists all that "
            "is wrong; take a copy made before, or build it again"
        )

    def without_originals(self) -> int:
        """How many articles cannot be held against the bytes they were read from."""
        return verify.without_originals(self.db)

    def groups(self, grouping: str) -> dict[str, str]:
        """Who belongs to whom: member to group, for "entity", "claim", "origin" or "thread"."""
        by = next(g for g in (ENTITIES, CLAIMS, ORIGINS, GAPS) if g.group == grouping)
        query = f"SELECT {by.member}, {by.group} FROM {by.table}"  # noqa: S608 - our own names
        return dict(self.db.execute(query).fetchall())
