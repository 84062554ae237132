"""At the door: who comes in, and whether the page they ask for holds anything for them."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from kentongan.people import access, queries
from kentongan.people.declared import actions_of
from kentongan.people.models import Account
from kentongan.rules.authority import Standing

Answer = Callable[[HttpRequest], HttpResponse]


class Request(HttpRequest):
    """A request that has come through the door."""

    standing: Standing
    user: Account


class StandingMiddleware:
    """Find out what this person stands for now; a term that ended last night gives nothing this morning."""

    def __init__(self, get_response: Answer) -> None:
        """Keep the next in line."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Put the standing on the request."""
        account = request.user if isinstance(request.user, Account) else None
        origin = "api" if is_api(request) else "web"
        request.standing = queries.standing(account, at=timezone.now(), origin=origin)  # type: ignore[attr-defined]
        return self.get_response(request)


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
