"""How far a figure may be off: the bootstrap over whole worlds (Efron 1979, percentile interval).

Worlds are drawn again with replacement, never alerts or episodes: those of one world belong together.
"""

from collections.abc import Callable, Sequence
from random import Random
from typing import TypeVar

World = TypeVar("World")
DRAWS = 1_000
COVER = 0.95


def interval(
    worlds: Sequence[World],
    figure: Callable[[Sequence[World]], float | None],
    *,
    key: str,
    draws: int = DRAWS,
) -> tuple[float, float] | None:
    """Return the interval that holds 95 % of the figure over worlds drawn again; the key decides the draws.

    None when there are fewer than two worlds, or none of the draws has the figure.
    """
    if len(worlds) < 2:
        return None
    rng = Random(key)  # noqa: S311 no secret
    found = [figure(rng.choices(worlds, k=len(worlds))) for _ in range(draws)]
    known = sorted(one for one in found if one is not None)
    return (quantile(known, (1 - COVER) / 2), quantile(known, (1 + COVER) / 2)) if known else None


def quantile(ordered: Sequence[float], share: float) -> float:
    """Return the value below which a share of ordered values lies, straight between neighbours (Hyndman-Fan 7)."""
    place = share * (len(ordered) - 1)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)
