"""A disk that is full, a folder that is none: said plainly, nothing half written, then gone on with.

A limit on the size of files stands for the full disk (`RLIMIT_FSIZE`): it makes the same write fail
in the same place, whoever runs the tests. Each command runs as a process of its own, as a user's
would; what it must never show is a traceback.
"""

from __future__ import annotations

import resource
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from onrecord.story import folder

ARTICLES = str(folder())
STORY = str(folder() / "the-wrack-line.txt")


def limited(most: int) -> Callable[[], None]:
    """No file of this process grows beyond so many bytes."""

    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))

    return limit


def run(
    *arguments: str, cwd: Path, most: int | None = None, stdout: int | None = None
) -> tuple[int, str]:
    """The exit code and what was said about it; no run may end in a traceback."""
    ran = subprocess.run(
        [sys.executable, "-m", "onrecord", *arguments], cwd=cwd, text=True, check=False,
        stdout=subprocess.DEVNULL if stdout is None else stdout, stderr=subprocess.PIPE,
        preexec_fn=limited(most) if most else None,
    )  # fmt: skip
    assert "Traceback" not in ran.stderr, ran.stderr
    return ran.returncode, ran.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_standard_output_that_takes_no_more_ends_the_run(tmp_path: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        code, said = run("read", STORY, "--format", "jsonl", cwd=tmp_path, stdout=full.fileno())
    assert code == 2
    assert "standard output: No space left on device" in said


def test_a_file_that_cannot_be_finished_leaves_what_was_there(tmp_path: Path) -> None:
    (tmp_path / "out.jsonl").write_text("the last good one", "utf8")
    write = ("read", STORY, "--format", "jsonl", "-o", "out.jsonl")
    code, said = run(*write, cwd=tmp_path, most=2048)
    assert code == 2
    assert "out.jsonl: File too large; what stood there before is as it was" in said
    assert [p.name for p in tmp_path.iterdir()] == ["out.jsonl"]
    assert (tmp_path / "out.jsonl").read_text("utf8") == "the last good one"


def test_a_ledger_on_a_full_disk_keeps_whole_articles_and_is_gone_on_with(tmp_path: Path) -> None:
    code, said = run("build", "s.ledger", ARTICLES, cwd=tmp_path, most=400 << 10)
    assert code == 2
    assert "s.ledger: the disk did not take" in said
    assert run("verify", "s.ledger", cwd=tmp_path)[0] == 0
    code, said = run("build", "s.ledger", ARTICLES, cwd=tmp_path)
    assert code == 0
    assert run("verify", "s.ledger", cwd=tmp_path)[0] == 0
    assert "0 added, 19 known already" in run("build", "s.ledger", ARTICLES, cwd=tmp_path)[1]


def test_tables_on_a_full_disk_are_missing_whole_and_made_by_the_next_run(tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    extract = ("extract", STORY, "-o", "tables", "--workers", "1")
    code, said = run(*extract, cwd=tmp_path, most=2048)
    assert code == 2
    assert "File too large" in said
    assert list((tmp_path / "tables").rglob("*.parquet")) == []
    code, said = run(*extract, cwd=tmp_path)
    assert code == 0
    assert "1 article" in said


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("build", "file/s.ledger", ARTICLES), "see that its folder is there"),
        (("extract", ARTICLES, "-o", "file/tables"), "name a folder that can be made"),
        (("read", STORY, "-o", "file/out.txt"), "there is no folder"),
        (("watch", "file/s.ledger", "http://example.org/feed"), "see that its folder is there"),
    ],
)
def test_a_folder_that_is_a_file_is_named(
    arguments: tuple[str, ...], words: str, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("", "utf8")
    code, said = run(*arguments, cwd=tmp_path)
    assert code == 2
    assert words in said
