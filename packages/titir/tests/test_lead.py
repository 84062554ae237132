"""Lead time and kept recurrence intervals on days one can follow by hand."""

import numpy as np
import pytest
from titir.lead import lead_time, recurrence_kept


def test_an_alarm_three_days_before_is_three_days_of_lead() -> None:
    score, onset = np.zeros((1, 400)), np.zeros((1, 400), dtype=bool)
    onset[0, 200], score[0, 197] = True, 5.0

    found = lead_time(score, onset, budget=0.5)

    assert (found.early, found.same_day, found.mean_lead, found.false_alarms) == (1, 1, 3, 0)


def test_a_score_that_cries_every_day_is_held_to_its_budget() -> None:
    rng = np.random.default_rng(2)
    score, onset = rng.uniform(size=(3, 730)), np.zeros((3, 730), dtype=bool)
    onset[0, 100] = True

    found = lead_time(score, onset, budget=1.0)

    assert 0.4 < found.false_alarms <= 1.0


def test_a_score_that_only_knows_one_level_gives_no_alarm_beyond_its_budget() -> None:
    onset = np.zeros((1, 730), dtype=bool)
    onset[0, 100] = True

    found = lead_time(np.ones((1, 730)), onset, budget=0.1)

    assert found.false_alarms == 0
    assert found.same_day == 0


def test_intervals_that_are_honest_are_kept() -> None:
    chance = np.random.default_rng(3).uniform(size=20 * 365)

    found = recurrence_kept(1 / chance)

    np.testing.assert_allclose(found.seen, found.expected, rtol=0.4)


def test_days_near_each_other_are_one_episode() -> None:
    interval = np.ones(365)
    interval[[10, 12, 30, 200]] = 500.0

    found = recurrence_kept(interval, claims=[365.0])

    assert found.seen[0] == pytest.approx(4, rel=0.01)
    assert found.episodes[0] == pytest.approx(2, rel=0.01)


def test_no_episode_is_refused() -> None:
    with pytest.raises(ValueError, match="no episode begins in any of 1 units and 9 days"):
        lead_time(np.zeros((1, 9)), np.zeros((1, 9)), budget=1)
