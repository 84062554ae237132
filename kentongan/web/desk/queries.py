"""What the desk shows: the list in the order of need, and everything about the chosen report."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kentongan.cases import queries as cases
from kentongan.cases.models import Case
from kentongan.reports import queries as reports
from kentongan.reports.models import Report
from kentongan.rules import places
from kentongan.rules.authority import Standing
from kentongan.rules.refusal import Absent
from kentongan.wilayah import maps

MOST_ROWS = 500
MOST_TARGETS = 5


@dataclass(frozen=True)
class Row:
    """One waiting report in the list."""

    report: Report
    minutes: int
    is_late: bool


@dataclass(frozen=True)
class Chosen:
    """The report that lies open on the desk."""

    report: Report
    similar: Sequence[Report]
    targets: Sequence[Case]
    map: SafeString
    may: Mapping[str, bool]


def waiting(standing: Standing, *, at: datetime, snoozed: Mapping[str, str]) -> list[Row]:
    """Return what waits, the gravest first, without what this person has put off for a while."""
    rows = reports.inbox(standing)[:MOST_ROWS]
    return [
        Row(report, int((at - report.received_at).total_seconds() // 60), report.answer_due_at < at)
        for report in rows
        if snoozed.get(str(report.pk), "") <= at.isoformat()
    ]


def fresh(standing: Standing, *, since: datetime) -> int:
    """Count what came after the newest report on the desk."""
    return reports.inbox(standing).filter(received_at__gt=since).count()


def check_waits(standing: Standing, pk: UUID) -> None:
    """Make sure a report waits on this person's desk.

    Raises:
        Absent: If it does not.
    """
    if not reports.inbox(standing).filter(pk=pk).exists():
        raise Absent


def chosen(standing: Standing, report: Report) -> Chosen:
    """Gather what is needed to decide about one report."""
    return Chosen(
        report=report,
        similar=list(reports.similar(standing, report)),
        targets=likely_targets(standing, report),
        map=map_of(report),
        may={
            name: reports.may(standing, action, report)
            for name, action in (
                ("accept", "case.take-up"),
                ("decline", "report.put-aside"),
                ("rate", "report.rate"),
                ("correct", "report.correct"),
            )
        },
    )


def likely_targets(standing: Standing, report: Report) -> list[Case]:
    """Return open cases nearby into which the report could go: the same village and kind first."""
    near: QuerySet[Case] = cases.join_targets(standing, report.region_id)
    ranked = sorted(
        near, key=lambda case: (case.event_form != report.event_form, case.region_id != report.region_id)
    )
    return ranked[:MOST_TARGETS]


def map_of(report: Report) -> SafeString:
    """Draw the villages around the place, the place itself in the ink of counts."""
    path = places.path(report.region_id)
    village = path[places.VILLAGE - 1] if len(path) >= places.VILLAGE else ""
    around = path[min(len(path), places.DISTRICT) - 1]
    here = {"fill": "#0d4a84", "class": "m-here"}
    plain = {"fill": "#eaf2fa", "class": "m-plain"}
    return maps.svg(
        around,
        label=_("Letak laporan: %(place)s") % {"place": report.region.name},
        fill=lambda code: here if code == village else plain,
    )


def after(rows: Sequence[Row], pk: UUID) -> UUID | None:
    """Return the report that comes next when this one leaves the list."""
    keys = [row.report.pk for row in rows]
    if pk not in keys:
        return keys[0] if keys else None
    place = keys.index(pk)
    rest = keys[place + 1 :] + keys[:place][-1:]
    return rest[0] if rest else None
