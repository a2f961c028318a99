from __future__ import annotations

import csv
from dataclasses import replace
from io import StringIO

import pytest

from onrecord.present import csv as table
from onrecord.values import Article, Attribution, Kind, Reading, Span

from .examples import reading
from .golden import assert_golden


def rows(*readings: Reading) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO("".join(table.rows(readings)), newline="")))


def test_the_example_looks_like_this() -> None:
    assert_golden("example.csv", "".join(table.rows([reading()])))


def test_there_is_one_row_for_each_attribution() -> None:
    found = rows(reading(), replace(reading(), attributions=()), reading())
    assert len(found) == 26
    assert found[0]["channel"] == "Northlight"
    assert found[5]["said_place"] == "Kelmouth"


def test_there_is_a_header_even_where_nothing_was_read() -> None:
    assert "".join(table.rows([])) == ",".join(table.FIELDS) + "\r\n"


@pytest.mark.parametrize("start", list("=+-@\t\r"))
def test_what_a_spreadsheet_would_run_gets_an_apostrophe(start: str) -> None:
    text = f'{start}cmd|"/c calc"!A1 said he'
    a = Attribution("x", None, None, (Span(0, 15),), Kind.INDIRECT, 1.0)
    row = rows(Reading(Article(f"{start}id", text, "0" * 64), (a,)))[0]
    assert row["content"] == "'" + text[:15]
    assert row["article"] == f"'{start}id"


def test_an_ordinary_cell_is_left_alone() -> None:
    assert table.guarded("a = b") == "a = b"
    assert table.guarded("") == ""
