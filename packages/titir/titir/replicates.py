"""Null models of the classical scans: replicates that keep the totals they are conditioned on.

Each makes counts (regions, days, lanes) as uint16, where lane k depends on (seed, day, k) only. The null models with
uncertain baselines and self-excitation live in `titir.nulls`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from titir import _draws
from titir.counts import check_lanes, exact_sum
from titir.random import TOTALS, key_of, stream

Counts = NDArray[np.uint8] | NDArray[np.uint16]


class Null(Protocol):
    """What makes replicates for a scan.

    Attributes:
        regions: How many regions.
        days: W, the window that the scan looks at, last day last.
    """

    @property
    def regions(self) -> int:
        """How many regions."""

    @property
    def days(self) -> int:
        """How many days."""

    def draw(self, lanes: range, *, seed: int, day: int) -> NDArray[np.uint16]:
        """Return counts (regions, days, len(lanes)); lane k depends on (seed, day, k) only."""


@dataclass(frozen=True)
class Multinomial:
    """Events fall into cells by their expectation, given how many there are: SaTScan's discrete Poisson null.

    With several strata (days, or days of the week) the number of events of each stratum is kept as it was.

    Attributes:
        regions: How many regions.
        days: How many days of the window are drawn.
        first: int64 (strata + 1,) where the cells of each stratum begin.
        share: uint64 (cells,) alias table: how much of a cell is its own.
        alias: int32 (cells,) alias table: the other cell.
        place: int32 (cells,) region * days + day of each cell; cells without expectation are left out.
        totals: int64 (strata,) events of each stratum.
        inside: Chance that an event of the one stratum falls into the window; 1 draws all of them.
    """

    regions: int
    days: int
    first: NDArray[np.int64]
    share: NDArray[np.uint64]
    alias: NDArray[np.int32]
    place: NDArray[np.int32]
    totals: NDArray[np.int64]
    inside: float = 1.0

    @classmethod
    def of(
        cls,
        expected: NDArray[np.float64],
        total: int,
        *,
        inside: float = 1.0,
        order: NDArray[np.integer] | None = None,
    ) -> Multinomial:
        """Return the null of one stratum: `total` events over (regions, days), of which a share falls inside."""
        days = [np.arange(expected.shape[1])]
        return cls.stratified(expected, days, np.array([total]), inside=inside, order=order)

    @classmethod
    def stratified(
        cls,
        expected: NDArray[np.float64],
        strata: Sequence[NDArray[np.integer]],
        totals: NDArray[np.int64],
        *,
        inside: float = 1.0,
        order: NDArray[np.integer] | None = None,
    ) -> Multinomial:
        """Return the null that keeps the events of each stratum, a list of days.

        The cells stand in `order` of the regions, so that the same place draws the same numbers whatever its row.
        """
        regions, days = expected.shape
        order = np.arange(regions) if order is None else order
        places = [(order[:, None] * days + stratum).ravel() for stratum in strata]
        places = [place[expected.ravel()[place] > 0] for place in places]
        first, place = _cuts(places), _joined(places)
        share, alias = np.zeros(len(place), dtype=np.uint64), np.zeros(len(place), dtype=np.int32)
        for base, some in zip(first[:-1], places, strict=True):
            _draws.alias_table(expected.ravel()[some], int(base), share, alias)
        return cls(regions, days, first, share, alias, place, totals.astype(np.int64), inside)

    def draw(self, lanes: range, *, seed: int, day: int) -> NDArray[np.uint16]:
        """Return counts (regions, days, lanes)."""
        return self.compact(lanes, seed=seed, day=day).astype(np.uint16, copy=False)

    def compact(self, lanes: range, *, seed: int, day: int) -> Counts:
        """Return the same, as bytes if they hold it."""
        events = np.tile(self.totals, (len(lanes), 1))
        if self.inside < 1:
            for row, lane in enumerate(lanes):
                events[row] = stream(seed, day, lane, use=TOTALS).binomial(self.totals, self.inside)
        return self.thrown(events, keys_of(seed, day, lanes))

    def thrown(self, events: NDArray[np.int64], keys: NDArray[np.uint64]) -> Counts:
        """Return counts (regions, days, lanes) of so many events (lanes, strata)."""

        def fill(counts: Counts) -> int:
            return _draws.draw_cells(keys, events, self.first, self.share, self.alias, self.place, counts)

        return _fitting(fill, self.regions, self.days, len(keys))


@dataclass(frozen=True)
class Shuffled:
    """Events keep their places and days as sets, but which goes with which is drawn: the permutation null.

    Also the Bernoulli null, where people keep their places and times and the cases among them are drawn.

    Attributes:
        regions: How many regions.
        days: How many days of the window are drawn.
        first: int64 (strata + 1,) where the events of each stratum begin.
        place: int32 (events,) region * days of each event (Bernoulli: with its day).
        first_slot: int64 (strata + 1,) where the slots of each stratum begin.
        slot: int32 (slots,) day of each slot (Bernoulli: 0).
    """

    regions: int
    days: int
    first: NDArray[np.int64]
    place: NDArray[np.int32]
    first_slot: NDArray[np.int64]
    slot: NDArray[np.int32]

    @classmethod
    def permutation(
        cls, tables: Sequence[NDArray[np.int32]], days: int, *, order: NDArray[np.integer] | None = None
    ) -> Shuffled:
        """Return the null that permutes the days of events, for the last `days` days.

        Args:
            tables: Events (regions, all days) in groups that must not be mixed; one, if all may be.
            days: How many of the last days are drawn.
            order: Order of the regions in which numbers are drawn; that of the rows when None.
        """
        regions, whole = tables[0].shape
        order = np.arange(regions) if order is None else order
        last = np.arange(days)
        places = [np.repeat(order * days, table[order].sum(axis=1)) for table in tables]
        slots = [np.repeat(last, table[:, whole - days :].sum(axis=0)) for table in tables]
        return cls(regions, days, _cuts(places), _joined(places), _cuts(slots), _joined(slots))

    @classmethod
    def cases(
        cls, people: NDArray[np.int32], cases: int, *, order: NDArray[np.integer] | None = None
    ) -> Shuffled:
        """Return the null that draws who of the people (regions, days) are cases."""
        regions, days = people.shape
        order = np.arange(regions) if order is None else order
        place = np.repeat((order[:, None] * days + np.arange(days)).ravel(), people[order].ravel())
        return cls(
            regions, days, _cuts([place]), _joined([place]),
            np.array([0, cases], dtype=np.int64), np.zeros(cases, dtype=np.int32),
        )  # fmt: skip

    def draw(self, lanes: range, *, seed: int, day: int) -> NDArray[np.uint16]:
        """Return counts (regions, days, lanes)."""
        return self.compact(lanes, seed=seed, day=day).astype(np.uint16, copy=False)

    def compact(self, lanes: range, *, seed: int, day: int) -> Counts:
        """Return the same, as bytes if they hold it."""
        keys = keys_of(seed, day, lanes)

        def fill(counts: Counts) -> int:
            return _draws.draw_shuffled(keys, self.first, self.place, self.first_slot, self.slot, counts)

        return _fitting(fill, self.regions, self.days, len(lanes))


@dataclass(frozen=True)
class PoissonNull:
    """Independent Poisson counts around known expectations: the plain null of the expectation-based scan.

    Attributes:
        expected: float64 (regions, days).
        order: Order of the regions in which numbers are drawn; that of the rows when None.
    """

    expected: NDArray[np.float64]
    order: NDArray[np.integer] | None = None

    @property
    def regions(self) -> int:
        """How many regions."""
        return len(self.expected)

    @property
    def days(self) -> int:
        """How many days."""
        return int(self.expected.shape[1])

    @cached_property
    def _cells(self) -> Multinomial:
        return Multinomial.of(self.expected, 0, order=self.order)

    def draw(self, lanes: range, *, seed: int, day: int) -> NDArray[np.uint16]:
        """Return counts (regions, days, lanes)."""
        return self.compact(lanes, seed=seed, day=day).astype(np.uint16, copy=False)

    def compact(self, lanes: range, *, seed: int, day: int) -> Counts:
        """Return the same, as bytes if they hold it."""
        mean = exact_sum(self.expected)
        events = [[stream(seed, day, lane, use=TOTALS).poisson(mean)] for lane in lanes]
        return self._cells.thrown(np.array(events, dtype=np.int64), keys_of(seed, day, lanes))


def compact(null: Null, lanes: range, *, seed: int, day: int) -> Counts:
    """Return the counts (regions, days, lanes) of a null, as bytes if they hold it."""
    if isinstance(null, (Multinomial, Shuffled, PoissonNull)):
        return null.compact(lanes, seed=seed, day=day)
    drawn = null.draw(lanes, seed=seed, day=day)
    return drawn.astype(np.uint8) if drawn.max(initial=0) < 255 else drawn


def _fitting(fill: Callable[[Counts], int], regions: int, days: int, lanes: int) -> Counts:
    """Draw into bytes, or anew into 16 bits if a count does not fit.

    Raises:
        CountsError: If a count does not fit into 16 bits either.
    """
    bytewise = np.zeros((regions * days, lanes), dtype=np.uint8)
    if fill(bytewise) < 255:
        return bytewise.reshape(regions, days, lanes)
    wide = np.zeros((regions * days, lanes), dtype=np.uint16)
    check_lanes(fill(wide))
    return wide.reshape(regions, days, lanes)


def keys_of(seed: int, day: int, lanes: range) -> NDArray[np.uint64]:
    """Return the keys of some lanes, (lanes, 2)."""
    return np.array([key_of(seed, day, lane) for lane in lanes], dtype=np.uint64).reshape(-1, 2)


def _cuts(lists: Sequence[NDArray[np.integer]]) -> NDArray[np.int64]:
    return np.concatenate([[0], np.cumsum([len(one) for one in lists])]).astype(np.int64)


def _joined(lists: Sequence[NDArray[np.integer]]) -> NDArray[np.int32]:
    return np.concatenate(lists).astype(np.int32)
