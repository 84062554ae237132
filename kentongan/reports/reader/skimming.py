"""Answering several texts that are no reports, after somebody has looked through them; nothing is deleted."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid5

from django.db import transaction

from kentongan.reports import actions
from kentongan.rules.authority import Standing


@transaction.atomic
def put_aside_together(
    report_ids: Sequence[UUID], *, reason: str, by: Standing, at: datetime, key: UUID
) -> None:
    """Put all of them aside with one reason, or none.

    Raises:
        Absent: If one of them is not there for this person.
        Refused: If one of them was answered meanwhile.
    """
    for report_id in dict.fromkeys(report_ids):
        actions.put_aside(report_id, reason=reason, by=by, at=at, key=uuid5(key, str(report_id)))


@transaction.atomic
def bring_back_together(
    report_ids: Sequence[UUID], *, reason: str, by: Standing, at: datetime, key: UUID
) -> None:
    """Let all of them wait for an answer again, or none.

    Raises:
        Refused: If one of them was not put aside.
    """
    for report_id in dict.fromkeys(report_ids):
        actions.bring_back(report_id, reason=reason, by=by, at=at, key=uuid5(key, str(report_id)))
