"""Near-repeat tables against counting every pair."""

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from titir.knox import knox

DISTANCES = [0, 0.5, 2, 5]
DAYS = [0, 1, 3, 8]
events = st.lists(
    st.tuples(st.integers(0, 12), st.integers(0, 6), st.integers(0, 6)), min_size=2, max_size=25
)


def slow_table(rows: list[tuple[int, int, int]], *, manhattan: bool, left: bool) -> np.ndarray:
    table = np.zeros((3, 3), dtype=int)
    for i, (d1, x1, y1) in enumerate(rows):
        for d2, x2, y2 in rows[:i]:
            far = abs(x1 - x2) + abs(y1 - y2) if manhattan else ((x1 - x2) ** 2 + (y1 - y2) ** 2) ** 0.5
            for r in range(3):
                for c in range(3):
                    if inside(far, DISTANCES, r, left=left) and inside(abs(d1 - d2), DAYS, c, left=left):
                        table[r, c] += 1
    return table


def inside(value: float, edges: list[float], band: int, *, left: bool) -> bool:
    low, high = edges[band], edges[band + 1]
    return low <= value < high if left else low < value <= high


@settings(deadline=None)
@given(events, st.booleans(), st.booleans())
def test_observed_pairs_are_those_counted_one_by_one(
    rows: list[tuple[int, int, int]],
    manhattan: bool,  # noqa: FBT001
    left: bool,  # noqa: FBT001
) -> None:
    table = np.array(rows, dtype=float)
    day, place = table[:, 0], table[:, 1:]

    found = knox(
        day,
        place,
        distances=DISTANCES,
        days=DAYS,
        permutations=1,
        metric="manhattan" if manhattan else "euclidean",
        closed="left" if left else "right",
    )

    np.testing.assert_array_equal(found.observed, slow_table(rows, manhattan=manhattan, left=left))


@settings(deadline=None)
@given(st.integers(0, 10**6), st.sampled_from([-8.0, 0.0, 52.0, 80.0]), st.sampled_from([113.0, 180.0]))
def test_degrees_are_measured_where_each_pair_lies(seed: int, north: float, east: float) -> None:
    luck = np.random.default_rng(seed)
    # Knots of events up to a thousand kilometres apart, each some hundred metres wide.
    middle = np.repeat(luck.uniform(-4, 4, (12, 2)), 4, axis=0)
    place = middle + luck.uniform(-0.003, 0.003, (48, 2)) + (east, north)
    place[:, 0] = (place[:, 0] + 180) % 360 - 180
    edges = [0, 200, 400, 800]

    found = knox(
        np.zeros(48), place, distances=edges, days=[0, 1], metric="euclidean", degrees=True, permutations=1
    )

    far = np.sort([globe(one, two) for at, one in enumerate(place) for two in place[:at]])
    # What lies within a thousandth of an edge may fall on either side.
    low, high = (np.searchsorted(far, [edge * share for edge in edges[1:]]) for share in (0.999, 1.001))
    upto = found.observed[:, 0].cumsum()
    assert ((low <= upto) & (upto <= high)).all()


def globe(one: np.ndarray, two: np.ndarray) -> float:
    """Great-circle distance in metres by the haversine formula."""
    (e1, n1), (e2, n2) = np.radians(one), np.radians(two)
    half = np.sin((n1 - n2) / 2) ** 2 + np.cos(n1) * np.cos(n2) * np.sin((e1 - e2) / 2) ** 2
    return float(2 * 6_371_000 * np.arcsin(np.sqrt(half)))


def test_the_expectation_is_the_mean_over_every_order_of_the_days() -> None:
    rows = [(0, 0, 0), (1, 0, 0), (4, 1, 0), (9, 3, 3), (2, 0, 1)]
    table = np.array(rows, dtype=float)
    day, place = table[:, 0], table[:, 1:]

    found = knox(day, place, distances=DISTANCES, days=DAYS, permutations=1)

    all_tables = [
        slow_table([(d, *row[1:]) for d, row in zip(order, rows, strict=True)], manhattan=True, left=True)
        for order in permutations(day)
    ]
    np.testing.assert_allclose(found.expected, np.mean(all_tables, axis=0))


def test_repeats_are_found_and_chance_is_not() -> None:
    rng = np.random.default_rng(1)
    x, y, day = rng.uniform(0, 50, 150), rng.uniform(0, 50, 150), rng.integers(0, 365, 150)
    again = np.arange(40)
    repeats = knox(
        np.r_[day, day[again] + 2],
        np.c_[np.r_[x, x[again]], np.r_[y, y[again]]],
        distances=[0, 1, 5],
        days=[0, 7, 28],
        permutations=199,
        seed=1,
    )
    alone = knox(day, np.column_stack([x, y]), distances=[0, 1, 5], days=[0, 7, 28], permutations=199, seed=1)

    assert repeats.chance[0, 0] == pytest.approx(0.005)
    assert repeats.ratio[0, 0] > 5
    assert alone.chance.min() > 0.02


def test_the_same_seed_gives_the_same_table() -> None:
    rng = np.random.default_rng(2)
    day, x, y = rng.integers(0, 30, 60), rng.uniform(0, 9, 60), rng.uniform(0, 9, 60)

    first, again = (
        knox(day, np.column_stack([x, y]), distances=[0, 2], days=[0, 5], permutations=49, seed=7)
        for _ in range(2)
    )

    np.testing.assert_array_equal(first.chance, again.chance)


def test_edges_that_do_not_grow_are_refused() -> None:
    with pytest.raises(ValueError, match=r"days must be at least two growing edges, got \[0.0, 0.0\]"):
        knox([0, 1], [[0, 0], [1, 1]], distances=[0, 1], days=[0, 0])


def test_one_event_has_no_pairs() -> None:
    with pytest.raises(ValueError, match="pairs need two events, got 1"):
        knox([0], [[0, 0]], distances=[0, 1], days=[0, 1])
