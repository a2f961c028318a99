"""Where things come from, as W3C PROV-JSON: articles, claims, and the decisions that tie them.

An article that took text from another was derived from it, a claim from the articles in which it
stands. Each decision is an activity of whoever made it, a set of rules with its version or a
person, so that nobody need take the tie for granted.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from onrecord.ledger import Ledger
from onrecord.present.export.marked import dumped

PREFIX = {"onrecord": "urn:onrecord:", "schema": "https://schema.org/"}

_COPIES = """
SELECT id, subject, object, type, score, reason, made_by, made_at FROM standing
WHERE relation = 'copied from' AND holds ORDER BY subject, object"""
_PERSONS = """
SELECT id, relation, subject, object, holds, reason, made_by, made_at FROM standing
WHERE made_by LIKE 'person: %' ORDER BY made_at, id"""
_CLAIMS = """
SELECT DISTINCT c.claim, s.article FROM claim_statement c JOIN stated s ON s.id = c.attribution
ORDER BY c.claim, s.article"""


def provenance(ledger: Ledger) -> Iterator[str]:
    """One PROV-JSON document."""
    entities: dict[str, Any] = {}
    for row in ledger.db.execute("SELECT id, title, published, url FROM article ORDER BY number"):
        facts = {"prov:type": "schema:NewsArticle", "prov:label": row["title"],
                 "schema:datePublished": row["published"], "schema:url": row["url"]}  # fmt: skip
        entities[_id("article", row["id"])] = {k: v for k, v in facts.items() if v}
    for row in ledger.db.execute("SELECT id, text FROM claim ORDER BY id"):
        entities[_id("claim", row["id"])] = {"prov:type": "schema:Claim", "prov:value": row["text"]}
    agents, activities, by, derived = _decisions(ledger)
    for n, row in enumerate(ledger.db.execute(_CLAIMS)):
        derived[f"_:c{n}"] = {
            "prov:generatedEntity": _id("claim", row["claim"]),
            "prov:usedEntity": _id("article", row["article"]),
        }
    yield dumped({
        "prefix": PREFIX, "entity": entities, "agent": agents, "activity": activities,
        "wasAssociatedWith": by, "wasDerivedFrom": derived,
    }) + "\n"  # fmt: skip


def _decisions(
    ledger: Ledger,
) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any], dict[str, Any]]:
    """Who decided, what, by whom, and what was derived by it."""
    agents: dict[str, Any] = {}
    activities: dict[str, Any] = {}
    by: dict[str, Any] = {}
    derived: dict[str, Any] = {}

    def decided(row: Any, label: str) -> str:
        person = row["made_by"].startswith("person: ")
        agent = _id("agent", row["made_by"].replace(": ", "-").replace(" ", "-"))
        kind = "prov:Person" if person else "prov:SoftwareAgent"
        agents[agent] = {"prov:type": {"$": kind, "type": "prov:QUALIFIED_NAME"},
                         "prov:label": row["made_by"]}  # fmt: skip
        activity = _id("judgement", row["id"])
        activities[activity] = {"prov:endTime": row["made_at"], "prov:label": label}
        by[f"_:b{len(by)}"] = {"prov:activity": activity, "prov:agent": agent}
        return activity

    for row in ledger.db.execute(_COPIES):
        activity = decided(row, f"{row['type'] or 'copy'}: {row['reason']}")
        derived[f"_:d{len(derived)}"] = {
            "prov:generatedEntity": _id("article", row["subject"]),
            "prov:usedEntity": _id("article", row["object"]), "prov:activity": activity,
        }  # fmt: skip
    for row in ledger.db.execute(_PERSONS):
        verb = row["relation"] if row["holds"] else f"not {row['relation']}"
        decided(row, f"{row['subject']} {verb} {row['object']}: {row['reason']}")
    return agents, activities, by, derived


def _id(kind: str, id: str) -> str:
    return f"onrecord:{kind}:{id}"
