"""What two statements are compared by, taken out of their words."""

from dataclasses import replace

import pytest

from onrecord.match.likeness import RUN, features_of, puts_off, words_of
from onrecord.values import Act, Kind
from tests.match.statements import said


def of(content, **more):
    return features_of(said(content, **more))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The Ferry—late—left.", "the ferry late left"),
        ("the captain’s ‘own’ words", "the captain's own words"),
        ("1,200 of 3.5 and 7.", "1,200 of 3.5 and 7"),
        ("Covid-19 and form 19", "covid and form 19"),
        ("Žofie Černá’s café", "zofie cerna's cafe"),
        ("well-known e-mail", "well known e mail"),
        ("a_b c", "a b c"),
        ("…", ""),
    ],
)
def test_words_are_folded_and_in_order(text, words):
    assert words_of(text) == tuple(words.split())


def test_stems_leave_out_small_words_single_letters_and_what_only_denies():
    its = of("The pilots didn't announce a plan B to the harbour")
    assert its.stems == ("pilot", "announc", "plan", "harbour")
    assert its.content == set(its.stems)
    assert its.pairs == {("pilot", "announc"), ("announc", "plan"), ("plan", "harbour")}


def test_runs_are_four_words_on_end_small_ones_too():
    its = of("the ferry to the island sank")
    assert its.runs == {
        ("the", "ferry", "to", "the"),
        ("ferry", "to", "the", "island"),
        ("to", "the", "island", "sank"),
    }
    assert of("the ferry sank").runs == set()
    assert len(of("the old ferry sank").runs) == 1
    assert all(len(run) == RUN for run in its.runs)


def test_quoted_runs_are_those_in_the_speakers_own_words():
    text = "they would “sail at dawn or” never at all"
    assert of(text, kind=Kind.MIXED).quoted == {("sail", "at", "dawn", "or")}
    assert of(text, kind=Kind.INDIRECT).quoted == set()
    assert of(text, kind=Kind.DIRECT).quoted == of(text).runs
    assert of("they “” sail at dawn", kind=Kind.MIXED).quoted == set()


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("1,200 barrels of salt", {("1200", "barrel")}),
        ("twelve of the barrels", {("12", "barrel")}),
        ("two million old barrels", {("2000000", "old")}),
        ("1.5 million barrels", {("1500000", "barrel")}),
        ("0.5 million barrels", {("500000", "barrel")}),
        ("1.2345 thousand barrels", {("12345", "barrel")}),
        ("a million barrels", {("1000000", "barrel")}),
        ("one million barrels", {("1000000", "barrel")}),
        ("one barrel", set()),
        ("a barrel", set()),
        ("dozen barrels", {("12", "barrel")}),
        ("on may 17 nobody came", {("17", "may")}),
        ("17 may", {("17", "")}),
        ("7", {("7", "")}),
        ("three of the many at the barrel", {("3", "")}),
        ("three of the many barrels", {("3", "barrel")}),
        ("two thousand and a few of the barrels", {("2000", "")}),
        ("sixty barrels and forty boats", {("60", "barrel"), ("40", "boat")}),
    ],
)
def test_a_figure_is_a_number_with_what_it_counts(text, figures):
    assert of(text).figures == figures


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("on the third of October", {"3 october"}),
        ("on 3 October", {"3 october"}),
        ("on October 3rd", {"3 october"}),
        ("on 12th october and May 1", {"12 october", "1 may"}),
        ("in October", set()),
        ("twentieth of June", {"20 june"}),
    ],
)
def test_a_day_is_one_however_it_is_written(text, days):
    assert of(text).days == days


@pytest.mark.parametrize(
    ("text", "negated"),
    [
        ("the ferry will not sail tomorrow at dawn", {"sail", "tomorrow"}),
        ("the ferry won't sail tomorrow at dawn", {"sail", "tomorrow"}),
        ("no person shall enter the harbour", set()),
        ("not a person shall enter the harbour", {"person", "enter"}),
        ("no old person shall enter", {"old", "person"}),
        ("never mind B tides", {"mind", "tide"}),
        ("tides never", set()),
        ("not sailing and not rowing boats fast", {"sail", "row", "boat"}),
    ],
)
def test_a_negation_reaches_the_next_two_words_of_content(text, negated):
    assert of(text).negated == negated


def test_a_negation_with_until_only_puts_off():
    late, soon = of("it will not open until the end of May"), of("it will open in May")
    assert late.not_until
    assert not soon.not_until
    assert puts_off(late, soon)
    assert puts_off(soon, late)
    assert not puts_off(late, late)
    assert not puts_off(soon, soon)
    assert not puts_off(late, of("it will open before May"))
    assert not puts_off(of("it will open until May"), late)
    assert of("it doesn’t open till May").not_until
    assert not of("it will not open one two three until May").not_until


def test_names_and_titles_are_what_a_statement_is_about():
    text = "the mayor met Ilse Maren, and Brevik harbour pilots sang"
    proper = of(text).proper
    assert {"ilse", "maren", "brevik", "mayor"} <= proper
    assert not {"harbour", "pilot", "sang", "met"} & proper
    named = replace(said("the pilots sang"), names=(("e1", "Sten Pilots"),))
    assert {"sten", "pilot"} <= features_of(named).proper
    assert features_of(named).names == {"e1"}


def test_a_headlines_capitals_name_nobody():
    # Every second word capitalised after a small one: as a headline sets it.
    head = "is Ferry at Harbour on Friday"
    assert "ferry" in of(head).proper, "half of the words are not more than half"
    assert "harbour" not in of("is Ferry, Harbour, Friday, Pilots").proper


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("will the ferry sail?", True),
        ("“will the ferry sail?” ", True),
        ("‘will the ferry sail?’", True),
        ("will the ferry sail? It will.", False),
        ("whether the ferry sails", True),
        ("the ferry sails", False),
    ],
)
def test_a_question_ends_in_its_mark_or_says_whether(text, asks):
    assert of(text).asks is asks


def test_an_act_of_asking_is_a_question_whatever_its_words():
    assert of("the ferry sails", act=Act.QUESTION).asks
    assert not of("the ferry sails", act=Act.DENIAL).asks
    assert not features_of(replace(said("the ferry sails"), firmness=None)).asks
