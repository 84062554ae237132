"""The loops that draw replicates, fed by Philox words made as they are needed.

Every replicate (lane) reads its own stream of words (see `titir.random`), one word for each event.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from titir import _plain
from titir._jit import COMPILED, compiled
from titir._vectors import high_product

MULTIPLIER = np.array([0xD2E7470EE14C6C93, 0xCA5A826395121157], dtype=np.uint64)
WEYL = np.array([0x9E3779B97F4A7C15, 0xBB67AE8584CAA73B], dtype=np.uint64)


@compiled
def philox_block(
    counter: np.uint64, use: np.uint64, seed: np.uint64, lane: np.uint64, words: NDArray[np.uint64]
) -> None:
    """Write the four words of one counter value: Philox 4x64-10 of Salmon et al. (2011), table 2."""
    a, b, c, d = counter, np.uint64(0), np.uint64(0), use
    left, right = seed, lane
    for turn in range(10):
        if turn:
            left += WEYL[0]
            right += WEYL[1]
        high_a, low_a = high_product(MULTIPLIER[0], a), MULTIPLIER[0] * a
        high_c, low_c = high_product(MULTIPLIER[1], c), MULTIPLIER[1] * c
        a, b, c, d = high_c ^ b ^ left, low_c, high_a ^ d ^ right, low_a
    words[0], words[1], words[2], words[3] = a, b, c, d


@compiled
def draw_cells(
    keys: NDArray[np.uint64],
    events: NDArray[np.int64],
    first: NDArray[np.int64],
    share: NDArray[np.uint64],
    alias: NDArray[np.int32],
    place: NDArray[np.int32],
    counts: NDArray[np.uint8] | NDArray[np.uint16],
) -> int:
    """Throw events into cells by the alias method and add them to `counts` (places, lanes).

    Args:
        keys: (lanes, 2) as `random.key_of` makes them.
        events: (lanes, strata) how many events fall into the cells of each stratum.
        first: (strata + 1,) where the cells of each stratum begin.
        share: (cells,) of 2**64, how much of a cell is its own; the rest is its alias's.
        alias: (cells,) the other cell.
        place: (cells,) row of `counts` that belongs to each cell.
        counts: Where to add.

    Returns the largest count; where it has reached the last that fits, counts may have wrapped. Source: Walker (1977), ACM Transactions on Mathematical Software 3:253; Vose (1991).
    """
    words = np.empty(4, dtype=np.uint64)
    largest = 0
    for lane in range(len(keys)):
        number = 0
        for stratum in range(len(first) - 1):
            base = first[stratum]
            width = np.uint64(first[stratum + 1] - base)
            for _ in range(events[lane, stratum]):
                if number & 3 == 0:
                    philox_block(
                        np.uint64((number >> 2) + 1), np.uint64(0), keys[lane, 0], keys[lane, 1], words
                    )
                word = words[number & 3]
                cell = base + np.int64(high_product(word, width))
                if word * width >= share[cell]:
                    cell = np.int64(alias[cell])
                counts[place[cell], lane] += 1
                largest = max(largest, int(counts[place[cell], lane]))
                number += 1
    return largest


@compiled
def draw_shuffled(
    keys: NDArray[np.uint64],
    first: NDArray[np.int64],
    place: NDArray[np.int32],
    first_slot: NDArray[np.int64],
    slot: NDArray[np.int32],
    counts: NDArray[np.uint8] | NDArray[np.uint16],
) -> int:
    """Give slots (days) to events drawn without replacement and add them to `counts` (cells, lanes).

    Args:
        keys: (lanes, 2) as `random.key_of` makes them.
        first: (strata + 1,) where the events of each stratum begin in `place`.
        place: (events,) cell of each event without its day.
        first_slot: (strata + 1,) where the slots of each stratum begin in `slot`.
        slot: (slots,) what a slot adds to the cell: its day. A stratum has at most as many slots as events.
        counts: Where to add.

    Returns the largest count; where it has reached the last that fits, counts may have wrapped. Only as many events are shuffled as there are slots: Fisher-Yates, stopped early.
    """
    words = np.empty(4, dtype=np.uint64)
    order = np.empty_like(place)
    largest = 0
    for lane in range(len(keys)):
        order[:] = place
        number = 0
        for stratum in range(len(first) - 1):
            stop = first[stratum + 1]
            for taken in range(first_slot[stratum + 1] - first_slot[stratum]):
                if number & 3 == 0:
                    philox_block(
                        np.uint64((number >> 2) + 1), np.uint64(0), keys[lane, 0], keys[lane, 1], words
                    )
                at = first[stratum] + taken
                other = at + np.int64(high_product(words[number & 3], np.uint64(stop - at)))
                chosen = order[other]
                order[other] = order[at]
                order[at] = chosen
                cell = np.int64(chosen) + np.int64(slot[first_slot[stratum] + taken])
                counts[cell, lane] += 1
                largest = max(largest, int(counts[cell, lane]))
                number += 1
    return largest


@compiled
def alias_table(
    weight: NDArray[np.float64], base: int, share: NDArray[np.uint64], alias: NDArray[np.int32]
) -> None:
    """Fill the alias table of one stratum whose cells begin at `base` (Vose 1991, IEEE TSE 17:972)."""
    count = len(weight)
    scaled = weight * (count / weight.sum())
    small = np.empty(count, dtype=np.int64)
    large = np.empty(count, dtype=np.int64)
    poor_ones = rich_ones = 0
    for cell in range(count):
        if scaled[cell] < 1.0:
            small[poor_ones] = cell
            poor_ones += 1
        else:
            large[rich_ones] = cell
            rich_ones += 1
    whole = np.uint64(0xFFFFFFFFFFFFFFFF)
    while poor_ones and rich_ones:
        poor_ones -= 1
        poor, rich = small[poor_ones], large[rich_ones - 1]
        share[base + poor] = np.uint64(scaled[poor] * 18446744073709549568.0)
        alias[base + poor] = base + rich
        scaled[rich] -= 1.0 - scaled[poor]
        if scaled[rich] < 1.0:
            rich_ones -= 1
            small[poor_ones] = rich
            poor_ones += 1
    for number in range(rich_ones):
        share[base + large[number]], alias[base + large[number]] = whole, base + large[number]
    for number in range(poor_ones):
        share[base + small[number]], alias[base + small[number]] = whole, base + small[number]


if not COMPILED:
    draw_cells, draw_shuffled = _plain.draw_cells, _plain.draw_shuffled
