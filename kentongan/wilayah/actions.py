"""Every write about places: RW and RT, other names, titles of heads, regions that replace others."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import NAMESPACE_URL, UUID, uuid5
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext_noop as _

from kentongan.events import actions as events
from kentongan.rules import places
from kentongan.rules.authority import Standing
from kentongan.rules.refusal import Refused
from kentongan.wilayah import pack
from kentongan.wilayah.models import Alias, Level, Region, Successor
from kentongan.wilayah.queries import within

UNKNOWN = _("Wilayah ini tidak ada atau sudah tidak berlaku.")
TAKEN = _("Wilayah dengan kode ini sudah ada.")
NOT_A_VILLAGE = _("RW hanya dapat dibuat di desa atau kelurahan.")
NOT_AN_RW = _("RT hanya dapat dibuat di sebuah RW.")
BAD_NUMBER = _("Nomor RW atau RT harus 1 sampai 999.")
NAME_NEEDED = _("Nama wilayah kosong atau terlalu panjang.")
NO_SUCCESSOR = _("Sebutkan paling sedikit satu wilayah pengganti.")
OWN_SUCCESSOR = _("Wilayah tidak dapat menggantikan dirinya sendiri.")
TOO_EARLY = _("Tanggal penggantian harus sesudah wilayah ini mulai berlaku.")
STILL_INHABITED = _("Masih ada wilayah yang berlaku di dalamnya. Gantikan dahulu wilayah di dalamnya.")
OTHER_LEVEL = _("Wilayah pengganti harus setingkat dengan yang digantikan.")
DECREE_NEEDED = _("Sebutkan nomor keputusan atau peraturan yang menjadi dasar.")

LONGEST_NAME = 120
KINDS = {
    Level.PROVINCE: ("provinsi",),
    Level.REGENCY: ("kabupaten", "kota"),
    Level.DISTRICT: ("kecamatan",),
    Level.VILLAGE: ("desa", "kelurahan", "desa_adat"),
}
UNKNOWN_KIND = _("Jenis wilayah tidak sesuai dengan tingkatnya.")


@dataclass(frozen=True)
class NewRegion:
    """A region that takes over: an existing code, or a new one with its kind and name."""

    code: str
    kind: str = ""
    name: str = ""


def identity(code: str) -> UUID:
    """Return the identifier under which the logbook knows a region."""
    return uuid5(NAMESPACE_URL, f"kentongan:wilayah:{code}")


def is_replay(key: UUID, code: str, **content: object) -> bool:
    """Take the key of a write about one region, or say that it was already done.

    Raises:
        Refused: If the key was used for other content.
    """
    done = events.claim_key(
        key,
        fingerprint=events.fingerprint(code=code, **content),
        subject_kind="region",
        subject_id=identity(code),
    )
    return done is not None


def told(kind: str, code: str, *, by: Standing, at: datetime, **detail: object) -> None:
    """Write the one line of the logbook."""
    events.record(
        kind, subject_kind="region", subject_id=identity(code), region=code, by=by, at=at, detail=detail
    )


def valid(code: str, on: date) -> Region:
    """Return a region that is valid on a day, locked.

    Raises:
        Refused: If there is none.
    """
    region = Region.objects.select_for_update().filter(code=code).first()
    if region is None or not region.valid_from <= on or (region.valid_to and region.valid_to <= on):
        raise Refused(UNKNOWN, code="unknown_region")
    return region


def local_day(code: str, at: datetime) -> date:
    """Return which day it is in a region."""
    return at.astimezone(ZoneInfo(places.zone(code))).date()


@transaction.atomic
def add_rw(village: str, number: int, *, by: Standing, at: datetime, key: UUID) -> Region:
    """Make an RW in a village.

    Raises:
        Refused: If the village is none, or already has this RW.
    """
    return add_part(village, "RW", number, Level.VILLAGE, NOT_A_VILLAGE, by=by, at=at, key=key)


@transaction.atomic
def add_rt(rw: str, number: int, *, by: Standing, at: datetime, key: UUID) -> Region:
    """Make an RT in an RW.

    Raises:
        Refused: If the RW is none, or already has this RT.
    """
    return add_part(rw, "RT", number, Level.RW, NOT_AN_RW, by=by, at=at, key=key)


def add_part(
    above: str, word: str, number: int, level: Level, wrong: str, *, by: Standing, at: datetime, key: UUID
) -> Region:
    """Make one RW or RT below a region of the level that may have it."""
    if not 1 <= number <= 999:
        raise Refused(BAD_NUMBER, code="bad_number")
    code = f"{above}.{word}{number:02d}"
    if is_replay(key, code, write="add"):
        return Region.objects.get(code=code)
    day = local_day(above, at)
    parent = valid(above, day)
    if parent.level != level:
        raise Refused(wrong, code="wrong_level")
    region, is_new = Region.objects.get_or_create(
        code=code,
        defaults={
            "parent_id": above,
            "level": level + 1,
            "kind": word.lower(),
            "name": name_of_part(parent, f"{word} {number:02d}"),
            "title_of_head": pack.title_of_head(code, level + 1, word.lower()),
            "valid_from": day,
            "local": True,
        },
    )
    if not is_new:
        raise Refused(TAKEN, code="taken")
    told("region.added", code, by=by, at=at)
    return region


def name_of_part(parent: Region, words: str) -> str:
    """Name an RW or RT so that a list of a whole kabupaten tells it from others: "RT 03 RW 05, Bades"."""
    between = " " if parent.level == Level.RW else ", "
    return f"{words}{between}{parent.name}"


@transaction.atomic
def add_alias(code: str, name: str, *, by: Standing, at: datetime, key: UUID) -> Alias:
    """Note another name that people use for a region; noting it twice notes it once.

    Raises:
        Refused: If the region is none, or the name is empty or too long.
    """
    name = tidy(name)
    replayed = is_replay(key, code, write="alias", name=name)
    region = valid(code, local_day(code, at))
    alias, _new = Alias.objects.get_or_create(region=region, name=name)
    if not replayed:
        told("region.alias_added", code, by=by, at=at)
    return alias


@transaction.atomic
def set_title(code: str, title: str, *, by: Standing, at: datetime, key: UUID) -> Region:
    """Say what the head of a region is called there; an empty title brings back the one of the pack.

    Raises:
        Refused: If the region is none.
    """
    title = " ".join(title.split())
    replayed = is_replay(key, code, write="title", title=title)
    region = valid(code, local_day(code, at))
    if replayed:
        return region
    region.title_is_local = bool(title)
    region.title_of_head = title[:60] or pack.title_of_head(code, region.level, region.kind)
    region.save(update_fields=["title_of_head", "title_is_local"])
    told("region.titled", code, by=by, at=at)
    return region


@transaction.atomic
def replace_region(
    code: str,
    new: Sequence[NewRegion],
    *,
    decree: str,
    on_date: date,
    by: Standing,
    at: datetime,
    key: UUID,
) -> list[Region]:
    """End a region on a day and let others take over; its RW and RT end with it.

    Raises:
        Refused: If it is not valid, others still lie in it, or the successors do not fit.
    """
    if is_replay(key, code, write="replace", new=list(map(repr, new)), decree=decree, on_date=on_date):
        return [Region.objects.get(code=one.code) for one in new]
    old = valid(code, on_date)
    if on_date <= old.valid_from:
        raise Refused(TOO_EARLY, code="too_early")
    if old.level < Level.VILLAGE and old.children.filter(valid_to__isnull=True).exists():
        raise Refused(STILL_INHABITED, code="still_inhabited")
    regions = take_over(old, new, decree, on_date)
    Region.objects.filter(within("code", code), valid_to__isnull=True, valid_from__lt=on_date).update(
        valid_to=on_date
    )
    told("region.replaced", code, by=by, at=at, new=[one.code for one in regions], on_date=on_date)
    return regions


@transaction.atomic
def split_off(
    code: str,
    new: Sequence[NewRegion],
    *,
    decree: str,
    on_date: date,
    by: Standing,
    at: datetime,
    key: UUID,
) -> list[Region]:
    """Let new regions be cut from one that goes on.

    Raises:
        Refused: If it is not valid, or the new ones do not fit.
    """
    if is_replay(key, code, write="split", new=list(map(repr, new)), decree=decree, on_date=on_date):
        return [Region.objects.get(code=one.code) for one in new]
    regions = take_over(valid(code, on_date), new, decree, on_date)
    told("region.split", code, by=by, at=at, new=[one.code for one in regions], on_date=on_date)
    return regions


def take_over(old: Region, new: Sequence[NewRegion], decree: str, on_date: date) -> list[Region]:
    """Find or make the successors of a region and tie them to it."""
    decree = " ".join(decree.split())
    if not decree:
        raise Refused(DECREE_NEEDED, code="decree_needed")
    if not new:
        raise Refused(NO_SUCCESSOR, code="no_successor")
    regions = [successor(old, one, on_date) for one in new]
    for region in regions:
        Successor.objects.get_or_create(
            old=old, new=region, defaults={"on_date": on_date, "decree": decree[:120]}
        )
    return regions


def successor(old: Region, one: NewRegion, on_date: date) -> Region:
    """Return one region that takes over, made if it is new."""
    if one.code == old.code:
        raise Refused(OWN_SUCCESSOR, code="own_successor")
    if places.level(one.code) != old.level:
        raise Refused(OTHER_LEVEL, code="other_level")
    if not one.name:
        return valid(one.code, on_date)
    if one.kind not in KINDS.get(Level(old.level), ()):
        raise Refused(UNKNOWN_KIND, code="unknown_kind")
    above = places.parent(one.code)
    if above:
        valid(above, on_date)
    region, is_new = Region.objects.get_or_create(
        code=one.code,
        defaults={
            "parent_id": above or None,
            "level": old.level,
            "kind": one.kind,
            "name": tidy(one.name),
            "title_of_head": pack.title_of_head(one.code, old.level, one.kind),
            "valid_from": on_date,
            "local": True,
        },
    )
    if not is_new:
        raise Refused(TAKEN, code="taken")
    return region


def tidy(name: str) -> str:
    """Return a name without needless spaces.

    Raises:
        Refused: If it is empty or too long.
    """
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME:
        raise Refused(NAME_NEEDED, code="bad_name")
    return name
