"""How people of the kabupaten report things: a small grammar of our own, never naming belief, origin or party.

The curly words are filled by `quiet_month.filled`: desa, dusun, tempat, rt, rw, jam, nanti, orang.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from kentongan.rules.authority import Role

Range = tuple[int, int]


@dataclass(frozen=True)
class Saying:
    """One matter and the sentences in which it is told."""

    event_form: str
    issues: tuple[str, ...]
    whens: tuple[str, ...]
    weight: int
    bodies: tuple[str, ...]
    states: tuple[str, ...] = ()
    counts: Mapping[str, Sequence[Range]] = field(default_factory=dict)
    sensitivity: str = ""


GREETINGS: Mapping[Role, tuple[str, ...]] = {
    Role.LURAH: ("Mohon izin melaporkan.", "Selamat siang, dari Desa {desa}.", "Lapor,", ""),
    Role.BABINSA: ("Mohon izin melaporkan, Komandan.", "Selamat malam, izin lapor.", "Izin melaporkan situasi {desa}."),
    Role.BHABINKAMTIBMAS: ("Mohon izin melaporkan.", "Selamat pagi, izin lapor kegiatan sambang {desa}.", "Lapor,"),
    Role.LINMAS: ("Lapor Ndan.", "Nuwun sewu, lapor.", "Dari pos kamling {dusun}:"),
    Role.WARGA: ("", "Pak, ngapunten,", "Nuwun sewu Pak,", "Selamat malam,", "Min,", "Tolong Pak,"),
    Role.RT: ("Pak Lurah, nuwun sewu,", "Lapor Pak,", "Ngapunten Pak,"),
    Role.RW: ("Pak Lurah, lapor,", "Izin lapor,"),
}  # fmt: skip
CLOSINGS: Mapping[Role, tuple[str, ...]] = {
    Role.LURAH: ("Mohon petunjuk.", "Kami pantau terus.", "Demikian, terima kasih.", ""),
    Role.BABINSA: (
        "Situasi sementara aman terkendali.",
        "Demikian dilaporkan.",
        "Perkembangan kami laporkan lagi.",
    ),
    Role.BHABINKAMTIBMAS: ("Demikian, dokumentasi menyusul.", "Situasi aman terkendali.", "Mohon arahan."),
    Role.LINMAS: ("Kami jaga dulu di lokasi.", "Siap menunggu perintah.", "Suwun."),
    Role.WARGA: ("Suwun.", "Tolong dicek nggih.", "Matur nuwun.", "Jangan sebut nama saya.", ""),
    Role.RT: ("Matur nuwun.", "Mohon arahan nggih.", "Kulo tenggo."),
    Role.RW: ("Matur nuwun.", "Mohon arahan."),
}
HAMLETS = (
    "Dusun Krajan", "Dusun Curah Lengkong", "Dusun Karanganyar", "Dusun Sumber Wuni", "Dusun Kebonan",
    "Dusun Darungan", "Dusun Wetan Kali", "Dusun Kulon Sawah", "Dusun Tegalrejo", "Dusun Besuk",
)  # fmt: skip
SPOTS = (
    "dekat balai desa", "depan warung kopi", "di pertigaan makam", "sebelah timur lapangan", "di jalan usaha tani",
    "pinggir sungai", "depan toko kelontong", "dekat jembatan", "di pasar krempyeng", "belakang gedung SD",
    "dekat dam irigasi", "di perempatan pos kamling",
)  # fmt: skip
SURROUNDINGS = (
    "Warga sekitar mulai kumpul, belum ada bentrok.",
    "Sampai pukul {jam} masih kondusif.",
    "Ketua RT {rt} RW {rw} sudah di lokasi.",
    "Kedua pihak diminta pulang dulu.",
    "Rencana nanti malam dirembug di rumah kepala dusun.",
    "Belum ada yang mengalah.",
)

SAYINGS = (
    Saying(
        "E02", ("I24",), ("kini", "akan", "sudah"), 14,
        (
            "warga {dusun} geger soal giliran air sawah, yang hulu dituduh nutup pintu air.",
            "rebutan banyu di dam {dusun}, petani yang di bawah tidak kebagian sudah tiga hari.",
            "sekitar {orang} petani mendatangi rumah juru air {tempat}, minta jadwal gilir dikembalikan.",
            "HIPPA dua dusun saling tuding soal pembagian air, suasana mulai panas.",
        ),
        sensitivity="B",
    ),
    Saying(
        "E02", ("I31", "I06"), ("kini", "sudah"), 9,
        (
            "truk pasir lewat jalan desa siang malam, warga {dusun} mau menutup jalan kalau tidak ada portal jam.",
            "warga RT {rt} RW {rw} protes bau kandang ayam {tempat}, minta dipindah.",
            "jalan {tempat} rusak kena truk bermuatan, warga pasang batang pisang di tengah jalan.",
            "limbah penggilingan batu masuk selokan {dusun}, ibu-ibu datang ke balai desa.",
        ),
        sensitivity="B",
    ),
    Saying(
        "E02", ("I09",), ("kini", "sudah"), 9,
        (
            "penerima bantuan di {dusun} dipersoalkan, {orang} warga datang minta daftar dibuka.",
            "bantuan beras dibagi rata tanpa rembug, yang terdaftar tidak terima.",
            "warga menanyakan kenapa namanya hilang dari daftar bantuan, sempat adu mulut {tempat}.",
        ),
        sensitivity="B",
    ),
    Saying(
        "E21", ("I19",), ("kini", "akan"), 9,
        (
            "dua keluarga ribut batas pekarangan {tempat}, patok lama dicabut.",
            "sengketa tegalan di {dusun}, pihak pembeli mulai membajak, pihak ahli waris menghadang.",
            "pengukuran tanah {tempat} dihentikan karena ahli waris keberatan.",
            "tanah kas desa di {dusun} ditanami tanpa izin, yang nyewa resmi tidak terima.",
        ),
    ),
    Saying(
        "E21", ("I18",), ("kini", "sudah"), 4,
        (
            "patok batas {desa} dengan desa sebelah digeser, perangkat dua desa adu argumen {tempat}.",
            "plang nama batas desa dicabut orang tak dikenal, warga {dusun} pasang lagi.",
        ),
    ),
    Saying(
        "E01", ("I30",), ("kini",), 10,
        (
            "beredar pesan suara di grup WA ada penculik anak keliling naik mobil putih, belum jelas sumbernya.",
            "ada unggahan menuduh perangkat {desa} memotong bantuan, komentarnya mulai panas.",
            "video lama tawuran disebar lagi seolah kejadian tadi malam di {desa}.",
            "kabar sumur diracun menyebar di {dusun}, sudah dicek air aman.",
        ),
    ),
    Saying(
        "E03", ("I08",), ("kini", "akan"), 5,
        (
            "warga {dusun} menolak menara seluler {tempat}, spanduk sudah terpasang.",
            "warga keberatan rencana tempat buang sampah di {dusun}, minta sosialisasi diulang.",
            "panitia hiburan malam ditolak warga {dusun} karena tahun lalu rusuh.",
        ),
        sensitivity="B",
    ),
    Saying(
        "E12", ("I17",), ("kini", "sudah"), 6,
        (
            "pelajar dua sekolah saling tantang di medsos, janjian {tempat} pukul {nanti}.",
            "anak-anak SMK konvoi bawa sabuk gir {tempat}, yang lihat bubar.",
            "pelajar lempar-lemparan batu {tempat}, pengendara berhenti.",
        ),
        ("Sudah dibubarkan, tidak ada yang dibawa.", "Dua sepeda motor ditinggal lari.", "Guru sudah dihubungi."),
    ),
    Saying(
        "E11", ("I15",), ("kini", "sudah"), 4,
        (
            "pemuda dua dusun saling kejar habis orkes {tempat}.",
            "rombongan pemuda luar desa diserang balik di {dusun}, kira-kira {orang} orang.",
        ),
        ("Massa sudah mundur, pemuda dikumpulkan di balai desa.", "Tinggal saling teriak, dijaga Linmas."),
        {"massa": ((20, 40), (30, 60))},
    ),
    Saying(
        "E13", ("I25",), ("kini", "sudah"), 7,
        (
            "dua warga berkelahi {tempat} gara-gara utang sabung ketangkasan.",
            "cekcok parkir {tempat} sampai pukul-pukulan.",
            "ribut suami mantan istri di {dusun}, keluarga dua pihak datang.",
        ),
        ("Sudah dilerai warga.", "Satu orang lecet, tidak mau berobat."),
    ),
    Saying(
        "E04", ("I25",), ("akan", "sudah"), 5,
        (
            "warga {dusun} mengaku diancam lewat WA soal ternak yang masuk kebun.",
            "penjaga tambak diancam kelompok tak dikenal {tempat}.",
            "ada yang mengancam merusak portal {tempat} nanti malam.",
        ),
    ),
    Saying(
        "E14", ("I25",), ("kini", "sudah"), 4,
        (
            "orang dicurigai maling sapi ditangkap warga {dusun}, hampir dimassa.",
            "terduga pencuri pompa air dikepung warga {tempat}.",
        ),
        ("Sudah diamankan ke balai desa, menunggu Polsek.", "Sempat dipukul, sekarang di Polsek."),
        {"luka": ((1, 1),), "massa": ((30, 60),)},
    ),
    Saying(
        "E18", ("I15",), ("sudah",), 3,
        (
            "pos kamling {dusun} dirusak orang tak dikenal tadi malam.",
            "kaca warung {tempat} dipecah rombongan bermotor.",
        ),
        counts={"rusak": ((1, 1), (1, 2))},
    ),
    Saying(
        "E27", ("I27",), ("kini", "sudah"), 4,
        (
            "ada rumah kosong {tempat} sering dipakai kumpul anak muda tengah malam, ditemukan plastik klip.",
            "warga resah dugaan jual pil di {dusun}.",
        ),
    ),
    Saying(
        "E29", ("I04",), ("akan", "kini"), 5,
        (
            "baliho bakal calon kades dirusak di {dusun}.",
            "panitia pilkades {desa} dipersoalkan, daftar pemilih sementara belum ditempel.",
            "pendukung dua bakal calon kades saling sindir {tempat}.",
        ),
    ),
    Saying(
        "E06", ("I06",), ("akan",), 3,
        (
            "pemberitahuan: petani akan menyampaikan aspirasi ke kantor kecamatan soal pupuk, kira-kira {orang} orang.",
            "karyawan akan unjuk rasa damai besok pukul {nanti}, surat pemberitahuan sudah masuk.",
        ),
        ("Koordinator lapangan kooperatif.", "Rencana dikawal pengaturan lalu lintas."),
        sensitivity="B",
    ),
    Saying(
        "E30", ("I19",), ("sudah",), 3,
        (
            "sudah dirembug di balai desa soal batas kebun {dusun}, kedua pihak mau ukur ulang.",
            "mediasi pertama soal air irigasi di {dusun}, dihadiri tiga pilar.",
        ),
        sensitivity="B",
    ),
    Saying(
        "E99", ("I31",), ("kini", "sudah"), 7,
        (
            "banjir luapan sungai masuk rumah {dusun}, setinggi lutut.",
            "pohon tumbang {tempat}, jalan tertutup.",
            "longsor kecil di jalan {dusun}, satu lajur saja.",
            "laka tunggal {tempat}, sempat kerumunan.",
        ),
        ("Warga gotong royong.", "BPBD sudah dikabari.", "Jalan sudah bisa dilewati."),
        sensitivity="B",
    ),
)  # fmt: skip

NOISE = (
    ("P", "Salah kirim, sudah dikonfirmasi ke pengirim."),
    ("tes tes, aplikasine wes iso ta", "Pesan percobaan."),
    ("Ngapunten Pak, salah kirim.", "Salah kirim, sudah dikonfirmasi ke pengirim."),
    ("lampu jalan {tempat} mati sudah seminggu", "Urusan layanan umum, diteruskan ke kantor desa."),
    ("Kapan jadwal pengajuan KTP keliling ke {desa}?", "Pertanyaan layanan, dijawab langsung."),
    ("Kucing saya hilang di {dusun}, warna oranye", "Bukan urusan kewaspadaan dini."),
    ("Mohon info jadwal vaksin ternak", "Pertanyaan layanan, dijawab langsung."),
    ("Pak, sinyal di {dusun} jelek terus", "Urusan layanan umum, diteruskan ke kantor desa."),
)

VISITS = (
    "Sambang ke lokasi, bertemu kedua pihak. Suasana tenang, masih ada yang kesal.",
    "Sudah bertemu kepala dusun dan tokoh masyarakat. Sepakat menahan diri sampai musyawarah.",
    "Patroli malam di sekitar lokasi, tidak ada kumpul-kumpul.",
    "Warga minta ada kepastian waktu penyelesaian. Sudah disampaikan ke penanggung jawab.",
    "Koordinasi dengan Ketua RT setempat, tidak ada perkembangan baru.",
)
TASKS = (
    "Jaga lokasi sampai pukul 22.00 dan laporkan perkembangannya.",
    "Antar undangan musyawarah kepada kedua pihak.",
    "Dampingi pengukuran atau pemeriksaan di lokasi.",
    "Aktifkan pos kamling terdekat selama tiga malam.",
)
MEDIATION = "Kedua pihak bersedia duduk bersama; musyawarah di balai desa dengan tiga pilar."
OUTCOMES = {
    "damai": (
        "Musyawarah mufakat: kedua pihak menandatangani kesepakatan di balai desa.",
        "Kesepakatan tertulis, disaksikan tiga pilar dan tokoh masyarakat.",
    ),
    "reda": (
        "Persoalan selesai di tingkat desa, tidak ada yang keberatan lagi.",
        "Sudah dijelaskan di pertemuan RT, warga menerima.",
    ),
    "selesai": ("Penyebabnya sudah diperbaiki dan diperiksa bersama warga.",),
    "dilimpahkan": ("Instansi tujuan sudah menindaklanjuti dan memberi jawaban tertulis.",),
    "tidak_terbukti": ("Kabar tidak benar; penjelasan sudah disampaikan kepada warga.",),
}  # fmt: skip
CALM = (
    "Dicek ke lokasi: tetap aman, kesepakatan dijalankan.",
    "Kedua pihak ditemui, tidak ada keluhan baru.",
    "Aman. Warga sudah beraktivitas seperti biasa.",
)
RELAPSE = (
    "Persoalan muncul lagi, satu pihak tidak menjalankan kesepakatan.",
    "Kambuh: dua malam ini mulai ada saling tuding lagi.",
)
REFERRALS = {
    "E02": "Dinas Pekerjaan Umum dan Tata Ruang",
    "E12": "Dinas Pendidikan dan Polsek setempat",
    "E13": "Polsek setempat",
    "E14": "Polsek setempat",
    "E18": "Polsek setempat",
    "E21": "Kantor Pertanahan",
    "E27": "Polres, Satuan Narkoba",
    "E29": "Panitia pilkades tingkat kabupaten",
    "E99": "BPBD Kabupaten Lumajang",
}
