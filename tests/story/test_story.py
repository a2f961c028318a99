"""The story that ships is read whole, and what is expected of it stands in it word for word."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

import onrecord
from onrecord.story import folder
from onrecord.values import Article

EXPECTED = json.loads((Path(__file__).parent / "expected.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def articles() -> dict[str, Article]:
    def refuse(error: Exception) -> None:
        raise error

    return {a.id: a for a in onrecord.read(folder(), on_skip=refuse)}


def quoted(value: object) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        if "words" in value:
            yield value["article"], value["words"]
        value = list(value.values())
    if isinstance(value, list):
        for inner in value:
            yield from quoted(inner)


def test_the_articles_are_those_expected_with_their_outlets_and_dates(articles):
    found = {a.id: (a.outlet, a.published, a.url) for a in articles.values()}
    assert found == {a["id"]: (a["outlet"], a["published"], a["url"]) for a in EXPECTED["articles"]}
    assert len({outlet for outlet, _, _ in found.values() if outlet}) >= 8


def test_every_expected_word_stands_in_its_article(articles):
    expected = list(quoted(EXPECTED))
    assert len(expected) > 100
    assert [(a, w) for a, w in expected if w not in articles[a].text] == []


def test_every_spelling_of_a_person_is_listed_with_every_article_that_has_it(articles):
    for person in EXPECTED["people"]:
        for spelling, listed in person["spellings"].items():
            having = {id for id, a in articles.items() if spelling in a.text}
            assert having == set(listed), spelling


def test_no_page_furniture_is_read_as_part_of_the_story(articles):
    for words in ("cookies", "Most read", "Dog drives tractor", "All rights reserved", "Новости"):
        assert not [id for id, a in articles.items() if words in a.text], words
