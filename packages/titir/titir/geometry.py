"""Circles over regions: who is nearer than whom on the globe, and how large a circle may grow.

Distances are great-circle distances on a sphere of 6,367 km, as SaTScan measures them (observed: its printed radii
fit 6,367.0 km). A circle grows by one region at a time, nearest first; equally near ones by where they lie.
It stops before its size (population at risk, or cases) would exceed a share of the whole. Projecting first changes
which cluster wins (DETECTION, section 9), so nothing is projected.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.spatial import cKDTree

from titir.errors import GeometryError, ShapeError

EARTH_KM = 6367.0
"""Radius of the sphere on which SaTScan measures."""

TIED = 1e-13
"""Chords that differ by less, of their length or of the radius of the globe, are equally long."""

MOST_FAR = 1e150
"""Flat coordinates beyond have no squares."""
BLOCK = 256
"""Centres whose neighbours are sought together: keeps the memory of the search small."""


@dataclass(frozen=True)
class Neighbours:
    """The circles around every region, as one list: the circle of region r grows along `index[start[r]:start[r+1]]`.

    Attributes:
        start: int64 (regions + 1,), where the list of each region begins.
        index: int32 (pairs,), regions in order of distance, the region itself first. A list is empty when the region
            alone is larger than a circle may be.
        points: float64 (regions, dimensions) or None: unit vectors on the globe, or flat coordinates.
        globe: Whether `points` lie on the globe, so that distances are kilometres along it.
    """

    start: NDArray[np.int64]
    index: NDArray[np.int32]
    points: NDArray[np.float64] | None = None
    globe: bool = True

    def __post_init__(self) -> None:
        start, index = self.start, self.index
        if np.ndim(start) != 1 or np.ndim(index) != 1 or len(start) < 2:
            raise GeometryError(
                f"start must be (regions + 1,) and index (pairs,), got {np.shape(start)} and {np.shape(index)}"
            )
        if start[0] != 0 or start[-1] != len(index) or (np.diff(start) < 0).any():
            raise GeometryError(
                f"start must grow from 0 to {len(index)} pairs, got {start[0]} to {start[-1]}"
            )
        if len(index) and not 0 <= index.min() <= index.max() <= len(start) - 2:
            raise GeometryError(
                f"index points at {index.min()} to {index.max()}, but there are {len(start) - 1} regions"
            )

    def __len__(self) -> int:
        """Return how many regions there are."""
        return len(self.start) - 1

    def of(self, region: int) -> NDArray[np.int32]:
        """Return the neighbours of one region, itself first."""
        return self.index[self.start[region] : self.start[region + 1]]

    def distance_km(self, region: int, others: ArrayLike) -> NDArray[np.float64]:
        """Return the distances from one region to others: kilometres, or the units of flat coordinates."""
        if self.points is None:
            raise GeometryError("these circles were made without coordinates, so distances are not known")
        chords: NDArray[np.float64] = np.linalg.norm(
            self.points[np.asarray(others)] - self.points[region], axis=-1
        )
        return _arc(chords) if self.globe else chords

    def without_sea(self, land: ArrayLike, *, most_km: float) -> Neighbours:
        """Return circles that do not jump over the sea: another island's regions only within `most_km`.

        Args:
            land: (regions,) number of the island or land mass of every region.
            most_km: How far a circle may reach onto another land mass.
        """
        masses = np.asarray(land)
        if masses.dtype.kind not in "iuUS" and not (masses.dtype.kind == "f" and np.isfinite(masses).all()):
            raise GeometryError(
                f"land {masses.shape} must number or name the land masses, got {masses.dtype}"
            )
        if masses.shape != (len(self),):
            raise ShapeError(f"land {masses.shape} and {len(self)} regions differ in shape")
        if not most_km >= 0:
            raise GeometryError(f"most_km must be 0 or more, got {most_km}")
        lists = [self._on_land(region, masses, most_km) for region in range(len(self))]
        start = np.concatenate([[0], np.cumsum([len(one) for one in lists])]).astype(np.int64)
        return Neighbours(start, np.concatenate(lists).astype(np.int32), self.points, self.globe)

    def _on_land(self, region: int, masses: NDArray[np.generic], most_km: float) -> NDArray[np.int32]:
        near: NDArray[np.int32] = self.of(region)
        kept: NDArray[np.int32] = near[
            (masses[near] == masses[region]) | (self.distance_km(region, near) <= most_km)
        ]
        return kept


def great_circle_neighbours(
    latitude: ArrayLike,
    longitude: ArrayLike,
    *,
    size: ArrayLike | None = None,
    most_share: float = 0.5,
    most_km: float = np.inf,
    most_regions: int | None = None,
    order: ArrayLike | None = None,
) -> Neighbours:
    """Return the circles around regions on the globe.

    Args:
        latitude: (regions,) degrees, -90 to 90.
        longitude: (regions,) degrees, -180 to 360; 179.9 and -179.9 are close to each other.
        size: (regions,) what limits a circle: population at risk, or cases for the permutation scan; None limits not.
        most_share: Largest share of the total size in a circle, above 0 to 1.
        most_km: Largest radius.
        most_regions: Largest number of regions in a circle.
        order: (regions,) whole numbers by which equally near regions follow each other; by where they lie when None,
            so that the order of the arrays decides nothing but between regions at the very same place.

    Raises:
        GeometryError: If coordinates are not on the globe, or there are none.
        ShapeError: If the arrays differ in shape.
    """
    points = on_sphere(latitude, longitude)
    if not most_km >= 0:
        raise GeometryError(f"most_km must be 0 or more, got {most_km}")
    chord = 2 * np.sin(min(most_km / EARTH_KM, np.pi) / 2) * (1 + 1e-12) + 1e-15
    return _grown(points, size, most_share, chord, most_regions, order, globe=True)


def flat_neighbours(
    coordinates: ArrayLike,
    *,
    size: ArrayLike | None = None,
    most_share: float = 0.5,
    most_distance: float = np.inf,
    most_regions: int | None = None,
    order: ArrayLike | None = None,
) -> Neighbours:
    """Return the circles around regions on a plane: (regions, dimensions) in any unit; otherwise as on the globe."""
    points = _floats("coordinates", coordinates)
    if points.ndim != 2 or not len(points):
        raise GeometryError(f"coordinates must be (regions, dimensions), got {points.shape}")
    _check_numbers(points, "coordinates")
    if np.abs(points).max() > MOST_FAR:
        raise GeometryError(f"coordinates up to {np.abs(points).max()} are too far for distances")
    if not most_distance >= 0:
        raise GeometryError(f"most_distance must be 0 or more, got {most_distance}")
    return _grown(points, size, most_share, most_distance, most_regions, order, globe=False)


def on_sphere(latitude: ArrayLike, longitude: ArrayLike) -> NDArray[np.float64]:
    """Return (regions, 3) unit vectors: no seam at the antimeridian, and distances as chords."""
    north, east = _floats("latitude", latitude), _floats("longitude", longitude)
    if north.ndim != 1 or north.shape != east.shape:
        raise ShapeError(f"latitude {north.shape} and longitude {east.shape} must be two equal columns")
    if not len(north):
        raise GeometryError("there are no regions")
    _check_numbers(north, "latitude")
    _check_numbers(east, "longitude")
    for name, values, low, high in (("latitude", north, -90, 90), ("longitude", east, -180, 360)):
        wrong = np.flatnonzero((values < low) | (values > high))
        if len(wrong):
            raise GeometryError(
                f"{name} of region {wrong[0]} is {values[wrong[0]]}, not within {low}..{high}"
            )
    phi, lam = np.radians(north), np.radians(east)
    return np.column_stack([np.cos(phi) * np.cos(lam), np.cos(phi) * np.sin(lam), np.sin(phi)])


def _arc(chord: NDArray[np.float64]) -> NDArray[np.float64]:
    return 2 * EARTH_KM * np.arcsin(np.minimum(chord / 2, 1.0))


def _floats(name: str, values: ArrayLike) -> NDArray[np.float64]:
    try:
        return np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError):
        raise GeometryError(f"{name} must be numbers, in rows of one length") from None


def _check_numbers(values: NDArray[np.float64], name: str) -> None:
    wrong = np.argwhere(~np.isfinite(values))
    if len(wrong):
        raise GeometryError(f"{name} of region {wrong[0][0]} is {values[tuple(wrong[0])]}, not a number")


def _grown(
    points: NDArray[np.float64],
    size: ArrayLike | None,
    share: float,
    reach: float,
    most_regions: int | None,
    order: ArrayLike | None,
    *,
    globe: bool,
) -> Neighbours:
    if not 0 < share <= 1:
        raise GeometryError(f"the largest share of a circle must lie in 0..1, got {share}")
    count = len(points)
    sizes = np.zeros(count) if size is None else _floats("size", size)
    if sizes.shape != (count,):
        raise ShapeError(f"size {sizes.shape} and {count} regions differ in shape")
    _check_numbers(sizes, "size")
    if (sizes < 0).any():
        raise GeometryError(f"size of region {int(sizes.argmin())} is {sizes.min()}, below 0")
    if most_regions is not None and not (isinstance(most_regions, (int, np.integer)) and most_regions >= 1):
        raise GeometryError(f"most_regions must be a whole number of 1 or more, got {most_regions!r}")
    # A hair of tolerance, so that a share that is met exactly is not lost to rounding.
    most = sizes.sum() * share * (1 + 1e-12)
    limit = count if most_regions is None else min(most_regions, count)
    lengths = np.zeros(count, dtype=np.int64)
    found: list[NDArray[np.int32]] = []
    for block, near, keep in _nearest(points, sizes, most, reach, limit, _rank(points, order)):
        lengths[block] = keep.sum(axis=1)
        found.append(near[keep].astype(np.int32))
    start = np.concatenate([[0], np.cumsum(lengths)])
    return Neighbours(start, _in_order(list(_blocks(points)), start, found), points, globe)


def _rank(points: NDArray[np.float64], order: ArrayLike | None) -> NDArray[np.intp]:
    """Return the place of each region among equally near ones."""
    if order is not None:
        given = np.asarray(order)
        if given.shape != (len(points),):
            raise ShapeError(f"order {given.shape} and {len(points)} regions differ in shape")
        if given.dtype.kind not in "iu":
            raise GeometryError(f"order {given.shape} must be whole numbers, got {given.dtype}")
        return given.astype(np.intp)
    rank = np.empty(len(points), dtype=np.intp)
    rank[np.lexsort(points.T)] = np.arange(len(points))
    return rank


def _in_order(
    blocks: list[NDArray[np.intp]], start: NDArray[np.int64], found: list[NDArray[np.int32]]
) -> NDArray[np.int32]:
    """Put the lists, which were found along the Hilbert curve, back into the order of the regions."""
    whole = np.empty(start[-1], dtype=np.int32)
    found.reverse()
    for block in blocks:
        lists, at = found.pop(), 0  # let go of each block, so that the lists are never there twice
        for centre in block:
            count = start[centre + 1] - start[centre]
            whole[start[centre] : start[centre + 1]] = lists[at : at + count]
            at += count
    return whole


def _blocks(points: NDArray[np.float64]) -> Iterator[NDArray[np.intp]]:
    order = hilbert_order(points)
    for first in range(0, len(points), BLOCK):
        yield order[first : first + BLOCK]


def _nearest(
    points: NDArray[np.float64],
    sizes: NDArray[np.float64],
    most: float,
    reach: float,
    limit: int,
    rank: NDArray[np.intp],
) -> Iterator[tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.bool_]]]:
    """Find the neighbours of each block of centres, and which of them a circle holds.

    Ever more are sought until all circles are full, with all that are as near as the first that is left out: of
    equally near ones the tree gives any.
    """
    tree = cKDTree(points)
    sought = min(len(points), 32)
    for block in _blocks(points):
        while True:
            near, chords = _ties_in_order(*_sought(tree, points[block], sought), block, rank)
            keep = (np.cumsum(sizes[near], axis=1) <= most) & (chords <= reach)
            keep[:, limit:] = False
            held = keep.sum(axis=1)
            edge = chords[np.arange(len(block)), np.minimum(held, sought - 1)]
            full = (chords[:, -1] > edge + TIED * np.maximum(edge, 1.0)) | (chords[:, -1] > reach)
            if sought >= len(points) or full.all():
                break
            sought = min(len(points), sought + max(16, sought // 4))
        yield block, near, keep
        sought = int(min(len(points), max(32, held.max() * 5 // 4)))


def _sought(
    tree: cKDTree, centres: NDArray[np.float64], number: int
) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
    chords, near = tree.query(centres, k=np.arange(1, number + 1), workers=-1)
    return near, chords


def _ties_in_order(
    near: NDArray[np.intp],
    chords: NDArray[np.float64],
    centres: NDArray[np.intp],
    rank: NDArray[np.intp],
) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
    """Put equally near regions into an order that depends on where they lie only, and each centre before all others."""
    chords[near == centres[:, None]] = -1.0
    close = np.diff(chords, axis=1) <= TIED * np.maximum(chords[:, 1:], 1.0)
    for row in np.flatnonzero(close.any(axis=1) | (near[:, 0] != centres)):
        by_distance = np.argsort(chords[row], kind="stable")
        apart = np.diff(chords[row][by_distance])
        steps = np.concatenate([[0], np.cumsum(apart > TIED * np.maximum(chords[row][by_distance][1:], 1.0))])
        again = by_distance[np.lexsort((rank[near[row][by_distance]], steps))]
        near[row], chords[row] = near[row][again], chords[row][again]
    chords[near == centres[:, None]] = 0.0
    return near, chords


def hilbert_order(points: NDArray[np.float64], *, bits: int = 10) -> NDArray[np.intp]:
    """Return the regions along a Hilbert curve, so that neighbours lie close in memory.

    Args:
        points: (regions, dimensions) coordinates of any unit.
        bits: Fineness of the curve in each dimension.

    Source: Skilling (2004), "Programming the Hilbert curve", AIP Conference Proceedings 707:381.
    """
    low, high = points.min(axis=0), points.max(axis=0)
    spread = np.where(high - low > 1e-100, high - low, 1.0)
    axes = [column.astype(np.uint64) for column in ((points - low) / spread * (2**bits - 1)).T]
    return np.argsort(_hilbert_key(axes, bits), kind="stable")


def _hilbert_key(axes: list[NDArray[np.uint64]], bits: int) -> NDArray[np.uint64]:
    one = np.uint64(1)
    level = one << np.uint64(bits - 1)
    while level > one:
        below = level - one
        for axis in axes:
            inverted = (axis & level) != 0
            exchange = np.where(inverted, np.uint64(0), (axes[0] ^ axis) & below)
            axes[0] ^= np.where(inverted, below, exchange)
            np.bitwise_xor(axis, exchange, out=axis)
        level >>= one
    for number in range(1, len(axes)):
        axes[number] ^= axes[number - 1]
    turned = np.zeros_like(axes[0])
    level = one << np.uint64(bits - 1)
    while level > one:
        turned ^= np.where((axes[-1] & level) != 0, level - one, np.uint64(0))
        level >>= one
    key = np.zeros_like(axes[0])
    for bit in range(bits - 1, -1, -1):
        for axis in axes:
            key = (key << one) | (((axis ^ turned) >> np.uint64(bit)) & one)
    return key
