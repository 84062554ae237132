"""Opening a report or one of its photos; what is confidential or restricted is not opened unseen."""

from datetime import datetime
from uuid import UUID

from kentongan.events import actions as events
from kentongan.events.models import Purpose
from kentongan.reports import queries
from kentongan.reports.models import Photo, Report
from kentongan.rules.authority import Standing
from kentongan.rules.taxonomy import Sensitivity


def open_report(report_id: UUID, *, by: Standing, at: datetime, action: str = "report.read") -> Report:
    """Return one report to read, or for what else the page is, and note who opened it if it is not for all eyes.

    Raises:
        Absent: If there is none for this person.
    """
    report = queries.detail(by, report_id, action)
    note_read(report, "report", report.id, by=by, at=at)
    return report


def open_photo(photo_id: UUID, *, by: Standing, at: datetime) -> Photo:
    """Return one photo and, if its report is confidential or restricted, note who looked at it.

    Raises:
        Absent: If there is none for this person.
    """
    photo = queries.photo(by, photo_id)
    note_read(photo.report, "photo", photo.id, by=by, at=at)
    return photo


def note_read(report: Report, kind: str, subject_id: UUID, *, by: Standing, at: datetime) -> None:
    """Write down who read a report or what belongs to it, if it is confidential or restricted."""
    if report.restricted or report.sensitivity == Sensitivity.R:
        events.record_read(
            subject_kind=kind,
            subject_id=subject_id,
            region=report.region_id,
            by=by,
            at=at,
            purpose=Purpose.FOLLOW_UP,
        )


def open_names(report_id: UUID, *, by: Standing, at: datetime, action: str = "report.names") -> Report:
    """Return one report to read with the names of people in it, and note who looked, whatever its class.

    Raises:
        Absent: If names in it are not for this person.
    """
    report = queries.detail(by, report_id, action)
    events.record_read(
        subject_kind="names",
        subject_id=report.id,
        region=report.region_id,
        by=by,
        at=at,
        purpose=Purpose.FOLLOW_UP,
    )
    return report
