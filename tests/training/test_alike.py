"""A network is taught what the layers of another say."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="needs the extra training")
pytest.importorskip("transformers", reason="needs the extra training")

from training.alike import Pattern  # noqa: E402
from training.corpus import Lesson, plain  # noqa: E402
from training.model import N_TAGS, Reader  # noqa: E402
from training.teacher import tokenizer_of  # noqa: E402
from training.train import Pieces, Recipe, pieces_of, train, windows  # noqa: E402

from .networks import reader  # noqa: E402

TEXT = (
    "The ferry will not run, captain Ebba Moll said. “Not before May,” said a clerk.\n\n",
    "Two piers are closed, the harbour office told the Sundby Post on Monday.\n\n",
    "Nobody knows who ordered it, according to people on the quay.\n\n",
)


def lessons_in(folder: Path) -> list[Lesson]:
    """Three short articles, of which a teacher thinks nothing in particular."""
    dice, tokenizer = np.random.default_rng(3), tokenizer_of(folder)
    made = (plain(str(i), text * 4, tokenizer) for i, text in enumerate(TEXT))
    return [Lesson(x, dice.dirichlet(np.ones(N_TAGS), len(x)).astype(np.float16)) for x in made]


def apart(model: Reader, like: Reader, lessons: list[Lesson], folder: Path) -> float:
    """How far `like` is from `model` where both read `lessons`."""
    pieces, recipe = Pieces(tokenizer_of(folder)), Recipe(str(folder), augment=False)
    group = [w for x in lessons for w in windows(x, pieces, recipe, random.Random(1))]
    given = pieces_of(group, pieces.pad, torch.device("cpu"))
    pattern = Pattern(model, like)
    with torch.no_grad():
        like(*given)
        return float(sum(pattern.apart(*given)))


@pytest.mark.parametrize("likeness", [0.0, 5.0])
def test_a_course_with_a_pattern_ends_nearer_to_it(tmp_path: Path, likeness: float) -> None:
    whole = reader("bert", tmp_path)
    state = {k: v.clone() for k, v in whole.named_parameters()}
    torch.save(state, tmp_path / "pattern.pt")
    dice = torch.Generator().manual_seed(7)
    for name in state:
        if ".dense.weight" in name:
            state[name] += 0.1 * torch.randn(state[name].shape, generator=dice)
    torch.save(state, tmp_path / "start.pt")
    lessons = lessons_in(tmp_path)
    recipe = Recipe(
        str(tmp_path), epochs=20, batch=2, dropout=0.0, teacher_weight=1.0, augment=False, mean=0.5,
        body_rate=1e-3, start=str(tmp_path / "start.pt"), pattern=str(tmp_path / "pattern.pt"), likeness=likeness,
    )  # fmt: skip
    before = Reader(tmp_path).eval()
    before.take(state)
    far = apart(whole, before, lessons, tmp_path)
    after = train(recipe, lessons, tokenizer_of(tmp_path), tmp_path / "course").eval()
    near = apart(whole, after, lessons, tmp_path)
    assert far > 0.05
    assert near < far / 2 if likeness else near > far / 2


def test_a_network_is_no_distance_from_itself(tmp_path: Path) -> None:
    one, same = reader("bert", tmp_path), Reader(tmp_path).eval()
    same.take(dict(one.named_parameters()))
    assert apart(one, same, lessons_in(tmp_path), tmp_path) == pytest.approx(0, abs=1e-9)
