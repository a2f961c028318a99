from __future__ import annotations

from dataclasses import replace

import pytest

from onrecord.present.record import HUES, Line, record_of
from onrecord.values import (
    Article,
    Attribution,
    Entity,
    EntityKind,
    Kind,
    Reading,
    Span,
)

from .examples import reading


def speakers(*names: str, kind: EntityKind = EntityKind.PERSON) -> Reading:
    text = "x" * len(names)
    return Reading(
        Article("a", text, "0" * 64),
        tuple(
            Attribution(
                f"a{n}", (Span(n, n + 1),), None, (Span(n, n + 1),), Kind.DIRECT, 1, f"e{n}"
            )
            for n in range(len(names))
        ),
        tuple(Entity(f"e{n}", name, kind) for n, name in enumerate(names)),
    )


def signs(*names: str) -> list[str]:
    return [voice.sign for voice in record_of(speakers(*names)).voices]


def test_a_person_has_the_initials_for_a_sign() -> None:
    assert signs("Ilse Maren", "Josef Oduya") == ["IM", "JO"]


def test_two_speakers_never_share_a_sign() -> None:
    many = [f"{first} {last}" for first in ("Ann", "Al", "Abe") for last in ("Lee", "Lo", "Lu")]
    assert len(set(signs(*many, "Lee", "李明", "李", "!!", ""))) == len(many) + 5


def test_a_sign_has_two_characters_whatever_the_name() -> None:
    assert {len(s) for s in signs("X", "ß", "o", "", "٣", "Ann Lee", "ﬁ ﬂ")} == {2}


def test_people_have_hues_and_groups_are_grey() -> None:
    assert [v.hue for v in record_of(speakers(*map(str, range(10)))).voices] == [
        n % HUES for n in range(10)
    ]
    groups = record_of(speakers("officials", kind=EntityKind.GROUP)).voices
    assert groups[0].hue is None
    assert not groups[0].named


def test_statements_are_numbered_as_they_stand_in_the_text() -> None:
    value = reading()
    backwards = replace(value, attributions=value.attributions[::-1])
    assert record_of(backwards).statements == record_of(value).statements
    assert [s.number for s in record_of(value).statements] == list(range(1, 14))


def test_a_denial_names_what_it_denies() -> None:
    denial = next(s for s in record_of(reading()).statements if s.line is Line.STRUCK)
    assert denial.denies == 2


@pytest.mark.parametrize(
    ("number", "line"),
    [(1, Line.DASHED), (2, Line.DOTTED), (3, Line.SOLID), (6, Line.DOUBLE), (10, Line.STRUCK)],
)
def test_firmness_has_its_line(number: int, line: Line) -> None:
    assert record_of(reading()).statements[number - 1].line is line


def test_the_summary_counts() -> None:
    assert record_of(reading()).summary() == [
        "13 statements by 6 named speakers",
        "3 without a named speaker",
        "8 things nobody says",
        "4 passages without a source",
        "2 faults in the text",
    ]
