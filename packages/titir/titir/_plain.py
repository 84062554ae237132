"""The same loops in plain NumPy, for machines without the compiler: slower, the same answers.

What they take and give is said beside the compiled ones, in `titir._draws`, `titir._kernels` and `titir._joint_kernels`.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from titir.random import EVENTS, words

LOW_HALF = np.uint64(0xFFFFFFFF)
HALF = np.uint64(32)
HIGH, BERNOULLI = 1, 2


def high_product(one: NDArray[np.uint64], other: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Return the upper 64 of the 128 bits of products, from four products of halves."""
    a, b = one >> HALF, one & LOW_HALF
    c, d = other >> HALF, other & LOW_HALF
    middle = a * d + ((b * d) >> HALF)
    upper: NDArray[np.uint64] = a * c + (middle >> HALF) + ((b * c + (middle & LOW_HALF)) >> HALF)
    return upper


def draw_cells(
    keys: NDArray[np.uint64],
    events: NDArray[np.int64],
    first: NDArray[np.int64],
    share: NDArray[np.uint64],
    alias: NDArray[np.int32],
    place: NDArray[np.int32],
    counts: NDArray[np.uint8] | NDArray[np.uint16],
) -> int:
    """Throw events into cells by the alias method."""
    largest = 0
    for lane, key in enumerate(keys):
        drawn = words(key, int(events[lane].sum()), use=EVENTS)
        at = 0
        cells = [np.empty(0, dtype=np.int64)]
        for stratum, number in enumerate(events[lane]):
            some = drawn[at : at + number]
            at += int(number)
            width = np.full(1, first[stratum + 1] - first[stratum], dtype=np.uint64)
            cell = first[stratum] + high_product(some, width).astype(np.int64)
            cells.append(np.where(some * width >= share[cell], alias[cell], cell))
        sums = np.bincount(place[np.concatenate(cells)], minlength=len(counts))
        largest = max(largest, int(sums.max(initial=0)))
        counts[:, lane] = np.minimum(sums, np.iinfo(counts.dtype).max)
    return largest


def draw_shuffled(
    keys: NDArray[np.uint64],
    first: NDArray[np.int64],
    place: NDArray[np.int32],
    first_slot: NDArray[np.int64],
    slot: NDArray[np.int32],
    counts: NDArray[np.uint8] | NDArray[np.uint16],
) -> int:
    """Give slots to events drawn without replacement."""
    largest = 0
    for lane, key in enumerate(keys):
        drawn = words(key, len(slot), use=EVENTS)
        order = place.copy()
        cells = np.empty(len(slot), dtype=np.int64)
        for stratum in range(len(first) - 1):
            taken = np.arange(first_slot[stratum], first_slot[stratum + 1])
            here = first[stratum] + taken - first_slot[stratum]
            room = (first[stratum + 1] - here).astype(np.uint64)
            others = here + high_product(drawn[taken], room).astype(np.int64)
            for number, at, other in zip(taken, here, others, strict=True):
                order[at], order[other] = order[other], order[at]
                cells[number] = order[at] + slot[number]
        sums = np.bincount(cells, minlength=len(counts))
        largest = max(largest, int(sums.max(initial=0)))
        counts[:, lane] = np.minimum(sums, np.iinfo(counts.dtype).max)
    return largest


def smallest_counts(
    kind: int, n: float, cases: float, high: int, first_bin: int, table: NDArray[np.uint16]
) -> None:
    """Leave the table empty: plain NumPy computes every ratio."""


def log_ratios(
    kind: int, c: NDArray[np.float64], e: NDArray[np.float64], n: float, cases: float
) -> NDArray[np.float64]:
    """Return log-likelihood ratios, elementwise; 0 where nothing is expected."""
    with np.errstate(divide="ignore", invalid="ignore"):
        if kind == BERNOULLI:
            inside, outside = _likelihood(c, e), _likelihood(cases - c, n - e)
            ratio = inside + outside - _likelihood(np.array(cases), np.array(n))
        elif kind == 1:
            ratio = _times_log(c, c / e) - (c - e)
        else:
            ratio = _times_log(c, c / e) + np.where(n > e, _times_log(n - c, (n - c) / (n - e)), 0.0)
    return np.where(e > 0, ratio, 0.0)


def _likelihood(c: NDArray[np.float64], people: NDArray[np.float64]) -> NDArray[np.float64]:
    return _times_log(c, c / people) + _times_log(people - c, (people - c) / people)


def _times_log(factor: NDArray[np.float64], of: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.where(factor > 0, factor * np.log(np.where(factor > 0, of, 1.0)), 0.0)


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
    """Find the best zones around each centre, one centre at a time."""
    kind, areas, high, low = map(int, limits[:4])
    n, cases = map(float, numbers)
    for position, centre in enumerate(centres):
        near = index[start[centre] : start[centre + 1]]
        if not len(near):
            continue
        c_zone = seen[near].cumsum(axis=0, dtype=np.int64)
        e_zone = expected[near].cumsum(axis=0)
        c = (c_zone[:, ends] - c_zone[:, begins]).astype(np.float64)
        e = e_zone[:, ends] - e_zone[:, begins]
        usual = e * cases / n if kind == BERNOULLI else e
        sought = ((areas & 1) != 0) & (c > usual) & (c >= high)
        sought |= ((areas & 2) != 0) & (c < usual) & (c >= low)
        ratio = np.where(sought, log_ratios(kind, c, e, n, cases), 0.0)
        _keep(ratio, begins, ends, best[position], best_rank[position], best_window[position])
    return float(best.max(initial=0.0))


def _keep(
    ratio: NDArray[np.float64],
    begins: NDArray[np.int32],
    ends: NDArray[np.int32],
    best: NDArray[np.float64],
    best_rank: NDArray[np.int32],
    best_window: NDArray[np.int32],
) -> None:
    """Note the best zones of one centre, further ones apart in time; of equal ones the smallest and earliest."""
    for number in range(len(best)):
        top = float(ratio.max())
        if not top > 0:
            return
        near_top = ratio >= top * (1 - 1e-11) - 1e-12
        rank, window = (int(one) for one in np.unravel_index(int(near_top.argmax()), ratio.shape))
        best[number], best_rank[number], best_window[number] = ratio[rank, window], rank, window
        ratio[:, (begins < ends[window]) & (begins[window] < ends)] = 0.0


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
    """Find the highest and the average likelihood ratio around each centre, one centre at a time."""
    for centre in range(len(start) - 1):
        near = index[start[centre] : start[centre + 1]]
        zones = gain[:, near].swapaxes(0, 1).cumsum(axis=0)
        top = float(zones.max(initial=0.0))
        if not top > 0:
            continue
        rank[centre], _, length[centre] = np.unravel_index(int(zones.argmax()), zones.shape)
        tried = zones[sizes[: len(near)]][:, :, spans].astype(np.float64)
        peak = max(float(tried.max()), 0.0)
        with np.errstate(divide="ignore"):
            mean = peak + np.log(np.exp(tried - peak).mean())
        best[centre] = top, np.logaddexp(0.0, mean)
