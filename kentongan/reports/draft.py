"""A report before it is received: checked values, whatever way it came."""

import hashlib
import json
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache

from django.utils.translation import gettext_noop as _

Counts = dict[str, tuple[int, int]]

# What is counted, always as a range: "puluhan" is 20 to 99, and nobody is forced to invent a number.
COUNT_KINDS = (
    _("mati"),
    _("luka"),
    _("mengungsi"),
    _("rusak"),
    _("diamankan"),
    _("massa"),
    _("personel"),
)


@dataclass(frozen=True)
class Draft:
    """What the reporter told; nothing in it was worked out by us."""

    channel: str = "web"
    sort: str = "cepat"
    event_form: str = ""
    issues: tuple[str, ...] = ()
    when: str = ""
    stage: str = ""
    urgency: str = ""
    sensitivity: str = ""
    region: str = ""
    place_text: str = ""
    lat: float | None = None
    lng: float | None = None
    stated_at: datetime | None = None
    occurred_on: date | None = None
    text: str = ""
    counts: Counts = field(default_factory=dict)
    anonymous: bool = False
    sender_number: str = ""
    code: str = ""
    original: str = ""
    original_source: str = ""

    def fingerprint(self) -> str:
        """Return a short sum of the content: the same key with another sum is another report.

        What was left open does not count, so a release that adds a field still knows what was told before it.
        """
        empty = blank(type(self))  # type: ignore[arg-type]
        told = {
            name: value
            for name, value in vars(self).items()
            if name not in {"code", "channel"} and value != empty[name]
        }
        return hashlib.sha256(json.dumps(told, sort_keys=True, default=str).encode()).hexdigest()


@cache
def blank(kind: type[Draft]) -> dict[str, object]:
    """Return what a draft says before anybody told anything."""
    return vars(kind())


@dataclass(frozen=True)
class Receipt:
    """What the reporter keeps: proof that we have it and since when."""

    code: str
    received_at: datetime
    signature: str
    replay: bool
