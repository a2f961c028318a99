import json
from pathlib import Path

import pytest

from onrecord.measure.acts import acts
from onrecord.measure.channels import channels

TEXT = "The sculptor told Reuters on Tuesday that she had confirmed the plan."
TOLD = {"source": [[0, 12]], "cue": [[13, 17]], "content": [[37, 68]]}


def write(folder: Path, **mark: object) -> Path:
    rows = [
        {"text": TEXT, "split": "test", "attributions": [TOLD | mark]},
        {"text": TEXT, "split": "tune", "attributions": []},
    ]
    lines = "".join(json.dumps(row) + "\n" for row in rows)
    (folder / "sentences.jsonl").write_text(lines, encoding="utf8")
    return folder


@pytest.mark.parametrize(("start", "relation", "right"), [(18, "told", 1.0), (18, "via", 0.0)])
def test_a_hop_is_judged_by_its_words_and_its_relation_apart(
    tmp_path: Path, start: int, relation: str, right: float
) -> None:
    found = channels(write(tmp_path, channel=[{"spans": [[start, 25]], "relation": relation}]))
    assert (found["precision"], found["recall"], found["n"]) == (1.0, 1.0, 1)
    assert found["relation"] == right


def test_a_hop_with_other_words_is_wrong_and_missed(tmp_path: Path) -> None:
    found = channels(write(tmp_path, channel=[{"spans": [[29, 36]], "relation": "told"}]))
    assert (found["precision"], found["recall"]) == (0.0, 0.0)


def test_a_plain_statement_is_no_finding(tmp_path: Path) -> None:
    plain = {"act": "statement", "certainty": "unstated", "polarity": "affirmed"}
    found = acts(write(tmp_path, **plain))
    assert found["n"] == 0
    assert (found["certainty"], found["polarity"]) == (1.0, 1.0)


def test_an_act_that_was_annotated_otherwise_is_missed(tmp_path: Path) -> None:
    denial = {"act": "denial", "certainty": "unstated", "polarity": "denied"}
    found = acts(write(tmp_path, **denial))
    assert (found["n"], found["recall"], found["polarity"]) == (1, 0.0, 0.0)
