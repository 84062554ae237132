"""Words of the taxonomy in the language of the page."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from kentongan.rules.taxonomy import EVENT_FORMS, VERIFICATIONS, Label, Verification

register = template.Library()

# Drawn in a 24 x 24 box, lines only; the word beside it carries the meaning.
ICONS = {
    "bolt": "M13 3 5 14h6l-1 7 9-12h-6z",
    "house": "M4 11 12 4l8 7M6 10v10h12V10M12 13v4",
    "worship": "M12 3v3M5 21v-9a7 6 0 0 1 14 0v9zM10 21v-5h4v5",
    "ballot": "M4 11h16v10H4zM8 11V4h8v7M10 15h4",
    "megaphone": "M4 10v4l11 5V5zM15 9a4 4 0 0 1 0 6M7 15v5h3v-4",
    "triangle": "M12 4 21 20H3zM12 10v5M12 17v1",
    "dots": "M6 12h.1M12 12h.1M18 12h.1",
}


@register.filter
def label(thing: Label | None) -> str:
    """Return the label of a kind, an issue, a stage, a rating."""
    if thing is None:
        return ""
    return thing.label_en if get_language() == "en" else thing.label_id


@register.simple_tag
def icon(name: str) -> SafeString:
    """Draw the picture of a tile."""
    return format_html(
        '<svg width="26" height="26" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2"'
        ' stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><path d="{}"/></svg>',
        ICONS[name],
    )


@register.filter
def kind(event_form: str) -> str:
    """Return the label of a kind by its code; a report nobody has sorted yet has none."""
    return label(EVENT_FORMS.get(event_form))


@register.filter
def verdict(verification: str) -> str:
    """Return what checking has shown in words."""
    return label(VERIFICATIONS[Verification(verification)])


@register.filter
def of(values: dict[str, str], field: str) -> str:
    """Return what was typed in a field."""
    return values.get(field, "")


@register.filter
def numbers(pair: list[int]) -> str:
    """Write a range of numbers as people say it."""
    low, high = pair
    return str(low) if low == high else f"{low}–{high}"
