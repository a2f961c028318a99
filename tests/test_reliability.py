"""Whether scores mean what they say is told from scores and outcomes alone."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import pytest

from evals.reliability import Bin, borne_out, reliability, table
from onrecord.measure.attributions import Gold
from onrecord.measure.runs import Triple
from onrecord.values import Attribution, Kind, Span


def test_scores_that_keep_their_word_have_no_error() -> None:
    found = reliability(3, [(0.8, True)] * 8 + [(0.8, False)] * 2)
    assert found.bins == (Bin(10, 0.8, 0.8),)
    assert (found.error, found.brier, found.brier_alike) == (0.0, 0.16, 0.16)


def test_scores_that_say_too_much_are_told_by_how_much() -> None:
    found = reliability(1, [(0.9, True), (0.9, False), (1.0, False), (0.1, False)])
    assert found.bins == (Bin(1, 0.1, 0.0), Bin(3, 0.933, 0.333))
    assert found.error == pytest.approx((0.1 + 3 * 0.6) / 4)
    assert found.brier == pytest.approx((0.01 + 0.81 + 1 + 0.01) / 4, abs=6e-4)


def test_no_attribution_is_no_measure() -> None:
    with pytest.raises(ValueError, match="no attribution"):
        reliability(1, [])


@pytest.mark.parametrize(
    ("content", "source", "right"),
    [
        ((0, 10), (20, 24), True),
        ((0, 5), (20, 24), True),
        ((0, 4), (20, 24), False),
        ((0, 10), None, False),
        ((0, 10), (22, 26), False),
    ],
)
def test_half_of_content_and_source_must_be_as_marked(
    content: tuple[int, int], source: tuple[int, int] | None, right: bool
) -> None:
    gold = Gold("a", "x" * 30, (Triple((Span(20, 24),), (), (Span(0, 10),)),))
    found = Attribution(
        "1", (Span(*source),) if source else None, None, (Span(*content),), Kind.INDIRECT, 0.5
    )
    assert borne_out(found, gold) is right


def test_the_table_shows_what_was_kept(tmp_path: Path) -> None:
    path = tmp_path / "kept.json"
    path.write_text(json.dumps(asdict(reliability(2, [(0.8, True), (0.2, False)]))), "utf8")
    assert "| 0.80 | 1.00 | 1 |" in table(path)
    assert "calibration error 0.200, on 2 attributions of 2 articles" in table(path)
