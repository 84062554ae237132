"""The engine (titir) in the benchmark: the night watch over the reports that are read, and the silence of posts.

It is handed what the office would have at midnight: counts of signs by village and day, and on which days each post
spoke. Nothing else of the world is known to it.
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
from kentongan.gladi.scores.rivals.silent import flag
from kentongan.rules.places import DISTRICT, path, zone

SHORTEST_PAST = 56
"""Days; the engine learns from what lies 28 days back and more."""
SEED = 1
SAID_AGAIN = timedelta(days=7)
"""A place is not named again within so many days, unless it has grown more surprising."""
LOOKS = (8, 13, 21)
"""Hours of the day at which somebody looks who is silent."""
SLOW = timedelta(hours=2, minutes=30)
"""A nil report so late is not missing yet."""


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


@dataclass(frozen=True)
class TitirSilence:
    """Looks at some hours who is silent; the score is -log of the chance that such a post says nothing for so long."""

    name: str = "titir-silence"

    def alerts(self, stream: Sequence[Message]) -> Iterator[Line]:
        """Look at the posts that owe nil reports."""
        from titir.silence import silent_posts

        posts = owing(stream)
        if not posts:
            return
        here = ZoneInfo(zone(next(iter(posts))[1]))
        days = days_of(stream)
        for day in days[1:]:
            for hour in LOOKS:
                at = datetime.combine(day, time(hour), here)
                known = {
                    key: cycles for key, times in posts.items() if (cycles := spoken(times, at, days[0]))
                }
                yield from self.flags(known, at, days[0], silent_posts)

    def flags(
        self, known: dict[tuple[str, str], list[bool]], at: datetime, first: date, judge: Any
    ) -> Iterator[Line]:
        """Return the flags of one look; posts are judged together by how many cycles they have had to speak in."""
        for length in sorted({len(cycles) for cycles in known.values()}):
            mine = [(key, cycles) for key, cycles in known.items() if len(cycles) == length]
            found = judge(np.array([cycles for _, cycles in mine]), first_day=first.toordinal())
            for turn, ((post, region), cycles) in enumerate(mine):
                if not cycles[-1]:
                    score = -log(max(float(found.chance[turn]), 1e-12))
                    yield flag(at.astimezone(UTC), post, region, score)


def days_of(stream: Sequence[Message]) -> list[date]:
    """Return the days of a stream, in the zone of Jakarta or wherever most of it lies."""
    here = ZoneInfo(zone(next((one["sender"]["region"] for one in stream if one["sender"]["region"]), "35")))
    first, last = (received_at(stream[turn]).astimezone(here).date() for turn in (0, -1))
    return [first + timedelta(days=turn) for turn in range((last - first).days + 1)]


def owing(stream: Sequence[Message]) -> dict[tuple[str, str], list[tuple[datetime, bool]]]:
    """Return when each post that owes nil reports spoke, and whether it was such a report."""
    found: dict[tuple[str, str], list[tuple[datetime, bool]]] = {}
    for one in stream:
        if one["sender"]["post"]:
            key = one["sender"]["post"], one["sender"]["region"]
            found.setdefault(key, []).append((received_at(one), one["kind"] == "nihil"))
    return {key: times for key, times in found.items() if any(is_nil for _, is_nil in times)}


def spoken(times: Sequence[tuple[datetime, bool]], at: datetime, first: date) -> list[bool]:
    """Return for each day from the first until now whether a post spoke, as far as its own hour has passed.

    A day of a post begins at its usual hour: what it says until the next one belongs to it. Empty while it has sent
    no nil report.
    """
    nils = sorted(moment.astimezone(at.tzinfo).hour for moment, is_nil in times if is_nil and moment <= at)
    if not nils:
        return []
    hour = nils[len(nils) // 4]
    last = (
        at.date()
        if at - datetime.combine(at.date(), time(hour), at.tzinfo) >= SLOW
        else at.date() - timedelta(days=1)
    )
    spoke = [False] * ((last - first).days + 1)
    for moment, _ in times:
        if moment <= at:
            local = moment.astimezone(at.tzinfo)
            for day in {local.date(), local.date() - timedelta(days=local.hour < hour)}:
                if first <= day <= last:
                    spoke[(day - first).days] = True
    return spoke
