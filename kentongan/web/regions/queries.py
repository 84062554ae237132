"""What the pages about regions show, put together from the room wilayah."""

import hashlib
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.urls import reverse

from kentongan.rules.places import CODE, path, zone
from kentongan.rules.refusal import Absent
from kentongan.wilayah import maps, pack
from kentongan.wilayah import queries as places
from kentongan.wilayah.models import Level, Region

CAPITAL = "Asia/Jakarta"


def known(code: str) -> Region:
    """Return a region of any time.

    Raises:
        Absent: If there never was one.
    """
    if not CODE.fullmatch(code):
        raise Absent
    found = Region.objects.select_related("parent").filter(code=code).first()
    if found is None:
        raise Absent(code)
    return found


def own_title(code: str) -> str:
    """Return the title the office gave the head of a region, or nothing."""
    found = known(code)
    return found.title_of_head if found.title_is_local else ""


def version(code: str) -> str:
    """Return a word that changes when the shapes or names of a region may have changed."""
    seen = hashlib.sha256(f"{pack.digest()} {code}".encode())
    made_here = Region.objects.filter(local=True).order_by("code")
    for row in made_here.values_list("code", "name", "title_of_head", "valid_to"):
        seen.update(repr(row).encode())
    return f'"{seen.hexdigest()[:24]}"'


def country(at: datetime) -> dict[str, Any]:
    """Return what the page of the country shows."""
    provinces = list(places.children("", at.astimezone(ZoneInfo(CAPITAL)).date()))
    return {"children": provinces, "map": picture("", "Indonesia", provinces), "query": ""}


def region(code: str, at: datetime) -> dict[str, Any]:
    """Return what the page of one region shows."""
    here = known(code)
    on = at.astimezone(ZoneInfo(zone(code))).date()
    below = list(places.children(code, on))
    steps = Region.objects.filter(code__in=path(code)[:-1]).order_by("code")
    return {
        "region": here,
        "above": list(steps),
        "children": below,
        "map": picture(code, here.name, below),
        "neighbours": list(places.neighbours(code)) if here.level == Level.VILLAGE else [],
        "aliases": list(here.aliases.order_by("name", "pk")),
        "before": places.took_over_from(code),
        "after": places.handed_over_to(code),
        "is_village": here.level == Level.VILLAGE,
        "is_rw": here.level == Level.RW,
        "is_current": here.valid_to is None or here.valid_to > on,
    }


def picture(code: str, name: str, below: list[Region]) -> str:
    """Draw the parts of a region, each with a link to its own page."""
    if below and below[0].level > Level.VILLAGE:
        below = []
    names = {one.code: one.name for one in below}
    if not names:
        return maps.svg(code, label=maps.spoken(name, 0))
    return maps.svg(
        code,
        label=maps.spoken(name, len(names)),
        names=names,
        link=lambda one: reverse("regions:region", args=[one]),
    )


def found(text: str, inside: str) -> dict[str, Any]:
    """Return what a search finds, each with its address."""
    regions = places.search(text, inside=inside, limit=20) if text.strip() else []
    addresses = places.addresses(one.code for one in regions)
    return {
        "query": text,
        "inside": inside,
        "found": [(one, addresses[one.code]) for one in regions],
    }
