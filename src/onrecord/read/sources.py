"""Which inputs the given paths stand for, found lazily and in a fixed order.

A path is a file, a folder (read with all below it, by name, hidden files left out), a glob, or
`-`. Inside a folder, links to folders are not followed, so a walk ends and stays where it was
sent; a link to a file counts only if it ends in the folder. What was named by hand is opened
whatever it is, pipes included; what a walk meets must be a plain file.
"""

from __future__ import annotations

import glob
import os
import stat
import sys
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from onrecord.errors import ItemError, NothingToRead, Unreadable

STDIN = "-"


@dataclass(frozen=True, slots=True)
class Source:
    """One input: how it is named to the user, its path, and its stem (none for a stream)."""

    where: str
    path: Path | None

    @property
    def stem(self) -> str | None:
        """The file name without its last suffix."""
        return written(self.path.stem) if self.path else None

    @property
    def suffix(self) -> str:
        """The last suffix in lower case: `.csv`, or nothing."""
        return self.path.suffix.lower() if self.path else ""

    def open(self) -> AbstractContextManager[BinaryIO]:
        """Its bytes; raises `Unreadable`."""
        if self.path is None:
            return nullcontext(sys.stdin.buffer)
        try:
            return self.path.open("rb")
        except OSError as error:
            raise unreadable(self.where, error) from error


def written(path: str | Path) -> str:
    """A path as text that can be kept: its bytes that are no UTF-8 are written as code points."""
    return str(path).encode("utf-8", "backslashreplace").decode("utf-8")


def unreadable(where: str, error: OSError) -> Unreadable:
    """The named error for what the file system said."""
    match error:
        case FileNotFoundError():
            return Unreadable(where, "does not exist", "check the spelling")
        case PermissionError():
            return Unreadable(where, "may not be read", "ask for permission to read it")
        case _:
            what = f"could not be read ({error.strerror or error})"
            return Unreadable(where, what, "see whether it can be opened at all, or leave it out")


def sources_in(paths: Sequence[str | Path]) -> Iterator[Source | ItemError]:
    """Every input that `paths` stand for, each file once.

    Raises `NothingToRead` when all of them together hold no file. A path that is missing among
    others that are there is an `Unreadable` of its own.
    """
    seen: set[str] = set()
    missing: list[ItemError] = []
    found = False
    for path in paths:
        for item in _sources_at(path):
            if isinstance(item, Unreadable) and isinstance(item.__cause__, FileNotFoundError):
                if found:
                    yield item
                else:
                    missing.append(item)
                continue
            if isinstance(item, Source):
                key = os.path.realpath(item.path) if item.path else STDIN
                if key in seen:
                    continue
                seen.add(key)
            found = True
            yield from missing
            missing.clear()
            yield item
    if not found:
        raise _nothing(paths, missing)


def _nothing(paths: Sequence[str | Path], missing: list[ItemError]) -> NothingToRead:
    if not paths:
        return NothingToRead("no path given; name a file, a folder, a glob or - for standard input")
    if missing:
        return NothingToRead("; ".join(str(error) for error in missing))
    named = ", ".join(str(path) for path in paths)
    return NothingToRead(f"{named}: no files there; hidden files are left out unless named")


def _sources_at(path: str | Path) -> Iterator[Source | ItemError]:
    if str(path) == STDIN:
        yield Source("standard input", None)
        return
    given = Path(path)
    if os.path.lexists(given):
        yield from _named(given)
        return
    if glob.has_magic(str(path)):
        for match in sorted(glob.iglob(str(path), recursive=True)):  # noqa: PTH207 (absolute too)
            yield from _named(Path(match))
        return
    error = unreadable(written(path), FileNotFoundError())
    error.__cause__ = FileNotFoundError()
    yield error


def _named(path: Path) -> Iterator[Source | ItemError]:
    try:
        is_folder = path.is_dir()
    except OSError as error:
        yield unreadable(written(path), error)
        return
    if is_folder:
        yield from _folder(path)
    else:
        yield Source(written(path), path)


def _folder(root: Path) -> Iterator[Source | ItemError]:
    """Everything below `root`, depth first; a stack, since folders may nest without end."""
    inside = os.path.realpath(root)
    stack = [_entries(root)]
    while stack:
        entry = next(stack[-1], None)
        if entry is None:
            stack.pop()
        elif isinstance(entry, ItemError):
            yield entry
        elif entry.is_dir(follow_symlinks=False):
            stack.append(_entries(Path(entry.path)))
        elif (item := _met(entry, inside)) is not None:
            yield item


def _entries(folder: Path) -> Iterator[os.DirEntry[str] | ItemError]:
    try:
        with os.scandir(folder) as entries:
            listed = sorted((e for e in entries if not e.name.startswith(".")), key=_name)
    except OSError as error:
        yield unreadable(written(folder), error)
        return
    yield from listed


def _name(entry: os.DirEntry[str]) -> str:
    return entry.name


def _met(entry: os.DirEntry[str], root: str) -> Source | ItemError | None:
    """The source for what a walk met, an error, or None for a link to a folder read anyway."""
    where = written(entry.path)
    if entry.is_symlink():
        target = os.path.realpath(entry.path)
        if os.path.commonpath([root, target]) != root:
            return Unreadable(where, "is a link out of the folder", "name its target instead")
        if not Path(target).exists():
            return Unreadable(where, "is a link to nothing", "remove it or mend it")
        if Path(target).is_dir():
            return None
    try:
        mode = entry.stat().st_mode
    except OSError as error:
        return unreadable(where, error)
    if not stat.S_ISREG(mode):
        return Unreadable(where, "is not a plain file", "name it by hand to read a pipe")
    return Source(where, Path(entry.path))
