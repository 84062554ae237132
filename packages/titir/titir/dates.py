"""Dates as they stand in files, and the stretches of time that counts are put into.

A year stands for its 1st of July and a month for its 15th where a population is meant (observed with the New Mexico
sample: only the 1st of July gives the reference's expected counts).
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from titir.errors import OptionError

NONE, YEAR, MONTH, DAY, GENERIC = range(5)
DAYS_OF = {YEAR: 365, MONTH: 28, DAY: 1, GENERIC: 1}
UNITS = {YEAR: "year", MONTH: "month", DAY: "day", GENERIC: "unit"}
WHOLE = re.compile(r"[+-]?[0-9]{1,12}")
MOST_INTERVALS = 100_000
"""Days of 273 years; more are a slip in the dates."""
PARTS = re.compile(r"[0-9]+(?:[/-][0-9]+){0,2}")


@dataclass(frozen=True)
class Moment:
    """A date as told: its first and last day, as ordinals (or plain numbers of generic time).

    Attributes:
        first: First day meant.
        last: Last day meant.
        middle: The one day that stands for all of it.
        precision: YEAR, MONTH, DAY or GENERIC.
    """

    first: int
    last: int
    middle: int
    precision: int


def read_moment(text: str, *, generic: bool, around: int = 2000) -> Moment:
    """Read yyyy, yyyy/mm or yyyy/mm/dd, with / or -; years of two digits are taken nearest to the year `around`.

    Raises:
        ValueError: If it is none of these, or no such day exists.
    """
    if generic:
        if not WHOLE.fullmatch(text):
            raise ValueError(f"{text!r} is not a whole number, which generic times are")
        number = int(text)
        return Moment(number, number, number, GENERIC)
    if not PARTS.fullmatch(text):
        raise ValueError(f"{text!r} is not a date such as 2025/12/31")
    try:
        return _moment([int(part) for part in re.split("[/-]", text)], around)
    except ValueError as error:
        raise ValueError(f"{text!r} is no date: {error}") from None


def _moment(parts: list[int], around: int) -> Moment:
    if len(parts) == 3 and parts[2] > 31:  # month/day/year
        parts = [parts[2], parts[0], parts[1]]
    year = _century(parts[0], around)
    if len(parts) == 1:
        ends = date(year, 1, 1), date(year, 12, 31), date(year, 7, 1)
    elif len(parts) == 2:
        last = calendar.monthrange(year, _month(parts[1]))[1]
        ends = date(year, parts[1], 1), date(year, parts[1], last), date(year, parts[1], 15)
    else:
        ends = (date(year, parts[1], parts[2]),) * 3
    first, last_day, middle = (one.toordinal() for one in ends)
    return Moment(first, last_day, middle, len(parts))


def _month(number: int) -> int:
    if not 1 <= number <= 12:
        raise ValueError(f"there is no month {number}")
    return number


def _century(year: int, around: int) -> int:
    if year >= 100:
        return year
    return min((1900 + year, 2000 + year), key=lambda one: abs(one - around))


@dataclass(frozen=True)
class Intervals:
    """The study period, cut into intervals.

    Attributes:
        cuts: int64 (intervals + 1,) ordinals: each interval from its cut to the day before the next.
        generic: Whether these are plain numbers, not days.
        unit: What they were cut by.
    """

    cuts: NDArray[np.int64]
    generic: bool
    unit: int

    def __len__(self) -> int:
        """Return how many intervals there are."""
        return len(self.cuts) - 1

    @property
    def first(self) -> int:
        """First day of the study period."""
        return int(self.cuts[0])

    @property
    def last(self) -> int:
        """Last day of the study period."""
        return int(self.cuts[-1]) - 1

    def of(self, day: int) -> int:
        """Return the interval of a day of the study period."""
        return int(np.searchsorted(self.cuts, day, side="right")) - 1

    def told(self, day: int) -> str:
        """Return a day as results show it."""
        return str(day) if self.generic else date.fromordinal(day).isoformat()


def cut(first: int, last: int, *, unit: int, length: int) -> Intervals:
    """Cut a study period into intervals, backwards from its end, so that the last one is whole.

    Raises:
        OptionError: If the period ends before it begins or has too many intervals, or the length is not positive.
    """
    if last < first:
        raise OptionError("the study period ends before it begins")
    if length < 1:
        raise OptionError(f"TimeAggregationLength={length} must be at least 1")
    if unit == NONE:
        return Intervals(np.array([first, last + 1]), generic=False, unit=unit)
    if (last - first) // (length * DAYS_OF[unit]) >= MOST_INTERVALS:
        raise OptionError(
            f"a study period of {last - first + 1} in intervals of {length} {UNITS[unit]}(s) has more than {MOST_INTERVALS}"
        )
    if unit in (YEAR, MONTH) and last >= date.max.toordinal():
        raise OptionError("the study period must end before 9999/12/31")
    cuts = [last + 1]
    while cuts[-1] > first:
        cuts.append(max(first, _back(last + 1, unit, length * len(cuts))))
    return Intervals(np.array(cuts[::-1], dtype=np.int64), generic=unit == GENERIC, unit=unit)


def _back(day: int, unit: int, count: int) -> int:
    if unit in (DAY, GENERIC):
        return day - count
    start = date.fromordinal(day)
    months = start.year * 12 + start.month - 1 - count * (12 if unit == YEAR else 1)
    year, month = divmod(months, 12)
    if year < 1:
        return 1
    return date(year, month + 1, min(start.day, calendar.monthrange(year, month + 1)[1])).toordinal()


def person_time(census: NDArray[np.int64], intervals: Intervals) -> NDArray[np.float64]:
    """Return what each census adds to the person-days of each interval: (intervals, censuses).

    Between two censuses the population changes linearly; before the first and after the last it stays as it was.
    """
    cuts = intervals.cuts.astype(np.float64)
    inside = census[(census > cuts[0]) & (census < cuts[-1])]
    points = np.unique(np.concatenate([cuts, inside]))
    shares = np.column_stack(
        [np.interp(points, census, np.eye(len(census))[number]) for number in range(len(census))]
    )
    pieces = (shares[1:] + shares[:-1]) / 2 * np.diff(points)[:, None]
    before = np.concatenate([np.zeros((1, len(census))), np.cumsum(pieces, axis=0)])
    at = np.searchsorted(points, cuts)
    return np.diff(before[at], axis=0)
