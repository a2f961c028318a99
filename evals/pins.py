"""`floors.json`: for each task a digest of its data and the floor of each figure.

A floor is what was measured, rounded towards the worse. It moves one way only: `raised` never
gives a pin that asks less than the old one, so lowering a floor or accepting other data takes
an edit by hand, which a reviewer sees.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evals.tasks import Figure, Task

FLOORS = Path(__file__).with_name("floors.json")
STEP = 0.001  # of a perfect figure: what floors are rounded to
PLAY = 0.005  # of a perfect figure: int8 kernels differ that much between processors


@dataclass(frozen=True, slots=True)
class Pin:
    """What one task must reach, and on which data."""

    sha256: str
    floors: Mapping[str, float]


def pins(path: Path = FLOORS) -> dict[str, Pin]:
    """The pins by name of task; none where there is no file yet."""
    if not path.exists():
        return {}
    held = json.loads(path.read_text("utf8"))
    return {task: Pin(pin["sha256"], pin["floors"]) for task, pin in held.items()}


def write(held: Mapping[str, Pin], path: Path = FLOORS) -> None:
    """Write `held` so that a change of one figure is a change of one line."""
    plain = {task: {"sha256": p.sha256, "floors": dict(p.floors)} for task, p in held.items()}
    path.write_text(json.dumps(plain, indent=2, ensure_ascii=False) + "\n", "utf8")


def digest(data: Path, files: str = "*") -> str:
    """SHA-256 over the names and bytes of a file, or of a folder's `files`, in order of name."""
    named = {data.name: data}
    if data.is_dir():
        found = (path for path in data.rglob(files) if path.is_file())
        named = {path.relative_to(data).as_posix(): path for path in found}
    total = hashlib.sha256()
    for name in sorted(named):
        content = named[name].read_bytes()
        total.update(f"{name}\0{len(content)}\0".encode())
        total.update(content)
    return total.hexdigest()


def held_up(figure: Figure, floor: float, measured: float) -> bool:
    """Whether `measured` is as good as `floor`, give or take what a processor may do to it."""
    play = PLAY * figure.whole
    return measured <= floor + play if figure.error else measured >= floor - play


def raised(task: Task, pin: Pin | None, sha256: str, measured: Mapping[str, Any]) -> Pin:
    """The pin with each floor that `measured` beats at what was measured; others as they were."""
    floors = dict(pin.floors) if pin else {}
    for figure in task.figures:
        if figure.key in measured:
            found = _rounded(figure, float(measured[figure.key]))
            old = floors.get(figure.key, found)
            floors[figure.key] = min(old, found) if figure.error else max(old, found)
    return Pin(pin.sha256 if pin else sha256, floors)


def _rounded(figure: Figure, measured: float) -> float:
    """`measured` at the next step that is no better."""
    steps = measured / (STEP * figure.whole)
    whole = math.ceil(steps - 1e-6) if figure.error else math.floor(steps + 1e-6)
    return round(whole * STEP * figure.whole, 6)
