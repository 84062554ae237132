"""The rhythm of hours, weekdays, seasons and feasts.

Moving feasts follow the tabular Islamic calendar (civil reckoning, thirty-year cycle), which may be a
day off the sighting of the moon: for a rhythm that is near enough.
"""

from collections.abc import Mapping
from datetime import date

HIJRI_EPOCH = 227_014
"""Day before 1 Muharram 1 H, counted like `date.toordinal` (proleptic Gregorian)."""
RAMADAN = 9

HOURS = (2, 1, 1, 1, 1, 2, 4, 6, 7, 7, 6, 5, 5, 5, 5, 6, 6, 7, 9, 10, 10, 8, 5, 3)
"""How busy each hour of the day is: mornings, and most of all evenings."""
FASTING_HOURS = (4, 3, 3, 5, 5, 3, 2, 4, 5, 6, 5, 5, 4, 4, 4, 6, 7, 5, 4, 7, 10, 11, 10, 7)
"""In Ramadan nights are long."""
WEEKDAYS = (0.94, 0.89, 0.89, 0.90, 1.02, 1.25, 1.11)
"""Monday to Sunday, the mean is 1: nights before days off are the busiest."""

HIJRI_DAYS: Mapping[tuple[int, int], float] = {
    (1, 1): 1.05,
    (3, 12): 0.95,
    (9, 29): 1.3,
    (9, 30): 1.4,
    (10, 1): 0.7,
    (10, 2): 0.8,
    (10, 3): 1.1,
    (12, 9): 1.1,
    (12, 10): 0.75,
}
"""How busy a day of the Islamic year is beside others (month, day)."""
FIXED_DAYS: Mapping[tuple[int, int], float] = {
    (1, 1): 1.15,
    (5, 1): 1.2,
    (8, 16): 1.15,
    (8, 17): 1.25,
    (12, 24): 1.05,
    (12, 25): 0.85,
    (12, 31): 1.45,
}
"""How busy a day of the common year is beside others (month, day)."""
HARVEST_MONTHS = frozenset({3, 4, 8, 9})
DRY_MONTHS = frozenset({7, 8, 9, 10})
WET_MONTHS = frozenset({11, 12, 1, 2, 3})


def hijri_start(year: int, month: int) -> int:
    """Return the ordinal of the day before the first day of an Islamic month."""
    return HIJRI_EPOCH + 354 * (year - 1) + (3 + 11 * year) // 30 + 29 * (month - 1) + month // 2


def hijri(on: date) -> tuple[int, int, int]:
    """Return year, month and day of the Islamic calendar."""
    day = on.toordinal()
    year = (30 * (day - HIJRI_EPOCH - 1) + 10_646) // 10_631
    passed = day - hijri_start(year, 1) - 1
    month = min(12, (11 * passed + 330) // 325)
    return year, month, day - hijri_start(year, month)


def busyness(on: date) -> float:
    """Return how much is written on a day beside an average day, by weekday and feast."""
    _, month, day = hijri(on)
    feast = HIJRI_DAYS.get((month, day), 1.0) * FIXED_DAYS.get((on.month, on.day), 1.0)
    fasting = 0.95 if month == RAMADAN else 1.0
    return WEEKDAYS[on.weekday()] * feast * fasting


def hours(on: date) -> tuple[int, ...]:
    """Return how busy each of the 24 hours of a day is."""
    return FASTING_HOURS if hijri(on)[1] == RAMADAN else HOURS


def seasons(on: date) -> frozenset[str]:
    """Return what time of the year it is: panen, kemarau, hujan."""
    months = {"panen": HARVEST_MONTHS, "kemarau": DRY_MONTHS, "hujan": WET_MONTHS}
    return frozenset(name for name, within in months.items() if on.month in within)
