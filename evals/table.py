"""The README's table of accuracy, made from the floors: what the gate guarantees, no more."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from evals.pins import Pin, pins
from evals.tasks import TASKS


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
                places = 1 if figure.whole == 100 else 3
                yield f"| {figure.label} | {pin.floors[figure.key]:.{places}f} | {figure.beside} |"
