"""A ledger in numbers, each counted where it stands."""

from __future__ import annotations

from onrecord.ledger import Ledger
from onrecord.present.topics.values import Counts

_COUNTS = """
SELECT (SELECT count(*) FROM article) AS articles,
       (SELECT count(DISTINCT outlet) FROM article) AS outlets,
       (SELECT count(DISTINCT subject) FROM standing
        WHERE relation = 'copied from' AND holds) AS copies,
       (SELECT count(*) FROM stated) AS statements,
       (SELECT count(*) FROM claim) AS claims,
       {speakers} AS speakers,
       (SELECT count(*) FROM (SELECT thread FROM gap_thread GROUP BY thread
        HAVING count(closed_by) = 0)) AS gaps_open,
       (SELECT count(*) FROM (SELECT thread FROM gap_thread GROUP BY thread
        HAVING count(closed_by) > 0)) AS gaps_closed,
       0 AS contradictions, 0 AS changes,
       (SELECT count(*) FROM notice) AS faults,
       (SELECT count(*) FROM skipped) AS skipped,
       (SELECT min(published) FROM article) AS first,
       (SELECT max(published) FROM article) AS last"""

_SPEAKERS = """(SELECT count(DISTINCT m.entity) FROM (
    SELECT DISTINCT speaker FROM stated WHERE speaker NOTNULL) s
JOIN entity_member m ON m.article_entity = s.speaker)"""

_DISPUTED = """
SELECT count(*) FROM (SELECT DISTINCT min(a.claim, b.claim), max(a.claim, b.claim), j.type
FROM standing j JOIN claim_statement a ON a.attribution = j.subject
JOIN claim_statement b ON b.attribution = j.object WHERE j.relation = ? AND j.holds)"""


def counts(ledger: Ledger, *, of_speakers: bool = True) -> Counts:
    """The ledger in numbers; the same two claims in dispute count once.

    Speakers take longest to count; without `of_speakers` they are given as 0.
    """
    query = _COUNTS.format(speakers=_SPEAKERS if of_speakers else "0")
    row = dict(ledger.db.execute(query).fetchone())
    for key, relation in (("contradictions", "contradicts"), ("changes", "changes")):
        row[key] = ledger.db.execute(_DISPUTED, (relation,)).fetchone()[0]
    return Counts(**row)
