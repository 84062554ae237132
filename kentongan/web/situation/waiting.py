"""What waits for this person's decision, as sentences with the place where to act, gravest first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from kentongan.cases import queries as cases
from kentongan.people.queries import local_day
from kentongan.rules.case_status import CaseStatus
from kentongan.rules.levels import Level
from kentongan.watch import queries as watch
from kentongan.wilayah.queries import within

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from kentongan.rules.authority import Standing
    from kentongan.web.situation.figures import Told, Voices, Worry


@dataclass(frozen=True)
class Waiting:
    """Something that waits for a decision: a sentence, since when, and where to act."""

    sentence: str
    since: datetime | None
    path: str


def waiting_for(
    told: Sequence[Told],
    worries: Sequence[Worry],
    heard: Voices | None,
    standing: Standing,
    code: str,
    *,
    at: datetime,
) -> list[Waiting]:
    """Return what waits for somebody to decide, gravest first."""
    late = [worry for worry in worries if worry.due_at and worry.due_at < at]
    return [
        *grave_and_late(late),
        *proposed(standing, code),
        *unanswered([one for one in told if one.answered_at is None and one.due_at < at]),
        *otherwise_late([worry for worry in late if worry.level.bars < Level.SIAGA.bars]),
        *looks_back(standing, code, at=at),
        *silent(heard),
    ]


def grave_and_late(late: Sequence[Worry]) -> Iterator[Waiting]:
    """Name each grave case that is past its deadline, with who answers for it."""
    for worry in late:
        if worry.level.bars >= Level.SIAGA.bars:
            words = {"title": worry.title, "level": _(worry.level.label), "owner": worry.owner}
            sentence = _("%(title)s (%(level)s) lewat batas waktu. Penanggung jawab: %(owner)s.") % words
            yield Waiting(sentence, worry.due_at, f"/kasus/{worry.id}")


def proposed(standing: Standing, code: str) -> Iterator[Waiting]:
    """Count what somebody or the watch proposed: cases as Awas, findings of the night."""
    if asked := list(cases.asking_for_awas(standing).filter(within("region_id", code))):
        sentence = _("%(count)s kasus diusulkan Awas. Tetapkan tingkatnya.") % {"count": len(asked)}
        path = f"/kasus/{asked[0].pk}" if len(asked) == 1 else f"/kasus?status={cases.ASKED}"
        yield Waiting(sentence, min(case.opened_at for case in asked), path)
    if count := watch.waiting(standing).filter(within("region_id", code)).count():
        sentence = _("%(count)s temuan penjagaan malam menunggu keputusan.") % {"count": count}
        yield Waiting(sentence, None, "/jaga")


def unanswered(late: Sequence[Told]) -> Iterator[Waiting]:
    """Count the reports that nobody answered in time."""
    if late:
        sentence = _("%(count)s laporan lewat batas jawab.") % {"count": len(late)}
        yield Waiting(sentence, min(one.due_at for one in late), "/meja")


def otherwise_late(late: Sequence[Worry]) -> Iterator[Waiting]:
    """Count the other cases that are past their deadline."""
    if late:
        sentence = _("%(count)s kasus lain lewat batas waktu.") % {"count": len(late)}
        yield Waiting(sentence, min(worry.due_at for worry in late if worry.due_at), "/kasus")


def looks_back(standing: Standing, code: str, *, at: datetime) -> Iterator[Waiting]:
    """Count the looks back whose day has passed."""
    looks = cases.seen_by(standing).filter(
        within("region_id", code), status=CaseStatus.DIPANTAU, follow_up_on__lt=local_day(code, at)
    )
    if count := looks.count():
        sentence = _("%(count)s pemeriksaan ulang lewat harinya.") % {"count": count}
        yield Waiting(sentence, None, "/kasus?status=dipantau")


def silent(heard: Voices | None) -> Iterator[Waiting]:
    """Say that more than half of the villages have said nothing today."""
    if heard and heard.silent and len(heard.silent) * 2 > heard.total:
        words = {"count": len(heard.silent), "total": heard.total}
        yield Waiting(_("%(count)s dari %(total)s desa belum melapor hari ini.") % words, None, "#suara")
