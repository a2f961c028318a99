import pytest

from onrecord.extract.modality import factors, form_of, operators


@pytest.mark.parametrize(
    ("word", "found"),
    [
        ("may", ("may",)),
        ("can't", ("can", "not")),
        ("won't", ("will", "not")),
        ("cannot", ("can", "not")),
        ("they'll", ("will",)),
        ("allegedly", ("possibly",)),
        ("bridge", ()),
        ("'tis", ()),
    ],
)
def test_a_word_does_to_its_verb_what_the_table_says(word: str, found: tuple[str, ...]) -> None:
    assert operators(word) == found


def test_a_negation_belongs_to_the_verb_group_it_stands_in() -> None:
    words = "She did not close the bridge and opened the road .".split()
    assert "group has not" in factors(words, 3)
    assert "group has not" not in factors(words, 7)


def test_an_infinitive_is_governed_by_the_word_before_it_even_over_an_object() -> None:
    assert "governed by fail" in factors("They failed to open it .".split(), 3)
    assert "governed by ask over an object" in factors("They told Ilse to open it .".split(), 4)
    assert "governed by not want" in factors("They do not want to open it .".split(), 5)


def test_a_condition_and_a_question_are_told_from_the_words_around() -> None:
    assert "near a condition" in factors("If it opens , we go .".split(), 2)
    assert "before a question mark" in factors("Did it open ?".split(), 2)


def test_every_word_of_any_sentence_has_a_form() -> None:
    assert [form_of(w) for w in ("opening", "opened", "opens", "glass", "king")] == [
        "ing", "ed", "s", "base", "base",
    ]  # fmt: skip
