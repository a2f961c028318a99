from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from onrecord.present import brat
from onrecord.present.jsonl import lines
from onrecord.values import Article, Attribution, Kind, Reading, Span

from .examples import TEXT, reading
from .golden import assert_golden

SCORE = Path(__file__).parents[3] / "shared" / "score" / "score_attribution.py"
MARK = re.compile(r"(T\d+)\t(\S+) ([\d ;]+)\t(.*)")


def of(text: str, *attributions: Attribution, id: str = "a") -> Reading:
    return Reading(Article(id, text, "0" * 64), attributions)


def test_the_example_looks_like_this() -> None:
    assert_golden("example.ann", brat.marks_of(reading()))


def test_every_mark_holds_what_it_says() -> None:
    marks = [m for line in brat.marks_of(reading()).splitlines() if (m := MARK.fullmatch(line))]
    assert len(marks) == len({m[1] for m in marks}) > 40
    for mark in marks:
        pieces = (piece.split() for piece in mark[3].split(";"))
        assert mark[4] == " ".join(TEXT[int(start) : int(end)] for start, end in pieces)


def test_a_mark_over_a_line_end_is_written_in_pieces() -> None:
    text = "“One.\n\n“Two.”"
    a = Attribution("x", None, None, (Span(0, len(text)),), Kind.DIRECT, 1.0)
    assert "T1\tContent 0 5;7 13\t“One. “Two.”\n" in brat.marks_of(of(text, a))


def test_no_source_is_its_own_kind_of_event() -> None:
    a = Attribution("x", None, (Span(0, 10),), (Span(11, 15),), Kind.INDIRECT, 1.0)
    assert brat.marks_of(of("Reportedly rain", a)) == (
        "T1\tCue 0 10\tReportedly\n"
        "T2\tContent 11 15\train\n"
        "T3\tAttribution-no-source 0 10\tReportedly\n"
        "E1\tAttribution-no-source:T3 Cue:T1 Content:T2\n"
    )


def test_ids_become_file_names_that_stay_in_the_folder_and_apart() -> None:
    ids = ["../../etc/passwd", "a/b", "a_b", "A_B", "", ".", "x" * 999, "..", "Ünïcode 1"]
    paths = [path for path, _ in brat.files([of("t", id=id) for id in ids])]
    texts = paths[::2]
    assert len({p.casefold() for p in texts}) == len(ids)
    for path in texts:
        folder, name = path.split("/")
        assert folder == "text"
        assert not name.startswith(".")
        assert len(name) < 200


def test_the_text_is_kept_to_the_character() -> None:
    text = "One\r\ntwo\rthree\n\u2028four"
    assert dict(brat.files([of(text)]))["text/a.txt"] == text


@pytest.mark.skipif(not SCORE.exists(), reason="the outside scorer is not here")
def test_a_scorer_reads_back_what_was_written(tmp_path: Path) -> None:
    value = reading()
    for path, content in brat.files([value]):
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_bytes(content.encode("utf8"))
    out = tmp_path / "out.jsonl"
    out.write_text("".join(lines([replace(value)])), "utf8")
    scored = subprocess.run(
        [sys.executable, str(SCORE), str(tmp_path), str(out)], capture_output=True, text=True
    )
    figures = dict(line.rsplit(None, 1) for line in scored.stdout.splitlines())
    assert figures["attribution@.5"] == figures["exact.source"] == figures["exact.content"] == "1.0"
