"""Scores against their definitions, written out slowly."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from titir.scores import (
    area_under_curve,
    at_top,
    average_precision,
    block_bootstrap,
    brier,
    crps,
    crps_of_counts,
    log_score,
)

ranked = st.lists(st.tuples(st.integers(0, 6), st.booleans()), min_size=2, max_size=30).filter(
    lambda rows: any(hit for _, hit in rows) and not all(hit for _, hit in rows)
)


@given(ranked)
def test_average_precision_walks_down_the_ranking(rows: list[tuple[int, bool]]) -> None:
    score, happened = np.array([r[0] for r in rows]), np.array([r[1] for r in rows])
    slow = 0.0
    for level in sorted(set(score), reverse=True):
        above = score >= level
        slow += happened[score == level].sum() * happened[above].mean()

    assert average_precision(score, happened) == pytest.approx(slow / happened.sum())


@given(ranked)
def test_the_area_is_the_chance_of_the_right_order(rows: list[tuple[int, bool]]) -> None:
    hits = [score for score, hit in rows if hit]
    misses = [score for score, hit in rows if not hit]
    slow = np.mean([(h > m) + (h == m) / 2 for h in hits for m in misses])

    found = area_under_curve([r[0] for r in rows], [r[1] for r in rows])

    assert found == pytest.approx(slow)


def test_ties_at_the_edge_count_by_their_share() -> None:
    found = at_top([[3, 1, 1, 1]], [[0, 1, 0, 0]], k=2)

    assert found.precision == pytest.approx(1 / 6)
    assert found.recall == pytest.approx(1 / 3)


@settings(deadline=None)
@given(st.lists(st.floats(-5, 5), min_size=1, max_size=12), st.floats(-5, 5))
def test_crps_is_distance_less_half_the_spread(samples: list[float], seen: float) -> None:
    slow = (
        np.mean([abs(a - seen) for a in samples])
        - np.mean([abs(a - b) for a in samples for b in samples]) / 2
    )

    assert crps([samples], [seen]) == pytest.approx(slow, abs=1e-9)


def test_both_ranked_scores_agree_on_counts() -> None:
    samples = [0, 0, 1, 3]

    assert crps_of_counts([[0.5, 0.25, 0, 0.25]], [2]) == pytest.approx(crps([samples], [2]))


def test_a_sure_and_right_forecast_costs_nothing() -> None:
    assert brier([1, 0], [1, 0]) == 0
    assert log_score([1, 0], [1, 0]) == pytest.approx(0, abs=1e-8)


def test_a_bootstrap_interval_holds_the_mean_of_steady_data() -> None:
    values = np.random.default_rng(1).normal(3, 1, 400)

    found = block_bootstrap(lambda chosen: float(values[chosen].mean()), 400, block=14, draws=300)

    assert found.low < found.value < found.high
    assert found.high - found.low == pytest.approx(4 / 20, rel=0.5)


def test_nothing_that_happened_is_refused() -> None:
    with pytest.raises(ValueError, match="nothing happened in any of the 2 units"):
        average_precision([1, 2], [0, 0])


def test_shapes_that_differ_are_told() -> None:
    with pytest.raises(ValueError, match=r"score \(2,\) and happened \(3,\) differ in shape"):
        brier([0.1, 0.2], [0, 1, 1])


def test_chances_beyond_one_are_refused() -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        brier([1.2], [1])
