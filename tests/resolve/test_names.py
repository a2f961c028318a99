"""Spellings that name the same are told from those that do not, and the reason is given."""

import time

import pytest

from onrecord.resolve.names import LIKELY, RULES, latin, name_likeness, same_person
from onrecord.resolve.sounds import consonants, slips, sound_alike
from onrecord.values import EntityKind

BODY = EntityKind.ORGANISATION


@pytest.mark.parametrize(
    ("one", "other", "rule"),
    [
        ("Maren Ostrova", "OSTROVA, Maren", "same word"),
        ("Konrad Schwarz", "Конрад Шварц", "same sound"),
        ("Harlusов", "Harlusov", "same word"),
        ("M. Ostrova", "Maren Ostrova", "initial of"),
        ("JP Valcour", "Jean-Paul Valcour", "initials of"),
        ("Bill Tarrant", "William Tarrant", "form of"),
        ("Ostrova", "Maren Ostrova", "only here"),
        ("Maren Lidia Ostrova", "Maren Ostrova", "only here"),
        ("Pieter Vanderholt", "Pieter van der Holt", "joined"),
        ("Maren Ostrowa", "Maren Ostrova", "few slips"),
        ("محمد الحكيم", "Mohammed al-Hakim", "same sound"),
        ("Kim Tae-un", "김태은", "joined"),
        ("Pak Chol", "박철", "same meaning"),
        ("Dr. Maren Ostrova", "Maren Ostrova", "same word"),
    ],
)
def test_spellings_of_one_person_are_one_and_the_rule_is_named(
    one: str, other: str, rule: str
) -> None:
    found = name_likeness(one, other)
    assert found.score >= LIKELY
    assert rule in {evidence.rule for evidence in found.evidence}
    assert rule in found.explanation


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Maren Ostrova", "Boris Ostrova"),
        ("Maren Lidia Ostrova", "Maren Greta Ostrova"),
        ("Hasan bin Omar al-Rawi", "Omar bin Hasan al-Rawi"),
        ("Raúl Ortiz", "Raúl Ortega"),
        ("高山早苗", "高川早苗"),
        ("Maren O. Tarrant", "Maren Lidia Tarrant"),
        ("Maren", "Maren Lidia Greta Ostrova Tarrant"),
    ],
)
def test_people_whose_names_deny_each_other_are_two(one: str, other: str) -> None:
    assert name_likeness(one, other).score < LIKELY


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Harbour Post Ltd", "The Harbour Post Limited", True),
        ("OAO Norgaz", "Open Joint Stock Company Norgaz", True),
        ("Palverton Harbour Authority", "PHA", True),
        ("Brigade Forty-Four", "Brigade 44", True),
        ("Brigade 44", "Brigade 45", False),
        ("Ash & Sons", "Ash and Sons", True),
        ("Bank of Palverton", "Bank of Norhaven", False),
        ("Palverton Oil Company", "Palverton Gas Company", False),
        ("PHB News", "PLB News", False),
        ("Новости Норхавна", "Novosti Norkhavna", True),
    ],
)
def test_bodies_are_compared_by_what_sets_them_apart(one: str, other: str, same: bool) -> None:
    assert (name_likeness(one, other, BODY).score >= LIKELY) is same


def test_likeness_does_not_depend_on_the_order_of_the_names() -> None:
    for one, other in [
        ("JP Valcour", "Jean-Paul Valcour"),
        ("Pieter Vanderholt", "P. van der Holt"),
    ]:
        assert name_likeness(one, other).score == pytest.approx(name_likeness(other, one).score)


def test_a_name_is_wholly_like_itself_and_nothing_is_like_no_name() -> None:
    assert name_likeness("Maren Ostrova", "Maren Ostrova").score == 1
    assert name_likeness("Maren Ostrova", " — ").score == 0


def test_every_rule_says_what_it_accepts() -> None:
    assert all(rule.__doc__ for rule in RULES)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Harlusов", "Andrei Harlusov"),
        ("Andrei Harlusов", "Андрей Харлусов"),
        ("Mr. Tarrant", "William Tarrant"),
        ("Bill Tarrant", "William Tarrant"),
        ("W. Tarrant", "William Tarrant"),
        ("Kim", "Kim Tae-un"),
        ("Kim Tae Un", "Kim Tae-un"),
        ("김태은", "Kim Tae-un"),
        ("Tae-un Kim", "Kim Tae-un"),
        ("Pedro Lares", "Pedro Lares Montalvo"),
        ("George W. Tarrant", "George Tarrant"),
    ],
)
def test_one_person_of_an_article_is_known_by_either_spelling(one: str, other: str) -> None:
    assert same_person(one, other)
    assert same_person(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("William", "William Tarrant"),
        ("Hilda Tarrant", "William Tarrant"),
        ("William Tarrant Jr.", "William Tarrant"),
        ("Kim Yo-min", "Kim Tae-un"),
        ("Ortega", "Ortiz"),
        ("T.", "William Tarrant"),
        ("", "William Tarrant"),
    ],
)
def test_two_persons_of_an_article_stay_two(one: str, other: str) -> None:
    assert not same_person(one, other)
    assert not same_person(other, one)


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("Harlusов", "Harlusov"),
        ("Андрей Щукин", "Andrei Shchukin"),
        ("Αλέξης Παππάς", "Alexis Pappas"),
        ("Zoë Łuk", "Zoe Luk"),
        ("Maren", "Maren"),
        ("سلمان", "Slman"),
    ],
)
def test_any_script_is_read_as_plain_latin(name: str, plain: str) -> None:
    assert latin(name) == plain


def test_a_slip_that_sounds_or_looks_right_is_less_than_a_slip() -> None:
    assert slips("harlusov", "harlusov") == 0
    assert slips("harlusov", "harlusow") < slips("harlusov", "harlusom") == 1
    assert slips("anglea", "angela") == 1
    assert slips("hanniball", "hannibal") < 1


def test_words_that_crossed_scripts_keep_their_consonants() -> None:
    assert consonants("schwarz") == consonants("shvarts")
    assert sound_alike("slman", "salman") == 1
    assert sound_alike("a", "e") < LIKELY


def test_a_hostile_name_costs_no_more_than_a_long_one() -> None:
    started = time.process_time()
    for piece in ("a ", "аb", "bin ", "J. ", "김", "مح"):
        name = piece * 50_000
        name_likeness(name, "Maren Ostrova " + piece * 1000)
        same_person(name, piece * 1000 + " Maren")
    assert time.process_time() - started < 5
