"""How conflicts grow, by what they are about: signs of each stage, pace, triggers and how they spread.

Stages follow the rules: PG latent friction, AG on the threshold, GN open disturbance, PK afterwards.
All figures are ours: they make a world to practise in, not an estimate of any real place.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from kentongan.gladi.world.matter import Counts


@dataclass(frozen=True, slots=True)
class Sign:
    """One thing people see in a stage; `weight` says how often beside the others."""

    event_form: str
    kind: str
    severity: int
    weight: int = 1
    counts: Counts = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Template:
    """How conflicts about one thing grow.

    Attributes:
        sides: Who stands against whom; {desa} and {lain} are the two villages.
        signs: What is seen in each stage.
        days: How long PG, AG, GN and PK last at the usual pace, as medians.
        opens: The part that comes to GN when nobody acts; the rest dies down before.
        spreads: How likely a neighbouring village is drawn in once it is GN.
        triggers: What makes it begin, and the seasons or election stages of the trigger.
        between_villages: Whether both sides are villages.
        urban: How the likelihood goes with urbanity: +1 towns, -1 the country.
        weight: How often it happens by itself beside the other templates; 0 is only ever planted (the pack knows no coasts).
    """

    name: str
    issues: tuple[str, ...]
    category: str
    sides: tuple[str, str]
    signs: Mapping[str, tuple[Sign, ...]]
    days: tuple[float, float, float, float]
    triggers: Mapping[str, tuple[str, ...]]
    opens: float = 0.6
    spreads: float = 0.08
    between_villages: bool = False
    urban: float = 0.0
    weight: float = 1.0


FEW, SOME, MANY = (20, 60), (60, 99), (100, 400)
PEACE = (
    Sign("E30", "penyelesaian", 1, 3),
    Sign("E31", "penyelesaian", 1, 2),
    Sign("E32", "penyelesaian", 1, 1),
)
TALK = Sign("E01", "potensi", 1, 2)
GRIEVANCE = Sign("E02", "potensi", 1, 4)
REJECTION = Sign("E03", "potensi", 1, 4)
THREAT = Sign("E04", "potensi", 1, 3)
GATHERING = Sign("E05", "potensi", 1, 2, {"massa": SOME})
LARGE_GATHERING = Sign("E05", "potensi", 2, 1, {"massa": MANY})
PROTEST = Sign("E06", "kejadian", 1, 2, {"massa": FEW})
LARGE_PROTEST = Sign("E06", "kejadian", 2, 2, {"massa": MANY})
BLOCKADE = Sign("E08", "kejadian", 2, 7, {"massa": MANY})
VIOLENT_PROTEST = Sign("E09", "kejadian", 2, 5, {"massa": MANY, "luka": (1, 9)})
CLASH = Sign("E11", "kejadian", 2, 10, {"luka": (1, 9), "massa": MANY})
DESTRUCTION = Sign("E18", "kejadian", 2, 6, {"rusak": (1, 6)})
GRAVE_CLASH = Sign("E11", "kejadian", 3, 1, {"luka": (10, 24), "rusak": (1, 12)})
DEADLY_CLASH = Sign("E11", "kejadian", 3, 1, {"mati": (1, 2), "luka": (2, 12)})
FLIGHT = Sign("E25", "kejadian", 3, 1, {"mengungsi": (20, 120), "rusak": (2, 15)})
ON_SITE = Sign("E21", "kejadian", 1, 3, {"massa": FEW})


def _signs(
    pg: tuple[Sign, ...], ag: tuple[Sign, ...], gn: tuple[Sign, ...]
) -> Mapping[str, tuple[Sign, ...]]:
    return {"PG": pg, "AG": ag, "GN": gn, "PK": PEACE}


_ALL = (
    Template(
        name="lahan",
        issues=("I19",),
        category="lahan_sda",
        sides=("warga {desa}", "warga {lain}"),
        signs=_signs(
            (GRIEVANCE, TALK, Sign("E02", "kejadian", 1, 2)),
            (THREAT, ON_SITE, GATHERING),
            (CLASH, DESTRUCTION, BLOCKADE, GRAVE_CLASH, FLIGHT),
        ),
        days=(14, 5, 2, 12),
        triggers={
            "panen di lahan sengketa": ("panen",),
            "patok dicabut": (),
            "surat ukur baru": (),
            "alat berat masuk": (),
        },
        spreads=0.10,
        between_villages=True,
        urban=-0.6,
        weight=1.4,
    ),
    Template(
        name="batas",
        issues=("I18",),
        category="lahan_sda",
        sides=("warga {desa}", "warga {lain}"),
        signs=_signs((GRIEVANCE, TALK), (THREAT, ON_SITE, GATHERING), (CLASH, BLOCKADE, DESTRUCTION)),
        days=(18, 5, 2, 14),
        triggers={"papan batas dipasang": (), "tambak dibuka": (), "jalan diperbaiki": ()},
        between_villages=True,
        urban=-0.4,
    ),
    Template(
        name="rumah_ibadat",
        issues=("I11",),
        category="agama_sara",
        sides=("panitia pembangunan", "sebagian warga {desa}"),
        signs=_signs(
            (REJECTION, TALK, GRIEVANCE), (THREAT, LARGE_PROTEST, GATHERING), (BLOCKADE, DESTRUCTION, CLASH)
        ),
        days=(16, 5, 1.5, 16),
        triggers={"papan pembangunan dipasang": (), "izin terbit": (), "spanduk penolakan": ()},
        opens=0.45,
        spreads=0.06,
        urban=0.3,
        weight=0.7,
    ),
    Template(
        name="pilkades",
        issues=("I04",),
        category="pemilu",
        sides=("pendukung calon nomor 1", "pendukung calon nomor 2"),
        signs=_signs(
            (GRIEVANCE, TALK, Sign("E29", "kejadian", 1, 2)),
            (THREAT, LARGE_PROTEST, GATHERING),
            (VIOLENT_PROTEST, DESTRUCTION, CLASH, BLOCKADE),
        ),
        days=(9, 3, 1.5, 10),
        triggers={
            "alat e-voting macet": ("pemungutan",),
            "selisih suara tipis": ("penghitungan",),
            "penetapan calon": ("pendaftaran",),
            "isu politik uang": ("masa_tenang", "kampanye"),
        },
        spreads=0.05,
        urban=-0.3,
        weight=0.8,
    ),
    Template(
        name="pemilu",
        issues=("I02", "I03"),
        category="pemilu",
        sides=("sejumlah saksi", "petugas TPS"),
        signs=_signs(
            (TALK, GRIEVANCE, Sign("E29", "kejadian", 1, 3)),
            (PROTEST, LARGE_PROTEST, THREAT),
            (VIOLENT_PROTEST, BLOCKADE, DESTRUCTION),
        ),
        days=(4, 2, 1, 8),
        triggers={
            "hitung ulang diminta": ("penghitungan",),
            "surat suara kurang": ("pemungutan",),
            "baliho dirusak": ("kampanye",),
        },
        opens=0.4,
        weight=0.3,
    ),
    Template(
        name="pelabuhan",
        issues=("I08", "I23"),
        category="lahan_sda",
        sides=("nelayan {desa}", "perusahaan pelabuhan"),
        signs=_signs(
            (REJECTION, GRIEVANCE, TALK),
            (LARGE_PROTEST, ON_SITE, THREAT),
            (BLOCKADE, VIOLENT_PROTEST, DESTRUCTION),
        ),
        days=(21, 7, 2, 18),
        triggers={"kapal keruk datang": (), "ganti rugi tertunda": (), "pagar laut dipasang": ()},
        urban=-0.4,
        weight=0,
    ),
    Template(
        name="nelayan",
        issues=("I23",),
        category="lahan_sda",
        sides=("nelayan {desa}", "nelayan {lain}"),
        signs=_signs(
            (GRIEVANCE, TALK),
            (THREAT, GATHERING, Sign("E17", "kejadian", 2, 1)),
            (CLASH, DESTRUCTION, BLOCKADE),
        ),
        days=(8, 3, 1, 10),
        triggers={"alat tangkap dilarang dipakai": (), "musim ikan": ("kemarau",)},
        between_villages=True,
        urban=-0.5,
        weight=0,
    ),
    Template(
        name="tambang",
        issues=("I21",),
        category="lahan_sda",
        sides=("warga {desa}", "penambang pasir"),
        signs=_signs(
            (REJECTION, GRIEVANCE),
            (PROTEST, ON_SITE, THREAT),
            (BLOCKADE, DESTRUCTION, Sign("E15", "kejadian", 3, 1, {"mati": (1, 1)})),
        ),
        days=(20, 6, 2, 16),
        triggers={"truk merusak jalan": ("kemarau",), "izin tambang terbit": (), "tambang liar dibuka": ()},
        urban=-0.6,
        weight=0.8,
    ),
    Template(
        name="air",
        issues=("I24",),
        category="lahan_sda",
        sides=("petani {desa}", "petani {lain}"),
        signs=_signs((GRIEVANCE, TALK), (THREAT, ON_SITE, GATHERING), (CLASH, DESTRUCTION)),
        days=(7, 3, 1, 7),
        triggers={"pintu air dibuka malam": ("kemarau",), "saluran dibendung": ("kemarau",)},
        between_villages=True,
        urban=-0.8,
        weight=0.8,
    ),
    Template(
        name="adat",
        issues=("I20", "I22"),
        category="lahan_sda",
        sides=("warga adat {desa}", "perusahaan kebun"),
        signs=_signs(
            (GRIEVANCE, REJECTION),
            (ON_SITE, THREAT, LARGE_GATHERING),
            (BLOCKADE, DESTRUCTION, GRAVE_CLASH, FLIGHT),
        ),
        days=(24, 7, 2, 20),
        triggers={"lahan digusur": (), "penanaman dimulai": ("hujan",)},
        spreads=0.1,
        urban=-0.8,
        weight=0.3,
    ),
    Template(
        name="kampung",
        issues=("I15",),
        category="bentrok",
        sides=("pemuda {desa}", "pemuda {lain}"),
        signs=_signs(
            (TALK, Sign("E13", "kejadian", 1, 3), GRIEVANCE),
            (THREAT, GATHERING, LARGE_GATHERING),
            (CLASH, DESTRUCTION, GRAVE_CLASH, DEADLY_CLASH),
        ),
        days=(3, 1, 0.8, 6),
        triggers={
            "senggolan di panggung hiburan": (),
            "balap liar": (),
            "ejekan di pertandingan bola antardusun": ("kemarau",),
        },
        opens=0.65,
        spreads=0.14,
        between_villages=True,
        weight=2.0,
    ),
    Template(
        name="pelajar",
        issues=("I17",),
        category="bentrok",
        sides=("pelajar sekolah di {desa}", "pelajar sekolah di {lain}"),
        signs=_signs(
            (TALK, Sign("E04", "potensi", 1, 2)),
            (THREAT, Sign("E05", "potensi", 2, 3, {"massa": FEW})),
            (
                Sign("E12", "kejadian", 2, 10, {"luka": (1, 9), "massa": FEW}),
                Sign("E12", "kejadian", 3, 1, {"mati": (1, 1), "luka": (1, 5)}),
                Sign("E18", "kejadian", 2, 1, {"rusak": (1, 4)}),
            ),
        ),
        days=(2, 0.7, 0.3, 5),
        triggers={
            "tantangan di media sosial": (),
            "pertandingan antarsekolah": (),
            "dendam tawuran lama": (),
        },
        opens=0.65,
        spreads=0.1,
        between_villages=True,
        urban=0.8,
        weight=1.2,
    ),
    Template(
        name="bansos",
        issues=("I09",),
        category="unjukrasa",
        sides=("warga {desa}", "perangkat desa"),
        signs=_signs(
            (GRIEVANCE, TALK),
            (PROTEST, THREAT),
            (Sign("E08", "kejadian", 1, 3, {"massa": SOME}), VIOLENT_PROTEST),
        ),
        days=(8, 3, 1, 8),
        triggers={"daftar penerima ditempel": (), "bantuan dipotong": ()},
        opens=0.4,
        weight=0.9,
    ),
    Template(
        name="perangkat",
        issues=("I05", "I07"),
        category="unjukrasa",
        sides=("warga {desa}", "kepala desa"),
        signs=_signs((GRIEVANCE, TALK), (LARGE_PROTEST, THREAT), (BLOCKADE, VIOLENT_PROTEST, DESTRUCTION)),
        days=(12, 4, 1.5, 12),
        triggers={"seleksi perangkat": (), "laporan dana desa": ()},
        opens=0.45,
        urban=-0.4,
        weight=0.8,
    ),
    Template(
        name="main_hakim",
        issues=("I25",),
        category="main_hakim",
        sides=("massa di {desa}", "terduga pelaku"),
        signs=_signs(
            (TALK, GRIEVANCE),
            (THREAT, GATHERING),
            (
                Sign("E14", "kejadian", 2, 8, {"luka": (1, 3), "massa": MANY}),
                Sign("E14", "kejadian", 3, 1, {"mati": (1, 1)}),
                DESTRUCTION,
            ),
        ),
        days=(4, 1, 0.4, 6),
        triggers={"pencurian berulang": ("kemarau",), "tuduhan tanpa bukti": (), "penipuan arisan": ()},
        spreads=0.04,
        weight=0.9,
    ),
)
TEMPLATES: Mapping[str, Template] = {template.name: template for template in _ALL}
