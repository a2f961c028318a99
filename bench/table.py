"""The README's table of speed, from the run that was last saved."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import Any

LATEST = Path(__file__).with_name("latest.json")
COLUMNS = {
    "onrecord": "onrecord",
    "onrecord, one thread": "one thread",
    "textacy": "textacy, direct quotations",
}


def speed() -> str:
    """The table of the saved run, or nothing where none was saved."""
    return table(json.loads(LATEST.read_text("utf8"))) if LATEST.exists() else ""


def table(run: Mapping[str, Any]) -> str:
    """A run as Markdown: one column a system, then what belongs to onrecord alone."""
    return "\n".join([*_systems(run), "", *_notes(run)])


def _systems(run: Mapping[str, Any]) -> Iterator[str]:
    there = [name for name in COLUMNS if name in run["words_per_second"]]
    yield "| | " + " | ".join(COLUMNS[name] for name in there) + " |"
    yield "|---|" + "---:|" * len(there)
    for label, key, shown in (
        ("words per second", "words_per_second", _rate),
        ("peak memory, MB", "peak_mb", _whole),
        ("one short article, whole process, s", "cold_start_s", _seconds),
    ):
        cells = (shown(run[key][name]) if name in run[key] else "" for name in there)
        yield f"| {label} | " + " | ".join(cells) + " |"


def _notes(run: Mapping[str, Any]) -> Iterator[str]:
    machine, corpus = run["machine"], run["corpus"]
    if ratio := run["ratios"].get("words_per_second"):
        yield f"onrecord reads {ratio:.1f} times the words of textacy in the same time."
    net = run.get("network")
    if net:
        share = f", {net['share_of_peak']:.0%} of what the processor's 8-bit products allow"
        yield (
            f"The bare network does {_rate(net['pieces_per_second'])} word pieces a second"
            + (share if net.get("share_of_peak") else "")
            + "."
        )
    yield f"`onrecord --help` takes {_seconds(run['help_s'])} s."
    if run.get("wheel_mb"):
        yield f"The wheel is {run['wheel_mb']:.1f} MB, weights included."
    yield (
        f"Read: {corpus['articles']} articles, {corpus['words']:,} words ({corpus['what']}), median "
        f"of {len(run['words_per_second']['onrecord'])} runs, least and most in brackets. "
        f"{machine['processor']}, {machine['cores']} cores; {machine['versions']}."
    )
    if machine["busy"]:
        yield f"**The machine was busy** (load {machine['load']:.1f}): figures are too low."


def _spread(values: Sequence[float], pattern: str) -> str:
    middle, least, most = (pattern.format(v) for v in (median(values), min(values), max(values)))
    return middle if least == most else f"{middle} ({least} to {most})"


def _rate(values: Sequence[float]) -> str:
    return _spread([round(v, -2) if v >= 1000 else v for v in values], "{:,.0f}")


def _whole(values: Sequence[float]) -> str:
    return f"{max(values):,.0f}"


def _seconds(values: Sequence[float]) -> str:
    return _spread(values, "{:.2f}")
