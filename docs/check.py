"""Documentation that cannot drift: `python -m docs.check` fails where it has, `--write` mends it.

docs/reference/cli.md       every command's help, as the command line prints it
README.md                   the tables between markers, from `evals/` and `bench/`
*.md                        links to files that exist; Python examples that run
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import click

from docs import tables
from onrecord.cli import onrecord

ROOT = Path(__file__).resolve().parent.parent
REFERENCE = ROOT / "docs" / "reference" / "cli.md"
HEAD = """# Command line

Generated from the commands themselves by `python -m docs.check --write`; do not edit.
"""
LINK = re.compile(r"\[[^\]\n]+\]\(([^)\s#]+)[^)\n]*\)")
PYTHON = re.compile(r"^```python\n(.*?)^```", re.MULTILINE | re.DOTALL)


def pages() -> list[Path]:
    """Every page of documentation that belongs to the repository."""
    listed = subprocess.run(
        ["git", "ls-files", "*.md"], cwd=ROOT, check=True, capture_output=True, text=True
    )
    return [ROOT / name for name in listed.stdout.splitlines() if (ROOT / name).exists()]


def reference() -> str:
    """The whole command line's help as one page."""
    parts = [HEAD]
    for name, command in [("onrecord", onrecord), *commands(onrecord, "onrecord")]:
        with click.Context(command, info_name=name, max_content_width=96) as context:
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


def broken_links(page: Path) -> Iterator[str]:
    """Links of a page to files that are not there."""
    for target in LINK.findall(page.read_text(encoding="utf8")):
        if "://" not in target and not (page.parent / target).exists():
            yield f"{page.relative_to(ROOT)}: no such file: {target}"


def broken_examples(page: Path) -> Iterator[str]:
    """Python examples that fail when run in order, in a folder that holds one article."""
    blocks = PYTHON.findall(page.read_text(encoding="utf8"))
    if not blocks:
        return
    example = (ROOT / "src/onrecord/present/example.txt").read_text(encoding="utf8")
    with tempfile.TemporaryDirectory() as folder:
        story = Path(folder) / "story"
        story.mkdir()
        (story / "memorial.txt").write_text(example, encoding="utf8")
        run = subprocess.run(
            [sys.executable, "-W", "error", "-c", "\n".join(blocks)],
            cwd=folder, capture_output=True, text=True, timeout=120,
        )  # fmt: skip
    if run.returncode:
        yield f"{page.relative_to(ROOT)}: an example fails: {run.stderr.strip().splitlines()[-1]}"


def stale(write: bool) -> Iterator[str]:
    """Generated pages that differ from what the code says today."""
    text = reference()
    if write:
        REFERENCE.parent.mkdir(parents=True, exist_ok=True)
        REFERENCE.write_text(text, encoding="utf8")
    elif not REFERENCE.exists() or REFERENCE.read_text(encoding="utf8") != text:
        yield f"{REFERENCE.relative_to(ROOT)}: differs from the commands' help; run with --write"


def main() -> int:
    write = "--write" in sys.argv[1:]
    faults = [*stale(write), *tables.stale(write), *undocumented()]
    for page in pages():
        faults += [*broken_links(page), *broken_examples(page)]
    for fault in faults:
        print(fault)
    print(f"{len(pages())} pages, {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
