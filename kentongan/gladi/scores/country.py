"""Which villages border on each other and where they lie: public knowledge, given to scoring and to rivals alike."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import asin, cos, radians, sin, sqrt

from kentongan.rules.places import REGENCY, VILLAGE, path
from kentongan.wilayah import pack

EARTH_KM = 6371.0


@dataclass(frozen=True)
class Country:
    """Villages with their neighbours and their middles (latitude, longitude)."""

    villages: tuple[str, ...]
    neighbours: Mapping[str, Collection[str]]
    points: Mapping[str, tuple[float, float]]

    def km_between(self, one: str, other: str) -> float:
        """Return the way between two villages as the crow flies; without end where one is unknown."""
        if one == other:
            return 0.0
        if one not in self.points or other not in self.points:
            return float("inf")
        (lat, lng), (lat2, lng2) = self.points[one], self.points[other]
        lat, lng, lat2, lng2 = radians(lat), radians(lng), radians(lat2), radians(lng2)
        half = sin((lat2 - lat) / 2) ** 2 + cos(lat) * cos(lat2) * sin((lng2 - lng) / 2) ** 2
        return 2 * EARTH_KM * asin(sqrt(half))


def country_of(regions: Collection[str]) -> Country:
    """Read what lies in these regions, and in the kabupaten they belong to."""
    return _read(tuple(sorted({path(code)[:REGENCY][-1] for code in regions})))


@lru_cache(maxsize=4)
def _read(parts: tuple[str, ...]) -> Country:
    rows = [row for row in pack.regions(parts) if int(row["level"]) == VILLAGE]
    neighbours: dict[str, set[str]] = {}
    for one, other in pack.neighbours(parts):
        neighbours.setdefault(one, set()).add(other)
        neighbours.setdefault(other, set()).add(one)
    return Country(
        villages=tuple(row["code"] for row in rows),
        neighbours=neighbours,
        points={
            row["code"]: (float(row["lat"]), float(row["lng"])) for row in rows if row["lat"] and row["lng"]
        },
    )
