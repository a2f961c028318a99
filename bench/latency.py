"""How long one article takes a process that is warm: what a server that reads on request adds.

The articles are those of `bench.speed`, read one by one. For each the median over all runs is
kept; what is told is the median over articles, and the time that 95 in a hundred keep within.
"""

from __future__ import annotations

from collections import defaultdict
from statistics import median

from bench.results import Figures
from bench.running import Size, installed, say, worker
from bench.speed import corpus


def measured(size: Size) -> Figures:
    """Milliseconds of every article, by each system that is installed."""
    found: dict[str, list[list[float]]] = defaultdict(list)
    with corpus(size.words) as (what, folder):
        for turn in range(size.repeats):
            for system in installed():
                if system != "network":
                    say(f"{turn + 1}/{size.repeats} {system} reads one by one")
                    found[system].append(worker(system, folder, "--each")["ms"])
        words = [len(path.read_text("utf8").split()) for path in sorted(folder.iterdir())]
    return {
        "corpus": {"what": what, "articles": len(words), "words": sum(words)},
        "words": words,
        "ms": {s: [median(times) for times in zip(*t, strict=True)] for s, t in found.items()},
    }
