"""The scans of a night, all judged by the same replicates so that one honest p-value comes out.

Of reports, two in one walk, of which the better counts (min-p): against what is usual (expectation-based), which sees
broad surges early; and given how much happened in all on each day, which, like the space-time permutation scan, does not
mind when the level of a whole office moves.

Of events, of which each is counted once, one search for a risen background (`titir.declustering`), so that aftermaths,
which contagious data are full of, do not drown a rise of what comes by itself. Of it count the highest likelihood ratio,
and its average over the circles around a place and the stretches of days, which sees weak rises better (Chan and Walther
2013, Statistica Sinica 23:409). Of reports several tell of one thing: then many in one place are the sign.
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
        ratio: Log-likelihood ratio; of averages log(1 + average).
        kind: 0 against the usual, 1 given the daily totals; declustered: 0 the highest, 1 the average.
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
    """Return the best ratio of each lane of counts (regions, days, lanes) in both kinds of scan: (lanes, 2).

    `declustered` knows what events bring; when it is given, events are searched and not reports.
    """
    lanes = [
        _search(drawn[:, :, lane].astype(np.int32), expected, circles, declustered, carry=True)[0].max(axis=0)
        for lane in range(drawn.shape[2])
    ]
    return np.array(lanes).reshape(len(lanes), 2)


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
    if declustered is not None:
        return _gained(declustered.gains(counts), circles)
    return _walk(counts, np.stack([expected, level_free(counts, expected)]), circles, carry=carry)


def _gained(gain: NDArray[np.float32], circles: Neighbours) -> _Found:
    regions, days = gain.shape[1:]
    sizes = np.isin(np.arange(regions), ladder(regions))
    best, rank, length = np.zeros((regions, 2)), np.zeros(regions, np.int32), np.zeros(regions, np.int32)
    search = _joint_kernels.gains if COMPILED else _plain.gains
    search(circles.start, circles.index, gain, sizes, ladder(days), best, rank, length)
    return best, np.column_stack([rank, rank]), np.column_stack([length, length])


@cache
def ladder(most: int) -> NDArray[np.int64]:
    """Return the steps 0, 1, 2, ... below `most`, from one to the next by a third: every scale has its share.

    The last is always `most` - 1.
    """
    steps = [1]
    while steps[-1] < most:
        steps.append(min(max(steps[-1] + 1, round(steps[-1] * 4 / 3)), most))
    return np.array(steps) - 1


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
