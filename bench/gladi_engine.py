"""The engine (titir) in the benchmark: the night watch over the reports that are read.

It is handed what the office would have at midnight: counts of signs by village and day. Nothing else of the world
is known to it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from importlib.util import find_spec
from math import log
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

from kentongan.gladi.scores.country import Country
from kentongan.gladi.scores.rivals.signs import Line, Message, Reading, Sign, conflict, received_at, signs
from kentongan.rules.places import DISTRICT, path, zone

SHORTEST_PAST = 56
"""Days; the engine learns from what lies 28 days back and more."""
SEED = 1
SAID_AGAIN = timedelta(days=7)
"""A place is not named again within so many days, unless it has grown more surprising."""


def is_there() -> bool:
    """Say whether the night watch has been built."""
    return find_spec("titir") is not None and find_spec("titir.night") is not None


@dataclass(frozen=True)
class NightWatch:
    """Every midnight the engine looks at the days until then, and every finding is an alert at its busiest village.

    The score is how surprising a finding is: -log of the chance that a night without anything amiss brings as much.
    """

    read: Reading
    country: Country
    people: dict[str, int]
    name: str = "titir"
    alarms_per_year: float = 120.0
    named: dict[str, tuple[datetime, float]] = field(default_factory=dict, compare=False)

    def alerts(self, stream: Sequence[Message]) -> Iterator[Line]:
        """Watch night after night."""
        from titir.night import Settings, watch

        seen = [one for one in signs(stream, self.read) if one.village in self.country.points]
        if not stream:
            return
        days = days_of(stream)
        past = self.past(seen, days)
        settings = Settings(alarms_per_year=self.alarms_per_year)
        memory = None
        self.named.clear()
        for turn in range(SHORTEST_PAST, len(days) + 1):
            night = watch(past.until(turn), settings, seed=SEED, memory=memory)
            memory = night.memory
            yield from self.said(night.findings, seen, days, turn)

    def said(self, findings: Any, seen: list[Sign], days: list[date], turn: int) -> Iterator[Line]:
        """Return the alerts of one night: new findings only."""
        villages = self.villages
        at = datetime.combine(
            days[turn - 1] + timedelta(days=1), time(), ZoneInfo(zone(villages[0]))
        ).astimezone(UTC)
        for found in findings:
            first, last = days[found.first_day], days[found.last_day]
            inside = {villages[area] for area in found.areas}
            mine = [
                one for one in seen if one.village in inside and first <= one.day <= last and one.at <= at
            ]
            if not mine:
                continue
            busiest = max(sorted(inside), key=lambda code: sum(one.village == code for one in mine))
            score = -log(found.chance)
            before_at, before = self.named.get(busiest, (at - 2 * SAID_AGAIN, 0.0))
            if at - before_at >= SAID_AGAIN or score > before:
                self.named[busiest] = at, score
                yield conflict(at, busiest, [one.message for one in mine], score)

    @property
    def villages(self) -> list[str]:
        """Return the villages in the order of the arrays."""
        return sorted(self.country.points)

    def past(self, seen: list[Sign], days: list[date]) -> Any:
        """Return the counts of all days as the engine wants them."""
        from titir.night import Past

        villages = self.villages
        row = {code: turn for turn, code in enumerate(villages)}
        districts = sorted({path(code)[DISTRICT - 1] for code in villages})
        counts = np.zeros((len(villages), len(days)), dtype=np.int64)
        for one in seen:
            column = (one.day - days[0]).days
            if 0 <= column < len(days):
                counts[row[one.village], column] += 1
        return Past(
            counts=counts,
            latitude=np.array([self.country.points[code][0] for code in villages]),
            longitude=np.array([self.country.points[code][1] for code in villages]),
            district=np.array([districts.index(path(code)[DISTRICT - 1]) for code in villages]),
            population=np.array([float(max(1, self.people.get(code, 1))) for code in villages]),
            first_day=days[0].toordinal(),
        )


def days_of(stream: Sequence[Message]) -> list[date]:
    """Return the days of a stream, in the zone of Jakarta or wherever most of it lies."""
    here = ZoneInfo(zone(next((one["sender"]["region"] for one in stream if one["sender"]["region"]), "35")))
    first, last = (received_at(stream[turn]).astimezone(here).date() for turn in (0, -1))
    return [first + timedelta(days=turn) for turn in range((last - first).days + 1)]
