"""What a report is about: two independent axes, what happened and what it is about, and their words.

The lists follow UU 7/2012 art. 5 and the split of the national violence monitoring (form apart from
issue). They are closed on purpose: belief, lawful protest as a threat, party work, criticism and
sexuality are not categories, and a test reads every label for them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from kentongan.rules.levels import Level


class Stage(StrEnum):
    """How far a disturbance has come."""

    PG = "PG"
    AG = "AG"
    GN = "GN"
    PK = "PK"


class SourceRating(StrEnum):
    """How far the source can be trusted, judged apart from what it says."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"
    E = "E"
    F = "F"


class ContentRating(StrEnum):
    """How far the content is confirmed, judged apart from who says it."""

    CONFIRMED = "1"
    PROBABLE = "2"
    POSSIBLE = "3"
    DOUBTFUL = "4"
    IMPROBABLE = "5"
    UNKNOWN = "6"


class Urgency(StrEnum):
    """How soon somebody must answer."""

    GAWAT = "gawat"
    PENTING = "penting"
    BIASA = "biasa"


class Sensitivity(StrEnum):
    """Who may read it, ordered: biasa, terbatas, rahasia. Sangat rahasia has no place in this system."""

    B = "B"
    T = "T"
    R = "R"

    @property
    def rank(self) -> int:
        """Position in the order: the alphabet would put R before T."""
        return ("B", "T", "R").index(self.value)

    @property
    def up_to(self) -> tuple["Sensitivity", ...]:
        """Everything somebody may read who may read this."""
        return tuple(each for each in Sensitivity if each.rank <= self.rank)

    def __lt__(self, other: str) -> bool:
        return self.rank < Sensitivity(other).rank

    def __le__(self, other: str) -> bool:
        return self.rank <= Sensitivity(other).rank

    def __gt__(self, other: str) -> bool:
        return self.rank > Sensitivity(other).rank

    def __ge__(self, other: str) -> bool:
        return self.rank >= Sensitivity(other).rank


class Precision(StrEnum):
    """How exactly the place is known."""

    TITIK = "titik"
    RT = "RT"
    DESA = "desa"
    KECAMATAN = "kecamatan"


class When(StrEnum):
    """The reporter's second question: is it going on, may it come, is it over."""

    KINI = "kini"
    AKAN = "akan"
    SUDAH = "sudah"


class Verification(StrEnum):
    """What checking on the spot has shown; its own axis, never a status."""

    BELUM = "belum"
    BENAR = "benar"
    SEBAGIAN = "sebagian"
    TIDAK_BENAR = "tidak_benar"
    TIDAK_DAPAT_DIPASTIKAN = "tidak_dapat_dipastikan"


@dataclass(frozen=True)
class Label:
    """One thing in the two languages."""

    label_id: str
    label_en: str


STAGES = {
    Stage.PG: Label("Potensi gangguan", "Latent friction"),
    Stage.AG: Label("Ambang gangguan", "On the threshold"),
    Stage.GN: Label("Gangguan nyata", "Open disturbance"),
    Stage.PK: Label("Pascakonflik", "After the conflict"),
}
SOURCE_RATINGS = {
    SourceRating.A: Label("Sangat dapat dipercaya", "Completely reliable"),
    SourceRating.B: Label("Biasanya dapat dipercaya", "Usually reliable"),
    SourceRating.C: Label("Agak dapat dipercaya", "Fairly reliable"),
    SourceRating.D: Label("Biasanya tidak dapat dipercaya", "Not usually reliable"),
    SourceRating.E: Label("Tidak dapat dipercaya", "Unreliable"),
    SourceRating.F: Label("Belum dapat dinilai", "Cannot be judged yet"),
}
CONTENT_RATINGS = {
    ContentRating.CONFIRMED: Label("Sudah dipastikan sumber lain", "Confirmed by other sources"),
    ContentRating.PROBABLE: Label("Sangat mungkin benar", "Probably true"),
    ContentRating.POSSIBLE: Label("Mungkin benar", "Possibly true"),
    ContentRating.DOUBTFUL: Label("Diragukan", "Doubtful"),
    ContentRating.IMPROBABLE: Label("Kemungkinan besar tidak benar", "Improbable"),
    ContentRating.UNKNOWN: Label("Belum dapat dinilai", "Cannot be judged yet"),
}
URGENCIES = {
    Urgency.GAWAT: Label("Gawat", "Grave"),
    Urgency.PENTING: Label("Penting", "Important"),
    Urgency.BIASA: Label("Biasa", "Ordinary"),
}
SENSITIVITIES = {
    Sensitivity.B: Label("Biasa", "Open"),
    Sensitivity.T: Label("Terbatas", "Limited"),
    Sensitivity.R: Label("Rahasia", "Confidential"),
}
PRECISIONS = {
    Precision.TITIK: Label("Titik di peta", "Point on the map"),
    Precision.RT: Label("RT/RW", "RT/RW"),
    Precision.DESA: Label("Desa atau kelurahan", "Village"),
    Precision.KECAMATAN: Label("Kecamatan", "Kecamatan"),
}
WHEN = {
    When.KINI: Label("Sedang terjadi", "Happening now"),
    When.AKAN: Label("Mungkin akan terjadi", "May happen"),
    When.SUDAH: Label("Sudah terjadi", "Has happened"),
}
VERIFICATIONS = {
    Verification.BELUM: Label("Belum diperiksa", "Not checked yet"),
    Verification.BENAR: Label("Benar", "True"),
    Verification.SEBAGIAN: Label("Benar sebagian", "Partly true"),
    Verification.TIDAK_BENAR: Label("Tidak benar", "Not true"),
    Verification.TIDAK_DAPAT_DIPASTIKAN: Label("Tidak dapat dipastikan", "Cannot be established"),
}


@dataclass(frozen=True, kw_only=True)
class EventForm(Label):
    """What happened.

    `signal` is false for what the law protects: it stands in the public agenda, never raises an
    alarm by itself and is never an input of detection. `referral` means the competent agency
    gets it and only its receipt is kept. `restricted` means need-to-know.
    """

    code: str
    name: str
    stage: Stage | None
    offered: bool = True
    restricted: bool = False
    signal: bool = True
    referral: bool = False


def _form(code: str, name: str, stage: Stage | None, label_id: str, label_en: str) -> EventForm:
    return EventForm(label_id, label_en, code=code, name=name, stage=stage)


# UU 9/1998 protects assembly and protest, UU 13/2003 the strike (articles to be checked): public agenda.
AGENDA = frozenset({"E06", "E07"})
# UU 12/2022 (victims of sexual violence) and UU 5/2018 (terrorism), articles to be checked: need-to-know.
RESTRICTED = frozenset({"E16", "E26"})
# The police and BNPT are competent (UU 5/2018, to be checked): forwarded, only the receipt is kept.
REFERRALS = frozenset({"E26"})
# Guests are registered in the guest book and never reported as an incident.
NOT_OFFERED = frozenset({"E28"})

_FORMS = (
    _form("E01", "rumor", Stage.PG, "Isu, hoaks, ujaran kebencian", "Rumour, hoax, hate speech"),
    _form("E02", "grievance", Stage.PG, "Keluhan atau pengaduan kelompok", "Grievance of a group"),
    _form(
        "E03",
        "rejection",
        Stage.PG,
        "Penolakan rumah ibadat, proyek atau acara",
        "Rejection of a worship house, project or event",
    ),
    _form("E04", "threat", Stage.AG, "Ancaman atau intimidasi", "Threat or intimidation"),
    _form("E05", "mobilization", Stage.AG, "Pengerahan massa untuk menyerang", "Crowd gathered to attack"),
    _form("E06", "protest_peaceful", Stage.AG, "Unjuk rasa damai", "Peaceful demonstration"),
    _form("E07", "strike_boycott", Stage.AG, "Mogok atau boikot", "Strike or boycott"),
    _form("E08", "blockade", Stage.GN, "Blokade, pemalangan, penyegelan", "Blockade, barring, sealing off"),
    _form("E09", "protest_violent", Stage.GN, "Unjuk rasa dengan kekerasan", "Violent demonstration"),
    _form("E10", "riot", Stage.GN, "Kerusuhan", "Riot"),
    _form("E11", "group_clash", Stage.GN, "Bentrok antarkelompok warga", "Clash between groups"),
    _form("E12", "student_brawl", Stage.GN, "Tawuran pelajar atau mahasiswa", "Brawl of pupils or students"),
    _form("E13", "brawl", Stage.GN, "Perkelahian perorangan", "Fight between individuals"),
    _form("E14", "vigilantism", Stage.GN, "Main hakim sendiri", "Vigilantism"),
    _form("E15", "attack_person", Stage.GN, "Penganiayaan atau pembunuhan", "Assault or killing"),
    _form("E16", "sexual_violence", Stage.GN, "Kekerasan seksual", "Sexual violence"),
    _form("E17", "abduction", Stage.GN, "Penculikan atau sandera", "Abduction or hostage-taking"),
    _form("E18", "destruction", Stage.GN, "Perusakan atau pembakaran", "Destruction or arson"),
    _form("E19", "looting", Stage.GN, "Penjarahan atau perampokan massa", "Looting or mass robbery"),
    _form("E20", "sweeping", Stage.GN, "Sweeping atau razia oleh massa", "Raid by a crowd"),
    _form(
        "E21",
        "eviction_field",
        Stage.AG,
        "Eksekusi, penggusuran, sengketa di lokasi",
        "Eviction or dispute on the site",
    ),
    _form(
        "E22",
        "security_action",
        Stage.GN,
        "Pembubaran atau kekerasan aparat",
        "Dispersal or force by officers",
    ),
    _form("E23", "terror_attack", Stage.GN, "Teror, bom, penembakan", "Terror, bomb, shooting"),
    _form("E24", "armed_clash", Stage.GN, "Kontak senjata", "Armed clash"),
    _form("E25", "displacement", Stage.GN, "Pengungsian", "Displacement"),
    _form(
        "E26",
        "radical_indication",
        Stage.PG,
        "Indikasi teror, diteruskan ke instansi berwenang",
        "Indication of terror, passed to the competent agency",
    ),
    _form("E27", "narcotics", Stage.PG, "Temuan narkoba", "Narcotics found"),
    _form(
        "E28",
        "outsider_activity",
        Stage.PG,
        "Tamu wajib lapor (lewat buku tamu)",
        "Guests (through the guest book)",
    ),
    _form("E29", "election_violation", Stage.AG, "Pelanggaran pemilu atau pilkades", "Election violation"),
    _form("E30", "mediation", None, "Musyawarah atau mediasi", "Deliberation or mediation"),
    _form("E31", "agreement", Stage.PK, "Kesepakatan damai", "Peace agreement"),
    _form(
        "E32",
        "reconciliation",
        Stage.PK,
        "Pemulangan, rehabilitasi, rekonstruksi",
        "Return, rehabilitation, reconstruction",
    ),
    _form("E99", "other_hazard", None, "Bencana, kecelakaan, lainnya", "Disaster, accident, other"),
)

EVENT_FORMS: Mapping[str, EventForm] = {
    form.code: EventForm(
        form.label_id,
        form.label_en,
        code=form.code,
        name=form.name,
        stage=form.stage,
        offered=form.code not in NOT_OFFERED,
        restricted=form.code in RESTRICTED,
        signal=form.code not in AGENDA,
        referral=form.code in REFERRALS,
    )
    for form in _FORMS
}


@dataclass(frozen=True, kw_only=True)
class Issue(Label):
    """What a report is about, with the limb of UU 7/2012 art. 5 it falls under (empty: none)."""

    code: str
    limb: str
    family: str


def _issue(code: str, limb: str, family: str, label_id: str, label_en: str) -> Issue:
    return Issue(label_id, label_en, code=code, limb=limb, family=family)


_ISSUES = (
    _issue("I01", "a", "separatisme", "Separatisme bersenjata", "Armed separatism"),
    _issue("I02", "a", "pemilihan dan jabatan", "Pemilu nasional", "National election"),
    _issue("I03", "a", "pemilihan dan jabatan", "Pilkada", "Regional election"),
    _issue("I04", "a", "pemilihan dan jabatan", "Pilkades", "Village head election"),
    _issue("I05", "a", "pemilihan dan jabatan", "Jabatan dan pengisian perangkat", "Posts and appointments"),
    _issue("I06", "a", "tata kelola", "Kebijakan dan layanan", "Policy and services"),
    _issue("I07", "a", "tata kelola", "Korupsi", "Corruption"),
    _issue("I08", "a", "tata kelola", "Proyek pembangunan", "Development project"),
    _issue("I09", "a", "tata kelola", "Bantuan sosial", "Social aid"),
    _issue("I10", "a", "tata kelola", "Harga, upah, PHK", "Prices, wages, dismissals"),
    _issue("I11", "b", "identitas", "Rumah ibadat", "House of worship"),
    _issue(
        "I12", "b", "identitas", "Perselisihan antarumat beragama", "Dispute between religious communities"
    ),
    _issue(
        "I13", "b", "identitas", "Perselisihan di dalam satu umat", "Dispute within one religious community"
    ),
    _issue("I14", "b", "identitas", "Perselisihan antarsuku", "Dispute between ethnic groups"),
    _issue(
        "I15", "b", "identitas", "Perselisihan antarkampung atau pemuda", "Dispute between hamlets or youths"
    ),
    _issue(
        "I16", "b", "identitas", "Perselisihan antarormas atau geng", "Dispute between organisations or gangs"
    ),
    _issue("I17", "b", "identitas", "Suporter atau pelajar", "Supporters or pupils"),
    _issue("I18", "c", "sumber daya", "Batas wilayah", "Boundary"),
    _issue("I19", "d", "sumber daya", "Lahan, perkebunan, HGU", "Land, plantation, concession"),
    _issue("I20", "d", "sumber daya", "Tanah ulayat dan adat", "Customary land"),
    _issue("I21", "d", "sumber daya", "Tambang", "Mining"),
    _issue("I22", "d", "sumber daya", "Hutan", "Forest"),
    _issue("I23", "d", "sumber daya", "Laut dan nelayan", "Sea and fishing"),
    _issue("I24", "d", "sumber daya", "Air", "Water"),
    _issue(
        "I25",
        "",
        "main hakim sendiri",
        "Tersinggung atau tuduhan yang memicu main hakim",
        "Offence or accusation that leads to vigilantism",
    ),
    _issue("I26", "", "penegakan hukum", "Penegakan hukum dan aparat", "Law enforcement and officers"),
    _issue("I27", "", "kriminal", "Narkoba", "Narcotics"),
    _issue("I28", "", "kriminal", "Terorisme", "Terrorism"),
    _issue(
        "I29",
        "",
        "lain",
        "WNA, tenaga kerja asing, pengungsi luar negeri",
        "Foreigners, foreign workers, refugees",
    ),
    _issue("I30", "b", "identitas", "Hoaks dan hasutan SARA", "Hoax and incitement between groups"),
    _issue("I31", "", "lain", "Lingkungan dan bencana", "Environment and disaster"),
)
ISSUES: Mapping[str, Issue] = {issue.code: issue for issue in _ISSUES}


@dataclass(frozen=True, kw_only=True)
class Tile(Label):
    """One answer to the reporter's first question, and what the desk takes it for until it knows better."""

    key: str
    icon: str
    event_form: str
    issues: tuple[str, ...] = ()


TILES = (
    Tile("Keributan / tawuran", "Fighting / brawl", key="ribut", icon="bolt", event_form="E11"),
    Tile(
        "Sengketa warga / lahan",
        "Dispute / land",
        key="sengketa",
        icon="house",
        event_form="E02",
        issues=("I19",),
    ),
    Tile(
        "Rumah ibadah / SARA",
        "Worship / groups",
        key="sara",
        icon="worship",
        event_form="E03",
        issues=("I11",),
    ),
    Tile("Pemilu / pilkades", "Election", key="pemilu", icon="ballot", event_form="E29", issues=("I02",)),
    Tile("Unjuk rasa", "Demonstration", key="unjuk_rasa", icon="megaphone", event_form="E06"),
    Tile(
        "Narkoba / kriminal",
        "Narcotics / crime",
        key="kriminal",
        icon="triangle",
        event_form="E27",
        issues=("I27",),
    ),
    Tile("Lainnya", "Something else", key="lain", icon="dots", event_form="E99"),
)

# The office agreed: what stage and moment alone say. Anything not listed is ordinary.
URGENCY_BY_STAGE: Mapping[tuple[Stage, When], Urgency] = {
    (Stage.GN, When.KINI): Urgency.GAWAT,
    (Stage.GN, When.AKAN): Urgency.PENTING,
    (Stage.GN, When.SUDAH): Urgency.PENTING,
    (Stage.AG, When.KINI): Urgency.PENTING,
    (Stage.AG, When.AKAN): Urgency.PENTING,
}

# Counted harm raises it further, whatever the form: from this many people (or buildings) on.
# The bands are those of the label guide of our message collection (severity 2 and 3).
URGENCY_BY_COUNT: Mapping[Urgency, Mapping[str, int]] = {
    Urgency.GAWAT: {"mati": 1, "luka": 10, "mengungsi": 20},
    Urgency.PENTING: {"luka": 1, "mengungsi": 1, "rusak": 1, "massa": 100},
}

LEVEL_BY_STAGE: Mapping[Stage, Mapping[Urgency, Level]] = {
    Stage.PG: {Urgency.GAWAT: Level.SIAGA, Urgency.PENTING: Level.WASPADA, Urgency.BIASA: Level.NORMAL},
    Stage.AG: {Urgency.GAWAT: Level.SIAGA, Urgency.PENTING: Level.SIAGA, Urgency.BIASA: Level.WASPADA},
    Stage.GN: {Urgency.GAWAT: Level.AWAS, Urgency.PENTING: Level.SIAGA, Urgency.BIASA: Level.WASPADA},
    Stage.PK: {Urgency.GAWAT: Level.SIAGA, Urgency.PENTING: Level.WASPADA, Urgency.BIASA: Level.NORMAL},
}

Counts = Mapping[str, int | Sequence[int]]
"""How many, by kind (mati, luka, mengungsi, rusak, massa): a number, or [low, high]."""


def at_least(counts: Counts, kind: str) -> int:
    """Tell how many are certain: the low end where a range is given."""
    number = counts.get(kind, 0)
    return number if isinstance(number, int) else min(number, default=0)


def _by_count(counts: Counts) -> Urgency:
    for urgency, floors in URGENCY_BY_COUNT.items():
        if any(at_least(counts, kind) >= floor for kind, floor in floors.items()):
            return urgency
    return Urgency.BIASA


def _by_form(event_form: str, when: str) -> Urgency:
    """Read the stage table; what nobody has named yet is important while it is going on."""
    form = EVENT_FORMS.get(event_form)
    if form is None:
        return Urgency.PENTING if when == When.KINI else Urgency.BIASA
    if not form.signal or form.stage is None or not when:
        return Urgency.BIASA
    return URGENCY_BY_STAGE.get((form.stage, When(when)), Urgency.BIASA)


def propose_urgency(event_form: str | None, when: str, counts: Counts) -> Urgency:
    """Propose how soon somebody must answer; a person confirms or changes it."""
    order = list(Urgency)
    return min(_by_form(event_form or "", when), _by_count(counts), key=order.index)


def propose_level(urgency: Urgency, stage: Stage | None) -> Level:
    """Propose the alert level of one report by itself; a person confirms or changes it."""
    return LEVEL_BY_STAGE[stage or Stage.PG][urgency]


def level_ceiling(event_forms: Sequence[str]) -> Level:
    """Name the highest level that these forms of event may carry: peaceful protest alone never passes Waspada."""
    known = [EVENT_FORMS[code] for code in event_forms if code in EVENT_FORMS]
    return Level.WASPADA if known and not any(form.signal for form in known) else Level.AWAS


def taken_level(proposed: Level, event_forms: Sequence[str], *, may_awas: bool) -> tuple[Level, bool]:
    """Name the level a matter stands at once somebody takes it up, and whether Awas is still asked of a leader."""
    level = min(proposed, level_ceiling(event_forms), key=lambda one: one.bars)
    waits = level is Level.AWAS and not may_awas
    return (Level.SIAGA if waits else level), waits
