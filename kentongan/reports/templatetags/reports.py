"""Words of the taxonomy in the language of the page."""

from django import template
from django.utils.translation import get_language

from kentongan.rules.taxonomy import EVENT_FORMS, VERIFICATIONS, Label, Verification

register = template.Library()


@register.filter
def label(thing: Label | None) -> str:
    """Return the label of a kind, an issue, a stage, a rating."""
    if thing is None:
        return ""
    return thing.label_en if get_language() == "en" else thing.label_id


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
