"""What comes by itself, told from aftermath: the intensity and the search against trying everything, by loops."""

from dataclasses import replace
from itertools import product
from math import exp, log

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from titir import _joint_kernels, _plain
from titir.baseline import fit_baseline
from titir.declustering import LEAST, RISES, Declustered
from titir.excitation import Excitation, decays, reach
from titir.geometry import great_circle_neighbours
from titir.joint import best_zones, ladder, lane_maxima
from titir.nulls import SelfExciting

REGIONS, PAST, DAYS = 9, 60, 6


def office(seed: int, *, known: np.ndarray | None = None, branching: float = 0.6) -> SelfExciting:
    rng = np.random.default_rng(seed)
    district = np.arange(REGIONS) // 4
    where = reach(rng.uniform(-8, -7, REGIONS), rng.uniform(110, 111, REGIONS), district, nearest=2)
    counts = rng.poisson(0.1, (REGIONS, PAST + DAYS))
    usual = fit_baseline(counts, parents=[district], recent_days=DAYS)
    time = rng.dirichlet(np.ones(5)) * branching
    model = Excitation(time, rng.dirichlet(np.ones(3)), usual, 10.0, 20.0)
    return SelfExciting(model, where, counts[:, :PAST], PAST, PAST + DAYS, known)


def slow_intensity(null: SelfExciting, counts: np.ndarray) -> np.ndarray:
    model, near, district = null.model, null.where.near, null.where.district
    whole = np.column_stack([null.history, counts])
    lag = np.array([[keep ** (gap - 1) * (1 - keep) for keep in decays()] for gap in range(1, PAST + DAYS)])
    rate = model.background.expected(PAST, PAST + DAYS)
    for region, day in np.ndindex(REGIONS, DAYS):
        for parent, before in zip(*np.nonzero(whole[:, : PAST + day + 1]), strict=True):
            number = float(whole[parent, before])
            gap = PAST + day - before
            mine = whole[region, PAST + day] > 0 and parent == region and gap == 0
            brings = model.time[0] / 2 if gap == 0 else model.time[1:] @ lag[gap - 1]
            same = parent == region
            close = np.count_nonzero(near[parent] == region) / near.shape[1]
            wide = (district[parent] == district[region]) / np.count_nonzero(district == district[parent])
            # Of an event's own day, it is no parent of itself.
            rate[region, day] += brings * model.space[0] * same * (number - mine)
            rate[region, day] += brings * model.space[1] * close * number
            rate[region, day] += brings * model.space[2] * wide * (number - mine)
    return rate


@settings(deadline=None, max_examples=10)
@given(st.integers(0, 10_000))
def test_what_is_expected_once_all_before_is_known_is_what_each_event_before_brings(seed: int) -> None:
    null = office(seed)
    counts = np.random.default_rng(seed).poisson(0.3, (REGIONS, DAYS))

    np.testing.assert_allclose(Declustered(null).intensity(counts), slow_intensity(null, counts), rtol=1e-9)


@settings(deadline=None, max_examples=10)
@given(st.integers(0, 10_000), st.floats(0.0, 0.8))
def test_the_highest_and_the_average_are_those_of_trying_everything(seed: int, branching: float) -> None:
    rng = np.random.default_rng(seed)
    null = office(seed, branching=branching)
    circles = great_circle_neighbours(
        rng.uniform(-8, -7, REGIONS), rng.uniform(110, 111, REGIONS), most_regions=5
    )
    counts = rng.poisson(0.3, (REGIONS, DAYS))
    usual = null.model.background.expected(PAST, PAST + DAYS)
    rate, floor = slow_intensity(null, counts), LEAST * usual.mean(axis=0)
    ratios: list[list[float]] = [[] for _ in range(REGIONS)]
    for rise, centre, size, days in product(RISES, range(REGIONS), (1, 2, 3, 4, 5), (1, 2, 3, 4, 5, 6)):
        gain = 0.0
        for region, day in product(circles.of(centre)[:size], range(DAYS - days, DAYS)):
            more = rise * max(usual[region, day], floor[day])
            gain += counts[region, day] * log(1 + more / rate[region, day]) - more
        ratios[centre].append(exp(gain))
    highest = max(0.0, *(log(max(one)) for one in ratios))
    average = max(log(1 + sum(one) / len(one)) if max(one) > 1 else 0.0 for one in ratios)

    found = lane_maxima(
        counts[:, :, None].astype(np.uint16), null.expected, circles, declustered=Declustered(null)
    )

    assert found.shape == (1, 2)
    assert found[0] == pytest.approx([highest, average], rel=1e-4, abs=1e-5)


@pytest.mark.parametrize("scale", [0.1, 2.0, 400.0])
@settings(deadline=None, max_examples=10)
@given(seed=st.integers(0, 10_000))
def test_plain_search_gives_the_answers_of_the_loop(seed, scale) -> None:
    rng = np.random.default_rng(seed)
    circles = great_circle_neighbours(rng.uniform(-8, -7, 12), rng.uniform(110, 111, 12), most_regions=7)
    gain = (scale * rng.normal(-0.5, 1, (3, 12, 9)).cumsum(axis=2)).astype(np.float32)
    sizes, said = np.isin(np.arange(12), ladder(12)), []
    for search in (_joint_kernels.gains, _plain.gains):
        best, rank, length = np.zeros((12, 2)), np.zeros(12, np.int32), np.zeros(12, np.int32)
        search(circles.start, circles.index, gain, sizes, ladder(9), best, rank, length)
        said.append((best, rank, length))

    np.testing.assert_allclose(said[0][0], said[1][0], rtol=1e-5, atol=1e-6)
    np.testing.assert_array_equal(said[0][1:], said[1][1:])


def test_a_ladder_goes_by_thirds_and_ends_at_the_top() -> None:
    assert (ladder(28) + 1).tolist() == [1, 2, 3, 4, 5, 7, 9, 12, 16, 21, 28]
    assert (ladder(10) + 1).tolist() == [1, 2, 3, 4, 5, 7, 9, 10]
    assert ladder(1).tolist() == [0]


def test_what_follows_an_event_weighs_less_than_what_comes_by_itself() -> None:
    null = office(3)
    circles = great_circle_neighbours(np.linspace(-8, -7, REGIONS), np.full(REGIONS, 110.0), most_regions=5)
    after, alone = np.zeros((2, REGIONS, DAYS), dtype=np.int32)
    after[4, :4] = 1
    alone[[0, 2, 6, 8], :4] = np.eye(4, dtype=np.int32)

    told = [Declustered(null).intensity(one)[one > 0] for one in (after, alone)]

    assert told[0].sum() > told[1].sum()
    zones = best_zones(
        after, null.expected, circles, centre=np.zeros(2), spread=np.ones(2), declustered=Declustered(null)
    )
    assert 4 in zones[0].areas


def test_without_contagion_it_is_a_scan_against_what_is_usual() -> None:
    null = office(5, branching=0.0)
    counts = np.random.default_rng(1).poisson(0.4, (REGIONS, DAYS))

    np.testing.assert_allclose(Declustered(null).intensity(counts), null.expected)


def test_late_reports_are_expected_less_and_bring_what_they_will() -> None:
    known = np.array([1.0, 1.0, 0.9, 0.6, 0.3, 0.0])
    null, quiet = office(2, known=known), np.zeros((REGIONS, DAYS), dtype=np.int64)

    late, all_known = (Declustered(one).intensity(quiet) for one in (null, replace(null, known=None)))

    assert (late[:, 0] == all_known[:, 0]).all()
    assert (late[:, 3] > 0.6 * all_known[:, 3]).all()
    assert (late[:, 5] <= 1e-9).all()
