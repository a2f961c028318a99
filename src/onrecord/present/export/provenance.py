"""Where things come from, as W3C PROV-JSON: articles, claims, and the decisions that tie them.

An article that took text from another was derived from it, a claim from the articles in which it
stands. Each decision is an activity of whoever made it, a set of rules with its version or a
person, so that nobody need take the tie for granted. A statement that a person put right is an
entity of its own, derived from its article by that person's act; an act that was taken back
informs the one that did.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from onrecord.ledger import Ledger
from onrecord.ledger.judgements import PERSON
from onrecord.present import topics
from onrecord.present.export.marked import dumped
from onrecord.present.topics.decisions import told

PREFIX = {"onrecord": "urn:onrecord:", "schema": "https://schema.org/"}

_COPIES = """
SELECT id, subject, object, type, score, reason, made_by, made_at FROM standing
WHERE relation = 'copied from' AND holds ORDER BY subject, object"""
_CORRECTED = """
SELECT i.decision, s.id, s.content, s.article FROM decided i JOIN judgement j ON j.id = i.judgement
JOIN stated s ON s.id = j.subject
WHERE j.relation IN ('spoken by', 'stands at') AND j.superseded_by IS NULL ORDER BY 1, 2"""
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
    for row in ledger.db.execute(_CORRECTED):
        statement = _id("statement", row["id"])
        entities[statement] = {"prov:type": "onrecord:Statement", "prov:value": row["content"]}
        derived[f"_:s{len(derived)}"] = {
            "prov:generatedEntity": statement, "prov:usedEntity": _id("article", row["article"]),
            "prov:activity": _id("decision", str(row["decision"])),
        }  # fmt: skip
    for n, row in enumerate(ledger.db.execute(_CLAIMS)):
        derived[f"_:c{n}"] = {
            "prov:generatedEntity": _id("claim", row["claim"]),
            "prov:usedEntity": _id("article", row["article"]),
        }
    yield dumped({
        "prefix": PREFIX, "entity": entities, "agent": agents, "activity": activities,
        "wasAssociatedWith": by, "wasDerivedFrom": derived, "wasInformedBy": _undone(ledger),
    }) + "\n"  # fmt: skip


def _decisions(
    ledger: Ledger,
) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any], dict[str, Any]]:
    """Who decided, what, by whom, and what was derived by it."""
    agents: dict[str, Any] = {}
    activities: dict[str, Any] = {}
    by: dict[str, Any] = {}
    derived: dict[str, Any] = {}

    def decided(activity: str, made_by: str, made_at: str | None, label: str) -> str:
        agent = _id("agent", made_by.replace(": ", "-").replace(" ", "-"))
        kind = "prov:Person" if made_by.startswith(PERSON) else "prov:SoftwareAgent"
        agents[agent] = {"prov:type": {"$": kind, "type": "prov:QUALIFIED_NAME"},
                         "prov:label": made_by}  # fmt: skip
        activities[activity] = {"prov:label": label}
        if made_at:
            activities[activity]["prov:endTime"] = made_at
        by[f"_:b{len(by)}"] = {"prov:activity": activity, "prov:agent": agent}
        return activity

    for row in ledger.db.execute(_COPIES):
        label = f"{row['type'] or 'copy'}: {row['reason']}"
        activity = decided(_id("judgement", row["id"]), row["made_by"], row["made_at"], label)
        derived[f"_:d{len(derived)}"] = {
            "prov:generatedEntity": _id("article", row["subject"]),
            "prov:usedEntity": _id("article", row["object"]), "prov:activity": activity,
        }  # fmt: skip
    for act in reversed(topics.decisions(ledger)):
        decided(_id("decision", str(act.number)), PERSON + act.by, act.at, told(act))
    return agents, activities, by, derived


def _undone(ledger: Ledger) -> dict[str, Any]:
    """Acts that took others back."""
    query = "SELECT number, undoes FROM decision WHERE undoes NOTNULL ORDER BY number"
    return {
        f"_:u{n}": {"prov:informed": _id("decision", str(row["number"])),
                    "prov:informant": _id("decision", str(row["undoes"]))}
        for n, row in enumerate(ledger.db.execute(query))
    }  # fmt: skip


def _id(kind: str, id: str) -> str:
    return f"onrecord:{kind}:{id}"
