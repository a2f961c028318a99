"""Growth is told from a process that fills up and then holds what it has."""

from __future__ import annotations

import math
import os
import random
from pathlib import Path

import pytest

from bench.usage import Sample, account, sampled, trend

MINUTES = [n / 4 for n in range(240)]


def samples(resident: list[float], files: list[int] | None = None) -> list[Sample]:
    files = files or [12] * len(resident)
    rows = zip(MINUTES, resident, files, strict=True)
    return [Sample(m, mb, mb / 2, f, 5, m) for m, mb, f in rows]


def noise(seed: int, width: float = 2.0) -> list[float]:
    dice = random.Random(seed)
    return [dice.uniform(-width, width) for _ in MINUTES]


def test_a_line_is_told_with_its_error() -> None:
    line = trend([0, 1, 2, 3], [10, 12, 14, 16])
    assert (line.middle, line.rise, line.error, line.grows) == (13, 6, 0, True)
    bent = trend([0, 1, 2, 3], [10, 13, 13, 16])
    assert (bent.rise, bent.error) == (5.4, round(3 * math.sqrt(0.18), 2))


def test_what_rises_by_a_tenth_in_half_an_hour_grows() -> None:
    leak = [300 + m + n for m, n in zip(MINUTES, noise(1), strict=True)]
    told = account(samples(leak))
    assert told["resident_mb"]["grows"]
    assert told["resident_mb"]["rise"] == pytest.approx(29.75, abs=1)


@pytest.mark.parametrize("seed", range(5))
def test_what_fills_up_in_the_first_half_and_wavers_does_not(seed: int) -> None:
    filled = [200 + 100 * min(1, m / 25) + n for m, n in zip(MINUTES, noise(seed, 8), strict=True)]
    assert not account(samples(filled))["resident_mb"]["grows"]


def test_a_file_left_open_every_two_minutes_is_growth() -> None:
    files = [12 + int(m / 2) for m in MINUTES]
    told = account(samples([300.0] * len(MINUTES), files))
    assert told["files"]["grows"]
    assert not told["resident_mb"]["grows"]


def test_an_account_keeps_a_sample_a_minute_and_the_share_of_a_core() -> None:
    told = account(samples([300.0] * len(MINUTES)))
    assert told["by_minute"]["minute"] == [m + 0.75 for m in range(60)]
    assert told["share_of_a_core"] == pytest.approx(1 / 60, abs=1e-3)


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="needs /proc")
def test_a_process_is_sampled_as_it_is(tmp_path: Path) -> None:
    before = sampled(os.getpid(), 0)
    with (tmp_path / "held").open("w"):
        held = b"x" * (32 << 20)
        after = sampled(os.getpid(), 1)
    assert after.files == before.files + 1
    assert 28 < after.own_mb - before.own_mb < 40
    assert len(held) == 32 << 20
