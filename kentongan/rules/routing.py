"""Who hears first, and which posts stand on each rung.

The flow of a report in practice: citizen or RT, then lurah with the three pillars, camat, Kesbangpol.
What cannot wait skips rungs: camat and Kesbangpol hear at once.
"""

from collections.abc import Mapping

from kentongan.rules.authority import Role
from kentongan.rules.escalation import LADDER, Rung
from kentongan.rules.places import DISTRICT, REGENCY, RT, RW, VILLAGE
from kentongan.rules.taxonomy import Urgency

Hearer = tuple[Role, int]

# The posts of a rung, each with the level of the region at which it sits (places).
HEARERS: Mapping[Rung, tuple[Hearer, ...]] = {
    Rung.RT: ((Role.RT, RT), (Role.RW, RW)),
    Rung.PILLARS: ((Role.LURAH, VILLAGE), (Role.BABINSA, VILLAGE), (Role.BHABINKAMTIBMAS, VILLAGE)),
    Rung.DISTRICT: ((Role.CAMAT, DISTRICT), (Role.KAPOLSEK, DISTRICT), (Role.DANRAMIL, DISTRICT)),
    Rung.KESBANGPOL: ((Role.OPERATOR, REGENCY), (Role.ANALIS, REGENCY)),
    Rung.INTEGRATED_TEAM: ((Role.KEPALA, REGENCY),),
    Rung.LEADERS: ((Role.PIMPINAN, REGENCY),),
}

# Nobody is told what he has reported himself: the first rung is the one above the reporter's own. What
# comes from above the kecamatan starts at the desk of Kesbangpol.
RUNG_ABOVE: Mapping[Role, Rung] = {
    Role.WARGA: Rung.RT,
    Role.RT: Rung.PILLARS,
    Role.RW: Rung.PILLARS,
    Role.LINMAS: Rung.PILLARS,
    Role.LURAH: Rung.DISTRICT,
    Role.BABINSA: Rung.DISTRICT,
    Role.BHABINKAMTIBMAS: Rung.DISTRICT,
    Role.CAMAT: Rung.KESBANGPOL,
    Role.KAPOLSEK: Rung.KESBANGPOL,
    Role.DANRAMIL: Rung.KESBANGPOL,
    Role.OPERATOR: Rung.KESBANGPOL,
    Role.ANALIS: Rung.KESBANGPOL,
    Role.KEPALA: Rung.KESBANGPOL,
    Role.PIMPINAN: Rung.KESBANGPOL,
    Role.PROVINSI: Rung.KESBANGPOL,
    Role.ADMIN: Rung.KESBANGPOL,
    Role.AUDITOR: Rung.KESBANGPOL,
}

# The more urgent, the higher the lowest rung that hears first.
LOWEST: Mapping[Urgency, Rung] = {
    Urgency.GAWAT: Rung.PILLARS,
    Urgency.PENTING: Rung.PILLARS,
    Urgency.BIASA: Rung.RT,
}

# Rungs that hear together with the first one.
AT_ONCE: Mapping[Urgency, tuple[Rung, ...]] = {
    Urgency.GAWAT: (Rung.DISTRICT, Rung.KESBANGPOL),
    Urgency.PENTING: (),
    Urgency.BIASA: (),
}


def first_rung(urgency: Urgency, reporter_role: Role) -> Rung:
    """Name the rung that hears first when somebody in this role reports."""
    above = RUNG_ABOVE[Role(reporter_role)]
    return max(above, LOWEST[Urgency(urgency)], key=LADDER.index)


def hearers(rung: Rung) -> tuple[Hearer, ...]:
    """List the posts of a rung."""
    return HEARERS[Rung(rung)]


def first_hearers(urgency: Urgency, reporter_role: Role) -> tuple[Hearer, ...]:
    """List every post that hears as soon as a report arrives, skipped rungs included."""
    first = first_rung(urgency, reporter_role)
    together = [
        first,
        *(rung for rung in AT_ONCE[Urgency(urgency)] if LADDER.index(rung) > LADDER.index(first)),
    ]
    return tuple(hearer for rung in together for hearer in HEARERS[rung])
