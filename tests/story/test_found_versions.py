"""What changed between two texts at one address is found in the story, and nothing else is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from onrecord.build import build
from onrecord.ledger import Ledger
from onrecord.ledger.versions import Revision, Words, revisions
from onrecord.story import folder

EXPECTED = json.loads((Path(__file__).parent / "expected.json").read_text("utf8"))["versions"]


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[str, str, Revision]]:
    """Each revision, after the names of its two articles."""
    path = tmp_path_factory.mktemp("ledger") / "story.ledger"
    with Ledger.open(path, create=True) as ledger:
        build(ledger, folder())
        names = dict(ledger.db.execute("SELECT id, name FROM article").fetchall())
        return [(names[r.before.article], names[r.after.article], r) for r in revisions(ledger.db)]


def test_the_addresses_with_two_texts_are_those_expected(
    found: list[tuple[str, str, Revision]],
) -> None:
    assert [(r.url, [before, after]) for before, after, r in found] == [
        (e["url"], e["articles"]) for e in EXPECTED
    ]


def test_what_was_altered_is_shown_in_both_wordings_and_nothing_else_changed(
    found: list[tuple[str, str, Revision]],
) -> None:
    for (_, _, revision), expected in zip(found, EXPECTED, strict=True):
        (altered,) = revision.altered
        assert expected["removed"]["words"] in altered.before.content.text
        assert expected["added"]["words"] in altered.after.content.text
        (parting,) = altered.differences
        assert (parting.before, parting.after) != (None, None)
        assert _outside(expected["removed"]["words"], parting.before) == _outside(
            expected["added"]["words"], parting.after
        )
        assert (revision.removed, revision.added) == ((), ())
        assert revision.kept >= 10


def _outside(text: str, words: Words | None) -> str:
    assert words is not None
    assert words.text in text
    return text.replace(words.text, "")


def test_the_note_of_correction_is_shown(found: list[tuple[str, str, Revision]]) -> None:
    for (_, _, revision), expected in zip(found, EXPECTED, strict=True):
        (note,) = revision.notes
        assert expected["note"]["words"] in note.text
        assert not revision.silent
