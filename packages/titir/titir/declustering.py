"""Counts without the aftermath of what came before: a scan for a background that has risen.

Given all events before it, a self-exciting process expects

    lambda[r, t] = background[r, t] + what earlier events bring there,

and the log-likelihood of "background risen by `rise` in this zone and stretch" over "nothing amiss" is a sum over the
region-days of the zone (Daley and Vere-Jones 2003, chapter 7):

    n log(1 + rise / lambda) - rise.

An event counts by how likely it is that no earlier one brought it, background / lambda: stochastic declustering (Zhuang,
Ogata and Vere-Jones 2002, Journal of the American Statistical Association 97:369), with nothing thrown away.
"""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from titir._inputs import Floats
from titir.excitation import decays
from titir.nulls import SelfExciting

RISES = (1.0, 3.0, 7.0)
"""How many times the usual background comes on top of it."""
LEAST = 0.5
"""A region's rise is that of one with at least this share of the mean background: where nothing was, something may begin."""


@dataclass(frozen=True)
class Declustered:
    """The self-exciting null, as it looks on counts that are known.

    Attributes:
        null: What nothing-amiss looks like.
    """

    null: SelfExciting

    def intensity(self, counts: NDArray[np.integer]) -> Floats:
        """Return what is expected of every region and day when all events before it are known.

        Of two events on one day either may have come first: each is the other's parent by half. What has happened and
        is not yet reported is put in with its mean.

        Args:
            counts: (regions, days) events of the window, as far as they have been reported.

        Returns:
            (regions, days) reported events.
        """
        model, where = self.null.model, self.null.where
        seen = np.asarray(counts, dtype=np.float64)
        size = np.bincount(where.district)[where.district][:, None]
        others = model.space[0] * np.maximum(seen - 1, 0) + model.space[1] * where.from_near(seen)
        others += model.space[2] * (where.from_district(seen) - (seen > 0) / size)
        brought = where.spread((seen + self._unseen) @ self._later, model.space)
        brought += model.time[0] / 2 * np.maximum(others, 0)
        whole = self._background + self.null.from_before + brought
        return np.asarray(np.maximum(whole * self._known, 1e-9), dtype=np.float64)

    def gains(self, counts: NDArray[np.integer]) -> NDArray[np.float32]:
        """Return the log-likelihood ratio of each region over its last 1, 2, ... days: (rises, regions, days)."""
        intensity = self.intensity(counts)
        region, day = np.nonzero(counts)
        gain = -self._rise
        more = np.log1p(self._rise[:, region, day] / intensity[region, day])
        gain[:, region, day] += counts[region, day] * more
        return np.ascontiguousarray(gain[..., ::-1].cumsum(axis=-1), dtype=np.float32)

    @cached_property
    def _known(self) -> Floats:
        return np.ones(self.null.days) if self.null.known is None else self.null.known

    @cached_property
    def _unseen(self) -> Floats:
        return replace(self.null, known=None).expected * (1 - self._known)

    @cached_property
    def _background(self) -> Floats:
        return self.null.model.background.expected(self.null.first, self.null.last)

    @cached_property
    def _rise(self) -> Floats:
        least = LEAST * self._background.mean(axis=0)
        rise = np.maximum(self._background, least) * self._known
        return np.stack([share * rise for share in RISES])

    @cached_property
    def _later(self) -> Floats:
        """Return what an event of each day brings to each later day, (days, days)."""
        lag = np.subtract.outer(np.arange(self.null.days), np.arange(self.null.days)).T - 1
        parts = [
            weight * (1 - keep) * np.where(lag >= 0, keep ** np.maximum(lag, 0), 0.0)
            for weight, keep in zip(self.null.model.time[1:], decays(), strict=True)
        ]
        return np.asarray(np.sum(parts, axis=0), dtype=np.float64)
