"""Random numbers by counting: a number depends on its key only, never on threads, batches or what was drawn before.

Philox 4x64-10 (Salmon, Moraes, Dror and Shaw 2011, "Parallel random numbers: as easy as 1, 2, 3", SC11). The key is
(seed, day and lane); the highest word of the counter says what the numbers are for. The words are those of NumPy's
own `Philox`, so that the compiled loops and plain NumPy draw the same replicates.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from titir.errors import OptionError

EVENTS, TOTALS, MODEL, FIT = 0, 1, 2, 3
"""Uses of a stream: which events, how many of them, what a null model draws besides, and what a fit draws."""


def key_of(seed: int, day: int, lane: int) -> NDArray[np.uint64]:
    """Return the 128 bit key of one replicate as two words.

    Args:
        seed: Any whole number; only its lowest 64 bits count.
        day: Number of the day or analysis, 0 to 2**32 - 1.
        lane: Number of the replicate, 0 to 2**32 - 1.

    Raises:
        OptionError: If day or lane lie outside.
    """
    for name, value in (("seed", seed), ("day", day)):
        if not isinstance(value, (int, np.integer)):
            raise OptionError(f"{name} must be a whole number, got {value!r}")
    if not (0 <= day < 2**32 and 0 <= lane < 2**32):
        raise OptionError(f"day {day} and lane {lane} must lie between 0 and 2**32 - 1")
    return np.array([int(seed) & (2**64 - 1), (int(day) << 32) | int(lane)], dtype=np.uint64)


def stream(seed: int, day: int, lane: int, *, use: int = MODEL) -> np.random.Generator:
    """Return the generator of one replicate; equal arguments give equal numbers, on every machine and thread."""
    return np.random.Generator(philox(key_of(seed, day, lane), use=use))


def philox(key: NDArray[np.uint64], *, use: int) -> np.random.Philox:
    """Return NumPy's Philox for a key, with the use in the highest word of its counter."""
    return np.random.Philox(key=key, counter=np.array([0, 0, 0, use], dtype=np.uint64))


def words(key: NDArray[np.uint64], count: int, *, use: int = EVENTS) -> NDArray[np.uint64]:
    """Return the first 64 bit words of a stream; the compiled loops make the same ones."""
    return np.asarray(philox(key, use=use).random_raw(count), dtype=np.uint64)
