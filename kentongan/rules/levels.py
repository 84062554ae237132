"""The four alert levels: a word, a shape, bars and a sentence; never a number.

Numbers are forbidden because they contradict each other: the volcano service calls Siaga III of IV,
the police call their highest readiness Siaga I, the flood posts call the worst Siaga 1.
The first word is Normal and not Aman: calm is proven by nil reports, never assumed
(docs/decisions/0010).
"""

from dataclasses import dataclass
from enum import StrEnum

from kentongan.rules.words import gettext_noop as _


class Level(StrEnum):
    """How high the alarm stands; the order of the members is the order of the levels."""

    NORMAL = "normal"
    WASPADA = "waspada"
    SIAGA = "siaga"
    AWAS = "awas"

    @property
    def bars(self) -> int:
        """Bars filled in the mark, 1 to 4; also the rank of the level."""
        return MARKS[self].bars

    @property
    def label(self) -> str:
        """The word people read."""
        return MARKS[self].label

    @property
    def meaning(self) -> str:
        """The sentence under the word."""
        return MARKS[self].meaning

    @property
    def shape(self) -> str:
        """The outline of the mark, so that nobody needs the colour."""
        return MARKS[self].shape


@dataclass(frozen=True)
class Mark:
    """What a level looks like and says."""

    label: str
    meaning: str
    shape: str
    bars: int


MARKS = {
    Level.NORMAL: Mark(_("Normal"), _("Tidak ada tanda gangguan."), "circle", 1),
    Level.WASPADA: Mark(_("Waspada"), _("Ada tanda awal. Pantau."), "triangle", 2),
    Level.SIAGA: Mark(_("Siaga"), _("Kemungkinan besar terjadi. Siapkan petugas."), "diamond", 3),
    Level.AWAS: Mark(_("Awas"), _("Sedang terjadi atau segera. Bertindak sekarang."), "octagon", 4),
}


def highest(levels: list[Level]) -> Level:
    """Pick the gravest level; of nothing, Normal."""
    return max(levels, key=lambda level: level.bars, default=Level.NORMAL)
