"""What comes by itself, told from aftermath: the intensity and the search against trying everything, by loops."""

from dataclasses import replace
from math import log

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from titir import _joint_kernels, _plain
from titir.baseline import fit_baseline
from titir.declustering import LEAST, RISES, Declustered
from titir.excitation import Excitation, decays, reach
from titir.geometry import great_circle_neighbours
from titir.joint import best_zones, lane_maxima
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
def test_the_search_finds_what_trying_everything_finds(seed: int, branching: float) -> None:
    rng = np.random.default_rng(seed)
    null = office(seed, branching=branching)
    circles = great_circle_neighbours(
        rng.uniform(-8, -7, REGIONS), rng.uniform(110, 111, REGIONS), most_regions=5
    )
    counts = rng.poisson(0.3, (REGIONS, DAYS))
    usual = null.model.background.expected(PAST, PAST + DAYS)
    rate, floor = slow_intensity(null, counts), LEAST * usual.mean(axis=0)
    slow = 0.0
    for rise in RISES:
        more = rise * np.maximum(usual, floor)
        cell = np.array(
            [
                [n * log(1 + m / r) - m for n, m, r in zip(*row, strict=True)]
                for row in zip(counts, more, rate, strict=True)
            ]
        )
        for centre in range(REGIONS):
            for size in range(1, 6):
                for days in range(1, DAYS + 1):
                    slow = max(slow, cell[circles.of(centre)[:size], -days:].sum())

    found = lane_maxima(
        counts[:, :, None].astype(np.uint16), null.expected, circles, declustered=Declustered(null)
    )[0]

    assert found[2] == pytest.approx(slow, rel=1e-5, abs=1e-5)


@pytest.mark.parametrize("carry", [False, True])
@settings(deadline=None, max_examples=10)
@given(seed=st.integers(0, 10_000))
def test_the_plain_search_gives_the_answers_of_the_loop(seed, carry) -> None:
    rng = np.random.default_rng(seed)
    circles = great_circle_neighbours(rng.uniform(-8, -7, 12), rng.uniform(110, 111, 12), most_regions=7)
    busy = rng.random(12) < 0.5
    gain = -rng.random((3, 12, 5)).cumsum(axis=2)
    gain = np.where(busy[:, None], gain + rng.exponential(2, gain.shape).cumsum(axis=2), gain).astype(
        np.float32
    )
    said = []
    for search in (_joint_kernels.best_sums, _plain.best_sums):
        best, rank, length = np.zeros(12), np.zeros(12, np.int32), np.zeros(12, np.int32)
        search(circles.start, circles.index, gain, busy, carry, best, rank, length)
        said.append((best, rank, length))

    for one, other in zip(*said, strict=True):
        np.testing.assert_array_equal(one, other)


def test_what_follows_an_event_weighs_less_than_what_comes_by_itself() -> None:
    null = office(3)
    circles = great_circle_neighbours(np.linspace(-8, -7, REGIONS), np.full(REGIONS, 110.0), most_regions=5)
    after, alone = np.zeros((2, REGIONS, DAYS), dtype=np.int32)
    after[4, :4] = 1
    alone[[0, 2, 6, 8], :4] = np.eye(4, dtype=np.int32)

    told = [Declustered(null).intensity(one)[one > 0] for one in (after, alone)]

    assert told[0].sum() > told[1].sum()
    zones = best_zones(
        after,
        null.expected,
        circles,
        centre=np.zeros(3),
        spread=np.array([9e9, 9e9, 1.0]),
        declustered=Declustered(null),
    )
    assert 4 in zones[0].areas
    assert zones[0].kind == 2


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
