"""Plain text is kept character for character, whatever bytes it came in."""

import codecs
import hashlib
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.errors import EmptyInput, ItemError, NotText, TooLarge, Undecodable, Unreadable
from onrecord.read.decoding import decoded
from onrecord.read.kinds import Kind, sniffed
from onrecord.values import Article, content_id

from .reading import article, error, examples, read, read_bytes

PLAIN = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1
).filter(lambda t: t.strip() and not t.startswith("\ufeff"))
NOT_MARKED_UP = PLAIN.filter(lambda t: t.lstrip()[:1] not in tuple("<{[") and "%PDF" not in t)


@examples
@given(text=NOT_MARKED_UP)
def test_any_text_in_utf8_survives_character_for_character(tmp_path, text):
    read_back = article(tmp_path, "story.txt", text.encode())
    assert read_back.text == text
    assert read_back.sha256 == hashlib.sha256(text.encode()).hexdigest()


@examples
@given(data=st.binary(min_size=1, max_size=200))
def test_any_bytes_are_an_article_that_encodes_back_or_a_named_error(tmp_path, data):
    for item in read_bytes(tmp_path, "story.txt", data):
        assert isinstance(item, Article | ItemError)
        if isinstance(item, Article):
            assert item.text.strip()
            item.text.encode("utf-8")


@examples
@given(text=PLAIN, encoding=st.sampled_from(["utf-8", "utf-16-le", "utf-16-be", "utf-32-le"]))
def test_a_byte_order_mark_tells_the_encoding_and_is_no_character_of_the_text(text, encoding):
    mark = {
        "utf-8": codecs.BOM_UTF8,
        "utf-16-le": codecs.BOM_UTF16_LE,
        "utf-16-be": codecs.BOM_UTF16_BE,
        "utf-32-le": codecs.BOM_UTF32_LE,
    }[encoding]
    assert decoded(mark + text.encode(encoding), "x") == text


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_line_ends_stay_as_they_are(tmp_path, ends):
    text = f"One said.{ends}{ends}Two said.{ends}"
    assert article(tmp_path, "a.txt", text).text == text


FRENCH = "Le maire a déclaré vendredi que le pont serait fermé à la circulation."
RUSSIAN = "Министр заявил в пятницу, что памятник будет установлен в городе."


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (FRENCH, "cp1252"),
        ("“It’s over,” the mayor said — twice.", "cp1252"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8-r"),
        (FRENCH, "utf-16-le"),
        (FRENCH, "utf-16-be"),
        (RUSSIAN, "utf-16"),
    ],
)
def test_an_encoding_without_a_label_is_recognised(tmp_path, text, encoding):
    assert article(tmp_path, "a.txt", text.encode(encoding)).text == text


def test_the_encoding_that_the_user_names_wins(tmp_path):
    data = FRENCH.encode("utf-8")
    assert article(tmp_path, "a.txt", data, encoding="cp1252").text == data.decode("cp1252")


def test_an_encoding_nobody_knows_is_a_wrong_argument(tmp_path):
    with pytest.raises(ValueError, match="utf-99"):
        read_bytes(tmp_path, "a.txt", "Words.", encoding="utf-99")


@pytest.mark.parametrize(
    "data",
    [
        "Il a déclaré é".encode()[:-1],
        RUSSIAN.encode().replace("п".encode(), b"\xff", 1),
        b"Hello \xff\xfe\x81 \x8d world",
    ],
    ids=["cut", "one broken byte", "a few odd bytes"],
)
def test_flawed_text_is_undecodable_and_not_words_that_nobody_wrote(tmp_path, data):
    failed = error(tmp_path, "a.txt", data)
    assert isinstance(failed, Undecodable)
    assert "offset" in str(failed) and "--encoding" in str(failed)


@pytest.mark.parametrize("data", [b"", b" \n\t\r\n", "\u2003\u00a0\n".encode(), b"\xef\xbb\xbf \n"])
def test_nothing_but_white_space_is_empty_input(tmp_path, data):
    assert isinstance(error(tmp_path, "a.txt", data), EmptyInput)


def test_words_after_a_great_deal_of_white_space_are_read(tmp_path):
    text = " " * 100_000 + "Words at last."
    assert article(tmp_path, "a.txt", text).text == text


@pytest.mark.parametrize(
    ("data", "named"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "PNG"),
        (b"PK\x03\x04\x14\0\x08\0", "ZIP"),
        (b"SQLite format 3\0\x10\0", "SQLite"),
        (b"\x1f\x8b\x08\0", "gzip"),
        (b"{\\rtf1\\ansi hello}", "RTF"),
        (b"Hello\0world", "null byte at offset 5"),
        (bytes(range(1, 32)) * 20 + b"\xff\xfe\xfd", "binary"),
        (b"<?xml version='1.0'?><!DOCTYPE l [<!ENTITY a 'b'>]><l>&a;</l>", "XML"),
    ],
)
def test_what_is_not_text_is_named(tmp_path, data, named):
    failed = error(tmp_path, "a.txt", data)
    assert isinstance(failed, NotText)
    assert named in failed.what
    assert failed.remedy


def test_markup_that_is_no_page_is_not_read_as_prose(tmp_path):
    failed = error(tmp_path, "a.xml", "<text id='1'><s>He said so.</s></text>")
    assert isinstance(failed, NotText) and "XML" in failed.what


def test_words_that_begin_like_a_file_format_are_words(tmp_path):
    text = "RIFF raff was shouted, the steward said."
    assert article(tmp_path, "a.txt", text).text == text


def test_an_article_may_begin_with_a_bracket_or_a_brace(tmp_path):
    for text in ("[Corrected] The mayor said no.", "{sic} said the mayor.", "<i>He</i> said"):
        assert article(tmp_path, "a.txt", text).text == text


def test_more_bytes_than_allowed_are_not_read(tmp_path):
    failed = error(tmp_path, "a.txt", "x" * 101, max_item_bytes=100)
    assert isinstance(failed, TooLarge) and "max_item_bytes (100)" in str(failed)
    assert article(tmp_path, "b.txt", "x" * 100, max_item_bytes=100).text == "x" * 100


def test_a_long_text_is_refused_by_its_characters(tmp_path):
    failed = error(tmp_path, "a.txt", "é" * 11, max_text_chars=10)
    assert isinstance(failed, TooLarge) and "max_text_chars (10)" in str(failed)


def test_a_single_huge_line_costs_no_more_than_the_limit(tmp_path):
    path = tmp_path / "huge.txt"
    with path.open("wb") as out:
        out.truncate(200 * 1024 * 1024)
        out.write(b"x" * 70_000)  # no null byte where the kind is told
    assert isinstance(read(path, max_item_bytes=1_000_000)[0], TooLarge)


def test_a_file_holding_one_article_has_its_stem_for_an_id(tmp_path):
    assert article(tmp_path, "varn-ferry.txt", "Words.").id == "varn-ferry"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The mayor said on Friday that the bridge was closed and that it would stay so.", "en"),
        (FRENCH + " Il a ajouté que les habitants ne seront pas les seuls.", "fr"),
        (RUSSIAN + " Он не сказал, где и когда это будет.", "ru"),
        ("Der Bürgermeister sagte, dass die Brücke nicht für den Verkehr ist.", "de"),
        ("市長は金曜日に橋を閉鎖すると発表した。", "ja"),
        ("12 345 678", None),
        ("Zxq wvu tsr qpo nml kji", None),
    ],
)
def test_the_language_is_told_by_small_words_or_not_at_all(tmp_path, text, language):
    assert article(tmp_path, "a.txt", text).language == language


@examples
@given(st.text(string.printable))
def test_the_kind_of_any_head_is_told(text):
    try:
        assert sniffed(text.encode(), ".txt", "x").kind in Kind
    except NotText as failed:
        assert failed.remedy


def test_standard_input_has_its_content_for_an_id(monkeypatch):
    import io
    import sys
    from types import SimpleNamespace

    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(b"She said so.")))
    (item,) = read("-")
    assert isinstance(item, Article)
    assert item.where == "standard input"
    assert item.id == content_id(hashlib.sha256(b"She said so.").hexdigest())


def test_a_link_to_itself_is_unreadable_and_the_next_is_read(tmp_path):
    (tmp_path / "b.txt").write_text("Fine.")
    (tmp_path / "a.txt").symlink_to(tmp_path / "a.txt")
    first, second = read(tmp_path)
    assert isinstance(first, Unreadable)
    assert isinstance(second, Article)
