"""How good forecasts and rankings were: the figures that a backtest and the office's own page report."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from titir import _inputs
from titir._inputs import Floats
from titir.errors import TitirError

NEVER = 1e-9
"""Chances are kept this far from 0 and 1 in the log score, so that one sure miss does not outweigh a year."""


def average_precision(score: ArrayLike, happened: ArrayLike) -> float:
    """Return the mean precision at each event, ties taken together; the share of events is what luck gives.

    Args:
        score: any shape, higher is likelier.
        happened: same shape, 0 or 1.

    Raises:
        ValueError: If shapes differ or nothing happened.
    """
    ranked, truth = _ranked(score, happened)
    ends = np.append(np.flatnonzero(np.diff(ranked)), ranked.size - 1)
    hits = np.cumsum(truth)[ends]
    gained = np.diff(hits, prepend=0.0)
    return float(np.sum(gained * hits / (ends + 1)) / hits[-1])


def area_under_curve(score: ArrayLike, happened: ArrayLike) -> float:
    """Return the chance that a unit where it happened is ranked above one where it did not; ties count half.

    Raises:
        ValueError: If shapes differ, or nothing or everything happened.
    """
    ranked, truth = _ranked(score, happened)
    if truth.all():
        raise TitirError(f"all {truth.size} units saw it happen, so there is nothing to rank")
    _, group = np.unique(-ranked, return_inverse=True)
    hits, misses = np.bincount(group, truth), np.bincount(group, 1 - truth)
    below = misses.sum() - np.cumsum(misses)
    return float(np.sum(hits * (below + misses / 2)) / (hits.sum() * misses.sum()))


def _ranked(score: ArrayLike, happened: ArrayLike) -> tuple[Floats, Floats]:
    given, truth = _pair(score, happened)
    if not truth.any():
        raise TitirError(f"nothing happened in any of the {truth.size} units")
    order = np.argsort(-given, kind="stable")
    return given[order], truth[order]


def _pair(score: ArrayLike, happened: ArrayLike) -> tuple[Floats, Floats]:
    given, truth = np.asarray(score), np.asarray(happened)
    truth = _inputs.floats("happened", truth, ndim=truth.ndim)
    if given.shape != truth.shape:
        raise TitirError(f"score {given.shape} and happened {truth.shape} differ in shape")
    if not np.isin(truth, (0.0, 1.0)).all():
        raise TitirError("happened must hold 0 and 1 only")
    return _inputs.floats("score", given.ravel(), ndim=1), truth.ravel()


@dataclass(frozen=True)
class AtTop:
    """What the first k of each issue held.

    Attributes:
        precision: Share of the k that happened.
        recall: Share of what happened that was among the k.
    """

    precision: float
    recall: float


def at_top(score: ArrayLike, happened: ArrayLike, *, k: int) -> AtTop:
    """Score the k highest of every issue; units tied at the edge count by their share, so luck has no say.

    Args:
        score: (issues, units).
        happened: (issues, units), 0 or 1.
        k: How many a day somebody can look at, 1 to units.

    Raises:
        ValueError: If shapes do not fit or k is beyond the units.
    """
    given, truth = _inputs.floats("score", score, ndim=2), _inputs.floats("happened", happened, ndim=2)
    _pair(given, truth)
    if not 1 <= k <= given.shape[1]:
        raise TitirError(f"k must lie between 1 and the {given.shape[1]} units, got {k}")
    edge = -np.partition(-given, k - 1, axis=1)[:, k - 1 : k]
    above, level = given > edge, given == edge
    room = (k - above.sum(axis=1)) / level.sum(axis=1)
    hits = float(np.sum((above * truth).sum(axis=1) + room * (level * truth).sum(axis=1)))
    total = float(truth.sum())
    return AtTop(precision=hits / (k * given.shape[0]), recall=hits / total if total else float("nan"))


def brier(chance: ArrayLike, happened: ArrayLike) -> float:
    """Return the mean squared error of chances (Brier 1950)."""
    given, truth = _chances(chance, happened)
    return float(np.mean((given - truth) ** 2))


def log_score(chance: ArrayLike, happened: ArrayLike) -> float:
    """Return the mean negative log likelihood of what happened, in nats; lower is better (Good 1952)."""
    given, truth = _chances(chance, happened)
    safe = np.clip(given, NEVER, 1 - NEVER)
    return float(-np.mean(np.where(truth == 1, np.log(safe), np.log1p(-safe))))


def _chances(chance: ArrayLike, happened: ArrayLike) -> tuple[Floats, Floats]:
    given, truth = _pair(chance, happened)
    if given.size == 0 or given.min() < 0 or given.max() > 1:
        raise TitirError(f"chances must lie between 0 and 1, got {given.size} up to {given.max(initial=0):g}")
    return given, truth


def crps(samples: ArrayLike, observed: ArrayLike) -> float:
    """Return the mean continuous ranked probability score of an ensemble (Matheson and Winkler 1976).

    Args:
        samples: (n, draws) of the forecast.
        observed: (n,).

    Raises:
        ValueError: If shapes do not fit.
    """
    drawn, seen = _inputs.floats("samples", samples, ndim=2), _inputs.floats("observed", observed, ndim=1)
    _inputs.same_length(samples=drawn, observed=seen)
    draws = drawn.shape[1]
    ordered = np.sort(drawn, axis=1)
    near = np.abs(drawn - seen[:, None]).mean(axis=1)
    apart = ordered @ (2 * np.arange(1, draws + 1) - draws - 1) / draws**2
    return float(np.mean(near - apart))


def crps_of_counts(mass: ArrayLike, observed: ArrayLike) -> float:
    """Return the mean ranked probability score of count forecasts given as probabilities (Epstein 1969).

    Args:
        mass: (n, counts) chance of 0, 1, 2, ...; what is missing to 1 lies beyond the last.
        observed: (n,) counts.

    Raises:
        ValueError: If shapes do not fit or a row adds up to more than 1.
    """
    given, seen = _inputs.floats("mass", mass, ndim=2), _inputs.counts("observed", observed, ndim=1)
    _inputs.same_length(mass=given, observed=seen)
    below = np.cumsum(given, axis=1)
    if (given < 0).any() or below.max(initial=0) > 1 + 1e-9:
        raise TitirError(f"mass {given.shape} must hold chances whose rows add up to at most 1")
    reached = np.arange(given.shape[1]) >= seen[:, None]
    return float(np.mean(np.sum((below - reached) ** 2, axis=1)))


@dataclass(frozen=True)
class Interval:
    """A figure with its bootstrap interval.

    Attributes:
        value: On all the data.
        low: Lower end.
        high: Upper end.
    """

    value: float
    low: float
    high: float


def block_bootstrap(
    figure: Callable[[NDArray[np.int64]], float],
    length: int,
    *,
    block: int = 28,
    draws: int = 1000,
    level: float = 0.95,
    seed: int = 0,
) -> Interval:
    """Return a figure with the interval that redrawing blocks of days gives (Kuensch 1989, circular).

    Args:
        figure: Takes positions along time and returns the figure of those; a draw on which it raises is left out.
        length: How many positions there are.
        block: Days that stay together.
        draws: Redrawn sets.
        level: Share of the draws inside the interval.
        seed: Of the draws.

    Raises:
        ValueError: If there is nothing to draw from, or the figure failed on every draw.
    """
    for name, value in (("length", length), ("block", block)):
        _inputs.whole(name, value, 1)
    _inputs.drawn("draws", draws)
    rng = _inputs.generator(seed)
    begins = rng.integers(0, length, size=(draws, -(-length // block)))
    found: list[float] = []
    for row in begins:
        chosen = ((row[:, None] + np.arange(block)) % length).ravel()[:length]
        try:
            found.append(figure(chosen))
        except ValueError:
            continue
    if not found:
        raise TitirError(f"the figure failed on each of {draws} draws of {length} positions")
    tail = (1 - _inputs.share("level", level)) / 2
    low, high = np.quantile(found, [tail, 1 - tail])
    return Interval(value=figure(np.arange(length)), low=float(low), high=float(high))
