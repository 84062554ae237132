"""The engine (titir) in the benchmark: the night watch over the reports that are read.

It is handed what the office would have at that hour: counts of signs by village and day. Nothing else of the world
is known to it.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from importlib.util import find_spec
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

from kentongan.gladi.scores.country import Country
from kentongan.gladi.scores.rivals.house import FORMS, TILE_OF
from kentongan.gladi.scores.rivals.signs import Line, Message, Reading, Sign, conflict, received_at, signs
from kentongan.rules import watching
from kentongan.rules.places import DISTRICT, path, zone

SHORTEST_PAST = 56
"""Days; the engine learns from those before the stretch it looks at."""
SEED = 1
MAX_DAYS, MAX_SHARE = 14, 0.05
SAID_AGAIN, GROWN = timedelta(days=14), 3.0
"""A place is not named again within so many days, unless its score has grown so far."""
MOSTLY = 0.6
"""A village is named when it has at least this part of what was found, else the kecamatan with most of it."""
FORWARDED = "terusan"
COUNTED = {category for category, tile in TILE_OF.items() if FORMS[tile] in watching.COUNTED}
"""What the service counts: by the tile that a reporter would pick; the watch leaves out peaceful protest, which the
law protects, and what is no matter of conflict."""


def is_there() -> bool:
    """Say whether the night watch has been built."""
    return find_spec("titir") is not None and find_spec("titir.night") is not None


@dataclass(frozen=True)
class NightWatch:
    """Every midnight the engine looks at the days until then.

    A finding is an alert at the place somebody would be sent to. The score is how far it lies above what is typical,
    in spreads of nights. Looking more often a day was tried: at equal false alarms it gave no more warning, since
    many who tell of one thing make a burst of an hour.
    """

    read: Reading
    country: Country
    people: dict[str, int]
    name: str = "titir"
    alarms_per_year: float = 120.0

    def alerts(self, stream: Sequence[Message]) -> Iterator[Line]:
        """Watch night after night."""
        from titir.night import Settings, watch

        if not stream:
            return
        seen = [one for one in signs(voices(stream), self.read) if self.is_counted(one)]
        seen = once_a_day(seen, {one["id"] for one in stream if not one["sender"]["post"]})
        days = days_of(stream)
        settings = Settings(
            max_days=MAX_DAYS,
            max_share=MAX_SHARE,
            alarms_per_year=self.alarms_per_year,
            declustered=False,  # reports are counted, as in the service
        )
        memory, named = None, {}
        for turn in range(SHORTEST_PAST, len(days) + 1):
            at = midnight(days[0] + timedelta(days=turn), self.villages[0])
            night = watch(self.past(seen, at, turn), settings, seed=SEED, memory=memory)
            memory = night.memory
            yield from self.said(night.findings, seen, at, turn, named)

    def is_counted(self, sign: Sign) -> bool:
        """Say whether the watch of the service counts a sign."""
        return sign.category in COUNTED and sign.village in self.country.points

    def said(
        self,
        findings: Any,
        seen: list[Sign],
        at: datetime,
        days: int,
        named: dict[str, tuple[datetime, float]],
    ) -> Iterator[Line]:
        """Return the alerts of one look: new findings only; days are stretches of 24 hours up to the look."""
        villages = self.villages
        for found in findings:
            inside = {villages[area] for area in found.areas}
            begins = at - timedelta(days=days - found.first_day)
            mine = [one for one in seen if one.village in inside and begins < one.at <= at]
            if not mine:
                continue
            place = where(mine)
            before_at, before = named.get(place, (at - 2 * SAID_AGAIN, 0.0))
            if at - before_at >= SAID_AGAIN or found.score > before + GROWN:
                named[place] = at, found.score
                yield conflict(at, place, [one.message for one in mine], found.score)

    @property
    def villages(self) -> list[str]:
        """Return the villages in the order of the arrays."""
        return sorted(self.country.points)

    def past(self, seen: list[Sign], at: datetime, days: int) -> Any:
        """Return the counts of so many stretches of 24 hours up to a moment, as the engine wants them."""
        from titir.night import Past

        villages = self.villages
        row = {code: turn for turn, code in enumerate(villages)}
        districts = sorted({path(code)[DISTRICT - 1] for code in villages})
        counts = np.zeros((len(villages), days), dtype=np.int64)
        for one in seen:
            back = (at - one.at) // timedelta(days=1)
            if one.at <= at and back < days:
                counts[row[one.village], days - 1 - back] += 1
        return Past(
            counts=counts,
            latitude=np.array([self.country.points[code][0] for code in villages]),
            longitude=np.array([self.country.points[code][1] for code in villages]),
            district=np.array([districts.index(path(code)[DISTRICT - 1]) for code in villages]),
            population=np.array([float(max(1, self.people.get(code, 1))) for code in villages]),
            first_day=at.date().toordinal() - days,
        )


def once_a_day(seen: Sequence[Sign], of_the_crowd: set[str]) -> list[Sign]:
    """Let citizens of a village speak once a day, as the watch of the service does until somebody has checked."""
    heard, kept = set(), []
    for one in seen:
        day = one.village, one.day
        if one.message not in of_the_crowd or day not in heard:
            kept.append(one)
        if one.message in of_the_crowd:
            heard.add(day)
    return kept


def voices(stream: Sequence[Message]) -> Iterator[Message]:
    """Leave out what is forwarded, as the watch of the service does."""
    return (one for one in stream if one["channel"] != FORWARDED)


def where(signs: Sequence[Sign]) -> str:
    """Return the place somebody would be sent to: the village with most of the signs, or the kecamatan with most."""
    by_village = Counter(sorted(one.village for one in signs))
    village, most = by_village.most_common(1)[0]
    if most >= MOSTLY * len(signs):
        return village
    return Counter(sorted(one.kecamatan for one in signs)).most_common(1)[0][0]


def midnight(day: date, region: str) -> datetime:
    """Return the beginning of a day at a place."""
    return datetime.combine(day, time(), ZoneInfo(zone(region))).astimezone(UTC)


def days_of(stream: Sequence[Message]) -> list[date]:
    """Return the days of a stream, in the zone of Jakarta or wherever most of it lies."""
    here = ZoneInfo(zone(next((one["sender"]["region"] for one in stream if one["sender"]["region"]), "35")))
    first, last = (received_at(stream[turn]).astimezone(here).date() for turn in (0, -1))
    return [first + timedelta(days=turn) for turn in range((last - first).days + 1)]
