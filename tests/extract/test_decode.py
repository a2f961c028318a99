"""Decoding, held against enumeration of every possible sequence."""

import tracemalloc
from dataclasses import replace
from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.extract.decode import LONGEST, NEVER, Crf

LABELS = ("O", "B-x", "I-x", "B-y", "I-y")


def crf(seed):
    dice = np.random.default_rng(seed)
    scores = {
        "start": dice.normal(size=5),
        "end": dice.normal(size=5),
        "step": dice.normal(size=(5, 5)),
    }
    return Crf.legal(LABELS, {k: v.tolist() for k, v in scores.items()})


def score(chain, emissions, path):
    total = chain.start[path[0]] + chain.end[path[-1]]
    total += sum(emissions[t, k] for t, k in enumerate(path))
    return total + sum(chain.step[a, b] for a, b in pairwise(path))


def legal(path):
    before = 0
    for tag in path:
        if tag in (2, 4) and before not in (tag, tag - 1):
            return False
        before = tag
    return True


def runs_of(path):
    found, open_run = [], None
    for at, tag in enumerate([*path, 0]):
        if open_run and tag != open_run[2]:
            found.append((LABELS[open_run[2]][2:], open_run[0], at))
            open_run = None
        if tag in (1, 3):
            open_run = (at, tag, tag + 1)
    return found


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 5))
def test_the_best_sequence_and_its_probabilities_are_those_of_enumeration(seed, length):
    chain = crf(seed)
    emissions = np.random.default_rng(seed + 1).normal(size=(length, 5)).astype(np.float32) * 2
    paths = [p for p in product(range(5), repeat=length) if legal(p)]
    weights = np.exp([float(score(chain, emissions, p)) for p in paths])
    best = paths[int(weights.argmax())]
    found = chain.runs(emissions, [(0, length)])
    assert [(r.label, r.first, r.last) for r in found] == runs_of(best)
    for run in found:
        share = sum(
            w for p, w in zip(paths, weights, strict=True)
            if (run.label, run.first, run.last) in runs_of(p)
        ) / weights.sum()  # fmt: skip
        assert run.score == pytest.approx(share, abs=2e-3)


def likely_runs(chain, emissions):
    """By enumeration: every run that a legal sequence may hold, and its probability."""
    paths = [p for p in product(range(5), repeat=len(emissions)) if legal(p)]
    weights = np.exp([float(score(chain, emissions, p)) for p in paths])
    found = {}
    for path, weight in zip(paths, weights, strict=True):
        for run in runs_of(path):
            found[run] = found.get(run, 0.0) + weight / weights.sum()
    return found


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 5))
def test_what_is_likely_enough_is_found_though_the_best_sequence_leaves_it_out(seed, length):
    chain = crf(seed)
    emissions = np.random.default_rng(seed + 1).normal(size=(length, 5)).astype(np.float32)
    every = likely_runs(chain, emissions)
    path = [(r.label, r.first, r.last) for r in chain.runs(emissions, [(0, length)])]
    found = {
        (r.label, r.first, r.last): r.score
        for r in replace(chain, least={"x": 0.2, "y": 0.2}).runs(emissions, [(0, length)])
    }
    for run, chance in found.items():
        assert chance == pytest.approx(every[run], abs=2e-3)
        own = [p for p in path if p[0] == run[0] and p[1] < run[2] and run[1] < p[2]]
        assert chance > 0.2 - 2e-3 or any(chance > every[p] - 2e-3 for p in own)
    for label, first, last in (r for r, chance in every.items() if chance > 0.2 + 2e-3):
        assert any(first < b and a < last for _, a, b in found), (label, first, last)
    taken = sorted((a, b) for _, a, b in found)
    assert all(before[1] <= after[0] for before, after in pairwise(taken))


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000), st.booleans(), st.lists(st.integers(1, 30), min_size=1, max_size=6))
def test_paragraphs_decoded_together_are_as_decoded_alone(seed, by_chance, lengths):
    chain = replace(crf(seed), least={"x": 0.2, "y": 0.2} if by_chance else {})
    edges = np.cumsum([0, *lengths])
    emissions = np.random.default_rng(seed).normal(size=(int(edges[-1]), 5)).astype(np.float32)
    together = chain.runs(emissions, list(pairwise(edges)))
    alone = [
        (r.label, r.first + a, r.last + a)
        for a, b in pairwise(edges)
        for r in chain.runs(emissions[a:b], [(0, int(b - a))])
    ]
    assert [(r.label, r.first, r.last) for r in together] == alone


def test_no_run_crosses_a_paragraph():
    chain = Crf.legal(LABELS)
    emissions = np.zeros((4, 5), dtype=np.float32)
    emissions[0, 1] = emissions[1:, 2] = 9.0
    found = chain.runs(emissions, [(0, 2), (2, 4)])
    assert (found[0].first, found[0].last) == (0, 2)
    assert all(not (r.first < 2 < r.last) for r in found)


def test_an_endless_paragraph_is_decoded_in_bounded_memory():
    emissions = np.zeros((20_000, 5), dtype=np.float32)
    emissions[:, 0] = 1.0
    emissions[10_000, 3] = 9.0
    (run,) = Crf.legal(LABELS).runs(emissions, [(0, 20_000)])
    assert (run.label, run.first, run.last) == ("y", 10_000, 10_001)


def test_nothing_gives_nothing():
    assert Crf.legal(LABELS).runs(np.zeros((0, 5), dtype=np.float32), []) == []


def test_a_longer_paragraph_without_runs_beside_a_shorter_one_with_one_changes_nothing():
    emissions = np.zeros((12, 5), dtype=np.float32)
    emissions[:, 0] = 4.0
    emissions[1, 3] = 9.0
    (run,) = Crf.legal(LABELS).runs(emissions, [(0, 4), (4, 12)])
    assert (run.label, run.first, run.last) == ("y", 1, 2)


def test_without_scores_of_its_own_a_chain_only_forbids_what_does_not_begin():
    chain = Crf.legal(LABELS)
    forbidden = {(a, b) for a, b in product(range(5), repeat=2) if chain.step[a, b] == NEVER}
    assert forbidden == {(a, b) for b in (2, 4) for a in range(5) if a not in (b, b - 1)}
    assert {i for i in range(5) if chain.start[i] == NEVER} == {2, 4}
    assert np.count_nonzero(chain.step) == len(forbidden)
    assert np.count_nonzero(chain.start) == 2
    assert not chain.end.any()
    assert chain.labels == LABELS
    assert {a.dtype for a in (chain.start, chain.step, chain.end)} == {np.dtype(np.float32)}


def test_learnt_scores_are_kept_where_they_are_legal():
    chain = crf(3)
    dice = np.random.default_rng(3)
    start, end, step = dice.normal(size=5), dice.normal(size=5), dice.normal(size=(5, 5))
    assert chain.start[[0, 1, 3]] == pytest.approx(start[[0, 1, 3]])
    assert chain.end == pytest.approx(end)
    assert chain.step[:, [0, 1, 3]] == pytest.approx(step[:, [0, 1, 3]])
    assert [chain.step[1, 2], chain.step[2, 2]] == pytest.approx([step[1, 2], step[2, 2]])


def test_how_likely_a_run_must_be_is_kept_and_the_path_alone_decides_without():
    least = {"x": 0.2, "y": 0.3}
    assert Crf.legal(LABELS, None, least).least == least
    assert Crf.legal(LABELS).least == {}


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000), st.lists(st.lists(st.integers(1, 12), max_size=3), max_size=4))
def test_texts_decoded_together_are_as_decoded_alone(seed, texts):
    chain = crf(seed)
    dice = np.random.default_rng(seed)
    edges = [np.cumsum([0, *lengths]).tolist() for lengths in texts]
    emissions = [dice.normal(size=(e[-1], 5)).astype(np.float32) for e in edges]
    ranges = [list(pairwise(e)) for e in edges]
    together = chain.runs_of(emissions, ranges)
    assert together == [chain.runs(e, r) for e, r in zip(emissions, ranges, strict=True)]
    assert all([r.first for r in runs] == sorted(r.first for r in runs) for runs in together)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 40), st.floats(-300, 300))
def test_what_lifts_every_label_of_a_word_alike_changes_nothing(seed, length, lift):
    chain = crf(seed)
    emissions = np.random.default_rng(seed + 1).normal(size=(length, 5)).astype(np.float32) * 2
    plain = chain.runs(emissions, [(0, length)])
    lifted = chain.runs((emissions + np.float32(lift)).astype(np.float32), [(0, length)])
    assert [(r.label, r.first, r.last) for r in lifted] == [
        (r.label, r.first, r.last) for r in plain
    ]
    assert [r.score for r in lifted] == pytest.approx([r.score for r in plain], abs=2e-2)


def test_a_run_that_nothing_speaks_against_is_certain():
    emissions = np.zeros((6, 5), dtype=np.float32)
    emissions[[0, 1, 5], 0] = 60.0
    emissions[2, 1] = emissions[3:5, 2] = 60.0
    (run,) = Crf.legal(LABELS).runs(emissions, [(0, 6)])
    assert (run.label, run.first, run.last) == ("x", 2, 5)
    assert run.score == pytest.approx(1.0, abs=1e-4)
    assert run.score <= 1.0


def test_runs_that_touch_are_told_apart():
    emissions = np.zeros((5, 5), dtype=np.float32)
    for word, label in enumerate((1, 2, 1, 3, 4)):
        emissions[word, label] = 9.0
    found = Crf.legal(LABELS).runs(emissions, [(0, 5)])
    assert [(r.label, r.first, r.last) for r in found] == [("x", 0, 2), ("x", 2, 3), ("y", 3, 5)]


def test_words_outside_all_paragraphs_belong_to_no_run():
    emissions = np.zeros((4, 5), dtype=np.float32)
    emissions[:, 1] = 9.0
    found = Crf.legal(LABELS).runs(emissions, [(1, 3)])
    assert [(r.first, r.last) for r in found] == [(1, 2), (2, 3)]


def test_a_paragraph_longer_than_any_is_cut_where_it_is_too_long_and_nowhere_else():
    chain = Crf.legal(LABELS)
    emissions = np.zeros((LONGEST + 9, 5), dtype=np.float32)
    emissions[:, 0] = 1.0
    emissions[LONGEST - 3, 1] = emissions[LONGEST - 2 : LONGEST + 3, 2] = 9.0
    first, *rest = chain.runs(emissions, [(0, len(emissions))])
    assert (first.first, first.last) == (LONGEST - 3, LONGEST)
    assert all(r.first >= LONGEST for r in rest)
    (whole,) = chain.runs(emissions, [(9, len(emissions))])
    assert (whole.first, whole.last) == (LONGEST - 3, LONGEST + 3)


def test_one_long_paragraph_among_many_short_ones_costs_no_more_memory_than_all_of_them():
    chain = Crf.legal(LABELS)
    edges = [*range(0, 8000, 10), 8000 + LONGEST]
    emissions = np.zeros((edges[-1], 5), dtype=np.float32)
    emissions[:, 0] = 1.0
    tracemalloc.start()
    chain.runs(emissions, list(pairwise(edges)))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 100 * emissions.nbytes
