"""Days on which the office works: Monday to Friday without the holidays that are handed in.

UU 14/2008 (to be checked) and others count in working days (hari kerja). Which days are holidays is decided every
year by a joint decree of three ministers, so the list is never kept here.
"""

from collections.abc import Container
from datetime import date, timedelta

SATURDAY = 5
ONE_DAY = timedelta(days=1)


def is_working_day(day: date, holidays: Container[date] = ()) -> bool:
    """Tell whether the office is open on a day."""
    return day.weekday() < SATURDAY and day not in holidays


def add_working_days(day: date, count: int, holidays: Container[date] = ()) -> date:
    """Name the last day of a term of working days that begins on the day after `day`."""
    if count < 0:
        raise ValueError(f"count {count} is negative")
    while count:
        day += ONE_DAY
        count -= is_working_day(day, holidays)
    return day
