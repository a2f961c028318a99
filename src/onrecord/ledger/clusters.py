"""Judgements about pairs become groups: one entity, one claim, one origin, one gap.

A group is what joins hold together, save where somebody or something says that two may not be
one: joins are then taken in order, persons' first, the surest next, and one that would bring
such a pair together is passed over. The outcome depends on the judgements alone and not on the
order in which articles came.

Adding an article must not cost more in a large ledger than in a small one. Where nothing is held
apart, a new member simply takes the name of the group it joins, and of two groups the one that
came later takes the name of the other. Only where something is held apart is a group (and all
that its joins reach) made anew.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import chain

from onrecord.judged import Relation


@dataclass(frozen=True, slots=True)
class Grouping:
    """Which table keeps who belongs to whom, and which judgements join and part its members."""

    table: str
    member: str
    group: str
    owner: str
    joins: Relation
    parts: tuple[Relation, ...] = ()
    summary: tuple[str, str] | None = None  # the table with a row a group, its column of members


ENTITIES = Grouping(
    "entity_member", "article_entity", "entity", "article_entity", Relation.SAME_ENTITY,
    summary=("entity", "members"),
)  # fmt: skip
CLAIMS = Grouping(
    "claim_statement", "attribution", "claim", "attribution", Relation.SAME_CLAIM,
    (Relation.CONTRADICTS, Relation.CHANGES), ("claim", "statements"),
)  # fmt: skip
ORIGINS = Grouping("claim_statement", "attribution", "origin", "attribution", Relation.SAME_ORIGIN)
GAPS = Grouping("gap_thread", "gap", "thread", "gap", Relation.SAME_GAP)
AT_ONCE = 500
Order = tuple[int, str]
FIRST: Order = (0, "")  # a name whose bearer is being read again


@dataclass(slots=True)
class Placed:
    """What became of groups when new members came.

    `touched` are all of them, those that are no more among them. `united` are pairs of which the
    second came to the first, in order, and `moved` the members that so changed their group; what is
    said of any other group than those `remade` can be gone on with.
    """

    touched: set[str] = field(default_factory=set)
    united: list[tuple[str, str]] = field(default_factory=list)
    moved: set[str] = field(default_factory=set)
    remade: set[str] = field(default_factory=set)


def place(db: sqlite3.Connection, by: Grouping, new: Sequence[str]) -> Placed:
    """Give each of `new` its group, from the judgements that stand.

    The members must have a row in the grouping's table, each under its own name.
    """
    placed = Placed()
    joined, parted = _partners(db, _joining(by), new), _partners(db, _parting(by), new)
    group = group_of(db, by, {*new, *chain(*joined.values())})
    order = _order(db, by, {*new, *group.values()})
    shared = _with_others(db, by, new)
    into: dict[str, str] = {}  # what groups that are no more came to

    def now(member: str) -> str:
        found = group[member]
        while found in into:
            found = into[found]
        return found

    for member in new:
        groups = {now(m) for m in (member, *joined.get(member, ())) if m in group}
        placed.touched |= groups
        if len(groups) < 2:
            continue
        alone = len(groups) == 2 and member in groups and member not in shared
        if (alone and member not in parted) or not _held_apart(db, by, groups):
            first, *others = sorted(groups, key=lambda name: order.get(name, FIRST))
            lone = alone and first != member
            placed.moved |= {member} if lone else _members(db, by, others)
            _unite(db, by, first, others)
            placed.united += [(first, other) for other in others]
            into |= dict.fromkeys(others, first)
            shared.add(first)
        else:
            placed.remade |= groups | regroup(db, by, groups)
            placed.touched |= placed.remade
            group, into = group_of(db, by, group), {}
            order |= _order(db, by, group.values())
            shared = _with_others(db, by, new)
    return placed


def regroup(db: sqlite3.Connection, by: Grouping, groups: Iterable[str]) -> set[str]:
    """Make these groups, and all that joins reach from them, anew; gives the groups there now."""
    members = _reach(db, by, _members(db, by, groups))
    old = _groups(db, by, members)
    order = _order(db, by, members)
    root = {member: member for member in members}

    def found(member: str) -> str:
        while root[member] != member:
            root[member] = root[root[member]]
            member = root[member]
        return member

    apart = _apart(db, by, members)
    enemies: dict[str, set[str]] = {}
    for one, other in apart:
        enemies.setdefault(one, set()).add(other)
        enemies.setdefault(other, set()).add(one)
    for one, other in _edges(db, by, members):
        a, b = found(one), found(other)
        if a == b or b in {found(x) for x in enemies.get(a, ())}:
            continue
        a, b = sorted((a, b), key=order.__getitem__)
        root[b] = a
        enemies[a] = enemies.get(a, set()) | enemies.pop(b, set())
    db.executemany(
        f"UPDATE {by.table} SET {by.group} = ? WHERE {by.member} = ?",  # noqa: S608 - our own names
        [(found(member), member) for member in members],
    )
    return old | {found(member) for member in members}


def _unite(db: sqlite3.Connection, by: Grouping, first: str, others: Iterable[str]) -> None:
    db.executemany(
        f"UPDATE {by.table} SET {by.group} = ? WHERE {by.group} = ?",  # noqa: S608 - our own names
        [(first, other) for other in others],
    )


def _with_others(db: sqlite3.Connection, by: Grouping, names: Iterable[str]) -> set[str]:
    """Those of `names` under which a group stands that has more members than the one so called."""
    query = (
        f"SELECT DISTINCT {by.group} FROM {by.table} WHERE {by.member} != {by.group} "  # noqa: S608
        f"AND {by.group} IN"
    )
    return {row[0] for row in rows_in(db, query, names)}


def _held_apart(db: sqlite3.Connection, by: Grouping, groups: set[str]) -> bool:
    """Whether anything in one of these groups is held apart from anything in another.

    Nothing is held apart within a group, so members of the largest need not be looked at: a name
    in every article is joined by the next one at the price of the next one.
    """
    _, *smaller = sorted(groups, key=lambda group: (-size_of(db, by, group), group))
    members = _members(db, by, smaller)
    partners: set[str] = set().union(*_partners(db, _parting(by), members).values())
    return not groups.isdisjoint(_groups(db, by, partners))


def size_of(db: sqlite3.Connection, by: Grouping, group: str) -> int:
    """How many members a group has: as is written of it, where something is, or else counted."""
    if by.summary:
        query = "SELECT {} FROM {} WHERE id = ?".format(*reversed(by.summary))  # noqa: S608
        if row := db.execute(query, (group,)).fetchone():
            return int(row[0])
    query = f"SELECT count(*) FROM {by.table} WHERE {by.group} = ?"  # noqa: S608 - our own names
    return int(db.execute(query, (group,)).fetchone()[0])


def _joining(by: Grouping) -> str:
    return f"(relation = '{by.joins.value}' AND holds)"


def _parting(by: Grouping) -> str:
    parting = f"(relation = '{by.joins.value}' AND NOT holds)"
    for relation in by.parts:
        parting += f" OR (relation = '{relation.value}' AND holds)"
    return f"({parting})"


def _members(db: sqlite3.Connection, by: Grouping, groups: Iterable[str]) -> set[str]:
    query = f"SELECT {by.member} FROM {by.table} WHERE {by.group} IN"  # noqa: S608
    return {row[0] for row in rows_in(db, query, groups)}


def group_of(db: sqlite3.Connection, by: Grouping, members: Iterable[str]) -> dict[str, str]:
    """The group of each of `members` that has one."""
    query = f"SELECT {by.member}, {by.group} FROM {by.table} WHERE {by.member} IN"  # noqa: S608
    return {row[0]: row[1] for row in rows_in(db, query, members)}


def _groups(db: sqlite3.Connection, by: Grouping, members: Iterable[str]) -> set[str]:
    return set(group_of(db, by, members).values())


def _joined(db: sqlite3.Connection, by: Grouping, members: Iterable[str]) -> set[str]:
    """What stands in a join with any of `members`."""
    return set().union(*_partners(db, _joining(by), members).values())


def _partners(db: sqlite3.Connection, which: str, members: Iterable[str]) -> dict[str, set[str]]:
    """What each of `members` stands in such a judgement with; none for those in no such."""
    found: dict[str, set[str]] = {}
    wanted = list(members)
    for end, other in (("subject", "object"), ("object", "subject")):
        query = (
            f"SELECT {end}, {other} FROM judgement WHERE superseded_by IS NULL AND {which} "  # noqa: S608
            f"AND {end} IN"
        )
        for member, partner in rows_in(db, query, wanted):
            found.setdefault(member, set()).add(partner)
    return found


def _reach(db: sqlite3.Connection, by: Grouping, members: set[str]) -> set[str]:
    reached, ahead = set(members), set(members)
    while ahead:
        ahead = _joined(db, by, ahead) - reached
        reached |= ahead
    known = f"SELECT {by.member} FROM {by.table} WHERE {by.member} IN"  # noqa: S608
    return {row[0] for row in rows_in(db, known, reached)}


def _edges(db: sqlite3.Connection, by: Grouping, members: set[str]) -> list[tuple[str, str]]:
    """Joins among members: persons' first, then the surest; ids settle ties."""
    query = (
        "SELECT subject, object, made_by LIKE 'person: %' AS person, score FROM judgement "  # noqa: S608
        f"WHERE superseded_by IS NULL AND holds AND relation = '{by.joins.value}' AND subject IN"
    )
    rows = [r for r in rows_in(db, query, members) if r["object"] in members]
    rows.sort(key=lambda r: (-r["person"], -r["score"], r["subject"], r["object"]))
    return [(r["subject"], r["object"]) for r in rows]


def _apart(db: sqlite3.Connection, by: Grouping, members: set[str]) -> set[tuple[str, str]]:
    """Pairs that may not be one; a person who joins a pair outranks a machine that parts it."""
    query = (
        "SELECT subject, object, made_by LIKE 'person: %' AS person FROM judgement "  # noqa: S608
        f"WHERE superseded_by IS NULL AND {_parting(by)} AND subject IN"
    )
    apart = {
        (r["subject"], r["object"]): r["person"]
        for r in rows_in(db, query, members)
        if r["object"] in members
    }
    joined = (
        "SELECT subject, object FROM judgement WHERE superseded_by IS NULL AND holds "  # noqa: S608
        f"AND relation = '{by.joins.value}' AND made_by LIKE 'person: %' AND subject IN"
    )
    by_person = {(r["subject"], r["object"]) for r in rows_in(db, joined, members)}
    return {
        (one, other)
        for (one, other), person in apart.items()
        if person or not {(one, other), (other, one)} & by_person
    }


def _order(db: sqlite3.Connection, by: Grouping, members: Iterable[str]) -> dict[str, Order]:
    """Which of the members came first: by article, then by id."""
    query = (
        f"SELECT o.id, a.number FROM {by.owner} o JOIN article a ON a.id = o.article "  # noqa: S608
        "WHERE o.id IN"
    )
    return {row[0]: (row[1], row[0]) for row in rows_in(db, query, members)}


def rows_in(db: sqlite3.Connection, query: str, ids: Iterable[str]) -> Iterable[sqlite3.Row]:
    """Rows of `query`, which ends in IN, for any number of ids."""
    wanted = sorted(ids)
    for i in range(0, len(wanted), AT_ONCE):
        some = wanted[i : i + AT_ONCE]
        # `yield from` would close the cursor too, which a ledger that is closed already refuses
        for row in db.execute(f"{query} ({', '.join('?' * len(some))})", some):  # noqa: UP028
            yield row
