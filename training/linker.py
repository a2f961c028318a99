"""Fit the linker: on gold spans, which cue does each content have, and which source each cue.

The two choosers are fitted by conditional likelihood over candidates. Some gold spans are left
out at random in each pass, because at run time the tagger misses some, and a content whose cue
was missed must learn to choose "none" rather than a neighbour's.
"""

from __future__ import annotations

import random
from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray

from onrecord.extract.link import FACTS, Linker, Page, facts_of
from onrecord.text import paragraphs, sentences
from onrecord.values import Span

from .corpus import Example

HIDDEN = 24
PASSES = 6
Choice = tuple[NDArray[np.int64], NDArray[np.float32], NDArray[np.int64]]


def fit(examples: Sequence[Example], seed: int = 1) -> dict[str, object]:
    """The linker's weights, as `Linker.of` reads them."""
    dice = random.Random(seed)
    contents, sources = [], []
    for example in examples:
        page = page_of(example.text)
        for share in (0.0, *([0.12] * (PASSES - 1))):
            one, other = _choices(example, page, dice, share)
            contents += one
            sources += other
    return {"content": _fitted(contents, seed), "source": _fitted(sources, seed)}


def page_of(text: str) -> Page:
    """Where things stand in `text`."""
    parts = paragraphs(text)
    return Page.of(text, sentences(text, parts), parts)


def _choices(
    example: Example, page: Page, dice: random.Random, drop: float
) -> tuple[list[Choice], list[Choice]]:
    """Candidates, facts and the right candidate, for contents and for cues."""
    kept: dict[str, list[tuple[int, int]]] = {}
    for role in ("source", "cue", "content"):
        every = sorted({s for e in example.events for s in e[role]})
        kept[role] = [s for s in every if dice.random() >= drop]
    if not kept["cue"] or not kept["content"]:
        return [], []
    s, c, t = (
        np.array(kept[r], dtype=np.int64).reshape(-1, 2) for r in ("source", "cue", "content")
    )
    cue_of: dict[tuple[int, int], tuple[int, int]] = {}
    source_of: dict[tuple[int, int], tuple[int, int]] = {}
    for event in example.events:
        if event["cue"]:
            cue_of.update(dict.fromkeys(event["content"], event["cue"][0]))
            if event["source"]:
                source_of[event["cue"][0]] = event["source"][0]
    according = np.array([example.text[a : a + 6].lower() == "accord" for a, _ in kept["cue"]])
    index, facts = facts_of(page, t, c, s, t, according)
    one = [(index, facts, _right(index, [cue_of.get(x) for x in kept["content"]], kept["cue"]))]
    if not len(s):
        return one, []
    index, facts = facts_of(page, c, s, c, t, np.zeros(len(s), dtype=bool))
    facts[:, :, FACTS.index("according")] = according[:, None]
    return one, [
        (index, facts, _right(index, [source_of.get(x) for x in kept["cue"]], kept["source"]))
    ]


def _right(
    index: NDArray[np.int64], gold: Sequence[tuple[int, int] | None], among: list[tuple[int, int]]
) -> NDArray[np.int64]:
    where = {span: i for i, span in enumerate(among)}
    none = index.shape[1]
    right = np.full(len(index), none)
    for row, span in enumerate(gold):
        hits = np.flatnonzero(index[row] == where.get(span, -2)) if span else []
        if len(hits):
            right[row] = hits[0]
    return right


def _fitted(choices: Sequence[Choice], seed: int) -> dict[str, object]:
    torch.manual_seed(seed)
    index = torch.as_tensor(np.concatenate([c[0] for c in choices]))
    facts = torch.as_tensor(np.concatenate([c[1] for c in choices]))
    right = torch.as_tensor(np.concatenate([c[2] for c in choices]))
    first, second = torch.nn.Linear(len(FACTS), HIDDEN), torch.nn.Linear(HIDDEN, 1, bias=False)
    none = torch.nn.Parameter(torch.zeros(1))
    weights = [*first.parameters(), *second.parameters(), none]
    optimiser = torch.optim.AdamW(weights, lr=5e-3, weight_decay=1e-3)
    for epoch in range(40):
        order = torch.randperm(len(right))
        for batch in order.split(512):
            score = second(torch.relu(first(facts[batch])))[..., 0]
            score = score.masked_fill(index[batch] < 0, -1e4)
            score = torch.cat([score, none.expand(len(batch), 1)], 1)
            loss = torch.nn.functional.cross_entropy(score, right[batch])
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
        for g in optimiser.param_groups:
            g["lr"] = 5e-3 * (1 - (epoch + 1) / 41)
    return {
        "hidden": np.round(first.weight.detach().numpy().T, 4).tolist(),
        "hidden_bias": np.round(first.bias.detach().numpy(), 4).tolist(),
        "out": np.round(second.weight.detach().numpy()[0], 4).tolist(),
        "none": round(float(none.detach()), 4),
    }


def rebuilt(examples: Sequence[Example], held: dict[str, object]) -> float:
    """Share of gold attributions that come back whole from their gold spans."""
    linker = Linker.of(held)
    right = total = 0
    for example in examples:
        page = page_of(example.text)
        roles = {
            r: [Span(*x) for x in sorted({s for e in example.events for s in e[r]})]
            for r in ("source", "cue", "content")
        }
        found = {
            (
                None if k.source is None else roles["source"][k.source],
                None if k.cue is None else roles["cue"][k.cue],
                tuple(roles["content"][i] for i in k.contents),
            )
            for k in linker.links(
                page, example.text, roles["source"], roles["cue"], roles["content"]
            )
        }
        for event in example.events:
            gold = (
                Span(*event["source"][0]) if event["source"] else None,
                Span(*event["cue"][0]) if event["cue"] else None,
                tuple(Span(*x) for x in sorted(event["content"])),
            )
            right += gold in found
            total += 1
    return right / max(total, 1)
