"""Attributions against people's: `onrecord eval attributions FOLDER`.

A folder is laid out as PolNeAR is, in brat's stand-off format: `text/NAME.txt`, and beside it
`attributions/NAME_ANNOTATOR.ann`. Where several people annotated an article, the first by name
is the gold; lines that do not parse are skipped and counted. All figures are over the whole
folder, and all spans are compared as sets of tokens (words and punctuation marks), so that a
space at an end costs nothing:

    token.ROLE          F1 of tokens labelled with a role
    exact.ROLE          F1 of distinct spans of a role, equal token for token
    content@.5          F1 of attributions, found when the contents overlap, Jaccard >= .5
    attribution@.5      ... and the sources do as well, or both have none; with its P and R
    direct@.5 recall    share found, content@.5, of gold whose content holds a quotation mark

Where `tagged.txt` stands in the folder, the figures of the published protocol come with them
under `runs.`, in per cent as they were published (see `onrecord.measure.runs`).
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from onrecord.errors import NothingToRead
from onrecord.measure import runs
from onrecord.measure.runs import ROLES, Triple
from onrecord.values import Settings, Span, Spans

AT_ONCE = 16
ENOUGH = 0.5

_TOKEN = re.compile(r"\w+|[^\w\s]")
_MARKS = frozenset('"“”‘«»')
_EVENT_ARGUMENT = re.compile(r"(?<![A-Za-z])([A-Za-z]++)\d*+:(T\S+)")


@dataclass(frozen=True, slots=True)
class Gold:
    """One annotated article, and how many lines of its annotation did not parse."""

    name: str
    text: str
    triples: tuple[Triple, ...]
    broken: int = 0


def measure(folder: Path, reader: str = "") -> dict[str, Any]:
    """The figures of a reader, ours unless told, on `folder`, `n` being the number of articles.

    Raises `NothingToRead` for a folder without annotated articles, `BadModel` for no reader.
    """
    articles = list(gold_in(folder))
    if not articles:
        remedy = "give a folder with text/NAME.txt and attributions/NAME_ANNOTATOR.ann"
        raise NothingToRead(f"{folder}: no annotated articles; {remedy}")
    return figures(folder, articles, _read(articles, Settings(reader=reader)))


def figures(
    folder: Path, articles: Sequence[Gold], predicted: Mapping[str, Sequence[Triple]]
) -> dict[str, Any]:
    """Every figure there is for `predicted`, by article name, against the gold of `folder`."""
    found = score(articles, predicted)
    tagged = folder / "tagged.txt"
    if tagged.is_file():
        texts = {a.name: a.text for a in articles}
        published = runs.score(runs.instances_in(tagged), texts, predicted)
        found |= {f"runs.{key}": value for key, value in published.items()}
    found["broken lines"] = sum(a.broken for a in articles)
    found["words"] = sum(len(a.text.split()) for a in articles)
    found["n"] = len(articles)
    return found


def _read(articles: Sequence[Gold], settings: Settings) -> dict[str, list[Triple]]:
    from onrecord.extract import attributions_in

    read: dict[str, list[Triple]] = {}
    for at in range(0, len(articles), AT_ONCE):
        chunk = articles[at : at + AT_ONCE]
        read_now = attributions_in([a.text for a in chunk], settings)
        for article, found in zip(chunk, read_now, strict=True):
            read[article.name] = [Triple.of(a) for a in found.attributions]
    return read


def gold_in(folder: Path) -> Iterator[Gold]:
    """The annotated articles of a folder, by name; a text that nobody annotated is left out."""
    by_article: defaultdict[str, list[Path]] = defaultdict(list)
    for path in folder.glob("attributions/*.ann"):
        by_article[path.stem.rpartition("_")[0]].append(path)
    for path in sorted(folder.glob("text/*.txt")):
        annotations = by_article.get(path.stem)
        if annotations:
            triples, broken = annotated(_text_of(min(annotations)))
            yield Gold(path.stem, _text_of(path), tuple(triples), broken)


def _text_of(path: Path) -> str:
    """The file's characters with its line ends as they are: offsets count them."""
    return path.read_bytes().decode("utf8")


def annotated(annotation: str) -> tuple[list[Triple], int]:
    """The attributions that an `.ann` file holds, and the number of lines that do not parse.

    A mark that an event names before it stands in the file does not count, as in the scorer
    whose figures these are to agree with; the event's line then counts as broken.
    """
    marks: dict[str, Spans] = {}
    triples: list[Triple] = []
    broken = 0
    for line in filter(str.strip, annotation.split("\n")):
        id, _, rest = line.partition("\t")
        what = rest.partition("\t")[0]
        if id.startswith("T"):
            spans = _spans(what)
            marks |= {id: spans} if spans else {}
            broken += not spans
        elif id.startswith("E"):
            triple, whole = _triple(what, marks)
            triples += [triple] if triple.content else []
            broken += not whole
        else:
            broken += id[0] not in "ANRM#*"
    return triples, broken


def _spans(mark: str) -> Spans:
    """The spans of `Label 0 5;9 12`, none if any of them is not one."""
    try:
        _, where = mark.split(" ", 1)
        pieces = [piece.split() for piece in where.split(";")]
        return tuple(Span(int(start), int(end)) for start, end in pieces)
    except ValueError:
        return ()


def _triple(event: str, marks: Mapping[str, Spans]) -> tuple[Triple, bool]:
    """What `Attribution:T4 Source:T1 Content:T3` ties together, and whether it was all there."""
    held: dict[str, Spans] = dict.fromkeys(ROLES, ())
    whole = bool(event)
    for argument in event.split()[1:]:
        parts = _EVENT_ARGUMENT.fullmatch(argument)
        whole &= parts is not None and parts[2] in marks
        if parts and parts[1].lower() in held:
            held[parts[1].lower()] += marks.get(parts[2], ())
    return Triple(**held), whole


@dataclass(slots=True)
class Tally:
    """What was found rightly, what was found, and what was there."""

    right: int = 0
    found: int = 0
    gold: int = 0

    def add(self, right: int, found: int, gold: int) -> None:
        self.right += right
        self.found += found
        self.gold += gold

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        return self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        return 2 * self.right / (self.found + self.gold) if self.found + self.gold else 0.0


Tokens = frozenset[int]
Tokenised = dict[str, Tokens]


@dataclass(frozen=True, slots=True)
class _Page:
    """Where the tokens of a text start and end, both in order."""

    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)

    @classmethod
    def of(cls, text: str) -> _Page:
        where = [m.span() for m in _TOKEN.finditer(text)]
        return cls([start for start, _ in where], [end for _, end in where])

    def tokens(self, spans: Iterable[Span]) -> Tokens:
        """The tokens that share a character with any of `spans`."""
        return frozenset(
            i
            for span in spans
            for i in range(bisect_right(self.ends, span.start), bisect_left(self.starts, span.end))
        )

    def tokenised(self, triple: Triple) -> Tokenised:
        return {role: self.tokens(triple[role]) for role in ROLES}


def score(articles: Sequence[Gold], predicted: Mapping[str, Sequence[Triple]]) -> dict[str, float]:
    """The figures of the module's docstring, `runs.` apart, for `predicted` by article name."""
    tallies = {f"{way}.{role}": Tally() for way in ("token", "exact") for role in ROLES}
    contents, wholes, direct = Tally(), Tally(), Tally()
    for article in articles:
        page = _Page.of(article.text)
        gold = [page.tokenised(t) for t in article.triples]
        ours = [t for p in predicted.get(article.name, ()) if (t := page.tokenised(p))["content"]]
        for role in ROLES:
            _count(tallies[f"token.{role}"], _labelled(ours, role), _labelled(gold, role))
            _count(tallies[f"exact.{role}"], _distinct(ours, role), _distinct(gold, role))
        pairs = _alike(ours, gold)
        by_content = _matched(p for p in pairs if p[0] >= ENOUGH)
        by_both = _matched(p for p in pairs if p[0] >= ENOUGH and p[1] >= ENOUGH)
        contents.add(len(by_content), len(ours), len(gold))
        wholes.add(len(by_both), len(ours), len(gold))
        quoting = {j for j, t in enumerate(article.triples) if _holds_mark(article.text, t)}
        direct.add(len(quoting & by_content), 0, len(quoting))
    found = {key: tally.f1 for key, tally in tallies.items()}
    for key, tally in (("content@.5", contents), ("attribution@.5", wholes)):
        found |= {key: tally.f1, f"{key} P": tally.precision, f"{key} R": tally.recall}
    found["direct@.5 recall"] = direct.recall
    return {key: round(value, 4) for key, value in found.items()}


def _count(tally: Tally, ours: set[Any], gold: set[Any]) -> None:
    tally.add(len(ours & gold), len(ours), len(gold))


def _labelled(triples: Sequence[Tokenised], role: str) -> set[int]:
    return set().union(*(t[role] for t in triples))


def _distinct(triples: Sequence[Tokenised], role: str) -> set[Tokens]:
    return {t[role] for t in triples if t[role]}


Pair = tuple[float, float, int, int]


def _alike(ours: Sequence[Tokenised], gold: Sequence[Tokenised]) -> list[Pair]:
    """Pairs whose contents share a token, likest first: Jaccard of contents, then of sources."""
    holding: defaultdict[int, list[int]] = defaultdict(list)
    for j, triple in enumerate(gold):
        for token in triple["content"]:
            holding[token].append(j)
    pairs = []
    for i, triple in enumerate(ours):
        for j in Counter(j for token in triple["content"] for j in holding.get(token, ())):
            content = _jaccard(triple["content"], gold[j]["content"])
            pairs.append((content, _jaccard(triple["source"], gold[j]["source"]), i, j))
    return sorted(pairs, reverse=True)


def _jaccard(a: Tokens, b: Tokens) -> float:
    return len(a & b) / len(a | b) if a or b else 1.0


def _matched(pairs: Iterable[Pair]) -> set[int]:
    """The gold attributions that get one of ours, each of either used once, likest first."""
    ours: set[int] = set()
    gold: set[int] = set()
    for _, _, i, j in pairs:
        if i not in ours and j not in gold:
            ours.add(i)
            gold.add(j)
    return gold


def _holds_mark(text: str, triple: Triple) -> bool:
    return any(not _MARKS.isdisjoint(span.of(text)) for span in triple.content)
