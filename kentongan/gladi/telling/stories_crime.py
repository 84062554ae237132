"""Stories of crime, terror and misfortune: main_hakim, teror_separatis, narkoba_miras, kriminal, bencana_laka."""

from kentongan.gladi.telling.story import Story

MAIN_HAKIM = (
    Story(
        "E14 I25",
        ("[terduga|orang yang dicurigai] [maling|pencuri] {barang}", "maling {barang}"), ("[warga|massa|warga sekitar]",),
        ("ketahuan [mencuri|mengambil] {barang}", "dicurigai mondar-mandir dekat {barang}", "tertangkap tangan"),
        ("pencurian {barang}", "maling {barang}"),
        ("{a} [ditangkap|diamankan] {b}, hampir [dimassa|dihakimi], [dibawa|diserahkan] ke [balai desa|polsek]", "{a} [dikepung|diteriaki] {b}, [belum sampai|tidak] dipukul", "{b} [kumpul|berkerumun] minta {a} diserahkan, [sementara|masih] tenang"),
        ("{a} [dihajar|dipukuli|dikeroyok] {b}", "{a} [babak belur|bonyok] dihakimi {b}", "{b} menghakimi {a}, motornya [dibakar|dirusak]", "{a} [diikat dan dipukuli|digebuki ramai-ramai] {b}"),
        ("{b} [mencari|memburu] {a}, [katanya|kalau ketemu] mau [dihajar|dibakar]", "{b} [jaga|ronda] malam menunggu {a}, [rawan|takut] main hakim"),
        alike=("kriminal",), things=("sepeda motor", "mobil"),
    ),
    Story(
        "E14 E04 E18 I25",
        ("[seorang|ada] [kakek|nenek|warga] yang dituduh [santet|dukun santet]", "[keluarga|rumah] yang dituduh [punya santet|nyantet]"), ("[warga|tetangga|sejumlah warga]",),
        ("[tetangga|anak] sakit [tidak sembuh-sembuh|mendadak]", "ternak mati beruntun", "kabar [mimpi|omongan] orang pintar"),
        ("tuduhan santet", "isu dukun santet"),
        ("{b} [menuduh|mendesak] {a} supaya [pindah|bersumpah]", "{a} [didatangi|dikucilkan] {b}, [suasana|situasi] tegang"),
        ("rumah {a} [dilempari batu|dirusak] {b}", "{a} [diseret|dipukuli] {b} [gara-gara|karena] {cause}"),
        ("{b} [mau|berencana] [mengusir|mendatangi] {a}", "[ada kasak-kusuk|dengar] {b} mau [menghabisi|membakar rumah] {a}"),
        things=("rumah", "sepeda motor"),
    ),
    Story(
        "E14 E20 I25",
        ("pasangan [bukan suami istri|muda-mudi] di [kos|rumah kosong]", "[sopir|pengendara] yang [menabrak|nyerempet] anak", "orang [yang dikira penculik|tidak dikenal]"), ("[warga|pemuda|massa]",),
        ("[digerebek|ketahuan] warga", "[dikira|disangka] [kabur|penculik]", "tidak mau [minta maaf|berhenti]"),
        ("penggerebekan warga", "salah sangka warga"),
        ("{a} [digerebek|dikepung] {b}, [dibawa|diarak] ke [rumah RT|balai]", "{a} [diadang|dihentikan] {b}, [cekcok|adu mulut] saja"),
        ("{a} [dipukuli|dikeroyok] {b}", "{a} diarak dan [dilempari|dipukuli] {b}", "mobil {a} [dirusak|digulingkan] {b}"),
        ("{b} [mau|siap] [menggerebek|mencegat] {a}",),
        alike=("kriminal",), things=("mobil", "sepeda motor"),
    ),
)  # fmt: skip

TEROR_SEPARATIS = (
    Story(
        "E23 E26 I28",
        ("[orang|pria] tak dikenal", "[penyewa|penghuni] [kontrakan|kos] yang [tertutup|jarang keluar]"), ("[pos|kantor] polisi", "[pasar|terminal|fasilitas umum]"),
        ("[ancaman|surat] bom", "paket mencurigakan", "[bahan|serbuk] mencurigakan"),
        ("ancaman bom", "benda mencurigakan"),
        ("[ada|masuk] [telepon|pesan] ancaman bom [ke|terhadap] {b}", "[selebaran|tulisan] ancaman [ditemukan|ditempel] dekat {b}", "{a} [merekam|memotret] {b} [berulang|] lalu pergi"),
        ("[ditemukan|ada] [benda|tas] [diduga bom|berkabel] dekat {b}, [lokasi|area] dipasang garis", "[polisi|densus] menggerebek {a}, [ditemukan|disita] [bahan peledak|senjata rakitan]"),
        ("[info|ada laporan] {a} [merencanakan|mau] [serangan|peledakan] {b}", "{a} [mengajak|merekrut] anak muda [latihan tertutup|], [mengancam|mau menyerang] {b}"),
        grave=("[bom|ledakan] [meledak|terjadi] di [depan|halaman] {b}", "{b} [diserang|ditembaki] {a}", "[teror|serangan] bom ke {b} oleh {a}"),
        things=("mobil", "pos polisi", "bangunan"),
    ),
    Story(
        "E24 E23 E25 I01",
        ("kelompok bersenjata", "[gerombolan|kelompok] [bersenjata|tak dikenal bersenjata]"), ("[pos|rombongan] aparat", "[pekerja|warga] [proyek|pendatang]"),
        ("[patroli|pengiriman logistik]", "[penolakan|ancaman] terhadap proyek", "[pengibaran|penurunan] bendera"),
        ("gangguan kelompok bersenjata", "pengibaran bendera"),
        ("[bendera|spanduk] [separatis|kelompok] [dikibarkan|ditemukan], [sudah|langsung] [diturunkan|diamankan]", "[pesan|surat] ancaman {a} beredar, {b} [takut|cemas]"),
        ("{a} terlihat [lewat|membawa] senjata dekat [kampung|kebun]", "{a} [menghadang|menahan] kendaraan {b}, [ban dikempesi|kaca dipecah]"),
        ("{a} [dilaporkan|kabarnya] [mau|akan] [menyerang|mengganggu] {b}", "[ada|beredar] ancaman {a} terhadap {b}"),
        grave=("{a} [menembaki|menyerang] {b}", "kontak [senjata|tembak] {a} dengan aparat", "{a} membakar [sekolah|puskesmas|pos] dan [menyandera|mengancam] {b}"),
        things=("bangunan", "mobil", "rumah"),
    ),
)  # fmt: skip

NARKOBA_MIRAS = (
    Story(
        "E27 I27",
        ("[anak muda|sekelompok pemuda|beberapa orang]", "penghuni [kos|kontrakan|rumah kosong]"), ("[warga|bapak-bapak ronda|tetangga]",),
        ("[transaksi|jual beli] [sabu|pil]", "[orang|motor] keluar masuk malam", "plastik klip [berserakan|ditemukan]"),
        ("[peredaran|jual] pil", "[pesta|pakai] sabu", "narkoba"),
        ("{a} [diduga|dicurigai] [jual|edarkan|pakai] [sabu|pil koplo|obat terlarang]", "[ditemukan|ada] [plastik klip|alat isap|bungkus obat] bekas {a}", "[warga|kami] resah {a} sering [transaksi|kumpul] [tengah malam|]",
         "{a} [digerebek|ditangkap] [polisi|petugas] soal [sabu|pil], [aman|tanpa perlawanan]"),
        ("{a} digerebek, [melawan|mengamuk] pakai {alat}", "{b} menggerebek {a} [yang pakai sabu|jual pil], [rumah dirusak|dilempari batu]"),
        ("[katanya|info] [akan|mau] ada transaksi [sabu|pil] {a}", "[kampung|lingkungan] [mulai|jadi] [tempat|jalur] [sabu|pil], {b} [resah|mau gerebek sendiri]"),
        alike=("kriminal",), things=("rumah", "sepeda motor"),
    ),
    Story(
        "E27 E13 I27",
        ("[anak muda|gerombolan pemuda|rombongan]", "[pemuda|anak-anak] {dusun}"), ("[warga|tetangga|petugas ronda]",),
        ("[pesta|minum] [miras|arak|oplosan]", "ditegur malah [nantang|marah]", "[warung|toko] jual miras [terang-terangan|]"),
        ("pesta miras", "minuman keras", "warung miras"),
        ("{a} [minum-minum|mabuk|pesta miras] [sampai|] [malam|pagi], {b} resah", "{a} mabuk, [ditegur|diingatkan] {b} malah [nantang|marah-marah]", "warung [jual|jualan] [miras|arak|oplosan], {b} [keberatan|protes]"),
        ("{a} mabuk lalu [mengamuk|bikin rusuh], [botol dilempar|kaca warung pecah|bawa {alat}]", "{a} [yang|] mabuk [memukul|menyerang] {b}"),
        ("{a} [mau|rencana] [pesta miras|mabuk-mabukan] [habis|waktu] [orkes|acara], [rawan|takut] ribut", "{b} [mau|siap] [menggerebek|membongkar] warung miras"),
        alike=("ketertiban",), things=("warung", "sepeda motor", "kursi"),
    ),
)  # fmt: skip

KRIMINAL = (
    Story(
        "E15 E13 E16 I25",
        ("[suami|bapak]", "[pelaku|seorang pria|orang]"), ("[istri|istrinya]", "[tetangganya|temannya|korban]"),
        ("[utang|hutang] [belum dibayar|lama]", "cemburu", "[warisan|rebutan harta]", "[tersinggung|mabuk]", "masalah rumah tangga"),
        ("[penganiayaan|pemukulan]", "KDRT", "utang piutang"),
        ("{a} [mengancam|memaki] {b}", "{a} dan {b} [ribut|cekcok] [besar|], [tetangga|warga] [takut|resah]"),
        ("{a} [memukuli|menganiaya|membacok] {b}", "{a} [menusuk|menyerang] {b} pakai {alat}", "[perkelahian|duel] {a} dengan {b}, [pakai|bawa] {alat}"),
        ("{a} [mengancam|bilang] mau [menghabisi|membunuh] {b}", "{a} [mencari-cari|menunggu] {b} [di depan rumah|di jalan], [takut|rawan] kejadian"),
        alike=("bentrok",), things=("rumah", "sepeda motor"),
    ),
    Story(
        "E19 E17 E15 I25",
        ("[begal|rampok|perampok]", "[dua|tiga] orang [bermasker|naik motor]"), ("[pengendara|pelajar|karyawati]", "[pemilik|penjaga] [toko|warung|minimarket]"),
        ("[motor|hp|tas] [dirampas|dibawa kabur]", "jalan [gelap|sepi]"),
        ("[begal|perampokan]", "pencurian dengan kekerasan"),
        ("{b} [dijambret|dicopet] {a}, [hp|tas] [hilang|dibawa kabur]", "{a} [mencoba|nyaris] merampas motor {b}, [gagal|kabur karena warga datang]"),
        ("{a} [membegal|merampok] {b} [pakai|bawa] {alat}", "{b} [dibacok|dipukul] {a}, motornya [dibawa kabur|dirampas]"),
        ("[akhir-akhir ini|tiap malam] ada {a} [mondar-mandir|mengintai], {b} [takut|resah]", "[info|katanya] {a} [mau|akan] beraksi [lagi|malam-malam]"),
        things=("toko", "sepeda motor", "kaca toko"),
    ),
    Story(
        "E20 E18 E04 I16",
        ("geng motor", "[rombongan|gerombolan] [bermotor|remaja konvoi]"), ("[warga|pengendara|anak nongkrong]",),
        ("[konvoi|balap liar]", "cari [musuh|lawan]", "[konten|ikut-ikutan] medsos"),
        ("geng motor", "konvoi remaja"),
        ("{a} [konvoi|keliling] [teriak-teriak|geber-geber], {b} [takut|resah]", "{a} [balap liar|ngebut] [mengganggu|bikin takut] {b}"),
        ("{a} konvoi bawa {alat}, [menyerang|menyabet] {b}", "{a} [merusak|melempari] [warung|rumah] [dan mengejar {b}|]"),
        ("{a} [janjian|mau] konvoi [lagi|besar-besaran]", "[info|ada kabar] {a} mau [cari|serang] {b}"),
        alike=("bentrok",), things=("warung", "sepeda motor", "rumah"),
    ),
)  # fmt: skip

BENCANA_LAKA = (
    Story(
        "E99 I31 banjir",
        ("[air|air sungai|luapan sungai]",), ("[rumah|halaman] warga",),
        ("hujan [deras|semalaman]", "tanggul [jebol|retak]", "saluran [mampet|tertutup sampah]"),
        ("banjir", "luapan sungai"),
        ("{a} masuk {b}, setinggi [lutut|mata kaki|pinggang]", "banjir [merendam|menggenangi] {b}, [arus deras|air masih naik]", "[tanggul|saluran] jebol, {a} [menggenangi|masuk] {b}"),
        ("{a} masuk {b}, setinggi [dada|atap], [warga|lansia] [dievakuasi|naik atap]",),
        ("{a} [naik|tinggi] terus, [takut|rawan] masuk {b}", "[hujan deras|peringatan cuaca], {b} [rawan|bisa] kebanjiran"),
        over=("air sudah surut, warga [bersih-bersih|gotong royong]",), things=("rumah", "jembatan"),
    ),
    Story(
        "E99 I31 laka",
        ("[truk|truk pasir|bus|pikap]", "[motor|sepeda motor]"), ("[motor|sepeda motor|becak]", "[pejalan kaki|pesepeda]"),
        ("rem blong", "[ngebut|menyalip]", "jalan [licin|berlubang]"),
        ("kecelakaan lalu lintas", "lakalantas"),
        ("[laka|kecelakaan] {a} [vs|dengan|tabrak] {b}, [lalin|lalu lintas] [macet|tersendat]", "{a} [menabrak|nyerempet] {b}, [unit laka|polantas] [sudah|] di lokasi", "laka tunggal {a} [masuk parit|terguling]"),
        ("[laka|kecelakaan] [beruntun|maut] {a} dan {b}",),
        ("jalan [licin|berlubang|gelap], [rawan|sering] laka", "[lampu|rambu] [mati|hilang], {a} sering nyaris tabrakan dengan {b}"),
        over=("laka {a} dan {b} [sudah|] diselesaikan [kekeluargaan|damai], [biaya|kerugian] ditanggung bersama",), things=("sepeda motor", "mobil"),
    ),
    Story(
        "E99 I31 longsor kebakaran angin",
        ("[tebing|tanah]", "[api|kompor]"), ("[jalan|badan jalan]", "[dapur|rumah] warga"),
        ("hujan deras", "korsleting listrik", "angin [kencang|puting beliung]"),
        ("longsor", "kebakaran rumah", "angin kencang", "pohon tumbang"),
        ("[longsor|tanah longsor] menutup jalan, [satu lajur|tidak bisa lewat]", "[kebakaran|si jago merah] [dapur|rumah] warga [karena|akibat] korsleting, [api sudah padam|damkar meluncur]", "[pohon|tiang listrik] tumbang [melintang|menutup] jalan", "angin [kencang|puting beliung] merusak atap rumah"),
        ("[longsor|kebakaran] besar, [rumah|warga] [tertimbun|terjebak]",),
        ("[tebing|tanah] retak, [rawan|takut] longsor", "[angin kencang|cuaca ekstrem], pohon [besar|tua] [rawan|mau] tumbang"),
        over=("material [longsor|pohon] sudah dibersihkan, jalan [normal|bisa dilewati]",), things=("rumah", "warung"),
    ),
)  # fmt: skip
