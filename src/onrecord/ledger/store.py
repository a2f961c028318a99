"""The file: opened, told from other files, and brought to the newest layout.

Migrations are numbered SQL files, each applied once in a transaction of its own; SQLite's
`user_version` counts them and its `application_id` says that the file is ours. The journal is
write-ahead, so readers see the last finished transaction while a build goes on, and a build that
is killed leaves the file as it was after its last article.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from onrecord.errors import BadLedger
from onrecord.ledger.layout import APPLICATION, MIGRATIONS, check

BUSY_S = 30.0
PAGES_MB = 64


@dataclass(frozen=True, slots=True)
class Fault:
    """Something in a ledger that is not as it should be: where, and what."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


def connection(path: Path, create: bool, read_only: bool = False) -> sqlite3.Connection:
    """The ledger at `path`, in today's layout. Raises `BadLedger`."""
    if not path.exists() and not create:
        raise BadLedger(f"{path}: there is no such ledger; make one with onrecord build")
    if path.exists() and not path.is_file():  # a pipe would be waited for without end
        raise BadLedger(f"{path}: is no plain file; give another name")
    if read_only:
        _bring_up_to_date(path)
    address = f"{path.absolute().as_uri()}?mode={'ro' if read_only else 'rwc'}"
    try:
        db = sqlite3.connect(address, uri=True, isolation_level=None, timeout=BUSY_S)
    except sqlite3.Error as error:
        raise BadLedger(f"{path}: {remedy(error) or error}") from error
    try:
        _prepare(db, path, read_only)
    except (sqlite3.Error, UnicodeDecodeError) as error:  # its schema may be no text at all
        db.close()
        raise BadLedger(f"{path}: {remedy(error) or f'{error}; is it a ledger?'}") from error
    except BadLedger:
        db.close()
        raise
    return db


def _bring_up_to_date(path: Path) -> None:
    """Give a ledger of an older layout today's, so that it can be read. Raises `BadLedger`."""
    db = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=BUSY_S)
    try:
        ours = db.execute("PRAGMA application_id").fetchone()[0] == APPLICATION
        older = ours and db.execute("PRAGMA user_version").fetchone()[0] < len(MIGRATIONS)
    except (sqlite3.Error, UnicodeDecodeError):
        older = False  # what is wrong with it is told when it is opened
    finally:
        db.close()
    if older:
        try:
            connection(path, create=False).close()
        except BadLedger as error:
            raise BadLedger(
                f"{error}; its layout is older than this onrecord's and has to be brought up to date"
            ) from error


def _prepare(db: sqlite3.Connection, path: Path, read_only: bool) -> None:
    db.row_factory = sqlite3.Row
    db.execute("PRAGMA trusted_schema = OFF")
    db.execute("PRAGMA cell_size_check = ON")
    with snapshot(db):  # another process may be bringing it up to date
        ours = db.execute("PRAGMA application_id").fetchone()[0]
        tables = db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        if tables and ours != APPLICATION:
            raise BadLedger(f"{path}: is a database, but no ledger; give another name")
        if tables:
            check(db, path)
    db.execute("PRAGMA foreign_keys = ON")
    if read_only:
        if not tables:
            raise BadLedger(f"{path}: holds nothing yet; add articles with onrecord build")
        return
    _write_ahead(db)
    db.execute("PRAGMA synchronous = NORMAL")
    keep_at_hand(db, PAGES_MB)
    db.execute("PRAGMA wal_autocheckpoint = 4000")  # pages; an article dirties several hundred
    _migrate(db)


def keep_at_hand(db: sqlite3.Connection, mb: int) -> None:
    """Let SQLite hold so many MB of the file's pages in memory."""
    db.execute(f"PRAGMA cache_size = {-1024 * mb:d}")  # negative: of kibibytes, not of pages


def _write_ahead(db: sqlite3.Connection) -> None:
    """Choose the journal; SQLite does not wait here by itself while another opens the file."""
    until = time.monotonic() + BUSY_S
    while True:
        try:
            db.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorname != "SQLITE_BUSY" or time.monotonic() > until:
                raise
        time.sleep(0.02)


def _migrate(db: sqlite3.Connection) -> None:
    """Apply what the file has not seen; two processes at once wait for one another."""
    if db.execute("PRAGMA user_version").fetchone()[0] == len(MIGRATIONS):
        return
    with transaction(db):
        done = db.execute("PRAGMA user_version").fetchone()[0]
        for number, migration in enumerate(MIGRATIONS[done:], start=done + 1):
            for statement in statements_in(migration.read_text("utf8")):
                db.execute(statement)
            db.execute(f"PRAGMA user_version = {number}")
        db.execute(f"PRAGMA application_id = {APPLICATION}")


def statements_in(script: str) -> Iterator[str]:
    """The statements of an SQL script, one by one: a trigger's semicolons do not end it."""
    begun = ""
    for line in script.splitlines(keepends=True):
        begun += line
        if sqlite3.complete_statement(begun):
            yield begun
            begun = ""


_REMEDIES = {
    "SQLITE_BUSY": (
        f"another program is writing to it and has not let go for {BUSY_S:.0f} s; wait until it is "
        "done, then run the same command again"
    ),
    "SQLITE_FULL": "the disk is full; make room, then run the same command again",
    "SQLITE_READONLY": "it may not be written to; see who owns it, and its folder",
    "SQLITE_IOERR": (
        "the disk did not take or give what was asked of it; see that it is sound and has room, "
        "then run the same command again"
    ),
    "SQLITE_CANTOPEN": "it cannot be opened; see that its folder is there and may be written to",
    "SQLITE_CORRUPT": "its pages are damaged; take a copy made before, or build it again",
}


def remedy(error: BaseException) -> str | None:
    """What helps where SQLite said that; None for an error of another kind."""
    kind = getattr(error, "sqlite_errorname", None) or ""
    return next((remedy for name, remedy in _REMEDIES.items() if kind.startswith(name)), None)


@contextmanager
def transaction(db: sqlite3.Connection) -> Iterator[None]:
    """All or nothing; a transaction that is open already is joined.

    Writers wait for one another. Raises `BadLedger` where one waits in vain, or cannot write.
    """
    if db.in_transaction:
        yield
        return
    try:
        db.execute("BEGIN IMMEDIATE")
        yield
        db.execute("COMMIT")
    except BaseException as error:
        if db.in_transaction:  # SQLite itself rolls back when the disk is full
            db.execute("ROLLBACK")
        helps = remedy(error)
        if helps is None:
            raise
        raise BadLedger(f"{_name(db)}: {helps}") from error


@contextmanager
def snapshot(db: sqlite3.Connection) -> Iterator[None]:
    """What is read within it is of one moment; others may write."""
    if db.in_transaction:
        yield
        return
    db.execute("BEGIN")
    try:
        yield
    finally:
        if db.in_transaction:  # SQLite ends it itself where the file is torn
            db.execute("ROLLBACK")


def _name(db: sqlite3.Connection) -> str:
    return Path(db.execute("PRAGMA database_list").fetchone()["file"]).name
