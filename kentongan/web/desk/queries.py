"""What the desk shows: the list in the order of need, and everything about the chosen report."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, TypedDict
from uuid import UUID

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kentongan.cases import queries as cases
from kentongan.cases.models import Case, CaseReport
from kentongan.reports import queries as reports
from kentongan.reports.models import Proposal, Report
from kentongan.reports.reader.words import Words, shown, with_proposals
from kentongan.rules import places
from kentongan.rules.authority import Standing
from kentongan.rules.refusal import Absent
from kentongan.rules.taxonomy import Urgency
from kentongan.web.desk.panel import Like, Panel, likes, panel
from kentongan.wilayah import maps

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

MOST_ROWS = 500
MOST_SKIMMED = 30
MOST_TARGETS = 5


@dataclass(frozen=True)
class Row:
    """One waiting report in the list."""

    report: Report
    minutes: int
    is_late: bool
    is_now: bool = False


@dataclass(frozen=True)
class Skimmed:
    """A waiting text that the machine takes for no report at all: to be looked through, never deleted."""

    report: Report
    words: Words


@dataclass(frozen=True)
class Chosen:
    """The report that lies open on the desk."""

    report: Report
    panel: Panel
    likes: Sequence[Like]
    similar: Sequence[Report]
    targets: Sequence[Case]
    map: SafeString
    may: Mapping[str, bool]


class Waiting(TypedDict):
    """What the machine says of a waiting report."""

    is_now: bool
    is_skim: bool


def inbox(standing: Standing) -> "QuerySet[WithAnnotations[Report, Waiting]]":
    """Return what waits, each report with whether the machine says "look now" or "no report at all".

    Whoever chose a kind of event in a form said that it is one, and what is in immediate danger is never only
    skimmed: there the machine is not asked.
    """
    read = Proposal.objects.filter(
        report=OuterRef("pk"), addition=None, is_current=True, confirmed_at__isnull=True
    )
    return reports.inbox(standing).annotate(
        is_now=Exists(read.filter(look_now=True)),
        is_skim=ExpressionWrapper(
            Q(event_form="") & ~Q(urgency=Urgency.GAWAT.value) & Exists(read.filter(is_skim=True)),
            output_field=BooleanField(),
        ),
    )


def waiting(standing: Standing, *, at: datetime, snoozed: Mapping[str, str]) -> list[Row]:
    """Return what waits, what is to be looked at now first, without what this person has put off for a while."""
    rows = inbox(standing).filter(is_skim=False)
    rows = rows.order_by("-is_now", *rows.query.order_by)[:MOST_ROWS]
    return [
        Row(
            report,
            int((at - report.received_at).total_seconds() // 60),
            report.answer_due_at < at,
            is_now=report.is_now,
        )
        for report in rows
        if snoozed.get(str(report.pk), "") <= at.isoformat()
    ]


def skim_list(standing: Standing) -> list[Skimmed]:
    """Return the waiting texts that the machine takes for no report, the oldest first."""
    rows = with_proposals(inbox(standing).filter(is_skim=True).order_by("received_at", "id"))
    return [Skimmed(report, shown(report)) for report in rows[:MOST_SKIMMED]]


def fresh(standing: Standing, *, since: datetime) -> int:
    """Count what came after the newest report on the desk."""
    return reports.inbox(standing).filter(received_at__gt=since).count()


def urgent(standing: Standing, *, since: datetime) -> int:
    """Count what the machine has found to be looked at now since the desk was drawn."""
    found = Proposal.objects.filter(
        report=OuterRef("pk"),
        addition=None,
        is_current=True,
        look_now=True,
        confirmed_at__isnull=True,
        read_at__gt=since,
    )
    return reports.inbox(standing).filter(Exists(found)).count()


def check_waits(standing: Standing, pk: UUID) -> None:
    """Make sure a report waits on this person's desk.

    Raises:
        Absent: If it does not.
    """
    if not reports.inbox(standing).filter(pk=pk).exists():
        raise Absent


def may_open(standing: Standing, pk: UUID) -> bool:
    """Say whether this person may still open a report on the desk."""
    return reports.seen_by(standing, "report.triage").filter(pk=pk).exists()


def chosen(standing: Standing, report: Report) -> Chosen:
    """Gather what is needed to decide about one report."""
    alike = likes(standing, report)
    known = {like.report.pk for like in alike}
    return Chosen(
        report=report,
        panel=panel(standing, report),
        likes=alike,
        similar=[one for one in reports.similar(standing, report) if one.pk not in known],
        targets=likely_targets(standing, report, alike),
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


def likely_targets(standing: Standing, report: Report, alike: Sequence[Like]) -> list[Case]:
    """Return open cases nearby into which the report could go: those of like reports, the same village and kind first."""
    near: QuerySet[Case] = cases.join_targets(standing, report.region_id)
    joined = CaseReport.objects.filter(report__in=[like.report.pk for like in alike], left_at__isnull=True)
    of_alike = set(joined.values_list("case_id", flat=True))
    ranked = sorted(
        near,
        key=lambda case: (
            case.pk not in of_alike,
            case.event_form != report.event_form,
            case.region_id != report.region_id,
        ),
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
