"""What officers do about the worries of `stories`, hour by hour."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

from kentongan.gladi.lumajang import HOME
from kentongan.gladi.retelling import Retelling
from kentongan.gladi.stories import (
    ELECTION,
    HOME_RT,
    HOME_RW,
    HOME_VILLAGE,
    LAND,
    PUPILS,
    REPORTS,
    RUMOUR,
    WATER,
    WORSHIP,
)
from kentongan.rules.authority import Role
from kentongan.rules.case_status import CaseStatus
from kentongan.rules.levels import Level

MUSYAWARAH = "Musyawarah tiga pihak di kantor kecamatan: kedua desa, Kantor Pertanahan, dan tiga pilar."


def lay_out(tale: Retelling) -> None:
    """Let the reports of the stories arrive, and officers do what they do."""
    for told in REPORTS:
        tale.later(tale.at - timedelta(hours=told.hours_ago), partial(tale.receive_only, told.scene))
    boundary(tale)
    worship(tale)
    election(tale)
    pupils(tale)
    rumour(tale)
    water(tale)
    parking(tale)
    for_few_eyes(tale)


def boundary(tale: Retelling) -> None:
    """Two villages: two cases become one, mediation, a level, copies to the police and the army."""
    camat = tale.cast.act(Role.CAMAT, LAND)
    desk = tale.cast.act(Role.OPERATOR, LAND)
    babinsa = tale.cast.act(Role.BABINSA, LAND)
    ago = partial(before, tale)
    ago(24 * 24 - 1, tale.take_up, "batas1", camat, title="Batas desa di tepi saluran")
    ago(23 * 24, tale.take_up, "batas2", desk)
    ago(22.5 * 24, tale.merge, "batas2", "batas1", desk)
    ago(
        22 * 24,
        tale.note,
        "batas1",
        babinsa,
        "Bertemu kedua kepala dusun. Belum ada yang mau mengalah, tetapi sepakat tidak menyentuh patok.",
    )
    ago(20 * 24, tale.move, "batas1", camat, CaseStatus.DIMEDIASI, MUSYAWARAH)
    ago(15 * 24 - 1, tale.join, "batas3", "batas1", desk)
    ago(15 * 24 - 2, tale.set_level, "batas1", desk, Level.WASPADA, "Adu mulut terbuka, dua desa.")
    ago(14 * 24, tale.assign, "batas1", camat, 24 * 8)
    ago(6 * 24 - 1, tale.join, "batas4", "batas1", desk)
    ago(6 * 24 - 1.5, tale.set_level, "batas1", desk, Level.SIAGA, "Ada ajakan bertindak dengan tenggat.")
    ago(6 * 24 - 2, tale.copy, "batas1", desk, ("Kapolsek Tempeh", "Danramil Tempeh", "Kapolres", "Dandim"))
    ago(6 * 24 - 3, tale.assign, "batas1", camat, 24 * 8)
    ago(30 - 0.5, tale.join, "batas5", "batas1", desk)
    ago(
        28,
        tale.note,
        "batas1",
        babinsa,
        "Pemuda sudah pulang, linggis diamankan di balai desa. Jaga malam bersama Linmas dua desa.",
    )
    ago(
        27,
        tale.task,
        "batas1",
        camat,
        (LAND, "Kepala Desa Lempeni"),
        "Siapkan peta desa lama dan saksi batas.",
        48,
    )
    ago(
        27,
        tale.task,
        "batas1",
        camat,
        (HOME, "Kepala Satpol PP"),
        "Atur ronda gabungan dua desa malam ini.",
        36,
    )


def worship(tale: Retelling) -> None:
    """A permit is talked over with the forum until there is an agreement; the look back lies ahead."""
    head = tale.cast.civil(Role.LURAH, WORSHIP)
    analyst = tale.cast.act(Role.ANALIS, WORSHIP)
    ago = partial(before, tale)
    ago(21 * 24 - 6, tale.take_up, "ibadat1", analyst, title="Izin pembangunan rumah ibadat")
    ago(14 * 24 - 1, tale.join, "ibadat2", "ibadat1", analyst)
    ago(
        14 * 24 - 20,
        tale.move,
        "ibadat1",
        analyst,
        CaseStatus.DIMEDIASI,
        "FKUB memeriksa daftar dukungan bersama kedua pihak.",
    )
    ago(13 * 24, tale.note, "ibadat1", head, "Spanduk diturunkan warga sendiri setelah rembug RT.")
    ago(13 * 24 - 4, tale.assign, "ibadat1", analyst, 24 * 9)
    ago(4 * 24, tale.settle, "ibadat1", analyst, "damai",
        "Sepakat melengkapi syarat lebih dulu; pembangunan menunggu rekomendasi, keberatan dicabut.")  # fmt: skip


def election(tale: Retelling) -> None:
    """The election of a village head: the next step is late."""
    camat = tale.cast.act(Role.CAMAT, ELECTION)
    ago = partial(before, tale)
    ago(12 * 24 - 3, tale.take_up, "pilkades1", camat, title="Daftar pemilih pilkades")
    ago(5 * 24 - 2, tale.join, "pilkades2", "pilkades1", camat)
    ago(5 * 24 - 3, tale.assign, "pilkades1", camat, 24 * 4)
    ago(26 - 0.7, tale.join, "pilkades3", "pilkades1", camat)


def pupils(tale: Retelling) -> None:
    """Pupils fight, the schools agree, and it stays calm until today."""
    desk = tale.cast.act(Role.OPERATOR, PUPILS)
    ago = partial(before, tale)
    ago(26 * 24 - 0.2, tale.take_up, "pelajar1", desk, title="Tawuran pelajar dekat terminal")
    ago(26 * 24 - 20, tale.assign, "pelajar1", desk, 24 * 9)
    ago(19 * 24 - 0.3, tale.join, "pelajar2", "pelajar1", desk)
    ago(18 * 24, tale.copy, "pelajar1", desk, ("Kapolsek Lumajang", "Danramil Lumajang"))
    ago(17.5 * 24, tale.settle, "pelajar1", desk, "damai", "Kedua sekolah dan orang tua menandatangani janji bersama; jam pulang diatur bergantian.")  # fmt: skip
    ago(9.5 * 24, tale.look_back, "pelajar1", desk, is_calm=True)


def rumour(tale: Retelling) -> None:
    """One rumour, five reports, one case, one explanation."""
    analyst = tale.cast.act(Role.ANALIS, RUMOUR[0])
    ago = partial(before, tale)
    ago(9 * 24 - 1.0, tale.take_up, "hoaks1", analyst, title="Kabar bohong penculik anak")
    for turn, wait in enumerate((1.1, 1.3, 1.6, 2.4), start=2):
        ago(9 * 24 - wait, tale.join, f"hoaks{turn}", "hoaks1", analyst)
    ago(
        9 * 24 - 3,
        tale.note,
        "hoaks1",
        analyst,
        "Penjelasan resmi dikirim ke kepala desa dan wali murid. Tidak ada anak hilang, dicek Polsek.",
    )
    ago(
        8 * 24,
        tale.settle,
        "hoaks1",
        analyst,
        "tidak_terbukti",
        "Kabar tidak benar; penjelasan resmi sudah sampai ke semua grup wali murid.",
    )


def water(tale: Retelling) -> None:
    """An agreement about water does not hold: the look back opens the case again."""
    head = tale.cast.civil(Role.LURAH, WATER)
    ago = partial(before, tale)
    ago(20 * 24 - 5, tale.take_up, "air1", head, title="Giliran air irigasi")
    ago(18 * 24, tale.settle, "air1", head, "damai", "Jadwal gilir ditulis ulang dan ditempel di pintu air.")
    ago(10 * 24, tale.look_back, "air1", head, is_calm=False)


def parking(tale: Retelling) -> None:
    """The neighbourhood at work: every post of the town has a task or a copy waiting."""
    head = tale.cast.civil(Role.LURAH, HOME_VILLAGE)
    babinsa = tale.cast.act(Role.BABINSA, HOME_VILLAGE)
    ago = partial(before, tale)
    ago(4 * 24 - 2, tale.take_up, "parkir1", head, title="Lahan parkir depan pasar krempyeng")
    ago(3 * 24 - 1, tale.join, "parkir2", "parkir1", head)
    ago(3 * 24 - 2, tale.note, "parkir1", babinsa, "Bertemu pemuda dua RT, mau dirembug asal pedagang ikut.")
    ago(
        2 * 24,
        tale.move,
        "parkir1",
        head,
        CaseStatus.DIMEDIASI,
        "Musyawarah pertama di balai kelurahan, belum mufakat soal jam.",
    )
    ago(
        40,
        tale.task,
        "parkir1",
        head,
        (HOME_RT, "Ketua RT"),
        "Antar undangan musyawarah kedua kepada pemuda RT 01.",
        72,
    )
    ago(40, tale.task, "parkir1", head, (HOME_RW, "Ketua RW"), "Siapkan balai RW untuk musyawarah kedua.", 72)
    ago(
        40,
        tale.task,
        "parkir1",
        head,
        (HOME_VILLAGE, "Kasatgas Linmas Rogotrunan"),
        "Jaga parkir depan pasar pada jam ramai.",
        60,
    )
    ago(
        39,
        tale.task,
        "parkir1",
        head,
        (HOME_VILLAGE, "Lurah Rogotrunan"),
        "Tulis konsep kesepakatan jam dan tarif parkir.",
        80,
    )
    ago(
        30,
        tale.copy,
        "parkir1",
        head,
        (
            "Polres",
            "Kapolsek Lumajang",
            "Danramil Lumajang",
            "Babinsa Rogotrunan",
            "Bhabinkamtibmas Rogotrunan",
            "Bupati",
            "Sekretaris Daerah",
            "Kabid Penanganan Konflik",
        ),
    )


def for_few_eyes(tale: Retelling) -> None:
    """A restricted case, and a referral of which only the receipt is kept."""
    analyst = tale.cast.act(Role.ANALIS, LAND)
    ago = partial(before, tale)
    ago(11 * 24 - 0.2, tale.take_up, "tertutup1", analyst)
    ago(11 * 24 - 3, tale.refer, "tertutup1", analyst)
    ago(8 * 24 - 0.5, tale.forward, "rujukan1", analyst)


def before(
    tale: Retelling, hours: float, deed: Callable[..., object], *words: object, **more: object
) -> None:
    """Let somebody do something so many hours before the demonstration."""
    tale.later(tale.at - timedelta(hours=hours), partial(deed, *words, **more))
