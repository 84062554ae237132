"""Alarms against what came: lead time at a fixed rate of false alarms, and recurrence intervals kept or not."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from titir import _inputs
from titir._inputs import Floats
from titir.errors import TitirError

YEAR = 365.25


@dataclass(frozen=True)
class Lead:
    """How early a score spoke at the threshold that keeps the false alarms within their budget.

    Attributes:
        threshold: A score at or above it is an alarm.
        false_alarms: A unit and year, at that threshold.
        early: Share of episodes with an alarm in the days before onset.
        same_day: Share with an alarm before onset or on its day.
        mean_lead: Days from the first alarm to onset, over episodes seen early; NaN when none was.
    """

    threshold: float
    false_alarms: float
    early: float
    same_day: float
    mean_lead: float


def lead_time(
    score: ArrayLike,
    onset: ArrayLike,
    *,
    budget: float,
    horizon: int = 14,
    quiet: int = 28,
) -> Lead:
    """Find the threshold within a budget of false alarms, and how early it speaks.

    An alarm is false when no episode of its unit begins within `horizon` days from then on. False alarms
    within `quiet` days of each other are one; while an episode goes on (`quiet` days from onset) alarms count
    neither way.

    Args:
        score: (units, days), higher is more alarming.
        onset: (units, days), true where an episode begins.
        budget: False alarms allowed a unit and year.
        horizon: Days before onset that count as early.
        quiet: Days that alarms are held together.

    Raises:
        ValueError: If shapes differ or there is no episode.
    """
    given = _inputs.floats("score", score, ndim=2)
    begun = _inputs.truths("onset", onset, given.shape)
    _inputs.at_least("budget", budget, 0)
    for name, value in (("horizon", horizon), ("quiet", quiet)):
        _inputs.whole(name, value, 0)
    if not begun.any():
        raise TitirError(f"no episode begins in any of {given.shape[0]} units and {given.shape[1]} days")
    open_days = ~_spread(begun, before=horizon, after=quiet)
    years = given.size / YEAR
    levels = np.unique(given)
    low, high = 0, levels.size
    while low < high:
        middle = (low + high) // 2
        if _false_alarms(given, open_days, float(levels[middle]), quiet) / years <= budget:
            high = middle
        else:
            low = middle + 1
    threshold = float(levels[low]) if low < levels.size else float(np.nextafter(levels[-1], np.inf))
    rate = _false_alarms(given, open_days, threshold, quiet) / years
    return _spoken(given >= threshold, begun, horizon, threshold, rate)


def _spread(marks: NDArray[np.bool_], *, before: int, after: int) -> NDArray[np.bool_]:
    wide = np.zeros_like(marks)
    for unit, day in np.argwhere(marks):
        wide[unit, max(day - before, 0) : day + after] = True
    return wide


def _false_alarms(given: Floats, open_days: NDArray[np.bool_], threshold: float, quiet: int) -> int:
    number, last_unit, last_day = 0, -1, 0
    for unit, day in np.argwhere((given >= threshold) & open_days):
        if unit != last_unit or day - last_day >= quiet:
            number, last_unit, last_day = number + 1, int(unit), int(day)
    return number


def _spoken(
    alarm: NDArray[np.bool_], begun: NDArray[np.bool_], horizon: int, threshold: float, rate: float
) -> Lead:
    leads: list[int] = []
    for unit, day in np.argwhere(begun):
        window = alarm[unit, max(day - horizon, 0) : day + 1]
        first = int(window.argmax()) if window.any() else window.size
        leads.append(window.size - 1 - first)
    found = np.array(leads)
    early = found[found > 0]
    return Lead(
        threshold=threshold,
        false_alarms=rate,
        early=float(np.mean(found > 0)),
        same_day=float(np.mean(found >= 0)),
        mean_lead=float(early.mean()) if early.size else float("nan"),
    )


@dataclass(frozen=True)
class Kept:
    """Recurrence intervals claimed and kept.

    Attributes:
        claimed_days: (k,) the interval asked about.
        expected: (k,) days a year with at least that interval, if claims are right.
        seen: (k,) days a year that had it.
        episodes: (k,) runs a year, where days less than 28 apart are one run.
    """

    claimed_days: Floats
    expected: Floats
    seen: Floats
    episodes: Floats


def recurrence_kept(interval_days: ArrayLike, *, claims: ArrayLike = (20.0, 100.0, 365.0)) -> Kept:
    """Compare claimed recurrence intervals with how often they came.

    Args:
        interval_days: (days,) the interval claimed on each day in a row.
        claims: (k,) the intervals asked about, in days.

    Raises:
        ValueError: If there is no day or an interval is not above nought.
    """
    given = np.asarray(interval_days, dtype=np.float64)
    asked = _inputs.positive("claims", claims, ndim=1)
    if given.ndim != 1 or given.size == 0 or not (given > 0).all():
        raise TitirError(f"interval_days must be a row of numbers > 0, got shape {given.shape}")
    years = given.size / YEAR
    reached = given[None, :] >= asked[:, None]
    runs = [1 + np.count_nonzero(np.diff(np.flatnonzero(row)) >= 28) if row.any() else 0 for row in reached]
    return Kept(
        claimed_days=asked,
        expected=YEAR / asked,
        seen=reached.sum(axis=1) / years,
        episodes=np.array(runs) / years,
    )
