"""The notebook runs, and shows what it is kept with."""

from __future__ import annotations

import pytest
from nbclient.exceptions import CellExecutionError
from nbformat.v4 import new_code_cell, new_notebook

from docs import notebook


def test_the_notebook_gives_what_it_is_kept_with() -> None:
    assert notebook.text(notebook.run(notebook.kept())) == notebook.PAGE.read_text("utf8")


def test_it_shows_a_reading_and_answers_three_questions() -> None:
    shown = [output for cell in notebook.kept().cells for output in cell.get("outputs", [])]
    pages = [output.data["text/html"] for output in shown if "text/html" in output.get("data", {})]
    assert "The lantern will be lit on 12 May 2027" in pages[0]
    assert len(pages) == 4


def test_a_cell_that_raises_is_a_fault() -> None:
    with pytest.raises(CellExecutionError, match="no such table"):
        notebook.run(new_notebook(cells=[new_code_cell("raise ValueError('no such table')")]))
