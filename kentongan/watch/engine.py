"""The office's only door to titir: what we heard goes in as arrays, and comes out as villages, days and chances."""

import json
import logging
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from importlib.metadata import version
from uuid import uuid5

import numpy as np
from numpy.typing import NDArray
from titir import forecast, night, silence
from titir.geometry import Neighbours, great_circle_neighbours
from titir.shrinkage import shrink

from kentongan.rules.levels import Level
from kentongan.rules.watching import LEARNT_FROM_DAYS, SEEN_AT_LEAST_DAYS, Group, proposed
from kentongan.watch import almanac
from kentongan.watch.actions import NAMESPACE, Found, Settings
from kentongan.watch.matrix import Ground, History
from kentongan.watch.models import Outlook, Run
from kentongan.watch.silences import Silent

log = logging.getLogger(__name__)

NEAREST = 8
HORIZONS = (7, 30)
ISSUES = 4
"""A chance is learnt from at least so many whole horizons after the days of warming up."""
WARM_UP_DAYS, SHORTEST_WARM_UP_DAYS = 90, 14


@dataclass
class Watch:
    """What one night found, for each group, and what the next night is to remember."""

    found: list[Found] = field(default_factory=list)
    nightly: dict[str, dict[str, float]] = field(default_factory=dict)
    memory: dict[str, object] = field(default_factory=dict)


def name() -> str:
    """Return which engine this is."""
    return f"titir {version('titir')}"


def look(
    history: History,
    settings: Settings,
    *,
    seed: int,
    memory: Mapping[str, object],
    light: bool = False,
    count: Callable[[], None] = lambda: None,
) -> Watch:
    """Look at one night, group by group; a light round, made every hour, tells only what is rare enough for Siaga."""
    seen = Watch()
    if history.days < SEEN_AT_LEAST_DAYS:
        return seen
    for group in settings.groups:
        one = night.watch(
            past_of(history, group),
            limits(settings, history),
            seed=seed,
            memory=remembered(memory.get(group)),
        )
        told = [
            found_in(history, group, one, finding)
            for finding in one.findings
            if is_told(finding, light=light)
        ]
        seen.found += [each for each in told if not light or each.level is Level.SIAGA]
        seen.nightly[group] = {"chance": one.chance, "recurrence_days": one.recurrence_days}
        seen.memory[group] = json.loads(one.memory.to_json())
        count()
    return seen


def remembered(told: object) -> night.Memory | None:
    """Return what earlier nights left; what another version of the engine wrote is forgotten, and the night is watched."""
    try:
        return night.Memory.from_json(json.dumps(told)) if told is not None else None
    except ValueError:
        log.warning("the memory of the nights is of another engine; it begins anew")
        return None


def is_told(finding: night.Finding, *, light: bool) -> bool:
    """Say whether somebody is to hear of it: a new alarm within the budget, or the newest of one that is known."""
    rare = proposed(finding.recurrence_days) is not Level.NORMAL
    return finding.alarm or (finding.continuing and rare and not light)


def limits(settings: Settings, history: History) -> night.Settings:
    """Return how the engine is to watch; the budget is one for the kabupaten, shared by its groups.

    Reports are counted, of which several tell of one thing: they are not declustered (decision 0074).
    """
    return night.Settings(
        max_days=min(settings.max_days, history.days - LEARNT_FROM_DAYS),
        max_share=settings.max_share,
        alarms_per_year=settings.alarms_per_year / len(settings.groups),
        declustered=False,
    )


def past_of(history: History, group: Group) -> night.Past:
    """Return what the engine is told: numbers by village and day, feasts, and how many posts spoke."""
    ground = history.ground
    return night.Past(
        counts=history.counts[group],
        latitude=ground.latitude,
        longitude=ground.longitude,
        district=ground.district,
        population=ground.population,
        first_day=history.first.toordinal(),
        calendar=almanac.calendar(history.first, history.days),
        effort=history.effort if history.effort[:LEARNT_FROM_DAYS].any() else None,
    )


def found_in(history: History, group: Group, one: night.Night, finding: night.Finding) -> Found:
    """Return a finding in codes and days of the office."""
    day = history.first
    counted = history.counts[group][finding.areas, finding.first_day : finding.last_day + 1].sum(axis=1)
    places = sorted(zip((history.ground.codes[area] for area in finding.areas), counted, strict=True))
    return Found(
        group=group,
        villages=tuple(code for code, _ in places),
        counts=tuple(int(count) for _, count in places),
        starts_on=day + timedelta(days=int(finding.first_day)),
        ends_on=day + timedelta(days=int(finding.last_day)),
        observed=finding.observed,
        expected=finding.expected,
        villages_with_reports=finding.areas_with_events,
        radius_km=finding.radius_km,
        score=finding.score,
        chance=finding.chance,
        recurrence_days=finding.recurrence_days,
        seen_every_days=finding.seen_every_days,
        level=max(Level.WASPADA, proposed(finding.recurrence_days), key=lambda level: level.bars),
        series=tuple(series_of(history, one, finding)),
    )


def series_of(history: History, one: night.Night, finding: night.Finding) -> Iterator[dict[str, object]]:
    """Return the days that were looked at, each with what came and what is usual."""
    told = one.series(finding.areas)
    first = history.last - timedelta(days=len(told.observed) - 1)
    for ahead, (count, usual, low, high) in enumerate(
        zip(told.observed, told.expected, told.low, told.high, strict=True)
    ):
        yield {
            "on": (first + timedelta(days=ahead)).isoformat(),
            "count": int(count),
            "expected": round(float(usual), 3),
            "low": round(float(low)),
            "high": round(float(high)),
        }


def silent(history: History) -> list[Silent]:
    """Return the posts that are worth asking after: so silent that one day in twenty of a post that is well comes so far.

    Only those that owe a word are looked at, and only from them is learnt how posts keep to it.
    """
    posts = history.posts.owing()
    if not posts.posts or history.days < SEEN_AT_LEAST_DAYS:
        return []
    told = silence.silent_posts(
        posts.spoke, posts.village, nearest(history.ground), first_day=history.first.toordinal()
    )
    worth_asking = told.to_be_named()
    return [
        Silent(
            role=role,
            region=region,
            since_on=history.last - timedelta(days=int(told.silent_days[at]) - 1),
            chance=float(told.chance[at]),
            together=1 + int(told.together[at]),
        )
        for at, (role, region) in enumerate(posts.posts)
        if worth_asking[at]
    ]


def nearest(ground: Ground) -> Neighbours:
    """Return the nearest villages of each."""
    return great_circle_neighbours(
        ground.latitude, ground.longitude, size=np.ones(len(ground.codes)), most_regions=NEAREST
    )


def outlook(history: History, run: Run) -> list[Outlook]:
    """Return for every village the chance of a report of trouble in the next 7 and 30 days, and from what it comes."""
    if history.days < SEEN_AT_LEAST_DAYS or Group.ALL not in history.counts:
        return []
    chance, parts = chances(history)
    return [
        Outlook(
            id=uuid5(NAMESPACE, f"outlook:{run.pk}:{code}"),
            run=run,
            region_id=code,
            chance_7=float(chance[at, 0]),
            chance_30=float(chance[at, 1]),
            usual=float(parts[at, 0]),
            own=float(parts[at, 1]),
            near=float(parts[at, 2]),
        )
        for at, code in enumerate(history.ground.codes)
    ]


def chances(history: History) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return (villages, 2) chances for 7 and 30 days and (villages, 3) expected reports: usual, own, near.

    As far as the past reaches: 30 days are foretold from 7 where it is short, and where it is shorter still there is
    only what is usual, shrunk towards the kecamatan.
    """
    ground, counts = history.ground, history.counts[Group.ALL]
    known = [days for days in HORIZONS if history.days - ISSUES * days >= SHORTEST_WARM_UP_DAYS]
    if not known:
        rates = shrink(counts.sum(axis=1), np.full(len(counts), float(history.days)), (ground.district,)).mean
        parts = np.column_stack([7 * rates, 0 * rates, 0 * rates])
        return np.column_stack([-np.expm1(-days * rates) for days in HORIZONS]), parts
    told = forecast.outlook(
        counts,
        ground.latitude,
        ground.longitude,
        parents=(ground.district,),
        horizons=tuple(known),
        warm_up=min(WARM_UP_DAYS, history.days - ISSUES * known[-1]),
    )
    week = told.chance[:, 0]
    month = told.chance[:, 1] if len(known) == len(HORIZONS) else 1 - (1 - week) ** (30 / 7)
    return np.column_stack([week, month]), np.column_stack([told.usual, told.own, told.near])
