"""One chunk, read and written whole or not at all.

    OUT/attributions/CHUNK.parquet     and so for every table; a dataset that others open as one
    OUT/_done/CHUNK.json               written last: with it the chunk is done

Rows are written as they come, so memory does not grow with a chunk. Files are made beside their
place and moved there, so whoever is killed leaves nothing that looks finished, and nobody reads
a half.
"""

from __future__ import annotations

import json
import shutil
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from typing import Any

from onrecord.errors import ItemError
from onrecord.pipeline import extract_all, read
from onrecord.scale.chunks import Chunk, Outcome
from onrecord.scale.columns import SCHEMAS, Row, rows_of, skipped_row, table_of, writer_of
from onrecord.values import Settings

ROWS_AT_ONCE = 4096
DONE, PART = "_done", "_part"


def done(chunk: Chunk, out: Path) -> Outcome | None:
    """What an earlier run says of the chunk; None where it is still to do."""
    try:
        held = json.loads((out / DONE / f"{chunk.id}.json").read_text("utf8"))
        skipped = tuple(ItemError(*item) for item in held["skipped"])
        return Outcome(chunk.id, held["articles"], held["words"], skipped, fresh=False)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def worked(chunk: Chunk, out: Path, settings: Settings, texts: bool) -> Outcome:
    """The chunk read and its tables written; a failure is told, not raised."""
    part = out / PART / chunk.id
    try:
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(parents=True)
        outcome = _written(chunk, part, settings, texts)
        for name in SCHEMAS:
            (out / name).mkdir(exist_ok=True)
            (part / f"{name}.parquet").replace(out / name / f"{chunk.id}.parquet")
        _mark(outcome, part, out)
    except Exception as error:  # noqa: BLE001 - whatever befalls a chunk, the others go on
        return Outcome(chunk.id, failed=f"{type(error).__name__}: {error}")
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return outcome


def _mark(outcome: Outcome, part: Path, out: Path) -> None:
    held = asdict(outcome)
    held["skipped"] = [(e.where, e.what, e.remedy) for e in outcome.skipped]
    marked = part / "done.json"
    marked.write_text(json.dumps(held, ensure_ascii=False), "utf8", errors="replace")
    (out / DONE).mkdir(exist_ok=True)
    marked.replace(out / DONE / f"{outcome.chunk}.json")


def _written(chunk: Chunk, part: Path, settings: Settings, texts: bool) -> Outcome:
    skipped: list[ItemError] = []
    articles = words = 0
    with ExitStack() as stack:
        tables = {name: stack.enter_context(_Table(name, part)) for name in SCHEMAS}
        found = read(*chunk.files, settings=settings, on_skip=skipped.append)
        for reading in extract_all(found, settings=settings):
            articles += 1
            words += len(reading.article.text.split())
            for name, row in rows_of(reading, texts):
                tables[name].add(row)
        for error in skipped:
            tables["skipped"].add(skipped_row(error))
    return Outcome(chunk.id, articles, words, tuple(skipped))


class _Table:
    """A Parquet file under way."""

    def __init__(self, name: str, part: Path) -> None:
        self.name, self.rows = name, list[Row]()
        self.writer = writer_of(name, part / f"{name}.parquet")

    def __enter__(self) -> _Table:
        return self

    def __exit__(self, *_: Any) -> None:
        try:
            self._flush()
        finally:
            self.writer.close()

    def add(self, row: Row) -> None:
        """Write the row, some time."""
        self.rows.append(row)
        if len(self.rows) == ROWS_AT_ONCE:
            self._flush()

    def _flush(self) -> None:
        if self.rows:
            self.writer.write_table(table_of(self.name, self.rows))
            self.rows = []
