"""Events in a table of commas: UCDP GED and ACLED as they come, or the plain columns date, unit, latitude, longitude."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from titir._csv import check_degrees, check_span, csv_of, rows_of
from titir._inputs import Floats
from titir.errors import FileError

COLUMNS: Mapping[str, Sequence[str]] = {
    "date": ("date", "date_start", "event_date"),
    "unit": ("unit", "adm_2", "admin2"),
    "group": ("group", "adm_1", "admin1"),
    "sort": ("sort", "conflict_name", "event_type", "category"),
    "latitude": ("latitude", "lat"),
    "longitude": ("longitude", "lon"),
}
"""The names under which each column is known; `group` and `sort` may be absent."""


@dataclass(frozen=True)
class Events:
    """What was read.

    Attributes:
        day: (n,) `date.toordinal()`.
        unit: (n,) index into `units`.
        sort: (n,) index of the sort of event.
        latitude: (n,) degrees.
        longitude: (n,) degrees.
        units: Names.
        group: (units,) index of the larger unit of each.
        left_out: Rows without a unit.
    """

    day: NDArray[np.int64]
    unit: NDArray[np.int64]
    sort: NDArray[np.int64]
    latitude: Floats
    longitude: Floats
    units: tuple[str, ...]
    group: NDArray[np.int64]
    left_out: int

    @property
    def counts(self) -> NDArray[np.int64]:
        """Return (units, days), the first column being the day of the first event."""
        first = int(self.day.min())
        counts = np.zeros((len(self.units), int(self.day.max()) - first + 1), dtype=np.int64)
        np.add.at(counts, (self.unit, self.day - first), 1)
        return counts

    def centres(self) -> tuple[Floats, Floats]:
        """Return latitude and longitude (units,) of the middle of each unit's events."""
        number = np.bincount(self.unit, minlength=len(self.units))
        north = np.bincount(self.unit, self.latitude, minlength=number.size) / number
        east = np.bincount(self.unit, _unbroken(self.longitude), minlength=number.size) / number
        return north, east


def _unbroken(longitude: Floats) -> Floats:
    """Return longitudes in degrees without the break at the antimeridian, where the events lie on both sides of it."""
    if not longitude.size or np.ptp(longitude) <= 180:
        return longitude
    eastward = longitude % 360
    return eastward if np.ptp(eastward) < np.ptp(longitude) else longitude


def read_events(path: Path) -> Events:
    """Read a table of events; dates are YYYY-MM-DD.

    Raises:
        FileError: If a column is missing, a value is none, or there is no event; with the line.
    """
    reader = csv_of(path)
    names = _names(path, reader.fieldnames or ())
    rows: list[tuple[int, str, str, str, float, float]] = []
    left_out = 0
    for row in rows_of(path, reader):
        if not row[names["unit"]].strip():
            left_out += 1
            continue
        rows.append(_event(path, reader.line_num, row, names))
    if not rows:
        raise FileError(path, 0, "holds no events")
    check_span(path, [row[0] for row in rows])
    return _arranged(rows, left_out)


def _names(path: Path, found: Sequence[str]) -> dict[str, str]:
    names: dict[str, str] = {}
    for wanted, known in COLUMNS.items():
        here = [name for name in known if name in found]
        if here:
            names[wanted] = here[0]
        elif wanted not in ("group", "sort"):
            raise FileError(
                path, 1, f"has no column {' or '.join(known)}; it has {', '.join(found) or 'none'}"
            )
    return names


def _event(
    path: Path, line: int, row: Mapping[str, str], names: Mapping[str, str]
) -> tuple[int, str, str, str, float, float]:
    try:
        day = datetime.fromisoformat(row[names["date"]].strip()).toordinal()
        north, east = float(row[names["latitude"]]), float(row[names["longitude"]])
    except ValueError as trouble:
        raise FileError(path, line, f"is no event: {trouble}") from trouble
    check_degrees(path, line, north, east)
    group = row[names["group"]] if "group" in names else ""
    sort = row[names["sort"]] if "sort" in names else ""
    return day, row[names["unit"]].strip(), group, sort, north, east


def _arranged(rows: list[tuple[int, str, str, str, float, float]], left_out: int) -> Events:
    units = tuple(sorted({row[1] for row in rows}))
    number = {name: at for at, name in enumerate(units)}
    groups, sorts = sorted({row[2] for row in rows}), sorted({row[3] for row in rows})
    group = np.zeros(len(units), dtype=np.int64)
    for row in rows:
        group[number[row[1]]] = groups.index(row[2])
    return Events(
        day=np.array([row[0] for row in rows], dtype=np.int64),
        unit=np.array([number[row[1]] for row in rows], dtype=np.int64),
        sort=np.array([sorts.index(row[3]) for row in rows], dtype=np.int64),
        latitude=np.array([row[4] for row in rows]),
        longitude=np.array([row[5] for row in rows]),
        units=units,
        group=group,
        left_out=left_out,
    )
