"""Which row of the policy a view falls under, for pages, API operations and third-party views alike."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from django.core.checks import Error
from django.urls import URLPattern, URLResolver, get_resolver

from kentongan.people.policy import THIRD_PARTY

if TYPE_CHECKING:
    from ninja.operation import Operation

UNDECLARED = "kentongan.E001"
Callback = Callable[..., Any]


def actions_of(callback: Callback, name: str | None, method: str | None = None) -> tuple[str | None, ...]:
    """Return the actions a view declares; None stands for a view or an operation without one.

    An API path answers several methods: with `method` only its own operation counts, or all of them when
    none answers that method (the framework then says so with a 405).
    """
    operations = operations_of(callback)
    if operations:
        fitting = [one for one in operations if method in one.methods] or operations
        return tuple(getattr(one.view_func, "policy_action", None) for one in fitting)
    return (getattr(callback, "policy_action", None) or THIRD_PARTY.get(name or ""),)


def operations_of(callback: Callback) -> list["Operation"]:
    """Return the API operations behind a view; ninja keeps them in the closure of the view it makes."""
    from ninja.operation import PathView  # noqa: PLC0415 a second that commands without addresses need not wait

    for cell in getattr(callback, "__closure__", None) or ():
        if isinstance(cell.cell_contents, PathView):
            return cell.cell_contents.operations
    return []


def walk(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Go through every address of the service: its whole route and its pattern."""
    for pattern in (resolver or get_resolver()).url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from walk(pattern, route)
        else:
            yield route, pattern


def undeclared(resolver: URLResolver | None = None) -> list[str]:
    """Return the addresses whose view declares no policy."""
    return [route for route, pattern in walk(resolver) if None in actions_of(pattern.callback, pattern.name)]


def check_every_view_has_a_policy(app_configs: object, **_kwargs: object) -> list[Error]:  # noqa: ARG001
    """Fail `manage.py check` for a view that says nothing about who may open it."""
    return [
        Error(
            f"The view at /{route} declares no policy, so nobody can open it.",
            hint='Put @policy("...") on the view, or name a third-party view in kentongan/people/policy.py.',
            id=UNDECLARED,
        )
        for route in undeclared()
    ]
