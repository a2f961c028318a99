"""Weights from the corpus, with one command: `python -m training --data ../shared/data`.

The steps, each kept in the work folder and skipped when its result is there:

    names     silver names for every text, by spaCy's small model
    teacher   MPNet-base on PolNeAR's training split          (about 40 minutes on two AMX cores)
    lessons   the teacher's posteriors on PolNeAR and on unlabelled news
    reader    MiniLM-L6 on gold tags, the teacher's posteriors and silver names
    linker    which cue has which source and content, on gold spans
    export    one int8 ONNX file with everything decoding needs

Seeds are fixed; a checkpoint is written every few minutes, and the same command goes on from it.
What the work folder keeps belongs to one corpus and one recipe: with another it is refused, not
mixed in. `--no-teacher` leaves out the second and third step. `--go-on` asks for no teacher either:
the reader that is in the repository teaches itself, on PolNeAR alone, in one pass for each of
three seeds from where it stands, and the mean of their weights is what is kept. `--large` stops at
the teacher and makes a reader of it, as a package to build and install (`training.package`). Runs
on a GPU where there is one.
"""

from __future__ import annotations

import argparse
import logging
import shutil
from pathlib import Path
from typing import Any

import torch

from onrecord.extract.readers import NETWORK, TOKENIZER

from . import calibrate, linker
from .corpus import polnear
from .courses import WEIGHTS, from_the_start, go_on, large, minilm, mpnet, tokenizer_of
from .export import export
from .package import LARGE, package

log = logging.getLogger("training")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--work", type=Path, default=Path("out/training"))
    parser.add_argument("--out", type=Path, help="folder for weights; with --large, for a package")
    parser.add_argument("--no-teacher", action="store_true")
    parser.add_argument("--go-on", action="store_true")
    parser.add_argument("--large", action="store_true")
    parser.add_argument("--threads", type=int, default=0)
    parser.add_argument("--every-s", type=float, default=300, help="seconds between checkpoints")
    options = parser.parse_args()
    options.out = options.out or (options.work / LARGE if options.large else WEIGHTS)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    if options.threads:
        torch.set_num_threads(options.threads)
    options.work.mkdir(parents=True, exist_ok=True)

    tokenizer = tokenizer_of(minilm())
    gold = polnear(options.data / "polnear" / "train", tokenizer)
    learn = large if options.large else go_on if options.go_on else from_the_start
    model, courses = learn(options, gold, tokenizer)
    if options.large:
        out, encoder = package(options.out), mpnet(options.work)
    else:
        out, encoder = options.out, minilm()
    out.mkdir(parents=True, exist_ok=True)
    shutil.copy(encoder / "tokenizer.json", out / TOKENIZER)
    facts: dict[str, Any] = {"linker": linker.fit(gold), "courses": courses}
    export(model, out / NETWORK, facts)
    curve = calibrate.fit(options.data / "polnear" / "dev", out)
    if curve is None:
        log.warning("too little is right, or wrong, on dev to calibrate scores: they stay raw")
    else:
        log.info("calibration error on articles not fitted on: %.3f", curve.pop("error"))
        export(model, out / NETWORK, {**facts, "score": curve})
    log.info("wrote %s", out / NETWORK)


if __name__ == "__main__":
    main()
