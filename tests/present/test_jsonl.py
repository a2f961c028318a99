from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from onrecord.present import jsonl
from onrecord.values import ELISION, Article, Attribution, Kind, Reading, Span

from .examples import reading
from .golden import assert_golden

CONTRACT = Path(__file__).parents[3] / "shared" / "score" / "contract.py"


def record(value: Reading) -> dict[str, Any]:
    return json.loads(jsonl.line_of(value))


def holders(value: object) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        if "spans" in value:
            yield value
        for inner in value.values():
            yield from holders(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from holders(inner)


def of(text: str, *attributions: Attribution) -> Reading:
    return Reading(Article("a", text, "0" * 64), attributions)


def test_the_example_reads_like_this() -> None:
    assert_golden(
        "example.json", json.dumps(record(reading()), ensure_ascii=False, indent=1) + "\n"
    )


def test_every_thing_with_spans_says_what_they_hold() -> None:
    line = record(reading())
    held = list(holders(line))
    assert len(held) > 80
    for thing in held:
        pieces = [line["text"][start:end] for start, end in thing["spans"]]
        assert thing["text"] == (ELISION.join(pieces) if pieces else None)


def test_every_id_that_is_referred_to_exists() -> None:
    line = record(reading())
    entities = {e["id"] for e in line["entities"]} | {None}
    attributions = {a["id"] for a in line["attributions"]} | {None}
    for a in line["attributions"]:
        assert a["speaker"] in entities
        assert {hop["entity"] for hop in a["channel"]} <= entities
        assert a["denies"] in attributions
    assert {gap["withheld_by"] for gap in line["gaps"]} <= entities


@pytest.mark.skipif(not CONTRACT.exists(), reason="the outside check of the contract is not here")
def test_the_contract_holds(tmp_path: Path) -> None:
    value = reading()
    (tmp_path / f"{value.article.id}.txt").write_bytes(value.article.text.encode("utf8"))
    out = tmp_path / "out.jsonl"
    out.write_text("".join(jsonl.lines([value])), "utf8")
    checked = subprocess.run(
        [sys.executable, str(CONTRACT), str(out), str(tmp_path)], capture_output=True, text=True
    )
    assert checked.returncode == 0, checked.stdout
    assert "0 faults" in checked.stdout


def test_an_absent_role_is_null_and_so_is_what_is_not_known() -> None:
    bare = Attribution("x", None, None, (Span(0, 4),), Kind.INDIRECT, 0.5)
    a = record(of("Rain came.", bare))["attributions"][0]
    assert a["content"] == {"spans": [[0, 4]], "text": "Rain"}
    absent = ("source", "cue", "speaker", "firmness", "said", "denies")
    assert {key: a[key] for key in absent} == dict.fromkeys(absent)
    assert a["channel"] == []


def test_pieces_that_stand_apart_are_joined_by_an_ellipsis() -> None:
    split = Attribution("x", None, None, (Span(0, 4), Span(16, 20)), Kind.INDIRECT, 0.5)
    content = record(of("Rain, Ann says, fell.", split))["attributions"][0]["content"]
    assert content == {"spans": [[0, 4], [16, 20]], "text": "Rain … fell"}


def test_a_line_is_one_line_whatever_the_text_holds() -> None:
    text = "one\u2028two\u2029three\x85four\r\nfive\ud800six 😀"
    line = jsonl.line_of(of(text))
    assert len(line.splitlines()) == 1
    assert json.loads(line)["text"] == text
    assert json.loads(line.encode("utf8"))["text"] == text


def test_the_same_reading_gives_the_same_bytes() -> None:
    assert jsonl.line_of(reading()) == jsonl.line_of(replace(reading()))


def test_other_scripts_stand_as_themselves() -> None:
    assert "Korabлев" in jsonl.line_of(reading())
