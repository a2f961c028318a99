import json
from pathlib import Path

import pytest

from onrecord.errors import NothingToRead
from onrecord.measure.annotated import sentences_in
from onrecord.values import Act, Certainty, Polarity

EVALS = Path(__file__).parents[2] / "evals"


def rows(name: str) -> list[dict]:
    text = (EVALS / name / "sentences.jsonl").read_text(encoding="utf8")
    return [json.loads(line) for line in text.splitlines()]


@pytest.mark.parametrize("name", ["acts", "channels"])
def test_every_annotated_span_lies_in_its_sentence(name: str) -> None:
    for row in rows(name):
        for mark in row["attributions"]:
            hops = [hop["spans"] for hop in mark.get("channel", [])]
            for spans in (mark["source"] or [], mark["cue"], mark["content"], *hops):
                for start, end in spans:
                    words = row["text"][start:end]
                    assert words == words.strip() != ""


@pytest.mark.parametrize("name", ["acts", "channels"])
def test_no_article_is_in_both_parts(name: str) -> None:
    parts = {row["source"]: row["split"] for row in rows(name)}
    assert all(parts[row["source"]] == row["split"] for row in rows(name))
    assert set(parts.values()) == {"tune", "test"}


def test_the_sets_are_as_large_as_their_guidelines_say() -> None:
    acts = [mark for row in rows("acts") for mark in row["attributions"]]
    hops = [h for row in rows("channels") for m in row["attributions"] for h in m["channel"]]
    assert len(rows("acts")) == len(rows("channels")) == 614
    assert sum(mark["act"] != "statement" for mark in acts) >= 150
    assert len(hops) >= 150


def test_the_labels_are_words_of_the_glossary() -> None:
    for row in rows("acts"):
        for mark in row["attributions"]:
            Act(mark["act"]), Certainty(mark["certainty"]), Polarity(mark["polarity"])


def test_a_folder_without_sentences_is_named(tmp_path: Path) -> None:
    with pytest.raises(NothingToRead, match=r"sentences\.jsonl"):
        list(sentences_in(tmp_path))
