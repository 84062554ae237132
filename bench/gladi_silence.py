"""The silence of posts (titir) in the benchmark: it is judged as the service judges it.

Every post is looked at once a day, when its own next word falls due: what it owed until then can be missed, and is
not merely late. It is told what the office knows by then, nothing else: on which days each post spoke.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

from kentongan.gladi.scores.country import Country
from kentongan.gladi.scores.rivals.signs import Line, Message, received_at
from kentongan.gladi.scores.rivals.silent import flag
from kentongan.rules.places import zone

BELIEVED = timedelta(days=6)
"""A message that says it was written so long ago, or in the future, was written when it came: its clock is wrong."""
NEAREST = 8
"""Villages, as in the service."""
DAY = timedelta(days=1)


@dataclass
class Ledger:
    """Who spoke on which day, as far as it has come in.

    Attributes:
        posts: Identity and village of each row.
        here: Their time zone.
        first: The first day.
        spoke: (posts, days).
        hours: (posts, 24) nil reports by the hour at which they were written.
        waiting: Words that are still to come: when, whose row, written when, whether a nil report; latest first.
    """

    posts: list[tuple[str, str]]
    here: ZoneInfo
    first: date
    spoke: np.ndarray[Any, np.dtype[np.bool_]]
    hours: np.ndarray[Any, np.dtype[np.int64]]
    waiting: list[tuple[datetime, int, datetime, bool]] = field(repr=False)

    @classmethod
    def of(cls, stream: Sequence[Message]) -> "Ledger":
        """Begin with nothing heard from the posts that owe nil reports."""
        owing = sorted({(one["sender"]["post"], one["sender"]["region"]) for one in stream if is_owed(one)})
        row = {post: turn for turn, (post, _) in enumerate(owing)}
        here = ZoneInfo(zone(owing[0][1] if owing else "35"))
        words = [
            (received_at(one), row[one["sender"]["post"]], written_at(one).astimezone(here), is_owed(one))
            for one in stream
            if one["sender"]["post"] in row
        ]
        first, last = (received_at(stream[turn]).astimezone(here).date() for turn in (0, -1))
        days = (last - first).days + 1
        spoke, hours = (
            np.zeros((len(owing), days), dtype=np.bool_),
            np.zeros((len(owing), 24), dtype=np.int64),
        )
        return cls(owing, here, first, spoke, hours, sorted(words, key=lambda word: word[0], reverse=True))

    def hear(self, until: datetime) -> None:
        """Write down what has come in by a moment."""
        while self.waiting and self.waiting[-1][0] <= until:
            _, row, written, owed = self.waiting.pop()
            day = (written.date() - self.first).days
            if 0 <= day < self.spoke.shape[1]:
                self.spoke[row, day] = True
            self.hours[row, written.hour] += owed

    def own_hours(self) -> np.ndarray[Any, np.dtype[np.int64]]:
        """Return the hour at which each post owes its word, from those it sent; -1 where it sent none yet.

        A quarter of them is written before the end of that hour: the rest comes a little late.
        """
        sums = self.hours.cumsum(axis=1)
        found = (4 * sums >= sums[:, -1:]).argmax(axis=1)
        return np.where(sums[:, -1] > 0, found, -1)


@dataclass(frozen=True)
class TitirSilence:
    """The score is the log-odds that a post is really silent; a silence is named once, unless it grows far likelier."""

    country: Country
    name: str = "titir-silence"

    def alerts(self, stream: Sequence[Message]) -> Iterator[Line]:
        """Look hour by hour at the posts whose next word falls due."""
        if not any(is_owed(one) for one in stream):
            return
        ledger = Ledger.of(stream)
        near, region = self.neighbours(ledger)
        named: dict[int, tuple[int, float]] = {}
        for turn in range(1, ledger.spoke.shape[1]):
            yield from self.day(ledger, turn, near, region, named)

    def day(
        self, ledger: Ledger, turn: int, near: Any, region: Any, named: dict[int, tuple[int, float]]
    ) -> Iterator[Line]:
        """Look through one day; the habits of all posts are learnt once, at its beginning."""
        from titir.silence import Habits, silent_posts

        midnight = datetime.combine(ledger.first + turn * DAY, time(), ledger.here)
        first_day = ledger.first.toordinal()
        ledger.hear(midnight)
        habits = Habits.of(ledger.spoke[:, :turn], first_day=first_day)
        for hour in range(24):
            at = midnight + timedelta(hours=hour)
            ledger.hear(at)
            due = (ledger.own_hours() == hour) & ~ledger.spoke[:, turn]
            if not due.any():
                continue
            past = ledger.spoke[:, :turn]
            found = silent_posts(past, region, near, first_day=first_day, nearest=NEAREST, habits=habits)
            since = turn - found.silent_days
            before = np.full(len(past), -np.inf)
            for row, (began, odds) in named.items():
                before[row] = odds if began == since[row] else -np.inf
            for row in np.flatnonzero(due & found.to_be_named(before)):
                named[int(row)] = int(since[row]), float(found.log_odds[row])
                yield flag(at.astimezone(UTC), *ledger.posts[row], float(found.log_odds[row]))

    def neighbours(self, ledger: Ledger) -> tuple[Any, Any]:
        """Return the nearest villages of each, and in which of them each post is."""
        from titir.geometry import great_circle_neighbours

        villages = sorted(self.country.points)
        points = np.array([self.country.points[code] for code in villages])
        near = great_circle_neighbours(
            points[:, 0], points[:, 1], size=np.ones(len(villages)), most_regions=NEAREST
        )
        return near, np.array([villages.index(region) for _, region in ledger.posts])


def is_owed(message: Message) -> bool:
    """Say whether a message is the nil report that a post owes."""
    return bool(message["sender"]["post"]) and message["kind"] == "nihil"


def written_at(message: Message) -> datetime:
    """Return when a message was written, by its own clock where that can be."""
    stated, received = datetime.fromisoformat(message["stated_at"]), received_at(message)
    return stated if timedelta() <= received - stated < BELIEVED else received
