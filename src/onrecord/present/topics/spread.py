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

_REPEATED = """
SELECT s.article AS taker, o.article AS giver, count(*) AS n FROM claim_statement c
JOIN attribution s ON s.id = c.attribution JOIN attribution o ON o.id = c.origin
WHERE s.article != o.article GROUP BY s.article, o.article"""

_STATEMENTS = """
SELECT s.article, count(*) AS n FROM claim_statement c JOIN attribution s ON s.id = c.attribution
JOIN attribution o ON o.id = c.origin WHERE s.article = o.article GROUP BY s.article"""


def origins(ledger: Ledger, limit: int = -1) -> list[Origin]:
    """Articles from which words went elsewhere, the farthest first; then those that stand alone."""
    parents = _parents(ledger)
    taken: dict[str, list[sqlite3.Row]] = defaultdict(list)
    for taker, row in parents.items():
        taken[root_of(taker, parents)].append(row)
    repeated: dict[str, Counter[str]] = defaultdict(Counter)
    for row in ledger.db.execute(_REPEATED):
        root = root_of(row["giver"], parents)
        if root not in (row["taker"], root_of(row["taker"], parents)):
            repeated[root][row["taker"]] += row["n"]
    own = {row["article"]: row["n"] for row in ledger.db.execute(_STATEMENTS)}
    roots = [id for (id,) in ledger.db.execute("SELECT id FROM article") if id not in parents]
    articles = sources(ledger, [*roots, *parents])
    found = [_origin(articles, id, own.get(id, 0), taken[id], repeated[id]) for id in roots]
    found.sort(key=lambda o: (-o.outlets, -len(o.taken), o.article.published or "~", o.article.id))
    return found[: limit if limit >= 0 else None]


def _parents(ledger: Ledger) -> dict[str, sqlite3.Row]:
    """For each article that took text, the earliest that it took it from."""
    parents: dict[str, sqlite3.Row] = {}
    for row in ledger.db.execute(_TAKEN):
        if not (row["type"] or "").endswith("either way") or row["giver"] not in parents:
            parents.setdefault(row["taker"], row)
    return parents


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
