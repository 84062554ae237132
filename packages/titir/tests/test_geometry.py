"""Circles on the globe and on a plane."""

import naive_scans
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from titir import geometry
from titir.errors import GeometryError, ShapeError

PLACES = st.lists(
    st.tuples(st.floats(-89, 89), st.floats(-180, 180), st.integers(0, 50)), min_size=1, max_size=24
)


@settings(max_examples=60, deadline=None)
@given(PLACES, st.sampled_from([0.05, 0.3, 0.5, 1.0]))
def test_circles_grow_by_the_nearest_region_as_far_as_their_size_allows(places, share) -> None:
    size = [one[2] for one in places]
    rounded = [(round(one[0], 2), round(one[1], 2)) for one in places]

    found = geometry.great_circle_neighbours(*zip(*rounded, strict=True), size=size, most_share=share)

    for centre, near in enumerate(naive_scans.circles(rounded, size, share)):
        mine = [naive_scans.kilometres(rounded[centre], rounded[r]) for r in found.of(centre)]
        theirs = [naive_scans.kilometres(rounded[centre], rounded[r]) for r in near]
        assert mine == pytest.approx(theirs, abs=0.2) or sum(size) == 0


def test_the_antimeridian_is_no_border() -> None:
    found = geometry.great_circle_neighbours([0, 0, 0], [179.9, -179.9, 150], most_share=1.0)

    assert list(found.of(0)) == [0, 1, 2]
    assert found.distance_km(0, [1])[0] == pytest.approx(6367 * np.radians(0.2), rel=1e-6)


def test_equally_near_regions_stand_by_where_they_lie_or_as_told_and_the_centre_comes_first() -> None:
    cross = [(0, 1), (0, -1), (1, 0), (-1, 0), (0, 0)]

    assert list(geometry.flat_neighbours(cross, most_share=1.0).of(4)) == [4, 1, 3, 2, 0]
    assert list(geometry.flat_neighbours(cross, most_share=1.0, order=range(5)).of(4)) == [4, 0, 1, 2, 3]
    assert list(geometry.flat_neighbours([(5, 5)] * 4, most_share=1.0).of(2)) == [2, 0, 1, 3]


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 40), st.floats(0.05, 1.0))
def test_on_a_grid_too_the_order_of_the_regions_changes_no_circle(seed, most_regions, share) -> None:
    rng = np.random.default_rng(seed)
    grid = np.array(np.divmod(rng.permutation(63), 9)).T
    people = grid.sum(axis=1) + 1.0

    def circles(order):
        lists = geometry.great_circle_neighbours(
            *(grid[order].T / 10), size=people[order], most_share=share, most_regions=most_regions
        )
        return {tuple(grid[order[one]]): grid[order[lists.of(one)]].tolist() for one in range(63)}

    assert circles(np.arange(63)) == circles(rng.permutation(63))


def test_a_region_larger_than_a_circle_may_be_has_no_circle() -> None:
    found = geometry.great_circle_neighbours([0, 9, 10], [0, 0, 0], size=[90, 5, 5], most_share=0.5)

    assert [list(found.of(r)) for r in range(3)] == [[], [1, 2], [2, 1]]


def test_circles_do_not_jump_over_the_sea_unless_they_may() -> None:
    found = geometry.great_circle_neighbours([0, 0, 0, 0], [100, 100.1, 100.2, 103], most_share=1.0)

    kept = found.without_sea([1, 2, 1, 2], most_km=15)

    assert list(kept.of(0)) == [0, 1, 2]
    assert list(kept.of(3)) == [3, 1]


def test_a_circle_may_be_held_to_a_distance_and_a_number_of_regions() -> None:
    line = [0, 1, 2, 3, 4]

    near = geometry.great_circle_neighbours([0] * 5, line, most_share=1.0, most_km=230)
    few = geometry.great_circle_neighbours([0] * 5, line, most_share=1.0, most_regions=2)

    assert list(near.of(0)) == [0, 1, 2]
    assert list(few.of(0)) == [0, 1]


def test_the_curve_of_hilbert_steps_from_one_neighbour_to_the_next() -> None:
    square = np.stack(np.meshgrid(np.arange(16), np.arange(16)), axis=-1).reshape(-1, 2).astype(float)

    walk = square[geometry.hilbert_order(square, bits=4)]

    assert set(np.abs(np.diff(walk, axis=0)).sum(axis=1)) == {1.0}


def test_neighbours_of_many_regions_are_those_of_all_distances() -> None:
    rng = np.random.default_rng(5)
    north, east, size = rng.uniform(-9, 5, 700), rng.uniform(95, 140, 700), rng.integers(0, 90, 700)

    found = geometry.great_circle_neighbours(north, east, size=size, most_share=0.1)

    points = geometry.on_sphere(north, east)
    for centre in range(0, 700, 70):
        near = np.argsort(np.linalg.norm(points - points[centre], axis=1), kind="stable")
        assert list(found.of(centre)) == list(near[np.cumsum(size[near]) <= 0.1 * size.sum()])


@pytest.mark.parametrize(
    ("north", "east", "error", "words"),
    [
        ([91.0], [0.0], GeometryError, "latitude of region 0 is 91.0"),
        ([0.0, float("nan")], [0.0, 0.0], GeometryError, "latitude of region 1 is nan"),
        ([0.0], [400.0], GeometryError, "longitude of region 0 is 400.0"),
        ([], [], GeometryError, "no regions"),
        ([0.0, 1.0], [0.0], ShapeError, r"latitude \(2,\) and longitude \(1,\)"),
    ],
)
def test_coordinates_off_the_globe_are_refused_with_what_they_were(north, east, error, words) -> None:
    with pytest.raises(error, match=words):
        geometry.great_circle_neighbours(north, east)
