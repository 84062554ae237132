"""One round of the watch from its inputs to what it keeps; progress is counted, and it can be stopped between steps."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from kentongan.rules import places
from kentongan.rules.levels import Level
from kentongan.rules.watching import JUDGED_AFTER_DAYS, SEEN_AT_LEAST_DAYS, Group
from kentongan.watch import engine, matrix, queries, rounds
from kentongan.watch.actions import Found, Settings
from kentongan.watch.matrix import History
from kentongan.watch.models import Plan, Run
from kentongan.wilayah.models import Region

Now = Callable[[], datetime]
WARM_UP_NIGHTS = 30
"""A trial lets the engine remember so many nights before the first one that counts, as it would have in service."""


class Stopped(Exception):
    """Somebody asked this round to stop."""


def settings_of(plan: Plan) -> Settings:
    """Return what a plan says."""
    return Settings(
        groups=tuple(Group(one) for one in plan.groups),
        max_days=plan.max_days,
        max_share=plan.max_share,
        alarms_per_year=plan.alarms_per_year,
    )


def perform(run: Run, *, now: Now) -> None:
    """Do a round to its end; one that was asked to stop keeps nothing."""

    def count() -> None:
        if not rounds.step(run.pk, at=now()):
            raise Stopped

    try:
        (trial if run.kind == Run.Kind.TRIAL else night)(run, count, now)
    except Stopped:
        rounds.stop(run.pk, at=now())


def night(run: Run, count: Callable[[], None], now: Now) -> None:
    """Look at one night, or at the last hour in the light of it."""
    rounds.finish(run.pk, look(run, count), at=now())


def look(run: Run, count: Callable[[], None] = lambda: None) -> rounds.Seen:
    """Return what a round finds; the same inputs, plan, seed and memory find the same."""
    settings = settings_of(run.plan)
    past = matrix.history(run.region_id, settings.groups, at=run.as_of_at)
    before = memory_before(run)
    count()
    seen = engine.look(
        past, settings, seed=run.seed, memory=before, light=run.kind == Run.Kind.LIGHT, count=count
    )
    whole = run.kind == Run.Kind.NIGHT
    return rounds.Seen(
        inputs=past.digest(),
        engine=engine.name(),
        past_days=past.days,
        found=seen.found,
        silent=engine.silent(past) if whole else None,
        spoke=past.posts.spoke_on_last_day() if whole else (),
        outlooks=engine.outlook(past, run) if whole else (),
        nightly=seen.nightly,
        memory_before=before,
        memory_after=(before if was_watched_already(run) else seen.memory) if whole else {},
    )


def was_watched_already(run: Run) -> bool:
    """Say whether this day had its night: whoever lets the watch look again spends no other day of its budget."""
    last = night_before(run)
    zone = ZoneInfo(places.zone(run.region_id))
    return last is not None and last.as_of_at.astimezone(zone).date() == run.as_of_at.astimezone(zone).date()


@dataclass(frozen=True)
class Replay:
    """A round done again: whether what went in is what went in then, and whether the same came out."""

    remembered: bool
    same_inputs: bool
    same_engine: bool
    same_levels: bool

    def __bool__(self) -> bool:
        """Say whether everything is as it was."""
        return self.remembered and self.same_inputs and self.same_engine and self.same_levels


def again(run: Run) -> Replay:
    """Do a round again without keeping anything.

    Only a round that found something keeps what it remembered; another cannot be done again once a later night came.
    """
    seen = look(run)
    return Replay(
        remembered=bool(run.memory_before) or not was_forgotten(night_before(run)),
        same_inputs=seen.inputs == run.inputs,
        same_engine=seen.engine == run.engine,
        same_levels=dict(seen.nightly) == run.nightly,
    )


def was_forgotten(last: Run | None) -> bool:
    """Say whether a night has left a memory that is no longer kept."""
    return last is not None and bool(last.nightly) and not last.memory_after


def memory_before(run: Run) -> dict[str, object]:
    """Return what the last night that was watched has left; a light round remembers the nights, and leaves nothing."""
    if run.memory_before:
        return dict(run.memory_before)
    last = night_before(run)
    return dict(last.memory_after) if last else {}


def night_before(run: Run) -> Run | None:
    """Return the last night before a round, if it was watched by the same plan."""
    last = (
        Run.objects.filter(
            region_id=run.region_id, kind=Run.Kind.NIGHT, state=Run.State.DONE, as_of_at__lt=run.as_of_at
        )
        .order_by("-as_of_at", "id")
        .first()
    )
    return last if last and last.plan_id == run.plan_id else None


def trial(run: Run, count: Callable[[], None], now: Now) -> None:
    """Look at past nights, one after the other, each with what was known then, and tell what would have been raised."""
    settings = settings_of(run.plan)
    past = matrix.history(run.region_id, settings.groups, at=run.as_of_at)
    memory: dict[str, object] = {}
    raised: list[dict[str, object]] = []
    known: list[Found] = []
    nights = min(run.nights, max(0, past.days - SEEN_AT_LEAST_DAYS + 1))
    for back in range(nights + WARM_UP_NIGHTS - 1, -1, -1):
        on = past.last - timedelta(days=back)
        if (on - past.first).days + 1 < SEEN_AT_LEAST_DAYS:
            continue
        seen = engine.look(past.until(on), settings, seed=run.seed, memory=memory)
        memory = seen.memory
        if back < nights:
            count()
            fresh = [one for one in seen.found if not any(same(one, old) for old in known)]
            known += fresh
            raised += [told(one, on, past) for one in fresh]
    kept = rounds.Seen(inputs=past.digest(), engine=engine.name(), past_days=past.days, raised=raised)
    rounds.finish(run.pk, kept, at=now())


def same(one: Found, other: Found) -> bool:
    """Say whether two findings of a trial are one to the office, as `queries.same_finding` does for real ones."""
    shared = set(one.villages) & set(other.villages)
    return (
        one.group == other.group
        and other.ends_on >= one.starts_on
        and one.level.bars <= other.level.bars
        and len(shared) >= queries.SHARED_ENOUGH * min(len(one.villages), len(other.villages))
    )


def told(found: Found, on: date, past: History) -> dict[str, object]:
    """Return a finding of a trial in a row of the table: when, where, how high, why, and what came after."""
    return {
        "on": on.isoformat(),
        "group": found.group.value,
        "places": [place for _count, place in places_of(found)],
        "level": Level(found.level).value,
        "observed": found.observed,
        "expected": round(found.expected, 2),
        "days": (found.ends_on - found.starts_on).days + 1,
        "villages": found.villages_with_reports,
        "recurrence_days": round(found.recurrence_days, 1),
        "after": past.reports_after(found.group, found.villages, on, JUDGED_AFTER_DAYS),
        "after_days": min(JUDGED_AFTER_DAYS, (past.last - on).days),
    }


def places_of(found: Found) -> list[tuple[int, str]]:
    """Return the villages of a finding with reports, those with most first, by name."""
    names = dict(Region.objects.filter(pk__in=found.villages).values_list("code", "name"))
    with_reports = [(-n, code) for n, code in zip(found.counts, found.villages, strict=True) if n]
    return [(-n, names.get(code, code)) for n, code in sorted(with_reports)]
