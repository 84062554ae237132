"""Who has a bell, and how much waits behind it."""

from django import template

from kentongan.alerts import queries
from kentongan.people.access import may_open
from kentongan.rules.authority import Standing

register = template.Library()


@register.filter
def hears(standing: Standing | None) -> bool:
    """Say whether this person can ever be called; a bell that may not ask would only fail.

    Pages drawn for nobody, such as the form a phone keeps, have no standing.
    """
    return standing is not None and bool(standing.seats) and may_open(standing, "alert.hear")


@register.filter
def calls(standing: Standing) -> int:
    """Count what still wants an answer from this person, for whoever reads the page without a script."""
    return len(queries.unheard(standing))
