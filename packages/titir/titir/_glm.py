"""A weighted Poisson regression with a log link, small enough to be fitted thousands of times."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class PoissonFit:
    """A fitted log-linear model.

    Attributes:
        coefficients: (terms,) on the log scale.
        covariance: (terms, terms) of the coefficients at dispersion 1.
        mean: (n,) fitted means.
        leverage: (n,) diagonal of the hat matrix.
        dispersion: Pearson chi-square over residual degrees of freedom; NaN when none are left.
        residual_degrees: Observations with a positive weight minus terms.
    """

    coefficients: Floats
    covariance: Floats
    mean: Floats
    leverage: Floats
    dispersion: float
    residual_degrees: int


def poisson_regression(
    design: Floats, response: Floats, *, weights: Floats, offset: Floats, rounds: int = 25
) -> PoissonFit:
    """Fit by iteratively reweighted least squares (McCullagh and Nelder 1989, section 2.5).

    It stops when the deviance moves by less than 1e-8 of itself, so a level whose counts are all nought
    ends at a very small mean rather than at minus infinity.

    Args:
        design: (n, terms), of full column rank.
        response: (n,) counts.
        weights: (n,) prior weights >= 0.
        offset: (n,) on the log scale.
        rounds: The most steps taken.

    Raises:
        ArithmeticError: If the deviance is not a number, as when the design is not of full rank.
    """
    mean = response + 0.1
    eta = np.log(mean)
    before = np.inf
    for _ in range(rounds):
        working = eta - offset + (response - mean) / mean
        root = np.sqrt(weights * mean)
        q, r = np.linalg.qr(design * root[:, None])
        coefficients = np.linalg.solve(r, q.T @ (working * root))
        eta = design @ coefficients + offset
        mean = np.exp(eta)
        deviance = _deviance(response, mean, weights)
        if not np.isfinite(deviance):
            raise ArithmeticError(
                f"the regression of {response.size} counts (sum {response.sum():g}) on {design.shape[1]} terms failed"
            )
        if abs(deviance - before) < 1e-8 * (abs(deviance) + 0.1):
            break
        before = deviance
    return _finish(design, response, weights, coefficients, mean)


def _deviance(response: Floats, mean: Floats, weights: Floats) -> float:
    ratio = np.where(response > 0, response, 1.0) / np.where(response > 0, mean, 1.0)
    return float(2 * np.sum(weights * (response * np.log(ratio) - (response - mean))))


def _finish(
    design: Floats, response: Floats, weights: Floats, coefficients: Floats, mean: Floats
) -> PoissonFit:
    q, r = np.linalg.qr(design * np.sqrt(weights * mean)[:, None])
    inverse = np.linalg.inv(r)
    degrees = int(np.count_nonzero(weights > 0)) - design.shape[1]
    chi_square = float(np.sum(weights * (response - mean) ** 2 / mean))
    return PoissonFit(
        coefficients=coefficients,
        covariance=inverse @ inverse.T,
        mean=mean,
        leverage=np.sum(q * q, axis=1),
        dispersion=chi_square / degrees if degrees > 0 else float("nan"),
        residual_degrees=degrees,
    )
