"""A template of questions: how it is read, and how statements and gaps answer it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from onrecord.errors import BadTemplate
from onrecord.judged import Text
from onrecord.match.missing import OpenGap
from onrecord.match.questions import (
    Answer,
    Candidate,
    State,
    Template,
    answers,
    bundled,
    load,
    told,
)
from onrecord.match.template import Takes, compiled
from onrecord.values import Act, GapKind
from tests.match.statements import said

FERRY = """
title: A ferry runs aground
about: ["(ferry|vessel)"]
questions:
  - id: dead
    ask: How many died?
    answer: number
    phrases: ["{answer} (people|passengers) ... (died|drowned)", "toll ... {answer}"]
    withheld:
      phrases: ["number of dead"]
  - id: where
    ask: Where did it run aground?
    answer: place
    phrases: ["aground ... {answer}", "rests"]
    withheld:
      phrases: ["where ... aground", "location"]
  - id: state
    ask: How is the ferry?
    answer: stage
    stages:
      afloat: ["(ferry|vessel) ... (afloat|refloated)"]
      aground: ["ran aground"]
"""


@pytest.fixture
def template(tmp_path: Path) -> Template:
    path = tmp_path / "ferry.yaml"
    path.write_text(FERRY, encoding="utf-8")
    return load(path)


def candidate(content: str, by: str | None = "Anna Dahl", claim: str = "", **fields) -> Candidate:
    statement = said(content, by, **fields)
    return Candidate(statement, claim or statement.id, statement.id)


def asked(template: Template, id: str, candidates, gaps=(), against=(), outdated=()) -> Answer:
    context = [
        candidate(content, article=c.statement.article)
        for c in candidates
        for content in ("Kelmouth saw the ferry leave.", "It was the last of the vessels, a ferry.")
    ]
    found = answers(template, [*candidates, *context], list(gaps), list(against), outdated)
    return next(answer for answer in found if answer.question.id == id)


GAP = OpenGap(
    "g1", "a1", "2026-03-04", GapKind.UNDISCLOSED, "where the ferry ran aground",
    "has not been disclosed", "It has not been disclosed where the ferry ran aground.",
)  # fmt: skip


def test_a_claim_of_the_right_type_answers_and_shows_the_words_that_do(template):
    one = candidate("Eleven passengers of the ferry have died.")
    answer = asked(template, "dead", [one])
    assert answer.state is State.ANSWERED
    (support,) = answer.supports
    assert support.words == "Eleven"
    assert support.statement is one.statement
    assert support.spans[0].start == one.statement.spans[0].start


def test_without_a_mark_the_nearest_words_of_the_type_are_taken(template):
    answer = asked(template, "where", [candidate("The ferry rests on Gull Point.")])
    assert [support.words for support in answer.supports] == ["on Gull Point"]


def test_a_stage_is_named_by_its_phrases(template):
    answer = asked(template, "state", [candidate("The ferry was refloated.")])
    assert [support.value for support in answer.supports] == ["afloat"]


@pytest.mark.parametrize(
    "content",
    [
        "The ferry may be aground on Gull Point.",
        "The ferry did not run aground on Gull Point.",
        "Whether the ferry is aground on Gull Point is not known.",
    ],
)
def test_what_is_hedged_or_denied_answers_nothing(template, content):
    assert asked(template, "where", [candidate(content)]).state is State.SILENT


@pytest.mark.parametrize("act", [Act.QUESTION, Act.REFUSAL, Act.OPINION, Act.DENIAL])
def test_a_question_a_refusal_or_a_denial_answers_nothing(template, act):
    one = candidate("The ferry is aground on Gull Point.", act=act)
    assert asked(template, "where", [one]).state is State.SILENT


def test_different_values_of_different_people_are_contested(template):
    eleven = candidate("Eleven passengers of the ferry have died.", "Anna Dahl")
    twelve = candidate("Twelve passengers of the ferry have died.", "Per Lie")
    answer = asked(template, "dead", [eleven, twelve])
    assert answer.state is State.CONTESTED
    ((one, other),) = answer.contested
    assert {one.words, other.words} == {"Eleven", "Twelve"}
    same = replace(twelve, statement=replace(twelve.statement, speaker="Anna Dahl"))
    assert asked(template, "dead", [eleven, same]).state is State.ANSWERED


def test_a_judgement_contests_where_both_sides_answer_otherwise(template):
    one = candidate("The ferry is aground on Gull Point.")
    other = candidate("The ferry is aground near Orm Bank.")
    pair = [(other.statement.id, one.statement.id)]
    assert asked(template, "where", [one, other]).state is State.ANSWERED
    assert asked(template, "where", [one, other], against=pair).state is State.CONTESTED
    echo = candidate("The ferry is aground on Gull Point, with no loss of oil yet.", "Per Lie")
    pair = [(echo.statement.id, one.statement.id)]
    assert asked(template, "where", [one, echo], against=pair).state is State.ANSWERED


def test_a_gap_withholds_what_nobody_tells(template):
    here = candidate("The ferry has been damaged.", article="a1")
    answer = asked(template, "where", [here], [GAP])
    assert (answer.state, answer.gaps) == (State.WITHHELD, ("g1",))
    assert asked(template, "dead", [here], [GAP]).state is State.SILENT
    assert asked(template, "where", [here]).state is State.SILENT


def test_words_that_come_with_an_admission_are_no_answer_wherever_they_occur(template):
    vague = "The ferry is aground on the coast of Vardonia."
    here = candidate(vague, claim="c", article="a1")
    copied = candidate(vague, claim="c")
    assert asked(template, "where", [here, copied], [GAP]).state is State.WITHHELD
    exact = candidate("The ferry is aground on Gull Point.")
    answer = asked(template, "where", [here, copied, exact], [GAP])
    assert answer.state is State.ANSWERED
    assert [support.words for support in answer.supports] == ["on Gull Point"]


def test_one_statement_stands_for_its_claim_and_more_origins_come_first(template):
    lone = candidate("The ferry is aground near Orm Bank.", on="2026-03-01")
    first = candidate("The ferry is aground on Gull Point.", claim="c", on="2026-03-02")
    later = candidate("The ferry is aground on Gull Point.", claim="c", on="2026-03-03")
    answer = asked(template, "where", [lone, later, first])
    assert [s.statement.id for s in answer.supports] == [first.statement.id, lone.statement.id]
    assert (answer.supports[0].origins, answer.supports[0].articles) == (2, 2)


def test_an_older_version_of_an_article_is_left_out(template):
    old = candidate("The ferry is aground on Gull Point.", article="old")
    assert asked(template, "where", [old], outdated={"old"}).state is State.SILENT


def test_an_article_on_something_else_is_not_asked(template):
    found = answers(template, [candidate("The yacht is aground on Gull Point.")], [])
    assert {answer.state for answer in found} == {State.SILENT}


def test_an_outlets_own_sentences_answer_where_no_attribution_holds_the_words(template):
    words = "The ferry left at nine. Then the ferry ran aground on Gull Point. It is cold."
    own = told(Text("a9", words, "Kelmouth Courier", "2026-03-04"))
    assert [c.statement.spans[0].of(words) for c in own] == [c.statement.content for c in own]
    answer = answers(template, own, [])[1]
    assert [(s.words, s.candidate.own) for s in answer.supports] == [("on Gull Point", True)]
    start = words.index("the ferry ran")
    asks = candidate("the ferry ran aground on Gull Point", article="a9", act=Act.QUESTION)
    span = replace(asks.statement.spans[0], start=start, end=start + len(asks.statement.content))
    asks = replace(asks, statement=replace(asks.statement, spans=(span,)))
    assert answers(template, [*own, asks], [])[1].state is State.SILENT


def test_the_answers_do_not_hang_on_the_order_of_statements(template):
    several = [
        candidate(f"The ferry is aground {where}.", on=None)
        for where in ("on Gull Point", "near Orm Bank", "at Hallan")
    ]
    forward, backward = (
        [s.statement.id for s in asked(template, "where", order).supports]
        for order in (several, several[::-1])
    )
    assert forward == backward


# -- templates


def test_every_template_that_ships_loads():
    assert "monument" in bundled()
    for name in bundled():
        assert load(name).questions
    assert load() == load("monument") or load().name == "monument"


def test_all_faults_of_a_template_are_told_at_once_with_their_places(tmp_path):
    path = tmp_path / "bad.yaml"
    path.write_text(
        "title: Bad\nabout: [\"ferry\"]\nquestions:\n"
        "  - {id: a, ask: What is it, answer: colour, phrases: ['red']}\n"
        "  - {id: a, ask: Where is it, answer: place, phrases: ['[a-z]+ {answer}'], colour: red}\n"
        "  - {ask: Who is it, answer: name, phrases: ['{answer}']}\n"
        "  - {id: d, ask: Which is it, answer: stage, phrases: ['x']}\n",
        encoding="utf-8",
    )  # fmt: skip
    with pytest.raises(BadTemplate) as caught:
        load(path)
    message = str(caught.value)
    for part in (
        str(path), "question a, answer", "'colour' is no type of answer; take one of: place",
        "two of this id", "'[' has no meaning", "'colour' means nothing here",
        "question 3: id is missing", "words of its own", "question d, stages", "has no phrases",
    ):  # fmt: skip
        assert part in message, part


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("", "the file: must be a mapping"),
        ("title: [", "line 1, column 9: not YAML"),
        ("- a\n- b\n", "the file: must be a mapping"),
        ("title: T\nabout: x\nquestions: []\n", "give a list of 1 to 100 questions"),
        ("!!python/object/apply:os.system ['true']", "not YAML"),
    ],
)
def test_what_is_no_template_is_refused_with_a_remedy(tmp_path, text, part):
    path = tmp_path / "bad.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadTemplate, match=r"bad\.yaml") as caught:
        load(path)
    assert part in str(caught.value)


def test_an_absent_template_is_told_with_those_there_are():
    with pytest.raises(BadTemplate, match="one of: monument"):
        load("ferry")


@pytest.mark.parametrize(
    ("phrase", "text", "found"),
    [
        ("build*", "They were building it", "building"),
        ("cloth off", "the cloth\noff it", "cloth\noff"),
        ("takes ... off", "takes the whole cloth off", "takes the whole cloth off"),
        ("takes ... off", "takes a b c d e f g h off", None),
        ("takes ... ... off", "takes a b c d e f g h off", "takes a b c d e f g h off"),
        ("(lit|put out)", "the lamp is put out", "put out"),
        ("minister’s wife", "the Minister's wife", "Minister's wife"),
        ("site", "the website", None),
    ],
)
def test_a_phrase_matches_words_as_it_says(phrase, text, found):
    match = compiled(phrase, Takes.DESCRIPTION).search(text)
    assert (match[0] if match else None) == found


@pytest.mark.parametrize("phrase", ["", "...", "{answer}", "{answer} a {answer}", "(a|)", "a.*b"])
def test_what_is_no_phrase_is_refused(phrase):
    with pytest.raises(ValueError, match=r"has no meaning|of its own|empty choice"):
        compiled(phrase, Takes.PLACE)


def test_a_phrase_of_many_gaps_is_quick_on_words_that_never_end():
    pattern = compiled("a " + "... " * 6 + "b {answer}", Takes.DESCRIPTION)
    assert pattern.search("a " * 3000) is None
    with pytest.raises(ValueError, match="shorten it"):
        compiled("a ... b ... c ... d ... e", Takes.DESCRIPTION)
