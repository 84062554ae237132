"""Reads Indonesian field reports: text in, a draft with spans and confidence out.

    import simak

    draft = simak.read("Ada tawuran di Desa Klanting, 2 luka", received_at=now, sender_region="35.08.14.2003")
    draft.category.value, draft.place.value, draft.counts["luka"].value

Models and names of places are loaded when the first text is read, so that importing costs nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from simak.draft import Draft, Link
    from simak.reading import Message, read, read_many
    from simak.relating import relate

__all__ = ["Draft", "Link", "Message", "read", "read_many", "relate"]

_WHERE = {
    "Draft": "simak.draft",
    "Link": "simak.draft",
    "Message": "simak.reading",
    "read": "simak.reading",
    "read_many": "simak.reading",
    "relate": "simak.relating",
}


def __getattr__(name: str) -> Any:
    """Return a public name, loading where it lives."""
    if name not in _WHERE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_WHERE[name]), name)
