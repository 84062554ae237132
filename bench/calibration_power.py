"""Who finds a hidden cluster in time, when everybody may raise equally many false alarms: the power part of the calibration.

An office of the size in which the target was set (DETECTION.md, section 4: 500 regions, some 5,000 events a year, so
that six regions at four times the mean rate bring half an event a day more). The year in which nothing is amiss tells
each scan its edge; then clusters are hidden in the same year, each for itself, and both scans look at the 21 nights
from its onset. Only what overlaps the hidden regions counts as found: at a dozen false alarms a year every second
stretch of 21 nights holds one somewhere.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import numpy as np
from calibration_worlds import World, hidden, in_order, make, with_cluster
from machine import told
from numpy.typing import NDArray
from titir.declustering import Declustered
from titir.excitation import reach
from titir.geometry import Neighbours, great_circle_neighbours
from titir.joint import best_zones
from titir.night import Night, Past, Settings, watch
from titir.nulls import SelfExciting
from titir.scan import ScanResult, permutation_scan

KINDS = ("self-exciting", "heterogeneous")
SEEDS = range(10, 20)
"""Worlds of each kind. How the night watch combines its scans was chosen on worlds of lower numbers."""
HISTORY = 730
REGIONS, A_DAY = 500, 13.7
BUDGET = 12.0
"""False alarms a year at which power is compared."""
PATTERNS = {
    "ratio 4, 6 regions, ramp": (6, 4.0, 14),
    "ratio 4, 6 regions, step": (6, 4.0, 1),
    "ratio 8, 3 regions, ramp": (3, 8.0, 14),
    "ratio 3, 15 regions, ramp": (15, 3.0, 14),
}
TIMES = 5
"""Clusters of each pattern that are hidden in one world."""
WITHIN = 21
HOLDS = 8
"""Nights after which what is still above the edge is a new alarm."""
SCANS = ("titir", "permutation")
DRAWS = 2000
"""Bootstrap samples of the worlds."""


def one_power(kind: str, seed: int) -> dict[str, Any]:
    """Hide clusters of every pattern in one world, and let titir and the permutation scan look.

    Returns, of each scan, the highest score of each night of the quiet year, and of each hidden cluster the score of the
    best finding that overlaps it on each of its first 21 nights.
    """
    world = in_order(make(kind, seed, regions=REGIONS, days=HISTORY + 365, a_day=A_DAY))
    circles = great_circle_neighbours(
        world.latitude, world.longitude, size=np.ones(REGIONS), most_share=Settings().max_share
    )
    nights: dict[int, Night] = {}
    quiet: dict[str, list[float]] = {scan: [] for scan in SCANS}
    memory = None
    for today in range(HISTORY - 30, HISTORY + 365):
        night = watch(_past(world, circles, today), seed=today, memory=memory)
        memory = night.memory
        nights[today] = replace(night, drawn=night.drawn[:, :, :0].copy())
        if today >= HISTORY:
            scores = [one.score for one in night.findings]
            quiet["titir"].append(round(max(scores, default=-9.0), 3))
            quiet["permutation"].append(round(_permuted(world, circles, today)[0], 4))
    rng = np.random.default_rng([7, seed])
    found: dict[str, Any] = {"quiet": quiet}
    for name, (size, ratio, ramp) in PATTERNS.items():
        found[name] = []
        for turn in range(TIMES):
            begin, centre = HISTORY + int(rng.integers(30, 330)), int(rng.integers(REGIONS))
            where = hidden(world, centre=centre, size=size)
            hurt = with_cluster(world, where, ratio=ratio, begin=begin, ramp=ramp, seed=100 * seed + turn)
            found[name].append(_first_nights(hurt, circles, where, begin, nights))
    return found


def _first_nights(
    world: World, circles: Neighbours, where: NDArray[np.intp], begin: int, nights: dict[int, Night]
) -> dict[str, list[float]]:
    ours, theirs = [], []
    for today in range(begin, begin + WITHIN):
        ours.append(round(_score(world, circles, where, today, nights[today]), 3))
        theirs.append(round(_permuted(world, circles, today, where)[1], 4))
    return {"titir": ours, "permutation": theirs}


def _score(world: World, circles: Neighbours, where: NDArray[np.intp], today: int, quiet: Night) -> float:
    """Return what `watch` would say of a hidden cluster on a night.

    What is usual, what events bring and the replicates come from the days before the last 28, so that they are those of
    the quiet night as long as the cluster is no older; only the search is made anew. (Held against `watch` itself on
    16 nights: the same scores.)
    """
    days = quiet.expected.shape[1]
    first = today + 1 - days
    where_to = reach(world.latitude, world.longitude, world.district)
    null = SelfExciting(quiet.excitation, where_to, world.counts[:, :first], first, today + 1)
    zones = best_zones(
        world.counts[:, first : today + 1].astype(np.int32),
        quiet.expected,
        circles,
        centre=quiet.memory.pool.centre,
        spread=quiet.memory.pool.spread,
        declustered=Declustered(null),
    )
    return max((one.score for one in zones if np.isin(one.areas, where).any()), default=-9.0)


def _past(world: World, circles: Neighbours, today: int) -> Past:
    counts = world.counts[:, : today + 1]
    return Past(counts, world.latitude, world.longitude, world.district, first_day=738_000, circles=circles)


def _permuted(
    world: World, circles: Neighbours, today: int, where: NDArray[np.intp] | None = None
) -> tuple[float, float]:
    # The replicates decide nothing at equal false alarms: the ratio ranks nights as its p-value does.
    year = world.counts[:, today - 364 : today + 1]
    seen: ScanResult = permutation_scan(year, circles, empty_centres=True, replicates=0)
    overlapping = (
        [] if where is None else [one.llr for one in seen.clusters if np.isin(one.regions, where).any()]
    )
    return max((one.llr for one in seen.clusters), default=0.0), max(overlapping, default=0.0)


def powers(kept: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the share of hidden clusters that each scan found in time, and by how much titir is ahead.

    Every world is an office with its own edge, the score that its quiet year passed a dozen times. Titir is held to be
    behind when the whole interval of the difference (95 %, worlds drawn anew) lies below nought.
    """
    worlds = [one for key, one in kept.items() if key.startswith("power/")]
    if not worlds:
        return []
    made: list[dict[str, Any]] = []
    number = len(worlds) * TIMES
    for name in PATTERNS:
        ours, theirs = (np.array([_found(one, name, scan) for one in worlds]) for scan in SCANS)
        ramped = name == next(iter(PATTERNS))
        title = f"{name}: found within {WITHIN} days by titir"
        share = told(
            title, ours.mean(), "share", n=number, spread=interval(ours), at_least=0.5 if ramped else None
        )
        made.append(share)
        title = f"{name}: by the permutation scan"
        made.append(told(title, theirs.mean(), "share", n=number, spread=interval(theirs)))
        ahead = told(
            f"{name}: titir ahead by",
            (ours - theirs).mean(),
            "share",
            n=number,
            spread=interval(ours - theirs),
        )
        made.append({**ahead, "target": "not below 0", "met": bool(ahead["spread"][1] >= 0)})
    return made


def _found(world: dict[str, Any], name: str, scan: str) -> float:
    edge = edge_of(world["quiet"][scan])
    return float(np.mean([max(one[scan]) >= edge for one in world[name]]))


def interval(shares: NDArray[np.float64]) -> tuple[float, float]:
    """Return where the mean lies (95 %) when worlds or years are drawn anew."""
    drawn = np.random.default_rng(0).integers(0, len(shares), (DRAWS, len(shares)))
    low, high = np.quantile(shares[drawn].mean(axis=1), [0.025, 0.975])
    return float(low), float(high)


def edge_of(year: Iterable[float]) -> float:
    """Return the lowest score down to which a year brings at most as many alarms as the budget allows."""
    scores = np.array(list(year))
    edge = np.inf
    for level in np.unique(scores)[::-1]:
        if alarms(scores >= level) > BUDGET:
            break
        edge = float(level)
    return edge


def alarms(above: NDArray[np.bool_]) -> int:
    """Return the alarms of some nights: one is new when the last lies more than a week back.

    Nights in a row are an alarm a week, not one for ever: else whoever cries every night would have one false alarm.
    """
    number, last = 0, -HOLDS
    for day in np.flatnonzero(above):
        if day - last >= HOLDS:
            number, last = number + 1, int(day)
    return number
