"""What the clock starts: settled cases come back on their day, and deadlines that pass are heard."""

from collections.abc import Callable, Collection
from datetime import datetime
from uuid import uuid5

from django.db.models import Exists, OuterRef

from kentongan.alerts import actions as alerts
from kentongan.alerts.models import Alert
from kentongan.cases import actions, queries
from kentongan.cases.models import Case
from kentongan.people.models import Post
from kentongan.rules.authority import SYSTEM, Role
from kentongan.rules.case_status import CaseStatus
from kentongan.rules.escalation import LADDER, Rung
from kentongan.rules.routing import hearers
from kentongan.rules.taxonomy import Urgency
from kentongan.wilayah.queries import world

AT_ONCE = 100


def bring_back_follow_ups(at: datetime, rest: Callable[[], None] = lambda: None) -> int:
    """Bring back every settled case whose day has come, resting after each, and say how many."""
    due = queries.to_look_at(at=at)
    ids = list(due.order_by("next_due_at", "id").values_list("pk", flat=True)[:AT_ONCE])
    for case_id in ids:
        actions.begin_follow_up(case_id, by=SYSTEM, at=at)
        rest()
    return len(ids)


def ring_overdue(at: datetime, rest: Callable[[], None] = lambda: None, *, over: Collection[str] = ()) -> int:
    """Let the owner of every case whose deadline has passed hear of it, once for each deadline; rest after each.

    Where a bell rings for another reason it says from now on that the deadline has passed. `over` names drills that
    have ended: nothing is late there any more.
    """
    late = queries.overdue(at=at).exclude(status=CaseStatus.SELESAI.value)
    for name in over:
        late = late.exclude(world("region_id", name))
    ringing = Alert.objects.filter(subject_kind="case", closed_at__isnull=True)
    silent = list(late.filter(~Exists(ringing.filter(subject_id=OuterRef("pk"))))[:AT_ONCE])
    told_otherwise = ringing.filter(
        subject_id__in=late.order_by().values("pk"), reason__in=Alert.MAY_TURN_OVERDUE
    )
    for alert_id in list(told_otherwise.order_by("due_at", "id").values_list("pk", flat=True)[:AT_ONCE]):
        alerts.turn_overdue(alert_id, by=SYSTEM, at=at)
        rest()
    for case in silent:
        call_owner(case, reason=Alert.Reason.OVERDUE, about=f"{case.next_due_at:%Y%m%dT%H%M%S%f}", at=at)
        rest()
    return len(silent)


def call_owner(case: Case, *, reason: str, about: str, at: datetime) -> Alert | None:
    """Ring the post that answers for a case; when it is vacant the ladder above it hears."""
    if case.owner is None:
        return None
    call = alerts.Call(
        subject=subject_of(case),
        reason=reason,
        rung=rung_of(case.owner),
        first=((Role(case.owner.role), case.owner.office.region_id),),
        key=uuid5(actions.NAMESPACE, f"call:{case.pk}:{reason}:{about}"),
    )
    return alerts.ring(call, by=SYSTEM, at=at)


def subject_of(case: Case) -> alerts.Subject:
    """Say what a case is about, without its words."""
    return alerts.Subject(
        kind="case",
        id=case.pk,
        region=case.region_id,
        event_form=case.event_form,
        urgency=Urgency(case.urgency),
        sensitivity=case.sensitivity,
        restricted=case.restricted,
    )


def rung_of(post: Post) -> Rung:
    """Return the rung on which a post stands; one that stands on none counts for the desk."""
    for rung in LADDER:
        if any(role == post.role for role, _ in hearers(rung)):
            return rung
    return Rung.KESBANGPOL
