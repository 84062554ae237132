"""Who may do what: the one table of permission, one row a line, deny by default.

How to read a row: these ROLES may do this ACTION to a thing to which they are TIED so, that lies THERE as seen
from the region of their post, up to this CLASS (B biasa, T terbatas, R rahasia), BECAUSE. What no row allows is
not allowed, and the answer then looks exactly as if the thing did not exist. Sexual violence and radical
indications (E16, E26) are open only to rows that say `restricted=True`. Nobody has a role of their own: a role
comes from a post held today, as its holder or as Plt/Plh. Everybody is also a warga.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from django.utils.translation import gettext_lazy as _

from kentongan.rules.authority import Reach, Relation, Role, Rule
from kentongan.rules.taxonomy import Sensitivity

ANY, AUTHOR, OWNER = Relation.ANY, Relation.AUTHOR, Relation.OWNER
ASSIGNEE, COPIED = Relation.ASSIGNEE, Relation.COPIED
OWN, UP, ANYWHERE = Reach.OWN, Reach.UP, Reach.ANYWHERE
B, T, R = Sensitivity.B, Sensitivity.T, Sensitivity.R

EVERYBODY = frozenset({Role.WARGA})
HOOD = frozenset({Role.RT, Role.RW, Role.LINMAS})
HEADS = frozenset({Role.RT, Role.RW})
PILLARS = frozenset({Role.LURAH, Role.BABINSA, Role.BHABINKAMTIBMAS})
DISTRICT = frozenset({Role.CAMAT, Role.KAPOLSEK, Role.DANRAMIL})
CIVIL = frozenset({Role.LURAH, Role.CAMAT})
CAMAT = frozenset({Role.CAMAT})
DESK = frozenset({Role.OPERATOR, Role.ANALIS, Role.KEPALA})
TRUSTED = frozenset({Role.ANALIS, Role.KEPALA})
LEADERS = frozenset({Role.PIMPINAN})
PROVINCE = frozenset({Role.PROVINSI})
CHIEF = frozenset({Role.KEPALA})
ADMIN = frozenset({Role.ADMIN})
WATCH = frozenset({Role.AUDITOR, Role.KEPALA})
OFFICERS = HOOD | PILLARS | DISTRICT | DESK | LEADERS
# Posts with these roles read what is restricted or secret, open names, or rule over who does: two administrators
# give them (TRUST 2b; docs/decisions/0044).
GIVEN_BY_TWO = PILLARS | DISTRICT | DESK | LEADERS | PROVINCE | ADMIN | frozenset({Role.AUDITOR})
SEATED = OFFICERS | PROVINCE | ADMIN | frozenset({Role.AUDITOR})

# fmt: off
TABLE: tuple[Rule, ...] = (
    #    ACTION                   ROLES                               TIED      THERE     UP TO  E16/E26         BECAUSE
    # -- the shell and one's own account --
    Rule("web.open",              EVERYBODY,                          ANY,      ANYWHERE, R,                  why="Halaman muka, bahasa, dan berkas tampilan tidak memuat data siapa pun."),
    Rule("account.enter",         EVERYBODY,                          ANY,      ANYWHERE, R,                  why="Orang harus dapat masuk sebelum dikenal; batas percobaan dijaga allauth."),
    Rule("account.own",           EVERYBODY,                          OWNER,    ANYWHERE, R,                  why="Akun, sandi, perangkat, dan sesi milik sendiri; UU 27/2022 ps. 5-8."),
    # -- reports --
    Rule("report.create",         EVERYBODY,                          ANY,      ANYWHERE, R, restricted=True, why="Siapa pun boleh melapor; UU 7/2012 ps. 52 (peran serta masyarakat)."),
    Rule("report.progress",       EVERYBODY,                          ANY,      ANYWHERE, R, restricted=True, why="Pemegang kode melihat kata status dan waktu saja, tanpa isi; UU 14/2008."),
    Rule("report.read",           OFFICERS | PROVINCE,                AUTHOR,   ANYWHERE, R, restricted=True, why="Pelapor membaca laporannya sendiri."),
    Rule("report.read",           HEADS,                              ANY,      OWN,      B,                  why="RT dan RW membaca laporan biasa di lingkungannya sendiri."),
    Rule("report.read",           PILLARS,                            ANY,      OWN,      R,                  why="Tiga pilar menerima laporan di desanya lebih dahulu; Permendagri 2/2018."),
    Rule("report.read",           DISTRICT,                           ANY,      OWN,      R,                  why="Camat, Kapolsek, dan Danramil membaca di kecamatannya; Permendagri 2/2018."),
    Rule("report.read",           DESK,                               ANY,      OWN,      R,                  why="Data dipusatkan di Kesbangpol; Permendagri 42/2015."),
    Rule("report.read",           LEADERS,                            ANY,      OWN,      R,                  why="Pimpinan Tim Terpadu membaca, tidak mengubah; Permendagri 42/2015 ps. 16."),
    Rule("report.read",           TRUSTED,                            ANY,      OWN,      R, restricted=True, why="E16 dan E26 hanya bagi yang perlu tahu; UU 12/2022, UU 27/2022."),
    Rule("report.own",            OFFICERS | PROVINCE,                AUTHOR,   ANYWHERE, R, restricted=True, why="Daftar laporan yang dikirim sendiri."),
    Rule("report.correct",        OFFICERS,                           AUTHOR,   ANYWHERE, R, restricted=True, why="Pelapor memperbaiki dengan versi baru beralasan; tidak ada yang hilang."),
    Rule("report.correct",        DESK,                               ANY,      OWN,      R,                  why="Meja piket melengkapi dan memperbaiki dengan versi baru beralasan."),
    Rule("report.correct",        TRUSTED,                            ANY,      OWN,      R, restricted=True, why="Sama, untuk E16 dan E26."),
    Rule("report.triage",         CIVIL,                              ANY,      OWN,      R,                  why="Lurah dan camat memeriksa dan menyelesaikan yang pertama; PP 2/2015 ps. 7."),
    Rule("report.triage",         DESK,                               ANY,      OWN,      R,                  why="Meja piket menilai setiap laporan; Permendagri 2/2018."),
    Rule("report.triage",         TRUSTED,                            ANY,      OWN,      R, restricted=True, why="Sama, untuk E16 dan E26."),
    Rule("report.rate",           DESK,                               ANY,      OWN,      R,                  why="Nilai sumber A-F dan isi 1-6 diberikan analis dan operator."),
    Rule("report.rate",           TRUSTED,                            ANY,      OWN,      R, restricted=True, why="Sama, untuk E16 dan E26."),
    Rule("report.put-aside",      CIVIL,                              ANY,      OWN,      R,                  why="Dijawab dan dikesampingkan dengan alasan tertulis."),
    Rule("report.put-aside",      DESK,                               ANY,      OWN,      R,                  why="Dijawab dan dikesampingkan dengan alasan tertulis."),
    Rule("report.put-aside",      TRUSTED,                            ANY,      OWN,      R, restricted=True, why="Sama, untuk E16 dan E26."),
    Rule("report.mend",           CIVIL,                              ANY,      OWN,      R,                  why="Lurah dan camat menyatakan benar atau membetulkan bacaan mesin atas laporan di wilayahnya."),
    Rule("report.mend",           DESK,                               ANY,      OWN,      R,                  why="Bacaan mesin baru berlaku setelah petugas menyatakannya benar atau membetulkannya."),
    Rule("report.mend",           TRUSTED,                            ANY,      OWN,      R, restricted=True, why="Sama, untuk E16 dan E26."),
    Rule("report.names",          PILLARS,                            ANY,      OWN,      R,                  why="Tiga pilar menemui orangnya di desa; setiap pembukaan nama dicatat. Korban dan anak tetap samar."),
    Rule("report.names",          CAMAT | TRUSTED,                    ANY,      OWN,      R,                  why="Nama dibuka bila perlu untuk menangani; setiap pembukaan dicatat. Korban dan anak tetap samar; UU 27/2022."),
    Rule("report.unread-text",    OFFICERS,                           AUTHOR,   ANYWHERE, R, restricted=True, why="Pelapor membaca tulisannya sendiri, juga sebelum mesin membacanya."),
    Rule("report.unread-text",    CIVIL | DESK,                       ANY,      OWN,      R,                  why="Teks yang belum dibaca mesin dibuka bila mendesak; dicatat."),
    Rule("report.unread-text",    TRUSTED,                            ANY,      OWN,      R, restricted=True, why="Sama, untuk E16 dan E26."),
    Rule("reader.quality",        DESK | LEADERS,                     ANY,      OWN,      R,                  why="Seberapa sering bacaan mesin dibetulkan, dihitung dari laporan yang boleh dilihat orang itu."),
    Rule("report.nil",            HOOD | PILLARS,                     ANY,      OWN,      R,                  why="Laporan nihil dari pos sendiri: tenang dibuktikan, bukan dianggap."),
    Rule("report.nil",            DESK,                               ANY,      OWN,      R,                  why="Operator mencatat nihil yang datang lewat telepon atau pesan."),
    Rule("report.nil-read",       CIVIL | DESK | LEADERS,             ANY,      OWN,      R,                  why="Melihat pos mana yang belum bersuara; diam bukan berarti aman."),
    Rule("report.import",         DESK,                               ANY,      OWN,      R, restricted=True, why="Berkas pesan dari nomor terdaftar dimasukkan meja piket."),
    Rule("report.paste",          DESK,                               ANY,      OWN,      R, restricted=True, why="Pesan yang diteruskan ditempel oleh meja piket."),
    Rule("report.add",            EVERYBODY,                          ANY,      ANYWHERE, R, restricted=True, why="Pemegang kode menambah keterangan, tidak pernah membaca."),
    Rule("photo.add",             EVERYBODY,                          ANY,      ANYWHERE, R, restricted=True, why="Pemegang kode menambah foto, tidak pernah membaca."),
    Rule("photo.read",            OFFICERS | PROVINCE,                AUTHOR,   ANYWHERE, R, restricted=True, why="Foto mengikuti laporannya; diperiksa ulang di setiap unduhan."),
    Rule("photo.read",            PILLARS | DISTRICT | DESK | LEADERS, ANY,     OWN,      R,                  why="Foto mengikuti laporannya; diperiksa ulang di setiap unduhan."),
    Rule("photo.read",            TRUSTED,                            ANY,      OWN,      R, restricted=True, why="Sama, untuk E16 dan E26."),
    # -- cases --
    Rule("case.read",             HOOD,                               ANY,      OWN,      T,                  why="RT, RW, dan Linmas melihat kasus di lingkungannya sampai kelas terbatas."),
    Rule("case.read",             HEADS,                              ANY,      UP,       B,                  why="RT dan RW melihat kasus biasa di desanya."),
    Rule("case.read",             PILLARS,                            ANY,      OWN,      R,                  why="Tiga pilar menangani bersama di desanya; Permendagri 2/2018."),
    Rule("case.read",             DISTRICT,                           ANY,      OWN,      R,                  why="Forkopimcam; PP 12/2022."),
    Rule("case.read",             DESK,                               ANY,      OWN,      R,                  why="Data dipusatkan di Kesbangpol; Permendagri 42/2015."),
    Rule("case.read",             LEADERS,                            ANY,      OWN,      R,                  why="Pimpinan Tim Terpadu membaca, tidak mengubah; Permendagri 42/2015 ps. 16."),
    Rule("case.read",             TRUSTED,                            ANY,      OWN,      R, restricted=True, why="E16 dan E26 hanya bagi yang perlu tahu; UU 12/2022, UU 27/2022."),
    Rule("case.read",             OFFICERS,                           OWNER,    ANYWHERE, R, restricted=True, why="Penanggung jawab membaca kasus yang dijawabnya."),
    Rule("case.read",             OFFICERS,                           ASSIGNEE, ANYWHERE, R, restricted=True, why="Pelaksana tugas membaca kasus tempat tugasnya."),
    Rule("case.read",             OFFICERS | PROVINCE,                COPIED,   ANYWHERE, R, restricted=True, why="Penerima tembusan membaca yang ditembuskan kepadanya."),
    Rule("case.read",             PROVINCE,                           ANY,      OWN,      B,                  why="Provinsi melihat kasus biasa; selebihnya lewat tembusan bernama."),
    Rule("case.take-up",          CIVIL | DESK,                       ANY,      OWN,      R,                  why="Laporan diangkat menjadi kasus oleh jalur sipil; UU 23/2014 ps. 25."),
    Rule("case.take-up",          TRUSTED,                            ANY,      OWN,      R, restricted=True, why="Sama, untuk E16 dan E26."),
    Rule("case.move",             CIVIL | DESK,                       OWNER,    ANYWHERE, R, restricted=True, why="Penanggung jawab memindahkan status."),
    Rule("case.move",             DESK,                               ANY,      OWN,      R,                  why="Kesbangpol mengoordinasikan; Permendagri 42/2015."),
    Rule("case.move",             TRUSTED,                            ANY,      OWN,      R, restricted=True, why="Sama, untuk E16 dan E26."),
    Rule("case.assign",           CIVIL | DESK,                       OWNER,    ANYWHERE, R, restricted=True, why="Penanggung jawab menyerahkan; tidak pernah tanpa penanggung jawab."),
    Rule("case.assign",           CAMAT | DESK,                       ANY,      OWN,      R,                  why="Jalur sipil saja; Polri dan TNI diberi tembusan, tidak diperintah."),
    Rule("case.assign",           TRUSTED,                            ANY,      OWN,      R, restricted=True, why="Sama, untuk E16 dan E26."),
    Rule("case.note",             PILLARS | DISTRICT | DESK,          ANY,      OWN,      R,                  why="Semua yang menangani boleh mencatat, juga mitra Polri dan TNI."),
    Rule("case.note",             TRUSTED,                            ANY,      OWN,      R, restricted=True, why="Sama, untuk E16 dan E26."),
    Rule("case.note",             OFFICERS,                           OWNER,    ANYWHERE, R, restricted=True, why="Penanggung jawab mencatat."),
    Rule("case.note",             OFFICERS,                           ASSIGNEE, ANYWHERE, R, restricted=True, why="Pelaksana tugas mencatat."),
    Rule("case.task",             CIVIL | DESK,                       OWNER,    ANYWHERE, R, restricted=True, why="Penanggung jawab membagi tugas di jalur sipil."),
    Rule("case.task",             CAMAT | DESK,                       ANY,      OWN,      R,                  why="Kesbangpol dan camat membagi tugas di jalur sipil."),
    Rule("case.task",             TRUSTED,                            ANY,      OWN,      R, restricted=True, why="Sama, untuk E16 dan E26."),
    Rule("case.task-finish",      OFFICERS,                           ASSIGNEE, ANYWHERE, R, restricted=True, why="Pelaksana menyelesaikan tugasnya sendiri."),
    Rule("case.task-finish",      CIVIL | DESK,                       OWNER,    ANYWHERE, R, restricted=True, why="Penanggung jawab menutup tugas pada kasusnya."),
    Rule("case.settle",           CIVIL | DESK,                       OWNER,    ANYWHERE, R, restricted=True, why="Tuntas dengan hasil, bukti, dan hari tindak lanjut."),
    Rule("case.settle",           TRUSTED,                            ANY,      OWN,      R, restricted=True, why="Analis dan kepala menyatakan tuntas di wilayahnya."),
    Rule("case.reopen",           CIVIL | DESK,                       OWNER,    ANYWHERE, R, restricted=True, why="Yang kambuh dibuka kembali."),
    Rule("case.reopen",           DESK,                               ANY,      OWN,      R,                  why="Yang kambuh dibuka kembali."),
    Rule("case.reopen",           TRUSTED,                            ANY,      OWN,      R, restricted=True, why="Sama, untuk E16 dan E26."),
    Rule("case.copy",             CIVIL | DESK,                       OWNER,    ANYWHERE, R, restricted=True, why="Tembusan kepada Polri dan TNI, bukan perintah; UU 7/2012 ps. 12."),
    Rule("case.copy",             DESK,                               ANY,      OWN,      R,                  why="Tembusan kepada Polri dan TNI, bukan perintah; UU 7/2012 ps. 12."),
    Rule("case.copy",             TRUSTED,                            ANY,      OWN,      R, restricted=True, why="Sama, untuk E16 dan E26."),
    Rule("case.acknowledge-copy", OFFICERS | PROVINCE,                COPIED,   ANYWHERE, R, restricted=True, why="Penerima menyatakan sudah membaca; hanya dirinya sendiri."),
    Rule("case.level",            DESK,                               ANY,      OWN,      R,                  why="Petugas menetapkan sampai Siaga; mesin hanya mengusulkan."),
    Rule("case.level",            TRUSTED,                            ANY,      OWN,      R, restricted=True, why="Sama, untuk E16 dan E26."),
    Rule("case.level-awas",       CHIEF,                              ANY,      OWN,      R, restricted=True, why="Awas ditetapkan pimpinan Kesbangpol, tidak oleh petugas piket."),
    Rule("case.name-conflict",    CHIEF,                              ANY,      OWN,      R, restricted=True, why="Konflik sosial menurut UU 7/2012 ps. 1 dinyatakan pejabat bernama."),
    Rule("attachment.read",       HOOD,                               ASSIGNEE, ANYWHERE, R, restricted=True, why="Pelaksana tugas membaca lampiran kasus tempat tugasnya."),
    Rule("attachment.read",       PILLARS | DISTRICT | DESK | LEADERS, ANY,     OWN,      R,                  why="Lampiran mengikuti kasusnya; diperiksa ulang di setiap unduhan."),
    Rule("attachment.read",       TRUSTED,                            ANY,      OWN,      R, restricted=True, why="Sama, untuk E16 dan E26."),
    Rule("attachment.read",       OFFICERS,                           OWNER,    ANYWHERE, R, restricted=True, why="Penanggung jawab membaca lampiran kasusnya."),
    Rule("attachment.read",       OFFICERS | PROVINCE,                COPIED,   ANYWHERE, R, restricted=True, why="Penerima tembusan membaca lampiran yang ditembuskan."),
    Rule("attachment.add",        OFFICERS,                           OWNER,    ANYWHERE, R, restricted=True, why="Bukti dilampirkan penanggung jawab."),
    Rule("attachment.add",        OFFICERS,                           ASSIGNEE, ANYWHERE, R, restricted=True, why="Bukti dilampirkan pelaksana tugas."),
    Rule("attachment.add",        DESK,                               ANY,      OWN,      R,                  why="Bukti dilampirkan meja piket."),
    Rule("attachment.add",        TRUSTED,                            ANY,      OWN,      R, restricted=True, why="Sama, untuk E16 dan E26."),
    # -- alerts and the situation --
    Rule("alert.hear",            OFFICERS,                           ASSIGNEE, ANYWHERE, R, restricted=True, why="Setiap orang mendengar panggilan yang ditujukan kepadanya."),
    Rule("alert.acknowledge",     OFFICERS,                           ASSIGNEE, ANYWHERE, R, restricted=True, why="Hanya yang dipanggil dapat menyatakan mendengar."),
    Rule("alert.board",           CIVIL | DESK | LEADERS,             ANY,      OWN,      R,                  why="Melihat panggilan mana yang belum dijawab di wilayahnya."),
    Rule("alert.board",           TRUSTED,                            ANY,      OWN,      R, restricted=True, why="Sama, untuk E16 dan E26."),
    Rule("alert.hear",            ADMIN,                              ASSIGNEE, ANYWHERE, R, restricted=True, why="Bila semua jabatan kosong, admin dipanggil supaya mengisinya."),
    Rule("alert.unattended",      ADMIN | DESK,                       ANY,      OWN,      R, restricted=True, why="Panggilan tanpa petugas: hanya tempat dan waktu, tanpa isi."),
    Rule("situation.read",        OFFICERS,                           ANY,      OWN,      R,                  why="Gambaran keadaan dihitung dari yang boleh dilihat orang itu."),
    Rule("situation.read",        PROVINCE,                           ANY,      OWN,      B,                  why="Provinsi melihat gambaran, bukan laporan; PP 12/2022."),
    # -- the night watch --
    Rule("watch.read",            PILLARS | DISTRICT | DESK | LEADERS, ANY,     OWN,      T,                  why="Temuan berisi jumlah per desa, tanpa orang; siapa yang dipanggil membaca sebabnya di wilayahnya; Permendagri 2/2018."),
    Rule("watch.decide",          DESK,                               ANY,      OWN,      T,                  why="Mesin mengusulkan, petugas menetapkan sampai Siaga; Permendagri 42/2015."),
    Rule("watch.decide-awas",     CHIEF,                              ANY,      OWN,      T,                  why="Awas ditetapkan pimpinan Kesbangpol, tidak oleh petugas piket."),
    Rule("watch.ask",             CIVIL | DESK,                       ANY,      OWN,      B,                  why="Pos yang diam ditanya atau didatangi jalur sipil; diam bukan berarti aman."),
    Rule("watch.look",            DESK,                               ANY,      OWN,      T,                  why="Petugas dapat meminta penjagaan dijalankan sekarang."),
    Rule("watch.try",             TRUSTED,                            ANY,      OWN,      T,                  why="Analis menguji rencana penjagaan pada data yang lalu sebelum berlaku."),
    Rule("watch.set",             CHIEF,                              ANY,      OWN,      T,                  why="Rencana penjagaan diberlakukan kepala, setelah diuji."),
    # -- logbook --
    Rule("log.read",              WATCH,                              ANY,      OWN,      R, restricted=True, why="Pengawas membaca siapa berbuat apa dan bilamana, tanpa isi laporan."),
    Rule("events.retry",          ADMIN,                              ANY,      OWN,      R, restricted=True, why="Admin menjalankan ulang yang macet di wilayahnya tanpa melihat isi."),
    # -- drills --
    Rule("drill.read",            OFFICERS,                           ANY,      OWN,      B,                  why="Petugas tahu ada gladi di wilayahnya, tidak tahu rencananya."),
    Rule("drill.read",            OFFICERS,                           ANY,      UP,       B,                  why="Petugas tahu ada gladi di kabupaten atau kecamatannya."),
    Rule("drill.read",            OFFICERS,                           ASSIGNEE, ANYWHERE, B,                  why="Peserta membaca hasil gladinya."),
    Rule("drill.propose",         TRUSTED,                            ANY,      OWN,      B,                  why="Gladi diusulkan analis atau kepala; latihan adalah kesiapsiagaan, PP 2/2015."),
    Rule("drill.agree",           CHIEF | LEADERS,                    ANY,      OWN,      B,                  why="Orang kedua yang berwenang; dijaga basis data: tidak pernah pengusulnya."),
    Rule("drill.conduct",         TRUSTED | LEADERS,                  ANY,      OWN,      B,                  why="Yang memimpin melihat rencana; siapa pun yang ikut bermain tidak."),
    # -- people and regions --
    Rule("people.read",           SEATED,                             ANY,      OWN,      B,                  why="Direktori jabatan dan tim di wilayahnya."),
    Rule("people.read",           SEATED,                             ANY,      UP,       B,                  why="Siapa yang dihubungi di atasnya."),
    Rule("people.admin",          ADMIN,                              ANY,      OWN,      B,                  why="Admin mengurus orang dan jabatan, tidak membaca laporan (TRUST T2)."),
    Rule("people.consent",        ADMIN,                              ANY,      OWN,      B,                  why="Jabatan yang membaca hal terbatas atau rahasia, atau membuka nama, diberikan dua admin (TRUST 2b)."),
    Rule("people.number-read",    ADMIN | DESK,                       ANY,      OWN,      B,                  why="Nomor pelapor terdaftar; hanya yang mengurus dan yang menerima."),
    Rule("region.read",           EVERYBODY,                          ANY,      ANYWHERE, B,                  why="Nama dan batas wilayah adalah data terbuka; Perpres 39/2019."),
    Rule("region.admin",          ADMIN,                              ANY,      OWN,      B,                  why="Admin membuat RW/RT dan sebutan kepala wilayah."),
)
# fmt: on

ACTIONS = {
    "web.open": _("membuka halaman muka"),
    "account.enter": _("masuk"),
    "account.own": _("mengurus akun sendiri"),
    "report.create": _("melapor"),
    "report.progress": _("melihat kemajuan dengan kode"),
    "report.read": _("membaca laporan"),
    "report.own": _("melihat laporan sendiri"),
    "report.add": _("menambah keterangan dengan kode"),
    "report.correct": _("memperbaiki laporan"),
    "report.triage": _("memeriksa laporan"),
    "report.rate": _("menilai sumber dan isi"),
    "report.put-aside": _("mengesampingkan laporan"),
    "report.mend": _("membetulkan bacaan mesin"),
    "report.names": _("membuka nama orang"),
    "report.unread-text": _("membuka teks yang belum dibaca mesin"),
    "reader.quality": _("melihat seberapa baik mesin membaca"),
    "report.nil": _("mengirim laporan nihil"),
    "report.nil-read": _("melihat laporan nihil"),
    "report.import": _("memasukkan berkas pesan"),
    "report.paste": _("menempel pesan"),
    "photo.add": _("menambah foto"),
    "photo.read": _("melihat foto"),
    "case.read": _("membaca kasus"),
    "case.take-up": _("mengangkat laporan menjadi kasus"),
    "case.move": _("memindahkan status kasus"),
    "case.assign": _("menyerahkan kasus"),
    "case.note": _("mencatat pada kasus"),
    "case.task": _("membagi tugas"),
    "case.task-finish": _("menyelesaikan tugas"),
    "case.settle": _("menyatakan tuntas"),
    "case.reopen": _("membuka kembali kasus"),
    "case.copy": _("mengirim tembusan"),
    "case.acknowledge-copy": _("menyatakan menerima tembusan"),
    "case.level": _("menetapkan tingkat kasus"),
    "case.level-awas": _("menetapkan tingkat Awas"),
    "case.name-conflict": _("menyatakan konflik sosial"),
    "attachment.read": _("membaca lampiran"),
    "attachment.add": _("melampirkan bukti"),
    "alert.hear": _("mendengar panggilan"),
    "alert.acknowledge": _("menjawab panggilan"),
    "alert.board": _("melihat papan panggilan"),
    "alert.unattended": _("melihat panggilan tanpa petugas"),
    "situation.read": _("melihat keadaan"),
    "watch.read": _("melihat penjagaan malam"),
    "watch.decide": _("memutuskan temuan"),
    "watch.decide-awas": _("menetapkan Awas dari temuan"),
    "watch.ask": _("menanyai pos yang diam"),
    "watch.look": _("menjalankan penjagaan sekarang"),
    "watch.try": _("menguji rencana penjagaan"),
    "watch.set": _("memberlakukan rencana penjagaan"),
    "log.read": _("membaca buku kejadian"),
    "events.retry": _("menjalankan ulang yang macet"),
    "drill.read": _("mengetahui gladi"),
    "drill.propose": _("mengusulkan gladi"),
    "drill.agree": _("menyetujui gladi"),
    "drill.conduct": _("memimpin gladi"),
    "people.read": _("membaca direktori"),
    "people.admin": _("mengurus orang dan jabatan"),
    "people.consent": _("menyetujui pemberian jabatan"),
    "people.number-read": _("melihat nomor terdaftar"),
    "region.read": _("melihat wilayah"),
    "region.admin": _("mengurus wilayah"),
}

# Views that are not ours, by the name of their address.
THIRD_PARTY = {
    "account_login": "account.enter",
    "account_logout": "account.enter",
    "account_inactive": "account.enter",
    "account_signup": "account.enter",
    "account_reauthenticate": "account.own",
    "account_email": "account.own",
    "account_email_verification_sent": "account.enter",
    "account_confirm_email": "account.enter",
    "account_change_password": "account.own",
    "account_set_password": "account.own",
    "account_reset_password": "account.enter",
    "account_reset_password_done": "account.enter",
    "account_reset_password_from_key": "account.enter",
    "account_reset_password_from_key_done": "account.enter",
    "account_confirm_login_code": "account.enter",
    "mfa_index": "account.own",
    "mfa_authenticate": "account.enter",
    "mfa_reauthenticate": "account.own",
    "mfa_activate_totp": "account.own",
    "mfa_deactivate_totp": "account.own",
    "mfa_view_recovery_codes": "account.own",
    "mfa_generate_recovery_codes": "account.own",
    "mfa_download_recovery_codes": "account.own",
    "mfa_list_webauthn": "account.own",
    "mfa_add_webauthn": "account.own",
    "mfa_reauthenticate_webauthn": "account.own",
    "mfa_remove_webauthn": "account.own",
    "mfa_edit_webauthn": "account.own",
    "mfa_login_webauthn": "account.enter",
    "usersessions_list": "account.own",
    "set_language": "web.open",
    "javascript-catalog": "web.open",
    "api-root": "web.open",
    "openapi-json": "web.open",
    "openapi-view": "web.open",
}

View = TypeVar("View", bound=Callable[..., Any])


def policy(action: str) -> Callable[[View], View]:
    """Declare which row of the table a view or an API operation falls under."""
    if action not in ACTIONS:
        raise KeyError(f"no such action in the policy table: {action}")

    def declare(view: View) -> View:
        view.policy_action = action  # type: ignore[attr-defined]
        return view

    return declare
