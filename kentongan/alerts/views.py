"""The bell, its short stream, the board, and the button "Saya dengar"."""

import json
from uuid import UUID

from django.http import HttpResponse, HttpResponseNotModified, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from kentongan.alerts import actions, queries
from kentongan.alerts.models import Alert, Ring
from kentongan.people import access
from kentongan.people.middleware import Request
from kentongan.people.policy import policy
from kentongan.rules.authority import Role, Standing

# The duty desk sees a report within two seconds (UX G10); in the field five are as good and cost a third.
DESK_ROLES = frozenset({Role.OPERATOR, Role.ANALIS, Role.KEPALA})
DESK_RETRY, FIELD_RETRY = 1500, 5000  # milliseconds
# Written out, because the rooms that answer there stand above this one; a test follows both.
ADDRESSES = {"report": "/laporan", "case": "/kasus", "finding": "/jaga/temuan", "silence": "/jaga/diam"}
READ_BY = {"report": "report.read", "case": "case.read", "finding": "watch.read", "silence": "watch.ask"}


@require_GET
@never_cache
@policy("alert.hear")
def stream(request: Request) -> HttpResponse:
    """Answer at once with what waits, if it changed since the last event, and end (docs/decisions/0020)."""
    rings = calling(request)
    mark = queries.digest(rings)
    at_desk = any(seat.role in DESK_ROLES for seat in request.standing.seats)
    body = f"retry: {DESK_RETRY if at_desk else FIELD_RETRY}\n"
    if request.headers.get("Last-Event-ID", "") != mark:
        hear(request, rings)
        body += f"id: {mark}\nevent: panggilan\ndata: {json.dumps(picture(rings))}\n"
    response = HttpResponse(body + "\n", content_type="text/event-stream")
    response["X-Accel-Buffering"] = "no"
    return response


@require_GET
@policy("alert.hear")
def state(request: Request) -> HttpResponse:
    """Answer the same as JSON with an ETag, for browsers and proxies that cannot do event streams."""
    rings = calling(request)
    etag = f'"{queries.digest(rings)}"'
    if request.headers.get("If-None-Match") == etag:
        response: HttpResponse = HttpResponseNotModified()
    else:
        hear(request, rings)
        response = JsonResponse(picture(rings))
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    return response


def calling(request: Request) -> list[Ring]:
    """Return what waits for this person; what is real breaks through a drill, and comes first."""
    real = queries.unheard(request.standings[0]) if request.standing.drill else []
    return real + queries.unheard(request.standing)


def hear(request: Request, rings: list[Ring]) -> None:
    """Note what reached this screen, each under the standing it was for."""
    for standing in dict.fromkeys((request.standings[0], request.standing)):
        mine = [ring for ring in rings if ring.alert.drill == standing.drill]
        actions.hear(mine, by=standing, at=timezone.now())


def picture(rings: list[Ring]) -> dict[str, object]:
    """Say what the bell needs: words of the taxonomy, the place, and where to go."""
    return {
        "count": len(rings),
        "rings": [
            {
                "id": str(ring.alert_id),
                "round": ring.round,
                "text": ring.headline,
                "urgency": ring.alert.urgency,
                "status": ring.alert.cap_status,
                "url": reverse("alerts:board") + f"#a-{ring.alert_id}",
            }
            for ring in rings
        ],
    }


@require_GET
@never_cache
@policy("alert.hear")
def board(request: Request) -> HttpResponse:
    """Show the open alerts, and the ones that called nobody."""
    return render(
        request,
        "alerts/board.html",
        {
            "alerts": [
                (alert, path_of(alert, request.standing)) for alert in queries.board(request.standing)[:200]
            ],
            "unattended": queries.unattended(request.standing)[:200],
            "real": queries.unheard(request.standings[0]) if request.standing.drill else [],
            "now": timezone.now(),
        },
    )


def path_of(alert: Alert, standing: Standing) -> str:
    """Return where the subject is read, or nothing for who hears of it but may not read it.

    A finding across a border lies above those it calls; each is shown what of it is theirs.
    """
    if alert.subject_kind == "finding" and access.may_open(standing, READ_BY["finding"]):
        return f"{ADDRESSES['finding']}/{alert.subject_id}"
    readable = access.may(
        standing,
        READ_BY[alert.subject_kind],
        region=alert.region_id,
        sensitivity=alert.sensitivity,
        restricted=alert.restricted,
    )
    return f"{ADDRESSES[alert.subject_kind]}/{alert.subject_id}" if readable else ""


@require_POST
@policy("alert.acknowledge")
def acknowledge(request: Request, pk: UUID) -> HttpResponse:
    """Take the answer of the one who was called; pressing twice is pressing once."""
    alert = actions.acknowledge(pk, by=request.standing, at=timezone.now())
    return redirect(reverse("alerts:board") + f"#a-{alert.pk}")
