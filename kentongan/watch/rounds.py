"""Rounds of the watch in their queue: asked for, taken by one worker, counted on, ended; cut off ones begin anew."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID, uuid5

from django.db import transaction
from django.db.models import F, Q

from kentongan.people import access
from kentongan.rules.authority import SYSTEM, Role, Standing
from kentongan.rules.refusal import Refused
from kentongan.rules.words import gettext_noop as _
from kentongan.watch import actions, queries, silences
from kentongan.watch.actions import NAMESPACE, is_replay, note
from kentongan.watch.models import GIVEN_UP_AFTER, Outlook, Plan, Run

MOST_ATTEMPTS = 3
SEEDS = 2**31
RUNNING_ALREADY = _("Penjagaan wilayah ini sedang berjalan. Tunggu sampai selesai atau batalkan.")
ENDED_ALREADY = _("Pekerjaan ini sudah selesai.")


@transaction.atomic
def order(
    kind: Run.Kind, plan: Plan, *, as_of: datetime, by: Standing, at: datetime, key: UUID, nights: int = 1
) -> Run:
    """Put a round into the queue of the watch; the same key is the same round."""
    run_id = uuid5(NAMESPACE, f"run:{key}")
    run, is_new = Run.objects.get_or_create(
        id=run_id,
        defaults={
            "kind": kind,
            "region_id": plan.region_id,
            "plan": plan,
            "as_of_at": as_of,
            "nights": nights,
            "steps": nights if kind == Run.Kind.TRIAL else len(plan.groups) + 2,
            "asked_by_id": by.account,
            "asked_at": at,
            "seed": run_id.int % SEEDS,
        },
    )
    if is_new and kind == Run.Kind.TRIAL:
        note("watch.trial_asked", plan.region_id, "watch_run", run.pk, by=by, at=at, nights=nights)
    return run


def order_now(region: str, *, by: Standing, at: datetime, key: UUID) -> Run:
    """Let the watch look now instead of tonight.

    Raises:
        Absent: If this person may not.
        Refused: If it is looking already.
    """
    access.check(by, "watch.look", region=region)
    if Run.objects.filter(region_id=region, state__in=Run.OPEN).exclude(kind=Run.Kind.TRIAL).exists():
        raise Refused(RUNNING_ALREADY, "running")
    plan = actions.begin_watching(region, by=SYSTEM, at=at)
    return order(Run.Kind.NIGHT, plan, as_of=at, by=by, at=at, key=key)


@transaction.atomic
def cancel(run_id: UUID, *, by: Standing, at: datetime, key: UUID) -> Run:
    """Ask a round to stop; what waits stops at once, what is going on after its present step.

    Raises:
        Absent: If this person may not see it.
        Refused: If it has ended.
    """
    run = Run.objects.select_for_update().filter(pk=queries.run(by, run_id).pk).get()
    access.check(by, "watch.try" if run.kind == Run.Kind.TRIAL else "watch.look", region=run.region_id)
    if is_replay(key, run.pk, act="cancel", run=run.pk):
        return run
    if not run.is_open:
        raise Refused(ENDED_ALREADY, "ended")
    run.cancel_asked_at = at
    if run.state == Run.State.WAITING:
        run.state, run.ended_at = Run.State.CANCELLED, at
    run.save(update_fields=["cancel_asked_at", "state", "ended_at"])
    note("watch.run_cancelled", run.region_id, "watch_run", run.pk, by=by, at=at)
    return run


def claim_next(*, at: datetime) -> Run | None:
    """Take the next round that waits, or one that was cut off; nobody else takes it too."""
    forsaken = Q(state=Run.State.RUNNING, sign_of_life_at__lt=at - GIVEN_UP_AFTER)
    waiting = Run.objects.filter(Q(state=Run.State.WAITING) | forsaken)
    # Two rounds that look at one place at once would each propose the same; asked as it is taken, since another worker
    # may have taken one meanwhile.
    alive = Run.objects.filter(state=Run.State.RUNNING).exclude(forsaken).exclude(kind=Run.Kind.TRIAL)
    free = Q(kind=Run.Kind.TRIAL) | ~Q(region_id__in=alive.values("region_id"))
    # Tonight before the past: a trial of a hundred nights keeps nobody from being woken.
    for run in sorted(waiting.order_by("asked_at", "id")[:50], key=lambda one: one.kind == Run.Kind.TRIAL):
        taken = Run.objects.filter(Q(state=Run.State.WAITING) | forsaken, free, pk=run.pk).update(
            state=Run.State.RUNNING,
            started_at=at,
            sign_of_life_at=at,
            steps_done=0,
            attempts=F("attempts") + 1,
        )
        if taken:
            run.refresh_from_db()
            if run.attempts > MOST_ATTEMPTS:
                fail(run.pk, trouble="cut_off", at=at)
                continue
            return run
    return None


def step(run_id: UUID, *, at: datetime) -> bool:
    """Count a step of a round, and say whether it is to go on."""
    going_on = Run.objects.filter(pk=run_id, state=Run.State.RUNNING, cancel_asked_at__isnull=True)
    return bool(going_on.update(steps_done=F("steps_done") + 1, sign_of_life_at=at))


def stop(run_id: UUID, *, at: datetime) -> None:
    """End a round that was asked to stop."""
    Run.objects.filter(pk=run_id, state=Run.State.RUNNING).update(state=Run.State.CANCELLED, ended_at=at)


def put_back(run_id: UUID) -> None:
    """Let a round that stopped because the server did wait for its turn again; that was no attempt of its own."""
    Run.objects.filter(pk=run_id, state=Run.State.RUNNING).update(
        state=Run.State.WAITING, steps_done=0, attempts=F("attempts") - 1
    )


@transaction.atomic
def fail(run_id: UUID, *, trouble: str, at: datetime) -> None:
    """End a round that could not be finished, and say so in the logbook; somebody must hear that nobody watches."""
    run = Run.objects.select_for_update().get(pk=run_id)
    run.state, run.ended_at, run.trouble = Run.State.FAILED, at, trouble[:120]
    run.save(update_fields=["state", "ended_at", "trouble"])
    note("watch.failed", run.region_id, "watch_run", run.pk, by=SYSTEM, at=at)


@dataclass(frozen=True)
class Seen:
    """What a round has found, and with what; `silent` is None where nobody listened for silence."""

    inputs: str
    engine: str
    past_days: int | None = None
    found: Sequence[actions.Found] = ()
    silent: Sequence[silences.Silent] | None = None
    spoke: Sequence[tuple[Role, str]] = ()
    outlooks: Sequence[Outlook] = ()
    raised: Sequence[Mapping[str, object]] = ()
    nightly: Mapping[str, object] = field(default_factory=dict)
    memory_before: Mapping[str, object] = field(default_factory=dict)
    memory_after: Mapping[str, object] = field(default_factory=dict)


@transaction.atomic
def finish(run_id: UUID, seen: Seen, *, at: datetime) -> Run:
    """Keep what a round has found, all of it or nothing; a round that was stopped meanwhile keeps nothing."""
    run = Run.objects.select_for_update().get(pk=run_id)
    if run.state != Run.State.RUNNING:
        return run
    findings = [actions.keep_finding(run, one, at=at) for one in seen.found]
    if seen.silent is not None:
        silences.keep(run, seen.silent, spoke=seen.spoke, at=at)
    Outlook.objects.bulk_create(seen.outlooks)
    # Only the last night is remembered; what stood before a finding stays with it, to do it again.
    older = Run.objects.filter(region_id=run.region_id, kind=run.kind).exclude(pk=run.pk)
    older.exclude(memory_after={}).update(memory_after={})
    run.state, run.ended_at, run.steps_done = Run.State.DONE, at, run.steps
    run.inputs, run.engine, run.past_days, run.raised = (
        seen.inputs,
        seen.engine,
        seen.past_days,
        list(seen.raised),
    )
    run.nightly, run.memory_after = dict(seen.nightly), dict(seen.memory_after)
    run.memory_before = dict(seen.memory_before) if findings else {}
    run.save()
    return run


@transaction.atomic
def try_plan(
    region: str, settings: actions.Settings, *, nights: int, by: Standing, at: datetime, key: UUID
) -> Run:
    """Write down another way of watching, and try it on the nights that were.

    Raises:
        Absent: If this person may not try plans there.
        Refused: If a trial is going on there.
    """
    access.check(by, "watch.try", region=region)
    plan_id = uuid5(NAMESPACE, f"plan:{key}")
    if is_replay(key, plan_id, act="propose_plan", region=region):
        return Run.objects.get(plan_id=plan_id, kind=Run.Kind.TRIAL)
    if Run.objects.filter(region_id=region, kind=Run.Kind.TRIAL, state__in=Run.OPEN).exists():
        raise Refused(RUNNING_ALREADY, "running")
    plan = actions.new_plan(region, settings, by=by, at=at, pk=plan_id)
    note("watch.plan_proposed", region, "watch_plan", plan.pk, by=by, at=at, number=plan.number)
    return order(Run.Kind.TRIAL, plan, as_of=at, nights=nights, by=by, at=at, key=key)
