"""What all regions share: weekday, season, feasts, trend, effort, and a level that may drift.

A log-linear regression of the daily totals with normal priors on its terms, whose likelihood is tempered by the
dispersion of blocks of days, so that contagion does not pass for certainty; then, where totals drift still, a
steady level with forgetting (Smith 1979, the power steady model).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.signal import lfilter
from scipy.special import gammaln

from titir._inputs import Floats

YEAR = 365.25
BLOCK = 14
HORIZON = 28
HALF_LIVES = (365.0, 180.0, 90.0, 45.0)
"""Days after which a past total counts half, tried beside no forgetting at all."""
HALF_AN_EVENT = 0.5
"""Precision of the level before any event is seen."""
WORTH = 3.0
"""Log-likelihood that forgetting must gain before it is used."""


@dataclass(frozen=True)
class Priors:
    """Standard deviations of the effects on the log scale, before any day is seen.

    Attributes:
        weekday: Of each weekday.
        season: Of the yearly wave; the half-yearly one has half of it.
        trend: Of the growth a year.
        calendar: Of each feast or election column.
        effort: Of the power of the reporting effort around 1.
    """

    weekday: float = 0.25
    season: float = 0.3
    trend: float = 0.4
    calendar: float = 0.7
    effort: float = 0.3


@dataclass(frozen=True)
class Times:
    """Fitted time effects for every day given, trained or not.

    Attributes:
        factor: (days,) the level of each day, 1 on average over the trained days.
        design: (days, terms) of the regression.
        covariance: (terms, terms) of its coefficients.
        coefficients: (terms,).
        dispersion: Of the totals around the fit, at least 1.
        level_shape: Shape of the gamma distribution of the level beyond the trained days (mean 1);
            infinite when the level does not drift.
        half_life: Days of the forgetting; infinite when there is none.
    """

    factor: Floats
    design: Floats
    covariance: Floats
    coefficients: Floats
    dispersion: float
    level_shape: float
    half_life: float

    def drawn(self, rng: np.random.Generator, days: slice) -> Floats:
        """Return the factor of some days as it may really be: terms and level drawn from what is known of them."""
        rows = self.design[days]
        root = np.linalg.cholesky(self.covariance + 1e-12 * np.eye(len(self.covariance)))
        factor = self.factor[days] * np.exp(rows @ (root @ rng.standard_normal(len(root))))
        level = rng.gamma(self.level_shape) / self.level_shape if np.isfinite(self.level_shape) else 1.0
        return np.asarray(factor * level, dtype=np.float64)


def design_of(
    days: int, trained: int, *, first_day: int, calendar: Floats | None, effort: Floats | None, priors: Priors
) -> tuple[Floats, Floats, Floats]:
    """Return the columns of the regression, the prior mean and the prior precision of each coefficient."""
    number = np.arange(days)
    ordinal = first_day + number
    weekday = (ordinal[:, None] % 7 == np.arange(7)).astype(np.float64) - 1 / 7
    phase = 2 * np.pi * ordinal / YEAR
    waves = np.column_stack([np.cos(phase), np.sin(phase), np.cos(2 * phase), np.sin(2 * phase)])
    trend = (number - trained) / YEAR
    columns = [np.ones((days, 1)), weekday, waves, trend[:, None]]
    spread = [np.inf] + [priors.weekday] * 7 + [priors.season] * 2 + [priors.season / 2] * 2 + [priors.trend]
    mean = [0.0] * len(spread)
    if calendar is not None:
        columns.append(calendar - calendar[:trained].mean(axis=0))
        spread += [priors.calendar] * calendar.shape[1]
        mean += [0.0] * calendar.shape[1]
    if effort is not None:
        columns.append(np.log(effort)[:, None])
        spread.append(priors.effort)
        mean.append(1.0)
    return np.column_stack(columns), np.array(mean), 1 / np.array(spread) ** 2


def fit_times(totals: Floats, exposure: Floats, design: Floats, mean: Floats, precision: Floats) -> Times:
    """Fit the time effects.

    Args:
        totals: (trained,) events of each day.
        exposure: (trained,) share of the whole that was looked at on that day, 0 to 1.
        design: (days, terms), trained days first.
        mean: (terms,) prior.
        precision: (terms,) prior.
    """
    trained = totals.size
    seen = exposure > 0.05
    rows, y, offset = design[:trained][seen], totals[seen], np.log(exposure[seen])
    # The exact posterior of the intercept alone is the start; a quiet district may have no event at all.
    start = mean.copy()
    start[0] = np.log((y.sum() + 0.5) / np.exp(offset + rows @ mean).sum())
    # Without any event the likelihood knows no lowest level: half an event's worth of belief holds it.
    mean, precision = mean.copy(), precision.copy()
    mean[0], precision[0] = start[0], HALF_AN_EVENT
    beta, _ = _newton(rows, y, offset, start, mean, precision, 1.0)
    dispersion = _dispersion(y, np.exp(rows @ beta + offset), design.shape[1] / 2)
    beta, covariance = _newton(rows, y, offset, beta, mean, precision, dispersion)
    factor = np.exp(design @ beta)
    half_life, levels, shape = _drift(totals, factor[:trained] * exposure, dispersion)
    factor[:trained] *= levels
    factor[trained:] *= levels[-1]
    scale = float(factor[:trained].mean())
    return Times(
        factor=factor / scale,
        design=design,
        covariance=covariance,
        coefficients=beta,
        dispersion=dispersion,
        level_shape=shape,
        half_life=half_life,
    )


def _newton(
    rows: Floats, y: Floats, offset: Floats, start: Floats, mean: Floats, precision: Floats, dispersion: float
) -> tuple[Floats, Floats]:
    beta = start.copy()
    for _ in range(30):
        fitted = np.exp(np.clip(rows @ beta + offset, -30, 30))
        gradient = rows.T @ (y - fitted) / dispersion - precision * (beta - mean)
        curvature = (rows * (fitted / dispersion)[:, None]).T @ rows + np.diag(precision + 1e-9)
        step = np.linalg.solve(curvature, gradient)
        step *= min(1.0, 2.0 / max(float(np.abs(step).max()), 1e-12))
        beta += step
        if float(np.abs(step).max()) < 1e-8:
            break
    return beta, np.asarray(np.linalg.inv(curvature), dtype=np.float64)


def _dispersion(y: Floats, fitted: Floats, terms: float) -> float:
    """Return the larger of the Pearson dispersions of days and of blocks of days."""
    found = [1.0]
    for block in (1, BLOCK):
        number = y.size // block
        if number <= 2 * terms:
            continue
        seen = y[: number * block].reshape(number, block).sum(axis=1)
        meant = fitted[: number * block].reshape(number, block).sum(axis=1)
        used = min(terms, number / 3)
        found.append(float(np.sum((seen - meant) ** 2 / np.maximum(meant, 1e-9)) / (number - used)))
    return max(found)


def _drift(totals: Floats, fitted: Floats, dispersion: float) -> tuple[float, Floats, float]:
    """Return the half-life of the best forgetting, the smoothed level of each day and its shape at the end."""
    y, m = totals / dispersion, fitted / dispersion
    still = _ahead(y, m, 1.0)
    scored = [(_ahead(y, m, 0.5 ** (1 / life)) - WORTH, life) for life in HALF_LIVES]
    best, life = max(scored)
    if best <= still or totals.size < 4 * HORIZON:
        return np.inf, np.ones(totals.size), np.inf
    keep = 0.5 ** (1 / life)
    forward, backward = _filter(y, m, keep), _filter(y[::-1], m[::-1], keep)
    a = forward[0] + backward[0][::-1] - y
    b = forward[1] + backward[1][::-1] - m
    end = forward[0][-1] + 1
    levels = (a + 1) / (b + 1)
    levels[-1] = end / (forward[1][-1] + 1)
    return life, levels, float(end * keep**HORIZON)


def _filter(y: Floats, m: Floats, keep: float) -> tuple[Floats, Floats]:
    a, b = lfilter([1.0], [1.0, -keep], np.stack([y, m]), axis=1)
    return a, b


def _ahead(y: Floats, m: Floats, keep: float) -> float:
    """Return the log-likelihood of each block of four weeks, foretold from what came before it."""
    a, b = _filter(y, m, keep)
    ends = np.arange(2 * HORIZON, y.size - HORIZON + 1, HORIZON)
    if ends.size == 0:
        return 0.0
    y_sum, m_sum = np.append(0, np.cumsum(y)), np.append(0, np.cumsum(m))
    seen, meant = y_sum[ends + HORIZON] - y_sum[ends], m_sum[ends + HORIZON] - m_sum[ends]
    shape = a[ends - 1] * keep**HORIZON + 1
    rate = b[ends - 1] * keep**HORIZON + 1
    return float(np.sum(negative_binomial(seen, shape, rate, meant)))


def negative_binomial(y: Floats, shape: Floats | float, rate: Floats | float, exposure: Floats) -> Floats:
    """Return the log-likelihood of counts whose Poisson rate is Gamma(shape, rate), without the term of y alone."""
    chance = exposure / (exposure + rate)
    return np.asarray(
        gammaln(y + shape)
        - gammaln(shape)
        + shape * np.log1p(-chance)
        + y * np.log(np.maximum(chance, 1e-300)),
        dtype=np.float64,
    )


def whole_days(left_out: NDArray[np.bool_] | None, regions: int, days: int) -> NDArray[np.bool_]:
    """Return which region-days may be learnt from."""
    return np.ones((regions, days), dtype=np.bool_) if left_out is None else ~left_out
