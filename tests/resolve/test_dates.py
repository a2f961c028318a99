"""Words for time become days, and each attribution keeps the time of its own clause."""

import re
import time

import pytest

from onrecord.resolve.dates import dates_in, dates_said, timexes_in
from onrecord.values import Attribution, Dated, Kind, Span

FRIDAY = "2026-03-06"


def days(text: str, published: str | None = FRIDAY) -> list[tuple[str, str, str]]:
    return [(d.spans[0].of(text), d.start, d.end) for d in dates_in(text, published)]


def attributed(marked: str) -> tuple[str, Attribution]:
    """Text and attribution from `{source} <cue> [content]`."""
    spans: dict[str, list[Span]] = {"{": [], "<": [], "[": []}
    plain, opened = "", 0
    for piece in re.split(r"([{}<>\[\]])", marked):
        if piece in ("{", "<", "["):
            opened = len(plain)
        elif piece in ("}", ">", "]"):
            spans[{"}": "{", ">": "<", "]": "["}[piece]].append(Span(opened, len(plain)))
        else:
            plain += piece
    source, cue, content = (tuple(spans[k]) for k in "{<[")
    return plain, Attribution("a", source or None, cue or None, content, Kind.INDIRECT, 1.0)


def said(marked: str, published: str | None = FRIDAY) -> str | None:
    text, attribution = attributed(marked)
    (date,) = dates_said(text, [attribution], published)
    return date and date.spans[0].of(text)


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("on Friday", "2026-03-06", "2026-03-06"),
        ("on Thursday", "2026-03-05", "2026-03-05"),
        ("on Saturday", "2026-02-28", "2026-02-28"),
        ("yesterday", "2026-03-05", "2026-03-05"),
        ("two days ago", "2026-03-04", "2026-03-04"),
        ("last week", "2026-02-23", "2026-03-01"),
        ("this month", "2026-03-01", "2026-03-31"),
        ("earlier this year", "2026-01-01", "2026-03-06"),
        ("later this month", "2026-03-06", "2026-03-31"),
        ("in July", "2025-07-01", "2025-07-31"),
        ("last March", "2025-03-01", "2025-03-31"),
        ("on 29 December", "2025-12-29", "2025-12-29"),
        ("on Feb. 3", "2026-02-03", "2026-02-03"),
        ("next summer", "2026-06-01", "2026-08-31"),
        ("in December of last year", "2025-12-01", "2025-12-31"),
        ("on March 4, 2024", "2024-03-04", "2024-03-04"),
        ("on 4th of March 2024", "2024-03-04", "2024-03-04"),
        ("on Monday, 2 March", "2026-03-02", "2026-03-02"),
        ("in late 1943", "1943-09-02", "1943-12-31"),
        ("in mid-July 2020", "2020-07-11", "2020-07-21"),
        ("in the summer of 1943", "1943-06-01", "1943-08-31"),
        ("in the winter of 1943", "1943-12-01", "1944-02-29"),
        ("in the 1960s", "1960-01-01", "1969-12-31"),
        ("in the '60s", "1960-01-01", "1969-12-31"),
        ("in the 19th century", "1800-01-01", "1899-12-31"),
        ("in the third quarter of 2024", "2024-07-01", "2024-09-30"),
        ("in 480 BC", "-0479-01-01", "-0479-12-31"),
        ("over the weekend", "2026-02-28", "2026-03-01"),
        ("4-29 March 2024", "2024-03-04", "2024-03-29"),
        ("between 1914 and 1918", "1914-01-01", "1918-12-31"),
        ("from July 2023 to May 2024", "2023-07-01", "2024-05-31"),
        ("2024-03-04", "2024-03-04", "2024-03-04"),
    ],
)
def test_a_time_is_an_interval_as_precise_as_its_words(words: str, first: str, last: str) -> None:
    ((_, start, end),) = days(f"The bridge was closed {words}.")
    assert (start, end) == (first, last)


def test_what_is_to_come_lies_ahead_of_the_publication() -> None:
    assert days("The council will meet on Sunday.") == [("Sunday", "2026-03-08", "2026-03-08")]
    assert days("The vote is scheduled for May.") == [("May", "2026-05-01", "2026-05-31")]


def test_without_a_publication_date_a_month_has_no_year() -> None:
    assert days("In July, the envoy confirmed it.", None) == [("July", "XXXX-07-01", "XXXX-07-31")]
    assert days("He left on 4 March.", None) == [("4 March", "XXXX-03-04", "XXXX-03-04")]
    assert days("He left on Tuesday, and again last week.", None) == []


@pytest.mark.parametrize(
    "text",
    [
        "They may march on 12 may have died, the Sun said.",
        "Theresa May said nothing, and April Stone left.",
        "Today's Oxmere was not built; USA Today reported it.",
        "After the fall of the city 2000 soldiers and 1,500 horses remained at 3.20 metres.",
        "The second reading cost $1999 and ran to No. 1984.",
        "It is now unclear; recently it was not.",
        "It lasted three days.",
    ],
)
def test_words_that_only_look_like_dates_are_none(text: str) -> None:
    assert [d for d in days(text) if d[0] != "Today"] == []


def test_a_story_of_the_past_counts_from_what_it_has_told() -> None:
    text = (
        "In May 1943 the army crossed the Orn. In July it took Velm, and on 12 August, Harst. "
        "The next day it rested. In March 1944 it went home; that month the war ended. "
        "The treaty of November 1945 was broken the following year."
    )
    assert [(s, e) for _, s, e in days(text)] == [
        ("1943-05-01", "1943-05-31"),
        ("1943-07-01", "1943-07-31"),
        ("1943-08-12", "1943-08-12"),
        ("1943-08-13", "1943-08-13"),
        ("1944-03-01", "1944-03-31"),
        ("1944-03-01", "1944-03-31"),
        ("1945-11-01", "1945-11-30"),
        ("1946-01-01", "1946-12-31"),
    ]


def test_a_year_of_the_past_does_not_carry_news_away() -> None:
    text = "The yard, founded in 1891, said in February that it would close. On Monday it did."
    assert [s for _, s, _ in days(text)] == ["1891-01-01", "2026-02-01", "2026-03-02"]


def test_values_are_written_as_timex_writes_them() -> None:
    text = "Every year, for three days, on the night of 4 March 2024 at 9:30 p.m., they meet now."
    assert [(t.kind, t.value) for t in timexes_in(text, FRIDAY)] == [
        ("SET", "P1Y"),
        ("DURATION", "P3D"),
        ("TIME", "2024-03-04TNI"),
        ("TIME", "2024-03-04T21:30"),
        ("DATE", "PRESENT_REF"),
    ]


@pytest.mark.parametrize(
    ("marked", "date"),
    [
        (
            "In July, {Minister Ostrova} <confirmed> during a press conference [that it stands].",
            "July",
        ),
        ("{Ostrova} <confirmed> in July [that it stands].", "July"),
        ("[It stands], {Ostrova} <told> the Orn Courier on 4 March.", "4 March"),
        ("{Ostrova} <said Tuesday> [that it stands].", "Tuesday"),
        ("{Ostrova} on Tuesday <denied> [that it stands].", "Tuesday"),
        ("At Monday's debate, {Ostrova} <said> [it stands].", "Monday"),
        (
            "{Ostrova} <said> during a Friday evening rally in Velm [that it stands].",
            "Friday evening",
        ),
        ("<According to> {a report released on Monday}, [it stands].", "Monday"),
        ("{The city} <sent> [a letter of protest] on Thursday.", "Thursday"),
        ("{Ostrova} <said> [that it fell on Tuesday].", None),
        ("{Ostrova} <said> of the attack on Tuesday [that it failed].", None),
        ("{Ostrova} <cited> the 2016 campaign, [a failure].", None),
        ("{Ostrova, who left in 2012,} <said> [that it stands].", None),
        ("It has stood since Monday, when {Ostrova} <said> [it would].", None),
        ("[It stands], {she} <said>. On Tuesday it fell.", None),
        ("VELM, March 4 (Agency) - {Ostrova} <said> [that it stands].", None),
    ],
)
def test_words_were_said_when_the_clause_of_their_cue_says(marked: str, date: str | None) -> None:
    assert said(marked) == date


def test_an_attribution_without_a_cue_has_no_date() -> None:
    text, attribution = attributed("On Monday: [it stands]")
    assert dates_said(text, [attribution], FRIDAY) == [None]


def test_a_range_is_one_date_in_the_year_that_its_end_tells() -> None:
    text = "It ran from 4 March to 29 March 2024."
    assert dates_in(text, FRIDAY) == [Dated("2024-03-04", "2024-03-29", (Span(12, 36),))]
    assert days("It runs 4-29 March.") == [("4-29 March", "2026-03-04", "2026-03-29")]
    assert days("December to February 2024") == [
        ("December to February 2024", "2023-12-01", "2024-02-29")
    ]


@pytest.mark.parametrize("text", ["in 1943 " * 9_000, "May " * 20_000, "- " * 30_000, "9" * 90_000])
def test_a_hostile_line_takes_no_more_than_its_length(text: str) -> None:
    started = time.process_time()
    dates_in(text, FRIDAY)
    dates_said(text, [Attribution("a", None, (Span(0, 1),), (Span(2, 3),), Kind.DIRECT, 1.0)], None)
    assert time.process_time() - started < 4


def test_nothing_was_said_after_it_was_printed():
    text, one = attributed("{The mayor} <said> on 30 March 2026 [that it rained].")
    assert dates_said(text, [one], "2026-03-31") != [None]
    assert dates_said(text, [one], "2026-03-28") == [None]
