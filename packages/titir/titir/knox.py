"""Near-repeat tables, which ask whether pairs of events close in space are also close in time.

Knox 1964, with the permutation test of Besag and Diggle 1977 as in the Near Repeat Calculator (Ratcliffe 2009).
"""

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.spatial import cKDTree

from titir import _inputs
from titir._csv import check_degrees, csv_of, rows_of
from titir._inputs import Floats
from titir.errors import FileError, TitirError
from titir.rule import on_sphere

METRES = 6_371_000.0
"""Radius of the globe."""


@dataclass(frozen=True)
class KnoxTable:
    """Pairs of events by distance (rows) and days between them (columns).

    Attributes:
        distances: (rows + 1,) edges of the bands, in the unit of the coordinates.
        days: (columns + 1,) edges of the bands.
        observed: (rows, columns) pairs.
        expected: (rows, columns) mean over all permutations of the days, in closed form.
        ratio: (rows, columns) observed over expected; NaN where nothing can be expected.
        chance: (rows, columns) share of permutations with at least as many pairs, the observed table included.
        permutations: How many were drawn.
    """

    distances: Floats
    days: Floats
    observed: NDArray[np.int64]
    expected: Floats
    ratio: Floats
    chance: Floats
    permutations: int


def knox(
    day: ArrayLike,
    place: ArrayLike,
    *,
    distances: ArrayLike,
    days: ArrayLike,
    metric: Literal["euclidean", "manhattan"] = "manhattan",
    closed: Literal["left", "right"] = "left",
    degrees: bool = False,
    permutations: int = 999,
    seed: int = 0,
) -> KnoxTable:
    """Count near pairs and compare with what permuted days give.

    Args:
        day: (n,) days.
        place: (n, 2) projected coordinates, in one unit; or longitude and latitude, if `degrees` says so.
        distances: Edges of the distance bands, growing; 0, .001, 100, ... makes "same place" a band of its own.
        days: Edges of the time bands, growing; whole days 0, 15, 29 mean 0-14 and 15-28 with `closed="left"`.
        metric: How distance is measured.
        closed: Which edge belongs to a band.
        degrees: Whether places are degrees; distances are then metres along the globe, of each pair where it lies.
        permutations: Random orders of the days, >= 1.
        seed: Of the permutations.

    Raises:
        ValueError: If there are fewer than two events, lengths differ, or edges do not grow.
    """
    when, where = _events(day, place)
    far, long = _edges("distances", distances), _edges("days", days)
    _inputs.drawn("permutations", permutations)
    if metric not in ("euclidean", "manhattan") or closed not in ("left", "right"):
        raise TitirError(
            f"metric must be euclidean or manhattan, closed left or right, got {metric!r} and {closed!r}"
        )
    measure = _degrees_apart if degrees else _apart
    pairs, apart = measure(where, float(far[-1]), 1.0 if metric == "manhattan" else 2.0)
    distance = apart.sum(axis=1) if metric == "manhattan" else np.hypot(apart[:, 0], apart[:, 1])
    pairs, row = _within(pairs, _band(distance, far, closed))
    observed = _table(when, pairs, row, far.size - 1, long, closed)
    by_time = _time_pairs(when, long, closed)
    by_space = np.bincount(row, minlength=far.size - 1)
    expected = np.outer(by_space, by_time) / (when.size * (when.size - 1) / 2)
    reached = np.ones_like(observed)
    rng = _inputs.generator(seed)
    for _ in range(permutations):
        reached += _table(rng.permutation(when), pairs, row, far.size - 1, long, closed) >= observed
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where(expected > 0, observed / expected, np.nan)
    return KnoxTable(
        distances=far,
        days=long,
        observed=observed,
        expected=expected,
        ratio=ratio,
        chance=reached / (permutations + 1),
        permutations=permutations,
    )


def _events(day: ArrayLike, place: ArrayLike) -> tuple[Floats, Floats]:
    when, where = _inputs.floats("day", day, ndim=1), _inputs.floats("place", place, ndim=2)
    _inputs.same_length(day=when, place=where)
    if where.shape[1] != 2:
        raise TitirError(f"place must have two columns, got shape {where.shape}")
    if when.size < 2:
        raise TitirError(f"pairs need two events, got {when.size}")
    return when, where


def _edges(name: str, values: ArrayLike) -> Floats:
    edges = _inputs.floats(name, values, ndim=1)
    if edges.size < 2 or (np.diff(edges) <= 0).any():
        raise TitirError(f"{name} must be at least two growing edges, got {edges.tolist()}")
    return edges


def _apart(place: Floats, most: float, power: float) -> tuple[NDArray[np.int64], Floats]:
    """Return the pairs that may be near, and how far apart they are along both axes."""
    pairs = cKDTree(place).query_pairs(most, p=power, output_type="ndarray").astype(np.int64)
    return pairs, np.abs(place[pairs[:, 0]] - place[pairs[:, 1]])


def _degrees_apart(place: Floats, most: float, _power: float) -> tuple[NDArray[np.int64], Floats]:
    """Return the same of degrees, in metres: each pair is laid flat around its own middle."""
    # No pair lies nearer when laid flat than by the chord, but for rounding: some more are taken, and the bands decide.
    reach = most * 1.01 + 1e-6
    globe = on_sphere(place[:, 1], place[:, 0]) * METRES
    pairs = cKDTree(globe).query_pairs(reach, output_type="ndarray").astype(np.int64)
    one, two = place[pairs[:, 0]], place[pairs[:, 1]]
    east = np.abs((one[:, 0] - two[:, 0] + 180) % 360 - 180)
    east *= np.cos(np.radians((one[:, 1] + two[:, 1]) / 2))
    return pairs, np.radians(np.column_stack([east, np.abs(one[:, 1] - two[:, 1])])) * METRES


def _within(pairs: NDArray[np.int64], band: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    inside = band >= 0
    return pairs[inside], band[inside]


def _band(values: Floats, edges: Floats, closed: Literal["left", "right"]) -> NDArray[np.int64]:
    band = np.searchsorted(edges, values, side="right" if closed == "left" else "left") - 1
    return np.where(band == edges.size - 1, -1, band).astype(np.int64)


def _table(
    when: Floats,
    pairs: NDArray[np.int64],
    row: NDArray[np.int64],
    rows: int,
    edges: Floats,
    closed: Literal["left", "right"],
) -> NDArray[np.int64]:
    columns = edges.size - 1
    band = _band(np.abs(when[pairs[:, 0]] - when[pairs[:, 1]]), edges, closed)
    inside = band >= 0
    cells = np.bincount(row[inside] * columns + band[inside], minlength=rows * columns)
    return cells.reshape(rows, columns).astype(np.int64)


def _time_pairs(when: Floats, edges: Floats, closed: Literal["left", "right"]) -> Floats:
    """Count the pairs of each time band by bisection in the sorted days."""
    ordered = np.sort(when)
    number = np.arange(ordered.size)
    side: Literal["left", "right"] = "left" if closed == "left" else "right"
    within = [
        float(np.maximum(np.searchsorted(ordered, ordered + edge, side=side) - number - 1, 0).sum())
        for edge in edges
    ]
    return np.array([upper - lower for lower, upper in pairwise(within)])


def main(words: Sequence[str]) -> int:
    """Run `titir knox`."""
    reader = argparse.ArgumentParser(
        prog="titir knox",
        description="Count near repeats: by distance and days, how many pairs of events there are against how many "
        "chance would bring.",
        epilog="EVENTS.csv needs the columns date, latitude and longitude, or date, x and y in metres. Distances are "
        "metres; bands hold their lower edge and not their upper one.",
    )
    reader.add_argument("file", type=Path, metavar="EVENTS.csv")
    reader.add_argument(
        "--distances", type=_numbers, default=(0.0, 1.0, 200.0, 400.0, 800.0), metavar="A,B,..."
    )
    reader.add_argument("--days", type=_numbers, default=(0.0, 8.0, 15.0, 29.0), metavar="A,B,...")
    reader.add_argument("--metric", choices=("euclidean", "manhattan"), default="manhattan")
    reader.add_argument("--permutations", type=int, default=999, metavar="N")
    reader.add_argument("--seed", type=int, default=0, metavar="N")
    reader.add_argument("--json", action="store_true", help="print JSON")
    asked = reader.parse_args(list(words))
    day, place, degrees = read_points(asked.file)
    found = knox(
        day,
        place,
        degrees=degrees,
        distances=asked.distances,
        days=asked.days,
        metric=asked.metric,
        permutations=asked.permutations,
        seed=asked.seed,
    )
    sys.stdout.write(_as_json(found) if asked.json else _as_text(found))
    return 0


def _numbers(text: str) -> tuple[float, ...]:
    return tuple(float(one) for one in text.split(","))


def read_points(path: Path) -> tuple[Floats, Floats, bool]:
    """Read days, places (east, north) and whether these are degrees; x and y are metres.

    Raises:
        FileError: If a column is missing or a value is none; with the line.
    """
    reader = csv_of(path)
    found = reader.fieldnames or ()
    flat = {"x", "y"} <= set(found)
    east, north = ("x", "y") if flat else ("longitude", "latitude")
    named = next(
        (name for name in ("date", "date_start", "event_date", "date_single") if name in found), None
    )
    if named is None or not {east, north} <= set(found):
        raise FileError(
            path, 1, f"needs date and x, y or latitude, longitude; it has {', '.join(found) or 'none'}"
        )
    days, places = [], []
    for row in rows_of(path, reader):
        try:
            days.append(float(datetime.fromisoformat(row[named].strip()).toordinal()))
            places.append((float(row[east]), float(row[north])))
        except ValueError as trouble:
            raise FileError(path, reader.line_num, f"is no event: {trouble}") from trouble
        if not flat:
            check_degrees(path, reader.line_num, places[-1][1], places[-1][0])
        elif not np.isfinite(places[-1]).all():
            raise FileError(
                path, reader.line_num, f"lies at {places[-1][0]}, {places[-1][1]}, which is nowhere"
            )
    if len(days) < 2:
        raise FileError(path, 0, f"holds {len(days)} event(s); pairs need two")
    return np.array(days), np.array(places, dtype=np.float64), not flat


CELL = 30
"""Width of a column of the table."""


def _as_json(found: KnoxTable) -> str:
    told = {
        "distances": found.distances.tolist(),
        "days": found.days.tolist(),
        "observed": found.observed.tolist(),
        "expected": found.expected.round(4).tolist(),
        "ratio": [[None if np.isnan(one) else round(float(one), 4) for one in row] for row in found.ratio],
        "p": found.chance.tolist(),
        "permutations": found.permutations,
    }
    return json.dumps(told, indent=2) + "\n"


def _as_text(found: KnoxTable) -> str:
    head = "".join(f"{f'{low:g} to <{high:g} days':>{CELL}}" for low, high in pairwise(found.days))
    lines = [f"{'metres':<18}{head}"]
    for row, (low, high) in enumerate(pairwise(found.distances)):
        cells = "".join(
            f"{_cell(float(ratio), int(count), float(p)):>{CELL}}"
            for ratio, count, p in zip(found.ratio[row], found.observed[row], found.chance[row], strict=True)
        )
        lines.append(f"{f'{low:g} to <{high:g}':<18}{cells}")
    lines.append(f"observed over expected pairs; p from {found.permutations} permutations of the days")
    return "\n".join(lines) + "\n"


def _cell(ratio: float, count: int, chance: float) -> str:
    """Return what a cell says; where chance brings no pair at all there is no ratio."""
    if np.isnan(ratio):
        return "no such pair"
    return f"{ratio:.2f} ({count} {'pair' if count == 1 else 'pairs'}, p {chance:.3f})"
