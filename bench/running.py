"""How parts are run: how much they measure, by which systems, and in processes of their own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.machine import missing
from bench.results import Figures
from bench.worker import SYSTEMS

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Size:
    """How much is measured.

    `words` that each system reads, so many times; `articles` that a ledger is brought to;
    `chunks` of a corpus for a cluster, its articles cut to so many `paragraphs`; `minutes` of a
    soak. `ledger` is a file of recombined articles that is kept, for the pages.
    """

    words: int = 60_000
    repeats: int = 5
    articles: int = 10_000
    chunks: int = 4
    paragraphs: int = 3
    minutes: float = 60.0
    ledger: Path | None = None


QUICK = Size(words=1500, repeats=1, articles=250, chunks=2, paragraphs=1, minutes=2.0)


class Skipped(Exception):
    """A part that cannot be measured here, and why; its message has the remedy."""


def needed(modules: Sequence[str], get: str) -> None:
    """Raises `Skipped` where a module is not installed."""
    if absent := missing(modules):
        raise Skipped(f"needs {', '.join(absent)}; {get}")


def installed() -> list[str]:
    """The systems that can read here."""
    return [name for name, system in SYSTEMS.items() if not missing(system.needs)]


def worker(system: str, folder: Path, *more: str) -> Figures:
    """A reading of a folder by a system, in a process of its own. Raises `CalledProcessError`."""
    command = [sys.executable, "-m", "bench.worker", system, str(folder), *more]
    done = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    facts: Figures = json.loads(done.stdout.splitlines()[-1])
    return facts


def seconds(command: Sequence[str], folder: Path, **variables: str) -> float:
    """How long a whole process takes, run in a folder. Raises `CalledProcessError`."""
    begun = time.perf_counter()
    around = {**os.environ, **variables}
    subprocess.run(command, cwd=folder, env=around, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - begun


def say(what: str) -> None:
    """Tell whoever waits."""
    print(f"bench: {what}", file=sys.stderr, flush=True)
