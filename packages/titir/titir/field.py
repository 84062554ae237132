"""What a scan is made of: a statistic, levels of regions, windows, and what is expected, ready to be searched."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field as made_by
from functools import cached_property
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from titir import _kernels
from titir._kernels import HIGH
from titir.errors import GeometryError, ShapeError
from titir.geometry import Neighbours, hilbert_order
from titir.windows import Windows

Number = TypeVar("Number", bound=np.number)

HIGHEST = 16.0
"""Up to which ratio the table of smallest counts is fine; beyond it, zones are judged by their exact ratio."""


@dataclass(frozen=True)
class Statistic:
    """What makes a zone remarkable.

    Attributes:
        kind: POISSON, EXPECTATION or BERNOULLI.
        n: Events in all (BERNOULLI: people in all).
        cases: BERNOULLI: cases in all.
        areas: 1 high, 2 low, 3 both.
        high: Fewest events of a high zone.
        low: Fewest events of a low zone.
    """

    kind: int
    n: float
    cases: float = 0.0
    areas: int = HIGH
    high: int = 2
    low: int = 0


@dataclass(frozen=True)
class Level:
    """One resolution of a scan.

    Attributes:
        neighbours: Circles over the units of this level.
        unit: int (regions,) which unit each region belongs to; None when units are the regions themselves.
        name: How results name the level.
    """

    neighbours: Neighbours
    unit: NDArray[np.integer] | None = None
    name: str = ""

    def __post_init__(self) -> None:
        if not isinstance(self.neighbours, Neighbours):
            raise GeometryError(f"circles must be Neighbours, got {type(self.neighbours).__name__}")

    def gather(self, values: NDArray[Number]) -> NDArray[Number]:
        """Return the sums over the regions of each unit, along the first axis."""
        if self.unit is None:
            return values
        sums = np.zeros((len(self.neighbours), *values.shape[1:]), dtype=values.dtype)
        np.add.at(sums, self.unit, values)
        return sums

    def members(self, units: NDArray[np.integer]) -> NDArray[np.integer]:
        """Return the regions of some units, unit by unit."""
        if self.unit is None:
            return units
        return np.concatenate([np.flatnonzero(self.unit == one) for one in units])

    @cached_property
    def visit(self) -> NDArray[np.int64]:
        """Centres in an order that keeps neighbours close in memory."""
        points = self.neighbours.points
        count = len(self.neighbours)
        return (np.arange(count) if points is None else hilbert_order(points)).astype(np.int64)


def check_levels(levels: Sequence[Level], regions: int) -> None:
    """Refuse levels that are not those of so many regions.

    Raises:
        GeometryError: If no region has a circle.
        ShapeError: If one has other regions, or a region belongs to a unit that has no circles.
    """
    for level in levels:
        units = len(level.neighbours)
        if level.unit is not None and (
            np.ndim(level.unit) != 1 or np.asarray(level.unit).dtype.kind not in "iu"
        ):
            raise ShapeError(
                f"unit of level {level.name!r} must be (regions,) whole numbers, got {level.unit!r}"
            )
        given = units if level.unit is None else len(level.unit)
        if given != regions:
            raise ShapeError(f"counts of {regions} regions and level of {given} differ")
        if level.unit is not None and not 0 <= level.unit.min() <= level.unit.max() < units:
            ends = f"{level.unit.min()} to {level.unit.max()}"
            raise ShapeError(f"regions of level {level.name!r} belong to units {ends}; there are {units}")
    if levels and not any(len(level.neighbours.index) for level in levels):
        raise GeometryError(
            f"each of the {regions} regions alone is larger than a circle may be, so that there is nothing to look at"
        )


def _is_whole(values: object) -> bool:
    return isinstance(values, np.ndarray) and values.dtype.kind in "iu"


@dataclass(frozen=True)
class Field:
    """One scan, ready to be searched.

    Attributes:
        counts: int32 (regions, days) events seen.
        expected: float64 (regions, days) expected events (BERNOULLI: people).
        levels: The resolutions, under one joint maximum.
        statistic: What makes a zone remarkable.
        windows: Windows of the observed counts.
        tried: Windows of the replicates, when they make up for earlier analyses too.
        empty_centres: Whether circles are grown around units where nothing is expected, too: SaTScan does so with the
            permutation model (observed). Elsewhere a unit without people changes nothing.
        prepared: What the fast loops have worked out beforehand and keep here.
    """

    counts: NDArray[np.int32]
    expected: NDArray[np.float64]
    levels: tuple[Level, ...]
    statistic: Statistic
    windows: Windows
    tried: Windows | None = None
    empty_centres: bool = False
    prepared: dict[str, Any] = made_by(default_factory=dict, compare=False, repr=False)

    def __post_init__(self) -> None:
        check_levels(self.levels, len(self.counts))

    @property
    def fullest(self) -> float:
        """How many events the fullest cell of a replicate has on average."""
        one, most = self.statistic, float(self.expected.max(initial=0.0))
        return most * one.cases / one.n if one.kind == _kernels.BERNOULLI else most

    @cached_property
    def numbers(self) -> NDArray[np.float64]:
        """What the loops need to know of the statistic."""
        return np.array([self.statistic.n, self.statistic.cases])

    @cached_property
    def limits(self) -> NDArray[np.int64]:
        """Kind, areas, fewest events, and the first bin of the table."""
        one = self.statistic
        return np.array([one.kind, one.areas, one.high, one.low, self._bins[0]], dtype=np.int64)

    @cached_property
    def _bins(self) -> tuple[int, int]:
        positive = self.expected[self.expected > 0]
        low = max(float(positive.min(initial=1.0)), 1e-12) * 0.9
        ends = np.array([low, max(float(self.expected.sum()), 1.0) * 1.1], dtype=np.float32)
        first, last = (ends.view(np.int32) >> _kernels.BIN_SHIFT).tolist()
        return first, last + 1

    @cached_property
    def table(self) -> NDArray[np.uint16]:
        """The smallest count above each level of the ratio, in each bin of expected counts."""
        one, (first, last) = self.statistic, self._bins
        table = np.zeros((int(HIGHEST / _kernels.STEP), last - first), dtype=np.uint16)
        _kernels.smallest_counts(one.kind, one.n, one.cases, one.high, first, table)
        return table

    @cached_property
    def cumulated(self) -> tuple[NDArray[np.float64], ...]:
        """Expected events of each level before each day, (units, days + 1)."""
        return tuple(before(level.gather(self.expected)) for level in self.levels)

    @cached_property
    def visits(self) -> tuple[NDArray[np.int64], ...]:
        """Centres of each level, in an order that keeps neighbours close in memory."""
        visits = [level.visit for level in self.levels]
        if self.empty_centres:
            return tuple(visits)
        return tuple(visit[sums[visit, -1] > 0] for visit, sums in zip(visits, self.cumulated, strict=True))


def before(values: NDArray[Number]) -> NDArray[Number]:
    """Return what happened before each day: (units, days + 1)."""
    sums = np.zeros((len(values), values.shape[1] + 1), dtype=values.dtype)
    np.cumsum(values, axis=1, out=sums[:, 1:])
    return sums
