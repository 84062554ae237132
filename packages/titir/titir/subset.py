"""The shape of a cluster: within the circle that was found, the regions that make it most remarkable.

Fast subset scan (Neill 2012, "Fast subset scan for spatial pattern detection", JRSS B 74:337): of all 2^k subsets of
k regions the best for an expectation-based or Kulldorff statistic is among the k that hold the regions with the
highest ratio of observed to expected, so that sorting them finds it. The ratio of a subset is higher than that of
its circle by selection alone: it is for the map, and the p-value stays that of the circle.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from titir._kernels import EXPECTATION, POISSON, log_ratio
from titir.counts import checked_counts, checked_expected
from titir.errors import OptionError, ShapeError
from titir.scan import Cluster


@dataclass(frozen=True)
class Shape:
    """The regions within a circle that stand out.

    Attributes:
        regions: Numbers of the regions, the most remarkable first.
        observed: Events in them, in the days of the cluster.
        expected: Expected events.
        llr: Log-likelihood ratio of the subset.
    """

    regions: tuple[int, ...]
    observed: int
    expected: float
    llr: float


def shape_of(
    cluster: Cluster, counts: ArrayLike, expected: ArrayLike, *, total: float | None = None
) -> Shape:
    """Return the best subset of the regions of a high cluster, over its own days.

    Args:
        cluster: What a scan found.
        counts: (regions, days) the counts that were scanned.
        expected: (regions, days) what was expected.
        total: All events, for Kulldorff's statistic; the expectation-based one when None.

    Raises:
        ShapeError: If the cluster lies outside the counts.
        OptionError: If no region of the cluster has more events than expected.
    """
    seen = checked_counts(counts)
    mean = checked_expected(expected, seen)
    if max(cluster.regions) >= len(seen) or cluster.last_day >= seen.shape[1]:
        raise ShapeError(
            f"a cluster up to region {max(cluster.regions)} and day {cluster.last_day} lies outside counts {seen.shape}"
        )
    days = slice(cluster.first_day, cluster.last_day + 1)
    regions = np.array(cluster.regions)
    c = seen[regions, days].sum(axis=1).astype(np.float64)
    e = mean[regions, days].sum(axis=1)
    order = np.lexsort((regions, -np.divide(c, e, out=np.zeros_like(c), where=e > 0)))
    best, ratio = 0, 0.0
    kind, n = (EXPECTATION, 0.0) if total is None else (POISSON, float(total))
    sums = np.cumsum(c[order]), np.cumsum(e[order])
    for size, (some, usual) in enumerate(zip(*sums, strict=True), start=1):
        value = log_ratio(kind, float(some), float(usual), n, 0.0) if some > usual > 0 else 0.0
        if value > ratio:
            best, ratio = size, value
    if not best:
        raise OptionError("no region of this cluster has more events than expected")
    chosen = order[:best]
    return Shape(tuple(map(int, regions[chosen])), int(c[chosen].sum()), float(e[chosen].sum()), float(ratio))
