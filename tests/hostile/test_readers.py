"""Whatever is done to an input, its reader gives articles or named errors, in bounded time and memory.

What ever failed is in `found/` and is tried first; a failure puts its input there. ONRECORD_FUZZ=50
tries fifty times as many.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.build import build
from onrecord.errors import BadState, ItemError, OnrecordError
from onrecord.ledger import Ledger
from onrecord.match.template import Template, parsed
from onrecord.read.decoding import decoded
from onrecord.read.feed import feed_entries
from onrecord.read.items import items_in
from onrecord.read.language import declared_language, language_of, other_language
from onrecord.read.published import iso
from onrecord.read.sitemap import Listed, is_sitemap, sitemap_entries
from onrecord.values import Article, Settings
from onrecord.watch.state import State

from .mutation import FOUND, SEEDS, Edit, bounded, edited, edits, examples

Check = Callable[[str, bytes, Path], None]


def as_file(name: str, data: bytes, room: Path) -> None:
    """What `read` and `build` do with a path."""
    path = room / name
    path.write_bytes(data)
    items = list(items_in([path], Settings()))
    assert items
    for item in items:
        assert isinstance(item, Article | ItemError)
        if isinstance(item, Article):
            assert item.text.strip()
            told = (item.title, item.outlet, item.byline, item.url, item.language, item.published)
            for words in (item.id, item.text, *told):
                (words or "").encode()
        else:
            str(item).encode("utf8", "replace")


def as_answer(name: str, data: bytes, room: Path) -> None:
    """What `watch` does with what a server sent for a feed."""
    try:
        markup = decoded(data, "feed")
    except ItemError:
        return
    is_sitemap(markup)
    for entry in (*feed_entries(markup, "feed"), *sitemap_entries(markup, "feed")):
        assert isinstance(entry, Article | Listed | ItemError)


def as_template(name: str, data: bytes, room: Path) -> None:
    """What `--template` does."""
    try:
        assert isinstance(parsed(data.decode("utf8", "replace"), "t"), Template)
    except OnrecordError as error:
        assert str(error).startswith("t: ")


def as_state(name: str, data: bytes, room: Path) -> None:
    """What `watch` does with the file beside a ledger."""
    (room / "x.watch.json").write_bytes(data)
    try:
        for feed in State.beside(room / "x").feeds.values():
            feed.failed("entry")
            feed.done("entry", "digest")
    except BadState:
        pass


CHECKS: dict[str, Check] = {
    "file": as_file, "answer": as_answer, "template": as_template, "state": as_state,
}  # fmt: skip
SEEDED = {
    "file": [name for name in SEEDS if not name.endswith((".yaml", ".state"))],
    "answer": [name for name in SEEDS if name.endswith(".xml")],
    "template": [name for name in SEEDS if name.endswith(".yaml")],
    "state": [name for name in SEEDS if name.endswith(".state")],
}
EXAMPLES = {"file": 200, "answer": 60, "template": 60, "state": 30}


@pytest.mark.parametrize("name", sorted(path.name for path in FOUND.iterdir()))
def test_what_once_failed_does_not_fail_again(name: str, tmp_path: Path) -> None:
    """Files are named CHECK-DIGEST-SEED."""
    check, _, seed = name.split("-", 2)
    with bounded():
        CHECKS[check](seed, (FOUND / name).read_bytes(), tmp_path)


@pytest.mark.parametrize("name", sorted(SEEDS))
def test_every_seed_is_sound(name: str, tmp_path: Path) -> None:
    (check, *_) = (c for c, names in SEEDED.items() if name in names)
    CHECKS[check](name, SEEDS[name], tmp_path)
    if check == "file" and name not in ("sitemap.xml", "index.xml"):
        items = items_in([tmp_path / name], Settings())
        assert any(isinstance(item, Article) for item in items)


@pytest.mark.parametrize("check", CHECKS)
def test_whatever_is_done_to_an_input_nothing_but_named_errors_comes_out(
    check: str, tmp_path: Path
) -> None:
    last: list[tuple[str, bytes]] = []

    @examples(EXAMPLES[check])
    @given(st.sampled_from(SEEDED[check]), edits)
    def attempt(name: str, done: list[Edit]) -> None:
        data = edited(SEEDS[name], done)
        last[:] = [(name, data)]
        with bounded():
            CHECKS[check](name, data, tmp_path)

    try:
        attempt()
    except BaseException:
        if last:  # the smallest that fails comes last
            name, data = last[0]
            (FOUND / f"{check}-{hashlib.sha256(data).hexdigest()[:8]}-{name}").write_bytes(data)
        raise


@examples(300)
@given(
    st.one_of(st.text(), st.floats(), st.integers(), st.none(), st.lists(st.text()), st.binary())
)
def test_facts_of_any_kind_are_taken_or_left(told: object) -> None:
    iso(told)
    declared_language(told)
    if isinstance(told, str):
        language_of(told)
        other_language(told)
        iso(f"{told}2026-03-05")


def test_a_folder_of_broken_inputs_is_built_and_what_is_kept_is_sound(tmp_path: Path) -> None:
    folder = tmp_path / "broken"
    folder.mkdir()

    @examples(40)
    @given(st.sampled_from(SEEDED["file"]), edits)
    def write(name: str, done: list[Edit]) -> None:
        data = edited(SEEDS[name], done)
        digest = hashlib.sha256(data).hexdigest()[:8]
        (folder / f"{digest}-{name}").write_bytes(data)

    write()
    skipped: list[ItemError] = []
    with Ledger.open(tmp_path / "s.ledger", create=True) as ledger, bounded(60):
        done = build(ledger, folder, on_skip=skipped.append)
        assert done.added and skipped
        assert ledger.verify() == []
        kept = ledger.db.execute("SELECT count(*) FROM skipped").fetchone()[0]
        assert 0 < kept <= len(skipped)
        json.dumps([dict(row) for row in ledger.db.execute("SELECT * FROM skipped")]).encode()
