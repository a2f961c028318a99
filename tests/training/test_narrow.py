"""What is taken out of a network is what its answers do not depend on."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="needs the extra training")
pytest.importorskip("transformers", reason="needs the extra training")
pytest.importorskip("onnx", reason="needs the extra training")

from onrecord.extract.network import Network  # noqa: E402
from training.corpus import Example, Lesson, plain  # noqa: E402
from training.export import Member, export, restored  # noqa: E402
from training.model import N_TAGS, Reader  # noqa: E402
from training.narrow import narrowed, worths  # noqa: E402
from training.predict import emissions  # noqa: E402
from training.teacher import tokenizer_of  # noqa: E402
from training.train import Pieces, Recipe, batches  # noqa: E402

from .networks import reader  # noqa: E402

TEXT = (
    "The quay reopens on Monday, harbour master Ines Roald said. “We waited,” said Tove Lind.\n\n"
    * 9
)
SIZE = (96, 3)
SILENT, SAME, HEAD = slice(0, 20), slice(20, 32), 1


@pytest.fixture
def wide(tmp_path: Path) -> Reader:
    """A network of which a quarter adds nothing, or always the same."""
    model = reader("bert", tmp_path)
    with torch.no_grad():
        for layer in model.encoder.encoder.layer:
            layer.output.dense.weight[:, SILENT] = 0
            layer.intermediate.dense.weight[SAME] = 0
            layer.intermediate.dense.bias[SAME] = 0.01
            layer.attention.output.dense.weight[:, 16 * HEAD : 16 * (HEAD + 1)] = 0
    return model


def cut(model: Reader, folder: Path) -> tuple[Reader, Example]:
    tokenizer = tokenizer_of(folder)
    example = plain("a", TEXT, tokenizer)
    dice = np.random.default_rng(2)
    soft = dice.dirichlet(np.ones(N_TAGS), len(example)).astype(np.float16)
    recipe = Recipe(str(folder), teacher_weight=1.0, augment=False)
    pieces = Pieces(tokenizer)
    some = batches([Lesson(example, soft)], pieces, recipe, random.Random(1))
    narrow = Reader(folder).eval()
    narrow.take(narrowed(model, worths(model, some, pieces.pad, recipe), SIZE))
    return narrow.eval(), example


def test_what_says_nothing_goes_and_the_answers_stay(wide: Reader, tmp_path: Path) -> None:
    narrow, example = cut(wide, tmp_path)
    assert wide.size == (128, 4)
    assert narrow.size == SIZE
    tokenizer = tokenizer_of(tmp_path)
    ((wanted, _),), ((got, _),) = (emissions(m, [example], tokenizer) for m in (wide, narrow))
    np.testing.assert_allclose(got, wanted, atol=1e-3)


def test_a_narrow_network_is_drawn_and_gone_on_from(wide: Reader, tmp_path: Path) -> None:
    narrow, example = cut(wide, tmp_path)
    export([Member(narrow)], tmp_path / "reader.onnx", {})
    drawn = Network(1, str(tmp_path))
    ((wanted, _),) = emissions(narrow, [example], drawn.tokenizer)
    (got,) = drawn.emissions([drawn.words(TEXT)])
    assert np.corrcoef(got[:, :N_TAGS].ravel(), wanted.ravel())[0, 1] > 0.99
    again = restored(tmp_path / "reader.onnx", tmp_path)
    assert again.size == SIZE
    ((got, _),) = emissions(again, [example], drawn.tokenizer)
    assert np.corrcoef(got.ravel(), wanted.ravel())[0, 1] > 0.999
