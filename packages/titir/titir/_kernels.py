"""The loops of the scans: short, typed, without objects; each has a slow obvious twin in the tests.

Letters follow Kulldorff (1997), "A spatial scan statistic", Communications in Statistics 26:1481: c events seen and
e expected in a zone, n in all. Nothing here checks its input.
"""

from __future__ import annotations

from math import log

import numpy as np
from numpy.typing import NDArray

from titir import _plain
from titir._jit import COMPILED, compiled

POISSON, EXPECTATION, BERNOULLI = 0, 1, 2
HIGH, LOW, BOTH = 1, 2, 3

STEP = 0.02
"""Fineness of the levels in the table of smallest counts; the exact ratio is computed only above a level."""
BIN_SHIFT = 18
"""Bits of a float32 that are dropped: 32 bins of expected counts to every doubling."""


@compiled
def log_ratio(kind: int, c: float, e: float, n: float, cases: float) -> float:
    """Return the log-likelihood ratio of one zone, as if its rate might differ in either direction.

    POISSON: Kulldorff 1997, conditional on n events. EXPECTATION: Neill 2009. BERNOULLI: c cases among e people,
    `cases` among n. Terms whose count is zero vanish.
    """
    ratio = 0.0
    if kind == 2:
        if c > 0:
            ratio += c * log(c / e)
        if e > c:
            ratio += (e - c) * log((e - c) / e)
        if cases > c:
            ratio += (cases - c) * log((cases - c) / (n - e))
        if n - e > cases - c:
            ratio += (n - e - cases + c) * log((n - e - cases + c) / (n - e))
        ratio -= cases * log(cases / n)
        if n > cases:
            ratio -= (n - cases) * log((n - cases) / n)
        return ratio
    if c > 0:
        ratio = c * log(c / e)
    if kind == 1:
        return ratio - (c - e)
    if n > c and n > e:
        ratio += (n - c) * log((n - c) / (n - e))
    return ratio


@compiled
def counts_as(kind: int, c: float, e: float, n: float, cases: float, areas: int, high: int, low: int) -> bool:
    """Return whether a zone is of the sort that is sought: enough events, and more (or fewer) than expected."""
    usual = e * cases / n if kind == 2 else e
    if c > usual:
        return (areas & 1) != 0 and c >= high
    return (areas & 2) != 0 and c < usual and c >= low


@compiled
def beats(kind: int, c: float, edge: float, n: float, cases: float, level: float) -> bool:
    """Return whether a count is above expectation and its ratio above a level where `edge` or more is expected."""
    e = max(edge, c) if kind == 2 else edge
    if kind == 2:
        return c * n > e * cases and log_ratio(kind, c, e, n, cases) > level
    return c > e and log_ratio(kind, c, e, n, cases) > level


@compiled
def smallest_counts(
    kind: int, n: float, cases: float, high: int, first_bin: int, table: NDArray[np.uint16]
) -> None:
    """Fill (levels, bins): the smallest count whose ratio is above `level * STEP` at the lower edge of each bin.

    A count below it is at or below the level anywhere in the bin, since the ratio of a count above expectation falls
    when more is expected; so what it rules out is ruled out exactly. 65535 is out of reach.
    """
    bits = np.empty(1, dtype=np.int32)
    value = bits.view(np.float32)
    levels, bins = table.shape
    most = 65535.0
    if kind == 0:
        most = min(most, n + 1)
    if kind == 2:
        most = min(most, cases + 1)
    for level in range(levels):
        c = float(high)
        for column in range(bins):
            bits[0] = (first_bin + column) << BIN_SHIFT
            edge = float(value[0])
            if c < most and not beats(kind, c, edge, n, cases, level * STEP):
                # c fails; stride on until a count passes, then halve the stretch between.
                stride = 1.0
                while c + stride < most and not beats(kind, c + stride, edge, n, cases, level * STEP):
                    c += stride
                    stride *= 2.0
                above = min(c + stride, most)
                while above - c > 1.0:
                    middle = np.floor((above + c) / 2)
                    if beats(kind, middle, edge, n, cases, level * STEP):
                        above = middle
                    else:
                        c = middle
                c = above
            table[level, column] = 65535 if c >= most else c


@compiled
def scan_centres(
    centres: NDArray[np.int64],
    start: NDArray[np.int64],
    index: NDArray[np.int32],
    seen: NDArray[np.int32],
    expected: NDArray[np.float64],
    begins: NDArray[np.int32],
    ends: NDArray[np.int32],
    numbers: NDArray[np.float64],
    limits: NDArray[np.int64],
    table: NDArray[np.uint16],
    carry: bool,
    best: NDArray[np.float64],
    best_rank: NDArray[np.int32],
    best_window: NDArray[np.int32],
) -> float:
    """Find the best zones around each centre and return the highest ratio of all.

    Args:
        centres: Which regions to grow circles around; their results are filed under their position here.
        start: Where each region's neighbours begin in `index`.
        index: Neighbours, nearest first.
        seen: (regions, times + 1) events before each time, cumulated.
        expected: (regions, times + 1) the same of what is expected (BERNOULLI: of people).
        begins: First time of each window.
        ends: Time after the last of each window.
        numbers: n and, for BERNOULLI, all cases.
        limits: kind, areas, fewest events of high and of low zones, first bin of the table.
        table: (levels, bins) as `smallest_counts` makes it; used when only high zones are sought.
        carry: Whether only zones better than the best of all earlier centres matter (replicates).
        best: (centres, keep) the ratios, best first; further ones lie apart in time from all before.
        best_rank: (centres, keep) how many neighbours the circle holds, less one.
        best_window: (centres, keep) which window.
    """
    kind, areas, high, low, first_bin = limits[0], limits[1], limits[2], limits[3], limits[4]
    n, cases = numbers[0], numbers[1]
    times = seen.shape[1]
    windows = len(begins)
    keep = best.shape[1]
    c_zone = np.zeros(times, dtype=np.int64)
    e_zone = np.zeros(times)
    top = np.zeros(windows)
    top_rank = np.zeros(windows, dtype=np.int32)
    as_float = np.zeros(1, dtype=np.float32)
    as_bits = as_float.view(np.int32)
    levels, bins = table.shape
    highest = 0.0
    for position in range(len(centres)):
        centre = centres[position]
        c_zone[:] = 0
        e_zone[:] = 0.0
        top[:] = 0.0
        leader = highest if carry else 0.0
        level = min(int(leader / STEP), levels - 1)
        for rank in range(start[centre + 1] - start[centre]):
            region = index[start[centre] + rank]
            for time in range(times):
                c_zone[time] += seen[region, time]
                e_zone[time] += expected[region, time]
            for window in range(windows):
                count = c_zone[ends[window]] - c_zone[begins[window]]
                e = e_zone[ends[window]] - e_zone[begins[window]]
                if areas == HIGH:
                    # One test that hardly ever passes; asking first whether c > e would be guessed wrong half the time.
                    if keep > 1:
                        level = min(int(top[window] / STEP), levels - 1)
                    as_float[0] = e * 0.999999
                    column = min(max((as_bits[0] >> BIN_SHIFT) - first_bin, 0), bins - 1)
                    if count < table[level, column]:
                        continue
                c = float(count)
                if e <= 0 or not counts_as(kind, c, e, n, cases, areas, high, low):
                    continue
                beat = leader if keep == 1 else top[window]
                ratio = log_ratio(kind, c, e, n, cases)
                # Equal but for rounding is equal: the smaller circle and the earlier window stay.
                if ratio > beat * (1 + 1e-11) + 1e-12 or (beat == 0.0 and ratio > 0.0):
                    top[window] = ratio
                    top_rank[window] = rank
                    if keep == 1:
                        leader = ratio
                        level = min(int(leader / STEP), levels - 1)
                        best[position, 0] = ratio
                        best_rank[position, 0] = rank
                        best_window[position, 0] = window
        if keep == 1:
            highest = max(highest, leader)
            continue
        for number in range(keep):
            chosen = -1
            for window in range(windows):
                if top[window] > 0.0 and (chosen < 0 or top[window] > top[chosen] * (1 + 1e-11)):
                    chosen = window
            if chosen < 0:
                break
            best[position, number] = top[chosen]
            best_rank[position, number] = top_rank[chosen]
            best_window[position, number] = chosen
            highest = max(highest, top[chosen])
            for window in range(windows):
                if begins[window] < ends[chosen] and begins[chosen] < ends[window]:
                    top[window] = 0.0
    return highest


if not COMPILED:
    scan_centres = _plain.scan_centres
    smallest_counts = _plain.smallest_counts
