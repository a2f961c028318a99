"""What a person may decide about a ledger, the same from a command and from a page.

    same, apart    two claims, speakers or gaps are one, or are not
    split          this one statement, or this name in one article, does not belong to the others
    accept, reject a judgement is right, or wrong
    speaker        who an attribution's words are by: an entity of its article, or nobody named
    span           where its source, cue or content stand
    remove         it is no statement at all
    undo           an act is taken back, and what it took the place of stands again

Each act is one or more judgements in the person's name, added and never edited. What follows is
drawn at once; what a machine would now judge otherwise, `build.decide` has judged anew.
Raises `BadDecision` for what is not there or cannot be.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from onrecord.errors import BadDecision
from onrecord.judged import NOBODY, Evidence, Judgement, Relation, ranges
from onrecord.ledger.judgements import FOUND_AGAIN, PERSON
from onrecord.ledger.ledger import Ledger
from onrecord.ledger.stated import ROLES
from onrecord.values import Span, Spans

LONGEST_NAME, LONGEST_REASON = 100, 2000
_SAME = {
    "attribution": Relation.SAME_CLAIM,
    "article_entity": Relation.SAME_ENTITY,
    "gap": Relation.SAME_GAP,
}
_GROUPS = {
    Relation.SAME_CLAIM: ("claim_statement", "attribution", "claim"),
    Relation.SAME_ENTITY: ("entity_member", "article_entity", "entity"),
    Relation.SAME_GAP: ("gap_thread", "gap", "thread"),
}


@dataclass(frozen=True, slots=True)
class Hand:
    """Who decides, and why. Raises `BadDecision` for a name that is none."""

    name: str
    reason: str = ""

    def __post_init__(self) -> None:
        if not self.name.strip() or not self.name.isprintable():
            raise BadDecision("a decision needs the name of who makes it, on one line")
        if len(self.name) > LONGEST_NAME or len(self.reason) > LONGEST_REASON:
            raise BadDecision(
                f"a name has at most {LONGEST_NAME} characters, a reason {LONGEST_REASON}"
            )

    @property
    def by(self) -> str:
        """As judgements name a person."""
        return PERSON + " ".join(self.name.split())


@dataclass(frozen=True, slots=True)
class Done:
    """An act that was done: its number in the ledger, and the judgements it made or took back."""

    act: str
    number: int
    judgements: tuple[Judgement, ...]


def same(ledger: Ledger, one: str, other: str, hand: Hand) -> Done:
    """Two claims, speakers or gaps are one; whoever said of members of them that they are not is overruled."""
    judgement = _pair(ledger, one, other, hand, holds=True)
    with ledger.transaction():
        overruled = _parted(ledger, judgement)
        done = _done(ledger, "same", [judgement])
        ledger.overrule(overruled, judgement)
    return done


def apart(ledger: Ledger, one: str, other: str, hand: Hand) -> Done:
    """Two claims, speakers or gaps are not one."""
    return _done(ledger, "apart", [_pair(ledger, one, other, hand, holds=False)])


def split(ledger: Ledger, member: str, hand: Hand) -> Done:
    """A statement does not belong to its claim, or a name in one article to its speaker.

    It is parted from each that it is directly held to be one with; the rest stays together as
    far as anything joins it.
    """
    relation = kind_of(ledger, member)
    partners = _partners(ledger, relation, member)
    if not partners:
        raise BadDecision(f"{member} belongs to nothing that it could be split from")
    return _done(
        ledger, "split",
        [Judgement(relation, member, p, hand.by, 1.0, hand.reason, False) for p in partners],
    )  # fmt: skip


def accept(ledger: Ledger, judgement: str, hand: Hand) -> Done:
    """A judgement is right, and those like it between the same claims."""
    return _second(ledger, judgement, hand, agree=True)


def reject(ledger: Ledger, judgement: str, hand: Hand) -> Done:
    """A judgement is wrong, and those like it between the same claims."""
    return _second(ledger, judgement, hand, agree=False)


def speaker(ledger: Ledger, statement: str, entity: str | None, hand: Hand) -> Done:
    """Who a statement's words are by; None for nobody that is named."""
    row = _statement(ledger, statement)
    whose = NOBODY if entity is None else _entity_there(ledger, row["article"], entity)
    return _done(ledger, "speaker", [_correction(ledger, row, Relation.SPOKEN_BY, whose, hand)])


def span(ledger: Ledger, statement: str, role: str, spans: Spans, hand: Hand) -> Done:
    """Where a statement's source, cue or content stand; nowhere, for the first two, if `spans` are none."""
    row = _statement(ledger, statement)
    if role not in ROLES:
        raise BadDecision(f"{role} is no part of a statement; it has {', '.join(ROLES)}")
    if role == "content" and not spans:
        raise BadDecision("a statement without content is none; remove it instead")
    placed = _placed(ledger, row["article"], spans)
    correction = _correction(ledger, row, Relation.STANDS_AT, ranges(placed), hand)
    return _done(ledger, "span", [replace(correction, type=role)])


def remove(ledger: Ledger, statement: str, hand: Hand) -> Done:
    """A statement is none: nothing is told there, or it is the writer's own word."""
    row = _statement(ledger, statement)
    removal = _correction(ledger, row, Relation.STATED_IN, row["article"], hand)
    return _done(ledger, "remove", [replace(removal, holds=False)])


def undo(ledger: Ledger, what: str, hand: Hand) -> Done:
    """Take back an act, by its number, or one judgement of a person, by its id."""
    number, ids = _act(ledger, what)
    with ledger.transaction():
        judgements = [ledger.judgement(id) for id in ids]
        made = ledger.take_back(judgements, hand.by, hand.reason, number)
    return Done("undo", made, tuple(judgements))


def kind_of(ledger: Ledger, id: str) -> Relation:
    """What it would mean that this is the same as another of its kind."""
    for table, relation in _SAME.items():
        if ledger.db.execute(f"SELECT 1 FROM {table} WHERE id = ?", (id,)).fetchone():  # noqa: S608
            return relation
    raise BadDecision(f"the ledger has no claim, speaker or gap {id}; see show --json")


def judgement_of(ledger: Ledger, id: str) -> Judgement:
    """The judgement of that id. Raises `BadDecision` where there is none."""
    try:
        return ledger.judgement(id)
    except KeyError:
        raise BadDecision(f"the ledger has no judgement {id}; see show --json") from None


def _done(ledger: Ledger, act: str, judgements: Sequence[Judgement]) -> Done:
    return Done(act, ledger.decide(act, judgements), tuple(judgements))


def _pair(ledger: Ledger, one: str, other: str, hand: Hand, *, holds: bool) -> Judgement:
    relation, theirs = kind_of(ledger, one), kind_of(ledger, other)
    if relation is not theirs or one == other:
        raise BadDecision(f"{one} and {other} are not two things of one kind")
    return Judgement(relation, one, other, hand.by, 1.0, hand.reason, holds)


def _parted(ledger: Ledger, joined: Judgement) -> list[str]:
    """Persons' judgements that keep apart any of the two groups that are to be one."""
    table, member, group = _GROUPS[joined.relation]
    query = f"""
        SELECT j.id FROM judgement j JOIN {table} a ON a.{member} = j.subject
        JOIN {table} b ON b.{member} = j.object
        JOIN {table} x ON x.{member} = ? JOIN {table} y ON y.{member} = ?
        WHERE j.relation = ? AND NOT j.holds AND j.made_by LIKE 'person: %'
          AND j.superseded_by IS NULL AND (a.{group} = x.{group} AND b.{group} = y.{group}
            OR a.{group} = y.{group} AND b.{group} = x.{group})"""  # noqa: S608 - our own names
    given = (joined.subject, joined.object, joined.relation.value)
    return [row[0] for row in ledger.db.execute(query, given)]


def _partners(ledger: Ledger, relation: Relation, member: str) -> list[str]:
    """Those of its group with which something holds a member to be one."""
    table, column, group = _GROUPS[relation]
    found: dict[str, None] = {}
    for mine, other in (("subject", "object"), ("object", "subject")):
        query = f"""
            SELECT j.{other} FROM judgement j JOIN {table} a ON a.{column} = j.{mine}
            JOIN {table} b ON b.{column} = j.{other} AND b.{group} = a.{group}
            WHERE j.{mine} = ? AND j.relation = ? AND j.holds AND j.superseded_by IS NULL
            ORDER BY j.{other}"""  # noqa: S608 - our own names
        rows = ledger.db.execute(query, (member, relation.value))
        found.update(dict.fromkeys(row[0] for row in rows))
    return list(found)


def _second(ledger: Ledger, judgement: str, hand: Hand, *, agree: bool) -> Done:
    decided = [
        replace(
            found, by=hand.by, score=1.0, reason=hand.reason, parts=(),
            holds=found.holds if agree else not found.holds,
        )
        for found in _alike(ledger, judgement_of(ledger, judgement))
    ]  # fmt: skip
    return _done(ledger, "accept" if agree else "reject", decided)


def _alike(ledger: Ledger, one: Judgement) -> list[Judgement]:
    """The judgement and those of its kind between statements of the same two claims.

    What is said within one claim (that two are the same) is said of that pair alone.
    """
    query = """
        SELECT j.id FROM claim_statement a JOIN claim_statement c ON c.claim = a.claim
        JOIN claim_statement b ON b.attribution = ? JOIN claim_statement d ON d.claim = b.claim
        JOIN standing j ON j.relation = ? AND j.type IS ? AND j.holds = ?
            AND ((j.subject = c.attribution AND j.object = d.attribution)
              OR (j.object = c.attribution AND j.subject = d.attribution))
        WHERE a.attribution = ? AND a.claim != b.claim"""
    given = (one.object, one.relation.value, one.type, int(one.holds), one.subject)
    ids = {row[0] for row in ledger.db.execute(query, given)} | {one.id}
    return [ledger.judgement(id) for id in sorted(ids)]


def _statement(ledger: Ledger, id: str) -> sqlite3.Row:
    row = ledger.db.execute("SELECT id, article FROM attribution WHERE id = ?", (id,)).fetchone()
    if row is None:
        raise BadDecision(f"the ledger has no statement {id}; see show --json")
    found: sqlite3.Row = row
    return found


def _entity_there(ledger: Ledger, article: str, wanted: str) -> str:
    """The entity of an article that an id, there or of the whole story, or a name is of."""
    query = """
        SELECT e.id FROM article_entity e
        LEFT JOIN entity_member m ON m.article_entity = e.id
        WHERE e.article = ?1 AND (e.id = ?2 OR m.entity = ?2 OR lower(e.name) = lower(?2))
        ORDER BY e.id != ?2, e.id"""
    found = [row[0] for row in ledger.db.execute(query, (article, wanted))]
    if not found or (found[0] != wanted and len(found) > 1):
        rows = ledger.db.execute(
            "SELECT id, name FROM article_entity WHERE article = ? ORDER BY name, id", (article,)
        )
        names = ", ".join(f"{row['name']} ({row['id']})" for row in rows)
        problem = "more than one" if found else "nobody"
        raise BadDecision(f"the statement's article names {problem} as {wanted}; it has {names}")
    return str(found[0])


def _placed(ledger: Ledger, article: str, spans: Iterable[Span]) -> Spans:
    """The spans in order. Raises `BadDecision` where they overlap or leave the text."""
    query = "SELECT text FROM article WHERE id = ?"
    text = ledger.db.execute(query, (article,)).fetchone()[0]
    placed = tuple(sorted(spans))
    for one in placed:
        if one.end > len(text):
            raise BadDecision(
                f"{one.start}:{one.end} is outside the article, which has {len(text)}"
            )
        if not one.of(text).strip():
            raise BadDecision(f"{one.start}:{one.end} holds nothing but space")
    if any(one.overlaps(other) for one, other in pairwise(placed)):
        raise BadDecision(f"the pieces {ranges(placed)} overlap")
    return placed


def _correction(
    ledger: Ledger, row: sqlite3.Row, relation: Relation, object: str, hand: Hand
) -> Judgement:
    """What is said of a statement, with where it was read, by which it is found again."""
    query = "SELECT start, end FROM span WHERE owner = ? AND role = 'content' ORDER BY piece"
    at = tuple(Span(*found) for found in ledger.db.execute(query, (row["id"],)))
    evidence = (Evidence(row["article"], at),)
    return Judgement(relation, row["id"], object, hand.by, 1.0, hand.reason, evidence=evidence)


def _act(ledger: Ledger, what: str) -> tuple[int | None, list[str]]:
    """The number of an act and what stands of its judgements. Raises `BadDecision`."""
    db = ledger.db
    if what.isdecimal() and len(what) < 16:
        row = db.execute("SELECT act FROM decision WHERE number = ?", (int(what),)).fetchone()
        if row is None:
            raise BadDecision(f"the ledger has no decision {what}; see onrecord review list")
        if row["act"] == "undo":
            raise BadDecision(f"decision {what} took another back; decide anew instead")
        query = "SELECT judgement FROM decided WHERE decision = ? ORDER BY judgement"
        ids = [_standing(db, row[0]) for row in db.execute(query, (int(what),)).fetchall()]
        number: int | None = int(what)
    else:
        if not judgement_of(ledger, what).by.startswith(PERSON):
            raise BadDecision(f"{what} is the machine's; use reject")
        query = "SELECT max(decision) FROM decided WHERE judgement = ?"
        ids, number = [_standing(db, what)], db.execute(query, (what,)).fetchone()[0]
    found = [id for id in dict.fromkeys(ids) if id is not None]
    if not found:
        raise BadDecision(f"{what} stands no longer; there is nothing to take back")
    return number, found


def _standing(db: sqlite3.Connection, id: str) -> str | None:
    """The judgement, or what it became when a newer reader came; None where it stands no longer."""
    while True:
        query = "SELECT superseded_by FROM judgement WHERE id = ?"
        by = db.execute(query, (id,)).fetchone()[0]
        if by is None:
            return id
        if not by.startswith(FOUND_AGAIN):
            return None
        id = by.removeprefix(FOUND_AGAIN)
