"""EARS C1-C3 against the obvious loops of their definition."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import norm
from titir.ears import ears

counts_lists = st.lists(st.integers(0, 30), min_size=14, max_size=40)


def slow_upper(
    counts: list[int], t: int, gap: int, z: float, baseline: int = 7
) -> tuple[float, float, float]:
    window = counts[t - gap - baseline : t - gap]
    mean = sum(window) / baseline
    deviation = (sum((one - mean) ** 2 for one in window) / (baseline - 1)) ** 0.5
    return mean + z * deviation, mean, deviation


@given(counts_lists)
def test_c1_is_the_mean_and_some_deviations(counts: list[int]) -> None:
    z = float(norm.isf(0.001))

    found = ears(counts, method="C1")

    assert found.first == 7
    expected = [slow_upper(counts, t, 0, z)[0] for t in range(7, len(counts))]
    np.testing.assert_allclose(found.upper, expected, rtol=1e-9, atol=1e-9)


@given(counts_lists)
def test_c2_leaves_two_counts_between(counts: list[int]) -> None:
    z = float(norm.isf(0.001))

    found = ears(counts, method="C2")

    assert found.first == 9
    expected = [slow_upper(counts, t, 2, z)[0] for t in range(9, len(counts))]
    np.testing.assert_allclose(found.upper, expected, rtol=1e-9, atol=1e-9)


@given(counts_lists)
def test_c3_lowers_the_bound_by_what_came_before(counts: list[int]) -> None:
    z = float(norm.isf(0.025))

    found = ears(counts, method="C3")

    assert found.first == 11
    for place, t in enumerate(range(11, len(counts))):
        _, mean, deviation = slow_upper(counts, t, 2, z)
        before = [slow_upper(counts, t - lag, 2, z) for lag in (1, 2)]
        if min(one[2] for one in before) < 1e-9 or deviation < 1e-9:
            continue
        gone = sum(
            max(0, (counts[t - lag] - m) / s - 1) for lag, (_, m, s) in zip((1, 2), before, strict=True)
        )
        assert found.upper[place] == pytest.approx(max(0, mean + deviation * (z - gone)))


def test_a_flat_baseline_needs_a_least_deviation_to_have_patience() -> None:
    counts = [0] * 9 + [1]

    hasty = ears(counts, method="C2")
    patient = ears(counts, method="C2", least_deviation=0.5)

    assert hasty.alarm.tolist() == [True]
    assert patient.alarm.tolist() == [False]


def test_a_flat_baseline_after_an_outbreak_gives_numbers_in_c3() -> None:
    found = ears([2] * 10 + [9, 2, 2, 2, 2], method="C3")

    assert np.isfinite(found.upper).all()


def test_too_few_counts_are_refused() -> None:
    with pytest.raises(ValueError, match="C3 with a baseline of 7 needs 12 counts, got 11"):
        ears([1] * 11, method="C3")
