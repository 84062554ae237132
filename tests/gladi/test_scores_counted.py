"""Figures from worlds that can be counted by hand."""

import math
from collections.abc import Iterable, Sequence
from typing import Any

import pytest

from kentongan.gladi.scores import equal_price, measures, silence
from kentongan.gladi.scores.alerts import Alert, best_of_each_day, in_order
from kentongan.gladi.scores.intervals import interval, quantile
from kentongan.gladi.scores.silence import SilenceTally
from kentongan.gladi.scores.tally import Tally, tally
from tests.gladi.small_world import ELSEWHERE, HERE, NEIGHBOURS, NEXT, alert, at, episode, flag, iso, world

TWO = (
    episode("e1", first=2, gn=5, ended=6),
    episode("e2", first=1, gn=3, ended=4, regions=[ELSEWHERE]),
    episode("calm", first=7, gn=None, ended=9),
)


def counted(*alerts: Alert) -> Tally:
    return tally(in_order(alerts), world(*TWO), NEIGHBOURS)


def test_the_share_found_counts_what_broke_out_and_weighs_the_place() -> None:
    worlds = [counted(alert(3, NEXT), alert(8))]

    assert measures.found(worlds) == 0.25  # half a credit of two episodes; the calm one is not asked for
    assert worlds[0].all.hits == 2


def test_the_lead_runs_from_the_first_alert_that_says_where_to_go() -> None:
    one = counted(alert(2.1, "35.08"), alert(4, "35.08.01"), alert(4.5), alert(2.5, ELSEWHERE))

    assert sorted(one.all.lead_hours) == [12, 24]
    assert measures.found([one]) == 1.0
    assert measures.found_a_day_before([one]) == 0.5
    assert measures.lead_median([one]) == 18
    assert measures.lead_p10([one]) == pytest.approx(13.2)


def test_false_alarms_are_counted_for_one_kabupaten_and_thirty_days() -> None:
    assert measures.false_per_month([counted(alert(0.5), alert(9.5, ELSEWHERE))]) == pytest.approx(6)


def test_luck_is_what_as_many_alerts_find_anywhere() -> None:
    often = [alert(2 + number / 10) for number in range(30)]
    anywhere = [alert(2 + number / 10, "35.08") for number in range(30)]

    assert measures.found_by_luck([counted()]) == 0
    assert measures.found([counted(*often)]) == 0.5
    assert measures.found_by_luck([counted(*often)]) == 1.0  # thirty draws of four villages
    assert measures.found_by_luck([counted(*anywhere)]) == pytest.approx(0.1)


def test_precision_leaves_out_repeats_and_late_alerts() -> None:
    one = counted(alert(3), alert(3.1), alert(5.5), alert(3.2, "35.08.09"))

    assert (one.all.hits, one.all.repeats, one.all.late, one.all.false) == (1, 1, 1, 1)
    assert measures.precision_all([one]) == 0.5


def test_with_five_a_day_the_system_itself_says_which() -> None:
    noise = [alert(3 + number / 100, ELSEWHERE, score=2) for number in range(5)]

    best = best_of_each_day([*noise, alert(3.2, score=3), alert(3.3, score=1)], 5)

    assert [one.score for one in best] == [2, 2, 2, 2, 3]
    assert measures.found_by_best([counted(*noise, alert(3.2, score=1))]) == 0
    assert measures.found_by_best([counted(*noise, alert(3.2, score=3))]) == 0.5


def test_a_day_is_the_day_of_the_place() -> None:
    assert alert(0.7).day == "2026-03-01"  # 16.48 UTC is 23.48 WIB
    assert alert(0.71).day == "2026-03-02"


def test_without_alerts_nothing_was_found_and_nothing_was_false() -> None:
    one = counted()

    assert measures.found([one]) == 0
    assert measures.lead_median([one]) is None
    assert measures.precision_all([one]) is None
    assert measures.false_per_month([one]) == 0


def test_areas_of_each_majority_are_counted_apart() -> None:
    one = counted(alert(3), alert(9.5, ELSEWHERE))

    assert one.groups["A"].found == 1
    assert (one.groups["B"].episodes, one.groups["B"].found, one.groups["B"].false) == (1, 0, 1)
    assert measures.gap_between_groups([one]) == 100
    assert measures.by_group([one])["B"]["false_per_1000"] == pytest.approx(0.2)


POST = {"id": "p1", "region": HERE, "role": "rt", "zeal": 1.0, "nil_hour": 17}  # 10.00 UTC
SILENT = {"post": "p1", "from": iso(3), "to": iso(6), "why": "telepon"}
TEN = 10 / 24


def silent(*flags: Alert, silences: Iterable[dict[str, Any]] = (SILENT,)) -> SilenceTally:
    return silence.tally(flags, world(posts=[POST], silences=list(silences)))


@pytest.mark.parametrize(
    ("days", "noticed"), [(3 - 0.01, False), (3, True), (5 + TEN, True), (5 + TEN + 0.01, False)]
)
def test_a_silence_is_noticed_within_two_cycles_of_the_first_report_that_was_owed(
    days: float, noticed: bool
) -> None:
    assert [score is not None for _, score in silent(flag(days)).noticed] == [noticed]


@pytest.mark.parametrize(
    "gap",
    [
        {"post": "p1", "from": iso(3.5), "to": iso(4.3), "why": "malas"},  # owed none
        {"post": "p1", "from": iso(8), "to": iso(10), "why": "takut"},  # the period ends first
    ],
)
def test_what_cannot_be_judged_is_left_out(gap: dict[str, Any]) -> None:
    assert silent(silences=[gap]).noticed == ()


def test_a_false_flag_is_one_in_a_cycle_without_silence() -> None:
    one = silent(flag(1, score=2), flag(1.1, score=3), flag(4), flag(6.5), flag(8, score=1))

    assert one.false_scores == (3, 1)
    # Due at 10.00 on ten days: those beginning on days 2 to 6 touch the silence or the day after it, the last is cut off.
    assert one.quiet_cycles == 4


def test_a_post_that_owes_nothing_is_not_asked_for() -> None:
    one = silence.tally([flag(1), flag(4)], world(posts=[POST | {"nil_hour": None}], silences=[SILENT]))

    assert one == SilenceTally((), (), 0)


def test_without_a_post_nothing_is_false() -> None:
    assert silent(flag(1, post="nobody")).false_scores == ()


def test_the_threshold_keeps_false_flags_at_five_percent() -> None:
    one = SilenceTally(
        (("telepon", 3.0), ("takut", 2.0), ("malas", None)), (3.0, 2.0, 2.0, 1.0, 1.0, 1.0), 60
    )

    cut = silence.threshold([one])

    assert cut == 2.0  # three of sixty; at 1.0 it would be six
    assert silence.share_of_false([one], cut) == 0.05
    assert silence.recall([one], cut) == pytest.approx(2 / 3)
    assert silence.recall([one], cut, "malas") == 0


def test_where_even_the_best_flags_are_false_too_often_nothing_is_noticed() -> None:
    one = SilenceTally((("telepon", 1.0),), (1.0,) * 9, 10)

    assert math.isinf(silence.threshold([one]))
    assert silence.recall([one], silence.threshold([one])) == 0


def test_an_interval_is_drawn_over_worlds_and_is_the_same_for_the_same_key() -> None:
    worlds = [float(number) for number in range(20)]

    def mean(some: Sequence[float]) -> float:
        return sum(some) / len(some)

    found = interval(worlds, mean, key="a")

    assert found == interval(worlds, mean, key="a")
    assert found != interval(worlds, mean, key="b")
    assert found == pytest.approx((9.5 - 2.5, 9.5 + 2.5), abs=0.5)  # 1.96 standard errors of 1.29


def test_of_one_world_there_is_no_interval() -> None:
    assert interval([1.0], sum, key="a") is None
    assert interval([1.0, 2.0], lambda _: None, key="a") is None


def test_quantiles_lie_straight_between_neighbours() -> None:
    assert quantile([1, 2, 4], 0.5) == 2
    assert quantile([1, 2, 4], 0.75) == 3
    assert quantile([1, 2, 4], 1) == 4


def test_every_estimate_of_the_table_has_its_interval() -> None:
    worlds = [counted(alert(3)), counted(alert(2.5, ELSEWHERE), alert(0.5))]

    found = measures.estimates(worlds, key="x") | measures.silence_estimates(worlds, key="x")

    assert found["found_before_gn"].value == 0.5
    assert found["false_per_kabupaten_month"].interval == (0, 3)
    assert found["silent_recall"].value is None
    assert at(0).isoformat() == iso(0)


def test_the_lead_over_another_system_is_measured_in_the_same_worlds() -> None:
    mine = [[(2.0, {"e1": 10.0 + turn}), (1.0, None)] for turn in range(6)]
    other = [[(5.0, {"e1": 4.0 + turn}), (4.0, None)] for turn in range(6)]

    found = equal_price.ahead(mine, other, [(1.0, 2)] * 6, key="x")

    assert set(found) == set(equal_price.PRICES)
    assert (found[4].value, found[4].interval) == (
        3.0,
        (3.0, 3.0),
    )  # six hours more, of two episodes; no spread


def test_each_system_draws_the_line_at_its_own_score() -> None:
    cries = [[(score, None) for score in range(10, 20)] + [(1.0, {"e1": 100.0})]]
    knows = [[(9.0, {"e1": 50.0})]]

    found = equal_price.ahead(cries, knows, [(1.0, 1)], key="x")

    assert (found[4].value, found[16].value) == (-50.0, 50.0)
