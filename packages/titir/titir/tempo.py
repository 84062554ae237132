"""Tests of whether events in one place get faster, or worse."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import comb
from scipy.stats import gamma, norm, rankdata

from titir import _inputs
from titir.errors import TitirError

EXACT_UP_TO = 18


@dataclass(frozen=True)
class Trend:
    """A test of a trend.

    Attributes:
        statistic: In standard deviations; above nought means faster, or worse.
        chance: One-sided p-value.
        events: How many events it rests on.
    """

    statistic: float
    chance: float
    events: int


def tempo(times: ArrayLike, *, begin: float, end: float) -> Trend:
    """Test whether events crowd towards the end of a window (Laplace's test; Cox and Lewis 1966, section 3.3).

    Given their number, events of a steady tempo fall evenly: the p-value is that of the sum of as many
    uniform numbers, exact up to 18 events and normal beyond.

    Args:
        times: (n,) moments in days; whole days should be given at their middle.
        begin: First moment of the window.
        end: Last moment of the window.

    Raises:
        ValueError: If there is no event or one lies outside the window.
    """
    when = _inputs.floats("times", times, ndim=1)
    if when.size == 0 or not -np.inf < begin < end < np.inf:
        raise TitirError(f"tempo needs events in a window, got {when.size} between {begin} and {end}")
    if when.min() < begin or when.max() > end:
        raise TitirError(f"times {when.min():g} to {when.max():g} leave the window {begin:g} to {end:g}")
    total = float(np.sum((when - begin) / (end - begin)))
    statistic = (total - when.size / 2) / float(np.sqrt(when.size / 12))
    chance = (
        _sum_of_uniforms(when.size - total, when.size) if when.size <= EXACT_UP_TO else norm.sf(statistic)
    )
    return Trend(statistic=statistic, chance=float(chance), events=when.size)


def _sum_of_uniforms(total: float, number: int) -> float:
    """Return the chance that `number` uniform numbers add up to `total` or less (Irwin 1927, Hall 1927)."""
    if total > number / 2:
        return 1.0 - _sum_of_uniforms(number - total, number)
    k = np.arange(int(np.floor(total)) + 1)
    terms = (-1.0) ** k * comb(number, k) * (total - k) ** number
    return float(np.clip(terms.sum() / np.prod(np.arange(1.0, number + 1)), 0.0, 1.0))


def burst(times: ArrayLike, *, usual_per_day: float) -> Trend:
    """Test whether the last events followed each other faster than usual.

    Of all runs that end with the last event, the one least likely at the usual rate is taken; its p-value is
    corrected for having looked at every run (Bonferroni).

    Args:
        times: (n,) moments in days, n >= 2.
        usual_per_day: Events a day that are usual here, > 0.

    Raises:
        ValueError: If there are fewer than two events, the rate is not above nought, or the last events are told for one
            and the same moment, so that any burst would seem impossible by chance.
    """
    when = np.sort(_inputs.floats("times", times, ndim=1))
    if when.size < 2 or not 0 < usual_per_day < np.inf:
        raise TitirError(f"a burst needs two events and a rate > 0, got {when.size} and {usual_per_day}")
    gaps = np.arange(1, when.size)
    spans = when[-1] - when[-1 - gaps]
    chances = gamma.cdf(spans * usual_per_day, gaps)
    if chances.min() == 0:
        same = int(gaps[chances == 0].max()) + 1
        raise TitirError(
            f"{same} events at {when[-1]:g} follow each other in no time at all; spread events of a day over it"
        )
    smallest = min(float(chances.min()) * gaps.size, 1.0)
    return Trend(statistic=float(norm.isf(smallest)), chance=smallest, events=int(gaps[chances.argmin()]) + 1)


def severity_trend(times: ArrayLike, severity: ArrayLike, *, draws: int = 9999, seed: int = 0) -> Trend:
    """Test whether later events are more severe: the score test of a proportional-odds model on time.

    The score is the sum of centred times with midranks of severity (McCullagh 1980, section 6); its p-value
    comes from permuting severities, so ties and odd scales do no harm.

    Args:
        times: (n,) moments.
        severity: (n,) ordinal, higher is worse.
        draws: Permutations.
        seed: Of the permutations.

    Raises:
        ValueError: If there are fewer than two events or lengths differ.
    """
    when = _inputs.floats("times", times, ndim=1)
    grade = _inputs.floats("severity", severity, ndim=1)
    _inputs.same_length(times=when, severity=grade)
    _inputs.at_least("events", when.size, 2)
    _inputs.drawn("draws", draws)
    centred, ranks = when - when.mean(), rankdata(grade)
    spread = float(np.sqrt(np.sum(centred**2) * np.sum((ranks - ranks.mean()) ** 2) / (when.size - 1)))
    if spread == 0.0:
        return Trend(statistic=0.0, chance=1.0, events=when.size)
    score = float(centred @ ranks)
    rng = _inputs.generator(seed)
    order = rng.permuted(np.tile(ranks, (draws, 1)), axis=1)
    reached = int(np.count_nonzero(order @ centred >= score - 1e-9 * spread))
    return Trend(statistic=score / spread, chance=(reached + 1) / (draws + 1), events=when.size)
