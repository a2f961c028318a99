"""Which runs are believed, of a best path and of what is likely besides."""

import numpy as np
import pytest

from onrecord.extract.runs import Run, believed, log_sum

LEAST = {"source": 0.3, "content": 0.2}


def run(label, first, last, score):
    return Run(label, first, last, score)


def test_a_run_moves_to_its_likeliest_edges():
    path = [run("content", 3, 9, 0.3)]
    likely = [run("content", 3, 9, 0.3), run("content", 2, 9, 0.5), run("content", 3, 8, 0.1)]
    assert believed(path, likely, LEAST) == [run("content", 2, 9, 0.5)]


def test_a_run_does_not_move_onto_its_neighbour():
    path = [run("source", 0, 2, 0.9), run("content", 3, 9, 0.3)]
    likely = [*path, run("content", 1, 9, 0.6), run("content", 4, 9, 0.4)]
    assert believed(path, likely, LEAST) == [path[0], run("content", 4, 9, 0.4)]


def test_two_runs_that_move_do_not_meet():
    path = [run("content", 0, 3, 0.2), run("content", 5, 8, 0.2)]
    likely = [*path, run("content", 0, 5, 0.4), run("content", 4, 8, 0.3)]
    assert believed(path, likely, LEAST) == [run("content", 0, 5, 0.4), path[1]]


def test_what_the_path_leaves_out_is_added_where_it_is_likely_and_there_is_room():
    path = [run("source", 0, 2, 0.9)]
    likely = [
        run("source", 1, 3, 0.4), run("source", 5, 6, 0.29), run("content", 7, 9, 0.21),
        run("content", 7, 10, 0.25),
    ]  # fmt: skip
    assert believed(path, likely, LEAST) == [path[0], run("content", 7, 10, 0.25)]


def test_a_doubtful_run_of_the_path_stays():
    path = [run("content", 3, 9, 0.01)]
    assert believed(path, [], LEAST) == path


@pytest.mark.parametrize("axis", [0, 1, 2])
def test_sums_in_logarithms_are_exact_along_one_axis_alone_and_do_not_overflow(axis):
    shape = [3, 1, 1]
    shape[axis], shape[axis - 1] = shape[axis - 1], shape[axis]
    for size in (shape, [2, 3, 4]):
        x = np.random.default_rng(7).normal(size=size)
        told = log_sum(x + 5000, axis)
        assert told.shape == x.sum(axis).shape
        assert told == pytest.approx(np.log(np.exp(x).sum(axis)) + 5000)
