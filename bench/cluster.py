"""A corpus by `onrecord extract`: processes of this machine against a Ray cluster of two nodes.

The cluster is one of this machine too, two nodes of one processor each, started for the purpose;
what differs is the engine, so the figures say what Ray costs, not what more machines give. Each
run is a whole command with an empty folder to write to. What a command needs before it reads
(imports, the network's weights, workers, on Ray the way to the cluster) is told by running it on
one short article. The tables that come out are compared byte by byte.
"""

from __future__ import annotations

import hashlib
import importlib
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from statistics import median
from typing import Any

from bench.articles import short_article
from bench.growth import recombined
from bench.results import Figures, Run
from bench.running import Size, needed, say, seconds

NODE = {"num_cpus": 1, "object_store_memory": 80 << 20}
WORKERS = (1, 2)


def measured(size: Size) -> Figures:
    """Seconds of every run, by engine and workers. Raises `Skipped`."""
    needed(("ray", "pyarrow"), "pip install 'onrecord[ray]'")
    took: dict[str, list[float]] = {}
    started: list[float] = []
    digests: set[str] = set()
    with tempfile.TemporaryDirectory() as held:
        home = Path(held)
        corpus, one = home / "corpus", home / "one"
        told = _written(corpus, size)
        one.mkdir()
        (one / "article.txt").write_text(short_article(), "utf8")
        rounds = (size.repeats + 1) // 2

        def run(turn: int, engine: str, workers: int, paths: Path, address: str = "") -> Path:
            say(f"{turn + 1}/{rounds} {paths.name}: {engine}, {workers} workers")
            out = home / f"{paths.name}-{engine}-{workers}-{turn}"
            command = [sys.executable, "-m", "onrecord", "extract", str(paths), "-o", str(out)]
            command += ["--engine", engine, "--workers", str(workers)]
            name = f"{engine}, {workers}" if paths == corpus else f"{engine}, start"
            took.setdefault(name, []).append(seconds(command, home, RAY_ADDRESS=address))
            return out

        for turn in range(rounds):
            run(turn, "local", 1, one)
            digests |= {_digest(run(turn, "local", workers, corpus)) for workers in WORKERS}
            with _cluster() as (address, started_s):
                started.append(started_s)
                run(turn, "ray", 1, one, address)
                digests |= {
                    _digest(run(turn, "ray", workers, corpus, address)) for workers in WORKERS
                }
    return {
        "corpus": told, "seconds": took, "cluster_start_s": started,
        "same_bytes": len(digests) == 1,
    }  # fmt: skip


def _written(folder: Path, size: Size) -> Figures:
    """Recombined articles as files of plain text, so many that they make `size.chunks` chunks."""
    from onrecord.scale.chunks import CHUNK_FILES

    folder.mkdir()
    words, count = 0, size.chunks * CHUNK_FILES
    for article in islice(recombined(count), count):
        text = "\n\n".join(article.text.split("\n\n")[: size.paragraphs])
        (folder / f"{article.id}.txt").write_text(text, "utf8")
        words += len(text.split())
    return {"articles": count, "words": words, "chunks": size.chunks}


@contextmanager
def _cluster() -> Iterator[tuple[str, float]]:
    """The address of a cluster of two nodes, and the seconds that it took to start."""
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    ray_cluster: Any = importlib.import_module("ray.cluster_utils")
    begun = time.perf_counter()
    made = ray_cluster.Cluster()
    try:
        made.add_node(**NODE, include_dashboard=False)  # the first is the head
        made.add_node(**NODE)
        made.wait_for_nodes()
        yield made.address, time.perf_counter() - begun
    finally:
        made.shutdown()


def _digest(out: Path) -> str:
    """What stands in a folder of tables: names and bytes of all its files."""
    digest = hashlib.sha256()
    for path in sorted(p for p in out.rglob("*") if p.is_file()):
        digest.update(str(path.relative_to(out)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def table(run: Run) -> str:
    """The run as a table for people."""
    figures = run.figures
    corpus, middle = figures["corpus"], {n: median(s) for n, s in figures["seconds"].items()}
    lines = [
        "| engine | workers | whole command, s | to start, s | words a second after it | against local, one worker |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    first = 0.0
    for engine in ("local", "ray"):
        start = middle[f"{engine}, start"]
        for workers in WORKERS:
            whole = middle[f"{engine}, {workers}"]
            rate = corpus["words"] / max(whole - start, 1e-9)
            first = first or rate
            lines.append(
                f"| {engine} | {workers} | {whole:.1f} | {start:.1f} | {rate:,.0f} "
                f"| {rate / first:.2f} |"
            )
    same = "the same" if figures["same_bytes"] else "**not the same**"
    lines.append(
        f"\n{corpus['articles']:,} articles, {corpus['words']:,} words in {corpus['chunks']} chunks; "
        f"median of {len(figures['cluster_start_s'])} runs. The cluster itself takes "
        f"{median(figures['cluster_start_s']):.1f} s to start. All runs wrote {same} bytes."
    )
    return "\n".join(lines)


def wrong(figures: Figures) -> list[str]:
    """What should not be so."""
    return [] if figures["same_bytes"] else ["Ray and local processes wrote different bytes"]
