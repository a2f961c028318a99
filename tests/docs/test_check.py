"""Pages lead to one another, and name what there is."""

from __future__ import annotations

from pathlib import Path

import pytest

import onrecord
from docs import check, library, schema


def test_a_page_that_the_index_leaves_out_is_a_fault(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(check, "ROOT", tmp_path)
    index, known, unknown = (tmp_path / name for name in ("README.md", "a.md", "b.md"))
    inside = tmp_path / "decisions" / "c.md"
    index.write_text("[a](a.md) and [all of these](decisions)", "utf8")
    faults = list(check.unlisted(index, [index, known, unknown, inside, tmp_path.parent / "d.md"]))
    assert faults == ["README.md: has no link to b.md"]


def test_a_link_to_nothing_is_a_fault(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(check, "ROOT", tmp_path)
    page = tmp_path / "a.md"
    page.write_text("[it](b.md#part), [itself](a.md), [web](https://a.example/b.md)", "utf8")
    assert list(check.broken_links(page)) == ["a.md: no such file: b.md"]


def test_a_test_that_a_page_names_must_be_there(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(check, "ROOT", tmp_path)
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "test_a.py").write_text("def test_it() -> None: ...\n", "utf8")
    page = tmp_path / "a.md"
    page.write_text("`tests/test_a.py::test_it`, `tests/test_a.py::test_i`, `tests/b.py::test_it`")
    assert list(check.untested(page)) == [
        "a.md: there is no test tests/test_a.py::test_i",
        "a.md: there is no test tests/b.py::test_it",
    ]


def test_a_limit_that_a_page_names_must_be_so(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(check, "ROOT", tmp_path)
    page = tmp_path / "a.md"
    page.write_text(
        "| a | `onrecord.values.Settings.max_item_bytes` | 67,108,864 |\n"
        "| b | `onrecord.watch.fetch.MAX_REDIRECTS` | 6 |\n"
        "| c | `onrecord.watch.fetch.MAX_NOTHING` | 5 |\n"
    )
    assert list(check.exceeded(page)) == [
        "a.md: onrecord.watch.fetch.MAX_REDIRECTS is 5.0, not 6",
        "a.md: onrecord.watch.fetch.MAX_NOTHING is None, not 5",
    ]


def test_every_promise_of_the_threat_model_has_its_test_and_every_limit_is_so() -> None:
    page = check.ROOT / "docs" / "threat-model.md"
    assert [*check.untested(page), *check.exceeded(page)] == []
    text = page.read_text("utf8")
    assert len(check.TEST.findall(text)) == text.count("::test_")
    assert len(check.LIMIT.findall(text)) > 15


def test_a_picture_must_be_shown_made_and_there(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(check, "ROOT", tmp_path)
    monkeypatch.setattr(check, "INDEX", tmp_path / "README.md")
    monkeypatch.setattr(check, "PICTURES", ("both.png", "unshown.png"))
    for name in ("both.png", "unshown.png", "old.png"):
        (tmp_path / name).write_bytes(b"")
    page = tmp_path / "a.md"
    page.write_text("![1](both.png) ![2](unmade.png)", "utf8")
    faults = [fault.partition(":")[0] for fault in check.unmade([page])]
    assert faults == ["old.png", "unmade.png", "unshown.png"]


def test_every_public_name_is_in_the_library_reference() -> None:
    page = library.reference()
    assert [name for name in onrecord.__all__ if f"### `{name}`" not in page] == []
    assert "extract(article: Article, *, settings: Settings = DEFAULTS) -> Reading" in page
    assert "*onrecord.values*" in page


def test_every_column_is_told_with_what_the_migrations_say_of_it() -> None:
    told = schema.schema()
    assert told["original"]["bytes"] == "zlib"
    assert told["mention"]["entity"] == "→ `article_entity`"
    assert told["hop"]["step"] == "0 is nearest to the speaker"
    assert told["article"]["id"] == ""
    assert "article_words_data" not in told


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("| `mention` |", "| `mentions` |", "says nothing of mention"),
        ("| `mention` |", "| `mentions` |", "there is no mentions"),
        ("`open_gaps`, `standing`", "`open_gaps`", "says nothing of standing"),
    ],
)
def test_a_table_that_the_page_leaves_out_or_makes_up_is_a_fault(
    old: str, new: str, fault: str, tmp_path: Path
) -> None:
    page = tmp_path / "ledger.md"
    text = schema.PAGE.read_text("utf8")
    assert old in text
    page.write_text(text.replace(old, new, 1), "utf8")
    assert f"ledger.md: {fault}" in list(schema.faults(page))
    assert list(schema.faults()) == []


def test_the_reference_of_commands_does_not_depend_on_the_terminal(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page = check.reference()
    monkeypatch.setenv("COLUMNS", "96")
    assert check.reference() == page
