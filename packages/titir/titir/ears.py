"""EARS C1, C2 and C3: a count against the mean of the last few (Hutwagner and others 2003).

For series without history. On sparse counts their thresholds are too low by far (docs/titir/ears.md).
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import norm

from titir import _inputs
from titir._inputs import Floats
from titir.errors import TitirError

ALPHA = {"C1": 0.001, "C2": 0.001, "C3": 0.025}
GAP = {"C1": 0, "C2": 2, "C3": 2}


@dataclass(frozen=True)
class Thresholds:
    """Upper bounds of a series of counts.

    Attributes:
        first: Index of the first count that could be judged.
        upper: (n - first,) a count above it is an alarm.
        expected: (n - first,) the mean of the baseline.
        alarm: (n - first,) whether the count lay above.
    """

    first: int
    upper: Floats
    expected: Floats
    alarm: np.ndarray[tuple[int], np.dtype[np.bool_]]


def ears(
    counts: ArrayLike,
    *,
    method: Literal["C1", "C2", "C3"] = "C1",
    baseline: int = 7,
    alpha: float | None = None,
    least_deviation: float = 0.0,
) -> Thresholds:
    """Judge each count by the `baseline` counts before it.

    C1 compares with the counts right before; C2 leaves two between; C3 lowers the bound of C2 by what the
    two counts before exceeded theirs. Bounds below nought are nought.

    Args:
        counts: (n,) per day or week, oldest first.
        method: Which of the three.
        baseline: How many counts the mean and the standard deviation are taken over.
        alpha: Share of false alarms if counts were normal; .001 for C1 and C2, .025 for C3 when left out.
        least_deviation: Smallest standard deviation used; .5 or 1 is advised for sparse counts.

    Raises:
        ValueError: If counts are no counts, or fewer than the method needs.
    """
    given = _inputs.counts("counts", counts, ndim=1).astype(np.float64)
    if method not in GAP:
        raise TitirError(f"method must be C1, C2 or C3, got {method!r}")
    _inputs.whole("baseline", baseline, 2)
    if not 0 <= least_deviation < np.inf:
        raise TitirError(f"least_deviation must be 0 or more, got {least_deviation}")
    z = float(norm.isf(_inputs.share("alpha", ALPHA[method] if alpha is None else alpha)))
    begin = baseline + GAP[method]
    first = begin + (2 if method == "C3" else 0)
    if given.size <= first:
        raise TitirError(f"{method} with a baseline of {baseline} needs {first + 1} counts, got {given.size}")
    windows = np.lib.stride_tricks.sliding_window_view(given, baseline)[: given.size - begin]
    mean = windows.mean(axis=1)
    deviation = np.maximum(windows.std(axis=1, ddof=1), least_deviation)
    upper = mean + z * deviation
    if method == "C3":
        upper = _lowered(given[begin:], mean, deviation, z)
    upper, mean = upper[first - begin :], mean[first - begin :]
    return Thresholds(first=first, upper=upper, expected=mean, alarm=given[first:] > upper)


def _lowered(given: Floats, mean: Floats, deviation: Floats, z: float) -> Floats:
    gap = given - mean
    steady = deviation == 0
    scaled = np.where(steady, np.where(gap > 0, np.inf, 0.0), gap / np.where(steady, 1.0, deviation))
    excess = np.maximum(scaled - 1, 0)
    before = np.zeros_like(excess)
    before[1:] += excess[:-1]
    before[2:] += excess[:-2]
    fall = np.where(steady, 0.0, deviation * (z - np.where(steady, 0.0, before)))
    return np.asarray(np.maximum(mean + fall, 0.0), dtype=np.float64)
