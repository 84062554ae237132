"""The chairs of a kabupaten and who sits on them, worked out from its regions; nothing here touches the database."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from random import Random

from kentongan.gladi import names
from kentongan.gladi.place import Place
from kentongan.people.models import Office
from kentongan.rules.authority import Role

Kind = Office.Kind


@dataclass(frozen=True)
class Chair:
    """A post in an office and its holder; without a name it is vacant, with a user name somebody may log in."""

    region: str
    kind: str
    office: str
    role: Role
    title: str
    name: str = ""
    username: str = ""
    unit: str = ""
    deputy: str = ""

    @property
    def key(self) -> str:
        """Return what tells this post from every other one."""
        return f"{self.region}|{self.kind}|{self.office}|{self.title}|{self.unit}"


def of_village(place: Place, rng: Random) -> Iterator[Chair]:
    """Return the three pillars and the Linmas of a village."""
    code, name = place.code, place.name
    head = place.title_of_head or "Kepala Desa"
    office = "Kelurahan" if head == "Lurah" else "Desa"
    yield Chair(
        code, Kind.VILLAGE, f"Kantor {office} {name}", Role.LURAH, f"{head} {name}", names.anybody(rng)
    )
    yield Chair(code, Kind.ARMY, f"Pos Babinsa {name}", Role.BABINSA, f"Babinsa {name}", names.soldier(rng))
    yield Chair(
        code,
        Kind.POLICE,
        f"Pos Bhabinkamtibmas {name}",
        Role.BHABINKAMTIBMAS,
        f"Bhabinkamtibmas {name}",
        names.constable(rng),
    )
    yield Chair(
        code, Kind.COMMUNITY, f"Satlinmas {name}", Role.LINMAS, f"Kasatgas Linmas {name}", names.man(rng)
    )


def of_district(place: Place, rng: Random) -> Iterator[Chair]:
    """Return the Forkopimcam of a kecamatan."""
    code, name = place.code, place.name
    yield Chair(
        code, Kind.DISTRICT, f"Kantor Kecamatan {name}", Role.CAMAT, f"Camat {name}", names.anybody(rng)
    )
    yield Chair(
        code, Kind.POLICE, f"Polsek {name}", Role.KAPOLSEK, f"Kapolsek {name}", f"AKP {names.man(rng)}"
    )
    yield Chair(
        code, Kind.ARMY, f"Koramil {name}", Role.DANRAMIL, f"Danramil {name}", f"Kapten {names.man(rng)}"
    )


def of_neighbourhood(rw: str, rts: Iterable[str], village: str, rng: Random) -> Iterator[Chair]:
    """Return the heads of an RW and its RT; only their codes are known."""
    number = rw.rpartition(".RW")[2]
    yield Chair(rw, Kind.COMMUNITY, f"RW {number} {village}", Role.RW, "Ketua RW", names.man(rng))
    for rt in rts:
        small = rt.rpartition(".RT")[2]
        office = f"RT {small} RW {number} {village}"
        yield Chair(rt, Kind.COMMUNITY, office, Role.RT, "Ketua RT", names.anybody(rng))


def of_regency(code: str, name: str, rng: Random) -> Iterator[Chair]:
    """Return the desk of Kesbangpol, the leaders, those who keep the system and those who look over its shoulder."""
    desk, rule = f"Bakesbangpol {name}", f"Pemerintah {name}"

    def at_desk(role: Role, title: str) -> Chair:
        return Chair(code, Kind.KESBANGPOL, desk, role, title, names.anybody(rng))

    yield at_desk(Role.KEPALA, "Kepala Bakesbangpol")
    yield at_desk(Role.ANALIS, "Kabid Kewaspadaan Nasional dan Penanganan Konflik")
    yield at_desk(Role.OPERATOR, "Operator posko 1")
    yield at_desk(Role.OPERATOR, "Operator posko 2")
    yield Chair(code, Kind.GOVERNMENT, rule, Role.PIMPINAN, "Bupati", names.anybody(rng))
    yield Chair(code, Kind.GOVERNMENT, rule, Role.PIMPINAN, "Sekretaris Daerah", names.anybody(rng))
    yield Chair(code, Kind.POLICE, f"Polres {name}", Role.PIMPINAN, "Kapolres", f"AKBP {names.man(rng)}")
    yield Chair(code, Kind.ARMY, f"Kodim {name}", Role.PIMPINAN, "Dandim", f"Letkol {names.man(rng)}")
    yield Chair(
        code, Kind.GOVERNMENT, f"Satpol PP {name}", Role.LINMAS, "Kepala Satpol PP", names.anybody(rng)
    )
    informatics = f"Dinas Komunikasi dan Informatika {name}"
    yield Chair(code, Kind.GOVERNMENT, informatics, Role.ADMIN, "Admin sistem 1", names.anybody(rng))
    yield Chair(code, Kind.GOVERNMENT, informatics, Role.ADMIN, "Admin sistem 2", names.anybody(rng))
    yield Chair(
        code, Kind.OVERSIGHT, f"Inspektorat {name}", Role.AUDITOR, "Auditor Inspektorat", names.anybody(rng)
    )


def of_province(code: str, name: str, rng: Random) -> Iterator[Chair]:
    """Return the reader at the province."""
    office = f"Bakesbangpol Provinsi {name}"
    yield Chair(code, Kind.KESBANGPOL, office, Role.PROVINSI, "Kabid Penanganan Konflik", names.anybody(rng))


def vacant(chair: Chair) -> Chair:
    """Return a chair on which nobody sits."""
    return replace(chair, name="", username="")
