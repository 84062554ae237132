"""Chances from expected events: a logistic regression that begins from what a Poisson process would say.

    log odds = base + slope * log(exp(expected) - 1) + sum over features k of weight[k] * standardised feature[k]

At slope 1 and zeros elsewhere this is 1 - exp(-expected), the chance of at least one event in a Poisson process. That
is the centre of a normal prior (ridge; Hoerl and Kennard 1970; le Cessie and van Houwelingen 1992), so few events leave
the chance as it is, and many may teach that events come in bursts: then the expected events are too few weeks with
any. Weights of what happened in a place itself are never negative: one more event there lowers no chance of it.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import expit

from titir import _inputs
from titir._inputs import Floats

DOUBT = 10.0
"""Precision of the prior of each weight. Chosen on what came before the tests: UCDP Syria 2017, Bangladesh 1996-2003."""
MOST_EXPECTED = 30.0
LEAST_EXPECTED = 1e-9
LEAST_SPREAD = 1e-9
STEPS = 100
HALVINGS = 0.5 ** np.arange(30)
ENOUGH = 1e-9
"""Share of the negative log posterior below which a step gains nothing more."""


@dataclass(frozen=True)
class Odds:
    """How expected events and features become a chance.

    Attributes:
        base: Added to the log odds.
        slope: Of the log odds of the Poisson process, >= 0.
        weights: (features,) of standardised features.
        centre: (features,) what is taken off each.
        spread: (features,) what each is then divided by.
    """

    base: float
    slope: float
    weights: Floats
    centre: Floats
    spread: Floats

    def __call__(self, expected: ArrayLike, values: ArrayLike) -> Floats:
        """Return the chance (cases,) of at least one event, from expected events (cases,) and features (cases, features)."""
        steps = self.weights / self.spread
        beyond = np.asarray(values, dtype=np.float64) @ steps - float(self.centre @ steps)
        return np.asarray(expit(self.base + self.slope * log_odds(expected) + beyond), dtype=np.float64)

    @property
    def terms(self) -> Floats:
        """Return base, slope and weights in one row, to begin the next fit from."""
        return np.concatenate([[self.base, self.slope], self.weights])


def as_poisson(features: int) -> Odds:
    """Return the chance of a Poisson process as it is, whatever the features."""
    return Odds(0.0, 1.0, np.zeros(features), np.zeros(features), np.ones(features))


def log_odds(expected: ArrayLike) -> Floats:
    """Return the log odds of at least one event of a Poisson process."""
    given = np.clip(np.asarray(expected, dtype=np.float64), LEAST_EXPECTED, MOST_EXPECTED)
    return np.asarray(np.log(np.expm1(given)), dtype=np.float64)


def fit_odds(
    expected: ArrayLike,
    values: ArrayLike,
    happened: ArrayLike,
    *,
    rising: ArrayLike,
    importance: ArrayLike | None = None,
    overlap: float = 1.0,
    start: Odds | None = None,
) -> Odds:
    """Learn what expected events were worth.

    Args:
        expected: (cases,) events within the horizon, by the Poisson regression.
        values: (cases, features) as they stood before each horizon.
        happened: (cases,) 0 or 1.
        rising: (features,) true where a weight may not be negative.
        importance: (cases,) how much each case counts; each counts once when left out.
        overlap: How many of the cases look at one and the same event: horizon over days between issues.
        start: Where to begin; the answer is the same.

    Raises:
        ValueError: If lengths differ or there is no case.
    """
    rows = _inputs.floats("values", values, ndim=2)
    truth = _inputs.floats("happened", happened, ndim=1)
    told = log_odds(_inputs.floats("expected", expected, ndim=1))
    counted = np.ones(truth.size) if importance is None else _inputs.floats("importance", importance, ndim=1)
    _inputs.same_length(expected=told, values=rows, happened=truth, importance=counted)
    _inputs.at_least("cases", truth.size, 1)
    sure = np.asarray(rising, dtype=np.bool_)
    _inputs.same_length(rising=sure, features=rows.T)
    centre = counted @ rows / counted.sum()
    spread = np.sqrt(counted @ (rows - centre) ** 2 / counted.sum())
    # What never differed can teach nothing.
    spread = np.where(spread > LEAST_SPREAD, spread, np.inf)
    whole = np.column_stack([np.ones(truth.size), told, (rows - centre) / spread])
    begin = as_poisson(sure.size) if start is None else start
    bound = np.concatenate([[False, True], sure])
    found = _climb(begin.terms, whole, truth, counted / max(overlap, 1.0), bound)
    return Odds(float(found[0]), float(found[1]), found[2:], centre, spread)


def _climb(terms: Floats, whole: Floats, truth: Floats, counted: Floats, bound: NDArray[np.bool_]) -> Floats:
    """Return the most likely terms, none below zero that is bound: Newton's steps, projected (Bertsekas 1982)."""
    prior = as_poisson(terms.size - 2).terms
    terms = np.where(bound, np.maximum(terms, 0.0), terms)
    cost = _cost(terms, whole, truth, counted, prior)
    for _ in range(STEPS):
        chance = expit(whole @ terms)
        slope = whole.T @ (counted * (chance - truth)) + DOUBT * (terms - prior)
        free = ~(bound & (terms <= 0) & (slope > 0))
        rows = whole[:, free]
        bend = rows.T @ (rows * (counted * chance * (1 - chance))[:, None]) + DOUBT * np.eye(rows.shape[1])
        step = np.zeros(terms.size)
        step[free] = np.linalg.solve(bend, slope[free])
        for half in HALVINGS:
            there = np.where(bound, np.maximum(terms - half * step, 0.0), terms - half * step)
            lower = _cost(there, whole, truth, counted, prior)
            if lower <= cost:
                break
        else:
            return terms
        gained, terms, cost = cost - lower, there, lower
        if gained <= ENOUGH * (1 + abs(cost)):
            return terms
    return terms


def _cost(terms: Floats, whole: Floats, truth: Floats, counted: Floats, prior: Floats) -> float:
    """Return the negative log posterior."""
    said, away = whole @ terms, terms - prior
    return float(counted @ (np.logaddexp(0, said) - truth * said) + 0.5 * DOUBT * (away @ away))
