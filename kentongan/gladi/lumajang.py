"""What is particular about the demonstration kabupaten: who logs in, which chair is empty, where RT are known."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from random import Random

from kentongan.gladi import kabupaten, names
from kentongan.gladi.kabupaten import Chair
from kentongan.gladi.place import Place
from kentongan.people.models import Team, TeamMember
from kentongan.rules import places
from kentongan.rules.authority import Role

HOME = "35.08"
PROVINCE = "35"
TOWN = "35.08.10.1010"
DISTRICT = "35.08.10"
COUNTRY = "35.08.05.2004"
# Published here, so only good where nothing is at stake: `kentongan check` refuses production with these logins.
PASSWORD = "titir-lumajang"  # noqa: S105 printed at every start of the demonstration

# RW and how many RT each, in the villages of the demonstration that have made theirs.
NEIGHBOURHOODS = {
    "35.08.10.1010": (3, 3, 2),
    "35.08.10.1011": (2, 2),
    "35.08.05.2004": (2, 2),
    "35.08.15.2005": (2,),
}

LOGINS: dict[tuple[str, str], str] = {
    (f"{TOWN}.RW01.RT01", "Ketua RT"): "rt",
    (f"{TOWN}.RW01", "Ketua RW"): "rw",
    (TOWN, "Lurah Rogotrunan"): "lurah",
    (COUNTRY, "Kepala Desa Lempeni"): "kades",
    (TOWN, "Babinsa Rogotrunan"): "babinsa",
    (TOWN, "Bhabinkamtibmas Rogotrunan"): "bhabinkamtibmas",
    (TOWN, "Kasatgas Linmas Rogotrunan"): "linmas",
    (DISTRICT, "Camat Lumajang"): "camat",
    (DISTRICT, "Kapolsek Lumajang"): "kapolsek",
    (DISTRICT, "Danramil Lumajang"): "danramil",
    (HOME, "Operator posko 1"): "operator",
    (HOME, "Operator posko 2"): "operator2",
    (HOME, "Kabid Kewaspadaan Nasional dan Penanganan Konflik"): "analis",
    (HOME, "Kepala Bakesbangpol"): "kepala",
    (HOME, "Bupati"): "bupati",
    (HOME, "Sekretaris Daerah"): "sekda",
    (HOME, "Kapolres"): "kapolres",
    (HOME, "Dandim"): "dandim",
    (HOME, "Kepala Satpol PP"): "satpolpp",
    (HOME, "Admin sistem 1"): "admin",
    (HOME, "Admin sistem 2"): "admin2",
    (HOME, "Auditor Inspektorat"): "auditor",
    (PROVINCE, "Kabid Penanganan Konflik"): "provinsi",
}
# Nobody sits here since the last holder left; what happens there climbs to the camat.
VACANT = {("35.08.20.2008", "Kepala Desa Wonoayu"), ("35.08.13.2005", "Babinsa Dadapan")}
# Somebody stands in: a lurah who left (Plt), a camat who is away (Plh).
DEPUTIES = {("35.08.10.1011", "Lurah Tompokersan"): "plt", ("35.08.16", "Camat Kedungjajang"): "plh"}
# Numbers of a block that no network gives out.
NUMBER_BLOCK = 6284000000000


def chairs(all_places: Iterable[Place], rng: Random) -> Iterator[Chair]:
    """Return every chair of the kabupaten and of its province, in the order of the regions."""
    for place in sorted(all_places, key=lambda place: place.code):
        for chair in chairs_of(place, rng):
            spot = (chair.region, chair.title)
            if spot in VACANT:
                yield kabupaten.vacant(chair)
            else:
                yield replace(chair, username=LOGINS.get(spot, ""))


def chairs_of(place: Place, rng: Random) -> Iterator[Chair]:
    """Return the chairs of one region."""
    match places.level(place.code):
        case places.PROVINCE:
            yield from kabupaten.of_province(place.code, place.name, rng)
        case places.REGENCY:
            yield from kabupaten.of_regency(place.code, place.name, rng)
        case places.DISTRICT:
            yield from kabupaten.of_district(place, rng)
        case places.VILLAGE:
            yield from kabupaten.of_village(place, rng)
            for rw, rts in neighbourhoods(place.code):
                yield from kabupaten.of_neighbourhood(rw, rts, place.name, rng)


def neighbourhoods(village: str) -> list[tuple[str, list[str]]]:
    """Return the RW of a village with their RT."""
    return [
        (f"{village}.RW{rw:02d}", [f"{village}.RW{rw:02d}.RT{rt:02d}" for rt in range(1, count + 1)])
        for rw, count in enumerate(NEIGHBOURHOODS.get(village, ()), start=1)
    ]


@dataclass(frozen=True)
class Member:
    """Somebody a decree names; with a title of a chair it is its holder."""

    position: str
    agency: str
    subteam: str = ""
    title: str = ""
    name: str = ""


@dataclass(frozen=True)
class Decree:
    """A team by decree with its members."""

    kind: str
    region: str
    number: str
    members: tuple[Member, ...]


LEADERS = (
    Member("Ketua", "Pemerintah Kabupaten Lumajang", title="Bupati"),
    Member("Wakil ketua I", "Polres Lumajang", title="Kapolres"),
    Member("Wakil ketua II", "Kodim Lumajang", title="Dandim"),
    Member("Wakil ketua III", "Kejaksaan Negeri Lumajang"),
)
SUBTEAMS = {
    TeamMember.Subteam.PREVENTION: (
        "Bakesbangpol Kabupaten Lumajang", "Kodim Lumajang", "Kantor Kementerian Agama", "FKUB", "FKDM",
        "Dinas Pemberdayaan Masyarakat dan Desa", "Dinas Pendidikan dan Kebudayaan",
        "Dinas Komunikasi dan Informatika",
    ),
    TeamMember.Subteam.CESSATION: (
        "Polres Lumajang", "Kodim Lumajang", "Satpol PP Kabupaten Lumajang", "Satlinmas",
        "Kejaksaan Negeri Lumajang", "Dinas Perhubungan",
    ),
    TeamMember.Subteam.RECOVERY: (
        "Dinas Sosial", "Dinas Kesehatan", "BPBD", "Kantor Pertanahan", "Dinas Perempuan dan Anak",
        "Tokoh masyarakat",
    ),
}  # fmt: skip
FORUMS = {
    Team.Kind.FKUB: ("Ketua", "Wakil ketua", "Sekretaris", *("Anggota",) * 14),
    Team.Kind.FKDM: ("Ketua", "Wakil ketua", "Sekretaris", *("Anggota",) * 9),
    Team.Kind.TKD: ("Ketua", "Sekretaris", *("Anggota",) * 6),
}


def decrees(year: int, districts: Iterable[Place], rng: Random) -> Iterator[Decree]:
    """Return the teams of the kabupaten and the Forkopimcam of every kecamatan."""
    secretary = Member("Sekretaris", "Bakesbangpol Kabupaten Lumajang", title="Kepala Bakesbangpol")
    working = tuple(
        Member("Koordinator" if place == 0 else "Anggota", agency, subteam, name=names.anybody(rng))
        for subteam, agencies in SUBTEAMS.items()
        for place, agency in enumerate(agencies)
    )
    named = tuple(member if member.title else replace(member, name=names.man(rng)) for member in LEADERS)
    yield Decree(Team.Kind.TIMDU, HOME, f"188.45/41/427.12/{year}", (*named, secretary, *working))
    for number, (kind, positions) in enumerate(FORUMS.items(), start=42):
        members = tuple(Member(position, "", name=names.anybody(rng)) for position in positions)
        yield Decree(kind, HOME, f"188.45/{number}/427.12/{year}", members)
    assembly = Member("Anggota", "DPRD Kabupaten Lumajang", name=names.anybody(rng))
    yield Decree(Team.Kind.FORKOPIMDA, HOME, f"188.45/45/427.12/{year}", (*named, assembly))
    for district in sorted(districts, key=lambda place: place.code):
        members = tuple(
            Member(position, agency, title=f"{title} {district.name}")
            for position, agency, title in (
                ("Ketua", f"Kecamatan {district.name}", "Camat"),
                ("Anggota", f"Polsek {district.name}", "Kapolsek"),
                ("Anggota", f"Koramil {district.name}", "Danramil"),
            )
        )
        yield Decree(Team.Kind.FORKOPIMCAM, district.code, f"188.45/{district.code[-2:]}/{year}", members)


def has_number(chair: Chair) -> bool:
    """Say whether the phone of a chair is registered: heads of villages, RT, RW and Linmas report by message."""
    return bool(chair.name) and chair.role in {Role.LURAH, Role.RT, Role.RW, Role.LINMAS}
