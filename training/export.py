"""A trained network as one int8 ONNX file, drawn by hand in ONNX Runtime's fused operators.

Drawing the graph instead of tracing it keeps it to what runs fast on a CPU: for each layer four
`DynamicQuantizeMatMul` or more (weights in int8, a scale a column; activations quantised on the fly),
one `MultiHeadAttention`, two `LayerNormalization`. The embedding table is int8 with a scale a row. What decoding needs beside the network (CRF, label names, the linker) travels in the file's
metadata, so that weights and the numbers that fit them cannot part.

The reader and its teacher are drawn alike. What BERT and MPNet call their parts differs, and MPNet
adds to each attention what the distance of two pieces is worth. MPNet also has columns too large for
the rest: they are multiplied in float (`outliers`). Networks that read together are drawn into one
graph, side by side, and add their scores.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from tokenizers import Tokenizer
from torch import Tensor

from onrecord.extract.network import MARKS, WINDOW

from .corpus import TAGS, Example
from .model import NAMES, Reader, mixed
from .predict import emissions

MS = "com.microsoft"
GELU = "Gelu"
WIDEST = 63
"""The largest weight of a product. Without VNNI two products of 8 bits are added in 16, which the
sum of two weights of 127 can overflow; of 63 it cannot, so every processor multiplies alike."""
APART = 8  # columns a layer
# A layer's dense weights by encoder, and what the products with them are called in the graph.
_DENSE = {
    "bert": {
        "attention.self.query": "query",
        "attention.self.key": "key",
        "attention.self.value": "value",
        "attention.output.dense": "out",
        "intermediate.dense": "up",
        "output.dense": "down",
    },
    "mpnet": {
        "attention.attn.q": "query",
        "attention.attn.k": "key",
        "attention.attn.v": "value",
        "attention.attn.o": "out",
        "intermediate.dense": "up",
        "output.dense": "down",
    },
}
_NORM = {"bert": "attention.output.LayerNorm", "mpnet": "attention.LayerNorm"}
Array = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Member:
    """A network that reads, alone or beside others.

    `share` is what its scores weigh, `apart` what `outliers` found for each layer, or nothing, and
    `ids` [pieces of the first member's vocabulary] what this one calls them, where that differs.
    """

    model: Reader
    share: float = 1.0
    apart: Sequence[Sequence[int]] = ()
    ids: NDArray[np.int64] | None = None


class Graph:
    """Nodes and weights under construction; each method returns the name of what it made.

    What it makes is named under `under`, so that networks side by side keep their names apart.
    """

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.weights: list[onnx.TensorProto] = []
        self.under = ""

    def weight(self, name: str, array: NDArray[np.generic]) -> str:
        name = self.under + name
        self.weights.append(numpy_helper.from_array(np.ascontiguousarray(array), name))
        return name

    def op(
        self, kind: str, inputs: list[str], out: str, domain: str = "", **settings: object
    ) -> str:
        out = self.under + out
        self.nodes.append(
            helper.make_node(kind, inputs, [out], name=out, domain=domain, **settings)
        )
        return out

    def quantised_product(self, x: str, weight: Array, bias: Array | None, out: str) -> str:
        """`x @ weight + bias`, weight [in, out] in 7 bits of int8 with one scale a column."""
        scale = np.maximum(np.abs(weight).max(0), 1e-8) / WIDEST
        whole = np.clip(np.round(weight / scale), -WIDEST, WIDEST).astype(np.int8)
        inputs = [
            x,
            self.weight(f"{out}.w", whole),
            self.weight(f"{out}.scale", scale.astype(np.float32)),
            self.weight(f"{out}.zero", np.zeros_like(scale, dtype=np.int8)),
        ]
        if bias is not None:
            inputs.append(self.weight(f"{out}.b", bias))
        return self.op("DynamicQuantizeMatMul", inputs, out, MS)

    def parted_product(
        self, x: str, weight: Array, bias: Array, out: str, apart: Sequence[int]
    ) -> str:
        """The same, but for the columns `apart` of `x`, which are multiplied in float.

        One scale has to do for all of `x`; where a few columns are a hundred times as large as the
        rest, it leaves the rest no digits (Dettmers et al., 2022, "LLM.int8()").
        """
        near = np.ones(len(weight), dtype=np.float32)
        near[list(apart)] = 0
        far = self.weight(f"{out}.far", np.array(apart, dtype=np.int64))
        few = self.op("Gather", [x, far], f"{out}.few", axis=2)
        alone = self.op(
            "MatMul", [few, self.weight(f"{out}.few.w", weight[list(apart)])], f"{out}.alone"
        )
        rest = self.op("Mul", [x, self.weight(f"{out}.near", near)], f"{out}.rest")
        most = self.quantised_product(rest, weight * near[:, None], bias, f"{out}.most")
        return self.op("Add", [alone, most], out)

    def norm(self, x: str, w: dict[str, Array], name: str, eps: float) -> str:
        """Layer normalisation; measured, it beats the operator that adds the residual as well."""
        gamma, beta = (
            self.weight(f"{name}.{part}", w[f"{name}.{part}"]) for part in ("weight", "bias")
        )
        return self.op("LayerNormalization", [x, gamma, beta], f"{name}.y", axis=-1, epsilon=eps)

    def table(self, rows: str, array: Array, out: str) -> str:
        """Rows of an embedding table kept in int8 with one scale a row."""
        scale = np.maximum(np.abs(array).max(1, keepdims=True), 1e-8) / 127
        whole = np.clip(np.round(array / scale), -127, 127).astype(np.int8)
        picked = self.op("Gather", [self.weight(f"{out}.w", whole), rows], f"{out}.int8")
        scales = self.op(
            "Gather", [self.weight(f"{out}.scale", scale.astype(np.float32)), rows], f"{out}.s"
        )
        floats = self.op("Cast", [picked], f"{out}.float", to=TensorProto.FLOAT)
        return self.op("Mul", [floats, scales], out)


def outliers(model: Reader, examples: Sequence[Example], tokenizer: Tokenizer) -> list[list[int]]:
    """For each layer the columns that grow largest before the second product of its feed-forward."""
    layers = model.encoder.encoder.layer
    largest = [torch.zeros(layer.output.dense.in_features) for layer in layers]

    def seen(i: int) -> Callable[[object, tuple[Tensor, ...]], None]:
        def look(_: object, given: tuple[Tensor, ...]) -> None:
            torch.maximum(largest[i], given[0].abs().flatten(0, -2).amax(0).cpu(), out=largest[i])

        return look

    hooks = [x.output.dense.register_forward_pre_hook(seen(i)) for i, x in enumerate(layers)]
    emissions(model, examples, tokenizer)
    for hook in hooks:
        hook.remove()
    return [sorted(x.topk(APART).indices.tolist()) for x in largest]


def same_pieces(ours: Tokenizer, theirs: Tokenizer) -> NDArray[np.int64]:
    """For each piece of `ours` its number in `theirs`.

    Raises `ValueError` where a piece has none: such networks cannot read side by side.
    """
    known, marks = theirs.get_vocab(), dict(zip(MARKS[1], MARKS[0], strict=True))
    alike = marks | {"<pad>": "[PAD]", "<unk>": "[UNK]", "<mask>": "[MASK]"}
    ids = np.zeros(ours.get_vocab_size(), np.int64)
    for piece, number in ours.get_vocab().items():
        name = piece if piece in known else alike.get(piece, piece)
        if name not in known:
            raise ValueError(f"{piece!r} is a piece of one vocabulary and not of the other")
        ids[number] = known[name]
    return ids


def draw(members: Sequence[Member]) -> onnx.ModelProto:
    """The networks as one ONNX model: `pieces`, `shapes` [b, l] -> `emissions` [b, l, k].

    `pieces` are numbered as the first member's vocabulary has them.
    """
    g, scores = Graph(), []
    for n, member in enumerate(members):
        g.under = f"{n}." if n else ""
        scores.append(_scores(g, member))
    g.under = ""
    g.op("Sum", scores, "emissions")
    return _model(g, len(TAGS) + len(NAMES))


def _scores(g: Graph, member: Member) -> str:
    """The scores of one network, as much as they weigh."""
    model = member.model
    w: dict[str, Array] = {
        k: v.detach().cpu().float().numpy() for k, v in model.state_dict().items()
    }
    config = model.encoder.config
    kind, eps = str(config.model_type), float(config.layer_norm_eps)
    pieces = "pieces"
    if member.ids is not None:
        pieces = g.op("Gather", [g.weight("ids", member.ids), pieces], "renumbered")
    base = "encoder.embeddings."
    words = g.table(pieces, w[base + "word_embeddings.weight"], "words")
    looks = g.op("Gather", [g.weight("shape.table", w["shape.weight"]), "shapes"], "looks")
    length = g.op("Shape", ["pieces"], "length", start=1, end=2)
    zero = g.weight("zero", np.zeros(1, np.int64))
    fixed = w[base + "position_embeddings.weight"]
    if kind == "bert":
        fixed = fixed + w[base + "token_type_embeddings.weight"][0]
    else:
        fixed = fixed[int(config.pad_token_id) + 1 :]  # the rows before are of padding
    places = g.op("Slice", [g.weight("position.table", fixed), zero, length, zero], "places")
    inputs = g.op("Add", [words, looks], "inputs")
    spread = g.op("Add", [inputs, places], "spread")
    x = g.norm(spread, w, base + "LayerNorm", eps)
    heads, distances = int(config.num_attention_heads), None
    if kind == "mpnet":
        distances = _distances(g, model, length)
    for i in range(len(model.encoder.encoder.layer)):
        apart = member.apart[i] if member.apart else ()
        x = _layer(g, w, i, x, kind, heads, eps, distances, apart)
    labels = np.concatenate([w["tag.weight"], w["name.weight"]]).T * np.float32(member.share)
    bias = np.concatenate([w["tag.bias"], w["name.bias"]]) * np.float32(member.share)
    raw = g.op("MatMul", [x, g.weight("heads.w", labels)], "raw")
    return g.op("Add", [raw, g.weight("heads.b", bias)], "scores")


def _distances(g: Graph, model: Reader, length: str) -> str:
    """What MPNet adds to the attention of two pieces so far apart: [1, heads, length, length]."""
    with torch.no_grad():
        table = model.encoder.encoder.compute_position_bias(torch.zeros(1, WINDOW, 1))
    corner = g.op("Concat", [length, length], "corner", axis=0)
    zeros, axes = np.zeros(2, np.int64), np.array([2, 3])
    inputs = [
        g.weight("distance.table", table.numpy()), g.weight("distance.zeros", zeros), corner,
        g.weight("distance.axes", axes),
    ]  # fmt: skip
    return g.op("Slice", inputs, "distances")


def _layer(
    g: Graph, w: dict[str, Array], i: int, x: str, kind: str, heads: int, eps: float,
    distances: str | None, apart: Sequence[int],
) -> str:  # fmt: skip
    p = f"encoder.encoder.layer.{i}."
    named = {out: p + name for name, out in _DENSE[kind].items()}

    def dense(x: str, out: str, apart: Sequence[int] = ()) -> str:
        weight, bias = w[named[out] + ".weight"].T, w[named[out] + ".bias"]
        if apart:
            return g.parted_product(x, weight, bias, f"l{i}.{out}", apart)
        return g.quantised_product(x, weight, bias, f"l{i}.{out}")

    qkv = [dense(x, part) for part in ("query", "key", "value")]
    added = ["", "", distances] if distances else []  # bias and mask of keys, which no window needs
    mixed = g.op("MultiHeadAttention", qkv + added, f"l{i}.mixed", MS, num_heads=heads)
    x = g.norm(g.op("Add", [dense(mixed, "out"), x], f"l{i}.sum"), w, p + _NORM[kind], eps)
    up = g.op(GELU, [dense(x, "up")], f"l{i}.gelu", MS)
    down = dense(up, "down", apart)
    return g.norm(g.op("Add", [down, x], f"l{i}.total"), w, p + "output.LayerNorm", eps)


def _model(g: Graph, labels: int) -> onnx.ModelProto:
    def whole(name: str) -> onnx.ValueInfoProto:
        return helper.make_tensor_value_info(name, TensorProto.INT64, ["b", "l"])

    graph = helper.make_graph(
        g.nodes,
        "reader",
        [whole("pieces"), whole("shapes")],
        [helper.make_tensor_value_info("emissions", TensorProto.FLOAT, ["b", "l", labels])],
        g.weights,
    )
    opsets = [helper.make_opsetid("", 17), helper.make_opsetid(MS, 1)]
    return helper.make_model(graph, opset_imports=opsets, producer_name="onrecord", ir_version=9)


def export(members: Sequence[Member], path: Path, facts: dict[str, object]) -> None:
    """Write networks and, in the metadata, their CRF, labels and `facts` (linker, calibration)."""
    for member in members:
        member.model.eval()
    drawn = draw(members)
    crf = mixed([(member.model.crf, member.share) for member in members])
    scores = {
        k: np.round(v.detach().cpu().numpy(), 5).tolist() for k, v in crf.state_dict().items()
    }
    meta = {"tags": TAGS, "names": NAMES, "crf": scores, **facts}
    helper.set_model_props(drawn, {"onrecord": json.dumps(meta, ensure_ascii=False)})
    onnx.save(drawn, str(path))


def restored(path: Path, encoder: Path) -> Reader:
    """The BERT of an exported file, to go on from, as wide as it is there: int8 times its scales.

    What rounding took is not given back. `encoder` is the folder that it began with. Raises
    `KeyError` where the file is of another kind.
    """
    file = onnx.load(str(path))
    held = {w.name: numpy_helper.to_array(w) for w in file.graph.initializer}
    (meta,) = (json.loads(p.value) for p in file.metadata_props if p.key == "onrecord")
    model = Reader(encoder)
    weights: dict[str, NDArray[np.generic]] = {
        "encoder.embeddings.word_embeddings.weight": held["words.w"] * held["words.scale"],
        "encoder.embeddings.position_embeddings.weight": held["position.table"],
        "encoder.embeddings.token_type_embeddings.weight": np.zeros((2, held["heads.w"].shape[0])),
        "shape.weight": held["shape.table"],
    }
    for name in (n for n in held if n.endswith(("LayerNorm.weight", "LayerNorm.bias"))):
        weights[name] = held[name]
    for i in range(len(model.encoder.encoder.layer)):
        for name, out in _DENSE["bert"].items():
            whole, scale = held[f"l{i}.{out}.w"], held[f"l{i}.{out}.scale"]
            weights[f"encoder.encoder.layer.{i}.{name}.weight"] = (whole * scale).T
            weights[f"encoder.encoder.layer.{i}.{name}.bias"] = held[f"l{i}.{out}.b"]
    tags = len(meta["tags"])
    for head, rows in (("tag", slice(0, tags)), ("name", slice(tags, None))):
        weights[f"{head}.weight"] = held["heads.w"].T[rows]
        weights[f"{head}.bias"] = held["heads.b"][rows]
    weights |= {f"crf.{name}": np.array(value) for name, value in meta["crf"].items()}
    state = {
        n: torch.tensor(np.ascontiguousarray(w), dtype=torch.float32) for n, w in weights.items()
    }
    model.take(model.learnt() | state)
    return model.eval()
