"""A pool of what nights bring when nothing is amiss: few fresh replicates a night judge as well as many.

Each replicate leaves its best ratio in each kind of the joint scan. The highest of them, on the scale of its own
spread, is one number, and today's number is judged by its rank among those of the pool; beyond the pool by an
exponential tail fitted to the highest.
"""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from titir._inputs import Floats
from titir.errors import TitirError

RANKED = 12
"""Replicates that must reach a score for its rank to be finer than the tail."""
KINDS = 2
"""Scans that are judged together: see `titir.joint`."""
TAIL = 0.03
"""Share of the replicates, the highest, that the tail is fitted to. The highest of so many is exponential far out only: held
against 6,000 replicates of one night in three worlds, fits to the highest tenth of 1,216 made what is claimed once in 365
nights come .81 to .85 times as often, fits to these 1.02 to 1.08 times."""
LEAST = 24
"""Replicates of the tail at least."""


@dataclass(frozen=True)
class JointPool:
    """The replicates of the last nights.

    Attributes:
        nights: For how many nights replicates are kept.
        kept: Per night its number and its (lanes, kinds) best ratios, oldest first.
        declustered: How they were searched (`Settings.declustered`).
    """

    nights: int = 30
    kept: tuple[tuple[int, NDArray[np.float64]], ...] = ()
    declustered: bool = False

    def with_night(self, day: int, maxima: Floats) -> "JointPool":
        """Return the pool with the replicates of one more night, and without those that are too old."""
        others = tuple(one for one in self.kept if day - self.nights < one[0] < day)
        return replace(self, kept=(*others, (day, np.asarray(maxima, dtype=np.float64))))

    def check(self, *, declustered: bool) -> None:
        """Make sure that the replicates were searched as they are to be now.

        Raises:
            ValueError: If they were not.
        """
        if self.kept and self.declustered != declustered:
            made, wanted = (
                "declustered" if one else "not declustered" for one in (self.declustered, declustered)
            )
            raise TitirError(f"the memory holds replicates that were {made}; now they are {wanted}")
        for day, maxima in self.kept:
            if maxima.shape[1:] != (KINDS,):
                raise TitirError(
                    f"the memory of night {day} holds replicates of {maxima.shape[1]} scans; {KINDS} are watched with"
                )

    @cached_property
    def maxima(self) -> Floats:
        """Return all replicates, (n, kinds)."""
        return np.concatenate([one for _, one in self.kept])

    @cached_property
    def centre(self) -> Floats:
        """Return the typical ratio of each kind."""
        return np.asarray(np.median(self.maxima, axis=0), dtype=np.float64)

    @cached_property
    def spread(self) -> Floats:
        """Return how far the upper half lies from the middle, of each kind."""
        above = np.maximum(self.maxima - self.centre, 0).sum(axis=0)
        return np.asarray(np.maximum(above / (len(self.maxima) / 2), 1e-3), dtype=np.float64)

    @cached_property
    def scores(self) -> Floats:
        """Return the one number of each replicate, lowest first."""
        return np.sort(((self.maxima - self.centre) / self.spread).max(axis=1))

    def chance(self, score: float) -> float:
        """Return how likely a night without anything amiss is to reach a score."""
        scores = self.scores
        reached = scores.size - int(np.searchsorted(scores, score * (1 - 1e-12) if score > 0 else score))
        if reached >= RANKED or scores.size < 50:
            return (1 + reached) / (1 + scores.size)
        tail = min(max(int(scores.size * TAIL), LEAST), scores.size)
        edge = scores[-tail]
        scale = max(float(np.mean(scores[-tail:] - edge)) * tail / (tail - 1), 1e-6)
        return float(max(tail / scores.size * np.exp(-(score - edge) / scale), 1e-12))
