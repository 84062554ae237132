"""Reports that may tell of one thing: found in the loop among those of the same kabupaten and the same days."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import uuid5

from django.db import transaction
from django.db.models import Q

from kentongan.reports import queries
from kentongan.reports.filing import NAMESPACE
from kentongan.reports.models import Likeness, Proposal, Report
from kentongan.reports.reader.keeping import as_draft
from kentongan.reports.reader.message import Reader
from kentongan.rules import places
from kentongan.rules.authority import Standing
from kentongan.wilayah.queries import within

if TYPE_CHECKING:
    from simak.draft import Link

DAYS = timedelta(days=7)
MOST_COMPARED = 400
MOST_SHOWN = 8


def find(reports: Sequence[Report], reader: Reader, *, at: datetime) -> int:
    """Compare reports that were just read with those around them, and keep which may tell of the same."""
    kabupaten: dict[str, list[Report]] = {}
    for report in reports:
        kabupaten.setdefault(".".join(report.region_id.split(".")[: places.REGENCY]), []).append(report)
    return sum(compare(there, code, reader, at=at) for code, there in kabupaten.items())


def compare(reports: Sequence[Report], kabupaten: str, reader: Reader, *, at: datetime) -> int:
    """Compare reports of one kabupaten with each other and with those before and after them."""
    near, fresh = around(reports, kabupaten), {report.pk for report in reports}
    if len(near) < 2:
        return 0
    drafts = [as_draft(one.fields, one.candidates, one.report.text, one.reader) for one in near]
    links = reader.relate(drafts, [one.report.received_at for one in near])
    rows = {}
    for link in links:
        one, other = near[link.first].report, near[link.second].report
        if one.pk != other.pk and fresh & {one.pk, other.pk}:
            row = likeness(one, other, link, at=at)
            row.is_sure = row.kind != Likeness.Kind.CASE and row.score >= reader.sure_from
            rows[row.pk] = row
    with transaction.atomic():
        Likeness.objects.filter(Q(earlier__in=fresh) | Q(later__in=fresh)).delete()
        Likeness.objects.bulk_create(rows.values(), ignore_conflicts=True)
    return len(rows)


def around(reports: Sequence[Report], kabupaten: str) -> list[Proposal]:
    """Return what was read in the reports of this kabupaten within a week, the nearest in time where they are many."""
    first, last = min(one.received_at for one in reports), max(one.received_at for one in reports)
    rows = Proposal.objects.filter(
        within("report__region_id", kabupaten), is_current=True, addition=None
    ).select_related("report")
    before = rows.filter(report__received_at__gte=first - DAYS, report__received_at__lte=last)
    after = rows.filter(report__received_at__gt=last, report__received_at__lte=last + DAYS)
    return [
        *before.order_by("-report__received_at", "id")[: MOST_COMPARED + len(reports)],
        *after.order_by("report__received_at", "id")[:MOST_COMPARED],
    ]


def likeness(one: Report, other: Report, link: "Link", *, at: datetime) -> Likeness:
    """Return the row for two reports, the earlier first."""
    earlier, later = sorted((one, other), key=lambda report: (report.received_at, report.pk))
    return Likeness(
        id=uuid5(NAMESPACE, f"likeness:{earlier.pk}:{later.pk}"),
        earlier=earlier,
        later=later,
        kind=link.kind,
        score=round(min(max(link.score, 0.0), 1.0), 4),
        reasons=list(link.reasons)[:8],
        found_at=at,
    )


def of(standing: Standing, report: Report) -> list[tuple[Report, Likeness]]:
    """Return what may tell of the same as this report and what this person may see, the likeliest first."""
    rows = Likeness.objects.filter(Q(earlier=report) | Q(later=report)).order_by("-score", "id")
    found = {
        likeness.later_id if likeness.earlier_id == report.pk else likeness.earlier_id: likeness
        for likeness in rows
    }
    seen = queries.seen_by(standing).filter(pk__in=list(found)).in_bulk()
    return [(seen[pk], likeness) for pk, likeness in found.items() if pk in seen][:MOST_SHOWN]
