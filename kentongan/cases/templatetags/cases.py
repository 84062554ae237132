"""What the pages of a case draw with: the words of a step, and its button."""

from datetime import datetime

from django import template
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kentongan.cases.queries import Dossier
from kentongan.rules.case_status import CaseStatus

register = template.Library()

WORDS = {
    "case.opened": _("Laporan diangkat menjadi kasus"),
    "case.joined": _("Laporan digabungkan"),
    "case.left": _("Laporan dikeluarkan"),
    "case.closed_off": _("Kasus menjadi lebih rahasia karena laporannya"),
    "case.moved": _("Status diubah"),
    "case.referred": _("Dirujuk"),
    "case.settled": _("Diselesaikan, menunggu pemeriksaan ulang"),
    "case.came_back": _("Saatnya diperiksa ulang"),
    "case.watched_on": _("Masih rawan, diperiksa lagi nanti"),
    "case.closed": _("Tuntas"),
    "case.relapsed": _("Kambuh, dibuka kembali"),
    "case.reopened": _("Dibuka kembali"),
    "case.merged": _("Digabung ke kasus lain"),
    "case.unmerged": _("Penggabungan dibatalkan"),
    "case.assigned": _("Penanggung jawab atau batas waktu diubah"),
    "case.noted": _("Catatan ditambahkan"),
    "case.task_given": _("Tugas diberikan"),
    "case.task_arrived": _("Petugas tiba di lokasi"),
    "case.help_asked": _("Petugas butuh bantuan"),
    "case.task_done": _("Tugas selesai"),
    "case.attached": _("Berkas dilampirkan"),
    "case.copied": _("Tembusan dikirim"),
    "case.copy_acknowledged": _("Tembusan diterima"),
    "case.level_set": _("Tingkat diubah"),
    "case.conflict_named": _("Pernyataan konflik sosial"),
}

# Where each step is asked for, its words, and what the policy table must allow.
BUTTONS = {
    CaseStatus.DIMEDIASI: ("cases:move", _("Mulai musyawarah"), "case.move"),
    CaseStatus.DITANGANI: ("cases:move", _("Tangani lagi"), "case.move"),
    CaseStatus.SELESAI: ("cases:settle", _("Tuntaskan"), "case.settle"),
    CaseStatus.DITUTUP: ("cases:follow_up", _("Jawab pemeriksaan ulang"), "case.settle"),
    CaseStatus.DIRUJUK: ("cases:refer", _("Rujuk"), "case.move"),
    CaseStatus.DIGABUNG: ("cases:merge", _("Gabung"), "case.move"),
    CaseStatus.DIBUKA_KEMBALI: ("cases:reopen", _("Buka kembali"), "case.reopen"),
}


@register.filter
def told(kind: str) -> str:
    """Say a line of the logbook in words."""
    return str(WORDS.get(kind, kind))


@register.filter
def age(since: datetime, now: datetime) -> object:
    """Return how long ago something began."""
    return now - since


@register.simple_tag
def next_steps(dossier: Dossier) -> list[dict[str, object]]:
    """Return the buttons of the next steps: pressable, or with the sentence why not yet."""
    steps = []
    for status, offer in dossier.offers.items():
        if status not in BUTTONS:
            continue
        address, words, action = BUTTONS[CaseStatus(status)]
        if action not in dossier.may:
            continue
        # The look back asks for its own result, so what it asks for is given by answering it.
        refusal = None if status == CaseStatus.DITUTUP else offer.refusal
        steps.append(
            {
                "path": reverse(
                    address, args=[dossier.case.pk, status] if address == "cases:move" else [dossier.case.pk]
                ),
                "words": words,
                "is_main": status in (CaseStatus.SELESAI, CaseStatus.DITUTUP),
                "refusal": refusal.in_words(gettext) if refusal else "",
            }
        )
    return steps
