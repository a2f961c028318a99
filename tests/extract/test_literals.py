"""The strings without which a pattern cannot match."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.extract.gap_rules import rules
from onrecord.extract.literals import Sieve, needed


def test_an_alternation_needs_one_of_its_words() -> None:
    (strings,) = needed(re.compile(r"\b(?:declined|refused)\b"))
    assert all(any(s in word for s in strings) for word in ("declined", "refused"))


def test_what_may_be_absent_is_not_needed() -> None:
    assert needed(re.compile(r"(?:abc)?\d+")) == ()


def test_a_pattern_without_words_is_always_tried() -> None:
    assert list(Sieve([re.compile(r"\d")]).pass_through("nothing")) == [0]


def test_a_string_with_a_space_in_it_is_found_too() -> None:
    assert list(Sieve([re.compile("in vain")]).pass_through("they looked in vain")) == [0]


def test_a_string_is_found_in_a_word_that_is_far_too_long() -> None:
    sieve = Sieve([re.compile("refus"), re.compile("declin")])
    assert list(sieve.pass_through("a" * 300 + "refused")) == [0]


WORDS = st.lists(
    st.sampled_from(
        "it is not clear who declined to comment on the cause no one did say whether "
        "unnamed has yet been released by police would details without".split()
    ),
    max_size=25,
).map(" ".join)


@settings(deadline=None)
@given(WORDS)
def test_the_sieve_never_holds_back_a_rule_that_matches(text: str) -> None:
    patterns = [compiled.pattern for compiled in rules()]
    let_through = set(Sieve(patterns).pass_through(text.lower()))
    assert {i for i, p in enumerate(patterns) if p.search(text)} <= let_through
