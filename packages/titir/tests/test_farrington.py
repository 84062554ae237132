"""Farrington's thresholds, against R surveillance 1.20.3 and against what must hold of any thresholds."""

import csv
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from titir._glm import poisson_regression
from titir.farrington import CLASSIC, Flexible, baseline_weeks, farrington, outbreak_weights

SHARED = Path(__file__).resolve().parents[4] / "shared" / "data" / "detection" / "surveillance"
needs_reference = pytest.mark.skipif(
    not SHARED.exists(), reason="the shared reference thresholds are not here"
)


def agona() -> np.ndarray:
    rows = list(csv.DictReader((SHARED / "salmonella_agona.csv").read_text().splitlines()))
    return np.array([int(row["observed"]) for row in rows])


def reference(column: str) -> tuple[np.ndarray, np.ndarray]:
    rows = list(csv.DictReader((SHARED / "reference_surveillance_1.20.3.csv").read_text().splitlines()))
    weeks = np.array([int(row["week"]) - 1 for row in rows])
    return weeks, np.array([float("nan" if row[column] in ("NA", "0") else row[column]) for row in rows])


@needs_reference
def test_the_improved_method_gives_the_reference_thresholds() -> None:
    weeks, expected = reference("ff")

    found = farrington(agona(), weeks, Flexible(years=4))

    np.testing.assert_array_equal(found.upper, expected)


@needs_reference
def test_the_classic_method_gives_the_reference_thresholds() -> None:
    weeks, expected = reference("farr")

    found = farrington(agona(), weeks, Flexible(**{**CLASSIC.__dict__, "years": 4}))

    np.testing.assert_allclose(found.upper, expected, rtol=1e-3, atol=1e-3)


def test_the_baseline_has_a_window_a_year_and_periods_between() -> None:
    weeks, level = baseline_weeks(300, Flexible(years=2, half_window=3, periods=10, weeks_left_out=26))

    assert weeks.min() == 300 - 2 * 52 - 3
    assert weeks.max() == 300 - 26 - 1
    assert set(level) == set(range(10))
    assert np.array_equal(weeks[level == 0], np.r_[193:200, 245:252])


def test_a_single_period_takes_only_the_windows() -> None:
    weeks, level = baseline_weeks(300, Flexible(years=2, periods=1, weeks_left_out=3))

    assert np.array_equal(weeks, np.r_[193:200, 245:252])
    assert not level.any()


def test_no_alarm_is_given_on_a_handful_of_counts() -> None:
    counts = np.zeros(320, dtype=int)
    counts[-1] = 4

    found = farrington(counts, [319])

    assert np.isnan(found.upper[0])
    assert not found.alarm[0]


def test_a_series_of_noughts_has_the_threshold_nought() -> None:
    counts = np.zeros(320, dtype=int)
    counts[-1] = 9

    found = farrington(counts, [319])

    assert (found.upper[0], found.chance[0], found.alarm[0]) == (0, 0, True)


def test_a_growing_population_moves_the_expectation() -> None:
    rng = np.random.default_rng(3)
    population = np.linspace(1, 4, 320)
    counts = rng.poisson(5 * population)

    plain = farrington(counts, [319], Flexible(trend=False))
    offset = farrington(counts, [319], Flexible(trend=False), population=population)

    assert offset.expected[0] == pytest.approx(20, rel=0.15)
    assert plain.expected[0] < 14


def test_the_uncertainty_of_the_mean_only_raises_the_threshold() -> None:
    counts = np.random.default_rng(4).poisson(6, 320)

    plug_in = farrington(counts, range(290, 320), Flexible(method="nbPlugin"))
    uncertain = farrington(counts, range(290, 320), Flexible(method="muan"))

    assert (uncertain.upper >= plug_in.upper).all()


@given(st.lists(st.floats(-3, 8), min_size=3, max_size=40))
def test_weights_add_up_to_the_number_of_weeks(residuals: list[float]) -> None:
    weights = outbreak_weights(np.array(residuals), 2.58)

    assert weights.sum() == pytest.approx(len(residuals))


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000))
def test_the_regression_solves_the_likelihood_equations(seed: int) -> None:
    rng = np.random.default_rng(seed)
    design = np.column_stack([np.ones(40), rng.normal(size=40)])
    response = rng.poisson(3.0, 40).astype(float)
    weights = rng.uniform(0.5, 2, 40)

    fit = poisson_regression(design, response, weights=weights, offset=np.zeros(40))

    np.testing.assert_allclose(design.T @ (weights * (response - fit.mean)), 0, atol=1e-3)
    assert fit.leverage.sum() == pytest.approx(2)


def test_too_short_a_history_is_refused_with_its_length() -> None:
    with pytest.raises(ValueError, match="week 100 of 200 has too little before it"):
        farrington(np.ones(200), [100])


@pytest.mark.parametrize(
    ("counts", "told"), [([1.5] * 300, "1.5 at"), ([-1] * 300, "-1 at"), ([[1]], "shape")]
)
def test_what_are_no_counts_is_refused(counts: object, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        farrington(counts, [280])  # type: ignore[arg-type]
