"""What nothing-amiss looks like: models that draw the counts of the last days.

Every lane depends on (seed, day, lane) only. `Independent` knows the expectations for certain; `GammaPosterior` draws
them from what is known of them; `SelfExciting` lets events bring events, those before the window too.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from titir import _inputs
from titir._inputs import Floats
from titir.baseline import Baseline
from titir.errors import TitirError
from titir.excitation import (
    DECAY_DAYS,
    Excitation,
    Reach,
    arriving_later,
    decays,
    expected_with_offspring,
)
from titir.random import stream

LANE_LIMIT = 65_535
GENERATIONS = 200


class Null(Protocol):
    """Draws replicates of the last days."""

    @property
    def regions(self) -> int:
        """How many regions."""

    @property
    def days(self) -> int:
        """How many days, the last one last."""

    def draw(self, lanes: range, *, seed: int, day: int) -> NDArray[np.uint16]:
        """Return counts (regions, days, len(lanes)); lane k depends on (seed, day, k) only."""


@dataclass(frozen=True)
class Independent:
    """Poisson counts around expectations known for certain.

    Attributes:
        expected: (regions, days).
    """

    expected: Floats

    @property
    def regions(self) -> int:
        """Return how many regions."""
        return int(self.expected.shape[0])

    @property
    def days(self) -> int:
        """Return how many days."""
        return int(self.expected.shape[1])

    def draw(self, lanes: range, *, seed: int, day: int) -> NDArray[np.uint16]:
        """Return counts (regions, days, len(lanes))."""
        mean = _inputs.floats("expected", self.expected, ndim=2)
        if (mean < 0).any() or (mean > 2 * LANE_LIMIT).any():
            raise TitirError(
                f"expected {mean.shape} must lie between 0 and {LANE_LIMIT}, got {mean.min()} to {mean.max()}"
            )
        drawn = [stream(seed, day, lane).poisson(mean) for lane in lanes]
        return _stacked(drawn, mean.shape)


@dataclass(frozen=True)
class GammaPosterior:
    """Poisson counts around expectations drawn anew for each lane: rates, days and level are uncertain.

    Attributes:
        baseline: What is usual.
        first: First day of the window.
        last: The day after its last.
        known: (days,) share of each day's reports that have come in; None when all have.
    """

    baseline: Baseline
    first: int
    last: int
    known: Floats | None = None

    @property
    def regions(self) -> int:
        """Return how many regions."""
        return int(self.baseline.population.size)

    @property
    def days(self) -> int:
        """Return how many days."""
        return self.last - self.first

    def draw(self, lanes: range, *, seed: int, day: int) -> NDArray[np.uint16]:
        """Return counts (regions, days, len(lanes))."""
        known = 1.0 if self.known is None else self.known
        drawn = []
        for lane in lanes:
            rng = stream(seed, day, lane)
            drawn.append(rng.poisson(self.baseline.drawn(rng, self.first, self.last) * known))
        return _stacked(drawn, (self.regions, self.days))


@dataclass(frozen=True)
class SelfExciting:
    """Events that bring events, over a background that is uncertain.

    Attributes:
        model: The fitted excitation and its background.
        where: Who is near whom.
        history: (regions, days before the window) counts; their offspring fall into the window.
        first: First day of the window, as the baseline numbers days.
        last: The day after its last.
        known: (days,) share of each day's reports that have come in; None when all have.
    """

    model: Excitation
    where: Reach
    history: NDArray[np.int64]
    first: int
    last: int
    known: Floats | None = None

    @property
    def regions(self) -> int:
        """Return how many regions."""
        return int(self.model.background.population.size)

    @property
    def days(self) -> int:
        """Return how many days."""
        return self.last - self.first

    @cached_property
    def from_before(self) -> Floats:
        """Return what the events before the window bring into it: (regions, days)."""
        return arriving_later(self.history, self.model, self.where, days=self.days)

    @cached_property
    def expected(self) -> Floats:
        """Return the mean of what is drawn, (regions, days)."""
        usual = self.model.background.expected(self.first, self.last) + self.from_before
        whole = expected_with_offspring(usual, self.model, self.where)
        return whole if self.known is None else whole * self.known

    @cached_property
    def _members(self) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
        order = np.argsort(self.where.district, kind="stable")
        size = np.bincount(self.where.district)
        return order, np.cumsum(size) - size, size

    def draw(self, lanes: range, *, seed: int, day: int) -> NDArray[np.uint16]:
        """Return counts (regions, days, len(lanes))."""
        drawn = [self._one(stream(seed, day, lane)) for lane in lanes]
        return _stacked(drawn, (self.regions, self.days))

    def _one(self, rng: np.random.Generator) -> NDArray[np.int64]:
        factor = self._branching_factor(rng)
        branching = self.model.branching
        usual = self.model.background.drawn(rng, self.first, self.last)
        usual *= (1 - factor * branching) / (1 - branching)
        edges = np.cumsum((usual + factor * self.from_before).ravel())
        cell = np.searchsorted(edges, rng.random(rng.poisson(edges[-1])) * edges[-1], side="right")
        cell = np.minimum(cell, edges.size - 1)
        region, when = cell // self.days, cell % self.days
        generations = [cell]
        for _ in range(GENERATIONS):
            if region.size == 0 or branching == 0:
                break
            region, when = self._offspring(rng, region, when, factor * branching)
            generations.append(region * self.days + when)
        counts = np.bincount(np.concatenate(generations), minlength=edges.size)
        if self.known is not None:
            counts = rng.binomial(counts, np.tile(self.known, self.regions))
        return counts.reshape(self.regions, self.days)

    def _branching_factor(self, rng: np.random.Generator) -> float:
        """Return how far the true branching may lie from the estimate, as the number of offspring seen tells."""
        if self.model.offspring <= 0:
            return 1.0
        factor = float(rng.standard_gamma(self.model.offspring) / self.model.offspring)
        return min(factor, 0.95 / max(self.model.branching, 1e-9))

    def _offspring(
        self, rng: np.random.Generator, region: NDArray[np.int64], when: NDArray[np.int64], branching: float
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        number = rng.poisson(branching * region.size)
        parent = rng.integers(0, region.size, number)
        later = when[parent] + self._lags(rng, number)
        inside = later < self.days
        return self._places(rng, region[parent[inside]]), later[inside]

    def _lags(self, rng: np.random.Generator, number: int) -> NDArray[np.int64]:
        edges = np.cumsum(self.model.time)
        part = np.searchsorted(edges, rng.random(number) * edges[-1], side="right")
        part = np.minimum(part, len(DECAY_DAYS))
        leaving = np.append(1.0, 1 - decays())[part]
        return np.where(part == 0, 0, rng.geometric(leaving))

    def _places(self, rng: np.random.Generator, region: NDArray[np.int64]) -> NDArray[np.int64]:
        kind = np.searchsorted(np.cumsum(self.model.space)[:2], rng.random(region.size), side="right")
        pick = rng.random(region.size)
        near = self.where.near[region, (pick * self.where.near.shape[1]).astype(np.int64)]
        order, start, size = self._members
        group = self.where.district[region]
        wide = order[start[group] + (pick * size[group]).astype(np.int64)]
        return np.choose(kind, [region, near, wide])


def _stacked(drawn: list[NDArray[np.int64]], shape: tuple[int, ...]) -> NDArray[np.uint16]:
    lanes = np.empty((*shape, len(drawn)), dtype=np.uint16)
    for number, one in enumerate(drawn):
        if one.max(initial=0) > LANE_LIMIT:
            raise TitirError(
                f"a replicate holds {int(one.max())} events in one region and day, beyond {LANE_LIMIT}"
            )
        lanes[:, :, number] = one
    return lanes
