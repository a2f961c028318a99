"""The bytes that articles were read from, kept compressed; unpacked no further than they say.

A few bytes in a file that somebody edited may stand for more than memory holds, so what is
unpacked comes in pieces and ends where it becomes more than the row says that it is.
"""

from __future__ import annotations

import hashlib
import sqlite3
import zlib
from collections.abc import Iterator

from onrecord.errors import BadLedger
from onrecord.ledger.store import Fault

PIECE_BYTES = 1 << 20
MAX_ORIGINAL_BYTES = 1 << 28


def original(db: sqlite3.Connection, sha256: str) -> bytes | None:
    """The bytes of that digest, or None where they were not kept. Raises `BadLedger`."""
    row = db.execute("SELECT bytes, size FROM original WHERE sha256 = ?", (sha256,)).fetchone()
    if row is None:
        return None
    try:
        if row["size"] > MAX_ORIGINAL_BYTES:
            raise ValueError(f"has more than MAX_ORIGINAL_BYTES ({MAX_ORIGINAL_BYTES:,})")
        return b"".join(_pieces(row["bytes"], row["size"]))
    except (ValueError, TypeError) as error:
        raise BadLedger(f"original {sha256}: {error}; onrecord verify tells of all such") from error


def faults(db: sqlite3.Connection) -> Iterator[Fault]:
    """Originals that are not the bytes that they are named by."""
    for row in db.execute("SELECT sha256, bytes, size FROM original"):
        digest, size = hashlib.sha256(), 0
        try:
            for piece in _pieces(row["bytes"], row["size"]):
                digest.update(piece)
                size += len(piece)
        except (ValueError, TypeError) as error:
            yield Fault(f"original {row['sha256']}", f"cannot be unpacked: {error}")
            continue
        if digest.hexdigest() != row["sha256"] or size != row["size"]:
            yield Fault(f"original {row['sha256']}", "its bytes are not those of its name")


def _pieces(packed: bytes, size: int) -> Iterator[bytes]:
    """What was packed, piece by piece. Raises `ValueError` where it is none, or more than `size`."""
    unpacking, left = zlib.decompressobj(), size
    while not unpacking.eof:
        try:
            piece = unpacking.decompress(packed, PIECE_BYTES)
        except zlib.error as error:
            raise ValueError(str(error)) from error
        packed, left = unpacking.unconsumed_tail, left - len(piece)
        if left < 0:
            raise ValueError("it is larger than it says")
        if not piece and not packed and not unpacking.eof:
            raise ValueError("it is broken off")
        yield piece
