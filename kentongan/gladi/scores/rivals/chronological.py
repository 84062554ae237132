"""No system: a list in the order of arrival, and a reader who gets through so many messages a day."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from kentongan.gladi.scores.keywords import CONFLICT
from kentongan.gladi.scores.rivals.signs import (
    Line,
    Message,
    Reading,
    conflict,
    received_at,
    reports,
)
from kentongan.rules.places import zone

OPENS, CLOSES = time(7), time(21)
EACH = timedelta(minutes=5)
"""What a message takes."""


@dataclass(frozen=True)
class ChronologicalList:
    """Every message is an alert at the moment the reader comes to it; whoever judges leaves out what is no conflict."""

    read: Reading
    name: str = "list"
    judges: bool = False
    each: timedelta = EACH

    def alerts(self, stream: Sequence[Message]) -> Iterator[Line]:
        """Read one message after the other; what is left waits until the next morning."""
        free: datetime | None = None
        for message in reports(stream):
            at, region = received_at(message), self.read.place(message)
            free = in_hours(max(at, free) if free else at, region) + self.each
            if not self.judges or self.read.category(message) in CONFLICT:
                yield conflict(free, region, [message["id"]], 0)


def in_hours(at: datetime, region: str) -> datetime:
    """Return this moment, or the next in which the reader is at work."""
    local = at.astimezone(ZoneInfo(zone(region)))
    if local.time() >= CLOSES:
        local = local.replace(hour=OPENS.hour, minute=0, second=0, microsecond=0) + timedelta(days=1)
    elif local.time() < OPENS:
        local = local.replace(hour=OPENS.hour, minute=0, second=0, microsecond=0)
    return local.astimezone(at.tzinfo)
