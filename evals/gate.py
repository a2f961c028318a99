"""Measured accuracy against its floors: `python -m evals.gate [TASK...]`.

Each task is measured by the function behind `onrecord eval TASK DATA`. The gate fails where a
figure is below its floor, where the data are not those that the floor was measured on, where a
pinned task or figure is not there any more, or where a measure itself fails. A task whose data
are not on this machine is skipped, and says so. `--raise` writes higher floors where they were
beaten, and pins tasks that have none.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evals.pins import FLOORS, Pin, digest, held_up, pins, raised, write
from evals.tasks import ROOT, TASKS, Task, task_of
from onrecord.errors import OnrecordError
from onrecord.measure import TASKS as MEASURES
from onrecord.measure import reading

Measure = Callable[[Path], dict[str, Any]]
WIDTH = 46


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of one task: its figures if it was measured, what is wrong, why it was skipped."""

    task: Task
    measured: Mapping[str, Any] | None = None
    sha256: str = ""
    faults: tuple[str, ...] = ()
    skipped: str | None = None
    seconds: float = 0.0


def judged(
    task: Task, pin: Pin | None, measures: Mapping[str, Measure] = MEASURES, root: Path = ROOT
) -> Verdict:
    """Measure one task and hold it against its pin, if it has one."""
    if task.measure not in tuple(measures):  # a look-up would import it
        return Verdict(task, faults=(f"onrecord measures no {task.measure}",))
    data = task.path(root)
    if not data.exists():
        return Verdict(task, skipped=f"{task.data} is not there")
    texts = [root / task.texts] if task.texts else []
    if texts and not texts[0].exists():
        return Verdict(task, skipped=f"{task.texts} is not there")
    sha256 = digest(data, task.files)
    if pin is not None and sha256 != pin.sha256:
        remedy = "restore them, or take the task out of floors.json and --raise"
        return Verdict(task, faults=(f"the data are not those of the floors; {remedy}",))
    begun = time.perf_counter()
    try:
        measured = measures[task.measure](data, *texts)
    except (OnrecordError, ImportError, AttributeError) as error:
        return Verdict(task, faults=(f"cannot be measured: {error}",))
    seconds = time.perf_counter() - begun
    return Verdict(task, measured, sha256, tuple(_faults(task, pin, measured)), None, seconds)


def _faults(task: Task, pin: Pin | None, measured: Mapping[str, Any]) -> Iterator[str]:
    figures = {figure.key: figure for figure in task.figures}
    for key, floor in (pin.floors if pin else {}).items():
        if key not in figures or key not in measured:
            yield f"{key} has a floor and is not measured"
        elif not held_up(figures[key], floor, float(measured[key])):
            side = "above its ceiling" if figures[key].error else "below its floor"
            yield f"{key} is {side}: {measured[key]:.4g}, not {floor:.4g}"


def lines(verdict: Verdict, pin: Pin | None) -> Iterator[str]:
    """One task as a person reads it: figure, floor, measured."""
    name = verdict.task.name
    if verdict.skipped:
        yield f"{name}: skipped, {verdict.skipped}"
    elif verdict.measured is not None:
        n = verdict.measured.get("n", "?")
        yield f"{name}: n {n}, {verdict.seconds:.0f} s, data {verdict.sha256[:12]}"
        for figure in verdict.task.figures:
            if figure.key in verdict.measured:
                floor = pin.floors.get(figure.key) if pin else None
                shown = "unpinned" if floor is None else f"{floor:.4g}"
                found = f"{float(verdict.measured[figure.key]):.4g}"
                yield f"  {figure.key:{WIDTH - 2}}{shown:>10}{found:>10}"
    for fault in verdict.faults:
        yield f"  FAULT {name}: {fault}"


def main(arguments: list[str] | None = None, floors: Path = FLOORS) -> int:
    parser = argparse.ArgumentParser(prog="evals.gate", description=__doc__.split("\n\n", 1)[0])
    parser.add_argument("tasks", nargs="*", metavar="TASK", help="only these (default: all pinned)")
    parser.add_argument("--raise", dest="lift", action="store_true", help="write beaten floors")
    asked = parser.parse_args(arguments)
    held = pins(floors)
    try:
        wanted = [task_of(n) for n in asked.tasks or (_all(held) if asked.lift else held)]
    except ValueError as error:
        parser.error(str(error))
    print(f"{'':{WIDTH}}{'floor':>10}{'measured':>10}")
    faults = 0
    with reading.kept():
        for task in wanted:
            verdict = judged(task, held.get(task.name))
            for line in lines(verdict, held.get(task.name)):
                print(line, flush=True)
            faults += len(verdict.faults)
            if asked.lift and verdict.measured is not None:
                pin = held.get(task.name)
                held[task.name] = raised(task, pin, verdict.sha256, verdict.measured)
                write({t.name: held[t.name] for t in TASKS if t.name in held}, floors)
    print(f"{len(wanted)} tasks, {faults} faults")
    return 1 if faults else 0


def _all(held: Iterable[str]) -> list[str]:
    return list(dict.fromkeys([*held, *(t.name for t in TASKS if t.measure in tuple(MEASURES))]))


if __name__ == "__main__":
    sys.exit(main())
