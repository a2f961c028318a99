"""Examples of the documentation are run, compared and written anew."""

from __future__ import annotations

from pathlib import Path

import pytest

from docs import examples
from docs.examples import Outcome, examples_in, outcomes, prepared, written


def run(page: str, home: Path) -> list[Outcome]:
    return list(outcomes(page, home))


def page_of(language: str, *lines: str) -> str:
    return "\n".join(["before", f"```{language}", *lines, "```", "after", ""])


def test_each_command_is_told_from_what_it_prints() -> None:
    page = page_of("console", "$ one", "$ two \\", "> more", "printed", "", "twice", "$ three")
    found = [(one.code, one.shown, one.line) for one in examples_in(page)]
    assert found == [
        ("one", None, 2),
        ("two \\\nmore", "printed\n\ntwice\n", 3),
        ("three", None, 8),
    ]


def test_blocks_of_other_languages_are_left_alone() -> None:
    assert examples_in(page_of("sh", "$ rm -r /") + page_of("", "$ rm -r /")) == []


@pytest.mark.parametrize(
    ("code", "shown", "fault"),
    [
        ("echo a; echo b >&2", "a\nb", ""),
        ("seq 9", "1\n...\n9", ""),
        ("seq 9", "1\n...\n8", examples.DIFFERS),
        ("echo a", "a\nb", examples.DIFFERS),
        ("echo 1", "True", examples.DIFFERS),
        ("echo a; exit 3", "a", "left with 3"),
        ("echo $COLUMNS", "88", ""),
    ],
)
def test_a_command_must_print_what_is_shown(
    code: str, shown: str, fault: str, tmp_path: Path
) -> None:
    (outcome,) = run(page_of("console", f"$ {code}", shown), tmp_path)
    assert outcome.fault.startswith(fault)
    assert bool(outcome.fault) == bool(fault)


def test_a_command_that_goes_on_is_stopped_when_it_has_printed_what_is_shown(
    tmp_path: Path,
) -> None:
    page = page_of("console", "$ echo up; sleep 60", "up", "^C", "$ echo on", "on")
    assert [outcome.fault for outcome in run(page, tmp_path)] == ["", ""]


def test_python_goes_on_from_block_to_block(tmp_path: Path) -> None:
    page = page_of("python", "a = 20") + page_of("python", "print(a + 1)")
    page += page_of("output", "21")
    assert [outcome.fault for outcome in run(page, tmp_path)] == ["", ""]


@pytest.mark.parametrize(
    ("code", "fault"),
    [
        ("1 / 0", "ZeroDivisionError"),
        ("import warnings; warnings.warn('old', stacklevel=1)", "UserWarning: old"),
        ("import os; os._exit(1)", "the interpreter is gone"),
    ],
)
def test_python_that_raises_or_warns_is_a_fault(code: str, fault: str, tmp_path: Path) -> None:
    (outcome,) = run(page_of("python", code), tmp_path)
    assert fault in outcome.fault
    assert not outcome.rewritten


def test_a_traceback_names_the_line_of_the_page(tmp_path: Path) -> None:
    (outcome,) = run("\n" * 9 + page_of("python", "a = 1", "1 / 0"), tmp_path)
    assert "line 13" in outcome.fault


def test_commands_and_python_share_a_folder_in_the_order_of_the_page(tmp_path: Path) -> None:
    page = page_of("python", "print(open('made', closefd=True).read())").replace(
        "print(open('made', closefd=True).read())",
        "from pathlib import Path\nprint(Path('made').read_text(), Path('given').read_text())",
    )
    page = page_of("console", "$ printf x > made") + page + page_of("output", "x y", "")
    page += page_of('yaml title="given"', "y")
    assert [outcome.fault for outcome in run(page, tmp_path)] == ["", ""]


def test_a_query_must_give_rows(tmp_path: Path) -> None:
    home = prepared(tmp_path / "ready")
    page = page_of("sql", "SELECT count(*) FROM claim") + page_of("sql", "SELECT 1 WHERE 0")
    page += page_of("sql", "SELECT 1 FROM nowhere")
    faults = [outcome.fault for outcome in run(page, home)]
    assert faults == ["", "gives no rows", "no such table: nowhere"]
    assert (home / "article.txt").exists()
    assert len(list((home / "coverage").iterdir())) == 17


def test_what_came_is_written_and_what_was_left_out_stays_so(tmp_path: Path) -> None:
    page = page_of("console", "$ seq 5", "1", "...", "4", "6", "$ echo a", "a", "$ true")
    mended = written(page, run(page, tmp_path))
    assert mended == page_of("console", "$ seq 5", "1", "...", "4", "5", "$ echo a", "a", "$ true")
    assert [outcome.fault for outcome in run(mended, tmp_path)] == ["", "", ""]
    assert written(mended, run(mended, tmp_path)) == mended


def test_a_command_that_fails_is_not_written(tmp_path: Path) -> None:
    page = page_of("console", "$ echo no; exit 1", "yes")
    assert written(page, run(page, tmp_path)) == page
