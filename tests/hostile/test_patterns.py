"""No regular expression of the package takes longer than the length of a text warrants.

ONRECORD_PATTERNS=500 tries so many texts on each; the default is a few of every repeat.
"""

from __future__ import annotations

import os
import re

import pytest

from .mutation import TookTooLong, bounded
from .patterns import MOST, STALLED_S, Found, attacks, holds_up, patterns

EACH = int(os.environ.get("ONRECORD_PATTERNS", str(MOST)))
# Patterns that are only ever tried where they cannot be held up, by how they begin, and why.
EXCUSED = {
    r"\s*(?:[A-Z][\w.'’-]*(?:[ ,/]{1,2}[A-Z\d][\w.'’-]*){0,7}[ ,]{0,2})?\(": "within 150 characters",
    r"\s*(?:[A-Z][\w.'’-]*(?:[ ,/]{1,2}[A-Z\d][\w.'’-]*){0,7}, )": "within 150 characters",
    r"(?:[\w'’&-]+\s+){0,6}\b(?:details?": "matched after a cue, never searched for",
    r"(?:[\w’'-]+\s+){0,4}?(?:whether": "matched after a cue, never searched for",
    r"[A-Z]\w* $": "within 12 characters",
}


def held_up(found: Found) -> str | None:
    """The text that holds a pattern up, and how much; None where none was found."""
    pattern = found.compiled()
    for text in attacks(found, EACH):
        given = text.encode("latin-1", "replace") if found.is_bytes else text
        try:
            with bounded(STALLED_S):
                growth = holds_up(pattern, given, found.once)
        except TookTooLong:
            return f"{text[:40]!r}... does not end"
        if growth:
            return f"{text[:40]!r}... takes {growth:.0f} times as long when four times as long"
    return None


BAD = (r"(a+)+b", r"\w+@x", r"<[^>]*>", r"\s*\n\s*x", r"(?:a|ab|b|ba)*c", r"a.*b.*c", r"(?:x+y?)*z",
       r"[ \t]+\n", r"(?:\w+\s?)+:", r"\"(?:[^\"]|\\.)*\"x")  # fmt: skip
GOOD = (r"\w++@x", r"<[^<>]{0,30}>", r"abc*", r",[^,]*", r"\bsaid\b", r"(?:a{0,9}b){0,9}c", r"\s+")


@pytest.mark.parametrize("pattern", BAD)
def test_a_pattern_that_can_be_held_up_is_found_out(pattern: str) -> None:
    assert held_up(Found(pattern, False, 0, "here"))


@pytest.mark.parametrize("pattern", [p for p in GOOD if not p.startswith(r"\w++")])
def test_a_pattern_that_takes_time_by_the_length_passes(pattern: str) -> None:
    assert held_up(Found(pattern, False, 0, "here")) is None


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> list[Found]:
    return patterns(tmp_path_factory.mktemp("patterns"))


def test_no_pattern_of_ours_can_be_held_up(ours: list[Found]) -> None:
    assert len(ours) > 300
    assert {"onrecord.read.feed", "onrecord.extract.gap_rules"} <= {
        f.where.split(":")[0] for f in ours
    }
    slow = [
        f"{found.where}: {found.text[:80]!r} on {how}"
        for found in ours
        if not found.text.startswith(tuple(EXCUSED)) and (how := held_up(found))
    ]
    assert slow == []


def test_what_is_excused_is_there(ours: list[Found]) -> None:
    """An excuse for a pattern that is gone would hide another."""
    texts = [found.text for found in ours]
    for beginning in EXCUSED:
        assert sum(text.startswith(beginning) for text in texts) == 1, beginning


def test_flags_are_read_from_calls() -> None:
    from .patterns import _literals

    assert any(flags & re.IGNORECASE for (_, _, flags), _, _ in _literals())
