"""Who is who across articles: invented people and bodies, in Latin and Cyrillic letters."""

from __future__ import annotations

import pytest

from onrecord.judged import Profile, Relation
from onrecord.match.people import JOINS, VERSION, keys_of, same_entity
from onrecord.resolve.names import name_likeness
from onrecord.values import Coordinates, EntityKind

PERSON, BODY, PLACE = EntityKind.PERSON, EntityKind.ORGANISATION, EntityKind.PLACE


def likeness(one: str, other: str, kind: EntityKind) -> tuple[float, str]:
    found = name_likeness(one, other, kind)
    return found.score, found.explanation


def profile(
    name: str,
    kind: EntityKind = PERSON,
    *,
    article: str = "",
    aliases: tuple[str, ...] = (),
    roles: tuple[str, ...] = (),
    company: tuple[str, ...] = (),
    place: Coordinates | None = None,
) -> Profile:
    article = article or f"article on {name} {kind} {aliases} {roles} {company} {place}"
    return Profile(f"{article}/{name}", article, name, kind, aliases, roles, company, None, place)


def joined(new: Profile, *candidates: Profile) -> set[str]:
    found = same_entity(new, candidates, likeness)
    assert all(j.score >= JOINS and j.holds for j in found)
    return {j.object for j in found}


def are_one(one: Profile, other: Profile) -> bool:
    """Both ways round, because the order in which articles come must not matter."""
    there, back = joined(one, other), joined(other, one)
    assert bool(there) == bool(back)
    return bool(there)


def test_a_full_name_joins_itself_and_says_why() -> None:
    one = profile("Jan Orlik", roles=("mayor of Tarnholm",), company=("Vera Tamm",))
    other = profile("Jan Orlik", roles=("mayor",), company=("Vera Tamm", "Reuters"))
    (judgement,) = same_entity(one, [other], likeness)
    assert (judgement.relation, judgement.by) == (Relation.SAME_ENTITY, VERSION)
    assert (judgement.subject, judgement.object) == (one.id, other.id)
    assert {p.name for p in judgement.parts} == {"name", "roles", "company"}
    assert "has the same name" in judgement.reason
    assert "vera tamm" in judgement.reason


def test_names_in_two_scripts_are_one_and_share_a_key() -> None:
    one = profile("Андрей Орлов", roles=("министр",), company=("Tarnholm Gallery",))
    other = profile("Andrei Orlov", roles=("minister",), company=("Tarnholm Gallery",))
    assert set(keys_of(one)) & set(keys_of(other))
    assert are_one(one, other)


def test_another_given_name_is_another_person() -> None:
    assert not are_one(profile("Jan Orlik"), profile("Petra Orlik"))
    assert not are_one(profile("Андрей Орлов"), profile("Viktor Orlov"))


def test_a_common_name_needs_more_than_a_name() -> None:
    assert not are_one(profile("John Smith"), profile("John Smith"))
    smiths = (
        profile("John Smith", roles=("bridge engineer",)),
        profile("John Smith", roles=("opera singer",)),
    )
    assert not are_one(*smiths)
    same = profile("John Smith", roles=("chief bridge engineer",))
    assert joined(same, *smiths) == {smiths[0].id}


def test_father_and_son_and_two_titles_are_two() -> None:
    assert not are_one(profile("Jan Orlik Jr."), profile("Jan Orlik"))
    assert not are_one(profile("Mr Orlik"), profile("Jan Orlik", roles=("spokeswoman",)))


def test_a_rare_surname_joins_the_only_one_who_has_it() -> None:
    assert are_one(profile("Orlik"), profile("Jan Orlik"))


def test_a_common_surname_joins_only_with_role_or_company() -> None:
    bare, full = profile("Smith"), profile("Mara Smith", roles=("harbour master",))
    assert not are_one(bare, full)
    assert are_one(profile("Smith", roles=("harbour master",), company=("Vera Tamm",)), full)


def test_a_surname_that_two_have_joins_neither_unless_something_tells() -> None:
    jan = profile("Jan Orlik", roles=("harbour master",))
    petra = profile("Petra Orlik", roles=("painter",))
    assert joined(profile("Orlik"), jan, petra) == set()
    told = profile("Orlik", roles=("harbour master of Tarnholm",), company=("Vera Tamm",))
    known = profile("Jan Orlik", roles=("harbour master",), company=("Vera Tamm",))
    assert joined(told, known, petra) == {known.id}


def test_a_full_name_does_not_take_a_surname_that_another_may_own() -> None:
    bare, petra = profile("Orlik"), profile("Petra Orlik")
    assert joined(profile("Jan Orlik"), bare, petra) == set()


def test_a_namesake_in_the_article_itself_is_a_rival_too() -> None:
    bare = profile("Orlik", company=("Petra Orlik",))
    assert not are_one(bare, profile("Jan Orlik"))


@pytest.mark.parametrize("name", ["officials", "the ministry", "a spokesman", "the Government"])
def test_who_has_no_name_joins_nobody_and_has_no_keys(name: str) -> None:
    one = profile(name, BODY, article="1")
    assert keys_of(one) == ()
    assert joined(one, profile(name, BODY, article="2")) == set()
    group = profile("Tarnholmers", EntityKind.GROUP, article="1")
    assert joined(group, profile("Tarnholmers", EntityKind.GROUP, article="2")) == set()


def test_entities_of_one_article_stay_apart() -> None:
    assert joined(profile("Jan Orlik", article="1"), profile("Jan Orlik", article="1")) == set()


def test_a_body_is_known_by_its_letters_and_without_its_legal_form() -> None:
    full = profile("Tarnholm Harbour Workers Union", BODY, aliases=("THWU",))
    assert set(keys_of(profile("THWU", BODY))) & set(keys_of(full))
    assert are_one(profile("THWU", BODY), full)
    assert are_one(profile("Orlik Marine Ltd.", BODY), profile("Orlik Marine", BODY))
    other = profile("Thessal Hydro Water Utility", BODY, aliases=("THWU",))
    assert not are_one(full, other)


def test_letters_that_two_bodies_go_by_join_neither() -> None:
    union = profile("Tarnholm Harbour Workers Union", BODY)
    utility = profile("Thessal Hydro Water Utility", BODY)
    assert joined(profile("THWU", BODY), union) == {union.id}
    assert joined(profile("THWU", BODY), union, utility) == set()


def test_ministries_of_two_states_are_two() -> None:
    french = profile("French Ministry of Defence", BODY)
    assert are_one(french, profile("Defense Ministry of France", BODY))
    assert not are_one(french, profile("Polish Ministry of Defence", BODY))
    bare = profile("Ministry of Defence", BODY)
    assert not are_one(bare, french)
    assert not are_one(bare, profile("Ministry of Defence", BODY, company=("Vera Tamm",)))


def test_a_first_word_does_not_join_two_firms() -> None:
    records, motors = profile("Orlik Records", BODY), profile("Orlik Motors", BODY)
    assert not are_one(records, motors)
    assert joined(profile("Orlik", BODY, company=("Vera Tamm",)), records, motors) == set()


def test_places_join_by_their_point_and_not_by_name_alone() -> None:
    tarn = Coordinates(11, 50.0, 10.0)
    one = profile("Tarnholm", PLACE, place=tarn)
    assert are_one(one, profile("Tarnholm City", PLACE, place=tarn))
    assert are_one(one, profile("Tarnholm", PLACE, place=Coordinates(12, 50.1, 10.1)))
    assert not are_one(one, profile("Tarnholm", PLACE, place=Coordinates(13, -30.0, 140.0)))
    assert not are_one(one, profile("Northern Tarnholm", PLACE, place=tarn))


def test_kinds_that_are_easily_confused_may_join_and_persons_do_not() -> None:
    assert are_one(profile("Tarnholm Echo", BODY), profile("Tarnholm Echo", EntityKind.OUTLET))
    assert not are_one(profile("Orlik"), profile("Orlik", BODY))


def test_of_candidates_spelt_alike_only_the_best_is_named() -> None:
    many = [profile("Jan Orlik", article=str(n)) for n in range(40)]
    many.append(profile("Jan Orlik", article="best", company=("Vera Tamm",)))
    new = profile("Jan Orlik", article="new", company=("Vera Tamm",))
    assert joined(new, *many) == {many[-1].id}


def test_letters_are_compared_only_where_names_may_be_one() -> None:
    asked: list[tuple[str, str]] = []

    def counting(one: str, other: str, kind: EntityKind) -> tuple[float, str]:
        asked.append((one, other))
        return likeness(one, other, kind)

    crowd = [profile(f"{given} Orlik") for given in ("Petra", "Mara", "Boris", "Jan")]
    same_entity(profile("Jan Orlik", article="new"), crowd, counting)
    assert asked == []
    same_entity(profile("Jon Orlik"), crowd, counting)
    assert asked == [("Jon Orlik", "Jan Orlik")]


def test_a_ministry_is_that_of_the_land_its_article_names() -> None:
    full = profile("Ministry of the Sea of Sorrel", BODY)
    assert are_one(profile("Ministry of the Sea", BODY, company=("Sorrel", "Ilse Maren")), full)
    assert not are_one(profile("Ministry of the Sea", BODY, company=("Vardonia",)), full)
