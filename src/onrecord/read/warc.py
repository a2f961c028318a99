"""The articles in a web archive (WARC, WARC.gz, WET), one record in memory at a time.

Records that hold no article (requests, pictures, redirects, other archives' notes) are passed
over without a word: they are not faults. What should be an article and is broken costs itself
only. Where a record does not end where it says, or the gzip data breaks, reading goes on at the
next line that opens a record, or at the next gzip member: warcio and fastwarc were tried, and
both end there (1.8.1 and 2.0.0), which is why the framing is read here.

Nothing is trusted to be as long as it says: a record over `max_item_bytes`, archived or
unpacked, is a named error, and a gzip member that expands without end is left at the limit.
"""

from __future__ import annotations

import hashlib
import io
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from http.client import HTTPException, parse_headers
from typing import BinaryIO

from onrecord.errors import BadRow, EmptyInput, ItemError, NotText, TooLarge
from onrecord.read.document import decoded_as, page_article, text_article
from onrecord.read.facts import is_web
from onrecord.read.language import declared_language
from onrecord.values import Article, Settings, content_id

PIECE_BYTES = 64 * 1024
MAX_HEADER_BYTES = 256 * 1024
GIVE_BACK_BYTES = 256 * 1024 * 1024
PASSED_LIMITS = 16
MEMBER = b"\x1f\x8b\x08"

_VERSION = re.compile(rb"WARC/\d\.\d{1,2}\r?\n\Z")
_STATUS = re.compile(rb"HTTP/\d(?:\.\d)?[ \t]+(\d{3})\b[^\n]*\n")
_PAGES = frozenset({"text/html", "application/xhtml+xml"})
_HOLDERS = frozenset({"response", "resource", "conversion"})


class _BadGzip(Exception):
    """The gzip data does not inflate from here on."""


class _Members:
    """The plain bytes of gzip data, member after member; finds the next one after a fault."""

    packed = True

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._input = b""
        self._begin()

    def _begin(self) -> None:
        self._inflating = zlib.decompressobj(zlib.MAX_WBITS | 16)
        self.between = True

    def read(self) -> bytes:
        """The next piece, all of one member; nothing at the end; raises `_BadGzip`."""
        while True:
            if not self._input and not (more := self._stream.read(PIECE_BYTES)):
                if self.between:
                    return b""
                self._begin()
                raise _BadGzip("its gzip data is cut short")
            self._input = self._input or more
            if self.between:
                self._input = self._input.lstrip(b"\0")  # padding
                if not self._input:
                    continue
            self.between = False
            try:
                piece = self._inflating.decompress(self._input, PIECE_BYTES)
            except zlib.error as error:
                raise _BadGzip("its gzip data is broken") from error
            self._input = self._inflating.unconsumed_tail
            if self._inflating.eof:
                self._input = self._inflating.unused_data
                self._begin()
            if piece:
                return piece

    def skip(self) -> None:
        """Go on at what looks like the next member, unless this one has ended anyway."""
        if self.between:
            return
        rest = self._input[1:]
        while (at := rest.find(MEMBER)) < 0:
            piece = self._stream.read(PIECE_BYTES)
            if not piece:
                at = len(rest)
                break
            rest = rest[-2:] + piece
        self._input = rest[at:]
        self._begin()


class _Plain:
    """The bytes of an archive that is not compressed: there are no members to go on to."""

    packed = between = False

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def read(self) -> bytes:
        """The next piece."""
        return self._stream.read(PIECE_BYTES)

    def skip(self) -> None:
        """Nothing: the next record is found by its first line."""


class _Window:
    """A stream of bytes from which what was taken can be given back, within a budget."""

    def __init__(self, pieces: _Members | _Plain) -> None:
        self._pieces = pieces
        self._held = bytearray()
        self._budget = GIVE_BACK_BYTES
        self.packed = pieces.packed
        self.began_member = False

    def take(self, size: int) -> bytes:
        """So many bytes, or fewer at the end."""
        while len(self._held) < size and (piece := self._pieces.read()):
            self._held += piece
        return self._take(size)

    def line(self, limit: int = PIECE_BYTES) -> bytes:
        """The next line with its end, or so many bytes of it.

        `began_member` then tells whether it is the first of a gzip member.
        """
        self.began_member = not self._held and self._pieces.between
        searched = 0
        while (end := self._held.find(b"\n", searched)) < 0 and len(self._held) < limit:
            searched = len(self._held)
            if not (piece := self._pieces.read()):
                break
            self._held += piece
        return self._take(min(end + 1 if end >= 0 else limit, limit))

    def _take(self, size: int) -> bytes:
        taken = bytes(self._held[:size])
        del self._held[:size]
        return taken

    def give_back(self, data: bytes) -> None:
        """Let `data` be read again, unless hostile input has used up the budget."""
        if len(data) <= self._budget:
            self._budget -= len(data)
            self._held[:0] = data

    def skip_member(self) -> None:
        """Forget what is held, and go on at the next gzip member."""
        if self.packed:
            self._held.clear()
            self._pieces.skip()


@dataclass(frozen=True, slots=True)
class _Record:
    """One record: its fields by lower-case name, its block and where it stands."""

    fields: dict[str, str]
    block: bytes
    where: str

    def field(self, name: str) -> str:
        """A field's value, empty if there is none."""
        return self.fields.get(name, "")


def warc_articles(
    stream: BinaryIO, where: str, settings: Settings, *, zipped: bool
) -> Iterator[Article | ItemError]:
    """An article for each page and text in the archive, and errors for the broken ones."""
    window = _Window(_Members(stream) if zipped else _Plain(stream))
    nothing = True
    for record in _records(window, where, settings):
        item: Article | ItemError | None = record if isinstance(record, ItemError) else None
        if isinstance(record, _Record):
            try:
                item = _article(record, settings)
            except ItemError as error:
                item = error
        if item is not None:
            nothing = False
            yield item
    if nothing:
        yield EmptyInput(where, "is an archive with no page or text in it", "leave it out")


def _records(window: _Window, where: str, settings: Settings) -> Iterator[_Record | ItemError]:
    """Record after record; after a fault, from the next line that opens one.

    A fault is told once: what is passed on the way to the next record is part of it.
    """
    number, lost, passed, place = 0, False, 0, ""
    while True:
        try:
            line = window.line()
            if not line:
                return
            if _VERSION.search(line) if lost else _VERSION.match(line):
                number, lost, passed = number + 1, False, 0
                place = f"{where}, record {number}"
                record = _record(window, place, settings)
                yield record
                lost = isinstance(record, ItemError)
                place = f"{where}, after record {number}"
                continue
            if line.strip() and not lost:
                lost = True
                yield BadRow(place or where, "holds what is no record", _AGAIN)
            passed += len(line)
            if window.packed and passed > PASSED_LIMITS * settings.max_item_bytes:
                passed = 0
                window.skip_member()
        except _BadGzip as error:
            if not lost:
                yield BadRow(place or where, str(error), _AGAIN)
            lost, passed = True, 0
            window.skip_member()


_AGAIN = "get the archive again"


def _record(window: _Window, at: str, settings: Settings) -> _Record | ItemError:
    """The record whose first line has been read; its faults are given, not raised."""
    alone = window.began_member
    header = b""
    while (line := window.line()) not in (b"\r\n", b"\n"):
        header += line
        if not line or len(header) > MAX_HEADER_BYTES or _VERSION.match(line):
            window.give_back(header)
            return BadRow(at, "its header does not end", _AGAIN)
    fields = _fields(header)
    where = f"{at} ({address})" if (address := _address(fields)) else at
    length = fields.get("content-length", "")
    if not (length.isascii() and length.isdecimal() and len(length) < 20):
        return BadRow(where, f"has no length ({length[:20]!r})", _AGAIN)
    size, limit = int(length), settings.max_item_bytes
    if size > limit:
        if alone:
            window.skip_member()
        what = f"has {size:,} bytes, more than max_item_bytes ({limit:,})"
        return TooLarge(where, what, "raise the limit")
    block = window.take(size)
    end = window.take(4)
    if len(block) < size or end not in (b"\r\n\r\n", b"\r\n", b"\n", b""):
        window.give_back(block + end)
        return BadRow(where, f"has not the {size:,} bytes that it says", _AGAIN)
    return _Record(fields, block, where)


def _fields(header: bytes) -> dict[str, str]:
    """The fields of a header by name in lower case; of several of one name the last."""
    fields = {}
    for line in header.decode("utf-8", "replace").splitlines():
        name, colon, value = line.partition(":")
        if colon:
            fields[name.strip().lower()] = value.strip()
    return fields


def _address(fields: dict[str, str]) -> str | None:
    """The address that was archived, if it is one of the web."""
    address = fields.get("warc-target-uri", "").strip("<>")[:2000]
    return address if is_web(address) else None


def _article(record: _Record, settings: Settings) -> Article | None:
    """The article in a record, or None where it is of a kind that holds none."""
    kind = record.field("warc-type").lower()
    if kind not in _HOLDERS:
        return None
    if kind == "response":
        answer = _answer(record, settings)
    else:
        message = Message()
        message["Content-Type"] = record.field("content-type")
        answer = _Answer(record.block, message)
    if answer is None:
        return None
    body, where, type = answer.body, record.where, answer.headers.get_content_type()
    is_page = type in _PAGES
    if not body.strip() or not (is_page or (kind != "response" and type == "text/plain")):
        return None
    sha256 = hashlib.sha256(body).hexdigest()
    languages = record.field("warc-identified-content-language").split(",")
    blank = Article(
        content_id(sha256),
        "",
        sha256,
        language=declared_language(languages[0]),
        url=_address(record.fields),
        where=where,
        original=body,
    )
    text = decoded_as(body, where, answer.headers.get_content_charset(), settings)
    return (page_article if is_page else text_article)(text, blank, settings)


@dataclass(frozen=True, slots=True)
class _Answer:
    """What a server sent: the body as it was before it was packed for the way."""

    body: bytes
    headers: Message


def _answer(record: _Record, settings: Settings) -> _Answer | None:
    """The page in an archived answer, or None for an answer other than "here it is"."""
    status = _STATUS.match(record.block)
    if status is None or status[1] != b"200":
        return None
    stream = io.BytesIO(record.block)
    stream.seek(status.end())
    try:
        headers = parse_headers(stream)
    except HTTPException as error:
        raise BadRow(record.where, "its HTTP header does not parse", "leave it out") from error
    if headers.get_content_type() not in _PAGES:
        return None
    body = stream.read()
    if "chunked" in headers.get("Transfer-Encoding", "").lower():
        body = _joined(body)
    packing = headers.get("Content-Encoding", "").strip().lower()
    return _Answer(_unpacked(body, packing, record.where, settings), headers)


_CHUNK = re.compile(rb"[ \t]*([0-9A-Fa-f]{1,15})[ \t]*(?:;[^\n]{0,1000})?\r?\n")


def _joined(body: bytes) -> bytes:
    """The chunks of `body` as one; as it is where it is not in chunks, as archivers may leave it."""
    chunks, at = [], 0
    while found := _CHUNK.match(body, at):
        size = int(found[1], 16)
        if size == 0:
            break
        chunks.append(body[found.end() : found.end() + size])
        at = found.end() + size
        at += 2 if body[at : at + 2] == b"\r\n" else 1
    return b"".join(chunks) if chunks else body


def _unpacked(body: bytes, packing: str, where: str, settings: Settings) -> bytes:
    """`body` inflated if it is packed; archivers may have unpacked it and kept the label."""
    if packing in ("", "identity") or body[:512].lstrip().startswith(b"<"):
        return body
    if packing not in ("gzip", "x-gzip", "deflate"):
        raise NotText(where, f"is packed with {packing[:20]}", "unpack the archive's pages first")
    limit = settings.max_item_bytes
    forms = (zlib.MAX_WBITS | 32, -zlib.MAX_WBITS)
    for form in forms:
        inflating = zlib.decompressobj(form)
        try:
            plain = inflating.decompress(body, limit + 1)
        except zlib.error:
            continue
        if len(plain) > limit:
            what = f"unpacks to more than max_item_bytes ({limit:,})"
            raise TooLarge(where, what, "raise the limit")
        if not inflating.eof:
            raise BadRow(where, "its packed page is cut short", "leave it out")
        return plain
    raise BadRow(where, f"its page is no {packing} data", "leave it out")
