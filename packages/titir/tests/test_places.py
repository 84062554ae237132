"""Regions at one and the same place, however it is written, are one place."""

import numpy as np
import pytest
from titir._places import shared_places
from titir.field import Level
from titir.geometry import great_circle_neighbours
from titir.scan import permutation_scan


@pytest.mark.parametrize(
    ("latitude", "longitude"),
    [((0, 0), (180, -180)), ((-8, -8), (190, -170)), ((5, 5), (0, 360)), ((90, 90), (10, 50))],
)
def test_a_place_may_be_written_in_two_ways(
    latitude: tuple[float, float], longitude: tuple[float, float]
) -> None:
    circles = great_circle_neighbours([*latitude, 1.0], [*longitude, 100.0])

    places = shared_places((Level(circles),))

    assert places is not None
    assert [one.tolist() for one in places.members] in ([[0, 1], [2]], [[2], [0, 1]])


def test_places_some_metres_apart_are_two() -> None:
    circles = great_circle_neighbours([0.0, 0.0, 1.0], [112.0, 112.0001, 112.0])

    assert shared_places((Level(circles),)) is None


def test_a_circle_holds_all_regions_of_a_place_on_both_sides_of_the_antimeridian() -> None:
    counts = np.ones((6, 20), dtype=int)
    counts[0, -2:] += 12
    circles = great_circle_neighbours([0.0, 0, 3, 6, 9, 12], [180.0, -180, 170, 165, 160, 155])

    found = permutation_scan(counts, circles, replicates=0)

    assert {0, 1} <= set(found.clusters[0].regions)
