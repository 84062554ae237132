"""At the door: who comes in, and whether the page they ask for holds anything for them."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext
from django_htmx.middleware import HtmxDetails

from kentongan.people import access, actions, queries
from kentongan.people.declared import actions_of
from kentongan.people.models import Account
from kentongan.rules.authority import Standing

Answer = Callable[[HttpRequest], HttpResponse]
DEVICE_KEY = "device"
DRILL_KEY = "gladi"
ALWAYS_REAL = ("/lapor-", "/kode", "/api/", "/akun/", "/undangan/", "/wilayah", "/gladi")
DEVICE_COOKIE = "perangkat"
DEVICE_LIVES = 400 * 24 * 3600
# The first mark that fits names the device: Edge also calls itself Chrome, and Chrome Safari.
BROWSERS = (("Edg/", "Edge"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)


class Request(HttpRequest):
    """A request that has come through the door.

    `standing` is what somebody is on this page, in the real country or in the drill they have joined;
    `standings` is every one of them, the real one first.
    """

    standing: Standing
    standings: tuple[Standing, ...]
    user: Account
    htmx: HtmxDetails


class StandingMiddleware:
    """Find out what this person stands for now; a term that ended last night gives nothing this morning."""

    def __init__(self, get_response: Answer) -> None:
        """Keep the next in line."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Put the standing on the request."""
        at = timezone.now()
        origin = "api" if is_api(request) else "web"
        every = queries.standings(person(request), at=at, origin=origin)
        request.standings = every  # type: ignore[attr-defined]
        request.standing = chosen(request, every)  # type: ignore[attr-defined]
        device = known_device(request, at)
        response = self.get_response(request)
        if request.standing.account and not response.has_header("Cache-Control"):  # type: ignore[attr-defined]
            # A page for one person is kept by nobody: neither the browser of a shared computer nor a proxy.
            add_never_cache_headers(response)
        if device is not None:
            response.set_signed_cookie(
                DEVICE_COOKIE,
                str(device),
                max_age=DEVICE_LIVES,
                secure=settings.SESSION_COOKIE_SECURE,
                httponly=True,
                samesite="Lax",
            )
        return response


def chosen(request: HttpRequest, every: tuple[Standing, ...]) -> Standing:
    """Return the standing for this page: the real one, unless this browser has joined a drill.

    What people report, and what programs send, is always real: a report that waited on a phone must not fall
    into a drill. So are one's own account and the pages that run drills.
    """
    is_real = request.path == "/lapor" or request.path.startswith(ALWAYS_REAL)
    name = "" if is_real else joined(request)
    return next((one for one in every if one.drill == name), every[0])


def joined(request: HttpRequest) -> str:
    """Return the drill this browser has joined, or nothing."""
    return str(request.session.get(DRILL_KEY, "")) if request.user.is_authenticated else ""


def person(request: HttpRequest) -> Account | None:
    """Return who is logged in; a session of a revoked device ends here."""
    if not isinstance(request.user, Account):
        return None
    device = request.session.get(DEVICE_KEY)
    if device and not queries.is_welcome(UUID(device), request.user.pk):
        logout(request)
        return None
    return request.user


def known_device(request: HttpRequest, at: datetime) -> UUID | None:
    """Remember the phone or computer of a fresh login, and return it so that it is known next time."""
    standing: Standing = request.standing  # type: ignore[attr-defined]
    if standing.account is None or DEVICE_KEY in request.session:
        return None
    remembered = request.get_signed_cookie(DEVICE_COOKIE, default="")
    device = actions.add_device(
        pk=queries.my_device(standing, remembered or "") or uuid4(),
        name=looks_like(request),
        by=standing,
        at=at,
    )
    request.session[DEVICE_KEY] = str(device.pk)
    return device.pk


def looks_like(request: HttpRequest) -> str:
    """Return a first name for a device; its owner can choose a better one."""
    agent = request.headers.get("user-agent", "")
    browser = next((word for mark, word in BROWSERS if mark in agent), gettext("Peramban"))
    system = next((word for mark, word in SYSTEMS if mark in agent), "")
    return f"{browser} – {system}" if system else browser


class PolicyMiddleware:
    """Answer 404 for a view without a declared policy, and for one that holds nothing for this person."""

    def __init__(self, get_response: Answer) -> None:
        """Keep the next in line."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass through; the view is known only later."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], _args: object, _kwargs: object
    ) -> HttpResponse | None:
        """Let the view run, send a stranger to the login, or say that there is nothing here."""
        return barred(request, view)


def barred(request: HttpRequest, view: Callable[..., Any]) -> HttpResponse | None:
    """Let the view run, or send a stranger to the login.

    Raises:
        Http404: If the view declares no policy, or holds nothing for this person.
    """
    name = request.resolver_match.url_name if request.resolver_match else None
    actions = actions_of(view, name, request.method)
    standing: Standing = request.standing  # type: ignore[attr-defined]
    if None in actions:
        raise Http404
    if any(access.may_open(standing, action) for action in actions if action):
        return None
    if standing.account is None and request.method in {"GET", "HEAD"} and not is_api(request):
        return redirect_to_login(request.get_full_path())
    raise Http404


def is_api(request: HttpRequest) -> bool:
    """Say whether a program asks."""
    return request.path.startswith("/api/")
