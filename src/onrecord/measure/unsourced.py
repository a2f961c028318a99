"""How well unsourced sentences are found: precision and recall on annotated sentences.

The data is JSON Lines, one sentence a line: `text` with the sentence in its surroundings, or
`doc`, the name of a file in the folder `texts` beside the data; `sentence`, its start and end
there; `unsourced`, what an annotator marked in it, each with a `reason` (none: the sentence is
fine). A sentence counts as found when anything that `unsourced_in` gives starts or lies in it.
The reader supplies the attributions, as in a real run, so its errors count here too.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from onrecord.extract.unsourced import unsourced_in
from onrecord.measure.reading import found_in
from onrecord.values import Settings, Span

AT_ONCE = 32


@dataclass(frozen=True, slots=True)
class Item:
    """One annotated sentence; no reasons where the annotator marked nothing."""

    doc: str
    text: str
    sentence: Span
    reasons: tuple[str, ...]


def items_in(path: Path, folder: Path | None = None) -> Iterator[Item]:
    """The sentences of a data file; `folder` holds the texts that the file only points to."""
    for line in path.read_text("utf8").splitlines():
        row = json.loads(line)
        text = row.get("text")
        if text is None:
            text = ((folder or path.parent / "texts") / row["doc"]).read_bytes().decode("utf8")
        reasons = tuple(u["reason"] for u in row["unsourced"])
        yield Item(row["doc"], text, Span(*row["sentence"]), reasons)


def measure(path: Path, folder: Path | None = None) -> dict[str, Any]:
    """`precision`, `recall`, `reason_accuracy` and `n` on a file, or on `test.jsonl` of a folder."""
    items = list(items_in(path / "test.jsonl" if path.is_dir() else path, folder))
    hit = spurious = missed = right = 0
    for start in range(0, len(items), AT_ONCE):
        chunk = items[start : start + AT_ONCE]
        texts = list(dict.fromkeys(i.text for i in chunk))
        read = dict(zip(texts, found_in(texts, Settings()), strict=True))
        found = {t: unsourced_in(t, read[t].attributions) for t in texts}
        for item in chunk:
            marked = [u for u in found[item.text] if u.spans[0].overlaps(item.sentence)]
            hit += bool(marked and item.reasons)
            spurious += bool(marked and not item.reasons)
            missed += bool(item.reasons and not marked)
            right += bool(marked and marked[0].reason in item.reasons)
    return {
        "precision": round(hit / max(1, hit + spurious), 4),
        "recall": round(hit / max(1, hit + missed), 4),
        "reason_accuracy": round(right / max(1, hit), 4),
        "positives": hit + missed,
        "n": len(items),
    }
