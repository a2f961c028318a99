"""Place names become points in the company of the others, and words were said somewhere."""

import time

import pytest

from onrecord.resolve.gazetteer import gazetteer, key
from onrecord.resolve.places import locate, places_said
from onrecord.values import Attribution, Coordinates, EntityKind, Kind, Name, Span

PLACE, BODY, PERSON = EntityKind.PLACE, EntityKind.ORGANISATION, EntityKind.PERSON


def names_in(text: str, *names: str, kind: EntityKind = PLACE) -> list[Name]:
    found, at = [], 0
    for name in names:
        at = text.index(name, at)
        found.append(Name(Span(at, at + len(name)), kind))
        at += len(name)
    return found


def points(text: str, *names: str, kind: EntityKind = PLACE) -> dict[str, tuple[int, int]]:
    located = locate(text, names_in(text, *names, kind=kind))
    return {s.of(text): (round(c.lat), round(c.lon)) for s, c in located.items()}


def test_a_name_alone_is_the_place_where_most_people_live() -> None:
    assert points("A fire in Paris.", "Paris") == {"Paris": (49, 2)}


def test_what_a_place_is_said_to_lie_in_decides() -> None:
    text = "A fire in Paris, Texas, was put out. Paris is small."
    located = locate(text, names_in(text, "Paris", "Texas", "Paris"))
    assert [(round(c.lat), round(c.lon)) for c in located.values()] == [
        (34, -96),
        (31, -99),
        (34, -96),
    ]


def test_a_short_form_says_what_a_place_lies_in() -> None:
    assert points("A rally in Portland, Maine.", "Portland", "Maine")["Portland"] == (44, -70)
    assert points("A rally in Flint, Mich.", "Flint", "Mich.")["Flint"] == (43, -84)


def test_other_names_tell_a_country_from_a_state() -> None:
    abroad = points("Armenia, Georgia and Azerbaijan agreed.", "Armenia", "Georgia", "Azerbaijan")
    at_home = points("Alabama, Georgia and Florida agreed.", "Alabama", "Georgia", "Florida")
    assert abroad["Georgia"] == (42, 44)
    assert at_home["Georgia"] == (32, -83)


def test_countries_in_a_row_do_not_lie_in_each_other() -> None:
    found = points("Chile, Turkey and Lebanon signed.", "Chile", "Turkey", "Lebanon")
    assert found == {"Chile": (-30, -71), "Turkey": (39, 35), "Lebanon": (34, 36)}


def test_the_word_for_what_it_is_chooses_between_namesakes() -> None:
    assert points("A vote in Washington state.", "Washington") == {"Washington": (47, -120)}
    assert points("A vote in Washington.", "Washington") == {"Washington": (39, -77)}
    assert points("It fell on the Kursk region.", "Kursk region") == {"Kursk region": (52, 36)}


def test_a_place_has_the_geonames_record_it_came_from() -> None:
    text = "They met in Wonsan."
    located = locate(text, names_in(text, "Wonsan"))
    assert located == {Span(12, 18): Coordinates(1866923, 39.15278, 127.44361)}


def test_a_part_of_the_world_has_a_point_but_no_record() -> None:
    text = "War in the Middle East."
    (at,) = locate(text, names_in(text, "Middle East")).values()
    assert at.geonameid is None


def test_an_unknown_place_is_not_found() -> None:
    assert points("They met in Vharnelmoor.", "Vharnelmoor") == {}


@pytest.mark.parametrize("name", ["Côte d'Ivoire", "Cote d’Ivoire", "Ivory Coast", "CÔTE D'IVOIRE"])
def test_accents_case_and_apostrophes_do_not_matter(name: str) -> None:
    assert points(f"Rain in {name} today.", name) == {name: (8, -5)}


def test_a_name_cut_short_is_read_whole() -> None:
    assert points("Floods in KwaZulu-Natal rose.", "KwaZulu") == {"KwaZulu": (-29, 31)}


def test_a_person_is_no_place() -> None:
    assert points("Jordan said so.", "Jordan", kind=PERSON) == {}
    assert points("Paris Holm said so.", "Paris Holm", kind=PERSON) == {}


def test_a_place_taken_for_something_else_counts_only_where_a_place_stands() -> None:
    assert points("US officials said so.", "US", kind=BODY) == {"US": (40, -99)}
    assert points("Men from Suva came.", "Suva", kind=BODY) == {"Suva": (-18, 178)}
    assert points("A bill in Congress failed.", "Congress", kind=BODY) == {}
    assert points("Suva won the cup.", "Suva", kind=BODY) == {}


def attribution(text: str, source: str, cue: str, content: str) -> Attribution:
    spans = [(Span(text.index(p), text.index(p) + len(p)),) for p in (source, cue, content)]
    return Attribution("a", *spans, kind=Kind.INDIRECT, score=1.0)


@pytest.mark.parametrize(
    ("text", "source", "place"),
    [
        (
            "Ostrova confirmed during a press conference in Wonsan that it stands.",
            "Ostrova",
            "Wonsan",
        ),
        ("In Geneva, Ostrova confirmed that it stands.", "Ostrova", "Geneva"),
        ("Ostrova, speaking in Kyiv, confirmed that it stands.", "Ostrova", "Kyiv"),
        ("Ostrova confirmed that it stands in Geneva.", "Ostrova", None),
        ("KYIV - Ostrova confirmed that it stands.", "Ostrova", None),
        ("Ostrova confirmed in the Geneva Gazette that it stands.", "Ostrova", None),
        ("Ostrova confirmed on the war in Kyiv's region that it stands.", "Ostrova", None),
    ],
)
def test_words_were_said_where_the_clause_of_their_cue_says(
    text: str, source: str, place: str | None
) -> None:
    named = [n for n in ("Wonsan", "Geneva", "Kyiv", "KYIV") if n in text]
    content = text[text.index("that it") : -1]
    spoken = attribution(text, source, "confirmed", content)
    (said,) = places_said(text, [spoken], names_in(text, *named)).said
    assert (said and said[0].of(text)) == place


def test_names_are_folded_alike_in_table_and_text() -> None:
    assert key("  St. Gallen ") == key("Saint Gallen") == "saint gallen"
    assert key("The Gambia") == "gambia"
    assert [p.country for p in gazetteer().named(["Sankt Gallen", "St. Gallen"])["St. Gallen"]][
        :1
    ] == ["CH"]


def test_a_hostile_list_of_names_takes_no_more_than_its_length() -> None:
    text = "San Juan, Santa Maria, " * 1500
    names = names_in(text, *["San Juan", "Santa Maria"] * 1500)
    started = time.process_time()
    locate(text, names)
    assert time.process_time() - started < 4
