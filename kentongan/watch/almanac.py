"""Days on which life goes another way: moving feasts of the Hijri calendar, fixed holidays, days of elections."""

from datetime import date, timedelta
from functools import cache

import holidays
import numpy as np
from hijridate import Gregorian
from numpy.typing import NDArray

RAMADAN, SHAWWAL, DHU_AL_HIJJAH, MUHARRAM, RABI_AL_AWWAL = 9, 10, 12, 1, 3
COLUMNS = ("ramadan", "lebaran", "adha", "feast", "holiday")


def calendar(first: date, days: int) -> NDArray[np.float64]:
    """Return for each day (days, 5) whether it is in Ramadan, around Lebaran, Idul Adha, another feast, a holiday."""
    return np.array([row(first + timedelta(days=ahead)) for ahead in range(days)], dtype=np.float64).reshape(
        days, len(COLUMNS)
    )


@cache
def row(on: date) -> tuple[float, ...]:
    """Return the row of one day."""
    hijri = Gregorian.fromdate(on).to_hijri()
    month, day = hijri.month, hijri.day
    return (
        float(month == RAMADAN),
        float((month == SHAWWAL and day <= 7) or (month == RAMADAN and day >= 28)),
        float(month == DHU_AL_HIJJAH and 9 <= day <= 13),
        float((month == MUHARRAM and day <= 10) or (month == RABI_AL_AWWAL and day == 12)),
        float(on in national(on.year)),
    )


@cache
def national(year: int) -> holidays.HolidayBase:
    """Return the public holidays of Indonesia in a year."""
    return holidays.country_holidays("ID", years=year)
