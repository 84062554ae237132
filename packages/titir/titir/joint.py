"""Two scans in one: against what is usual, and against what is usual given how much happened in all on each day.

The first (expectation-based) sees broad surges early; the second, like the space-time permutation scan, does not mind
when the level of a whole office moves. Both are judged by the same replicates, and the better of the two counts
(min-p), so that one honest p-value comes out.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from titir import _joint_kernels
from titir._inputs import Floats
from titir.geometry import Neighbours

SECONDARY = 10


@dataclass(frozen=True)
class Zone:
    """A circle and a stretch of days up to the last.

    Attributes:
        areas: Regions, nearest first.
        days: Length of the stretch.
        ratio: Log-likelihood ratio.
        kind: 0 against the usual, 1 given the daily totals.
        score: Ratio as far above that of a typical night, in spreads of nights; both kinds on one scale.
    """

    areas: NDArray[np.int32]
    days: int
    ratio: float
    kind: int
    score: float


@cache
def _table() -> NDArray[np.int32]:
    shape = (_joint_kernels.LEVELS, _joint_kernels.LAST_BIN - _joint_kernels.FIRST_BIN)
    table = np.zeros(shape, dtype=np.int32)
    _joint_kernels.smallest_counts(table)
    return table


def level_free(counts: NDArray[np.integer], expected: Floats) -> Floats:
    """Return expectations (regions, days) scaled to the total that was seen on each day."""
    totals = expected.sum(axis=0)
    pace = np.divide(counts.sum(axis=0), totals, out=np.zeros(totals.size), where=totals > 0)
    return np.asarray(expected * pace, dtype=np.float64)


def _last_days(values: Floats) -> NDArray[np.float32]:
    return np.ascontiguousarray(np.cumsum(values[:, ::-1], axis=1), dtype=np.float32)


def _seen_last_days(counts: NDArray[np.int32]) -> NDArray[np.int32]:
    return np.ascontiguousarray(np.cumsum(counts[:, ::-1], axis=1), dtype=np.int32)


def lane_maxima(drawn: NDArray[np.uint16], expected: Floats, circles: Neighbours) -> Floats:
    """Return the best ratio of each lane under both expectations, (lanes, 2)."""
    found = np.zeros((drawn.shape[2], 2))
    usual = _last_days(expected)
    for lane in range(len(found)):
        counts = drawn[:, :, lane].astype(np.int32)
        best, _, _ = _search(counts, usual, expected, circles, carry=True)
        found[lane] = best.max(axis=0)
    return found


def _search(
    counts: NDArray[np.int32],
    usual: NDArray[np.float32],
    expected: Floats,
    circles: Neighbours,
    *,
    carry: bool,
) -> tuple[Floats, NDArray[np.int32], NDArray[np.int32]]:
    shape = (len(counts), 2)
    best, rank, length = np.zeros(shape), np.zeros(shape, np.int32), np.zeros(shape, np.int32)
    free = _last_days(level_free(counts, expected))
    seen = _seen_last_days(counts)
    _joint_kernels.joint_best(
        circles.start, circles.index, seen, usual, free, _table(), carry, best, rank, length
    )
    return best, rank, length


def best_zones(
    counts: NDArray[np.int32], expected: Floats, circles: Neighbours, *, centre: Floats, spread: Floats
) -> list[Zone]:
    """Return the best zones that do not overlap, best first.

    Args:
        counts: (regions, days) events of the window.
        expected: (regions, days).
        circles: The circles around every region.
        centre: (2,) typical ratio of a night, of each kind.
        spread: (2,) how far nights lie apart.
    """
    best, rank, length = _search(counts, _last_days(expected), expected, circles, carry=False)
    score = np.where(best > 0, (best - centre) / spread, -np.inf)
    taken = np.zeros(len(counts), dtype=np.bool_)
    zones: list[Zone] = []
    for place in np.argsort(-score, axis=None, kind="stable"):
        region, kind = divmod(int(place), 2)
        if not np.isfinite(score[region, kind]) or len(zones) == SECONDARY:
            break
        areas = circles.of(region)[: rank[region, kind] + 1]
        if taken[areas].any():
            continue
        taken[areas] = True
        zones.append(
            Zone(
                areas=areas,
                days=int(length[region, kind]) + 1,
                ratio=float(best[region, kind]),
                kind=kind,
                score=float(score[region, kind]),
            )
        )
    return zones
