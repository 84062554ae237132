"""Ringing, hearing, acknowledging, climbing and closing: everything that changes an alert."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import transaction

from kentongan.alerts import queries
from kentongan.alerts.models import Alert, Ring
from kentongan.events import actions as events
from kentongan.events import rows
from kentongan.rules import places
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


@dataclass(frozen=True)
class Call:
    """That somebody must hear of a subject: the first rung where somebody hears, or only `first` when these are held.

    The same key gives the same alert.
    """

    subject: Subject
    reason: str
    rung: Rung
    key: UUID
    first: tuple[queries.Post, ...] = ()

    @property
    def alert_id(self) -> UUID:
        """Return the identifier of the alert it becomes."""
        return uuid5(NAMESPACE, f"alert:{self.key}")

    @property
    def about(self) -> tuple[str, UUID]:
        """Return what names the subject."""
        return self.subject.kind, self.subject.id


def ring(call: Call, *, by: Standing, at: datetime) -> Alert:
    """Tell whom a call is for; a subject that already rings goes on ringing as it does."""
    return ring_all([call], by=by, at=at)[0]


@transaction.atomic
def ring_all(calls: Sequence[Call], *, by: Standing, at: datetime) -> list[Alert]:
    """Tell whom several calls are for; what they need to know is looked up once for all of them."""
    by_id = Alert.objects.in_bulk([call.alert_id for call in calls])
    waiting = queries.open_alerts().filter(subject_id__in=[call.subject.id for call in calls])
    by_subject = {(alert.subject_kind, alert.subject_id): alert for alert in waiting}
    new: dict[UUID, Call] = {}
    found = []
    for call in calls:
        alert = by_id.get(call.alert_id) or by_subject.get(call.about)
        if alert is None:
            alert = by_subject[call.about] = alert_of(call, at)
            new[alert.id] = call
        found.append(alert)
    begin([alert for alert in by_subject.values() if alert.id in new], new, by=by, at=at)
    return found


def alert_of(call: Call, at: datetime) -> Alert:
    """Return the alert of a call as it begins."""
    subject = call.subject
    return Alert(
        id=call.alert_id,
        subject_kind=subject.kind,
        subject_id=subject.id,
        reason=call.reason,
        region_id=subject.region,
        event_form=subject.event_form,
        urgency=subject.urgency.value,
        sensitivity=subject.sensitivity,
        restricted=subject.restricted,
        started_at=at,
        rung_at=at,
        due_at=due_after(call.rung, subject.urgency, at),
        rung=call.rung,
    )


def begin(alerts: Sequence[Alert], calls: Mapping[UUID, Call], *, by: Standing, at: datetime) -> None:
    """Write new alerts, each with its first beat."""
    heard = queries.manned_of([(calls[alert.id].first, alert) for alert in alerts], at=at)
    unheard = [alert for alert, own in zip(alerts, heard, strict=True) if not own]
    rungs = queries.first_manned_rungs([(alert, calls[alert.id].rung) for alert in unheard], at=at)
    posts = {alert.id: own for alert, own in zip(alerts, heard, strict=True)}
    for alert, (rung, above, has_hearer) in zip(unheard, rungs, strict=True):
        place(alert, rung, has_hearer=has_hearer, at=at)
        posts[alert.id] = above
    rows.insert_all(alerts)
    rows.insert_all([one for alert in alerts for one in beats(alert, posts[alert.id], at=at)])
    events.record_all(line("alert.rang", alert, by, at, {"reason": alert.reason}) for alert in alerts)


def stand(alert: Alert, *, start: Rung, at: datetime) -> None:
    """Put an alert on the first rung from here upward that hears, and beat once per round."""
    rung, posts, has_hearer = queries.first_manned_rung(alert, start=start, at=at)
    place(alert, rung, has_hearer=has_hearer, at=at)
    alert.save()
    Ring.objects.bulk_create(beats(alert, posts, at=at), ignore_conflicts=True)


def place(alert: Alert, rung: Rung, *, has_hearer: bool, at: datetime) -> None:
    """Put an alert on a rung, which has its time from now."""
    alert.rung, alert.has_hearer, alert.rung_at = rung, has_hearer, at
    alert.due_at = due_after(rung, Urgency(alert.urgency), at)


def beats(alert: Alert, posts: Iterable[queries.Post], *, at: datetime) -> list[Ring]:
    """Return what tells these posts in this round."""
    return [
        Ring(
            id=uuid5(NAMESPACE, f"ring:{alert.id}:{alert.round}:{role}:{region}"),
            alert_id=alert.id,
            rung=alert.rung,
            round=alert.round,
            role=role.value,
            region_id=region,
            rung_at=at,
        )
        for role, region in posts
    ]


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
    """Say "we heard"; the first of each side to say so stops the climbing for one more wait, the second says nothing new.

    Raises:
        Absent: If no post of this person was told.
    """
    rings = Ring.objects.filter(pk__in=queries.rings_for(by, "alert.acknowledge"), alert_id=alert_id)
    if not rings.exists():
        raise Absent
    alert = Alert.objects.select_for_update().get(pk=alert_id)
    if rings.filter(acknowledged_at__isnull=True).update(acknowledged_at=at, acknowledged_by=by.account):
        if alert.answered_at is None and alert.closed_at is None and every_side_answered(alert):
            alert.answered_at, alert.answered_by_id = at, by.account
            alert.due_at = due_after(Rung(alert.rung), Urgency(alert.urgency), at)
            alert.closed_at = at if alert.reason in Alert.DONE_WHEN_HEARD else None
            alert.save()
        note("alert.acknowledged", alert, by=by, at=at)
    return alert


def every_side_answered(alert: Alert) -> bool:
    """Say whether of all places that were told each has an answer, in whatever round, from there, below or above.

    Where posts of one village, kecamatan and kabupaten are told, one answer is enough; two kecamatan answer for themselves.
    """
    rings = alert.rings.values_list("region_id", "acknowledged_at")
    answered = {region for region, at in rings if at is not None}
    return all(
        any(places.inside(one, region) or places.inside(region, one) for one in answered)
        for region in {region for region, _ in rings}
    )


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
    events.record_all([line(kind, alert, by, at, detail)])


def line(kind: str, alert: Alert, by: Standing, at: datetime, detail: Mapping[str, object]) -> events.Line:
    """Return what the logbook says of an alert."""
    return events.Line(kind, "alert", alert.id, alert.region_id, by, at, detail)
