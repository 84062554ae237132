"""Who hears of it next when nobody answers: six rungs, and how long each may keep silent.

UU 23/2014 art. 25-26 and PP 12/2022 (Forkopimda, Forkopimcam), Permendagri 42/2015 (Tim Terpadu) and
Permendagri 2/2018 (early vigilance down to the camat) give the rungs; the waiting times are what the
office agreed.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum

from kentongan.rules.taxonomy import Urgency
from kentongan.rules.words import gettext_noop as _


class Rung(StrEnum):
    """A step of the ladder; the order of the members is the order of the rungs."""

    RT = "rt"
    PILLARS = "tiga_pilar"
    DISTRICT = "camat"
    KESBANGPOL = "kesbangpol"
    INTEGRATED_TEAM = "tim_terpadu"
    LEADERS = "forkopimda"

    @property
    def label(self) -> str:
        """The words people read."""
        return RUNG_LABELS[self]


LADDER = tuple(Rung)

RUNG_LABELS: Mapping[Rung, str] = {
    Rung.RT: _("Ketua RT/RW"),
    Rung.PILLARS: _("Lurah dan tiga pilar"),
    Rung.DISTRICT: _("Camat"),
    Rung.KESBANGPOL: _("Kesbangpol"),
    Rung.INTEGRATED_TEAM: _("Tim Terpadu"),
    Rung.LEADERS: _("Forkopimda"),
}


def _minutes(*each: int) -> Mapping[Rung, timedelta]:
    return dict(zip(LADDER, (timedelta(minutes=minutes) for minutes in each), strict=True))


# How long a rung may keep silent. RT and lurah together never have longer than the first answer may
# take (deadlines.ANSWER_WITHIN).
WAIT: Mapping[Urgency, Mapping[Rung, timedelta]] = {
    #                      RT  pillars camat kesbangpol team  leaders
    Urgency.GAWAT: _minutes(5, 10, 10, 15, 15, 30),
    Urgency.PENTING: _minutes(30, 90, 60, 60, 120, 240),
    Urgency.BIASA: _minutes(8 * 60, 16 * 60, 24 * 60, 24 * 60, 48 * 60, 48 * 60),
}


def next_rung(rung: Rung) -> Rung:
    """Name who hears next; the last rung stays and rings again, so nothing falls off the ladder."""
    place = LADDER.index(Rung(rung))
    return LADDER[min(place + 1, len(LADDER) - 1)]


def due_after(rung: Rung, urgency: Urgency, at: datetime) -> datetime:
    """Name the moment at which the next rung hears, when this one heard `at`."""
    return at + WAIT[Urgency(urgency)][Rung(rung)]
