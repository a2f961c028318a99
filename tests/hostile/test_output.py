"""What comes out does nothing: not on a terminal, in a spreadsheet, in a page or on the disk.

Names of files, rows and attachments, titles and texts are somebody else's words.
"""

from __future__ import annotations

import contextlib
import csv
import io
import json
import os
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from onrecord import cli
from onrecord.pipeline import extract
from onrecord.present.csv import guarded
from onrecord.present.terminal import view
from onrecord.read import items_in
from onrecord.values import Article, Settings
from tests.read.reading import read

from .mutation import bounded, examples

ACTING = {*map(chr, [*range(10), *range(11, 32), *range(127, 160)]), *"\u202e\u2066\u2028\u200f"}
ESCAPES = "\x1b[31m\x1b]0;owned\x07\x9b2J\r\n\u202e\u2066\x08\x00"
TITLE = "\x1b]0;owned\x07=cmd|' /C calc'!A0 <script>alert(1)</script> \u202egnp\r\n@x"
SAID = f"“We paid {TITLE},” said Mayor Ana {ESCAPES} Ost on Monday. The site was not {ESCAPES} disclosed."


def run(command: list[str]) -> tuple[int, str, str]:
    """Exit code, standard output and error, as bytes would reach a terminal that takes UTF-8."""
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf8", newline="") for _ in range(2))
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = cli.status(command)
    texts = []
    for stream in (out, err):
        stream.flush()
        texts.append(stream.buffer.getvalue().decode("utf8"))
    return code, texts[0], texts[1]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Files whose names and words act on whatever shows them."""
    home = tmp_path_factory.mktemp("acting")
    row = {"text": SAID, "title": TITLE, "outlet": f"=1+1 {ESCAPES}", "byline": ESCAPES, "id": f"+{ESCAPES}",
           "url": "javascript:alert(1)", "date": "2026-03-04"}  # fmt: skip
    (home / "rows.jsonl").write_text(json.dumps(row) + "\n" + '{"\\u001b[31m": 1}\n', "utf8")
    (home / "a\n\x1b[31mred\u202e.txt").write_text(SAID.replace("\0", ""), "utf8")
    (home / "\x1b]0;x\x07.png").write_bytes(b"\x89PNG")
    mail = (
        "From: a@b.example\nMessage-ID: <x>\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n"
        '--b\n\nIt is closed, Ana Ost said.\n--b\nContent-Type: application/x; name="../\x1b[31m\u202e/passwd"\n'
        "Content-Disposition: attachment\n\nx\n--b--\n"
    )
    (home / "m.eml").write_text(mail, "utf8")
    with contextlib.suppress(OSError):  # a file system that takes no such names
        Path(os.fsdecode(os.fsencode(home) + b"/caf\xe9.txt")).write_text(
            "It rained, Ana Ost said."
        )
        Path(os.fsdecode(os.fsencode(home) + b"/\xe9mpty.txt")).write_text("")
    return home


@pytest.fixture(scope="module")
def ledger(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("kept") / "\x1b[31mred.ledger"
    code, _, err = run(["build", str(path), str(folder)])
    assert code == 1 and not ACTING & set(err)
    assert "‹U+001B›]0;x‹U+0007›.png: is a PNG image" in err
    return path


def test_nothing_acts_on_a_terminal(folder: Path, ledger: Path) -> None:
    file = str(ledger)
    commands = [
        ["read", str(folder)], ["read", str(folder / "no\x1b[31msuch")], ["verify", file], ["show", file],
        *(["show", file, topic] for topic in cli.ledger.TOPICS), ["review", "list", file],
        ["review", "same", file, "\x1b[31m", "b"], ["show", "\x1b[31m\u202e"], ["show", file, "\x1b[31m"],
        ["report", file, "-o", "/no\x1b[31m/such"], ["build", file, str(folder), "--template", "\x1b[31m"],
    ]  # fmt: skip
    for command in commands:
        _, out, err = run(command)
        assert not ACTING & set(out), command
        assert not ACTING & set(err), command


@pytest.mark.parametrize("colour", [None, "truecolor"])
def test_an_article_brings_no_escapes_of_its_own(colour: str | None) -> None:
    article = Article(
        "a", SAID, "0" * 64, title=TITLE, outlet=ESCAPES, byline=ESCAPES, published=ESCAPES
    )
    drawn = view(extract(article), colour=colour)
    assert "owned" in drawn
    plain = drawn.replace("\x1b[", "") if colour else drawn
    assert not ACTING & set(plain)
    assert "\x1b]" not in drawn and "\x1b[31mred" not in drawn


STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


@examples(200)
@given(st.text(st.sampled_from(["a", *STARTS, " ", ",", ";", '"', "'"]), max_size=6))
def test_no_cell_begins_as_a_formula_does(cell: str) -> None:
    shown = guarded(cell)
    assert not shown.startswith(STARTS)
    assert shown.removeprefix("'") == cell.removeprefix("'")


def test_tables_hold_no_formulas(folder: Path, ledger: Path, tmp_path: Path) -> None:
    code, out, _ = run(["read", str(folder), "-f", "csv"])
    assert code == 1
    assert run(["export", str(ledger), "--to", "csv", "-o", str(tmp_path)])[0] == 0
    tables = {"read": out, **{p.name: p.read_text("utf8") for p in tmp_path.iterdir()}}
    seen = 0
    for name, table in tables.items():
        for row in csv.reader(io.StringIO(table, newline="")):
            assert not any(cell.startswith(STARTS) for cell in row), (name, row)
            seen += sum(cell.startswith("'") for cell in row)
    assert seen


def test_a_page_holds_words_and_no_script(folder: Path, ledger: Path, tmp_path: Path) -> None:
    assert run(["report", str(ledger), "--texts", "-o", str(tmp_path / "r.html")])[0] == 0
    assert run(["read", str(folder), "-f", "html", "-o", str(tmp_path / "a.html")])[0] == 1
    for name in ("r.html", "a.html"):
        written = (tmp_path / name).read_text("utf8")
        assert not (ACTING - {"\n"}) & set(written), name
        root = html.fromstring(written)
        assert not root.xpath(
            "//script[not(@type='application/json')] | //iframe | //object | //embed"
        )
        assert not root.xpath("//@*[starts-with(name(), 'on')]")
        for address in root.xpath("//@href | //@src | //@action"):
            assert (
                not address.lower().lstrip().startswith(("javascript:", "data:text", "vbscript:"))
            )
        assert "alert(1)" in root.text_content()


def test_what_is_written_stays_in_its_folder(folder: Path, ledger: Path, tmp_path: Path) -> None:
    rows = [{"id": id, "text": "It is closed, Ana Ost said."} for id in
            ("../../up", "/etc/x", "..", ".", "a/../../b", "a\\..\\b", "-o", "a\0b", "\x1b[31m", "a\nb", "x" * 400)]  # fmt: skip
    source = tmp_path / "rows.jsonl"
    source.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf8")
    room = tmp_path / "deep" / "deeper"
    room.mkdir(parents=True)
    assert run(["read", str(source), "-f", "brat", "-o", str(room / "brat")])[0] == 0
    assert run(["build", str(tmp_path / "s.ledger"), str(source)])[0] == 0
    assert (
        run(["export", str(tmp_path / "s.ledger"), "--to", "brat", "-o", str(room / "kept")])[0]
        == 0
    )
    inside = {path for path in room.rglob("*") if path.is_file()}
    assert len(inside) >= 2 * len(rows)
    for path in inside:
        assert path.name.isprintable() and not path.name.startswith((".", "-", " "))
    outside = {path for path in tmp_path.rglob("*") if path.is_file()} - inside
    assert {path.name.split(".")[0] for path in outside} <= {"rows", "s"}


def test_names_in_an_archive_or_a_message_are_no_paths(folder: Path, tmp_path: Path) -> None:
    """Nothing is unpacked to the disk: names are words in a message."""
    block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>It is closed, she said.</p>"
    head = f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: file:///../../etc/x\x1b[31m\r\nContent-Length: {len(block)}\r\n\r\n"
    (tmp_path / "a.warc").write_bytes(head.encode() + block + b"\r\n\r\n")
    shutil.copy(folder / "m.eml", tmp_path)
    (item,) = read(tmp_path / "a.warc")
    assert isinstance(item, Article) and item.url is None
    read(tmp_path / "m.eml")
    assert {path.name for path in tmp_path.iterdir()} == {"a.warc", "m.eml"}


def test_links_in_a_folder_lead_to_no_device_and_no_pipe(tmp_path: Path) -> None:
    home = tmp_path / "in"
    (home / "sub").mkdir(parents=True)
    (home / "a.txt").write_text("It is closed, Ana Ost said.")
    os.mkfifo(home / "pipe")
    for name, target in {
        "zero": "/dev/zero", "stdin": "/dev/stdin", "proc": "/proc/self/environ", "to pipe": home / "pipe",
        "self": home / "self", "one": home / "two", "two": home / "one", "sub/up": home, "up": "..",
        "etc": "/etc/hostname",
    }.items():  # fmt: skip
        (home / name).symlink_to(target)
    with bounded(5):
        items = list(items_in([home], Settings()))
    assert [item.text for item in items if isinstance(item, Article)] == [
        "It is closed, Ana Ost said."
    ]
    assert len(items) >= 8
