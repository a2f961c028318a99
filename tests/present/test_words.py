from __future__ import annotations

import pytest

from onrecord.present.words import (
    day_in_words,
    fault_in_words,
    firmness_in_words,
    gap_in_words,
    interval_in_words,
    shown,
)
from onrecord.values import Act, Certainty, Dated, Firmness, GapKind, Polarity


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        ("2026-03-04", "2026-03-04", "4 March 2026"),
        ("2026-03-01", "2026-03-31", "March 2026"),
        ("2026-03-01", "2026-03-28", "1 March 2026 to 28 March 2026"),
        ("XXXX-07-01", "XXXX-07-31", "July"),
        ("XXXX-02-01", "XXXX-02-28", "February"),
        ("2024-02-01", "2024-02-29", "February 2024"),
        ("2025-01-01", "2025-12-31", "2025"),
        ("2025", "2025", "2025"),
        ("2025-07", "2025-07", "July 2025"),
        ("soon", "soon", "soon"),
        ("2025-99-01", "2025-99-31", "2025-99-01 to 2025-99-31"),
    ],
)
def test_an_interval_is_written_as_people_write_it(start: str, end: str, words: str) -> None:
    assert interval_in_words(Dated(start, end, ())) == words


def test_a_day_that_is_none_stays_as_it_is() -> None:
    assert day_in_words("Thu, 5 Mar") == "Thu, 5 Mar"


def test_what_acts_is_drawn_and_what_is_text_stays() -> None:
    assert shown("a\u202eb\x07") == "a‹U+202E›b‹U+0007›"
    assert shown("Korabлев 東京 👩‍🚀 עברית") == "Korabлев 東京 👩‍🚀 עברית"


def test_every_firmness_has_words_and_no_two_the_same() -> None:
    every = [Firmness(a, c, p) for a in Act for c in Certainty for p in Polarity]
    words = [firmness_in_words(f) for f in every if f.act is not Act.DENIAL]
    assert len(set(words)) == len(words) == (len(Act) - 1) * 8
    assert firmness_in_words(None) == ""
    denied = Firmness(Act.DENIAL, Certainty.UNSTATED, Polarity.DENIED)
    assert firmness_in_words(denied) == "denied"


def test_words_that_deny_themselves_are_not_said_to_be_denied() -> None:
    stated = Firmness(Act.STATEMENT, Certainty.UNSTATED, Polarity.DENIED)
    assert firmness_in_words(stated, "that the ferry had sailed") == "stated, as not so"
    for said in ("“We have no ferry,”", "that it didn’t sail", "Nobody sailed"):
        assert firmness_in_words(stated, said) == "stated"


def test_every_gap_has_words() -> None:
    assert len({gap_in_words(kind) for kind in GapKind}) == len(GapKind)


def test_a_fault_without_words_is_called_by_its_kind() -> None:
    assert fault_in_words("no-such-kind") == "no such kind"
