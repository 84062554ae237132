"""Every address of the service, filled in: pages come from the URL configuration and join by themselves."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern

from kentongan.people.declared import actions_of, operations_of, walk
from kentongan.people.policy import THIRD_PARTY

PARAMETER = re.compile(r"<(?:(?P<converter>\w+):)?(?P<name>\w+)>")
UNFIXED = re.compile(r"[?*+()\\^$\[\]]")
# Read with a session of its own each; what they do to the rest of a run is not of this promise.
LEAVING = ("account_logout",)


@dataclass(frozen=True)
class Route:
    """One address with its parameters and the methods it is asked with."""

    pattern: str
    name: str
    methods: tuple[str, ...]
    actions: dict[str, tuple[str | None, ...]]

    @property
    def parameters(self) -> tuple[tuple[str, str], ...]:
        """Return converter and name of each parameter."""
        return tuple((m["converter"] or "str", m["name"]) for m in PARAMETER.finditer(self.pattern))

    def filled(self, **values: str) -> str:
        """Return the address with these values."""
        return "/" + PARAMETER.sub(lambda found: values[found["name"]], self.pattern)

    @property
    def thing_parameter(self) -> str:
        """Return the name of the last identifier in the address, or nothing."""
        names = [name for converter, name in self.parameters if converter == "uuid"]
        return names[-1] if names else ""


def routes() -> Iterator[Route]:
    """Go through every address of ours."""
    for pattern, found in walk():
        if found.name in THIRD_PARTY or UNFIXED.search(PARAMETER.sub("", pattern)):
            continue
        yield Route(pattern, found.name or "", methods_of(found), actions_by_method(found))


def methods_of(found: URLPattern) -> tuple[str, ...]:
    """Return the methods an address is asked with: those of its API operations, or both that pages know."""
    operations = operations_of(found.callback)
    if operations:
        return tuple(sorted({method for one in operations for method in one.methods}))
    return ("GET", "POST")


def actions_by_method(found: URLPattern) -> dict[str, tuple[str | None, ...]]:
    """Return what each method declares."""
    return {method: actions_of(found.callback, found.name, method) for method in methods_of(found)}


def body_of(response: Any) -> bytes:
    """Return what an answer carries, a download too."""
    return b"".join(response.streaming_content) if response.streaming else response.content
