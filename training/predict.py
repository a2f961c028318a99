"""Whole articles through a trained network: windows merged, then posteriors or tags.

This is what the teacher writes for the student, and how runs are compared before export. The
windows are those that `onrecord.extract` reads.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer

from onrecord.extract.network import Window as Seen
from onrecord.extract.network import windows_of
from onrecord.extract.words import BREAKS, CASES, Words

from .corpus import ROLES, Example, Lesson
from .model import Crf, Reader
from .train import Pieces, Window, emissions_at_words, window_of

AT_ONCE = 16  # windows
LONGEST = 64  # pieces of a word, of which texts in one piece have more


def emissions(
    model: Reader, examples: Sequence[Example], tokenizer: Tokenizer
) -> list[tuple[NDArray[np.float32], NDArray[np.float32]]]:
    """Tag and name emissions [words, labels] of each example."""
    pieces = Pieces(tokenizer)
    device = next(model.parameters()).device
    model.eval()
    jobs: list[tuple[Seen, Window]] = []
    for e, example in enumerate(examples):
        cut = [pieces(w)[:LONGEST] for w in example.words]
        first = np.cumsum([0, *map(len, cut)])[:-1]
        flat = np.array([piece for word in cut for piece in word])
        words = Words(example.starts, example.ends, flat, first, example.shapes)
        for seen in windows_of(e, words):
            span = seen.first, seen.last
            ids = window_of(cut, example.shapes, Lesson(example), None, *span, pieces)
            jobs.append((seen, ids))
    jobs.sort(key=lambda job: job[0].length)
    labels = model.tag.out_features, model.name.out_features
    out = [
        (np.zeros((len(x), labels[0]), np.float32), np.zeros((len(x), labels[1]), np.float32))
        for x in examples
    ]
    with torch.inference_mode():
        for i in range(0, len(jobs), AT_ONCE):
            group = jobs[i : i + AT_ONCE]
            tag, name, _, _ = emissions_at_words(model, [w for _, w in group], pieces.pad, device)
            for row, (seen, _) in enumerate(group):
                own = slice(seen.since - seen.first, seen.until - seen.first)
                for target, values in zip(out[seen.text], (tag, name), strict=True):
                    target[seen.since : seen.until] = values[row, own].cpu().numpy()
    return out


def posteriors(
    crf: Crf, examples: Sequence[Example], tags: Sequence[NDArray[np.float32]]
) -> list[NDArray[np.float16]]:
    """CRF posterior of each tag at each word, a whole article at a time."""
    out = []
    with torch.inference_mode():
        for example, emission in zip(examples, tags, strict=True):
            x = torch.as_tensor(emission)[None]
            mask = torch.ones(x.shape[:2], dtype=torch.bool)
            fresh = torch.as_tensor(fresh_of(example))[None]
            out.append(crf.log_marginals(x, mask, fresh)[0].exp().numpy().astype(np.float16))
    return out


def fresh_of(example: Example) -> NDArray[np.bool_]:
    """Which words begin a paragraph."""
    return example.shapes // CASES == BREAKS - 1


def viterbi(model: Reader, example: Example, emission: NDArray[np.float32]) -> NDArray[np.int64]:
    """The best legal sequence of tags."""
    crf = {k: v.detach().cpu().numpy().copy() for k, v in model.crf.state_dict().items()}
    step, start, end = crf["step"], crf["start"], crf["end"]
    n = step.shape[0]
    for tag in range(2, n, 2):
        step[[k for k in range(n) if k not in (tag, tag - 1)], tag] = -1e4
    start[2::2] = -1e4
    anew = end[:, None] + start
    fresh = fresh_of(example)
    score = start + emission[0]
    back = np.zeros((len(emission), n), np.int64)
    for t in range(1, len(emission)):
        both = score[:, None] + (anew if fresh[t] else step)
        back[t] = both.argmax(0)
        score = both.max(0) + emission[t]
    tags = np.zeros(len(emission), np.int64)
    tags[-1] = (score + end).argmax()
    for t in range(len(emission) - 1, 0, -1):
        tags[t - 1] = back[t, tags[t]]
    return tags


def spans_of(example: Example, tags: NDArray[np.int64]) -> dict[str, list[tuple[int, int]]]:
    """Character spans of each role."""
    out: dict[str, list[tuple[int, int]]] = {r: [] for r in ROLES}
    for i, tag in enumerate(tags):
        if tag % 2 == 1:
            out[ROLES[tag // 2]].append((int(example.starts[i]), int(example.ends[i])))
        elif tag:
            role = out[ROLES[tag // 2 - 1]]
            role[-1] = (role[-1][0], int(example.ends[i]))
    return out


def published_f1(
    shared: Path, split: str, found: dict[str, dict[str, list[tuple[int, int]]]]
) -> dict[str, object]:
    """Exact F1 by `score_runs.py`, spans laid down without links."""
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf8") as file:
        for name, spans in found.items():
            file.write(json.dumps({"id": name, "attributions": [spans]}) + "\n")
        file.flush()
        folder = shared / "data" / "polnear" / split
        command = [
            sys.executable,
            str(shared / "score" / "score_runs.py"),
            str(folder / "tagged.txt"),
            str(folder / "text"),
            file.name,
            "--json",
        ]
        return dict(
            json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
        )
