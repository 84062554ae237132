"""The list of cases, one case, its steps, its papers, and what waits for me."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid4

from django.forms import Form
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kentongan.cases import actions, forms, queries, work
from kentongan.cases.models import Case
from kentongan.events.actions import record_read
from kentongan.events.models import Purpose
from kentongan.people.middleware import Request
from kentongan.people.policy import policy
from kentongan.reports import queries as report_queries
from kentongan.rules.case_status import CaseStatus
from kentongan.rules.deadlines import follow_up_days, next_look, step_due
from kentongan.rules.levels import Level
from kentongan.rules.refusal import Absent
from kentongan.rules.taxonomy import Sensitivity, Urgency

ask_or_do = require_http_methods(["GET", "POST"])


@require_GET
@never_cache
@policy("case.read")
def listing(request: Request) -> HttpResponse:
    """Show the cases this person may see, the next deadline first."""
    form = forms.FilterForm(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {}
    rows = queries.listed(
        request.standing,
        status=chosen.get("status", ""),
        region=chosen.get("wilayah", ""),
        mine=chosen.get("milik", False),
        after=request.GET.get("sesudah", ""),
    )
    page, more = rows[: queries.PAGE], rows[queries.PAGE :]
    kept = {name: request.GET[name] for name in ("status", "wilayah", "milik") if request.GET.get(name)}
    following = f"?{urlencode({**kept, 'sesudah': queries.mark(page[-1])})}" if more else ""
    return render(
        request,
        "cases/list.html",
        {"cases": page, "filter": form, "kept": kept, "following": following, "now": timezone.now()},
    )


@require_GET
@never_cache
@policy("case.read")
def detail(request: Request, pk: UUID) -> HttpResponse:
    """Show one case; opening a confidential or restricted one is written down."""
    dossier = queries.dossier(request.standing, pk)
    now = timezone.now()
    if dossier.case.restricted or dossier.case.sensitivity == Sensitivity.R:
        record_read(
            subject_kind="case",
            subject_id=pk,
            region=dossier.case.region_id,
            by=request.standing,
            at=now,
            purpose=Purpose.FOLLOW_UP,
        )
    note = forms.NoteForm(initial={"key": uuid4()}, auto_id="catatan_%s")
    return render(
        request, "cases/detail.html", {"d": dossier, "case": dossier.case, "now": now, "note": note}
    )


def ask(request: Request, case: Case, form: Form, title: str, button: str = "") -> HttpResponse:
    """Show the page of one step, with what has to be put right."""
    return render(
        request,
        "cases/act.html",
        {"case": case, "form": form, "title": title, "button": button or _("Simpan")},
        status=422 if form.errors else 200,
    )


def check_answers(request: Request, case: Case, form: Form, title: str) -> HttpResponse:
    """Show everything once more before a step that goes out or cannot simply be taken back."""
    rows = [(field.label, shown(form, field.name)) for field in form.visible_fields()]
    return render(
        request,
        "cases/check.html",
        {"case": case, "form": form, "title": title, "rows": rows, "kept": kept(request)},
    )


def shown(form: Form, name: str) -> object:
    """Return what was filled in, in words."""
    value = form.cleaned_data[name]
    choices = dict(getattr(form.fields[name], "choices", ()))
    return choices.get(str(value), value)


def kept(request: Request) -> list[tuple[str, str]]:
    """Return what was sent, to be sent again."""
    return [(name, str(value)) for name, value in request.POST.items() if name != "csrfmiddlewaretoken"]


def form_for(
    request: Request, kind: Callable[..., Form], initial: dict[str, Any] | None = None, **options: Any
) -> Form:
    """Fill a form with what was sent, or a new one with a key of its own."""
    if request.method == "POST":
        return kind(request.POST, request.FILES, **options)
    return kind(initial={"key": uuid4(), **(initial or {})}, **options)


def local_input(moment: Any, case: Case) -> str:
    """Write a moment as the browser's input wants it."""
    return f"{timezone.localtime(moment, actions.zone_of(case)):%Y-%m-%dT%H:%M}"


@ask_or_do
@policy("case.take-up")
def take_up(request: Request, report: UUID) -> HttpResponse:
    """Make a case of a report, or put the report into an open one."""
    found = report_queries.seen_by(request.standing, "case.take-up").filter(pk=report).first()
    if found is None:
        raise Absent
    posts = queries.known(request.standing, queries.civil_posts(found.region_id))
    form = form_for(request, forms.TakeUpForm, posts=posts)
    if form.is_bound and form.is_valid():
        case = actions.take_up(report, **form.cleaned_data, by=request.standing, at=timezone.now())
        return redirect("cases:detail", case.pk)
    targets = queries.join_targets(request.standing, found.region_id)
    joining = forms.JoinForm(initial={"key": uuid4()}, targets=targets, auto_id="gabung_%s")
    return render(
        request,
        "cases/take_up.html",
        {"report": found, "form": form, "joining": joining, "targets": targets},
        status=422 if form.errors else 200,
    )


@require_POST
@policy("case.take-up")
def join(request: Request, report: UUID) -> HttpResponse:
    """Put a report into an open case."""
    found = report_queries.seen_by(request.standing, "case.take-up").filter(pk=report).first()
    if found is None:
        raise Absent
    form = forms.JoinForm(request.POST, targets=queries.join_targets(request.standing, found.region_id))
    if not form.is_valid():
        raise Absent
    told = form.cleaned_data
    case = actions.join(
        report, UUID(told["case_id"]), by=request.standing, at=timezone.now(), key=told["key"]
    )
    return redirect("cases:detail", case.pk)


@ask_or_do
@policy("case.take-up")
def leave(request: Request, pk: UUID, report: UUID) -> HttpResponse:
    """Take a report out of a case again."""
    case = queries.one(request.standing, "case.take-up", pk)
    form = form_for(request, forms.Keyed)
    if not (form.is_bound and form.is_valid()):
        return ask(request, case, form, _("Keluarkan laporan dari kasus ini?"), _("Keluarkan"))
    actions.leave(report, pk, by=request.standing, at=timezone.now(), key=form.cleaned_data["key"])
    return redirect("cases:detail", pk)


@ask_or_do
@policy("case.note")
def note(request: Request, pk: UUID) -> HttpResponse:
    """Add a note."""
    case = queries.one(request.standing, "case.note", pk)
    form = form_for(request, forms.NoteForm)
    if not (form.is_bound and form.is_valid()):
        return ask(request, case, form, _("Tambah catatan"))
    work.add_note(pk, **form.cleaned_data, by=request.standing, at=timezone.now())
    return redirect("cases:detail", pk)


@ask_or_do
@policy("case.move")
def move(request: Request, pk: UUID, to: str) -> HttpResponse:
    """Begin a mediation, or go back to work."""
    case = queries.one(request.standing, "case.move", pk)
    if to not in (CaseStatus.DIMEDIASI, CaseStatus.DITANGANI):
        raise Absent
    form = form_for(request, forms.MoveForm)
    if not (form.is_bound and form.is_valid()):
        return ask(request, case, form, _("Ubah status menjadi %(to)s") % {"to": _(CaseStatus(to).label)})
    actions.move(pk, CaseStatus(to), **form.cleaned_data, by=request.standing, at=timezone.now())
    return redirect("cases:detail", pk)


@ask_or_do
@policy("case.move")
def refer(request: Request, pk: UUID) -> HttpResponse:
    """Refer a matter, after looking at the answers once more."""
    case = queries.one(request.standing, "case.move", pk)
    initial = {"due_at": local_input(step_due(Urgency.BIASA, timezone.now()), case)}
    form = form_for(request, forms.ReferForm, initial, region=case.region_id)
    if not (form.is_bound and form.is_valid()):
        return ask(request, case, form, _("Rujuk ke instansi lain"), _("Periksa jawaban"))
    if "benar" not in request.POST:
        return check_answers(request, case, form, _("Rujuk ke instansi lain"))
    actions.refer(pk, **form.cleaned_data, by=request.standing, at=timezone.now())
    return redirect("cases:detail", pk)


@ask_or_do
@policy("case.settle")
def settle(request: Request, pk: UUID) -> HttpResponse:
    """Say how it ended, after looking at the answers once more."""
    case = queries.one(request.standing, "case.settle", pk)
    first_look = follow_up_days(Urgency(case.urgency), actions.local_day(case, timezone.now()))[0]
    form = form_for(request, forms.SettleForm, {"follow_up_on": first_look})
    if not (form.is_bound and form.is_valid()):
        return ask(request, case, form, _("Selesaikan sampai tuntas"), _("Periksa jawaban"))
    if "benar" not in request.POST:
        return check_answers(request, case, form, _("Selesaikan sampai tuntas"))
    told = dict(form.cleaned_data)
    key = told.pop("key")
    actions.settle(pk, actions.Settlement(**told), by=request.standing, at=timezone.now(), key=key)
    return redirect("cases:detail", pk)


@ask_or_do
@policy("case.settle")
def follow_up(request: Request, pk: UUID) -> HttpResponse:
    """Say what the look back showed."""
    case = queries.one(request.standing, "case.settle", pk)
    today = actions.local_day(case, timezone.now())
    form = form_for(request, forms.FollowUpForm, {"again_on": next_look(queries.settled_on(case), today)})
    if not (form.is_bound and form.is_valid()):
        return ask(request, case, form, _("Pemeriksaan ulang"), _("Periksa jawaban"))
    if "benar" not in request.POST:
        return check_answers(request, case, form, _("Pemeriksaan ulang"))
    told = {"text": form.cleaned_data["text"], "key": form.cleaned_data["key"]}
    again_on = form.cleaned_data["again_on"]
    if again_on:
        actions.watch_on(pk, again_on=again_on, **told, by=request.standing, at=timezone.now())
    else:
        is_calm = form.cleaned_data["finding"] == "aman"
        actions.confirm_follow_up(pk, is_calm=is_calm, **told, by=request.standing, at=timezone.now())
    return redirect("cases:detail", pk)


@ask_or_do
@policy("case.reopen")
def reopen(request: Request, pk: UUID) -> HttpResponse:
    """Open a case again."""
    case = queries.one(request.standing, "case.reopen", pk)
    form = form_for(request, forms.ReasonForm)
    if not (form.is_bound and form.is_valid()):
        return ask(request, case, form, _("Buka kembali kasus"), _("Buka kembali"))
    actions.reopen(pk, **form.cleaned_data, by=request.standing, at=timezone.now())
    return redirect("cases:detail", pk)


@ask_or_do
@policy("case.move")
def merge(request: Request, pk: UUID) -> HttpResponse:
    """Let a case live on in another one."""
    case = queries.one(request.standing, "case.move", pk)
    form = form_for(request, forms.MergeForm, targets=queries.merge_targets(request.standing, case))
    if not (form.is_bound and form.is_valid()):
        return ask(request, case, form, _("Gabung dengan kasus lain"), _("Gabung"))
    told = form.cleaned_data
    actions.merge(pk, UUID(told["into_id"]), by=request.standing, at=timezone.now(), key=told["key"])
    return redirect("cases:detail", told["into_id"])


@ask_or_do
@policy("case.assign")
def assign(request: Request, pk: UUID) -> HttpResponse:
    """Hand a case over, or set its deadline."""
    case = queries.one(request.standing, "case.assign", pk)
    initial = {
        "owner_id": case.owner_id,
        "due_at": local_input(case.next_due_at, case) if case.next_due_at else "",
    }
    posts = queries.known(request.standing, queries.civil_posts(case.region_id))
    form = form_for(request, forms.AssignForm, initial, region=case.region_id, posts=posts)
    if not (form.is_bound and form.is_valid()):
        return ask(request, case, form, _("Penanggung jawab dan batas waktu"))
    actions.assign(pk, **with_uuid(form, "owner_id"), by=request.standing, at=timezone.now())
    return redirect("cases:detail", pk)


@ask_or_do
@policy("case.task")
def task(request: Request, pk: UUID) -> HttpResponse:
    """Give a task."""
    case = queries.one(request.standing, "case.task", pk)
    initial = {"due_at": local_input(case.next_due_at, case) if case.next_due_at else ""}
    posts = queries.known(request.standing, queries.worker_posts(case.region_id))
    form = form_for(request, forms.TaskForm, initial, region=case.region_id, posts=posts)
    if not (form.is_bound and form.is_valid()):
        return ask(request, case, form, _("Tambah tugas"))
    work.add_task(pk, **with_uuid(form, "owner_id"), by=request.standing, at=timezone.now())
    return redirect("cases:detail", pk)


@ask_or_do
@policy("case.copy")
def copy(request: Request, pk: UUID) -> HttpResponse:
    """Send a copy."""
    case = queries.one(request.standing, "case.copy", pk)
    posts = queries.copy_posts(request.standing, case)
    form = form_for(request, forms.CopyForm, region=case.region_id, posts=posts)
    if not (form.is_bound and form.is_valid()):
        return ask(request, case, form, _("Kirim tembusan"), _("Kirim"))
    work.send_copy(pk, **with_uuid(form, "post_id"), by=request.standing, at=timezone.now())
    return redirect("cases:detail", pk)


def with_uuid(form: Form, name: str) -> dict[str, Any]:
    """Return what was filled in, with the chosen post as its key."""
    return {**form.cleaned_data, name: UUID(form.cleaned_data[name])}


@ask_or_do
@policy("case.level")
def level(request: Request, pk: UUID) -> HttpResponse:
    """Set the level of alarm."""
    case = queries.one(request.standing, "case.level", pk)
    may_awas = queries.may_awas(request.standing, case)
    form = form_for(request, forms.LevelForm, {"level": case.level}, may_awas=may_awas)
    if not (form.is_bound and form.is_valid()):
        return ask(request, case, form, _("Ubah tingkat"))
    told = form.cleaned_data
    work.set_level(
        pk,
        level=Level(told["level"]),
        reason=told["reason"],
        by=request.standing,
        at=timezone.now(),
        key=told["key"],
    )
    return redirect("cases:detail", pk)


@ask_or_do
@policy("case.name-conflict")
def conflict(request: Request, pk: UUID) -> HttpResponse:
    """Let the named officer say whether this is a social conflict in the sense of the law."""
    case = queries.one(request.standing, "case.name-conflict", pk)
    form = form_for(request, forms.ConflictForm)
    if not (form.is_bound and form.is_valid()):
        return ask(request, case, form, _("Nyatakan konflik sosial"))
    work.name_social_conflict(pk, **form.cleaned_data, by=request.standing, at=timezone.now())
    return redirect("cases:detail", pk)


@ask_or_do
@policy("attachment.add")
def attach(request: Request, pk: UUID) -> HttpResponse:
    """Attach a paper or picture."""
    case = queries.one(request.standing, "attachment.add", pk)
    form = form_for(request, forms.AttachForm)
    if not (form.is_bound and form.is_valid()):
        return ask(request, case, form, _("Lampirkan berkas"), _("Lampirkan"))
    told = form.cleaned_data
    work.attach(
        pk,
        name=told["file"].name,
        data=told["file"].read(),
        is_evidence=told["is_evidence"],
        by=request.standing,
        at=timezone.now(),
        key=told["key"],
    )
    return redirect("cases:detail", pk)


@require_GET
@never_cache
@policy("attachment.read")
def download(request: Request, pk: UUID) -> FileResponse:
    """Hand out a paper; who may read is asked anew each time, and each time is written down."""
    paper = queries.attachment(request.standing, pk)
    record_read(
        subject_kind="attachment",
        subject_id=paper.pk,
        region=paper.case.region_id,
        by=request.standing,
        at=timezone.now(),
        purpose=Purpose.FOLLOW_UP,
    )
    response = FileResponse(
        paper.file.open("rb"), as_attachment=True, filename=paper.name, content_type=paper.media_type
    )
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_GET
@never_cache
@policy("case.read")
def mine(request: Request) -> HttpResponse:
    """Show what waits for me: tasks, cases I answer for, copies to acknowledge."""
    return render(
        request,
        "cases/mine.html",
        {
            "tasks": queries.my_tasks(request.standing),
            "cases": queries.my_cases(request.standing),
            "copies": queries.my_copies(request.standing),
            "now": timezone.now(),
        },
    )


@require_POST
@policy("case.task-finish")
def tap(request: Request, pk: UUID) -> HttpResponse:
    """Take one tap: arrived, done, need help."""
    doings = {"tiba": work.arrive, "selesai": work.finish_task, "bantuan": work.ask_for_help}
    doing = doings.get(request.POST.get("tap", ""))
    if doing is None:
        raise Absent
    doing(pk, by=request.standing, at=timezone.now())
    return redirect("cases:mine")


@require_POST
@policy("case.acknowledge-copy")
def acknowledge(request: Request, pk: UUID) -> HttpResponse:
    """Take the word that a copy was read."""
    got = work.acknowledge_copy(pk, by=request.standing, at=timezone.now())
    return redirect("cases:detail", got.case_id)
