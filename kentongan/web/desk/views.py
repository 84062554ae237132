"""The pages of the duty desk: one list, one open report, four answers and their undoing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from kentongan.cases import actions as cases
from kentongan.cases import several
from kentongan.people import access
from kentongan.people.middleware import Request
from kentongan.people.policy import policy
from kentongan.reports import actions as reports
from kentongan.reports import queries as reports_seen
from kentongan.reports import reading
from kentongan.reports.draft import COUNT_KINDS
from kentongan.reports.opening import open_report
from kentongan.reports.reader import mending, skimming, told
from kentongan.reports.reader.words import proposal_of
from kentongan.rules.clocks import read_moment
from kentongan.rules.proposals import FIELDS
from kentongan.rules.refusal import Refused
from kentongan.web.desk import queries

SNOOZED, LAST, QUIET = "meja-tunda", "meja-urung", "meja-tanpa-tombol"
SNOOZE = timedelta(minutes=15)
UNDO_WITHIN = timedelta(minutes=2)
NOTHING_TO_UNDO = "Tidak ada yang dapat diurungkan lagi."
SKIMMED_REASON = "Bukan laporan kejadian; dibaca sekilas di meja piket."


@dataclass(frozen=True)
class Done:
    """The last answer, as long as it can be taken back."""

    kind: str
    report: str
    case: str
    at: str
    words: str
    # Of answers to the machine's reading: the key under which they were given. Of several reports: the others.
    batch: str = ""
    others: tuple[str, ...] = ()


@require_GET
@never_cache
@policy("report.triage")
def desk(request: Request, pk: UUID | None = None) -> HttpResponse:
    """Show the list of what waits and one open report; on a phone one of the two."""
    at = timezone.now()
    if pk and request.htmx:  # the list stands already; drawing five hundred rows anew would hold up the keys
        report = open_report(pk, by=request.standing, at=at, action="report.triage")
        part = {
            "chosen": queries.chosen(request.standing, report),
            "count_kinds": COUNT_KINDS,
            "key": uuid4(),
            "now": at,
        }
        return render(request, "web/desk.html#opened", part)
    rows = queries.waiting(request.standing, at=at, snoozed=request.session.get(SNOOZED, {}))
    first = pk or (rows[0].report.pk if rows else None)
    opened = open_report(first, by=request.standing, at=at, action="report.triage") if first else None
    context = {
        "rows": rows,
        "skimmed": queries.skim_list(request.standing),
        "urgent": sum(row.is_now for row in rows),
        "late": sum(row.is_late for row in rows),
        "chosen": queries.chosen(request.standing, opened) if opened else None,
        "is_picked": pk is not None,
        "newest": max((row.report.received_at for row in rows), default=at),
        "undoable": undoable(request, at),
        "fields": list(FIELDS.values()),
        "count_kinds": COUNT_KINDS,
        "may_paste": access.may_open(request.standing, "report.paste"),
        "may_judge": access.may_open(request.standing, "reader.quality"),
        "has_keys": not request.session.get(QUIET, False),
        "key": uuid4(),
        "now": at,
    }
    return render(request, "web/desk.html", context)


@require_GET
@never_cache
@policy("report.triage")
def fresh(request: Request) -> JsonResponse:
    """Say how many reports have come since the list was drawn."""
    since = read_moment(request.GET.get("sejak", ""))
    if since is None:
        raise Refused(_("Waktu tidak terbaca. Muat ulang halaman."), code="bad_value")
    drawn = read_moment(request.GET.get("dilihat", "")) or since
    return JsonResponse(
        {
            "baru": queries.fresh(request.standing, since=since),
            "segera": queries.urgent(request.standing, since=drawn),
        }
    )


@require_POST
@policy("case.take-up")
def accept(request: Request, pk: UUID) -> HttpResponse:
    """Take a report up as a case of one's own, with the like reports that are ticked."""
    following, key = next_after(request, pk), key_of(request)
    along = [reading.read_key({"key": one}) for one in request.POST.getlist("bersama")]
    case = several.take_up_together(pk, along, by=request.standing, at=timezone.now(), key=key)
    words = _("Diterima sebagai kasus %(number)s.") % {"number": case.number}
    return remember(request, "accept", pk, words, following, case=case.pk, others=along)


@require_POST
@policy("report.mend")
def confirm(request: Request, pk: UUID) -> HttpResponse:
    """Say that the machine has read everything right, but for what was mended before."""
    key = key_of(request)
    reports_seen.detail(request.standing, pk, "report.mend")  # what is not there is not asked about
    mending.confirm(pk, seen=seen_by(request), by=request.standing, at=timezone.now(), key=key)
    return remember(request, "read", pk, _("Bacaan mesin dinyatakan benar."), pk, batch=key)


@require_POST
@policy("report.mend")
def mend(request: Request, pk: UUID, field: str) -> HttpResponse:
    """Say what one field of the machine's reading really is."""
    mending.check_field(field)
    key, post = key_of(request), request.POST.dict()
    report = reports_seen.detail(request.standing, pk, "report.mend")
    proposal = proposal_of(report)
    if proposal is None:
        raise Refused(mending.READ_AGAIN, code="changed_meanwhile")
    value = told.read_value(
        mending.check_field(field),
        post,
        chosen=request.POST.getlist("pilih"),
        report=report,
        proposal=proposal,
    )
    mending.mend(
        pk, seen=seen_by(request), field=field, value=value, by=request.standing, at=timezone.now(), key=key
    )
    return remember(request, "read", pk, _("Bacaan mesin dibetulkan."), pk, batch=key)


@require_POST
@policy("report.put-aside")
def skim(request: Request) -> HttpResponse:
    """Answer the ticked texts of the skim list: they are no reports; nothing is deleted."""
    key, at = key_of(request), timezone.now()
    chosen = [reading.read_key({"key": one}) for one in request.POST.getlist("bukan")][: queries.MOST_SKIMMED]
    if not chosen:
        raise Refused(_("Centang dulu pesan yang bukan laporan."), code="nothing_told")
    skimming.put_aside_together(chosen, reason=SKIMMED_REASON, by=request.standing, at=at, key=key)
    words = _("%(amount)s pesan dikesampingkan.") % {"amount": len(chosen)}
    return remember(request, "skim", chosen[0], words, None, others=chosen[1:])


@require_POST
@policy("case.take-up")
def join(request: Request, pk: UUID) -> HttpResponse:
    """Put a report into a case that is already open."""
    following = next_after(request, pk)
    target = reading.read_key({"key": request.POST.get("kasus", "")})
    case = cases.join(pk, target, by=request.standing, at=timezone.now(), key=key_of(request))
    words = _("Digabung ke kasus %(number)s.") % {"number": case.number}
    return remember(request, "join", pk, words, following, case=case.pk)


@require_POST
@policy("report.put-aside")
def decline(request: Request, pk: UUID) -> HttpResponse:
    """Answer a report and put it aside with a reason."""
    following = next_after(request, pk)
    reason = reading.read_prose(request.POST.dict(), "alasan", reading.REASON_LIMIT)
    reports.put_aside(pk, reason=reason, by=request.standing, at=timezone.now(), key=key_of(request))
    return remember(request, "decline", pk, _("Dijawab dan dikesampingkan."), following)


@require_POST
@policy("report.triage")
def snooze(request: Request, pk: UUID) -> HttpResponse:
    """Put a report off for a quarter of an hour on this desk; its deadline goes on running."""
    following, at = next_after(request, pk), timezone.now()
    queries.check_waits(request.standing, pk)
    running = {
        one: until for one, until in request.session.get(SNOOZED, {}).items() if until > at.isoformat()
    }
    request.session[SNOOZED] = running | {str(pk): (at + SNOOZE).isoformat()}
    return remember(request, "snooze", pk, _("Ditunda 15 menit. Batas waktunya tetap berjalan."), following)


@require_POST
@policy("report.triage")
def undo(request: Request) -> HttpResponse:
    """Take the last answer back: the report waits again as before."""
    at = timezone.now()
    done = undoable(request, at)
    if done is None:
        raise Refused(_(NOTHING_TO_UNDO), code="nothing_to_undo")
    report, by, key = UUID(done.report), request.standing, key_of(request)
    others = [UUID(one) for one in done.others]
    if done.kind == "accept":
        several.withdraw_together(UUID(done.case), others, by=by, at=at, key=key)
    elif done.kind == "read":
        mending.take_back(report, batch=UUID(done.batch), by=by, at=at, key=key)
    elif done.kind == "skim":
        skimming.bring_back_together(
            [report, *others], reason=_("Diurungkan di meja piket."), by=by, at=at, key=key
        )
    elif done.kind == "join":
        cases.leave(report, UUID(done.case), by=by, at=at, key=key)
    elif done.kind == "decline":
        reports.bring_back(report, reason=_("Diurungkan di meja piket."), by=by, at=at, key=key)
    else:
        request.session[SNOOZED] = {
            one: until for one, until in request.session.get(SNOOZED, {}).items() if one != done.report
        }
    del request.session[LAST]
    return HttpResponseRedirect(reverse("desk-report", args=[report]))


@require_POST
@policy("report.triage")
def keys(request: Request) -> HttpResponse:
    """Switch the single keys off or on, for whoever dictates or strays over the keyboard (WCAG 2.1.4)."""
    request.session[QUIET] = request.POST.get("tombol") == "mati"
    return HttpResponseRedirect(reverse("desk"))


def seen_by(request: Request) -> int:
    """Return the number of the reading that somebody had before their eyes."""
    return reading.read_version({"versi": request.POST.get("usulan", "")})


def key_of(request: Request) -> UUID:
    """Return the key that the page made for its next answer."""
    return reading.read_key(request.POST.dict())


def next_after(request: Request, pk: UUID) -> UUID | None:
    """Return what lies on the desk once this report has left it."""
    snoozed = request.session.get(SNOOZED, {})
    return queries.after(queries.waiting(request.standing, at=timezone.now(), snoozed=snoozed), pk)


def remember(
    request: Request,
    kind: str,
    pk: UUID,
    words: str,
    following: UUID | None,
    *,
    case: UUID | None = None,
    batch: UUID | None = None,
    others: Iterable[UUID] = (),
) -> HttpResponse:
    """Keep what was done so that it can be undone, and go on to the next report."""
    request.session[LAST] = {
        "kind": kind,
        "report": str(pk),
        "case": str(case or ""),
        "at": timezone.now().isoformat(),
        "words": words,
        "batch": str(batch or ""),
        "others": [str(one) for one in others],
    }
    if following == pk and not queries.may_open(request.standing, pk):
        following = None  # what was read made it a matter for fewer eyes
    return HttpResponseRedirect(reverse("desk-report", args=[following]) if following else reverse("desk"))


def undoable(request: Request, at: datetime) -> Done | None:
    """Return the last answer while it can be taken back."""
    kept = request.session.get(LAST)
    if not kept or datetime.fromisoformat(kept["at"]) < at - UNDO_WITHIN:
        return None
    return Done(**{**kept, "others": tuple(kept.get("others", ()))})
