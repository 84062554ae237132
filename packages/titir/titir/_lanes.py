"""The fast loops: 64 replicates side by side, one lane each, and no logarithm where nothing can be a record.

A circle grows by adding the rows of its regions. What is expected in a circle is the same for all replicates, so that
each lane needs only the smallest count that would beat its record: a table by bins of what is expected. Circles are
compared block by block of ranks, the counts at the end of a block against what is expected at its beginning: a bound,
so that only blocks that could hold a record are looked at rank by rank, with exact ratios. The answer is exact.

Rows are bytes; runs of rows whose sums stay below 256 are added as bytes and only then widened.
"""

from __future__ import annotations

from math import sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from titir._jit import compiled
from titir._kernels import BIN_SHIFT, STEP, counts_as, log_ratio
from titir._vectors import advance, widest

GROWTH = 0.6
"""By how many standard errors what is expected may grow within a block."""


@compiled
def plan_blocks(
    start: NDArray[np.int64],
    index: NDArray[np.int32],
    expected: NDArray[np.float64],
    first_bin: int,
    bins: int,
    first_block: NDArray[np.int64],
    rank: NDArray[np.int32],
    columns: NDArray[np.uint16],
    begin: int,
    end: int,
) -> int:
    """Cut the circles of centres `begin` to `end` into blocks of ranks, and say what is expected at their beginnings.

    A block ends before what is expected in its longest window has grown by a part of its standard error: then few
    blocks must be looked at twice, whatever their size (a whole standard error: 5 % of blocks; measured).

    Args:
        start: Where each region's neighbours begin in `index`.
        index: Neighbours, nearest first.
        expected: (units, windows) what is expected in each window.
        first_bin: First bin of the table of smallest counts.
        bins: How many bins it has; one more row holds what can never be reached.
        first_block: (units + 1,) where the blocks of each centre begin; written.
        rank: (blocks,) first rank of each block; written, unless it is empty.
        columns: (blocks, windows) bin of what is expected at the first rank; written, unless `rank` is empty.
        begin: First centre.
        end: Centre after the last.

    Returns how many blocks there are up to `end`.
    """
    windows = expected.shape[1]
    sums = np.zeros(windows)
    one = np.zeros(1, dtype=np.float32)
    bits = one.view(np.int32)
    block = int(first_block[begin])
    for centre in range(begin, end):
        sums[:] = 0.0
        most = -1.0
        for position in range(start[centre], start[centre + 1]):
            largest = 0.0
            for window in range(windows):
                sums[window] += expected[index[position], window]
                largest = max(largest, sums[window])
            if largest > most:
                most = largest + GROWTH * sqrt(largest)
                if len(rank):
                    rank[block] = position - start[centre]
                    for window in range(windows):
                        one[0] = sums[window] * 0.999999
                        column = min(max((bits[0] >> BIN_SHIFT) - first_bin, 0), bins - 1)
                        columns[block, window] = column
                block += 1
        first_block[centre + 1] = block
    return block


@compiled
def sum_back(rows: NDArray[np.uint8], largest: NDArray[np.uint8]) -> bool:
    """Turn counts of days (units, days, lanes) into counts from each day to the last, in place.

    `largest` (units,) is written: the largest count of each unit. Returns False if a sum does not fit into a byte.
    """
    units, days, lanes = rows.shape
    over: Any = 0
    for unit in range(units):
        for day in range(days - 2, -1, -1):
            for lane in range(lanes):
                added = rows[unit, day, lane]
                total = np.uint8(added + rows[unit, day + 1, lane])
                over |= np.int64(total < added)
                rows[unit, day, lane] = total
        most = np.uint8(0)
        for lane in range(lanes):
            most = max(most, rows[unit, 0, lane])
        largest[unit] = most
    return bool(over == 0)


@compiled
def add_units(rows: NDArray[np.uint8], unit: NDArray[np.int32], sums: NDArray[np.uint8]) -> bool:
    """Add the rows (regions, cells) of all regions of a unit to `sums` (units, cells); False if a byte overflows."""
    over: Any = 0
    for region in range(len(unit)):
        of = unit[region]
        for cell in range(rows.shape[1]):
            added = rows[region, cell]
            total = np.uint8(sums[of, cell] + added)
            over |= np.int64(total < added)
            sums[of, cell] = total
    return bool(over == 0)


@compiled
def search_lanes(
    visit: NDArray[np.int64],
    start: NDArray[np.int64],
    index: NDArray[np.int32],
    rows: NDArray[np.uint8],
    largest: NDArray[np.uint8],
    first_block: NDArray[np.int64],
    rank: NDArray[np.int32],
    columns: NDArray[np.uint16],
    expected: NDArray[np.float64],
    numbers: NDArray[np.float64],
    limits: NDArray[np.int64],
    table: NDArray[np.uint16],
    thresholds: NDArray[np.uint16],
    best: NDArray[np.float64],
    sums: NDArray[np.uint16],
) -> None:
    """Raise `best` (64,) to the highest ratio of each lane, over windows that end with the last day.

    Args:
        visit: Centres in the order in which they are visited.
        start: Where each region's neighbours begin in `index`.
        index: Neighbours, nearest first.
        rows: (units, windows, 64) counts of each window; a multiple of four windows.
        largest: (units,) largest count of each unit.
        first_block: Blocks as `plan_blocks` makes them.
        rank: The same.
        columns: The same.
        expected: (units, windows) what is expected.
        numbers: n and, for BERNOULLI, all cases.
        limits: kind, areas, fewest events of high and low zones, first bin of the table.
        table: (levels, bins) as `smallest_counts` makes it.
        thresholds: (bins + 1, 64) smallest count that beats each lane's record; kept up to date.
        best: (64,) records; kept up to date.
        sums: (windows, 64) room for the running sums.
    """
    windows = rows.shape[1]
    masks = np.zeros(windows, dtype=np.uint64)
    rows_at, index_at, sums_at = rows.ctypes.data, index.ctypes.data, sums.ctypes.data
    limits_at, columns_at, masks_at = thresholds.ctypes.data, columns.ctypes.data, masks.ctypes.data
    stride = np.int64(windows * 64)
    for centre in visit:
        base = start[centre]
        sums[:] = 0
        last = first_block[centre + 1]
        for block in range(first_block[centre], last):
            done = np.int64(rank[block])
            stop = np.int64(rank[block + 1]) if block + 1 < last else start[centre + 1] - base
            found = np.uint64(0)
            while done < stop:
                room = np.int64(255)
                run = done
                while run < stop and room >= largest[index[base + run]]:
                    room -= largest[index[base + run]]
                    run += 1
                found = np.uint64(0)
                for window in range(0, windows, 4):
                    found |= advance(
                        rows_at + window * 64, index_at + (base + done) * 4, run - done, stride,
                        sums_at + window * 128, limits_at, columns_at + (block * windows + window) * 2,
                        masks_at + window * 8,
                    )  # fmt: skip
                done = run
            if found != 0:
                look_closer(
                    base, np.int64(rank[block]), stop, index, rows, expected, numbers, limits, table, thresholds,
                    best, sums, masks,
                )  # fmt: skip


@compiled
def best_together(
    centres: NDArray[np.int64],
    start: NDArray[np.int64],
    index: NDArray[np.int32],
    seen: NDArray[np.int32],
    first_block: NDArray[np.int64],
    rank: NDArray[np.int32],
    columns: NDArray[np.uint16],
    expected: NDArray[np.float64],
    numbers: NDArray[np.float64],
    limits: NDArray[np.int64],
    table: NDArray[np.uint16],
    best: NDArray[np.float64],
    best_rank: NDArray[np.int32],
    best_window: NDArray[np.int32],
) -> None:
    """Find the best zone around each centre in counts that were seen, over windows that end with the last day.

    Arguments as for `search_lanes`, but one lane: seen (units, windows), the longest window first. Written per centre:
    the ratio, the number of neighbours less one, and the row of the window. Of equal zones the smallest, and of those
    the shortest, stays.
    """
    kind, areas, high, low = limits[0], limits[1], limits[2], limits[3]
    bins, levels = table.shape[1], table.shape[0]
    windows = seen.shape[1]
    sums = np.zeros(windows, dtype=np.int64)
    flagged = np.zeros(windows, dtype=np.int64)
    e_zone = np.zeros(windows)
    c_zone = np.zeros(windows, dtype=np.int64)
    for position in range(len(centres)):
        centre = centres[position]
        base = start[centre]
        sums[:] = 0
        leader, level = 0.0, 0
        last = first_block[centre + 1]
        for block in range(first_block[centre], last):
            first = np.int64(rank[block])
            stop = np.int64(rank[block + 1]) if block + 1 < last else start[centre + 1] - base
            for at in range(base + first, base + stop):
                region = index[at]
                for window in range(windows):
                    sums[window] += seen[region, window]
            count = 0
            for window in range(windows - 1, -1, -1):
                column = columns[block, window]
                if column < bins and sums[window] >= table[level, column]:
                    flagged[count] = window
                    count += 1
            if count == 0:
                continue
            for number in range(count):
                window = flagged[number]
                c_zone[number], e_zone[number] = 0, 0.0
                for at in range(base, base + first):
                    c_zone[number] += seen[index[at], window]
                    e_zone[number] += expected[index[at], window]
            for at in range(base + first, base + stop):
                for number in range(count):
                    c_zone[number] += seen[index[at], flagged[number]]
                    e_zone[number] += expected[index[at], flagged[number]]
                    c, e = float(c_zone[number]), e_zone[number]
                    if e <= 0 or not counts_as(kind, c, e, numbers[0], numbers[1], areas, high, low):
                        continue
                    ratio = log_ratio(kind, c, e, numbers[0], numbers[1])
                    # Equal but for rounding is equal.
                    if ratio > leader * (1 + 1e-11) + 1e-12 or (leader == 0.0 and ratio > 0.0):
                        leader, level = ratio, min(int(ratio / STEP), levels - 1)
                        best[position], best_rank[position] = ratio, at - base
                        best_window[position] = flagged[number]


@compiled
def look_closer(
    base: Any,
    first: Any,
    stop: Any,
    index: NDArray[np.int32],
    rows: NDArray[np.uint8],
    expected: NDArray[np.float64],
    numbers: NDArray[np.float64],
    limits: NDArray[np.int64],
    table: NDArray[np.uint16],
    thresholds: NDArray[np.uint16],
    best: NDArray[np.float64],
    sums: NDArray[np.uint16],
    masks: NDArray[np.uint64],
) -> None:
    """Go through the ranks of one block backwards, for the windows and lanes whose masks are set."""
    kind, areas, high, low, first_bin = limits[0], limits[1], limits[2], limits[3], limits[4]
    bins = table.shape[1]
    one = np.zeros(1, dtype=np.float32)
    bits = one.view(np.int32)
    at_rank = np.empty(stop - first)
    column = np.empty(stop - first, dtype=np.int64)
    for window in range(len(masks)):
        if masks[window] == 0:
            continue
        e = 0.0
        for rank in range(stop):
            e += expected[index[base + rank], window]
            if rank >= first:
                at_rank[rank - first] = e
                one[0] = e * 0.999999
                column[rank - first] = min(max((bits[0] >> BIN_SHIFT) - first_bin, 0), bins - 1)
        for lane in range(64):
            if (masks[window] >> np.uint64(lane)) & np.uint64(1) == 0:
                continue
            c = np.int64(sums[window, lane])
            for rank in range(stop - 1, first - 1, -1):
                e = at_rank[rank - first]
                if c >= thresholds[column[rank - first], lane] and counts_as(
                    kind, float(c), e, numbers[0], numbers[1], areas, high, low
                ):
                    ratio = log_ratio(kind, float(c), e, numbers[0], numbers[1])
                    if ratio > best[lane]:
                        raise_record(lane, ratio, table, thresholds, best)
                c -= rows[index[base + rank], window, lane]


@compiled
def raise_record(
    lane: int,
    ratio: float,
    table: NDArray[np.uint16],
    thresholds: NDArray[np.uint16],
    best: NDArray[np.float64],
) -> None:
    """Note a record, and what beats it from now on."""
    best[lane] = ratio
    level = min(int(ratio / STEP), table.shape[0] - 1)
    for column in range(table.shape[1]):
        thresholds[column, lane] = table[level, column]


@compiled
def search_anywhere(
    visit: NDArray[np.int64],
    start: NDArray[np.int64],
    index: NDArray[np.int32],
    rows: NDArray[np.uint8],
    expected: NDArray[np.float64],
    first_block: NDArray[np.int64],
    rank: NDArray[np.int32],
    columns: NDArray[np.uint16],
    spans: NDArray[np.int64],
    end_from: int,
    numbers: NDArray[np.float64],
    limits: NDArray[np.int64],
    table: NDArray[np.uint16],
    thresholds: NDArray[np.uint16],
    best: NDArray[np.float64],
    sums: NDArray[np.uint16],
) -> None:
    """Raise `best` (32,) to the highest ratio of each lane, over windows of some lengths anywhere in time.

    Args:
        visit: Centres in the order in which they are visited.
        start: Where each region's neighbours begin in `index`.
        index: Neighbours, nearest first.
        rows: (units, days + 1, 32) counts before each day, cumulated.
        expected: (units, days + 1) the same of what is expected.
        first_block: Blocks as `plan_spans` makes them.
        rank: The same.
        columns: (blocks, lengths) bin of the least that is expected in a window of each length.
        spans: (lengths,) lengths of windows.
        end_from: Earliest end of a window.
        numbers: n and, for BERNOULLI, all cases.
        limits: kind, areas, fewest events of high and low zones, first bin of the table.
        table: (levels, bins) as `smallest_counts` makes it.
        thresholds: (bins + 1, 32) smallest count that beats each lane's record; kept up to date.
        best: (32,) records; kept up to date.
        sums: (days + 1, 32) room for the running sums.
    """
    kind, areas, high, low, first_bin = limits[0], limits[1], limits[2], limits[3], limits[4]
    bins = table.shape[1]
    times = rows.shape[1]
    one = np.zeros(1, dtype=np.float32)
    bits = one.view(np.int32)
    flat = rows.reshape(rows.shape[0], times * 32)
    running = sums.reshape(times * 32)
    sums_at, limits_at = sums.ctypes.data, thresholds.ctypes.data
    e_zone = np.zeros(times)
    lane_sums = np.zeros(times, dtype=np.int64)
    lane_e = np.zeros(times)
    for centre in visit:
        base = start[centre]
        sums[:] = 0
        e_zone[:] = 0.0
        last = first_block[centre + 1]
        for block in range(first_block[centre], last):
            first = np.int64(rank[block])
            stop = np.int64(rank[block + 1]) if block + 1 < last else start[centre + 1] - base
            for position in range(base + first, base + stop):
                unit = index[position]
                for cell in range(times * 32):
                    running[cell] += flat[unit, cell]
                for time in range(times):
                    e_zone[time] += expected[unit, time]
            for number in range(len(spans)):
                span = spans[number]
                begin = max(0, end_from - span)
                found = widest(
                    sums_at, begin, times - span - begin, span, limits_at + columns[block, number] * 64
                )
                if found == 0:
                    continue
                for lane in range(32):
                    if (found >> np.uint64(lane)) & np.uint64(1) == 0:
                        continue
                    for time in range(times):
                        lane_sums[time] = sums[time, lane]
                        lane_e[time] = e_zone[time]
                    for position in range(base + stop - 1, base + first - 1, -1):
                        for time in range(begin, times - span):
                            c = lane_sums[time + span] - lane_sums[time]
                            if c < high:
                                continue
                            e = lane_e[time + span] - lane_e[time]
                            one[0] = e * 0.999999
                            column = min(max((bits[0] >> BIN_SHIFT) - first_bin, 0), bins - 1)
                            if c < thresholds[column, lane] or e <= 0:
                                continue
                            if not counts_as(kind, float(c), e, numbers[0], numbers[1], areas, high, low):
                                continue
                            ratio = log_ratio(kind, float(c), e, numbers[0], numbers[1])
                            if ratio > best[lane]:
                                raise_record(lane, ratio, table, thresholds, best)
                        unit = index[position]
                        for time in range(times):
                            lane_sums[time] -= rows[unit, time, lane]
                            lane_e[time] -= expected[unit, time]


@compiled
def plan_spans(
    start: NDArray[np.int64],
    index: NDArray[np.int32],
    expected: NDArray[np.float64],
    spans: NDArray[np.int64],
    end_from: int,
    first_bin: int,
    bins: int,
    first_block: NDArray[np.int64],
    rank: NDArray[np.int32],
    columns: NDArray[np.uint16],
) -> int:
    """Cut circles into blocks of ranks like `plan_blocks`, for windows anywhere in time.

    The bin of a length is that of the least that is expected in any window of that length: a bound for all of them.
    """
    times = expected.shape[1]
    sums = np.zeros(times)
    one = np.zeros(1, dtype=np.float32)
    bits = one.view(np.int32)
    block = 0
    for centre in range(len(start) - 1):
        sums[:] = 0.0
        most = -1.0
        for position in range(start[centre], start[centre + 1]):
            for time in range(times):
                sums[time] += expected[index[position], time]
            longest = spans[len(spans) - 1]
            largest = sums[times - 1] * longest / (times - 1)
            if largest > most:
                most = largest + GROWTH * sqrt(largest)
                if len(rank):
                    rank[block] = position - start[centre]
                    for number in range(len(spans)):
                        span = spans[number]
                        begin = max(0, end_from - span)
                        least = sums[begin + span] - sums[begin]
                        for time in range(begin, times - span):
                            least = min(least, sums[time + span] - sums[time])
                        one[0] = least * 0.999999
                        columns[block, number] = min(max((bits[0] >> BIN_SHIFT) - first_bin, 0), bins - 1)
                block += 1
        first_block[centre + 1] = block
    return block
