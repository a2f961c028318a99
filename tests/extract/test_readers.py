"""Other weights than those that come with onrecord: found by name or folder, told apart, refused."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import pytest

from onrecord.build import reader_version
from onrecord.cli.app import status
from onrecord.errors import BadModel
from onrecord.extract import attributions_in
from onrecord.extract.readers import NETWORK, OURS, TOKENIZER, weights_of
from onrecord.values import Settings

TEXT = (
    "The quay reopens on Monday, harbour master Ines Roald said. “We waited long,” said Tove Lind."
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A reader of its own: our network, with a CRF to which no run of any kind can begin."""
    home = tmp_path / "mute"
    home.mkdir()
    (home / TOKENIZER).write_bytes((OURS / TOKENIZER).read_bytes())
    held = (OURS / NETWORK).read_bytes()
    first = held.index(b'{"tags"')
    facts, length = json.JSONDecoder().raw_decode(held[first:].decode("utf8", "ignore"))
    for tag in range(1, len(facts["tags"]), 2):
        facts["crf"]["start"][tag] = -999
        for after in facts["crf"]["step"]:
            after[tag] = -999
    mute = json.dumps(facts, separators=(",", ":")).ljust(length)  # as long as what it stands for
    assert len(mute) == length
    (home / NETWORK).write_bytes(held[:first] + mute.encode() + held[first + length :])
    return home


def test_ours_reads_unless_another_is_asked_for(folder: Path) -> None:
    (ours,) = attributions_in([TEXT], Settings())
    (mute,) = attributions_in([TEXT], Settings(reader=str(folder)))
    (again,) = attributions_in([TEXT], Settings())
    assert len(ours.attributions) == 2
    assert not mute.attributions
    assert again == ours


def test_a_copy_of_ours_reads_as_ours(tmp_path: Path) -> None:
    for name in (NETWORK, TOKENIZER):
        (tmp_path / name).write_bytes((OURS / name).read_bytes())
    assert attributions_in([TEXT], Settings(reader=str(tmp_path))) == attributions_in(
        [TEXT], Settings()
    )


def test_a_ledger_knows_which_reader_it_was_read_by(folder: Path) -> None:
    ours, other = reader_version(), reader_version(Settings(reader=str(folder)))
    moved = folder.with_name("elsewhere")
    shutil.copytree(folder, moved)
    assert other != ours
    assert reader_version(Settings(reader=str(moved))) == other


def test_an_installed_reader_has_a_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path / "reader_of_the_coast"
    home.mkdir()
    (home / "__init__.py").touch()
    for name in (NETWORK, TOKENIZER):
        (home / name).write_bytes(b"some bytes")
    told = tmp_path / "reader_of_the_coast-1.dist-info"
    told.mkdir()
    (told / "METADATA").write_text("Metadata-Version: 2.1\nName: reader-of-the-coast\nVersion: 1\n")
    (told / "entry_points.txt").write_text("[onrecord.readers]\ncoast = reader_of_the_coast\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    try:
        assert str(weights_of("coast")) == str(home)
        with pytest.raises(BadModel, match=r"coast.*do not load"):
            attributions_in([TEXT], Settings(reader="coast"))
        with pytest.raises(BadModel, match=r"inland: .* \(installed: coast\b"):
            weights_of("inland")
    finally:
        sys.modules.pop("reader_of_the_coast", None)


def test_a_folder_without_weights_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    assert status(["read", str(tmp_path / "a.txt"), "--reader", str(tmp_path)]) == 2
    out, err = capsys.readouterr()
    assert not out
    assert f"{tmp_path}: has no reader.onnx" in err


def test_of_other_readers_attributions_are_measured(
    tmp_path: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    corpus = tmp_path / "corpus"
    (corpus / "text").mkdir(parents=True)
    (corpus / "attributions").mkdir()
    (corpus / "text" / "a.txt").write_text(TEXT)
    cut = [TEXT.index("harbour"), TEXT.index(" said"), TEXT.index("said"), TEXT.index("said") + 4]
    (corpus / "attributions" / "a_anno.ann").write_text(
        f"T1\tContent 0 26\t{TEXT[:26]}\n"
        f"T2\tSource {cut[0]} {cut[1]}\t{TEXT[cut[0] : cut[1]]}\n"
        f"T3\tCue {cut[2]} {cut[3]}\tsaid\n"
        f"T4\tAttribution {cut[2]} {cut[3]}\tsaid\n"
        "E1\tAttribution:T4 Content:T1 Source:T2 Cue:T3\n"
    )
    found = []
    for more in ([], ["--reader", str(folder)]):
        assert status(["eval", "attributions", str(corpus), "--json", *more]) == 0
        found.append(json.loads(capsys.readouterr().out)["attribution@.5 R"])
    assert found == [1.0, 0.0]
    assert status(["eval", "names", str(corpus), "--reader", str(folder)]) == 2
    assert "attributions" in capsys.readouterr().err
