import json
from pathlib import Path

import pytest

from onrecord.errors import NothingToRead
from onrecord.measure.firmness import factuality, firmness

DATA = Path(__file__).parents[3] / "shared" / "data" / "factuality"


def value(sentence: str, word: str) -> float:
    words = sentence.split()
    return factuality(words, words.index(word))


def test_what_happened_is_firmer_than_what_may_and_that_than_what_did_not() -> None:
    happened = value("The town opened the bridge on Friday .", "opened")
    may = value("The town may open the bridge on Friday .", "open")
    never = value("The town did not open the bridge on Friday .", "open")
    assert happened > 1.5
    assert happened > may
    assert happened - never > 1


def test_what_is_wanted_or_refused_has_not_happened() -> None:
    opened = value("They managed to open the bridge .", "open")
    assert opened > value("They want to open the bridge .", "open")
    assert opened > value("They refused to open the bridge .", "open")


def write(path: Path, labels: list[float]) -> None:
    sentences = ("It opened .", "It may open .")
    rows = [
        {"text": text, "targets": [{"span1": [len(text.split()) - 2, 0], "label": label}]}
        for text, label in zip(sentences, labels, strict=True)
    ]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf8")


def test_of_a_folder_only_what_the_weights_have_not_seen_is_judged(tmp_path: Path) -> None:
    write(tmp_path / "set.train.jsonl", [-3, 3])
    write(tmp_path / "set.dev.jsonl", [3, -3])
    assert firmness(tmp_path) == firmness(tmp_path / "set.dev.jsonl")
    assert firmness(tmp_path)["r"] == pytest.approx(1)
    assert firmness(tmp_path / "set.train.jsonl")["r"] == pytest.approx(-1)


def test_a_folder_of_other_files_is_all_judged_and_an_empty_one_named(tmp_path: Path) -> None:
    with pytest.raises(NothingToRead, match="no events"):
        firmness(tmp_path)
    write(tmp_path / "set.test.jsonl", [3, -3])
    assert firmness(tmp_path)["n"] == 2


@pytest.mark.skipif(not DATA.is_dir(), reason="no ../shared/data/factuality beside the repository")
def test_the_labels_agree_with_readers_on_sentences_the_weights_have_not_seen() -> None:
    found = firmness(DATA / "meantime.dev.jsonl")
    assert found["n"] == 195
    assert found["r"] > 0.2
