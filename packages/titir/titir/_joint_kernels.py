"""The loops of the joint scan: one over all circles for several expectations, one for the highest and the average likelihood ratio.

Letters follow Neill (2009), International Journal of Forecasting 25:498: c events seen, e expected in a zone.
"""

from math import exp, log

import numpy as np
from numpy.typing import NDArray

from titir._jit import compiled

BIN_SHIFT = 18
"""Bits of a float32 that are dropped: 32 bins of expected counts to every doubling."""
STEP = 0.05
LEVELS = 600
FIRST_BIN = 0x34000000 >> BIN_SHIFT  # 2**-23
LAST_BIN = 0x4B000000 >> BIN_SHIFT  # 2**23
NEGLIGIBLE = 20.0
"""Ratios that are lower than the highest by so many powers of e add nothing to the average."""


@compiled
def smallest_counts(table: NDArray[np.int32]) -> None:
    """Fill (levels, bins): the smallest count whose ratio beats `level * STEP` at the lower edge of each bin."""
    bits = np.empty(1, dtype=np.int32)
    value = bits.view(np.float32)
    levels, bins = table.shape
    for column in range(bins):
        bits[0] = (FIRST_BIN + column) << BIN_SHIFT
        e = float(value[0])
        c = float(int(e))
        for level in range(levels):
            while c < 2.0 or c <= e or c * log(c / e) - (c - e) <= level * STEP:
                c += 1.0
            table[level, column] = int(c)


@compiled
def _may_lead(c_zone: NDArray[np.int32], e_zone: NDArray[np.float32], leader: NDArray[np.float64]) -> bool:
    """Return whether any window may beat the leader of its kind, by a bound that takes no logarithm.

    log(c / e) <= (c / e - 1) / sqrt(c / e) for c > e, so that the ratio is at most (c - e) (sqrt(c / e) - 1).
    """
    least = np.float32(1e-9)
    slack = np.float32(1.0001)
    for which in range(len(e_zone)):
        edge = np.float32(leader[which])
        above = 0
        for day in range(len(c_zone)):
            c, e = np.float32(c_zone[day]), max(e_zone[which, day], least)
            more = np.float32(max(c - e, np.float32(0.0)))
            above += more * (np.sqrt(c / e) * slack - np.float32(1.0)) * slack > edge
        if above:
            return True
    return False


@compiled
def joint_best(
    start: NDArray[np.int64],
    index: NDArray[np.int32],
    seen: NDArray[np.int32],
    expected: NDArray[np.float32],
    table: NDArray[np.int32],
    carry: bool,
    best: NDArray[np.float64],
    rank: NDArray[np.int32],
    length: NDArray[np.int32],
) -> None:
    """Find the best zone around each centre under each expectation.

    Args:
        start: Where each region's neighbours begin in `index`.
        index: Neighbours, nearest first.
        seen: (regions, days) events of the last 1, 2, ... days.
        expected: (kinds, regions, days) the same of what is expected.
        table: (levels, bins) as `smallest_counts` makes it.
        carry: Whether only zones better than the best of all earlier centres matter.
        best: (regions, kinds) ratios.
        rank: (regions, kinds) neighbours in the circle, less one.
        length: (regions, kinds) days in the window, less one.
    """
    days, kinds = seen.shape[1], len(expected)
    levels, bins = table.shape
    c_zone = np.zeros(days, dtype=np.int32)
    e_zone = np.zeros((kinds, days), dtype=np.float32)
    as_float = np.zeros(1, dtype=np.float32)
    as_bits = as_float.view(np.int32)
    leader = np.zeros(kinds)
    at_level = np.zeros(kinds, dtype=np.int64)
    for centre in range(len(start) - 1):
        c_zone[:] = 0
        e_zone[:] = 0.0
        if not carry:
            leader[:] = 0.0
            at_level[:] = 0
        for place in range(start[centre + 1] - start[centre]):
            region = index[start[centre] + place]
            for day in range(days):
                c_zone[day] += seen[region, day]
            for which in range(kinds):
                for day in range(days):
                    e_zone[which, day] += expected[which, region, day]
            # A region or a day without events only adds to what is expected: the zone before it was better.
            if c_zone[days - 1] < 2 or seen[region, days - 1] == 0:
                continue
            if not _may_lead(c_zone, e_zone, leader):
                continue
            before = 1
            for day in range(days):
                c = c_zone[day]
                if c <= before:
                    continue
                before = c
                for which in range(kinds):
                    as_float[0] = e_zone[which, day] * np.float32(0.99999)
                    column = min(max((as_bits[0] >> BIN_SHIFT) - FIRST_BIN, 0), bins - 1)
                    if c < table[at_level[which], column]:
                        continue
                    e = max(float(e_zone[which, day]), 1e-9)
                    if c <= e:
                        continue
                    ratio = c * log(c / e) - (c - e)
                    if ratio > leader[which] * (1 + 1e-9):
                        leader[which] = ratio
                        at_level[which] = min(int(ratio / STEP), levels - 1)
                        best[centre, which] = ratio
                        rank[centre, which] = place
                        length[centre, which] = day


@compiled
def gains(
    start: NDArray[np.int64],
    index: NDArray[np.int32],
    gain: NDArray[np.float32],
    sizes: NDArray[np.bool_],
    spans: NDArray[np.int64],
    best: NDArray[np.float64],
    rank: NDArray[np.int32],
    length: NDArray[np.int32],
) -> None:
    """Find the highest likelihood ratio around each centre, and the average over its circles, stretches and rises.

    Args:
        start: Where each region's neighbours begin in `index`.
        index: Neighbours, nearest first.
        gain: (rises, regions, days) log-likelihood ratio of each region over the last 1, 2, ... days.
        sizes: (largest circle,) whether circles of so many regions, less one, are averaged over.
        spans: (spans,) days, less one, of the stretches that are averaged over.
        best: (regions, 2) highest log-likelihood ratio, and log(1 + average); left alone when nothing gains.
        rank: (regions,) neighbours, less one, in the circle that gains most.
        length: (regions,) its days, less one.
    """
    rises, _, days = gain.shape
    zone = np.zeros((rises, days), dtype=np.float32)
    for centre in range(len(start) - 1):
        zone[:] = 0.0
        top, peak, total, tried = np.float32(0.0), 0.0, 0.0, 0
        for place in range(start[centre + 1] - start[centre]):
            region = index[start[centre] + place]
            above = 0
            for rise in range(rises):
                for day in range(days):
                    more = zone[rise, day] + gain[rise, region, day]
                    zone[rise, day] = more
                    above += more > top
            if above:
                for rise in range(rises):
                    for day in range(days):
                        if zone[rise, day] > top:
                            top = zone[rise, day]
                            rank[centre] = place
                            length[centre] = day
            if not sizes[place]:
                continue
            tried += rises * len(spans)
            for rise in range(rises):
                for day in spans:
                    ratio = float(zone[rise, day])
                    if ratio > peak:
                        # The sum is kept in units of the highest, so that no power of e is too large.
                        total = total * exp(peak - ratio) + 1.0
                        peak = ratio
                    elif ratio > peak - NEGLIGIBLE:
                        total += exp(ratio - peak)
        if top > 0.0:
            best[centre, 0] = top
        if total > 0.0 and top > 0.0:
            mean = peak + log(total / tried)
            best[centre, 1] = max(mean, 0.0) + log(1.0 + exp(-abs(mean)))
