"""What an officer says to a proposal: right as it is, this field is otherwise, or both taken back.

Only here does what a machine read become part of a report, and always under the name of a person, as a new version
with the old values beside it.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_noop as _

from kentongan.reports import actions
from kentongan.reports.filing import put_in_order
from kentongan.reports.models import Mend, Proposal, Report, ReportVersion
from kentongan.reports.places import PRECISION
from kentongan.reports.reader import offers
from kentongan.reports.reader.words import said_to, standing_words
from kentongan.rules import places
from kentongan.rules.authority import Standing
from kentongan.rules.proposals import FIELDS, URGENCY_BY_SEVERITY
from kentongan.rules.refusal import Absent, Refused
from kentongan.rules.taxonomy import EVENT_FORMS, Urgency, propose_urgency
from kentongan.wilayah.models import Region

Values = Mapping[str, Any]

READ_AGAIN = _("Mesin baru saja membaca ulang teks ini. Muat ulang, lalu periksa lagi.")
CONFIRMED = _("Bacaan ini sudah dinyatakan benar.")
NOT_TAKEN_BACK = _("Laporan ini sudah diubah sesudahnya. Perbaiki lewat halaman laporan.")
ACCEPTED_REASON = _("Bacaan mesin diperiksa dan diterima.")
MENDED_REASON = _("Bacaan mesin dibetulkan.")
UNDONE_REASON = _("Diurungkan di meja piket.")


@transaction.atomic
def confirm(report_id: UUID, *, seen: int, by: Standing, at: datetime, key: UUID) -> Report:
    """Say that everything the machine offers is right, except what was mended before: it becomes the report.

    Raises:
        Absent: If this person may not mend here.
        Refused: If it was confirmed before, or the words were read anew meanwhile.
    """
    is_replay = actions.claim(key, report_id, act="confirm", seen=seen)
    report = actions.mine(by, "report.mend", report_id)
    if is_replay:
        return report
    proposal = current(report, seen)
    if proposal.confirmed_at is not None:
        raise Refused(CONFIRMED, code="confirmed")
    said = standing_words(said_to(proposal))
    offered = {offer.field.name: offer for offer in offers.offers(report, proposal)}
    values = {name: offer.value for name, offer in offered.items() if name not in said}
    number = apply(
        report,
        {**values, **{name: row.value for name, row in said.items()}},
        by=by,
        at=at,
        why=ACCEPTED_REASON,
    )
    for name, value in values.items():
        say(proposal, name, verdict_on(offered[name]), value, by=by, at=at, batch=key, number=number)
    proposal.confirmed_at, proposal.confirmed_by_id = at, by.account
    put_flags(proposal)
    actions.note("report.confirmed", report, by=by, at=at, number=proposal.number, version=report.version)
    return report


def verdict_on(offer: offers.Offer) -> Mend.Verdict:
    """Return what it says of the machine that an officer left an offer as it was."""
    if offer.value == offer.machine:
        return Mend.Verdict.RIGHT
    return Mend.Verdict.AS_TOLD if offer.source == "reporter" else Mend.Verdict.MENDED


@transaction.atomic
def mend(
    report_id: UUID, *, seen: int, field: str, value: Any, by: Standing, at: datetime, key: UUID
) -> Report:
    """Say what one field really is.

    Args:
        report_id: Whose words these are.
        seen: The number of the proposal that the officer had before the eyes.
        field: One of the fields of `rules.proposals`.
        value: As `told.read_value` returns it: checked, or None where there is nothing.
        by: Who says it.
        at: When.
        key: Made by the page.

    Raises:
        Absent: If this person may not mend here.
        Refused: If the words were read anew meanwhile.
    """
    is_replay = actions.claim(key, report_id, act="mend", seen=seen, field=field, value=value)
    report = actions.mine(by, "report.mend", report_id)
    if is_replay:
        return report
    proposal = current(report, seen)
    machine = offers.machine_value(proposal, field)
    verdict = Mend.Verdict.RIGHT if value == machine else Mend.Verdict.MENDED
    number = apply(report, {field: value}, by=by, at=at, why=MENDED_REASON)
    say(proposal, field, verdict, value, by=by, at=at, batch=key, number=number)
    put_flags(proposal)
    actions.note(
        "report.mended", report, by=by, at=at, number=proposal.number, field=field, version=report.version
    )
    return report


@transaction.atomic
def take_back(report_id: UUID, *, batch: UUID, by: Standing, at: datetime, key: UUID) -> Report:
    """Take back what was said at once: the report is again as it was before.

    Raises:
        Absent: If this person may not mend here.
        Refused: If the report was changed since.
    """
    is_replay = actions.claim(key, report_id, act="take_back", batch=batch)
    report = actions.mine(by, "report.mend", report_id)
    if is_replay:
        return report
    proposal = current(report)
    rows = [row for row in standing_words(said_to(proposal)).values() if row.batch == batch]
    if not rows:
        raise Refused(NOT_TAKEN_BACK, code="changed_meanwhile")
    number = rows[0].report_version
    if number is not None:
        put_back(report, number, by=by, at=at)
    for row in rows:
        say(proposal, row.field, Mend.Verdict.TAKEN_BACK, None, by=by, at=at, batch=batch, number=None)
    proposal.confirmed_at = proposal.confirmed_by_id = None
    put_flags(proposal)
    actions.note("report.unconfirmed", report, by=by, at=at, number=proposal.number, version=report.version)
    return report


def current(report: Report, seen: int | None = None) -> Proposal:
    """Return what the machine read in the words as they stand now.

    Raises:
        Refused: If an officer speaks about another proposal than that.
    """
    proposal = Proposal.objects.filter(report=report, addition=None, is_current=True).first()
    if proposal is None or (seen is not None and proposal.number != seen):
        raise Refused(READ_AGAIN, code="changed_meanwhile")
    return proposal


def say(
    proposal: Proposal, field: str, verdict: Mend.Verdict, value: Any, *, by: Standing, at: datetime, batch: UUID,
    number: int | None,
) -> None:  # fmt: skip
    """Add one row: what an officer said to one field."""
    Mend.objects.create(
        proposal=proposal,
        field=field,
        verdict=verdict,
        value=value,
        batch=batch,
        report_version=number,
        by_id=by.account,
        actor=by.label,
        said_at=at,
    )


def put_flags(proposal: Proposal) -> None:
    """Work out again where the proposal stands on the desk: to be looked at now, to be skimmed, or neither."""
    said = standing_words(said_to(Proposal.objects.get(pk=proposal.pk)))
    kind = said["kind"].value if "kind" in said else offers.machine_value(proposal, "kind")
    grave = proposal.marks_grave and "severity" not in said
    proposal.is_skim, proposal.look_now = kind == "bukan" and not grave, grave
    proposal.save(update_fields=["confirmed_at", "confirmed_by", "is_skim", "look_now"])


def apply(report: Report, values: Values, *, by: Standing, at: datetime, why: str) -> int | None:
    """Write values into a report as its next version; return the number of the version they replaced, if any."""
    wanted = changes(report, values)
    earlier = {
        name: getattr(report, name) for name, value in wanted.items() if getattr(report, name) != value
    }
    if not earlier:
        return None
    number = report.version
    actions.keep_version(report, earlier, reason=why, by=by, at=at)
    for name in earlier:
        setattr(report, name, wanted[name])
    report.version += 1
    put_in_order(report)
    report.save()
    return number


def put_back(report: Report, number: int, *, by: Standing, at: datetime) -> None:
    """Write the values of an earlier version back, as a new version.

    Raises:
        Refused: If the report was changed since.
    """
    kept = ReportVersion.objects.filter(report=report, number=number).first()
    if kept is None or report.version != number + 1:
        raise Refused(NOT_TAKEN_BACK, code="changed_meanwhile")
    earlier = {name: getattr(report, name) for name in kept.earlier}
    actions.keep_version(report, earlier, reason=UNDONE_REASON, by=by, at=at)
    for name, value in kept.earlier.items():
        is_day = name == "occurred_on" and value is not None
        setattr(report, name, date.fromisoformat(value) if is_day else value)
    report.version += 1
    put_in_order(report)
    report.save()


def changes(report: Report, values: Values) -> dict[str, Any]:
    """Return what a report would hold: only the fields that a report has."""
    wanted: dict[str, Any] = {}
    if form := EVENT_FORMS.get(values.get("event_form") or ""):
        wanted |= {"event_form": form.code, "stage": form.stage or report.stage}
    if values.get("issues"):
        wanted["issues"] = sorted(values["issues"])
    if values.get("day"):
        wanted["occurred_on"] = date.fromisoformat(values["day"]["on"])
    if values.get("counts") is not None:
        wanted["counts"] = values["counts"]
    if values.get("place"):
        wanted |= place_changes(report, values["place"])
    if values.get("severity") is not None:
        wanted["urgency"] = urgency_of(report, values["severity"], wanted).value
    return wanted


def urgency_of(report: Report, severity: int, wanted: Values) -> Urgency:
    """Return how soon somebody must answer: as the severity says, and never later than the office's rule says."""
    form = str(wanted.get("event_form", report.event_form))
    by_rule = propose_urgency(form, report.when, wanted.get("counts", report.counts))
    return min(by_rule, URGENCY_BY_SEVERITY[severity], key=list(Urgency).index)


def place_changes(report: Report, code: str) -> dict[str, Any]:
    """Return the new place of a report; what the reporter told finer than the machine stays as it is."""
    if places.inside(report.region_id, code) or places.drill(code) != places.drill(report.region_id):
        return {}
    region = Region.objects.filter(code=code, valid_to__isnull=True).first()
    if region is None:
        return {"told_region": code}
    return {
        "region_id": code,
        "precision": PRECISION[region.level],
        "lat": None,
        "lng": None,
        "told_region": "",
    }


def check_field(name: str) -> str:
    """Return the name of a field.

    Raises:
        Absent: If there is no such field.
    """
    if name not in FIELDS:
        raise Absent
    return name
