"""The unit of work: some input files, and what became of them.

A large file is a chunk of its own, small ones are put together. A chunk's id follows from its
files, their sizes and when they were last changed, and from the reader and its settings, so a
chunk that is done stays done until one of these changes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from onrecord.errors import ItemError, NothingToRead
from onrecord.read.sources import STDIN, Source, sources_in
from onrecord.values import content_id

CHUNK_BYTES = 4 << 20
CHUNK_FILES = 256


@dataclass(frozen=True, slots=True)
class Chunk:
    """Input files that are read together."""

    id: str
    files: tuple[str, ...]
    size: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a chunk: articles and words read, items skipped; `failed` says why if it did.

    `fresh` is False where an earlier run had done it.
    """

    chunk: str
    articles: int = 0
    words: int = 0
    skipped: tuple[ItemError, ...] = ()
    failed: str | None = None
    fresh: bool = True


def chunks_of(paths: Sequence[str | Path], reader: str) -> Iterator[Chunk | ItemError]:
    """The input in chunks, in order; an error in the place of each path that leads nowhere.

    Raises `NothingToRead` when no path leads to any file, or to standard input, which cannot be
    read twice.
    """
    held: list[tuple[str, int, int]] = []
    for source in sources_in(paths):
        if isinstance(source, ItemError):
            yield source
            continue
        found = _stat(source)
        if isinstance(found, ItemError):
            yield found
            continue
        size = found[1]
        if held and (sum(s for _, s, _ in held) + size > CHUNK_BYTES or len(held) == CHUNK_FILES):
            yield _chunk(held, reader)
            held = []
        held.append(found)
    if held:
        yield _chunk(held, reader)


def _stat(source: Source) -> tuple[str, int, int] | ItemError:
    if source.path is None:
        raise NothingToRead(f"{STDIN}: a corpus is read from files; save it to one first")
    try:
        found = source.path.stat()
    except OSError as error:
        return ItemError(source.where, f"could not be read ({error.strerror or error})")
    return str(source.path), found.st_size, found.st_mtime_ns


def _chunk(files: Sequence[tuple[str, int, int]], reader: str) -> Chunk:
    parts = [part for file in files for part in file]
    return Chunk(
        content_id("chunk", reader, *parts),
        tuple(where for where, _, _ in files),
        sum(size for _, size, _ in files),
    )
