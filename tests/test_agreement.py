"""Two passes of annotation are held against each other, whatever the shape of the set."""

import json
from fnmatch import fnmatch
from pathlib import Path

import pytest

from evals.agreement import (
    SECOND,
    Alike,
    Found,
    OutOfStepError,
    Row,
    Rows,
    agreement,
    alike,
    main,
    rows_of,
)
from evals.tasks import TASKS


def figures(rows: Rows) -> dict[str, Alike | Found]:
    return {figure.what: figure for figure in agreement(rows)}


def told(*hops: tuple[int, int, str], cue: int = 0) -> Row:
    channel = [{"spans": [[start, end]], "relation": relation} for start, end, relation in hops]
    return {"id": 1, "attributions": [{"cue": [[cue, cue + 4]], "channel": channel}]}


def test_kappa_takes_off_what_is_alike_by_chance() -> None:
    labels = (
        [("yes", "yes")] * 20 + [("yes", "no")] * 5 + [("no", "yes")] * 10 + [("no", "no")] * 15
    )
    found = alike("grants", labels)
    assert (found.n, found.share) == (50, pytest.approx(0.7))
    assert found.kappa == pytest.approx(0.4)  # the chance of yes twice .3, of no twice .2


def test_kappa_of_two_who_never_agree_but_by_chance_is_below_nothing() -> None:
    assert alike("sheep", [("a", "b"), ("b", "a")]).kappa == pytest.approx(-1)


def test_kappa_is_not_defined_where_both_gave_one_label() -> None:
    found = alike("polarity", [("affirmed", "affirmed")] * 3)
    assert (found.share, found.kappa) == (1.0, None)
    assert "not defined" in str(found)


def test_nothing_labelled_has_no_agreement() -> None:
    with pytest.raises(ValueError, match="act"):
        alike("act", [])


def test_hops_are_the_same_where_their_spans_meet_and_then_their_relation_counts() -> None:
    first = told((10, 20, "told"), (30, 40, "via"))
    second = told((14, 20, "in"), (50, 60, "via"), (40, 45, "at"))
    found = figures([(first, second)])
    hops = found["hops"]
    assert isinstance(hops, Found)
    assert (hops.first, hops.second, hops.both) == (2, 3, 1)
    assert (hops.precision, hops.recall, hops.f1) == (pytest.approx(1 / 3), 0.5, 0.4)
    relation = found["relation of hops"]
    assert isinstance(relation, Alike)
    assert (relation.n, relation.share) == (1, 0.0)


def test_a_hop_is_paired_once() -> None:
    hops = figures([(told((0, 4, "told"), (5, 9, "in")), told((0, 9, "told")))])["hops"]
    assert isinstance(hops, Found)
    assert hops.both == 1


def test_whether_a_sentence_has_a_channel_is_compared_sentence_by_sentence() -> None:
    rows = [(told((0, 4, "told")), told((6, 9, "told"))), (told(), told((0, 4, "on")))]
    found = figures(rows)["has a channel"]
    assert isinstance(found, Alike)
    assert (found.n, found.share) == (2, 0.5)


def test_gaps_are_found_by_their_cues_and_compared_by_kind() -> None:
    first: Row = {"id": "a", "gaps": [{"cue": [[0, 3], [9, 12]], "kind": "unnamed"}]}
    second: Row = {"id": "a", "gaps": [{"cue": [[10, 11]], "kind": "unknown"}]}
    found = figures([(first, second), ({"id": "b", "gaps": []}, {"id": "b", "gaps": []})])
    assert (found["has a gap"].n, found["has a gap"].share) == (2, 1.0)
    assert found["gaps"] == Found("gaps", 1, 1, 1)
    assert found["kind of gaps"].share == 0.0


@pytest.mark.parametrize("yes", [True, [{"reason": "speculation"}]])
def test_unsourced_may_be_marks_or_only_yes_and_no(yes: object) -> None:
    rows: Rows = [({"unsourced": [{"reason": "judgement"}]}, {"unsourced": yes})] * 2
    rows = [*rows, ({"unsourced": []}, {"unsourced": yes})]
    found = figures(rows)
    assert found["is unsourced"] == Alike("is unsourced", 3, pytest.approx(2 / 3), 0.0)
    assert ("reasons, of both" in found) == isinstance(yes, list)


def test_a_pass_over_other_attributions_is_out_of_step() -> None:
    with pytest.raises(OutOfStepError, match="row 1"):
        list(agreement([(told(), told(cue=7))]))


def test_a_row_that_the_first_pass_has_not_is_out_of_step(tmp_path: Path) -> None:
    (tmp_path / "tune.jsonl").write_text(json.dumps({"id": 2}) + "\n", "utf8")
    (tmp_path / "test.jsonl").write_text(json.dumps({"id": 1, "n": 5}) + "\n", "utf8")
    second = tmp_path / "second.jsonl"
    second.write_text(json.dumps({"id": 1}) + "\n", "utf8")
    assert rows_of(tmp_path) == [({"id": 1, "n": 5}, {"id": 1})]
    second.write_text(json.dumps({"id": 3}) + "\n", "utf8")
    with pytest.raises(OutOfStepError, match="no row 3"):
        rows_of(tmp_path)


def test_the_sets_in_the_checkout_are_in_step(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["acts", "channels", "gaps", "unsourced"]) == 0
    printed = capsys.readouterr().out
    assert printed.count("160 sentences annotated twice") == 2
    assert "polarity" in printed and "relation of hops" in printed
    assert printed.count("130 sentences annotated twice, again by B") == 2
    assert printed.count("70 sentences annotated twice, again by A") == 2
    assert "kind of gaps" in printed and "reasons, of both" in printed


def test_a_second_pass_is_no_data_of_the_gate() -> None:
    twice = [task for task in TASKS if (task.path() / SECOND).exists()]
    assert {task.name for task in twice} == {"acts", "channels", "gaps", "unsourced"}
    assert not any(fnmatch(SECOND, task.files) for task in twice)


def test_a_set_without_a_second_pass_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["sheep"])
    assert "sheep has no second.jsonl; there are" in capsys.readouterr().err
