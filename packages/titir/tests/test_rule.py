"""The rule of count, days and kilometres against looking at every pair."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from titir.rule import EARTH_KM, rule

places = st.lists(
    st.tuples(st.integers(0, 20), st.floats(-8, -6), st.floats(110, 112)), min_size=1, max_size=30
)


def slow_distance(one: tuple[int, float, float], two: tuple[int, float, float]) -> float:
    la1, lo1, la2, lo2 = np.radians([one[1], one[2], two[1], two[2]])
    half = np.sin((la2 - la1) / 2) ** 2 + np.cos(la1) * np.cos(la2) * np.sin((lo2 - lo1) / 2) ** 2
    return float(2 * EARTH_KM * np.arcsin(np.sqrt(half)))


@settings(deadline=None)
@given(places)
def test_the_rule_counts_what_lies_near_and_shortly_before(rows: list[tuple[int, float, float]]) -> None:
    day, latitude, longitude = np.array(rows).T

    found = rule(day, latitude, longitude, count=3, days=7, kilometres=40)

    expected = [
        sum(0 <= one[0] - two[0] < 7 and slow_distance(one, two) <= 40 for two in rows) for one in rows
    ]
    assert found.together.tolist() == expected
    assert found.alarm.tolist() == [number >= 3 for number in expected]


def test_neighbours_across_the_antimeridian_are_near() -> None:
    found = rule([0, 0], [0.0, 0.0], [179.99, -179.99], count=2, days=1, kilometres=5)

    assert found.alarm.all()


def test_a_latitude_beyond_the_pole_is_refused() -> None:
    with pytest.raises(ValueError, match="latitude up to 110"):
        rule([0], [110.0], [-7.0], count=1, days=1, kilometres=1)


def test_no_events_give_no_alarms() -> None:
    assert rule([], [], [], count=1, days=1, kilometres=1).alarm.size == 0
