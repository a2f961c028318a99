"""Weights from the corpus, with one command: `python -m training --data ../shared/data`.

What is made, and of what; each step is kept in the work folder and skipped when its result is there:

    reader    the weights in the repository: silver names for every text, by spaCy's small model;
              MiniLM-L6 on gold tags and names; what it and the teacher then think together of PolNeAR
              and of unlabelled news; MiniLM-L6 on gold tags, on that and on names; its layers cut to
              half their width and taught to say what the whole ones said; a linker; a calibration;
              one int8 ONNX file with everything decoding needs
    again     the same from `whole.onnx` on, the reader in the repository before its layers were cut
              (two and a half hours on two cores)
    teacher   what MPNet-base learns on PolNeAR's training split, as adapters: `teacher.safetensors`
              (two hours on two cores)
    large     teacher and reader side by side as a reader of its own, a package to install
              (`training.package`): a minute, and no corpus

Seeds are fixed; a checkpoint is written every few minutes, and the same command goes on from it.
What the work folder keeps belongs to one corpus and one recipe: with another it is refused, not
mixed in. Runs on a GPU where there is one.
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
from .corpus import Example, polnear
from .courses import TRUST, WEIGHTS, learn_to_read, learn_to_teach, minilm, whole_reader
from .export import Member, export, outliers, same_pieces
from .package import LARGE, package
from .teacher import KEPT, keep, mpnet, teacher, tokenizer_of

SOME = 20  # articles that tell which columns are large
log = logging.getLogger("training")


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m training", description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    parser.add_argument("what", nargs="?", choices=MAKE, default="reader")
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--work", type=Path, default=Path("out/training"))
    parser.add_argument("--out", type=Path, help="where to: a folder; for a teacher, a file")
    parser.add_argument("--threads", type=int, default=0)
    parser.add_argument("--every-s", type=float, default=300, help="seconds between checkpoints")
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    if options.threads:
        torch.set_num_threads(options.threads)
    options.work.mkdir(parents=True, exist_ok=True)
    MAKE[options.what](options)


def make_reader(options: argparse.Namespace) -> None:
    """A reader, from the encoder or from where the reader in the repository stands."""
    tokenizer = tokenizer_of(minilm())
    gold = polnear(options.data / "polnear" / "train", tokenizer)
    model, courses = learn_to_read(options, gold, tokenizer)
    dev = options.data / "polnear" / "dev"
    finish(Member(model), minilm(), options.out or WEIGHTS, gold, dev, {"courses": courses})


def make_teacher(options: argparse.Namespace) -> None:
    """The teacher's adapters, with the facts that decoding needs."""
    gold = polnear(options.data / "polnear" / "train", tokenizer_of(minilm()))
    model, courses = learn_to_teach(options, gold)
    last, encoder = options.work / list(courses)[-1], mpnet(options.work)
    apart = outliers(model, gold[:SOME], tokenizer_of(encoder))
    known = {"courses": courses, "apart": apart}
    dev = options.data / "polnear" / "dev"
    facts = finish(Member(model, apart=apart), encoder, last / "whole", gold, dev, known)
    learnt = torch.load(last / "weights.pt", weights_only=True)
    keep(learnt, facts, options.out or KEPT)


def make_large(options: argparse.Namespace) -> None:
    """The teacher of the repository as a package, and beside it the whole reader, which helps it."""
    encoder = mpnet(options.work)
    model, facts = teacher(encoder)
    ours, theirs = tokenizer_of(encoder), tokenizer_of(minilm())
    members = (
        Member(model, TRUST, facts["apart"]),
        Member(whole_reader(), 1 - TRUST, ids=same_pieces(ours, theirs)),
    )
    folder = options.out or options.work / LARGE
    home = package(folder)
    shutil.copy(encoder / "tokenizer.json", home / TOKENIZER)
    export(members, home / NETWORK, facts)
    log.info("made a package; to install it: pip install %s", folder)


def finish(
    member: Member, encoder: Path, out: Path, gold: list[Example], dev: Path, facts: dict[str, Any]
) -> dict[str, Any]:
    """Writes `member` to `out` with linker and calibration; gives all facts that go with it."""
    out.mkdir(parents=True, exist_ok=True)
    shutil.copy(encoder / "tokenizer.json", out / TOKENIZER)
    facts = {**facts, "linker": linker.fit(gold)}
    export([member], out / NETWORK, facts)
    curve = calibrate.fit(dev, out)
    if curve is None:
        log.warning("too little is right, or wrong, on dev to calibrate scores: they stay raw")
    else:
        log.info("calibration error on articles not fitted on: %.3f", curve.pop("error"))
        facts["score"] = curve
        export([member], out / NETWORK, facts)
    log.info("wrote %s", out / NETWORK)
    return facts


MAKE = {
    "reader": make_reader, "again": make_reader, "teacher": make_teacher, "large": make_large,
}  # fmt: skip

if __name__ == "__main__":
    main()
