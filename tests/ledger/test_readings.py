"""What went into a ledger comes out of it as it was."""

from __future__ import annotations

from pathlib import Path

import pytest

from onrecord.build import build
from onrecord.ledger import Ledger
from onrecord.ledger.readings import reading_of
from onrecord.story import folder
from onrecord.values import Reading


def test_every_reading_of_the_story_comes_back(tmp_path: Path) -> None:
    went_in: list[Reading] = []
    with Ledger.open(tmp_path / "a.ledger", create=True) as ledger:
        build(ledger, folder(), on_article=went_in.append)
        ids = [row[0] for row in ledger.db.execute("SELECT id FROM article ORDER BY number")]
        came_out = [reading_of(ledger.db, id, whole=True) for id in ids]
    assert came_out == went_in
    assert [r.article.original for r in came_out] == [r.article.original for r in went_in]


def test_an_article_that_is_not_there_has_no_reading(tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "a.ledger", create=True) as ledger, pytest.raises(KeyError):
        reading_of(ledger.db, "nosuch")
