"""A text that several tasks are measured on is read once within a run, and found in it is the same."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from onrecord.extract import reader
from onrecord.measure.reading import found_in, kept
from onrecord.values import Settings

ONE, TWO = "The bridge is safe, Lena Ost said.", "“It is closed,” said Ana Brandt on Monday."


def test_what_was_read_is_kept_within_a_run_and_no_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    ours = reader.attributions_in

    def counted(texts: Sequence[str], settings: Settings) -> list[reader.Found]:
        read.extend(texts)
        return list(ours(texts, settings))

    monkeypatch.setattr(reader, "attributions_in", counted)
    plain = found_in([TWO, ONE, TWO], Settings())
    assert plain == list(ours([TWO, ONE, TWO], Settings()))
    assert all(found.attributions for found in plain)
    assert read == [TWO, ONE]
    with kept():
        assert found_in([ONE], Settings()) == [plain[1]]
        assert found_in([TWO, ONE], Settings()) == plain[:2]
        assert read[2:] == [ONE, TWO]
        unsure = found_in([ONE], Settings(min_score=1.0))[0]
        assert unsure.attributions == ()
        assert found_in([ONE], Settings()) == [plain[1]]
    found_in([ONE], Settings())
    assert read[4:] == [ONE, ONE]
