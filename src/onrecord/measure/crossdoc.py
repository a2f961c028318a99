"""Who is who across articles, held against MEANTIME: `onrecord eval crossdoc FOLDER`.

Every annotated article is read from end to end as any other, its entities are clustered by the
judgements of `match.people`, and the clusters are scored on the gold mentions that are names:
those of a person, an organisation or a place whose head MEANTIME tags as a proper noun and that
is more than an office ("CEO"). A chain annotated in one article only counts like any other.

A gold mention belongs to the entity of ours that has a name on its head word. Names that we find
and MEANTIME does not mark are left out of account, because it marks an article's first
sentences only; a gold mention that we do not find is in no cluster of ours, and so costs recall.
B3 and CEAFe (with the likeness phi 4) and MUC are as in the CoNLL scorer, whose average is
`conll_f1`; `person_*` are the same over persons alone.

The folder holds `meantime.conll` (the words) and `entities_mentions.json` (the mentions).
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from onrecord.errors import NothingToRead
from onrecord.judged import Profile
from onrecord.match.people import JOINS, keys_of, same_entity
from onrecord.pipeline import extract_all
from onrecord.resolve.names import name_likeness
from onrecord.values import Article, EntityKind, Form, Reading, Span

WORDS, MENTIONS = "meantime.conll", "entities_mentions.json"
MAX_CANDIDATES = 50

_NAMEABLE = frozenset({"PER", "ORG", "LOC"})
_OFFICES = frozenset(
    "ceo cfo chairman president minister secretary officer director automaker chief".split()
)
_MARKS = {"``": '"', "''": '"', "-LRB-": "(", "-RRB-": ")"}
_NO_SPACE_BEFORE = frozenset([".", ",", ";", ":", "?", "!", ")", "%", "'s", "'", "n't", "''", "]"])
_NO_SPACE_AFTER = frozenset(["(", "$", "``", "[", "#", "US$"])

Clusters = Mapping[str, frozenset[Any]]


@dataclass(frozen=True, slots=True)
class Gold:
    """A name that the annotators marked: where its head word stands, and whose it is."""

    article: str
    head: Span
    chain: str
    kind: str


def measure(folder: Path) -> dict[str, Any]:
    """`b3_f1`, `conll_f1` and their parts over `n` names; `found` is the share that we name too.

    Raises `NothingToRead` for a folder without MEANTIME's two files.
    """
    articles, gold = documents_in(folder)
    readings = list(extract_all(articles))
    return score(gold, aligned(gold, readings, clustered(readings)))


def score(gold: Sequence[Gold], ours: Mapping[Gold, str]) -> dict[str, Any]:
    """The figures of `ours`, which gives the cluster of each mention found, over all and persons."""
    persons = [g for g in gold if g.kind == "PER"]
    figures = {**_figures(gold, ours), "n": len(gold), "found": len(ours) / max(len(gold), 1)}
    figures |= {f"person_{k}": v for k, v in _figures(persons, ours).items()}
    return figures | {"person_n": len(persons)}


def _figures(gold: Sequence[Gold], ours: Mapping[Gold, str]) -> dict[str, float]:
    key = _clusters({g: g.chain for g in gold})
    response = _clusters({g: ours[g] for g in gold if g in ours})
    parts = {"muc": muc(key, response), "b3": b3(key, response), "ceafe": ceafe(key, response)}
    f1 = {f"{name}_f1": _f1(*pr) for name, pr in parts.items()}
    precision, recall = parts["b3"]
    return {
        "b3_f1": f1["b3_f1"],
        "conll_f1": sum(f1.values()) / 3,
        "b3_precision": precision,
        "b3_recall": recall,
        "muc_f1": f1["muc_f1"],
        "ceafe_f1": f1["ceafe_f1"],
    }


def _clusters(where: Mapping[Gold, str]) -> Clusters:
    found: dict[str, set[Gold]] = defaultdict(set)
    for mention, cluster in where.items():
        found[cluster].add(mention)
    return {cluster: frozenset(members) for cluster, members in found.items()}


def _f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def muc(key: Clusters, response: Clusters) -> tuple[float, float]:
    """Precision and recall of the links that hold clusters together (Vilain et al. 1995)."""
    return _links_kept(response, key), _links_kept(key, response)


def _links_kept(clusters: Clusters, others: Clusters) -> float:
    where = {m: name for name, members in others.items() for m in members}
    kept = wanted = 0
    for members in clusters.values():
        parts = len({where[m] for m in members if m in where}) + sum(
            m not in where for m in members
        )
        kept += len(members) - parts
        wanted += len(members) - 1
    return kept / wanted if wanted else 0.0


def b3(key: Clusters, response: Clusters) -> tuple[float, float]:
    """Precision and recall by mention (Bagga and Baldwin 1998)."""
    return _shared(response, key), _shared(key, response)


def _shared(clusters: Clusters, others: Clusters) -> float:
    where = {m: members for members in others.values() for m in members}
    every = [(m, members) for members in clusters.values() for m in members]
    total = sum(len(members & where[m]) / len(members) for m, members in every if m in where)
    return total / len(every) if every else 0.0


def ceafe(key: Clusters, response: Clusters) -> tuple[float, float]:
    """Precision and recall by entity, each matched with at most one (Luo 2005, phi 4)."""
    rows, columns = list(key.values()), list(response.values())
    if not rows or not columns:
        return 0.0, 0.0
    phi = np.array([[2 * len(a & b) / (len(a) + len(b)) for b in columns] for a in rows])
    total = float(sum(phi[row, column] for row, column in best_pairs(phi)))
    return total / len(columns), total / len(rows)


def best_pairs(worth: NDArray[np.float64]) -> list[tuple[int, int]]:
    """Rows and columns paired, each once, so that the sum is greatest (Kuhn 1955, Munkres 1957).

    By shortest augmenting paths, one row after another, with a price on each row and column.
    """
    if worth.shape[0] > worth.shape[1]:
        return [(row, column) for column, row in best_pairs(worth.T)]
    rows, columns = worth.shape
    row_price, column_price = np.zeros(rows + 1), np.zeros(columns + 1)
    taken = np.zeros(columns + 1, dtype=int)  # the row, from 1, that each column is paired with
    for row in range(1, rows + 1):
        taken[0], at = row, 0
        least = np.full(columns + 1, np.inf)
        came_from = np.zeros(columns + 1, dtype=int)
        used = np.zeros(columns + 1, dtype=bool)
        while taken[at]:
            used[at] = True
            cost = -worth[taken[at] - 1] - row_price[taken[at]] - column_price[1:]
            better = ~used[1:] & (cost < least[1:])
            least[1:][better] = cost[better]
            came_from[1:][better] = at
            nearest = int(np.argmin(np.where(used, np.inf, least)[1:])) + 1
            step = least[nearest]
            row_price[taken[used]] += step
            column_price[used] -= step
            least[~used] -= step
            at = nearest
        while at:
            taken[at], at = taken[came_from[at]], int(came_from[at])
    return [
        (int(taken[column]) - 1, column - 1) for column in range(1, columns + 1) if taken[column]
    ]


def aligned(
    gold: Sequence[Gold], readings: Sequence[Reading], clusters: Mapping[str, str]
) -> dict[Gold, str]:
    """The cluster of ours for each gold mention on whose head word we have a name."""
    names: dict[str, list[tuple[Span, str]]] = defaultdict(list)
    for reading in readings:
        for entity in reading.entities:
            names[reading.article.id] += [
                (span, clusters[_id(reading, entity.id)])
                for mention in entity.mentions
                if mention.form is Form.NAME
                for span in mention.spans
            ]
    found = {}
    for mention in gold:
        on = [n for n in names[mention.article] if n[0].overlaps(mention.head)]
        if on:
            found[mention] = min(on, key=lambda n: len(n[0]))[1]
    return found


def clustered(readings: Sequence[Reading]) -> dict[str, str]:
    """The cluster of every entity, the articles taken one after another as a ledger would."""
    known: dict[str, Profile] = {}
    index: dict[str, list[str]] = defaultdict(list)
    parent: dict[str, str] = {}

    def root(id: str) -> str:
        while parent[id] != id:
            parent[id] = parent[parent[id]]
            id = parent[id]
        return id

    for reading in readings:
        for profile in profiles_of(reading):
            parent[profile.id] = profile.id
            keys = keys_of(profile)
            near = _candidates(keys, index, known)
            entity = {other.id: root(other.id) for other in near}
            for judgement in same_entity(profile, near, _likeness, entity):
                if judgement.holds and judgement.score >= JOINS:
                    parent[root(judgement.object)] = root(profile.id)
            known[profile.id] = profile
            for key in keys:
                index[key].append(profile.id)
    return {id: root(id) for id in parent}


def _candidates(
    keys: Sequence[str], index: Mapping[str, list[str]], known: Mapping[str, Profile]
) -> list[Profile]:
    """The profiles that share most keys, of those that share the rarest and came last."""
    shared: Counter[str] = Counter()
    for key in keys:
        shared.update(index[key][-MAX_CANDIDATES:] if key in index else ())
    return [known[id] for id, _ in shared.most_common(MAX_CANDIDATES)]


@lru_cache(maxsize=65536)
def _likeness(one: str, other: str, kind: EntityKind) -> tuple[float, str]:
    likeness = name_likeness(one, other, kind)
    return likeness.score, likeness.explanation


def _id(reading: Reading, entity: str) -> str:
    return f"{reading.article.id}/{entity}"


def profiles_of(reading: Reading) -> Iterator[Profile]:
    """The entities of an article as matching sees them."""
    named = [e for e in reading.entities if any(m.form is Form.NAME for m in e.mentions)]
    for entity in reading.entities:
        yield Profile(
            _id(reading, entity.id),
            reading.article.id,
            entity.name,
            entity.kind,
            entity.aliases,
            entity.roles,
            tuple(e.name for e in named if e is not entity),
            reading.article.published,
            entity.place,
        )


def documents_in(folder: Path) -> tuple[list[Article], list[Gold]]:
    """The annotated articles, put together from their words, and the gold mentions in them."""
    words, mentions = folder / WORDS, folder / MENTIONS
    if not words.is_file() or not mentions.is_file():
        raise NothingToRead(f"{folder}: needs {WORDS} and {MENTIONS}, as MEANTIME has them")
    marked = json.loads(mentions.read_text("utf8"))
    annotated = {mark["conll_doc_key"] for mark in marked}
    texts = {
        key: laid_out(sentences)
        for key, sentences in _sentences(words.read_text("utf8")).items()
        if key in annotated
    }
    articles = [Article(key, text, "") for key, (text, _) in texts.items()]
    return articles, list(_gold(marked, {key: spans for key, (_, spans) in texts.items()}))


def _sentences(conll: str) -> dict[str, dict[int, list[str]]]:
    """The words of each sentence of each document."""
    documents: dict[str, dict[int, list[str]]] = {}
    for line in conll.splitlines():
        columns = line.split("\t")
        if len(columns) == 5:
            document = documents.setdefault(columns[0], {})
            document.setdefault(int(columns[1]), []).append(columns[3])
    return documents


def laid_out(
    sentences: Mapping[int, Sequence[str]],
) -> tuple[str, dict[tuple[int, int], Span]]:
    """Words as running text, and where each word stands by its sentence and its place in it.

    The headline and the date line are paragraphs of their own, as they were on the page.
    """
    text, spans = "", {}
    for number, words in sorted(sentences.items()):
        opened, glued = False, True
        if text:
            text += "\n\n" if number <= 2 else " "
        for at, word in enumerate(words):
            plain = _MARKS.get(word, word)
            closes = word in _NO_SPACE_BEFORE or (plain == '"' and opened and word != "``")
            text += "" if glued or closes else " "
            spans[number, at] = Span(len(text), len(text) + len(plain))
            text += plain
            opened = not closes if plain == '"' else opened
            glued = word in _NO_SPACE_AFTER or (plain == '"' and opened)
    return text, spans


def _gold(
    marked: Sequence[Mapping[str, Any]], spans: Mapping[str, Mapping[tuple[int, int], Span]]
) -> Iterator[Gold]:
    """The names among the mentions; of several on one head word, the one of fewest words."""
    best: dict[tuple[str, Span], Mapping[str, Any]] = {}
    for mark in marked:
        named = mark["mention_head_pos"] == "PROPN" and mark["mention_type"] in _NAMEABLE
        head = spans[mark["conll_doc_key"]].get((mark["sent_id"], mark["mention_head_id"]))
        if named and head and mark["mention_head"].lower() not in _OFFICES:
            at = mark["conll_doc_key"], head
            if at not in best or len(mark["tokens_number"]) < len(best[at]["tokens_number"]):
                best[at] = mark
    for (article, head), mark in best.items():
        yield Gold(article, head, _chain(mark["coref_chain"]), mark["mention_type"])


def _chain(name: str) -> str:
    """The entity: `cross_`, `intra_` and `cross_intra_` only tell where its links are."""
    return name.removeprefix("cross_").removeprefix("intra_")
