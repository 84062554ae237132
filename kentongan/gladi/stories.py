"""Seven worries that grow within the month, told day by day; and what has just come in when the demonstration begins.

All of it is made up. Villages stand for any village; nobody is named, and neither belief nor origin nor party.
"""

from dataclasses import dataclass

from kentongan.gladi.quiet_month import Ending, Scene
from kentongan.rules.authority import Role

LAND, NEXT_DOOR = "35.08.05.2004", "35.08.05.2008"
WORSHIP = "35.08.15.2005"
ELECTION = "35.08.07.2006"
WATER = "35.08.10.2006"
PUPILS = "35.08.10.1011"
RUMOUR = ("35.08.19.2008", "35.08.19.2001", "35.08.18.2007", "35.08.20.2007")
HOME_RT = "35.08.10.1010.RW01.RT01"
HOME_RW = "35.08.10.1010.RW01"
HOME_VILLAGE = "35.08.10.1010"


@dataclass(frozen=True)
class Told:
    """A report of a story: how many hours before the demonstration it comes, and what."""

    hours_ago: float
    scene: Scene


def say(
    hours_ago: float, key: str, region: str, sender: Role, kind: str, when: str, text: str, **more: object
) -> Told:
    """Return a report of a story; nobody answers it but the story."""
    form, _, issue = kind.partition(" ")
    fixed = {"ending": Ending.WAITING} | more
    scene = Scene(
        key=key,
        minute=0,
        region=region,
        sender=sender,
        text=text,
        event_form=form,
        issues=(issue,) if issue else (),
        when=when,
        **fixed,  # type: ignore[arg-type]
    )
    return Told(hours_ago, scene)


REPORTS = (
    # A boundary between two villages.
    say(24 * 24, "batas1", LAND, Role.LURAH, "E21 I18", "kini",
        "Patok batas dengan desa sebelah di jalan usaha tani bergeser kira-kira 15 meter. Warga minta diukur ulang. Mohon petunjuk."),
    say(23.4 * 24, "batas2", NEXT_DOOR, Role.LURAH, "E21 I18", "kini",
        "Warga kami merasa patok yang benar justru di sebelah timur saluran. Mereka keberatan kalau diukur sepihak."),
    say(15 * 24, "batas3", LAND, Role.BHABINKAMTIBMAS, "E21 I18", "kini",
        "Adu mulut 30-an warga dua desa di tepi saluran, sempat saling dorong. Dipisah tiga pilar, kembali kondusif.",
        counts={"massa": (30, 40)}, has_photo=True),
    say(6 * 24, "batas4", LAND, Role.BABINSA, "E04 I18", "akan",
        "Beredar ajakan lewat pesan berantai untuk mencabut patok bersama-sama malam Minggu kalau belum ada keputusan.",
        place_text="tepi saluran, jalan usaha tani"),
    say(30, "batas5", NEXT_DOOR, Role.LINMAS, "E05 I18", "akan",
        "Lapor Ndan, pemuda mulai kumpul di warung dekat batas, ada yang bawa linggis. Kami jaga bergantian."),
    # A building permit for a house of worship.
    say(21 * 24, "ibadat1", WORSHIP, Role.RT, "E03 I11", "kini",
        "Pak Lurah, nuwun sewu, ada spanduk keberatan pembangunan rumah ibadat di RT kami. Belum ada sosialisasi, warga tanya izinnya."),
    say(14 * 24, "ibadat2", WORSHIP, Role.LURAH, "E03 I11", "kini",
        "Surat keberatan ditandatangani 40 warga. Panitia menyerahkan daftar dukungan, sebagian tanda tangan dipersoalkan. Mohon FKUB hadir."),
    # The election of a village head.
    say(12 * 24, "pilkades1", ELECTION, Role.WARGA, "E29 I04", "kini",
        "Daftar pemilih pilkades ada nama yang sudah pindah, panitia ditanya malah marah. Tolong dicek nggih."),
    say(5 * 24, "pilkades2", ELECTION, Role.BHABINKAMTIBMAS, "E01 I04", "kini",
        "Video editan salah satu bakal calon beredar di grup dusun, pendukung dua pihak saling balas. Mohon klarifikasi panitia."),
    say(26, "pilkades3", ELECTION, Role.BABINSA, "E29 I04", "akan",
        "Pendukung salah satu bakal calon berencana mendatangi sekretariat panitia besok pagi, kira-kira 50 orang.",
        counts={"massa": (50, 60)}),
    # Pupils.
    say(26 * 24, "pelajar1", PUPILS, Role.BHABINKAMTIBMAS, "E12 I17", "sudah",
        "Pelajar dua sekolah saling lempar dekat terminal pulang sekolah, bubar saat patroli datang. Tidak ada korban."),
    say(19 * 24, "pelajar2", PUPILS, Role.WARGA, "E12 I17", "akan",
        "Pak, anak-anak janjian lagi Jumat habis pulang sekolah, ada di status WA."),
    # A rumour that runs through four villages in one evening.
    *(
        say(9 * 24 - hour, f"hoaks{turn}", region, sender, "E01 I30", "kini", text)
        for turn, (hour, region, sender, text) in enumerate(
            (
                (0, RUMOUR[0], Role.WARGA, "Ramai di grup wali murid: ada yang mau menculik anak pakai mobil putih. Orang tua takut."),
                (0.4, RUMOUR[1], Role.LINMAS, "Lapor, warga mencegat mobil putih di jembatan, ternyata sales. Hampir dipukul."),
                (0.9, RUMOUR[2], Role.LURAH, "Kabar penculik anak sampai di desa kami, warga ronda bawa pentungan. Mohon penjelasan resmi."),
                (1.2, RUMOUR[0], Role.BABINSA, "Pesan suara yang sama diteruskan ke grup dusun. Belum ada anak yang hilang."),
                (2.0, RUMOUR[3], Role.WARGA, "Benar nggak Pak ada culik anak? Anak saya tidak berani sekolah."),
            ),
            start=1,
        )
    ),
    # Water, which is agreed upon and quarrelled over again.
    say(20 * 24, "air1", WATER, Role.LURAH, "E02 I24", "sudah",
        "Petani hilir mengeluh tiga kali giliran tidak dapat air, pintu dikunci dari hulu. Mohon dimediasi.", sensitivity="B"),
    # A quarrel about parking in the town, on which the whole neighbourhood has work.
    say(4 * 24, "parkir1", HOME_RT, Role.RT, "E02 I15", "kini",
        "Pak Lurah, nuwun sewu, rebutan lahan parkir di depan pasar krempyeng, pemuda dua RT sudah saling tantang. Mohon dirembug.", sensitivity="B"),
    say(3 * 24, "parkir2", HOME_VILLAGE, Role.BABINSA, "E02 I15", "kini",
        "Izin melaporkan, pungutan parkir kembali dipersoalkan pedagang. Situasi terkendali, perlu kesepakatan tertulis.", sensitivity="B", has_photo=True),
    # Two matters for few eyes.
    say(11 * 24, "tertutup1", "35.08.04.2008", Role.BHABINKAMTIBMAS, "E16", "sudah",
        "Keluarga korban melapor dan sudah didampingi ke unit perempuan dan anak. Identitas tidak dicantumkan."),
    say(8 * 24, "rujukan1", "35.08.17.2006", Role.LURAH, "E26", "kini",
        "Ada ajakan tertutup yang mencurigakan lewat selebaran, barang ada di kantor desa. Mohon diteruskan."),
    # Just come in, from the RT up to the desk.
    say(33, "baru1", HOME_RT, Role.RT, "E02 I09", "sudah",
        "Pak Lurah, nuwun sewu, warga RT 01 tanya kenapa tiga keluarga hilang dari daftar bantuan. Matur nuwun.", sensitivity="B"),
    say(7.5, "baru2", HOME_VILLAGE, Role.WARGA, "E02 I31", "kini",
        "Musik dari hajatan sampai jam 2 malam, tetangga mulai emosi. Jangan sebut nama saya.", sensitivity="B"),
    say(3.2, "baru3", "35.08.04.2008", Role.LINMAS, "E08 I06", "akan",
        "Lapor, warga mau menutup jalan ke tambak pasir sore ini, kayu sudah disiapkan. Antrean truk panjang, belum ada bentrok."),
    say(1.6, "baru4", "35.08.15.2002", Role.LURAH, "E21 I19", "kini",
        "Eksekusi pagar kebun dihadang ahli waris. Kedua pihak masih di lokasi, mohon arahan."),
    say(0.9, "baru5", "35.08.12.2004", Role.BABINSA, "E99 I31", "kini",
        "Longsor kecil di tikungan, satu lajur tertutup. Warga gotong royong.", sensitivity="B"),
    say(0.5, "baru6", HOME_RT, Role.RT, "E04 I25", "akan",
        "Pak Lurah, ada yang mengancam mau datang bawa teman-temannya nanti malam soal parkir. Mohon arahan nggih."),
    say(0.1, "baru7", PUPILS, Role.BHABINKAMTIBMAS, "E12 I17", "kini",
        "Pelajar sedang kejar-kejaran di depan terminal, kira-kira 25 orang, sebagian bawa sabuk gir. Mohon bantuan.",
        counts={"massa": (20, 30)}),
)  # fmt: skip
