"""Words of the taxonomy in the language of the page."""

from django import template
from django.template.defaultfilters import linebreaksbr
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from kentongan.reports.models import Report
from kentongan.reports.reader.words import Piece, Words, shown
from kentongan.rules import masking
from kentongan.rules.authority import ROLES, Role
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


@register.filter
def post_word(role: str) -> str:
    """Return what a post is called: Ketua RT, Babinsa."""
    return label(ROLES[Role(role)])


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


@register.filter
def range_of(counts: dict[str, list[int]] | None, count_kind: str) -> str:
    """Write the range of one kind of number as a form holds it: 20-99."""
    if not counts or count_kind not in counts:
        return ""
    low, high = counts[count_kind]
    return str(low) if low == high else f"{low}-{high}"


@register.filter
def as_shown(report: Report) -> Words:
    """Return the words of a report as everybody who may read it may see them."""
    return shown(report)


@register.filter
def scrubbed(text: object) -> str:
    """Return a free text without NIK and telephone numbers."""
    return masking.scrubbed(str(text or ""))


@register.simple_tag
def told(words: Words) -> SafeString:
    """Draw a text: each stretch that the machine relied on is marked with the letter of its field."""
    return format_html_join("", "{}", ((piece(one),) for one in words.pieces))


def piece(one: Piece) -> SafeString:
    """Draw one stretch of a text."""
    text = linebreaksbr(one.text)
    if one.is_hidden:
        text = format_html('<span class="masked">{}</span>', text)
    if not one.fields:
        return text
    names = ", ".join(label(field) for field in one.fields)
    letters = "".join(field.key for field in one.ending)
    note = format_html('<sup aria-hidden="true">{}</sup>', letters) if letters else ""
    shape = '<mark class="says says-{}" title="{}">{}{}</mark>'
    return format_html(shape, one.fields[0].name, names, text, note)
