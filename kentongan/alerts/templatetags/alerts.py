"""Who has a bell."""

from django import template

from kentongan.people.access import may_open
from kentongan.rules.authority import Standing

register = template.Library()


@register.filter
def hears(standing: Standing | None) -> bool:
    """Say whether this person can ever be called; a bell that may not ask would only fail.

    Pages drawn for nobody, such as the form a phone keeps, have no standing.
    """
    return standing is not None and bool(standing.seats) and may_open(standing, "alert.hear")
