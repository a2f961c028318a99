"""The gate lets through what is as good as it was, on the data that it was good on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from docs.tables import with_table
from evals.gate import judged, lines, main
from evals.pins import Pin, digest, pins, raised, write
from evals.table import accuracy
from evals.tasks import ROOT, TASKS, Figure, Task
from onrecord.errors import NothingToRead
from onrecord.measure import TASKS as MEASURES

COUNTING = Task(
    "counting",
    "sheep",
    "Invented sheep",
    (Figure("found", "sheep found"), Figure("missed", "sheep missed", error=True)),
)


@pytest.fixture
def fields(tmp_path: Path) -> Path:
    (tmp_path / "sheep").mkdir()
    (tmp_path / "sheep" / "a.txt").write_text("baa", "utf8")
    (tmp_path / "sheep" / "b.txt").write_text("baa baa", "utf8")
    return tmp_path


def pin(fields: Path, found: float = 0.8, missed: float = 0.2) -> Pin:
    return Pin(digest(fields / "sheep"), {"found": found, "missed": missed})


def counting(found: float, missed: float) -> dict[str, Any]:
    return {"counting": lambda path: {"found": found, "missed": missed, "n": len(path.name)}}


def test_figures_at_their_floors_pass(fields: Path) -> None:
    verdict = judged(COUNTING, pin(fields), counting(0.8, 0.2), fields)
    assert verdict.faults == ()
    assert verdict.measured == {"found": 0.8, "missed": 0.2, "n": 5}


def test_a_figure_below_its_floor_is_a_fault(fields: Path) -> None:
    verdict = judged(COUNTING, pin(fields), counting(0.79, 0.2), fields)
    assert verdict.faults == ("found is below its floor: 0.79, not 0.8",)


def test_an_error_above_its_ceiling_is_a_fault(fields: Path) -> None:
    verdict = judged(COUNTING, pin(fields), counting(0.8, 0.21), fields)
    assert verdict.faults == ("missed is above its ceiling: 0.21, not 0.2",)


def test_another_processor_may_differ_in_the_third_digit(fields: Path) -> None:
    assert judged(COUNTING, pin(fields), counting(0.796, 0.204), fields).faults == ()


@pytest.mark.parametrize("change", ["edit", "add", "rename"])
def test_changed_data_are_a_fault_and_are_not_measured(fields: Path, change: str) -> None:
    held = pin(fields)
    first = fields / "sheep" / "a.txt"
    if change == "edit":
        first.write_text("moo", "utf8")
    elif change == "add":
        (fields / "sheep" / "c.txt").write_text("", "utf8")
    else:
        first.rename(first.with_name("z.txt"))
    verdict = judged(COUNTING, held, counting(0.9, 0.1), fields)
    assert verdict.measured is None
    assert "the data are not those of the floors" in verdict.faults[0]


def test_code_beside_the_data_may_change(fields: Path) -> None:
    before = digest(fields / "sheep", "*.txt")
    (fields / "sheep" / "sample.py").write_text("pass\n", "utf8")
    assert digest(fields / "sheep", "*.txt") == before
    assert digest(fields / "sheep") != before


def test_absent_data_are_skipped_with_a_reason(tmp_path: Path) -> None:
    verdict = judged(COUNTING, Pin("0", {"found": 1.0}), counting(0, 1), tmp_path)
    assert (verdict.faults, verdict.skipped) == ((), "sheep is not there")
    assert list(lines(verdict, None)) == ["counting: skipped, sheep is not there"]


def test_a_task_that_is_gone_is_a_fault(fields: Path) -> None:
    assert judged(COUNTING, pin(fields), {}, fields).faults == ("onrecord measures no counting",)


def test_a_figure_that_is_gone_is_a_fault(fields: Path) -> None:
    measures = {"counting": lambda _: {"found": 0.8, "n": 1}}
    assert judged(COUNTING, pin(fields), measures, fields).faults == (
        "missed has a floor and is not measured",
    )


def test_a_measure_that_fails_is_a_fault(fields: Path) -> None:
    def failing(path: Path) -> dict[str, Any]:
        raise NothingToRead(f"{path.name}: no sheep")

    verdict = judged(COUNTING, pin(fields), {"counting": failing}, fields)
    assert verdict.faults == ("cannot be measured: sheep: no sheep",)


def test_a_beaten_floor_rises_to_the_step_below_what_was_measured() -> None:
    held = raised(COUNTING, Pin("0", {"found": 0.8, "missed": 0.2}), "0", {"found": 0.81299})
    assert held.floors == {"found": 0.812, "missed": 0.2}


def test_a_floor_is_never_lowered_and_a_ceiling_never_lifted() -> None:
    old = Pin("0", {"found": 0.8, "missed": 0.2})
    assert raised(COUNTING, old, "1", {"found": 0.5, "missed": 0.5}) == old


def test_a_new_task_is_pinned_at_what_was_measured() -> None:
    held = raised(COUNTING, None, "1", {"found": 0.5, "missed": 0.2501, "n": 3})
    assert held == Pin("1", {"found": 0.5, "missed": 0.251})


def test_pins_are_read_as_they_were_written(tmp_path: Path) -> None:
    held = {"counting": Pin("abc", {"found": 0.5})}
    write(held, tmp_path / "floors.json")
    assert pins(tmp_path / "floors.json") == held


def test_an_unknown_task_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["sheepishness"])
    assert left.value.code == 2
    assert "no task is called 'sheepishness'" in capsys.readouterr().err


def test_every_task_of_onrecord_is_in_the_gate() -> None:
    assert set(MEASURES) <= {task.name for task in TASKS}


def test_every_floor_is_of_a_task_and_a_figure_there_is() -> None:
    known = {task.name: {figure.key for figure in task.figures} for task in TASKS}
    held = pins()
    assert held
    assert {t: set(p.floors) for t, p in held.items() if not set(p.floors) <= known[t]} == {}


def test_the_table_shows_the_floors() -> None:
    table = accuracy({"dates": Pin("0", {"span_f1": 0.9325})})
    assert "| words for time found, relaxed F1 | 0.932 | published .90 |" in table
    assert "GeoVirus" not in table


def test_a_table_goes_between_its_markers_and_nowhere_else() -> None:
    page = "a\n<!-- accuracy -->\nold\n<!-- /accuracy -->\nz\n"
    new = with_table(page, "accuracy", "| new |")
    assert new == "a\n<!-- accuracy -->\n| new |\n<!-- /accuracy -->\nz\n"
    assert with_table(new, "accuracy", "| new |") == new
    with pytest.raises(ValueError, match="no place for bench"):
        with_table(page, "bench", "| new |")


def test_each_set_that_lies_in_the_checkout_is_there() -> None:
    inside = [task for task in TASKS if not task.data.startswith("..") and task.name in pins()]
    assert [task.name for task in inside if not task.path(ROOT).exists()] == []
