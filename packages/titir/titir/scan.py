"""The scans: arrays in, clusters out.

Every function takes counts of events by region and day and the circles of `titir.geometry`, and returns a
`ScanResult`. Regions at one and the same place are one place, of which a circle holds all or none.

Sources: Kulldorff (1997) Communications in Statistics 26:1481 (Poisson, Bernoulli); Kulldorff (2001) JRSS A 164:61
(prospective); Kulldorff et al. (2005) PLoS Medicine 2:e59 (space-time permutation); Neill (2009) International Journal
of Forecasting 25:498 (expectation-based).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from dataclasses import field as made_by

import numpy as np
from numpy.typing import ArrayLike, NDArray

from titir import _inputs
from titir._places import Places, shared_places
from titir.counts import (
    check_lanes_hold,
    check_others,
    check_total,
    checked_counts,
    checked_expected,
    checked_numbers,
    column_of,
    exact_sum,
    total_of,
)
from titir.engine import BERNOULLI, EXPECTATION, POISSON, Field, Level, Statistic, Zone, best_zones, maxima
from titir.errors import EmptyError, ExpectedError, GeometryError, OptionError, ShapeError
from titir.field import check_levels
from titir.geometry import Neighbours
from titir.overlap import Rule, reported
from titir.replicates import Multinomial, Null, PoissonNull, Shuffled
from titir.significance import Gumbel, rank_p, recurrence_interval_days, stopped_p
from titir.windows import Windows, alive, anywhere, whole

Circles = Neighbours | Sequence[Level]


@dataclass(frozen=True)
class Cluster:
    """A zone and a time in which more (or fewer) events happened than chance explains.

    Attributes:
        regions: Numbers of the regions, nearest to the centre first.
        first_day: First day of the window, as a column of the counts.
        last_day: Last day of the window, included.
        radius_km: Radius of the circle; the units of flat coordinates.
        observed: Events seen.
        expected: Events expected.
        relative_risk: Rate inside over rate outside; over expectation where there is no outside to compare.
        llr: Log-likelihood ratio.
        p: Chance of a best zone as remarkable as this if nothing is amiss, adjusted for all zones and windows.
        gumbel_p: The same from the Gumbel tail; None without replicates.
        recurrence_interval_days: Once in how many days chance brings something like it; None if not prospective.
        level: Name of the resolution in which it was found.
        centre: Unit at the centre.
    """

    regions: tuple[int, ...]
    first_day: int
    last_day: int
    radius_km: float
    observed: int
    expected: float
    relative_risk: float
    llr: float
    p: float | None = None
    gumbel_p: float | None = None
    recurrence_interval_days: float | None = None
    level: str = ""
    centre: int = 0


@dataclass(frozen=True)
class ScanResult:
    """What a scan found.

    Attributes:
        clusters: The most likely cluster and secondary ones, best first.
        maxima: float64 (replicates,) best ratio of each replicate.
        stopped: Whether the replicates were stopped early.
        statistic: What was measured.
    """

    clusters: tuple[Cluster, ...]
    maxima: NDArray[np.float64] = made_by(default_factory=lambda: np.empty(0))
    stopped: bool = False
    statistic: Statistic | None = None

    @property
    def replicates(self) -> int:
        """How many replicates were drawn."""
        return len(self.maxima)


@dataclass(frozen=True)
class Significance:
    """How the significance is found.

    Attributes:
        replicates: How many replicates at most; 0 for none.
        seed: Key of the random numbers, with `day`.
        day: Number of the day or analysis.
        stop_after: Stop when this many replicates reached the best ratio (Besag and Clifford); None never.
        executor: Who works; threads of our own when None.
        threads: How many of our own; one for each processor when None.
        days_between: Days from one prospective analysis to the next.
        analyses: How many analyses the replicates make up for.
        progress: Told how many replicates are done, of how many.
    """

    replicates: int = 999
    seed: int = 0
    day: int = 0
    stop_after: int | None = None
    executor: Executor | None = None
    threads: int | None = None
    days_between: float = 1.0
    analyses: int = 1
    progress: Callable[[int, int], None] | None = None


def poisson_scan(
    counts: ArrayLike,
    population: ArrayLike,
    circles: Circles,
    *,
    max_days: int = 28,
    prospective: bool = True,
    replicates: int = 999,
    seed: int = 0,
    day: int = 0,
    executor: Executor | None = None,
    threads: int | None = None,
    stop_after: int | None = None,
) -> ScanResult:
    """Find where and when more happened than population explains (SaTScan's discrete Poisson model).

    Args:
        counts: (regions, days) events; all days are the study period that the totals are taken from.
        population: (regions,) or (regions, days) people at risk.
        circles: Neighbours of the regions, or several levels under one joint maximum.
        max_days: Longest window.
        prospective: Only windows that end with the last day; else windows anywhere.
        replicates: Monte Carlo replicates.
        seed: Key of the random numbers, with `day`.
        day: Number of the day or analysis.
        executor: Who works; threads of our own when None.
        threads: How many of our own; one for each processor when None.
        stop_after: Stop when this many replicates reached the best ratio.

    Raises:
        TitirError: In its typed forms, for input that no right answer can be given for.
    """
    seen = checked_counts(counts)
    total = total_of(seen)
    windows = _windows(seen.shape[1], max_days, prospective=prospective)
    levels = _levels(circles, len(seen))
    places = shared_places(levels)
    if places is not None:
        people = checked_numbers("population", population)
        _by_population(people, seen, total, 0)
        return _spread(places, levels, poisson_scan(
            places.sums(seen), places.sums(people), places.levels, max_days=max_days, prospective=prospective,
            replicates=replicates, seed=seed, day=day, executor=executor, threads=threads, stop_after=stop_after,
        ))  # fmt: skip
    cut = int(windows.begins.min())
    shown, windows = np.ascontiguousarray(seen[:, cut:]), windows.moved(-cut)
    mean = _by_population(checked_numbers("population", population), seen, total, cut)
    inside = min(1.0, exact_sum(mean) / total) if shown.shape != seen.shape else 1.0
    null = Multinomial.of(mean, total, inside=inside, order=drawing_order(levels))
    field = Field(shown, mean, levels, Statistic(POISSON, total), windows)
    how = Significance(replicates, seed, day, stop_after, executor, threads)
    return _shifted(scan(field, null, how, prospective=prospective), seen.shape[1] - shown.shape[1])


def permutation_scan(
    counts: ArrayLike,
    circles: Circles,
    *,
    max_days: int = 28,
    prospective: bool = True,
    empty_centres: bool = False,
    replicates: int = 999,
    seed: int = 0,
    day: int = 0,
    executor: Executor | None = None,
    threads: int | None = None,
    stop_after: int | None = None,
) -> ScanResult:
    """Find where and when more happened than the place's and the day's own totals explain (Kulldorff 2005).

    Needs no population. Arguments and errors as for `poisson_scan`; with `empty_centres` regions without any event are
    centres of circles, too, as in SaTScan (observed) and in studies read from its files: then a further empty region
    may change what is found.
    """
    seen = checked_counts(counts)
    total = total_of(seen)
    check_others(seen)
    windows = _windows(seen.shape[1], max_days, prospective=prospective)
    levels = _levels(circles, len(seen))
    places = shared_places(levels)
    if places is not None:
        return _spread(places, levels, permutation_scan(
            places.sums(seen), places.levels, max_days=max_days, prospective=prospective,
            empty_centres=empty_centres, replicates=replicates, seed=seed, day=day,
            executor=executor, threads=threads, stop_after=stop_after,
        ))  # fmt: skip
    expected = seen.sum(axis=1)[:, None] * (seen.sum(axis=0)[None, :] / total)
    shown, mean, windows = _recent(seen, expected, windows)
    field = Field(shown, mean, levels, Statistic(POISSON, total), windows, empty_centres=empty_centres)
    if replicates:
        check_lanes_hold(field.fullest)
    null = Shuffled.permutation([seen], shown.shape[1], order=drawing_order(levels))
    how = Significance(replicates, seed, day, stop_after, executor, threads)
    found = _shifted(scan(field, null, how, prospective=prospective), seen.shape[1] - shown.shape[1])
    return against_expectation(found)


def expectation_scan(
    counts: ArrayLike,
    expected: ArrayLike,
    circles: Circles,
    *,
    null: Null | None = None,
    max_days: int = 28,
    replicates: int = 999,
    seed: int = 0,
    day: int = 0,
    executor: Executor | None = None,
    threads: int | None = None,
    stop_after: int | None = None,
) -> ScanResult:
    """Find where and when more happened lately than a baseline expects (Neill 2009).

    Args:
        counts: (regions, days) events of the last days only.
        expected: (regions, days) what the baseline expects, above 0 wherever events happened.
        circles: Neighbours of the regions, or several levels under one joint maximum.
        null: What makes replicates; independent Poisson counts when None.
        max_days: Longest window; all windows end with the last day.
        replicates: Monte Carlo replicates.
        seed: Key of the random numbers, with `day`.
        day: Number of the day or analysis.
        executor: Who works; threads of our own when None.
        threads: How many of our own; one for each processor when None.
        stop_after: Stop when this many replicates reached the best ratio.
    """
    seen = checked_counts(counts)
    mean = checked_expected(expected, seen)
    if not mean.sum() > 0:
        raise ExpectedError("expected is zero everywhere")
    levels = _levels(circles, len(seen))
    places = shared_places(levels) if null is None else None
    if places is not None:
        return _spread(places, levels, expectation_scan(
            places.sums(seen), places.sums(mean), places.levels, max_days=max_days,
            replicates=replicates, seed=seed, day=day, executor=executor, threads=threads, stop_after=stop_after,
        ))  # fmt: skip
    shown, mean, windows = _recent(seen, mean, _windows(seen.shape[1], max_days, prospective=True))
    if null is not None and (null.regions, null.days) != shown.shape:
        raise ShapeError(f"the null draws {(null.regions, null.days)} where the scan looks at {shown.shape}")
    statistic = Statistic(EXPECTATION, max(float(shown.sum()), 1.0))
    field = Field(shown, mean, levels, statistic, windows)
    how = Significance(replicates, seed, day, stop_after, executor, threads)
    found = scan(field, null or PoissonNull(mean, drawing_order(levels)), how, prospective=True)
    return against_expectation(_shifted(found, seen.shape[1] - shown.shape[1]))


def spatial_poisson_scan(
    counts: ArrayLike, population: ArrayLike, circles: Circles, *, replicates: int = 999, seed: int = 0,
    executor: Executor | None = None, threads: int | None = None, stop_after: int | None = None,
) -> ScanResult:  # fmt: skip
    """Find where more happened than population explains, without regard to time (Kulldorff 1997).

    Args:
        counts: (regions,) events.
        population: (regions,) people at risk.
        circles: Neighbours of the regions, or several levels under one joint maximum.
        replicates: Monte Carlo replicates.
        seed: Key of the random numbers.
        executor: Who works; threads of our own when None.
        threads: How many of our own; one for each processor when None.
        stop_after: Stop when this many replicates reached the best ratio.
    """
    seen = checked_counts(column_of("counts", counts))
    total_of(seen)
    check_others(seen)
    return poisson_scan(
        seen, population, circles, max_days=1, prospective=False,
        replicates=replicates, seed=seed, executor=executor, threads=threads, stop_after=stop_after,
    )  # fmt: skip


def bernoulli_scan(
    cases: ArrayLike, controls: ArrayLike, circles: Circles, *, replicates: int = 999, seed: int = 0,
    executor: Executor | None = None, threads: int | None = None, stop_after: int | None = None,
) -> ScanResult:  # fmt: skip
    """Find where cases are more frequent among cases and controls than elsewhere (Kulldorff 1997), purely spatial.

    Args:
        cases: (regions,) cases.
        controls: (regions,) controls; at least one.
        circles: Neighbours of the regions, or several levels under one joint maximum.
        replicates: Monte Carlo replicates.
        seed: Key of the random numbers.
        executor: Who works; threads of our own when None.
        threads: How many of our own; one for each processor when None.
        stop_after: Stop when this many replicates reached the best ratio.
    """
    seen = checked_counts(column_of("cases", cases), name="cases")
    others = checked_counts(column_of("controls", controls), name="controls")
    if seen.shape != others.shape:
        raise ShapeError(f"cases {seen.shape[:1]} and controls {others.shape[:1]} differ in shape")
    total = total_of(seen)
    check_others(seen)
    if not others.any():
        raise EmptyError(f"no controls at all in {len(others)} regions, so that everybody is a case")
    check_total(seen.astype(np.int64) + others, "cases and controls")
    levels = _levels(circles, len(seen))
    places = shared_places(levels)
    if places is not None:
        return _spread(places, levels, bernoulli_scan(
            places.sums(seen)[:, 0], places.sums(others)[:, 0], places.levels,
            replicates=replicates, seed=seed, executor=executor, threads=threads, stop_after=stop_after,
        ))  # fmt: skip
    people = seen + others
    statistic = Statistic(BERNOULLI, float(people.sum()), float(total))
    field = Field(seen, people.astype(np.float64), levels, statistic, whole(1))
    how = Significance(replicates, seed, 0, stop_after, executor, threads)
    if replicates:
        check_lanes_hold(field.fullest)
    return scan(field, Shuffled.cases(people, total, order=drawing_order(levels)), how, prospective=False)


def scan(
    field: Field, null: Null, how: Significance, *, prospective: bool, rule: Rule = Rule.NO_OVERLAP
) -> ScanResult:
    """Search a field and judge what was found by replicates of a null; the scans above are made of it."""
    _check_how(how)
    if how.replicates:
        check_lanes_hold(field.fullest)
    zones = best_zones(field, threads=how.threads)
    top = zones[0].ratio if zones else 0.0
    stop = (top, how.stop_after) if how.stop_after and zones else None
    drawn = maxima(
        field, null, how.replicates, seed=how.seed, day=how.day,
        executor=how.executor, threads=how.threads, stop=stop, progress=how.progress,
    ) if how.replicates else np.empty(0)  # fmt: skip
    stopped = len(drawn) < how.replicates
    lowest = float(drawn.min()) if len(drawn) else 0.0
    kept = reported(field, zones, rule, lowest=lowest)
    clusters = tuple(
        _judged(field, zone, drawn, how, stopped=stopped, prospective=prospective) for zone in kept
    )
    return ScanResult(clusters, drawn, stopped, field.statistic)


def _check_how(how: Significance) -> None:
    _inputs.whole("replicates", how.replicates, 0, _inputs.MOST_DRAWS)
    _inputs.whole("day", how.day, 0, 2**32 - 1)
    if not isinstance(how.seed, (int, np.integer)):
        raise OptionError(f"seed must be a whole number, got {how.seed!r}")
    for name, value in (("stop_after", how.stop_after), ("threads", how.threads)):
        if value is not None:
            _inputs.whole(name, value, 1)


def _judged(
    field: Field,
    zone: Zone,
    drawn: NDArray[np.float64],
    how: Significance,
    *,
    stopped: bool,
    prospective: bool,
) -> Cluster:
    found = described(field, zone)
    if not len(drawn):
        return found
    p = stopped_p(zone.ratio, drawn) if stopped else rank_p(zone.ratio, drawn)
    gumbel = Gumbel.fitted(drawn).p(zone.ratio) if np.ptp(drawn) > 0 else None
    interval = (
        recurrence_interval_days(p, days_between=how.days_between, analyses=how.analyses)
        if prospective
        else None
    )
    return replace(found, p=p, gumbel_p=gumbel, recurrence_interval_days=interval)


def described(field: Field, zone: Zone) -> Cluster:
    """Return what a zone is, without its significance."""
    level, one = field.levels[zone.level], field.statistic
    units = level.neighbours.of(zone.centre)[: zone.size]
    first, end = int(field.windows.begins[zone.window]), int(field.windows.ends[zone.window])
    regions = level.members(units)
    observed = int(field.counts[regions, first:end].sum())
    people = float(field.expected[regions, first:end].sum())
    expected = people * one.cases / one.n if one.kind == BERNOULLI else people
    radius = 0.0
    if zone.size > 1 and level.neighbours.points is not None:
        radius = float(level.neighbours.distance_km(zone.centre, units).max())
    return Cluster(
        regions=tuple(map(int, regions)),
        first_day=first,
        last_day=end - 1,
        radius_km=radius,
        observed=observed,
        expected=expected,
        relative_risk=_relative_risk(one, observed, people),
        llr=zone.ratio,
        level=level.name,
        centre=zone.centre,
    )


def _relative_risk(one: Statistic, observed: int, people: float) -> float:
    if one.kind == EXPECTATION:
        return observed / people
    seen_outside = (one.cases if one.kind == BERNOULLI else one.n) - observed
    if one.n <= people or seen_outside <= 0:
        return float("inf")
    return (observed / people) / (seen_outside / (one.n - people))


def against_expectation(found: ScanResult) -> ScanResult:
    """Return clusters whose risk is told against their own expectation, where there is no rate outside."""
    told = (replace(one, relative_risk=one.observed / one.expected) for one in found.clusters)
    return replace(found, clusters=tuple(told))


def _by_population(
    population: NDArray[np.float64], seen: NDArray[np.int32], total: int, cut: int
) -> NDArray[np.float64]:
    """Return what population explains of the days from `cut` on; a population without days is not written out."""
    if population.shape == seen.shape:
        people = checked_expected(population, seen, name="population")
        return people[:, cut:] * (total / exact_sum(people))
    if population.shape != seen.shape[:1]:
        raise ShapeError(f"counts {seen.shape} and population {population.shape} differ in shape")
    people = checked_expected(
        population[:, None], seen.sum(axis=1, dtype=np.int32)[:, None], name="population"
    )
    rate = total / (exact_sum(people) * seen.shape[1])
    return np.repeat(people * rate, seen.shape[1] - cut, axis=1)


def _levels(circles: Circles, regions: int) -> tuple[Level, ...]:
    if not isinstance(circles, (Neighbours, list, tuple)):
        raise GeometryError(f"circles must be Neighbours or a list of Levels, got {type(circles).__name__}")
    levels = (Level(circles),) if isinstance(circles, Neighbours) else tuple(circles)
    for level in levels:
        if not isinstance(level, Level):
            raise GeometryError(f"circles must be Neighbours or Levels, got a list of {type(level).__name__}")
    if not levels:
        raise ShapeError(f"there are no circles for {regions} regions")
    check_levels(levels, regions)
    return levels


def _spread(places: Places, levels: tuple[Level, ...], found: ScanResult) -> ScanResult:
    """Return what was found among places, told by their regions."""
    fine = {level.name for level in levels if level.unit is None}
    told = (
        replace(
            one,
            regions=places.regions(one.regions),
            centre=int(places.members[one.centre][0]) if one.level in fine else one.centre,
        )
        for one in found.clusters
    )
    return replace(found, clusters=tuple(told))


def drawing_order(levels: Sequence[Level]) -> NDArray[np.integer] | None:
    """Return an order of the regions that depends on where they lie only, so that their rows do not matter."""
    for level in levels:
        if level.unit is None and level.neighbours.points is not None:
            return np.lexsort(level.neighbours.points.T)
    return None


def _windows(days: int, longest: int, *, prospective: bool) -> Windows:
    _inputs.whole("max_days", longest, 1)
    return (alive if prospective else anywhere)(days, longest=longest)


def _recent(
    counts: NDArray[np.int32], expected: NDArray[np.float64], windows: Windows
) -> tuple[NDArray[np.int32], NDArray[np.float64], Windows]:
    """Cut off the days that no window reaches."""
    cut = int(windows.begins.min())
    return np.ascontiguousarray(counts[:, cut:]), np.ascontiguousarray(expected[:, cut:]), windows.moved(-cut)


def _shifted(found: ScanResult, days: int) -> ScanResult:
    moved = (
        replace(one, first_day=one.first_day + days, last_day=one.last_day + days) for one in found.clusters
    )
    return replace(found, clusters=tuple(moved))
