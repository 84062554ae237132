"""What all scans share: the search for the best zones.

The search of the observed counts finds the best zones of every centre; the search of replicates finds only the best
zone of each. Several levels (villages, kecamatan, kabupaten) are searched under one joint maximum.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from titir import _kernels, fast
from titir._kernels import BERNOULLI, EXPECTATION, POISSON
from titir.errors import ShapeError
from titir.field import Field, Level, Statistic, before
from titir.geometry import Neighbours
from titir.replicates import Counts, Null, compact
from titir.significance import batches, enough, in_order
from titir.windows import Windows

__all__ = [
    "BERNOULLI",
    "EXPECTATION",
    "POISSON",
    "Field",
    "Level",
    "Statistic",
    "Zone",
    "best_zones",
    "maxima",
]

LANES = 64
"""Replicates that are searched side by side."""
EVERYTHING = "everything"
"""Name of the level in which all regions are one."""
CENTRES = 1024
"""Centres that are searched together when counts that were seen are searched."""
APART = 64
"""Most clusters that one centre may have at different times."""


def prepare(field: Field) -> None:
    """Make once what the threads would each make."""
    _ = field.table, field.cumulated, field.numbers, field.limits, field.visits
    if fast.possible(field):
        fast.plans(field)


@dataclass(frozen=True)
class Zone:
    """A zone that stood out.

    Attributes:
        ratio: Its log-likelihood ratio.
        level: Which level.
        centre: Unit at the centre of the circle.
        size: How many units the circle holds.
        window: Which window.
    """

    ratio: float
    level: int
    centre: int
    size: int
    window: int


def best_zones(field: Field, *, keep: int = APART, threads: int | None = None) -> list[Zone]:
    """Return the best zones of every centre, best first; those of one centre lie apart in time.

    Zones whose ratios differ by rounding only stand by how many units they hold, and then in the order of the units
    (observed: of circles that differ by places without cases, SaTScan tells the smallest).
    """
    prepare(field)
    keep = 1 if field.windows.end_together else keep
    zones = [zone for number in range(len(field.levels)) for zone in _zones_of(field, number, keep, threads)]
    return sorted(zones, key=lambda zone: (-round(zone.ratio, 9), zone.size, zone.level, zone.centre))


def _zones_of(field: Field, number: int, keep: int, threads: int | None) -> list[Zone]:
    level = field.levels[number]
    seen = before(level.gather(field.counts))
    centres = np.sort(field.visits[number])
    blocks = [centres[first : first + CENTRES] for first in range(0, max(len(centres), 1), CENTRES)]
    work: Callable[[NDArray[np.int64]], Found]
    if fast.possible(field) and field.windows.end_together and field.tried is None:
        work = partial(fast.best_together, field, number, fast.rows_seen(field, seen))
    else:
        work = partial(_search, field, number, seen, field.windows, keep=keep, carry=False)
    parts = list(in_order(work, blocks, None, threads=threads if len(blocks) > 1 else 1))
    ratio, rank, window = (
        np.concatenate(columns).reshape(len(centres), -1) for columns in zip(*parts, strict=True)
    )
    return [
        Zone(float(ratio[row, column]), number, int(centres[row]), int(rank[row, column]) + 1, int(window[row, column]))
        for row, column in zip(*np.nonzero(ratio > 0), strict=True)
    ]  # fmt: skip


Found = tuple[NDArray[np.float64], NDArray[np.int32], NDArray[np.int32]]
"""Ratios, ranks and windows of the best zones of some centres."""


def _search(
    field: Field,
    number: int,
    seen: NDArray[np.int32],
    windows: Windows,
    centres: NDArray[np.int64],
    *,
    keep: int,
    carry: bool,
) -> Found:
    neighbours = field.levels[number].neighbours
    shape = (len(centres), keep)
    ratio, rank, window = np.zeros(shape), np.zeros(shape, np.int32), np.zeros(shape, np.int32)
    _kernels.scan_centres(
        centres, neighbours.start, neighbours.index, seen, field.cumulated[number],
        windows.begins, windows.ends, field.numbers, field.limits, field.table, carry, ratio, rank, window,
    )  # fmt: skip
    return ratio, rank, window


def maxima(
    field: Field,
    null: Null,
    replicates: int,
    *,
    seed: int,
    day: int,
    executor: Executor | None = None,
    threads: int | None = None,
    stop: tuple[float, int] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> NDArray[np.float64]:
    """Return the highest ratio of each replicate, in the order of their numbers.

    Args:
        field: The scan.
        null: What makes replicates.
        replicates: How many at most.
        seed: Key of the random numbers.
        day: Key of the random numbers.
        executor: Who works; threads of our own when None.
        threads: How many of our own; one for each processor when None.
        stop: A ratio, and how many replicates must reach it for the run to stop.
        progress: Told how many replicates are done, of how many.
    """
    prepare(field)
    work = partial(_batch, field, null, seed, day)
    found = np.empty(0)
    for some in in_order(work, batches(replicates, LANES), executor, threads=threads):
        found = np.concatenate([found, some])
        if progress is not None:
            progress(len(found), replicates)
        if stop is not None and np.count_nonzero(found >= stop[0]) >= stop[1]:
            return found[: enough(found, *stop)]
    return found


def _batch(field: Field, null: Null, seed: int, day: int, lanes: range) -> NDArray[np.float64]:
    drawn = compact(null, lanes, seed=seed, day=day)
    _check_drawn(field, drawn)
    found = fast.lane_maxima(field, drawn) if fast.fits(field, drawn) else None
    # What was drawn may have been summed up in place; drawn anew it is the same.
    return one_by_one(field, compact(null, lanes, seed=seed, day=day)) if found is None else found


def lane_maxima(field: Field, drawn: Counts) -> NDArray[np.float64]:
    """Return the highest ratio of each lane of counts (regions, days, lanes).

    Raises:
        ShapeError: If the counts are not those of the regions and days of the field.
    """
    _check_drawn(field, drawn)
    found = fast.lane_maxima(field, drawn.copy()) if fast.fits(field, drawn) else None
    return one_by_one(field, drawn) if found is None else found


def _check_drawn(field: Field, drawn: Counts) -> None:
    if drawn.ndim != 3 or drawn.shape[:2] != field.expected.shape:
        raise ShapeError(f"the null drew counts {drawn.shape} where {field.expected.shape} were asked for")


def one_by_one(field: Field, drawn: Counts) -> NDArray[np.float64]:
    """Return the highest ratio of each lane, searched like observed counts: slower, for any windows and areas."""
    best = np.zeros(drawn.shape[2])
    windows = field.tried or field.windows
    for lane in range(len(best)):
        counts = np.ascontiguousarray(drawn[:, :, lane], dtype=np.int32)
        for number, level in enumerate(field.levels):
            seen = before(level.gather(counts))
            ratio, _, _ = _search(field, number, seen, windows, field.visits[number], keep=1, carry=True)
            best[lane] = max(best[lane], float(ratio.max(initial=0.0)))
    return best


def with_everything(field: Field) -> Field:
    """Return the scan with one more level, in which all regions are one unit: purely temporal clusters."""
    one = Neighbours(np.array([0, 1]), np.zeros(1, dtype=np.int32))
    unit = np.zeros(len(field.counts), dtype=np.int32)
    return replace(field, levels=(*field.levels, Level(one, unit, EVERYTHING)), prepared={})
