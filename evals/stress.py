"""What the one figure on PolNeAR's dev split hides: `python -m evals.stress PART [FOLDER]`.

    dresses    the same articles in other quotation marks, capitals, spaces; cut up and run together
    interval   how far the figures would move on other articles: 95% of 2,000 bootstraps by article
    misses     what becomes of each gold attribution that is not found, by kind
    windows    how far they move with where the network's windows happen to lie

A dress changes characters one for one, so that people's spans stay where they were. FOLDER is laid
out as PolNeAR is; left out, it is the dev split beside the checkout. `--reader` measures another
reader than the one that ships. Tables are Markdown.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from statistics import fmean, stdev
from unittest.mock import patch

from onrecord.extract import attributions_in
from onrecord.measure import attributions, runs
from onrecord.measure.attributions import Gold, gold_in
from onrecord.measure.runs import ROLES, Triple
from onrecord.text import paragraphs
from onrecord.values import Attribution, Settings, Span, Spans

DEV = Path("../shared/data/polnear/dev")
AT_ONCE = 16
TOGETHER = 10
BOOTSTRAPS = 2000
WINDOWS = (256, 240, 224, 208, 192)
FIGURES = (
    "runs.exact.source", "runs.exact.cue", "runs.exact.content", "content@.5", "attribution@.5",
)  # fmt: skip
HEAD = (
    "| | source | cue | content | content@.5 | attribution@.5 |",
    "|---|---:|---:|---:|---:|---:|",
)
Read = dict[str, list[Triple]]
Dress = Callable[[str], str]


def _swapped(**pairs: str) -> Dress:
    table = str.maketrans(pairs)
    return lambda text: text.translate(table)


def _alternating(opening: str, closing: str) -> Dress:
    """Straight marks as pairs, paragraph by paragraph."""

    def dress(text: str) -> str:
        out: list[str] = []
        inside = False
        for char in text:
            if char == "\n":
                inside = False
            if char == '"':
                char = closing if inside else opening
                inside = not inside
            out.append(char)
        return "".join(out)

    return dress


def _cased(change: Callable[[str], str]) -> Dress:
    return lambda text: "".join(changed if len(changed := change(c)) == 1 else c for c in text)


def _every(nth: int, old: str, new: str) -> Dress:
    def dress(text: str) -> str:
        seen = 0
        out: list[str] = []
        for char in text:
            seen += char == old
            out.append(new if char == old and seen % nth == 0 else char)
        return "".join(out)

    return dress


STRAIGHT = _swapped(**{"“": '"', "”": '"', "‘": "'", "’": "'"})
DRESSES: dict[str, Dress] = {
    "as published": lambda text: text,
    "straight quotation marks": STRAIGHT,
    "curly quotation marks": lambda text: _alternating("“", "”")(STRAIGHT(text)).replace("'", "’"),
    "guillemets": lambda text: _alternating("«", "»")(STRAIGHT(text)),
    "single quotation marks": lambda text: _alternating("‘", "’")(STRAIGHT(text)),
    "no closing mark in every third": lambda text: _every(3, "”", " ")(
        _alternating("“", "”")(STRAIGHT(text))
    ),
    "no quotation marks at all": lambda text: STRAIGHT(text).replace('"', " "),
    "a non-breaking space for every tenth": _every(10, " ", "\u00a0"),
    "all in capitals": _cased(str.upper),
    "no capitals": _cased(str.lower),
    "no line breaks": lambda text: text.replace("\n", " "),
}


def read(texts: Mapping[str, str], settings: Settings) -> Read:
    """What the reader finds in each text."""
    found: Read = {}
    names = list(texts)
    for at in range(0, len(names), AT_ONCE):
        some = names[at : at + AT_ONCE]
        results = attributions_in([texts[name] for name in some], settings)
        for name, result in zip(some, results, strict=True):
            found[name] = [Triple.of(a) for a in result.attributions]
    return found


def alone(articles: Sequence[Gold], settings: Settings) -> Read:
    """Every paragraph read as a text of its own."""
    pieces = {
        f"{article.name}\n{span.start}": span.of(article.text)
        for article in articles
        for span in paragraphs(article.text)
    }
    found: Read = defaultdict(list)
    for name, triples in read(pieces, settings).items():
        article, _, start = name.partition("\n")
        found[article] += [_moved(triple, int(start)) for triple in triples]
    return found


def together(articles: Sequence[Gold], settings: Settings) -> Read:
    """Ten articles after one another read as one text."""
    found: Read = defaultdict(list)
    for at in range(0, len(articles), TOGETHER):
        some = articles[at : at + TOGETHER]
        text = "\n\n".join(article.text for article in some)
        (triples,) = read({"": text}, settings).values()
        start = 0
        for article in some:
            end = start + len(article.text)
            inside = [t for t in triples if t.content and start <= t.content[0].start < end]
            found[article.name] = [_moved(triple, -start) for triple in inside]
            start = end + 2
    return found


def _moved(triple: Triple, by: int) -> Triple:
    def each(spans: Spans) -> Spans:
        return tuple(Span(s.start + by, s.end + by) for s in spans if s.start + by >= 0)

    return Triple(*(each(triple[role]) for role in ROLES))


def dresses(folder: Path, settings: Settings) -> Iterator[str]:
    """A row of figures for each dress."""
    articles = list(gold_in(folder))
    yield from HEAD
    ways: dict[str, Callable[[], Read]] = {
        name: lambda dress=dress: read({a.name: dress(a.text) for a in articles}, settings)  # type: ignore[misc]
        for name, dress in DRESSES.items()
    }
    ways |= {
        "each paragraph by itself": lambda: alone(articles, settings),
        "ten articles as one": lambda: together(articles, settings),
    }
    for name, way in ways.items():
        yield _row(name, _figures(folder, articles, way()))


def windows(folder: Path, settings: Settings) -> Iterator[str]:
    """A row of figures for each number of pieces that a window may hold, and their mean."""
    articles = list(gold_in(folder))
    texts = {a.name: a.text for a in articles}
    yield from HEAD
    rows = []
    for pieces in WINDOWS:
        with patch("onrecord.extract.network.WINDOW", pieces):
            rows.append(_figures(folder, articles, read(texts, settings)))
        yield _row(f"windows of {pieces} pieces", rows[-1])
    columns = list(zip(*rows, strict=True))
    yield _row("mean", [fmean(column) for column in columns])
    yield _row("standard deviation", [stdev(column) for column in columns], more=1)


def _figures(folder: Path, articles: Sequence[Gold], found: Read) -> list[float]:
    figures = attributions.figures(folder, articles, found)
    return [figures[key] for key in FIGURES]


def _row(name: str, told: Sequence[float], more: int = 0) -> str:
    """A row of a table; percents with one decimal, or `more`, and shares with three."""
    return (
        f"| {name} | "
        + " | ".join(
            f"{v:.{1 + more}f}" if key.startswith("runs") else f"{v:.3f}".lstrip("0")
            for key, v in zip(FIGURES, told, strict=True)
        )
        + " |"
    )


def interval(folder: Path, settings: Settings) -> Iterator[str]:
    """Exact F1 of each role with the middle 95% of its bootstraps."""
    articles = {a.name: a.text for a in gold_in(folder)}
    found = read(articles, settings)
    instances = sorted(runs.instances_in(folder / "tagged.txt"), key=lambda i: i.id)
    counts = []
    for _, group in groupby(instances, key=lambda i: i.id.rpartition("_")[0]):
        counts.append(runs.counted(group, articles, found))
    dice = random.Random(1)
    yield "| | exact F1 | 95% |"
    yield "|---|---:|---|"
    for role in ROLES:
        drawn = sorted(
            _f1(dice.choices([c["exact", role] for c in counts], k=len(counts)))
            for _ in range(BOOTSTRAPS)
        )
        low, high = drawn[BOOTSTRAPS // 40], drawn[-BOOTSTRAPS // 40]
        whole = _f1([c["exact", role] for c in counts])
        yield f"| {role} | {whole:.1f} | {low:.1f} to {high:.1f} |"


def _f1(counts: Sequence[Sequence[int]]) -> float:
    right, ours, gold = (sum(column) for column in zip(*counts, strict=True))
    return 200 * right / (ours + gold) if ours + gold else 0.0


def misses(folder: Path, settings: Settings) -> Iterator[str]:
    """Gold attributions that are not found whole (each span of each role exact), by kind."""
    articles = list(gold_in(folder))
    with_attributions = _attributions({a.name: a.text for a in articles}, settings)
    kinds: Counter[str] = Counter()
    total = 0
    for article in articles:
        for gold in article.triples:
            if gold.content:
                total += 1
                kinds[_fate(article.text, gold, with_attributions[article.name])] += 1
    yield f"| what becomes of it | of {total:,} | share |"
    yield "|---|---:|---:|"
    for kind, n in kinds.most_common():
        yield f"| {kind} | {n} | {n / total:.3f} |"


def _attributions(texts: Mapping[str, str], settings: Settings) -> dict[str, Sequence[Attribution]]:
    found = attributions_in(list(texts.values()), settings)
    return {name: f.attributions for name, f in zip(texts, found, strict=True)}


def _fate(text: str, gold: Triple, ours: Sequence[Attribution]) -> str:
    """What the reader made of one gold attribution, in the order in which things go wrong."""
    best = max(ours, key=lambda a: _shared(a.content, gold.content), default=None)
    if best is None or not _shared(best.content, gold.content):
        quoted = any(mark in s.of(text) for s in gold.content for mark in '“"«')
        return "not seen: quoted words" if quoted else "not seen: indirect speech"
    parts = {
        "source": (best.source or (), gold.source),
        "cue": (best.cue or (), gold.cue),
        "content": (best.content, gold.content),
    }
    wrong = [role for role, (one, other) in parts.items() if not _alike(text, one, other)]
    if not wrong:
        return "found whole"
    if wrong == ["content"]:
        return f"content alone is off: {_edge(best.content, gold.content)}"
    if len(wrong) == 1:
        one, other = parts[wrong[0]]
        how = "missing" if not one else "too many" if not other else "other words"
        return f"{wrong[0]} alone is off: {how}"
    return f"{' and '.join(wrong)} are off"


def _alike(text: str, one: Spans, other: Spans) -> bool:
    def letters(spans: Spans) -> str:
        return "".join(c for s in spans for c in s.of(text) if c.isalnum())

    return letters(one) == letters(other)


def _edge(ours: Spans, gold: Spans) -> str:
    """Which edge of a content is wrong, and to which side."""
    starts = ours[0].start - gold[0].start
    ends = ours[-1].end - gold[-1].end
    if abs(starts) <= 1 and abs(ends) <= 1:
        return "what stands within it"
    if abs(starts) <= 1:
        return "ends late" if ends > 0 else "ends early"
    if abs(ends) <= 1:
        return "starts early" if starts < 0 else "starts late"
    return "both edges"


def _shared(one: Spans, other: Spans) -> int:
    return sum(max(0, min(a.end, b.end) - max(a.start, b.start)) for a in one for b in other)


PARTS = {"dresses": dresses, "interval": interval, "misses": misses, "windows": windows}


def main() -> int:
    parser = argparse.ArgumentParser(prog="evals.stress", description=__doc__.split("\n\n", 1)[0])
    parser.add_argument("part", choices=PARTS)
    parser.add_argument("folder", type=Path, nargs="?", default=DEV)
    parser.add_argument("--reader", default="", help="a reader's name or folder; ours without")
    given = parser.parse_args()
    for line in PARTS[given.part](given.folder, Settings(reader=given.reader)):
        print(line, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
