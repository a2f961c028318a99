"""How words spread: which articles gave them, which took them, and how far they went.

Text counts first: an article that copies another, or a passage of it, hangs under the earliest
article that it can be traced to. Articles that say again in their own words what stood elsewhere
hang there too, with the number of statements that they repeat.
"""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict

from onrecord.ledger import Ledger
from onrecord.present.topics.fetch import sources
from onrecord.present.topics.values import Origin, Repeated, Source, Taken

_TAKEN = """
SELECT j.subject AS taker, j.object AS giver, j.type, j.reason, j.score FROM standing j
JOIN article g ON g.id = j.object
WHERE j.relation = 'copied from' AND j.holds
ORDER BY g.published IS NULL, g.published, g.number"""

# Statements by the article they stand in and the one in which their origin was first printed.
_GIVEN = """
SELECT taker, giver, count(*) AS n FROM (
    SELECT s.article AS taker, first_value(s.article) OVER (
        PARTITION BY c.origin
        ORDER BY a.published IS NULL, a.published, a.number, s.place_in_text) AS giver
    FROM claim_statement c JOIN stated s ON s.id = c.attribution
    JOIN article a ON a.id = s.article)
GROUP BY taker, giver"""


def origins(ledger: Ledger, limit: int = -1) -> list[Origin]:
    """Articles from which words went elsewhere, the farthest first; then those that stand alone."""
    parents = _parents(ledger)
    whole = {id: row for id, row in parents.items() if not _is_part(row)}
    taken: dict[str, list[sqlite3.Row]] = defaultdict(list)
    for row in parents.values():
        taken[root_of(row["giver"], whole)].append(row)
    own: Counter[str] = Counter()
    repeated: dict[str, Counter[str]] = defaultdict(Counter)
    for row in ledger.db.execute(_GIVEN):
        if row["giver"] == row["taker"]:
            own[row["giver"]] = row["n"]
            continue
        root = root_of(row["giver"], whole)
        if root not in (row["taker"], root_of(row["taker"], whole)):
            repeated[root][row["taker"]] += row["n"]
    roots = [id for (id,) in ledger.db.execute("SELECT id FROM article") if id not in whole]
    articles = sources(ledger, [*roots, *parents])
    found = [_origin(articles, id, own[id], taken[id], repeated[id]) for id in roots]
    found.sort(key=lambda o: (
        -o.outlets, -len(o.taken), -len(o.repeated), o.article.published or "~", o.article.id
    ))  # fmt: skip
    return found[: limit if limit >= 0 else None]


def _parents(ledger: Ledger) -> dict[str, sqlite3.Row]:
    """For each article that took text, the earliest that it took it from."""
    parents: dict[str, sqlite3.Row] = {}
    for row in ledger.db.execute(_TAKEN):
        if not (row["type"] or "").endswith("either way") or row["giver"] not in parents:
            parents.setdefault(row["taker"], row)
    return parents


def _is_part(taken: sqlite3.Row) -> bool:
    """Whether only a passage was taken, so that the rest is the taker's own."""
    return str(taken["type"]).startswith("part")


def root_of(article: str, parents: dict[str, sqlite3.Row]) -> str:
    """Where an article's text can be traced to; itself where it took none."""
    seen = {article}
    while article in parents and parents[article]["giver"] not in seen:
        article = parents[article]["giver"]
        seen.add(article)
    return article


def _origin(
    articles: dict[str, Source], id: str, statements: int, taken: list[sqlite3.Row],
    repeated: Counter[str],
) -> Origin:  # fmt: skip
    takers = [Taken(articles[r["taker"]], r["type"] or "copy", r["reason"]) for r in taken]
    takers.sort(key=lambda t: (t.article.published or "~", t.article.id))
    known = {t.article.id for t in takers}
    again = [Repeated(articles[a], n) for a, n in repeated.items() if a in articles]
    again = [r for r in again if r.article.id not in known]
    again.sort(key=lambda r: (r.article.published or "~", r.article.id))
    reached = [*(t.article for t in takers), *(r.article for r in again)]
    outlets = {articles[id].where, *(article.where for article in reached)}
    return Origin(articles[id], statements, len(outlets), tuple(takers), tuple(again))
