"""A ledger as linked data in schema.org's words: NewsArticle, Person, Organization, Claim, Quotation.

A claim is what is said wherever it is said, an article where it first appeared is its
`firstAppearance`; words in quotation marks are a `Quotation` besides. Nothing here rates a claim:
`ClaimReview` is for people who did.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from onrecord.ledger import Ledger
from onrecord.present import topics
from onrecord.present.export.marked import dumped
from onrecord.present.topics.values import Claim, Said, Source, Speaker

CONTEXT = {"@vocab": "https://schema.org/", "url": {"@type": "@id"}}
_SPEAKERS = {"person": "Person", "outlet": "NewsMediaOrganization", "place": "Place",
             "state": "Country"}  # fmt: skip
AT_ONCE = 500


def linked(ledger: Ledger) -> Iterator[str]:
    """One JSON-LD document, piece by piece."""
    yield '{"@context": ' + dumped(CONTEXT) + ', "@graph": ['
    for n, node in enumerate(_nodes(ledger)):
        yield (",\n" if n else "\n") + dumped(
            {k: v for k, v in node.items() if v not in (None, [])}
        )
    yield "\n]}\n"


def name_of(kind: str, id: str) -> str:
    """What names a thing of the ledger everywhere."""
    return f"urn:onrecord:{kind}:{id}"


def _nodes(ledger: Ledger) -> Iterator[dict[str, Any]]:
    rows = ledger.db.execute("SELECT id, language, sha256, byline FROM article ORDER BY number")
    held = {row["id"]: row for row in rows}
    for source in topics.sources(ledger, held).values():
        yield _article(source, held[source.id]["language"], held[source.id]["byline"])
    for speaker in topics.speakers(ledger):
        yield _speaker(speaker)
    for claim in topics.claims(ledger):
        said = topics.wordings(ledger, claim.id)
        yield _claim(claim, said)
        yield from (_quotation(s) for s in said if s.kind == "direct")


def _article(source: Source, language: str | None, byline: str | None) -> dict[str, Any]:
    web = (source.url or "").lower().startswith(("http://", "https://"))
    return {
        "@id": name_of("article", source.id), "@type": "NewsArticle", "headline": source.title,
        "url": source.url if web else None, "datePublished": source.published,
        "inLanguage": language, "identifier": source.name,
        "author": {"@type": "Person", "name": byline} if byline else None,
        "publisher": {"@type": "NewsMediaOrganization", "name": source.outlet}
        if source.outlet else None,
    }  # fmt: skip


def _speaker(speaker: Speaker) -> dict[str, Any]:
    return {
        "@id": name_of("entity", speaker.id),
        "@type": _SPEAKERS.get(speaker.kind, "Organization"), "name": speaker.name,
        "alternateName": list(speaker.spellings), "description": ", ".join(speaker.roles) or None,
    }  # fmt: skip


def _claim(claim: Claim, said: list[Said]) -> dict[str, Any]:
    articles = dict.fromkeys(name_of("article", s.words.article.id) for s in said)
    speakers = dict.fromkeys(name_of("entity", s.speaker) for s in said if s.speaker)
    return {
        "@id": name_of("claim", claim.id), "@type": "Claim", "text": claim.said.words.text,
        "dateCreated": claim.first_seen,
        "author": [{"@id": id} for id in speakers],
        "firstAppearance": {"@id": name_of("article", claim.said.words.article.id)},
        "appearance": [{"@id": id} for id in articles],
    }  # fmt: skip


def _quotation(said: Said) -> dict[str, Any]:
    return {
        "@id": name_of("statement", said.id), "@type": "Quotation", "text": said.words.text,
        "spokenByCharacter": {"@id": name_of("entity", said.speaker)} if said.speaker else None,
        "isPartOf": {"@id": name_of("article", said.words.article.id)},
        "exampleOfWork": {"@id": name_of("claim", said.claim)},
    }  # fmt: skip
