"""PDFs: the text layer where there is one, and a named error for every other file."""

import io
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.errors import BadRow, ItemError, NoArticle, NotText, TooLarge
from onrecord.values import Article

from .reading import article, error, examples, outline, read_bytes

pypdf = pytest.importorskip("pypdf")
LINES = ["The boat was seen off Varn,", "said Mira Solvang, who gave no details."]


def _pdf(*pages: list[str], title: str = "", trailer: str = "") -> bytes:
    """A PDF of lines of text, written out by hand."""
    count = len(pages)
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(count))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {count} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for n, lines in enumerate(pages):
        shown = " ".join(f"({line}) Tj 0 -14 Td" for line in lines)
        fonts = "/Resources << /Font << /F1 3 0 R >> >>"
        stream = f"BT /F1 12 Tf 72 720 Td {shown} ET" if lines else ""
        objects += [
            f"<< /Type /Page /Parent 2 0 R {fonts} /Contents {5 + 2 * n} 0 R >>",
            f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream",
        ]
    objects.append(f"<< /Title ({title}) /Author (Ilka Brandvold) >>")
    out, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}".encode()
    out += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R /Info {len(objects)} 0 R{trailer} >>\n".encode()
    return out + f"startxref\n{start}\n%%EOF\n".encode()


def _locked(password: str) -> bytes:
    writer = pypdf.PdfWriter(clone_from=pypdf.PdfReader(io.BytesIO(_pdf(LINES))))
    writer.encrypt(password, "owner", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_the_text_layer_is_the_article(tmp_path):
    got = article(tmp_path, "boat.pdf", _pdf(LINES, ["A second page."], title="Boat seen"))
    assert got.text == "\n".join([*LINES, "A second page."])
    assert (got.id, got.title, got.byline) == ("boat", "Boat seen", "Ilka Brandvold")
    assert (got.published, got.language) == (None, "en")


def test_a_pdf_is_told_by_what_it_holds(tmp_path):
    assert article(tmp_path, "boat.txt", b"\n" + _pdf(LINES)).text == "\n".join(LINES)


@pytest.mark.parametrize("title", ["Microsoft Word - boat.doc", "boat_v2.docx", "untitled"])
def test_the_name_of_a_file_is_no_title(tmp_path, title):
    assert article(tmp_path, "a.pdf", _pdf(LINES, title=title)).title is None


def test_a_pdf_without_a_text_layer_is_named(tmp_path):
    got = error(tmp_path, "a.pdf", _pdf([], []))
    assert isinstance(got, NoArticle) and "no text layer" in str(got)


def test_a_locked_pdf_is_named_and_one_that_anybody_may_open_is_read(tmp_path):
    got = error(tmp_path, "a.pdf", _locked("secret"))
    assert isinstance(got, NotText) and "locked" in str(got)
    assert article(tmp_path, "b.pdf", _locked("")).text == "\n".join(LINES)


def test_a_pdf_locked_in_a_way_that_takes_another_package_is_named(tmp_path):
    lock = " /Encrypt << /Filter /Standard /V 5 /R 6 /Length 256 /P -4 /O (%s) /U (%s) /OE (%s) /UE (%s) /Perms (%s) >> /ID [(a) (a)]"
    data = _pdf(LINES, trailer=lock % ("o" * 48, "u" * 48, "e" * 32, "e" * 32, "p" * 16))
    assert isinstance(error(tmp_path, "a.pdf", data), NotText)


def test_a_broken_table_of_offsets_is_mended_or_named(tmp_path):
    whole = _pdf(LINES)
    moved = whole.replace(b"startxref\n", b"startxref\n9")
    assert article(tmp_path, "a.pdf", moved).text == "\n".join(LINES)
    assert isinstance(error(tmp_path, "b.pdf", whole[:200]), BadRow)
    assert isinstance(error(tmp_path, "c.pdf", b"%PDF-1.7\n" + b"\xe2\xe3" * 500), BadRow)


def test_pages_that_lead_back_to_themselves_are_named(tmp_path):
    looped = _pdf(LINES).replace(b"/Kids [4 0 R]", b"/Kids [2 0 R]")
    assert isinstance(error(tmp_path, "a.pdf", looped), ItemError)


def test_a_pdf_with_very_much_text_or_very_many_pages_is_refused(tmp_path):
    got = error(tmp_path, "a.pdf", _pdf(LINES), max_text_chars=20)
    assert isinstance(got, TooLarge) and "max_text_chars" in str(got)
    many = error(tmp_path, "b.pdf", _pdf(*[["x"]] * 2001))
    assert isinstance(many, TooLarge) and "2,001 pages" in str(many)


def test_a_broken_pdf_costs_itself_only(tmp_path):
    (tmp_path / "b.pdf").write_bytes(_pdf(LINES)[:200])
    (tmp_path / "c.txt").write_text("She said so.")
    (tmp_path / "story").mkdir()
    got = read_bytes(tmp_path / "story", "a.pdf", _pdf(LINES))
    assert outline(got) == ["\n".join(LINES)]


def test_without_pypdf_the_error_says_what_to_install(tmp_path, monkeypatch):
    for name in [n for n in sys.modules if n == "pypdf" or n.startswith("pypdf.")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "pypdf", None)
    got = error(tmp_path, "a.pdf", _pdf(LINES))
    assert "pip install 'onrecord[pdf]'" in str(got)


@examples
@given(at=st.integers(0, 900), junk=st.binary(min_size=1, max_size=8))
def test_whatever_is_done_to_a_pdf_no_error_escapes(tmp_path, at, junk):
    whole = _pdf(LINES)
    at = 9 + at % (len(whole) - 9)
    (item,) = read_bytes(tmp_path, "a.pdf", whole[:at] + junk + whole[at + len(junk) :])
    assert isinstance(item, Article | ItemError)
