"""The machine that a part is measured on, and whether it had anything else to do."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
import platform
from collections.abc import Iterable
from pathlib import Path
from typing import Any

QUIET = 0.3  # load a core
NAMED = ("onrecord", "onnxruntime", "spacy", "textacy", "sayswho", "ray", "datasette")


def machine() -> dict[str, Any]:
    """Processor, cores, load and versions."""
    cores, load = os.cpu_count() or 1, os.getloadavg()[0]
    known = {d.metadata["Name"].lower(): d.version for d in importlib.metadata.distributions()}
    return {
        "processor": _processor(),
        "cores": cores,
        "load": load,
        "busy": load > QUIET * cores,
        "versions": ", ".join(f"{name} {known[name]}" for name in NAMED if name in known),
    }


def missing(modules: Iterable[str]) -> list[str]:
    """Those of the modules that are not installed."""
    return [name for name in modules if importlib.util.find_spec(name) is None]


def _processor() -> str:
    listed = Path("/proc/cpuinfo")
    if listed.exists():
        for line in listed.read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()
