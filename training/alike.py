"""What every layer of a network says of a text, and how far that is from what another's say.

A network that was cut (`training.narrow`) has the layers of the one that it was, and between them rows
of the same width. So it can be taught what each of these said of each piece, and not the last answer
alone (Sun et al., 2019; Jiao et al., 2020): a thousand numbers to be right about where tags give one.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

from .model import Reader


class Layers:
    """Keeps what each layer of `model` says, whenever the model reads."""

    def __init__(self, model: Reader) -> None:
        self._said: list[Tensor] = []
        for layer in model.encoder.encoder.layer:
            layer.register_forward_hook(self._hear)

    def _hear(self, _: nn.Module, __: object, said: Tensor | tuple[Tensor, ...]) -> None:
        self._said.append(said if isinstance(said, Tensor) else said[0])

    def said(self) -> list[Tensor]:
        """Of each layer [batch, length, width], since this was asked last."""
        said, self._said = self._said, []
        return said


class Pattern:
    """A network that `like`, while it learns, is to be like."""

    def __init__(self, model: Reader, like: Reader) -> None:
        self._model = model.eval().requires_grad_(requires_grad=False)
        self._said, self._heard = Layers(model), Layers(like)
        self._names: Tensor | None = None
        like.name.register_forward_hook(self._hear_names)

    def _hear_names(self, _: nn.Module, __: object, names: Tensor) -> None:
        self._names = names

    def apart(self, pieces: Tensor, shapes: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """How far `like`, which has just read these, was from the pattern: in its layers, in names.

        Of each layer the squared distance, as a share of what the pattern's rows vary by (0 for the
        same, 1 for no better than always saying what is usual), a mean over layers; of names the
        divergence in nats (Kullback and Leibler, 1951). `pieces`, `shapes`, `mask`: [batch, length].
        """
        with torch.no_grad():
            _, names = self._model(pieces, shapes, mask)
        here = mask.bool()
        shares = [
            (ours[here] - theirs[here]).square().sum(1).mean() / theirs[here].var(0).sum()
            for ours, theirs in zip(self._heard.said(), self._said.said(), strict=True)
        ]
        assert self._names is not None, "like has not read"
        rows = [x[here].float().log_softmax(-1) for x in (self._names, names)]
        apart = functional.kl_div(*rows, reduction="batchmean", log_target=True)
        return torch.stack(shares).mean(), apart
