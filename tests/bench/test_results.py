"""What was measured is kept as it was measured, and tables are made of that."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bench import cluster, pages, results
from bench.parts import PARTS, kept_table
from bench.results import Run, kept, save, shown
from bench.table import ratios, table

MACHINE = {"processor": "A", "cores": 2, "load": 0.1, "busy": False, "versions": "onrecord 0"}
SPEED = Run(
    "speed", MACHINE, {"repeats": 3},
    {
        "corpus": {"what": "Wikinews", "articles": 9, "words": 6000},
        "words_per_second": {
            "onrecord": [9000, 10_000, 11_000], "onrecord, one thread": [6000],
            "textacy": [4000, 5000, 5000],
        },
        "peak_mb": {"onrecord": [150], "onrecord, one thread": [140], "textacy": [1500]},
        "network": {"pieces_per_second": [20_000], "share_of_peak": 0.125},
    },
)  # fmt: skip
LATENCY = Run(
    "latency", MACHINE, {"repeats": 3},
    {
        "corpus": SPEED.figures["corpus"],
        "ms": {"onrecord": [float(n) for n in range(1, 101)], "textacy": [100.0, 202.0, 203.0]},
    },
)  # fmt: skip


def test_a_run_comes_back_to_the_last_digit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(results, "HOME", tmp_path)
    figures = {
        "ms": [0.1 + 0.2, -1e-07, 3],
        "what": "[1, 2] and [3,\n 4]",
        "none": [],
        "mixed": [1, "2"],
    }
    assert kept("speed") is None
    path = save(Run("speed", MACHINE, {}, figures))
    assert kept("speed") == Run("speed", MACHINE, {}, figures)
    assert '"ms": [0.30000000000000004, -1e-07, 3]' in path.read_text("utf8")


def test_lists_of_numbers_take_a_line_and_say_the_same() -> None:
    run = {"a": {"b": [[1, 2], [3]], "c": ["x", "y"]}, "d": [True, None, 1.5]}
    assert json.loads(shown(run)) == run
    assert "[1, 2]" in shown(run)


def test_every_file_of_figures_is_of_a_part_and_has_a_table() -> None:
    names = {path.stem for path in results.HOME.glob("*.json")}
    assert {"speed", "start", "growth", "pages"} <= names <= set(PARTS)
    for name in names:
        run = kept(name)
        assert run is not None
        assert run.part == name
    assert "| 100 |" in kept_table("growth")
    assert "| the story |" in kept_table("pages")


def test_the_systems_table_has_a_column_for_each_that_was_there() -> None:
    told = table({"speed": SPEED, "latency": LATENCY}).splitlines()
    assert told[0] == "| | onrecord | one thread | textacy, direct quotations |"
    assert (
        told[2]
        == "| words per second | 10,000 (9,000 to 11,000) | 6,000 | 5,000 (4,000 to 5,000) |"
    )
    assert told[4].endswith("| 50 (95) |  | 202 (203) |") or told[4].endswith(
        "| 50 (95) | | 202 (203) |"
    )
    assert "onrecord reads 2.0 times the words of textacy in the same time." in told
    assert not any("whole process" in line for line in told)


def test_ratios_are_of_medians_and_say_of_what() -> None:
    assert ratios({"speed": SPEED, "latency": LATENCY}) == [
        "words a second, onrecord to textacy: 2.00; with one thread 1.20",
        "memory, textacy to onrecord: 10.00",
        "one article in a warm process, textacy to onrecord: 4.00",
    ]


def test_a_busy_machine_is_said() -> None:
    busy = Run("speed", MACHINE | {"busy": True, "load": 3.25}, SPEED.size, SPEED.figures)
    assert "(load 3.2) while speed was measured" in table({"speed": busy})


def cluster_run(same: bool) -> Run:
    seconds = {
        "local, start": [2.0], "local, 1": [22.0], "local, 2": [12.0],
        "ray, start": [10.0], "ray, 1": [35.0], "ray, 2": [20.0],
    }  # fmt: skip
    corpus = {"articles": 1024, "words": 100_000, "chunks": 4}
    figures = {
        "corpus": corpus, "seconds": seconds, "cluster_start_s": [8.0], "same_bytes": same,
    }  # fmt: skip
    return Run("ray", MACHINE, {}, figures)


def test_a_cluster_is_held_against_one_local_worker() -> None:
    told = cluster.table(cluster_run(True))
    assert "| local | 1 | 22.0 | 2.0 | 5,000 | 1.00 |" in told
    assert "| ray | 2 | 20.0 | 10.0 | 10,000 | 2.00 |" in told
    assert cluster.wrong(cluster_run(True).figures) == []
    assert "**not the same** bytes" in cluster.table(cluster_run(False))
    assert cluster.wrong(cluster_run(False).figures)


def test_a_slow_kind_of_page_is_wrong() -> None:
    times = {"story": [100.0] * 19 + [301.0] * 2, "claim": [299.0] * 20}
    assert pages.wrong({"ms": times}) == ["the story: 301 ms, over 300"]
