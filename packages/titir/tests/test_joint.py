"""Both scans in one walk, against trying every circle and every stretch; and the pool that judges them."""

from math import log

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from titir.geometry import great_circle_neighbours
from titir.joint import best_zones, lane_maxima, level_free
from titir.pool import JointPool


def slow_best(counts: np.ndarray, expected: np.ndarray, circles: list[np.ndarray]) -> float:
    best = 0.0
    for circle in circles:
        for size in range(1, len(circle) + 1):
            for days in range(1, counts.shape[1] + 1):
                c = counts[circle[:size], -days:].sum()
                e = expected[circle[:size], -days:].sum()
                if c >= 2 and c > e:
                    best = max(best, c * log(c / e) - (c - e))
    return best


@settings(deadline=None, max_examples=15)
@given(st.integers(0, 10_000), st.floats(0.02, 1.5))
def test_the_walk_finds_what_trying_everything_finds(seed: int, level: float) -> None:
    rng = np.random.default_rng(seed)
    circles = great_circle_neighbours(rng.uniform(-8, -7, 9), rng.uniform(110, 111, 9), most_regions=6)
    expected = rng.uniform(0.2, 1.0, (9, 5)) * level
    counts = rng.poisson(expected)
    every = [circles.of(region) for region in range(9)]

    found = lane_maxima(counts[:, :, None].astype(np.uint16), expected, circles)[0]

    slow = [slow_best(counts, expected, every), slow_best(counts, level_free(counts, expected), every)]
    np.testing.assert_allclose(found, slow, rtol=1e-4, atol=1e-6)


def test_the_zone_that_was_hidden_is_named_first_and_others_do_not_overlap() -> None:
    rng = np.random.default_rng(1)
    latitude, longitude = rng.uniform(-8, -7, 60), rng.uniform(110, 111, 60)
    circles = great_circle_neighbours(latitude, longitude, most_regions=15)
    expected = np.full((60, 28), 0.03)
    counts = rng.poisson(expected)
    hidden = circles.of(11)[:4]
    counts[hidden, -6:] += 1

    zones = best_zones(counts.astype(np.int32), expected, circles, centre=np.full(2, 4.0), spread=np.ones(2))

    assert set(hidden) <= set(zones[0].areas)
    assert 5 <= zones[0].days <= 7
    taken = np.concatenate([zone.areas for zone in zones])
    assert len(set(taken)) == len(taken)


def test_a_rise_everywhere_moves_only_the_first_scan() -> None:
    rng = np.random.default_rng(2)
    circles = great_circle_neighbours(rng.uniform(-8, -7, 40), rng.uniform(110, 111, 40), most_regions=20)
    expected = np.full((40, 28), 0.1)
    high = rng.poisson(expected * 2).astype(np.uint16)[:, :, None]

    usual, free = lane_maxima(high, expected, circles)[0]

    assert usual > 2 * free


def test_an_empty_window_has_no_zone() -> None:
    circles = great_circle_neighbours([-7.0, -7.1], [110.0, 110.1])

    assert (
        best_zones(
            np.zeros((2, 5), dtype=np.int32),
            np.full((2, 5), 0.1),
            circles,
            centre=np.zeros(2),
            spread=np.ones(2),
        )
        == []
    )


def test_nights_without_anything_amiss_have_uniform_chances() -> None:
    rng = np.random.default_rng(3)
    pool = JointPool()
    for night in range(30):
        pool = pool.with_night(night, rng.gumbel(5, 1, (32, 2)))

    fresh = ((rng.gumbel(5, 1, (4000, 2)) - pool.centre) / pool.spread).max(axis=1)
    chances = np.array([pool.chance(float(one)) for one in fresh])

    for level in (0.5, 0.05, 0.01, 1 / 365):
        assert 0.4 * level < (chances <= level).mean() < 2 * level


@pytest.mark.parametrize("shape", [1e-9, 0.05])
def test_what_chance_brings_once_a_year_is_told_within_a_tenth(shape) -> None:
    """Of highest ratios whose law is known: Gumbel's, and one whose tail thins out a little faster, as real nights' do.

    The replicates are the quantiles of that law themselves, so that no luck of a draw enters: what is off is the tail.
    Fitted to the highest tenth, the second is told as .22 too frequent.
    """

    def ratio(share):
        return (1 - (-np.log(share)) ** shape) / shape  # generalised extreme values (Jenkinson 1955)

    drawn = ratio((np.arange(960) + 0.5) / 960)
    pool = JointPool()
    for night in range(30):
        pool = pool.with_night(night, np.column_stack([drawn[night::30]] * 2))
    yearly = (ratio(1 - 1 / 365) - pool.centre[0]) / pool.spread[0]

    assert 0.9 / 365 < pool.chance(float(yearly)) < 1.1 / 365


def test_old_nights_are_let_go() -> None:
    pool = JointPool(nights=3)
    for night in range(6):
        pool = pool.with_night(night, np.full((4, 2), float(night)))

    assert [day for day, _ in pool.kept] == [3, 4, 5]


def test_replicates_of_other_scans_are_refused() -> None:
    pool = JointPool(declustered=True).with_night(7, np.ones((4, 2)))

    with pytest.raises(ValueError, match="were declustered; now they are not declustered"):
        pool.check(declustered=False)
    with pytest.raises(ValueError, match="night 8 holds replicates of 3 scans; 2 are watched with"):
        JointPool().with_night(8, np.ones((4, 3))).check(declustered=False)
