"""A ledger's file that somebody edited: told apart from a sound one, and never acted upon.

ONRECORD_EDITS=500 alters so many cells in turn; the default is a few.
"""

from __future__ import annotations

import contextlib
import io
import os
import random
import shutil
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from onrecord import cli
from onrecord.errors import BadLedger
from onrecord.ledger import Ledger
from onrecord.ledger.originals import original

from .edited import EDITS, altered, commands, each_altered
from .mutation import bounded


@pytest.fixture
def path(base: Path, tmp_path: Path) -> Path:
    """A sound ledger to be altered."""
    return Path(shutil.copy(base, tmp_path / "x.ledger"))


def run(command: list[str]) -> tuple[int, str, str]:
    """Exit code, standard output and standard error; an exception that gets out is a failure."""
    with (
        contextlib.redirect_stdout(io.StringIO()) as out,
        contextlib.redirect_stderr(io.StringIO()) as err,
    ):
        code = cli.status(command)
    return code, out.getvalue(), err.getvalue()


def articles(room: Path) -> Path:
    new = room / "new.txt"
    new.write_text("Ilse Maren said the figure stands in bronze. It was not confirmed.")
    return new


def survived(path: Path, room: Path) -> dict[str, int]:
    """Every command's exit code; none ends in a traceback or sends an escape to the terminal."""
    codes = {}
    for command in commands(path, room, articles(room)):
        code, out, err = run(command)
        assert code in (0, 1, 2), command
        assert code != 2 or err, command
        assert not {"\x1b", "\x07", "\u202e"} & set(err), command
        if command[0] in ("show", "verify", "review") and "--json" not in command:
            assert not {"\x1b", "\x07", "\u202e"} & set(out), command
        codes[" ".join(command[:1] + command[2:4])] = code
    return codes


def test_a_sound_ledger_passes_all_of_them(path: Path, tmp_path: Path) -> None:
    assert set(survived(path, tmp_path).values()) == {0}


def test_whatever_a_cell_holds_commands_end_with_an_answer(base: Path, tmp_path: Path) -> None:
    def run(altered_one: Path) -> None:
        survived(altered_one, tmp_path)

    each_altered(base, tmp_path, 0, run)


CELLS = [
    ("span", "end", 1 << 40, "span"),
    ("span", "start", -5, "span"),
    ("span", "start", "nonsense", "span"),
    ("attribution", "kind", "nonsense", "table attribution: "),
    ("attribution", "score", 9e999, "table attribution: "),
    ("article", "text", b"\xff\xfe", "table article: "),
    ("article", "text", "other words\0", "article "),
    ("article", "number", 1 << 62, "table article: "),
    ("article_entity", "aliases", "[" * 5000, "its aliases are no list"),
    ("judgement", "parts", '[["a"]]', "its parts are no list"),
    ("judgement", "relation", "obeys", "table judgement: "),
    ("posted", "owner", "nobody", "posted nobody"),
    ("posted", "keys", "12 nonsense", "keys that are no numbers"),
    ("posting", "owners", "nobody", "leads to nobody"),
    ("original", "bytes", b"no zlib", "original "),
    ("original", "bytes", "text", "original "),
    ("entity_member", "entity", "nobody", "entity nobody"),
]


@pytest.mark.parametrize(("table", "column", "value", "said"), CELLS)
def test_verify_names_a_cell_that_was_altered(
    path: Path, table: str, column: str, value: object, said: str
) -> None:
    with altered(path) as db:
        db.execute(
            f"UPDATE {table} SET {column} = ? "
            f"WHERE {column} = (SELECT {column} FROM {table} LIMIT 1)", (value,),
        )  # fmt: skip
    code, out, _ = run(["verify", str(path)])
    assert code == 1
    assert said in out


def test_text_that_is_no_utf8_is_named(path: Path, tmp_path: Path) -> None:
    with altered(path) as db:
        db.execute("UPDATE stated SET content = CAST(X'fffe41' AS TEXT)")
    code, out, _ = run(["verify", str(path)])
    assert code == 1 and "file: cannot be read further" in out
    assert 2 in survived(path, tmp_path).values()


@pytest.fixture(scope="module")
def bomb() -> bytes:
    return zlib.compress(bytes(300_000_000))


@pytest.mark.parametrize("size", [-1, 0, 200, 1 << 30, 1 << 62])
def test_a_bomb_in_the_bytes_that_were_kept_is_not_unpacked(
    path: Path, tmp_path: Path, bomb: bytes, size: int
) -> None:
    with altered(path) as db:
        db.execute("UPDATE original SET bytes = ?, size = ?", (bomb, size))
    with bounded(60, 200 << 20):
        code, out, _ = run(["verify", str(path)])
        assert (code, "original" in out) == (1, True)
        for command in commands(path, tmp_path, articles(tmp_path))[13:-1]:
            assert run(command)[0] == 0, command
        with Ledger.open(path, read_only=True) as ledger:
            (digest,) = ledger.db.execute("SELECT sha256 FROM original LIMIT 1").fetchone()
            with pytest.raises(
                BadLedger, match=r"larger than it says|MAX_ORIGINAL_BYTES|more than"
            ):
                original(ledger.db, digest)


def refused(path: Path, tmp_path: Path, said: str) -> None:
    """Every command says so, with exit code 2, and does nothing."""
    before = path.read_bytes()
    for command in commands(path, tmp_path, articles(tmp_path)):
        code, _, err = run(command)
        assert code == 2, command
        assert said in err and str(path) in err, command
    assert path.read_bytes() == before


LAYOUTS = {
    "a trigger that deletes": (
        "CREATE TRIGGER t AFTER INSERT ON article BEGIN DELETE FROM judgement; END",
        "onrecord made no trigger 't'",
    ),
    "a trigger on a view": (
        "CREATE TRIGGER t INSTEAD OF DELETE ON standing BEGIN DELETE FROM article; END",
        "onrecord made no trigger 't'",
    ),
    "a view for a table": (
        "ALTER TABLE gap RENAME TO gap_old; CREATE VIEW gap AS SELECT * FROM gap_old",
        "its table gap is not the one that onrecord made",
    ),
    "an index that computes": (
        "CREATE INDEX i ON article (hex(zeroblob(length(text))))", "onrecord made no index 'i'"),
    "an index that forbids": (
        "CREATE UNIQUE INDEX i ON article (id, text)", "onrecord made no index 'i'"),
    "a column more": (
        "ALTER TABLE article ADD COLUMN x TEXT DEFAULT 'x'",
        "its table article is not the one that onrecord made",
    ),
    "a column less": (
        (
            "DROP VIEW copies; DROP VIEW statements; DROP VIEW contradictions; "
            "ALTER TABLE article DROP COLUMN byline"
        ),
        "is not the one that onrecord made",
    ),
    "a table gone": ("DROP TABLE gap_thread", "its table gap_thread is not there"),
    "an index gone": ("DROP INDEX span_article", "its index span_article is not there"),
    "a view that says otherwise": (
        "DROP VIEW standing; CREATE VIEW standing AS SELECT * FROM judgement",
        "its view standing is not the one",
    ),
    "a check within a string": (
        ("UPDATE sqlite_master SET sql = replace(sql, '''title'',', '''title--'' || hex(zeroblob(9)) || ''--\n'',')"
        " WHERE name = 'story'"), "its table story is not the one that onrecord made"),
    "an older number": ("PRAGMA user_version = 3", "is not"),
    "no number": ("PRAGMA user_version = 0", "no number of ours"),
    "less than no number": ("PRAGMA user_version = -1", "no number of ours"),
    "a newer number": ("PRAGMA user_version = 99", "was written by a newer onrecord"),
    "another program's": ("PRAGMA application_id = 7", "is a database, but no ledger"),
    "a schema that is none": (
        "UPDATE sqlite_master SET sql = 'CREATE TABLE gap (' WHERE name = 'gap'", "damaged"),
    "a table that is another": (
        ("UPDATE sqlite_master SET rootpage = (SELECT rootpage FROM sqlite_master WHERE name = 'gap') "
        "WHERE name = 'judgement'"), ""),
}  # fmt: skip


@pytest.mark.parametrize("name", [name for name in LAYOUTS if name != "a table that is another"])
def test_a_layout_that_is_not_ours_is_refused(path: Path, tmp_path: Path, name: str) -> None:
    script, said = LAYOUTS[name]
    with altered(path) as db:
        db.executescript(script)
    refused(path, tmp_path, said)


def test_a_table_that_has_anothers_pages_is_told(path: Path, tmp_path: Path) -> None:
    with altered(path) as db:
        db.executescript(LAYOUTS["a table that is another"][0])
    assert survived(path, tmp_path)["verify"] in (1, 2)


def test_tables_and_views_of_somebodys_own_are_left_alone(path: Path, tmp_path: Path) -> None:
    with altered(path) as db:
        db.executescript("CREATE TABLE mine (a REFERENCES article (id)); CREATE INDEX b ON mine (a);"
                         "CREATE VIEW ours AS SELECT * FROM article")  # fmt: skip
    assert set(survived(path, tmp_path).values()) == {0}


def test_a_comment_put_otherwise_in_a_migration_changes_no_layout(path: Path) -> None:
    with altered(path) as db:
        db.execute("UPDATE sqlite_master SET sql = replace(sql, '-- BLAKE', '-- x') || '  -- more'"
                   " WHERE name = 'claim'")  # fmt: skip
    assert run(["verify", str(path)])[0] == 0


@pytest.fixture(params=["pipe", "folder", "nothing", "zeros", "text", "cut", "torn"])
def other(request: pytest.FixtureRequest, path: Path, tmp_path: Path) -> Iterator[Path]:
    """What is no ledger, or was one."""
    made = tmp_path / "other.ledger"
    whole = path.read_bytes()
    match request.param:
        case "pipe":
            os.mkfifo(made)
        case "folder":
            made.mkdir()
        case "nothing":
            made.write_bytes(b"")
        case "zeros":
            made.write_bytes(bytes(100_000))
        case "text":
            made.write_text("Once upon a time. " * 1000)
        case "cut":
            made.write_bytes(whole[: len(whole) // 2])
        case "torn":
            chance = random.Random(1)
            torn = bytearray(whole)
            for _ in range(200):
                torn[chance.randrange(100, len(torn))] = chance.randrange(256)
            made.write_bytes(torn)
    yield made


def test_what_is_no_ledger_is_told_at_once(other: Path, tmp_path: Path) -> None:
    for command in commands(other, tmp_path, articles(tmp_path))[:-1]:
        with bounded(10):
            code, out, err = run(command)
        assert code in (0, 1, 2) and (code == 0 or out or err), command
        if command[0] == "verify":
            assert code in (1, 2)


@pytest.mark.parametrize("seed", range(max(EDITS // 2, 3)))
def test_whatever_is_done_to_the_bytes_of_a_file_commands_end_with_an_answer(
    path: Path, tmp_path: Path, seed: int
) -> None:
    chance = random.Random(seed)
    torn = bytearray(path.read_bytes())
    for _ in range(chance.choice([1, 3, 30])):
        at = chance.randrange(0, len(torn))
        torn[at : at + 1] = chance.choice([b"\0", b"\xff", chance.randbytes(4), b""])
    path.write_bytes(torn)
    with bounded(30):
        survived(path, tmp_path)


def test_an_error_that_the_file_does_not_explain_stays_one(path: Path) -> None:
    """A fault of onrecord's own is not blamed on a file that is sound."""
    with pytest.raises(TypeError, match="ours"), cli.ledger.opened(path) as _:
        raise TypeError("ours")
    with altered(path) as db:
        db.execute("UPDATE attribution SET kind = 'nonsense'")
    with pytest.raises(BadLedger, match="not as onrecord wrote it"), cli.ledger.opened(path) as _:
        raise TypeError("of the file")
