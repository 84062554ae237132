"""Who has a bell."""

from django import template

from kentongan.people.access import may_open
from kentongan.rules.authority import Standing

register = template.Library()


@register.filter
def hears(standing: Standing) -> bool:
    """Say whether this person can ever be called; a bell that may not ask would only fail."""
    return bool(standing.seats) and may_open(standing, "alert.hear")
