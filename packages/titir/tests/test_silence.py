"""Silent posts: nine in ten are seen within two cycles, and forgetful posts are not blamed."""

import numpy as np
import pytest
from titir.geometry import great_circle_neighbours
from titir.silence import Habits, silent_posts


def posts(number: int, days: int, seed: int) -> np.ndarray:
    """Most posts speak nearly every day; some forget one day in five."""
    rng = np.random.default_rng(seed)
    keeps = np.where(
        rng.random(number) < 0.8, rng.uniform(0.92, 0.995, number), rng.uniform(0.75, 0.9, number)
    )
    return rng.random((number, days)) < keeps[:, None]


def test_nine_in_ten_silences_are_seen_in_two_cycles_at_one_false_flag_in_twenty() -> None:
    spoke = posts(400, 90, 1)
    truly = np.zeros(400, dtype=bool)
    truly[:80] = True
    spoke[:80, -2:] = False

    found = silent_posts(spoke)

    assert (found.chance[truly] <= 0.05).mean() >= 0.9
    assert (found.chance[~truly] <= 0.05).mean() <= 0.05


def test_chances_are_kept_by_posts_that_only_forget() -> None:
    spoke = posts(3000, 60, 2)

    chance = silent_posts(spoke).chance

    for level in (0.2, 0.05, 0.01):
        assert (chance <= level).mean() <= 1.3 * level


def test_a_weekly_post_is_not_silent_after_six_days() -> None:
    daily = posts(50, 140, 3)
    weekly = np.zeros((1, 140), dtype=bool)
    weekly[0, ::7] = True

    found = silent_posts(np.vstack([daily, weekly]))
    late = silent_posts(
        np.vstack([np.hstack([daily, daily[:, :15]]), np.hstack([weekly, np.zeros((1, 15), bool)])])
    )

    assert found.silent_days[-1] == 6
    assert found.chance[-1] > 0.5
    assert late.chance[-1] < 0.05


def test_a_post_that_just_spoke_is_not_silent() -> None:
    spoke = posts(20, 40, 4)
    spoke[:, -1] = True

    found = silent_posts(spoke)

    assert (found.chance == 1).all()
    assert (found.silent == 0).all()


def test_an_earlier_breakdown_does_not_excuse_the_present_one() -> None:
    spoke = posts(100, 120, 5)
    spoke[0] = True
    spoke[0, 40:60] = False
    spoke[0, -2:] = False

    assert silent_posts(spoke).chance[0] < 0.05


def test_neighbours_that_are_silent_too_make_it_graver() -> None:
    spoke = posts(60, 90, 6)
    spoke[:, -1] = True
    spoke[:6, -2:] = False
    spoke[30, -2:] = False
    near = great_circle_neighbours(np.arange(10) * 0.1, np.zeros(10))
    region = np.arange(60) // 6

    found = silent_posts(spoke, region, near, nearest=1)

    assert found.together[0] == 5
    assert found.together[30] == 0
    assert found.together_chance[0] < found.together_chance[30]


def test_a_post_never_heard_of_is_not_called_silent() -> None:
    spoke = posts(20, 40, 7)
    spoke[3] = False

    assert silent_posts(spoke).chance[3] == 1


def test_posts_in_another_order_are_judged_alike() -> None:
    spoke = posts(50, 60, 8)
    order = np.random.default_rng(1).permutation(50)

    np.testing.assert_allclose(silent_posts(spoke).chance[order], silent_posts(spoke[order]).chance)


def test_words_that_are_numbers_are_refused() -> None:
    with pytest.raises(ValueError, match=r"spoke \(1, 2\) must hold true and false only"):
        silent_posts([[0, 3]])


def test_a_day_off_is_no_silence() -> None:
    rng = np.random.default_rng(9)
    spoke = rng.random((120, 70)) < 0.95
    spoke[:60, 6::7] = rng.random((60, 10)) < 0.1

    found = silent_posts(spoke, first_day=0)

    assert (found.chance[:60][found.silent_days[:60] == 1] > 0.5).all()
    assert (found.chance[60:][found.silent_days[60:] == 1] < 0.2).all()


def test_a_silence_is_named_once_unless_it_becomes_far_likelier() -> None:
    spoke = posts(100, 90, 10)
    spoke[0, :] = True
    spoke[0, -2:] = False
    spoke[1, :] = True

    first = silent_posts(spoke)
    longer = silent_posts(np.hstack([spoke, np.zeros((100, 3), dtype=bool)]))

    assert first.to_be_named()[0]
    assert not first.to_be_named()[1]
    assert not first.to_be_named(first.log_odds)[0]
    assert longer.to_be_named(first.log_odds)[0]
    assert first.silent[0] == pytest.approx(1 / (1 + np.exp(-first.log_odds[0])))


def test_posts_that_fall_silent_with_their_neighbours_are_likelier_silent() -> None:
    spoke = np.random.default_rng(11).random((80, 90)) < 0.8
    spoke[:16, -3:] = True
    alone, together = spoke.copy(), spoke.copy()
    alone[0, -1:] = together[:8, -1:] = False
    broken = alone.copy()
    broken[1, -20:] = False
    near = great_circle_neighbours(np.arange(80) * 0.1, np.zeros(80))

    odds = [
        silent_posts(said, np.arange(80), near, nearest=8).log_odds[0] for said in (alone, broken, together)
    ]

    assert odds[2] > odds[0] + 1
    assert odds[1] < odds[0] + 1


def test_habits_learnt_before_judge_as_those_learnt_now() -> None:
    spoke = posts(80, 60, 12)

    before = silent_posts(spoke[:20], first_day=3, habits=Habits.of(spoke, first_day=3))

    np.testing.assert_allclose(before.chance, silent_posts(spoke, first_day=3).chance[:20])


def test_words_on_what_was_named_must_fit() -> None:
    with pytest.raises(ValueError, match=r"named must be \(20,\) without NaN, got shape \(3,\)"):
        silent_posts(posts(20, 40, 7)).to_be_named([0.0, 1.0, 2.0])
