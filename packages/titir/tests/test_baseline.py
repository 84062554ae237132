"""What is usual: shrinkage, effects of days, effort; and reports that are still to come."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from titir.baseline import fit_baseline
from titir.nowcast import fit_delays
from titir.shrinkage import shrink

FIRST = 738_000


def test_a_unit_without_events_is_like_its_neighbours() -> None:
    counts = np.array([0, 30, 28, 33, 0, 3, 2, 4])
    parent = [0, 0, 0, 0, 1, 1, 1, 1]

    rates = shrink(counts, np.full(8, 10.0), [parent])

    assert 0 < rates.mean[4] < rates.mean[0] < rates.mean[1]


@settings(deadline=None, max_examples=30)
@given(st.lists(st.integers(0, 40), min_size=2, max_size=20), st.integers(0, 1000))
def test_renaming_units_changes_nothing(counts: list[int], seed: int) -> None:
    order = np.random.default_rng(seed).permutation(len(counts))
    parent = np.arange(len(counts)) % 2

    straight = shrink(counts, np.ones(len(counts)), [parent])
    mixed = shrink(np.array(counts)[order], np.ones(len(counts)), [parent[order]])

    np.testing.assert_allclose(straight.mean[order], mixed.mean)


def test_counting_anew_what_was_counted_changes_nothing() -> None:
    parent = [0, 0, 0, 1, 1, 1]
    rates = shrink([0.0, 5, 10, 50, 3, 2], np.arange(1.0, 7), [parent])

    again = rates.recounted(np.zeros(6)).recounted(rates.counts)

    np.testing.assert_allclose(again.mean, rates.mean)
    np.testing.assert_allclose(again.above.mean, rates.above.mean)  # type: ignore[union-attr]


def test_shrunk_rates_lie_between_their_own_and_that_of_all() -> None:
    counts, looked = np.array([0.0, 5, 10, 50]), np.full(4, 10.0)

    rates = shrink(counts, looked)

    own, everybody = counts / looked, rates.above.mean[0]  # type: ignore[union-attr]
    assert (np.minimum(own, everybody) - 1e-9 <= rates.mean).all()
    assert (rates.mean <= np.maximum(own, everybody) + 1e-9).all()


def test_a_weekday_a_season_and_a_feast_are_learnt() -> None:
    rng = np.random.default_rng(1)
    day = FIRST + np.arange(1124)
    feast = np.zeros(1124)
    for begin in (100, 454, 808, 1110):
        feast[begin : begin + 10] = 1
    usual = np.exp(0.4 * np.cos(2 * np.pi * day / 365.25) + 0.5 * (day % 7 == 4) + 0.9 * feast)
    counts = rng.poisson(0.05 * usual * np.ones((100, 1)))

    found = fit_baseline(counts, first_day=FIRST, calendar=feast[:, None])

    np.testing.assert_allclose(found.expected(1096, 1124).sum(axis=0), 5 * usual[-28:], rtol=0.25)


def test_more_posts_that_speak_are_no_growth_of_conflict() -> None:
    rng = np.random.default_rng(2)
    posts = np.linspace(20, 120, 728)
    counts = rng.poisson(np.outer(np.full(50, 0.001), posts))

    found = fit_baseline(counts, first_day=FIRST, effort=posts)

    assert found.expected(700, 728).sum() == pytest.approx(0.05 * posts[-28:].sum(), rel=0.12)


def test_what_is_confirmed_is_not_usual() -> None:
    rng = np.random.default_rng(3)
    counts = rng.poisson(0.02, (60, 500))
    counts[7, 200:240] += 5
    confirmed = np.zeros(counts.shape, dtype=bool)
    confirmed[7, 200:240] = True

    careless = fit_baseline(counts, first_day=FIRST)
    careful = fit_baseline(counts, first_day=FIRST, left_out=confirmed)

    assert careless.expected(472, 500)[7].sum() > 3
    assert careful.expected(472, 500)[7].sum() < 1.5


def test_the_last_days_are_not_learnt_from() -> None:
    counts = np.random.default_rng(4).poisson(0.05, (30, 400))
    later = counts.copy()
    later[:, -28:] += 9

    np.testing.assert_array_equal(
        fit_baseline(counts, first_day=FIRST).expected(372, 400),
        fit_baseline(later, first_day=FIRST).expected(372, 400),
    )


def test_drawn_expectations_surround_the_mean() -> None:
    found = fit_baseline(np.random.default_rng(5).poisson(0.03, (80, 728)), first_day=FIRST)
    rng = np.random.default_rng(6)

    drawn = [found.drawn(rng, 700, 728).sum() for _ in range(300)]

    assert np.mean(drawn) == pytest.approx(found.expected(700, 728).sum(), rel=0.04)
    assert 0.02 < np.std(drawn) / np.mean(drawn) < 0.2


def test_too_short_a_past_is_refused() -> None:
    with pytest.raises(ValueError, match=r"counts \(3, 40\) leave 12 days to learn from"):
        fit_baseline(np.ones((3, 40), dtype=int))


def test_effort_of_the_wrong_shape_is_refused() -> None:
    with pytest.raises(
        ValueError, match=r"effort must be >= 0 of shape \(100,\) or \(3, 100\), got \(1, 99\)"
    ):
        fit_baseline(np.ones((3, 100), dtype=int), effort=np.ones(99))


def test_delays_are_learnt_although_late_reports_are_missing_yet() -> None:
    rng = np.random.default_rng(7)
    occurred = rng.integers(0, 100, 6000)
    reported = occurred + rng.geometric(0.3, 6000) - 1
    known = reported <= 99

    found = fit_delays(occurred[known], reported[known], today=99, longest=30)

    truth = 1 - 0.7 ** np.arange(1, 8)
    np.testing.assert_allclose(found.known_share(7)[::-1], truth, atol=0.03)


def test_a_channel_with_few_reports_leans_on_all() -> None:
    occurred = np.r_[np.zeros(200, dtype=int), 0]
    reported = np.r_[np.tile([0, 1, 2, 3], 50), 0]
    channel = np.r_[np.zeros(200, dtype=int), 1]

    found = fit_delays(occurred, reported, channel, today=60, longest=10)

    assert found.known[1, 0] < 0.6
    assert found.known[:, -1] == pytest.approx([1, 1])


def test_a_report_before_its_event_is_refused() -> None:
    with pytest.raises(ValueError, match="each must come after its event and by day 9"):
        fit_delays([5], [4], today=9)
