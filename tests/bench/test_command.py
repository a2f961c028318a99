"""One command runs what can be run, says why of the rest, and keeps nothing that is not worth it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bench import __main__ as command
from bench import results
from bench.parts import Part
from bench.results import Figures, Run
from bench.running import QUICK, Size, Skipped, installed, needed
from bench.worker import SYSTEMS

CALLED: list[Size] = []


def counted(size: Size) -> Figures:
    CALLED.append(size)
    return {"articles": size.articles}


def absent(_: Size) -> Figures:
    needed(("json", "no_such_package"), "pip install it")
    raise AssertionError


def broken(_: Size) -> Figures:
    raise OSError(28, "No space left on device")


@pytest.fixture(autouse=True)
def parts(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> dict[str, Part]:
    CALLED.clear()
    found = {
        "counted": Part("counts", counted, lambda run: f"table of {run.figures['articles']}"),
        "absent": Part("is not there", absent),
        "wrong": Part("is wrong", counted, wrong=lambda _: ["too many"]),
        "long": Part("takes an hour", counted, asked=True),
    }
    monkeypatch.setattr(command, "PARTS", found)
    monkeypatch.setattr(results, "HOME", tmp_path)
    return found


def test_all_parts_run_but_those_that_must_be_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main([]) == 1
    assert [Size(), Size()] == CALLED
    out, err = capsys.readouterr()
    assert "table of 10000" in out
    assert "- absent skipped: needs no_such_package; pip install it" in out
    assert "bench: wrong: too many" in err
    assert command.main(["long", "counted"]) == 0
    assert len(CALLED) == 4


def test_a_part_that_fails_costs_no_other(
    capsys: pytest.CaptureFixture[str], parts: dict[str, Part]
) -> None:
    parts["broken"] = Part("breaks", broken)
    assert command.main(["broken", "counted"]) == 1
    out, err = capsys.readouterr()
    assert "table of 10000" in out
    assert "broken: could not be measured ([Errno 28] No space left on device)" in err


def test_a_quick_run_measures_little_and_is_not_kept(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["counted", "--quick"]) == 0
    assert CALLED == [QUICK]
    with pytest.raises(SystemExit):
        command.main(["counted", "--quick", "--save"])
    assert "too little to keep" in capsys.readouterr().err
    assert len(CALLED) == 1


def test_a_part_there_is_none_of_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        command.main(["counting"])
    assert "no part counting; there are counted, absent" in capsys.readouterr().err
    assert CALLED == []


def test_sizes_are_what_was_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["counted", "--articles", "100000", "--json"]) == 0
    assert CALLED[0].articles == 100_000
    run = json.loads(capsys.readouterr().out)["counted"]
    assert (run["part"], run["figures"], run["size"]["articles"]) == (
        "counted", {"articles": 100_000}, 100_000,
    )  # fmt: skip
    assert {"processor", "cores", "load", "load after"} <= set(run["machine"])


def test_what_is_kept_is_written_before_the_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[Run | None] = []

    def stale(*, write: bool) -> list[str]:
        assert write
        seen.append(results.kept("counted"))
        return []

    monkeypatch.setattr("docs.tables.stale", stale)
    assert command.main(["counted", "--save"]) == 0
    (run,) = seen
    assert run is not None
    assert run.figures == {"articles": 10_000}


def test_a_package_that_is_missing_is_named_with_its_remedy() -> None:
    with pytest.raises(Skipped, match="needs no_such_package; pip install it"):
        needed(("json", "no_such_package"), "pip install it")
    assert {"onrecord", "onrecord, one thread", "network"} <= set(installed()) <= set(SYSTEMS)
