"""Words a second and memory: onrecord, the bare network, and the peers that are installed.

Each reading is a process of its own; the systems take turns, so that a machine that slows down
slows them all. Words per second leave out the loading of models, which `bench.start` has.
"""

from __future__ import annotations

import importlib.util
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any

from bench.articles import articles
from bench.results import Figures
from bench.running import Size, installed, say, worker


def measured(size: Size) -> Figures:
    """Readings of every system that is installed, by turns."""
    found: dict[str, list[Figures]] = defaultdict(list)
    with corpus(size.words) as (what, folder):
        for turn in range(size.repeats):
            for system in installed():
                say(f"{turn + 1}/{size.repeats} {system} reads")
                found[system].append(worker(system, folder))
        count = sum(1 for _ in folder.iterdir())
    readers = [system for system in found if system != "network"]
    return {
        "corpus": {"what": what, "articles": count, "words": found["onrecord"][0]["words"]},
        "words_per_second": {s: [r["words"] / r["read_s"] for r in found[s]] for s in readers},
        "peak_mb": {s: [r["peak_mb"] for r in found[s]] for s in readers},
        "ready_s": {s: [r["ready_s"] for r in found[s]] for s in readers},
        "network": _network(found["network"]),
        "readings": dict(found),
    }


@contextmanager
def corpus(max_words: int) -> Iterator[tuple[str, Path]]:
    """What the articles are, and a folder of them that every system reads."""
    what, texts = articles(max_words)
    with tempfile.TemporaryDirectory() as held:
        for n, text in enumerate(texts):
            (Path(held) / f"{n:05}.txt").write_bytes(text.encode())
        yield what, Path(held)


def _network(readings: Sequence[Figures]) -> Figures:
    """Pieces a second of the bare network, and their share of the processor's peak."""
    rates = [r["pieces"] / r["emission seconds"] for r in readings]
    facts: dict[str, Any] = {"pieces_per_second": rates}
    if importlib.util.find_spec("onnx"):
        from bench.processor import operations_a_piece, peak_operations

        say("the processor's peak")
        peak, each = peak_operations(), operations_a_piece()
        facts |= {"operations_a_piece": each, "peak_operations_per_second": peak}
        facts["share_of_peak"] = median(rates) * each / peak
    return facts
