"""Dates of publication: as precise as given, None where they could be two days."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.read.published import iso

from .reading import examples


@pytest.mark.parametrize(
    ("given_", "expected"),
    [
        ("2026", "2026"),
        ("2026-03", "2026-03"),
        ("2026-03-05", "2026-03-05"),
        ("2026/3/5", "2026-03-05"),
        ("20260305", "2026-03-05"),
        ("2026-03-05T07:40:00+01:00", "2026-03-05T07:40:00+01:00"),
        ("2026-03-05T07:40Z", "2026-03-05T07:40Z"),
        ("2026-03-05 07:40:12.345678 UTC", "2026-03-05T07:40:12Z"),
        ("20260305T074000Z", "2026-03-05T07:40:00Z"),
        ("Thu, 05 Mar 2026 07:40:00 GMT", "2026-03-05T07:40:00Z"),
        ("Thu, 05 Mar 2026 07:40:00 +0100", "2026-03-05T07:40:00+01:00"),
        ("Thursday, March 5, 2026", "2026-03-05"),
        ("March 5th, 2026 at 7:40 pm", "2026-03-05T19:40"),
        ("5 March 2026", "2026-03-05"),
        ("5-Mar-2026", "2026-03-05"),
        ("Sept. 2026", "2026-09"),
        ("05.03.2026", "2026-03-05"),
        ("25/03/2026", "2026-03-25"),
        ("03/25/2026", "2026-03-25"),
        (1772696400, "2026-03-05T07:40:00Z"),
        ("1772696400000", "2026-03-05T07:40:00Z"),
    ],
)
def test_a_date_is_given_in_iso_as_precise_as_it_was(given_, expected):
    assert iso(given_) == expected


@pytest.mark.parametrize(
    "given_",
    ["03/04/2026", "2026-02-30", "2026-13-01", "yesterday", "", None, True, 12, "2026-03-05T25:00",
     "0000-01-01", "9" * 500, "31 June 2026", {"a": 1}],
)  # fmt: skip
def test_what_is_no_certain_date_is_none(given_):
    assert iso(given_) is None


@examples
@given(
    st.datetimes(
        min_value=datetime(1600, 1, 1),
        max_value=datetime(2199, 1, 1),
    )
)
def test_any_iso_moment_comes_through(moment):
    moment = moment.replace(microsecond=0)
    assert iso(moment.isoformat()) == moment.isoformat()
    assert iso(moment.date().isoformat()) == moment.date().isoformat()


@examples
@given(st.text())
def test_no_text_makes_it_fail(text):
    assert iso(text) is None or isinstance(iso(text), str)
