"""Villages, how they are called, where they lie and which border on each other: public knowledge for everybody."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from math import asin, cos, radians, sin, sqrt

from kentongan.rules.places import DISTRICT, REGENCY, VILLAGE, inside, level, path
from kentongan.wilayah import pack

EARTH_KM = 6371.0
SHORTEST_NAME = 4


@dataclass(frozen=True)
class Country:
    """Villages with their neighbours and their middles (latitude, longitude).

    `names` are names of villages and kecamatan that mean one place only; `seat` is where the office sits.
    """

    villages: tuple[str, ...]
    neighbours: Mapping[str, Collection[str]]
    points: Mapping[str, tuple[float, float]]
    names: Mapping[str, str] = field(default_factory=dict)
    seat: str = ""

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

    def named_in(self, text: str) -> str:
        """Return the first village that a text names, else the first kecamatan, else an empty text."""
        found = [self.names[one.casefold()] for one in self.pattern.findall(text)] if self.names else []
        return next((code for code in found if level(code) == VILLAGE), found[0] if found else "")

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Matches any of the names, the longest first."""
        names = sorted(self.names, key=len, reverse=True)
        return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, names)) + r")(?!\w)", re.IGNORECASE)


def country_of(regions: Collection[str]) -> Country:
    """Read what lies in these regions, and in the kabupaten they belong to."""
    return _read(tuple(sorted({path(code)[:REGENCY][-1] for code in regions})))


@lru_cache(maxsize=4)
def _read(parts: tuple[str, ...]) -> Country:
    known = list(pack.regions(parts))
    rows = [row for row in known if int(row["level"]) == VILLAGE]
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
        names=names_of(known),
        seat=parts[0],
    )


def names_of(rows: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """Return the names that mean one village, or one kecamatan where a kecamatan and its village share the name."""
    found: dict[str, list[str]] = {}
    for row in rows:
        if int(row["level"]) in {DISTRICT, VILLAGE} and len(row["name"]) >= SHORTEST_NAME:
            found.setdefault(row["name"].casefold(), []).append(row["code"])
    return {name: codes[0] for name, codes in found.items() if all(inside(code, codes[0]) for code in codes)}
