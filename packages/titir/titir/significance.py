"""How surprising the best zone is: ranks among replicates, stopping early, the Gumbel tail, a rolling pool.

All p-values are already adjusted for every zone and window tried, since replicates are judged by their best one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from os import cpu_count
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from titir.errors import OptionError

EULER = 0.5772156649015329
Task = TypeVar("Task")
Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Gumbel:
    """The distribution of maxima, fitted by moments: what lies beyond the replicates that were drawn.

    Source: Abrams, Kulldorff and Kleinman (2010), "Empirical and computational comparisons of ... Gumbel
    approximation for the spatial scan statistic", Int. J. Health Geographics 9:61.
    """

    location: float
    scale: float

    @classmethod
    def fitted(cls, maxima: NDArray[np.float64]) -> Gumbel:
        """Fit to the maxima of replicates.

        Raises:
            OptionError: If there are fewer than two, or all are equal.
        """
        if len(_maxima(maxima)) < 2 or not 0 < np.ptp(maxima) < np.inf:
            raise OptionError(f"{len(maxima)} equal or too few replicates have no Gumbel tail")
        scale = float(np.std(maxima, ddof=1)) * 6**0.5 / np.pi
        return cls(float(np.mean(maxima)) - EULER * scale, scale)

    def p(self, score: float) -> float:
        """Return the chance of a maximum as high as this."""
        return float(-np.expm1(-np.exp(-(score - self.location) / self.scale)))


def rank_p(score: float, maxima: NDArray[np.float64]) -> float:
    """Return the exact Monte Carlo p-value: the rank of a score among itself and the replicates.

    Source: Dwass (1957), Annals of Mathematical Statistics 28:181. Equal scores count as exceeding, but for rounding.
    """
    return (1 + exceeding(score, maxima)) / (1 + len(maxima))


def exceeding(score: float, maxima: NDArray[np.float64]) -> int:
    """Return how many replicates reach a score.

    Raises:
        OptionError: If the score is not a number, or there are no replicates.
    """
    drawn = _maxima(maxima)
    if np.isnan(score) or not len(drawn):
        raise OptionError(f"a score of {score} has no rank among {len(drawn)} replicates")
    return int(np.count_nonzero(drawn >= score * (1 - 1e-11)))


def _maxima(values: NDArray[np.float64]) -> NDArray[np.float64]:
    given = np.asarray(values)
    if given.ndim != 1 or given.dtype.kind not in "iuf" or np.isnan(given).any():
        raise OptionError(
            f"replicates must be (replicates,) numbers without NaN, got {given.dtype} {given.shape}"
        )
    return given


def stopped_p(score: float, maxima: NDArray[np.float64]) -> float:
    """Return the p-value of a run that was stopped because enough replicates had exceeded: their share.

    Source: Besag and Clifford (1991), Biometrika 78:301.
    """
    return max(exceeding(score, maxima), 1) / len(maxima)


def recurrence_interval_days(p: float, *, days_between: float = 1.0, analyses: int = 1) -> float:
    """Return how often, by chance, something as surprising is seen: once in so many days.

    Args:
        p: The p-value of one analysis, or of all `analyses` together when it was adjusted for the earlier ones.
        days_between: Days from one analysis to the next.
        analyses: How many analyses the p-value was adjusted for.

    Source: Kleinman et al. (2004), American Journal of Epidemiology 159:217; D/p and D/[1 - (1 - p)^(1/A)].
    """
    if not 0 < p <= 1:
        raise OptionError(f"a p-value lies in 0..1, got {p}")
    if not 0 < days_between < np.inf or not 1 <= analyses < np.inf:
        raise OptionError(
            f"days_between must lie above 0 and analyses be 1 or more, got {days_between} and {analyses}"
        )
    return days_between / p if analyses == 1 else float(days_between / -np.expm1(np.log1p(-p) / analyses))


@dataclass(frozen=True)
class RollingPool:
    """Maxima of the replicates of the last days: a few fresh ones a day judge as well as many.

    The null changes little from day to day, so that maxima of 30 days times 16 replicates serve as 480. Judged by
    their rank where that is fine enough, and by the Gumbel tail beyond; an audit draws exact replicates instead.

    Attributes:
        days: For how many days replicates are kept.
        kept: Per day its number and maxima, oldest first.
    """

    days: int = 30
    kept: tuple[tuple[int, tuple[float, ...]], ...] = ()

    def with_day(self, day: int, maxima: Iterable[float]) -> RollingPool:
        """Return the pool with the maxima of one more day, and without those that are too old."""
        fresh = (day, tuple(map(float, maxima)))
        others = tuple(one for one in self.kept if day - self.days < one[0] < day)
        return replace(self, kept=(*others, fresh))

    @property
    def maxima(self) -> NDArray[np.float64]:
        """All maxima of the pool, oldest day first."""
        return np.array([value for _, values in self.kept for value in values])

    def p(self, score: float) -> float:
        """Return the p-value of a score: its rank if at least ten replicates reach it, else the Gumbel tail."""
        maxima = self.maxima
        if exceeding(score, maxima) >= TAIL:
            return rank_p(score, maxima)
        return Gumbel.fitted(maxima).p(score)


TAIL = 10
"""Replicates that must reach a score for its rank to be finer than the Gumbel tail."""


def enough(maxima: NDArray[np.float64], score: float, most: int) -> int:
    """Return after which replicate a run stops, since `most` have reached the score; all of them if never."""
    reached = np.flatnonzero(np.cumsum(maxima >= score * (1 - 1e-11)) >= most)
    return int(reached[0]) + 1 if len(reached) else len(maxima)


def batches(replicates: int, size: int) -> list[range]:
    """Return the lanes in batches; answers do not depend on the size."""
    return [range(first, min(first + size, replicates)) for first in range(0, replicates, size)]


def in_order(
    task: Callable[[Task], Answer], tasks: Iterable[Task], executor: Executor | None, *, threads: int | None
) -> Iterator[Answer]:
    """Yield answers in the order of the tasks, worked on by an executor, by threads of our own, or right here.

    When the reader stops reading, what has not begun is not begun.
    """
    if executor is not None:
        yield from _awaited([executor.submit(task, one) for one in tasks])
        return
    workers = threads or cpu_count() or 1
    if workers == 1:
        yield from map(task, tasks)
        return
    with ThreadPoolExecutor(workers) as pool:
        yield from _awaited([pool.submit(task, one) for one in tasks])


def _awaited(futures: list[Future[Answer]]) -> Iterator[Answer]:
    try:
        for future in futures:
            yield future.result()
    finally:
        for future in futures:
            future.cancel()
