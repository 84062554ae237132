"""Reading in the loop: what is new first and danger before all else, what is old when there is time.

The logbook says what came in, in its order; how far it was read is one row. So nothing is added to the moment in
which somebody reports, nothing is read twice by mistake, and a text that was missed is met again.
"""

import logging
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from django.db import transaction
from django.db.models import Max, Prefetch

from kentongan.events import actions as events
from kentongan.events import queries as logbook
from kentongan.events.models import Event
from kentongan.reports.filing import NAMESPACE
from kentongan.reports.models import Addition, Original, Proposal, ReaderPlace, Report, ReportVersion
from kentongan.reports.reader import library, likeness
from kentongan.reports.reader.keeping import digest, kept
from kentongan.reports.reader.message import Message, Reader
from kentongan.reports.reader.words import current_proposals, proposal_of, said_to
from kentongan.rules import places
from kentongan.rules.authority import SYSTEM
from kentongan.rules.taxonomy import Urgency

if TYPE_CHECKING:
    from simak.draft import Draft

log = logging.getLogger(__name__)

Rest = Callable[[], None]
ROUND, HANDFUL, OLDER = 40, 20, 40
"""So few in one turn of the loop: on a busy night whoever must be called waits for no reading."""
TELLING = ("report.received", "report.corrected", "report.details_added")
"""Lines of the logbook after which there may be words nobody has read."""


def be_restless() -> None:
    """Make no pause."""


def read_new(at: datetime, rest: Rest = be_restless) -> int:
    """Read the texts of what came in since the last round, and return how many were read."""
    place = ReaderPlace.objects.get_or_create(pk=1)[0]
    head = logbook.head().seq
    lines = list(
        Event.objects.filter(seq__gt=place.seq, seq__lte=head, kind__in=TELLING).order_by("seq")[:ROUND]
    )
    done = read_reports([UUID(str(line.subject_id)) for line in sorted(lines, key=by_need)], at, rest)
    reached = lines[-1].seq if len(lines) == ROUND else head
    ReaderPlace.objects.filter(pk=1, seq__lt=reached).update(seq=reached)
    return done


def by_need(line: Event) -> tuple[int, int]:
    """Order lines: immediate danger first, drills last, else as they came."""
    if places.drill(line.region):
        return 2, line.seq
    return int(line.detail.get("urgency") != Urgency.GAWAT.value), line.seq


def read_older(at: datetime, rest: Rest = be_restless) -> int:
    """Read a handful of what came before there was a reader, or anew after the reader has changed."""
    head = logbook.head().seq
    if not head:
        return 0
    place = ReaderPlace.objects.get_or_create(pk=1)[0]
    version = library.reader().version
    if place.reader != version:  # what nobody has confirmed yet is read anew, the newest first
        place.reader, place.older_seq = version, head
        place.save(update_fields=["reader", "older_seq"])
    if place.older_seq <= 0:
        return 0
    lines = list(
        Event.objects.filter(seq__lte=place.older_seq, kind="report.received").order_by("-seq")[:OLDER]
    )
    done = read_reports([UUID(str(line.subject_id)) for line in lines], at, rest)
    place.older_seq = lines[-1].seq - 1 if len(lines) == OLDER else 0
    place.save(update_fields=["older_seq"])
    return done


def read_reports(report_ids: Iterable[UUID], at: datetime, rest: Rest = be_restless) -> int:
    """Read what these reports and their additions say, as far as nobody has read it, a handful at a time."""
    wanted, done = list(dict.fromkeys(report_ids)), 0
    for begin in range(0, len(wanted), HANDFUL):
        told = told_by(wanted[begin : begin + HANDFUL])
        texts = [text for report in told for text in texts_of(report) if is_due(text)]
        if texts:
            done += read_texts(texts, at)
            rest()
    return done


def told_by(report_ids: list[UUID]) -> list[Report]:
    """Return reports in this order with their additions and what was read in them."""
    additions = Prefetch("additions", Addition.objects.prefetch_related(current_proposals()))
    rows = Report.objects.prefetch_related(current_proposals(addition__isnull=True), additions)
    found = rows.in_bulk(report_ids)
    return [found[pk] for pk in report_ids if pk in found]


def texts_of(report: Report) -> list[Report | Addition]:
    """Return everything that was told under one code."""
    return [report, *report.additions.all()]


def is_due(told: Report | Addition) -> bool:
    """Say whether these very words were never read, or by another reader while they still wait for an answer."""
    proposal = proposal_of(told)
    if proposal is None:
        return bool(told.text)
    waits = isinstance(told, Report) and told.answered_at is None and not said_to(proposal)
    return waits and proposal.reader != library.reader().version


def read_texts(texts: Iterable[Report | Addition], at: datetime) -> int:
    """Read texts without holding the database, then keep what was read at once."""
    reader = library.reader()
    read = [(told, draft) for told in texts if (draft := read_one(reader, told)) is not None]
    with transaction.atomic():
        fresh = [told for told, draft in read if keep(told, draft, reader.version, at=at)]
    likeness.find([told for told in fresh if isinstance(told, Report)], reader, at=at)
    return len(fresh)


def read_one(reader: Reader, told: Report | Addition) -> "Draft | None":
    """Read one text; a text that breaks the reader stays unread, with all that this means, and stops nothing."""
    report = told.report if isinstance(told, Addition) else told
    region = places.without_drill(report.region_id)
    message = Message(told.text, told.received_at, region, places.zone(region))
    try:
        return reader.read(message)
    except Exception as trouble:  # noqa: BLE001 one text must not keep the others from being read
        log.error("%s: %s", report.pk, type(trouble).__name__)  # noqa: TRY400 the text of a fault may hold the words
        return None


def keep(told: Report | Addition, draft: "Draft", reader: str, *, at: datetime) -> Proposal | None:
    """Keep what was read as the current proposal, unless the words have changed meanwhile."""
    addition = told if isinstance(told, Addition) else None
    report = Report.objects.select_for_update(of=("self",)).get(
        pk=addition.report_id if addition else told.pk
    )
    if not addition and report.text != told.text:
        return None
    columns = kept(draft, drill=places.drill(report.region_id))
    others = Proposal.objects.filter(report=report)
    number = (others.aggregate(last=Max("number"))["last"] or 0) + 1
    others.filter(addition=addition, is_current=True).update(is_current=False)
    proposal = Proposal.objects.create(
        id=uuid5(NAMESPACE, f"proposal:{report.id}:{number}"),
        report=report,
        addition=addition,
        number=number,
        reader=reader,
        text_sha256=digest(told.text),
        read_at=at,
        **vars(columns),
    )
    keep_first_words(report)
    events.record(
        "report.proposed",
        subject_kind="report",
        subject_id=report.id,
        region=report.region_id,
        by=SYSTEM,
        at=at,
        detail={"number": number, "look_now": columns.look_now, "skim": columns.is_skim},
    )
    return proposal


def keep_first_words(report: Report) -> None:
    """Keep the words as they first came, with their digest, also where nobody pasted them."""
    if not report.text or Original.objects.filter(report=report).exists():
        return
    corrected = (
        ReportVersion.objects.filter(report=report, earlier__has_key="text").order_by("number").first()
    )
    text = str(corrected.earlier["text"]) if corrected else report.text
    Original.objects.create(report=report, text=text, sha256=digest(text))
