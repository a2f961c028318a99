"""A headline for, against, or only observing a claim; invented claims and headlines."""

from __future__ import annotations

import pytest

from onrecord.match.stance import Stance, features, stance

CLAIM = "A whale swam up the river to Tellin bridge"


@pytest.mark.parametrize(
    ("headline", "expected"),
    [
        ("Whale swims up river to Tellin bridge", Stance.FOR),
        (
            "No, a whale did not swim up the river to Tellin bridge: photo was a hoax",
            Stance.AGAINST,
        ),
        ("Fake photo of whale at Tellin bridge debunked", Stance.AGAINST),
        ("Did a whale really swim up the river to Tellin?", Stance.OBSERVING),
        ("Whale reportedly seen in river, unconfirmed reports say", Stance.OBSERVING),
    ],
)
def test_a_headline_shows_its_stance(headline: str, expected: Stance) -> None:
    assert stance(CLAIM, headline)[0] is expected


def test_the_probability_is_of_the_stance_given_and_parts_say_why() -> None:
    label, probability, parts = stance(CLAIM, "Whale at Tellin bridge is a hoax")
    assert label is Stance.AGAINST
    assert 1 / 3 < probability <= 1
    assert any("hoax" in part.name or "refutation" in part.name for part in parts[:3])
    assert all(-1 <= part.score <= 1 for part in parts)


def test_words_of_the_claim_itself_weigh_nothing() -> None:
    assert not any(name.startswith("word: ") for name in features(CLAIM, CLAIM))


def test_a_typographic_apostrophe_is_an_apostrophe() -> None:
    assert features(CLAIM, "Whale didn’t swim") == features(CLAIM, "Whale didn't swim")


@pytest.mark.parametrize(
    ("claim", "headline"), [("", ""), ("a", ""), ("", "?"), ("漢字", "العربية")]
)
def test_nothing_is_too_little(claim: str, headline: str) -> None:
    assert stance(claim, headline)[0] in Stance
