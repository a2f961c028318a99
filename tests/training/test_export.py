"""What is drawn by hand for ONNX Runtime is the network that was trained, up to the rounding."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="needs the extra training")
transformers = pytest.importorskip("transformers", reason="needs the extra training")
pytest.importorskip("onnx", reason="needs the extra training")

from onrecord.extract.network import Network  # noqa: E402
from onrecord.extract.readers import OURS, TOKENIZER  # noqa: E402
from training.corpus import TAGS, plain  # noqa: E402
from training.export import export, restore  # noqa: E402
from training.model import N_TAGS, Reader  # noqa: E402
from training.predict import emissions  # noqa: E402
from training.train import Pieces  # noqa: E402

TEXT = (
    "The quay reopens on Monday, harbour master Ines Roald said. “We waited,” said Tove Lind.\n\n"
    * 9
)
SMALL = {
    "hidden_size": 64, "num_hidden_layers": 2, "num_attention_heads": 4, "intermediate_size": 128,
    "initializer_range": 0.1,
}  # fmt: skip


def reader(kind: str, folder: Path) -> Reader:
    """A small network of random weights with the tokenizer of its kind, in `folder`."""
    torch.manual_seed(4)
    words = (OURS / TOKENIZER).read_text("utf8")
    if kind == "bert":
        config = transformers.BertConfig(vocab_size=30522, **SMALL)
        encoder = transformers.BertModel(config, add_pooling_layer=False)
    else:
        for ours, theirs in (("[CLS]", "<s>"), ("[SEP]", "</s>"), ("[PAD]", "<pad>")):
            words = words.replace(ours, theirs)
        config = transformers.MPNetConfig(vocab_size=30522, **SMALL)
        encoder = transformers.MPNetModel(config, add_pooling_layer=False)
        torch.nn.init.normal_(encoder.encoder.relative_attention_bias.weight, std=6.0)
    (folder / TOKENIZER).write_text(words, "utf8")
    encoder.save_pretrained(folder)
    return Reader(folder).eval()


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
