"""EARS C2 (Hutwagner and others 2003): today's count against the mean and spread of seven days, two days back.

C2 = (count - mean) / spread, an alarm from 3 on. A spread below one half counts as one half, as the surveillance
of sparse counts does (Tokars and others 2009); without that, one single report would be an alarm nearly everywhere.
The count is looked at whenever a report arrives, not only at night: that is kind to it.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import mean, stdev
from typing import Literal

from kentongan.gladi.scores.rivals.signs import Line, Message, Reading, conflict, signs

ALARM = 3.0
DAYS, LAG = 7, 2
LEAST_SPREAD = 0.5


@dataclass(frozen=True)
class EarsC2:
    """One series for every village or every kecamatan."""

    read: Reading
    name: str = "ears-village"
    unit: Literal["village", "kecamatan"] = "village"

    def alerts(self, stream: Sequence[Message]) -> Iterator[Line]:
        """Count day by day and call at the report that lifts the count of the day over the line, once a day."""
        counts: dict[str, Counter[date]] = {}
        today: dict[tuple[str, date], list[str]] = {}
        called: set[tuple[str, date]] = set()
        begins: date | None = None
        for sign in signs(stream, self.read):
            begins = begins or sign.day
            region = sign.village if self.unit == "village" else sign.kecamatan
            if not region:
                continue
            series = counts.setdefault(region, Counter())
            series[sign.day] += 1
            today.setdefault((region, sign.day), []).append(sign.message)
            if sign.day - begins < timedelta(days=DAYS + LAG) or (region, sign.day) in called:
                continue
            value = c2(series, sign.day)
            if value >= ALARM:
                called.add((region, sign.day))
                yield conflict(sign.at, region, today[region, sign.day], value)


def c2(series: Mapping[date, int], day: date) -> float:
    """Return how many spreads the count of a day lies above the mean of the baseline."""
    before = [series.get(day - timedelta(days=back), 0) for back in range(LAG + 1, LAG + 1 + DAYS)]
    return (series.get(day, 0) - mean(before)) / max(stdev(before), LEAST_SPREAD)
