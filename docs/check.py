"""Documentation that cannot drift: `python -m docs.check` fails where it has, `--write` mends it.

docs/reference/cli.md       every command's help, as the command line prints it
docs/reference/library.md   every public name's signature and docstring
docs/reference/ledger.md    every table and column, as a ledger has them
README.md, docs/accuracy.md tables between markers, from `evals/` and `bench/`
docs/README.md              a way to every page of docs/
docs/examples/story.ipynb   what its cells give (written here; a test holds it against a run)
*.md                        links to files that exist; pictures that docs.screenshots makes;
                            examples that run and print what is shown; tests that are there and
                            limits that are so where a page names them

`python -m docs.check PAGE...` looks at the examples and links of these pages alone.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields
from importlib import import_module
from pathlib import Path
from shutil import copytree

import click

from docs import examples, library, notebook, schema, tables
from docs.screenshots import PICTURES
from onrecord.cli import onrecord

ROOT = Path(__file__).resolve().parent.parent
REFERENCE = ROOT / "docs" / "reference" / "cli.md"
INDEX = ROOT / "docs" / "README.md"
FROM_NOTHING = {ROOT / "docs" / "tutorial.md"}
WIDTH = 78
HEAD = """# Command line

Generated from the commands themselves by `python -m docs.check --write`; do not edit.
"""
LINK = re.compile(r"\[[^\]\n]+\]\(([^)\s#]+)[^)\n]*\)")
TEST = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
LIMIT = re.compile(r"\| `(onrecord(?:\.\w+)+)` \| ([\d,.]+) \|")


def pages() -> list[Path]:
    """Every page of documentation that belongs to the repository."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "*.md"],
        cwd=ROOT, check=True, capture_output=True, text=True,
    )  # fmt: skip
    return [ROOT / name for name in listed.stdout.splitlines() if (ROOT / name).exists()]


def reference() -> str:
    """The whole command line's help as one page."""
    parts = [HEAD]
    for name, command in [("onrecord", onrecord), *commands(onrecord, "onrecord")]:
        with click.Context(command, info_name=name, terminal_width=WIDTH) as context:
            parts.append(f"## `{name}`\n\n```\n{command.get_help(context)}\n```\n")
    return "\n".join(parts)


def commands(group: click.Command, path: str) -> Iterator[tuple[str, click.Command]]:
    """Each command below `group`, with the words that call it."""
    if isinstance(group, click.Group):
        for name, command in sorted(group.commands.items()):
            yield f"{path} {name}", command
            yield from commands(command, f"{path} {name}")


def undocumented() -> Iterator[str]:
    """Commands and options that say nothing of themselves."""
    for name, command in commands(onrecord, "onrecord"):
        if not command.help:
            yield f"{name}: has no help"
        for parameter in command.params:
            if isinstance(parameter, click.Option) and not parameter.help:
                yield f"{name}: {parameter.opts[-1]} has no help"


def links(page: Path) -> Iterator[str]:
    """Where a page leads to within the repository."""
    for target in LINK.findall(page.read_text(encoding="utf8")):
        if "://" not in target:
            yield target


def broken_links(page: Path) -> Iterator[str]:
    """Links of a page to files that are not there."""
    for target in links(page):
        if not (page.parent / target).exists():
            yield f"{page.relative_to(ROOT)}: no such file: {target}"


def untested(page: Path) -> Iterator[str]:
    """Tests that a page names and that are not there."""
    for file, test in TEST.findall(page.read_text(encoding="utf8")):
        held = ROOT / file
        if not held.exists() or f"def {test}(" not in held.read_text(encoding="utf8"):
            yield f"{page.relative_to(ROOT)}: there is no test {file}::{test}"


def exceeded(page: Path) -> Iterator[str]:
    """Limits that a page names with another number than the code has."""
    for name, shown in LIMIT.findall(page.read_text(encoding="utf8")):
        known = limit(name)
        if known is None or float(shown.replace(",", "")) != known:
            yield f"{page.relative_to(ROOT)}: {name} is {known}, not {shown}"


def limit(name: str) -> float | None:
    """The number that a dotted name stands for: a module's, or the default of a class's field."""
    module, _, last = name.rpartition(".")
    try:
        return float(getattr(import_module(module), last))
    except ModuleNotFoundError:
        module, _, kind = module.rpartition(".")
        held = {f.name: f.default for f in fields(getattr(import_module(module), kind))}
        return float(held[last]) if last in held else None
    except AttributeError:
        return None


def unmade(among: Iterable[Path]) -> Iterator[str]:
    """Pictures of docs/ that no page shows, and those shown that the script does not make."""
    made = {INDEX.parent / name for name in PICTURES}
    shown = {(page.parent / target).resolve() for page in among for target in links(page)}
    pictures = {path for path in shown if path.suffix == ".png"}
    there = set(INDEX.parent.rglob("*.png"))
    for path in sorted((pictures ^ made) | (there - made)):
        yield f"{path.relative_to(ROOT)}: shown, made by docs.screenshots and there: not all three"


def unlisted(index: Path, among: Iterable[Path]) -> Iterator[str]:
    """Pages beside or below the index to which neither it nor a link to their folder leads."""
    listed = {(index.parent / target).resolve() for target in links(index)}
    for page in among:
        if index.parent in page.parents and page != index and not listed & {page, page.parent}:
            yield f"{index.relative_to(ROOT)}: has no link to {page.relative_to(index.parent)}"


def broken_examples(among: Iterable[Path], write: bool) -> Iterator[str]:
    """Examples that fail, or print something else than is shown; with `write`, that is mended."""
    told = {page: page.read_text("utf8") for page in among}
    long = {page: len(examples.examples_in(text)) for page, text in told.items()}
    told = {page: told[page] for page in sorted(told, key=lambda page: -long[page]) if long[page]}
    with tempfile.TemporaryDirectory() as held, ThreadPoolExecutor(os.cpu_count()) as side:
        ready = examples.prepared(Path(held) / "ready")

        def run(page: Path) -> list[examples.Outcome]:
            home = Path(held) / page.relative_to(ROOT).as_posix().replace("/", "-")
            if page in FROM_NOTHING:
                home.mkdir()
            else:
                copytree(ready, home)
            return list(examples.outcomes(told[page], home))

        for page, came in zip(told, side.map(run, told), strict=True):
            if write:
                page.write_text(examples.written(told[page], came), "utf8")
            for outcome in came:
                where = f"{page.relative_to(ROOT)}:{outcome.example.line + 1}"
                if outcome.fault and not (write and outcome.rewritten):
                    yield f"{where}: {examples.summary(outcome.example.code)} {outcome.fault}"


def stale(write: bool) -> Iterator[str]:
    """Generated pages that differ from what the code says today."""
    for path, text in ((REFERENCE, reference()), (library.PAGE, library.reference())):
        if write:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf8")
        elif not path.exists() or path.read_text(encoding="utf8") != text:
            yield f"{path.relative_to(ROOT)}: differs from the code; run with --write"


def main() -> int:
    parser = argparse.ArgumentParser(prog="docs.check", description=__doc__.split("\n\n", 1)[0])
    parser.add_argument("pages", type=Path, nargs="*", metavar="PAGE", help="only these")
    parser.add_argument("--write", action="store_true", help="mend what can be mended")
    asked = parser.parse_args()
    looked_at = [page.resolve() for page in asked.pages] or pages()
    faults: list[str] = []
    if not asked.pages:
        faults += [*stale(asked.write), *tables.stale(asked.write), *undocumented()]
        faults += [*schema.faults(), *unlisted(INDEX, looked_at), *unmade(looked_at)]
        if asked.write:
            notebook.write()
    for page in looked_at:
        faults += [*broken_links(page), *untested(page), *exceeded(page)]
    faults += broken_examples(looked_at, asked.write)
    for fault in faults:
        print(fault)
    print(f"{len(looked_at)} pages, {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
