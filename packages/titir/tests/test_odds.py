"""Chances from expected events: as a Poisson process has them, until there is enough to learn otherwise."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize
from titir import forecast, odds
from titir.forecast import Features, History, around, fit_issues, learn_odds
from titir.odds import DOUBT, Odds, as_poisson, fit_odds
from titir.scores import brier


def cases(seed: int, number: int, *, burst: float = 0.0) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return expected events, two features and whether any came; in bursts, events share fewer weeks."""
    rng = np.random.default_rng(seed)
    expected = rng.gamma(0.7, 1.0, number)
    values = rng.gamma(0.5, 1.0, (number, 2))
    rate = expected if not burst else rng.gamma(1 / burst, burst * expected)
    return expected, values, rng.poisson(rate) > 0


def terms(found: Odds) -> np.ndarray:
    return np.array([found.base, found.slope, *found.weights])


def test_with_nothing_learnt_the_chance_is_that_of_a_poisson_process() -> None:
    expected = np.array([0.001, 0.3, 2.0, 12.0])

    found = as_poisson(2)(expected, np.ones((4, 2)))

    np.testing.assert_allclose(found, 1 - np.exp(-expected), atol=1e-9)


def test_few_events_leave_the_chance_nearly_as_it_is() -> None:
    expected, values, came = cases(1, 12, burst=3.0)

    few = fit_odds(expected, values, came, rising=[False, False])
    many = fit_odds(*cases(1, 5_000, burst=3.0), rising=[False, False])

    assert abs(few.slope - 1) < 0.4 * abs(many.slope - 1)
    assert abs(few.base) < 0.4 * abs(many.base)


def test_events_in_bursts_are_learnt_to_come_in_fewer_weeks() -> None:
    expected, values, came = cases(2, 20_000, burst=3.0)

    found = fit_odds(expected, values, came, rising=[False, False])

    chance = found(expected, values)
    assert found.slope < 0.8
    for low, high in pairwise([0.0, 0.2, 0.4, 0.6]):
        there = (chance >= low) & (chance < high)
        assert chance[there].mean() == pytest.approx(came[there].mean(), abs=0.05)
    assert brier(chance, came) < brier(1 - np.exp(-expected), came) - 0.02


def test_a_weight_that_has_to_rise_is_none_where_the_truth_falls() -> None:
    rng = np.random.default_rng(3)
    expected, values, _ = cases(3, 5_000)
    came = rng.random(5_000) < 0.6 * np.exp(-values[:, 0])

    free = fit_odds(expected, values, came, rising=[False, False])
    bound = fit_odds(expected, values, came, rising=[True, False])

    assert free.weights[0] < -0.3
    assert bound.weights[0] == 0


def test_what_always_or_never_came_has_no_endless_odds() -> None:
    expected, values, _ = cases(4, 300)

    always, never = (
        fit_odds(expected, values, np.full(300, one), rising=[True, False]) for one in (True, False)
    )

    assert np.abs(np.concatenate([terms(always), terms(never)])).max() < 6
    assert np.median(always(expected, values)) > 0.8
    assert np.median(never(expected, values)) < 0.1


def test_cases_that_look_at_the_same_events_count_once() -> None:
    expected, values, came = cases(5, 400, burst=1.0)

    once = fit_odds(expected, values, came, rising=[True, True])
    again = fit_odds(
        np.tile(expected, 4), np.tile(values, (4, 1)), np.tile(came, 4), rising=[True, True], overlap=4
    )

    np.testing.assert_allclose(terms(once), terms(again), atol=1e-4)


def test_features_that_tell_nothing_new_are_hardly_heard() -> None:
    expected, values, came = cases(6, 3_000, burst=1.0)

    found = fit_odds(expected, values, came, rising=[False, False])

    assert np.abs(found.weights).max() < 0.02


def test_features_that_tell_much_are_believed() -> None:
    rng = np.random.default_rng(8)
    expected, values, _ = cases(8, 3_000)
    came = rng.random(3_000) < 1 / (1 + np.exp(1 - 2 * values[:, 0]))

    found = fit_odds(expected, values, came, rising=[True, True])

    assert found.weights[0] / found.spread[0] == pytest.approx(2, abs=0.3)


def test_a_handful_of_events_teaches_nothing_of_many_features() -> None:
    rng = np.random.default_rng(11)
    expected, values = np.full(800, 0.02), rng.gamma(0.5, 1.0, (800, 22))
    came = np.zeros(800, dtype=bool)
    came[np.argsort(-values[:, 3])[:18]] = True

    few = fit_odds(expected, values, came, rising=np.ones(22, dtype=bool))
    many = fit_odds(
        *(np.repeat(one, 20, axis=0) for one in (expected, values, came)), rising=np.ones(22, dtype=bool)
    )

    assert not few.weights.any()
    assert few.base != 0
    assert many.weights[3] > 1


def slow_odds(
    expected: np.ndarray,
    values: np.ndarray,
    came: np.ndarray,
    counted: np.ndarray,
    rising: tuple[bool, bool],
    doubt: float,
) -> np.ndarray:
    """Walk down the same hill case by case, with slopes by differences."""
    centre = np.average(values, axis=0, weights=counted)
    spread = np.sqrt(np.average((values - centre) ** 2, axis=0, weights=counted))

    def cost(terms: np.ndarray) -> float:
        whole = 0.5 * DOUBT * (terms[0] ** 2 + (terms[1] - 1) ** 2)
        whole += 0.5 * doubt * sum(one**2 for one in terms[2:])
        for here, row, truth, weight in zip(expected, values, came, counted, strict=True):
            said = terms[0] + terms[1] * np.log(np.exp(here) - 1) + ((row - centre) / spread) @ terms[2:]
            chance = 1 / (1 + np.exp(-said))
            whole -= weight * np.log(chance if truth else 1 - chance)
        return float(whole)

    bounds = [(None, None), (0, None), *((0 if one else None, None) for one in rising)]
    return np.asarray(minimize(cost, [0.0, 1.0, 0.0, 0.0], bounds=bounds, method="L-BFGS-B").x)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000), st.tuples(st.booleans(), st.booleans()))
def test_odds_are_those_of_walking_down_case_by_case(seed: int, rising: tuple[bool, bool]) -> None:
    expected, values, came = cases(seed, 40, burst=2.0)
    counted = np.random.default_rng(seed).uniform(0.5, 3.0, 40)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(odds, "DOUBTS", (20.0,))
        patched.setattr(odds, "EVENTS_A_FEATURE", 0.0)
        found = fit_odds(expected, values, came, rising=rising, importance=counted)

    slow = slow_odds(expected, values, came, counted, rising, doubt=20.0)
    np.testing.assert_allclose(terms(found), slow, atol=2e-3)


@pytest.mark.parametrize("doubt", [3.0, 30.0, 300.0])
def test_the_doubt_is_the_one_under_which_the_cases_are_likeliest(doubt: float) -> None:
    rng = np.random.default_rng(int(doubt))
    expected, _, _ = cases(9, 6_000)
    values = rng.normal(size=(6_000, 30))
    true = rng.normal(0, doubt**-0.5, 30)
    came = rng.random(6_000) < 1 / (1 + np.exp(-np.log(np.expm1(expected)) - values @ true))

    found = fit_odds(expected, values, came, rising=np.zeros(30, dtype=bool))

    # Neither heard too little nor too much: nearer to the truth than under any far doubt.
    with pytest.MonkeyPatch.context() as patched:
        for far in (doubt / 100, doubt * 100):
            patched.setattr(odds, "DOUBTS", (far,))
            other = fit_odds(expected, values, came, rising=np.zeros(30, dtype=bool))
            assert np.sum((found.weights - true) ** 2) <= np.sum((other.weights - true) ** 2) * 1.05


def test_a_feature_that_never_differed_teaches_nothing() -> None:
    expected, values, came = cases(7, 200)
    values[:, 1] = 4.0

    found = fit_odds(expected, values, came, rising=[True, True])

    assert found.weights[1] == 0
    assert np.isfinite(found(expected, values + 1)).all()


def test_a_large_feature_that_differs_by_rounding_only_teaches_nothing() -> None:
    expected, values, came = cases(7, 200)
    values[:, 1] = 1e9 / 3
    counted = np.random.default_rng(7).uniform(0.1, 1, came.size)

    found = fit_odds(expected, values, came, rising=[False, False], importance=counted)

    assert found.spread[1] == np.inf


@pytest.mark.parametrize("importance", [0.0, -1.0, np.nan])
def test_cases_that_do_not_count_are_refused(importance: float) -> None:
    with pytest.raises(ValueError, match="importance"):
        fit_odds([0.1, 0.2], [[1.0], [2.0]], [1, 0], rising=[False], importance=[1.0, importance])


def test_what_neither_came_nor_did_not_is_refused() -> None:
    with pytest.raises(ValueError, match="happened"):
        fit_odds([0.1, 0.2], [[1.0], [2.0]], [3, 0], rising=[False])


def test_columns_of_different_lengths_are_refused() -> None:
    with pytest.raises(ValueError, match="arrays of one length are needed"):
        fit_odds([0.1, 0.2], [[1.0], [2.0]], [1, 0, 1], rising=[False])


def bursty(seed: int, *, regions: int = 20, days: int = 600) -> np.ndarray:
    rng = np.random.default_rng(seed)
    counts = rng.poisson(0.005, (regions, days))
    for _ in range(60):
        where, begin = rng.integers(0, regions), rng.integers(0, days - 20)
        counts[where, begin : begin + 20] += rng.poisson(0.8, 20)
    return counts


def issues_of(counts: np.ndarray) -> tuple[History, list[tuple[int, Features]], list[np.ndarray]]:
    rng = np.random.default_rng(0)
    history = History(
        around(rng.uniform(-8, -7, len(counts)), rng.uniform(110, 111, len(counts))), regions=len(counts)
    )
    done, came = [], []
    for day in range(counts.shape[1] - 7):
        history.add(np.repeat(np.arange(len(counts)), counts[:, day]))
        if day % 7 == 0 and day > 90:
            done.append((day + 1, history.features()))
            came.append(counts[:, day + 1 : day + 8].sum(axis=1))
    return history, done, came


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_one_more_event_here_raises_its_chance(seed: int) -> None:
    counts = bursty(seed)
    _, done, came = issues_of(counts)
    weights = fit_issues(done, came, 7)
    learnt = learn_odds(done, came, weights)
    chances = []
    for more in (0, 1):
        counts[4, -8] += more
        now = issues_of(counts)[0].features()
        chances.append(learnt(weights.expected(now), now.roots())[4])

    assert chances[1] > chances[0]


def test_quiet_cases_that_are_drawn_stand_for_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    _, done, came = issues_of(bursty(4, regions=60))
    weights = fit_issues(done, came, 7)
    last = done[-1][1]

    whole = learn_odds(done, came, weights)(weights.expected(last), last.roots())
    monkeypatch.setattr(forecast, "MOST_QUIET", 1500)
    drawn = learn_odds(done, came, weights)(weights.expected(last), last.roots())

    assert not np.array_equal(whole, drawn)
    np.testing.assert_allclose(drawn, whole, atol=0.06)
