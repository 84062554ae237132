"""A simple reading of messages: which category the words point to. All rivals read alike, so that none reads better.

It names no belief, origin or party apart from another: what is listed of one kind is listed of all (tests).
"""

import re
from collections.abc import Mapping
from functools import lru_cache

# The order decides when several fit: what is no conflict by its form first, then the narrow before the wide.
WORDS: Mapping[str, tuple[str, ...]] = {
    "kegiatan": ("apel", "patroli", "sambang", "rakor", "gladi", "pelatihan", "simulasi", "pengamanan rutin"),
    "teror_separatis": ("bom", "teroris", "teror", "penembakan", "kkb", "separatis", "bahan peledak"),
    "main_hakim": ("dihakimi", "main hakim", "dikeroyok", "diamuk", "amuk massa", "dukun", "santet", "dibakar massa"),
    "hoaks": ("hoaks", "hoax", "kabar bohong", "isu", "viral", "video lama", "pesan berantai", "fitnah", "provokasi"),
    "agama_sara": (
        "rumah ibadah", "rumah ibadat", "masjid", "musala", "gereja", "kapel", "pura", "wihara", "vihara",
        "kelenteng", "litang", "sara", "penistaan", "pendirian tempat ibadah",
    ),
    "pemilu": (
        "pemilu", "pilkada", "pilkades", "pilwali", "tps", "kpu", "panwas", "bawaslu", "calon kades", "kotak suara",
        "coblos", "kampanye", "timses", "e voting", "rekap suara", "politik uang", "serangan fajar",
    ),
    "unjukrasa": ("unjuk rasa", "demo", "mogok", "blokade", "orasi", "aksi massa", "boikot", "pemalangan"),
    "lahan_sda": (
        "sengketa", "lahan", "batas desa", "patok", "tanah", "hgu", "perkebunan", "tambang", "pasir", "irigasi",
        "air sawah", "nelayan", "ulayat", "hutan", "sertifikat", "penggusuran", "pelabuhan",
    ),
    "bentrok": (
        "bentrok", "tawuran", "keributan", "perkelahian", "saling serang", "lempar batu", "dilempar", "pengeroyokan",
        "senjata tajam", "sajam", "celurit", "clurit", "parang", "adu mulut", "ricuh", "rusuh", "massa berkumpul",
        "ribut", "balas dendam", "gelut",
    ),
    "narkoba_miras": ("narkoba", "sabu", "ganja", "miras", "mabuk", "pil koplo"),
    "kriminal": ("pencurian", "curanmor", "maling", "begal", "rampok", "penipuan", "kdrt", "penganiayaan"),
    "bencana_laka": ("banjir", "longsor", "gempa", "kebakaran", "kecelakaan", "laka", "pohon tumbang", "lahar", "angin kencang"),
    "ketertiban": (
        "parkir", "pkl", "penolakan", "ditolak", "menolak", "pengungsi", "pemakaman", "knalpot", "kafe", "warung remang",
        "tetangga", "portal", "sound horeg", "tamu",
    ),
}  # fmt: skip
OTHER = "bukan"

CONFLICT = frozenset(
    {
        "teror_separatis",
        "main_hakim",
        "hoaks",
        "agama_sara",
        "pemilu",
        "unjukrasa",
        "lahan_sda",
        "bentrok",
        "ketertiban",
    }
)
"""Categories that a rival counts as signs of conflict."""

_PATTERNS = {
    category: re.compile(r"(?<!\w)(?:" + "|".join(re.escape(word) for word in words) + r")(?:nya|an)?(?!\w)")
    for category, words in WORDS.items()
}
_SPACES = re.compile(r"[\W_]+")


@lru_cache(maxsize=50_000)
def category_of(text: str) -> str:
    """Return the category whose words occur most often; of several, the first of the table; of none, "bukan"."""
    plain = _SPACES.sub(" ", text.casefold())
    counted = {category: len(pattern.findall(plain)) for category, pattern in _PATTERNS.items()}
    best = max(counted.values())
    return next(category for category, times in counted.items() if times == best) if best else OTHER
