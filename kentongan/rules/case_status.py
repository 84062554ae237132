"""The way of a case from the first word to tuntas, and what each step asks for.

UU 7/2012 art. 9 and PP 2/2015 art. 7 put deliberation first; Permendagri 42/2015 asks for evidence of
what was done. Tuntas is more than a changed word: an outcome, evidence, and a look back afterwards.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from kentongan.rules.refusal import Refused
from kentongan.rules.words import gettext_noop as _


class CaseStatus(StrEnum):
    """Where a case stands."""

    DRAF = "draf"
    TERKIRIM = "terkirim"
    DITERIMA = "diterima"
    DIVERIFIKASI = "diverifikasi"
    DITANGANI = "ditangani"
    DIMEDIASI = "dimediasi"
    SELESAI = "selesai"
    DIPANTAU = "dipantau"
    DITUTUP = "ditutup"
    DIRUJUK = "dirujuk"
    DIGABUNG = "digabung"
    DIBUKA_KEMBALI = "dibuka_kembali"

    @property
    def label(self) -> str:
        """The word people read."""
        return LABELS[self]


S = CaseStatus

LABELS: Mapping[CaseStatus, str] = {
    S.DRAF: _("Draf"),
    S.TERKIRIM: _("Terkirim"),
    S.DITERIMA: _("Diterima"),
    S.DIVERIFIKASI: _("Diverifikasi"),
    S.DITANGANI: _("Ditangani"),
    S.DIMEDIASI: _("Dimediasi"),
    S.SELESAI: _("Selesai"),
    S.DIPANTAU: _("Dipantau"),
    S.DITUTUP: _("Tuntas"),
    S.DIRUJUK: _("Dirujuk"),
    S.DIGABUNG: _("Digabung"),
    S.DIBUKA_KEMBALI: _("Dibuka kembali"),
}


@dataclass(frozen=True)
class CaseFacts:
    """What is known of a case when somebody wants to move it."""

    has_owner: bool = False
    has_due_at: bool = False
    has_verdict: bool = False
    has_outcome: bool = False
    has_evidence: bool = False
    has_follow_up_on: bool = False
    follow_up_passed: bool = False
    has_referral: bool = False
    has_target: bool = False
    has_reason: bool = False
    open_tasks: int = 0

    @property
    def no_open_tasks(self) -> bool:
        """Nobody still has to do anything."""
        return self.open_tasks == 0


# What a step asks for (a fact of CaseFacts) and the sentence that says what to do about it.
NEEDS: Mapping[str, str] = {
    "has_owner": _("Tunjuk dulu penanggung jawab kasus ini."),
    "has_due_at": _("Isi dulu batas waktu penanganan."),
    "has_verdict": _("Catat dulu hasil pemeriksaan di lapangan."),
    "has_referral": _("Pilih dulu instansi tujuan rujukan."),
    "has_target": _("Pilih dulu kasus tujuan penggabungan."),
    "has_reason": _("Tulis dulu alasannya."),
    "no_open_tasks": _("Selesaikan atau batalkan dulu tugas yang masih terbuka."),
    "has_outcome": _("Pilih dulu hasil penyelesaian."),
    "has_evidence": _("Lampirkan dulu bukti penyelesaian."),
    "has_follow_up_on": _("Tentukan dulu tanggal pemeriksaan ulang."),
    "follow_up_passed": _("Catat dulu hasil pemeriksaan ulang sebelum menyatakan tuntas."),
}

ANSWERED_FOR = ("has_owner", "has_due_at")
PROOF = ("no_open_tasks", "has_outcome", "has_evidence", "has_follow_up_on")

MOVES: Mapping[CaseStatus, Mapping[CaseStatus, tuple[str, ...]]] = {
    S.DRAF: {
        S.TERKIRIM: (),
    },
    S.TERKIRIM: {
        S.DITERIMA: ANSWERED_FOR,
        S.DIGABUNG: ("has_target",),
    },
    S.DITERIMA: {
        S.DIVERIFIKASI: (*ANSWERED_FOR, "has_verdict"),
        # What cannot wait is handled first and checked on the way.
        S.DITANGANI: ANSWERED_FOR,
        S.DIRUJUK: ("has_owner", "has_referral"),
        S.DIGABUNG: ("has_target",),
    },
    S.DIVERIFIKASI: {
        S.DITANGANI: ANSWERED_FOR,
        S.SELESAI: ("has_owner", *PROOF),
        S.DIRUJUK: ("has_owner", "has_referral"),
        S.DIGABUNG: ("has_target",),
    },
    S.DITANGANI: {
        S.DIMEDIASI: ANSWERED_FOR,
        S.SELESAI: ("has_owner", *PROOF),
        S.DIRUJUK: ("has_owner", "has_referral"),
        S.DIGABUNG: ("has_target",),
    },
    S.DIMEDIASI: {
        S.DITANGANI: (*ANSWERED_FOR, "has_reason"),
        S.SELESAI: ("has_owner", *PROOF),
        S.DIRUJUK: ("has_owner", "has_referral"),
    },
    S.SELESAI: {
        S.DIPANTAU: ("has_owner", *PROOF),
        S.DIBUKA_KEMBALI: ("has_reason",),
    },
    S.DIPANTAU: {
        S.DITUTUP: (*PROOF, "follow_up_passed"),
        S.DIBUKA_KEMBALI: ("has_reason",),
    },
    S.DITUTUP: {
        S.DIBUKA_KEMBALI: ("has_reason",),
    },
    # Referring hands the matter to another office; ours keeps asking until it has an answer.
    S.DIRUJUK: {
        S.DITANGANI: (*ANSWERED_FOR, "has_reason"),
        S.SELESAI: ("has_owner", *PROOF),
    },
    # A merge can be undone.
    S.DIGABUNG: {
        S.DIBUKA_KEMBALI: ("has_reason",),
    },
    S.DIBUKA_KEMBALI: {
        S.DIVERIFIKASI: (*ANSWERED_FOR, "has_verdict"),
        S.DITANGANI: ANSWERED_FOR,
        S.DIRUJUK: ("has_owner", "has_referral"),
        S.DIGABUNG: ("has_target",),
    },
}

# Somebody must act.
OPEN = frozenset(
    {S.TERKIRIM, S.DITERIMA, S.DIVERIFIKASI, S.DITANGANI, S.DIMEDIASI, S.DIRUJUK, S.DIBUKA_KEMBALI}
)
# Solved; until it is tuntas the look back still comes.
SETTLED = frozenset({S.SELESAI, S.DIPANTAU, S.DITUTUP})
TUNTAS = S.DITUTUP

# What the holder of a code is told, and nothing more.
PUBLIC_STEPS = (_("Diterima"), _("Diperiksa"), _("Ditangani"), _("Tuntas"))
PUBLIC_STEP: Mapping[CaseStatus, str] = {
    S.DRAF: "Diterima",
    S.TERKIRIM: "Diterima",
    S.DITERIMA: "Diterima",
    S.DIVERIFIKASI: "Diperiksa",
    S.DITANGANI: "Ditangani",
    S.DIMEDIASI: "Ditangani",
    S.SELESAI: "Ditangani",
    S.DIPANTAU: "Ditangani",
    S.DITUTUP: "Tuntas",
    S.DIRUJUK: "Ditangani",
    S.DIGABUNG: "Ditangani",
    S.DIBUKA_KEMBALI: "Ditangani",
}


@dataclass(frozen=True)
class Offer:
    """One possible next step: allowed, or with the reason why not yet."""

    to: CaseStatus
    refusal: Refused | None

    @property
    def is_allowed(self) -> bool:
        """The button can be pressed."""
        return self.refusal is None


def moves_from(status: CaseStatus) -> tuple[CaseStatus, ...]:
    """List the steps that can follow, in the order in which they are offered."""
    return tuple(MOVES[CaseStatus(status)])


def check_move(now: CaseStatus, to: CaseStatus, facts: CaseFacts) -> None:
    """Let a move pass.

    Raises:
        Refused: If the step does not follow, or something it asks for is missing.
    """
    now, to = CaseStatus(now), CaseStatus(to)
    if to not in MOVES[now]:
        raise Refused(
            "Kasus berstatus %(now)s tidak bisa langsung menjadi %(to)s. Pilih langkah yang ditawarkan.",
            "no_such_move",
            words={"now": now.label, "to": to.label},
        )
    for need in MOVES[now][to]:
        if not getattr(facts, need):
            raise Refused(NEEDS[need], need)


def offers(now: CaseStatus, facts: CaseFacts) -> tuple[Offer, ...]:
    """Lay out every step that can follow, each with its refusal if something is missing."""
    return tuple(Offer(to, _refusal(now, to, facts)) for to in moves_from(now))


def _refusal(now: CaseStatus, to: CaseStatus, facts: CaseFacts) -> Refused | None:
    try:
        check_move(now, to, facts)
    except Refused as refusal:
        return refusal
    return None
