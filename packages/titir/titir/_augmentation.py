"""Who brought whom, drawn: the posterior of a self-exciting model by data augmentation.

In turn are drawn: for every event whether the background or which part of the excitation brought it, given the rates;
the rates of the regions, given what the background brought; the excitation, given what it brought (Tanner and Wong
1987, JASA 82:528; for Hawkes processes Rasmussen 2013, Methodology and Computing in Applied Probability 15:623).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from titir._inputs import Floats
from titir.random import FIT, stream
from titir.shrinkage import shrink

SHAPE, RATE = 0.5, 1.0
"""Gamma prior of the branching ratio: the shape is Jeffreys' for a mean of counts, split among the parts in time, and one
event's worth of doubt."""
LEAST = 1e-3
"""Events that a part of the excitation brings at the least, in all."""
WORK, FEWEST, MOST = 700_000, 120, 1_000
"""Events and regions times sweeps; the more events, the less do single draws matter."""
BURNT = 3
"""One in so many sweeps is left out, at the beginning."""
RENEWED = 20
"""Sweeps after which it is learnt anew how strongly the levels above pull."""


@dataclass(frozen=True)
class Cells:
    """The region-days with events, and what earlier events send there.

    Attributes:
        region: (cells,).
        count: (cells,) events.
        usual: (cells,) pattern of the background, times population.
        arriving: (cells, parts in time, parts in space).
    """

    region: NDArray[np.int64]
    count: Floats
    usual: Floats
    arriving: Floats


@dataclass(frozen=True)
class Posterior:
    """Means over the draws.

    Attributes:
        time: (parts in time,) events that one event brings.
        space: (parts in space,) shares.
        own: (cells,) share of its events that the background brought.
        variance: Of the branching ratio.
    """

    time: Floats
    space: Floats
    own: Floats
    variance: float


def posterior(
    cells: Cells, mass: Floats, exposure: Floats, parents: Sequence[ArrayLike], *, most: float
) -> Posterior:
    """Draw many times and return the means; equal arguments give equal answers.

    Args:
        cells: Where events are.
        mass: (parts in time,) offspring that the parents would have in the days looked at, at one each.
        exposure: (regions,) expected events at rate 1.
        parents: As for `shrink`.
        most: Highest branching ratio.
    """
    chain = _Chain(cells, mass, exposure, parents, most)
    sweeps = int(np.clip(WORK // (cells.count.sum() + exposure.size), FEWEST, MOST))
    shapes, spaces, own = [], np.zeros(cells.arriving.shape[2]), np.zeros(cells.count.size)
    for number in range(sweeps):
        shape, space, chance = chain.sweep(renew=number % RENEWED == 0)
        if number >= sweeps // BURNT:
            shapes.append(shape)
            spaces += space
            own += chance
    times = np.array(shapes) / (mass + RATE)
    time = times.mean(axis=0)
    # Of what is known of the branching: within each draw of who brought whom, and between them.
    within = float((times / (mass + RATE)).sum(axis=1).mean())
    time *= min(1.0, most / float(time.sum()))
    return Posterior(time, spaces / spaces.sum(), own / len(times), within + float(times.sum(axis=1).var()))


class _Chain:
    """One chain of draws."""

    def __init__(
        self, cells: Cells, mass: Floats, exposure: Floats, parents: Sequence[ArrayLike], most: float
    ):
        self._cells, self._mass, self._exposure = cells, mass, exposure
        self._parents, self._most = parents, most
        self._rng = stream(0, 0, 0, use=FIT)
        self._event = np.repeat(np.arange(cells.count.size), cells.count.astype(np.int64))
        self._sent = cells.arriving.reshape(cells.count.size, -1)
        _, self._parts, self._reaches = cells.arriving.shape
        self._time = np.full(self._parts, 0.2 / self._parts)
        self._space = np.full(self._reaches, 1 / self._reaches)
        self._own = np.bincount(cells.region, cells.count, minlength=exposure.size).astype(np.float64)
        self._rates = shrink(self._own, exposure, parents)

    def sweep(self, *, renew: bool) -> tuple[Floats, Floats, Floats]:
        """Draw everything once; return the shapes of time and space given who brought whom, and chances (cells,)."""
        if renew:
            self._rates = shrink(self._own, self._exposure, self._parents)
        else:
            self._rates = self._rates.recounted(self._own)
        rates = self._rates.drawn(self._rng)
        rates *= self._exchanged(rates)
        brought, chance = self._labelled(rates)
        shape = brought.sum(axis=1) + SHAPE / self._parts
        share = brought.sum(axis=0) + 1 / self._reaches
        self._time = np.maximum(self._rng.standard_gamma(shape), LEAST) / (self._mass + RATE)
        self._time *= min(1.0, self._most / float(self._time.sum()))
        self._space = self._rng.dirichlet(share)
        return shape, share, chance

    def _exchanged(self, rates: Floats) -> float:
        """Let the background and one part of the excitation exchange events; return by what the rates are to change.

        What fades slowly looks much like the background, and labels alone would take long from one to the other. Tried
        is any strength of the part (log-uniform) with the background that leaves the expected events what they are,
        and it is taken by the rule of Metropolis and Hastings, labels summed out.
        """
        cells, part = self._cells, int(self._rng.integers(self._parts))
        tried = self._time.copy()
        tried[part] = LEAST / (self._mass[part] + RATE) * (cells.count.sum() / LEAST) ** self._rng.random()
        whole = float(np.sum(rates * self._exposure))
        factor = 1 - (tried[part] - self._time[part]) * self._mass[part] / whole
        if factor <= 0 or tried.sum() > self._most:
            return 1.0
        background = rates[cells.region] * cells.usual
        before, after = background + self._arriving(self._time), factor * background + self._arriving(tried)
        gain = np.sum(cells.count * np.log(after / before)) - 0.5 * np.log(factor)
        gain += SHAPE / self._parts * np.log(tried[part] / self._time[part])
        gain -= RATE * (tried[part] - self._time[part])
        if np.log(self._rng.random()) >= gain:
            return 1.0
        self._time = tried
        return float(factor)

    def _arriving(self, time: Floats) -> Floats:
        return np.asarray(np.einsum("cp,p->c", self._sent, np.outer(time, self._space).ravel()))

    def _labelled(self, rates: Floats) -> tuple[Floats, Floats]:
        cells, weights = self._cells, np.outer(self._time, self._space).ravel()
        background = rates[cells.region] * cells.usual
        whole = background + self._arriving(self._time)
        luck = self._rng.random(self._event.size) * whole[self._event] - background[self._event]
        other = luck > 0
        upto = np.cumsum(self._sent[self._event[other]] * weights, axis=1)
        part = np.minimum((upto < luck[other, None]).sum(axis=1), weights.size - 1)
        brought = np.bincount(part, minlength=weights.size).reshape(self._parts, self._reaches)
        self._own = np.bincount(cells.region[self._event[~other]], minlength=rates.size).astype(np.float64)
        return brought.astype(np.float64), background / whole
