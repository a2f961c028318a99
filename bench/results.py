"""What was measured, a file for each part of the bench: `bench/PART.json`.

    part      its name
    machine   processor, cores, versions, and how busy it was; less where that was not noted
    size      how much was measured
    figures   what was found, as the part's own module says

A figure is kept as it was measured, every reading of it: tables work out medians and ratios.
"""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

HOME = Path(__file__).parent
_NUMBER = r"-?[0-9][0-9.eE+-]*"
_NUMBERS = re.compile(rf"\[\s+({_NUMBER}(?:,\s+{_NUMBER})*)\s+\]")

Figures = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Run:
    """One part, measured once."""

    part: str
    machine: dict[str, Any]
    size: dict[str, Any]
    figures: Figures

    @property
    def load(self) -> float | None:
        """How busy the machine was before, if that was noted."""
        return self.machine.get("load")


def save(run: Run) -> Path:
    """Keep a run in the place of the one before; gives where."""
    path = HOME / f"{run.part}.json"
    path.write_text(shown(asdict(run)) + "\n", "utf8")
    return path


def kept(part: str) -> Run | None:
    """The run of a part that was last saved; None where none was."""
    path = HOME / f"{part}.json"
    return Run(**json.loads(path.read_text("utf8"))) if path.exists() else None


def shown(run: Any) -> str:
    """JSON for people: a line for each figure, and one for each list of numbers."""
    return _NUMBERS.sub(lambda found: f"[{' '.join(found[1].split())}]", json.dumps(run, indent=1))
