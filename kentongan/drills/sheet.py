"""The after-action report as a PDF of A4 pages, put together here: text, rules and tables are all it needs.

The fonts are two of the fourteen that every PDF reader has (ISO 32000-1, 9.6.2.2), so nothing is embedded and
nothing has to be installed (docs/decisions/0051).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.dateformat import format as in_words
from django.utils.translation import gettext as _

from kentongan.drills.board import After, Row
from kentongan.drills.models import Drill
from kentongan.gladi.papers import pdf
from kentongan.rules import places

WIDTH, HEIGHT, MARGIN = 595.0, 842.0, 48.0
TOP, BOTTOM = 780.0, 60.0
BODY, SMALL, HEADING, TITLE = 9.5, 8.0, 12.0, 16.0
LEAD = 1.35
# Widths of Helvetica in thousandths of the size, from the sign 32 on (its metrics are part of the standard).
NARROW = (
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278,
    556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556,
    1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778,
    667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556,
    333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556,
    556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
)  # fmt: skip
BOLDER = 1.08
"""Letters of the bold font are at most so much wider, on average."""
OTHER = 556


@dataclass
class Sheets:
    """Pages that fill from top to bottom; each says at its head that it is a drill."""

    mark: str
    pages: list[list[str]] = field(default_factory=list)
    y: float = 0.0

    def turn(self) -> None:
        """Begin a new page."""
        self.pages.append([])
        self.y = TOP

    def need(self, height: float) -> None:
        """Make sure so much fits on this page."""
        if not self.pages or self.y - height < BOTTOM:
            self.turn()

    def put(self, text: str, x: float, y: float, size: float, *, bold: bool = False) -> None:
        """Write one line at a place."""
        font = "F2" if bold else "F1"
        self.pages[-1].append(f"BT /{font} {size:g} Tf {x:.1f} {y:.1f} Td ({escaped(text)}) Tj ET")

    def rule(self, y: float) -> None:
        """Draw a thin line across the page."""
        self.pages[-1].append(f"0.5 w {MARGIN:g} {y:.1f} m {WIDTH - MARGIN:g} {y:.1f} l S")

    def paragraph(self, text: str, size: float = BODY, *, bold: bool = False, indent: float = 0.0) -> None:
        """Write text over as many lines as it needs."""
        for line in wrapped(text, WIDTH - 2 * MARGIN - indent, size, bold=bold):
            self.need(size * LEAD)
            self.y -= size * LEAD
            self.put(line, MARGIN + indent, self.y, size, bold=bold)

    def heading(self, text: str) -> None:
        """Write a heading that does not stand alone at the foot of a page."""
        self.need(HEADING * LEAD + 4 * BODY)
        self.y -= HEADING * 0.6
        self.paragraph(text, HEADING, bold=True)
        self.y -= 3

    def bullets(self, items: Iterable[str], none: str) -> None:
        """Write a list, or that there is nothing."""
        shown = list(items)
        for item in shown:
            self.need(BODY * LEAD)
            self.put("-", MARGIN, self.y - BODY * LEAD, BODY)
            self.paragraph(item, indent=12)
        if not shown:
            self.paragraph(none)

    def table(self, head: Sequence[str], rows: Iterable[Sequence[str]], widths: Sequence[float]) -> None:
        """Write a table; its head is repeated on every page it reaches."""
        self.row(head, widths, bold=True)
        self.rule(self.y - 3)
        self.y -= 3
        for cells in rows:
            if self.row(cells, widths):
                self.rule(self.y - 3)
            self.y -= 3

    def row(self, cells: Sequence[str], widths: Sequence[float], *, bold: bool = False) -> bool:
        """Write one row, each cell over as many lines as it needs."""
        lines = [
            wrapped(cell, width - 6, SMALL, bold=bold) for cell, width in zip(cells, widths, strict=True)
        ]
        height = max(len(one) for one in lines) * SMALL * LEAD
        self.need(height + 4)
        for turn, (part, width) in enumerate(zip(lines, widths, strict=True)):
            del width
            for number, line in enumerate(part, start=1):
                x = MARGIN + sum(widths[:turn])
                self.put(line, x, self.y - number * SMALL * LEAD, SMALL, bold=bold)
        self.y -= height
        return not bold

    def file(self) -> bytes:
        """Return the whole document, every page with its mark and number."""
        for number, page in enumerate(self.pages, start=1):
            count = _("halaman %(n)s dari %(all)s") % {"n": number, "all": len(self.pages)}
            page.append(line_of(self.mark, MARGIN, 806, BODY, "F2"))
            page.append(line_of(self.mark, MARGIN, 34, SMALL, "F2"))
            page.append(line_of(count, WIDTH - MARGIN - width_of(count, SMALL), 34, SMALL, "F1"))
            page.append(f"0.5 w {MARGIN:g} 798 m {WIDTH - MARGIN:g} 798 l S")
        return document(self.pages)


def document(pages: Sequence[Sequence[str]]) -> bytes:
    """Put pages and fonts together."""
    first = 5
    kids = " ".join(f"{first + 2 * n} 0 R" for n in range(len(pages)))
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /%s /Encoding /WinAnsiEncoding >>"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        font % b"Helvetica",
        font % b"Helvetica-Bold",
    ]
    for turn, page in enumerate(pages):
        text = "\n".join(page).encode("cp1252", "replace")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH:g} {HEIGHT:g}] /Contents {first + 2 * turn + 1} 0 R"
            " /Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> >>".encode()
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(text), text))
    return pdf(tuple(objects))


def line_of(text: str, x: float, y: float, size: float, font: str) -> str:
    """Write one line at a place."""
    return f"BT /{font} {size:g} Tf {x:.1f} {y:.1f} Td ({escaped(text)}) Tj ET"


def escaped(text: str) -> str:
    """Write text between the brackets of a PDF, in signs that its fonts have."""
    plain = text.replace("–", "-").replace("→", ">").encode("cp1252", "replace").decode("cp1252")
    return plain.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def width_of(text: str, size: float, *, bold: bool = False) -> float:
    """Return how wide a line is, in points."""
    units = sum(NARROW[ord(sign) - 32] if 32 <= ord(sign) < 127 else OTHER for sign in text)
    return units * size / 1000 * (BOLDER if bold else 1.0)


def wrapped(text: str, width: float, size: float, *, bold: bool = False) -> list[str]:
    """Break text into lines that fit; a word longer than a line is cut."""
    lines = [""]
    for word in text.split():
        piece = word
        while width_of(piece, size, bold=bold) > width:
            cut = max(
                n for n in range(1, len(piece) + 1) if n == 1 or width_of(piece[:n], size, bold=bold) <= width
            )
            lines.append(piece[:cut])
            piece = piece[cut:]
        joined = f"{lines[-1]} {piece}".strip()
        if width_of(joined, size, bold=bold) <= width:
            lines[-1] = joined
        else:
            lines.append(piece)
    return [line for line in lines if line] or [""]


def after_action(drill: Drill, after: After) -> bytes:
    """Return the after-action report of a drill."""
    sheets = Sheets(_("GLADI %(name)s · latihan, bukan kejadian sungguhan") % {"name": drill.name})
    sheets.turn()
    sheets.paragraph(_("Hasil gladi %(name)s") % {"name": drill.name}, TITLE, bold=True)
    sheets.y -= 4
    for line in about(drill):
        sheets.paragraph(line)
    sheets.heading(_("Yang patut dipuji"))
    sheets.bullets(after.praise, _("Belum ada. Ulangi gladi dengan skenario yang lebih ringan."))
    sheets.heading(_("Yang perlu dilatih"))
    sheets.bullets(after.practice, _("Tidak ada."))
    sheets.heading(_("Angka"))
    sheets.table((_("Ukuran"), _("Nilai")), after.figures, (380, 119))
    sheets.heading(_("Yang ditanam dan apa jadinya"))
    if not after.rows:
        sheets.paragraph(_("Tidak ada persoalan yang ditanam."))
    sheets.table(
        (_("Persoalan"), _("Pesan pertama"), _("Diperhatikan"), _("Ditangani"), _("Selang"), _("Akibat")),
        (cells(row, drill) for row in after.rows),
        (112, 76, 92, 92, 45, 82),
    )
    for title, items in (
        (_("Kasus tanpa kejadian (tanda palsu)"), after.false_alarms),
        (_("Pesan konflik yang dikesampingkan"), after.wrongly_aside),
        (_("Pos yang diam"), after.silences),
    ):
        sheets.heading(title)
        sheets.bullets(items, _("Tidak ada."))
    return sheets.file()


def about(drill: Drill) -> list[str]:
    """Say what was played, where, when and by whose decision."""
    began, ended = said(drill.started_at, drill), said(drill.ended_at, drill)
    return [
        _("Tempat: %(place)s. Skenario: %(scenario)s, %(days)s hari gladi, kecepatan %(speed)s kali.")
        % {
            "place": drill.region.name,
            "scenario": drill.scenario,
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
        row.gap or "-",
        row.result,
    )


def said(at: datetime | None, drill: Drill) -> str:
    """Write a moment in the time of the place."""
    if at is None:
        return "-"
    local = at.astimezone(ZoneInfo(places.zone(drill.region_id)))
    return f"{in_words(local, 'j M Y H.i')} {places.zone_word(drill.region_id)}"
