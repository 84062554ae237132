"""Runs a study that SaTScan's files describe, and tells what it found in SaTScan's terms."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from titir.counts import check_lanes_hold, check_others, check_total, checked_expected, exact_sum
from titir.dates import DAY, Intervals, read_moment
from titir.engine import BERNOULLI, EVERYTHING, POISSON, Field, Level, Statistic, with_everything
from titir.errors import EmptyError, FileError, OptionError
from titir.overlap import Rule
from titir.prm import (
    MODEL_BERNOULLI,
    MODEL_PERMUTATION,
    PROSPECTIVE,
    PROSPECTIVE_TEMPORAL,
    RETROSPECTIVE,
    SPATIAL,
    TEMPORAL,
    Parameters,
)
from titir.records import Sites, Study, read_study
from titir.replicates import Multinomial, Null, Shuffled
from titir.scan import Cluster, ScanResult, Significance, against_expectation, drawing_order, scan
from titir.significance import TAIL, recurrence_interval_days
from titir.windows import Windows, alive, anywhere, whole

ALL = "All"
DAYS_BETWEEN = {1: 1.0, 2: 7.0, 3: 365.25 / 12, 4: 365.25 / 4, 5: 365.25}


@dataclass(frozen=True)
class Told:
    """One cluster in the words of the files.

    Attributes:
        locations: Names, nearest to the centre first; "All" for a purely temporal cluster.
        start: First day.
        end: Last day.
        centre: Coordinates of the centre.
        cluster: The figures.
    """

    locations: tuple[str, ...]
    start: str
    end: str
    centre: tuple[float, ...]
    cluster: Cluster


@dataclass(frozen=True)
class Report:
    """What a run found.

    Attributes:
        parameters: What was asked.
        locations: How many locations.
        cases: How many cases.
        replicates: How many replicates were drawn.
        stopped: Whether they were stopped early.
        clusters: Best first.
    """

    parameters: Parameters
    locations: int
    cases: int
    replicates: int
    stopped: bool
    clusters: tuple[Told, ...]


def run(
    read: Parameters,
    *,
    seed: int = 0,
    threads: int | None = None,
    executor: Executor | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Report:
    """Read the files of a study, scan it and judge what was found.

    Args:
        read: The parameter file.
        seed: Key of the random numbers.
        threads: Threads of our own; one for each processor when None.
        executor: Who works instead.
        progress: Told how many replicates are done, of how many.
    """
    study = read_study(read)
    field, null = _field(read, study)
    sites, intervals, cases = study.sites, study.intervals, int(study.counts.sum())
    del study  # a year of all villages is let go of before the scan needs its memory
    how = Significance(
        replicates=read.monte_carlo_reps,
        seed=seed,
        stop_after=read.early_termination_threshold if read.p_value_report_type in (0, 2) else None,
        executor=executor,
        threads=threads,
        days_between=_days_between(read, intervals),
        analyses=_analyses(read, intervals),
        progress=progress,
    )
    prospective = read.analysis_type in (PROSPECTIVE, PROSPECTIVE_TEMPORAL)
    rule = Rule(read.criteria_for_reporting_secondary_clusters)
    found = scan(field, null, how, prospective=prospective, rule=rule)
    if read.model_type == MODEL_PERMUTATION:
        found = against_expectation(found)
    found = _as_asked(read, found, prospective=prospective, days_between=how.days_between)
    return Report(
        parameters=read,
        locations=len(sites.site),
        cases=cases,
        replicates=found.replicates,
        stopped=found.stopped,
        clusters=tuple(
            _told(sites, intervals, one, len(intervals) - field.expected.shape[1]) for one in found.clusters
        ),
    )


@dataclass(frozen=True)
class _Model:
    """What a model expects, and what its replicates keep.

    Attributes:
        expected: float64 (sites, intervals); for Bernoulli, people.
        statistic: What makes a zone remarkable.
        size: float64 (sites,) what limits circles.
        strata: Intervals within which events are drawn (Poisson), or None.
        tables: Cases apart by what must not be mixed (permutation), or empty.
    """

    expected: NDArray[np.float64]
    statistic: Statistic
    size: NDArray[np.float64]
    strata: list[NDArray[np.integer]] | None = None
    tables: tuple[NDArray[np.int32], ...] = ()

    def null(self, cut: int, counts: NDArray[np.int32], order: NDArray[np.integer] | None) -> Null:
        """Return the null of the intervals from `cut` on."""
        if self.statistic.kind == BERNOULLI:
            return Shuffled.cases(self.expected.astype(np.int32), int(self.statistic.cases), order=order)
        if self.tables:
            return Shuffled.permutation(self.tables, counts.shape[1] - cut, order=order)
        if self.strata:
            totals = np.array([int(counts[:, stratum].sum()) for stratum in self.strata])
            return Multinomial.stratified(self.expected, self.strata, totals, order=order)
        shown = self.expected[:, cut:]
        inside = min(1.0, exact_sum(shown) / self.statistic.n) if cut else 1.0
        return Multinomial.of(shown, int(self.statistic.n), inside=inside, order=order)

    @property
    def whole(self) -> bool:
        """Whether replicates must be drawn for all intervals, even those that no window reaches."""
        return bool(self.strata) or self.statistic.kind == BERNOULLI


def _field(read: Parameters, study: Study) -> tuple[Field, Null]:
    counts = study.counts
    if read.analysis_type == SPATIAL or read.model_type == MODEL_PERMUTATION:
        check_others(counts)
    model = _model(read, study, counts)
    windows, tried = _windows(read, study.intervals)
    levels: tuple[Level, ...] = ()
    if read.analysis_type not in (TEMPORAL, PROSPECTIVE_TEMPORAL):
        reach = (
            read.max_spatial_size_in_distance_from_center if read.use_distance_from_center_option else np.inf
        )
        share = read.max_spatial_size_in_population_at_risk / 100
        levels = (Level(study.sites.circles(model.size, share=share, reach=reach)),)
    first = min(int(one.begins.min()) for one in (windows, tried or windows))
    cut = 0 if model.whole else first
    field = Field(
        np.ascontiguousarray(counts[:, cut:]),
        np.ascontiguousarray(model.expected[:, cut:]),
        levels,
        model.statistic,
        windows.moved(-cut),
        tried.moved(-cut) if tried else None,
        empty_centres=bool(model.tables),
    )
    if read.monte_carlo_reps:
        check_lanes_hold(field.fullest)
    null = model.null(cut, counts, drawing_order(levels))
    temporal = read.analysis_type != SPATIAL and (read.include_purely_temporal or not levels)
    return (with_everything(field) if temporal else field), null


def _model(read: Parameters, study: Study, counts: NDArray[np.int32]) -> _Model:
    statistic = Statistic(
        POISSON,
        float(counts.sum()),
        areas=read.scan_areas,
        high=read.minimum_cases_in_high_rate_clusters,
        low=read.minimum_cases_in_low_rate_clusters,
    )
    strata = _strata(read, study.intervals)
    if read.model_type == MODEL_BERNOULLI:
        return _bernoulli(study, counts, statistic, strata)
    if read.model_type == MODEL_PERMUTATION:
        return _permutation(study, counts, statistic, strata)
    expected = _standardised(read, study, counts)
    size = expected.sum(axis=1)
    return _Model(_scaled(expected, counts, strata) if strata else expected, statistic, size, strata)


def _bernoulli(
    study: Study, counts: NDArray[np.int32], statistic: Statistic, strata: list[NDArray[np.integer]] | None
) -> _Model:
    if strata:
        raise OptionError("adjustments for time are not supported with ModelType=1 (Bernoulli)")
    people = counts.astype(np.float64) + (0 if study.controls is None else study.controls)
    check_total(people, "cases and controls")
    statistic = replace(statistic, kind=BERNOULLI, n=float(people.sum()), cases=statistic.n)
    return _Model(people, statistic, people.sum(axis=1))


def _permutation(
    study: Study, counts: NDArray[np.int32], statistic: Statistic, strata: list[NDArray[np.integer]] | None
) -> _Model:
    tables = tuple(_tables(study, strata))
    expected = np.zeros(counts.shape)
    for table in tables:
        sums = table.sum(axis=1).astype(np.float64)[:, None] * table.sum(axis=0)[None, :]
        expected += sums / max(int(table.sum()), 1)
    return _Model(expected, statistic, counts.sum(axis=1).astype(np.float64), tables=tables)


def _standardised(read: Parameters, study: Study, counts: NDArray[np.int32]) -> NDArray[np.float64]:
    """Return expected cases by indirect standardisation over the categories of covariates.

    Written over the person-days, which are large and not needed again.
    """
    expected: NDArray[np.float64] | None = None
    for category, people in (study.people or {}).items():
        cases = int(study.cases[category].sum()) if category in study.cases else 0
        if cases:
            people *= cases / exact_sum(people)  # noqa: PLW2901
            expected = people if expected is None else np.add(expected, people, out=expected)
    if expected is None:
        raise EmptyError("there is no population of any category that has cases")
    lost = np.argwhere((counts > 0) & (expected <= 0))
    if len(lost):
        name = study.sites.names[int(lost[0][0])][0]
        reason = f"location {name!r} has cases but no population at that time"
        raise FileError(read.path(read.population_file), 0, reason)
    return checked_expected(expected, counts)


def _strata(read: Parameters, intervals: Intervals) -> list[NDArray[np.integer]] | None:
    days = np.arange(len(intervals))
    if read.adjust_for_weekly_trends:
        if intervals.unit != DAY or read.time_aggregation_length != 1:
            raise OptionError("AdjustForWeeklyTrends=y needs intervals of one day")
        if read.time_trend_adjustment_type:
            raise OptionError("AdjustForWeeklyTrends=y goes with TimeTrendAdjustmentType=0 only")
        return [days[intervals.cuts[:-1] % 7 == weekday] for weekday in range(7)]
    if read.time_trend_adjustment_type:
        if read.model_type != 0:
            raise OptionError("TimeTrendAdjustmentType=4 goes with ModelType=0 only")
        return [days[one : one + 1] for one in days]
    return None


def _tables(study: Study, strata: list[NDArray[np.integer]] | None) -> list[NDArray[np.int32]]:
    """Return the cases apart by what must not be mixed: category of covariates and stratum of days."""
    tables = []
    for table in study.cases.values():
        for stratum in strata or [np.arange(table.shape[1])]:
            kept = np.zeros_like(table)
            kept[:, stratum] = table[:, stratum]
            tables.append(kept)
    return tables


def _scaled(
    expected: NDArray[np.float64], counts: NDArray[np.int32], strata: list[NDArray[np.integer]]
) -> NDArray[np.float64]:
    """Return expected cases scaled so that each stratum of days has as many as were seen."""
    scaled = expected.copy()
    for stratum in strata:
        total = exact_sum(expected[:, stratum])
        scaled[:, stratum] *= float(counts[:, stratum].sum()) / total if total else 0.0
    return scaled


def _windows(read: Parameters, intervals: Intervals) -> tuple[Windows, Windows | None]:
    """Return the windows that are tried, and those of the replicates where they make up for earlier analyses."""
    count = len(intervals)
    if read.analysis_type == SPATIAL:
        return whole(count), None
    longest = _longest(read, count)
    shortest = read.minimum_temporal_cluster_size
    if longest < shortest:
        raise OptionError(f"no window fits: at least {shortest} and at most {longest} of {count} intervals")
    tried = None
    if read.analysis_type in (PROSPECTIVE, PROSPECTIVE_TEMPORAL) or read.include_clusters == 1:
        windows = alive(count, longest=longest, shortest=shortest)
        if _earlier(read):
            ends_from = count - _analyses(read, intervals) + 1
            tried = anywhere(count, longest=longest, shortest=shortest, end_from=ends_from)
    else:
        windows = anywhere(count, longest=longest, shortest=shortest)
    spatial = read.include_purely_spatial and read.analysis_type in (RETROSPECTIVE, PROSPECTIVE)
    if spatial:
        windows, tried = windows.with_whole(), tried.with_whole() if tried else None
    return windows, tried


def _longest(read: Parameters, count: int) -> int:
    if read.max_temporal_size_interpretation == 0:
        if not 0 < read.max_temporal_size <= 90:
            raise OptionError(f"MaxTemporalSize={read.max_temporal_size} percent must lie above 0, up to 90")
        return int(count * read.max_temporal_size / 100 + 1e-9)
    return min(int(read.max_temporal_size // read.time_aggregation_length), count)


def _earlier(read: Parameters) -> bool:
    return read.adjust_for_earlier_analyses and read.analysis_type in (PROSPECTIVE, PROSPECTIVE_TEMPORAL)


def _analyses(read: Parameters, intervals: Intervals) -> int:
    """Return how many analyses the replicates make up for: from the start of the surveillance to now."""
    if not _earlier(read):
        return 1
    try:
        start = read_moment(read.prospective_start_date, generic=intervals.generic).last
    except ValueError as error:
        raise OptionError(f"ProspectiveStartDate={read.prospective_start_date}: {error}") from None
    if not intervals.first <= start <= intervals.last:
        raise OptionError(f"ProspectiveStartDate={read.prospective_start_date} lies outside the study period")
    return len(intervals) - intervals.of(start)


def _days_between(read: Parameters, intervals: Intervals) -> float:
    """Return days from one analysis to the next."""
    if read.prospective_frequency_type:
        return DAYS_BETWEEN[read.prospective_frequency_type] * max(read.prospective_frequency, 1)
    if intervals.generic:
        return float(read.time_aggregation_length)
    unit = {1: 365.25, 2: 365.25 / 12}.get(read.time_aggregation_units, 1.0)
    return unit * read.time_aggregation_length


def _as_asked(read: Parameters, found: ScanResult, *, prospective: bool, days_between: float) -> ScanResult:
    """Return clusters whose p-value is the one that was asked for: PValueReportType 3, or 0 where it is small.

    The default combination takes the Gumbel tail where fewer than ten replicates exceed.
    """
    clusters = []
    for one in found.clusters:
        if one.p is None or one.gumbel_p is None or read.p_value_report_type not in (0, 3):
            clusters.append(one)
            continue
        fine = one.p * (found.replicates + 1) >= TAIL or found.stopped
        if read.p_value_report_type == 0 and fine:
            clusters.append(one)
            continue
        p = max(one.gumbel_p, 1e-17)
        interval = recurrence_interval_days(p, days_between=days_between) if prospective else None
        clusters.append(replace(one, p=p, recurrence_interval_days=interval))
    return replace(found, clusters=tuple(clusters))


def _told(sites: Sites, intervals: Intervals, one: Cluster, cut: int) -> Told:
    names = tuple(name for site in one.regions for name in sites.names[site])
    return Told(
        locations=(ALL,) if one.level == EVERYTHING else names,
        start=intervals.told(int(intervals.cuts[one.first_day + cut])),
        end=intervals.told(int(intervals.cuts[one.last_day + cut + 1]) - 1),
        centre=tuple(map(float, sites.coordinates[one.centre])),
        cluster=one,
    )
