"""Networks of the shape of ours and as small as can be, with weights that nobody trained."""

from __future__ import annotations

from pathlib import Path

import torch
import transformers

from onrecord.extract.readers import OURS, TOKENIZER
from training.model import Reader

SMALL = {
    "hidden_size": 64, "num_hidden_layers": 2, "num_attention_heads": 4, "intermediate_size": 128,
    "initializer_range": 0.1,
}  # fmt: skip


def reader(kind: str, folder: Path) -> Reader:
    """A small network of random weights with the tokenizer of its kind, in `folder`."""
    torch.manual_seed(4)
    words = (OURS / TOKENIZER).read_text("utf8")
    if kind == "bert":
        config = transformers.BertConfig(vocab_size=30522, **SMALL)
        encoder = transformers.BertModel(config, add_pooling_layer=False)
    else:
        for ours, theirs in (("[CLS]", "<s>"), ("[SEP]", "</s>"), ("[PAD]", "<pad>")):
            words = words.replace(ours, theirs)
        config = transformers.MPNetConfig(vocab_size=30522, **SMALL)
        encoder = transformers.MPNetModel(config, add_pooling_layer=False)
        torch.nn.init.normal_(encoder.encoder.relative_attention_bias.weight, std=6.0)
    (folder / TOKENIZER).write_text(words, "utf8")
    encoder.save_pretrained(folder)
    return Reader(folder).eval()
