"""How well gaps are found: precision and recall on annotated sentences.

The data is JSON Lines, one sentence a line: `sentence`, its start and end in `text`, which
holds it in its surroundings, or in the file `doc` of the folder of texts given beside; `gaps`,
what an annotator marked, each with kind, cue, what and holder as spans (null: not annotated).
A sentence counts as found when any gap's cue starts in it. Kind and extent of the missing thing
are judged on the gaps of sentences that were found, each against the found gap whose cue shares
most of its characters. The reader supplies attributions and names, as in a real run.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from onrecord.extract.gaps import gaps_in
from onrecord.measure.reading import found_in
from onrecord.values import Gap, Settings, Span, Spans

AT_ONCE = 32


@dataclass(frozen=True, slots=True)
class Marked:
    """A gap as an annotator marked it; None for a part that was left out."""

    kind: str | None
    cue: Spans | None
    what: Spans | None


@dataclass(frozen=True, slots=True)
class Item:
    """One annotated sentence of a text."""

    text: str
    sentence: Span
    gaps: tuple[Marked, ...]


def items_in(path: Path, folder: Path | None = None) -> Iterator[Item]:
    """The sentences of a data file; `folder` holds the texts that the file only points to."""
    for line in path.read_text("utf8").splitlines():
        row = json.loads(line)
        text = row.get("text")
        if text is None:
            text = ((folder or path.parent / "texts") / row["doc"]).read_bytes().decode("utf8")
        gaps = (Marked(g["kind"], _spans(g["cue"]), _spans(g["what"])) for g in row["gaps"])
        yield Item(text, Span(*row["sentence"]), tuple(gaps))


def _spans(pairs: list[list[int]] | None) -> Spans | None:
    return tuple(Span(*pair) for pair in pairs) if pairs else None


def measure(path: Path, folder: Path | None = None) -> dict[str, Any]:
    """`precision`, `recall`, `kind_accuracy`, `what_overlap` and `n`; of a folder, `test.jsonl`."""
    items = list(items_in(path / "test.jsonl" if path.is_dir() else path, folder))
    hit = spurious = missed = 0
    kinds: list[bool] = []
    shares: list[float] = []
    for start in range(0, len(items), AT_ONCE):
        chunk = items[start : start + AT_ONCE]
        texts = list(dict.fromkeys(i.text for i in chunk))
        read = zip(texts, found_in(texts, Settings()), strict=True)
        found = {t: gaps_in(t, f.attributions, f.names) for t, f in read}
        for item in chunk:
            here = [g for g in found[item.text] if _starts_in(g, item.sentence)]
            hit += bool(here and item.gaps)
            spurious += bool(here and not item.gaps)
            missed += bool(item.gaps and not here)
            for marked in item.gaps if here else ():
                _judge(marked, here, kinds, shares)
    return {
        "precision": round(hit / max(1, hit + spurious), 4),
        "recall": round(hit / max(1, hit + missed), 4),
        "kind_accuracy": round(sum(kinds) / max(1, len(kinds)), 4),
        "what_overlap": round(sum(shares) / max(1, len(shares)), 4),
        "positives": hit + missed,
        "n": len(items),
    }


def _starts_in(gap: Gap, sentence: Span) -> bool:
    return sentence.start <= gap.cue[0].start < sentence.end


def _judge(
    marked: Marked, found: Sequence[Gap], kinds: list[bool], shares: list[float]
) -> None:  # fmt: skip
    """Adds how the best of `found` agrees with what was `marked`."""
    if marked.cue is None:
        return
    cue = marked.cue
    best = max(found, key=lambda gap: overlap(gap.cue, cue))
    kinds.append(best.kind == marked.kind)
    if marked.what:
        shares.append(overlap(best.what or (), marked.what))


def overlap(a: Spans, b: Spans) -> float:
    """Characters that both cover, as a share of those that either covers."""
    one = {i for s in a for i in range(s.start, s.end)}
    other = {i for s in b for i in range(s.start, s.end)}
    return len(one & other) / len(one | other) if one | other else 0.0
