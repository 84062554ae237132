"""Small drawings of the situation page: presentation attributes for paper, classes for both themes."""

from collections.abc import Sequence
from datetime import date

from django.urls import reverse
from django.utils.dateformat import format as in_words
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from kentongan.rules import places
from kentongan.rules.levels import Level
from kentongan.web.situation.figures import Day
from kentongan.web.situation.queries import Picture
from kentongan.wilayah import maps

WIDTH, HEIGHT, FOOT = 360, 130, 18
# Paper knows no theme: the light palette of web/app.css (tests/web/test_situation.py compares them).
FILLS = {Level.NORMAL: "#d3f0ea", Level.WASPADA: "#fdc300", Level.SIAGA: "#be5413", Level.AWAS: "#740122"}
# Siaga is hatched on the map as on its mark: who sees no colours must see it too.
HATCHED = (
    '<svg class="hidden-words" width="0" height="0" aria-hidden="true"><pattern id="hatched" width="6" height="6"'
    ' patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect class="m-siaga" width="6" height="6"'
    f' fill="{FILLS[Level.SIAGA]}"/><path class="m-hatch" d="M0 0v6" stroke="#fff" stroke-width="2"/></pattern></svg>'
)
BAND, LINE, INK, MUTED = "#d5dee6", "#3b82bd", "#15202b", "#50606f"


def curve(days: Sequence[Day], label: str) -> SafeString:
    """Draw reports per day over the band of what is usual; days above it get a ring.

    The line begins on the first day of which anything is known: before it there was no silence, but no office.
    """
    top = max([1, *(day.count for day in days), *(day.band.high for day in days if day.band)])
    x = [round(WIDTH * (i + 0.5) / len(days), 1) for i in range(len(days))]

    def y(count: float) -> float:
        return round((HEIGHT - FOOT) * (1 - count / top * 0.94) - 1, 1)

    known = [(x[i], day.band) for i, day in enumerate(days) if day.band]
    band = " ".join(
        [*(f"{at},{y(b.high)}" for at, b in known), *(f"{at},{y(b.low)}" for at, b in reversed(known))]
    )
    line = " ".join(f"{x[i]},{y(day.count)}" for i, day in enumerate(days) if day.is_known)
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


def level_map(picture: Picture) -> SafeString:
    """Draw the places of a region by level, each a link to its own situation; empty where there is no shape."""
    names = {
        code: f"{name}: {_(picture.levels.get(code, Level.NORMAL).label)}"
        for code, name in picture.units.items()
    }

    def painted(code: str) -> dict[str, str]:
        level = picture.levels.get(code, Level.NORMAL)
        if level == Level.SIAGA:
            return {"fill": "url(#hatched)"}
        return {"class": f"m-{level.value}", "fill": FILLS[level]}

    drawn = maps.svg(
        picture.region.code,
        label=picture.headline,
        fill=painted,
        link=lambda code: reverse("situation-of", args=[code]),
        names=names,
        villages=picture.depth == places.VILLAGE,
    )
    # Two hundred villages are no place for the Tab key: the table beneath has the same links.
    reachable = drawn.replace("<a href", '<a tabindex="-1" href')
    return mark_safe(HATCHED + reachable) if drawn else drawn  # noqa: S308 a constant and what maps escaped


def ends(days: Sequence[Day]) -> list[tuple[int, str, date]]:
    """Return where the first, the middle and the last day are named."""
    return [
        (0, "start", days[0].on),
        (WIDTH // 2, "middle", days[len(days) // 2].on),
        (WIDTH, "end", days[-1].on),
    ]
