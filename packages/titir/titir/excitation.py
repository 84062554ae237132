"""Events that bring events: a self-exciting model of daily counts in many regions.

    intensity[r, t] = background[r, t] + sum over earlier events of branching * time(lag) * space(r, where)

A discretised Hawkes process (Hawkes 1971; Mohler and others 2011 for crime) with a mixture of decays in time and of
three reaches in space: the same region, its nearest ones, its district. Learnt by drawing who brought whom
(`titir._augmentation`): rates of sparse places are not known well, and an estimate that does not weigh what they may be
gives to the background what events brought.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.signal import lfilter
from scipy.sparse import csr_array
from scipy.spatial import cKDTree

from titir import _inputs
from titir._augmentation import Cells, Posterior, posterior
from titir._inputs import Floats
from titir.baseline import Baseline
from titir.errors import TitirError
from titir.rule import on_sphere
from titir.shrinkage import Shrunk, shrink

DECAY_DAYS = (2.0, 7.0, 21.0, 60.0)
"""Mean lags of the mixture in time; the same day is a part of its own."""
FEWEST = 20
"""Events below which nothing is held to have brought others."""
CELLS_AT_ONCE = 4_000_000
SAME_DAY_ROUNDS = 4
"""Generations of one day that are followed: the fifth of a branching of .1 is one in 100,000."""


@dataclass(frozen=True)
class Reach:
    """Where an event may bring others.

    Attributes:
        near: (regions, k) the nearest other regions; a row repeats its own region where there are fewer.
        district: (regions,) index of the district of each.
    """

    near: NDArray[np.int64]
    district: NDArray[np.int64]

    def spread(self, values: Floats, space: Floats) -> Floats:
        """Return what arrives at each region when each sends out `values` (regions, ...) by the shares of `space`."""
        arriving = space[0] * values
        if space[1]:
            arriving = arriving + space[1] * self.from_near(values)
        if space[2]:
            arriving = arriving + space[2] * self.from_district(values)
        return np.asarray(arriving, dtype=np.float64)

    def from_near(self, values: Floats) -> Floats:
        """Return what arrives when each region sends its value to its nearest ones in equal parts."""
        return np.asarray(self._near_shares @ values, dtype=np.float64)

    def from_district(self, values: Floats) -> Floats:
        """Return what arrives when each region sends its value to all of its district in equal parts."""
        return np.asarray((self._district_means @ values)[self.district], dtype=np.float64)

    @cached_property
    def _near_shares(self) -> csr_array:
        regions, nearest = self.near.shape
        sender = np.repeat(np.arange(regions), nearest)
        shares = np.full(sender.size, 1 / nearest)
        return csr_array((shares, (self.near.ravel(), sender)), shape=(regions, regions))

    @cached_property
    def _district_means(self) -> csr_array:
        size = np.bincount(self.district)
        regions = np.arange(self.district.size)
        shares = 1 / size[self.district]
        return csr_array((shares, (self.district, regions)), shape=(size.size, regions.size))


def reach(latitude: ArrayLike, longitude: ArrayLike, district: ArrayLike, *, nearest: int = 6) -> Reach:
    """Return who is near whom.

    Args:
        latitude: (regions,) degrees.
        longitude: (regions,) degrees.
        district: (regions,) whole numbers from 0.
        nearest: How many other regions count as near.

    Raises:
        ValueError: If lengths differ or coordinates are none.
    """
    place = on_sphere(latitude, longitude)
    group = _inputs.labels("district", district)
    _inputs.same_length(latitude=place, district=group)
    _inputs.whole("nearest", nearest, 1)
    k = min(nearest, len(place) - 1)
    if k < 1:
        return Reach(np.zeros((len(place), 1), dtype=np.int64), group)
    # Regions at one and the same point may hide the region from its own list.
    found = np.atleast_2d(cKDTree(place).query(place, k=k + 1)[1])
    own = found == np.arange(len(place))[:, None]
    own[:, -1] |= ~own.any(axis=1)
    return Reach(found[~own].reshape(-1, k).astype(np.int64), group)


@dataclass(frozen=True)
class Excitation:
    """A fitted self-exciting model.

    Attributes:
        time: (1 + decays,) events that one event brings: on the same day, and by each decay; posterior means.
        space: (3,) shares of the same region, the nearest, the district; they add up to 1.
        background: The baseline without what events brought.
        gain: Log-likelihood gained over a model without excitation.
        offspring: How well the branching is known: as from so many offspring, its posterior a gamma of this shape.
    """

    time: Floats
    space: Floats
    background: Baseline
    gain: float
    offspring: float

    @property
    def branching(self) -> float:
        """Return how many events one event brings by itself."""
        return float(self.time.sum())


def decays() -> Floats:
    """Return the share that is left after a day, of each part of the mixture."""
    return np.exp(-1 / np.array(DECAY_DAYS))


def fit_excitation(
    counts: ArrayLike,
    baseline: Baseline,
    where: Reach,
    *,
    parents: Sequence[ArrayLike] = (),
    left_out: NDArray[np.bool_] | None = None,
    most: float = 0.9,
) -> Excitation:
    """Learn what events brought and what the background did; equal arguments give equal answers.

    All trained days are explained, the first ones too: were they parents only, a place that is restless for good would
    seem to have been set off by what it had in those days, and sparse places would all seem contagious (the problem of
    initial conditions, Heckman 1981). What events before the first day brought counts as background.

    Args:
        counts: (regions, days) as the baseline had them.
        baseline: Its days that were not learnt from are not used here either.
        where: Who is near whom.
        parents: As for the baseline.
        left_out: (regions, days) region-days that are not explained (they may still bring others).
        most: Branching ratio is kept below this, so that the model does not explode.

    Raises:
        ValueError: If shapes do not fit.
    """
    given = _inputs.counts("counts", counts, ndim=2)
    if given.shape != (baseline.population.size, baseline.days) or len(where.district) != len(given):
        raise TitirError(
            f"counts {given.shape}, a baseline of {baseline.population.size} regions and {baseline.days} days and "
            f"a reach of {len(where.district)} regions do not fit"
        )
    _inputs.share("most", most)
    if left_out is not None:
        left_out = _inputs.truths("left_out", left_out, given.shape)
    trained = given[:, : baseline.trained]
    cells = _cells(trained, baseline, where, left_out)
    mass = _mass(trained)
    exposure = _exposure(baseline, left_out)
    if cells.count.sum() < FEWEST:
        return Excitation(np.zeros(1 + len(DECAY_DAYS)), np.array([1.0, 0.0, 0.0]), baseline, 0.0, 0.0)
    learnt = posterior(cells, mass, exposure, parents, most=most)
    own = np.bincount(cells.region, cells.count * learnt.own, minlength=exposure.size)
    rates = shrink(own, exposure, parents)
    return Excitation(
        time=learnt.time,
        space=learnt.space,
        background=replace(baseline, rates=rates),
        gain=_gain(cells, mass, rates, learnt, parents),
        offspring=float(learnt.time.sum() ** 2 / learnt.variance),
    )


def _gain(
    cells: Cells, mass: Floats, rates: Shrunk, learnt: Posterior, parents: Sequence[ArrayLike]
) -> float:
    start = shrink(
        np.bincount(cells.region, cells.count, minlength=rates.counts.size), rates.exposure, parents
    )
    # A cell must not vouch for itself: its own events are left out of the rate that explains them.
    without = _others(start, cells, cells.count)
    brought = np.einsum("cjs,j,s->c", cells.arriving, learnt.time, learnt.space)
    whole = _others(rates, cells, cells.count * learnt.own) + brought
    more = np.sum(rates.mean * rates.exposure) + learnt.time @ mass - np.sum(start.mean * start.exposure)
    return float(np.sum(cells.count * np.log(whole / without)) - more)


def _others(rates: Shrunk, cells: Cells, own: Floats) -> Floats:
    rate = (rates.shape[cells.region] - own) / rates.rate[cells.region]
    return np.asarray(np.maximum(rate, 1e-12) * cells.usual, dtype=np.float64)


def _exposure(baseline: Baseline, left_out: NDArray[np.bool_] | None) -> Floats:
    pattern = baseline.pattern(0, baseline.trained)
    if left_out is None:
        return np.asarray(baseline.population * pattern.sum(axis=1), dtype=np.float64)
    usable = ~left_out[:, : baseline.trained]
    return np.asarray(baseline.population * (pattern * usable).sum(axis=1), dtype=np.float64)


def _mass(trained: NDArray[np.int64]) -> Floats:
    """Return how many events of each part in time all parents may have brought before the days end."""
    parents = trained.sum(axis=0).astype(np.float64)
    left = parents.size - 1 - np.arange(parents.size)
    return np.array([parents.sum(), *(np.sum(parents * (1 - keep**left)) for keep in decays())])


def _cells(
    trained: NDArray[np.int64], baseline: Baseline, where: Reach, left_out: NDArray[np.bool_] | None
) -> Cells:
    happened = trained > 0
    if left_out is not None:
        happened &= ~left_out[:, : trained.shape[1]]
    region, day = np.nonzero(happened)
    count = trained[region, day].astype(np.float64)
    pattern = np.broadcast_to(baseline.pattern(0, baseline.trained), trained.shape)
    arriving = np.empty((region.size, 1 + len(DECAY_DAYS), 3))
    for part, (first, sent) in _sent(trained):
        here = (day >= first) & (day < first + sent.shape[1])
        rows, columns = region[here], day[here] - first
        same = sent[rows, columns]
        near = where.from_near(sent)[rows, columns]
        wide = where.from_district(sent)[rows, columns]
        if part == 0:
            # Of two events on one day either may have come first: each is the other's parent by half.
            own = (count[here] - 1) / 2
            size = np.bincount(where.district)[where.district[rows]]
            same, near, wide = own, near / 2, (wide - same / size) / 2
        arriving[here, part] = np.column_stack([same, near, wide])
    return Cells(region, count, baseline.population[region] * pattern[region, day], arriving)


def _sent(trained: NDArray[np.int64]) -> Iterator[tuple[int, tuple[int, Floats]]]:
    """Yield for each part in time and stretch of days what is sent to those days: (regions, days)."""
    regions, days = trained.shape
    stretch = max(CELLS_AT_ONCE // regions, 28)
    state = np.zeros((len(DECAY_DAYS), regions, 1))
    for first in range(0, days, stretch):
        block = trained[:, first : first + stretch].astype(np.float64)
        yield 0, (first, block)
        before = np.zeros_like(block)
        before[:, 1:] = block[:, :-1]
        if first:
            before[:, 0] = trained[:, first - 1]
        for part, keep in enumerate(decays()):
            sent, state[part] = lfilter([1 - keep], [1, -keep], before, axis=1, zi=state[part])
            yield part + 1, (first, sent)


def arriving_later(counts: NDArray[np.int64], model: Excitation, where: Reach, *, days: int) -> Floats:
    """Return what the events of `counts` (regions, days before) bring by themselves in the days after them.

    Returns:
        (regions, days) expected direct offspring.
    """
    arriving = np.zeros((len(counts), days))
    lag = counts.shape[1] - 1 - np.arange(counts.shape[1])
    for weight, keep in zip(model.time[1:], decays(), strict=True):
        if weight == 0:
            continue
        left = where.spread(counts @ ((1 - keep) * keep**lag), model.space)
        arriving += weight * left[:, None] * keep ** np.arange(days)
    return arriving


def expected_with_offspring(immigrants: Floats, model: Excitation, where: Reach) -> Floats:
    """Return the expected counts (regions, days) when `immigrants` come from outside and bring others."""
    keep = decays()
    state = np.zeros((len(keep), len(immigrants)))
    whole = np.empty_like(immigrants)
    for day in range(immigrants.shape[1]):
        brought = where.spread(model.time[1:] @ state, model.space)
        today = immigrants[:, day] + brought
        same_day = today
        for _ in range(SAME_DAY_ROUNDS if model.time[0] > 1e-4 else 0):
            same_day = today + model.time[0] * where.spread(same_day, model.space)
        whole[:, day] = same_day
        state = keep[:, None] * state + (1 - keep)[:, None] * same_day
    return whole
