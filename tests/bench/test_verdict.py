"""A soak says what should not have happened in it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bench.results import Run
from bench.site import BAD, GOOD
from bench.verdict import left, table, wrong
from onrecord.build import build
from onrecord.ledger import Ledger
from onrecord.story import folder as story

HELD = {"most": 300, "middle": 290, "rise": 1, "error": 1, "grows": False}


def figures(**changed: Any) -> dict[str, Any]:
    held = {what: dict(HELD) for what in ("resident_mb", "own_mb", "files")}
    return {
        "minutes": 60.2, "rows": {"article": 1500, "decision": 40}, "builds": 29,
        "polls": {"of good feeds": 200, "of good feeds that failed": 0, "of the bad feed": 12},
        "asked of serve": {"page: 200": 900, "decision: 303": 40, "enter: 303": 1},
        "processes that died": 0, "tracebacks": 0, "faults that verify found": 0,
        "builds that failed": 0, "articles that never came": 0,
        "held": {"watch": held},
    } | changed  # fmt: skip


def test_nothing_is_wrong_with_an_hour_in_which_all_went_well() -> None:
    assert wrong(figures()) == []
    assert "| watch | open files | 300 | 290 | 1 ± 1 |  |" in table(Run("soak", {}, {}, figures()))


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"processes that died": 1}, "1 processes died"),
        ({"tracebacks": 2}, "2 tracebacks"),
        ({"articles that never came": 3}, "3 articles never came"),
        ({"builds that failed": 1}, "1 builds failed"),
        ({"polls": {"of good feeds that failed": 4}}, "4 polls of good feeds failed"),
        (
            {"asked of serve": {"page: 200": 9, "page: 500": 2, "decision: TimeoutError": 1}},
            "3 requests to serve failed",
        ),
        (
            {"held": {"serve": dict.fromkeys(("resident_mb", "own_mb"), HELD)
                      | {"files": HELD | {"grows": True, "rise": 9}}}},
            "serve: open files grows by 9 (± 1) in half the run",
        ),
    ],
)  # fmt: skip
def test_each_thing_that_should_not_be_is_said(changed: dict[str, Any], said: str) -> None:
    assert wrong(figures(**changed)) == [said]


def test_what_processes_left_is_counted(tmp_path: Path) -> None:
    path = tmp_path / "soak.ledger"
    with Ledger.open(path, create=True) as ledger:
        build(ledger, story())
        ledger.db.execute("UPDATE article SET text = text || 'x' WHERE number = 1")
    polls = [
        (GOOD[0], None, []),
        (GOOD[1], "breaks off", ["a"]),
        (BAD, "breaks off", ["b"]),
        (BAD, None, []),
    ]
    lines = [
        json.dumps({"feed": f"http://h/{name}/feed.xml", "error": error, "skipped": skipped})
        for name, error, skipped in polls
    ]
    (tmp_path / "watch.jsonl").write_text("\n".join(lines), "utf8")
    (tmp_path / "watch.log").write_text("Traceback (most recent call last):\n", "utf8")
    told = left(tmp_path, path)
    assert list(told["polls"].values()) == [2, 1, 1, 2, 1]
    assert (told["tracebacks"], told["rows"]["article"]) == (1, 19)
    assert told["faults that verify found"] > 0
