"""Ringing, hearing, acknowledging, climbing and closing: everything that changes an alert."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import transaction

from kentongan.alerts import queries
from kentongan.alerts.models import Alert, Ring
from kentongan.events import actions as events
from kentongan.rules.authority import Role, Standing
from kentongan.rules.escalation import LADDER, Rung, due_after, next_rung
from kentongan.rules.refusal import Absent
from kentongan.rules.taxonomy import Urgency

NAMESPACE = uuid5(NAMESPACE_URL, "kentongan:alerts")


@dataclass(frozen=True)
class Subject:
    """What somebody must hear of, without its words: the room that owns it stands above this one."""

    kind: str
    id: UUID
    region: str
    event_form: str
    urgency: Urgency
    sensitivity: str
    restricted: bool


@transaction.atomic
def ring(
    *,
    subject: Subject,
    reason: str,
    rung: Rung,
    by: Standing,
    at: datetime,
    key: UUID,
    first: Iterable[queries.Post] = (),
) -> Alert:
    """Tell the first rung where somebody hears, or only `first` when these posts are held.

    The same key gives the same alert; a subject that already rings goes on ringing as it does.
    """
    alert_id = uuid5(NAMESPACE, f"alert:{key}")
    known = (
        Alert.objects.filter(pk=alert_id).first()
        or Alert.objects.filter(
            subject_kind=subject.kind, subject_id=subject.id, closed_at__isnull=True
        ).first()
    )
    if known:
        return known
    alert = Alert(
        id=alert_id,
        subject_kind=subject.kind,
        subject_id=subject.id,
        reason=reason,
        region_id=subject.region,
        event_form=subject.event_form,
        urgency=subject.urgency.value,
        sensitivity=subject.sensitivity,
        restricted=subject.restricted,
        started_at=at,
        rung_at=at,
        due_at=due_after(rung, subject.urgency, at),
        rung=rung,
    )
    if own := queries.manned(first, alert, at=at):
        alert.save(force_insert=True)
        beat(alert, own, at=at)
    else:
        stand(alert, start=rung, at=at)
    note("alert.rang", alert, by=by, at=at, reason=reason)
    return alert


def stand(alert: Alert, *, start: Rung, at: datetime) -> None:
    """Put an alert on the first rung from here upward that hears, and beat."""
    alert.rung, posts, alert.has_hearer = queries.first_manned_rung(alert, start=start, at=at)
    alert.rung_at = at
    alert.due_at = due_after(alert.rung, Urgency(alert.urgency), at)
    alert.save()
    beat(alert, posts, at=at)


def beat(alert: Alert, posts: Iterable[queries.Post], *, at: datetime) -> None:
    """Tell these posts, once per round."""
    Ring.objects.bulk_create(
        (
            Ring(
                id=uuid5(NAMESPACE, f"ring:{alert.id}:{alert.round}:{role}:{region}"),
                alert=alert,
                rung=alert.rung,
                round=alert.round,
                role=role.value,
                region_id=region,
                rung_at=at,
            )
            for role, region in posts
        ),
        ignore_conflicts=True,
    )


@transaction.atomic
def climb(alert_id: UUID, *, by: Standing, at: datetime) -> bool:
    """Tell the next rung, or the last one again, and say whether it came to that; two loops at once climb once."""
    alert = Alert.objects.select_for_update().get(pk=alert_id)
    if alert.closed_at is not None or not must_climb(alert, at=at):
        return False
    start = next_rung(Rung(alert.rung)) if alert.has_hearer else LADDER[0]
    alert.round += 1
    alert.answered_at = alert.answered_by = None
    stand(alert, start=start, at=at)
    note("alert.climbed", alert, by=by, at=at, rung=alert.rung)
    return True


def must_climb(alert: Alert, *, at: datetime) -> bool:
    """Say whether this rung had its time, or whether its hearers left, or came back."""
    if alert.due_at <= at:
        return True
    if alert.has_hearer:
        return not is_heard_of(alert, at=at)
    _, posts, somebody_hears = queries.first_manned_rung(alert, start=LADDER[0], at=at)
    return somebody_hears or not set(posts) <= set(told(alert))


def is_heard_of(alert: Alert, *, at: datetime) -> bool:
    """Say whether a post that was told in this round has a holder now."""
    return bool(queries.manned(told(alert), alert, at=at))


def told(alert: Alert) -> list[queries.Post]:
    """Return the posts that were told in this round."""
    return [(Role(ring.role), ring.region_id) for ring in alert.rings.filter(round=alert.round)]


@transaction.atomic
def acknowledge(alert_id: UUID, *, by: Standing, at: datetime) -> Alert:
    """Say "we heard"; the first to say so stops the climbing for one more wait, the second says nothing new.

    Raises:
        Absent: If no post of this person was told.
    """
    rings = Ring.objects.filter(pk__in=queries.rings_for(by, "alert.acknowledge"), alert_id=alert_id)
    if not rings.exists():
        raise Absent
    alert = Alert.objects.select_for_update().get(pk=alert_id)
    if rings.filter(acknowledged_at__isnull=True).update(acknowledged_at=at, acknowledged_by=by.account):
        if alert.answered_at is None and alert.closed_at is None:
            alert.answered_at, alert.answered_by_id = at, by.account
            alert.due_at = due_after(Rung(alert.rung), Urgency(alert.urgency), at)
            alert.closed_at = at if alert.reason in Alert.DONE_WHEN_HEARD else None
            alert.save()
        note("alert.acknowledged", alert, by=by, at=at)
    return alert


@transaction.atomic
def follow(subject: Subject, *, by: Standing, at: datetime) -> Alert | None:
    """Let a waiting alert be as secret as its subject has become.

    Returns:
        The alert that fell silent because others may know of its subject now; they are to be called.
    """
    alert = (
        Alert.objects.select_for_update(of=("self",))
        .filter(subject_kind=subject.kind, subject_id=subject.id, closed_at__isnull=True)
        .first()
    )
    if alert is None:
        return None
    if (alert.restricted, alert.region_id) != (subject.restricted, subject.region):
        close(subject_kind=subject.kind, subject_id=subject.id, by=by, at=at)
        return alert
    if (alert.sensitivity, alert.event_form) != (subject.sensitivity, subject.event_form):
        alert.sensitivity, alert.event_form = subject.sensitivity, subject.event_form
        alert.save(update_fields=["sensitivity", "event_form"])
        note("alert.followed", alert, by=by, at=at)
    return None


@transaction.atomic
def turn_overdue(alert_id: UUID, *, by: Standing, at: datetime) -> None:
    """Let an alert say that the deadline has passed; until then it said why somebody was called."""
    alert = Alert.objects.select_for_update().get(pk=alert_id)
    if alert.closed_at is None and alert.reason in Alert.MAY_TURN_OVERDUE:
        alert.reason = Alert.Reason.OVERDUE
        alert.save(update_fields=["reason"])
        note("alert.overdue", alert, by=by, at=at)


@transaction.atomic
def close(*, subject_kind: str, subject_id: UUID, by: Standing, at: datetime) -> None:
    """Let the beat fall silent, because the subject was answered; a silent one stays silent."""
    for alert in Alert.objects.select_for_update().filter(
        subject_kind=subject_kind, subject_id=subject_id, closed_at__isnull=True
    ):
        alert.closed_at = at
        alert.save(update_fields=["closed_at"])
        note("alert.closed", alert, by=by, at=at)


@transaction.atomic
def hear(rings: Iterable[Ring], *, by: Standing, at: datetime) -> None:
    """Note when a beat first reached a screen of the post."""
    new = [ring.pk for ring in rings if ring.heard_at is None]
    if new and Ring.objects.filter(pk__in=new, heard_at__isnull=True).update(heard_at=at):
        for alert in Alert.objects.filter(rings__pk__in=new).distinct().order_by("id"):
            note("alert.heard", alert, by=by, at=at)


def note(kind: str, alert: Alert, *, by: Standing, at: datetime, **detail: object) -> None:
    """Write the line of the logbook."""
    events.record(
        kind, subject_kind="alert", subject_id=alert.id, region=alert.region_id, by=by, at=at, detail=detail
    )
