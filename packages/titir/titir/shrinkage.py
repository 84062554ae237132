"""Rates of many small units, shrunk towards the unit above them: village, kecamatan, kabupaten, province.

Gamma priors on Poisson rates, closed form and O(n) a level (Clayton and Kaldor 1987; Marshall 1991). How strongly a
level pulls is estimated by the likelihood of the counts below it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from titir import _inputs
from titir._inputs import Floats
from titir.errors import TitirError
from titir.times import negative_binomial

SHAPES = np.exp(np.linspace(np.log(0.02), np.log(200.0), 24))
"""Pulls tried: below .02 a unit stands alone, above 200 it is like its neighbours."""


@dataclass(frozen=True)
class Shrunk:
    """Rates of the units of one level, and what they are made of.

    Attributes:
        shape: (units,) of the gamma posterior of each rate.
        rate: (units,) of the gamma posterior; the mean is shape / rate.
        pull: Shape of the prior shared by all units of the level.
        parent: (units,) index of the unit above, or None at the top.
        above: The level above, or None at the top.
        counts: (units,) events.
        exposure: (units,) expected events at rate 1.
    """

    shape: Floats
    rate: Floats
    pull: float
    parent: NDArray[np.int64] | None
    above: "Shrunk | None"
    counts: Floats
    exposure: Floats

    @property
    def mean(self) -> Floats:
        """Return the posterior mean of each rate."""
        return np.asarray(self.shape / self.rate, dtype=np.float64)

    def drawn(self, rng: np.random.Generator) -> Floats:
        """Return rates as they may really be, drawn from the top level down."""
        if self.above is None or self.parent is None:
            return rng.standard_gamma(self.shape) / self.rate
        centre = self.above.drawn(rng)[self.parent]
        drawn = rng.standard_gamma(self.pull + self.counts) / (self.pull / centre + self.exposure)
        return np.asarray(np.maximum(drawn, 1e-30), dtype=np.float64)

    def recounted(self, counts: Floats) -> "Shrunk":
        """Return the same levels, pulling as strongly, when so many events (units,) were seen."""
        if self.above is None or self.parent is None:
            return replace(self, shape=self.pull + counts, counts=counts)
        seen = np.bincount(self.parent, counts, minlength=self.above.counts.size)
        above = self.above.recounted(seen.astype(np.float64))
        rate = self.pull / above.mean[self.parent] + self.exposure
        return replace(self, shape=self.pull + counts, rate=rate, above=above, counts=counts)


def shrink(counts: ArrayLike, exposure: ArrayLike, parents: Sequence[ArrayLike] = ()) -> Shrunk:
    """Shrink rates towards the levels above.

    Args:
        counts: (n,) events of each unit, >= 0; fractions are allowed, as when events are shared out.
        exposure: (n,) expected events at rate 1, >= 0.
        parents: Of each level the index of the unit above: villages' kecamatan (n,), their kabupaten, and so on.
            A last level, the whole, is added.

    Raises:
        ValueError: If lengths do not fit, a value is negative, or no unit was looked at.
    """
    y, e = _inputs.floats("counts", counts, ndim=1), _inputs.floats("exposure", exposure, ndim=1)
    _inputs.same_length(counts=y, exposure=e)
    if y.size == 0 or (y < 0).any() or (e < 0).any() or not e.any():
        raise TitirError(f"counts and exposure must be >= 0 and some exposure > 0, got {y.size} units")
    sums: list[tuple[Floats, Floats]] = [(y, e)]
    links: list[NDArray[np.int64]] = []
    for number, parent in enumerate(parents):
        link = _inputs.labels(f"parents[{number}]", parent)
        if link.size != sums[-1][0].size:
            raise TitirError(f"parents[{number}] has {link.size} entries for {sums[-1][0].size} units")
        links.append(link)
        seen, looked = (np.bincount(link, one).astype(np.float64) for one in sums[-1])
        sums.append((seen, looked))
    links.append(np.zeros(sums[-1][0].size, dtype=np.int64))
    level = _top(float(y.sum()), float(e.sum()))
    for link, (seen, looked) in zip(reversed(links), reversed(sums), strict=True):
        level = _below(level, link, seen, looked)
    return level


def _top(seen: float, looked: float) -> Shrunk:
    one = np.array([seen + 0.5])
    return Shrunk(one, np.array([looked]), 0.5, None, None, np.array([seen]), np.array([looked]))


def _below(above: Shrunk, parent: NDArray[np.int64], counts: Floats, exposure: Floats) -> Shrunk:
    centre = above.mean[parent]
    likelihood = [_fit_of(pull, centre, counts, exposure) for pull in SHAPES]
    pull = float(SHAPES[int(np.argmax(likelihood))])
    return Shrunk(
        shape=pull + counts,
        rate=pull / centre + exposure,
        pull=pull,
        parent=parent,
        above=above,
        counts=counts,
        exposure=exposure,
    )


def _fit_of(pull: float, centre: Floats, counts: Floats, exposure: Floats) -> float:
    fit = float(np.sum(negative_binomial(counts, pull, pull / centre, exposure)))
    return fit - 0.5 * float(np.log1p(1 / pull))
