"""The networks: an encoder, a table of word shapes, and linear heads over a CRF.

The same class is teacher and student; only the encoder differs. Attribution tags go through a
linear-chain CRF, because most errors of a plain tagger are boundaries that no legal sequence
would have. The student carries a second head for names, learnt from silver labels, so that
speakers cost no second network.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import torch
from peft import LoraConfig, inject_adapter_in_model
from peft.tuners.tuners_utils import BaseTunerLayer
from torch import Tensor, nn
from transformers import AutoModel
from transformers.utils import logging as hf_logging

from onrecord.extract.words import SHAPES

from .corpus import TAGS

KINDS = ("person", "organisation", "place", "group")
NAMES = ("O", *(f"{p}-{k}" for k in KINDS for p in "BI"))
N_TAGS, N_NAMES = len(TAGS), len(NAMES)
Size = tuple[int, int]
"""Of every layer: the columns inside its feed-forward, and the heads of its attention."""
_WIDTHS = ("intermediate.dense", "attention.self.query")
ADAPTED = r"encoder\.encoder\.layer\.\d+\..*\.(v|o|dense)"
"""The products of MPNet that adapters stand beside: values, outputs, and both of a feed-forward."""
hf_logging.disable_progress_bar()
hf_logging.set_verbosity_error()  # the pooling layer, which is left out on purpose, is reported


class PooledDropout(nn.Module):
    """Dropout whose masks are slices of one large random mask.

    Drawing a fresh mask costs more than a layer's matrix product on a CPU; a slice at a random
    offset costs nothing, and no two steps see the same one.
    """

    def __init__(self, p: float, size: int = 1 << 24) -> None:
        super().__init__()
        self.p, self.size = p, size
        self._pool: Tensor | None = None

    def forward(self, x: Tensor) -> Tensor:
        if not self.training or not self.p:
            return x
        if x.is_cuda:
            return nn.functional.dropout(x, self.p)
        if self._pool is None or self._pool.dtype != x.dtype:
            keep = (torch.rand(self.size) >= self.p).to(x.dtype) / (1 - self.p)
            self._pool = keep
        n = x.numel()
        offset = int(torch.randint(0, self.size - n, (1,)))
        return x * self._pool[offset : offset + n].view_as(x)


class Reader(nn.Module):
    """Word pieces and shapes in; emissions over `TAGS` (and over `NAMES`) for each piece out."""

    def __init__(self, encoder: Path, layers: int | None = None, dropout: float = 0.1) -> None:
        super().__init__()
        self.encoder = AutoModel.from_pretrained(
            encoder, attention_probs_dropout_prob=0.0, add_pooling_layer=False
        )
        if layers:
            self.encoder.encoder.layer = self.encoder.encoder.layer[:layers]
        for module in self.encoder.modules():
            for name, child in module.named_children():
                if isinstance(child, nn.Dropout):
                    setattr(module, name, PooledDropout(child.p and dropout))
        d = self.encoder.config.hidden_size
        self._head = d // self.encoder.config.num_attention_heads
        self.shape = nn.Embedding(SHAPES, d)
        nn.init.normal_(self.shape.weight, std=0.002)
        self.drop = PooledDropout(dropout)
        self.tag = nn.Linear(d, N_TAGS)
        self.name = nn.Linear(d, N_NAMES)
        self.crf = Crf(N_TAGS)

    def forward(self, pieces: Tensor, shapes: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """`pieces`, `shapes`, `mask`: [batch, length]. Gives two float tensors [b, l, labels]."""
        embedded = self.encoder.get_input_embeddings()(pieces) + self.shape(shapes)
        hidden = self.encoder(inputs_embeds=embedded, attention_mask=mask).last_hidden_state
        hidden = self.drop(hidden)
        return self.tag(hidden), self.name(hidden)

    @property
    def size(self) -> Size:
        """How wide each layer is inside."""
        inner = self.encoder.encoder.layer[0].intermediate.dense.out_features
        return int(inner), int(self.encoder.config.num_attention_heads)

    def _make_room(self, inner: int, heads: int) -> None:
        """Gives a BERT layers of another width, that know nothing yet."""
        d, across = self.encoder.config.hidden_size, heads * self._head
        for layer in self.encoder.encoder.layer:
            layer.intermediate.dense = nn.Linear(d, inner)
            layer.output.dense = nn.Linear(inner, d)
            layer.attention.output.dense = nn.Linear(across, d)
            attention = layer.attention.self
            attention.num_attention_heads, attention.all_head_size = heads, across
            for part in ("query", "key", "value"):
                setattr(attention, part, nn.Linear(d, across))
        self.encoder.config.num_attention_heads = heads

    def adapt(self, rank: int) -> None:
        """From here on the encoder stays as it is, and adapters of `rank` learn in its place.

        Low-rank adaptation (Hu et al., 2022). At rank 32 what is learnt is a twenty-fifth of the
        encoder, and a step of training takes three quarters of the time; all else learns as ever.
        """
        # A slope of one: alpha is the rank.
        plan = LoraConfig(r=rank, lora_alpha=rank, target_modules=ADAPTED)
        inject_adapter_in_model(plan, self)
        for name, weight in self.named_parameters():
            weight.requires_grad_(not name.startswith("encoder.") or ".lora_" in name)

    def learnt(self) -> dict[str, Tensor]:
        """The weights that training changes, by name: all of them, or those beside an adapted encoder."""
        return {k: v.detach() for k, v in self.named_parameters() if v.requires_grad}

    def take(self, state: dict[str, Tensor]) -> None:
        """Put `state` in the place of what is learnt, as wide as it is (`training.narrow`).

        Raises `KeyError` where one of it is missing.
        """
        inner, query = (state.get(f"encoder.encoder.layer.0.{part}.bias") for part in _WIDTHS)
        if inner is not None and query is not None:
            size = len(inner), len(query) // self._head
            if size != self.size:
                self._make_room(*size)
        if missing := self.learnt().keys() - state.keys():
            raise KeyError(f"no such weights: {', '.join(sorted(missing)[:3])}")
        self.load_state_dict(state, strict=False)

    def fold(self) -> None:
        """Adapters become part of the weights they stand beside, and the network a plain one."""
        for path, module in list(self.named_modules()):
            if isinstance(module, BaseTunerLayer):
                module.merge()
                self.set_submodule(path, module.get_base_layer())


class Crf(nn.Module):
    """A linear-chain CRF over padded batches [batch, time, labels] (Lafferty et al., 2001).

    `fresh` marks the words that begin a paragraph. No span crosses one, so paragraphs are
    independent sequences that happen to share a window: between two of them stand `end` and
    `start`, not a step. A window that is cut out of a paragraph has neither at its edges.
    """

    def __init__(self, n: int) -> None:
        super().__init__()
        self.start = nn.Parameter(torch.zeros(n))
        self.end = nn.Parameter(torch.zeros(n))
        self.step = nn.Parameter(torch.zeros(n, n))

    def _forward(self, emissions: Tensor, mask: Tensor, fresh: Tensor) -> tuple[Tensor, Tensor]:
        alpha = self.start * fresh[:, :1] + emissions[:, 0]
        alphas = [alpha]
        for t in range(1, emissions.shape[1]):
            along = torch.logsumexp(alpha[:, :, None] + self.step, 1)
            anew = torch.logsumexp(alpha + self.end, 1, keepdim=True) + self.start
            new = torch.where(fresh[:, t, None], anew, along) + emissions[:, t]
            alpha = torch.where(mask[:, t, None], new, alpha)
            alphas.append(alpha)
        return torch.stack(alphas, 1), torch.logsumexp(alpha, 1)

    def _backward(self, emissions: Tensor, mask: Tensor, fresh: Tensor) -> Tensor:
        beta = torch.zeros_like(emissions[:, 0])
        betas = [beta]
        for t in range(emissions.shape[1] - 1, 0, -1):
            after = emissions[:, t] + beta
            along = torch.logsumexp(self.step + after[:, None, :], 2)
            anew = torch.logsumexp(self.start + after, 1, keepdim=True) + self.end
            new = torch.where(fresh[:, t, None], anew, along)
            beta = torch.where(mask[:, t, None], new, beta)
            betas.append(beta)
        return torch.stack(betas[::-1], 1)

    def loss(self, emissions: Tensor, mask: Tensor, fresh: Tensor, tags: Tensor) -> Tensor:
        """Negative log likelihood of `tags` [batch, time], a mean over words."""
        _, z = self._forward(emissions, mask, fresh)
        units = (emissions.gather(2, tags[..., None])[..., 0] * mask).sum(1)
        first = self.start[tags[:, 0]] * fresh[:, 0]
        before, after = tags[:, :-1], tags[:, 1:]
        steps = torch.where(
            fresh[:, 1:], self.end[before] + self.start[after], self.step[before, after]
        )
        score = units + first + (steps * mask[:, 1:]).sum(1)
        return (z - score).sum() / mask.sum()

    def log_marginals(self, emissions: Tensor, mask: Tensor, fresh: Tensor) -> Tensor:
        """Log posterior of each label at each word."""
        alphas, _ = self._forward(emissions, mask, fresh)
        # Normalised word by word: over a long text the sum drifts from the two parts in float32.
        return torch.log_softmax(alphas + self._backward(emissions, mask, fresh), -1)


def mixed(parts: Sequence[tuple[Crf, float]]) -> Crf:
    """The CRF of networks whose scores are added: of each as much as its scores weigh."""
    out = Crf(len(parts[0][0].start))
    with torch.no_grad():
        for name, weight in out.named_parameters():
            weight.copy_(sum(share * crf.state_dict()[name].cpu() for crf, share in parts))
    return out
