"""A small sound ledger, what somebody may do to its file, and every command that opens one."""

from __future__ import annotations

import json
import os
import random
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from onrecord import cli
from onrecord.build import build
from onrecord.judged import Judgement, Relation
from onrecord.ledger import Ledger

from .mutation import bounded

EDITS = int(os.environ.get("ONRECORD_EDITS", "6"))

WIRE = (
    "The figure stands in clay, sculptor Ilse Maren told Coast Agency on Tuesday. “It is on the "
    "water,” she said. The site was not disclosed. Josef Oduya, the harbour minister, denied that "
    "it would cost 3 million crowns."
)
ROWS = [
    {"id": "one", "text": WIRE, "outlet": "Coast Agency", "date": "2026-03-03",
     "url": "https://coast.example/1", "title": "Figure in clay", "author": "Ida Brandt"},
    {"id": "two", "text": f"{WIRE} Sources may reflect a wider plan.", "outlet": "Harbour Post",
     "date": "2026-03-04", "url": "https://post.example/1", "title": "Figure"},
    {"id": "three", "text": "Josef Oduya said it would cost 4 million crowns. The site will be Hallan "
     "Point, he said on 5 March 2026.", "outlet": "Tellin Herald", "date": "2026-03-05",
     "url": "https://post.example/1", "title": "Site nаmed"},
]  # fmt: skip
TOPICS = cli.ledger.TOPICS
FORMS = tuple(cli.pages.ABOUT)


def sound(folder: Path) -> Path:
    """A ledger with a row in nearly every table."""
    (folder / "rows.jsonl").write_text("".join(json.dumps(row) + "\n" for row in ROWS), "utf8")
    path = folder / "sound.ledger"
    with Ledger.open(path, create=True) as ledger:
        build(ledger, folder / "rows.jsonl")
        ledger.tell("title", "The figure")
        ledger.tell("template", (Path(__file__).parent / "seeds" / "questions.yaml").read_text())
        one, two = (row[0] for row in ledger.db.execute("SELECT id FROM stated LIMIT 2"))
        ledger.judge(
            Judgement(Relation.SAME_CLAIM, one, two, "person: A. Nwosu", 1.0, "", holds=False)
        )
        ledger.db.execute("PRAGMA journal_mode = DELETE")
    return path


@contextmanager
def altered(path: Path) -> Iterator[sqlite3.Connection]:
    """The file as somebody opens it who keeps no rule."""
    db = sqlite3.connect(path, isolation_level=None)
    db.execute("PRAGMA ignore_check_constraints = ON")
    db.execute("PRAGMA foreign_keys = OFF")
    db.execute("PRAGMA writable_schema = ON")
    try:
        yield db
    finally:
        db.close()


def columns(path: Path) -> list[tuple[str, str]]:
    """Every column of every table of ours in which there is something."""
    db = sqlite3.connect(path)
    query = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '%words%'"
    tables = [row[0] for row in db.execute(query)]
    found = [
        (table, column[1])
        for table in tables
        if db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
        for column in db.execute(f"PRAGMA table_info({table})")
    ]
    db.close()
    return found


NASTY: tuple[object, ...] = (
    None, "", "nonsense", "\0", "a\0b", "\x1b[31m\n\u202e", "=1+1", "<script>x</script>", -1, 0, 1 << 62,
    1.5, 9e999, -9e999, b"\xff\xfe", b"", "[1]", "{}", "[" * 2000, "9" * 400, "9999-99-99", "x" * 100_000,
    "person: \x1b]0;x\x07", "javascript:alert(1)",
)  # fmt: skip


def each_altered(base: Path, room: Path, seed: int, tried: Callable[[Path], None]) -> None:
    """Try copies of `base` with one column altered, `EDITS` of them; what fails says which.

    By default they are drawn by `seed`; where more are asked for, each run draws others.
    """
    chance = random.Random(seed if EDITS == 6 else None)
    todo = [(*column, value) for column in columns(base) for value in NASTY]
    for table, column, value in chance.sample(todo, min(EDITS, len(todo))):
        path = Path(shutil.copy(base, room / "x.ledger"))
        where = chance.choice(["", f" WHERE {column} = (SELECT max({column}) FROM {table})"])
        with altered(path) as db, suppress(sqlite3.Error):
            db.execute(f"UPDATE OR REPLACE {table} SET {column} = ?{where}", (value,))
        try:
            with bounded(30):
                tried(path)
        except BaseException as error:
            error.add_note(f"{table}.{column} = {value!r:.60}{where}")
            raise
        for rest in room.glob("x.ledger*"):
            rest.unlink()


def commands(path: Path, room: Path, articles: Path) -> list[list[str]]:
    """All that a person may do with a ledger, `serve` and `mcp` apart, which go on."""
    file = str(path)
    return [
        ["verify", file],
        ["show", file],
        ["show", file, "--json", "--all"],
        *(["show", file, topic] for topic in TOPICS),
        ["report", file, "-o", str(room / "r.html")],
        ["report", file, "--texts", "-o", str(room / "r.html")],
        *(["export", file, "--to", form, "-o", str(room / form)] for form in FORMS),
        ["review", "list", file],
        ["build", file, str(articles)],
    ]
