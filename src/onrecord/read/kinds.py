"""What kind of input some bytes are, told by the bytes; the file's name only breaks ties.

Text is what is left when nothing else fits, so a plain article is never taken apart by
mistake: JSON has to open like JSON, HTML with a tag that pages open with, CSV with a line of
column names among which the text's is known, and mail with fields that only machines write.
"""

from __future__ import annotations

import csv
import json
import re
import zlib
from dataclasses import dataclass
from enum import StrEnum

from onrecord.errors import NotText
from onrecord.read.columns import TEXT, role_of
from onrecord.read.decoding import marked, wide

HEAD_BYTES = 64 * 1024
LINES_TRIED = 20
DELIMITERS = ",\t;|"
TABLE_SUFFIXES = (".csv", ".tsv", ".tab")


class Kind(StrEnum):
    """How an input is laid out."""

    TEXT = "text"
    PAGE = "page"
    JSON = "json"
    JSON_ARRAY = "json array"
    JSON_LINES = "json lines"
    TABLE = "table"
    FEED = "feed"
    WARC = "warc"
    WARC_GZ = "warc.gz"
    MAIL = "mail"
    MBOX = "mbox"
    PDF = "pdf"


ROW_KINDS = frozenset({Kind.JSON_ARRAY, Kind.JSON_LINES, Kind.TABLE})


@dataclass(frozen=True, slots=True)
class Sniffed:
    """The kind, the encoding if it is not one that holds ASCII, and a table's delimiter."""

    kind: Kind
    wide: str | None = None
    delimiter: str = ","


_OPENINGS = (
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"RIFF", "a RIFF file (sound, video or an image)"),
    (b"II*\0", "a TIFF image"),
    (b"MM\0*", "a TIFF image"),
    (b"PK\x03\x04", "a ZIP archive (or an office document)"),
    (b"PK\x05\x06", "an empty ZIP archive"),
    (b"\x1f\x8b", "gzip data"),
    (b"BZh", "bzip2 data"),
    (b"\xfd7zXZ\0", "xz data"),
    (b"\x28\xb5\x2f\xfd", "Zstandard data"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"SQLite format 3\0", "an SQLite database"),
    (b"PAR1", "a Parquet file"),
    (b"ARROW1", "an Arrow file"),
    (b"\x7fELF", "a program"),
    (b"\xcf\xfa\xed\xfe", "a program"),
    (b"\xca\xfe\xba\xbe", "a program"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"{\\rtf", "an RTF document"),
    (b"OggS", "an Ogg recording"),
    (b"ID3", "an MP3 recording"),
)
_REMEDIES = {
    "gzip data": "unpack it first",
    "an SQLite database": "export its rows as JSON Lines or CSV",
}
_TAG = re.compile(r"<[a-z!/]", re.IGNORECASE)
_PAGE = re.compile(
    r"(?:\s|<!--(?:[^-]|-(?!->))*-->|<\?xml[^>]*>)*"
    r"<(?:!doctype\s+html|html|head|body|meta|title|article|main|section|div|p|h[1-6]|table)\b",
    re.IGNORECASE,
)
_XML = re.compile(r"\s*<(?:\?xml\s|!doctype\s|rss\b|feed\b)", re.IGNORECASE)
_HTML_ROOT = re.compile(r"<html\b", re.IGNORECASE)
_OBJECT = re.compile(r'\s*\{\s*["}]')
_ARRAY = re.compile(r"\s*\[\s*[\[{\]]")


def sniffed(head: bytes, suffix: str, where: str, encoding: str | None = None) -> Sniffed:
    """What the first bytes of an input say; raises `NotText` for what is not text at all."""
    if (framed := _framed(head, suffix)) is not None:
        return Sniffed(framed)
    for opening, name in _OPENINGS:
        if head.startswith(opening) and not _reads_on(head, opening):
            raise NotText(where, f"is {name}", _REMEDIES.get(name, _ASKED))
    mark = marked(head)
    broad = mark[0] if mark and mark[0] != "utf-8" else wide(head)
    if broad is None and encoding and encoding.lower().startswith(("utf-16", "utf-32", "utf16")):
        broad = encoding.lower()
    bare = head[mark[1] :] if mark else head
    told = _told(bare.decode(broad or "utf-8", "replace"), suffix, where, broad)
    if broad is None and b"\0" in head and told.kind not in ROW_KINDS:
        at = head.index(b"\0")
        raise NotText(where, f"is binary data: a null byte at offset {at}", _ASKED)
    return told


_ASKED = "give text, HTML, JSON, CSV, a feed, mail, WARC or PDF"
_WARC = re.compile(rb"WARC/\d\.\d{1,2}\r?\n")
_ENVELOPE = re.compile(rb"From [^\r\n]{0,200}\d{4}[^\r\n]{0,20}\r?\n(?=>?[!-9;-~]{1,76}:)")
_FIELD = re.compile(rb"([!-9;-~]{1,76}):[^\n]*\n(?:[ \t][^\n]*\n)*")
_WRITTEN_BY_MACHINES = frozenset(
    b"received message-id mime-version return-path dkim-signature x-mailer delivered-to".split()
)


def _framed(head: bytes, suffix: str) -> Kind | None:
    """The kind of what is laid out in bytes and not in characters: archives, mail, PDF."""
    if head[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"%PDF-"):
        return Kind.PDF
    if _WARC.match(head):
        return Kind.WARC
    if head.startswith(b"\x1f\x8b"):
        return Kind.WARC_GZ if _WARC.match(_inflated(head)) else None
    envelope = _ENVELOPE.match(head)
    fields = _fields(head, envelope.end() if envelope else 0)
    if fields & {b"from", b"sender"} and (suffix == ".eml" or fields & _WRITTEN_BY_MACHINES):
        return Kind.MBOX if envelope else Kind.MAIL
    return None


def _inflated(head: bytes) -> bytes:
    """The first few bytes of gzip data, or nothing if it is broken."""
    try:
        return zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(head, 64)
    except zlib.error:
        return b""


def _fields(head: bytes, at: int) -> set[bytes]:
    """The names, in lower case, of the fields of a message that begins at `at`."""
    names = set()
    while found := _FIELD.match(head, at):
        names.add(found[1].lower())
        at = found.end()
    ended = head[at : at + 2] in (b"", b"\r\n") or head[at : at + 1] == b"\n"
    return names if ended or len(head) == HEAD_BYTES else set()


def _reads_on(head: bytes, opening: bytes) -> bool:
    """Whether bytes that open like `opening` are after all words ("RIFFRAFF was ...")."""
    letters = opening.isascii() and opening.isalnum()
    return letters and head[:512].isascii() and b"\0" not in head[:512]


def _told(head: str, suffix: str, where: str, broad: str | None) -> Sniffed:
    if _PAGE.match(head) or (suffix in (".html", ".htm", ".xhtml") and _TAG.search(head)):
        return Sniffed(Kind.PAGE, broad)
    if _root_of(head) in _FEEDS:
        return Sniffed(Kind.FEED, broad)
    if _XML.match(head) or (suffix == ".xml" and head.lstrip().startswith("<")):
        if _HTML_ROOT.search(head):
            return Sniffed(Kind.PAGE, broad)
        raise NotText(
            where, "is XML, but no page or feed", "give its text, or the page it is about"
        )
    if _ARRAY.match(head):
        return Sniffed(_array_kind(head), broad)
    if _OBJECT.match(head):
        return Sniffed(_object_kind(head, suffix), broad)
    if suffix in (".jsonl", ".ndjson") and any(map(_OBJECT.match, head.split("\n"))):
        return Sniffed(Kind.JSON_LINES, broad)
    if delimiter := _delimiter(head, suffix):
        return Sniffed(Kind.TABLE, broad, delimiter)
    return Sniffed(Kind.TEXT, broad)


_FEEDS = frozenset({"rss", "feed", "rdf"})
_NAME = re.compile(r"<(?:[\w.-]{1,40}:)?([A-Za-z]\w{0,40})[\s/>]")
_BLANK = re.compile(r"\s*")
_PROLOG = (
    ("<?", re.compile(r"\?>")),
    ("<!--", re.compile("-->")),
    ("<!DOCTYPE", re.compile(">")),
)
_HAS_SUBSET = re.compile(r"<!DOCTYPE[^\[>]*\[")
_SUBSET_END = re.compile(r"\]\s*>")


def _root_of(head: str) -> str:
    """The local name of an XML document's first element, in lower case; empty for none.

    A DOCTYPE is skipped up to the first element, whatever entities it declares.
    """
    at = 0
    for _ in range(LINES_TRIED):
        at = _BLANK.match(head, at).end()  # type: ignore[union-attr]
        opening, close = next((p for p in _PROLOG if head.startswith(p[0], at)), ("", _NAME))
        if not opening:
            break
        if opening == "<!DOCTYPE" and _HAS_SUBSET.match(head, at):
            close = _SUBSET_END
        found = close.search(head, at)
        at = found.end() if found else len(head)
    root = _NAME.match(head, at)
    return root[1].lower() if root else ""


def _array_kind(head: str) -> Kind:
    """An array with one object a line is read by lines, so that a broken one costs no other."""
    lines = [line.strip().lstrip("[,") for line in head.split("\n")[:LINES_TRIED]]
    rows = [line for line in lines if line and line != "]"]
    by_line = len(rows) > 1 and all(map(_is_one_object, rows))
    return Kind.JSON_LINES if by_line else Kind.JSON_ARRAY


def _is_one_object(line: str) -> bool:
    """Whether a line opens an object and, if it closes it, has no other one after it."""
    if not _OBJECT.match(line):
        return False
    try:
        _, end = json.JSONDecoder(strict=False).raw_decode(line)
    except (ValueError, RecursionError):
        return len(line) > 2
    return line[end:].strip() in ("", ",", "]")


def _object_kind(head: str, suffix: str) -> Kind:
    """Lines where the second object opens a line of its own, otherwise one object."""
    if suffix in (".jsonl", ".ndjson"):
        return Kind.JSON_LINES
    lines = [line for line in head.split("\n") if line.strip()]
    first = lines[0].strip()
    if len(lines) > 1:
        lined = first != "{" and bool(_OBJECT.match(lines[1]))
        return Kind.JSON_LINES if lined or first.endswith("}") else Kind.JSON
    return Kind.JSON if suffix == ".json" else Kind.JSON_LINES


def _delimiter(head: str, suffix: str) -> str | None:
    """The delimiter by which the first line names columns we know, or None for no table."""
    lines = head.lstrip("\r\n").split("\n")
    if not lines:
        return None
    tried = [(_known_columns(lines[0], d), d) for d in DELIMITERS]
    (known, has_text, width), delimiter = max(tried, key=lambda t: t[0])
    if suffix in TABLE_SUFFIXES:
        fallback = "\t" if suffix != ".csv" else ","
        return delimiter if known and width > 1 else fallback
    return delimiter if has_text and known > 1 and len(lines) > 1 else None


def _known_columns(line: str, delimiter: str) -> tuple[int, bool, int]:
    """How many columns of a header have names we know, whether the text's is one, and all."""
    try:
        names = next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return 0, False, 0
    roles = {role for name in names if len(name) <= 40 and (role := role_of(name))}
    return len(roles), TEXT in roles, len(names)
