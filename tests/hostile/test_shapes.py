"""Inputs of shapes made to hurt: each ends in good time and little memory, in articles or named errors.

Beside what `tests/read` holds of each reader (gzip bombs in web archives, entity bombs in feeds,
pages nested without end, mail nested too deep, PDFs whose pages lead back to themselves).
"""

from __future__ import annotations

import gzip
import io
import json
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from onrecord.errors import ItemError, NotText, TooLarge
from onrecord.pipeline import extract
from onrecord.present.terminal import view
from onrecord.read import items_in
from onrecord.read.feed import feed_articles
from onrecord.read.sitemap import Listed, sitemap_entries
from onrecord.values import Article, Settings
from tests.read.reading import error, outline, read_bytes
from tests.read.test_feed import RSS
from tests.read.test_pdf import LINES, _pdf

from .mutation import bounded


def test_a_gzip_bomb_that_is_no_archive_is_not_unpacked(tmp_path: Path) -> None:
    bomb = gzip.compress(gzip.compress(bytes(50_000_000)))
    with bounded(2, 100 << 20):
        assert isinstance(error(tmp_path, "a.txt", bomb), NotText)
        assert isinstance(error(tmp_path, "a.warc.gz", gzip.compress(bytes(50_000_000))), NotText)


def test_a_pdf_whose_stream_is_a_bomb_is_refused(tmp_path: Path) -> None:
    pypdf = pytest.importorskip("pypdf")
    writer = pypdf.PdfWriter(clone_from=pypdf.PdfReader(io.BytesIO(_pdf(LINES))))
    stream = pypdf.generic.DecodedStreamObject()
    stream.set_data(b"BT " + b" " * 300_000_000 + b" ET")
    writer.pages[0][pypdf.generic.NameObject("/Contents")] = writer._add_object(
        stream.flate_encode()
    )
    out = io.BytesIO()
    writer.write(out)
    with bounded(10, 400 << 20):
        got = error(tmp_path, "a.pdf", out.getvalue())
    assert isinstance(got, TooLarge) and "pypdf allows" in str(got)


@pytest.mark.parametrize(
    "body",
    [
        "<< /Length 5 0 R >>\nstream\n\nendstream",
        "<< /Length 0 /Filter [/FlateDecode /FlateDecode] /DecodeParms 5 0 R >>\nstream\n\nendstream",
        "[ 5 0 R 5 0 R 5 0 R ]",
    ],
    ids=["length", "parameters", "array"],
)
def test_a_pdf_whose_objects_lead_to_themselves_ends(tmp_path: Path, body: str) -> None:
    pytest.importorskip("pypdf")
    own = _pdf(LINES)
    begin = own.index(b"5 0 obj\n") + 8
    made = own[:begin] + body.encode() + own[own.index(b"\nendobj", begin) :]
    with bounded(5):
        items = read_bytes(tmp_path, "a.pdf", made)
    assert len(items) == 1 and isinstance(items[0], Article | ItemError)


BOMB = "".join(
    f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(12)
)  # ten to the twelfth
SITEMAP = "<urlset><url><loc>https://courier.example/{}</loc></url></urlset>"


@pytest.mark.parametrize(
    "doctype",
    [
        f'<!DOCTYPE urlset [<!ENTITY a "ha">{BOMB}]>',
        '<!DOCTYPE urlset SYSTEM "file:///etc/hostname" [<!ENTITY m SYSTEM "file:///etc/hostname">]>',
        '<!DOCTYPE urlset [<!ENTITY % p SYSTEM "http://127.0.0.1:9/x"> %p; <!ENTITY m "&m;">]>',
    ],
    ids=["bomb", "file", "parameter"],
)
def test_no_entity_of_a_sitemap_is_expanded_or_loaded(doctype: str) -> None:
    host = Path("/etc/hostname").read_text().strip() if Path("/etc/hostname").exists() else "ha"
    with bounded(2, 100 << 20):
        for item in sitemap_entries(doctype + SITEMAP.format("x&m;y"), "s"):
            assert isinstance(item, ItemError) or item.page.url == "https://courier.example/x"
            assert host not in repr(item)


def test_a_sitemap_nested_without_end_is_told_as_broken() -> None:
    with bounded(5):
        found = list(sitemap_entries("<urlset>" + "<url>" * 50_000, "s"))
    assert [type(item) for item in found if isinstance(item, Listed)] == []
    assert "not well-formed" in str(found[-1])


def test_a_feed_whose_first_tag_is_long_is_refused_before_its_entries(tmp_path: Path) -> None:
    opening = f'<rss xmlns:a="{"x" * 2_000_000}">'
    with bounded(3):
        got = error(tmp_path, "a.xml", opening + "<item>a</item>" * 5_000 + "</rss>")
    assert isinstance(got, TooLarge) and "MAX_OPENING_CHARS" in str(got)


def test_a_feed_of_very_many_entries_ends_at_the_limit(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(sys.modules[feed_articles.__module__], "MAX_ENTRIES", 500)
    item = "<item><description>It is closed, she said.</description></item>"
    items = read_bytes(tmp_path, "a.xml", RSS.format(items=item * 2_000))
    assert outline(items[:500]) == ["It is closed, she said."] * 500
    assert len(items) == 501 and "MAX_ENTRIES (500)" in str(items[-1])


NUMBERS = (
    "1" * 400,
    "-" + "1" * 400,
    "1e999",
    "-1e999",
    "NaN",
    "1" * 5000,
    "true",
    "[[]]",
    '{"a":{}}',
)


@pytest.mark.parametrize("number", NUMBERS, ids=range(len(NUMBERS)))
def test_numbers_that_are_no_dates_cost_nothing(tmp_path: Path, number: str) -> None:
    row = f'{{"text": "It is closed, she said.", "date": {number}, "id": {number}, "title": {number}}}'
    page = '<html><script type="application/ld+json">{"@type": "NewsArticle", "datePublished": %s}</script><p>It is closed, she said on Monday.</p>'
    items = read_bytes(tmp_path, "a.jsonl", f'{row}\n{{"text": "Second row."}}\n')
    items += read_bytes(tmp_path, "a.html", page % number)
    assert outline(items[1:]) == ["Second row.", "It is closed, she said on Monday."]
    assert all(item.published is None for item in items if isinstance(item, Article))


class _Endless(io.RawIOBase):
    """So many bytes of a pattern, made as they are read."""

    def __init__(self, unit: bytes, size: int) -> None:
        self._piece, self._left = unit * (65536 // len(unit)), size

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        piece = self._piece[: min(len(buffer), self._left)]
        buffer[: len(piece)] = piece
        self._left -= len(piece)
        return len(piece)


@pytest.mark.parametrize(
    ("unit", "size", "said"),
    [
        (b"a", 200 << 20, "max_item_bytes"),
        (b'{"text": "', 200 << 20, "max_item_bytes"),
        (b'title,text\na,"' + b"a" * 60_000, 20 << 20, ""),
        (b"[{", 4 << 20, ""),
    ],
    ids=["text", "line of JSON", "table", "array"],
)  # fmt: skip
def test_megabytes_in_a_line_cost_no_more_than_the_limit(
    unit: bytes, size: int, said: str, monkeypatch
) -> None:
    stdin = io.TextIOWrapper(io.BufferedReader(_Endless(unit, size)))
    monkeypatch.setattr("sys.stdin", stdin)
    with bounded(20, 120 << 20):
        items = list(items_in(["-"], Settings(max_item_bytes=8 << 20)))
    assert items and all(isinstance(item, ItemError) for item in items[:50])
    assert said in str(items[0])


def test_tens_of_thousands_of_tiny_rows_are_read_in_little_memory(monkeypatch) -> None:
    rows = 30_000
    stdin = io.TextIOWrapper(io.BufferedReader(_Endless(b'{"text":"a"}\n{}\n', 15 * rows)))
    monkeypatch.setattr("sys.stdin", stdin)

    def counted() -> Iterator[int]:
        for item in items_in(["-"], Settings()):
            yield isinstance(item, Article)

    with bounded(60, 60 << 20):
        assert abs(sum(counted()) - rows) < 2 * 65536


HOSTILE = {
    "token": "a" * 30_000,
    "words": "said " * 2_000,
    "quotes": "“" * 3_000,
    "mixed quotes": "\"'“”‘’" * 700,
    "brackets": "(" * 4_000,
    "capitals": "Ana Ost " * 1_000,
    "numbers": "1,000,000 " * 700,
    "dots": "." * 6_000,
    "dates": "on 5 March 2026 " * 400,
    "bidi": "“\u202eIt is closed\u2066,” said Ana \u200fOst. " * 100,
    "marks": "a" + "\u0301" * 6_000,
    "null bytes": "It is closed,\0 said Ana\0Ost. " * 100,
    "breaks": "\r\n\v\f\x1c\x85\u2028\u2029 " * 500,
    "empty paragraphs": "a\n\n" * 1_500,
    "astral": "\U0001f6a2" * 6_000,
    "he said": "He said she said they said, according to officials, " * 100,
    "hyphens": "A-" * 4_000,
    "one paragraph": "The bridge is safe, Lena Ost said. " + "word " * 5_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_text_of_any_shape_is_read_and_shown(name: str) -> None:
    """The whole way: the network, every rule, names, dates, and the page for a terminal."""
    article = Article("a", HOSTILE[name], "0" * 64)
    with bounded(20, 1 << 30):
        reading = extract(article)
        drawn = view(reading)
    for attribution in reading.attributions:
        assert all(span.end <= len(article.text) for span in attribution.content)
    acting = set(map(chr, [*range(10), *range(11, 32), *range(127, 160), 0x202E, 0x2066, 0x2028]))
    assert not acting & set(drawn)


def test_a_lone_surrogate_is_named_and_costs_its_row_only(tmp_path: Path) -> None:
    rows = [
        r'{"text": "It is \ud800 closed."}',
        r'{"text": "She said so.", "title": "\udfff", "id": "\ud83d"}',
    ]
    items = read_bytes(tmp_path, "a.jsonl", "\n".join(rows) + "\n")
    assert outline(items) == ["BadRow", "She said so."]
    assert "U+D800" in str(items[0])
    json.dumps(items[1].title, ensure_ascii=False).encode()


def test_mail_nested_a_thousand_deep_is_refused(tmp_path: Path) -> None:
    nests = "".join(
        f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(1000)
    )
    message = "From: a@b.example\nMessage-ID: <x>\nMIME-Version: 1.0\n" + nests + "\nIt is closed."
    forwarded = "From: a@b.example\nMessage-ID: <x>\n" + "Content-Type: message/rfc822\n\n" * 1000
    with bounded(3):
        for data in (message, forwarded):
            assert isinstance(error(tmp_path, "a.eml", data), TooLarge)


def test_a_page_packed_into_a_page_is_unpacked_once(tmp_path: Path) -> None:
    """An answer whose encoding is named ten times over is no ten bombs in one another."""
    body = b"<p>It is closed, she said.</p>" + b" " * 10_000_000
    for _ in range(3):
        body = zlib.compress(body)
    block = (
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: deflate, deflate, deflate\r\n\r\n"
        + body
    )
    head = f"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: {len(block)}\r\n\r\n"
    with bounded(2, 100 << 20):
        got = error(tmp_path, "a.warc", head.encode() + block + b"\r\n\r\n")
    assert isinstance(got, NotText)
