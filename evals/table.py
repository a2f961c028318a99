"""Tables of accuracy, made from the floors: what the gate guarantees, no more.

`accuracy` is the README's, `figures` those of one task, with how to measure it again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from evals.pins import Pin, pins
from evals.tasks import TASKS, Figure, task_of


def accuracy(held: Mapping[str, Pin] | None = None) -> str:
    """Rows of every pinned figure, under the data that it was measured on."""
    return "\n".join(_rows(pins() if held is None else held))


def _rows(held: Mapping[str, Pin]) -> Iterator[str]:
    yield "| what | measured | beside it |"
    yield "|---|---:|---|"
    for task in TASKS:
        pin = held.get(task.name)
        if pin is None:
            continue
        yield f"| **{task.name}**: {task.credit} | | |"
        for figure in task.figures:
            if figure.key in pin.floors:
                yield _row(figure, pin)


def _row(figure: Figure, pin: Pin) -> str:
    places = 1 if figure.whole == 100 else 3
    return f"| {figure.label} | {pin.floors[figure.key]:.{places}f} | {figure.beside} |"


def figures(name: str, held: Mapping[str, Pin] | None = None) -> str:
    """The figures of one task, by the keys that `onrecord eval --json` prints, and their data."""
    task, pin = task_of(name), (pins() if held is None else held)[name]
    rows = ["| figure | what | measured | beside it |", "|---|---|---:|---|"]
    rows += [
        f"| `{figure.key}` {_row(figure, pin)}"
        for figure in task.figures
        if figure.key in pin.floors
    ]
    gate = f"python -m evals.gate '{name}'" if " " in name else f"python -m evals.gate {name}"
    told = f"Data: {task.credit}; `{task.data}`, SHA-256 `{pin.sha256[:12]}…`. Again: `{gate}`"
    if not task.texts:
        told += f", or `onrecord eval {task.measure} {task.data}`"
    return "\n".join([*rows, "", f"{told}."])
