"""What people write about when nothing grows: small matters that are real, and all the rest.

Weights within the two tables say how often something is written beside the others of its table. Which table a
matter comes from is drawn so that the messages about it hold the share of noise of the scenario.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from kentongan.gladi.world.matter import Counts


@dataclass(frozen=True, kw_only=True)
class Matter:
    """One kind of thing people write about.

    Attributes:
        weight: How often beside the others of its table; 0 is only ever planted.
        seasons: How much more often in a season or election stage.
        urban: How its likelihood goes with urbanity: +1 towns only, -1 the country only.
        spread: How many more people tell it, on average.
        is_forwarded: Whether it is only ever passed on.
        is_by_day: Whether it happens in office hours only.
    """

    name: str
    nature: str
    kind: str
    category: str
    event_form: str
    weight: float
    issues: tuple[str, ...] = ()
    severity: int = 0
    counts: Counts = field(default_factory=dict)
    parties: tuple[str, ...] = ()
    seasons: Mapping[str, float] = field(default_factory=dict)
    urban: float = 0.0
    spread: float = 0.0
    is_forwarded: bool = False
    is_by_day: bool = False

    def likelihood(self, urban: float, seasons: frozenset[str]) -> float:
        """Return how likely it is beside the others, at an urbanity and in some seasons."""
        factor = max(0.1, 1 + self.urban * (2 * urban - 1))
        for season in seasons:
            factor *= self.seasons.get(season, 1.0)
        return self.weight * factor


ELECTION: Mapping[str, float] = {
    "kampanye": 6.0,
    "masa_tenang": 4.0,
    "pemungutan": 12.0,
    "penghitungan": 9.0,
    "penetapan": 4.0,
    "pendaftaran": 3.0,
}
_NOISE = (
    Matter(
        name="obrolan",
        nature="bising",
        kind="bukan",
        category="bukan",
        event_form="E99",
        weight=24,
    ),
    Matter(
        name="layanan",
        nature="bising",
        kind="bukan",
        category="bukan",
        event_form="E99",
        weight=18,
        issues=("I06",),
        spread=0.1,
    ),
    Matter(
        name="terusan",
        nature="bising",
        kind="bukan",
        category="bukan",
        event_form="E99",
        weight=9,
        is_forwarded=True,
    ),
    Matter(
        name="kegiatan",
        nature="kegiatan",
        kind="kegiatan",
        category="kegiatan",
        event_form="E99",
        weight=17,
        counts={"personel": (5, 40)},
        is_by_day=True,
        seasons={"pemungutan": 2.0},
    ),
    Matter(
        name="bencana",
        nature="bising",
        kind="kejadian",
        category="bencana_laka",
        event_form="E99",
        weight=5,
        issues=("I31",),
        counts={"rusak": (1, 4)},
        seasons={"hujan": 2.2, "kemarau": 0.7},
        spread=0.5,
    ),
    Matter(
        name="kecelakaan",
        nature="bising",
        kind="kejadian",
        category="bencana_laka",
        event_form="E99",
        weight=6,
        counts={"luka": (1, 3)},
        urban=0.2,
        spread=0.3,
    ),
    Matter(
        name="keluhan kecil",
        nature="bising",
        kind="kejadian",
        category="ketertiban",
        event_form="E99",
        weight=9,
        severity=1,
        urban=0.4,
    ),
    Matter(
        name="rukun kembali",
        nature="penyelesaian",
        kind="penyelesaian",
        category="ketertiban",
        event_form="E30",
        weight=5,
        severity=1,
    ),
    Matter(
        name="penipuan lewat pesan",
        nature="bising",
        kind="bukan",
        category="bukan",
        event_form="E99",
        weight=4,
        is_forwarded=True,
    ),
    Matter(
        name="seputar pemilihan",
        nature="kegiatan",
        kind="kegiatan",
        category="kegiatan",
        event_form="E99",
        weight=0.5,
        issues=("I02",),
        seasons=ELECTION,
    ),
)
_SMALL = (
    Matter(
        name="cekcok tetangga",
        nature="ringan",
        kind="kejadian",
        category="ketertiban",
        event_form="E13",
        weight=18,
        severity=1,
    ),
    Matter(
        name="perkelahian",
        nature="ringan",
        kind="kejadian",
        category="kriminal",
        event_form="E13",
        weight=10,
        severity=2,
        counts={"luka": (1, 2)},
        spread=0.4,
    ),
    Matter(
        name="pencurian",
        nature="ringan",
        kind="kejadian",
        category="kriminal",
        event_form="E99",
        weight=16,
        severity=1,
        seasons={"kemarau": 1.2},
    ),
    Matter(
        name="minuman keras",
        nature="ringan",
        kind="kejadian",
        category="narkoba_miras",
        event_form="E27",
        weight=11,
        issues=("I27",),
        severity=1,
    ),
    Matter(
        name="batas kebun",
        nature="ringan",
        kind="potensi",
        category="lahan_sda",
        event_form="E02",
        weight=9,
        issues=("I19",),
        severity=1,
        seasons={"panen": 1.8},
        urban=-0.6,
    ),
    Matter(
        name="giliran air",
        nature="ringan",
        kind="potensi",
        category="lahan_sda",
        event_form="E02",
        weight=4,
        issues=("I24",),
        severity=1,
        seasons={"kemarau": 3.0, "hujan": 0.3},
        urban=-0.8,
    ),
    Matter(
        name="balap liar",
        nature="ringan",
        kind="kejadian",
        category="ketertiban",
        event_form="E99",
        weight=8,
        issues=("I15",),
        severity=1,
        urban=0.4,
        spread=0.3,
    ),
    Matter(
        name="pelajar berkumpul",
        nature="ringan",
        kind="potensi",
        category="bentrok",
        event_form="E04",
        weight=4,
        issues=("I17",),
        severity=1,
        urban=0.7,
    ),
    Matter(
        name="unjuk rasa kecil",
        nature="ringan",
        kind="kejadian",
        category="unjukrasa",
        event_form="E06",
        weight=5,
        issues=("I06",),
        severity=1,
        counts={"massa": (15, 60)},
        spread=0.4,
        is_by_day=True,
    ),
    Matter(
        name="penagih utang",
        nature="ringan",
        kind="kejadian",
        category="ketertiban",
        event_form="E04",
        weight=5,
        severity=1,
        urban=0.3,
    ),
    Matter(
        name="maling dihajar",
        nature="ringan",
        kind="kejadian",
        category="main_hakim",
        event_form="E14",
        weight=2,
        issues=("I25",),
        severity=2,
        counts={"luka": (1, 1)},
        spread=0.6,
    ),
    Matter(
        name="alat peraga dirusak",
        nature="ringan",
        kind="kejadian",
        category="pemilu",
        event_form="E29",
        weight=0.5,
        issues=("I02",),
        severity=1,
        seasons=ELECTION,
    ),
    Matter(
        name="kekerasan di rumah",
        nature="ringan",
        kind="kejadian",
        category="kriminal",
        event_form="E15",
        weight=4,
        severity=2,
        counts={"luka": (1, 1)},
    ),
    Matter(
        name="kekerasan seksual",
        nature="ringan",
        kind="kejadian",
        category="kriminal",
        event_form="E16",
        weight=0,
        severity=2,
        counts={"luka": (1, 1)},
    ),
    Matter(
        name="indikasi teror",
        nature="ringan",
        kind="potensi",
        category="teror_separatis",
        event_form="E26",
        weight=0,
        severity=1,
    ),
)
NOISE: Mapping[str, Matter] = {matter.name: matter for matter in _NOISE}
SMALL: Mapping[str, Matter] = {matter.name: matter for matter in _SMALL}
