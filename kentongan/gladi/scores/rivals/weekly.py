"""Weekly z-score, as health information systems do it: the last seven days against the weeks before.

Looked at every midnight for every kecamatan, so that no calendar week cuts a surge in two. It needs three weeks
before it can say anything.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from statistics import mean, stdev
from zoneinfo import ZoneInfo

from kentongan.gladi.scores.rivals.signs import Line, Message, Reading, Sign, conflict, signs
from kentongan.rules.places import zone

WEEK = 7
WEEKS_BEFORE = 8
FEWEST_WEEKS = 2
ALARM = 2.0
LEAST_SPREAD = 0.5
QUIET_DAYS = 7
"""So long it does not call for the same kecamatan again."""


@dataclass(frozen=True)
class WeeklyZ:
    """One series for every kecamatan."""

    read: Reading
    name: str = "weekly-z"

    def alerts(self, stream: Sequence[Message]) -> Iterator[Line]:
        """Look at every kecamatan at the end of every day."""
        seen: dict[str, list[Sign]] = {}
        for sign in signs(stream, self.read):
            if sign.kecamatan:
                seen.setdefault(sign.kecamatan, []).append(sign)
        if not seen:
            return
        begins = min(own[0].day for own in seen.values())
        days = (max(own[-1].day for own in seen.values()) - begins).days
        silent_until: dict[str, date] = {}
        for day in (begins + timedelta(days=number) for number in range(days + 1)):
            for region, own in sorted(seen.items()):
                value = z(own, day, begins)
                if value >= ALARM and silent_until.get(region, day) <= day:
                    silent_until[region] = day + timedelta(days=QUIET_DAYS)
                    week = [one.message for one in own if 0 <= (day - one.day).days < WEEK]
                    yield conflict(end_of(day, region), region, week, value)


def z(own: Sequence[Sign], day: date, begins: date) -> float:
    """Return how many spreads the last seven days lie above the weeks before; 0 while there are too few of them."""
    weeks = min(WEEKS_BEFORE, ((day - begins).days + 1) // WEEK - 1)
    if weeks < FEWEST_WEEKS:
        return 0.0
    counted = Counter((day - one.day).days // WEEK for one in own if one.day <= day)
    before = [counted[week] for week in range(1, weeks + 1)]
    return (counted[0] - mean(before)) / max(stdev(before), LEAST_SPREAD)


def end_of(day: date, region: str) -> datetime:
    """Return the midnight that ends a day at a place."""
    return datetime.combine(day + timedelta(days=1), time(), ZoneInfo(zone(region))).astimezone(
        ZoneInfo("UTC")
    )
