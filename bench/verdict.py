"""What a soak came to: what its processes left, its table, and what should not have happened."""

from __future__ import annotations

import json
from pathlib import Path

from bench.results import Figures, Run
from bench.site import BAD
from onrecord.ledger import Ledger

WHAT = {"resident_mb": "memory, MB", "own_mb": "memory of its own, MB", "files": "open files"}
WELL = ("200", "302", "303")  # a claim that became part of another leads there


def left(folder: Path, ledger: Path) -> Figures:
    """What stands in the ledger, in what `watch` told, and in all logs, once everything has ended."""
    polls = [json.loads(line) for line in (folder / "watch.jsonl").read_text().splitlines()]
    good = [poll for poll in polls if f"/{BAD}/" not in poll["feed"]]
    bad = [poll for poll in polls if f"/{BAD}/" in poll["feed"]]
    with Ledger.open(ledger, read_only=True) as held:
        faults = sum(1 for _ in held.verify())
        rows = {
            table: held.db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
            for table in ("article", "attribution", "claim", "judgement", "decision")
        }
    return {
        "rows": rows,
        "polls": {
            "of good feeds": len(good),
            "of good feeds that failed": sum(p["error"] is not None for p in good),
            "entries of good feeds that were skipped": sum(len(p["skipped"]) for p in good),
            "of the bad feed": len(bad),
            "of the bad feed that failed": sum(p["error"] is not None for p in bad),
        },
        "tracebacks": sum(p.read_text().count("Traceback") for p in folder.glob("*.log")),
        "faults that verify found": faults,
    }


def table(run: Run) -> str:
    """What the processes held, as a table for people, and what was asked of them."""
    figures = run.figures
    lines = [
        "| process | | most | middle of the second half | rise over it | |",
        "|---|---|---:|---:|---:|---|",
    ]
    for name, held in figures["held"].items():
        for what, label in WHAT.items():
            line = held[what]
            lines.append(
                f"| {name} | {label} | {line['most']} | {line['middle']} | {line['rise']} ± "
                f"{line['error']} | {'**grows**' if line['grows'] else ''} |"
            )
    pages = sum(n for what, n in figures["asked of serve"].items() if what.startswith("page"))
    polls, rows = figures["polls"], figures["rows"]
    lines.append(
        f"\n{figures['minutes']:.0f} minutes: {polls['of good feeds']} polls of good feeds, "
        f"{polls['of the bad feed']} of a bad one; {pages:,} pages, {rows['decision']} decisions, "
        f"{figures['builds']} builds, {rows['article']:,} articles."
    )
    return "\n".join(lines)


def wrong(run: Figures) -> list[str]:
    """What should not have happened in a run, in words; nothing where all was well."""
    asked = run["asked of serve"]
    bad_answers = sum(n for what, n in asked.items() if what.split(": ")[-1] not in WELL)
    counted = {
        "processes died": run["processes that died"],
        "tracebacks": run["tracebacks"],
        "faults that verify found": run["faults that verify found"],
        "builds failed": run["builds that failed"],
        "polls of good feeds failed": run["polls"]["of good feeds that failed"],
        "articles never came": run["articles that never came"],
        "requests to serve failed": bad_answers,
    }
    found = [f"{count} {what}" for what, count in counted.items() if count]
    for name, held in run["held"].items():
        found += [
            f"{name}: {label} grows by {held[what]['rise']} (± {held[what]['error']}) in half the run"
            for what, label in WHAT.items()
            if held[what]["grows"]
        ]
    return found
