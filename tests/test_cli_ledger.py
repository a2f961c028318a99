"""A story from the command line: built, shown, checked, and put right by a person."""

from __future__ import annotations

import json
import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from onrecord import cli
from onrecord.story import folder

TOPICS = (
    "claims", "speakers", "gaps", "origins", "changes", "contradictions", "timeline", "notices",
    "questions", "versions",
)  # fmt: skip

Capture = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def built(strait: Path) -> Path:
    return strait


@pytest.fixture
def story(built: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(built, tmp_path / "strait.ledger"))


def shown(capsys: Capture, *arguments: str) -> str:
    capsys.readouterr()
    assert cli.status(["show", *arguments]) == 0
    captured = capsys.readouterr()
    assert captured.err == ""
    return captured.out


def held(capsys: Capture, *arguments: str) -> dict[str, Any]:
    found = json.loads(shown(capsys, *arguments, "--json"))
    assert isinstance(found, dict)
    return found


def test_building_again_adds_nothing(story: Path, capsys: Capture) -> None:
    before = story.read_bytes()
    assert cli.status(["build", str(story), str(folder())]) == 0
    captured = capsys.readouterr()
    assert (captured.out, "0 added, 19 known already" in captured.err) == ("", True)
    assert story.read_bytes() == before


def test_a_bad_item_is_listed_kept_and_costs_nothing_else(tmp_path: Path, capsys: Capture) -> None:
    good, bad = tmp_path / "good.txt", tmp_path / "bad.txt"
    good.write_text("The bridge is safe, engineer Lena Ost said on Monday.", "utf8")
    bad.write_bytes(b"")
    path = tmp_path / "a.ledger"
    assert cli.status(["build", str(path), str(good), str(bad)]) == 1
    assert "bad.txt" in capsys.readouterr().err
    assert held(capsys, str(path))["counts"]["skipped"] == 1
    assert held(capsys, str(path))["counts"]["articles"] == 1


def test_the_overview_has_the_story_on_one_screen(story: Path, capsys: Capture) -> None:
    out = shown(capsys, str(story))
    assert "19 articles · 10 outlets" in out
    headings = ("WHAT IS SAID", "WHAT NOBODY SAYS", "WHAT CHANGED", "FAULTS IN THE TEXTS")
    places = [out.index(heading) for heading in headings]
    assert places == sorted(places)


@pytest.mark.parametrize("topic", TOPICS)
def test_every_topic_is_a_table_and_json(topic: str, story: Path, capsys: Capture) -> None:
    rows = held(capsys, str(story), topic, "--all")[topic]
    assert rows
    table = shown(capsys, str(story), topic, "--all")
    assert table.strip()
    few = held(capsys, str(story), topic, "-n", "1")
    assert few[topic] == rows[:1]
    assert few["more"] == (len(rows) > 1)
    if len(rows) > 1:
        assert "--all" in shown(capsys, str(story), topic, "-n", "1")


def test_all_that_is_shown_leads_back_to_characters(story: Path, capsys: Capture) -> None:
    texts = dict(sqlite3.connect(story).execute("SELECT id, text FROM article").fetchall())
    found = 0

    def follow(value: Any) -> None:
        nonlocal found
        if isinstance(value, dict):
            if {"article", "start", "end", "text"} <= value.keys():
                words = texts[value["article"]["id"]][value["start"] : value["end"]]
                first, last = value["text"].split(" … ")[0], value["text"].split(" … ")[-1]
                assert words.startswith(first)
                assert words.endswith(last)
                found += 1
            value = list(value.values())
        if isinstance(value, list):
            for each in value:
                follow(each)

    follow(held(capsys, str(story), "--all"))
    assert found > 200


def test_claims_weigh_by_origins_before_copies(story: Path, capsys: Capture) -> None:
    weights = [
        (c["origins"], c["outlets"], c["articles"])
        for c in held(capsys, str(story), "claims", "--all")["claims"]
    ]
    assert weights == sorted(weights, reverse=True)
    assert any(articles > 3 and origins == 1 for origins, _, articles in weights)


def test_what_a_copy_took_hangs_under_its_origin(story: Path, capsys: Capture) -> None:
    first = held(capsys, str(story), "origins")["origins"][0]
    assert first["article"]["outlet"] == "Northlight"
    takers = {taken["article"]["outlet"] for taken in first["taken"]}
    assert {"Kelmouth Courier", "Brennick Evening Post", "Harbour & Hull"} <= takers


def test_articles_that_nobody_took_anything_from_have_a_line_each(
    story: Path, capsys: Capture
) -> None:
    lines = shown(capsys, str(story), "origins", "--all").splitlines()
    alone = [line for line in lines if line.startswith("○")]
    rows = held(capsys, str(story), "origins", "--all")["origins"]
    assert len(alone) == sum(not row["taken"] and not row["repeated"] for row in rows) > 0
    assert all("taken by nobody here" in line for line in alone if line.endswith("here"))
    first = next(i for i, line in enumerate(lines) if line.startswith("○"))
    assert not [line for line in lines[first:] if line.startswith("●")]


def test_a_template_about_something_else_is_told_to_be_so(story: Path, capsys: Capture) -> None:
    template = story.with_name("other.yaml")
    template.write_text(LOAN.replace("lantern", "zeppelin").replace("monument", "zeppelin"), "utf8")
    told = shown(capsys, str(story), "questions", "--template", str(template))
    assert "What stone is it of?" in told
    assert "about what this template asks of" in " ".join(told.split())
    assert "silent" not in told.splitlines()


def test_a_person_parts_and_joins_claims_and_takes_it_back(story: Path, capsys: Capture) -> None:
    one, other = (c["id"] for c in held(capsys, str(story), "claims", "-n", "2")["claims"])
    number = held(capsys, str(story))["counts"]["claims"]
    by = ("--by", "A. Nwosu", "--reason", "read both")
    assert cli.status(["review", "same", str(story), one, other, *by]) == 0
    assert held(capsys, str(story))["counts"]["claims"] == number - 1
    capsys.readouterr()
    assert cli.status(["review", "list", str(story)]) == 0
    listed = capsys.readouterr().out
    assert "A. Nwosu" in listed
    assert "read both" in listed
    assert cli.status(["review", "undo", str(story), listed.split()[0], "--by", "A. Nwosu"]) == 0
    assert held(capsys, str(story))["counts"]["claims"] == number
    assert cli.status(["review", "apart", str(story), one, other, *by]) == 0
    assert held(capsys, str(story))["counts"]["claims"] == number
    assert cli.status(["verify", str(story)]) == 0


def reviewed(capsys: Capture, *arguments: str) -> str:
    """What is said of a decision that was taken."""
    capsys.readouterr()
    command, *rest = arguments
    assert cli.status(["review", command, *rest, "--by", "A. Nwosu"]) == 0
    return capsys.readouterr().err


def test_a_person_puts_a_statement_right_and_takes_it_back(story: Path, capsys: Capture) -> None:
    speakers = held(capsys, str(story), "speakers", "--all")["speakers"]
    claim = next(c for c in held(capsys, str(story), "claims", "--all")["claims"]
                 if c["said"]["speaker"] == speakers[0]["id"] and c["statements"] == 1)  # fmt: skip
    id, path = claim["said"]["id"], str(story)
    before = held(capsys, path, "--all")

    def now() -> dict[str, Any]:
        claims = held(capsys, path, "claims", "--all")["claims"]
        return next((c["said"] for c in claims if c["said"]["id"] == id), {})

    reviewed(capsys, "speaker", path, id, "none")
    assert (now()["speaker"], now()["corrected"]) == (None, ["speaker"])
    reviewed(capsys, "speaker", path, id, speakers[0]["id"])
    assert now()["speaker_name"] == speakers[0]["name"]
    start = claim["said"]["words"]["start"]
    reviewed(capsys, "span", path, id, "content", str(start), str(start + 12))
    assert now()["words"]["text"] == claim["said"]["words"]["text"][:12]
    told = reviewed(capsys, "remove", path, id)
    assert now() == {}
    assert "takes it back" in told
    assert cli.status(["verify", path]) == 0
    for number in ("4", "3", "2", "1"):
        reviewed(capsys, "undo", path, number)
    assert held(capsys, path, "--all") == before
    capsys.readouterr()
    assert cli.status(["review", "list", path]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == [str(n) for n in range(8, 0, -1)]
    assert all("no longer stands" in line for line in lines[4:])


def test_a_statement_is_split_from_its_claim(story: Path, capsys: Capture) -> None:
    claim = max(
        held(capsys, str(story), "claims", "--all")["claims"], key=lambda c: c["statements"]
    )
    with sqlite3.connect(story) as db:
        query = (
            "SELECT max(attribution) FROM claim_statement WHERE claim = ? AND attribution != claim"
        )
        (id,) = db.execute(query, (claim["id"],)).fetchone()
    reviewed(capsys, "split", str(story), id)
    alone = next(c for c in held(capsys, str(story), "claims", "--all")["claims"] if c["id"] == id)
    assert alone["statements"] == 1


@pytest.mark.parametrize(
    "arguments",
    [("span", "x", "content", "5"), ("span", "x", "content", "9", "5"), ("span", "x", "tail", "1", "2"),
     ("speaker", "nosuch", "none"), ("remove", "nosuch"), ("split", "nosuch"), ("undo", "7")],
)  # fmt: skip
def test_a_correction_that_cannot_be_is_refused(
    arguments: tuple[str, ...], story: Path, capsys: Capture
) -> None:
    command, *rest = arguments
    assert cli.status(["review", command, str(story), *rest]) == 2
    assert capsys.readouterr().err
    with sqlite3.connect(story) as db:
        assert db.execute("SELECT count(*) FROM decision").fetchone()[0] == 0


def test_a_rejected_judgement_no_longer_counts(story: Path, capsys: Capture) -> None:
    change = held(capsys, str(story), "changes")["changes"][0]
    before = held(capsys, str(story))["counts"]["changes"]
    assert cli.status(["review", "reject", str(story), change["judgement"], "--by", "Eve"]) == 0
    assert held(capsys, str(story))["counts"]["changes"] == before - 1
    assert cli.status(["build", str(story), str(folder())]) == 0
    assert held(capsys, str(story))["counts"]["changes"] == before - 1


@pytest.mark.parametrize(
    "arguments",
    [("same", "nosuch", "nosuch2"), ("accept", "nosuch"), ("undo", "nosuch"), ("apart", "x", "x")],
)
def test_a_decision_on_what_is_not_there_is_refused(
    arguments: tuple[str, ...], story: Path, capsys: Capture
) -> None:
    command, *ids = arguments
    assert cli.status(["review", command, str(story), *ids]) == 2
    assert ids[0] in capsys.readouterr().err


def test_a_ledger_that_was_edited_is_found_out(story: Path, capsys: Capture) -> None:
    assert cli.status(["verify", str(story)]) == 0
    assert "sound" in capsys.readouterr().err
    with sqlite3.connect(story) as db:
        db.execute("UPDATE attribution SET content = content || '!' WHERE place_in_text = 0")
    assert cli.status(["verify", str(story)]) == 1
    assert "attribution" in capsys.readouterr().out


@pytest.mark.parametrize("command", ["show", "verify"])
def test_a_ledger_that_is_not_there_is_no_ledger(
    command: str, tmp_path: Path, capsys: Capture
) -> None:
    assert cli.status([command, str(tmp_path / "none.ledger")]) == 2
    assert "onrecord build" in capsys.readouterr().err
    assert not (tmp_path / "none.ledger").exists()


def test_the_demonstration_keeps_its_ledger_where_asked(tmp_path: Path, capsys: Capture) -> None:
    kept = tmp_path / "kept.ledger"
    assert cli.status(["demo", "--keep", str(kept)]) == 0
    out = capsys.readouterr().out
    assert "ON WHOSE WORD" in out
    assert "19 articles · 10 outlets" in out
    assert cli.status(["verify", str(kept)]) == 0


LOAN = """
title: A loan
about: ["monument"]
questions:
  - id: stone
    ask: What stone is it of?
    answer: description
    phrases: ["of bronze ... {answer}"]
"""


def test_a_story_carries_its_title_and_its_questions(story: Path, capsys: Capture) -> None:
    template = story.with_name("loan.yaml")
    template.write_text(LOAN, "utf8")
    again = [str(story), str(folder())]
    told = ["--title", "The lantern", "--template", str(template)]
    assert cli.status(["build", *again, *told]) == 0
    template.unlink()
    assert shown(capsys, str(story)).lstrip().startswith("The lantern")
    assert held(capsys, str(story))["title"] == "The lantern"
    (question,) = held(capsys, str(story), "questions")["questions"]
    assert question["ask"] == "What stone is it of?"
    assert "Orm granite" in question["replies"][0]["whole"]
    page = story.with_name("story.html")
    assert cli.status(["report", str(story), "-o", str(page)]) == 0
    assert "What stone is it of?" in page.read_text("utf8")
    assert '<h1 dir="auto">The lantern</h1>' in page.read_text("utf8")


def test_a_template_with_faults_is_refused_before_anything_is_written(
    tmp_path: Path, capsys: Capture
) -> None:
    template = tmp_path / "bad.yaml"
    template.write_text("title: x", "utf8")
    path = tmp_path / "new.ledger"
    assert cli.status(["build", str(path), str(folder()), "--template", str(template)]) == 2
    assert "bad.yaml" in capsys.readouterr().err
    assert not path.exists()


def test_the_demonstration_writes_its_articles_to_be_built(tmp_path: Path, capsys: Capture) -> None:
    assert cli.status(["demo", "--articles", str(tmp_path / "new")]) == 0
    assert "every word in them is invented" in capsys.readouterr().err
    assert (tmp_path / "new" / "article.txt").read_text("utf8").startswith("A granite monument")
    built = ["build", str(tmp_path / "story.ledger"), str(tmp_path / "new" / "coverage")]
    assert cli.status(built) == 0
    assert "19 added" in capsys.readouterr().err
    (tmp_path / "taken").write_text("", "utf8")
    assert cli.status(["demo", "--articles", str(tmp_path / "taken" / "new")]) == 2
    assert "taken" in capsys.readouterr().err


def test_articles_of_no_known_outlet_are_counted_as_articles(
    tmp_path: Path, capsys: Capture
) -> None:
    said = "“The harbour bridge will not open before the winter storms,” engineer Lena Ost said."
    for name, rest in (("one", "It rained all day."), ("two", "Nobody else was there.")):
        (tmp_path / f"{name}.txt").write_text(f"{said} {rest}", "utf8")
    path = str(tmp_path / "new.ledger")
    assert cli.status(["build", path, str(tmp_path / "one.txt"), str(tmp_path / "two.txt")]) == 0
    told = shown(capsys, path)
    assert "Lena Ost → 2 articles" in " ".join(told.split())
    assert "outlet" not in told
