"""What templates of every room draw with: level marks, moments, numbers."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import template
from django.conf import settings
from django.templatetags.static import static
from django.utils.dateformat import format as in_words
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from kentongan.alerts.queries import unheard
from kentongan.rules import places
from kentongan.rules.levels import Level
from kentongan.web.navigation import Item, menu

register = template.Library()

THEME_COOKIE = "tema"
THEMES = ("terang", "gelap", "otomatis")
# Drawn in a 20 x 20 box: circle with tick, triangle, diamond and octagon with an exclamation mark.
BANG = '<path d="M10 6v5m0 3v.1"/>'
SHAPES = {
    "circle": '<circle cx="10" cy="10" r="8"/><path d="m6 10 3 3 5-6"/>',
    "triangle": '<path d="M10 2 19 18H1zM10 8v4m0 3v.1"/>',
    "diamond": f'<path d="m10 1 9 9-9 9-9-9z"/>{BANG}',
    "octagon": f'<path d="M6.300 1h7.400L19 6.300v7.400L13.700 19H6.300L1 13.700V6.300z"/>{BANG}',
}


@register.simple_tag(takes_context=True)
def theme(context: dict[str, Any]) -> str:
    """Return terang, gelap or otomatis as this device chose."""
    request = context.get("request")
    wanted = request.COOKIES.get(THEME_COOKIE, "") if request else ""
    return wanted if wanted in THEMES else "otomatis"


@register.simple_tag
def sheet_inside() -> SafeString:
    """Return the style sheet itself, for a page that people open first and on a slow phone."""
    return mark_safe(f"<style>{settings.SHEET}</style>")  # noqa: S308 a file of ours; the policy knows its digest


@register.simple_tag(takes_context=True)
def navigation(context: dict[str, Any]) -> tuple[Item, ...]:
    """Return the menu of this person."""
    return menu(context.get("request"))


@register.simple_tag(takes_context=True)
def real_calls(context: dict[str, Any]) -> int:
    """Return how many real calls wait for somebody who is on the board of a drill."""
    request = context.get("request")
    return len(unheard(request.standings[0])) if request else 0


@register.simple_tag
def level_mark(level: str) -> SafeString:
    """Draw a level as word, shape and bars; never as a number."""
    value = Level(level)
    return format_html(
        '<span class="mark mark-{}">{}{}{}</span>',
        value.value,
        shape(value),
        gettext(value.label),
        bars(value),
    )


def shape(level: Level) -> SafeString:
    """Draw the shape of a level."""
    return mark_safe(  # noqa: S308 constant drawing
        '<svg width="16" height="16" viewBox="0 0 20 20" fill="none" stroke="currentColor" stroke-width="2"'
        ' stroke-linecap="round"'
        f' aria-hidden="true">{SHAPES[level.shape]}</svg>'
    )


def bars(level: Level) -> SafeString:
    """Draw one to four filled bars of four."""
    drawn = "".join(
        f'<rect x="{1 + 6 * i}" y="2" width="4" height="12" fill="{"currentColor" if i < level.bars else "none"}"/>'
        for i in range(4)
    )
    return mark_safe(  # noqa: S308 constant drawing
        f'<svg width="18" height="12" viewBox="0 0 24 16" stroke="currentColor" aria-hidden="true">{drawn}</svg>'
    )


@register.simple_tag
def moment(at: datetime | None, region: object = "") -> str:
    """Write a moment in the region's own time: Sabtu 21 Nov 2026, 21.40 WIB."""
    if at is None:
        return ""
    code = str(getattr(region, "code", region) or "")
    local = at.astimezone(ZoneInfo(places.zone(code)))
    words = f"{in_words(local, 'l j M Y, H.i')} {places.zone_word(code)}"
    return format_html(
        '<time datetime="{}">{}</time>', at.astimezone(UTC).isoformat(timespec="seconds"), words
    )


@register.filter
def amount(number: float | None) -> str:
    """Write a number with thousands marked as the language does: 1.952."""
    return "" if number is None else number_format(number, use_l10n=True, force_grouping=True)


@register.filter
def span(length: timedelta | None) -> str:
    """Write a length of time in one unit: 9 mnt, 2,1 jam, 3,2 hari."""
    if length is None:
        return "–"
    minutes = length.total_seconds() / 60
    if minutes < 1:
        return gettext("baru saja")
    if minutes < 60:
        return gettext("%(n)s mnt") % {"n": int(minutes)}
    if minutes < 48 * 60:
        return gettext("%(n)s jam") % {"n": short(minutes / 60)}
    return gettext("%(n)s hari") % {"n": short(minutes / 1440)}


def short(number: float) -> str:
    """Write a number with one decimal, or none from ten on."""
    return number_format(number, decimal_pos=0 if number >= 10 else 1, use_l10n=True)


@register.simple_tag
def script(path: str) -> SafeString:
    """Load a module of ours.

    Without a nonce: the policy allows our own files by origin, and a nonce would make two answers
    to the same question differ.
    """
    return format_html('<script type="module" src="{}"></script>', static(path))


@register.simple_tag
def share(percent: int) -> SafeString:
    """Draw a bar as wide as a share of a hundred."""
    return mark_safe(  # noqa: S308 one number
        '<svg class="bar" width="100%" height="14" aria-hidden="true"><rect class="c-bar"'
        f' width="{int(percent)}%" height="14" rx="2" fill="#3b82bd"/></svg>'
    )
