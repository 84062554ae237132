"""Pages of the reports room: reporting, the page of a code, the paste box, one report, nil reports, photos."""

import hashlib
import io
import math
from collections.abc import Iterable, Mapping
from datetime import datetime
from random import SystemRandom
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import segno
from django.conf import settings
from django.http import FileResponse, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kentongan.people.middleware import Request
from kentongan.people.policy import policy
from kentongan.reports import actions, opening, queries, reading
from kentongan.reports.draft import COUNT_KINDS, Receipt
from kentongan.reports.middleware import FORM_BYTES, limited, own_origin, slowed, wait_of
from kentongan.reports.models import Report
from kentongan.reports.reader import words
from kentongan.reports.reading import Fault, Reading
from kentongan.rules import places, taxonomy
from kentongan.rules.receipts import make_code
from kentongan.rules.refusal import Refused

OWN_LIMIT = 50
PHOTOS_AT_ONCE = 4


@csrf_exempt
@policy("report.create")
@never_cache
@limited(FORM_BYTES)
@own_origin
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: Request) -> HttpResponse:
    """Show the form of the public, or take what was written in it; no cookie is set either way."""
    if request.method != "POST":
        return report_form(request, request.GET.dict(), ())
    at, post = timezone.now(), request.POST.dict()
    raw = reading.from_post(post)
    is_phone = not request.accepts("text/html")
    told = reading.read_report(raw, channel="hp" if is_phone else "web", at=at)
    faults = reading.required_faults(raw) or told.faults
    if is_phone:
        return answer_phone(request, told, faults, at)
    if faults or told.draft is None:
        return report_form(request, post, faults)
    client_id = told.draft.code or new_code()
    if queries.told_before(client_id, told.draft.fingerprint()):
        return report_form(request, post | {"kode": ""}, (reading.SENT_ALREADY,))
    receipt = actions.receive(client_id=client_id, draft=told.draft, by=request.standing, at=at)
    files = [file.read(FORM_BYTES) for file in request.FILES.getlist("foto")[:PHOTOS_AT_ONCE]]
    refusals = actions.attach_photos(receipt.code, files=filter(None, files), by=request.standing, at=at)
    return receipt_page(request, receipt, refusals, status=201)


def answer_phone(request: Request, told: Reading, faults: Iterable[Fault], at: datetime) -> HttpResponse:
    """Answer the queue of a phone, which sends the same form in its own time, with a receipt it can read."""
    if faults or told.draft is None:
        fields = {fault.field: str(fault.sentence) for fault in faults}
        body = {"kode": "bad_value", "kalimat": gettext("Ada yang perlu diperbaiki."), "bidang": fields}
        return JsonResponse(body, status=422)
    receipt = actions.receive(
        client_id=told.draft.code or new_code(), draft=told.draft, by=request.standing, at=at
    )
    kept = {
        "kode": receipt.code,
        "diterima_pada": receipt.received_at.isoformat(),
        "tanda_tangan": receipt.signature,
    }
    return JsonResponse(kept, status=200 if receipt.replay else 201)


@policy("web.open")
@require_GET
def worker(request: Request) -> HttpResponse:  # noqa: ARG001
    """Hand out the script that opens the page of the public without a signal."""
    script = render_to_string("reports/lapor-sw.js", {"version": page_version()})
    response = HttpResponse(script, content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return response


def page_version() -> str:
    """Name the state of the page and its parts, so that a phone takes a new one as soon as there is one."""
    page = render_to_string("reports/lapor.html", {"tiles": taxonomy.TILES, "values": {}})
    return hashlib.sha256(page.encode()).hexdigest()[:12]


@policy("web.open")
@require_GET
def manifest(request: Request) -> HttpResponse:  # noqa: ARG001
    """Describe the page to a phone that puts it on its first screen."""
    icon = {"src": static("web/icon.svg"), "sizes": "any", "type": "image/svg+xml"}
    told = {
        "name": gettext("Kentongan: lapor kejadian"),
        "short_name": "Kentongan",
        "start_url": reverse("reports:report"),
        "scope": reverse("reports:report"),
        "display": "standalone",
        "background_color": "#ffffff",
        "theme_color": "#15202b",
        "icons": [icon],
    }
    return JsonResponse(told, content_type="application/manifest+json")


def report_form(request: Request, values: Mapping[str, str], faults: Iterable[Fault]) -> HttpResponse:
    """Answer with the form as it was filled in, and what to put right."""
    faults = tuple(faults)
    context = {
        "tiles": taxonomy.TILES,
        "whens": taxonomy.WHEN.items(),
        "districts": queries.places_to_choose(home_of(request)),
        "count_kinds": COUNT_KINDS,
        "values": {"desa": home_village(request)} | dict(values) | {"kode": values.get("kode") or new_code()},
        "faults": faults,
        "wrong": {fault.field for fault in faults},
    }
    return render(request, "reports/lapor.html", context, status=422 if faults else 200)


def receipt_page(
    request: Request, receipt: Receipt, refusals: Iterable[Refused] = (), *, status: int = 200
) -> HttpResponse:
    """Answer with the receipt, made for keeping and printing."""
    address = request.build_absolute_uri(reverse("reports:code", args=[receipt.code]))
    context = {
        "receipt": receipt,
        "refusals": [refusal.in_words(gettext) for refusal in refusals],
        "address": address,
        "qr": qr(address),
        "home": settings.HOME_REGION,
    }
    return render(request, "reports/tanda-terima.html", context, status=status)


@csrf_exempt
@policy("report.progress")
@never_cache
@require_GET
def code(request: Request, code: str = "") -> HttpResponse:
    """Show how far a report has come to whoever holds its code; a wrong code looks like an unknown one."""
    typed = code or request.GET.get("kode", "")
    if not typed:
        return render(request, "reports/kode.html", {"key": uuid4()})
    wait = wait_of(request)
    if wait:
        return please_wait(request, wait)
    known = reading.read_code(typed)
    progress = queries.progress(known) if known else None
    context = {
        "progress": progress,
        "is_unknown": progress is None,
        "key": uuid4(),
        "home": settings.HOME_REGION,
    }
    return render(request, "reports/kode.html", context, status=200 if progress else 404)


def please_wait(request: Request, wait: float) -> HttpResponse:
    """Answer later: the page asks again by itself, and no thread is held meanwhile."""
    seconds = math.ceil(wait)
    response = render(request, "reports/tunggu.html", {"seconds": seconds}, status=429)
    response["Retry-After"] = str(seconds)
    response["Refresh"] = str(seconds)
    return response


@policy("report.progress")
@never_cache
@require_GET
def receipt(request: Request, code: str) -> HttpResponse:
    """Show the receipt of a code once more, to print it."""
    wait = wait_of(request)
    if wait:
        return please_wait(request, wait)
    found = queries.receipt(reading.read_code(code))
    if found is None:
        return render(request, "reports/kode.html", {"is_unknown": True, "key": uuid4()}, status=404)
    return receipt_page(request, found)


@csrf_exempt
@policy("report.create")
@limited(reading.FORM_TEXT_BYTES)
@own_origin
@slowed
@require_POST
def add_details(request: Request, code: str) -> HttpResponse:
    """Take more words under a code."""
    post = request.POST.dict()
    actions.add_details(
        reading.read_code(code),
        text=reading.read_prose(post, "cerita", reading.STORY_LIMIT),
        by=request.standing,
        at=timezone.now(),
        key=reading.read_key(post),
    )
    return to_code(code)


@csrf_exempt
@policy("report.create")
@limited(reading.FORM_TEXT_BYTES)
@own_origin
@slowed
@require_POST
def say_safe(request: Request, code: str) -> HttpResponse:
    """Take the answer to "Sudah aman?"."""
    post = request.POST.dict()
    answer = reading.read_choice(post, "aman", ("ya", "belum"), "Pilih sudah aman atau belum.")
    actions.say_safe(
        reading.read_code(code),
        is_safe=answer == "ya",
        text=reading.read_prose(post, "cerita", reading.STORY_LIMIT),
        by=request.standing,
        at=timezone.now(),
        key=reading.read_key(post),
    )
    return to_code(code)


@csrf_exempt
@policy("photo.add")
@limited(FORM_BYTES)
@own_origin
@slowed
@require_POST
def add_photo(request: Request, code: str) -> HttpResponse:
    """Take a photo under a code."""
    for file in request.FILES.getlist("foto")[:PHOTOS_AT_ONCE]:
        actions.attach_photo(
            reading.read_code(code), data=file.read(), by=request.standing, at=timezone.now()
        )
    return to_code(code)


@policy("report.own")
@never_cache
@require_GET
def own(request: Request) -> HttpResponse:
    """List what this person reported."""
    return render(request, "reports/milik.html", {"reports": queries.own(request.standing)[:OWN_LIMIT]})


@policy("report.paste")
@never_cache
@limited(FORM_BYTES)
@require_http_methods(["GET", "HEAD", "POST"])
def paste(request: Request) -> HttpResponse:
    """Show the paste box, or take what was pasted, with the fields beside it."""
    if request.method != "POST":
        return paste_form(request, {}, ())
    at, post = timezone.now(), request.POST.dict()
    told = reading.read_paste(reading.from_post(post), at=at)
    if told.draft is None:
        return paste_form(request, post, told.faults)
    key = reading.read_key(post)
    receipt = actions.receive(client_id=f"tempel:{key}", draft=told.draft, by=request.standing, at=at)
    files = [file.read() for file in request.FILES.getlist("foto")[:PHOTOS_AT_ONCE]]
    refusals = actions.attach_photos(receipt.code, files=filter(None, files), by=request.standing, at=at)
    return receipt_page(request, receipt, refusals, status=201)


def paste_form(request: Request, values: Mapping[str, str], faults: Iterable[Fault]) -> HttpResponse:
    """Answer with the paste box as it was filled in, and what to put right."""
    faults = tuple(faults)
    context = choices() | {
        "districts": queries.places_to_choose(home_of(request)),
        "values": {"key": str(uuid4())} | dict(values),
        "faults": faults,
        "wrong": {fault.field for fault in faults},
        "limit": reading.PASTE_LIMIT,
    }
    return render(request, "reports/tempel.html", context, status=422 if faults else 200)


@policy("report.read")
@never_cache
@require_GET
def detail(request: Request, pk: UUID) -> HttpResponse:
    """Show one report with everything this person may do to it."""
    found = opening.open_report(pk, by=request.standing, at=timezone.now())
    return detail_page(request, found, words.shown(found))


@policy("report.names")
@never_cache
@require_POST
def names(request: Request, pk: UUID) -> HttpResponse:
    """Show one report with the names of people to whoever needs them; it is written down, and victims stay masked."""
    found = opening.open_names(pk, by=request.standing, at=timezone.now())
    return detail_page(request, found, words.shown(found, with_names=True), with_names=True)


@policy("report.unread-text")
@never_cache
@require_POST
def unread(request: Request, pk: UUID) -> HttpResponse:
    """Show a text that no machine has read yet to whoever must act at once; it is written down."""
    found = opening.open_names(pk, by=request.standing, at=timezone.now(), action="report.unread-text")
    # Once it is read, this door opens nothing: then names have a door of their own.
    return detail_page(request, found, words.shown(found, with_names=words.proposal_of(found) is None))


def detail_page(
    request: Request, found: Report, told: words.Words, *, with_names: bool = False
) -> HttpResponse:
    """Answer with the page of a report, its words as this person may see them now."""
    buttons = {
        name.replace("-", "_"): queries.may(request.standing, f"report.{name}", found)
        for name in ("rate", "triage", "put-aside", "correct", "names", "unread-text")
    }
    # Cases stand above reports; the address of taking one up is written out (tests/apps/test_cases_pages.py).
    take_up = f"/laporan/{found.pk}/kasus" if queries.may(request.standing, "case.take-up", found) else ""
    context = choices() | {
        "report": found,
        "words": told,
        "with_names": with_names,
        "additions": [
            (addition, words.shown(addition, with_names=with_names)) for addition in found.additions.all()
        ],
        "place_words": words.place_words(found),
        "versions": words.earlier(found),
        "form": taxonomy.EVENT_FORMS.get(found.event_form),
        "issues": [taxonomy.ISSUES[issue] for issue in found.issues],
        "similar": queries.similar(request.standing, found),
        "may": buttons,
        "take_up": take_up,
        "keys": {name: uuid4() for name in buttons},
    }
    return render(request, "reports/laporan.html", context)


@policy("report.rate")
@require_POST
def rate(request: Request, pk: UUID) -> HttpResponse:
    """Value source and content."""
    post = request.POST.dict()
    sources, contents = taxonomy.SOURCE_RATINGS, taxonomy.CONTENT_RATINGS
    actions.rate(
        pk,
        source=reading.read_choice(post, "sumber", sources, "Pilih nilai sumber A sampai F."),
        content=reading.read_choice(post, "isi", contents, "Pilih nilai isi 1 sampai 6."),
        by=request.standing,
        at=timezone.now(),
        key=reading.read_key(post),
    )
    return to_detail(pk)


@policy("report.triage")
@require_POST
def verify(request: Request, pk: UUID) -> HttpResponse:
    """Note what checking has shown."""
    post = request.POST.dict()
    verdict = reading.read_choice(post, "hasil", Report.Verification.values, "Pilih hasil pemeriksaan.")
    actions.verify(pk, verdict=verdict, by=request.standing, at=timezone.now(), key=reading.read_key(post))
    return to_detail(pk)


@policy("report.put-aside")
@require_POST
def put_aside(request: Request, pk: UUID) -> HttpResponse:
    """Answer a report and put it aside with a reason."""
    post = request.POST.dict()
    reason = reading.read_prose(post, "alasan", reading.REASON_LIMIT)
    actions.put_aside(pk, reason=reason, by=request.standing, at=timezone.now(), key=reading.read_key(post))
    return to_detail(pk)


@policy("report.put-aside")
@require_POST
def forward(request: Request, pk: UUID) -> HttpResponse:
    """Note that a referral went to the competent agency, and keep only the receipt."""
    key = reading.read_key(request.POST.dict())
    actions.forward(pk, by=request.standing, at=timezone.now(), key=key)
    return to_detail(pk)


@policy("report.correct")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: Request, pk: UUID) -> HttpResponse:
    """Show a report for correction, or take the corrected values as a new version."""
    found = queries.correctable(request.standing, pk)
    if request.method != "POST":
        opening.open_report(pk, by=request.standing, at=timezone.now())
        values = reading.values_of(found) | {
            "cerita": str(words.shown(found)),
            "tempat": words.place_words(found),
        }
        return correct_form(request, found, values, ())
    at, post = timezone.now(), request.POST.dict()
    # Words that nobody changed come back as they were shown, with names behind initials: they stay as they are.
    if post.get("cerita") is not None and reading.same_words(post["cerita"], str(words.shown(found))):
        del post["cerita"]
    if reading.same_words(post.get("tempat", ""), words.place_words(found)):
        post["tempat"] = found.place_text
    changes, faults = reading.read_correction(reading.from_post(post), at=at)
    if faults:
        return correct_form(request, found, post, faults)
    actions.correct(
        pk,
        changes=changes,
        seen_version=reading.read_version(post),
        reason=reading.read_prose(post, "alasan", reading.REASON_LIMIT),
        by=request.standing,
        at=at,
        key=reading.read_key(post),
    )
    return to_detail(pk)


def correct_form(
    request: Request, found: Report, values: Mapping[str, str], faults: Iterable[Fault]
) -> HttpResponse:
    """Answer with the page of corrections."""
    faults = tuple(faults)
    context = choices() | {
        "report": found,
        "values": {"key": str(uuid4()), "versi": str(found.version)} | dict(values),
        "districts": queries.places_to_choose(".".join(found.region_id.split(".")[:2])),
        "faults": faults,
        "wrong": {fault.field for fault in faults},
        "limit": reading.PASTE_LIMIT,
    }
    return render(request, "reports/perbaiki.html", context, status=422 if faults else 200)


@policy("report.nil")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def nil(request: Request) -> HttpResponse:
    """Show this person's posts for one tap "nihil", and who has been silent; or take the tap."""
    at = timezone.now()
    zone = ZoneInfo(places.zone(home_of(request)))
    day = at.astimezone(zone).date()
    if request.method == "POST":
        post = request.POST.dict()
        actions.send_nil(
            region=reading.read_region(post, "wilayah"),
            role=reading.read_choice(post, "peran", queries.NIL_ROLES, "Pilih pos dari daftar."),
            period_on=reading.read_day(post, "tanggal"),
            by=request.standing,
            at=at,
        )
        return HttpResponseRedirect(reverse("reports:nil"))
    context = {
        "day": day,
        "posts": queries.own_nil(request.standing, day=day),
        "may_read": queries.reads_nil(request.standing),
        "silent": queries.silent_villages(
            request.standing, day=day, since=datetime.combine(day, datetime.min.time(), zone)
        ),
        "said": queries.nil_reports(request.standing, day=day),
    }
    return render(request, "reports/nihil.html", context)


@policy("photo.read")
@require_GET
def photo(request: Request, pk: UUID) -> FileResponse:
    """Show a photo to somebody who may see its report, asked anew each time, and written down like the report."""
    found = opening.open_photo(pk, by=request.standing, at=timezone.now())
    response = FileResponse(found.file.open("rb"), content_type="image/jpeg", filename=f"foto-{pk}.jpg")
    response["Cache-Control"] = "no-store, private"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def new_code() -> str:
    """Make a code as a phone would."""
    return make_code(SystemRandom())


def qr(address: str) -> str:
    """Draw an address to be photographed from paper."""
    out = io.BytesIO()
    segno.make(address, error="m").save(
        out,
        kind="svg",
        xmldecl=False,
        svgns=False,
        scale=4,
        border=2,
        light="white",
        svgclass=None,
        lineclass=None,
    )
    return mark_safe(out.getvalue().decode())  # noqa: S308  # a drawing of ours


def home_of(request: Request) -> str:
    """Return the kabupaten whose places are offered: that of the person's post, else the site's."""
    regions = [seat.region for seat in request.standing.seats if seat.region.count(".") >= 1]
    return ".".join(regions[0].split(".")[:2]) if regions else settings.HOME_REGION


def home_village(request: Request) -> str:
    """Return the village of the person's post, so that nobody chooses it again and again."""
    villages = [
        seat.region for seat in request.standing.seats if seat.region.count(".") >= places.VILLAGE - 1
    ]
    return ".".join(villages[0].split(".")[: places.VILLAGE]) if villages else ""


def choices() -> dict[str, object]:
    """Return every list an officer chooses from."""
    return {
        "event_forms": [form for form in taxonomy.EVENT_FORMS.values() if form.offered],
        "all_issues": list(taxonomy.ISSUES.values()),
        "whens": list(taxonomy.WHEN.items()),
        "stages": list(taxonomy.STAGES.items()),
        "urgencies": list(taxonomy.URGENCIES.items()),
        "sensitivities": list(taxonomy.SENSITIVITIES.items()),
        "sources": list(taxonomy.SOURCE_RATINGS.items()),
        "contents": list(taxonomy.CONTENT_RATINGS.items()),
        "verifications": list(taxonomy.VERIFICATIONS.items()),
        "count_kinds": COUNT_KINDS,
    }


def to_code(code: str) -> HttpResponse:
    """Go back to the page of a code, which also says when it is none."""
    return HttpResponseRedirect(reverse("reports:code", args=[reading.read_code(code) or code]))


def to_detail(pk: UUID) -> HttpResponse:
    """Go back to the page of a report."""
    return HttpResponseRedirect(reverse("reports:detail", args=[pk]))
