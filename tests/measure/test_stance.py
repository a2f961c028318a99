"""Stance is measured as published: accuracy over all pairs, F1 as the mean of three."""

from __future__ import annotations

from pathlib import Path

import pytest

from onrecord.errors import NothingToRead
from onrecord.measure.stance import measure


def test_figures_count_what_was_told_right(tmp_path: Path) -> None:
    (tmp_path / "pairs.csv").write_text(
        "claim,headline,stance\n"
        "a whale swam to Tellin,Whale swims to Tellin,for\n"
        "a whale swam to Tellin,Whale at Tellin is a debunked hoax,against\n"
        "a whale swam to Tellin,Whale swims to Tellin,against\n"
        "a whale swam to Tellin,Whale swims to Tellin,unknown\n"
    )
    figures = measure(tmp_path)
    assert figures["n"] == 3
    assert figures["accuracy"] == pytest.approx(2 / 3)
    assert figures["macro_f1"] == pytest.approx((2 / 3 + 2 / 3 + 0) / 3)


def test_a_file_of_another_layout_is_refused(tmp_path: Path) -> None:
    (tmp_path / "pairs.csv").write_text("claim,title\na,b\n")
    with pytest.raises(NothingToRead, match="headline, stance"):
        measure(tmp_path)
