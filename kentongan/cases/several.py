"""Several reports of one thing, answered at once: all of them or none, and all of them back again."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid5

from django.db import transaction

from kentongan.cases import actions
from kentongan.cases.models import Case
from kentongan.events.models import Event
from kentongan.reports import actions as reports
from kentongan.rules.authority import Standing
from kentongan.rules.refusal import Refused

UNTOUCHED = ("case.opened", "case.joined", "case.read")
"""Lines of the logbook after which nobody has worked on a case yet."""


@transaction.atomic
def take_up_together(
    report_id: UUID, others: Sequence[UUID], *, by: Standing, at: datetime, key: UUID
) -> Case:
    """Make a case of a report and let the like reports that somebody ticked belong to it.

    Raises:
        Absent: If there is no such report for this person.
        Refused: If one of them was put aside, or somebody else was faster.
    """
    case = actions.take_up(report_id, by=by, at=at, key=key)
    for other in dict.fromkeys(others):
        if other != report_id:
            case = actions.join(other, case.pk, by=by, at=at, key=uuid5(key, str(other)))
    return case


@transaction.atomic
def withdraw_together(
    case_id: UUID, others: Sequence[UUID], *, by: Standing, at: datetime, key: UUID
) -> None:
    """Undo the opening of a case with all the reports that went in at once; each waits again.

    Raises:
        Refused: If there is work in it already.
    """
    if not others:
        actions.withdraw(case_id, by=by, at=at, key=key)
        return
    if actions.claim(key, case_id, act="withdraw_together"):
        return
    case = actions.locked(case_id, "case.take-up", by)
    joined = set(case.joins.filter(left_at__isnull=True).values_list("report_id", flat=True))
    first = joined - set(others)
    if is_touched(case) or len(first) != 1 or len(joined) != len(set(others)) + 1:
        raise Refused(actions.WORKED_ON, "worked_on")
    for other in others:
        actions.log("case.left", case, by=by, at=at, report=other)
    actions.log("case.withdrawn", case, by=by, at=at, report=first.pop())
    case.joins.all().delete()
    case.delete()
    reports.given_back(joined, at=at)


def is_touched(case: Case) -> bool:
    """Say whether anything was done to a case but opening it and letting reports in."""
    lines = Event.objects.filter(subject_kind="case", subject_id=case.pk).exclude(kind__in=UNTOUCHED)
    return lines.exists() or case.merged.exists()
