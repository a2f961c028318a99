"""The protocol of the published figures for PolNeAR: runs of role labels over given tokens.

Wang et al. (COLING 2022) published the corpus as token tags, an instance a line, and scored
each contiguous run of a role as one span: right when both its ends are (`exact`), or when it
begins at the right token (`begin`). To be held against theirs, our characters are laid on their
tokens, which come from another tokenizer and write quotation marks and brackets in their own
way. Tokens past 300 in an instance are cut, gold too, as they were. Figures are per cent.
"""

from __future__ import annotations

import json
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from onrecord.values import Attribution, Span, Spans

ROLES = ("source", "cue", "content")
WAYS = ("exact", "begin")
LIMIT = 300
REACH = 40  # how many characters of the text may lie between one token and the next

_PLAIN = str.maketrans(
    dict.fromkeys("“”«»„‟", '"')
    | dict.fromkeys("‘’`´‛", "'")
    | dict.fromkeys("‐‑–—―‒", "-")
    | {"\u00a0": " "}
)
_WRITTEN_AS = {
    "``": ('"', "''"),
    "''": ('"', "''"),
    "'''": ("'\"", "\"'"),
    "-LRB-": ("(",),
    "-RRB-": (")",),
    "-LSB-": ("[",),
    "-RSB-": ("]",),
    "--": ("-",),
    "...": ("…", ". . ."),
}

Run = tuple[str, int, int]
Counts = dict[tuple[str, str], list[int]]


@dataclass(frozen=True, slots=True)
class Triple:
    """Where the source, cue and content of one attribution stand; empty where there is none."""

    source: Spans
    cue: Spans
    content: Spans

    @classmethod
    def of(cls, attribution: Attribution) -> Triple:
        return cls(attribution.source or (), attribution.cue or (), attribution.content)

    def __getitem__(self, role: str) -> Spans:
        spans: Spans = getattr(self, role)
        return spans


@dataclass(frozen=True, slots=True)
class Instance:
    """A stretch of one article as published, by one annotator: tokens, each with a BIO label."""

    id: str
    tokens: tuple[str, ...]
    labels: tuple[str, ...]


def instances_in(path: Path) -> Iterator[Instance]:
    """The instances of a file of JSON Lines."""
    with path.open(encoding="utf8") as lines:
        for line in filter(str.strip, lines):
            row = json.loads(line)
            yield Instance(row["id"], tuple(row["tokens"]), tuple(row["labels"]))


def score(
    instances: Iterable[Instance],
    texts: Mapping[str, str],
    predicted: Mapping[str, Sequence[Triple]],
    limit: int = LIMIT,
) -> dict[str, float]:
    """F1, P and R of each role, `exact` and `begin`; articles that `texts` lacks are left out."""
    counts, lost = _tallied(instances, texts, predicted, limit)
    found: dict[str, float] = {}
    for (way, role), (right, ours, gold) in counts.items():
        found[f"{way}.{role}"] = round(200 * right / (ours + gold), 2) if ours + gold else 0.0
        found[f"{way}.{role} P"] = round(100 * right / ours, 1) if ours else 0.0
        found[f"{way}.{role} R"] = round(100 * right / gold, 1) if gold else 0.0
    return found | {"tokens not aligned": lost}


def counted(
    instances: Iterable[Instance],
    texts: Mapping[str, str],
    predicted: Mapping[str, Sequence[Triple]],
    limit: int = LIMIT,
) -> Counts:
    """What `score` is made of, by way and role: spans that are right, ours, and gold."""
    return _tallied(instances, texts, predicted, limit)[0]


def _tallied(
    instances: Iterable[Instance],
    texts: Mapping[str, str],
    predicted: Mapping[str, Sequence[Triple]],
    limit: int,
) -> tuple[Counts, int]:
    """The counts, and how many tokens stand nowhere in their text."""
    counts = {(way, role): [0, 0, 0] for way in WAYS for role in ROLES}
    lost = 0
    for id, group in groupby(sorted(instances, key=_id), key=_id):
        article, stretches = id.rpartition("_")[0], list(group)
        if article not in texts:
            continue
        tokens = [token for instance in stretches for token in instance.tokens]
        where = aligned(tokens, texts[article])
        lost += where.count(None)
        labels = _laid_out(where, predicted.get(article, ()))
        at = 0
        for instance in stretches:
            stretch = labels[at : at + min(len(instance.tokens), limit)]
            at += len(instance.tokens)
            _compare(counts, _opened(stretch), instance.labels[:limit])
    return counts, lost


def _id(instance: Instance) -> str:
    return instance.id


def aligned(tokens: Sequence[str], text: str) -> list[tuple[int, int] | None]:
    """Where each token stands in `text`; None for one that is not near where it should be."""
    plain = text.translate(_PLAIN)
    found: list[tuple[int, int] | None] = []
    at = 0
    for token in tokens:
        forms = (token.translate(_PLAIN).replace("\\/", "/"), *_WRITTEN_AS.get(token, ()))
        hits = [(plain.find(form, at, at + REACH + len(form)), -len(form)) for form in forms]
        hits = [hit for hit in hits if hit[0] >= 0]
        if hits:
            start, shorter = min(hits)
            at = start - shorter
            found.append((start, at))
        else:
            found.append(None)
    return found


def _laid_out(where: Sequence[tuple[int, int] | None], predicted: Sequence[Triple]) -> list[str]:
    """BIO labels for the tokens; where two spans want one, the later in order has it."""
    labels = ["O"] * len(where)
    known = [(i, w) for i, w in enumerate(where) if w is not None]
    starts, ends = [w[0] for _, w in known], [w[1] for _, w in known]

    def under(span: Span) -> Iterator[int]:
        for k in range(bisect_right(ends, span.start), bisect_left(starts, span.end)):
            yield known[k][0]

    for triple in predicted:
        for role in ROLES:
            for span in triple[role]:
                for nth, i in enumerate(under(span)):
                    labels[i] = f"I-{role}" if nth else f"B-{role}"
    return labels


def _opened(labels: Sequence[str]) -> list[str]:
    """`labels` of a stretch, a span that began before it beginning with it."""
    first = [f"B{label[1:]}" if label[0] == "I" else label for label in labels[:1]]
    return [*first, *labels[1:]]


def _compare(counts: Counts, ours: Sequence[str], gold: Sequence[str]) -> None:
    for role in ROLES:
        p, g = ({r for r in runs_of(labels) if r[0] == role} for labels in (ours, gold))
        begin_p, begin_g = ({r[1] for r in runs} for runs in (p, g))
        shared: Any
        for way, shared, n, of in (
            ("exact", p & g, p, g),
            ("begin", begin_p & begin_g, begin_p, begin_g),
        ):
            tally = counts[way, role]
            for k, part in enumerate((shared, n, of)):
                tally[k] += len(part)


def runs_of(labels: Sequence[str]) -> set[Run]:
    """Role, first token and end of each span that BIO `labels` hold; an I- alone opens none."""
    found: set[Run] = set()
    begun: tuple[str, int] | None = None
    for i, label in enumerate([*labels, "O"]):
        if begun and label != f"I-{begun[0]}":
            found.add((*begun, i))
            begun = None
        if label[0] == "B":
            begun = label[2:], i
    return found
