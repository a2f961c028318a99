"""A ledger as tools for agents: read only, and every answer leads back to characters.

What an agent asks for is what a person asks of a ledger (`present.topics`), so that both see the
same. Nothing can be written, and each call opens the file anew: a build may go on beside it.
Needs the extra `onrecord[mcp]`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, Literal

from onrecord.errors import MissingExtra
from onrecord.ledger import Ledger
from onrecord.present import topics

try:
    from mcp.server.mcpserver import MCPServer
    from mcp.server.mcpserver.exceptions import ToolError
except ImportError as error:
    message = "a ledger as tools needs the package mcp; try: pip install 'onrecord[mcp]'"
    raise MissingExtra(message) from error

Answer = dict[str, Any]
Topic = Literal[
    "claims", "speakers", "gaps", "origins", "changes", "contradictions", "timeline", "notices"
]

INSTRUCTIONS = """\
A record of news coverage: who said what, on whose word, how firmly, and what nobody has
confirmed. It holds no verdicts: say who said a thing and where, never that it is true. Offsets
`start` and `end` count Unicode code points in the text of the article named beside them, half
open; quote words only as they stand there. A claim's `origins` count independent sources:
outlets that copied one another count once. null means not found.
"""
MOST, LONGEST = 200, 20_000


def server(path: Path) -> MCPServer[Any]:
    """A server for the ledger at `path`. Raises `BadLedger` where there is none."""
    with Ledger.open(path, read_only=True):
        pass
    made: MCPServer[Any] = MCPServer("onrecord", instructions=INSTRUCTIONS)

    def asked(answer: Callable[[Ledger], Answer]) -> Answer:
        with Ledger.open(path, read_only=True) as ledger:
            return answer(ledger)

    @made.tool()
    def overview() -> Answer:
        """The story in numbers, with the claims on most origins and what is missing."""
        return asked(_overview)

    @made.tool()
    def topic(name: Topic, limit: int = 20) -> Answer:
        """Rows of one topic, the weightiest first; `more` says that there are others."""
        return asked(lambda ledger: _topic(ledger, name, limit))

    @made.tool()
    def claim(id: str) -> Answer:
        """Every wording of a claim, oldest first, with what contradicts or changed it."""
        return asked(lambda ledger: _claim(ledger, id))

    @made.tool()
    def speaker(id: str, limit: int = 50) -> Answer:
        """What somebody said, oldest first, each claim once."""
        return asked(lambda ledger: _speaker(ledger, id, limit))

    @made.tool()
    def search(words: str, limit: int = 20) -> Answer:
        """Claims in which all these words occur, and articles in whose text they do."""
        return asked(lambda ledger: _search(ledger, words, limit))

    @made.tool()
    def article(id: str, start: int = 0, end: int | None = None) -> Answer:
        """An article's text from `start` to `end` (code points), at most 20,000 characters."""
        return asked(lambda ledger: _article(ledger, id, start, end))

    return made


def _overview(ledger: Ledger) -> Answer:
    return {
        "counts": asdict(topics.counts(ledger)),
        "claims": _rows(topics.claims(ledger, 10, only_said=True)),
        "gaps": _rows(topics.gaps(ledger, 10)),
        "contradictions": _rows(topics.contradictions(ledger, 5)),
        "changes": _rows(topics.changes(ledger, 5)),
    }


def _topic(ledger: Ledger, name: Topic, limit: int) -> Answer:
    most = _bounded(limit)
    rows = getattr(topics, name)(ledger, most + 1)
    return {"rows": _rows(rows[:most]), "more": len(rows) > most}


def _claim(ledger: Ledger, id: str) -> Answer:
    found = topics.claims_by_id(ledger, [id]).get(id)
    if found is None:
        raise ToolError(f"there is no claim {id}; ids come from topic or search")
    disputes = [*topics.contradictions(ledger), *topics.changes(ledger)]
    mine = [d for d in disputes if id in (d.one.claim, d.other.claim)]
    wordings = _rows(topics.wordings(ledger, id)[:MOST])
    return {"claim": asdict(found), "wordings": wordings, "disputes": _rows(mine)}


def _speaker(ledger: Ledger, id: str, limit: int) -> Answer:
    said = topics.said_by(ledger, id, _bounded(limit))
    if not said:
        raise ToolError(f"nobody with the id {id} speaks; ids come from topic speakers")
    return {"said": _rows(said)}


def _search(ledger: Ledger, words: str, limit: int) -> Answer:
    most = _bounded(limit)
    claims, articles = topics.search(ledger, words, most)
    return {"claims": _rows(claims), "articles": _rows(articles)}


def _article(ledger: Ledger, id: str, start: int, end: int | None) -> Answer:
    found = next(iter(ledger.articles("id = ?", id)), None)
    if found is None:
        raise ToolError(f"there is no article {id}; ids stand beside all words")
    text = found[1].text
    first = max(start, 0)
    last = min(len(text), first + LONGEST, len(text) if end is None else end)
    held = topics.sources(ledger, [id])[id]
    return {"article": asdict(held), "start": first, "end": last, "length": len(text),
            "text": text[first:last]}  # fmt: skip


def _rows(rows: Sequence[Any]) -> list[Answer]:
    return [asdict(row) for row in rows]


def _bounded(limit: int) -> int:
    return max(1, min(limit, MOST))
