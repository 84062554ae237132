"""Plans are proposed and adopted; findings are proposed by the watch, and decided by people."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import transaction
from django.db.models import Max

from kentongan.events import actions as events
from kentongan.people import access
from kentongan.rules import places
from kentongan.rules.authority import SYSTEM, Standing
from kentongan.rules.levels import Level
from kentongan.rules.refusal import Absent, Refused
from kentongan.rules.taxonomy import Sensitivity
from kentongan.rules.watching import LAPSES_DAYS, STANDS_DAYS, Group
from kentongan.rules.words import gettext_noop as _
from kentongan.watch import queries
from kentongan.watch.models import Finding, FindingPlace, Plan, Run

NAMESPACE = uuid5(NAMESPACE_URL, "kentongan:watch")

GIVE_REASON = _("Tulis alasannya, supaya orang lain dapat mengerti keputusan ini.")
DECIDED = _("Temuan ini sudah diputuskan atau sudah lewat waktunya. Muat ulang halaman.")
ONLY_CHIEF = _("Awas ditetapkan Kepala Kesbangpol, tidak oleh petugas piket.")
NOT_TRIED = _("Rencana ini belum diuji pada satu malam pun yang lalu. Jalankan uji mundur dahulu.")
NOT_DRAFT = _("Rencana ini sudah berlaku atau sudah diganti.")


@dataclass(frozen=True)
class Found:
    """What the engine found, in codes and days of the office; `counts` are the reports of each village."""

    group: Group
    villages: tuple[str, ...]
    counts: tuple[int, ...]
    starts_on: date
    ends_on: date
    observed: int
    expected: float
    villages_with_reports: int
    radius_km: float
    score: float
    chance: float
    recurrence_days: float
    seen_every_days: float | None
    level: Level
    series: Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class Settings:
    """What a plan says."""

    groups: tuple[Group, ...] = (Group.ALL, Group.TENSION, Group.VIOLENCE)
    max_days: int = 28
    max_share: float = 0.25
    alarms_per_year: float = 4.0


@transaction.atomic
def begin_watching(region: str, *, by: Standing, at: datetime) -> Plan:
    """Return the plan by which a kabupaten is watched; where there is none yet, the usual one from now on."""
    live = Plan.objects.filter(region_id=region, state=Plan.State.LIVE).first()
    if live:
        return live
    plan = new_plan(region, Settings(), by=by, at=at, pk=uuid5(NAMESPACE, f"first:{region}"))
    return make_live(plan, by=by, at=at)


def new_plan(region: str, settings: Settings, *, by: Standing, at: datetime, pk: UUID) -> Plan:
    """Write a plan under the next number of its region."""
    last = Plan.objects.filter(region_id=region).aggregate(last=Max("number"))["last"] or 0
    return Plan.objects.create(
        id=pk,
        region_id=region,
        number=last + 1,
        groups=[str(group) for group in settings.groups],
        max_days=settings.max_days,
        max_share=settings.max_share,
        alarms_per_year=settings.alarms_per_year,
        made_by_id=by.account,
        made_at=at,
    )


def make_live(plan: Plan, *, by: Standing, at: datetime) -> Plan:
    """Let a plan count from now on, instead of the one before."""
    Plan.objects.filter(region_id=plan.region_id, state=Plan.State.LIVE).update(state=Plan.State.PAST)
    plan.state, plan.live_from_at = Plan.State.LIVE, at
    plan.save(update_fields=["state", "live_from_at"])
    note("watch.plan_live", plan.region_id, "watch_plan", plan.pk, by=by, at=at, number=plan.number)
    return plan


@transaction.atomic
def adopt(plan_id: UUID, *, by: Standing, at: datetime, key: UUID) -> Plan:
    """Let a plan that was tried count from now on.

    Raises:
        Absent: If this person may not decide that.
        Refused: If it was not tried to the end, or counts already.
    """
    plan = Plan.objects.select_for_update().filter(pk=plan_id).first()
    if plan is None:
        raise Absent("plan")
    access.check(by, "watch.set", region=plan.region_id)
    if is_replay(key, plan.pk, act="adopt", plan=plan.pk):
        return plan
    if plan.state != Plan.State.DRAFT:
        raise Refused(NOT_DRAFT, "not_draft")
    trials = plan.runs.filter(kind=Run.Kind.TRIAL, state=Run.State.DONE)
    if not any(run.nights_tried != 0 for run in trials):
        raise Refused(NOT_TRIED, "not_tried")
    return make_live(plan, by=by, at=at)


def keep_finding(run: Run, found: Found, *, at: datetime) -> Finding:
    """Keep a finding: the newest of a proposal that waits, or a new one; what was decided is asked again only if it rose."""
    known = queries.same_finding(run.region_id, found.group, found.villages, since=found.starts_on, at=at)
    if known:  # who decides on it in this moment comes first, or waits
        known = Finding.objects.select_for_update().get(pk=known.pk)
    if known and known.state == Finding.State.PROPOSED:
        return renew(known, run, found, at=at)
    if known and Level(known.level).bars >= found.level.bars:
        return known
    finding = Finding.objects.create(
        id=uuid5(NAMESPACE, f"finding:{run.pk}:{found.group}:{found.starts_on}:{','.join(found.villages)}"),
        run=run,
        group=found.group.value,
        level=found.level.value,
        raised_at=at,
        **facts(run, found, at=at),
    )
    keep_places(finding, found)
    tell("watch.proposed", finding, by=SYSTEM, at=at)
    return finding


def keep_places(finding: Finding, found: Found) -> None:
    """Write down in which villages the reports of a finding lie."""
    finding.places.all().delete()
    FindingPlace.objects.bulk_create(
        FindingPlace(finding=finding, region_id=code, reports=count)
        for code, count in zip(found.villages, found.counts, strict=True)
    )


def renew(known: Finding, run: Run, found: Found, *, at: datetime) -> Finding:
    """Bring a proposal that waits to what is known now; its level rises, and falls only by a person."""
    rises = found.level.bars > Level(known.level).bars
    Finding.objects.filter(pk=known.pk).update(
        **facts(run, found, at=at), level=found.level.value if rises else known.level
    )
    known.refresh_from_db()
    keep_places(known, found)
    if rises:
        tell("watch.proposed", known, by=SYSTEM, at=at)
    return known


def facts(run: Run, found: Found, *, at: datetime) -> dict[str, object]:
    """Return what a round says of a finding."""
    return {
        "latest_run_id": run.pk,
        "region_id": common_region(found.villages),
        "villages": list(found.villages),
        "starts_on": found.starts_on,
        "ends_on": found.ends_on,
        "observed": found.observed,
        "expected": found.expected,
        "villages_with_reports": found.villages_with_reports,
        "radius_km": found.radius_km,
        "score": found.score,
        "chance": found.chance,
        "recurrence_days": found.recurrence_days,
        "seen_every_days": found.seen_every_days,
        "series": list(found.series),
        "renewed_at": at,
        "lapses_at": at + timedelta(days=LAPSES_DAYS),
    }


def common_region(villages: Sequence[str]) -> str:
    """Return the smallest region that holds all of these villages."""
    paths = [places.path(code) for code in villages]
    shared = [str(each[0]) for each in zip(*paths, strict=False) if len(set(each)) == 1]
    return shared[-1]


@transaction.atomic
def confirm(
    finding_id: UUID, *, level: Level, reason: str = "", by: Standing, at: datetime, key: UUID
) -> Finding:
    """Decide that a finding is to be taken seriously, at this level; the posts there are called.

    Raises:
        Absent: If this person may not decide on it.
        Refused: If it was decided, or Awas is not theirs to set.
    """
    finding = decidable(finding_id, by)
    if is_replay(key, finding.pk, act="confirm", level=level.value, reason=reason):
        return finding
    if level is Level.AWAS and not access.may(by, "watch.decide-awas", region=finding.region_id):
        raise Refused(ONLY_CHIEF, "only_chief")
    check_waits(finding)
    finding.state, finding.level = Finding.State.CONFIRMED, level.value
    finding.lapses_at = at + timedelta(days=STANDS_DAYS.get(level, 1))
    decide(finding, reason, by=by, at=at)
    tell("watch.confirmed", finding, by=by, at=at, level=level.value)
    return finding


@transaction.atomic
def reject(finding_id: UUID, *, reason: str, by: Standing, at: datetime, key: UUID) -> Finding:
    """Decide that a finding is nothing to act on, and say why.

    Raises:
        Absent: If this person may not decide on it.
        Refused: If it was decided, or no reason was given.
    """
    finding = decidable(finding_id, by)
    if is_replay(key, finding.pk, act="reject", reason=reason):
        return finding
    check_waits(finding)
    if not reason.strip():
        raise Refused(GIVE_REASON, "no_reason")
    finding.state = Finding.State.REJECTED
    decide(finding, reason, by=by, at=at)
    tell("watch.rejected", finding, by=by, at=at)
    return finding


def decidable(finding_id: UUID, by: Standing) -> Finding:
    """Return a finding, locked, that this person may decide on.

    Raises:
        Absent: If there is none.
    """
    seen = queries.finding(by, finding_id)
    access.check(by, "watch.decide", region=seen.region_id, sensitivity=Sensitivity.T)
    return Finding.objects.select_for_update().get(pk=seen.pk)


def check_waits(finding: Finding) -> None:
    """Make sure that nobody has decided yet.

    Raises:
        Refused: If somebody has, or it has lapsed.
    """
    if finding.state != Finding.State.PROPOSED:
        raise Refused(DECIDED, "decided")


def decide(finding: Finding, reason: str, *, by: Standing, at: datetime) -> None:
    """Write down who decided, when and why."""
    finding.decided_by_id, finding.decided_at, finding.reason = by.account, at, " ".join(reason.split())[:500]
    finding.save(update_fields=["state", "level", "lapses_at", "decided_by", "decided_at", "reason"])


def lapse(*, at: datetime) -> int:
    """Let proposals that nobody decided on in time lapse; that is a fact about the office, and stays visible."""
    due = Finding.objects.filter(state=Finding.State.PROPOSED, lapses_at__lte=at).order_by("lapses_at", "id")
    for finding in due:
        with transaction.atomic():
            if Finding.objects.filter(pk=finding.pk, state=Finding.State.PROPOSED).update(
                state=Finding.State.LAPSED
            ):
                tell("watch.lapsed", finding, by=SYSTEM, at=at)
    return len(due)


def judge(finding_id: UUID, *, outcome: str, lead_hours: float | None, at: datetime) -> None:
    """Write down what people found where a finding was; nobody is asked to grade the machine."""
    Finding.objects.filter(pk=finding_id, outcome="").update(
        outcome=outcome, lead_hours=lead_hours, judged_at=at
    )


def tell(kind: str, finding: Finding, *, by: Standing, at: datetime, **detail: object) -> None:
    """Write the line of the logbook about a finding."""
    note(kind, finding.region_id, "finding", finding.pk, by=by, at=at, **detail)


def note(
    kind: str, region: str, subject_kind: str, pk: UUID, *, by: Standing, at: datetime, **detail: object
) -> None:
    """Write a line of the logbook."""
    events.record(kind, subject_kind=subject_kind, subject_id=pk, region=region, by=by, at=at, detail=detail)


def is_replay(key: UUID, subject: UUID, **content: object) -> bool:
    """Take the key of a write, and say whether it was taken for the same before."""
    told = events.fingerprint(room="watch", subject=subject, **content)
    return events.claim_key(key, fingerprint=told, subject_kind="watch", subject_id=subject) is not None
