"""Corpora to Parquet: nothing read twice, nothing lost, the same bytes wherever it ran."""

from __future__ import annotations

import json
import os
import signal
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from onrecord import cli
from onrecord.errors import ItemError, NothingToRead
from onrecord.pipeline import extract, read
from onrecord.scale import Chunk, Outcome, extracted
from onrecord.scale.chunks import CHUNK_BYTES, chunks_of
from onrecord.scale.columns import SCHEMAS
from onrecord.scale.run import DIED, local
from onrecord.scale.work import worked
from onrecord.story import folder
from onrecord.values import Settings

LINE = "The bridge at {} is safe, engineer Lena Ost said on Monday. She declined to name the firm."


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Three files, each over the size of a chunk, so that each is one."""
    home = tmp_path / "corpus"
    home.mkdir()
    for town in ("Averin", "Kelm", "Orm"):
        rows = [{"id": f"{town}-{i}", "text": LINE.format(town), "n": i} for i in range(3)]
        rows.append({"id": f"{town}-pad", "text": LINE.format(town), "pad": "x" * CHUNK_BYTES})
        lines = [json.dumps(row) for row in rows]
        (home / f"{town}.jsonl").write_text("\n".join(lines), "utf8")
    return home


def run(paths: object, out: Path, **choice: Any) -> list[Outcome]:
    given = paths if isinstance(paths, list) else [paths]
    found = list(extracted(given, out, **choice))
    assert all(isinstance(outcome, Outcome) for outcome in found)
    return [outcome for outcome in found if isinstance(outcome, Outcome)]


def tree(out: Path) -> dict[str, bytes]:
    return {str(p.relative_to(out)): p.read_bytes() for p in sorted(out.rglob("*")) if p.is_file()}


def test_the_tables_hold_what_the_library_finds(tmp_path: Path) -> None:
    (outcome,) = run(folder(), tmp_path / "out", workers=1)
    readings = [extract(article) for article in read(folder())]
    assert outcome.articles == len(readings)
    table = pq.read_table(tmp_path / "out" / "attributions").to_pylist()
    assert [(row["id"], row["speaker"], row["score"]) for row in table] == [
        (a.id, a.speaker, a.score) for reading in readings for a in reading.attributions
    ]
    texts = {
        row["doc"]: row["text"] for row in pq.read_table(tmp_path / "out/articles").to_pylist()
    }
    for row in table:
        pieces = [texts[row["doc"]][s["start"] : s["end"]] for s in row["content_spans"]]
        assert " … ".join(pieces) == row["content"]


def test_every_table_is_there_even_if_empty(corpus: Path, tmp_path: Path) -> None:
    run(corpus, tmp_path / "out", workers=2)
    for name, schema in SCHEMAS.items():
        assert pq.read_table(tmp_path / "out" / name).schema.equals(schema)


def test_texts_may_be_left_out(corpus: Path, tmp_path: Path) -> None:
    run(corpus, tmp_path / "out", texts=False)
    assert set(pq.read_table(tmp_path / "out/articles")["text"].to_pylist()) == {None}


def test_what_is_done_is_not_done_again(corpus: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    first = run(corpus, out)
    before = tree(out)
    again = run(corpus, out)
    assert [o.fresh for o in first] == [True] * 3
    assert [o.fresh for o in again] == [False] * 3
    assert sum(o.articles for o in again) == sum(o.articles for o in first)
    assert tree(out) == before


def test_a_rerun_does_only_what_is_missing_or_changed(corpus: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run(corpus, out)
    before = tree(out)
    gone, *_ = sorted((out / "_done").iterdir())
    gone.unlink()
    again = run(corpus, out)
    assert [o.chunk for o in again if o.fresh] == [gone.stem]
    assert tree(out) == before
    with (corpus / "Orm.jsonl").open("a") as file:
        file.write("\n" + json.dumps({"text": LINE.format("Orm again")}))
    assert sum(o.fresh for o in run(corpus, out)) == 1


def test_the_number_of_workers_changes_no_byte(corpus: Path, tmp_path: Path) -> None:
    run(corpus, tmp_path / "one", workers=1)
    run(corpus, tmp_path / "two", workers=3)
    assert tree(tmp_path / "one") == tree(tmp_path / "two")


def test_a_bad_item_is_a_row_and_costs_nothing_else(corpus: Path, tmp_path: Path) -> None:
    (corpus / "broken.txt").write_bytes(b"")
    outcomes = run(corpus, tmp_path / "out")
    assert sum(o.articles for o in outcomes) == 12
    (row,) = pq.read_table(tmp_path / "out/skipped").to_pylist()
    assert row["item"].endswith("broken.txt")
    assert row["error"] == "EmptyInput"


def test_small_files_share_a_chunk_and_large_ones_do_not(corpus: Path, tmp_path: Path) -> None:
    small = tmp_path / "small"
    small.mkdir()
    for i in range(300):
        (small / f"{i:03}.txt").write_text(LINE.format(i), "utf8")
    sizes = [len(c.files) for c in chunks_of([small, corpus], "r") if isinstance(c, Chunk)]
    assert sizes == [256, 44, 1, 1, 1]
    assert len({c.id for c in chunks_of([small, corpus], "r") if isinstance(c, Chunk)}) == 5


def test_standard_input_is_no_corpus(tmp_path: Path) -> None:
    with pytest.raises(NothingToRead, match="file"):
        run("-", tmp_path / "out")


def test_a_path_that_leads_nowhere_is_told_of(corpus: Path, tmp_path: Path) -> None:
    found = list(extracted([corpus, tmp_path / "nowhere"], tmp_path / "out"))
    (error,) = (outcome for outcome in found if isinstance(outcome, ItemError))
    assert "nowhere" in error.where


def die_on(chunk: Chunk, victim: str, times: int, out: Path) -> Outcome:
    """A worker that is killed outright, so many times, by one chunk."""
    log = out / "deaths"
    if chunk.id == victim and (deaths := len(log.read_text()) if log.exists() else 0) < times:
        log.write_text("x" * (deaths + 1))
        os.kill(os.getpid(), signal.SIGKILL)
    return worked(chunk, out, Settings(threads=1), True)


@pytest.mark.parametrize(("times", "failed"), [(1, None), (9, DIED)])
def test_a_killed_worker_costs_its_chunk_at_most(
    times: int, failed: str | None, corpus: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    chunks = [c for c in chunks_of([corpus], "r") if isinstance(c, Chunk)]
    victim = chunks[1].id
    outcomes = list(local(chunks, partial(die_on, victim=victim, times=times, out=out), 2))
    assert {o.chunk: o.failed for o in outcomes} == {c.id: None for c in chunks} | {victim: failed}
    assert len(pq.read_table(out / "articles")) == (8 if failed else 12)


def test_a_full_disk_fails_the_chunk_and_leaves_no_half(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chunk = next(c for c in chunks_of([corpus], "r") if isinstance(c, Chunk))

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("onrecord.scale.work._Table._flush", full)
        outcome = worked(chunk, tmp_path, Settings(threads=1), True)
    assert "No space left" in str(outcome.failed)
    assert not list(tmp_path.rglob("*.parquet"))
    assert worked(chunk, tmp_path, Settings(threads=1), True).failed is None


def test_the_command_tells_what_it_did(
    corpus: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    assert cli.status(["extract", str(corpus), "-o", str(out)]) == 0
    captured = capsys.readouterr()
    assert (captured.out, "12 articles" in captured.err) == ("", True)
    (corpus / "broken.txt").write_bytes(b"")
    assert cli.status(["extract", str(corpus), "-o", str(out)]) == 1
    told = capsys.readouterr().err
    assert "broken.txt" in told
    assert "by an earlier run" in told
