"""When does a place escalate: a definition, and the chance that it will within some days.

An escalation begins on the day on which the last seven days hold at least three events and at least twice the mean
week of the eight weeks before, and none began there in the 28 days before (DETECTION section 7).
"""

import numpy as np
from numpy.typing import NDArray

from titir import _inputs
from titir._inputs import Floats
from titir.errors import TitirError

WEEK = 7
BEFORE = 56
LEAST = 3
TIMES = 2.0
QUIET = 28


def onsets(counts: NDArray[np.integer]) -> NDArray[np.bool_]:
    """Return (regions, days) true where an escalation begins; the first nine weeks cannot tell."""
    given = _inputs.counts("counts", counts, ndim=2)
    regions, days = given.shape
    sums = np.zeros((regions, days + 1), dtype=np.int64)
    np.cumsum(given, axis=1, out=sums[:, 1:])
    found = np.zeros((regions, days), dtype=np.bool_)
    last = np.full(regions, -QUIET)
    for day in range(BEFORE + WEEK - 1, days):
        week = sums[:, day + 1] - sums[:, day + 1 - WEEK]
        usual = (sums[:, day + 1 - WEEK] - sums[:, day + 1 - WEEK - BEFORE]) / (BEFORE / WEEK)
        begins = (week >= LEAST) & (week >= TIMES * usual) & (day - last >= QUIET)
        found[begins, day] = True
        last[begins] = day
    return found


def escalation_chance(
    recent: NDArray[np.integer],
    since_last: NDArray[np.integer],
    expected: Floats,
    *,
    shape: float,
    draws: int = 200,
    seed: int = 0,
) -> Floats:
    """Return the chance that an escalation begins within the next seven days, by playing them out.

    Args:
        recent: (regions, 62) events of the days up to today.
        since_last: (regions,) days since the last escalation began; many when never.
        expected: (regions,) events expected within seven days.
        shape: Of the gamma spread around it; infinite for none.
        draws: Futures played out.
        seed: Of the draws.

    Raises:
        ValueError: If shapes do not fit.
    """
    given = _inputs.counts("recent", recent, ndim=2)
    since_last = _inputs.counts("since_last", since_last, ndim=1)
    expected = _inputs.floats("expected", expected, ndim=1)
    _inputs.same_length(recent=given, since_last=since_last, expected=expected)
    _inputs.drawn("draws", draws)
    if not shape > 0 or (expected < 0).any() or (expected > _inputs.MOST).any():
        raise TitirError(
            f"shape must be > 0 and expected 0 or more, got {shape} and {expected.min()} to {expected.max()}"
        )
    needed = BEFORE + WEEK - 1
    if given.shape[1] != needed:
        raise TitirError(f"recent must hold {needed} days, got shape {given.shape}")
    rng = _inputs.generator(seed)
    mean = np.tile(expected / WEEK, (draws, 1))
    if np.isfinite(shape):
        mean = mean * rng.gamma(shape, 1 / shape, size=mean.shape)
    future = np.cumsum(rng.poisson(mean[..., None], size=(*mean.shape, WEEK)), axis=2)
    sums = np.concatenate([np.zeros((len(given), 1), dtype=np.int64), np.cumsum(given, axis=1)], axis=1)
    begun = np.zeros(mean.shape, dtype=np.bool_)
    for ahead in range(1, WEEK + 1):
        # The eight weeks before lie in the past for all seven days ahead; of the last week a part does.
        edge = needed + ahead - WEEK
        week = sums[:, -1] - sums[:, edge] + future[..., ahead - 1]
        usual = (sums[:, edge] - sums[:, edge - BEFORE]) / (BEFORE / WEEK)
        begun |= (week >= LEAST) & (week >= TIMES * usual) & (since_last + ahead >= QUIET)
    return np.asarray((begun.sum(axis=0) + 0.5 * expected.clip(0, 1)) / (draws + 1), dtype=np.float64)
