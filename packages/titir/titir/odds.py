"""Chances from expected events: a logistic regression that begins from what a Poisson process would say.

    log odds = base + slope * log(exp(expected) - 1) + sum over features k of weight[k] * standardised feature[k]

At slope 1 and zeros elsewhere this is 1 - exp(-expected), the chance of at least one event in a Poisson process. That
is the centre of a normal prior (ridge; le Cessie and van Houwelingen 1992), so few events leave the chance as it is,
and many may teach that events come in bursts: then the expected events are too few weeks with any. How much the
features are doubted is what makes the cases seen most likely (the evidence, by Laplace's method; MacKay 1992): where
they tell nothing new they are hardly heard. Weights of what happened in a place itself are never negative.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import expit

from titir import _inputs
from titir._inputs import Floats
from titir.errors import TitirError

DOUBT = 10.0
"""Precision of the prior of base and slope. Of 3 to 300, 10 foretold UCDP Syria 2017 and Bangladesh 1996-2003 best together."""
DOUBTS = (3000.0, 1000.0, 300.0, 100.0, 30.0, 10.0, 3.0)
"""Precisions that are tried for the weights of the features, until the cases become less likely."""
EVENTS_A_FEATURE = 10.0
"""Fewer cases with an event (or without any, if these are fewer) for each feature teach nothing of features that would hold
on other days (Peduzzi and others 1996, Journal of Clinical Epidemiology 49:1373)."""
MOST_EXPECTED = 30.0
LEAST_EXPECTED = 1e-9
LEAST_SPREAD = 1e-9
"""Of what lies around its mean, or around 1 where that is less; below it there is rounding only."""
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
) -> Odds:
    """Learn what expected events were worth.

    Args:
        expected: (cases,) events within the horizon, by the Poisson regression.
        values: (cases, features) as they stood before each horizon.
        happened: (cases,) 0 or 1.
        rising: (features,) true where a weight may not be negative.
        importance: (cases,) how much each case counts, > 0; each counts once when left out.
        overlap: How many of the cases look at one and the same event: horizon over days between issues.

    Raises:
        ValueError: If lengths differ, there is no case, or one is neither 0 nor 1 or does not count.
    """
    rows = _inputs.floats("values", values, ndim=2)
    truth = _inputs.floats("happened", happened, ndim=1)
    _inputs.truths("happened", truth, truth.shape)
    told = log_odds(_inputs.floats("expected", expected, ndim=1))
    counted = np.ones(truth.size) if importance is None else _inputs.floats("importance", importance, ndim=1)
    _inputs.same_length(expected=told, values=rows, happened=truth, importance=counted)
    _inputs.at_least("cases", truth.size, 1)
    if not (counted > 0).all():
        raise TitirError(f"importance {counted.shape} must be above 0, got {counted.min()}")
    sure = np.asarray(rising, dtype=np.bool_)
    _inputs.same_length(rising=sure, features=rows.T)
    centre = counted @ rows / counted.sum()
    spread = np.sqrt(counted @ (rows - centre) ** 2 / counted.sum())
    counted = counted / max(overlap, 1.0)
    rarer = float(min(counted @ truth, counted @ (1 - truth)))
    # What never differed can teach nothing, nor can few events.
    differs = spread > LEAST_SPREAD * np.maximum(np.abs(centre), 1.0)
    spread = np.where(differs & (rarer >= EVENTS_A_FEATURE * sure.size), spread, np.inf)
    whole = np.column_stack([np.ones(truth.size), told, (rows - centre) / spread])
    bound = np.concatenate([[False, True], sure])
    found = _believed(_Cases(whole, truth, counted, bound))
    return Odds(float(found[0]), float(found[1]), found[2:], centre, spread)


@dataclass(frozen=True)
class _Cases:
    """What is learnt from: (cases, terms), whether anything came, how much each counts, and which terms are bound."""

    whole: Floats
    truth: Floats
    counted: Floats
    bound: NDArray[np.bool_]


def _believed(cases: _Cases) -> Floats:
    """Return the terms under the doubt that makes the cases most likely."""
    terms = np.zeros(cases.bound.size)
    terms[1] = 1.0
    best, believed = -np.inf, terms
    for one in DOUBTS:
        doubt = np.full(terms.size, one)
        doubt[:2] = DOUBT
        terms, evidence = _climb(terms, cases, doubt)
        if evidence <= best:
            break
        best, believed = evidence, terms
    return believed


def _climb(terms: Floats, cases: _Cases, doubt: Floats) -> tuple[Floats, float]:
    """Return the most likely terms, none below zero that is bound, and the evidence.

    Newton's steps, projected (Bertsekas 1982).
    """
    cost, evidence = _cost(terms, cases, doubt), -np.inf
    for _ in range(STEPS):
        chance = expit(cases.whole @ terms)
        slope = cases.whole.T @ (cases.counted * (chance - cases.truth)) + doubt * _away(terms)
        free = ~(cases.bound & (terms <= 0) & (slope > 0))
        rows = cases.whole[:, free]
        bend = rows.T @ (rows * (cases.counted * chance * (1 - chance))[:, None]) + np.diag(doubt[free])
        evidence = 0.5 * float(np.log(doubt[free]).sum() - np.linalg.slogdet(bend)[1]) - cost
        step = np.zeros(terms.size)
        step[free] = np.linalg.solve(bend, slope[free])
        there, lower = _step(terms, step, cost, cases, doubt)
        gained, terms, cost = cost - lower, there, lower
        if gained <= ENOUGH * (1 + abs(cost)):
            break
    return terms, evidence


def _step(terms: Floats, step: Floats, cost: float, cases: _Cases, doubt: Floats) -> tuple[Floats, float]:
    """Go as far along a step as costs less, or stay."""
    for share in HALVINGS:
        there = np.where(cases.bound, np.maximum(terms - share * step, 0.0), terms - share * step)
        lower = _cost(there, cases, doubt)
        if lower <= cost:
            return there, lower
    return terms, cost


def _away(terms: Floats) -> Floats:
    """Return how far terms are from those of a Poisson process."""
    away = terms.copy()
    away[1] -= 1.0
    return away


def _cost(terms: Floats, cases: _Cases, doubt: Floats) -> float:
    """Return the negative log posterior."""
    said = cases.whole @ terms
    missed = cases.counted @ (np.logaddexp(0, said) - cases.truth * said)
    return float(missed + 0.5 * doubt @ _away(terms) ** 2)
