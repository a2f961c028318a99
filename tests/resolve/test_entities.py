"""Who speaks, in invented articles: names, roles, nominals, pronouns, and where nobody can tell."""

from __future__ import annotations

import re
import time

import pytest

import onrecord
from onrecord.resolve import Resolution, entities_in
from onrecord.resolve.clusters import referents_of
from onrecord.resolve.named import Named, words_of
from onrecord.values import (
    Attribution,
    Coordinates,
    Entity,
    EntityKind,
    Form,
    Kind,
    Name,
    Span,
)

PERSON, BODY, PLACE = EntityKind.PERSON, EntityKind.ORGANISATION, EntityKind.PLACE


def spot(text: str, words: str, nth: int = 0) -> Span:
    """Where `words` stand in `text` for the `nth` time."""
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    return Span(start, start + len(words))


class Told:
    """An article with its sources (`words` or `(words, nth)`), resolved."""

    def __init__(
        self,
        text: str,
        names: dict[str, EntityKind],
        *sources: str | tuple[str, int],
        contents: dict[int, str] | None = None,
        asked: tuple[str, ...] = (),
        coordinates: dict[str, Coordinates] | None = None,
    ) -> None:
        self.text = text
        self.sources = [spot(text, *((s,) if isinstance(s, str) else s)) for s in sources]
        contents = contents or {}
        attributions = [
            Attribution(
                str(i), (s,), None, (self._content(s, contents.get(i)),), Kind.INDIRECT, 1.0
            )
            for i, s in enumerate(self.sources)
        ]
        self.names = [Name(spot(text, words), kind) for words, kind in names.items()]
        self.resolution: Resolution = entities_in(
            text,
            attributions,
            self.names,
            [spot(text, a) for a in asked],
            {spot(text, words): point for words, point in (coordinates or {}).items()},
        )

    def _content(self, source: Span, words: str | None) -> Span:
        return spot(self.text, words) if words else Span(source.end, source.end + 1)

    def speaker(self, source: int) -> Entity | None:
        id = self.resolution.speakers.get(str(source))
        return next((e for e in self.resolution.entities if e.id == id), None)

    def speakers(self) -> list[str | None]:
        found = [self.speaker(i) for i in range(len(self.sources))]
        return [e.name if e else None for e in found]

    def entity(self, name: str) -> Entity:
        return next(e for e in self.resolution.entities if e.name == name)


def test_two_bodies_that_part_in_a_word_between_are_two() -> None:
    text = "The Tarn Ministry of Health slept. The Tarn Ministry of Trade said no."
    names = {"Tarn Ministry of Health": BODY, "Tarn Ministry of Trade": BODY}
    assert Told(text, names, "The Tarn Ministry of Trade").speakers() == ["Tarn Ministry of Trade"]


def test_the_house_is_not_the_white_house() -> None:
    text = "The White House waited, Opera House too. On Monday the House said yes."
    white, house = spot(text, "White House"), spot(text, "House", 2)
    for first, same in ((white, False), (spot(text, "Opera House"), True)):
        spans = (first, house)
        found = referents_of([Named(s, BODY, words_of(s.of(text))) for s in spans])
        assert (found[first] is found[house]) is same


def test_whom_one_goes_by_is_the_one_named_before() -> None:
    text = "It heard Petra Lund, according to whom nobody sailed."
    assert Told(text, {"Petra Lund": PERSON}, "whom").speakers() == ["Petra Lund"]


def test_where_somebody_lives_is_no_part_of_who_it_is() -> None:
    text = "Mr Orlik over the water says yes."
    assert Told(text, {"Orlik": PERSON}, "Mr Orlik over the water").speakers() == ["Orlik"]


def test_a_surname_is_whoever_was_named_in_full() -> None:
    told = Told("Jane Maren spoke. Later Maren said no.", {"Jane Maren": PERSON}, ("Maren", 1))
    assert told.speakers() == ["Jane Maren"]
    assert told.speaker(0).aliases == ("Maren",)


def test_a_headline_surname_is_whoever_is_named_in_full_below() -> None:
    text = "Maren denies it\n\nJane Maren, mayor of Tarn, denied it."
    told = Told(text, {"Jane Maren": PERSON}, "Maren")
    assert told.speakers() == ["Jane Maren"]


def test_a_title_before_a_name_is_a_role() -> None:
    text = "The Tarnish Foreign Minister Ivo Kesh said so."
    told = Told(text, {"Ivo Kesh": PERSON}, "The Tarnish Foreign Minister Ivo Kesh")
    assert told.speaker(0).roles == ("Tarnish Foreign Minister",)


def test_an_apposition_is_a_role_and_no_other_speaker() -> None:
    text = "Jane Maren, head of the Tarn town council, said so."
    told = Told(text, {"Jane Maren": PERSON}, "Jane Maren, head of the Tarn town council")
    assert told.speakers() == ["Jane Maren"]
    assert told.speaker(0).roles == ("head of the Tarn town council",)


def test_where_somebody_is_from_is_a_role_as_well() -> None:
    text = "Pavel Orlik of the Weir Stone Studio told reporters."
    told = Told(
        text,
        {"Pavel Orlik": PERSON, "Weir Stone Studio": BODY},
        "Pavel Orlik of the Weir Stone Studio",
    )
    assert told.speaker(0).roles == ("of the Weir Stone Studio",)


def test_a_place_behind_a_name_is_no_role() -> None:
    told = Told(
        "Jane Maren, of Tarn, said so.", {"Jane Maren": PERSON, "Tarn": PLACE}, "Jane Maren"
    )
    assert told.speaker(0).roles == ()


def test_short_titles_are_written_out() -> None:
    told = Told("Retired Lt. Gen. Ada Brun said so.", {"Ada Brun": PERSON}, "Ada Brun")
    assert told.speaker(0).roles == ("Retired Lieutenant General",)


def test_a_verb_is_no_part_of_a_title() -> None:
    told = Told("He told reporter Ada Brun so.", {"Ada Brun": PERSON}, "Ada Brun")
    assert told.speaker(0).roles == ("reporter",)


def test_the_minister_is_the_one_with_that_role() -> None:
    text = (
        "Foreign Minister Ivo Kesh met Jane Maren, the mayor. "
        "The minister said it went well. The mayor said it did not."
    )
    told = Told(text, {"Ivo Kesh": PERSON, "Jane Maren": PERSON}, "The minister", "The mayor")
    assert told.speakers() == ["Ivo Kesh", "Jane Maren"]


def test_the_president_is_not_the_vice_president() -> None:
    text = (
        "President Ada Brun spoke on Monday. Vice President Ivo Kesh stood beside her. "
        "The president said it was over."
    )
    told = Told(text, {"Ada Brun": PERSON, "Ivo Kesh": PERSON}, "The president")
    assert told.speakers() == ["Ada Brun"]


def test_a_nominal_that_can_be_only_one_names_his_role() -> None:
    text = "The plan was shared by Pavel Orlik of Tarn. The sculptor said that work goes on."
    told = Told(text, {"Pavel Orlik": PERSON}, "The sculptor")
    assert told.speakers() == ["Pavel Orlik"]
    assert "sculptor" in told.speaker(0).roles


def test_a_nominal_that_can_be_two_stays_unnamed() -> None:
    text = "Pavel Orlik met Ivo Kesh. The sculptor said that work goes on."
    told = Told(text, {"Pavel Orlik": PERSON, "Ivo Kesh": PERSON}, "The sculptor")
    assert told.speaker(0).name == "sculptor"
    assert {m.form for m in told.speaker(0).mentions} == {Form.NOMINAL}


def test_a_nominal_beside_a_name_that_is_new_stays_unnamed() -> None:
    text = "The prize went to Pavel Orlik. Of Ivo Kesh the sculptor said nothing."
    told = Told(text, {"Pavel Orlik": PERSON, "Ivo Kesh": PERSON}, "the sculptor")
    assert told.speaker(0).name == "sculptor"


def test_the_ministry_is_the_body_with_that_word_in_its_name() -> None:
    text = "The Ministry of Transport met Tarn Rail. The ministry said that trains will run."
    told = Told(text, {"Ministry of Transport": BODY, "Tarn Rail": BODY}, "The ministry")
    assert told.speakers() == ["Ministry of Transport"]


def test_a_persons_campaign_is_not_that_of_another_who_has_one() -> None:
    text = (
        "Ada Brun left the Kesh Campaign to Ivo Kesh. Brun’s campaign said it was fair. "
        "Kesh’s campaign said it was not. Brun’s campaign said no more."
    )
    names = {"Ada Brun": PERSON, "Kesh Campaign": BODY, "Ivo Kesh": PERSON, "Brun": PERSON}
    told = Told(text, names, "Brun’s campaign", "Kesh’s campaign", ("Brun’s campaign", 1))
    assert told.speakers() == ["Brun’s campaign", "Kesh’s campaign", "Brun’s campaign"]
    assert told.speaker(1).aliases == ("Kesh Campaign",)


def test_mr_tells_a_husband_from_his_wife() -> None:
    text = (
        "Brun spoke on Monday. Mr. Brun said it was over. Jane Brun said it was not. "
        "Mr. Brun said it was. Robert Brun is her husband."
    )
    names = {"Brun": PERSON, "Jane Brun": PERSON, "Robert Brun": PERSON}
    told = Told(text, names, "Brun", "Mr. Brun", "Jane Brun", ("Mr. Brun", 1))
    assert told.speakers() == ["Robert Brun", "Robert Brun", "Jane Brun", "Robert Brun"]


def test_a_title_may_stand_between_an_office_and_the_name_of_who_holds_it() -> None:
    text = (
        "Guild leader Ada Brun spoke. The leader of the Tarn Church, Bishop Orlik, imposed a law. "
        "The leader of the Kesh Isles said no more."
    )
    sources = ("The leader of the Tarn Church, Bishop Orlik,", "The leader of the Kesh Isles")
    told = Told(text, {"Ada Brun": PERSON, "Orlik": PERSON}, *sources)
    assert told.speakers() == ["Orlik", "leader of the Kesh Isles"]


def test_his_lawyer_is_not_the_lawyer_of_another() -> None:
    text = (
        "Brun’s lawyer Ada Kesh spoke. Ivo Orlik was absent. His lawyer said that he was ill. "
        "The lawyer for Brun said no more."
    )
    names = {"Brun": PERSON, "Ada Kesh": PERSON, "Ivo Orlik": PERSON}
    told = Told(text, names, "His lawyer", "The lawyer for Brun")
    assert told.speakers() == ["His lawyer", "Ada Kesh"]


def test_a_body_with_a_name_in_it_is_not_just_any_body() -> None:
    text = "The Tarn Zoo is closed. The Kesh Rail website said that trains run."
    told = Told(text, {"Tarn Zoo": BODY, "Kesh Rail": BODY}, "The Kesh Rail website")
    assert told.speakers() == ["Kesh Rail website"]


def test_whose_a_body_is_is_no_role_of_it() -> None:
    text = "The Brun administration’s Department of Peace met. The Brun administration said so."
    names = {"Brun": PERSON, "Department of Peace": BODY}
    told = Told(text, names, "The Brun administration")
    assert told.speakers() == ["Brun administration"]


@pytest.mark.parametrize(
    ("source", "speaker"),
    [
        ("A statement released by the Ministry of Peace last week", "Ministry of Peace"),
        ("A letter on Monday by Ada Brun", "Ada Brun"),
        ("A report released last year", None),
        ("A Ministry of Peace report issued in May", "Ministry of Peace"),
        ("A new ad from the Ministry of Peace", "Ministry of Peace"),
        ("Tarn trade and industry commissioner Ada Brun", "Ada Brun"),
    ],
)
def test_words_are_of_whoever_put_them_out(source: str, speaker: str | None) -> None:
    text = f"{source} told of it. Ivo Kesh was there."
    known = {"Ada Brun": PERSON, "Ministry of Peace": BODY, "Ivo Kesh": PERSON}
    told = Told(text, {n: k for n, k in known.items() if n in text}, source)
    assert told.speakers() == [speaker]


def test_a_name_that_was_split_at_its_particle_is_one() -> None:
    text = "The manager of Tarn Media, Dr Ali bin Tamim, thanked the jury. Tamim said no more."
    names = {"Tarn Media": BODY, "Ali": PERSON, "Tamim": PERSON}
    told = Told(text, names, "The manager of Tarn Media, Dr Ali bin Tamim,", ("Tamim", 1))
    assert told.speakers() == ["Ali bin Tamim", "Ali bin Tamim"]


def test_a_ministers_ministry_is_the_one_that_the_office_names() -> None:
    text = (
        "The Ministry of the Sea and the Ministry of Peace met. Ada Brun, minister of the sea, spoke. "
        "Brun’s ministry said so. Ivo Kesh came. Kesh’s ministry did not."
    )
    bodies = {"Ministry of the Sea": BODY, "Ministry of Peace": BODY}
    told = Told(
        text,
        {**bodies, "Ada Brun": PERSON, "Ivo Kesh": PERSON},
        "Brun’s ministry",
        "Kesh’s ministry",
    )
    assert told.speakers() == ["Ministry of the Sea", "Kesh’s ministry"]


def test_who_runs_a_body_has_it_for_a_role() -> None:
    text = "Ada Brun, who runs the Ministry of the Sea, spoke. Brun’s ministry said no more."
    told = Told(text, {"Ada Brun": PERSON, "Ministry of the Sea": BODY}, "Brun’s ministry")
    assert told.speakers() == ["Ministry of the Sea"]
    assert next(e.roles for e in told.resolution.entities) == ("runs the Ministry of the Sea",)


def test_nobody_is_no_name() -> None:
    told = Told("Nobody will say where it is to stand.", {"Nobody": PERSON}, "Nobody")
    assert told.speaker(0) is None
    assert told.resolution.entities == ()


def test_the_company_is_the_body_spoken_of_just_now() -> None:
    text = "Tarn Rail lost money last year. The company said that it would recover."
    told = Told(text, {"Tarn Rail": BODY}, "The company")
    assert told.speakers() == ["Tarn Rail"]


def test_initials_and_short_forms_are_the_same_body() -> None:
    text = (
        "The Grand Weir Stone Studio and the Tarn Harbour Board agreed. "
        "The Weir Studio was glad; THB was not. The Grand Studio left."
    )
    told = Told(
        text,
        {
            "Grand Weir Stone Studio": BODY,
            "Tarn Harbour Board": BODY,
            "THB": BODY,
            "Grand Studio": BODY,
        },
        "THB",
    )
    assert told.speakers() == ["Tarn Harbour Board"]
    assert "Grand Studio" in told.entity("Grand Weir Stone Studio").aliases


def test_a_pronoun_takes_the_last_named_speaker() -> None:
    text = 'Jane Maren said no. "It is over," she added.'
    told = Told(text, {"Jane Maren": PERSON}, "Jane Maren", "she")
    assert told.speakers() == ["Jane Maren", "Jane Maren"]


def test_a_pronoun_agrees_in_gender() -> None:
    text = "Jane Maren met Robert Kesh. She said it went well. He said it did not."
    told = Told(text, {"Jane Maren": PERSON, "Robert Kesh": PERSON}, "She", "He")
    assert told.speakers() == ["Jane Maren", "Robert Kesh"]


def test_a_role_tells_the_gender_too() -> None:
    text = "Spokeswoman Aru Tey met Oma Kii. She said it went well."
    told = Told(text, {"Aru Tey": PERSON, "Oma Kii": PERSON}, "She")
    assert told.speakers() == ["Aru Tey"]


def test_who_is_named_in_the_words_does_not_say_them_as_he() -> None:
    text = "Peter Orlik was there. Robert Kesh would resign, he said."
    told = Told(
        text,
        {"Peter Orlik": PERSON, "Robert Kesh": PERSON},
        "he",
        contents={0: "Robert Kesh would resign"},
    )
    assert told.speakers() == ["Peter Orlik"]


def test_a_pronoun_without_anybody_is_nobody() -> None:
    assert Told("He said no.", {}, "He").speakers() == [None]


def test_it_and_this_and_that_are_nobody() -> None:
    text = "Jane Maren left. This shows that it is over."
    assert Told(text, {"Jane Maren": PERSON}, "This").speakers() == [None]


def test_remarks_belong_to_whoever_made_them() -> None:
    text = (
        "Jane Maren spoke. Maren’s remarks suggest change. Her statement said so. "
        "A statement by Tarn Rail said otherwise. The report says nothing."
    )
    told = Told(
        text,
        {"Jane Maren": PERSON, "Tarn Rail": BODY},
        "Maren’s remarks",
        "Her statement",
        "A statement by Tarn Rail",
        "The report",
    )
    assert told.speakers() == ["Jane Maren", "Jane Maren", "Tarn Rail", None]


def test_people_without_a_name_are_a_group() -> None:
    text = "Defense officials agreed. Critics did not. The critics said why."
    told = Told(text, {}, "Defense officials", "Critics", "The critics")
    assert told.speakers() == ["Defense officials", "Critics", "Critics"]
    assert told.speaker(0).kind is EntityKind.GROUP


def test_somebody_without_a_name_is_called_as_the_article_calls_them() -> None:
    text = "A spokesman for Tarn Rail declined. Another man said yes."
    told = Told(text, {"Tarn Rail": BODY}, "A spokesman for Tarn Rail", "Another man")
    assert told.speakers() == ["spokesman for Tarn Rail", "man"]
    assert told.speaker(0).kind is PERSON


def test_two_names_that_speak_as_one_are_a_group() -> None:
    text = "Jane Maren and Ivo Kesh said so."
    told = Told(text, {"Jane Maren": PERSON, "Ivo Kesh": PERSON}, "Jane Maren and Ivo Kesh")
    assert told.speakers() == ["Jane Maren and Ivo Kesh"]
    assert told.speaker(0).kind is EntityKind.GROUP


def test_i_is_whoever_is_quoted() -> None:
    text = 'Jane Maren said: "I think it will rain." Ivo Kesh listened.'
    told = Told(
        text,
        {"Jane Maren": PERSON, "Ivo Kesh": PERSON},
        "Jane Maren",
        "I",
        contents={0: '"I think it will rain."', 1: "it will rain"},
    )
    assert told.speakers() == ["Jane Maren", "Jane Maren"]


def test_i_outside_of_any_quotation_is_nobody() -> None:
    assert Told("I think it will rain.", {}, "I").speakers() == [None]


def test_a_name_of_two_scripts_is_its_plain_and_its_cyrillic_spelling() -> None:
    text = "Andrei Maroшин spoke. Later Maroshin said no, as Марошин does."
    told = Told(text, {"Andrei Maroшин": PERSON, "Марошин": PERSON}, "Maroshin")
    entity = told.speaker(0)
    assert entity.id == "andrei-maroshin"
    assert {"Maroshin", "Марошин", "Andrei Maroshin"} <= set(entity.aliases)


def test_a_name_that_was_cut_off_goes_to_the_end_of_its_word() -> None:
    text = "Andrei Maroшин said no. Oh Min-seo said yes."
    told = Told(text, {"Andrei Maro": PERSON, "Oh Min-": PERSON}, "Andrei Maroшин", "Oh Min-seo")
    assert told.speakers() == ["Andrei Maroшин", "Oh Min-seo"]


def test_a_name_that_was_overlooked_is_found_in_the_source() -> None:
    text = "The mayor, Jane Maren, said so. Maren left."
    told = Told(text, {}, "The mayor, Jane Maren,", ("Maren", 1))
    assert told.speakers() == ["Jane Maren", "Jane Maren"]


def test_an_adjective_of_a_people_is_no_entity() -> None:
    told = Told("Tarnish forces left.", {"Tarnish": EntityKind.GROUP})
    assert told.resolution.entities == ()


def test_two_of_one_surname_stay_two() -> None:
    text = "Jane Maren met her father Robert Maren. Jane Maren said yes. Robert Maren said no."
    told = Told(
        text,
        {"Jane Maren": PERSON, "Robert Maren": PERSON},
        ("Jane Maren", 1),
        ("Robert Maren", 1),
    )
    assert told.speakers() == ["Jane Maren", "Robert Maren"]


def test_ids_can_be_read_and_differ() -> None:
    text = "A man said yes. A man said no."
    told = Told(text, {}, "A man", ("A man", 1))
    assert [e.id for e in told.resolution.entities] == ["man", "man-2"]


def test_everything_named_is_an_entity_and_a_state_is_told_from_a_town() -> None:
    told = Told("Norway and Tarn agreed.", {"Norway": PLACE, "Tarn": PLACE})
    assert [(e.name, e.kind) for e in told.resolution.entities] == [
        ("Norway", EntityKind.STATE),
        ("Tarn", EntityKind.PLACE),
    ]


def test_what_is_asked_for_has_an_entity() -> None:
    text = "Jane Maren told Weir News in Tarn, and officials knew."
    point = Coordinates(1, 2.0, 3.0)
    told = Told(
        text,
        {"Jane Maren": PERSON, "Weir News": BODY},
        asked=("Weir News", "officials"),
        coordinates={"Tarn": point},
    )
    at = told.resolution.at
    assert at(spot(text, "Weir News")) == "weir-news"
    assert told.entity("Weir News").kind is EntityKind.OUTLET
    assert at(spot(text, "officials")) == "officials"
    assert told.entity("Tarn").place == point
    placed = told.resolution.placed((spot(text, "Tarn"),))
    assert placed is not None and placed.entity == "tarn"


def test_every_mention_is_what_the_article_says() -> None:
    text = "Jane Maren, the mayor, left. She said no; the mayor's aides said yes."
    told = Told(text, {"Jane Maren": PERSON}, "She", "the mayor's aides")
    mentions = [m for e in told.resolution.entities for m in e.mentions]
    assert [m.spans[0].of(text) for m in mentions if m.form is Form.PRONOUN] == ["She"]
    assert told.speaker(1).kind is EntityKind.GROUP


def test_an_attribution_without_a_source_has_no_speaker() -> None:
    text = "Jane Maren reportedly left."
    attribution = Attribution(
        "a",
        None,
        spot(text, "reportedly") and (spot(text, "reportedly"),),
        (Span(0, 10),),
        Kind.INDIRECT,
        1.0,
    )
    resolution = entities_in(text, [attribution], [Name(Span(0, 10), PERSON)], (), {})
    assert resolution.speakers == {}


@pytest.mark.parametrize("text", ["", " ", "\n\n", "(((", "“", "he", "’s"])
def test_hardly_any_text_is_no_trouble(text: str) -> None:
    source = (Span(0, len(text)),) if text else None
    content = Span(0, max(len(text), 1))
    attribution = Attribution("a", source, None, (content,), Kind.INDIRECT, 1.0)
    assert entities_in(text, [attribution], [], (), {}).entities == ()


def test_time_grows_with_the_length_and_no_faster() -> None:
    def seconds(n: int) -> float:
        text = "".join(f"Minister Q{i}x Smith said so. The minister agreed. " for i in range(n))
        names, attributions = [], []
        for i in range(n):
            start = text.index(f"Q{i}x Smith", len(names) * 40)
            names.append(Name(Span(start, start + len(f"Q{i}x Smith")), PERSON))
            at = text.index("The minister", start)
            source = (Span(at, at + 12),)
            attributions.append(
                Attribution(str(i), source, None, (Span(at + 13, at + 19),), Kind.INDIRECT, 1.0)
            )
        began = time.process_time()
        entities_in(text, attributions, names, (), {})
        return time.process_time() - began

    seconds(50)
    short, long = (min(seconds(n) for _ in range(3)) for n in (100, 800))
    assert long < 16 * max(short, 0.01)


def test_a_text_may_end_with_the_first_word_of_a_longer_name() -> None:
    text = "Tarrow was quiet. The Tarrow Harbour Trust spoke first, wrote a man from Tarrow"
    told = Told(text, {"Tarrow Harbour Trust": BODY, "Tarrow": PLACE}, "The Tarrow Harbour Trust")
    town = next(e for e in told.resolution.entities if e.name == "Tarrow")
    assert len(town.mentions) == 2


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Tolls rose on the coast of Vardonia. Vardonia pays.", "Vardonia"),
        ("Vardonia’s culture minister spoke. Vardonia pays.", "Vardonia"),
        ("It was made in Vardonia, and Vardonia pays.", "Vardonia"),
        ("Vardonia pays. It is to stand on the Vardonian shore.", "Vardonia"),
        ("The ferry to Gannet Cove is late.", "Gannet Cove"),
        ("The ferry to Port Averin is late.", "Port Averin"),
    ],
)
def test_what_is_said_to_be_somewhere_is_a_place(text: str, name: str) -> None:
    names = [Name(Span(m.start(), m.end()), PERSON) for m in re.finditer(rf"{name}\b", text)]
    (entity,) = entities_in(text, [], names, (), {}).entities
    assert (entity.name, entity.kind) == (name, EntityKind.PLACE)


def test_a_surname_stays_a_persons_whatever_stands_before_it() -> None:
    text = "Ilse Maren spoke. Trust in Maren is high. A school of Maren opened."
    names = [Name(Span(m.start(), m.end()), PERSON) for m in re.finditer("(?:Ilse )?Maren", text)]
    (entity,) = entities_in(text, [], names, (), {}).entities
    assert (entity.name, entity.kind) == ("Ilse Maren", PERSON)


def test_a_form_of_address_makes_a_person_and_is_kept_where_no_given_name_is() -> None:
    text = "Ms Maren spoke. She said that Ms Maren would not be told."
    names = [
        Name(Span(m.start(), m.end()), EntityKind.ORGANISATION)
        for m in re.finditer("Ms Maren", text)
    ]
    (entity,) = entities_in(text, [], names, (), {}).entities
    assert (entity.name, entity.kind, entity.aliases) == ("Maren", PERSON, ("Ms Maren",))


def test_a_paragraph_begun_with_a_name_is_not_about_who_spoke_before() -> None:
    told = Told(
        "Josef Oduya said it would be done. He did not say when.\n\n"
        "Anton Korablev, who heads the fleet, was more careful. Speaking on Monday, he said no.",
        {"Josef Oduya": PERSON, "Anton Korablev": PERSON},
        "Josef Oduya", "He", ("he", 3),
    )  # fmt: skip
    assert told.speakers() == ["Josef Oduya", "Josef Oduya", "Anton Korablev"]


def test_it_that_withholds_is_who_spoke_last_and_not_the_end_of_the_article() -> None:
    text = (
        "The Ministry of the Sea said that ice is thin. It gave no source. "
        "Later the University of Brennick in Kelmouth said that ice is thick."
    )
    names = {"Ministry of the Sea": BODY, "University of Brennick": BODY, "Kelmouth": PLACE}
    told = Told(text, names, "The Ministry of the Sea", "the University of Brennick", asked=("It",))
    ministry = told.entity("Ministry of the Sea")
    assert told.resolution.at(spot(text, "It")) == ministry.id


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The list hangs in the church of St Foka. It was St Foka that burnt.", PLACE),
        ("They met in the chapel of Saint Foka.", PLACE),
        ("They spoke of St Foka.", BODY),
    ],
)
def test_a_saint_with_a_church_is_a_place(text: str, kind: EntityKind) -> None:
    name = "Saint Foka" if "Saint" in text else "St Foka"
    assert Told(text, {name: BODY}).entity(name).kind is kind


def test_an_agency_is_one_with_its_bare_name_and_an_outlet() -> None:
    text = "Maren told the Farlight news agency. She showed Farlight a sketch."
    names = [
        Name(spot(text, "Farlight news agency"), BODY), Name(spot(text, "Farlight", 1), PLACE),
    ]  # fmt: skip
    (entity,) = entities_in(text, [], names, [], {}).entities
    assert entity.name == "Farlight news agency"
    assert entity.kind is EntityKind.OUTLET
    assert len(entity.mentions) == 2


def test_who_is_credited_in_a_dateline_is_an_outlet_throughout() -> None:
    text = "TARN, May 3 (Farlight) — The bridge is shut, the mayor said.\n\nFarlight saw the sign."
    reading = onrecord.extract(onrecord.Article("a", text, ""))
    (outlet,) = (e for e in reading.entities if e.name == "Farlight")
    assert outlet.kind is EntityKind.OUTLET
    assert len(outlet.mentions) == 2


def test_a_name_in_foreign_letters_is_a_persons_whole_name_if_part_of_it_is() -> None:
    text = "“No,” Антон Кораблёв wrote. Kelmouth Lund heard Анна."
    names = {"Антон": BODY, "Кораблёв": PERSON, "Kelmouth": PLACE, "Lund": PERSON, "Анна": PERSON}
    told = Told(text, names, "Антон Кораблёв")
    assert told.speakers() == ["Антон Кораблёв"]
    assert told.entity("Антон Кораблёв").kind is PERSON
    assert told.entity("Kelmouth").kind is PLACE
