"""followthemoney entities, one a line: articles, who speaks in them, and where they are named."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from onrecord.ledger import Ledger
from onrecord.present import topics
from onrecord.present.export.marked import dumped

_SCHEMAS = {"person": "Person", "organisation": "Organization", "outlet": "Organization",
            "group": "LegalEntity", "state": "LegalEntity", "place": "LegalEntity"}  # fmt: skip
_MENTIONS = """
SELECT DISTINCT m.entity, s.article, e.name FROM stated s
JOIN entity_member m ON m.article_entity = s.speaker JOIN article_entity e ON e.id = s.speaker
ORDER BY m.entity, s.article, e.name"""


def entities(ledger: Ledger) -> Iterator[str]:
    """JSON Lines of entities."""
    ids = [row[0] for row in ledger.db.execute("SELECT id FROM article ORDER BY number")]
    for source in topics.sources(ledger, ids).values():
        web = (source.url or "").lower().startswith(("http://", "https://"))
        yield _line(f"article-{source.id}", "Article", title=source.title,
                    publisher=source.outlet, publishedAt=(source.published or "")[:10],
                    sourceUrl=source.url if web else None, fileName=source.name)  # fmt: skip
    kinds = {}
    for speaker in topics.speakers(ledger):
        kinds[speaker.id] = schema = _SCHEMAS.get(speaker.kind, "LegalEntity")
        more: dict[str, Any] = {"position": list(speaker.roles)} if schema == "Person" else {}
        yield _line(
            f"entity-{speaker.id}", schema, name=speaker.name, alias=list(speaker.spellings), **more
        )
    for n, row in enumerate(ledger.db.execute(_MENTIONS)):
        yield _line(f"mention-{n}", "Mention", document=f"article-{row['article']}",
                    resolved=f"entity-{row['entity']}", name=row["name"],
                    detectedSchema=kinds.get(row["entity"]))  # fmt: skip


def _line(id: str, schema: str, **properties: str | list[str] | None) -> str:
    held = {k: v if isinstance(v, list) else [v] for k, v in properties.items() if v}
    return dumped({"id": id, "schema": schema, "properties": held}) + "\n"
