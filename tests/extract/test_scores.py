"""How sure the reader says it is: its network's chances, as people bear them out."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.extract import attributions_in
from onrecord.extract.decode import Crf
from onrecord.extract.link import Linker, Page
from onrecord.extract.network import network
from onrecord.extract.reader import Calibration, log_odds
from onrecord.text import paragraphs, sentences
from onrecord.values import Attribution, Kind, Settings, Span

chances = st.floats(0.001, 0.999)


CUE = (Span(6, 10),)


def read(score, cue=CUE):
    return Attribution("a", None, cue, (Span(0, 5),), Kind.DIRECT, score)


@given(st.floats(0, 1))
def test_log_odds_lead_back_to_the_chance_and_are_finite_at_both_ends(chance):
    back = 1 / (1 + math.exp(-log_odds(chance)))
    assert back == pytest.approx(min(max(chance, 1e-4), 1 - 1e-4), abs=1e-12)


def test_even_odds_are_nothing_and_sides_mirror_one_another():
    assert log_odds(0.5) == 0.0
    assert log_odds(0.8) == pytest.approx(math.log(4))
    assert log_odds(0.2) == pytest.approx(-math.log(4))
    assert log_odds(0.0) == pytest.approx(math.log(1e-4 / (1 - 1e-4)))
    assert log_odds(1.0) == pytest.approx(-log_odds(0.0))


@given(chances)
def test_without_numbers_of_its_own_a_calibration_changes_nothing(chance):
    for attribution in (read(chance), read(chance, cue=None)):
        assert Calibration()(attribution).score == pytest.approx(chance, abs=6e-5)


@given(chances, st.floats(-2, 2), st.floats(0.2, 2), st.floats(-2, 2))
def test_a_calibration_is_a_logistic_curve_with_a_step_for_what_has_no_cue(
    chance, base, slope, alone
):
    curve = Calibration(base, slope, alone)

    def expected(step):
        return 1 / (1 + math.exp(-(base + slope * math.log(chance / (1 - chance)) + step)))

    assert curve(read(chance)).score == pytest.approx(expected(0.0), abs=6e-5)
    assert curve(read(chance, cue=None)).score == pytest.approx(expected(alone), abs=6e-5)


@given(chances, chances)
def test_what_the_network_is_surer_of_stays_surer(one, other):
    curve = Calibration(0.3, 0.6, -0.4)
    low, high = sorted((one, other))
    assert curve(read(low)).score <= curve(read(high)).score


def test_nothing_but_the_score_is_changed():
    before = read(0.7)
    after = Calibration(0.5)(before)
    assert after.score == round(after.score, 4) != before.score
    assert (after.id, after.cue, after.content) == (before.id, before.cue, before.content)


def test_an_attribution_that_is_as_sure_as_asked_for_is_kept():
    text = "“We will build it here,” said Ida Maren, the sculptor."
    (found,) = attributions_in([text], Settings(threads=1))[0].attributions
    asked = Settings(threads=1, min_score=found.score)
    assert attributions_in([text], asked)[0].attributions == (found,)


def test_names_have_a_chance_of_their_own_in_order_of_the_text():
    text = "Ida Maren flew from Lisbon to Oslo.\n\nSam Oduya stayed in Paris."
    names = attributions_in([text], Settings(threads=1))[0].names
    assert [n.span for n in names] == sorted(n.span for n in names)
    assert {"Lisbon", "Oslo", "Paris"} <= {n.span.of(text) for n in names}
    assert all(0 < n.score <= 1 and n.score == round(n.score, 4) for n in names)
    assert {n.score for n in names} - {0.0, 1.0}


def test_an_id_is_of_the_text_and_of_all_that_was_found():
    text = "“We go,” said Ida. “We go,” said Sam."
    one, two = attributions_in([text], Settings(threads=1))[0].attributions
    assert one.id != two.id
    again = attributions_in([text + " It rained."], Settings(threads=1))[0].attributions[0]
    assert again.content == one.content
    assert again.id != one.id


@pytest.mark.parametrize(
    "text",
    [
        "Mayor Sam Oduya said that the bridge would open in spring.",
        "The bridge, she mumbled, might perhaps open.",
        "Officials hinted, as others had, that a new bridge might come.",
    ],
)
def test_a_score_is_that_of_every_run_times_that_of_the_links(text):
    (found,) = attributions_in([text], Settings(threads=1))[0].attributions
    net = network(1)
    words = net.words(text)
    tags = Crf.legal(net.facts["tags"], net.facts["crf"])
    emissions = net.emissions([words])[0][:, : len(tags.labels)]
    spans, chance = {"source": [], "cue": [], "content": []}, {}
    for run in tags.runs(emissions, [(0, len(words))]):
        span = Span(int(words.starts[run.first]), int(words.ends[run.last - 1]))
        spans[run.label].append(span)
        chance[span] = run.score
    page = Page.of(text, sentences(text), paragraphs(text))
    links = Linker.of(net.facts["linker"]).links(page, text, *spans.values())
    (link,) = [
        link for link in links if tuple(spans["content"][i] for i in link.contents) == found.content
    ]
    product = link.score * math.prod(chance[span] for span in found.spans)
    calibrated = Calibration(**net.facts["score"])(read(product, found.cue)).score
    assert found.score == pytest.approx(calibrated, abs=2e-4)
