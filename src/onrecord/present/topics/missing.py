"""What nobody says, and what is wrong with the texts: gaps over time, faults over articles."""

from __future__ import annotations

import sqlite3
from collections import defaultdict

from onrecord.ledger import Ledger
from onrecord.present.topics.fetch import said, words
from onrecord.present.topics.values import Fault, Gap, Said, Words

PRONOUNS = frozenset("i we you he she it they me us him her them who".split())
"""Words that name nobody away from their article."""

_GAPS = """
SELECT t.thread, t.closed_by, g.id, g.kind, g.what, coalesce(e.name, g.holder) AS holder,
       e.id AS holder_id,
       a.published, a.id AS article, coalesce(a.outlet, a.id) AS outlet
FROM gap_thread t JOIN gap g ON g.id = t.gap JOIN article a ON a.id = g.article
LEFT JOIN entity_member m ON m.article_entity = g.withheld_by LEFT JOIN entity e ON e.id = m.entity
ORDER BY a.published IS NULL, a.published, a.number"""


def gaps(
    ledger: Ledger, limit: int = -1, *, closed: int | None = None, withheld_by: str | None = None,
    places: int | None = None,
) -> list[Gap]:  # fmt: skip
    """Things that are missing: open ones first, then by how many articles say so.

    At most `limit` of all, or, with `closed`, so many that are open and `closed` beside them; with
    `withheld_by`, an entity, only what it keeps back; with `places` no more than the first of the
    words that say so.
    """
    threads: dict[str, list[sqlite3.Row]] = defaultdict(list)
    for row in ledger.db.execute(_GAPS):
        threads[row["thread"]].append(row)
    wanted = [
        rows for rows in threads.values()
        if withheld_by is None or withheld_by in {row["holder_id"] for row in rows}
    ]  # fmt: skip
    ordered = sorted(wanted, key=_weight)
    most = limit if limit >= 0 else len(ordered)
    if closed is None:
        ordered = ordered[:most]
    else:
        still = [rows for rows in ordered if not _is_closed(rows)]
        ordered = still[:most] + ordered[len(still) :][:closed]
    closing = said(ledger, (r["closed_by"] for rows in ordered for r in rows if r["closed_by"]))
    ids = [row["id"] for rows in ordered for row in rows[:places]]
    cues, whats = words(ledger, ids, "cue"), words(ledger, ids, "what")
    return [_gap(rows, closing, cues | whats) for rows in ordered]


def _weight(rows: list[sqlite3.Row]) -> tuple[object, ...]:
    return (
        _is_closed(rows),
        -len({r["article"] for r in rows}),
        rows[0]["published"] or "~",
        rows[0]["id"],
    )


def _is_closed(rows: list[sqlite3.Row]) -> bool:
    return any(row["closed_by"] for row in rows)


def _gap(rows: list[sqlite3.Row], closing: dict[str, Said], places: dict[str, Words]) -> Gap:
    first = next((row for row in rows if row["what"]), rows[0])
    dates = [row["published"] for row in rows if row["published"]]
    closed = next((row["closed_by"] for row in rows if row["closed_by"]), None)
    return Gap(
        first["thread"], first["what"], first["kind"],
        _holder(rows),
        min(dates, default=None), max(dates, default=None),
        len({row["article"] for row in rows}), len({row["outlet"] for row in rows}),
        tuple(places[row["id"]] for row in rows if row["id"] in places),
        closing[closed] if closed else None,
    )  # fmt: skip


def _holder(rows: list[sqlite3.Row]) -> str | None:
    """Who withholds: somebody known by name, else in the words of the first article that says."""
    known = (row["holder"] for row in rows if row["holder_id"])
    worded = (row["holder"] for row in rows if row["holder"])
    told = (_in_a_sentence(words) for words in worded if words.lower() not in PRONOUNS)
    return next(known, None) or next(told, None)


def _in_a_sentence(phrase: str) -> str:
    first, _, rest = phrase.partition(" ")
    return f"{first.lower()} {rest}" if first in ("The", "A", "An") else phrase


def notices(ledger: Ledger, limit: int = -1) -> list[Fault]:
    """Faults of texts, each once with all its places; the most frequent first."""
    same: dict[tuple[str, str, str | None], list[str]] = defaultdict(list)
    for row in ledger.db.execute("SELECT id, kind, text, suggestion FROM notice ORDER BY rowid"):
        same[row["kind"], row["text"], row["suggestion"]].append(row["id"])
    ordered = sorted(same.items(), key=lambda pair: (-len(pair[1]), pair[0][:2]))
    ordered = ordered[: limit if limit >= 0 else None]
    places = words(ledger, (id for _, ids in ordered for id in ids), "text")
    found = [(key, tuple(places[id] for id in ids if id in places)) for key, ids in ordered]
    return [Fault(*key, len({w.article.id for w in at}), at) for key, at in found]
