"""The rule of thumb of small offices: so many events in so many days within so many kilometres."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.spatial import cKDTree

from titir import _inputs
from titir._inputs import Floats
from titir.errors import TitirError

EARTH_KM = 6371.0
PAIRS_AT_ONCE = 20_000


@dataclass(frozen=True)
class RuleAlarms:
    """What the rule said at each event, in the order given.

    Attributes:
        together: (n,) events up to then, the event itself included, within the days and kilometres.
        alarm: (n,) whether they reached the count.
    """

    together: NDArray[np.int64]
    alarm: NDArray[np.bool_]


def rule(
    day: ArrayLike, latitude: ArrayLike, longitude: ArrayLike, *, count: int, days: int, kilometres: float
) -> RuleAlarms:
    """Count for each event those of the last `days` days (its own day is one) not farther than `kilometres`.

    Args:
        day: (n,) whole days, in any order.
        latitude: (n,) degrees.
        longitude: (n,) degrees.
        count: Events that make an alarm, >= 1.
        days: Length of the window, >= 1.
        kilometres: Great-circle distance, >= 0.

    Raises:
        ValueError: If lengths differ, a coordinate is none, or a limit makes no sense.
    """
    when = _inputs.floats("day", day, ndim=1)
    place = on_sphere(latitude, longitude)
    _inputs.same_length(day=when, latitude=place)
    _inputs.at_least("count", count, 1)
    _inputs.at_least("days", days, 1)
    _inputs.at_least("kilometres", kilometres, 0)
    together = np.zeros(when.size, dtype=np.int64)
    chord = 2 * np.sin(min(kilometres / EARTH_KM, np.pi) / 2) + 1e-9
    tree = cKDTree(place) if when.size else None
    for begin in range(0, when.size, PAIRS_AT_ONCE):
        part = slice(begin, begin + PAIRS_AT_ONCE)
        assert tree is not None  # noqa: S101  for the type checker
        for row, near in enumerate(tree.query_ball_point(place[part], chord), start=begin):
            ago = when[row] - when[near]
            together[row] = np.count_nonzero((ago >= 0) & (ago < days))
    return RuleAlarms(together=together, alarm=together >= count)


def on_sphere(latitude: ArrayLike, longitude: ArrayLike) -> Floats:
    """Return (n, 3) points of the unit sphere; chords there grow with great-circle distance.

    Raises:
        ValueError: If a latitude lies beyond 90 degrees or a longitude beyond 360.
    """
    north = _inputs.floats("latitude", latitude, ndim=1)
    east = _inputs.floats("longitude", longitude, ndim=1)
    _inputs.same_length(latitude=north, longitude=east)
    if north.size and (np.abs(north).max() > 90 or np.abs(east).max() > 360):
        raise TitirError(
            f"latitude up to {np.abs(north).max():g} and longitude up to {np.abs(east).max():g} are no degrees"
        )
    north, east = np.radians(north), np.radians(east)
    return np.column_stack([np.cos(north) * np.cos(east), np.cos(north) * np.sin(east), np.sin(north)])
