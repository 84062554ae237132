"""The made-up desk: one officer, five minutes a message, alerts first; days begin at midnight UTC, 7 o'clock WIB."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import pytest

from kentongan.gladi.scores import answers
from kentongan.gladi.scores.alerts import Alert
from kentongan.gladi.scores.answers import ACKNOWLEDGED, Answered, score_answers
from kentongan.gladi.scores.desk import played
from tests.gladi.small_world import ELSEWHERE, HERE, START, alert, iso, message, world

MINUTE = 1 / 24 / 60
SEATS = ["35.08"]
BURST = [message(number, 1 + number * MINUTE) for number in range(6)]
"""Six messages within five minutes, just after seven in the morning."""
NIGHT = [message(7, 1.70), message(8, 1.71, region=ELSEWHERE)]
"""Shortly before and after midnight WIB."""


def minutes(
    stream: Sequence[dict[str, Any]], *alerts: Alert, seats: Sequence[str] = SEATS
) -> dict[str, float]:
    """Return when each message was acknowledged, in minutes from the first day on."""
    lines, _ = played(alerts, stream, seats)
    return {
        line["messages"][0]: round(
            (datetime.fromisoformat(line["at"]) - START).total_seconds() / 60 - 1440, 1
        )
        for line in lines
        if line["kind"] == ACKNOWLEDGED
    }


def test_without_alerts_messages_are_handled_in_the_order_of_arrival() -> None:
    assert minutes(BURST) == {"m0": 0, "m1": 5, "m2": 10, "m3": 15, "m4": 20, "m5": 25}


def test_an_owner_is_there_when_the_five_minutes_are_over() -> None:
    lines, woken = played([], BURST[:1], SEATS)

    assert [(line["kind"], line["at"]) for line in lines] == [
        ("diterima", iso(1)),
        ("pemilik", iso(1 + 5 * MINUTE)),
    ]
    assert woken == 0


def test_an_alert_goes_before_and_leaves_nothing_out() -> None:
    found = minutes(BURST, alert(1 + 5 * MINUTE, messages=["m5"]))

    assert list(found) == ["m0", "m5", "m1", "m2", "m3", "m4"]
    assert sorted(found.values()) == [0, 5, 10, 15, 20, 25]


def test_the_highest_alert_goes_first_and_a_higher_one_goes_between() -> None:
    low = alert(1 + 2 * MINUTE, messages=["m2", "m3", "m4"], score=1)
    high = alert(1 + 6 * MINUTE, messages=["m5"], score=2)

    assert list(minutes(BURST, low, high)) == ["m0", "m2", "m5", "m3", "m4", "m1"]


def test_of_an_alert_the_first_three_are_handled_that_were_not_yet() -> None:
    whole = alert(1 + 5 * MINUTE, messages=["m0", "m1", "m3", "m4", "m5"])

    assert list(minutes(BURST, whole)) == ["m0", "m1", "m3", "m4", "m2", "m5"]


def test_an_alert_that_names_none_brings_what_was_received_at_its_place() -> None:
    mixed = [*BURST[:3], message(3, 1 + 3 * MINUTE, region=ELSEWHERE)]

    assert list(minutes(mixed, alert(1 + 4 * MINUTE, ELSEWHERE))) == ["m0", "m3", "m1", "m2"]


def test_at_night_messages_wait_for_the_morning_and_an_alert_wakes_for_what_it_brings() -> None:
    quiet, woken_without = played([], NIGHT, SEATS)
    called, woken = played([alert(1.72, ELSEWHERE, messages=["m8"])], NIGHT, SEATS)

    assert [line["at"] for line in quiet if line["kind"] == ACKNOWLEDGED] == [iso(2), iso(2 + 5 * MINUTE)]
    assert (called[0]["messages"], called[0]["at"]) == (["m8"], iso(1.72))
    assert (called[2]["messages"], called[2]["at"]) == (["m7"], iso(2))
    assert (woken_without, woken) == (0, 1)


def test_an_alert_that_brings_nothing_new_wakes_nobody() -> None:
    again = [alert(1.72, messages=["m7"]), alert(1.73, messages=["m7"]), alert(1.74, messages=["unknown"])]

    assert played(again, NIGHT[:1], SEATS)[1] == 1


def test_nil_reports_and_copies_are_not_handled() -> None:
    stream = [BURST[0], {**BURST[1], "kind": "nihil"}, {**BURST[2], "client_id": "c0"}, BURST[3]]

    assert list(minutes(stream)) == ["m0", "m3"]


def test_every_kabupaten_has_a_desk_and_what_names_no_place_goes_to_the_first() -> None:
    nowhere = message(2, 1, region="", post="")
    stream = [message(0, 1), message(1, 1, region="35.09.01.2001"), nowhere]

    found = minutes(stream, seats=["35.08", "35.09"])

    assert found == {"m0": 0, "m2": 5, "m1": 0}


@pytest.mark.parametrize(
    "alerts", [[], [alert(1, HERE, messages=["m3"])], [alert(1.001)], [alert(1.01, "35.08")]]
)
def test_every_system_has_the_same_work_before_it(alerts: list[Alert]) -> None:
    lines, _ = played(alerts, [*BURST, *NIGHT], SEATS)

    assert sorted(line["messages"][0] for line in lines if line["kind"] == ACKNOWLEDGED) == [
        f"m{number}" for number in (0, 1, 2, 3, 4, 5, 7, 8)
    ]


def test_serious_matters_are_counted_apart() -> None:
    known = {
        "m0": {"occurrence": "o1", "is_actionable": True, "severity": 1},
        "m1": {"occurrence": "o2", "is_actionable": True, "severity": 2},
        "m7": {"occurrence": "o3", "is_actionable": True, "severity": 3},
    }
    stream = [*BURST, *NIGHT]

    found = score_answers(played([], stream, SEATS)[0], stream, world(messages=known))

    assert found["acknowledged_within_hour"] == pytest.approx(2 / 3)
    assert found["serious_acknowledged_within_hour"] == 0.5
    assert found["serious_owned_hours_p90"] == pytest.approx(0.9 * (0.3 * 24 + 5 / 60) + 0.1 * 9 / 60)


def test_what_was_never_answered_lowers_the_share_and_not_the_hours() -> None:
    worlds = [Answered(3, {ACKNOWLEDGED: [0.5]}), Answered(1, {ACKNOWLEDGED: [2.0]})]

    assert answers.share(worlds, ACKNOWLEDGED) == 0.5
    assert answers.within_hour(worlds, ACKNOWLEDGED) == 0.25
    assert answers.FIGURES["hours_median"](worlds, ACKNOWLEDGED) == 1.25
    assert answers.share([Answered(0, {ACKNOWLEDGED: []})], ACKNOWLEDGED) is None
