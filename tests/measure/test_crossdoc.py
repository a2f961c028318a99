"""The measure of who is who across articles, on invented documents and known clusterings."""

from __future__ import annotations

import json
from itertools import permutations
from pathlib import Path

import numpy as np
import pytest

from onrecord.errors import NothingToRead
from onrecord.measure.crossdoc import (
    Gold,
    aligned,
    b3,
    best_pairs,
    ceafe,
    clustered,
    documents_in,
    laid_out,
    muc,
    score,
)
from onrecord.values import Article, Entity, EntityKind, Form, Mention, Reading, Span

KEY = {"A": frozenset("abc"), "B": frozenset("defg")}
SPLIT = {"1": frozenset("ab"), "2": frozenset("cd"), "3": frozenset("fghi")}


def test_the_figures_are_those_of_the_published_worked_example() -> None:
    """Pradhan et al. (2014), Scoring Coreference Partitions of Predicted Mentions, figure 1."""
    assert muc(KEY, SPLIT) == pytest.approx((2 / 5, 2 / 5))
    precision, recall = b3(KEY, SPLIT)
    assert (round(precision, 2), round(recall, 2)) == (0.50, 0.42)
    precision, recall = ceafe(KEY, SPLIT)
    assert (round(precision, 2), round(recall, 2)) == (0.43, 0.65)


@pytest.mark.parametrize("shape", [(3, 3), (4, 6), (6, 4), (1, 5)])
def test_the_best_pairs_are_the_best_of_all(shape: tuple[int, int]) -> None:
    for seed in range(20):
        worth = np.random.default_rng(seed).random(shape)
        pairs = best_pairs(worth)
        wide = worth if shape[0] <= shape[1] else worth.T
        best = max(
            sum(wide[row, column] for row, column in enumerate(columns))
            for columns in permutations(range(wide.shape[1]), wide.shape[0])
        )
        assert sum(worth[pair] for pair in pairs) == pytest.approx(best)
        assert len({r for r, _ in pairs}) == len({c for _, c in pairs}) == min(shape)


def test_words_become_running_text_that_keeps_their_places() -> None:
    words = {
        0: ["Orlik", "wins"],
        2: ["``", "I", "won", "(", "twice", ")", ",", "''", "she", "said", "."],
    }
    text, spans = laid_out(words)
    assert text == 'Orlik wins\n\n"I won (twice)," she said.'
    assert spans[2, 4].of(text) == "twice"


def reading(article: str, text: str, *names: str) -> Reading:
    entities = []
    for name in names:
        at = text.index(name)
        mention = Mention((Span(at, at + len(name)),), Form.NAME)
        entities.append(Entity(name, name, EntityKind.PERSON, mentions=(mention,)))
    return Reading(Article(article, text, ""), entities=tuple(entities))


def test_our_names_are_clustered_and_laid_on_the_heads_of_gold_names() -> None:
    readings = [
        reading("1", "Jan Orlik met Petra Vale.", "Jan Orlik", "Petra Vale"),
        reading("2", "Jan Orlik won.", "Jan Orlik"),
    ]
    gold = [
        Gold("1", Span(4, 9), "PER1", "PER"),
        Gold("2", Span(4, 9), "PER1", "PER"),
        Gold("1", Span(20, 24), "PER2", "PER"),
    ]
    ours = aligned(gold, readings, clustered(readings))
    assert ours[gold[0]] == ours[gold[1]] != ours[gold[2]]
    figures = score(gold, ours)
    assert (figures["b3_f1"], figures["conll_f1"], figures["n"]) == (1.0, 1.0, 3)


def test_a_name_that_is_not_found_costs_recall_alone() -> None:
    gold = [Gold("1", Span(0, 5), "PER1", "PER"), Gold("2", Span(0, 5), "PER1", "PER")]
    figures = score(gold, {gold[0]: "ours"})
    assert (figures["b3_precision"], figures["b3_recall"]) == (1.0, 0.25)
    assert figures["found"] == 0.5


def test_gold_names_are_read_without_offices_nominals_and_prefixes_of_chains(
    tmp_path: Path,
) -> None:
    rows = [("Tarnholm", 0), ("CEO", 1), ("Jan", 2), ("Orlik", 3), ("resigned", 4)]
    lines = [f"invented/1\t0\t{at}\t{word}\t-" for word, at in rows]
    (tmp_path / "meantime.conll").write_text("#begin\n" + "\n".join(lines), "utf8")

    def mark(chain: str, head: int, tokens: list[int], tag: str = "PROPN") -> dict[str, object]:
        return {
            "coref_chain": chain,
            "conll_doc_key": "invented/1",
            "sent_id": 0,
            "mention_head": rows[head][0],
            "mention_head_id": head,
            "mention_head_pos": tag,
            "mention_type": "PER",
            "tokens_number": tokens,
        }

    marks = [
        mark("cross_intra_PER1", 3, [0, 1, 2, 3]),
        mark("cross_PER1", 3, [2, 3]),
        mark("PER1", 1, [1]),
        mark("PER1", 4, [4], "NOUN"),
    ]
    (tmp_path / "entities_mentions.json").write_text(json.dumps(marks), "utf8")
    (article,), (gold,) = documents_in(tmp_path)
    assert article.text == "Tarnholm CEO Jan Orlik resigned"
    assert (gold.head.of(article.text), gold.chain) == ("Orlik", "PER1")


def test_a_folder_without_meantime_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(NothingToRead, match=r"needs meantime\.conll"):
        documents_in(tmp_path)
