"""Three scans in one: against what is usual, given how much happened in all on each day, and declustered.

The first (expectation-based) sees broad surges early; the second, like the space-time permutation scan, does not mind
when the level of a whole office moves; the third weighs each event by how likely it is that no earlier one brought it,
so that aftermaths, which contagious data are full of, do not drown a rise of what comes by itself. All are judged by the
same replicates, and the best of them counts (min-p), so that one honest p-value comes out. The third is left out where
what is counted are reports, of which several tell of one thing: then many in one place are the sign that is looked for.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from titir import _joint_kernels, _plain
from titir._inputs import Floats
from titir._jit import COMPILED
from titir.declustering import Declustered
from titir.geometry import Neighbours

SECONDARY = 10


@dataclass(frozen=True)
class Zone:
    """A circle and a stretch of days up to the last.

    Attributes:
        areas: Regions, nearest first.
        days: Length of the stretch.
        ratio: Log-likelihood ratio.
        kind: 0 against the usual, 1 given the daily totals, 2 declustered.
        score: Ratio as far above that of a typical night, in spreads of nights; all kinds on one scale.
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
    return np.ascontiguousarray(np.cumsum(values[..., ::-1], axis=-1), dtype=np.float32)


def _seen_last_days(counts: NDArray[np.int32]) -> NDArray[np.int32]:
    return np.ascontiguousarray(np.cumsum(counts[:, ::-1], axis=1), dtype=np.int32)


def lane_maxima(
    drawn: NDArray[np.uint16],
    expected: Floats,
    circles: Neighbours,
    *,
    declustered: Declustered | None = None,
) -> Floats:
    """Return the best ratio of each lane of counts (regions, days, lanes) in each kind of scan: (lanes, 2 or 3).

    `declustered` knows what events bring; without it the third scan is left out.
    """
    lanes = [
        _search(drawn[:, :, lane].astype(np.int32), expected, circles, declustered, carry=True)[0].max(axis=0)
        for lane in range(drawn.shape[2])
    ]
    return np.array(lanes).reshape(len(lanes), 2 if declustered is None else 3)


_Found = tuple[Floats, NDArray[np.int32], NDArray[np.int32]]
"""Ratios, neighbours in the circle less one, and days less one: (regions, kinds)."""


def _search(
    counts: NDArray[np.int32],
    expected: Floats,
    circles: Neighbours,
    declustered: Declustered | None,
    *,
    carry: bool,
) -> _Found:
    every = _walk(counts, np.stack([expected, level_free(counts, expected)]), circles, carry=carry)
    if declustered is None:
        return every
    alone = _add_up(declustered.gains(counts), np.asarray(counts.any(axis=1)), circles, carry=carry)
    return np.hstack([every[0], alone[0]]), np.hstack([every[1], alone[1]]), np.hstack([every[2], alone[2]])


def _add_up(
    gains: NDArray[np.float32], busy: NDArray[np.bool_], circles: Neighbours, *, carry: bool
) -> _Found:
    shape = (len(busy), 1)
    best, rank, length = np.zeros(shape), np.zeros(shape, np.int32), np.zeros(shape, np.int32)
    search = _joint_kernels.best_sums if COMPILED else _plain.best_sums
    search(circles.start, circles.index, gains, busy, carry, best[:, 0], rank[:, 0], length[:, 0])
    return best, rank, length


def _walk(counts: NDArray[np.int32], expected: Floats, circles: Neighbours, *, carry: bool) -> _Found:
    shape = (len(counts), len(expected))
    best, rank, length = np.zeros(shape), np.zeros(shape, np.int32), np.zeros(shape, np.int32)
    _joint_kernels.joint_best(
        circles.start, circles.index, _seen_last_days(counts), _last_days(expected), _table(), carry, best, rank, length
    )  # fmt: skip
    return best, rank, length


def best_zones(
    counts: NDArray[np.int32],
    expected: Floats,
    circles: Neighbours,
    *,
    centre: Floats,
    spread: Floats,
    declustered: Declustered | None = None,
) -> list[Zone]:
    """Return the best zones that do not overlap, best first.

    Args:
        counts: (regions, days) events of the window.
        expected: (regions, days).
        circles: The circles around every region.
        centre: (kinds,) typical ratio of a night, of each kind.
        spread: (kinds,) how far nights lie apart.
        declustered: As for `lane_maxima`.
    """
    best, rank, length = _search(counts, expected, circles, declustered, carry=False)
    score = np.where(best > 0, (best - centre) / spread, -np.inf)
    taken = np.zeros(len(counts), dtype=np.bool_)
    zones: list[Zone] = []
    for place in np.argsort(-score, axis=None, kind="stable"):
        region, kind = divmod(int(place), best.shape[1])
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
