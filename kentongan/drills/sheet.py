"""The after-action report as a PDF: its words and figures for `templates/drills/sheet.typ`, which lays them out."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.dateformat import format as in_words
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kentongan.drills import script, timeline
from kentongan.drills.board import After, Row
from kentongan.drills.models import Drill
from kentongan.printing import printed
from kentongan.rules import places

TEMPLATE = Path(__file__).parent / "templates" / "drills/sheet.typ"


def after_action(drill: Drill, after: After) -> bytes:
    """Return the after-action report of a drill."""
    return printed(TEMPLATE, data_of(drill, after), at=drill.ended_at or drill.proposed_at)


def data_of(drill: Drill, after: After) -> dict[str, Any]:
    """Return everything the sheet says, in words of the reader's language."""
    title = _("Hasil gladi %(name)s") % {"name": drill.name}
    nothing = _("Tidak ada.")
    return {
        "lang": "en" if (get_language() or "").startswith("en") else "id",
        "title": f"{title} · {drill.region.name}",
        "mark": _("GLADI %(name)s · latihan, bukan kejadian sungguhan") % {"name": drill.name},
        "page": _("halaman"),
        "about": about(drill),
        "praise": part(
            _("Yang patut dipuji"),
            after.praise,
            _("Belum ada. Ulangi gladi dengan skenario yang lebih ringan."),
        ),
        "practice": part(_("Yang perlu dilatih"), after.practice, nothing),
        "course": course(drill, after),
        "figures": {"title": _("Angka"), "head": [_("Ukuran"), _("Nilai")], "rows": after.figures},
        "lists": [
            part(_("Kasus tanpa kejadian (tanda palsu)"), after.false_alarms, nothing),
            part(_("Pesan konflik yang dikesampingkan"), after.wrongly_aside, nothing),
            part(_("Pos yang diam"), after.silences, nothing),
        ],
    }


def part(title: str, items: Sequence[str], empty: str) -> dict[str, Any]:
    """Return a list with its heading, and what stands there when it is empty."""
    return {"title": title, "items": list(items), "empty": empty}


def course(drill: Drill, after: After) -> dict[str, Any]:
    """Return what was planted and what became of it: a picture, and the same as a table."""
    return {
        "title": _("Yang ditanam dan apa jadinya"),
        "empty": _("Tidak ada persoalan yang ditanam."),
        "picture": picture(drill, after),
        "alt": alternative(after),
        "head": [
            _("Persoalan"), _("Pesan pertama"), _("Diperhatikan"), _("Ditangani"), _("Selang"), _("Akibat"),
        ],
        "rows": [cells(row, drill) for row in after.rows],
    }  # fmt: skip


def picture(drill: Drill, after: After) -> str:
    """Return the time line of a drill as SVG."""
    zone = ZoneInfo(places.zone(drill.region_id))
    lines = [
        timeline.Line(
            f"{row.issue}, {row.place}",
            row.began_at,
            row.gn_at,
            row.first_message_at,
            row.noticed_at,
            row.answered_at,
        )
        for row in after.rows
    ]
    ends_at = script.last_moment(drill)
    return timeline.drawn(
        lines,
        begins_at=datetime.combine(script.playbill(drill).starts_on, datetime.min.time(), zone),
        ends_at=ends_at,
        words={
            "title": alternative(after),
            "told": _("pesan pertama"),
            "noticed": _("diperhatikan"),
            "answered": _("ditangani"),
            "broke_out": _("kekerasan"),
        },
        day=lambda at: in_words(at.astimezone(zone), "j M"),
    )


def alternative(after: After) -> str:
    """Say what the picture shows, for whoever cannot see it; the table says the same in full."""
    answered = sum(row.answered_at is not None for row in after.rows)
    return _("Garis waktu: %(count)s persoalan ditanam, %(answered)s di antaranya ditangani.") % {
        "count": len(after.rows),
        "answered": answered,
    }


def about(drill: Drill) -> list[str]:
    """Say what was played, where, when and by whose decision."""
    began, ended = said(drill.started_at, drill), said(drill.ended_at, drill)
    return [
        _("Tempat: %(place)s. Skenario: %(scenario)s, %(days)s hari gladi, kecepatan %(speed)s kali.")
        % {
            "place": drill.region.name,
            "scenario": script.words_of(drill.scenario),
            "days": drill.days,
            "speed": drill.speed,
        },
        _("Dijalankan %(began)s sampai %(ended)s. Diusulkan %(one)s, disetujui %(other)s.")
        % {
            "began": began,
            "ended": ended,
            "one": drill.proposed_by.name,
            "other": drill.agreed_by.name if drill.agreed_by else "",
        },
        _("Saat di tabel menurut jam gladi; selang menurut menit sebenarnya."),
    ]


def cells(row: Row, drill: Drill) -> tuple[str, ...]:
    """Write one planted episode as a row."""
    return (
        f"{row.issue}, {row.place}",
        said(row.first_message_at, drill),
        f"{said(row.noticed_at, drill)} {row.noticed_by}",
        f"{said(row.answered_at, drill)} {row.answered_by}",
        row.gap or "–",
        row.result,
    )


def said(at: datetime | None, drill: Drill) -> str:
    """Write a moment in the time of the place."""
    if at is None:
        return "–"
    local = at.astimezone(ZoneInfo(places.zone(drill.region_id)))
    return f"{in_words(local, 'j M Y H.i')} {places.zone_word(drill.region_id)}"
