"""Regions at one and the same place are one place: a circle holds all of them or none, whatever their rows.

SaTScan joins locations with the same coordinates, too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from titir.field import Level
from titir.geometry import Neighbours

DECIMALS = 12
"""Unit vectors that are equal so far are one place: longitudes of 180 and -180, or 190 and -170, differ by rounding."""


@dataclass(frozen=True)
class Places:
    """Which regions lie at which place.

    Attributes:
        place: int64 (regions,) number of each region's place, by where it lies.
        members: Regions of each place.
        levels: The levels over places.
    """

    place: NDArray[np.int64]
    members: tuple[NDArray[np.int64], ...]
    levels: tuple[Level, ...]

    def sums(self, values: NDArray[np.generic]) -> NDArray[np.generic]:
        """Return the sums over the regions of each place."""
        added = np.zeros((len(self.members), *values.shape[1:]), dtype=values.dtype)
        np.add.at(added, self.place, values)
        return added

    def regions(self, places: Sequence[int]) -> tuple[int, ...]:
        """Return the regions of some places, place by place."""
        return tuple(int(region) for place in places for region in self.members[place])


def shared_places(levels: Sequence[Level]) -> Places | None:
    """Return the places of regions; None where no two regions share one, or a unit above holds but one of the two."""
    near = next((one.neighbours for one in levels if one.unit is None), None)
    if near is None or near.points is None:
        return None
    spots = np.round(near.points, DECIMALS) if near.globe else near.points
    number = np.unique(spots + 0.0, axis=0, return_inverse=True)[1].ravel().astype(np.int64)
    size = np.bincount(number)
    if len(size) == len(spots):
        return None
    members = tuple(np.split(np.argsort(number, kind="stable"), np.cumsum(size)[:-1]))
    first = np.array([one[0] for one in members])
    joined = []
    for level in levels:
        if level.unit is None:
            joined.append(replace(level, neighbours=_circles(level.neighbours, number, size, first)))
        elif (level.unit == level.unit[first][number]).all():
            joined.append(replace(level, unit=level.unit[first]))
        else:
            return None
    return Places(number, members, tuple(joined))


def _circles(
    near: Neighbours, number: NDArray[np.int64], size: NDArray[np.int64], first: NDArray[np.int64]
) -> Neighbours:
    """Return the circles over places; a place of which a circle holds but a part does not fit into it."""
    lists, shared = [], size > 1
    for region in first:
        places = number[near.of(region)]
        if shared[places].any():
            found, at, held = np.unique(places, return_index=True, return_counts=True)
            whole = held == size[found]
            places = found[whole][np.argsort(at[whole])]
        lists.append(places)
    start = np.concatenate([[0], np.cumsum([len(one) for one in lists])]).astype(np.int64)
    points = None if near.points is None else near.points[first]
    return Neighbours(start, np.concatenate(lists).astype(np.int32), points, near.globe)
