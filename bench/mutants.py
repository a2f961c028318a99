"""Which errors the tests would not notice: `python -m bench.mutants [--each N] [--seed N] [PART...]`.

mutmut writes small errors into the parts that `[tool.mutmut]` in pyproject.toml names, one at a
time, and runs the tests that reach them. There are thousands, so each part gives a sample, drawn by
a seed; `--each 0` tries all. What was killed is not tried again before its function changes, what
lived is. Printed is what came of it, and the change of each mutant that lived.
What mutmut leaves alone is not tried: patterns and tables outside of functions, and functions that
are cached or are properties.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MADE = ROOT / "mutants"
SMALLEST = "onrecord.judged"
"""Trying its few mutants first makes those of all parts."""
LIVED = {0: "lived", 33: "no test reaches it"}


def parts() -> list[str]:
    """The parts that are mutated, as modules."""
    held = tomllib.loads((ROOT / "pyproject.toml").read_text("utf8"))["tool"]["mutmut"]
    return [
        ".".join(Path(path).relative_to("src").with_suffix("").parts)
        for path in held["only_mutate"]
    ]


def kept(part: str) -> Path:
    """The file in which mutmut keeps what came of a part's mutants."""
    return MADE / "src" / Path(*part.split(".")).with_suffix(".py.meta")


def made() -> bool:
    """Whether the mutants of every part are those of the code as it stands."""
    sources = [
        (ROOT / "src" / Path(*part.split(".")).with_suffix(".py"), kept(part)) for part in parts()
    ]
    return all(m.exists() and m.stat().st_mtime > s.stat().st_mtime for s, m in sources)


def outcomes(part: str) -> dict[str, int | None]:
    """What mutmut keeps of each mutant of a part: how its tests ended; None where not tried."""
    found: dict[str, int | None] = json.loads(kept(part).read_text("utf8"))["exit_code_by_key"]
    return found


def sample(part: str, each: int, seed: int) -> list[str]:
    """`each` of a part's mutants, the same for the same seed and code; all for 0."""
    names = sorted(outcomes(part))
    return random.Random(f"{seed} {part}").sample(names, min(each or len(names), len(names)))


def mutmut(*arguments: str) -> str:
    command = [sys.executable, "-m", "mutmut", *arguments]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if run.returncode:
        sys.exit(run.stdout[-4000:] + run.stderr[-4000:])
    return run.stdout


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("parts", nargs="*", help="modules; all that pyproject.toml names without")
    parser.add_argument("--each", type=int, default=60, help="how many of each part; 0: all")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    if not made():  # nor is it known which tests reach what is new
        (MADE / "mutmut-stats.json").unlink(missing_ok=True)
        mutmut("run", "--max-children", "1", f"{SMALLEST}.*")
    chosen = {part: sample(part, asked.each, asked.seed) for part in asked.parts or parts()}
    before = {name: ended for part in chosen for name, ended in outcomes(part).items()}
    todo = [n for names in chosen.values() for n in names if before[n] in (None, *LIVED)]
    if todo:
        mutmut("run", "--max-children", "1", *todo)
    print("| part | mutants | tried | killed | lived |\n|---|---:|---:|---:|---:|")
    lived = []
    for part, names in chosen.items():
        now = outcomes(part)
        mine = [(name, LIVED[now[name] or 0]) for name in names if now[name] in LIVED]
        print(f"| `{part}` | {len(now)} | {len(names)} | {len(names) - len(mine)} | {len(mine)} |")
        lived += mine
    for name, why in lived:
        print(f"\n{name}: {why}\n{mutmut('show', name)}")


if __name__ == "__main__":
    main()
