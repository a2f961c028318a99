"""A ledger as tools: what an agent is told leads back to characters, and nothing can be written."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from mcp import Client

from onrecord.build import build
from onrecord.errors import BadLedger
from onrecord.ledger import Ledger
from onrecord.mcp import LONGEST, server
from onrecord.story import folder

Ask = Callable[..., Any]


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("mcp") / "strait.ledger"
    with Ledger.open(path, create=True) as ledger:
        build(ledger, folder())
    return path


@pytest.fixture
def ask(path: Path) -> Ask:
    def asked(tool: str, **arguments: object) -> Any:
        async def call() -> Any:
            async with Client(server(path)) as client:
                return await client.call_tool(tool, arguments)

        return asyncio.run(call())

    return asked


def test_every_tool_says_what_it_gives(path: Path) -> None:
    async def tools() -> Any:
        async with Client(server(path)) as client:
            return (await client.list_tools()).tools

    found = asyncio.run(tools())
    assert {tool.name for tool in found} == {
        "overview", "topic", "claim", "speaker", "search", "article",
    }  # fmt: skip
    assert all(tool.description for tool in found)


def test_words_are_found_again_in_their_article(ask: Ask) -> None:
    claims = ask("topic", name="claims", limit=5).structured_content["rows"]
    assert len(claims) == 5
    for claim in claims:
        words = claim["said"]["words"]
        cut = ask("article", id=words["article"]["id"], start=words["start"], end=words["end"])
        first = words["text"].split(" … ")[0]
        assert cut.structured_content["text"].startswith(first)


def test_a_claim_has_all_its_wordings_and_what_disputes_it(ask: Ask) -> None:
    change = ask("topic", name="changes").structured_content["rows"][0]
    answer = ask("claim", id=change["one"]["claim"]).structured_content
    assert len(answer["wordings"]) == answer["claim"]["statements"]
    assert change["judgement"] in {d["judgement"] for d in answer["disputes"]}


def test_a_speaker_is_followed(ask: Ask) -> None:
    first = ask("topic", name="speakers", limit=1).structured_content["rows"][0]
    said = ask("speaker", id=first["id"], limit=200).structured_content["said"]
    assert len(said) == first["claims"]
    assert {s["speaker"] for s in said} == {first["id"]}


def test_search_takes_words_and_is_not_tripped_by_signs(ask: Ask) -> None:
    found = ask("search", words='lantern" AND (').structured_content
    assert found == ask("search", words="lantern AND").structured_content
    articles = ask("search", words="lantern").structured_content["articles"]
    assert articles
    assert all("lantern" in passage["text"].lower() for passage in articles[:3])
    assert ask("search", words="…").structured_content == {"claims": [], "articles": []}


def test_a_long_text_comes_in_pieces(tmp_path: Path) -> None:
    story = tmp_path / "long.txt"
    story.write_text("The bridge is safe, Lena Ost said on Monday. " * 700, "utf8")
    with Ledger.open(tmp_path / "a.ledger", create=True) as ledger:
        build(ledger, story)
        (id,) = (row[0] for row in ledger.db.execute("SELECT id FROM article"))

    async def read() -> Any:
        async with Client(server(tmp_path / "a.ledger")) as client:
            one = (await client.call_tool("article", {"id": id})).structured_content
            two = await client.call_tool("article", {"id": id, "start": one["end"]})
            return one, two.structured_content

    one, two = asyncio.run(read())
    assert len(one["text"]) == LONGEST
    assert one["text"] + two["text"] == story.read_text("utf8")


@pytest.mark.parametrize("tool", ["claim", "speaker", "article"])
def test_what_is_not_there_is_said_not_to_be(ask: Ask, tool: str) -> None:
    answer = ask(tool, id="nosuch")
    assert answer.is_error
    assert "nosuch" in answer.content[0].text


def test_nothing_is_written(ask: Ask, path: Path) -> None:
    before = path.read_bytes()
    ask("overview")
    ask("search", words="monument")
    assert path.read_bytes() == before


def test_a_ledger_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(BadLedger):
        server(tmp_path / "none.ledger")
    assert not (tmp_path / "none.ledger").exists()
