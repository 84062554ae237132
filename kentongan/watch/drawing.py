"""Drawings of the watch: the series of a finding over what is usual, its small map, and how well chances came true."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.utils.dateformat import format as in_words
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kentongan.watch.models import Finding
from kentongan.watch.queries import kabupaten
from kentongan.wilayah import maps
from kentongan.wilayah.models import Region

WIDTH, HEIGHT, FOOT = 360, 130, 18
SQUARE, EDGE = 240, 30
INSIDE, NEAR, OUTSIDE, BAND, LINE, INK, MUTED = (
    "#3b82bd",
    "#cfe0ee",
    "#f3f6f8",
    "#d5dee6",
    "#3b82bd",
    "#15202b",
    "#50606f",
)


def series(finding: Finding, label: str) -> SafeString:
    """Draw reports per day in the villages of a finding over the band of what is usual; its days are ringed."""
    days: Sequence[Mapping[str, float | str]] = finding.series
    if not days:
        return SafeString("")
    top = max(1.0, *(float(day["count"]) for day in days), *(float(day["high"]) for day in days))
    x = [round(WIDTH * (place + 0.5) / len(days), 1) for place in range(len(days))]

    def y(count: float | str) -> float:
        return round((HEIGHT - FOOT) * (1 - float(count) / top * 0.94) - 1, 1)

    band = " ".join(
        [
            *(f"{at},{y(day['high'])}" for at, day in zip(x, days, strict=True)),
            *(f"{at},{y(day['low'])}" for at, day in zip(x[::-1], days[::-1], strict=True)),
        ]
    )
    line = " ".join(f"{at},{y(day['count'])}" for at, day in zip(x, days, strict=True))
    rings = format_html_join(
        "",
        '<circle class="c-ring" cx="{}" cy="{}" r="4" fill="#fff" stroke="{}" stroke-width="2"><title>{}: {}</title></circle>',
        (
            (at, y(day["count"]), INK, in_words(on, "j M"), day["count"])
            for at, day in zip(x, days, strict=True)
            if finding.starts_on <= (on := date.fromisoformat(str(day["on"]))) <= finding.ends_on
            and float(day["count"]) > 0
        ),
    )
    ends = ((0, "start", str(days[0]["on"])), (WIDTH, "end", str(days[-1]["on"])))
    half = WIDTH / len(days) / 2
    inside = [
        at
        for at, day in zip(x, days, strict=True)
        if finding.starts_on <= date.fromisoformat(str(day["on"])) <= finding.ends_on
    ] or [0.0]
    ticks = format_html_join(
        "",
        '<text class="c-tick" x="{}" y="{}" fill="{}" font-size="12" text-anchor="{}">{}</text>',
        ((at, HEIGHT - 3, MUTED, anchor, in_words(date.fromisoformat(on), "j M")) for at, anchor, on in ends),
    )
    return format_html(
        '<svg class="chart" role="img" aria-label="{}" viewBox="0 0 {} {}" width="100%"><rect class="c-days" x="{}" y="0" width="{}" height="{}" fill="{}"/>'
        '<polygon class="c-band" points="{}" fill="{}" stroke="{}" stroke-width="3"/>'
        '<polyline class="c-line" points="{}" fill="none" stroke="{}" stroke-width="2"'
        ' stroke-linejoin="round"/>{}{}<text class="c-tick" x="0" y="12" fill="{}" font-size="12">{}</text></svg>',
        label, WIDTH, HEIGHT, round(inside[0] - half, 1), round(inside[-1] - inside[0] + 2 * half, 1), HEIGHT - FOOT,
        NEAR, band, BAND, BAND, line, LINE, rings, ticks, MUTED, round(top),
    )  # fmt: skip


def small_map(finding: Finding, villages: Sequence[Region], label: str) -> SafeString:
    """Draw where a finding lies in its kabupaten: dark where its reports lie; empty where there is no shape."""
    names = {village.code: village.name for village in villages}
    told = {place.region_id for place in finding.places.all() if place.reports} or set(names)

    def painted(code: str) -> dict[str, str]:
        if code in told:
            return {"class": "m-in", "fill": INSIDE}
        return {"class": "m-near", "fill": NEAR} if code in names else {"class": "m-out", "fill": OUTSIDE}

    return maps.svg(
        kabupaten(finding.region_id), label=label, fill=painted, link=None, names=names, villages=True
    )


def came_true(bands: Sequence[tuple[float, float, int]]) -> SafeString:
    """Draw foretold chances against what came true: on the line they are right, above it too low."""
    if not bands:
        return SafeString("")
    most = max(0.1, *(max(told, came) for told, came, _count in bands))
    size = SQUARE - 2 * EDGE

    def at(told: float, came: float) -> tuple[float, float]:
        return round(EDGE + size * told / most, 1), round(SQUARE - EDGE - size * came / most, 1)

    dots = format_html_join(
        "",
        '<circle class="c-ring" cx="{}" cy="{}" r="{}" fill="#fff" stroke="{}" stroke-width="2"><title>{}</title></circle>',
        (
            (*at(told, came), 4 if count < 100 else 6, INK, f"{told:.0%} → {came:.0%} ({count})")
            for told, came, count in bands
        ),
    )
    (left, bottom), (right, top) = at(0, 0), at(most, most)
    return format_html(
        '<svg class="chart square" role="img" aria-label="{}" viewBox="0 0 {} {}" width="{}">'
        '<path class="c-axis" d="M{} {}V{}H{}" fill="none" stroke="{}"/>'
        '<path class="c-line" d="M{} {}L{} {}" stroke="{}" stroke-width="2" stroke-dasharray="4 4"/>{}'
        '<text class="c-tick" x="{}" y="{}" fill="{}" font-size="12" text-anchor="end">{}</text>'
        '<text class="c-tick" x="{}" y="{}" fill="{}" font-size="12">{}</text>'
        '<text class="c-tick" x="{}" y="{}" fill="{}" font-size="12">0</text></svg>',
        _("Peluang yang diramalkan dan bagian yang sungguh terjadi."), SQUARE, SQUARE, SQUARE,
        left, top, bottom, right, MUTED, left, bottom, right, top, LINE, dots,
        SQUARE - 2, SQUARE - 8, MUTED, _("diramalkan, sampai %(most)s") % {"most": f"{most:.0%}"},
        2, 14, MUTED, _("terjadi, sampai %(most)s") % {"most": f"{most:.0%}"}, EDGE - 12, SQUARE - EDGE + 12, MUTED,
    )  # fmt: skip
