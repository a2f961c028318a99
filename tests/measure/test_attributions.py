"""Attributions are measured as others measure them: on an invented corpus, and on PolNeAR."""

from __future__ import annotations

import importlib.util
import json
import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from onrecord.errors import NothingToRead
from onrecord.measure import runs
from onrecord.measure.attributions import Gold, annotated, figures, gold_in, measure, score
from onrecord.measure.runs import ROLES, Triple, aligned, runs_of
from onrecord.present import brat
from onrecord.values import Article, Attribution, Kind, Reading, Span

SHARED = Path(__file__).resolve().parents[3] / "shared"
POLNEAR = SHARED / "data" / "polnear" / "dev"

HARBOUR = (
    "Quillmere’s harbour will close, Mayor Ines Tarrow said on Monday.\n\n"
    "“We have no choice,” she told the Quillmere Bell. “The wall is gone.”\n\n"
    "Critics doubt it.\n"
)
BRIDGE = "Engineer: bridge is sound\n\nReportedly it cost ₤3 million 🌉 to mend.\n"


def spans(text: str, *pieces: str) -> tuple[Span, ...]:
    return tuple(Span(text.index(p), text.index(p) + len(p)) for p in pieces)


def triple(text: str, source: str, cue: str, *contents: str) -> Triple:
    return Triple(
        spans(text, source) if source else (),
        spans(text, cue) if cue else (),
        spans(text, *contents),
    )


HARBOUR_SAYS = (
    triple(HARBOUR, "Mayor Ines Tarrow", "said", "Quillmere’s harbour will close"),
    triple(HARBOUR, "she", "told", "“We have no choice,”", "“The wall is gone.”"),
    triple(HARBOUR, "Critics", "doubt", "it"),
)
BRIDGE_SAYS = (
    triple(BRIDGE, "Engineer", ":", "bridge is sound"),
    triple(BRIDGE, "", "Reportedly", "it cost ₤3 million 🌉 to mend"),
)
ARTICLES = (
    Gold("bridge", BRIDGE, BRIDGE_SAYS),
    Gold("harbour", HARBOUR, HARBOUR_SAYS),
)


def reading(gold: Gold) -> Reading:
    return Reading(
        Article(gold.name, gold.text, "0" * 64),
        tuple(
            Attribution(str(n), t.source or None, t.cue or None, t.content, Kind.INDIRECT, 1.0)
            for n, t in enumerate(gold.triples)
        ),
    )


def corpus(folder: Path) -> Path:
    for path, content in brat.files(reading(gold) for gold in ARTICLES):
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content.encode())
    rows = [
        {
            "id": "harbour_read",
            "tokens": "Quillmere 's harbour will close , Mayor Ines Tarrow said on Monday .".split(),
            "labels": "B-content I-content I-content I-content I-content O B-source I-source "
            "I-source B-cue O O O".split(),
        },
        {
            "id": "harbour_read",
            "tokens": "`` We have no choice , '' she told the Quillmere Bell .".split(),
            "labels": ["B-content", *["I-content"] * 6, "B-source", "B-cue", *["O"] * 4],
        },
    ]
    tagged = "".join(json.dumps(row) + "\n" for row in rows)
    (folder / "tagged.txt").write_text(tagged, encoding="utf8")
    return folder


def test_what_brat_wrote_reads_back_as_it_was(tmp_path: Path) -> None:
    assert [(g.name, g.text, g.triples, g.broken) for g in gold_in(corpus(tmp_path))] == [
        (g.name, g.text, g.triples, 0) for g in ARTICLES
    ]


def test_gold_scores_one_against_itself(tmp_path: Path) -> None:
    found = figures(corpus(tmp_path), ARTICLES, {g.name: g.triples for g in ARTICLES})
    perfect = {f"{way}.{role}" for way in ("token", "exact") for role in ROLES}
    perfect |= {"content@.5", "attribution@.5", "attribution@.5 P", "direct@.5 recall"}
    assert {key: found[key] for key in perfect} == dict.fromkeys(perfect, 1.0)
    assert found["runs.exact.source"] == found["runs.begin.content"] == 100.0
    assert (found["n"], found["broken lines"]) == (2, 0)
    assert found["words"] == len(HARBOUR.split()) + len(BRIDGE.split())


def test_a_wrong_source_costs_the_attribution_and_not_its_content() -> None:
    wrong = replace(HARBOUR_SAYS[0], source=spans(HARBOUR, "Monday"))
    found = score(ARTICLES[1:], {"harbour": [wrong, *HARBOUR_SAYS[1:]]})
    assert found["content@.5"] == 1.0
    assert found["attribution@.5"] == found["attribution@.5 P"] == 0.6667
    assert found["exact.source"] == 0.6667


def test_a_lone_half_of_a_split_content_is_not_exact_but_may_be_enough() -> None:
    half = replace(HARBOUR_SAYS[1], content=spans(HARBOUR, "“The wall is gone.”"))
    found = score(ARTICLES[1:], {"harbour": [HARBOUR_SAYS[0], half, HARBOUR_SAYS[2]]})
    assert found["exact.content"] == 0.6667
    assert found["content@.5"] == 1.0  # six tokens of twelve


def test_two_predictions_cannot_both_be_the_same_attribution() -> None:
    found = score(ARTICLES[1:], {"harbour": [HARBOUR_SAYS[0]] * 2})
    assert (found["attribution@.5 P"], found["attribution@.5 R"]) == (0.5, 0.3333)


def test_only_quoted_content_counts_for_direct_recall() -> None:
    assert score(ARTICLES[1:], {"harbour": HARBOUR_SAYS[::2]})["direct@.5 recall"] == 0.0
    assert score(ARTICLES[1:], {"harbour": HARBOUR_SAYS[1:2]})["direct@.5 recall"] == 1.0


def test_an_article_nobody_read_costs_recall() -> None:
    found = score(ARTICLES, {"harbour": HARBOUR_SAYS})
    assert (found["attribution@.5 P"], found["attribution@.5 R"]) == (1.0, 0.6)


def test_the_first_annotator_by_name_is_the_gold(tmp_path: Path) -> None:
    folder = corpus(tmp_path)
    first = folder / "attributions" / "bridge_anna.ann"
    first.write_text("T1\tContent 0 8\tEngineer\nE1\tAttribution:T1 Content:T1\n", "utf8")
    assert next(gold_in(folder)).triples == (Triple((), (), (Span(0, 8),)),)


def test_a_name_that_begins_with_another_keeps_its_own_annotations(tmp_path: Path) -> None:
    folder = corpus(tmp_path)
    (folder / "text" / "bridge_two.txt").write_text(BRIDGE, "utf8")
    only = folder / "attributions" / "bridge_two_anna.ann"
    only.write_text("T1\tContent 0 8\tEngineer\nE1\tAttribution:T1 Content:T1\n", "utf8")
    assert [len(g.triples) for g in gold_in(folder)] == [2, 1, 3]


@pytest.mark.parametrize(
    "line",
    [
        "T9\tContent 5\tshort",
        "T9\tContent 5 five\tno number",
        "T9\tContent 9 5\tbackward",
        "T9",
        "the rest of a mark that was broken over two lines",
        "E9\tAttribution:T1 Content:T77",
        "E9",
    ],
)
def test_a_broken_line_is_skipped_and_counted(line: str) -> None:
    good = "T1\tContent 0 8\tEngineer\nE1\tAttribution:T1 Content:T1\n"
    assert annotated(f"{line}\n{good}") == ([Triple((), (), (Span(0, 8),))], 1)


def test_notes_and_attributes_are_no_faults() -> None:
    assert annotated(
        "A1\tNegated E1\n#1\tAnnotatorNotes E1\tsure?\nR1\tSame Arg1:T1 Arg2:T2\n"
    ) == (
        [],
        0,
    )


def test_contents_numbered_by_brat_are_one_content() -> None:
    lines = "T1\tContent 0 2\tab\nT2\tContent 4 6\tcd\nE1\tX:T1 Content:T1 Content2:T2\n"
    assert annotated(lines)[0] == [Triple((), (), (Span(0, 2), Span(4, 6)))]


def test_a_folder_without_annotations_is_nothing_to_read(tmp_path: Path) -> None:
    with pytest.raises(NothingToRead, match=r"text/NAME\.txt"):
        measure(tmp_path)


def test_tokens_are_found_however_they_were_written() -> None:
    text = "“No,” he said (twice) — it’s over…"
    tokens = "`` No , '' he said -LRB- twice -RRB- -- it 's over ...".split()
    found = aligned(tokens, text)
    assert [text[w[0] : w[1]] if w else None for w in found] == [
        *["“", "No", ",", "”", "he", "said", "(", "twice", ")", "—", "it", "’s", "over", "…"]
    ]


def test_a_token_that_is_not_there_does_not_lose_the_next() -> None:
    assert aligned(["a", "zebra", "c"], "a b c") == [(0, 1), None, (4, 5)]


def test_an_inside_label_alone_opens_no_run() -> None:
    labels = ["I-cue", "B-cue", "I-cue", "I-source", "B-source", "B-source"]
    assert runs_of(labels) == {("cue", 1, 3), ("source", 4, 5), ("source", 5, 6)}


def scorer(name: str) -> ModuleType:
    path = SHARED / "score" / f"{name}.py"
    if not path.is_file() or not POLNEAR.is_dir():
        pytest.skip("PolNeAR and its scorers are not beside the checkout in ../shared")
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def plain(predicted: dict[str, Sequence[Triple]]) -> dict[str, list[dict[str, Any]]]:
    return {
        name: [{role: [[s.start, s.end] for s in t[role]] for role in ROLES} for t in triples]
        for name, triples in predicted.items()
    }


def mistaken(articles: Sequence[Gold]) -> dict[str, Sequence[Triple]]:
    """Predictions with the faults that readers have: shifted, missing, doubled, mixed up."""
    chance = random.Random(7)

    def moved(span: Span) -> Span:
        start = max(span.start + chance.choice((0, 0, 0, -9, 4)), 0)
        return Span(start, max(span.end + chance.choice((0, 0, 0, 7, -6)), start + 1))

    def faulty(t: Triple, others: Sequence[Triple]) -> Triple:
        source = chance.choice(others).source if chance.random() < 0.2 else t.source
        content = tuple(moved(s) for s in t.content)
        return Triple(() if chance.random() < 0.1 else source, t.cue, content)

    return {
        article.name: [
            faulty(t, article.triples)
            for t in article.triples
            for _ in range(chance.choice((0, 1, 1, 1, 2)))
        ]
        for article in articles
        if chance.random() < 0.95
    }


def test_figures_agree_with_the_linked_scorer_on_polnear() -> None:
    theirs = scorer("score_attribution")
    articles = list(gold_in(POLNEAR))
    predicted = mistaken(articles)
    expected = theirs.score(str(POLNEAR), plain(predicted))
    assert expected.pop("missing documents") == len(articles) - len(predicted) > 0
    assert score(articles, predicted) == expected
    assert 0.3 < expected["attribution@.5"] < 0.9


def test_figures_agree_with_the_published_protocol_on_polnear() -> None:
    theirs = scorer("score_runs")
    articles = list(gold_in(POLNEAR))
    predicted = mistaken(articles)
    texts = {a.name: a.text for a in articles}
    lines = (POLNEAR / "tagged.txt").read_text("utf8").splitlines()
    expected = theirs.score(map(json.loads, lines), texts.__getitem__, plain(predicted), 300)
    found = runs.score(runs.instances_in(POLNEAR / "tagged.txt"), texts, predicted)
    for way in runs.WAYS:
        for role in ROLES:
            key = f"{way}.{role}"
            assert found[key] == expected[key] > 0
            assert [found[f"{key} P"], found[f"{key} R"]] == expected[f"{key} P/R"]
    assert found["tokens not aligned"] == expected["tokens not aligned"]
