"""Made-up years in which nothing is amiss, of six kinds, and clusters to hide in them: the worlds of the calibration.

Nothing here comes from titir: the makers know nothing of the models that are put to the test. Lags are continuous and
exponential, offspring move to other places by the makers' own map.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

YEAR = 365.25
BURN = 240
KINDS = ("independent", "heterogeneous", "seasonal", "growing", "late", "self-exciting")


@dataclass(frozen=True)
class World:
    """One made-up office.

    Attributes:
        counts: (regions, days).
        reported: (regions, days, lags) events by the day they happened and how late they were reported; or None.
        latitude: (regions,).
        longitude: (regions,).
        district: (regions,).
        effort: (days,) posts that spoke, or None.
        branching: The truth.
    """

    counts: NDArray[np.int64]
    reported: NDArray[np.int64] | None
    latitude: NDArray[np.float64]
    longitude: NDArray[np.float64]
    district: NDArray[np.int64]
    effort: NDArray[np.float64] | None
    branching: float


def make(kind: str, seed: int, *, regions: int = 200, days: int = 1095, a_day: float = 2.0) -> World:
    """Make one office's years; equal arguments make equal years."""
    rng = np.random.default_rng([KINDS.index(kind), seed])
    latitude, longitude = -7 + rng.uniform(0, 0.6, regions), 110 + rng.uniform(0, 0.6, regions)
    cells = int(np.ceil(np.sqrt(regions / 12)))
    square = np.floor((latitude + 7) / 0.6 * cells) * cells + np.floor((longitude - 110) / 0.6 * cells)
    district = np.unique(square, return_inverse=True)[1].astype(np.int64)
    rate = np.ones(regions)
    if kind != "independent":
        rate = rng.gamma(1.0, 1.0, regions) * rng.gamma(3.0, 1 / 3, district.max() + 1)[district]
    branching = 0.5 * ((seed * 7) % 20) / 19 if kind == "self-exciting" else 0.0
    day = np.arange(-BURN, days)
    factor, effort = np.ones(day.size), None
    if kind in ("seasonal", "self-exciting"):
        wave = rng.uniform(0, YEAR)
        factor = np.exp(0.35 * np.cos(2 * np.pi * (day - wave) / YEAR) + 0.2 * ((day % 7) == rng.integers(7)))
    if kind == "growing":
        posts = np.clip(40 + np.cumsum(rng.random(day.size) < 0.12), 40, None)
        spoke = rng.binomial(posts, 0.8)
        factor, effort = spoke / spoke.mean(), spoke[BURN:].astype(np.float64)
    rate *= a_day * (1 - branching) / rate.sum() / factor.mean()
    counts = _with_offspring(
        rng, rng.poisson(rate[:, None] * factor), branching, latitude, longitude, district
    )
    reported = None
    if kind == "late":
        chance = np.append(0.55 * 0.75 ** np.arange(20), 0.0)
        chance[-1] = 1 - chance[:-1].sum() if chance[:-1].sum() < 1 else 0.0
        reported = rng.multinomial(counts, chance / chance.sum())
    return World(counts, reported, latitude, longitude, district, effort, branching)


def _with_offspring(
    rng: np.random.Generator,
    first: NDArray[np.int64],
    branching: float,
    latitude: NDArray[np.float64],
    longitude: NDArray[np.float64],
    district: NDArray[np.int64],
) -> NDArray[np.int64]:
    regions, whole = first.shape
    region, day = np.nonzero(first)
    often = first[region, day]
    region, when = np.repeat(region, often), np.repeat(day, often).astype(np.float64)
    when += rng.random(when.size)
    apart = np.hypot(latitude[:, None] - latitude, longitude[:, None] - longitude)
    nearest = np.argsort(apart, axis=1)[:, 1:6]
    others = [np.flatnonzero(district == one) for one in range(int(district.max()) + 1)]
    mean_lag = rng.uniform(3, 6)
    regions_of, moments = [region], [when]
    while region.size and branching:
        parent = np.repeat(np.arange(region.size), rng.poisson(branching, region.size))
        when = when[parent] + rng.exponential(mean_lag, parent.size)
        at = region[parent]
        luck = rng.random(parent.size)
        near = nearest[at, rng.integers(0, 5, at.size)]
        wide = np.array([rng.choice(others[district[one]]) for one in at], dtype=np.int64)
        region = np.where(luck < 0.65, at, np.where(luck < 0.9, near, wide)).astype(np.int64)
        region, when = region[when < whole], when[when < whole]
        regions_of.append(region)
        moments.append(when)
    region, day = np.concatenate(regions_of), np.concatenate(moments).astype(np.int64)
    counts = np.zeros((regions, whole), dtype=np.int64)
    np.add.at(counts, (region, day), 1)
    return counts[:, BURN:]


def known_on(world: World, today: int) -> NDArray[np.int64]:
    """Return the counts (regions, today + 1) as they were known on that day."""
    if world.reported is None:
        return world.counts[:, : today + 1]
    seen = world.counts[:, : today + 1].copy()
    lags = world.reported.shape[2]
    for back in range(min(lags, today + 1)):
        seen[:, today - back] = world.reported[:, today - back, : back + 1].sum(axis=1)
    return seen


def in_order(world: World) -> World:
    """Return the world with its regions by latitude, as the night watch orders them: circles can then be made once."""
    order = np.lexsort((world.longitude, world.latitude))
    return replace(
        world,
        counts=world.counts[order],
        reported=None if world.reported is None else world.reported[order],
        latitude=world.latitude[order],
        longitude=world.longitude[order],
        district=world.district[order],
    )


def hidden(world: World, *, centre: int, size: int) -> NDArray[np.intp]:
    """Return the regions in which a cluster is to be hidden: those nearest to a centre."""
    apart = np.hypot(world.latitude - world.latitude[centre], world.longitude - world.longitude[centre])
    return np.argsort(apart)[:size]


def with_cluster(
    world: World, where: NDArray[np.intp], *, ratio: float, begin: int, ramp: int, seed: int
) -> World:
    """Hide a cluster: some regions rise to `ratio` times the mean rate within `ramp` days."""
    rng = np.random.default_rng([99, seed])
    length = world.counts.shape[1] - begin
    rise = np.minimum(np.arange(1, length + 1) / max(ramp, 1), 1.0)
    usual = np.maximum(world.counts.mean(axis=1), world.counts.mean() / 2)[where]
    extra = rng.poisson(usual[:, None] * (ratio - 1) * rise)
    counts = world.counts.copy()
    counts[where, begin:] += extra
    return replace(world, counts=counts, reported=None)
