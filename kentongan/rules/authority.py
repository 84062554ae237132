"""Who may do what: the words of the policy table and the one function that reads it.

The table itself stands in kentongan/people/policy.py. Everything is denied that no row allows.
"""

from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from kentongan.rules.places import drill, inside
from kentongan.rules.taxonomy import Label, Sensitivity


class Role(StrEnum):
    """What somebody is in the system. `warga` is everybody, with or without an account."""

    WARGA = "warga"
    RT = "rt"
    RW = "rw"
    LURAH = "lurah"
    BABINSA = "babinsa"
    BHABINKAMTIBMAS = "bhabinkamtibmas"
    LINMAS = "linmas"
    CAMAT = "camat"
    KAPOLSEK = "kapolsek"
    DANRAMIL = "danramil"
    OPERATOR = "operator"
    ANALIS = "analis"
    KEPALA = "kepala"
    PIMPINAN = "pimpinan"
    PROVINSI = "provinsi"
    ADMIN = "admin"
    AUDITOR = "auditor"


ROLES = {
    Role.WARGA: Label("Warga", "Citizen"),
    Role.RT: Label("Ketua RT", "Head of an RT"),
    Role.RW: Label("Ketua RW", "Head of an RW"),
    Role.LURAH: Label("Lurah atau kepala desa", "Head of a village"),
    Role.BABINSA: Label("Babinsa", "Babinsa (army, village)"),
    Role.BHABINKAMTIBMAS: Label("Bhabinkamtibmas", "Bhabinkamtibmas (police, village)"),
    Role.LINMAS: Label("Linmas", "Linmas (civil guard)"),
    Role.CAMAT: Label("Camat", "Head of a kecamatan"),
    Role.KAPOLSEK: Label("Kapolsek", "Kapolsek (police, kecamatan)"),
    Role.DANRAMIL: Label("Danramil", "Danramil (army, kecamatan)"),
    Role.OPERATOR: Label("Operator piket", "Duty operator"),
    Role.ANALIS: Label("Analis", "Analyst"),
    Role.KEPALA: Label("Kepala Kesbangpol", "Head of Kesbangpol"),
    Role.PIMPINAN: Label("Pimpinan daerah", "Leaders of the region"),
    Role.PROVINSI: Label("Provinsi", "Province"),
    Role.ADMIN: Label("Admin", "Administrator"),
    Role.AUDITOR: Label("Auditor", "Auditor"),
}


class Relation(StrEnum):
    """What binds a person to one object."""

    ANY = "any"
    AUTHOR = "author"
    OWNER = "owner"
    ASSIGNEE = "assignee"
    COPIED = "copied"


class Reach(StrEnum):
    """Where a row holds: in the seat's own region, above it, or everywhere."""

    OWN = "own"
    UP = "up"
    ANYWHERE = "anywhere"


@dataclass(frozen=True)
class Seat:
    """One post somebody fills now, in one region; `deputy` is empty, plt or plh."""

    role: Role
    region: str
    deputy: str = ""
    # Which post it is: two posts of one role in one region are two posts, but the same to the policy.
    post: UUID | None = field(default=None, compare=False)


@dataclass(frozen=True)
class Standing:
    """Who is acting, from where, with every post held at this moment: either in the real country or in one drill."""

    account: UUID | None
    seats: tuple[Seat, ...]
    label: str
    origin: str
    drill: str = ""


PUBLIC = Standing(None, (), "warga", "web")
SYSTEM = Standing(None, (), "sistem", "loop")

# Everybody is also a citizen, who belongs to no region: `own` and `up` never reach for this seat.
CITIZEN = Seat(Role.WARGA, "")


@dataclass(frozen=True)
class Rule:
    """One row of the policy table: these roles may do this, so far and no further, because of `why`."""

    action: str
    roles: frozenset[Role]
    relation: Relation
    reach: Reach
    up_to: Sensitivity
    why: str
    restricted: bool = False


@dataclass(frozen=True)
class Grant:
    """A row of the table met by a post that somebody holds."""

    rule: Rule
    seat: Seat
    drill: str = ""

    def covers(self, region: str) -> bool:
        """Tell whether the row holds for an object of a region; "anywhere" ends at the edge of a drill."""
        return {
            Reach.ANYWHERE: not region or drill(region) == self.drill,
            Reach.OWN: inside(region, self.seat.region),
            Reach.UP: inside(self.seat.region, region),
        }[self.rule.reach]


def grants(table: Iterable[Rule], standing: Standing, action: str) -> Iterator[Grant]:
    """Walk through every row of an action that one of the person's posts meets."""
    for rule in table:
        if rule.action == action:
            yield from (
                Grant(rule, seat, standing.drill)
                for seat in (*standing.seats, CITIZEN)
                if seat.role in rule.roles
            )


def may_ever(table: Iterable[Rule], standing: Standing, action: str) -> bool:
    """Tell whether the person could do this to anything at all: enough to open a page, never to show an object."""
    return any(True for _ in grants(table, standing, action))


def decide(
    table: Iterable[Rule],
    standing: Standing,
    action: str,
    *,
    relation: Set[Relation],
    region: str,
    sensitivity: Sensitivity,
    restricted: bool = False,
) -> bool:
    """Answer whether this person may do this to an object with these properties. What no row allows is denied."""
    return any(
        (grant.rule.relation is Relation.ANY or grant.rule.relation in relation)
        and sensitivity in grant.rule.up_to.up_to
        and (grant.rule.restricted or not restricted)
        and grant.covers(region)
        for grant in grants(table, standing, action)
    )
