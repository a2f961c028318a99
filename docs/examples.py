"""Examples in the documentation, run as a reader would run them.

The blocks of a page are run in their order, in a folder of its own that holds the invented story:
`article.txt`, `coverage/` (its nineteen articles) and `story.ledger` (built from them). A page that
begins from nothing finds an empty folder.

    ```console               commands after `$ `, what each prints below it; `^C` stops the last
    ```python                all of a page in one interpreter; prints what ```output below it shows
    ```sql                   is asked of story.ledger, and must give rows
    ```LANGUAGE title="F"    is the file F, there from the start; it is not run
    ```sh and all others     are left alone

What is shown must be what comes; `...` stands for anything, as in doctest, which compares. Where
nothing is shown nothing is compared, but a command must leave with 0 and Python must not raise.
`written` gives a page with what came in place of what is shown. Libraries that test Markdown
(sybil, byexample, pytest-examples) have no transcript of commands that can be written anew, so
markdown-it finds the blocks and the rest is here.
"""

from __future__ import annotations

import doctest
import json
import os
import re
import shlex
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, redirect_stderr
from dataclasses import dataclass
from difflib import SequenceMatcher
from io import StringIO
from pathlib import Path
from types import TracebackType

from markdown_it import MarkdownIt
from markdown_it.token import Token

from onrecord.build import build
from onrecord.cli import status
from onrecord.ledger import Ledger

COLUMNS = 88
LONGEST_S = 120
STOP = "^C"
ELLIPSIS = "..."
DIFFERS = "prints something else than is shown"
FLAGS = doctest.ELLIPSIS | doctest.DONT_ACCEPT_TRUE_FOR_1
WARNINGS = ("-Werror", "-Wignore::DeprecationWarning", "-Werror::DeprecationWarning:__main__")
TITLE = re.compile(r'title="([^"]+)"')
INTERPRETER = """
import contextlib, io, json, sys, traceback
held = {"__name__": "__main__"}
for line in sys.stdin:
    name, code = json.loads(line)
    printed, fault = io.StringIO(), ""
    with contextlib.redirect_stdout(printed):
        try:
            exec(compile(code, name, "exec"), held)
        except Exception:
            fault = traceback.format_exc(limit=-1)
    print(json.dumps([printed.getvalue(), fault]), flush=True)
"""


@dataclass(frozen=True, slots=True)
class Example:
    """One thing to run, and what the page shows of its output.

    `line` is where it begins, counted from 0; `shown` is None where the page shows nothing.
    `place` is the half-open range of the page's lines on which `shown` stands.
    """

    kind: str
    code: str
    line: int
    shown: str | None = None
    place: tuple[int, int] = (0, 0)
    file: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of an example: its output, and what is wrong, if anything."""

    example: Example
    came: str
    fault: str = ""

    @property
    def rewritten(self) -> bool:
        """Whether all that is wrong is what the page shows."""
        return self.fault.startswith(DIFFERS)


def examples_in(page: str) -> list[Example]:
    """What there is to run on a page, in its order."""
    found: list[Example] = []
    for fence in (token for token in MarkdownIt().parse(page) if token.type == "fence"):
        found += _of_fence(fence, found)
    return found


def _of_fence(fence: Token, before: list[Example]) -> Iterator[Example]:
    language, _, rest = fence.info.strip().partition(" ")
    start, end = fence.map or (0, 0)
    if title := TITLE.search(rest):
        yield Example("file", fence.content, start, file=title[1])
    elif language == "console":
        yield from _commands(fence.content.splitlines(), start + 1)
    elif language == "output" and before and before[-1].kind == "python":
        ran = before.pop()
        yield Example("python", ran.code, ran.line, fence.content, (start + 1, end - 1))
    elif language in ("python", "sql"):
        yield Example(language, fence.content, start + 1)


def _commands(lines: Sequence[str], first: int) -> Iterator[Example]:
    """Each command of a transcript; one that goes on over several lines has `> ` before them."""
    at = 0
    while at < len(lines):
        begun, command = at, [lines[at].removeprefix("$ ")]
        at += 1
        while at < len(lines) and lines[at].startswith("> "):
            command.append(lines[at].removeprefix("> "))
            at += 1
        out = at
        while at < len(lines) and not lines[at].startswith("$ "):
            at += 1
        shown = "\n".join(lines[out:at]) + "\n" if out < at else None
        place = (first + out, first + at)
        yield Example("console", "\n".join(command), first + begun, shown, place)


def prepared(home: Path) -> Path:
    """A folder with what examples begin from, made in `home`."""
    with redirect_stderr(StringIO()) as told:
        if status(["demo", "--articles", str(home)]):
            raise RuntimeError(told.getvalue())
    with Ledger.open(home / "story.ledger", create=True) as ledger:
        build(ledger, home / "coverage")
    return home


def outcomes(page: str, home: Path) -> Iterator[Outcome]:
    """What comes of each example of a page, run in `home`."""
    found = examples_in(page)
    for one in found:
        if one.kind == "file":
            (home / one.file).write_text(one.code, "utf8")
    with Interpreter(home) as python:
        for one in found:
            if one.kind == "sql":
                yield _asked(one, home / "story.ledger")
            elif one.kind == "python":
                yield _compared(one, *python.run(one))
            elif one.kind == "console":
                yield _compared(one, *_run(one, home))


def _compared(one: Example, came: str, fault: str) -> Outcome:
    came = _trimmed(came)
    if not fault and not agrees(one.shown, came):
        fault = f"{DIFFERS}:\n{came}"
    return Outcome(one, came, fault)


def agrees(shown: str | None, came: str) -> bool:
    """Whether what came is what is shown; `...` stands for anything."""
    if shown is None:
        return True
    return doctest.OutputChecker().check_output(_trimmed(_told(shown)), _trimmed(came), FLAGS)


def _told(shown: str) -> str:
    """What is shown, without the mark of who stopped it."""
    return shown.removesuffix(f"{STOP}\n")


def _trimmed(text: str) -> str:
    lines = [line.rstrip() for line in text.strip("\n").splitlines()]
    return "\n".join(lines) + "\n" if lines else ""


def environment(home: Path) -> dict[str, str]:
    """The little that a command is told of where it runs, the same on every machine."""
    scripts = str(Path(sys.executable).parent)
    kept = {
        name: os.environ[name] for name in ("PYTHONPATH", "LD_LIBRARY_PATH") & os.environ.keys()
    }
    return kept | {
        "PATH": f"{scripts}{os.pathsep}{os.environ['PATH']}", "HOME": str(home),
        "COLUMNS": str(COLUMNS), "LINES": "40", "TERM": "dumb", "LC_ALL": "C.UTF-8", "TZ": "UTC",
    }  # fmt: skip


def _run(one: Example, home: Path) -> tuple[str, str]:
    """What a command prints, errors among it, and what is wrong with how it ends."""
    stopped = one.shown is not None and one.shown.endswith(f"{STOP}\n")
    printed = home / ".printed"
    with printed.open("wb") as out:
        running = subprocess.Popen(
            ["bash", "-c", one.code], cwd=home, env=environment(home), stdin=subprocess.DEVNULL,
            stdout=out, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
        try:
            came = _watched(one, running, printed) if stopped else ""
            code = running.wait(LONGEST_S)
        except subprocess.TimeoutExpired:
            os.killpg(running.pid, signal.SIGKILL)
            return printed.read_text("utf8", "replace"), f"ran longer than {LONGEST_S} s"
    if stopped:
        return came, ""
    came = printed.read_text("utf8", "replace")
    return came, f"left with {code}:\n{came}" if code else ""


def _watched(one: Example, running: subprocess.Popen[bytes], printed: Path) -> str:
    """What a command prints until it has printed what is shown; it is then stopped as by Ctrl-C."""
    late, came = time.monotonic() + LONGEST_S / 4, ""
    while time.monotonic() < late and running.poll() is None:
        came = printed.read_text("utf8", "replace")
        if agrees(one.shown, came):
            break
        time.sleep(0.05)
    if running.poll() is None:
        os.killpg(running.pid, signal.SIGINT)
    return came


def _asked(one: Example, ledger: Path) -> Outcome:
    """What a query gives; one that gives nothing is no example."""
    try:
        with closing(sqlite3.connect(f"file:{ledger}?mode=ro", uri=True)) as db:
            rows = db.execute(one.code).fetchall()
    except sqlite3.Error as error:
        return Outcome(one, "", str(error))
    return Outcome(one, "\n".join(map(str, rows)), "" if rows else "gives no rows")


class Interpreter:
    """One Python for all of a page, started when it is first needed."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.process: subprocess.Popen[str] | None = None

    def __enter__(self) -> Interpreter:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self.process is not None:
            self.process.communicate()

    def run(self, one: Example) -> tuple[str, str]:
        """What the code prints, and the last lines of what it raises."""
        if self.process is None:
            self.process = subprocess.Popen(
                [sys.executable, *WARNINGS, "-c", INTERPRETER], cwd=self.home, text=True,
                env=environment(self.home), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            )  # fmt: skip
        assert self.process.stdin is not None and self.process.stdout is not None
        code = "\n" * one.line + one.code  # so that a traceback names the page's line
        self.process.stdin.write(json.dumps(["example", code]) + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        came, fault = json.loads(answer) if answer else ("", "the interpreter is gone")
        return came, fault.strip()


def written(page: str, came: Sequence[Outcome]) -> str:
    """The page with what came wherever something else is shown."""
    lines = page.splitlines()
    for outcome in reversed(came):
        one = outcome.example
        if one.shown is not None and outcome.rewritten:
            new = _elided(_told(one.shown).splitlines(), outcome.came.splitlines())
            stop = [STOP] if one.shown.endswith(f"{STOP}\n") else []
            lines[slice(*one.place)] = new + stop
    return "\n".join(lines) + "\n"


def _elided(shown: list[str], came: list[str]) -> list[str]:
    """What came, left out where a line `...` stood between the same lines."""
    new: list[str] = []
    for what, a, b, c, d in SequenceMatcher(None, shown, came, autojunk=False).get_opcodes():
        left_out = what == "replace" and shown[a:b] == [ELLIPSIS]
        new += [ELLIPSIS] if left_out else came[c:d]
    return new


def summary(code: str) -> str:
    """The first line of an example, for a message."""
    return shlex.quote(code.strip().splitlines()[0])
