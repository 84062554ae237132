"""Tempo and severity: steady things stay quiet, worse things are seen, p-values are honest."""

import numpy as np
import pytest
from scipy.stats import kstest
from titir.tempo import burst, severity_trend, tempo


def test_the_chance_of_a_sum_of_uniforms_is_exact() -> None:
    rng = np.random.default_rng(1)
    sums = rng.uniform(size=(200_000, 5)).sum(axis=1)

    found = tempo(np.array([0.5, 0.6, 0.7, 0.8, 0.9]), begin=0, end=1)

    assert found.chance == pytest.approx(float((sums >= 3.5).mean()), abs=0.002)


@pytest.mark.parametrize("number", [3, 18, 40])
def test_steady_events_give_uniform_chances(number: int) -> None:
    rng = np.random.default_rng(number)

    chances = [tempo(rng.uniform(0, 90, number), begin=0, end=90).chance for _ in range(400)]

    assert kstest(chances, "uniform").pvalue > 0.01


def test_a_run_of_quick_events_is_a_burst() -> None:
    found = burst([1, 40, 80, 81, 81.5, 82, 82.2], usual_per_day=0.03)

    assert found.chance < 1e-3
    assert found.events == 5


def test_bursts_are_rare_at_a_steady_tempo() -> None:
    rng = np.random.default_rng(3)

    chances = [burst(np.cumsum(rng.exponential(10, 12)), usual_per_day=0.1).chance for _ in range(500)]

    assert np.mean(np.array(chances) <= 0.05) <= 0.05


def test_severity_that_grows_is_seen_and_ties_do_no_harm() -> None:
    days = np.arange(20)

    growing = severity_trend(days, np.repeat([1, 2, 3, 4], 5), draws=999)
    flat = severity_trend(days, np.ones(20), draws=999)

    assert growing.chance == pytest.approx(0.001)
    assert flat.chance == 1.0


def test_severity_in_any_order_gives_uniform_chances() -> None:
    rng = np.random.default_rng(5)

    chances = [
        severity_trend(np.arange(15), rng.permutation(15), draws=199, seed=k).chance for k in range(300)
    ]

    assert 0.02 <= np.mean(np.array(chances) <= 0.05) <= 0.085


def test_events_outside_the_window_are_refused() -> None:
    with pytest.raises(ValueError, match="times 5 to 12 leave the window 0 to 10"):
        tempo([5, 12], begin=0, end=10)
