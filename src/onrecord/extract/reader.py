"""The reader: texts in; for each, its attributions and the names that stand in it.

Network, decoding and linking in that order, then words become spans and stay so. What is kept
of a run is what a trained annotator would mark: no spaces at its ends, quotation marks and
stops as the network learnt them.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np

from onrecord.extract.beyond import according_to_whom, beyond, told_of
from onrecord.extract.decode import Crf
from onrecord.extract.link import Link, Linker, Page
from onrecord.extract.network import Network, network
from onrecord.extract.runs import Run
from onrecord.extract.words import Words
from onrecord.text import DOUBLE_MARKS, kind_of, paragraphs, quotations, sentences
from onrecord.values import (
    Attribution,
    EntityKind,
    Kind,
    Name,
    Settings,
    Span,
    content_ids,
    in_order,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Below these, by the network's own probability, leaving an attribution out costs less than keeping
# it (PolNeAR, dev); a content whose cue was not found needs to be surer of itself.
LOWEST, LOWEST_ALONE = 0.05, 0.4
LOWEST_SCANT = 0.5
"""The same, by the score that people bear out, for a content of a word or two or of names alone
("it", "Trump", "his returns"): of those below, 19 in 52 were right (PolNeAR, dev)."""
LONGEST_SCANT = 80  # characters
# How likely a run must be that the best sequence leaves out. F1 is served by whatever is likelier
# than half of it; contents may be less so, because a source and a cue hang on each (PolNeAR, dev).
LEAST = {"source": 0.3, "cue": 0.3, "content": 0.2}
ROLES = ("source", "cue", "content")
_WORD = re.compile(r"\w[\w'’-]*")
_MARKS = DOUBLE_MARKS | frozenset("‘'")
_SMALL = frozenset("a an the of and for it one this that".split())
_LOADING = Lock()


@dataclass(frozen=True, slots=True)
class Found:
    """What the network found in one text, in order of position."""

    attributions: tuple[Attribution, ...]
    names: tuple[Name, ...]


@dataclass(frozen=True, slots=True)
class Calibration:
    """From the network's probability to the share of such attributions that people bear out.

    A logistic curve over the log odds, with a step for a content without a cue; fitted by
    `training/calibrate.py`. Without numbers it changes nothing.
    """

    base: float = 0.0
    slope: float = 1.0
    alone: float = 0.0

    def __call__(self, attribution: Attribution) -> Attribution:
        odds = self.base + self.slope * log_odds(attribution.score)
        odds += self.alone if attribution.cue is None else 0.0
        return replace(attribution, score=round(1 / (1 + math.exp(-odds)), 4))


def log_odds(chance: float) -> float:
    """The log odds of `chance`, kept finite at both ends."""
    held = min(max(chance, 1e-4), 1 - 1e-4)
    return math.log(held / (1 - held))


def _decoders(settings: Settings) -> tuple[Network, Crf, Crf, Linker, Calibration]:
    """Everything that is loaded once, whoever asks first and however many ask at once."""
    with _LOADING:
        return _loaded(settings.threads, settings.reader)


@cache
def _loaded(threads: int, reader: str) -> tuple[Network, Crf, Crf, Linker, Calibration]:
    net = network(threads, reader)
    return (
        net,
        Crf.legal(net.facts["tags"], net.facts["crf"], LEAST),
        Crf.legal(net.facts["names"]),
        Linker.of(net.facts["linker"]),
        Calibration(**net.facts.get("score", {})),
    )


@dataclass(frozen=True, slots=True, eq=False)
class Emitted:
    """Texts with what the network made of their words; `found_in` makes sense of it."""

    texts: Sequence[str]
    words: list[Words]
    emissions: list[NDArray[np.float32]]


def attributions_in(texts: Sequence[str], settings: Settings) -> list[Found]:
    """Attributions and names of each text. Raises `BadModel` where the weights do not load."""
    return found_in(emitted(texts, settings), settings)


def emitted(texts: Sequence[str], settings: Settings) -> Emitted:
    """The first half of `attributions_in`, nearly all of it the network's work."""
    if not texts:
        return Emitted((), [], [])
    net = _decoders(settings)[0]
    words = [net.words(text) for text in texts]
    return Emitted(texts, words, net.emissions(words))


def found_in(read: Emitted, settings: Settings) -> list[Found]:
    """The second half of `attributions_in`: decoding and linking, on one thread."""
    if not read.texts:
        return []
    _, tags, names, linker, calibrated = _decoders(settings)
    texts, words, emissions = read.texts, read.words, read.emissions
    parts = [paragraphs(text) for text in texts]
    ranges = [_ranges(w, p) for w, p in zip(words, parts, strict=True)]
    n = len(tags.labels)
    roles = tags.runs_of([e[:, :n] for e in emissions], ranges)
    named = names.runs_of([e[:, n:] for e in emissions], ranges)
    return [
        Found(
            _attributions(text, w, p, runs, linker, calibrated, settings.min_score),
            tuple(Name(_span(w, r), EntityKind(r.label), round(r.score, 4)) for r in name_runs),
        )
        for text, w, p, runs, name_runs in zip(texts, words, parts, roles, named, strict=True)
    ]


def _ranges(words: Words, parts: Sequence[Span]) -> list[tuple[int, int]]:
    """The words of each part that has any."""
    first = np.searchsorted(words.starts, [p.start for p in parts]).tolist()
    last = np.searchsorted(words.starts, [p.end for p in parts]).tolist()
    return [(a, b) for a, b in zip(first, last, strict=True) if a < b]


def _attributions(
    text: str, words: Words, parts: list[Span], runs: Sequence[Run], linker: Linker,
    calibrated: Calibration, min_score: float,
) -> tuple[Attribution, ...]:  # fmt: skip
    by_role = {role: [r for r in runs if r.label == role] for role in ROLES}
    spans = {role: [_span(words, r) for r in by_role[role]] for role in ROLES}
    lines = sentences(text)
    page = Page.of(text, lines, parts)
    quoted = [q.span for q in quotations(text)]
    links = linker.links(page, text, spans["source"], spans["cue"], spans["content"])
    id_of = content_ids("attribution", text)
    read = [_attribution(text, link, spans, by_role, quoted, id_of) for link in links]
    kept = [calibrated(a) for a in read if a.score >= (LOWEST if a.cue else LOWEST_ALONE)]
    kept = [a for a in kept if a.score >= LOWEST_SCANT or not _scant(text, a)]
    kept += beyond(text, lines, kept)
    return tuple(sorted((a for a in kept if a.score >= min_score), key=lambda a: a.spans))


def _scant(text: str, attribution: Attribution) -> bool:
    """Whether what is said, in nobody's own words, is two words at most or nothing but names."""
    if attribution.kind is not Kind.INDIRECT or sum(map(len, attribution.content)) > LONGEST_SCANT:
        return False
    said = " ".join(span.of(text) for span in attribution.content)
    words = _WORD.findall(said)
    if not _MARKS.isdisjoint(said):
        return False
    return len(words) <= 2 or all(w[0].isupper() or w.lower() in _SMALL for w in words)


def _span(words: Words, run: Run) -> Span:
    return Span(int(words.starts[run.first]), int(words.ends[run.last - 1]))


def _attribution(
    text: str, link: Link, spans: dict[str, list[Span]], runs: dict[str, list[Run]],
    quoted: Sequence[Span], id_of: Callable[..., str],
) -> Attribution:  # fmt: skip
    content = in_order(spans["content"][i] for i in link.contents)
    source = None if link.source is None else (spans["source"][link.source],)
    cue = None if link.cue is None else (spans["cue"][link.cue],)
    if source and cue and told_of(text, source[0], cue[0]):
        source = None
    if cue and (told := according_to_whom(text, cue[0], content)):
        source, content = (told[0],), told[1]
    sure = [runs["content"][i].score for i in link.contents]
    sure += [] if link.source is None else [runs["source"][link.source].score]
    sure += [] if link.cue is None else [runs["cue"][link.cue].score]
    places = [f"{s.start}:{s.end}" for part in (source, cue, content) for s in part or ()]
    return Attribution(
        id_of(*places),
        source,
        cue,
        content,
        kind_of(text, content, quoted),
        round(math.prod(sure) * link.score, 4),
    )
