"""The README's table of speed, from the runs of three parts: speed, latency and start.

One row a figure, one column a system that was measured; then what belongs to onrecord alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from statistics import median

from bench.pages import percentile
from bench.results import Run, kept
from bench.worker import PEERS

PARTS = ("speed", "latency", "start")
COLUMNS = {
    "onrecord": "onrecord",
    "onrecord, one thread": "one thread",
    "textacy": "textacy, direct quotations",
    "sayswho": "sayswho, direct quotations",
}
Runs = Mapping[str, Run]


def speed() -> str:
    """The table of the saved runs, or nothing where none was saved."""
    runs = {part: run for part in PARTS if (run := kept(part))}
    return table(runs) if runs else ""


def table(runs: Runs) -> str:
    """Runs as Markdown."""
    return "\n".join([*_systems(runs), "", *_notes(runs)])


def ratios(runs: Runs) -> list[str]:
    """onrecord against every peer that was measured beside it, in words."""
    found = []
    if "speed" in runs:
        words = _medians(runs["speed"].figures["words_per_second"])
        memory = _medians(runs["speed"].figures["peak_mb"])
        for peer in PEERS:
            if peer in words:
                each = words["onrecord"] / words[peer], words["onrecord, one thread"] / words[peer]
                found.append(
                    f"words a second, onrecord to {peer}: {each[0]:.2f}; with one thread {each[1]:.2f}"
                )
                found.append(f"memory, {peer} to onrecord: {memory[peer] / memory['onrecord']:.2f}")
    for part, key, what in (
        ("latency", "ms", "one article in a warm process"),
        ("start", "cold_start_s", "one short article, whole process"),
    ):
        if part in runs:
            times = _medians(runs[part].figures[key])
            found += [
                f"{what}, {peer} to onrecord: {times[peer] / times['onrecord']:.2f}"
                for peer in PEERS
                if peer in times
            ]
    return found


def _medians(of: Mapping[str, Sequence[float]]) -> dict[str, float]:
    return {system: median(values) for system, values in of.items()}


def _systems(runs: Runs) -> Iterator[str]:
    rows = [
        (label, runs[part].figures[key], shown) for label, part, key, shown in ROWS if part in runs
    ]
    there = [name for name in COLUMNS if any(name in values for _, values, _ in rows)]
    yield "| | " + " | ".join(COLUMNS[name] for name in there) + " |"
    yield "|---|" + "---:|" * len(there)
    for label, values, shown in rows:
        cells = (shown(values[name]) if name in values else "" for name in there)
        yield f"| {label} | " + " | ".join(cells) + " |"


def _notes(runs: Runs) -> Iterator[str]:
    if "speed" in runs:
        yield from _reading(runs["speed"])
    if "start" in runs:
        figures = runs["start"].figures
        yield f"`onrecord --help` takes {_seconds(figures['help_s'])} s."
        if figures["wheel_mb"]:
            yield f"The wheel is {figures['wheel_mb']:.1f} MB, weights included."
    run = next(runs[part] for part in PARTS if part in runs)
    corpus, machine = run.figures.get("corpus"), run.machine
    if corpus:
        most = run.size["repeats"]
        others = [f"{r.size['repeats']} of {p}" for p, r in runs.items() if p in PARTS]
        others = [told for told in others if not told.startswith(f"{most} ")]
        yield (
            f"Read: {corpus['articles']} articles, {corpus['words']:,} words ({corpus['what']}), "
            f"median of {', '.join([f'{most} runs', *others])}, least and most in brackets. "
            f"{machine['processor']}, {machine['cores']} cores; {machine['versions']}."
        )
    for part, each in runs.items():
        if each.machine["busy"]:
            yield (
                f"**The machine was busy** (load {each.load:.1f}) while {part} was measured: its "
                "figures are too low, or its times too long."
            )


def _reading(run: Run) -> Iterator[str]:
    words = _medians(run.figures["words_per_second"])
    for peer in PEERS:
        if peer in words:
            times = words["onrecord"] / words[peer]
            yield f"onrecord reads {times:.1f} times the words of {peer} in the same time."
    net = run.figures["network"]
    told = f"The bare network does {_rate(net['pieces_per_second'])} word pieces a second"
    if share := net.get("share_of_peak"):
        told += f", {share:.0%} of what the processor's 8-bit products allow"
    yield f"{told}."


def _spread(values: Sequence[float], pattern: str) -> str:
    middle, least, most = (pattern.format(v) for v in (median(values), min(values), max(values)))
    return middle if least == most else f"{middle} ({least} to {most})"


def _rate(values: Sequence[float]) -> str:
    return _spread([round(v, -2) if v >= 1000 else v for v in values], "{:,.0f}")


def _most(values: Sequence[float]) -> str:
    return f"{max(values):,.0f}"


def _late(values: Sequence[float]) -> str:
    return f"{median(values):,.0f} ({percentile(values, 0.95):,.0f})"


def _seconds(values: Sequence[float]) -> str:
    return _spread(values, "{:.2f}")


ROWS = (
    ("words per second", "speed", "words_per_second", _rate),
    ("peak memory, MB", "speed", "peak_mb", _most),
    ("one article in a warm process, ms (95th percentile)", "latency", "ms", _late),
    ("one short article, whole process, s", "start", "cold_start_s", _seconds),
)
