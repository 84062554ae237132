"""The region browser, its shapes as data, and what an administrator changes in it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition, require_http_methods, require_safe

from kentongan.people import access
from kentongan.people.middleware import Request
from kentongan.people.policy import policy
from kentongan.rules import places
from kentongan.web.regions import forms, queries
from kentongan.wilayah import actions, maps

DAY = 24 * 3600
UNPROCESSABLE = 422
form_view = require_http_methods(["GET", "HEAD", "POST"])


@policy("region.read")
@require_safe
def home(request: Request) -> HttpResponse:
    """Show the country."""
    return render(request, "web/regions/country.html", queries.country(timezone.now()))


@policy("region.read")
@require_safe
def region(request: Request, code: str) -> HttpResponse:
    """Show one region: where it lies, who leads it, what lies in it, beside it and before it."""
    context = {
        **queries.region(code, timezone.now()),
        "may_administer": access.may(request.standing, "region.admin", region=code),
    }
    return render(request, "web/regions/region.html", context)


@policy("region.read")
@require_safe
def search(request: Request) -> HttpResponse:
    """Find a region by a name that may be misspelt, or by its code."""
    text, told = request.GET.get("q", "")[:80], request.GET.get("di", "")[:32]
    inside = told if places.CODE.fullmatch(told) else ""
    return render(request, "web/regions/search.html", queries.found(text, inside))


def version(_request: HttpRequest, code: str = "") -> str:
    """Name the version of the shapes of a region, so that an unchanged answer is not sent again."""
    return queries.version(code)


@policy("region.read")
@require_safe
@cache_control(public=True, max_age=DAY)
@condition(etag_func=version)
def country_shapes(_request: Request) -> HttpResponse:
    """Give the provinces as GeoJSON."""
    return JsonResponse(maps.geojson(""), content_type="application/geo+json")


@policy("region.read")
@require_safe
@cache_control(public=True, max_age=DAY)
@condition(etag_func=version)
def shapes(request: Request, code: str) -> HttpResponse:
    """Give the parts of a region as GeoJSON; `?desa` gives all villages of a kabupaten."""
    queries.known(code)
    return JsonResponse(
        maps.geojson(code, villages="desa" in request.GET), content_type="application/geo+json"
    )


@policy("region.admin")
@form_view
def new_rw(request: Request, code: str) -> HttpResponse:
    """Make an RW in a village."""
    return written(request, code, forms.NumberForm(request.POST or None), actions.add_rw, _("RW baru"))


@policy("region.admin")
@form_view
def new_rt(request: Request, code: str) -> HttpResponse:
    """Make an RT in an RW."""
    return written(request, code, forms.NumberForm(request.POST or None), actions.add_rt, _("RT baru"))


@policy("region.admin")
@form_view
def new_alias(request: Request, code: str) -> HttpResponse:
    """Note another name."""
    return written(request, code, forms.AliasForm(request.POST or None), actions.add_alias, _("Nama lain"))


@policy("region.admin")
@form_view
def title(request: Request, code: str) -> HttpResponse:
    """Say what the head is called."""
    form = forms.TitleForm(request.POST or None, initial={"title": queries.own_title(code)})
    return written(request, code, form, actions.set_title, _("Sebutan kepala wilayah"))


@policy("region.admin")
@form_view
def replace(request: Request, code: str) -> HttpResponse:
    """End a region and let others take over."""
    form = forms.SuccessorsForm(request.POST or None)
    return written(request, code, form, actions.replace_region, _("Ganti wilayah"))


@policy("region.admin")
@form_view
def split(request: Request, code: str) -> HttpResponse:
    """Cut new regions from one that goes on."""
    form = forms.SuccessorsForm(request.POST or None)
    return written(request, code, form, actions.split_off, _("Pecah wilayah"))


def written(
    request: Request, code: str, form: Form, write: Callable[..., object], heading: str
) -> HttpResponse:
    """Ask until the form is right, then write and go back to the region."""
    here = queries.known(code)
    access.check(request.standing, "region.admin", region=code)
    if not form.is_valid():
        context: dict[str, Any] = {
            "form": form,
            "title": f"{heading}: {here.name}",
            "back": reverse("regions:region", args=[code]),
        }
        return render(
            request, "web/regions/form.html", context, status=UNPROCESSABLE if form.is_bound else None
        )
    write(code, by=request.standing, at=timezone.now(), **form.cleaned_data)
    messages.success(request, _("Tersimpan."))
    return redirect("regions:region", code=code)
