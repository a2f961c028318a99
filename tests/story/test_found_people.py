"""Who is who across the story's articles, scripts and spellings, and what kind of thing each is."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from onrecord.build import build
from onrecord.ledger import Ledger
from onrecord.story import folder

EXPECTED = json.loads((Path(__file__).parent / "expected.json").read_text("utf8"))["people"]
PLACES = ("Kelmouth", "Tellin Strait", "Port Averin", "Gannet Cove", "Vardonia", "St Foka")
BODIES = ("Ministry of the Sea", "National Library")


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    path = tmp_path_factory.mktemp("ledger") / "story.ledger"
    with Ledger.open(path, create=True) as ledger:
        build(ledger, folder())
        yield ledger


def entities_named(ledger: Ledger, article: str, spelling: str) -> set[str]:
    """The entities that are named in the article where the spelling stands."""
    (id, text), *_ = ledger.db.execute(
        "SELECT id, text FROM article WHERE name = ?", (article,)
    ).fetchall()
    found, at = set(), text.find(spelling)
    while at >= 0:
        rows = ledger.db.execute(
            "SELECT DISTINCT m.entity FROM span s JOIN mention n ON n.id = s.owner "
            "JOIN entity_member m ON m.article_entity = n.entity "
            "WHERE s.article = ? AND s.role = 'mention' AND n.form = 'name' AND s.start < ? "
            "AND s.end > ?",
            (id, at + len(spelling), at),
        )
        found |= {row[0] for row in rows}
        at = text.find(spelling, at + 1)
    return found


def everywhere(ledger: Ledger, person: dict[str, Any]) -> set[str]:
    return {
        entity
        for spelling, articles in person["spellings"].items()
        for article in articles
        for entity in entities_named(ledger, article, spelling)
    }


@pytest.mark.parametrize("person", EXPECTED, ids=lambda person: person["name"])
def test_a_person_is_one_wherever_and_however_spelt(ledger: Ledger, person: dict[str, Any]) -> None:
    for spelling, articles in person["spellings"].items():
        for article in articles:
            assert entities_named(ledger, article, spelling), (article, spelling)
    (entity,) = everywhere(ledger, person)
    row = ledger.db.execute("SELECT name, kind FROM entity WHERE id = ?", (entity,)).fetchone()
    assert tuple(row) == (person["name"], "person")


@pytest.mark.parametrize("person", [p for p in EXPECTED if "not" in p], ids=lambda p: p["name"])
def test_who_is_easily_confused_is_not(ledger: Ledger, person: dict[str, Any]) -> None:
    other = next(p for p in EXPECTED if p["name"] == person["not"])
    assert not everywhere(ledger, person) & everywhere(ledger, other)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        *((n, "place") for n in PLACES),
        *((n, "organisation") for n in BODIES),
        ("Northlight", "outlet"),
    ],
)
def test_the_largest_of_a_name_is_of_the_right_kind(ledger: Ledger, name: str, kind: str) -> None:
    query = "SELECT kind FROM entity WHERE name = ? ORDER BY members DESC LIMIT 1"
    assert [row[0] for row in ledger.db.execute(query, (name,))] == [kind]
