"""Dresses change characters one for one; fates of gold attributions are told apart."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from evals import stress
from onrecord.measure.runs import Triple
from onrecord.values import Attribution, Kind, Settings, Span

TEXT = '“The pier is ‘safe’,” Ida Brandt\'s office said.\nStraße and "İzmir" "twice".\n' * 40


@pytest.mark.parametrize("name", stress.DRESSES)
def test_a_dress_leaves_every_character_in_its_place(name: str) -> None:
    dressed = stress.DRESSES[name](TEXT)
    assert len(dressed) == len(TEXT)
    assert (dressed == TEXT) is (name == "as published")


def attribution(source: Span | None, cue: Span, content: Span) -> Attribution:
    return Attribution("a", (source,) if source else None, (cue,), (content,), Kind.INDIRECT, 1.0)


def test_what_became_of_an_attribution_is_told_by_its_first_fault() -> None:
    text = "Ida Brandt said the pier was safe on Monday."
    who, cue, what = Span(0, 10), Span(11, 15), Span(16, 33)
    gold = Triple((who,), (cue,), (what,))

    def fate(*ours: Attribution) -> str:
        return stress._fate(text, gold, ours)

    assert fate() == "not seen: indirect speech"
    assert fate(attribution(who, cue, what)) == "found whole"
    assert fate(attribution(who, cue, Span(16, 43))) == "content alone is off: ends late"
    assert fate(attribution(who, cue, Span(20, 33))) == "content alone is off: starts late"
    assert fate(attribution(None, cue, what)) == "source alone is off: missing"
    assert fate(attribution(None, cue, Span(16, 24))) == "source and content are off"


def test_reading_by_paragraphs_and_together_gives_offsets_of_the_article(tmp_path: Path) -> None:
    text = "The pier is safe, harbour master Ida Brandt said.\n\nIt was cold.\n"
    articles = [stress.Gold(name, text, ()) for name in "ab"]
    for way in (stress.alone, stress.together):
        found = way(articles, Settings())
        for article in articles:
            (triple,) = found[article.name]
            assert [s.of(text) for s in triple.cue] == ["said"]


def test_windows_are_laid_otherwise_and_then_as_ever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    network = sys.modules["onrecord.extract.network"]
    usual, seen = network.WINDOW, []

    def figures(*_: object) -> list[float]:
        seen.append(network.WINDOW)
        return [70.0 + len(seen)] * 3 + [0.5] * 2

    monkeypatch.setattr(stress, "gold_in", lambda _: [])
    monkeypatch.setattr(stress, "_figures", figures)
    *_, mean, deviation = stress.windows(tmp_path, Settings())
    assert tuple(seen) == stress.WINDOWS
    assert usual == network.WINDOW
    assert mean == "| mean | 73.0 | 73.0 | 73.0 | .500 | .500 |"
    assert deviation == "| standard deviation | 1.58 | 1.58 | 1.58 | .000 | .000 |"
