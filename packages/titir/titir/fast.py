"""Which scans the fast loops can do, what they need to know beforehand, and how replicates are laid out for them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from titir import _lanes
from titir._jit import COMPILED
from titir._kernels import HIGH, STEP
from titir.field import Field
from titir.replicates import Counts
from titir.significance import batches, in_order
from titir.windows import Windows

TOGETHER = 64
"""Lanes of the loop for windows that end together: one register of AVX-512 as bytes."""
ANYWHERE = 32
"""Lanes of the loop for windows anywhere: the running sums of a year then stay in the innermost cache."""
QUAD = 4
CENTRES = 8_192
"""Centres whose blocks are worked out together."""
MOST = 65_534
"""Most events of one lane that a running sum of 16 bits may hold."""


@dataclass(frozen=True)
class Blocks:
    """Circles cut into blocks of ranks.

    Attributes:
        expected: float64 (units, windows), or (units, days + 1) cumulated.
        first: int64 (units + 1,) where the blocks of each centre begin.
        rank: int32 (blocks,) first rank of each.
        columns: uint16 (blocks, windows) bin of what is expected at the first rank.
    """

    expected: NDArray[np.float64]
    first: NDArray[np.int64]
    rank: NDArray[np.int32]
    columns: NDArray[np.uint16]


@dataclass(frozen=True)
class Plan:
    """How the fast loops go through one level.

    Attributes:
        together: Blocks for windows that end together, or None.
        anywhere: Blocks for windows anywhere, or None.
    """

    together: Blocks | None
    anywhere: Blocks | None


def possible(field: Field) -> bool:
    """Return whether the fast loops can search this field at all."""
    windows = field.tried or field.windows
    return COMPILED and field.statistic.areas == HIGH and (windows.end_together or bool(windows.spans))


def fits(field: Field, drawn: Counts) -> bool:
    """Return whether they can search these replicates, whose counts must fit into bytes and running sums."""
    if not possible(field) or drawn.dtype != np.uint8:
        return False
    return int(drawn.sum(axis=(0, 1), dtype=np.int64).max(initial=0)) <= MOST


def plans(field: Field) -> list[Plan]:
    """Return how to go through each level; worked out once and kept with the field."""
    if "plans" not in field.prepared:
        field.prepared["plans"] = [plan(field, number) for number in range(len(field.levels))]
    made: list[Plan] = field.prepared["plans"]
    return made


def plan(field: Field, number: int) -> Plan:
    """Return how to go through one level."""
    windows = field.tried or field.windows
    together = _plan_together(field, number, windows) if len(_begins(windows)) else None
    return Plan(together, None if windows.end_together else _plan_anywhere(field, number, windows))


def _begins(windows: Windows) -> NDArray[np.int64]:
    """Return the first days of windows that end together, earliest first; of the others only the whole time."""
    if windows.end_together:
        return np.unique(windows.begins).astype(np.int64)
    return np.zeros(int(windows.has_whole), dtype=np.int64)


def _rows_of(windows: Windows) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Return the first day of each row, and which rows are windows that are tried.

    Where windows begin on most days, there is a row for each day, so that what was drawn can be summed up in place.
    Rows come in fours; those that are too many stand before the others and are never reached.
    """
    begins = _begins(windows)
    if 2 * len(begins) >= windows.days:
        days = np.arange(-(-windows.days % QUAD), windows.days)
        return np.maximum(days, 0), np.isin(days, begins)
    padded = -len(begins) % QUAD
    return np.concatenate([np.zeros(padded, np.int64), begins]), np.arange(padded + len(begins)) >= padded


def _plan_together(field: Field, number: int, windows: Windows) -> Blocks:
    before, near = field.cumulated[number], field.levels[number].neighbours
    begins, tried = _rows_of(windows)
    expected = np.ascontiguousarray(before[:, -1:] - before[:, begins])
    first_bin, bins = int(field.limits[4]), field.table.shape[1]
    first = np.zeros(len(near) + 1, dtype=np.int64)
    rank, columns = np.zeros(0, dtype=np.int32), np.zeros((0, 1), dtype=np.uint16)
    # Counted by the longest window alone, which decides where blocks end; then written.
    longest = np.ascontiguousarray(expected[:, :1])
    count = _lanes.plan_blocks(
        near.start, near.index, longest, first_bin, bins, first, rank, columns, 0, len(near)
    )
    rank, columns = np.zeros(count, dtype=np.int32), np.zeros((count, len(begins)), dtype=np.uint16)

    def write(some: range) -> int:
        return _lanes.plan_blocks(
            near.start, near.index, expected, first_bin, bins, first, rank, columns, some.start, some.stop
        )

    # Where each centre's blocks begin is known by now, so that parts of the country are written side by side.
    parts = batches(len(near), CENTRES)
    list(in_order(write, parts, None, threads=None if len(parts) > 1 else 1))
    columns[:, ~tried] = bins
    return Blocks(expected, first, rank, columns)


def _plan_anywhere(field: Field, number: int, windows: Windows) -> Blocks:
    near, expected = field.levels[number].neighbours, field.cumulated[number]
    spans = np.array(windows.spans, dtype=np.int64)
    first_bin, bins = int(field.limits[4]), field.table.shape[1]
    first = np.zeros(len(near) + 1, dtype=np.int64)
    columns = np.zeros((0, len(spans)), dtype=np.uint16)
    rank = np.zeros(0, dtype=np.int32)
    for _ in range(2):  # first only counted, then written
        count = _lanes.plan_spans(
            near.start, near.index, expected, spans, windows.end_from, first_bin, bins, first, rank, columns
        )
        if not len(rank):
            rank = np.zeros(count, dtype=np.int32)
            columns = np.zeros((count, len(spans)), dtype=np.uint16)
    return Blocks(expected, first, rank, columns)


def lane_maxima(field: Field, drawn: Counts) -> NDArray[np.float64] | None:
    """Return the highest ratio of each lane of bytes (regions, days, lanes), which may be summed up in place.

    None if a sum over days or over the regions of a unit does not fit into a byte.
    """
    windows = field.tried or field.windows
    best = np.zeros(-(-drawn.shape[2] // TOGETHER) * TOGETHER)
    if not windows.end_together and not _anywhere(field, drawn, best):
        return None
    if len(_begins(windows)) and not _together(field, drawn, best):
        return None
    return best[: drawn.shape[2]]


def _together(field: Field, drawn: Counts, best: NDArray[np.float64]) -> bool:
    begins, _ = _rows_of(field.tried or field.windows)
    largest = np.zeros(len(drawn), dtype=np.uint8)
    for first in range(0, drawn.shape[2], TOGETHER):
        rows = _summed(drawn[:, :, first : first + TOGETHER], begins, largest)
        if rows is None:
            return False
        for number, level in enumerate(field.levels):
            units, most = rows, largest
            if level.unit is not None:
                units = _aligned((len(level.neighbours), *rows.shape[1:]))
                flat = units.reshape(len(units), -1)
                if not _lanes.add_units(rows.reshape(len(rows), -1), level.unit.astype(np.int32), flat):
                    return False
                most = np.ascontiguousarray(units.max(axis=(1, 2)))
            _search_together(field, number, units, most, best[first : first + TOGETHER])
    return True


def _summed(drawn: Counts, begins: NDArray[np.int64], largest: NDArray[np.uint8]) -> NDArray[np.uint8] | None:
    """Return counts from the first day of each row to the last day, (regions, rows, 64); None if a byte overflows."""
    regions, days, lanes = drawn.shape
    if np.array_equal(begins[-days:], np.arange(days)):
        rows = drawn.view(np.uint8)
        if (days, lanes) != (len(begins), TOGETHER) or not drawn.flags.c_contiguous:
            rows = _aligned((regions, len(begins), TOGETHER))
            rows[:, len(begins) - days :, :lanes] = drawn
        return rows if _lanes.sum_back(rows, largest) else None
    sums = [drawn[:, begin:].sum(axis=1, dtype=np.uint16) for begin in begins]
    if max(int(one.max(initial=0)) for one in sums) > 255:
        return None
    rows = _aligned((regions, len(begins), TOGETHER))
    for number, one in enumerate(sums):
        rows[:, number, :lanes] = one
    largest[:] = rows.max(axis=(1, 2))
    return rows


def _aligned(shape: tuple[int, ...]) -> NDArray[np.uint8]:
    """Return zeros that begin with a cache line, so that no row of lanes lies across two."""
    size = int(np.prod(shape))
    room = np.zeros(size + 64, dtype=np.uint8)
    start = -room.ctypes.data % 64
    return room[start : start + size].reshape(shape)


def best_together(
    field: Field, number: int, seen: NDArray[np.int32], centres: NDArray[np.int64]
) -> tuple[NDArray[np.float64], NDArray[np.int32], NDArray[np.int32]]:
    """Return the best zone around each centre in counts that were seen: ratio, rank and window.

    `seen` (units, rows) are counts in the rows of `rows_seen`.
    """
    near, blocks = field.levels[number].neighbours, plans(field)[number].together
    count = len(centres)
    ratio, rank, row = np.zeros(count), np.zeros(count, np.int32), np.zeros(count, np.int32)
    if blocks is not None:
        _lanes.best_together(
            centres, near.start, near.index, seen, blocks.first, blocks.rank, blocks.columns, blocks.expected,
            field.numbers, field.limits, field.table, ratio, rank, row,
        )  # fmt: skip
    begins, _ = _rows_of(field.windows)
    window_of = np.zeros(field.windows.days, dtype=np.int32)
    window_of[field.windows.begins] = np.arange(len(field.windows.begins))
    return ratio, rank, window_of[begins[row]]


def rows_seen(field: Field, before: NDArray[np.int32]) -> NDArray[np.int32]:
    """Return the counts (units, rows) of each window, from counts before each day (units, days + 1)."""
    begins, _ = _rows_of(field.windows)
    return np.ascontiguousarray(before[:, -1:] - before[:, begins])


def _search_together(
    field: Field, number: int, rows: NDArray[np.uint8], largest: NDArray[np.uint8], best: NDArray[np.float64]
) -> None:
    level, blocks = field.levels[number], plans(field)[number].together
    if blocks is None:
        return
    _lanes.search_lanes(
        field.visits[number], level.neighbours.start, level.neighbours.index, rows, largest,
        blocks.first, blocks.rank, blocks.columns, blocks.expected, field.numbers, field.limits, field.table,
        _thresholds(field, best), best, np.zeros((rows.shape[1], TOGETHER), dtype=np.uint16),
    )  # fmt: skip


def _thresholds(field: Field, best: NDArray[np.float64]) -> NDArray[np.uint16]:
    """Return the smallest counts that beat each lane's record, and a last row that nothing reaches."""
    level = np.minimum(best / STEP, len(field.table) - 1).astype(np.int64)
    never = np.full((1, len(best)), 65_535, dtype=np.uint16)
    return np.ascontiguousarray(np.concatenate([field.table[level].T, never]))


def _anywhere(field: Field, drawn: Counts, best: NDArray[np.float64]) -> bool:
    windows = field.tried or field.windows
    spans = np.array(windows.spans, dtype=np.int64)
    for number, level in enumerate(field.levels):
        blocks = plans(field)[number].anywhere
        if blocks is None:
            continue
        for first in range(0, drawn.shape[2], ANYWHERE):
            some = level.gather(drawn[:, :, first : first + ANYWHERE].astype(np.uint16))
            sums = np.cumsum(some, axis=1, dtype=np.uint16)
            if int(sums.max(initial=0)) > 255:
                return False
            rows = _aligned((len(some), windows.days + 1, ANYWHERE))
            rows[:, 1:, : sums.shape[2]] = sums
            records = best[first : first + ANYWHERE]
            _lanes.search_anywhere(
                field.visits[number], level.neighbours.start, level.neighbours.index, rows, blocks.expected,
                blocks.first, blocks.rank, blocks.columns, spans, windows.end_from, field.numbers, field.limits,
                field.table, _thresholds(field, records), records,
                np.zeros((windows.days + 1, ANYWHERE), dtype=np.uint16),
            )  # fmt: skip
    return True
