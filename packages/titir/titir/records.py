"""Cases, controls, population and coordinates of one study, read from SaTScan's files and checked against each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from titir.counts import MOST_EVENTS
from titir.dates import DAY, GENERIC, NONE, Intervals, Moment, cut, person_time, read_moment
from titir.errors import EmptyError, FileError, OptionError
from titir.geometry import Neighbours, flat_neighbours, great_circle_neighbours
from titir.prm import MODEL_POISSON, SPATIAL, TEMPORAL, Parameters
from titir.tables import Line, lines

Category = tuple[str, ...]
UNSPECIFIED = "unspecified"
"""What stands for the date of a population that is not known; the User Guide says so."""


@dataclass(frozen=True)
class Sites:
    """Where things happened; locations with the same coordinates are one site.

    Attributes:
        names: Location names of each site, sorted.
        site: Site of each location name.
        coordinates: float64 (sites, dimensions) as in the file.
        globe: Whether they are latitude and longitude.
    """

    names: tuple[tuple[str, ...], ...]
    site: dict[str, int]
    coordinates: NDArray[np.float64]
    globe: bool

    def circles(self, size: NDArray[np.float64], *, share: float, reach: float) -> Neighbours:
        """Return the circles around all sites; equally near ones by their names, as their line in the file says nothing."""
        by_name = np.arange(len(self.coordinates))
        if self.globe:
            north, east = self.coordinates.T
            return great_circle_neighbours(
                north, east, size=size, most_share=share, most_km=reach, order=by_name
            )
        return flat_neighbours(
            self.coordinates, size=size, most_share=share, most_distance=reach, order=by_name
        )


@dataclass(frozen=True)
class Study:
    """One study as read.

    Attributes:
        sites: Where.
        intervals: When.
        cases: Category of covariates -> int32 (sites, intervals).
        controls: int32 (sites, intervals), or None.
        people: Category -> float64 (sites, intervals) person-days, or None.
    """

    sites: Sites
    intervals: Intervals
    cases: dict[Category, NDArray[np.int32]]
    controls: NDArray[np.int32] | None
    people: dict[Category, NDArray[np.float64]] | None

    @cached_property
    def counts(self) -> NDArray[np.int32]:
        """Cases of all categories."""
        tables = list(self.cases.values())
        return tables[0] if len(tables) == 1 else np.sum(tables, axis=0, dtype=np.int32)


def read_study(read: Parameters) -> Study:
    """Read the files that a parameter file names.

    Raises:
        FileError: With file and line, for whatever cannot be understood.
        EmptyError: If there are no cases.
    """
    intervals = study_intervals(read)
    sites = read_sites(read)
    cases = _counted(read, read.path(read.case_file), sites, intervals, covariates=True)
    if not cases or not any(one.any() for one in cases.values()):
        raise EmptyError(f"{read.path(read.case_file)} holds no cases within the study period")
    controls = None
    if read.control_file:
        counted = _counted(read, read.path(read.control_file), sites, intervals, covariates=False)
        if not any(one.any() for one in counted.values()):
            raise EmptyError(f"{read.path(read.control_file)} holds no controls within the study period")
        controls = counted[()]
    people = read_people(read, sites, intervals) if read.model_type == MODEL_POISSON else None
    if people is not None:
        _check_categories(read, cases, people)
    return Study(sites, intervals, cases, controls, people)


def study_intervals(read: Parameters) -> Intervals:
    """Return the study period in intervals of time aggregation; one for a purely spatial study."""
    generic = read.precision_case_times == GENERIC
    try:
        first = read_moment(read.start_date, generic=generic)
        last = read_moment(read.end_date, generic=generic)
    except ValueError as error:
        raise OptionError(f"StartDate={read.start_date}, EndDate={read.end_date}: {error}") from None
    spatial = read.analysis_type == SPATIAL
    unit = NONE if spatial else read.time_aggregation_units
    if not spatial and read.precision_case_times == NONE:
        raise OptionError("PrecisionCaseTimes=0 says that cases have no times, which this AnalysisType needs")
    if not spatial and unit == NONE:
        raise OptionError("TimeAggregationUnits=0 leaves no intervals, which this AnalysisType needs")
    if not spatial and (unit == GENERIC) != generic:
        raise OptionError("generic times go with generic TimeAggregationUnits only (4 with 4)")
    return cut(first.first, last.last, unit=unit, length=read.time_aggregation_length)


def read_sites(read: Parameters) -> Sites:
    """Read the coordinates; locations that share theirs become one site."""
    if not read.coordinates_file:
        return _nowhere(read)
    globe = read.coordinates_type == 1
    path = read.path(read.coordinates_file)
    where: dict[str, tuple[float, ...]] = {}
    for line in lines(path):
        name, place = line.fields[0], _place(line, globe=globe)
        if where.setdefault(name, place) != place:
            raise line.fault(f"location {name!r} was already at {where[name]}")
        if len(place) != len(next(iter(where.values()))):
            raise line.fault(f"got {len(place)} coordinates where earlier lines have others")
    if not where:
        raise FileError(path, 0, "holds no locations")
    together: dict[tuple[float, ...], list[str]] = defaultdict(list)
    for name in sorted(where):
        together[where[name]].append(name)
    names = tuple(tuple(group) for group in together.values())
    site = {name: number for number, group in enumerate(names) for name in group}
    return Sites(names, site, np.array(list(together)), globe)


def _nowhere(read: Parameters) -> Sites:
    """Return one site for all locations: a purely temporal study without coordinates."""
    files = [name for name in (read.case_file, read.control_file, read.population_file) if name]
    names = sorted({line.fields[0] for name in files for line in lines(read.path(name))})
    return Sites((tuple(names),), dict.fromkeys(names, 0), np.zeros((1, 2)), globe=False)


def _place(line: Line, *, globe: bool) -> tuple[float, ...]:
    line.needs(3, "a location, latitude and longitude" if globe else "a location and its coordinates")
    place = tuple(
        line.number_at(position, "coordinate") for position in range(1, 3 if globe else len(line.fields))
    )
    if globe and not (abs(place[0]) <= 90 and abs(place[1]) <= 180):
        raise line.fault(f"latitude {place[0]} and longitude {place[1]} are not on the globe")
    return place


def _counted(
    read: Parameters, path: Path, sites: Sites, intervals: Intervals, *, covariates: bool
) -> dict[Category, NDArray[np.int32]]:
    dated = read.precision_case_times != NONE
    total = 0
    counts: dict[Category, NDArray[np.int32]] = {}
    for line in lines(path):
        line.needs(3 if dated else 2, "a location, a count and a date" if dated else "a location and a count")
        site, count = _site(read, line, sites), line.count(1, "count")
        moment = line.moment(2, generic=intervals.generic, around=_year(intervals)) if dated else None
        column = _column(read, line, moment, intervals)
        if site is None or column is None:
            continue
        category = tuple(line.fields[3 if dated else 2 :]) if covariates else ()
        table = counts.setdefault(category, np.zeros((len(sites.names), len(intervals)), dtype=np.int32))
        total += count
        if total > MOST_EVENTS:
            raise line.fault(f"count {count} is larger than a count may be: with it there are {total} in all")
        table[site, column] += count
    lengths = {len(category) for category in counts}
    if len(lengths) > 1:
        raise FileError(path, 0, f"lines have different numbers of covariates: {sorted(lengths)}")
    return counts


def _site(read: Parameters, line: Line, sites: Sites) -> int | None:
    name = line.fields[0]
    if name not in sites.site and read.geographical_coordinates_check_type == 0:
        raise line.fault(f"location {name!r} is not in {read.coordinates_file}")
    return sites.site.get(name)


def _column(read: Parameters, line: Line, moment: Moment | None, intervals: Intervals) -> int | None:
    if moment is None:
        return 0
    if moment.precision < min(read.precision_case_times, DAY) and not intervals.generic:
        raise line.fault(f"date {line.fields[2]!r} is less precise than PrecisionCaseTimes says")
    if moment.last < intervals.first or moment.first > intervals.last:
        if read.study_period_check_type == 0:
            period = f"{intervals.told(intervals.first)} to {intervals.told(intervals.last)}"
            raise line.fault(f"date {line.fields[2]!r} lies outside the study period, {period}")
        return None
    first, last = (
        intervals.of(min(max(day, intervals.first), intervals.last)) for day in (moment.first, moment.last)
    )
    if first != last:
        raise line.fault(
            f"date {line.fields[2]!r} may lie in any of {last - first + 1} intervals; times of cases must be as precise "
            "as TimeAggregationUnits and the study period cut them"
        )
    return first


def _year(intervals: Intervals) -> int:
    return (intervals.first + intervals.last) // 2 * 400 // 146097 + 1


def read_people(read: Parameters, sites: Sites, intervals: Intervals) -> dict[Category, NDArray[np.float64]]:
    """Read the population and return person-days (sites, intervals) of each category of covariates.

    What a census does not name is 0 at that census. A population whose time is `unspecified` stays the same for good.
    """
    undated: bool | None = None
    told: dict[Category, dict[tuple[int, int], float]] = defaultdict(lambda: defaultdict(float))
    for line in lines(read.path(read.population_file)):
        line.needs(3, "a location, a date and a population")
        site = _site(read, line, sites)
        without = line.fields[1].lower() == UNSPECIFIED
        if undated not in (None, without):
            raise line.fault(f"date {line.fields[1]!r}: either all populations have a date or none")
        undated = without
        middle = (
            intervals.first
            if without
            else line.moment(1, generic=intervals.generic, around=_year(intervals)).middle
        )
        people = line.number_at(2, "population", least=0.0)
        if site is not None:
            told[tuple(line.fields[3:])][site, middle] += people
    census = sorted({day for entries in told.values() for _, day in entries})
    if not census:
        raise FileError(read.path(read.population_file), 0, "holds no population")
    at = {day: number for number, day in enumerate(census)}
    weights = person_time(np.array(census), intervals)
    people_of = {}
    for category, entries in told.items():
        table = np.zeros((len(sites.names), len(census)))
        for (site, day), people in entries.items():
            table[site, at[day]] += people
        people_of[category] = table @ weights.T
    return people_of


def _check_categories(
    read: Parameters, cases: dict[Category, NDArray[np.int32]], people: dict[Category, NDArray[np.float64]]
) -> None:
    for category, counts in cases.items():
        if counts.any() and (category not in people or not people[category].sum() > 0):
            told = " ".join(category) or "without covariates"
            raise FileError(
                read.path(read.population_file), 0, f"has no population of category {told!r}, which has cases"
            )


def covers(read: Parameters) -> Iterator[str]:
    """Yield the names of the files that a study reads."""
    yield from (
        one for one in (read.case_file, read.control_file, read.population_file, read.coordinates_file) if one
    )


__all__ = [
    "TEMPORAL",
    "Category",
    "Sites",
    "Study",
    "covers",
    "read_people",
    "read_sites",
    "read_study",
    "study_intervals",
]
