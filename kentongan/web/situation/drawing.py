"""Small drawings of the situation page: presentation attributes for paper, classes for both themes."""

from collections.abc import Sequence
from datetime import date

from django.utils.dateformat import format as in_words
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from kentongan.rules.levels import Level
from kentongan.web.situation.figures import Day

WIDTH, HEIGHT, FOOT = 560, 150, 18
# Paper knows no theme: the light palette of web/app.css (tests/web/test_situation.py compares them).
FILLS = {Level.NORMAL: "#d3f0ea", Level.WASPADA: "#fdc300", Level.SIAGA: "#be5413", Level.AWAS: "#740122"}
BAND, LINE, INK, MUTED = "#d5dee6", "#3b82bd", "#15202b", "#50606f"


def curve(days: Sequence[Day], label: str) -> SafeString:
    """Draw reports per day over the band of what is usual; days above it get a ring."""
    top = max([1, *(day.count for day in days), *(day.band.high for day in days if day.band)])
    x = [round(WIDTH * (i + 0.5) / len(days), 1) for i in range(len(days))]

    def y(count: float) -> float:
        return round((HEIGHT - FOOT) * (1 - count / top * 0.94) - 1, 1)

    known = [(x[i], day.band) for i, day in enumerate(days) if day.band]
    band = " ".join(
        [*(f"{at},{y(b.high)}" for at, b in known), *(f"{at},{y(b.low)}" for at, b in reversed(known))]
    )
    line = " ".join(f"{x[i]},{y(day.count)}" for i, day in enumerate(days))
    rings = format_html_join(
        "",
        '<circle class="c-ring" cx="{}" cy="{}" r="4.5" fill="#fff" stroke="{}" stroke-width="2"><title>{}: {}</title></circle>',
        (
            (x[i], y(day.count), INK, in_words(day.on, "j M"), day.count)
            for i, day in enumerate(days)
            if day.is_above
        ),
    )
    ticks = format_html_join(
        "",
        '<text class="c-tick" x="{}" y="{}" fill="{}" font-size="12" text-anchor="{}">{}</text>',
        ((at, HEIGHT - 3, MUTED, anchor, in_words(on, "j M")) for at, anchor, on in ends(days)),
    )
    return format_html(
        '<svg class="chart" role="img" aria-label="{}" viewBox="0 0 {} {}" width="100%"><polygon class="c-band" points="{}" fill="{}"/>'
        '<polyline class="c-line" points="{}" fill="none" stroke="{}" stroke-width="2" stroke-linejoin="round"/>{}{}'
        '<text class="c-tick" x="0" y="12" fill="{}" font-size="12">{}</text></svg>',
        label, WIDTH, HEIGHT, band, BAND, line, LINE, rings, ticks, MUTED, top,
    )  # fmt: skip


def ends(days: Sequence[Day]) -> list[tuple[int, str, date]]:
    """Return where the first, the middle and the last day are named."""
    return [
        (0, "start", days[0].on),
        (WIDTH // 2, "middle", days[len(days) // 2].on),
        (WIDTH, "end", days[-1].on),
    ]
