"""Chance, keyed: every draw has a name, so a thing drawn for one post or day never moves another.

An answer of the office at some moment can therefore change only what happens afterwards: all other
draws are made from their own names and come out as before.
"""

from collections.abc import Mapping
from hashlib import blake2b
from math import exp, sqrt
from random import Random
from typing import TypeVar

Drawn = TypeVar("Drawn")
LARGE_MEAN = 40.0
"""From here on the normal curve stands in for the Poisson numbers."""


def key(seed: int, *words: object) -> int:
    """Return the number that a name stands for in the world of a seed: 64 bits, always the same."""
    name = "|".join(map(str, (seed, *words)))
    return int.from_bytes(blake2b(name.encode(), digest_size=8).digest(), "big")


def lots(seed: int, *words: object) -> Random:
    """Return the source of chance that belongs to one name."""
    return Random(key(seed, *words))  # noqa: S311 a made-up world, no secret


def share(seed: int, *words: object) -> float:
    """Return one draw between 0 and 1 for a name, without a source of its own."""
    return (key(seed, *words) >> 11) / (1 << 53)


def poisson(rng: Random, mean: float) -> int:
    """Draw how often something happens whose mean is known."""
    if mean > LARGE_MEAN:
        return max(0, round(rng.gauss(mean, sqrt(mean))))
    floor, product, count = exp(-mean), rng.random(), 0
    while product > floor:
        product *= rng.random()
        count += 1
    return count


def drawn(rng: Random, weights: Mapping[Drawn, float]) -> Drawn:
    """Draw one of several things, each with its weight."""
    return rng.choices(list(weights), weights=list(weights.values()))[0]
