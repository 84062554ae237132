"""Everything that is no worry: meetings and patrols, and the many messages that are not for this office at all."""

KEGIATAN = (
    "[rapat koordinasi|rakor] [tiga pilar|lintas sektor|pengamanan pilkades|kewaspadaan dini] [bersama|dihadiri] {ikut}",
    "apel [gelar pasukan|siaga|kesiapsiagaan linmas|pagi] [diikuti|dihadiri] {ikut}",
    "patroli [malam|dialogis|gabungan|tiga pilar] [bersama|oleh] {ikut}",
    "[sambang|kunjungan ke] [warga|tokoh masyarakat|poskamling] [bersama|oleh] {ikut}",
    "[pelatihan|bimtek|pembinaan] [linmas|siskamling|petugas ketertiban] [bersama|dari] {ikut}",
    "[kerja bakti|gotong royong] [bersih sungai|perbaikan pos kamling|bersih lingkungan] [bersama|dengan] {ikut}",
    "[sosialisasi|penyuluhan] [bahaya narkoba|tertib lalu lintas|tamu wajib lapor|cegah hoaks] [bersama|oleh] {ikut}",
    "[pengamanan|pengaturan lalu lintas] [pasar|jalan sehat|hajatan warga|pertandingan voli] [oleh|bersama] {ikut}",
    "[ronda|siskamling] [rutin|keliling] [bersama|dengan] {ikut}",
)
KEGIATAN_RESULTS = (
    "[giat|kegiatan] [berjalan|] [aman|lancar|tertib] [dan kondusif|]", "[situasi|sitkamtibmas] [aman|kondusif|terkendali]", "dokumentasi [terlampir|menyusul]",
    "[menghimbau|himbauan] [aktifkan|jaga] [siskamling|keamanan lingkungan]", "[selesai|berakhir] [dengan|] [tertib|aman]", "tamu wajib lapor 1x24 jam", "nihil kejadian menonjol",
)  # fmt: skip
PLANNED = (
    "[akan|rencananya] dilaksanakan {giat}", "[besok|nanti] ada {giat}", "mohon [hadir|personel] untuk {giat}", "undangan {giat}",
)  # fmt: skip

SERVICES = (
    "[pak|bu|min|], [lampu jalan|lampu PJU|penerangan jalan] {spot} [mati|padam] [sudah|sdh] {lama}, [mohon|tolong] [diperbaiki|diganti]",
    "[kapan|jam berapa] [jadwal|buka] [pelayanan|rekam|cetak] [KTP|KK|akta] [di kecamatan|keliling|di kantor desa|] [ya|pak|min|]",
    "[sampah|bak sampah] {spot} [belum diangkut|menumpuk] [sudah|] {lama}, [bau|banyak lalat]",
    "[air|PDAM] [tidak keluar|mati|keruh] [sudah|] {lama}, [mohon info|ada gangguan kah|tolong dicek]",
    "[mati lampu|listrik padam|PLN padam] [lagi|dari tadi|], [ada info|sampai kapan|kapan nyala] [ya|pak|min|]",
    "[syarat|cara] [mengurus|urus|bikin] [surat pindah|KIS|SKCK|surat usaha|akta lahir] [apa saja|gimana] [ya|pak|min|]",
    "[jalan|jembatan] {spot} [berlubang|rusak], [mohon|tolong] [ditambal|diperbaiki], [rawan jatuh|sering bikin jatuh]",
    "[mohon info|kapan] [jadwal|] [vaksin ternak|posyandu|imunisasi|fogging] [di sini|bulan ini|]",
    "[wifi|internet|sinyal] [lemot|hilang|jelek] [terus|] [sudah|] {lama}, [lapor ke mana|bisa diperbaiki kah]",
    "[pupuk|gas 3 kg|gas melon] [susah|langka] [dicari|], [di mana yang ada|ada info pangkalan] [pak|min|]",
    "nomor [ambulans|pemadam|puskesmas|bidan desa] [berapa ya|ada yang punya|mohon dikirim]",
    "[antre|antri] [di|] [puskesmas|samsat|bank] [lama sekali|sampai sore], [bisa daftar online|ada loket lain] [nggak|kah]",
)
SMALL_TALK = (
    "[siap|oke|baik] [ndan|pak|bu|bos], [monitor|86|dimengerti|terima kasih]", "[monitor|86|siap 86] [pak|ndan|bos|]", "[p|tes|tes tes|halo] [halo|pak|]", "[salah kirim|maaf salah kirim|mohon maaf salah grup] [pak|bu|]",
    "[sudah|udah] [makan|ngopi] [belum|blm] [pak|bro|bu] [hehe|wkwk|]", "[ngopi|ngumpul] [yuk|dulu] [di|] {spot} [jam|sekitar jam] {jam}", "[ikan|jambu|singkong|kopi] [kemarin|] [enak|manis], [pesan lagi|ambil lagi] {banyak} [kilo|bungkus]",
    "[sinetron|film|drama] [tadi|semalam] [seru|sedih] [banget|sekali], [rebutan|berantem] [warisan|pacar] [terus|] [wkwk|haha|]", "[anak saya|keponakan] [juara|menang] [lomba|pertandingan] [catur|menyanyi|mewarnai|lari] [alhasil|,] [makan-makan|syukuran] [dulu|nanti]",
    "[cuaca|hari ini] [panas|mendung|dingin] [sekali|banget] ya [pak|bu|]", "[nomor|no] [baru|ganti] [saya|], [tolong|mohon] disimpan, {nama}", "[besok|nanti sore] [masak|bawa] apa [bu|mbak]", "[kambing|sapi|motor] [pak|bu] {nama} [jadi|] dijual [berapa|nggak]",
    "[boleh|bisa] pinjam [tenda|kursi|sound|tangga] [buat|untuk] [hajatan|arisan|tujuh belasan] [nggak|pak|]",
)  # fmt: skip
SPORT = (
    "[nobar|nonton bareng] [final|derbi|timnas] [di|] {spot} jam {jam}, [bawa|] [kopi|jajan] [masing-masing|sendiri]", "[tim|kesebelasan] [kita|kampung] [menang|kalah|seri] {skor}, [gempur|serang] terus dari [awal|menit pertama]", "[jadwal|besok] [lomba|turnamen] [voli|bola|bulu tangkis|catur] [jam|mulai jam] {jam} {spot}",
    "[duel|perang bintang|bentrok] [persija persib|timnas|dua klub besar] malam [ini|minggu], [prediksi|tebak skor] {skor}", "[striker|kiper|wasit] [tadi|semalam] [payah|hebat|bikin emosi] [wkwk|haha|]", "[daftar|ikut] [gerak jalan|jalan sehat|senam|lomba 17an] [ke|lewat] {nama}, [gratis|{ribu} ribu]",
)  # fmt: skip
ADS = (
    "[promo|diskon|obral] [perang harga|gila-gilaan|besar] [minyak|beras|baju|sepatu|kasur] [cuma|hanya] {ribu} ribu, [serbu|rebutan|buruan] [stok terbatas|], [toko|] {nama}", "[butuh|cari] [dana|pinjaman] [cepat|cair], [tanpa|] [jaminan|ribet], [wa|hubungi] {nama}", "[dijual|jual] [motor|tanah|sapi|gabah|hp] [murah|nego], [minat|serius] [japri|hubungi] {nama}",
    "[lowongan|dibutuhkan] [kerja|karyawan] [toko|gudang|warung|admin], [gaji|upah] {ribu} ribu [per hari|sehari]", "[terima|menerima] [pesanan|jasa] [nasi kotak|jahit|sedot wc|servis ac|las pagar], [murah|cepat], {nama}", "[bibit|benih] [cabai|lele|jati|sengon] [siap|ready], [harga|mulai] {ribu} ribu",
)  # fmt: skip
GREETINGS = (
    "[selamat|met] [pagi|siang|malam|beraktivitas] [semuanya|semua|grup|] [semoga|] [sehat selalu|lancar rezekinya|]", "selamat [ulang tahun|menempuh hidup baru|panen raya] [pak|bu] {nama}, [sehat selalu|semoga bahagia|panjang umur]", "[turut berduka|ikut berduka cita] atas [meninggalnya|berpulangnya] [bapak|ibu] {nama}, [semoga keluarga tabah|mohon doanya]",
    "[mohon doa|minta doanya] [untuk|buat] [ibu|bapak|anak] saya [yang|] [sedang sakit|mau operasi|mau ujian]", "[terima kasih|makasih] [bantuannya|infonya|kerjasamanya] [pak|bu|semua|]", "[selamat|dirgahayu] [hari|] [kemerdekaan|pahlawan|guru|ibu], [semangat|jaya] [selalu|terus]",
)  # fmt: skip
CHAINS = (
    "[jangan|] putus di kamu, kirim ke {banyak} [teman|grup] [dan|biar] [dapat|dpt] [pulsa|kuota|rezeki], [sudah|] terbukti", "[info penting|bagikan], [tips|cara] [menghilangkan|mengobati] [asam urat|kolesterol|flu] [dengan|pakai] [daun salam|jahe|air kelapa], [resep|dari] dokter {nama}", "[hp|whatsapp] [akan|mau] [berbayar|diblokir] [besok|bulan depan] kalau tidak [disebar|dikirim] ke {banyak} [kontak|grup]",
    "[kisah|cerita] [nyata|sedih] [anak|kakek] [penjual|tukang] [koran|bakso], [baca sampai habis|bikin nangis], [sebarkan|bagikan] [ke|] {banyak} orang", "[ada|klik] [bantuan|hadiah] {ribu} ribu [dari|] [bank|operator], [isi|klik] [tautan|link] [ini|di bawah]",
)  # fmt: skip
LOST = (
    "[hilang|kehilangan|telah hilang] [motor|sepeda motor] [beat|vario|supra|mio] [hitam|merah|putih|biru] [parkir|waktu parkir] {spot}, [yang menemukan|info] hubungi {nama}", "[ditemukan|nemu] [dompet|kunci motor|hp|STNK] [jatuh|] {spot}, [merasa kehilangan|yang punya] [hubungi|ke] {nama}", "[kucing|kambing|burung|sapi] [saya|kami] [hilang|lepas] [dari|sejak] {lama}, [warna|ciri] [oranye|hitam|belang], [lihat|ketemu] tolong [kabari|wa]",
    "STNK dan KTP a.n. {nama} [tercecer|jatuh] {spot}, [mohon|tolong] [kembalikan|hubungi]",
)  # fmt: skip
TASTES = {
    "layanan": SERVICES,
    "obrolan": SMALL_TALK,
    "olahraga": SPORT,
    "iklan": ADS,
    "salam": GREETINGS,
    "berantai": CHAINS,
    "kehilangan": LOST,
}
# How often each comes beside the others.
TOPICS = (*("layanan",) * 3, *("obrolan",) * 2, "olahraga", "iklan", "salam", "berantai", "kehilangan")
LEADS = (
    "",
    "",
    "",
    "",
    "[pak|bu|min|kak] ",
    "[permisi|maaf|mohon ijin|punten] [pak|min|kak|], ",
    "[halo|hai|selamat siang|met pagi] [min|kak|semua], ",
    "[info|tanya|numpang tanya] [dong|pak|]: ",
)
TAILS = (
    "",
    "",
    "",
    "",
    "[makasih|terima kasih|trims|tks|suwun]",
    "[mohon|tolong] [infonya|dibalas] [ya|pak|]",
    "[wkwk|hehe|haha|xixi]",
    "[sekian|demikian], [terima kasih|tks]",
    "[🙏|🙏🙏|👍|😁|😂]",
    "[ditunggu|kami tunggu] [kabarnya|jawabannya]",
)
FAREWELLS = (
    "",
    "",
    "DUMM",
    "demikian [dilaporkan|kami laporkan|].",
    "[terima kasih|tks|trims].",
    "[dokumentasi|foto] [menyusul|terlampir].",
    "[mohon arahan|mohon petunjuk] [selanjutnya|].",
    "86.",
)
