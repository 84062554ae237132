"""What a machine proposes about a text, field by field: the words, the keys and the marks officers know them by.

A proposal counts nowhere until a person has confirmed it. The lists of kinds and categories are those of the label
guide by which the reader was taught; severity maps to the urgency that the office knows.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from kentongan.rules.taxonomy import Label, Urgency


@dataclass(frozen=True, kw_only=True)
class Field(Label):
    """One thing the machine reads: its name, the key that opens it for mending, and the line under its words.

    `line` is the shape by which its words are known without colour: the style of the line under them. The letter of
    the key stands beside the words as well.
    """

    name: str
    key: str
    line: str = ""


FIELDS: Mapping[str, Field] = {
    field.name: field
    for field in (
        Field("Sifat pesan", "Kind of message", name="kind", key="S", line="dotted"),
        Field("Kejadian", "Event", name="event_form", key="E", line="solid"),
        Field("Isu", "Issue", name="issues", key="I", line="dashed"),
        Field("Golongan", "Category", name="category", key="G", line="dotted"),
        Field("Keparahan", "Severity", name="severity", key="P", line="thick"),
        Field("Tempat", "Place", name="place", key="T", line="double"),
        Field("Tanggal", "Date", name="day", key="W", line="wavy"),
        Field("Jam", "Time", name="clock", key="M", line="wavy"),
        Field("Jumlah", "Numbers", name="counts", key="B", line="box"),
        Field("Pihak", "Parties", name="parties", key="A", line="dashed"),
        Field("Lembaga", "Institutions", name="institutions", key="L", line="dotted"),
        Field("Nama orang", "Names of people", name="persons", key="N", line="box"),
    )
}

# The last key of a desk that has no field: what stands in the list of single keys (UX, operator keyboard).
KEYS_OF_THE_DESK = frozenset("123HJKRZ?")

KINDS: Mapping[str, Label] = {
    "kejadian": Label("Kejadian", "Event"),
    "potensi": Label("Potensi", "Potential"),
    "penyelesaian": Label("Penyelesaian", "Settlement"),
    "kegiatan": Label("Kegiatan", "Activity"),
    "bukan": Label("Bukan laporan", "No report"),
}

CATEGORIES: Mapping[str, Label] = {
    "bentrok": Label("Bentrok antarwarga", "Clash between residents"),
    "agama_sara": Label("Agama dan antarkelompok", "Religion and between groups"),
    "lahan_sda": Label("Lahan dan sumber daya alam", "Land and natural resources"),
    "pemilu": Label("Pemilu, pilkada, pilkades", "Elections"),
    "unjukrasa": Label("Unjuk rasa, mogok, blokade", "Demonstration, strike, blockade"),
    "main_hakim": Label("Main hakim sendiri", "Vigilantism"),
    "teror_separatis": Label("Teror dan separatisme", "Terror and separatism"),
    "narkoba_miras": Label("Narkoba dan miras", "Narcotics and liquor"),
    "kriminal": Label("Kriminal dan kekerasan perorangan", "Crime and violence between persons"),
    "hoaks": Label("Hoaks", "Hoax"),
    "ketertiban": Label("Ketertiban lingkungan", "Order in the neighbourhood"),
    "bencana_laka": Label("Bencana dan kecelakaan", "Disaster and accident"),
    "kegiatan": Label("Kegiatan petugas", "Activity of officers"),
    "bukan": Label("Bukan laporan", "No report"),
}

SEVERITIES: Mapping[int, Label] = {
    0: Label("Tidak ada gangguan", "No disturbance"),
    1: Label("Ringan", "Slight"),
    2: Label("Sedang", "Serious"),
    3: Label("Berat", "Grave"),
}
GRAVE = 3

# The bands of severity are those by which the office proposes urgency (taxonomy.URGENCY_BY_COUNT).
URGENCY_BY_SEVERITY: Mapping[int, Urgency] = {
    0: Urgency.BIASA,
    1: Urgency.BIASA,
    2: Urgency.PENTING,
    3: Urgency.GAWAT,
}

MARKS: Mapping[str, Label] = {
    "forwarded": Label("Pesan terusan", "Forwarded message"),
    "urging": Label("Mengajak atau mendesak", "Urges to act"),
    "instruction": Label(
        "Berisi perintah untuk mesin; diabaikan", "Holds an instruction to machines; ignored"
    ),
}

ROLES: Mapping[str, Label] = {
    "scene": Label("tempat kejadian", "the scene"),
    "origin": Label("asal orang", "where people come from"),
    "office": Label("kantor", "an office"),
}

# What led to a place, by the first word of the trail.
EVIDENCE: Mapping[str, Label] = {
    "typed": Label("disebut jenis wilayahnya", "named with its kind of region"),
    "ancestor": Label("wilayah di atasnya disebut", "the region above it is named"),
    "sibling": Label("tetangganya disebut", "a neighbour is named"),
    "sender": Label("wilayah pengirim", "where the sender is registered"),
    "fuzzy": Label("ejaan mirip", "similar spelling"),
    "alias": Label("nama lain", "another name"),
    "seat": Label("ibu kota wilayah", "seat of the region"),
    "name": Label("namanya disebut", "its name is written"),
}

# How sure the machine is, in words: from this calibrated probability on.
CERTAINTIES: tuple[tuple[float, Label], ...] = (
    (0.95, Label("hampir pasti", "almost certain")),
    (0.85, Label("cukup yakin", "fairly sure")),
    (0.60, Label("ragu-ragu", "in doubt")),
    (0.0, Label("menebak", "guessing")),
)
# Below this the reporter's own answer stands before the machine's (nobody is overruled by a guess).
OVERRULES = 0.85


def certainty(confidence: float) -> Label:
    """Say how sure the machine is."""
    return next(label for least, label in CERTAINTIES if confidence >= least or least == 0.0)


def field_of_key(key: str) -> Field | None:
    """Return the field that a key opens."""
    return next((field for field in FIELDS.values() if field.key == key.upper()), None)
