"""How people open and close what they send, by who they are; and the small facts that every matter may have."""

OPENINGS = {
    "lurah": ("[mohon izin|izin] melaporkan [pak camat|bapak camat|].", "lapor [pak camat|pak|], dari [desa|wilayah] kami.", "[yth|kepada yth] [bapak|] camat,", "selamat {salam}, [izin|mohon izin] [lapor|menyampaikan].", "mohon [petunjuk|arahan] pak,"),
    "babinsa": ("mohon izin melaporkan, Komandan.", "[selamat|met] {salam} [ndan|komandan], izin [lapor|melaporkan].", "izin melaporkan [situasi|perkembangan] [wilayah|] [ndan|komandan|].", "lapor Danramil,"),
    "bhabinkamtibmas": ("mohon izin [melaporkan|lapor] [ndan|komandan|].", "selamat {salam} [ndan|komandan], [lap|laporan] [giat|situasi].", "izin [ndan|komandan], [melaporkan|lapor]:", "lapor [pak kapolsek|kapolsek|],"),
    "linmas": ("lapor ndan,", "[izin|ijin] [lapor|melapor] [ndan|pak|].", "dari [pos kamling|pos linmas] {dusun}:", "[pak|ndan] [lapor|ijin],"),
    "rt": ("[pak lurah|pak kades|pak], [lapor|mohon ijin]", "[selamat|met] {salam} pak, saya [ketua RT|RT] {rt}.", "lapor pak, [kami dari|dari] RT {rt}.", "[mohon|] [ijin|izin] pak [lurah|kades|],"),
    "rw": ("[lapor|izin lapor] pak [lurah|kades|],", "dari RW {rw} pak,", "selamat {salam} pak, [mohon ijin|lapor]."),
    "warga": ("", "", "", "[pak|bu|min|kak],", "[tolong|mohon] [pak|min],", "[selamat|met] {salam} [pak|min|],", "[lapor|mau lapor] [pak|min|],", "[permisi|maaf] [pak|min|],", "[info|info pak|sekedar info],"),
    "anonim": ("", "", "[jangan|tolong jangan] sebut nama saya.", "[maaf|mohon maaf] saya [tidak berani|takut] sebut nama.", "[info|info saja|sekedar info],", "[rahasia ya|tolong dirahasiakan],"),
    "pelajar": ("", "kak,", "[kak|min] [mau lapor|lapor|tanya],", "[gaes|min] [info|]", "[halo|hai] [kak|min],"),
    "camat": ("mohon izin [melaporkan|lapor] pak [bupati|kaban|].", "[yth|kepada yth] [kaban|kepala badan] kesbangpol,", "selamat {salam}, laporan [situasi|perkembangan] wilayah."),
    "kapolsek": ("izin melaporkan [jenderal|komandan|].", "[mohon izin|izin] [kapolres|komandan],", "laporan [situasi|atensi]:"),
    "danramil": ("mohon izin melaporkan, Komandan.", "izin Dandim,", "laporan [situasi|khusus]:"),
}  # fmt: skip
CLOSINGS = {
    "lurah": ("", "[mohon|kami mohon] [petunjuk|arahan].", "[demikian|sekian], terima kasih.", "kami [pantau|monitor] terus.", "mohon [atensi|bantuan] [polsek|personel|]."),
    "babinsa": ("demikian [dilaporkan|kami laporkan].", "perkembangan [dilaporkan|kami laporkan] [kemudian|lagi].", "[dokumentasi|foto] [menyusul|terlampir].", "mohon [petunjuk|arahan].", "DUMM", ""),
    "bhabinkamtibmas": ("demikian [ndan|komandan|dilaporkan].", "DUMM", "mohon [arahan|petunjuk] [selanjutnya|].", "dokumentasi [menyusul|terlampir].", ""),
    "linmas": ("kami [jaga|standby] [dulu|] di lokasi.", "siap menunggu perintah.", "[tolong|mohon] [bantuan|merapat].", "", "86."),
    "rt": ("[mohon|tolong] [dicek|arahan|ditindaklanjuti].", "[terima kasih|tks|trims].", "kami [tunggu|nunggu] [arahan|kabar].", "", "[hormat|salam] kami, ketua RT {rt}."),
    "rw": ("mohon arahan.", "[terima kasih|tks].", "", "RW {rw}."),
    "warga": ("", "", "[tolong|mohon] [dicek|patroli|cepat|ditindak] [pak|ya|].", "[takut|khawatir] [jadi besar|ribut beneran|ada korban].", "[terima kasih|makasih|tks|trims].", "[saya|kami] [tidak berani|takut] keluar.", "[tolong|mohon] [kirim|ada] [petugas|polisi] [secepatnya|]."),
    "anonim": ("", "jangan [sampai tahu|bilang] dari saya.", "[tolong|mohon] dirahasiakan.", "saya [takut|tidak berani].", "[tolong|mohon] [dicek|ditindak] [saja|]."),
    "pelajar": ("", "[takut|serem] [banget|kak].", "[tolong|pls] [kak|ya].", "[makasih|thanks] [kak|]."),
    "camat": ("mohon [petunjuk|arahan].", "demikian [dilaporkan|], terima kasih."),
    "kapolsek": ("demikian dilaporkan.", "perkembangan dilaporkan."),
    "danramil": ("demikian dilaporkan.", "mohon petunjuk."),
}  # fmt: skip

SPOTS = (
    "dekat [balai desa|kantor desa|balai RW]", "depan [warung kopi|toko kelontong|minimarket]", "di [pertigaan|perempatan] [makam|pos kamling|pasar]", "sebelah [timur|barat|utara|selatan] lapangan",
    "[pinggir|bantaran] sungai", "[belakang|samping] [SD|sekolah|puskesmas]", "dekat [jembatan|dam|pos ronda]", "di [pasar|terminal|lapangan]", "[depan|sekitar] [SPBU|pasar|terminal]", "di jalan [utama|raya|poros]",
    "[ujung|tengah] kampung", "dekat [gudang|penggilingan padi|dermaga]",
)  # fmt: skip
HAMLETS = {
    "jv": ("Krajan", "Karanglo", "Tegalsari", "Sumberejo", "Wetan Kali", "Kebonagung", "Darungan", "Jambean"),
    "mad": ("Laok Songai", "Temor Lorong", "Daja Gunong", "Bara' Lorong", "Tenga", "Brumbung", "Panyeppen", "Rabasan"),
    "su": ("Babakan", "Cikoneng", "Sukasari", "Pasir Angin", "Lebak", "Kebon Kalapa", "Cibeber", "Warung Jati"),
    "min": ("Kampuang Dalam", "Koto Gadang", "Balai Baru", "Sawah Liek", "Ateh Bukik", "Lubuak Aro", "Simpang Tigo", "Padang Laweh"),
    "bug": ("Lappae", "Bonto Sunggu", "Kampung Beru", "Tanete", "Lompoe", "Bulu Loe", "Ujunge", "Padang Lampe"),
    "pap": ("Pantai", "Bukit Barisan", "Kampung Harapan", "Tanah Merah", "Kali Dingin", "Perumnas", "Ujung Pasir", "Lembah"),
    "plm": ("Talang Banyu", "Tepian", "Lorong Kapten", "Seberang Laut", "Sungai Goren", "Lebak Mulyo", "Pematang", "Dusun Lamo"),
    "mly": ("Parit Tengah", "Sungai Duri", "Tanjung Pasir", "Simpang Empat", "Bukit Batu", "Kampung Tengah", "Parit Baru", "Air Hitam"),
    "btw": ("Kebon Nanas", "Rawa Elok", "Kampung Sawah", "Gang Buntu", "Pulo Asem", "Kebon Pala", "Utan Jati", "Bojong"),
    "id": ("Mekar Sari", "Suka Maju", "Sumber Makmur", "Bukit Indah", "Karya Baru", "Harapan", "Tunas Muda", "Mulya"),
}  # fmt: skip
SCHOOLS = (
    "SMK [Bina Karya|Negeri 2|swasta]",
    "SMA [Negeri 1|Harapan|kota]",
    "SMP [1|Negeri 3]",
    "STM",
    "SMP sebelah",
    "SMK [Teknik|Pelayaran]",
    "kampus [atas|bawah]",
)
WEAPONS = (
    "celurit",
    "parang",
    "[kayu|balok]",
    "[batu|ketapel]",
    "bambu runcing",
    "[gir|sabuk gir]",
    "[sajam|senjata tajam]",
    "[busur|panah]",
    "[petasan|kembang api]",
    "[pisau|badik]",
    "pedang",
    "molotov",
)
GOODS = ("motor", "sapi", "ayam", "pompa air", "kotak sumbangan", "kabel", "gabah", "helm", "hp", "kayu jati")
FIRMS = ("Sinar Makmur", "Karya Bersama", "Bumi Lestari", "Tirta Abadi", "Agro Jaya", "Mitra Sejati")
GROUPS = ("A", "B", "C", "D")

# Said after the core: how it stands now. `mild` never hints at violence.
STATES_MILD = (
    "[sementara|sampai sekarang] [masih|] [aman|kondusif|terkendali]", "[belum ada|tidak ada] [pemukulan|perusakan]", "warga [sekitar|] mulai [kumpul|resah]", "[sudah|] [dilerai|ditenangkan] [pak RT|perangkat|tetangga]",
    "kedua pihak [diminta|disuruh] pulang [dulu|]", "[suasana|situasi] [masih|] [tegang|hangat|panas]", "belum ada yang [mengalah|mau mundur]", "[rencana|rencananya] dirembug di [balai desa|rumah RT|kantor desa]", "[sudah|] [kami|] [ajak bicara|temui], [tidak ada titik temu|masih alot]",
    "[takut|khawatir] [melebar|jadi besar]", "[mohon|perlu] [dimediasi|didampingi]", "[polisi|petugas] belum [datang|ada]", "[jaraknya|lokasi] {meter} meter dari [balai desa|pos|jalan besar]", "[sudah|] [dua|tiga|berkali-kali] kali [kejadian|begini|seperti ini]", "[warga|orang tua] RT {rt} [sampai|dan] RT {rw} [ikut|] [resah|keluar]",
)  # fmt: skip
STATES_ROUGH = (
    "[situasi|suasana] [masih|] [mencekam|tegang|panas]", "[massa|mereka] [masih|] [kumpul|bertahan|berjaga]", "[sudah|baru] [dibubarkan|dilerai] [warga|petugas|linmas]", "[jalan|akses] [ditutup|macet]", "[warga|orang-orang] [takut|tidak berani] keluar",
    "[polisi|petugas|aparat] [belum datang|sudah di lokasi|dalam perjalanan]", "[pelaku|yang menyerang] [kabur|lari]", "[takut|rawan] ada [serangan|balasan] lagi", "[kondisi|situasi] [berangsur|mulai] [reda|kondusif]", "[butuh|mohon] [bantuan|penebalan] [personel|]",
)  # fmt: skip
STATES_PLAIN = (
    "[warga|tetangga] [bantu|gotong royong]",
    "[BPBD|petugas|damkar] sudah [dikabari|dihubungi]",
    "[lalu lintas|lalin] [tersendat|macet|dialihkan]",
    "butuh [terpal|sembako|perahu|alat berat]",
    "[korban|warga] [dibawa|dirujuk] ke [puskesmas|RS]",
    "[masih|belum] [dibersihkan|ditangani]",
)
FIRES = (
    "rumah [warga|] [dibakar|terbakar] [massa|]", "[beberapa|ada] rumah [dibakar|ludes dibakar]", "kantor desa [dibakar|terbakar habis dibakar massa]", "[pasar|kios-kios] dibakar [massa|]", "[api|asap] [besar|masih terlihat], rumah-rumah dibakar",
)  # fmt: skip
RUINS = (
    "[ada yang|beberapa orang] bawa {alat}", "[batu|botol] [beterbangan|dilempar]", "[kaca|pagar] [pecah|roboh]", "sempat [saling lempar|kejar-kejaran bawa {alat}]", "{alat} [sudah|] [keluar|diacungkan]",
)  # fmt: skip
ARMED = (
    "[ada info|katanya|sebagian] [sudah|] [siapkan|bawa|simpan] {alat}", "[terlihat|kelihatan] [bawa|membawa] {alat}", "{alat} [sudah|] [dikumpulkan|disiapkan]",
)  # fmt: skip
RUMOURS = (
    "[foto|video] [terlampir|di bawah|kiriman teman]", "[info|kiriman] [dari|] grup sebelah", "[sebarkan|viralkan|bagikan] [sebelum dihapus|ke semua grup|]", "[belum tahu|tidak tahu] benar [apa|atau] tidak", "[kata|dari] [saudara|teman|orang] yang lihat [sendiri|]",
    "[hati-hati|waspada] [semua|ya|]", "jangan [diam saja|keluar rumah]",
)  # fmt: skip
SLANDER = (
    "[pak|bu] {nama} [itu|] [yang|] [menggelapkan|makan|menilep] [uang|dana|bantuan] [warga|desa|kas RT], [jangan percaya|semua orang tahu]", "[hati-hati|awas] [dengan|sama] {nama}, [dia|orangnya] [penipu|tukang adu domba|provokator|biang ribut]", "[semua|ini semua] [ulah|gara-gara] {nama}, [usir|pecat|tangkap] saja",
    "{nama} [itu|] [dibayar|disuruh] [pihak sana|lawan|orang], [jangan|tidak usah] [didengar|dipercaya]", "[kalian|kita] [harus tahu|jangan diam], {nama} [selingkuh|menjual tanah desa|main uang] [sudah lama|dari dulu|]", "[saya|kami] [dengar|tahu] {nama} [menyembunyikan|mengatur] [uang|data] bantuan, [viralkan|bongkar] [saja|]",
)  # fmt: skip
SETTLED = (
    "[sudah|telah] [dilakukan|dilaksanakan] [mediasi|musyawarah] {a} dengan {b} soal {about}, [sepakat|keduanya sepakat] [damai|saling memaafkan|tidak mengulangi]",
    "[hasil|] [mediasi|musyawarah|rembug] {about}: {a} dan {b} [sepakat damai|menandatangani kesepakatan|mau ukur ulang|saling memaafkan]",
    "{a} dan {b} [dipertemukan|didamaikan] [tiga pilar|perangkat|pak kades], [membuat|tanda tangan] surat [pernyataan|kesepakatan] [damai|]", "persoalan {about} [selesai|sudah selesai] [secara kekeluargaan|lewat musyawarah], {a} [menerima|sudah menerima]",
    "{a} dan {b} [sudah|] [islah|damai], [kerugian|biaya berobat] ditanggung [bersama|masing-masing]", "[mediasi|pertemuan] {a} dengan {b} [lancar|berjalan baik], [deadlock tidak ada|situasi kondusif], dibentuk [pos|ronda] bersama",
)  # fmt: skip
