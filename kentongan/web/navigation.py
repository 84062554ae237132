"""Which pages each kind of person is offered, and where they land: at most six, one table."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Item:
    """One entry of the menu."""

    path: str
    label: str | Promise
    here: bool = False


LAPOR = Item("/lapor", _("Lapor"))
KODE = Item("/kode", _("Cek kode"))
MEJA = Item("/meja", _("Meja piket"))
KASUS = Item("/kasus", _("Kasus"))
SITUASI = Item("/situasi", _("Situasi"))
TUGAS = Item("/tugas", _("Tugas saya"))
NIHIL = Item("/nihil", _("Nihil"))
WILAYAH = Item("/wilayah", _("Wilayah"))
ORANG = Item("/orang", _("Orang"))
CATATAN = Item("/catatan", _("Buku catatan"))
MACET = Item("/macet", _("Macet"))
JAGA = Item("/jaga", _("Jaga malam"))

# What leads out of a drill is not offered in it: a report is always a real one.
ONLY_REAL = (LAPOR, KODE, WILAYAH, JAGA)
CITIZEN = (LAPOR, KODE)
FIELD = (LAPOR, NIHIL, TUGAS)
DESK = (MEJA, KASUS, SITUASI, JAGA, LAPOR)
MENUS: dict[str, tuple[Item, ...]] = {
    "rt": FIELD,
    "rw": FIELD,
    "linmas": FIELD,
    "lurah": (*FIELD, KASUS, SITUASI, JAGA),
    "babinsa": (*FIELD, KASUS, JAGA),
    "bhabinkamtibmas": (*FIELD, KASUS, JAGA),
    "camat": (SITUASI, KASUS, TUGAS, JAGA, LAPOR),
    "kapolsek": (KASUS, TUGAS, JAGA, LAPOR),
    "danramil": (KASUS, TUGAS, JAGA, LAPOR),
    "operator": DESK,
    "analis": (SITUASI, JAGA, MEJA, KASUS, LAPOR),
    "kepala": (SITUASI, JAGA, MEJA, KASUS, ORANG, CATATAN),
    "pimpinan": (SITUASI, JAGA, KASUS),
    "provinsi": (SITUASI, KASUS),
    "admin": (ORANG, WILAYAH, MACET),
    "auditor": (CATATAN, ORANG),
}
MOST = 6


def menu(request: HttpRequest | None) -> tuple[Item, ...]:
    """Return the entries for this person, first seat first, at most six."""
    roles = roles_of(request)
    offered = dict.fromkeys(item for role in roles for item in MENUS.get(role, ())) or dict.fromkeys(CITIZEN)
    if is_in_drill(request):
        offered = {item: None for item in offered if item not in ONLY_REAL}
    here = request.path if request else ""
    return tuple(Item(i.path, i.label, is_under(here, i.path)) for i in list(offered)[:MOST])


def is_under(here: str, path: str) -> bool:
    """Say whether this address belongs to that entry."""
    return here == path or here.startswith(f"{path}/")


def is_in_drill(request: HttpRequest | None) -> bool:
    """Say whether this page belongs to a drill."""
    standing = getattr(request, "standing", None)
    return bool(standing and standing.drill)


def roles_of(request: HttpRequest | None) -> tuple[str, ...]:
    """Return the roles of this person's seats."""
    standing = getattr(request, "standing", None)
    return tuple(str(seat.role) for seat in standing.seats) if standing else ()


def landing(request: HttpRequest) -> str:
    """Return the page an officer's day begins on, or "" for a citizen."""
    return menu(request)[0].path if roles_of(request) else ""
