"""Made-up years in which nothing is amiss, of six kinds, and clusters to hide in them: the worlds of the calibration.

Nothing here comes from titir: the makers know nothing of the models that are put to the test. Lags are continuous and
exponential, offspring move to other places by the makers' own map. A world can be asked for other weeks that could have
followed the same past.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

YEAR = 365.25
BURN = 240
KINDS = ("independent", "heterogeneous", "seasonal", "growing", "late", "self-exciting")


@dataclass(frozen=True)
class Contagion:
    """How events bring events.

    Attributes:
        branching: Offspring of each.
        mean_lag: Days.
        nearest: (regions, 5) where a quarter of them goes.
        district: (regions,) where a tenth goes, anywhere in it; the others stay.
    """

    branching: float
    mean_lag: float
    nearest: NDArray[np.int64]
    district: NDArray[np.int64]

    def offspring(
        self, rng: np.random.Generator, region: NDArray[np.int64], when: NDArray[np.float64]
    ) -> tuple[NDArray[np.intp], NDArray[np.int64], NDArray[np.float64]]:
        """Return of each direct offspring its parent's number, its region and its moment."""
        parent = np.repeat(np.arange(region.size), rng.poisson(self.branching, region.size))
        later = when[parent] + rng.exponential(self.mean_lag, parent.size)
        at = region[parent]
        luck = rng.random(parent.size)
        near = self.nearest[at, rng.integers(0, 5, at.size)]
        others = [np.flatnonzero(self.district == one) for one in range(int(self.district.max()) + 1)]
        wide = np.array([rng.choice(others[self.district[one]]) for one in at], dtype=np.int64)
        return parent, np.where(luck < 0.65, at, np.where(luck < 0.9, near, wide)).astype(np.int64), later


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
        background: (regions, days) what truly comes by itself, in the mean.
        contagion: What events bring; None when nothing.
        arrived: (lags,) share that is truly reported after so many days; None when all is at once.
        region: (events,) of each event, those before the first day too.
        moment: (events,) when, in days.
    """

    counts: NDArray[np.int64]
    reported: NDArray[np.int64] | None
    latitude: NDArray[np.float64]
    longitude: NDArray[np.float64]
    district: NDArray[np.int64]
    effort: NDArray[np.float64] | None
    background: NDArray[np.float64]
    contagion: Contagion | None
    arrived: NDArray[np.float64] | None
    region: NDArray[np.int64]
    moment: NDArray[np.float64]

    @property
    def branching(self) -> float:
        """Return the true branching ratio."""
        return self.contagion.branching if self.contagion else 0.0


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
    background = rate[:, None] * factor
    region, moment = _thrown(rng, rng.poisson(background))
    mean_lag, contagion = rng.uniform(3, 6), None
    if branching:
        apart = np.hypot(latitude[:, None] - latitude, longitude[:, None] - longitude)
        nearest = np.argsort(apart, axis=1)[:, 1:6]
        contagion = Contagion(branching, mean_lag, nearest, district)
        region, moment = _with_offspring(rng, contagion, region, moment, day.size)
    counts = _counted(region, moment, (regions, day.size))[:, BURN:]
    reported = arrived = None
    if kind == "late":
        chance = np.append(0.55 * 0.75 ** np.arange(20), 0.0)
        chance[-1] = 1 - chance[:-1].sum() if chance[:-1].sum() < 1 else 0.0
        arrived = np.cumsum(chance / chance.sum())
        reported = rng.multinomial(counts, chance / chance.sum())
    return World(
        counts, reported, latitude, longitude, district, effort,
        background[:, BURN:], contagion, arrived, region, moment - BURN,
    )  # fmt: skip


def _thrown(
    rng: np.random.Generator, counts: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    region, day = np.nonzero(counts)
    often = counts[region, day]
    return np.repeat(region, often), np.repeat(day, often) + rng.random(int(often.sum()))


def _with_offspring(
    rng: np.random.Generator,
    contagion: Contagion,
    region: NDArray[np.int64],
    when: NDArray[np.float64],
    end: float,
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    regions, moments = [region], [when]
    while region.size:
        _, region, when = contagion.offspring(rng, region, when)
        region, when = region[when < end], when[when < end]
        regions.append(region)
        moments.append(when)
    return np.concatenate(regions), np.concatenate(moments)


def _counted(
    region: NDArray[np.int64], moment: NDArray[np.float64], shape: tuple[int, ...]
) -> NDArray[np.int64]:
    counts = np.zeros(shape, dtype=np.int64)
    np.add.at(counts, (region, moment.astype(np.int64)), 1)
    return counts


def windows(world: World, today: int, *, days: int, times: int, seed: int) -> NDArray[np.uint16]:
    """Return other last days that could have followed what came before them, as they would be known today.

    Args:
        world: What truly brings events.
        today: The last day.
        days: How many.
        times: How often the truth is asked.
        seed: Of the answers.

    Returns:
        (regions, days, times) counts.
    """
    rng = np.random.default_rng([98, seed, today])
    first, end = today + 1 - days, today + 1.0
    counts = rng.poisson(world.background[:, first : today + 1, None], (len(world.counts), days, times))
    if world.contagion is not None:
        counts += _brought(rng, world, world.contagion, counts, first, end)
    if world.arrived is not None:
        known = np.ones(days)
        known[days - world.arrived.size :] = world.arrived[::-1]
        counts = rng.binomial(counts, known[:, None])
    return counts.astype(np.uint16)


def _brought(
    rng: np.random.Generator,
    world: World,
    contagion: Contagion,
    background: NDArray[np.int64],
    first: int,
    end: float,
) -> NDArray[np.int64]:
    """Return what the events before the window and its own background bring into it, (regions, days, times)."""
    regions, days, times = background.shape
    before = world.moment < first
    # All of the past, once for each time; what reaches the window of a time belongs to that time.
    time = np.repeat(np.arange(times), before.sum())
    region, when = np.tile(world.region[before], times), np.tile(world.moment[before], times)
    recent = np.tile(world.moment[before] > first - 15 * contagion.mean_lag, times)
    time, region, when = time[recent], region[recent], when[recent]
    own, moment = _thrown(rng, background.reshape(regions, -1))
    whole = np.zeros((regions, days, times), dtype=np.int64)
    time = np.concatenate([time, moment.astype(np.int64) % times])
    region = np.concatenate([region, own])
    when = np.concatenate([when, first + moment.astype(np.int64) // times + moment % 1])
    while region.size:
        parent, region, when = contagion.offspring(rng, region, when)
        inside = (when >= first) & (when < end)
        time, region, when = time[parent][inside], region[inside], when[inside]
        np.add.at(whole, (region, (when - first).astype(np.int64), time), 1)
    return whole


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
    place = np.argsort(order)
    contagion = world.contagion
    if contagion is not None:
        contagion = replace(
            contagion, nearest=place[contagion.nearest[order]], district=contagion.district[order]
        )
    return replace(
        world,
        background=world.background[order],
        contagion=contagion,
        region=place[world.region],
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
