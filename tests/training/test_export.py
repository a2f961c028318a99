"""What is drawn by hand for ONNX Runtime is the network that was trained, up to the rounding."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="needs the extra training")
pytest.importorskip("transformers", reason="needs the extra training")
pytest.importorskip("onnx", reason="needs the extra training")

from onrecord.extract.network import Network  # noqa: E402
from training.corpus import TAGS, plain  # noqa: E402
from training.export import APART, export, outliers, restore  # noqa: E402
from training.model import N_TAGS, Reader  # noqa: E402
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
    export(trained, tmp_path / "reader.onnx", {})
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

    def off(facts: dict[str, object]) -> float:
        export(trained, tmp_path / "reader.onnx", facts)
        drawn = Network(1, str(tmp_path))
        (got,) = drawn.emissions([drawn.words(TEXT)])
        return float(np.abs(got[:, :N_TAGS] - wanted).mean())

    assert off({"apart": apart}) < off({}) / 3


def test_an_exported_reader_can_be_gone_on_from(tmp_path: Path) -> None:
    trained = reader("bert", tmp_path)
    export(trained, tmp_path / "reader.onnx", {})
    again = Reader(tmp_path)
    for weight in again.parameters():
        torch.nn.init.zeros_(weight)
    restore(again, tmp_path / "reader.onnx")
    example = plain("a", TEXT, Network(1, str(tmp_path)).tokenizer)
    tokenizer = Network(1, str(tmp_path)).tokenizer
    ((wanted, _),), ((got, _),) = (
        emissions(m, [example], tokenizer) for m in (trained, again.eval())
    )
    assert np.corrcoef(got.ravel(), wanted.ravel())[0, 1] > 0.999
