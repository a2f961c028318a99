"""Everything that is measured about speed, memory and size, by one command.

    python -m bench                     all parts but the soak: an hour and a half on two cores
    python -m bench speed latency       these
    python -m bench --quick             all of it in small, some minutes: whether it runs
    python -m bench growth --articles 100000
    python -m bench --save              and keep it in bench/PART.json, and write the tables of
                                        README.md and docs/ from it

A part whose packages are not installed is skipped, with the reason; one that fails is told, and the
others go on. A busy machine makes every
figure worse, and not all alike: the load is measured and said. Exit code 1 where something
measured should not be so, or could not be measured.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import traceback
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from bench.machine import machine
from bench.parts import PARTS
from bench.results import Run, save
from bench.running import QUICK, Size, Skipped, say
from bench.table import PARTS as OF_SYSTEMS
from bench.table import ratios, table


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, keep; gives the exit code."""
    asked = _asked(arguments)
    names = asked.parts or [name for name, part in PARTS.items() if not part.asked]
    outcome = _measured(names, _size(asked), keep=asked.save)
    if asked.json:
        print(json.dumps({name: asdict(run) for name, run in outcome.runs.items()}))
    else:
        print("\n\n".join(told(outcome)))
    if asked.save:
        from docs import tables

        outcome.faults += tables.stale(write=True)
    for fault in outcome.faults:
        say(fault)
    return 1 if outcome.faults else 0


@dataclass(slots=True)
class Outcome:
    """What parts came to: their runs, why some were skipped, and what should not be so."""

    runs: dict[str, Run] = field(default_factory=dict)
    skipped: dict[str, str] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)


def _measured(names: Sequence[str], size: Size, *, keep: bool) -> Outcome:
    """The parts one after another, each kept as soon as it is done."""
    outcome = Outcome()
    for name in dict.fromkeys(names):
        try:
            run = _run(name, size)
        except Skipped as why:
            outcome.skipped[name] = str(why)
            say(f"{name} is skipped: {why}")
            continue
        except Exception as error:  # noqa: BLE001 - whatever befalls a part, the others go on
            traceback.print_exc()
            outcome.faults.append(f"{name}: could not be measured ({error})")
            continue
        outcome.runs[name] = run
        outcome.faults += [f"{name}: {what}" for what in PARTS[name].wrong(run.figures)]
        if keep:
            say(f"kept in {save(run)}")
    return outcome


def _run(name: str, size: Size) -> Run:
    """A part, measured. Raises `Skipped`."""
    here = machine()
    if here["busy"]:
        say(f"the machine is busy (load {here['load']:.1f}): figures of {name} will be too low")
    say(f"{name}: {PARTS[name].about}")
    figures = PARTS[name].measured(size)
    here["load after"] = os.getloadavg()[0]
    kept_size = {key: value for key, value in asdict(size).items() if key != "ledger"}
    return Run(name, here, kept_size, figures)


def told(outcome: Outcome) -> Iterator[str]:
    """The tables of runs, ratios to peers, and what was skipped: paragraphs of Markdown."""
    runs = outcome.runs
    systems = {name: run for name, run in runs.items() if name in OF_SYSTEMS}
    if systems:
        yield table(systems)
    if found := ratios(runs):
        yield "\n".join(f"- {line}" for line in found)
    for name, run in runs.items():
        if shown := PARTS[name].table:
            yield f"**{name}**: {PARTS[name].about}\n\n{shown(run)}"
    if outcome.skipped:
        yield "\n".join(f"- {name} skipped: {why}" for name, why in outcome.skipped.items())


def _asked(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m bench", formatter_class=argparse.RawDescriptionHelpFormatter,
        description=__doc__,
        epilog="parts:\n" + "\n".join(
            f"  {name:9}{part.about}{' (where it is named)' if part.asked else ''}"
            for name, part in PARTS.items()
        ),
    )  # fmt: skip
    parser.add_argument("parts", nargs="*", metavar="PART", help="all but the soak, without any")
    parser.add_argument(
        "--quick", action="store_true", help="measure little: whether all of it runs"
    )
    parser.add_argument("--articles", type=int, help="that ledgers are brought to (10000)")
    parser.add_argument("--ledger", type=Path, help="of recombined articles, kept, for the pages")
    parser.add_argument("--minutes", type=float, help="that a soak lasts (60)")
    parser.add_argument("--repeats", type=int, help="readings by each system (5)")
    parser.add_argument("--json", action="store_true", help="print everything as JSON")
    parser.add_argument("--save", action="store_true", help="keep the run, and write the tables")
    asked = parser.parse_args(arguments)
    if unknown := [name for name in asked.parts if name not in PARTS]:
        parser.error(f"there is no part {unknown[0]}; there are {', '.join(PARTS)}")
    if asked.quick and asked.save:
        parser.error("--quick measures too little to keep; leave out --save")
    return asked


def _size(asked: argparse.Namespace) -> Size:
    given = {name: getattr(asked, name) for name in ("articles", "ledger", "minutes", "repeats")}
    return replace(
        QUICK if asked.quick else Size(), **{k: v for k, v in given.items() if v is not None}
    )


if __name__ == "__main__":
    sys.exit(main())
