"""By when somebody must answer, when to look again, and the numbers that laws set, each with its dates.

A number from a law is a row with its source and the days on which it holds, because laws change.
`to_check` names what was not read in the legal text itself: such a row must be checked before the
number is printed on a document.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from kentongan.rules.refusal import Refused
from kentongan.rules.taxonomy import Urgency


@dataclass(frozen=True)
class AnswerRule:
    """Until when a report must have its first answer."""

    urgency: Urgency
    within: timedelta
    source: str


ANSWERS = (
    AnswerRule(Urgency.GAWAT, timedelta(minutes=15), "Kesepakatan posko: batas meja piket"),
    AnswerRule(
        Urgency.PENTING, timedelta(hours=2), "Kesepakatan posko: pemberitahuan Siaga paling lambat 2 jam"
    ),
    AnswerRule(Urgency.BIASA, timedelta(hours=24), "Kebiasaan temu cepat lapor cepat, 1x24 jam"),
)
ANSWER_WITHIN: Mapping[Urgency, timedelta] = {rule.urgency: rule.within for rule in ANSWERS}

# Until when the next step of a case is due when its owner sets nothing else: a situation report every six
# hours for Awas, deliberation within two days for Siaga, a week for the rest.
STEP_WITHIN: Mapping[Urgency, timedelta] = {
    Urgency.GAWAT: timedelta(hours=6),
    Urgency.PENTING: timedelta(hours=48),
    Urgency.BIASA: timedelta(days=7),
}
# How long the look back may take once its day has come.
LOOK_BACK_WITHIN = timedelta(days=3)

# Days after settling on which somebody looks again: a week for every matter however small, and the 30 and
# 90 days of monitored cases where a relapse would be worse.
FOLLOW_UP_AFTER: Mapping[Urgency, tuple[int, ...]] = {
    Urgency.GAWAT: (7, 30, 90),
    Urgency.PENTING: (7, 30),
    Urgency.BIASA: (7,),
}


def answer_due(urgency: Urgency, at: datetime) -> datetime:
    """Name the moment by which a report that came in `at` must be answered."""
    return at + ANSWER_WITHIN[Urgency(urgency)]


def step_due(urgency: Urgency, at: datetime) -> datetime:
    """Name the moment by which the next step of a case is due."""
    return at + STEP_WITHIN[Urgency(urgency)]


def follow_up_days(urgency: Urgency, settled_on: date) -> tuple[date, ...]:
    """List the days on which a settled case is looked at again."""
    return tuple(settled_on + timedelta(days=days) for days in FOLLOW_UP_AFTER[Urgency(urgency)])


# Where a look back finds calm that may not last, the monitored case is looked at 30 and 90 days after settling,
# and every 90 days from then on until somebody calls it tuntas.
MONITORED_AFTER = (30, 90)


def next_look(settled_on: date, today: date) -> date:
    """Name the day on which a case that may relapse is looked at next."""
    days = (settled_on + timedelta(days=after) for after in MONITORED_AFTER)
    return next((day for day in days if day > today), today + timedelta(days=MONITORED_AFTER[-1]))


@dataclass(frozen=True, kw_only=True)
class LegalRule:
    """One number that a law sets, from a day on and, when it was changed, to a day."""

    key: str
    value: int
    unit: str
    valid_from: date
    valid_to: date | None = None
    source: str
    to_check: str = ""


# The number was found in a public source, the first day of the rule was not.
SINCE_WHEN = "tanggal mulai berlaku"

LEGAL_RULES = (
    LegalRule(
        key="conflict_status_days",
        value=90,
        unit="hari",
        valid_from=date(2012, 5, 10),
        source="UU 7/2012, Bab IV: lama Status Keadaan Konflik",
        to_check=SINCE_WHEN,
    ),
    LegalRule(
        key="conflict_status_extension_days",
        value=30,
        unit="hari",
        valid_from=date(2012, 5, 10),
        source="UU 7/2012, Bab IV: perpanjangan satu kali setelah evaluasi",
        to_check="lama dan syarat perpanjangan",
    ),
    LegalRule(
        key="settlement_taskforce_women_percent",
        value=30,
        unit="persen",
        valid_from=date(2012, 5, 10),
        source="UU 7/2012 pasal 42-48: keanggotaan Satgas",
        to_check="bagian perempuan paling sedikit 30 persen",
    ),
    LegalRule(
        key="report_period_months",
        value=4,
        unit="bulan",
        valid_from=date(2015, 3, 1),
        source="Permendagri 42/2015: laporan B04, B08, B12",
        to_check=SINCE_WHEN,
    ),
    LegalRule(
        key="satlinmas_members",
        value=10,
        unit="orang",
        valid_from=date(2020, 5, 1),
        source="Permendagri 26/2020: anggota Satlinmas paling sedikit",
        to_check=SINCE_WHEN,
    ),
    LegalRule(
        key="linmas_per_station",
        value=2,
        unit="orang per TPS",
        valid_from=date(2022, 11, 4),
        source="PKPU 8/2022: petugas ketertiban TPS",
        to_check=SINCE_WHEN,
    ),
    LegalRule(
        key="worship_house_users",
        value=90,
        unit="orang",
        valid_from=date(2006, 3, 21),
        source="PBM Menag 9 dan Mendagri 8 tahun 2006 pasal 14: pengguna ber-KTP",
    ),
    LegalRule(
        key="worship_house_supporters",
        value=60,
        unit="orang",
        valid_from=date(2006, 3, 21),
        source="PBM Menag 9 dan Mendagri 8 tahun 2006 pasal 14: dukungan warga setempat",
    ),
    LegalRule(
        key="worship_house_decision_days",
        value=90,
        unit="hari",
        valid_from=date(2006, 3, 21),
        source="PBM Menag 9 dan Mendagri 8 tahun 2006 pasal 16: keputusan bupati/wali kota",
    ),
    LegalRule(
        key="fkub_members_province",
        value=21,
        unit="orang",
        valid_from=date(2006, 3, 21),
        source="PBM Menag 9 dan Mendagri 8 tahun 2006: anggota FKUB provinsi paling banyak",
        to_check="bunyi pasal 8-12 tentang jumlah anggota",
    ),
    LegalRule(
        key="fkub_members_regency",
        value=17,
        unit="orang",
        valid_from=date(2006, 3, 21),
        source="PBM Menag 9 dan Mendagri 8 tahun 2006: anggota FKUB kab/kota paling banyak",
        to_check="bunyi pasal 8-12 tentang jumlah anggota",
    ),
    LegalRule(
        key="breach_notice_hours",
        value=72,
        unit="jam",
        valid_from=date(2024, 10, 17),
        source="UU 27/2022 pasal 46: pemberitahuan kegagalan pelindungan data pribadi, 3x24 jam",
    ),
    LegalRule(
        key="information_answer_working_days",
        value=10,
        unit="hari kerja",
        valid_from=date(2010, 4, 30),
        source="UU 14/2008 pasal 22 ayat (7): jawaban permohonan informasi publik",
    ),
    LegalRule(
        key="information_extension_working_days",
        value=7,
        unit="hari kerja",
        valid_from=date(2010, 4, 30),
        source="UU 14/2008 pasal 22: perpanjangan jawaban",
        to_check="bunyi ayat tentang perpanjangan",
    ),
    LegalRule(
        key="protest_notice_hours",
        value=72,
        unit="jam",
        valid_from=date(1998, 10, 26),
        source="UU 9/1998 pasal 10 ayat (3): pemberitahuan unjuk rasa kepada Polri, 3x24 jam",
        to_check=SINCE_WHEN,
    ),
    LegalRule(
        key="village_election_dispute_days",
        value=30,
        unit="hari",
        valid_from=date(2014, 12, 31),
        source="Permendagri 112/2014 jo. 65/2017 dan 72/2020: sengketa hasil pilkades",
        to_check="pasal dan tanggal mulai berlaku",
    ),
    LegalRule(
        key="village_head_term_years",
        value=8,
        unit="tahun",
        valid_from=date(2024, 4, 25),
        source="UU 3/2024 pasal 39 ayat (1): masa jabatan kepala desa",
        to_check=SINCE_WHEN,
    ),
)


def rule_on(key: str, day: date) -> LegalRule:
    """Find the rule that held on a day.

    Raises:
        KeyError: If no rule has this name.
        Refused: If no rule of this name held on that day.
    """
    rows = [rule for rule in LEGAL_RULES if rule.key == key]
    if not rows:
        raise KeyError(key)
    for rule in rows:
        if rule.valid_from <= day and (rule.valid_to is None or day <= rule.valid_to):
            return rule
    raise Refused("Pada tanggal itu belum ada aturannya. Periksa tanggalnya.", "no_rule")
