"""PolNeAR's articles as words and tags, and the other texts the readers learn from.

An annotation file says where sources, cues and contents stand, in code points of the text
file read with its line ends as they are; here each becomes a run of B-/I- tags over the words
of `onrecord.extract.words`. PolNeAR's attributions hardly overlap (116 shared sources and
nothing else in 2,192 dev attributions), so one flat sequence of tags loses next to nothing.
Broken annotation lines are skipped and counted.
"""

from __future__ import annotations

import csv
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from onrecord.extract.words import words_of

ROLES = ("source", "cue", "content")
TAGS = ("O", *(f"{p}-{r}" for r in ROLES for p in "BI"))
log = logging.getLogger(__name__)

Spans = list[tuple[int, int]]
Event = dict[str, Spans]


@dataclass(frozen=True, slots=True, eq=False)
class Example:
    """One article: its words, their shapes, and a row of tags for each annotator (or none)."""

    name: str
    text: str
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    words: tuple[str, ...]
    shapes: NDArray[np.int64]
    tags: tuple[NDArray[np.int64], ...]
    events: tuple[Event, ...] = ()

    def __len__(self) -> int:
        return len(self.words)


@dataclass(frozen=True, slots=True, eq=False)
class Lesson:
    """An article with whatever is known of it: gold tags, a teacher's posteriors, silver names."""

    example: Example
    soft: NDArray[np.float16] | None = None
    names: NDArray[np.int64] | None = None


def events_of(path: Path) -> tuple[list[Event], int]:
    """The attributions of one brat file, and how many of its lines are broken."""
    spans: dict[str, tuple[str, Spans]] = {}
    events: list[Event] = []
    broken = 0
    for line in path.read_bytes().decode("utf8").split("\n"):
        part = line.split("\t")
        if len(part) < 2:
            broken += bool(line.strip())
            continue
        try:
            if part[0].startswith("T"):
                label, where = part[1].split(" ", 1)
                ranges = [tuple(map(int, piece.split())) for piece in where.split(";")]
                spans[part[0]] = (label, [(a, b) for a, b in ranges])
            elif part[0].startswith("E"):
                event: Event = {role: [] for role in ROLES}
                for argument in part[1].split()[1:]:
                    role, reference = argument.split(":")
                    role = re.sub(r"\d+$", "", role).lower()
                    if role in event:
                        event[role] += spans[reference][1]
                events.append(event)
        except (ValueError, KeyError):
            broken += 1
    return [e for e in events if e["content"]], broken


def tags_of(
    events: list[Event], starts: NDArray[np.int64], ends: NDArray[np.int64]
) -> NDArray[np.int64]:
    """One tag (index into `TAGS`) for each word; a later attribution overwrites an earlier."""
    tags = np.zeros(len(starts), dtype=np.int64)
    for event in events:
        for index, role in enumerate(ROLES):
            for start, end in event[role]:
                inside = np.flatnonzero((starts < end) & (ends > start))
                if len(inside):
                    tags[inside] = 2 + 2 * index
                    tags[inside[0]] = 1 + 2 * index
    return tags


def polnear(folder: Path, tokenizer: Tokenizer) -> list[Example]:
    """Every article of one split of PolNeAR, in order of name."""
    examples, broken = [], 0
    for path in sorted((folder / "text").glob("*.txt")):
        text = path.read_bytes().decode("utf8")
        words = words_of(text, tokenizer)
        files = sorted((folder / "attributions").glob(path.stem.replace("[", "[[]") + "_????.ann"))
        read = [events_of(f) for f in files]
        broken += sum(b for _, b in read)
        if not read:
            continue
        examples.append(
            Example(
                path.stem,
                text,
                words.starts,
                words.ends,
                tuple(text[s:e] for s, e in zip(words.starts, words.ends, strict=True)),
                words.shapes,
                tuple(tags_of(events, words.starts, words.ends) for events, _ in read),
                tuple(read[0][0]),
            )
        )
    log.info("%s: %d articles, %d broken annotation lines", folder, len(examples), broken)
    return examples


def plain(name: str, text: str, tokenizer: Tokenizer) -> Example:
    """A text without annotation, to be tagged by a teacher."""
    words = words_of(text, tokenizer)
    return Example(
        name,
        text,
        words.starts,
        words.ends,
        tuple(text[s:e] for s, e in zip(words.starts, words.ends, strict=True)),
        words.shapes,
        (),
    )


def unlabelled(data: Path) -> Iterator[tuple[str, str]]:
    """Name and text of the news here that nobody annotated for attributions.

    MEANTIME, GUM and GeoVirus are left out: speakers, firmness and places are measured on them.
    """
    for path in sorted((data / "wikinews").glob("*.csv")):
        with path.open(encoding="utf8", newline="") as file:
            for row in csv.DictReader(file):
                yield row["url"], row["title"] + "\n\n" + row["text"]
