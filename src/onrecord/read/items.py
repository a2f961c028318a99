"""Paths in, articles and named errors out: one input after another, nothing read ahead.

Each input is told by its first bytes and read by the reader for its kind. Whatever goes wrong
with one of them is an `ItemError` in its place, and the next follows. Ids are the file's stem
where the file is one article, a row's own id or else its content's; a later article whose id
is taken keeps it with part of its SHA-256 behind.
"""

from __future__ import annotations

import codecs
import hashlib
import io
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO, cast

from onrecord.errors import EmptyInput, ItemError, TooLarge, Undecodable
from onrecord.read.columns import Row, article_of
from onrecord.read.decoding import decoded
from onrecord.read.document import empty, page_article, text_article
from onrecord.read.kinds import HEAD_BYTES, Kind, Sniffed, sniffed
from onrecord.read.rows import Recoded, json_array, json_document, json_lines, table_rows
from onrecord.read.sources import Source, sources_in, unreadable
from onrecord.values import Article, Settings, content_id


def items_in(paths: Sequence[str | Path], settings: Settings) -> Iterator[Article | ItemError]:
    """Every article that `paths` hold, and an error in the place of each that cannot be read.

    Raises `NothingToRead` when no path leads to any file, and `ValueError` for an encoding
    that Python does not know.
    """
    _check_encoding(settings)
    taken: dict[int, int] = {}
    for source in sources_in(paths):
        if isinstance(source, ItemError):
            yield source
            continue
        for item in _items_of(source, settings):
            yield _distinct(item, taken) if isinstance(item, Article) else item


def _check_encoding(settings: Settings) -> None:
    if settings.encoding is not None:
        try:
            codecs.lookup(settings.encoding)
        except LookupError as error:
            raise ValueError(f"no encoding is called {settings.encoding!r}") from error


def _distinct(article: Article, taken: dict[int, int]) -> Article:
    """`article` under an id nothing before it has.

    `taken` counts by hashes of ids: there may be millions, and thousands that are the same.
    """
    if (key := _hashed(article.id)) not in taken:
        taken[key] = 1
        return article
    base = f"{article.id}-{article.sha256[:8]}"
    count = taken.get(_hashed(base), 0) + 1
    while count > 1 and _hashed(f"{base}-{count}") in taken:
        count += 1
    taken[_hashed(base)] = count
    if count > 1:
        base = f"{base}-{count}"
        taken[_hashed(base)] = 1
    return replace(article, id=base)


def _hashed(id: str) -> int:
    return int(content_id(id), 16)


def _items_of(source: Source, settings: Settings) -> Iterator[Article | ItemError]:
    try:
        with source.open() as stream:
            yield from _read(source, stream, settings)
    except ItemError as error:
        yield error
    except OSError as error:
        yield unreadable(source.where, error)
    except UnicodeDecodeError as error:
        what = f"is not {error.encoding} from offset {error.start} of a piece of it on"
        yield Undecodable(source.where, what, "name its encoding with --encoding")


def _read(source: Source, stream: BinaryIO, settings: Settings) -> Iterator[Article | ItemError]:
    head = _head_of(stream)
    if len(head) < HEAD_BYTES and not head.strip():
        raise empty(source.where)
    told = sniffed(head, source.suffix, source.where, settings.encoding)
    if told.kind in (Kind.TEXT, Kind.PAGE, Kind.JSON):
        yield _one(source, told, _whole(source, head, stream, settings), settings)
        return
    if told.kind in _WHOLE_FILES:
        yield from _articles_of(source, told, _whole(source, head, stream, settings), settings)
        return
    rest = cast("BinaryIO", io.BufferedReader(_Joined(head, stream)))
    if told.kind in _ARCHIVES:
        yield from _archived(source, told.kind, rest, settings)
        return
    if told.wide:
        rest = cast("BinaryIO", io.BufferedReader(Recoded(rest, told.wide)))
        settings = replace(settings, encoding=None)
    row = None
    for row in _rows(source, told, head, rest, settings):
        yield _article(row, settings)
    if row is None:
        raise EmptyInput(source.where, "holds no row", "leave it out")


def _head_of(stream: BinaryIO) -> bytes:
    """The first bytes, as many as telling the kind takes; a pipe may give them in pieces."""
    head = b""
    while len(head) < HEAD_BYTES and (piece := stream.read(HEAD_BYTES - len(head))):
        head += piece
    return head


def _rows(
    source: Source, told: Sniffed, head: bytes, stream: BinaryIO, settings: Settings
) -> Iterator[Row | ItemError]:
    match told.kind:
        case Kind.JSON_LINES:
            return json_lines(stream, source.where, settings)
        case Kind.JSON_ARRAY:
            return json_array(stream, source.where, settings)
        case _:
            sample = head.decode(told.wide, "ignore").encode() if told.wide else head
            return table_rows(stream, sample, told.delimiter, source.where, settings)


def _article(row: Row | ItemError, settings: Settings) -> Article | ItemError:
    if isinstance(row, ItemError):
        return row
    try:
        return article_of(row, settings)
    except ItemError as error:
        return error


def _whole(source: Source, head: bytes, stream: BinaryIO, settings: Settings) -> bytes:
    """All the bytes of an input that is read into memory at once."""
    limit = settings.max_item_bytes
    data = head + stream.read(max(limit + 1 - len(head), 0))
    if len(data) > limit:
        what = f"has more than max_item_bytes ({limit:,})"
        raise TooLarge(source.where, what, "raise the limit or split it")
    return data


_WHOLE_FILES = frozenset({Kind.FEED, Kind.MAIL, Kind.PDF})
_ARCHIVES = frozenset({Kind.WARC, Kind.WARC_GZ, Kind.MBOX})


def _articles_of(
    source: Source, told: Sniffed, data: bytes, settings: Settings
) -> Iterator[Article | ItemError]:
    """What a feed, a message or a PDF holds; their readers are loaded when they are needed."""
    if told.kind is Kind.FEED:
        from onrecord.read.feed import feed_articles

        markup = decoded(data, source.where, settings.encoding or told.wide)
        return feed_articles(markup, source.where, settings)
    if told.kind is Kind.MAIL:
        from onrecord.read.mail import mail_articles

        return mail_articles(data, source.where, source.stem, settings)
    from onrecord.read.pdf import pdf_articles

    return pdf_articles(data, source.where, source.stem, settings)


def _archived(
    source: Source, kind: Kind, stream: BinaryIO, settings: Settings
) -> Iterator[Article | ItemError]:
    """What an archive of many documents holds, read as a stream."""
    if kind is Kind.MBOX:
        from onrecord.read.mail import mbox_articles

        return mbox_articles(stream, source.where, settings)
    from onrecord.read.warc import warc_articles

    return warc_articles(stream, source.where, settings, zipped=kind is Kind.WARC_GZ)


def _one(source: Source, told: Sniffed, data: bytes, settings: Settings) -> Article | ItemError:
    """The article of a file that is one text, page or object."""
    if told.kind is Kind.JSON:
        return _article(json_document(data, source.where, source.stem, settings), settings)
    text = decoded(data, source.where, settings.encoding or told.wide)
    sha256 = hashlib.sha256(data).hexdigest()
    blank = Article(
        source.stem or content_id(sha256), "", sha256, where=source.where, original=data
    )
    as_article = page_article if told.kind is Kind.PAGE else text_article
    return as_article(text, blank, settings)


class _Joined(io.RawIOBase):
    """Bytes already read, then the stream that they came from."""

    def __init__(self, head: bytes, stream: BinaryIO) -> None:
        self._head, self._stream = head, stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        piece = self._head[: len(buffer)] if self._head else self._stream.read(len(buffer))
        self._head = self._head[len(buffer) :]
        buffer[: len(piece)] = piece
        return len(piece)
