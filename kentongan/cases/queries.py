"""Every read of cases: what somebody may see, and what they may do to it."""

from datetime import datetime
from uuid import UUID

from django.db.models import F, Q, QuerySet

from kentongan.cases.models import LIVE, Case, CopyRecipient, Task
from kentongan.people.access import visible
from kentongan.people.models import Office, Post
from kentongan.rules.authority import Relation, Role, Standing
from kentongan.rules.refusal import Absent

CIVIL_OWNERS = (Role.LURAH, Role.CAMAT, Role.OPERATOR, Role.ANALIS, Role.KEPALA)
NEVER_ORDERED = (Office.Kind.POLICE, Office.Kind.ARMY)
PAGE = 50


def of_my_posts(standing: Standing, *, prefix: str = "") -> Q:
    """Return the condition that a post is one of this person's."""
    mine = Q(pk__in=[])
    for seat in standing.seats:
        mine |= Q(**{f"{prefix}role": seat.role.value, f"{prefix}office__region_id": seat.region})
    return mine


def relations(standing: Standing, *, prefix: str = "") -> dict[Relation, Q]:
    """Return what ties a case to this person: they answer for it, have work on it, or got a copy."""
    posts = Post.objects.filter(of_my_posts(standing)).values("pk")
    of_case = f"{prefix}pk__in" if prefix else "pk__in"
    return {
        Relation.OWNER: Q(**{f"{prefix}owner__in": posts}),
        Relation.ASSIGNEE: Q(**{of_case: Task.objects.filter(owner__in=posts).values("case_id")}),
        Relation.COPIED: Q(**{of_case: CopyRecipient.objects.filter(post__in=posts).values("case_id")}),
    }


def allowed(standing: Standing, action: str) -> QuerySet[Case]:
    """Return the cases to which this person may do something."""
    return visible(standing, action, Case.objects.all(), relations=relations(standing))


def seen_by(standing: Standing) -> QuerySet[Case]:
    """Return the cases this person may read."""
    return allowed(standing, "case.read")


def listed(
    standing: Standing, *, status: str = "", region: str = "", mine: bool = False, after: str = ""
) -> list[Case]:
    """Return one page of cases and one more, the next deadline first; `after` is the mark of the last row shown."""
    cases = seen_by(standing).select_related("region", "owner__office")
    if status == "terbuka" or not status:
        cases = cases.filter(status__in=LIVE)
    elif status != "semua":
        cases = cases.filter(status=status)
    if region:
        cases = cases.filter(Q(region_id=region) | Q(region_id__gt=f"{region}.", region_id__lt=f"{region}/"))
    if mine:
        cases = cases.filter(of_my_posts(standing, prefix="owner__"))
    if after:
        cases = cases.filter(beyond(after))
    in_order = cases.order_by(F("next_due_at").asc(nulls_last=True), "id")
    return list(in_order[: PAGE + 1])


def mark(case: Case) -> str:
    """Return the mark of a row, from which the next page goes on."""
    return f"{case.next_due_at.isoformat() if case.next_due_at else ''}~{case.pk}"


def beyond(after: str) -> Q:
    """Return the condition that a case stands behind the marked one; cases without a deadline come last.

    Raises:
        Absent: If the mark is not one of ours.
    """
    try:
        due, last = after.split("~")
        pk = UUID(last)
        due_at = datetime.fromisoformat(due) if due else None
    except ValueError as broken:
        raise Absent from broken
    if due_at is None:
        return Q(next_due_at__isnull=True, pk__gt=pk)
    return Q(next_due_at__gt=due_at) | Q(next_due_at=due_at, pk__gt=pk) | Q(next_due_at__isnull=True)
