"""Thresholds of weekly counts by quasi-Poisson regression: Farrington and others 1996, Noufaily and others 2013.

For single series with some years of history and more than a handful of counts a month.
"""

from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import nbinom, norm, poisson, t

from titir import _inputs
from titir._glm import PoissonFit, poisson_regression
from titir._inputs import Floats
from titir.errors import TitirError

Method = Literal["delta", "nbPlugin", "muan"]
Power = Literal["2/3", "1/2", "none"]


@dataclass(frozen=True)
class Flexible:
    """Options of the improved method; the defaults are those its authors advise.

    Attributes:
        years: How many years back the baseline goes (b).
        half_window: Weeks on either side of this week in each year (w).
        periods: Levels of the seasonal factor; 1 takes only the windows around this week (noPeriods).
        weeks_left_out: Latest weeks that do not enter the baseline (pastWeeksNotIncluded).
        reweight: Whether past outbreaks are weighted down.
        residual_limit: Anscombe residual beyond which a week is weighted down.
        trend_level: The trend stays only if its p-value lies below; 1 keeps it always.
        trend: Whether a trend is tried at all.
        alpha: One-sided share of false alarms.
        method: `delta` (1996), `nbPlugin` (2013), `muan` (2013 with the uncertainty of the mean).
        power: Transformation of the delta method.
        least_counts: No alarm unless that many were counted ...
        least_weeks: ... in that many latest weeks, this one included.
        year_length: Steps in a year.
    """

    years: int = 5
    half_window: int = 3
    periods: int = 10
    weeks_left_out: int = 26
    reweight: bool = True
    residual_limit: float = 2.58
    trend_level: float = 1.0
    trend: bool = True
    alpha: float = 0.01
    method: Method = "nbPlugin"
    power: Power = "2/3"
    least_counts: int = 5
    least_weeks: int = 4
    year_length: int = 52


CLASSIC = Flexible(
    years=3,
    periods=1,
    weeks_left_out=3,
    residual_limit=1.0,
    trend_level=0.05,
    alpha=0.005,
    method="delta",
)
"""The method of 1996; its two-sided alpha of .01 is a one-sided .005."""


@dataclass(frozen=True)
class Bounds:
    """What was found for each week asked for.

    Attributes:
        week: (k,) index of the week.
        upper: (k,) threshold; NaN where too little was counted for any alarm.
        expected: (k,) predicted mean.
        dispersion: (k,) of the quasi-Poisson model, at least 1.
        trend: (k,) whether a trend was kept.
        chance: (k,) of a count at least as high as seen.
        alarm: (k,) whether the count lay above the threshold.
    """

    week: NDArray[np.int64]
    upper: Floats
    expected: Floats
    dispersion: Floats
    trend: NDArray[np.bool_]
    chance: Floats
    alarm: NDArray[np.bool_]


@dataclass(frozen=True)
class _Prediction:
    mean: float
    log_error: float
    dispersion: float
    trend: bool


def farrington(
    counts: ArrayLike,
    weeks: ArrayLike,
    options: Flexible = Flexible(),
    *,
    population: ArrayLike | None = None,
) -> Bounds:
    """Judge the counts of some weeks by the same season of the years before.

    Args:
        counts: (n,) weekly counts, oldest first.
        weeks: (k,) indices of the weeks to judge.
        options: See `Flexible`; `CLASSIC` gives the method of 1996.
        population: (n,) offset, in any unit.

    Raises:
        ValueError: If counts are no counts or a week has not enough years before it.
    """
    given = _inputs.counts("counts", counts, ndim=1).astype(np.float64)
    asked = _inputs.indices("weeks", weeks, below=given.size)
    offset = np.zeros(given.size)
    if population is not None:
        offset = np.log(_inputs.positive("population", population, ndim=1))
        _inputs.same_length(counts=given, population=offset)
    _check(options, asked, given.size)
    found = [_predict(given, offset, int(week), options) for week in asked]
    upper = np.array([_upper(one, options) for one in found])
    seen = given[asked]
    sums = np.convolve(given, np.ones(options.least_weeks))[: given.size]
    enough = sums[asked] >= options.least_counts
    return Bounds(
        week=asked,
        upper=np.where(enough, upper, np.nan),
        expected=np.array([one.mean for one in found]),
        dispersion=np.array([one.dispersion for one in found]),
        trend=np.array([one.trend for one in found], dtype=np.bool_),
        chance=np.array([_chance(one, count) for one, count in zip(found, seen, strict=True)]),
        alarm=enough & (seen > upper),
    )


def _check(options: Flexible, asked: NDArray[np.int64], length: int) -> None:
    _inputs.share("alpha", options.alpha)
    _inputs.at_least("periods", options.periods, 1)
    if options.method not in ("delta", "nbPlugin", "muan"):
        raise TitirError(f"method must be delta, nbPlugin or muan, got {options.method!r}")
    if options.power not in ("2/3", "1/2", "none"):
        raise TitirError(f"power must be 2/3, 1/2 or none, got {options.power!r}")
    needed = options.years * options.year_length + options.half_window
    if asked.size and int(asked.min()) < needed:
        raise TitirError(
            f"week {int(asked.min())} of {length} has too little before it: {options.years} years and a half "
            f"window of {options.half_window} need {needed} weeks"
        )


def baseline_weeks(week: int, options: Flexible) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the weeks of the baseline and the level of the seasonal factor of each.

    Level 0 is the window around this week in each year; the weeks between two windows are cut into
    `periods` - 1 stretches, the first ones longer by a week where it does not come out even.
    """
    level = np.full(week, -1, dtype=np.int64)
    centres = [week - back * options.year_length for back in range(options.years, -1, -1)]
    for centre, following in pairwise(centres):
        level[centre - options.half_window : centre + options.half_window + 1] = 0
        if options.periods > 1:
            between = np.arange(centre + options.half_window + 1, following - options.half_window)
            for number, part in enumerate(np.array_split(between, options.periods - 1), start=1):
                level[part] = number
            level[max(following - options.half_window, 0) : following + options.half_window + 1] = 0
    level[max(week - options.weeks_left_out, 0) :] = -1
    chosen = np.flatnonzero(level >= 0)
    return chosen, level[chosen]


def _predict(given: Floats, offset: Floats, week: int, options: Flexible) -> _Prediction:
    chosen, level = baseline_weeks(week, options)
    response = given[chosen]
    if not response.any():
        return _Prediction(mean=0.0, log_error=0.0, dispersion=1.0, trend=False)
    levels = np.unique(level)
    flat = np.column_stack([np.ones(chosen.size), *(level == one for one in levels[levels > 0])]).astype(
        float
    )
    here = np.zeros(flat.shape[1] + 1)
    here[0] = 1.0
    if options.trend and options.years >= 3:
        sloped = np.column_stack([flat, (chosen - week) / options.year_length])
        fit, dispersion = _refit(sloped, response, offset[chosen], options)
        told = _told(fit, dispersion, here, offset[week], trend=True)
        if _slope_chance(fit) < options.trend_level and told.mean <= response.max():
            return told
    fit, dispersion = _refit(flat, response, offset[chosen], options)
    return _told(fit, dispersion, here[:-1], offset[week], trend=False)


def _told(fit: PoissonFit, dispersion: float, here: Floats, offset: float, *, trend: bool) -> _Prediction:
    variance = float(here @ fit.covariance @ here) * dispersion
    mean = float(np.exp(here @ fit.coefficients + offset))
    return _Prediction(mean=mean, log_error=float(np.sqrt(variance)), dispersion=dispersion, trend=trend)


def _slope_chance(fit: PoissonFit) -> float:
    error = np.sqrt(fit.covariance[-1, -1] * fit.dispersion)
    return float(2 * t.sf(abs(fit.coefficients[-1]) / error, fit.residual_degrees)) if error > 0 else 0.0


def _refit(design: Floats, response: Floats, offset: Floats, options: Flexible) -> tuple[PoissonFit, float]:
    fit = poisson_regression(design, response, weights=np.ones(response.size), offset=offset)
    if options.reweight:
        weights = outbreak_weights(anscombe_residuals(response, fit), options.residual_limit)
        fit = poisson_regression(design, response, weights=weights, offset=offset)
    return fit, max(fit.dispersion, 1.0)


def anscombe_residuals(response: Floats, fit: PoissonFit) -> Floats:
    """Return the standardised residuals of Farrington and others 1996, section 3.5."""
    raw = 1.5 * (response ** (2 / 3) * fit.mean ** (-1 / 6) - np.sqrt(fit.mean))
    spread = np.sqrt(max(fit.dispersion, 1.0) * np.maximum(1 - fit.leverage, 1e-12))
    return np.asarray(raw / spread, dtype=np.float64)


def outbreak_weights(residuals: Floats, limit: float) -> Floats:
    """Return weights that add up to n and fall with the square of a residual beyond `limit`."""
    far = residuals > limit
    falling = np.where(far, np.where(far, residuals, 1.0) ** -2.0, 1.0)
    return np.asarray(falling * residuals.size / falling.sum(), dtype=np.float64)


def _upper(found: _Prediction, options: Flexible) -> float:
    if found.mean == 0.0:
        return 0.0
    z = float(norm.isf(options.alpha))
    if options.method == "delta":
        return _delta(found, z, options.power)
    mean = found.mean * (np.exp(z * found.log_error) if options.method == "muan" else 1.0)
    if found.dispersion > 1:
        size = mean / (found.dispersion - 1)
        return float(nbinom.ppf(1 - options.alpha, size, 1 / found.dispersion))
    return float(poisson.ppf(1 - options.alpha, mean))


def _delta(found: _Prediction, z: float, power: Power) -> float:
    mean = found.mean
    spread = found.dispersion + (mean * found.log_error) ** 2 / mean
    if power == "2/3":
        return float(max(mean ** (2 / 3) + z * np.sqrt(4 / 9 * mean ** (1 / 3) * spread), 0.0) ** 1.5)
    if power == "1/2":
        return float(max(np.sqrt(mean) + z * np.sqrt(spread / 4), 0.0) ** 2)
    return float(mean + z * np.sqrt(mean * spread))


def _chance(found: _Prediction, count: float) -> float:
    if found.mean == 0.0:
        return float(count == 0)
    if found.dispersion > 1:
        size = found.mean / (found.dispersion - 1)
        return float(nbinom.sf(count - 1, size, 1 / found.dispersion))
    return float(poisson.sf(count - 1, found.mean))
