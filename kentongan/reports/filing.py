"""Turning a draft into the row of a report: what was told, what the rules propose, and the clock."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from uuid import NAMESPACE_URL, uuid5

from kentongan.reports import seals
from kentongan.reports.draft import Draft
from kentongan.reports.models import Original, Report
from kentongan.reports.places import Place
from kentongan.rules import clocks
from kentongan.rules.authority import Standing
from kentongan.rules.case_status import CaseStatus
from kentongan.rules.deadlines import answer_due
from kentongan.rules.taxonomy import (
    EVENT_FORMS,
    Sensitivity,
    Stage,
    Urgency,
    When,
    propose_level,
    propose_urgency,
)

NAMESPACE = uuid5(NAMESPACE_URL, "kentongan:reports")
# A field report is for the eyes of those who must act in the village; a Laporan Informasi is rahasia by habit.
SENSITIVITY = {"cepat": Sensitivity.T, "LI": Sensitivity.R}


@dataclass(frozen=True)
class Told:
    """What one sender brings: the draft, its key, who and when."""

    client_id: str
    draft: Draft
    by: Standing
    at: datetime


def new_report(told: Told, place: Place) -> Report:
    """Build the row: what was told, what the rules propose, and the clock."""
    client_id, draft, at = told.client_id, told.draft, told.at
    form = EVENT_FORMS.get(draft.event_form)
    restricted = bool(form and form.restricted)
    stage = Stage(draft.stage or (form and form.stage) or Stage.PG)
    # Words nobody has sorted yet may tell of something that is going on.
    urgency = Urgency(
        draft.urgency
        or propose_urgency(draft.event_form, draft.when or ("" if form else When.KINI), draft.counts)
    )
    is_point_kept = place.precision == "titik" and not draft.anonymous
    return Report(
        id=uuid5(NAMESPACE, f"report:{client_id}"),
        client_id=client_id,
        code=draft.code or seals.code_for(client_id),
        fingerprint=draft.fingerprint(),
        channel=draft.channel,
        sort=draft.sort,
        received_at=at,
        stated_at=draft.stated_at,
        clock_suspect=draft.channel != Report.Channel.IMPORT and clocks.is_suspect(draft.stated_at, at),
        occurred_on=draft.occurred_on,
        when=draft.when,
        event_form=draft.event_form,
        issues=list(draft.issues),
        stage=stage,
        urgency=urgency,
        level=propose_level(urgency, stage),
        sensitivity=Sensitivity.R if restricted else draft.sensitivity or SENSITIVITY[draft.sort],
        restricted=restricted,
        region_id=place.region,
        told_region=place.told,
        place_text=draft.place_text,
        precision="desa" if place.precision == "titik" and not is_point_kept else place.precision,
        lat=draft.lat if is_point_kept else None,
        lng=draft.lng if is_point_kept else None,
        text=draft.text,
        counts={kind: list(numbers) for kind, numbers in draft.counts.items()},
        author_id=None if draft.anonymous else told.by.account,
        sender_number="" if draft.anonymous else draft.sender_number,
        anonymous=draft.anonymous,
        status=CaseStatus.DITERIMA,
        steps=[[CaseStatus.DITERIMA, at.isoformat()]],
        answer_due_at=answer_due(urgency, at),
    )


def put_in_order(report: Report) -> None:
    """Work out again what follows from kind, stage and urgency."""
    form = EVENT_FORMS.get(report.event_form)
    report.restricted = bool(form and form.restricted)
    report.sensitivity = Sensitivity.R if report.restricted else report.sensitivity
    report.level = propose_level(Urgency(report.urgency), Stage(report.stage))
    if report.answered_at is None:
        report.answer_due_at = answer_due(Urgency(report.urgency), report.received_at)


def original(report: Report, draft: Draft) -> Original:
    """Return the pasted or imported words as they came."""
    return Original(
        report_id=report.id,
        text=draft.original,
        sha256=hashlib.sha256(draft.original.encode()).hexdigest(),
        source=draft.original_source,
    )


def received_detail(report: Report, told: Told) -> dict[str, object]:
    """Say in the logbook how it came, never what it says; in a drill also which post was played."""
    detail: dict[str, object] = {
        "channel": report.channel,
        "urgency": report.urgency,
        "stage": report.stage,
        "precision": report.precision.lower(),
    }
    if told.by.drill and told.by.account is None and told.by.seats:
        detail["role"] = told.by.seats[0].role.value
    if told.draft.original:
        detail["original"] = seals.mark_of(told.draft.original)
    return detail
