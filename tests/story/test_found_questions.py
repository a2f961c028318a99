"""The questions of the template that ships are answered from the story as was written beforehand."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from onrecord.build import build
from onrecord.ledger import Ledger
from onrecord.present.topics import questions
from onrecord.present.topics.values import Question, Words
from onrecord.story import folder

EXPECTED = json.loads((Path(__file__).parent / "expected.json").read_text("utf8"))["questions"]
IDS = {
    "what is planned": "what",
    "at what stage": "stage",
    "where": "where",
    "by what criteria chosen": "criteria",
    "who designs": "designer",
    "who pays": "payer",
    "who is honoured": "honoured",
    "who announced": "announcer",
    "when unveiled": "unveiled",
    "how many": "number",
    "verified by whom": "verified",
}


class Found:
    """The questions as a reader sees them, and the texts of the articles."""

    def __init__(self, ledger: Ledger) -> None:
        self.texts = dict(ledger.db.execute("SELECT name, text FROM article").fetchall())
        self.questions = {question.id: question for question in questions(ledger)}

    def shown(self, question: Question) -> Iterator[Words]:
        """All words that the answer rests on: of statements, of pairs, of gaps."""
        for reply in question.replies:
            yield reply.words
        for pair in question.contested:
            yield from (reply.words for reply in pair)
        for gap in question.gaps:
            yield from gap.places

    def overlaps(self, words: Words, expected: dict[str, str]) -> bool:
        if words.article.name != expected["article"]:
            return False
        start = self.texts[expected["article"]].index(expected["words"])
        return words.start < start + len(expected["words"]) and start < words.end


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Found]:
    with Ledger.open(tmp_path_factory.mktemp("ledger") / "story.ledger", create=True) as ledger:
        build(ledger, folder())
        yield Found(ledger)


def test_the_questions_are_those_expected(found: Found) -> None:
    assert list(found.questions) == [IDS[expected["question"]] for expected in EXPECTED]


@pytest.mark.parametrize("expected", EXPECTED, ids=lambda e: e["question"])
def test_a_question_stands_as_expected(found: Found, expected: dict[str, Any]) -> None:
    assert found.questions[IDS[expected["question"]]].state == expected["state"]


@pytest.mark.parametrize(
    ("expected", "words"),
    [
        pytest.param(e, words, id=f"{e['question']}-{words['article']}")
        for e in EXPECTED
        for words in e["by"]
    ],
)
def test_the_expected_words_are_shown(
    found: Found, expected: dict[str, Any], words: dict[str, str]
) -> None:
    question = found.questions[IDS[expected["question"]]]
    assert any(found.overlaps(shown, words) for shown in found.shown(question))


def test_the_sides_of_a_contested_question_are_the_expected_ones(found: Found) -> None:
    for expected in EXPECTED:
        if expected["state"] == "contested":
            one, other = found.questions[IDS[expected["question"]]].contested[0]
            sides = {(reply.words.article.name) for reply in (one, other)}
            assert sides == {words["article"] for words in expected["by"]}


def test_every_answer_is_words_of_its_article(found: Found) -> None:
    for question in found.questions.values():
        for words in found.shown(question):
            assert found.texts[words.article.name][words.start : words.end] == words.text
