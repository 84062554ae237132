"""Whether "once a year" comes once a year: the quiet years of the calibration.

Two figures of each kind of world. *Seen*: on how many nights of the years that were watched. Nights that share their
weeks share their chance events too, so that a handful of weeks decide it, and twenty years tell .5 from 1 hardly. *To be
expected*: of every so many nights, how likely the world itself was to bring such a night after all that went before it,
by drawing its last weeks again and again from the truth (the conditional expectation of the first figure; Rao 1945,
Blackwell 1947), which tells the same with a tenth of the spread.
"""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
from calibration_power import interval
from calibration_worlds import KINDS, World, in_order, known_on, make, windows
from machine import told
from numpy.typing import NDArray
from titir.declustering import Declustered
from titir.excitation import reach
from titir.geometry import great_circle_neighbours
from titir.joint import lane_maxima
from titir.night import Night, Past, Settings, watch
from titir.nulls import SelfExciting

HISTORY = 730
SETTINGS = Settings(declustered=False)
"""As an office watches, which counts reports; the part `declustered` watches the same worlds as one that counts events."""
PARTS = {"years": "", "declustered": "declustered, "}
"""Parts that watch quiet years, and how their figures begin."""
COUNTED = 20
"""Years of each kind."""
DRAWS = 20_000
ASKED, TIMES = 30, 400
"""Of one night in so many, so many other last weeks are drawn."""
LEVELS = (("a year or more", 1 / 365, 0.5, 2.0), ("20 days or more", 0.05, 8.0, 28.0))
"""Names, chances, and how many nights a year there may be."""


def watched(
    past: Callable[[int], Past], days: Iterable[int], settings: Settings = SETTINGS
) -> Iterator[tuple[int, Night]]:
    """Watch some nights in a row."""
    memory = None
    for today in days:
        night = watch(past(today), settings, seed=today, memory=memory)
        memory = night.memory
        yield today, night


def kept_of(night: Night) -> tuple[float, int, float, float]:
    """Return what is kept of a night: chance, new alarms, branching ratio, highest score."""
    score = night.findings[0].score if night.findings else -9.0
    alarms = sum(one.alarm for one in night.findings)
    return night.chance, alarms, night.excitation.branching, score


def columns(kept: Iterable[tuple[float, int, float, float]]) -> dict[str, Any]:
    """Return what is kept of some nights as it is written down."""
    chance, alarms, branching, score = np.array(list(kept)).T
    return {
        "chance": [float(f"{one:.3g}") for one in chance],
        "alarms": alarms.astype(int).tolist(),
        "branching": round(float(branching.mean()), 3),
        "score": score.round(3).tolist(),
    }


def past_of(world: World) -> Callable[[int], Past]:
    """Return what was known of a world on each day."""
    known = None
    if world.reported is not None:
        arrived = np.cumsum(world.reported[:, :HISTORY].sum(axis=(0, 1)))
        known = (arrived / arrived[-1])[::-1]
    circles = great_circle_neighbours(
        world.latitude, world.longitude, size=np.ones(len(world.latitude)), most_share=SETTINGS.max_share
    )
    return lambda today: Past(
        known_on(world, today),
        world.latitude,
        world.longitude,
        world.district,
        first_day=738_000,
        effort=None if world.effort is None else world.effort[: today + 1],
        known=known,
        circles=circles,
    )


def one_year(kind: str, seed: int, settings: Settings = SETTINGS) -> dict[str, Any]:
    """Make one world in which nothing is amiss and watch its last year."""
    world = in_order(make(kind, seed))
    past = past_of(world)
    kept, likely = [], []
    for today, night in watched(past, range(HISTORY, HISTORY + 365), settings):
        kept.append(kept_of(night))
        if (today - HISTORY) % ASKED == ASKED - 1:
            again = chances(
                night, past(today), windows(world, today, days=settings.max_days, times=TIMES, seed=seed)
            )
            likely.append([float((again <= level).mean()) for _, level, _, _ in LEVELS])
    nights_a_year = 365 * np.mean(likely, axis=0)
    return {**columns(kept), "truth": round(world.branching, 3), "expected": nights_a_year.round(3).tolist()}


def chances(night: Night, past: Past, lanes: NDArray[np.uint16]) -> NDArray[np.float64]:
    """Return what chance the night would have told, had its last days been others: (regions, days, n) to (n,).

    What is usual and what events bring come from the days before, so that only the search is made anew.
    """
    assert past.circles is not None
    counts, pool, days = np.asarray(past.counts), night.memory.pool, lanes.shape[1]
    first = counts.shape[1] - days
    declustered = None
    if pool.declustered:
        where = reach(past.latitude, past.longitude, past.district)
        known = None
        if past.known is not None:
            known = np.append(np.ones(max(days - len(past.known), 0)), past.known[-days:])
        declustered = Declustered(
            SelfExciting(night.excitation, where, counts[:, :first], first, counts.shape[1], known)
        )
    ratios = lane_maxima(lanes, night.expected, past.circles, declustered=declustered)
    return np.array([pool.chance(one) for one in ((ratios - pool.centre) / pool.spread).max(axis=1)])


def figures(kept: dict[str, Any], part: str = "years") -> list[dict[str, Any]]:
    """Return how often nights of each level were seen and were to be expected, and how well contagion was found."""
    made: list[dict[str, Any]] = []
    for kind in KINDS:
        years = [one for key, one in kept.items() if key.startswith(f"{part}/{kind}/")]
        if not years:
            continue
        for number, (name, level, low, high) in enumerate(LEVELS):
            seen = np.array([float(np.sum(np.array(one["chance"]) <= level)) for one in years])
            likely = np.array([one["expected"][number] for one in years])
            for way, values in (("", seen), (", to be expected", likely)):
                title = f"{PARTS[part]}{kind}: days a year whose interval is {name}{way}"
                mean = float(values.mean())
                row = told(title, mean, "days", n=len(years), spread=interval(values), at_most=high)
                made.append({**row, "target": f"{low} to {high}", "met": bool(low <= mean <= high)})
    return made + _branchings(kept, part) + _stretches(kept, part)


def _branchings(kept: dict[str, Any], part: str) -> list[dict[str, Any]]:
    """Return how far the fitted branching ratio, a mean over the nights of a year, lies above the true one."""
    made = []
    for kind in KINDS:
        years = [one for key, one in kept.items() if key.startswith(f"{part}/{kind}/")]
        if years:
            over = np.array([one["branching"] - one["truth"] for one in years])
            title = f"{PARTS[part]}{kind}: fitted branching ratio above the true one"
            made.append(told(title, float(over.mean()), "", n=len(years), spread=interval(over), digits=3))
    return made


def _stretches(kept: dict[str, Any], part: str) -> list[dict[str, Any]]:
    """Return in how many stretches the rarest nights lie where nothing is contagious, and what luck makes of that.

    Nights within a week are one stretch. Years that are exact are drawn with stretches of the lengths that were seen.
    """
    name, level, low, high = LEVELS[0]
    years = [
        np.flatnonzero(np.array(one["chance"]) <= level)
        for key, one in kept.items()
        if key.startswith(f"{part}/") and not key.startswith(f"{part}/self-exciting/")
    ]
    lengths = np.array(
        [
            len(one)
            for days in years
            for one in np.split(days, np.flatnonzero(np.diff(days) > 7) + 1)
            if len(one)
        ]
    )
    if not lengths.size:
        return []
    rng = np.random.default_rng(0)
    number = rng.poisson(COUNTED / lengths.mean(), DRAWS)
    luck = np.array([rng.choice(lengths, one).sum() for one in number]) / COUNTED
    title = f"{PARTS[part]}without contagion: nights whose interval is {name} lie in so many stretches"
    beyond = f"{PARTS[part]}series of {COUNTED} exact years that show fewer than {low} or more than {high} a year, by luck"
    share = float(((luck < low) | (luck > high)).mean())
    return [
        told(title, float(lengths.size), "", n=int(lengths.sum()), spread=()),
        told(beyond, share, "share", n=DRAWS, spread=()),
    ]


def draw(kept: dict[str, Any], place: Path) -> None:
    """Draw claimed against kept rates, one line a kind of world."""
    import matplotlib as mpl

    mpl.use("svg")
    import matplotlib.pyplot as plt

    mpl.rcParams["svg.hashsalt"] = "titir"
    levels = np.geomspace(1 / 365, 0.5, 40)
    picture, axes = plt.subplots(figsize=(6.4, 5.2))
    for kind in KINDS:
        chances = [np.array(one["chance"]) for key, one in kept.items() if key.startswith(f"years/{kind}/")]
        if chances:
            whole = np.concatenate(chances)
            seen = [(whole <= one).mean() for one in levels]
            axes.plot(1 / levels, 365 * np.array(seen), label=f"{kind} ({len(chances)} years)")
    axes.plot(1 / levels, 365 * levels, color="black", linestyle="--", label="as claimed")
    axes.fill_between(1 / levels, 365 * levels / 2, 365 * levels * 2, color="black", alpha=0.08)
    axes.set(
        xscale="log",
        yscale="log",
        xlabel="claimed recurrence interval, days",
        ylabel="nights a year that had it",
    )
    axes.legend(fontsize=8)
    place.parent.mkdir(parents=True, exist_ok=True)
    picture.savefig(place, metadata={"Date": None})
    plt.close(picture)
