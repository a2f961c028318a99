"""The share of branches that the tests take, by room: `python -m bench.coverage [PYTEST ARGUMENT...]`.

The whole suite runs under coverage.py, command lines, worker processes and Ray's workers included;
with arguments, what they name is run and added to what was measured before. A branch is a way out
of a line that has several. Printed are figures by room, and for each file the ways not taken.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / "out" / "coverage"
COUNTS = ("num_statements", "covered_lines", "num_branches", "covered_branches")


def room_of(path: str) -> str:
    """The folder of the package that a file stands in; the files above all rooms are one."""
    inside = Path(path).parts[2:]
    return f"{inside[0]}/" if len(inside) > 1 else "(above the rooms)"


def by_room(files: dict[str, Any]) -> dict[str, dict[str, int]]:
    """Counts of lines and branches, all and taken, summed over the files of each room."""
    rooms: dict[str, dict[str, int]] = defaultdict(lambda: dict.fromkeys(COUNTS, 0))
    for path, told in files.items():
        for count in COUNTS:
            rooms[room_of(path)][count] += told["summary"][count]
            rooms["all"][count] += told["summary"][count]
    return rooms


def share(taken: int, of: int) -> str:
    return f"{100 * taken / of:.1f}" if of else "–"


def coverage(*arguments: str) -> int:
    return subprocess.run([sys.executable, "-m", "coverage", *arguments], cwd=ROOT).returncode


def main() -> None:
    KEPT.mkdir(parents=True, exist_ok=True)
    if not sys.argv[1:]:
        coverage("erase")
    failed = coverage("run", "-m", "pytest", "-q", *sys.argv[1:])
    coverage("combine", "--append")
    told = KEPT / "coverage.json"
    if coverage("json", "-q", "-o", str(told)):
        sys.exit("nothing was measured; the lines above say why")
    files = json.loads(told.read_text("utf8"))["files"]
    print("| room | statements run, % | branches | taken, % |\n|---|---:|---:|---:|")
    for room, n in sorted(by_room(files).items(), key=lambda pair: (pair[0] == "all", pair[0])):
        lines = share(n["covered_lines"], n["num_statements"])
        print(
            f"| `{room}` | {lines} | {n['num_branches']} | {share(n['covered_branches'], n['num_branches'])} |"
        )
    for path, missed in files.items():
        if missed["missing_branches"]:
            ways = " ".join(f"{a}→{'end' if b < 0 else b}" for a, b in missed["missing_branches"])
            print(f"\n{path}: {ways}")
    sys.exit(failed)


if __name__ == "__main__":
    main()
