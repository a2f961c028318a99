"""Paths: files, folders, globs, `-`, and what must not be followed."""

import os
from pathlib import Path

import pytest

from onrecord.errors import ItemError, NothingToRead, Unreadable
from onrecord.read import items_in
from onrecord.read.sources import unreadable
from onrecord.values import Article, Settings

from .reading import outline, read

SETTINGS = Settings()


def _write(root: Path, *names: str) -> None:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{name} said so.")


def _where(root: Path, items: list[Article | ItemError]) -> list[str]:
    return [str(Path(str(i.where)).relative_to(root)) for i in items]


def test_a_folder_is_read_with_all_below_it_in_order_without_hidden_files(tmp_path):
    _write(tmp_path, "b.txt", "a/z.txt", "a/y/x.txt", ".hidden.txt", "a/.git/config", "c.txt")
    assert _where(tmp_path, read(tmp_path)) == ["a/y/x.txt", "a/z.txt", "b.txt", "c.txt"]


def test_a_hidden_file_named_by_hand_is_read(tmp_path):
    _write(tmp_path, ".hidden.txt")
    assert _where(tmp_path, read(tmp_path / ".hidden.txt")) == [".hidden.txt"]


def test_a_folder_named_like_a_file_is_a_folder(tmp_path):
    _write(tmp_path, "story.txt/one.txt")
    assert _where(tmp_path, read(tmp_path / "story.txt")) == ["story.txt/one.txt"]


def test_a_glob_gives_its_matches_in_order(tmp_path):
    _write(tmp_path, "b.txt", "a.txt", "c.md", "d/e.txt")
    assert _where(tmp_path, read(tmp_path / "*.txt")) == ["a.txt", "b.txt"]
    assert len(read(tmp_path / "**" / "*.txt")) == 3


def test_a_file_whose_name_looks_like_a_glob_is_that_file(tmp_path):
    _write(tmp_path, "a[1].txt", "a1.txt")
    assert _where(tmp_path, read(tmp_path / "a[1].txt")) == ["a[1].txt"]


def test_a_file_named_twice_is_read_once(tmp_path):
    _write(tmp_path, "a.txt")
    assert len(list(items_in([tmp_path, tmp_path / "a.txt", tmp_path / "*"], SETTINGS))) == 1


def test_files_of_one_stem_keep_apart(tmp_path):
    _write(tmp_path, "a/report.txt", "b/report.txt", "b/report.md")
    (tmp_path / "c").mkdir()
    (tmp_path / "c" / "report.txt").write_text("a/report.txt said so.")
    ids = [i.id for i in read(tmp_path) if isinstance(i, Article)]
    assert ids[0] == "report"
    assert len(set(ids)) == 4 and all(i.startswith("report") for i in ids)


def test_links_neither_lead_out_of_a_folder_nor_loop(tmp_path):
    _write(tmp_path, "in/a.txt", "out/secret.txt")
    inside = tmp_path / "in"
    (inside / "loop").symlink_to(inside)
    (inside / "up").symlink_to(tmp_path)
    (inside / "b.txt").symlink_to(tmp_path / "out" / "secret.txt")
    (inside / "dead.txt").symlink_to(inside / "nothing")
    items = read(inside)
    assert outline(items) == ["in/a.txt said so.", "Unreadable", "Unreadable", "Unreadable"]
    assert not any("secret" in str(getattr(i, "text", "")) for i in items)


def test_a_link_named_by_hand_is_followed(tmp_path):
    _write(tmp_path, "a.txt")
    (tmp_path / "link").symlink_to(tmp_path / "a.txt")
    assert outline(read(tmp_path / "link")) == ["a.txt said so."]


def test_a_pipe_met_in_a_folder_does_not_hang_the_run(tmp_path):
    _write(tmp_path, "z.txt")
    os.mkfifo(tmp_path / "pipe")
    assert outline(read(tmp_path)) == ["Unreadable", "z.txt said so."]


def test_folders_within_folders_are_walked_to_the_end(tmp_path):
    deep = tmp_path.joinpath(*["d"] * 200)
    _write(tmp_path, "z.txt")
    deep.mkdir(parents=True)
    (deep / "a.txt").write_text("Far down.")
    assert outline(read(tmp_path)) == ["Far down.", "z.txt said so."]


def test_a_missing_path_among_good_ones_is_an_error_of_its_own(tmp_path):
    _write(tmp_path, "a.txt")
    for paths in (["gone.txt", tmp_path], [tmp_path, "gone.txt"]):
        items = list(items_in(paths, SETTINGS))
        failed = [i for i in items if isinstance(i, Unreadable)]
        assert len(items) == 2 and [str(f) for f in failed] == [
            "gone.txt: does not exist; check the spelling"
        ]


def test_nothing_at_all_to_read_ends_the_run(tmp_path):
    (tmp_path / ".hidden").write_text("x")
    for paths in ([], ["gone.txt"], [tmp_path], [tmp_path / "*.txt"], ["gone", "gone too"]):
        with pytest.raises(NothingToRead):
            list(items_in(paths, SETTINGS))


def test_reading_is_lazy(tmp_path):
    _write(tmp_path, "a.txt", "b.txt")
    items = items_in([tmp_path], SETTINGS)
    next(items)
    (tmp_path / "b.txt").write_text("Changed since.")
    assert outline(list(items)) == ["Changed since."]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_permission_denied_is_named(tmp_path):
    _write(tmp_path, "a.txt", "b.txt")
    (tmp_path / "a.txt").chmod(0)
    failed, fine = read(tmp_path)
    assert isinstance(failed, Unreadable) and "may not be read" in str(failed)
    assert isinstance(fine, Article)


def test_what_the_file_system_says_is_told_with_a_remedy():
    assert unreadable("a.txt", FileNotFoundError()).remedy == "check the spelling"
    assert unreadable("a.txt", PermissionError()).what == "may not be read"
    stale = unreadable("a.txt", OSError(116, "Stale file handle"))
    assert stale.what == "could not be read (Stale file handle)"
    assert stale.where == "a.txt"
