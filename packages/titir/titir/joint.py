"""Three scans in one: against what is usual, given how much happened in all on each day, and against it declustered.

The first (expectation-based) sees broad surges early; the second, like the space-time permutation scan, does not mind
when the level of a whole office moves; the third counts each region once in seven days, so that the aftermath of one
event in one place, which contagious data are full of, does not drown a rise in several places. All are judged by the
same replicates, and the best of them counts (min-p), so that one honest p-value comes out. The third is left out where
what is counted are reports, of which several tell of one thing: then many in one place are the sign that is looked for.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from titir import _joint_kernels
from titir._inputs import Floats
from titir.geometry import Neighbours

SECONDARY = 10
DEAD_DAYS = 6
"""Days after a counted event on which a declustered count counts no other of the same region."""


@dataclass(frozen=True)
class Zone:
    """A circle and a stretch of days up to the last.

    Attributes:
        areas: Regions, nearest first.
        days: Length of the stretch.
        ratio: Log-likelihood ratio.
        kind: 0 against the usual, 1 given the daily totals, 2 declustered against the usual.
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


def declustered(counts: NDArray[np.integer]) -> NDArray[np.int32]:
    """Return counts (regions, days, ...) in which a region counts once, and then not for six days.

    What follows an event in the same place within the week is held to be its aftermath, as earthquake catalogues are
    declustered (Gardner and Knopoff 1974, Bulletin of the Seismological Society of America 64:1363).
    """
    counted = np.zeros(counts.shape, dtype=np.int32)
    rest = np.zeros(counts[:, 0].shape, dtype=np.int32)
    for day in range(counts.shape[1]):
        now = (counts[:, day] > 0) & (rest == 0)
        counted[:, day] = now
        rest = np.where(now, DEAD_DAYS, np.maximum(rest - 1, 0))
    return counted


def after_rest(expected: Floats, *, aftermath: float = 0.0) -> Floats:
    """Return what is expected of declustered counts: those of a counter with a dead time (Mueller 1973, NIM 112:47).

    Args:
        expected: (regions, days) events.
        aftermath: Events that one event brings in its own region while it rests (`Excitation.aftermath`).
    """
    return np.asarray(expected * (1 - aftermath) / (1 + DEAD_DAYS * expected), dtype=np.float64)


def _last_days(values: Floats) -> NDArray[np.float32]:
    return np.ascontiguousarray(np.cumsum(values[..., ::-1], axis=-1), dtype=np.float32)


def _seen_last_days(counts: NDArray[np.int32]) -> NDArray[np.int32]:
    return np.ascontiguousarray(np.cumsum(counts[:, ::-1], axis=1), dtype=np.int32)


def lane_maxima(
    drawn: NDArray[np.uint16], expected: Floats, circles: Neighbours, *, rested: Floats | None = None
) -> Floats:
    """Return the best ratio of each lane of counts (regions, days, lanes) in each kind of scan: (lanes, 2 or 3).

    `rested` (regions, days) is what is expected of declustered counts; without it they are not looked at.
    """
    lanes = [
        _search(drawn[:, :, lane].astype(np.int32), expected, circles, rested=rested, carry=True)[0].max(
            axis=0
        )
        for lane in range(drawn.shape[2])
    ]
    return np.array(lanes).reshape(len(lanes), 2 if rested is None else 3)


def _search(
    counts: NDArray[np.int32], expected: Floats, circles: Neighbours, *, rested: Floats | None, carry: bool
) -> tuple[Floats, NDArray[np.int32], NDArray[np.int32]]:
    """Return ratios, ranks and lengths (regions, kinds), of all counts and of declustered ones."""
    every = _walk(counts, np.stack([expected, level_free(counts, expected)]), circles, carry=carry)
    if rested is None:
        return every
    once = _walk(declustered(counts), rested[None], circles, carry=carry)
    return np.hstack([every[0], once[0]]), np.hstack([every[1], once[1]]), np.hstack([every[2], once[2]])


def _walk(
    counts: NDArray[np.int32], expected: Floats, circles: Neighbours, *, carry: bool
) -> tuple[Floats, NDArray[np.int32], NDArray[np.int32]]:
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
    rested: Floats | None = None,
) -> list[Zone]:
    """Return the best zones that do not overlap, best first.

    Args:
        counts: (regions, days) events of the window.
        expected: (regions, days).
        circles: The circles around every region.
        centre: (kinds,) typical ratio of a night, of each kind.
        spread: (kinds,) how far nights lie apart.
        rested: As for `lane_maxima`.
    """
    best, rank, length = _search(counts, expected, circles, rested=rested, carry=False)
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
