"""Take out of each layer what the answers depend on least, and leave the rest to be taught again.

Of the columns inside a feed-forward half say next to nothing of who said what: they came with an
encoder that was made for everything. Heads are dearer. What one is worth is how much the loss would
change without it, to the first order (Michel et al., 2019): its output times the slope of the loss
there, squared and summed over some lessons. Layers are cut to one width, since their worths cannot
be compared: cut by worth, the last layers lost nearly everything, and the loss rose nine times as much.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from .model import Reader, Size
from .train import Recipe, Window, loss_of


@dataclass(slots=True, eq=False)
class Worth:
    """Of one layer: what each column and each head is worth, and what a column says on average."""

    columns: Tensor
    heads: Tensor
    usual: Tensor


def worths(
    model: Reader, groups: Sequence[Sequence[Window]], pad: int, recipe: Recipe
) -> list[Worth]:
    """A worth for each layer, from the loss of `recipe` on batches of windows."""
    device = next(model.parameters()).device
    inner, heads = model.size
    layers = model.encoder.encoder.layer
    out = [Worth(*(torch.zeros(n, device=device) for n in (inner, heads, inner))) for _ in layers]
    held: dict[tuple[int, str], Tensor] = {}

    def holds(i: int, part: str) -> Callable[[object, tuple[Tensor, ...]], None]:
        def hold(_: object, given: tuple[Tensor, ...]) -> None:
            given[0].retain_grad()
            held[i, part] = given[0]

        return hold

    hooks = [
        product.register_forward_pre_hook(holds(i, part))
        for i, layer in enumerate(layers)
        for part, product in (("columns", layer.output.dense), ("heads", layer.attention.output.dense))
    ]  # fmt: skip
    model.eval()
    for group in groups:
        loss_of(model, group, pad, recipe, device).backward()
        for i, worth in enumerate(out):
            columns, mixed = (_rows(held[i, part]) for part in ("columns", "heads"))
            worth.columns += (columns[0] * columns[1]).square().sum(0)
            worth.usual += columns[0].mean(0) / len(groups)
            worth.heads += (mixed[0] * mixed[1]).unflatten(1, (heads, -1)).sum(-1).square().sum(0)
        model.zero_grad()
    for hook in hooks:
        hook.remove()
    return out


def _rows(held: Tensor) -> tuple[Tensor, Tensor]:
    """What a product was given, and the slope of the loss there: [pieces, width] both."""
    assert held.grad is not None
    return held.detach().flatten(0, 1), held.grad.flatten(0, 1)


@torch.no_grad()
def narrowed(model: Reader, worth: Sequence[Worth], size: Size) -> dict[str, Tensor]:
    """The weights of `model` as a reader of `size` has them.

    What a column said on average, where it is gone, is added to the bias of the product it went into.
    """
    inner, heads = size
    state = {name: weight.detach().clone() for name, weight in model.named_parameters()}
    for i, of in enumerate(worth):
        under = f"encoder.encoder.layer.{i}."
        up, down, out = (
            under + name
            for name in ("intermediate.dense", "output.dense", "attention.output.dense")
        )
        stay = of.columns.topk(inner).indices.sort().values
        gone = torch.ones_like(of.columns, dtype=torch.bool)
        gone[stay] = False
        whole = state[f"{down}.weight"]
        state[f"{down}.bias"] += whole[:, gone] @ of.usual[gone]
        state[f"{down}.weight"] = whole[:, stay]
        wide = len(state[f"{under}attention.self.query.bias"]) // len(of.heads)
        kept = of.heads.topk(heads).indices.sort().values
        across = (kept[:, None] * wide + torch.arange(wide, device=kept.device)).flatten()
        state[f"{out}.weight"] = state[f"{out}.weight"][:, across]
        rows = {up: stay} | dict.fromkeys(
            (f"{under}attention.self.{part}" for part in ("query", "key", "value")), across
        )
        for name, keep in rows.items():
            for part in ("weight", "bias"):
                state[f"{name}.{part}"] = state[f"{name}.{part}"][keep]
    return {name: weight.contiguous() for name, weight in state.items()}
