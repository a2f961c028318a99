"""Rows out of JSON Lines, JSON arrays and tables, one at a time, however long the file is.

No more than `max_item_bytes` of one row is ever held: what is longer is skipped as it streams
past and reported, and the next row is read. A row's SHA-256 is that of its own bytes, without
the line end or comma after it (as UTF-8 where the file is UTF-16 or UTF-32).

A row that is broken must not take others with it. Lines of JSON stand alone. In a table an
unclosed quotation mark would swallow what follows, so a record that turns out broken is given
back line by line from its second line, as long as a budget against hostile files lasts. In an
array that is not written line by line, reading resumes at the next line that opens an object.
"""

from __future__ import annotations

import codecs
import csv
import io
import json
import re
from collections import deque
from collections.abc import Iterator
from typing import BinaryIO

from onrecord.errors import BadRow, ItemError, NoArticle, TooLarge
from onrecord.read.columns import TEXT, Row, role_of
from onrecord.read.decoding import decoded, guessed
from onrecord.values import Settings

PIECE_BYTES = 64 * 1024
GIVE_BACK_BYTES = 64 * 1024 * 1024


class Recoded(io.RawIOBase):
    """A stream of UTF-16 or UTF-32 as a stream of UTF-8; raises `UnicodeDecodeError`."""

    def __init__(self, stream: BinaryIO, encoding: str) -> None:
        self._stream, self._decoder = stream, codecs.getincrementaldecoder(encoding)()
        self._ready = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        while not self._ready:
            piece = self._stream.read(PIECE_BYTES)
            text = self._decoder.decode(piece, final=not piece)
            self._ready = text.encode("utf-8", "surrogatepass")
            if not piece and not self._ready:
                return 0
        count = min(len(buffer), len(self._ready))
        buffer[:count] = self._ready[:count]
        self._ready = self._ready[count:]
        return count


def _too_long(where: str, size: int, settings: Settings) -> TooLarge:
    limit = settings.max_item_bytes
    return TooLarge(
        where, f"has {size:,} bytes, more than max_item_bytes ({limit:,})", "raise the limit"
    )


def _lines(stream: BinaryIO, limit: int) -> Iterator[tuple[bytes, int]]:
    """Each line with its end and its size; a line over `limit` comes as nothing but its size."""
    while line := stream.readline(limit + 2):
        size = len(line)
        if size <= limit or line.endswith(b"\n"):
            yield line, size
            continue
        while line and not line.endswith(b"\n"):
            line = stream.readline(PIECE_BYTES)
            size += len(line)
        yield b"", size


def json_lines(stream: BinaryIO, where: str, settings: Settings) -> Iterator[Row | ItemError]:
    """The objects of JSON Lines, or of an array that has one a line."""
    limit = settings.max_item_bytes
    for number, (line, size) in enumerate(_lines(stream, limit), start=1):
        at = f"{where}, line {number}"
        if size > limit:
            yield _too_long(at, size, settings)
            continue
        raw = line.strip().removeprefix(codecs.BOM_UTF8)
        if raw not in (b"", b"[", b"]", b","):
            yield _object(_bare(raw), at, settings)


def _bare(raw: bytes) -> bytes:
    """A line without what ties it into an array: `[`, commas, and `]` after the object."""
    if raw.startswith((b"[", b",")):
        raw = raw[1:].lstrip()
    if raw.endswith((b",", b"}]")):
        raw = raw[:-1].rstrip()
    return raw


def json_document(data: bytes, where: str, stem: str | None, settings: Settings) -> Row | ItemError:
    """The one object of a JSON file."""
    return _object(data, where, settings, stem)


def _object(raw: bytes, where: str, settings: Settings, stem: str | None = None) -> Row | ItemError:
    try:
        value = json.loads(decoded(raw, where, settings.encoding), strict=False)
    except ItemError as error:
        return error
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, " if error.lineno > 1 else ""
        what = f"is not valid JSON: {error.msg.removesuffix(' at')} at {place}column {error.colno}"
        return BadRow(where, what, "mend it or leave it out")
    except (RecursionError, ValueError) as error:
        what = "nests too deep" if isinstance(error, RecursionError) else "has too long a number"
        return BadRow(where, f"is JSON that {what}", "leave it out")
    if not isinstance(value, dict):
        return BadRow(where, "is JSON, but no object", 'write it as {"text": "..."}')
    return Row(value, where, raw, stem)


_STRUCTURE = re.compile(rb'\\.|["{}\[\],]', re.DOTALL)


def json_array(stream: BinaryIO, where: str, settings: Settings) -> Iterator[Row | ItemError]:
    """The objects of a JSON array, whatever its layout."""
    for number, (raw, size) in enumerate(_elements(stream, settings.max_item_bytes), start=1):
        at = f"{where}, row {number}"
        if size > settings.max_item_bytes:
            yield _too_long(at, size, settings)
        else:
            yield _object(raw, at, settings)


def _elements(stream: BinaryIO, limit: int) -> Iterator[tuple[bytes, int]]:
    """The bytes and size of each element; one over `limit` comes as nothing but its size."""
    array = _Array(limit)
    while piece := stream.readline(PIECE_BYTES):
        yield from array.feed(piece)
    yield from array.end()


class _Array:
    """A JSON array fed in pieces of lines, given back element by element.

    A line end inside a string cannot be: the element is broken, is given up to there, and
    nothing counts until a line opens an object.
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._element = bytearray()
        self._size = self._depth = 0
        self._quoted = self._lost = False
        self._carry = b""

    def feed(self, piece: bytes) -> Iterator[tuple[bytes, int]]:
        """The elements that end in `piece`."""
        piece, self._carry = self._carry + piece, b""
        if self._lost:
            if not piece.lstrip().startswith(b"{"):
                return
            self._lost, self._depth = False, 1
        begin = end = 0
        for found in _STRUCTURE.finditer(piece):
            end = found.end()
            event = self._step(found[0])
            if event == "begin":
                begin = end
            elif event == "end":
                self._take(piece[begin : found.start()])
                yield from self._give()
                begin = end
        if piece.endswith(b"\\") and end < len(piece):
            piece, self._carry = piece[:-1], b"\\"
        self._take(piece[begin:])
        if self._quoted and piece.endswith(b"\n"):
            yield from self._give()
            self._quoted, self._lost = False, True

    def _step(self, token: bytes) -> str | None:
        """Count one structural token; tells where an element begins or ends."""
        if token == b'"':
            self._quoted = not self._quoted
            return None
        if self._quoted or token[:1] == b"\\":
            return None
        if token == b",":
            return "end" if self._depth == 1 else None
        if token in b"{[":
            self._depth += 1
            return "begin" if self._depth == 1 else None
        self._depth -= 1
        return "end" if self._depth == 0 else None

    def _take(self, piece: bytes) -> None:
        self._size += len(piece)
        if self._size > self._limit:
            self._element.clear()
        elif self._depth or not piece.isspace():
            self._element += piece

    def _give(self) -> Iterator[tuple[bytes, int]]:
        raw, size = bytes(self._element).strip(), self._size
        self._element, self._size = bytearray(), 0
        if raw or size > self._limit:
            yield raw, size

    def end(self) -> Iterator[tuple[bytes, int]]:
        """What stands after the last comma of an array that was never closed."""
        if self._depth > 0 or self._element.strip():
            yield from self._give()


class _Records:
    """The physical lines of a table, handed to `csv.reader`, and what each record took of them.

    An error raised here comes out of the reader, which then starts afresh with the next line.
    """

    def __init__(self, stream: BinaryIO, where: str, settings: Settings, encoding: str) -> None:
        self._source = _lines(stream, settings.max_item_bytes)
        self._where, self._settings, self._encoding = where, settings, encoding
        self._given_back: deque[bytes] = deque()
        self._budget = GIVE_BACK_BYTES
        self.taken: list[bytes] = []
        self._size = 0
        self._line = 0
        self.first_line = 1

    def start(self) -> None:
        """A new record begins with the next line."""
        self.taken, self._size = [], 0
        self.first_line = self._line + 1

    @property
    def at(self) -> str:
        """Where the present record begins."""
        return f"{self._where}, line {self.first_line}"

    @property
    def raw(self) -> bytes:
        """The bytes of the record, without the line end after it."""
        return b"".join(self.taken).removesuffix(b"\n").removesuffix(b"\r")

    def give_back(self) -> None:
        """Read the present record's lines again, all but its first."""
        rest = self.taken[1:]
        size = sum(map(len, rest))
        if rest and size <= self._budget:
            self._budget -= size
            self._given_back.extendleft(reversed(rest))
            self._line -= len(rest)

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        limit = self._settings.max_item_bytes
        if self._given_back:
            line = self._given_back.popleft()
            size = len(line)
        else:
            line, size = next(self._source)
            if self._line == 0:
                line = line.removeprefix(codecs.BOM_UTF8)
        self._line += 1
        self._size += size
        if self._size > limit:
            raise _too_long(self.at, self._size, self._settings)
        self.taken.append(line)
        if b"\0" in line:
            raise BadRow(self.at, "holds a null byte", "leave the row out")
        try:
            return line.decode(self._encoding)
        except UnicodeDecodeError:
            return decoded(line, self.at, self._settings.encoding)


def table_rows(
    stream: BinaryIO, head: bytes, delimiter: str, where: str, settings: Settings
) -> Iterator[Row | ItemError]:
    """The rows of CSV or TSV under their header."""
    csv.field_size_limit(max(csv.field_size_limit(), settings.max_item_bytes + 1))
    encoding = settings.encoding or _encoding_of(head)
    if b"\r" in head and b"\n" not in head:
        yield BadRow(where, "ends its lines as old Macs did", "save it with ordinary line ends")
        return
    records = _Records(stream, where, settings, encoding)
    sample = head.decode(encoding, "replace").removeprefix("\ufeff")
    reader = csv.reader(records, _dialect(sample, delimiter))
    header: list[str] | None = None
    while True:
        records.start()
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield _broken(records, str(error))
            continue
        except ItemError as error:
            yield error
            continue
        if not any(map(str.strip, cells)):
            continue
        if header is None:
            header = [cell.strip() for cell in cells]
            if TEXT not in map(role_of, header):
                yield _no_text_column(where, header)
                return
        elif len(cells) != len(header):
            yield _broken(records, f"{len(cells)} fields where the header has {len(header)}")
        else:
            yield Row(dict(zip(header, cells, strict=True)), records.at, records.raw)


def _dialect(sample: str, delimiter: str) -> type[csv.Dialect]:
    """The way of quoting by which the fewest of the first rows are broken; usual ways first."""
    given = delimiter

    class Doubled(csv.excel):
        delimiter, strict = given, True

    class Bare(Doubled):
        quoting = csv.QUOTE_NONE

    class Escaped(Doubled):
        doublequote, escapechar = False, "\\"

    ways: list[type[csv.Dialect]] = [Doubled]
    ways += [Bare] * (given == "\t") + [Escaped] * ('\\"' in sample)
    return min(ways, key=lambda way: _count_broken(sample, way)) if len(ways) > 1 else Doubled


def _count_broken(sample: str, dialect: type[csv.Dialect]) -> int:
    """How many records do not parse, or differ in width from the first.

    The last does not count where the sample ends in the middle of it.
    """
    lines = list(io.StringIO(sample, newline="\n"))
    reader, broken, width = csv.reader(lines, dialect), 0, 0
    while True:
        try:
            cells = next(reader)
            width = width or len(cells)
            flawed = bool(cells) and len(cells) != width
        except StopIteration:
            return broken
        except csv.Error:
            flawed = True
        cut = reader.line_num == len(lines) and not sample.endswith("\n")
        broken += flawed and not cut


def _broken(records: _Records, what: str) -> BadRow:
    error = BadRow(
        records.at,
        f"is no row of the table ({what})",
        "close its quotation marks, and write those inside a field twice",
    )
    records.give_back()
    return error


def _no_text_column(where: str, header: list[str]) -> NoArticle:
    names = ", ".join(name[:40] for name in header[:8])
    return NoArticle(
        where,
        f"has no column with the text (first line: {names})",
        'name it "text", "body" or "content" in the first line',
    )


def _encoding_of(head: bytes) -> str:
    """UTF-8, or what the first bytes look like: one encoding for the whole table."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError as error:
        return next(iter(guessed(head, error.start)), "utf-8")
    return "utf-8"
