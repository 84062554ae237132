"""How officers deal with a worry that grows: a table, one row for each worry that is planted on purpose."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from kentongan.gladi.lumajang import HOME
from kentongan.rules.authority import Role

LAND, NEXT_DOOR = "35.08.05.2004", "35.08.05.2008"
WORSHIP, ELECTION, WATER = "35.08.15.2005", "35.08.07.2006", "35.08.10.2006"
PUPILS, TOWN = "35.08.10.1011", "35.08.10.1010"


@dataclass(frozen=True)
class Order:
    """Work that is given so many hours before the demonstration begins, and is still open then."""

    hours_ago: float
    region: str
    title: str
    text: str
    hours: float


@dataclass(frozen=True)
class Manner:
    """How a worry is dealt with.

    Attributes:
        title: What its case is called; empty is left to the office.
        owner: Who takes it up; None is drawn by urgency.
        calm_after: How long nothing new must have come before it is settled.
        mediation: How the two sides are brought together.
        outcome: How it ends.
        agreement: What is written into the minutes; empty is drawn.
        holds: Whether it is still calm at the look back.
        settles: Whether it is ever settled within the month.
        is_heard: Whether anybody has answered yet.
        is_tended: Whether the owner looks after the deadlines.
        copies: Posts that are told once it stands on the threshold.
        note: What somebody writes after the first visit; empty is drawn.
        orders: Work that is open at the end.
        is_apart: Whether what the second village says first becomes a case of its own.
    """

    title: str = ""
    owner: Role | None = None
    calm_after: timedelta = timedelta(hours=60)
    mediation: str = ""
    outcome: str = "damai"
    agreement: str = ""
    holds: bool = True
    settles: bool = True
    is_heard: bool = True
    is_tended: bool = True
    copies: tuple[str, ...] = ()
    note: str = ""
    orders: tuple[Order, ...] = ()
    is_apart: bool = False


USUAL = Manner()
FALSEHOOD = Manner(
    title="Kabar bohong yang beredar",
    owner=Role.ANALIS,
    calm_after=timedelta(hours=20),
    outcome="tidak_terbukti",
    agreement="Kabar tidak benar; penjelasan resmi sudah sampai ke kepala desa dan wali murid.",
    note="Penjelasan resmi dikirim ke kepala desa dan wali murid. Dicek Polsek: tidak ada kejadian seperti itu.",
)
MANNERS: Mapping[tuple[str, str], Manner] = {
    ("batas", LAND): Manner(
        title="Batas desa di tepi saluran",
        owner=Role.CAMAT,
        mediation="Musyawarah tiga pihak di kantor kecamatan: kedua desa, Kantor Pertanahan, dan tiga pilar.",
        settles=False,
        copies=("Kapolsek Tempeh", "Danramil Tempeh", "Kapolres", "Dandim"),
        note="Bertemu kedua kepala dusun. Belum ada yang mau mengalah, tetapi sepakat tidak menyentuh patok.",
        orders=(
            Order(27, LAND, "Kepala Desa Lempeni", "Siapkan peta desa lama dan saksi batas.", 48),
            Order(27, HOME, "Kepala Satpol PP", "Atur ronda gabungan dua desa malam ini.", 36),
        ),
        is_apart=True,
    ),
    ("rumah_ibadat", WORSHIP): Manner(
        title="Izin pembangunan rumah ibadat",
        owner=Role.ANALIS,
        mediation="FKUB memeriksa daftar dukungan bersama kedua pihak.",
        agreement="Sepakat melengkapi syarat lebih dulu; pembangunan menunggu rekomendasi, keberatan dicabut.",
        note="Spanduk diturunkan warga sendiri setelah rembug RT.",
    ),
    ("pilkades", ELECTION): Manner(
        title="Daftar pemilih pilkades", owner=Role.CAMAT, settles=False, is_tended=False
    ),
    ("pelajar", PUPILS): Manner(
        title="Tawuran pelajar dekat terminal",
        owner=Role.OPERATOR,
        agreement="Kedua sekolah dan orang tua menandatangani janji bersama; jam pulang diatur bergantian.",
        copies=("Kapolsek Lumajang", "Danramil Lumajang"),
    ),
    ("air", WATER): Manner(
        title="Giliran air irigasi",
        owner=Role.LURAH,
        calm_after=timedelta(hours=30),
        agreement="Jadwal gilir ditulis ulang dan ditempel di pintu air.",
        holds=False,
    ),
    ("bansos", TOWN): Manner(is_heard=False),
    ("kampung", TOWN): Manner(
        title="Pemuda dua kampung di pasar krempyeng",
        owner=Role.LURAH,
        mediation="Musyawarah pertama di balai kelurahan, belum mufakat soal jam.",
        settles=False,
        copies=(
            "Kapolres", "Kapolsek Lumajang", "Danramil Lumajang", "Babinsa Rogotrunan",
            "Bhabinkamtibmas Rogotrunan", "Bupati", "Sekretaris Daerah", "Kabid Penanganan Konflik",
        ),
        note="Bertemu pemuda dua RT, mau dirembug asal pedagang ikut.",
        orders=(
            Order(22, f"{TOWN}.RW01.RT01", "Ketua RT", "Antar undangan musyawarah kedua kepada pemuda RT 01.", 72),
            Order(22, f"{TOWN}.RW01", "Ketua RW", "Siapkan balai RW untuk musyawarah kedua.", 72),
            Order(22, TOWN, "Kasatgas Linmas Rogotrunan", "Jaga parkir depan pasar pada jam ramai.", 60),
            Order(21, TOWN, "Lurah Rogotrunan", "Tulis konsep kesepakatan kedua kampung.", 80),
        ),
    ),
}  # fmt: skip
