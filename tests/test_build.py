"""Articles join a ledger once, whole or not at all, and the same whatever interrupts them."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from onrecord.build import build, reader_version
from onrecord.cli.ledger import opened
from onrecord.errors import BadLedger, ItemError
from onrecord.judged import Judgement, Relation, Statement
from onrecord.ledger import Ledger
from onrecord.match import claims
from onrecord.values import Settings

WIRE = (
    "The harbour museum at Tellin will reopen in May after two years of repairs, its director, "
    "Ana Brandt, told the Coast Agency on Monday. “The roof is sound and the boats are dry,” "
    "Brandt said. She declined to say who had paid for the work. The town council said that the "
    "repairs had cost 2.1 million marks and that eleven boats would be shown."
)
TABLES = (
    "article", "article_entity", "mention", "attribution", "hop", "gap", "span", "posting", "posted",
    "entity_member", "claim_statement", "gap_thread", "entity", "version",
)  # fmt: skip


@pytest.fixture
def story(tmp_path: Path) -> Path:
    folder = tmp_path / "story"
    folder.mkdir()
    for i in range(8):
        day = f"2026-03-{i + 1:02}"
        text = (
            f"Tellin Herald, edition {i}. {WIRE}\n\nNothing else happened on day {i}, Oduya said."
        )
        row = {"text": text, "outlet": f"Paper {i % 3}", "date": day}
        (folder / f"{i}.json").write_text(json.dumps(row), "utf8")
    return folder


def record(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """All that a ledger holds, save the moments at which it was written."""
    with Ledger.open(path) as ledger:
        held = {
            table: sorted(tuple(row) for row in ledger.db.execute(f"SELECT * FROM {table}"))
            for table in TABLES
        }
        judged = "SELECT id, holds, score, reason, superseded_by FROM judgement ORDER BY id"
        held["judgement"] = [tuple(row) for row in ledger.db.execute(judged)]
        return held


def test_building_again_adds_nothing(story: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.ledger"
    with Ledger.open(path, create=True) as ledger:
        assert build(ledger, story).added == 8
        assert ledger.verify() == []
    before = record(path)
    with Ledger.open(path) as ledger:
        again = build(ledger, story)
    assert (again.added, again.known, again.reread, again.rematched) == (0, 8, 0, 0)
    assert record(path) == before


def test_articles_may_come_in_two_builds(story: Path, tmp_path: Path) -> None:
    files = sorted(story.iterdir())
    with Ledger.open(tmp_path / "whole.ledger", create=True) as ledger:
        build(ledger, *files)
    with Ledger.open(tmp_path / "twice.ledger", create=True) as ledger:
        build(ledger, *files[:3])
        build(ledger, *files)
    assert record(tmp_path / "twice.ledger") == record(tmp_path / "whole.ledger")


def test_what_is_derived_again_is_what_was_there(story: Path, tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "a.ledger", create=True) as ledger:
        build(ledger, story)
    before = record(tmp_path / "a.ledger")
    with Ledger.open(tmp_path / "a.ledger") as ledger:
        ledger.derive()
    assert record(tmp_path / "a.ledger") == before


def test_a_bad_item_is_a_row_with_its_reason(story: Path, tmp_path: Path) -> None:
    (story / "empty.txt").write_text("  \n")
    heard: list[ItemError] = []
    with Ledger.open(tmp_path / "a.ledger", create=True) as ledger:
        done = build(ledger, story, on_skip=heard.append)
        rows = ledger.db.execute("SELECT error, what FROM skipped").fetchall()
    assert (done.added, done.skipped, len(heard)) == (8, 1, 1)
    assert [tuple(row) for row in rows] == [("EmptyInput", heard[0].what)]


def test_originals_can_be_left_out(story: Path, tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "a.ledger", create=True) as ledger:
        build(ledger, story, keep_originals=False)
        assert ledger.db.execute("SELECT count(*) FROM original").fetchone()[0] == 0
        assert ledger.verify() == []
        assert ledger.without_originals() == 8


def test_articles_without_originals_are_counted_beside_those_with_them(
    story: Path, tmp_path: Path
) -> None:
    files = sorted(story.iterdir())
    with Ledger.open(tmp_path / "a.ledger", create=True) as ledger:
        build(ledger, *files[:3], keep_originals=False)
        build(ledger, *files)
        assert ledger.without_originals() == 3


def test_another_reader_reads_again_and_persons_judgements_stay(
    story: Path, tmp_path: Path
) -> None:
    path = tmp_path / "a.ledger"
    with Ledger.open(path, create=True) as ledger:
        build(ledger, story)
        one, other = ledger.db.execute(
            "SELECT object, subject FROM standing WHERE relation = 'same claim' LIMIT 1"
        ).fetchone()
        parted = Judgement(
            Relation.SAME_CLAIM, other, one, "person: A. Nwosu", 1.0, "two fairs", holds=False
        )
        ledger.judge(parted)
        groups = ledger.groups("claim")
        assert groups[one] != groups[other]
        ledger.db.execute("UPDATE article SET reader = 'older' WHERE number = 3")
    before = record(path)
    with Ledger.open(path) as ledger:
        done = build(ledger, story)
        groups = ledger.groups("claim")
        assert groups[one] != groups[other]
        assert ledger.verify() == []
        assert {row[0] for row in ledger.db.execute("SELECT reader FROM article")} == {
            reader_version()
        }
    assert (done.reread, done.rematched, done.added) == (1, 1, 0)
    assert record(path)["attribution"] == before["attribution"]


def test_newer_matching_is_done_for_all_and_nothing_is_read_again(
    story: Path, tmp_path: Path
) -> None:
    path = tmp_path / "a.ledger"
    with Ledger.open(path, create=True) as ledger:
        build(ledger, story)
    before = record(path)
    with Ledger.open(path) as ledger:
        ledger.db.execute("UPDATE article SET matched = 'older'")
        done = build(ledger, story)
    assert (done.reread, done.rematched) == (0, 8)
    assert record(path)["claim_statement"] == before["claim_statement"]
    assert record(path)["entity_member"] == before["entity_member"]


def test_a_setting_that_changes_what_is_read_names_another_reader() -> None:
    assert reader_version(Settings(min_score=0.5)) != reader_version(Settings())


def test_readers_see_whole_articles_while_a_build_goes_on(story: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.ledger"
    seen: list[int] = []

    def look(_: object) -> None:
        with Ledger.open(path, read_only=True) as reader:
            assert reader.verify() == []
            seen.append(reader.db.execute("SELECT count(*) FROM article").fetchone()[0])

    with Ledger.open(path, create=True) as ledger:
        build(ledger, story, on_article=look)
    assert seen == list(range(1, 9))


BUILD = """
import sys
from onrecord.build import build
from onrecord.ledger import Ledger
with Ledger.open(sys.argv[1], create=True) as ledger:
    build(ledger, sys.argv[2])
"""
KILLS = int(os.environ.get("ONRECORD_KILLS", "5"))


def counted(path: Path) -> int:
    """How many articles a reader sees, all of them sound; 0 before there is a ledger."""
    try:
        with Ledger.open(path, read_only=True) as reader:
            assert reader.verify() == []
            count: int = reader.db.execute("SELECT count(*) FROM article").fetchone()[0]
            return count
    except BadLedger as error:
        assert "no such ledger" in str(error) or "holds nothing yet" in str(error)
        return 0


def test_two_builds_at_once_add_every_article_once_and_readers_see_whole_ones(
    story: Path, tmp_path: Path
) -> None:
    with Ledger.open(tmp_path / "alone.ledger", create=True) as ledger:
        build(ledger, story)
    path = tmp_path / "shared.ledger"
    command = [sys.executable, "-c", BUILD, path, story]
    running = [subprocess.Popen(command, stderr=subprocess.PIPE) for _ in range(2)]
    seen = [0]
    while any(run.poll() is None for run in running):
        seen.append(counted(path))
        time.sleep(0.01)
    assert [(run.returncode, run.stderr and run.stderr.read()) for run in running] == [(0, b"")] * 2
    for run in running:
        assert run.stderr
        run.stderr.close()
    assert seen == sorted(seen)
    assert record(path) == record(tmp_path / "alone.ledger")


def test_a_build_that_waits_in_vain_says_what_to_do_and_leaves_the_ledger_as_it_was(
    story: Path, tmp_path: Path
) -> None:
    path = tmp_path / "a.ledger"
    with Ledger.open(path, create=True) as ledger, Ledger.open(path) as other:
        other.db.execute("PRAGMA busy_timeout = 50")
        with ledger.transaction(), pytest.raises(BadLedger, match="another program is writing"):
            build(other, story)
        assert other.verify() == []
        assert build(other, story).added == 8


def test_killed_at_any_moment_nothing_is_lost(story: Path, tmp_path: Path) -> None:
    """`ONRECORD_KILLS=100` tries a hundred moments; each rerun goes on where the last one died."""
    whole = tmp_path / "whole.ledger"
    command = [sys.executable, "-c", BUILD]
    start = time.monotonic()
    subprocess.run([*command, whole, story], check=True, capture_output=True)
    took = time.monotonic() - start
    expected = record(whole)
    dice = random.Random(7)
    killed = tmp_path / "killed.ledger"
    for _ in range(KILLS):
        run = subprocess.Popen(
            [*command, killed, story], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        time.sleep(dice.uniform(0.3, 1.0) * took)
        run.send_signal(signal.SIGKILL)
        run.wait()
        if killed.exists() and killed.stat().st_size:
            with Ledger.open(killed) as ledger:
                assert ledger.verify() == []
                if len(list(ledger.articles())) == 8:
                    killed.unlink()
                    for more in ("-wal", "-shm"):
                        killed.with_name(killed.name + more).unlink(missing_ok=True)
    subprocess.run([*command, killed, story], check=True, capture_output=True)
    assert record(killed) == expected


def test_an_article_that_says_one_thing_very_often_costs_no_more_than_its_length(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared = []
    same_claim = claims.same_claim

    def counted(new: Statement, candidates: Sequence[Statement], *more: Any) -> list[Judgement]:
        compared.append(len(candidates))
        return same_claim(new, candidates, *more)

    monkeypatch.setattr(claims, "same_claim", counted)
    monkeypatch.setattr("onrecord.join.BESIDE", 12)
    costs = []
    for times in (60, 120):
        compared.clear()
        text = "\n\n".join(["The bridge will be closed for nine weeks, Brandt said."] * times)
        (tmp_path / f"{times}.txt").write_text(text, "utf8")
        with Ledger.open(tmp_path / f"{times}.ledger", create=True) as ledger:
            build(ledger, tmp_path / f"{times}.txt")
            assert ledger.db.execute("SELECT count(*) FROM claim").fetchone()[0] == 1
        assert len(compared) == times
        costs.append(sum(compared))
    assert costs[1] < 2.5 * costs[0]


@pytest.mark.parametrize("way", ["a page", "a command"])
def test_what_is_shown_is_of_one_moment_whoever_writes_meanwhile(way: str, tmp_path: Path) -> None:
    path = tmp_path / "a.ledger"
    (tmp_path / "a.txt").write_text(WIRE, "utf8")

    def look(ledger: Ledger) -> tuple[str | None, str | None]:
        before = ledger.told("title")
        writer.tell("title", "The museum reopens")
        return before, ledger.told("title")

    with Ledger.open(path, create=True) as writer:
        build(writer, tmp_path / "a.txt")
        if way == "a page":
            plugin = pytest.importorskip("onrecord.web.plugin")
            seen = plugin._with(path, look)
        else:
            with opened(path, read_only=True) as ledger:
                seen = look(ledger)
        assert seen == (None, None)
        assert writer.told("title") == "The museum reopens"
