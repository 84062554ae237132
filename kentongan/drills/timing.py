"""The clock of a drill: how late it is there, at real time or 60 times as fast, without the pauses."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True)
class Clock:
    """When a drill started, at which moment of its own time, how fast it goes, and when it stood still.

    Attributes:
        started_at: The real moment of the start.
        plays_from_at: What its own clock showed then.
        pauses: Real moments from and to; the last may still be open.
        ended_at: The real moment of the end, or None.
    """

    started_at: datetime
    plays_from_at: datetime
    speed: int
    pauses: tuple[tuple[datetime, datetime | None], ...] = ()
    ended_at: datetime | None = None

    def now(self, at: datetime) -> datetime:
        """Return what the clock of the drill shows at a real moment."""
        until = min(at, self.ended_at) if self.ended_at else at
        played = max(until - self.started_at, timedelta(0)) - stood_still(self.pauses, until)
        return self.plays_from_at + played * self.speed

    def real(self, length: timedelta) -> timedelta:
        """Return how long a length of the drill's time takes in the office."""
        return length / self.speed


def stood_still(pauses: Iterable[tuple[datetime, datetime | None]], until: datetime) -> timedelta:
    """Return how long a drill stood still before a moment."""
    return sum(
        (max(min(end or until, until) - begin, timedelta(0)) for begin, end in pauses if begin < until),
        timedelta(0),
    )
