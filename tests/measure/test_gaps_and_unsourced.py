"""How gaps and unsourced sentences are held against annotation."""

import json
from pathlib import Path

import pytest

from onrecord.measure import gaps, unsourced
from onrecord.measure.gaps import overlap
from onrecord.values import Span

EVALS = Path(__file__).parents[2] / "evals"
PARTS = ("tuning", "test")


def kept(task: str, part: str) -> list[dict]:
    text = (EVALS / task / f"{part}.jsonl").read_text(encoding="utf8")
    return [json.loads(line) for line in text.splitlines()]


@pytest.mark.parametrize("task", ["gaps", "unsourced"])
def test_no_article_is_in_both_parts_and_no_sentence_twice(task: str) -> None:
    tuning, test = (kept(task, part) for part in PARTS)
    assert not {row["doc"] for row in tuning} & {row["doc"] for row in test}
    assert len({row["id"] for row in [*tuning, *test]}) == len(tuning) + len(test)


@pytest.mark.parametrize(("task", "wanted"), [("gaps", (1188, 208)), ("unsourced", (1291, 173))])
def test_the_sets_are_as_large_as_their_guidelines_say(task: str, wanted: tuple[int, int]) -> None:
    found = [row for part in PARTS for row in kept(task, part)]
    assert (len(found), sum(bool(row[task]) for row in found)) == wanted


@pytest.mark.parametrize("part", PARTS)
def test_the_words_marked_for_a_gap_stand_in_its_sentence(part: str) -> None:
    for row in kept("gaps", part):
        first, last = row["sentence"]
        for gap in row["gaps"]:
            for start, end in gap["cue"]:
                assert first <= start < end <= last
            for start, end in [*gap["cue"], *(gap["what"] or []), *(gap["holder"] or [])]:
                words = row["text"][start:end]
                assert words == words.strip() != ""


def rows(path: Path, *found: dict[str, object]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in found), "utf8")
    return path


def test_overlap_is_the_share_of_characters_that_both_cover() -> None:
    assert overlap((Span(0, 4),), (Span(2, 6),)) == 2 / 6


def test_nothing_overlaps_with_nothing() -> None:
    assert overlap((), ()) == 0.0


def test_gaps_are_counted_by_sentence_and_judged_by_kind_and_extent(tmp_path: Path) -> None:
    text = "The cause is unknown. The port fell silent at dusk."
    marked = {"kind": "undisclosed", "cue": [[10, 20]], "what": [[0, 9]], "holder": None}
    data = rows(
        tmp_path / "test.jsonl",
        {"text": text, "sentence": [0, 21], "gaps": [marked]},
        {"text": text, "sentence": [22, 51], "gaps": [marked]},
    )
    assert gaps.measure(data) == {
        "precision": 1.0,
        "recall": 0.5,
        "kind_accuracy": 0.0,
        "what_overlap": 1.0,
        "positives": 2,
        "n": 2,
    }


def test_unsourced_sentences_may_lie_in_a_folder_of_texts(tmp_path: Path) -> None:
    text = "The deal may reflect a broader effort. The ferry leaves at noon on Monday."
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "a.txt").write_text(text, "utf8")
    data = rows(
        tmp_path / "test.jsonl",
        {"doc": "a.txt", "sentence": [0, 38], "unsourced": [{"reason": "speculation"}]},
        {"doc": "a.txt", "sentence": [39, 74], "unsourced": []},
    )
    assert unsourced.measure(data) == {
        "precision": 1.0,
        "recall": 1.0,
        "reason_accuracy": 1.0,
        "positives": 1,
        "n": 2,
    }
