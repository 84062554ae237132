"""When an alert is a hit: every edge of the definition."""

import pytest

from kentongan.gladi.scores.alerts import Alert
from kentongan.gladi.scores.hits import Outcome, judge, weight
from kentongan.gladi.scores.truth import Truth
from tests.gladi.small_world import (
    ELSEWHERE,
    HERE,
    NEIGHBOURS,
    NEXT,
    SAME_KECAMATAN,
    alert,
    episode,
    world,
)

KECAMATAN, KABUPATEN = "35.08.01", "35.08"
SECOND = 1 / 86_400
BROKE_OUT = episode(first=2, gn=5, ended=6)


def outcomes(truth: Truth, *alerts: Alert) -> list[str]:
    return [one.outcome.value for one in judge(alerts, truth.episodes, NEIGHBOURS)]


@pytest.mark.parametrize(
    ("region", "fits"),
    [
        (HERE, 1.0),
        (NEXT, 0.5),
        (KECAMATAN, 0.5),
        (KABUPATEN, 0.1),
        (SAME_KECAMATAN, 0.0),
        (ELSEWHERE, 0.0),
        ("35.08.07", 0.0),
        ("35.09", 0.0),
        (HERE + ".RW01.RT02", 1.0),
    ],
)
def test_a_place_weighs_as_much_as_it_helps(region: str, fits: float) -> None:
    assert weight(alert(3, region).region, {HERE}, NEIGHBOURS) == fits


def test_of_two_villages_of_an_episode_each_is_the_place_itself() -> None:
    assert weight(NEXT, {HERE, NEXT}, NEIGHBOURS) == 1.0


@pytest.mark.parametrize(
    ("days", "outcome"),
    [
        (2 - SECOND, "false"),
        (2, "hit"),
        (5 - SECOND, "hit"),
        (5, "late"),
        (8, "late"),
        (8 + SECOND, "false"),
    ],
)
def test_an_episode_can_be_noticed_from_its_first_sign_until_it_breaks_out(days: float, outcome: str) -> None:
    assert outcomes(world(BROKE_OUT), alert(days)) == [outcome]


@pytest.mark.parametrize(("days", "outcome"), [(5.5, "hit"), (6, "late"), (8.1, "false")])
def test_what_does_not_break_out_can_be_noticed_until_it_ends(days: float, outcome: str) -> None:
    assert outcomes(world(episode(first=2, gn=None, ended=6)), alert(days)) == [outcome]


def test_what_would_break_out_after_the_period_does_not_break_out_in_it() -> None:
    truth = world(episode(first=2, gn=10, ended=11))

    assert truth.episodes[0].gn_at is None
    assert outcomes(truth, alert(9)) == ["hit"]


def test_without_an_end_an_episode_lasts_as_long_as_the_period() -> None:
    assert outcomes(world(episode(first=2, gn=None, ended=None)), alert(9.9), alert(12.1)) == ["hit", "false"]


def test_the_earliest_stage_is_the_first_sign() -> None:
    stages = [{"stage": "AG", "at": "2026-03-04T00:00:00Z"}, {"stage": "PG", "at": "2026-03-03T12:00:00Z"}]

    assert outcomes(world(BROKE_OUT | {"stages": stages}), alert(2.4), alert(2.5)) == ["false", "hit"]


def test_later_alerts_on_a_found_episode_are_neither_hits_nor_false() -> None:
    assert outcomes(world(BROKE_OUT), alert(3), alert(3), alert(4, NEXT)) == ["hit", "repeat", "repeat"]


def test_whoever_names_the_place_more_finely_adds_to_the_credit() -> None:
    found = judge(
        [alert(3, KABUPATEN), alert(3.5, KECAMATAN), alert(4), alert(4.5)],
        world(BROKE_OUT).episodes,
        NEIGHBOURS,
    )

    assert [one.outcome for one in found] == [Outcome.HIT, Outcome.HIT, Outcome.HIT, Outcome.REPEAT]
    assert [one.weight for one in found[:3]] == [0.1, 0.5, 1.0]


def test_one_alert_credits_one_episode() -> None:
    truth = world(episode("e1", first=2, gn=5, ended=6), episode("e2", first=2.5, gn=5, ended=6))

    found = judge([alert(3), alert(3), alert(3)], truth.episodes, NEIGHBOURS)

    assert [(one.outcome.value, one.episode) for one in found] == [
        ("hit", "e1"),
        ("hit", "e2"),
        ("repeat", "e1"),
    ]


def test_the_nearer_of_two_episodes_is_credited_before_the_earlier() -> None:
    truth = world(
        episode("e1", first=2, gn=5, ended=6, regions=[NEXT]), episode("e2", first=2.5, gn=5, ended=6)
    )

    assert judge([alert(3)], truth.episodes, NEIGHBOURS)[0].episode == "e2"


def test_an_episode_that_still_can_be_noticed_comes_before_one_that_broke_out() -> None:
    truth = world(
        episode("e1", first=2, gn=3, ended=9), episode("e2", first=2, gn=8, ended=9, regions=[NEXT])
    )

    assert [(one.outcome.value, one.episode) for one in judge([alert(4)], truth.episodes, NEIGHBOURS)] == [
        ("hit", "e2")
    ]


def test_the_messages_an_alert_names_do_not_matter() -> None:
    assert outcomes(world(BROKE_OUT), alert(3, messages=["of something else"])) == ["hit"]


def test_away_from_every_episode_an_alert_is_false() -> None:
    assert outcomes(world(BROKE_OUT), alert(3, ELSEWHERE), alert(3, SAME_KECAMATAN)) == ["false", "false"]
