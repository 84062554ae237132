"""How much is usual, where and when: rates of regions times the shared effects of days.

    expected[r, t] = rate[r] * population[r] * effort[r, t] * factor[t]

Closed forms and one small regression: O(regions x days) to add up, O(regions) to shrink.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from titir import _inputs
from titir._inputs import Floats
from titir.errors import TitirError
from titir.shrinkage import Shrunk, shrink
from titir.times import Priors, Times, design_of, fit_times, whole_days

LEAST_EFFORT = 0.05
"""A region without any active post still gets this share of the usual reports: by phone, from passers-by."""


@dataclass(frozen=True)
class Baseline:
    """What is usual.

    Attributes:
        rates: Of each region, per unit of population and usual day.
        times: Effects of the days.
        population: (regions,).
        effort: (regions, days) or (1, days), 1 on average.
        trained: How many of the days, from the first, were learnt from.
    """

    rates: Shrunk
    times: Times
    population: Floats
    effort: Floats
    trained: int

    @property
    def days(self) -> int:
        """Return how many days are covered."""
        return int(self.times.factor.size)

    def expected(self, first: int, last: int) -> Floats:
        """Return the expected events (regions, last - first) of the days first .. last - 1.

        Raises:
            ValueError: If those days are not covered.
        """
        if not 0 <= first < last <= self.days:
            raise TitirError(f"days {first} to {last} lie outside the {self.days} days of the baseline")
        each = (self.rates.mean * self.population)[:, None]
        return np.asarray(each * self.pattern(first, last), dtype=np.float64)

    def pattern(self, first: int, last: int) -> Floats:
        """Return factor times effort, (regions or 1, last - first)."""
        return np.asarray(self.times.factor[first:last] * self.effort[:, first:last], dtype=np.float64)

    def drawn(self, rng: np.random.Generator, first: int, last: int) -> Floats:
        """Return expected events as they may really be, every part drawn from what is known of it."""
        each = (self.rates.drawn(rng) * self.population)[:, None]
        factor = self.times.drawn(rng, slice(first, last))
        return np.asarray(each * factor * self.effort[:, first:last], dtype=np.float64)


def fit_baseline(
    counts: ArrayLike,
    *,
    parents: Sequence[ArrayLike] = (),
    population: ArrayLike | None = None,
    first_day: int = 0,
    calendar: ArrayLike | None = None,
    effort: ArrayLike | None = None,
    left_out: NDArray[np.bool_] | None = None,
    recent_days: int = 28,
) -> Baseline:
    """Learn what is usual from all days but the recent ones.

    Args:
        counts: (regions, days) events; the last `recent_days` are not learnt from.
        parents: Index of the unit above, level by level (see `titir.shrinkage.shrink`).
        population: (regions,) > 0; all alike when left out.
        first_day: `date.toordinal()` of the first column: weekday and season come from it.
        calendar: (days, k) 0 to 1: feasts that move, elections; each its own column.
        effort: (days,) or (regions, days) >= 0: posts that spoke on that day, whatever they said.
        left_out: (regions, days) true inside confirmed episodes, which are not usual.
        recent_days: The end that may hold what is being looked for.

    Raises:
        ValueError: If shapes do not fit, counts are none, or fewer than 28 days are left to learn from.
    """
    given = _inputs.counts("counts", counts, ndim=2)
    regions, days = given.shape
    _inputs.whole("recent_days", recent_days, 0)
    _inputs.whole("first_day", first_day, 0)
    trained = days - recent_days
    if trained < 28 or regions == 0:
        raise TitirError(
            f"counts {given.shape} leave {trained} days to learn from, less {recent_days}: 28 are needed"
        )
    people = np.ones(regions) if population is None else _inputs.positive("population", population, ndim=1)
    _inputs.same_length(counts=given, population=people)
    efforts = _effort(effort, regions, days, trained)
    feasts = None if calendar is None else _calendar(calendar, days)
    usable = whole_days(_mask(left_out, given.shape), regions, days)[:, :trained]
    learnt = np.where(usable, given[:, :trained], 0).astype(np.float64)
    share = (learnt.sum(axis=1) + 0.5 * people / people.mean()) / np.maximum(usable.sum(axis=1), 1)
    share /= share.sum()
    reach = share @ usable
    overall = share @ np.broadcast_to(efforts, (regions, days)) if effort is not None else None
    design, mean, precision = design_of(
        days, trained, first_day=first_day, calendar=feasts, effort=overall, priors=Priors()
    )
    times = fit_times(learnt.sum(axis=0), reach, design, mean, precision)
    if overall is not None:
        efforts = efforts / overall
    exposure = people * (usable * (times.factor[:trained] * efforts[:, :trained])).sum(axis=1)
    rates = shrink(learnt.sum(axis=1), exposure, parents)
    return Baseline(rates=rates, times=times, population=people, effort=efforts, trained=trained)


def _effort(effort: ArrayLike | None, regions: int, days: int, trained: int) -> Floats:
    if effort is None:
        return np.ones((1, days))
    given = _inputs.floats("effort", np.atleast_2d(np.asarray(effort)), ndim=2)
    if given.shape not in ((1, days), (regions, days)) or (given < 0).any():
        raise TitirError(f"effort must be >= 0 of shape ({days},) or ({regions}, {days}), got {given.shape}")
    usual = float(given[:, :trained].mean())
    if usual == 0:
        raise TitirError(f"effort is nought on all {trained} days that are learnt from")
    return np.maximum(given / usual, LEAST_EFFORT)


def _calendar(calendar: ArrayLike, days: int) -> Floats:
    given = _inputs.floats("calendar", calendar, ndim=2)
    if given.shape[0] != days:
        raise TitirError(f"calendar has {given.shape[0]} days for counts of {days}")
    if (given < 0).any() or (given > 1).any():
        raise TitirError(
            f"calendar {given.shape} must lie between 0 and 1, got {given.min():g} to {given.max():g}"
        )
    return given


def _mask(left_out: NDArray[np.bool_] | None, shape: tuple[int, ...]) -> NDArray[np.bool_] | None:
    return None if left_out is None else _inputs.truths("left_out", left_out, shape)
