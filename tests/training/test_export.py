"""What is drawn by hand for ONNX Runtime is the network that was trained, up to the rounding."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="needs the extra training")
pytest.importorskip("transformers", reason="needs the extra training")
pytest.importorskip("onnx", reason="needs the extra training")

from tokenizers import Tokenizer  # noqa: E402
from tokenizers.models import WordPiece  # noqa: E402

from onrecord.extract.network import Network  # noqa: E402
from training.corpus import TAGS, plain  # noqa: E402
from training.export import APART, Member, export, outliers, restored, same_pieces  # noqa: E402
from training.model import N_TAGS  # noqa: E402
from training.predict import emissions  # noqa: E402
from training.teacher import tokenizer_of  # noqa: E402
from training.train import Pieces  # noqa: E402

from .networks import reader  # noqa: E402

TEXT = (
    "The quay reopens on Monday, harbour master Ines Roald said. “We waited,” said Tove Lind.\n\n"
    * 9
)


@pytest.mark.parametrize("kind", ["bert", "mpnet"])
def test_the_drawn_network_says_what_the_trained_one_says(kind: str, tmp_path: Path) -> None:
    trained = reader(kind, tmp_path)
    export([Member(trained)], tmp_path / "reader.onnx", {})
    drawn = Network(1, str(tmp_path))
    (wanted,) = emissions(trained, [plain("a", TEXT, drawn.tokenizer)], drawn.tokenizer)
    (got,) = drawn.emissions([drawn.words(TEXT)])
    assert Pieces(drawn.tokenizer).cls == drawn.tokenizer.token_to_id(
        "<s>" if kind == "mpnet" else "[CLS]"
    )
    assert got.shape[1] == N_TAGS + wanted[1].shape[1]
    for ours, theirs in ((got[:, :N_TAGS], wanted[0]), (got[:, N_TAGS:], wanted[1])):
        assert np.corrcoef(ours.ravel(), theirs.ravel())[0, 1] > 0.99
    assert drawn.facts["tags"] == list(TAGS)


def test_networks_side_by_side_add_their_scores(tmp_path: Path) -> None:
    homes = {kind: tmp_path / kind for kind in ("mpnet", "bert")}
    for home in homes.values():
        home.mkdir()
    models = {kind: reader(kind, home) for kind, home in homes.items()}
    tokenizers = {kind: tokenizer_of(home) for kind, home in homes.items()}
    with torch.no_grad():
        models["bert"].crf.start += 3
    parts = []
    for kind, share in (("mpnet", 0.7), ("bert", 0.3)):
        example = plain("a", TEXT, tokenizers[kind])
        ((tags, names),) = emissions(models[kind], [example], tokenizers[kind])
        parts.append(share * np.hstack([tags, names]))
    wanted = parts[0] + parts[1]
    with torch.no_grad():  # the second now numbers its pieces the other way round
        table = models["bert"].encoder.embeddings.word_embeddings.weight
        table.copy_(table.flip(0))
    ids = len(table) - 1 - same_pieces(tokenizers["mpnet"], tokenizers["bert"])
    members = (Member(models["mpnet"], 0.7), Member(models["bert"], 0.3, ids=ids))
    export(members, homes["mpnet"] / "reader.onnx", {})
    drawn = Network(1, str(homes["mpnet"]))
    (got,) = drawn.emissions([drawn.words(TEXT)])
    assert np.corrcoef(got.ravel(), wanted.ravel())[0, 1] > 0.99
    np.testing.assert_allclose(drawn.facts["crf"]["start"], 0.9, atol=1e-4)


def test_pieces_are_the_same_by_name_and_marks_by_what_they_mark(tmp_path: Path) -> None:
    first, second = (
        Tokenizer(WordPiece({piece: i for i, piece in enumerate(pieces)}, unk_token="[UNK]"))
        for pieces in (
            ("<s>", "<pad>", "</s>", "quay", "##s", "[UNK]"),
            ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "##s", "quay", "more"),
        )
    )
    assert same_pieces(first, second).tolist() == [2, 0, 3, 5, 4, 1]


def test_a_vocabulary_that_lacks_a_piece_is_refused(tmp_path: Path) -> None:
    reader("bert", tmp_path)
    ours, theirs = tokenizer_of(tmp_path), tokenizer_of(tmp_path)
    ours.add_tokens(["harbourmaster"])
    with pytest.raises(ValueError, match="'harbourmaster'"):
        same_pieces(ours, theirs)


def test_large_columns_are_found_and_leave_the_others_their_digits(tmp_path: Path) -> None:
    trained = reader("mpnet", tmp_path)
    with torch.no_grad():
        for layer in trained.encoder.encoder.layer:
            layer.intermediate.dense.weight[5] *= 300
            layer.output.dense.weight[:, 5] /= 300
    tokenizer = tokenizer_of(tmp_path)
    example = plain("a", TEXT, tokenizer)
    apart = outliers(trained, [example], tokenizer)
    assert [len(columns) for columns in apart] == [APART, APART]
    assert all(5 in columns for columns in apart)
    ((wanted, _),) = emissions(trained, [example], tokenizer)

    def off(apart: list[list[int]]) -> float:
        export([Member(trained, apart=apart)], tmp_path / "reader.onnx", {})
        drawn = Network(1, str(tmp_path))
        (got,) = drawn.emissions([drawn.words(TEXT)])
        return float(np.abs(got[:, :N_TAGS] - wanted).mean())

    assert off(apart) < off([]) / 3


def test_an_exported_reader_can_be_gone_on_from(tmp_path: Path) -> None:
    trained = reader("bert", tmp_path)
    export([Member(trained)], tmp_path / "reader.onnx", {})
    again = restored(tmp_path / "reader.onnx", tmp_path)
    example = plain("a", TEXT, Network(1, str(tmp_path)).tokenizer)
    tokenizer = Network(1, str(tmp_path)).tokenizer
    ((wanted, _),), ((got, _),) = (emissions(m, [example], tokenizer) for m in (trained, again))
    assert np.corrcoef(got.ravel(), wanted.ravel())[0, 1] > 0.999
