"""What officers of the demonstration write: on a case, into the minutes, and when they put a message aside."""

from collections.abc import Mapping

ASIDE: Mapping[str, tuple[str, ...]] = {
    "bising": (
        "Bukan urusan kewaspadaan dini. Pelapor sudah diarahkan ke kantor desa.",
        "Pertanyaan layanan, dijawab langsung.",
        "Urusan layanan umum, diteruskan ke kantor desa.",
        "Bukan laporan. Sudah dikonfirmasi ke pengirim.",
    ),
    "kegiatan": (
        "Laporan kegiatan biasa, dicatat saja.",
        "Kegiatan berjalan lancar, tidak ada tindak lanjut.",
    ),
    "penyelesaian": (
        "Sudah selesai di tempat sebelum petugas datang, tidak ada pihak yang keberatan.",
        "Kedua pihak sudah rukun kembali, dicek ke kepala dusun.",
    ),
    "ringan": (
        "Sudah diperiksa di lokasi bersama tiga pilar, tidak ditemukan kejadian seperti yang dilaporkan.",
        "Sudah selesai di tempat sebelum petugas datang, tidak ada pihak yang keberatan.",
    ),
}
SAME = "Sama dengan laporan lain dari desa ini yang sudah ditangani."
PUT_RIGHT = "Ditanyakan kepada pelapor: kejadiannya di desa ini."
OVER = "Persoalan ini sudah ditutup; laporan dicatat sebagai perkembangan terakhir."
NOTHING_BEHIND = "Sudah ditanyakan ke desa-desa ini: laporan terpisah, tidak ada yang tumbuh."
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
REFERRED = "Menjadi kewenangan instansi tujuan; perkembangan tetap kami tanyakan."
AGAIN = "Tiga pilar turun lagi ke lokasi."
OUTCOMES: Mapping[str, tuple[str, ...]] = {
    "damai": (
        "Musyawarah mufakat: kedua pihak menandatangani kesepakatan di balai desa.",
        "Kesepakatan tertulis, disaksikan tiga pilar dan tokoh masyarakat.",
    ),
    "reda": (
        "Persoalan selesai di tingkat desa, tidak ada yang keberatan lagi.",
        "Sudah dijelaskan di pertemuan RT, warga menerima.",
    ),
    "dilimpahkan": ("Instansi tujuan sudah menindaklanjuti dan memberi jawaban tertulis.",),
    "tidak_terbukti": ("Kabar tidak benar; penjelasan sudah disampaikan kepada warga.",),
}
CALM = (
    "Dicek ke lokasi: tetap aman, kesepakatan dijalankan.",
    "Kedua pihak ditemui, tidak ada keluhan baru.",
    "Aman. Warga sudah beraktivitas seperti biasa.",
)
RELAPSE = (
    "Persoalan muncul lagi, satu pihak tidak menjalankan kesepakatan.",
    "Kambuh: dua malam ini mulai ada saling tuding lagi.",
)
REFERRALS: Mapping[str, str] = {
    "E02": "Dinas Pekerjaan Umum dan Tata Ruang",
    "E12": "Dinas Pendidikan dan Polsek setempat",
    "E13": "Polsek setempat",
    "E14": "Polsek setempat",
    "E15": "Polsek setempat",
    "E16": "Unit Perlindungan Perempuan dan Anak Polres",
    "E18": "Polsek setempat",
    "E21": "Kantor Pertanahan",
    "E27": "Polres, Satuan Narkoba",
    "E29": "Panitia pilkades tingkat kabupaten",
    "E99": "BPBD Kabupaten Lumajang",
}
ELSEWHERE = "Dinas teknis Kabupaten Lumajang"
BETWEEN_GROUPS = frozenset({"E09", "E10", "E11", "E12", "E14", "E18", "E19"})
WEIGHED: Mapping[str, str] = {
    "waspada": "Kabarnya tidak benar; tetap dipantau agar tidak dipakai orang.",
    "siaga": "Tidak antarkelompok dan sudah dipegang tiga pilar.",
    "awas": "Kekerasan antarkelompok; Forkopimda diberi tahu.",
}
RISEN: Mapping[str, str] = {
    "AG": "Ada ancaman atau massa yang mulai berkumpul.",
    "GN": "Sudah pecah: bentrok, blokade, atau perusakan.",
}
