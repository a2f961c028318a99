"""Sentences that people annotated for acts and channels, as `evals/` keeps them.

One JSON object a line: `text`, `split` (`tune` or `test`) and `attributions`, each with the
spans of its roles and what its guidelines ask for. The rules may be fitted to `tune`; figures
are of `test`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from onrecord.errors import NothingToRead
from onrecord.values import Attribution, Kind, Span, Spans

FILE = "sentences.jsonl"


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, its attributions as annotated, and for each the whole annotation."""

    text: str
    attributions: tuple[Attribution, ...]
    marks: tuple[dict[str, Any], ...]


def spans_of(pairs: list[list[int]] | None) -> Spans:
    """Spans from pairs of offsets."""
    return tuple(Span(start, end) for start, end in pairs or ())


def sentences_in(folder: Path, split: str = "test") -> Iterator[Sentence]:
    """The annotated sentences of one part. Raises `NothingToRead` where there are none."""
    path = folder / FILE
    if not path.is_file():
        raise NothingToRead(f"{folder}: no {FILE} in it; give the folder of an annotated set")
    with path.open(encoding="utf8") as lines:
        for line in filter(str.strip, lines):
            row = json.loads(line)
            if row["split"] == split:
                marks = tuple(row["attributions"])
                yield Sentence(
                    row["text"], tuple(map(_attribution, range(len(marks)), marks)), marks
                )


def _attribution(at: int, mark: dict[str, Any]) -> Attribution:
    return Attribution(
        id=str(at),
        source=spans_of(mark["source"]) or None,
        cue=spans_of(mark["cue"]) or None,
        content=spans_of(mark["content"]),
        kind=Kind.INDIRECT,
        score=1.0,
    )


def same_attribution(found: Attribution, annotated: Attribution) -> bool:
    """Whether a reader found the annotated attribution: the cues meet, or the contents mostly."""
    if found.cue and annotated.cue:
        return any(a.overlaps(b) for a in found.cue for b in annotated.cue)
    mine = {i for s in found.content for i in range(s.start, s.end)}
    its = {i for s in annotated.content for i in range(s.start, s.end)}
    return len(mine & its) * 2 >= len(mine | its)
