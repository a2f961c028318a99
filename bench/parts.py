"""The parts of the bench: what each measures, how it is shown, and what should not be so.

A part is a plain function from how much to measure to figures; it raises `Skipped` where what it
needs is not installed.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

from bench import cluster, growth, latency, pages, soak, speed, start, verdict
from bench.results import Figures, Run, kept
from bench.running import Size


def growth_of(size: Size) -> Figures:
    """`bench.growth` in a process of its own, whose peak of memory is not that of other parts."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as alone:
        return alone.submit(growth.measured, size.articles).result()


def nothing_wrong(_: Figures) -> list[str]:
    """Figures that are what they are."""
    return []


@dataclass(frozen=True, slots=True)
class Part:
    """What is measured, by what, its table (None: one of the systems' table), what is wrong with it.

    Those with `asked` are run only where they are named.
    """

    about: str
    measured: Callable[[Size], Figures]
    table: Callable[[Run], str] | None = None
    wrong: Callable[[Figures], list[str]] = nothing_wrong
    asked: bool = False


PARTS: Mapping[str, Part] = {
    "speed": Part("words a second and memory, against peers", speed.measured),
    "latency": Part("one article in a warm process, against peers", latency.measured),
    "start": Part("one short article from nothing, help, the wheel", start.measured),
    "growth": Part(
        "what one more article costs a ledger", growth_of, lambda run: growth.table(run.figures)
    ),
    "pages": Part("live pages of a large ledger", pages.measured, pages.table, pages.wrong),
    "ray": Part("a corpus by processes and on Ray", cluster.measured, cluster.table, cluster.wrong),
    "soak": Part(
        "an hour of watch, serve and build", soak.measured, verdict.table, verdict.wrong, asked=True
    ),
}


def kept_table(name: str) -> str:
    """The table of a part as it was last saved, or nothing where it never was."""
    run, shown = kept(name), PARTS[name].table
    return shown(run) if run and shown else ""
