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
from dataclasses import dataclass

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


ENTITIES = Grouping(
    "entity_member", "article_entity", "entity", "article_entity", Relation.SAME_ENTITY
)
CLAIMS = Grouping(
    "claim_statement", "attribution", "claim", "attribution", Relation.SAME_CLAIM,
    (Relation.CONTRADICTS, Relation.CHANGES),
)  # fmt: skip
ORIGINS = Grouping("claim_statement", "attribution", "origin", "attribution", Relation.SAME_ORIGIN)
GAPS = Grouping("gap_thread", "gap", "thread", "gap", Relation.SAME_GAP)
AT_ONCE = 500
Order = tuple[int, str]


def place(db: sqlite3.Connection, by: Grouping, new: Sequence[str]) -> set[str]:
    """Give each of `new` its group, from the judgements that stand; gives the groups touched.

    Groups that are no more are among them. The members must have a row in the grouping's table,
    each under its own name.
    """
    touched: set[str] = set()
    joined, parted = _partners(db, _joining(by), new), _partners(db, _parting(by), new)
    for member in new:
        groups = _groups(db, by, [member, *joined.get(member, ())])
        touched |= groups
        if len(groups) > 1:
            alone = len(groups) == 2 and member in groups and _size(db, by, member) == 1
            if (alone and member not in parted) or not _held_apart(db, by, groups):
                _unite(db, by, groups)
            else:
                touched |= regroup(db, by, groups)
    return touched


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


def _unite(db: sqlite3.Connection, by: Grouping, groups: set[str]) -> None:
    order = _order(db, by, groups)
    first, *others = sorted(groups, key=order.__getitem__)
    for other in others:
        db.execute(
            f"UPDATE {by.table} SET {by.group} = ? WHERE {by.group} = ?",  # noqa: S608
            (first, other),
        )


def _held_apart(db: sqlite3.Connection, by: Grouping, groups: set[str]) -> bool:
    """Whether anything in one of these groups is held apart from anything in another.

    Nothing is held apart within a group, so members of the largest need not be looked at: a name
    in every article is joined by the next one at the price of the next one.
    """
    _, *smaller = sorted(groups, key=lambda group: (-_size(db, by, group), group))
    members = _members(db, by, smaller)
    partners: set[str] = set().union(*_partners(db, _parting(by), members).values())
    return not groups.isdisjoint(_groups(db, by, partners))


def _size(db: sqlite3.Connection, by: Grouping, group: str) -> int:
    query = f"SELECT count(*) FROM {by.table} WHERE {by.group} = ?"  # noqa: S608 - our own names
    size: int = db.execute(query, (group,)).fetchone()[0]
    return size


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


def _groups(db: sqlite3.Connection, by: Grouping, members: Iterable[str]) -> set[str]:
    query = f"SELECT DISTINCT {by.group} FROM {by.table} WHERE {by.member} IN"  # noqa: S608
    return {row[0] for row in rows_in(db, query, members)}


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
