"""Fine-tune a reader or a teacher, from PolNeAR's annotations and, for a reader, a teacher's.

Each epoch cuts every article anew into windows at random offsets, so the network learns to be
indifferent to where a window begins. Weights are averaged over the run (an exponential mean)
and the mean is what is kept. A checkpoint holds model, mean, optimiser and the steps done:
killed at any point, the same command goes on from it. The windows of an epoch follow from seed
and epoch, so it goes on with the very batch that was next; only dropout is drawn anew.
"""

from __future__ import annotations

import json
import logging
import math
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch import Tensor

from onrecord.extract.words import BREAKS, CASES

from .alike import Pattern
from .corpus import Example, Lesson
from .dress import RENAMED, UNMARKED, blurred, cast_of, disguise, renamed, unmarked
from .model import Reader

MEAN_EVERY = 4
log = logging.getLogger(__name__)
WHOLE = 0.7
"""Share of articles that are cut between paragraphs, as a reader cuts them, and into shorter windows."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """Everything that decides what a run gives, the corpus apart.

    `start` has the weights to begin with; `pattern` those of a network that the reader is to be like in
    its layers and its names, which weigh `likeness` each beside the rest of the loss.
    """

    encoder: str
    epochs: float = 5
    batch: int = 8
    window: int = 256
    body_rate: float = 1e-4
    head_rate: float = 1e-3
    layer_decay: float = 1.0
    warmup: float = 0.1
    weight_decay: float = 0.01
    dropout: float = 0.1
    mean: float = 0.995
    names_weight: float = 0.0
    teacher_weight: float = 0.0
    augment: bool = True
    noise: float = 0.0
    layers: int | None = None
    rank: int = 0
    seed: int = 1
    start: str | None = None
    pattern: str | None = None
    likeness: float = 1.0


@dataclass(frozen=True, slots=True, eq=False)
class Window:
    """A stretch of one article as word pieces; `at` is where each word's first piece stands."""

    pieces: list[int]
    shapes: list[int]
    at: list[int]
    fresh: list[int]
    tags: NDArray[np.int64] | None
    soft: NDArray[np.float16] | None
    names: NDArray[np.int64] | None


class Pieces:
    """Word pieces of a word, remembered; labels live on words, so words can be cut one by one."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self.tokenizer = tokenizer
        self.known: dict[str, list[int]] = {}
        known = tokenizer.get_vocab()
        self.cls, self.sep, self.pad, self.mask = (
            known[bert] if bert in known else known[mpnet]
            for bert, mpnet in (
                ("[CLS]", "<s>"), ("[SEP]", "</s>"), ("[PAD]", "<pad>"), ("[MASK]", "<mask>"),
            )
        )  # fmt: skip

    def __call__(self, word: str) -> list[int]:
        if word not in self.known:
            ids = self.tokenizer.encode(word, add_special_tokens=False).ids
            self.known[word] = ids or [self.pad]
        return self.known[word]


def windows(
    lesson: Lesson, pieces: Pieces, recipe: Recipe, dice: random.Random, cast: Sequence[str] = ()
) -> Iterator[Window]:
    """One pass over an article in windows of at most `recipe.window` pieces, random offset."""
    if recipe.augment and dice.random() < UNMARKED:
        lesson = unmarked(lesson, dice)
    if cast and dice.random() < RENAMED:
        lesson = renamed(lesson, cast, dice)
    example = lesson.example
    words, shapes = example.words, example.shapes
    if recipe.augment:
        words, shapes = disguise(words, shapes, dice)
    cut = [pieces(w)[: recipe.window // 4] for w in words]
    if recipe.noise and dice.random() < 0.5:
        cut = blurred(cut, recipe.noise, pieces.mask, dice)
    tags = dice.choice(example.tags) if example.tags else None
    room, units = recipe.window - 2, [range(i, i + 1) for i in range(len(cut))]
    if dice.random() < WHOLE:
        room = dice.randrange(room // 3, room)
        units = paragraphs(example, cut, room)
    begin, total = 0, dice.randrange(0, room // 2)
    for unit in units:
        size = sum(len(cut[i]) for i in unit)
        if total + size > room:
            if unit.start - begin > 2:
                yield window_of(cut, shapes, lesson, tags, begin, unit.start, pieces)
            begin, total = unit.start, 0
        total += size
    if len(cut) - begin > 2:
        yield window_of(cut, shapes, lesson, tags, begin, len(cut), pieces)


def paragraphs(example: Example, cut: Sequence[list[int]], room: int) -> list[range]:
    """The words of each paragraph; one that has more than `room` pieces falls into its words."""
    fresh = np.flatnonzero(example.shapes // CASES == BREAKS - 1)
    edges = [0, *(int(i) for i in fresh if i), len(cut)]
    whole = [range(a, b) for a, b in pairwise(edges)]
    return [
        part
        for unit in whole
        for part in (
            [unit] if sum(len(cut[i]) for i in unit) <= room
            else [range(i, i + 1) for i in unit]
        )
    ]  # fmt: skip


def window_of(
    cut: list[list[int]], shapes: NDArray[np.int64], lesson: Lesson,
    tags: NDArray[np.int64] | None, a: int, b: int, pieces: Pieces,
) -> Window:  # fmt: skip
    ids, looks, at = [pieces.cls], [0], []
    for w in range(a, b):
        at.append(len(ids))
        ids += cut[w]
        looks += [int(shapes[w])] * len(cut[w])
    ids.append(pieces.sep)
    looks.append(0)
    soft, names = lesson.soft, lesson.names
    fresh = (lesson.example.shapes[a:b] // CASES == BREAKS - 1).astype(int).tolist()
    return Window(
        ids, looks, at, fresh,
        None if tags is None else tags[a:b],
        None if soft is None else soft[a:b],
        None if names is None else names[a:b],
    )  # fmt: skip


def batches(
    lessons: Sequence[Lesson], pieces: Pieces, recipe: Recipe, dice: random.Random
) -> list[list[Window]]:
    """An epoch's windows, those of like length together, in random order."""
    cast = cast_of(lessons) if recipe.noise else ()
    cut = [w for lesson in lessons for w in windows(lesson, pieces, recipe, dice, cast)]
    dice.shuffle(cut)
    cut.sort(key=lambda w: len(w.pieces) // 32)
    groups = [cut[i : i + recipe.batch] for i in range(0, len(cut), recipe.batch)]
    dice.shuffle(groups)
    return groups


def _padded(
    rows: Sequence[Sequence[int] | NDArray[np.int64]], fill: int, device: torch.device
) -> Tensor:
    out = torch.full((len(rows), max(map(len, rows))), fill, dtype=torch.long)
    for i, row in enumerate(rows):
        out[i, : len(row)] = torch.as_tensor(row)
    return out.to(device)


def halves(device: torch.device) -> bool:
    """Whether products in bfloat16 are the quicker ones here.

    With AMX they are four times as fast as in float. A processor that only imitates them took 45 s
    for a step that takes 3.3 s in float.
    """
    cpu = torch.cpu
    return device.type != "cpu" or cpu._is_amx_tile_supported() or cpu._is_avx512_bf16_supported()


def pieces_of(
    group: Sequence[Window], pad: int, device: torch.device
) -> tuple[Tensor, Tensor, Tensor]:
    """What a network is given: pieces, their shapes, which of them are real: [batch, length] each."""
    ids = _padded([w.pieces for w in group], pad, device)
    return ids, _padded([w.shapes for w in group], 0, device), (ids != pad).long()


def emissions_at_words(
    model: Reader, group: Sequence[Window], pad: int, device: torch.device
) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Tag and name emissions [batch, words, labels]; which words are real; which are fresh."""
    at = _padded([w.at for w in group], -1, device)
    with torch.autocast(device.type, dtype=torch.bfloat16, enabled=halves(device)):
        tag, name = model(*pieces_of(group, pad, device))
    index = at.clamp(min=0)[..., None]
    tag = tag.float().gather(1, index.expand(-1, -1, tag.shape[-1]))
    name = name.float().gather(1, index.expand(-1, -1, name.shape[-1]))
    fresh = _padded([w.fresh for w in group], 0, device) > 0
    return tag, name, at >= 0, fresh


def loss_of(
    model: Reader, group: Sequence[Window], pad: int, recipe: Recipe, device: torch.device
) -> Tensor:
    """Gold by likelihood, the teacher by cross entropy of posteriors, names word by word."""
    tag, name, mask, fresh = emissions_at_words(model, group, pad, device)
    width = mask.shape[1]
    loss = tag.new_zeros(())
    gold = [i for i, w in enumerate(group) if w.tags is not None]
    if gold:
        tags = _padded([w.tags for w in group if w.tags is not None], 0, device)
        tags = torch.nn.functional.pad(tags, (0, width - tags.shape[1]))
        loss = loss + len(gold) / len(group) * model.crf.loss(
            tag[gold], mask[gold], fresh[gold], tags
        ) * (1 - recipe.teacher_weight)
    taught = [i for i, w in enumerate(group) if w.soft is not None]
    if taught and recipe.teacher_weight:
        soft = tag.new_zeros(len(taught), width, tag.shape[-1])
        for row, i in enumerate(taught):
            known = torch.as_tensor(np.asarray(group[i].soft, dtype=np.float32))
            soft[row, : len(known)] = known.to(device)
        ours = model.crf.log_marginals(tag[taught], mask[taught], fresh[taught])
        cross = -(soft * ours).sum(-1)[mask[taught]].mean()
        loss = loss + len(taught) / len(group) * recipe.teacher_weight * cross
    if recipe.names_weight and any(w.names is not None for w in group):
        names = _padded([w.names if w.names is not None else [-100] for w in group], -100, device)
        names = torch.nn.functional.pad(names, (0, width - names.shape[1]), value=-100)
        loss = loss + recipe.names_weight * torch.nn.functional.cross_entropy(
            name.flatten(0, 1), names.flatten(), ignore_index=-100
        )
    return loss


def parameter_groups(model: Reader, recipe: Recipe) -> list[dict[str, object]]:
    """Heads fast, the body slower, and slower still the deeper the layer."""
    depth = len(model.encoder.encoder.layer)
    groups: dict[tuple[float, float], list[Tensor]] = {}
    for name, weight in model.named_parameters():
        if not weight.requires_grad:
            continue
        rate = recipe.head_rate * (5 if name.startswith("crf") else 1)
        if name.startswith("encoder."):
            layer = int(name.split("layer.")[1].split(".")[0]) + 1 if "layer." in name else 0
            rate = recipe.body_rate * recipe.layer_decay ** (depth - layer)
        decay = 0.0 if weight.ndim < 2 or name.startswith("crf") else recipe.weight_decay
        groups.setdefault((rate, decay), []).append(weight)
    return [{"params": p, "lr": r, "weight_decay": d} for (r, d), p in groups.items()]


class Course:
    """One run under way: the model, the mean of its weights, the optimiser, the step it is at."""

    def __init__(self, recipe: Recipe, folder: Path, steps: int) -> None:
        self.recipe, self.steps, self.done = recipe, steps, 0
        self.device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        self.checkpoint = folder / "checkpoint.pt"
        torch.manual_seed(recipe.seed)
        self.model = Reader(Path(recipe.encoder), recipe.layers, recipe.dropout).to(self.device)
        if recipe.rank:
            self.model.adapt(recipe.rank)
        if recipe.start:
            self.model.take(self._loaded(Path(recipe.start)))
        self.pattern: Pattern | None = None
        if recipe.pattern:
            like = Reader(Path(recipe.encoder), recipe.layers).to(self.device)
            like.take(self._loaded(Path(recipe.pattern)))
            self.pattern = Pattern(like, self.model)
        self.mean = {k: v.clone() for k, v in self.model.learnt().items()}
        self.optimiser = torch.optim.AdamW(parameter_groups(self.model, recipe), fused=True)
        self.rates = [g["lr"] for g in self.optimiser.param_groups]
        if self.checkpoint.exists():
            state = self._loaded(self.checkpoint)
            self.model.take(state["model"])
            self.optimiser.load_state_dict(state["optimiser"])
            self.mean, self.done = state["mean"], state["done"]
            log.info("resumed at step %d of %d", self.done, steps)

    def _loaded(self, path: Path) -> dict[str, Any]:
        return dict(torch.load(path, map_location=self.device, weights_only=True))

    def learn(self, group: Sequence[Window], pad: int) -> float:
        """One step on one batch; gives its loss."""
        share, warm = self.done / self.steps, self.recipe.warmup
        falling = 0.5 * (1 + math.cos(math.pi * max(0.0, share - warm) / (1 - warm)))
        for g, rate in zip(self.optimiser.param_groups, self.rates, strict=True):
            g["lr"] = rate * max(min(share / warm, 1.0) * falling, 0.01)
        loss = loss_of(self.model, group, pad, self.recipe, self.device)
        if self.pattern:
            apart = self.pattern.apart(*pieces_of(group, pad, self.device))
            loss = loss + self.recipe.likeness * sum(apart)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self.optimiser.step()
        self.optimiser.zero_grad(set_to_none=True)
        self.done += 1
        if self.done % MEAN_EVERY == 0:
            self._average()
        return float(loss.detach())

    @torch.no_grad()
    def _average(self) -> None:
        turn = self.done / MEAN_EVERY
        keep = min(self.recipe.mean**MEAN_EVERY, turn / (turn + 9))
        for k, v in self.model.learnt().items():
            self.mean[k].lerp_(v, 1 - keep)

    def save(self) -> None:
        """Write everything needed to go on from here, whole or not at all."""
        state = {
            "model": self.model.learnt(), "optimiser": self.optimiser.state_dict(),
            "mean": self.mean, "done": self.done,
        }  # fmt: skip
        part = self.checkpoint.with_suffix(".part")
        torch.save(state, part)
        part.replace(self.checkpoint)


def train(
    recipe: Recipe,
    lessons: Sequence[Lesson],
    tokenizer: Tokenizer,
    folder: Path,
    *,
    every_s: float = 300,
) -> Reader:
    """Run `recipe`, or what is left of it; keep the averaged weights in `folder/weights.pt`."""
    folder.mkdir(parents=True, exist_ok=True)
    weights = folder / "weights.pt"
    pieces = Pieces(tokenizer)
    per_epoch = len(batches(lessons, pieces, recipe, random.Random(0)))
    _same_course(folder / "recipe.json", {**asdict(recipe), "steps_an_epoch": per_epoch})
    course = Course(recipe, folder, round(per_epoch * recipe.epochs))
    if not weights.exists():
        course.model.train()
        for _ in _lessons_learnt(course, lessons, pieces, per_epoch, every_s):
            pass
        part = weights.with_suffix(".part")
        torch.save(course.mean, part)
        part.replace(weights)
        course.checkpoint.unlink(missing_ok=True)
    course.model.take(course._loaded(weights))
    if recipe.rank:
        course.model.fold()
    return course.model


def _same_course(path: Path, plan: dict[str, object]) -> None:
    """Writes the plan to `path`. Raises `SystemExit` where another one stands there."""
    if path.exists() and json.loads(path.read_text()) != plan:
        raise SystemExit(f"{path.parent} holds another course; remove it or take another --work")
    path.write_text(json.dumps(plan, indent=1))


def _lessons_learnt(
    course: Course, lessons: Sequence[Lesson], pieces: Pieces, per_epoch: int, every_s: float
) -> Iterator[float]:
    """Every step that is left, with its loss; saves and logs on the way."""
    recipe, first, began, saved = course.recipe, course.done, time.time(), time.time()
    running = math.nan
    for epoch in range(course.done // per_epoch, math.ceil(recipe.epochs) + 1):
        order = batches(lessons, pieces, recipe, random.Random(recipe.seed * 1000 + epoch))
        for i, group in enumerate(order):
            if epoch * per_epoch + i < course.done or course.done >= course.steps:
                continue
            loss = course.learn(group, pieces.pad)
            running = loss if math.isnan(running) else 0.98 * running + 0.02 * loss
            if course.done % 50 == 0:
                took = (time.time() - began) / (course.done - first)
                left = took * (course.steps - course.done) / 60
                log.info(
                    "step %d/%d loss %.4f, %.2f s a step, %.0f min left",
                    course.done, course.steps, running, took, left,
                )  # fmt: skip
            if time.time() - saved > every_s:
                course.save()
                saved = time.time()
            yield loss
