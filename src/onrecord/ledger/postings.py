"""How things that may belong together find one another: by keys that few others have.

Whatever is looked up (an entity, a statement, a gap, a text) has some keys, and whoever shares the
rarest of them is a candidate. What a lookup costs must not grow with the ledger, nor may it find
less there. So a key that `COMMON` owners have says nothing: its list is given up, and a mark of
it kept. All who stand under a key are one row, read at once. And of what is known to be one entity, claim or gap, a few stand under a key for all: the
first `KIN`, and then one each time the group has doubled. A name that is in every article is found
in the ten-thousandth as in the tenth, beside others that bear it, and never becomes common.
"""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from itertools import chain, islice

from onrecord.ledger.clusters import (
    AT_ONCE,
    CLAIMS,
    ENTITIES,
    GAPS,
    Grouping,
    group_of,
    size_of,
)

COMMON = 200
CANDIDATES = 50
KIN = 4
TEXTS = 24
"""Articles that stand under a passage: whoever has it later has it from one of them."""
_GROUPS: Mapping[str, Grouping] = {
    "entity": ENTITIES, "claim": CLAIMS, "answer": CLAIMS, "gap": GAPS,
}  # fmt: skip


@dataclass(frozen=True)
class Found:
    """Who is found under some keys; None for a key that is common."""

    owners: Mapping[int, list[str] | None]

    def nearest(self, limit: int = CANDIDATES, least: int = 1) -> list[str]:
        """At most `limit` owners, those that share most of the rarest keys first.

        Who shares fewer than `least` keys is left out, if there are as many to share.
        """
        if least == 1 or len(self.owners) <= least:
            return list(islice(self._ranked, limit))
        return list(islice((o for o, shared in self._ranked.items() if shared >= least), limit))

    @cached_property
    def _ranked(self) -> dict[str, int]:
        """Everybody found, best first, with the number of keys that they share."""
        weight: dict[str, float] = defaultdict(float)
        shared: Counter[str] = Counter()
        for owners in self.owners.values():
            if owners:
                share = 1 / len(owners)
                shared.update(owners)
                for owner in owners:
                    weight[owner] += share
        order = sorted(weight, key=lambda owner: (-weight[owner], owner))
        return {owner: shared[owner] for owner in order}

    @property
    def telling(self) -> list[int]:
        """The keys that are not common."""
        return [key for key, owners in self.owners.items() if owners is not None]


def look_up(
    db: sqlite3.Connection, kind: str, keys: Mapping[str, Iterable[str]]
) -> dict[str, Found]:
    """For each of some things, by id, who has its keys; all are asked for at once."""
    asked = {id: [_hashed(key) for key in its] for id, its in keys.items()}
    held: dict[int, list[str] | None] = {key: [] for its in asked.values() for key in its}
    cursor = db.cursor()
    cursor.row_factory = None
    wanted = sorted(held)  # in the order in which they are kept
    for at in range(0, len(wanted), AT_ONCE):
        some = wanted[at : at + AT_ONCE]
        marks = ", ".join("?" * len(some))
        query = f"SELECT key, owners FROM posting WHERE kind = ? AND key IN ({marks})"  # noqa: S608
        for key, owners in cursor.execute(query, (kind, *some)):
            held[key] = None if owners is None else owners.split()
    return {id: Found({key: held[key] for key in its}) for id, its in asked.items()}


def post(db: sqlite3.Connection, kind: str, number: int, posts: Mapping[str, Found]) -> None:
    """Make things of the article of that number findable by what they were looked up by."""
    under: dict[int, list[str]] = defaultdict(list)
    posted: list[tuple[int, str, str, str]] = []
    full: set[int] = set()
    related = _related(db, _GROUPS[kind], posts) if kind in _GROUPS else {}
    for owner, found in posts.items():
        kin = related.get(owner, ())
        keys = []
        for key, owners in found.owners.items():
            if owners is None or owner in owners:
                continue
            if len(owners) >= COMMON:
                full.add(key)
            elif kind == "text" and len(owners) >= TEXTS:
                continue
            elif kin is None or sum(other in kin for other in owners) < KIN:
                keys.append(str(key))
                under[key].append(owner)
        if keys:
            posted.append((number, kind, owner, " ".join(keys)))
    rows = [(kind, key, " ".join(under[key])) for key in sorted(under)]
    db.executemany(_UNDER, rows)
    db.executemany(_POSTED, posted)
    common = [(kind, key) for key in sorted(full)]
    db.executemany("UPDATE posting SET owners = NULL WHERE kind = ? AND key = ?", common)


# What is common stays so: NULL with anything added to it is NULL.
_UNDER = """
INSERT INTO posting VALUES (?, ?, ?)
ON CONFLICT (kind, key) DO UPDATE SET owners = owners || ' ' || excluded.owners"""
_POSTED = """
INSERT INTO posted VALUES (?, ?, ?, ?)
ON CONFLICT (number, kind, owner) DO UPDATE SET keys = keys || ' ' || excluded.keys"""


def forget(db: sqlite3.Connection, article: str, owners: Collection[str] | None = None) -> None:
    """Let things of an article, or only these, be found by nothing."""
    query = "SELECT * FROM posted WHERE number = (SELECT number FROM article WHERE id = ?)"
    for number, kind, owner, keys in db.execute(query, (article,)).fetchall():
        if owners is None or owner in owners:
            db.executemany(_FORGET, [(owner, kind, int(key)) for key in keys.split(" ")])
            these = (number, kind, owner)
            db.execute("DELETE FROM posted WHERE number = ? AND kind = ? AND owner = ?", these)


_FORGET = """
UPDATE posting SET owners = trim(replace(' ' || owners || ' ', ' ' || ? || ' ', ' '))
WHERE kind = ? AND key = ?"""


def _related(
    db: sqlite3.Connection, by: Grouping, posts: Mapping[str, Found]
) -> dict[str, Collection[str] | None]:
    """For each owner those found near it that are of its group; None where the group doubled."""
    near = {owner: found.nearest(2 * KIN) for owner, found in posts.items()}
    group = group_of(db, by, {*posts, *chain(*near.values())})
    related: dict[str, Collection[str] | None] = {}
    for owner, others in near.items():
        kin = {other for other in others if group.get(other, other) == group.get(owner, owner)}
        related[owner] = None if kin and _doubled(size_of(db, by, group[owner])) else kin
    return related


def _doubled(size: int) -> bool:
    return size & (size - 1) == 0


def _hashed(key: str) -> int:
    """The first 64 bits of a digest, as `content_id` gives them, in a number that SQLite holds."""
    digest = sha256(key.encode("utf8", "surrogatepass")).digest()
    return int.from_bytes(digest[:8], "big", signed=True)
