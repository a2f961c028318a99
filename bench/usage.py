"""What a process holds as time goes by, and whether it holds more and more (Linux).

Whether it grows is judged on the second half of the samples, when what is filled once has been
filled: a straight line is fitted, and what it rises by over that half is growth where it is more
than twice its own error, and more than a share of what was held in the middle.
"""

from __future__ import annotations

import math
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import mean
from typing import Any

GROWTH = 0.03
SECONDS_A_TICK = 1 / os.sysconf("SC_CLK_TCK")
LINES = {"resident_mb": "VmRSS", "own_mb": "RssAnon", "threads": "Threads"}


@dataclass(frozen=True, slots=True)
class Sample:
    """Memory in MB (`own` without what is mapped from files), open files, threads, CPU seconds."""

    minute: float
    resident_mb: float
    own_mb: float
    files: int
    threads: int
    cpu_s: float


@dataclass(frozen=True, slots=True)
class Trend:
    """A line through samples: its rise from the first to the last, with the error of that."""

    middle: float
    rise: float
    error: float

    @property
    def grows(self) -> bool:
        """Whether the rise is more than chance and more than little."""
        return self.rise > max(2 * self.error, GROWTH * self.middle)


def sampled(pid: int, minute: float) -> Sample:
    """A process as it is now. Raises `OSError` where it is gone."""
    home = Path(f"/proc/{pid}")
    status = dict(line.split(":", 1) for line in (home / "status").read_text().splitlines())
    held = {name: int(status[line].split()[0]) for name, line in LINES.items()}
    ticks = (home / "stat").read_text().rpartition(")")[2].split()[11:13]
    return Sample(
        round(minute, 2), round(held["resident_mb"] / 1024, 1), round(held["own_mb"] / 1024, 1),
        sum(1 for _ in (home / "fd").iterdir()), held["threads"],
        round(sum(map(int, ticks)) * SECONDS_A_TICK, 1),
    )  # fmt: skip


def trend(minutes: Sequence[float], values: Sequence[float]) -> Trend:
    """The line of least squares through the values of at least three moments."""
    middle, level = mean(minutes), mean(values)
    spread = math.fsum((m - middle) ** 2 for m in minutes)
    along = math.fsum((m - middle) * (v - level) for m, v in zip(minutes, values, strict=True))
    slope = along / spread
    left = math.fsum(
        (v - level - slope * (m - middle)) ** 2 for m, v in zip(minutes, values, strict=True)
    )
    error = math.sqrt(left / (len(values) - 2) / spread)
    span = minutes[-1] - minutes[0]
    return Trend(round(level, 2), round(slope * span, 2), round(error * span, 2))


def account(samples: Sequence[Sample]) -> dict[str, Any]:
    """The second half's trends, what was most, and a sample a minute."""
    half = samples[len(samples) // 2 :]
    minutes = [s.minute for s in half]
    told: dict[str, Any] = {}
    for name in ("resident_mb", "own_mb", "files"):
        line = trend(minutes, [getattr(s, name) for s in half])
        told[name] = {"most": max(getattr(s, name) for s in samples), **asdict(line)}
        told[name]["grows"] = line.grows
    spent = samples[-1].cpu_s - samples[0].cpu_s
    told["share_of_a_core"] = round(spent / 60 / (samples[-1].minute - samples[0].minute), 3)
    a_minute = {int(s.minute): s for s in samples}.values()
    told["by_minute"] = {
        name: [getattr(s, name) for s in a_minute]
        for name in ("minute", "resident_mb", "own_mb", "files", "threads")
    }
    return told
