"""Ranks, tails, stops and pools."""

import pickle

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from titir.errors import FileError, OptionError
from titir.significance import (
    Gumbel,
    RollingPool,
    batches,
    enough,
    in_order,
    rank_p,
    recurrence_interval_days,
    stopped_p,
)


def test_the_rank_counts_the_score_itself_and_those_that_are_equal() -> None:
    maxima = np.array([1.0, 2.0, 3.0, 3.0])

    assert rank_p(3.0, maxima) == 3 / 5
    assert rank_p(9.0, maxima) == 1 / 5
    assert stopped_p(3.0, maxima) == 2 / 4


def test_the_gumbel_tail_is_that_of_its_moments() -> None:
    maxima = np.random.default_rng(1).gumbel(5.0, 1.5, 20_000)

    tail = Gumbel.fitted(maxima)

    assert (tail.location, tail.scale) == (pytest.approx(5.0, abs=0.05), pytest.approx(1.5, abs=0.05))
    assert tail.p(5.0 + 1.5 * 9) == pytest.approx(np.exp(-9), rel=0.2)
    with pytest.raises(OptionError, match="1 equal or too few"):
        Gumbel.fitted(np.ones(1))


def test_recurrence_intervals_follow_the_guide() -> None:
    assert recurrence_interval_days(0.002) == pytest.approx(500)
    assert recurrence_interval_days(0.05, days_between=7) == pytest.approx(140)
    assert recurrence_interval_days(0.3, analyses=20) == pytest.approx(1 / (1 - 0.7 ** (1 / 20)))
    with pytest.raises(OptionError, match="got 0"):
        recurrence_interval_days(0)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.floats(0, 10), min_size=1, max_size=60), st.floats(0, 10), st.integers(1, 10))
def test_a_run_stops_with_the_replicate_that_is_one_too_many(maxima, score, most) -> None:
    count = enough(np.array(maxima), score, most)

    reached = [value >= score * (1 - 1e-11) for value in maxima]
    assert sum(reached[:count]) == most if count < len(maxima) else sum(reached) <= most or reached[-1]


def test_batches_cover_all_lanes_once() -> None:
    assert [list(some) for some in batches(5, 2)] == [[0, 1], [2, 3], [4]]


def test_the_pool_forgets_old_days_and_judges_by_rank_or_tail() -> None:
    rng = np.random.default_rng(2)
    pool = RollingPool(days=30)
    for day in range(40):
        pool = pool.with_day(day, rng.gumbel(5.0, 1.0, 16))

    assert [pool.kept[0][0], pool.kept[-1][0], len(pool.maxima)] == [10, 39, 480]
    assert pool.p(float(np.median(pool.maxima))) == pytest.approx(0.5, abs=0.01)
    assert pool.p(5 + 7.0) == pytest.approx(np.exp(-7), rel=0.6)
    assert pool.with_day(39, [1.0]).kept[-1] == (39, (1.0,))


def test_answers_come_in_order_from_threads_and_stop_with_the_reader() -> None:
    begun = []

    def work(number: int) -> int:
        begun.append(number)
        return number * number

    assert list(in_order(work, range(20), None, threads=4)) == [n * n for n in range(20)]
    begun.clear()
    for answer in in_order(work, range(500), None, threads=1):
        if answer > 3:
            break
    assert begun == [0, 1, 2]


def test_errors_keep_what_they_said_on_their_way_between_processes() -> None:
    error = pickle.loads(pickle.dumps(FileError("a.cas", 3, "is odd")))

    assert (str(error), error.line) == ("a.cas, line 3: is odd", 3)
