"""Every read about places; regions are public, so no standing is asked for."""

from datetime import date

from django.db.models import Q, QuerySet

from kentongan.wilayah.models import Region


def within(field: str, code: str) -> Q:
    """Return the condition that the region code in `field` is `code` or lies below it.

    A range over the code uses its index on both databases; `startswith` reads the whole table on SQLite.
    """
    return Q(**{field: code}) | Q(**{f"{field}__gte": f"{code}.", f"{field}__lt": f"{code}/"})


def current(on: date) -> QuerySet[Region]:
    """Return the regions that are valid on a day."""
    return Region.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=on), valid_from__lte=on)
