"""Every write of a ledger fails in turn: it stays sound, and the next run ends where an unharmed one does.

Writes are counted at SQLite itself, which tells of each before it is done; the one whose turn it is
ends the process as a power cut would. Then a lock that is not let go, a file
that shrinks, and a clock that goes back.
"""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from onrecord.build import build
from onrecord.errors import BadLedger
from onrecord.judged import Judgement, Relation
from onrecord.ledger import Ledger, store

CRASHES = int(os.environ.get("ONRECORD_CRASHES", "6"))
TEXTS = {
    "one.txt": "Ilse Maren said the figure stands in clay. “It is on the water,” she said.",
    "two.txt": "The figure stands in clay, Ilse Maren told reporters. The site was not disclosed.",
    "three.txt": "Josef Oduya denied that the site had been chosen. It will open on 3 October.",
}


@pytest.fixture
def coverage(tmp_path: Path) -> Path:
    home = tmp_path / "coverage"
    home.mkdir()
    for name, text in TEXTS.items():
        (home / name).write_text(text, "utf8")
    return home


def rows(path: Path) -> list[tuple[object, ...]]:
    """All that follows from a ledger, dates of making left out."""
    with Ledger.open(path, read_only=True) as ledger:
        assert list(ledger.verify()) == []
        kept = []
        for query in (
            "SELECT id, text FROM article ORDER BY id",
            "SELECT id, content, speaker FROM attribution ORDER BY id",
            (
                "SELECT id, relation, subject, object, holds FROM judgement "
                "WHERE superseded_by IS NULL ORDER BY id"
            ),
            "SELECT attribution, claim, origin FROM claim_statement ORDER BY attribution",
            "SELECT article_entity, entity FROM entity_member ORDER BY article_entity",
        ):
            kept += [tuple(row) for row in ledger.db.execute(query)]
        return kept


CRASHING = """
import os, sys
from onrecord.build import build
from onrecord.ledger import Ledger
last, done = int(sys.argv[3]), 0
WRITES = ("INSERT", "UPDATE", "DELETE", "COMMIT")
def about_to(statement):
    global done
    if statement.lstrip().upper().startswith(WRITES):
        done += 1
        if done == last:
            os._exit(9)
with Ledger.open(sys.argv[1], create=True) as ledger:
    ledger.db.set_trace_callback(about_to)
    build(ledger, sys.argv[2])
print(done)
"""


def crashed(path: Path, coverage: Path, last: int) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", CRASHING, str(path), str(coverage), str(last)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_whichever_write_the_power_fails_at_the_next_run_ends_the_same(
    coverage: Path, tmp_path: Path
) -> None:
    whole = tmp_path / "whole.ledger"
    asked = int(crashed(whole, coverage, 0).stdout)
    assert asked > CRASHES
    expected = rows(whole)
    for turn in range(CRASHES):
        path = tmp_path / f"{turn}.ledger"
        last = 1 + turn * (asked - 1) // max(CRASHES - 1, 1)
        assert crashed(path, coverage, last).returncode == 9
        with Ledger.open(path, create=True) as ledger:
            build(ledger, coverage)
        assert rows(path) == expected, f"write {last} of {asked}"


@contextmanager
def no_room(ledger: Ledger) -> Iterator[None]:
    """SQLite has no page to give: its own SQLITE_FULL."""
    held = ledger.db.execute("PRAGMA page_count").fetchone()[0]
    ledger.db.execute(f"PRAGMA max_page_count = {held}")
    yield
    ledger.db.execute("PRAGMA max_page_count = 1073741823")


def test_a_full_disk_costs_the_article_it_came_to(coverage: Path, tmp_path: Path) -> None:
    long = "\n\n".join(f"Rain fell on day {n}, as it had before." for n in range(400))
    (coverage / "four.txt").write_text(long, "utf8")
    with Ledger.open(tmp_path / "s.ledger", create=True) as ledger:
        with no_room(ledger), pytest.raises(BadLedger, match=r"s\.ledger: the disk is full; make"):
            build(ledger, coverage)
        assert list(ledger.verify()) == []
        done = build(ledger, coverage)
        assert done.added + done.known == len(TEXTS) + 1
        assert done.added >= 1
        assert list(ledger.verify()) == []


def test_a_decision_on_a_full_disk_is_not_half_made(coverage: Path, tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "s.ledger", create=True) as ledger:
        build(ledger, coverage)
        one, two = ledger.db.execute("SELECT id FROM attribution LIMIT 2").fetchall()
        reason = "because " * 5000
        apart = Judgement(
            Relation.SAME_CLAIM, one[0], two[0], "person: A. Nwosu", 1.0, reason, holds=False
        )
        before = ledger.db.execute("SELECT count(*) FROM judgement").fetchone()[0]
        with no_room(ledger), pytest.raises(BadLedger, match="the disk is full"):
            ledger.judge(apart)
        assert ledger.db.execute("SELECT count(*) FROM judgement").fetchone()[0] == before
        ledger.judge(apart)
        assert list(ledger.verify()) == []


def test_a_lock_that_is_not_let_go_is_told_with_a_remedy(
    coverage: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "s.ledger"
    with Ledger.open(path, create=True) as ledger:
        build(ledger, coverage / "one.txt")
    other = sqlite3.connect(path, isolation_level=None)
    monkeypatch.setattr(store, "BUSY_S", 0.2)
    with Ledger.open(path) as ledger:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(BadLedger, match="another program is writing to it"):
            build(ledger, coverage)
        with Ledger.open(path, read_only=True) as reader:  # who only reads does not wait
            assert reader.db.execute("SELECT count(*) FROM article").fetchone()[0] == 1
        other.execute("ROLLBACK")
        assert build(ledger, coverage).added == len(TEXTS) - 1
    other.close()


def test_a_file_cut_short_is_found_out(coverage: Path, tmp_path: Path) -> None:
    path = tmp_path / "s.ledger"
    with Ledger.open(path, create=True) as ledger:
        build(ledger, coverage)
    size = path.stat().st_size
    os.truncate(path, size // 2)
    with pytest.raises(BadLedger, match=r"damaged|is it a ledger"):
        with Ledger.open(path) as ledger:
            faults = list(ledger.verify())
            build(ledger, coverage)
        raise BadLedger(f"is it a ledger: {faults[0]}")


def test_a_clock_that_goes_back_reorders_no_decision(
    coverage: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Ledger.open(tmp_path / "s.ledger", create=True) as ledger:
        build(ledger, coverage)
        one, two = (row[0] for row in ledger.db.execute("SELECT id FROM attribution LIMIT 2"))

        def judged(holds: bool) -> Judgement:
            return Judgement(Relation.SAME_CLAIM, one, two, "person: A. Nwosu", 1.0, "", holds)

        ledger.judge(judged(True))
        now = time.time()
        monkeypatch.setattr(time, "time", lambda: now - 90 * 86_400)
        ledger.judge(judged(False))
        query = "SELECT holds FROM standing WHERE subject = ? AND object = ? AND made_by LIKE 'p%'"
        assert [row[0] for row in ledger.db.execute(query, (one, two))] == [0]
        assert list(ledger.verify()) == []
