"""Finding the place of a report: as fine as it is certain, and never so unknown that nobody gets the report."""

import re
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import NamedTuple

from django.conf import settings
from django.db import connection

from kentongan.people.models import Office
from kentongan.reports.draft import Draft
from kentongan.rules import places
from kentongan.rules.authority import Standing
from kentongan.rules.refusal import Refused
from kentongan.wilayah import queries as wilayah
from kentongan.wilayah.models import Region, Successor
from kentongan.wilayah.queries import within

PRECISION = {6: "RT", 5: "RT", 4: "desa", 3: "kecamatan", 2: "kecamatan", 1: "kecamatan"}
TRIES = 3
KNOWN = "SELECT code, level, valid_to IS NULL FROM wilayah_region WHERE code IN ({})"
TITLE = re.compile(r"(?:desa|ds|kelurahan|kel)\.?\s+", re.IGNORECASE)


class Step(NamedTuple):
    """As much of a region as finding the place of a report needs."""

    code: str
    level: int
    stands: bool


@dataclass(frozen=True)
class Place:
    """Where a report lies and how fine that is."""

    region: str
    precision: str
    told: str = ""


@dataclass(frozen=True)
class Ground:
    """What is known of the regions several reports name, and which kabupaten somebody answers for here."""

    known: Mapping[str, Step]
    served: dict[str, bool] = field(default_factory=dict)


def places_of(drafts: Sequence[tuple[Draft, Standing]]) -> list[Place]:
    """Return for each draft the finest known region of what was told, else of the author's post, else the home region.

    All regions are looked up at once: every report waits for this.

    Raises:
        Refused: If not even the home region is loaded, so nobody would ever be told.
    """
    told = [told_by(draft, by) for draft, by in drafts]
    homes = [home_of(by) for _, by in drafts]
    ground = Ground(_known({*homes, *(step for code in told for step in places.path(code))}))
    return [
        _place_of(draft, code, home, ground)
        for (draft, _), code, home in zip(drafts, told, homes, strict=True)
    ]


def told_by(draft: Draft, by: Standing) -> str:
    """Return where a report says it lies, else where its author's post lies, else home.

    Whatever page it was written on: what somebody tells in a drill lies in that drill, all else in the country.
    """
    told = draft.region or _region_of_post(by, anonymous=draft.anonymous) or home_of(by)
    return places.in_drill(by.drill, told)


def _place_of(draft: Draft, told: str, home: str, ground: Ground) -> Place:
    region = _deepest_served(told, home, ground)
    if region.level < places.VILLAGE and places.inside(told, region.code):
        finer = _by_point(draft, region) or _by_name(draft, region)
        region = Step(finer.code, finer.level, stands=True) if finer else region
    kept = "" if region.code.startswith(told) else told
    if draft.lat is not None and region.level >= places.VILLAGE:
        return Place(region.code, "titik", kept)
    return Place(region.code, PRECISION[region.level], kept)


def home_of(by: Standing) -> str:
    """Return the kabupaten whose desk hears of what nobody can place: that of the site, or of the drill."""
    inside = next((seat.region for seat in by.seats if seat.region.count(".")), "")
    return ".".join(inside.split(".")[: places.REGENCY]) if by.drill else settings.HOME_REGION


def _region_of_post(by: Standing, *, anonymous: bool) -> str:
    codes = [seat.region for seat in by.seats if seat.region]
    finest = max(codes, key=lambda code: (code.count("."), code), default="")
    # An RT has one head: its code would name whoever did not want to be named.
    return ".".join(finest.split(".")[: places.VILLAGE]) if anonymous else finest


def _deepest_served(code: str, home: str, ground: Ground) -> Step:
    known = ground.known
    # A province or more is too wide to have an operator of its own: below that the home region hears of it.
    found = next(
        (known[step] for step in reversed(places.path(code)) if step in known and step.count(".")), None
    )
    if found is None or not _is_served(found.code, home, ground):
        found = known.get(home)
    if found is None:
        raise Refused(
            "Wilayah belum dimuat di server ini. Hubungi admin: kentongan load-regions.", "no_regions"
        )
    return _successor(found)


def _known(codes: AbstractSet[str]) -> dict[str, Step]:
    """Return these regions by a statement that is put together here: Django's own takes as long as the answer."""
    with connection.cursor() as cursor:
        cursor.execute(KNOWN.format(", ".join(["%s"] * len(codes))), sorted(codes))
        return {row[0]: Step(*row) for row in cursor.fetchall()}


def _is_served(code: str, home: str, ground: Ground) -> bool:
    """Say whether somebody answers for this kabupaten here; who nobody may read of, nobody answers for."""
    kabupaten = ".".join(code.split(".")[: places.REGENCY])
    if kabupaten == home:
        return True
    if kabupaten not in ground.served:
        ground.served[kabupaten] = Office.objects.filter(within("region_id", kabupaten)).exists()
    return ground.served[kabupaten]


def _successor(region: Step) -> Step:
    for _try in range(TRIES):
        if region.stands:
            break
        heirs = list(
            Successor.objects.filter(old_id=region.code)
            .select_related("new")
            .order_by("-on_date", "new_id")[:2]
        )
        if len(heirs) != 1:
            break  # split in several: which part is meant is for a person to say
        heir = heirs[0].new
        region = Step(heir.code, heir.level, heir.valid_to is None)
    return region


def _by_point(draft: Draft, inside: Step) -> Region | None:
    if draft.lat is None or draft.lng is None:
        return None
    return wilayah.region_at(draft.lat, draft.lng, inside=inside.code)


def _by_name(draft: Draft, inside: Step) -> Region | None:
    """Return the one region with exactly this name; a guess among several would send the alarm astray."""
    name = TITLE.sub("", draft.place_text).casefold()
    if not name:
        return None
    hits = wilayah.search(draft.place_text, inside=inside.code, limit=5)
    same = [hit for hit in hits if hit.name.casefold() == name and hit.level >= places.VILLAGE]
    return same[0] if len(same) == 1 else None
