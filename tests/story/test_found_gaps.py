"""What the story leaves open is found: each gap one thread, and only the right one closed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from onrecord.build import build
from onrecord.ledger import Ledger
from onrecord.story import folder

EXPECTED = json.loads((Path(__file__).parent / "expected.json").read_text("utf8"))["gaps"]


class Found:
    """A ledger of the story, asked by the names and words of its articles."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        rows = ledger.db.execute("SELECT name, id, text FROM article").fetchall()
        self.articles = {row["name"]: (row["id"], row["text"]) for row in rows}

    def threads(self, stated: dict[str, str]) -> set[str]:
        """The threads of gaps whose cue stands in these words."""
        return {
            row[0]
            for row in self.overlapping(
                "SELECT t.thread, s.start, s.end FROM gap g JOIN gap_thread t ON t.gap = g.id "
                "JOIN span s ON s.owner = g.id AND s.role = 'cue' WHERE g.article = ?",
                stated,
            )
        }

    def overlapping(self, query: str, stated: dict[str, str]) -> list[Any]:
        id, text = self.articles[stated["article"]]
        start = text.index(stated["words"])
        end = start + len(stated["words"])
        rows = self.ledger.db.execute(query, (id,)).fetchall()
        return [row for row in rows if row["start"] < end and start < row["end"]]

    def closed(self) -> dict[str, set[str]]:
        """Threads that are closed, with the attributions that close them."""
        found: dict[str, set[str]] = {}
        query = "SELECT thread, closed_by FROM gap_thread WHERE closed_by NOTNULL"
        for thread, attribution in self.ledger.db.execute(query):
            found.setdefault(thread, set()).add(attribution)
        return found


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Found:
    ledger = Ledger.open(tmp_path_factory.mktemp("ledger") / "story.ledger", create=True)
    build(ledger, folder())
    return Found(ledger)


@pytest.mark.parametrize(
    ("gap", "stated"),
    [
        pytest.param(gap, stated, id=f"{gap['of']}-{stated['article']}-{i}")
        for gap in EXPECTED
        for i, stated in enumerate(gap["stated"])
    ],
)
def test_every_statement_of_a_gap_is_in_the_thread_of_its_first(
    found: Found, gap: dict[str, Any], stated: dict[str, str]
) -> None:
    (thread,) = found.threads(gap["stated"][0])
    assert found.threads(stated) == {thread}


def test_no_two_gaps_are_one_thread(found: Found) -> None:
    threads = [found.threads(gap["stated"][0]) for gap in EXPECTED]
    assert len(set().union(*threads)) == len(EXPECTED)


def test_the_gap_that_closes_is_closed_by_the_right_words_and_no_other_is_closed(
    found: Found,
) -> None:
    (closing,) = [gap for gap in EXPECTED if gap["closed"]]
    (thread,) = found.threads(closing["stated"][0])
    closed = found.closed()
    assert set(closed) == {thread}
    right = found.overlapping(
        "SELECT a.id, s.start, s.end FROM attribution a "
        "JOIN span s ON s.owner = a.id AND s.role = 'content' WHERE a.article = ?",
        closing["closed_by"],
    )
    assert closed[thread] <= {row["id"] for row in right}


@pytest.mark.parametrize("gap", [g for g in EXPECTED if g["holder"]], ids=lambda gap: gap["of"])
def test_a_gap_is_held_by_whom_the_story_says(found: Found, gap: dict[str, Any]) -> None:
    (thread,) = found.threads(gap["stated"][0])
    query = """
        SELECT e.name FROM gap_thread t JOIN gap g ON g.id = t.gap
        JOIN entity_member m ON m.article_entity = g.withheld_by
        JOIN entity e ON e.id = m.entity WHERE t.thread = ?"""
    assert (gap["holder"],) in {tuple(row) for row in found.ledger.db.execute(query, (thread,))}
