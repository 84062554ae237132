"""The start page and the switches of language and theme."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from kentongan.people.policy import policy
from kentongan.web.navigation import landing
from kentongan.web.templatetags.web import THEME_COOKIE, THEMES

YEAR = 365 * 24 * 3600


@policy("web.open")
@require_GET
def start(request: HttpRequest) -> HttpResponse:
    """Lead everybody to the page of their work; a citizen to the report."""
    page = landing(request)
    return HttpResponseRedirect(page) if page else render(request, "web/start.html")


# Exempt: the public page must not set a cookie before somebody asks for one, and a stranger who
# makes a visitor's browser send this changes a colour.
@policy("web.open")
@csrf_exempt
@require_POST
def display(request: HttpRequest) -> HttpResponse:
    """Remember language and theme on this device."""
    wanted = request.POST.get("next", "/")
    safe = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    response = HttpResponseRedirect(wanted if safe else "/")
    remember(
        response, settings.LANGUAGE_COOKIE_NAME, request.POST.get("language", ""), dict(settings.LANGUAGES)
    )
    remember(response, THEME_COOKIE, request.POST.get("theme", ""), THEMES)
    return response


def remember(response: HttpResponse, cookie: str, value: str, allowed: object) -> None:
    """Set one cookie when its value is one of the allowed."""
    if value in allowed:  # type: ignore[operator]
        response.set_cookie(
            cookie, value, max_age=YEAR, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE, httponly=True
        )
