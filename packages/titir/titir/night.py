"""The night watch in one call: counts in, findings out, and what tomorrow night needs to know.

    usual days -> what brings more -> replicates -> scans -> chance -> alarms within the budget

Every part can be used alone; this is their order, with settings that were calibrated together (docs/titir/night.md).
"""

import json
from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from titir import _inputs
from titir._inputs import Floats
from titir.baseline import Baseline, fit_baseline
from titir.control import Control
from titir.declustering import Declustered
from titir.errors import ShapeError, TitirError
from titir.excitation import Excitation, Reach, fit_excitation, reach
from titir.geometry import Neighbours, great_circle_neighbours, on_sphere
from titir.joint import Zone, best_zones, lane_maxima
from titir.nulls import SelfExciting
from titir.pool import JointPool
from titir.shrinkage import shrink

LANES_AT_ONCE = 16


@dataclass(frozen=True)
class Past:
    """All that is known up to tonight.

    Attributes:
        counts: (regions, days) whole numbers; the last column is the last day looked at.
        latitude: (regions,) degrees.
        longitude: (regions,) degrees.
        district: (regions,) index of the kecamatan of each.
        population: (regions,) > 0; all alike when None.
        first_day: `date.toordinal()` of the first column.
        calendar: (days, k) feasts, elections; None without.
        effort: (days,) or (regions, days) posts that spoke; None when not known.
        confirmed: (regions, days) true inside confirmed episodes; None without.
        above: Further levels: kabupaten of each kecamatan, province of each kabupaten.
        known: (any,) share of the reports of the last days that have come in, today last; None when all have.
        circles: Circles to look at, when they are at hand already.
    """

    counts: NDArray[np.integer]
    latitude: Floats
    longitude: Floats
    district: NDArray[np.integer]
    population: Floats | None = None
    first_day: int = 1
    calendar: Floats | None = None
    effort: Floats | None = None
    confirmed: NDArray[np.bool_] | None = None
    above: tuple[NDArray[np.integer], ...] = ()
    known: Floats | None = None
    circles: Neighbours | None = None

    def reordered(self, order: NDArray[np.intp]) -> "Past":
        """Return the same with its regions in another order.

        Raises:
            ShapeError: If arrays of regions differ in length.
        """
        counts = np.asarray(self.counts)
        if counts.ndim != 2:
            raise ShapeError(f"counts must be (regions, days), got shape {counts.shape}")
        _inputs.same_length(
            counts=counts,
            latitude=np.asarray(self.latitude),
            longitude=np.asarray(self.longitude),
            district=np.atleast_1d(self.district),
            population=counts if self.population is None else np.atleast_1d(self.population),
        )
        confirmed = None
        if self.confirmed is not None:
            confirmed = _inputs.truths("confirmed", self.confirmed, counts.shape)

        per_region = self.effort is not None and np.ndim(self.effort) == 2 and len(self.effort) == len(counts)
        return replace(
            self,
            counts=counts[order],
            latitude=np.asarray(self.latitude)[order],
            longitude=np.asarray(self.longitude)[order],
            district=np.asarray(self.district)[order],
            population=None if self.population is None else np.asarray(self.population)[order],
            effort=np.asarray(self.effort)[order] if per_region else self.effort,
            confirmed=None if confirmed is None else confirmed[order],
        )

    def until(self, days: int) -> "Past":
        """Return what was known when only the first `days` days had gone by; for replays."""
        return replace(
            self,
            counts=self.counts[:, :days],
            calendar=None if self.calendar is None else self.calendar[:days],
            effort=None if self.effort is None else self.effort[..., :days],
            confirmed=None if self.confirmed is None else self.confirmed[:, :days],
        )


@dataclass(frozen=True)
class Settings:
    """How the night is watched.

    Attributes:
        max_days: Longest stretch of days.
        max_share: Largest share of the regions in a circle.
        alarms_per_year: The budget of new alarms.
        lanes: Fresh replicates a night.
        first_lanes: Replicates of the very first night.
        pool_nights: Nights for which replicates are kept.
        quiet_days: Days in which what overlaps an alarm is held to continue it.
        refit_days: Days after which the excitation is learnt anew.
        declustered: Whether to look for more of what comes by itself, with what earlier events bring taken off: right
            for events, of which each is counted once; for reports, of which several tell of one thing, leave it off,
            and many in one place stay the sign that they are.
    """

    max_days: int = 28
    max_share: float = 0.25
    alarms_per_year: float = 4.0
    lanes: int = 32
    first_lanes: int = 256
    pool_nights: int = 30
    quiet_days: int = 28
    refit_days: int = 7
    declustered: bool = True


@dataclass(frozen=True)
class Learnt:
    """The excitation as it was last fitted.

    Attributes:
        day: Ordinal of the night.
        time: See `Excitation.time`.
        space: See `Excitation.space`.
        own: (regions,) share of each region's events that nobody brought.
        offspring: See `Excitation.offspring`.
        gain: See `Excitation.gain`.
    """

    day: int
    time: Floats
    space: Floats
    own: Floats
    offspring: float
    gain: float


@dataclass(frozen=True)
class Memory:
    """What one night leaves for the next.

    Attributes:
        pool: Replicates of the last nights.
        control: State of the alarm control, with the levels seen.
        learnt: The excitation; None before the first night.
        alarms: Ordinal of the night and regions of each alarm that may still be continued.
    """

    pool: JointPool
    control: Control
    learnt: Learnt | None = None
    alarms: tuple[tuple[int, tuple[int, ...]], ...] = ()

    def to_json(self) -> str:
        """Write everything down."""
        learnt = self.learnt
        return json.dumps(
            {
                "nights": self.pool.nights,
                "declustered": self.pool.declustered,
                "kept": [[day, maxima.round(6).tolist()] for day, maxima in self.pool.kept],
                "budget": self.control.alarms_per_year,
                "account": self.control.account,
                "seen": self.control.seen,
                "alarms": self.alarms,
                "learnt": None
                if learnt is None
                else {
                    "day": learnt.day,
                    "time": learnt.time.tolist(),
                    "space": learnt.space.tolist(),
                    "own": learnt.own.round(6).tolist(),
                    "offspring": learnt.offspring,
                    "gain": learnt.gain,
                },
            }
        )

    @classmethod
    def from_json(cls, text: str) -> "Memory":
        """Read what `to_json` wrote.

        Raises:
            ValueError: If it is not such a text.
        """
        try:
            told = json.loads(text)
            learnt = told["learnt"]
            return cls(
                pool=JointPool(
                    told["nights"],
                    tuple(
                        (day, np.array(maxima, dtype=np.float64).reshape(len(maxima), -1))
                        for day, maxima in told["kept"]
                    ),
                    bool(told.get("declustered", False)),
                ),
                control=Control(told["budget"], told["account"], tuple(told["seen"])),
                learnt=None
                if learnt is None
                else Learnt(
                    learnt["day"],
                    np.array(learnt["time"]),
                    np.array(learnt["space"]),
                    np.array(learnt["own"]),
                    learnt["offspring"],
                    learnt["gain"],
                ),
                alarms=tuple((day, tuple(areas)) for day, areas in told["alarms"]),
            )
        except (KeyError, TypeError, ValueError) as trouble:
            raise TitirError(f"this is no memory of a night watch: {trouble!r}") from trouble


@dataclass(frozen=True)
class Finding:
    """Where and when more happened than chance and contagion explain.

    Attributes:
        areas: Regions, nearest to the centre first.
        first_day: Column of the first day of the stretch.
        last_day: Column of its last day.
        observed: Events.
        expected: Events that are usual there, over so many days.
        areas_with_events: Regions with at least one.
        radius_km: Of the circle.
        score: Above what is typical, in spreads of nights.
        chance: That a night without anything amiss brings something as remarkable anywhere.
        recurrence_days: Once in how many days the model expects it by chance.
        seen_every_days: Once in how many days a level like this was really seen here; None when never before.
        alarm: Whether it is a new alarm within the budget.
        continuing: Whether it overlaps an alarm of the last days.
    """

    areas: NDArray[np.int32]
    first_day: int
    last_day: int
    observed: int
    expected: float
    areas_with_events: int
    radius_km: float
    score: float
    chance: float
    recurrence_days: float
    seen_every_days: float | None
    alarm: bool
    continuing: bool


@dataclass(frozen=True)
class Series:
    """A stretch of days beside what is usual.

    Attributes:
        observed: (days,) events.
        expected: (days,).
        low: (days,) lower end of nine nights in ten.
        high: (days,) upper end.
    """

    observed: NDArray[np.int64]
    expected: Floats
    low: Floats
    high: Floats


@dataclass(frozen=True)
class Night:
    """What one night brought.

    Attributes:
        findings: Most remarkable first; they do not overlap.
        chance: Of the most remarkable; 1 when nothing at all happened.
        memory: For the next night.
        excitation: What the replicates were made from; its regions stand by latitude unless circles were given.
        counts: (regions, days) of the window.
        expected: (regions, days) of the window.
        drawn: (regions, days, lanes) replicates of the window, for the bands.
    """

    findings: tuple[Finding, ...]
    chance: float
    memory: Memory
    excitation: Excitation
    counts: NDArray[np.int64] = field(repr=False)
    expected: Floats = field(repr=False)
    drawn: NDArray[np.uint16] = field(repr=False)

    @property
    def recurrence_days(self) -> float:
        """Return once in how many days a night like this comes by chance."""
        return 1 / self.chance

    def series(self, areas: NDArray[np.integer]) -> Series:
        """Return the days of the window for some regions, with the band of nine replicates in ten."""
        lanes = self.drawn[areas].sum(axis=0)
        low, high = np.quantile(lanes, [0.05, 0.95], axis=1)
        return Series(self.counts[areas].sum(axis=0), self.expected[areas].sum(axis=0), low, high)


def watch(
    past: Past,
    settings: Settings = Settings(),
    *,
    seed: int,
    memory: Memory | None = None,
    executor: Executor | None = None,
) -> Night:
    """Watch one night.

    Args:
        past: All that is known.
        settings: How to watch.
        seed: Of the replicates; with the day and the number of a replicate it decides everything random.
        memory: What the night before left; None on the first.
        executor: Who draws and scans replicates; right here when None.

    Raises:
        ValueError: If shapes do not fit, counts are none, or the past is too short to learn from.
    """
    _inputs.whole("first_day", past.first_day, 0)
    on_sphere(past.latitude, past.longitude)  # refuses what are no places
    if past.circles is None:
        # In one order of places, so that the order in which regions are given decides nothing.
        order = np.lexsort((np.asarray(past.longitude), np.asarray(past.latitude)))
        return _watched(past.reordered(order), settings, seed, memory, executor, order)
    return _watched(past, settings, seed, memory, executor, np.arange(len(past.latitude)))


def _watched(
    past: Past,
    settings: Settings,
    seed: int,
    memory: Memory | None,
    executor: Executor | None,
    order: NDArray[np.intp],
) -> Night:
    counts = _inputs.counts("counts", past.counts, ndim=2)
    if past.known is not None:
        known = _inputs.floats("known", past.known, ndim=1)
        if (known < 0).any() or (known > 1).any():
            raise TitirError(
                f"known {known.shape} must lie between 0 and 1, got {known.min()} to {known.max()}"
            )
    today = past.first_day + counts.shape[1] - 1
    before = memory or Memory(
        JointPool(settings.pool_nights, declustered=settings.declustered),
        Control.starting(settings.alarms_per_year),
    )
    before.pool.check(declustered=settings.declustered)
    circles = past.circles or great_circle_neighbours(
        past.latitude, past.longitude, size=np.ones(len(counts)), most_share=settings.max_share
    )
    where = reach(past.latitude, past.longitude, past.district)
    model, learnt = _learn(past, counts, where, before.learnt, today, settings)
    null = _null(past, counts, model, where, settings)
    expected = np.maximum(null.expected, 1e-9)
    lanes = settings.lanes if before.pool.kept else settings.first_lanes
    declustered = Declustered(null) if settings.declustered else None
    maxima, drawn = _replicates(null, (expected, declustered), circles, range(lanes), (seed, today), executor)
    pool = before.pool.with_night(today, maxima)
    window = counts[:, -settings.max_days :]
    zones = best_zones(
        window.astype(np.int32),
        expected,
        circles,
        centre=pool.centre,
        spread=pool.spread,
        declustered=declustered,
    )
    chance = pool.chance(zones[0].score) if zones else 1.0
    told = _Told(counts, expected, circles, pool, before, today, settings, order)
    findings = told.findings(zones)
    back = np.argsort(order)
    new = tuple((today, tuple(map(int, one.areas))) for one in findings if one.alarm)
    kept = tuple(one for one in before.alarms if today - one[0] < settings.quiet_days)
    return Night(
        findings=findings,
        chance=chance,
        memory=Memory(pool, before.control.after(chance, alarms=len(new)), learnt, (*kept, *new)),
        excitation=model,
        counts=window[back],
        expected=expected[back],
        drawn=drawn[back],
    )


def _learn(
    past: Past, counts: NDArray[np.int64], where: Reach, learnt: Learnt | None, today: int, settings: Settings
) -> tuple[Excitation, Learnt]:
    parents = (past.district, *past.above)
    usual = fit_baseline(
        counts,
        parents=parents,
        population=past.population,
        first_day=past.first_day,
        calendar=past.calendar,
        effort=past.effort,
        left_out=past.confirmed,
        recent_days=settings.max_days,
    )
    if learnt is not None and today - learnt.day < settings.refit_days:
        return _recalled(usual, learnt, parents), learnt
    model = fit_excitation(counts, usual, where, parents=parents, left_out=past.confirmed)
    whole = np.maximum(usual.rates.counts, 1e-12)
    own = np.clip(model.background.rates.counts / np.maximum(model.background.rates.exposure, 1e-12), 0, None)
    own = np.clip(own * usual.rates.exposure / whole, 0.0, 1.0)
    fresh = Learnt(today, model.time, model.space, own, model.offspring, model.gain)
    return model, fresh


def _recalled(usual: Baseline, learnt: Learnt, parents: Sequence[NDArray[np.integer]]) -> Excitation:
    rates = shrink(usual.rates.counts * learnt.own, usual.rates.exposure, parents)
    return Excitation(learnt.time, learnt.space, replace(usual, rates=rates), learnt.gain, learnt.offspring)


def _null(
    past: Past, counts: NDArray[np.int64], model: Excitation, where: Reach, settings: Settings
) -> SelfExciting:
    first = counts.shape[1] - settings.max_days
    known = None
    if past.known is not None:
        known = np.ones(settings.max_days)
        tail = np.asarray(past.known, dtype=np.float64)[-settings.max_days :]
        known[settings.max_days - tail.size :] = tail
    return SelfExciting(model, where, counts[:, :first], first, counts.shape[1], known)


def _replicates(
    null: SelfExciting,
    expected: tuple[Floats, Declustered | None],
    circles: Neighbours,
    lanes: range,
    key: tuple[int, int],
    executor: Executor | None,
) -> tuple[Floats, NDArray[np.uint16]]:
    parts = [lanes[at : at + LANES_AT_ONCE] for at in range(0, len(lanes), LANES_AT_ONCE)]
    work = partial(_batch, null, expected, circles, key)
    done = list(map(work, parts) if executor is None else executor.map(work, parts))
    return np.concatenate([one for one, _ in done]), np.concatenate([two for _, two in done], axis=2)


def _batch(
    null: SelfExciting,
    expected: tuple[Floats, Declustered | None],
    circles: Neighbours,
    key: tuple[int, int],
    lanes: range,
) -> tuple[Floats, NDArray[np.uint16]]:
    drawn = null.draw(lanes, seed=key[0], day=key[1])
    return lane_maxima(drawn, expected[0], circles, declustered=expected[1]), drawn


@dataclass(frozen=True)
class _Told:
    counts: NDArray[np.int64]
    expected: Floats
    circles: Neighbours
    pool: JointPool
    before: Memory
    today: int
    settings: Settings
    order: NDArray[np.intp]

    def findings(self, zones: list[Zone]) -> tuple[Finding, ...]:
        warned = {
            area
            for day, areas in self.before.alarms
            if self.today - day < self.settings.quiet_days
            for area in areas
        }
        return tuple(self._finding(zone, warned) for zone in zones)

    def _finding(self, zone: Zone, warned: set[int]) -> Finding:
        chance = self.pool.chance(zone.score)
        days = self.counts.shape[1]
        inside = self.counts[zone.areas, days - zone.days :]
        areas = self.order[zone.areas].astype(np.int32)
        continuing = not warned.isdisjoint(map(int, areas))
        far = self.circles.distance_km(int(zone.areas[0]), zone.areas)
        return Finding(
            areas=areas,
            first_day=days - zone.days,
            last_day=days - 1,
            observed=int(inside.sum()),
            expected=float(self.expected[zone.areas, -zone.days :].sum()),
            areas_with_events=int(np.count_nonzero(inside.any(axis=1))),
            radius_km=float(np.max(far)),
            score=zone.score,
            chance=chance,
            recurrence_days=1 / chance,
            seen_every_days=self.before.control.seen_every_days(chance),
            alarm=not continuing and self.before.control.alarms(chance),
            continuing=continuing,
        )
