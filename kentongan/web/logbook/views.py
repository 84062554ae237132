"""The logbook page, and the page of what is stuck with its button."""

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kentongan.events import actions
from kentongan.people.middleware import Request
from kentongan.people.policy import policy
from kentongan.web.logbook import queries
from kentongan.web.logbook.forms import Filters


@policy("log.read")
@require_safe
def logbook(request: Request) -> HttpResponse:
    """Show who did what, newest first."""
    form = Filters(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    page = queries.page(
        request.standing,
        day=asked.get("hari"),
        kind=asked.get("jenis", ""),
        subject=asked.get("perihal"),
        before=asked.get("sebelum"),
    )
    kept = {name: request.GET[name] for name in ("hari", "jenis", "perihal") if request.GET.get(name)}
    older = urlencode({**kept, "sebelum": str(page.rest)}) if page.rest else ""
    context = {"form": form, "page": page, "older": older}
    return render(request, "web/logbook.html", context, status=200 if form.is_valid() else 422)


@policy("events.retry")
@require_safe
def stuck(request: Request) -> HttpResponse:
    """Show which reactions are stuck."""
    return render(request, "web/stuck.html", {"stuck": queries.stuck(request.standing)})


@policy("events.retry")
@require_POST
def retry(request: Request, pk: UUID) -> HttpResponse:
    """Let one stuck reaction be tried again."""
    reaction = queries.stuck_one(request.standing, pk)
    actions.retry(reaction.pk, by=request.standing, at=timezone.now())
    messages.success(request, _("Akan dicoba lagi dalam beberapa detik."))
    return redirect("stuck")
