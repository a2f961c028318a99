"""Web archives: pages out of records, and a broken record that costs itself only."""

import gzip
import random
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.errors import BadRow, EmptyInput, ItemError, NotText, TooLarge
from onrecord.values import Article

from .reading import article, error, examples, outline, read_bytes


def _page(number: int) -> bytes:
    words = f"“We saw boat {number},” said Mira Solvang of the harbour office on Wednesday."
    return f"<html><body><article><p>{words}</p><p>She gave no more details of it.</p></article>".encode()


def _text(number: int) -> str:
    words = f"“We saw boat {number},” said Mira Solvang of the harbour office on Wednesday."
    return f"{words}\n\nShe gave no more details of it."


def _http(body: bytes, *fields: str, status: str = "200 OK", type: str = "text/html") -> bytes:
    head = "\r\n".join([f"HTTP/1.1 {status}", f"Content-Type: {type}", *fields, "", ""])
    return head.encode() + body


def _record(block: bytes, kind: str = "response", *fields: str, length: object = None) -> bytes:
    lines = [
        "WARC/1.0",
        f"WARC-Type: {kind}",
        "WARC-Target-URI: https://courier.example/boat",
        *fields,
        f"Content-Length: {len(block) if length is None else length}",
    ]
    return "\r\n".join([*lines, "", ""]).encode() + block + b"\r\n\r\n"


def _records(count: int) -> list[bytes]:
    return [_record(_http(_page(n))) for n in range(count)]


def _packed(records: list[bytes]) -> bytes:
    return b"".join(gzip.compress(record, mtime=0) for record in records)


def test_the_pages_of_an_archive_are_articles_with_their_addresses(tmp_path):
    data = b"".join(_records(3))
    for name, form in (
        ("a.warc", data),
        ("b.warc.gz", _packed(_records(3))),
        ("c.gz", gzip.compress(data)),
    ):
        items = read_bytes(tmp_path, name, form)
        assert outline(items) == [_text(0), _text(1), _text(2)]
        assert {i.url for i in items} == {"https://courier.example/boat"}
        assert items[1].where == f"{tmp_path}/{name}, record 2 (https://courier.example/boat)"
        assert items[0].original == _page(0)


def test_what_holds_no_article_is_passed_over(tmp_path):
    records = [
        _record(b"software: x\r\n", "warcinfo"),
        _record(b"GET / HTTP/1.1\r\n\r\n", "request"),
        _record(_http(b"\x89PNG", type="image/png")),
        _record(_http(_page(1), status="404 Not Found")),
        _record(_http(b"", status="301 Moved")),
        _record(_http(b"User-agent: *", type="text/plain")),
        _record(_http(_page(7))),
        _record(b"", "revisit"),
    ]
    assert article(tmp_path, "a.warc", b"".join(records)).text == _text(7)


def test_a_text_that_an_archiver_took_out_is_an_article(tmp_path):
    fields = ("Content-Type: text/plain", "WARC-Identified-Content-Language: swe,eng")
    got = article(
        tmp_path, "a.warc.wet", _record("Båt 7, sade hon.".encode(), "conversion", *fields)
    )
    assert (got.text, got.language) == ("Båt 7, sade hon.", "sv")


@pytest.mark.parametrize("pack", [b"".join, _packed])
@pytest.mark.parametrize(
    "broken",
    [
        _record(_http(_page(9)), length="ninety"),
        _record(_http(_page(9)), length=-1),
        _record(_http(_page(9)), length=20),
        _record(_http(_page(9)), length=10**15),
        _record(_http(_page(9)), length=len(_http(_page(9))) + 300),
        _record(_http(_page(9)))[:-60],
        b"WARC/1.0\r\nWARC-Type: response\r\n",
        b"nothing of the kind\r\n",
    ],
    ids="word negative short huge long cut headless garbage".split(),
)
def test_a_broken_record_costs_itself_only(tmp_path, broken, pack):
    records = _records(4)
    items = read_bytes(tmp_path, "a.warc", pack([*records[:2], broken, *records[2:]]))
    assert [t for t in outline(items) if t not in ("BadRow", "TooLarge")] == [
        _text(n) for n in range(4)
    ]
    assert sum(isinstance(i, ItemError) for i in items) == 1


@pytest.mark.parametrize("at", [2, 12, 60])
def test_broken_gzip_costs_its_member_only(tmp_path, at):
    members = [gzip.compress(r, mtime=0) for r in _records(4)]
    broken = members[1][:at] + b"\xff" * 20 + members[1][at + 20 :]
    items = read_bytes(tmp_path, "a.warc.gz", b"".join([members[0], broken, *members[2:]]))
    assert outline(items) == [_text(0), "BadRow", _text(2), _text(3)]


def test_an_archive_that_is_cut_short_gives_what_came_before(tmp_path):
    packed, plain = _packed(_records(2)), b"".join(_records(2))
    assert outline(read_bytes(tmp_path, "a.warc.gz", packed[:-40])) == [_text(0), "BadRow"]
    assert outline(read_bytes(tmp_path, "a.warc", plain[:-40])) == [_text(0), "BadRow"]


def test_padding_between_gzip_members_is_nothing(tmp_path):
    members = [gzip.compress(r) for r in _records(2)]
    assert len(read_bytes(tmp_path, "a.warc.gz", (b"\0" * 512).join(members) + b"\0" * 99)) == 2


def test_a_gzip_bomb_is_left_at_the_limit(tmp_path):
    bombs = [
        _record(b"\0" * 40_000_000),
        _record(_http(_page(5)), length=20) + b"\0" * 40_000_000,
        _record(_http(_page(5)), length=10**12),
    ]
    data = _packed([_records(1)[0], *bombs, _records(2)[1]])
    items = read_bytes(tmp_path, "a.warc.gz", data, max_item_bytes=1_000_000)
    assert outline(items) == [_text(0), "TooLarge", "BadRow", "TooLarge", _text(1)]
    assert "max_item_bytes" in str(items[1])


def test_a_page_that_unpacks_to_a_bomb_is_left_at_the_limit(tmp_path):
    body = gzip.compress(b"<p>" + b" " * 30_000_000)
    record = _record(_http(body, "Content-Encoding: gzip"))
    got = error(tmp_path, "a.warc", record, max_item_bytes=1_000_000)
    assert isinstance(got, TooLarge) and "unpacks" in str(got)


def _deflated(body: bytes) -> bytes:
    packing = zlib.compressobj(wbits=-15)
    return packing.compress(body) + packing.flush()


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        (gzip.compress(_page(3)), ["Content-Encoding: gzip"]),
        (zlib.compress(_page(3)), ["Content-Encoding: deflate"]),
        (_deflated(_page(3)), ["Content-Encoding: deflate"]),
        (_page(3), ["Content-Encoding: br"]),
        (b"5\r\n" + _page(3)[:5] + b"\r\n%x;x=y\r\n" % (len(_page(3)) - 5) + _page(3)[5:] + b"\r\n0\r\n\r\n", ["Transfer-Encoding: chunked"]),
        (_page(3), ["Transfer-Encoding: chunked"]),
    ],
    ids="gzip zlib deflate label chunks unchunked".split(),
)  # fmt: skip
def test_a_page_is_unpacked_as_its_header_says_and_as_it_is(tmp_path, body, fields):
    got = article(tmp_path, "a.warc", _record(_http(body, *fields)))
    assert (got.text, got.original) == (_text(3), _page(3))


@pytest.mark.parametrize(
    ("body", "packing", "kind"),
    [
        (b"\x0b\x02\x80abc\x03", "br", NotText),
        (b"\x01\x02\x03", "gzip", BadRow),
        (gzip.compress(_page(3))[:-30], "gzip", BadRow),
    ],
)
def test_a_page_that_cannot_be_unpacked_is_named(tmp_path, body, packing, kind):
    got = error(tmp_path, "a.warc", _record(_http(body, f"Content-Encoding: {packing}")))
    assert isinstance(got, kind)


def test_the_charset_of_the_answer_counts_unless_it_is_wrong(tmp_path):
    page = _page(1).decode().replace("Mira", "Måra")
    latin = _record(
        _http(
            page.replace("“", "").replace("”", "").encode("latin-1"),
            type="text/html; charset=iso-8859-1",
        )
    )
    wrong = _record(_http(page.encode(), type="text/html; charset=ascii"))
    unknown = _record(_http(page.encode(), type="text/html; charset=x-none"))
    items = read_bytes(tmp_path, "a.warc", latin + wrong + unknown)
    assert all("Måra" in text for text in outline(items))


def test_a_header_with_too_many_lines_is_a_bad_row(tmp_path):
    got = error(tmp_path, "a.warc", _record(_http(_page(1), *["X: y"] * 500)))
    assert isinstance(got, BadRow)


def test_an_archive_without_pages_is_empty(tmp_path):
    got = error(tmp_path, "a.warc", _record(b"software: x\r\n", "warcinfo"))
    assert isinstance(got, EmptyInput) and "no page" in str(got)


@examples
@given(data=st.data())
def test_whatever_is_done_to_an_archive_no_error_escapes(tmp_path, data):
    raw = bytearray(data.draw(st.sampled_from([_packed, b"".join]))(_records(3)))
    chance = random.Random(data.draw(st.integers(0, 10**6)))
    for _ in range(data.draw(st.integers(1, 12))):
        at = chance.randrange(40, len(raw))
        raw[at : at + chance.randrange(3)] = chance.randbytes(chance.randrange(4))
    items = read_bytes(tmp_path, "a.warc", bytes(raw))
    assert items and all(isinstance(i, Article | ItemError) for i in items)
