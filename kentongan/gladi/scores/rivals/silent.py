"""Who has gone silent: a fixed number of days for everybody, or the rhythm of every post.

A post that owes nil reports is known from its first one on. Every morning at eight of its place somebody looks who sent nothing,
neither a report nor a nil report, since when. Every flag carries a score, so that the line can be drawn anywhere.
"""

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import log
from zoneinfo import ZoneInfo

from kentongan.gladi.scores.rivals.signs import Line, Message, received_at
from kentongan.rules.places import zone

LOOKED_AT = 8
DAY = timedelta(days=1)


@dataclass(frozen=True)
class SilentDays:
    """Whoever sent nothing for so many whole days is silent; the score is the number of days."""

    name: str = "silent-days"
    days: int = 1

    def alerts(self, stream: Sequence[Message]) -> Iterator[Line]:
        """Look every morning."""
        for morning, post, region, times in mornings(stream):
            silent = (morning - times[-1]) // DAY
            if silent >= self.days:
                yield flag(morning, post, region, silent)


@dataclass(frozen=True)
class SilentRhythm:
    """A day without a word is stranger from a post that speaks every day than from one that often forgets.

    The share of days on which the post spoke is taken from its own past (with one day of each added, so that
    nobody is certain); the score is how unlikely the present run of silent days is, as -log of its probability.
    """

    name: str = "silent-rhythm"

    def alerts(self, stream: Sequence[Message]) -> Iterator[Line]:
        """Look every morning."""
        for morning, post, region, times in mornings(stream):
            run = (morning - times[-1]) // DAY
            if run >= 1:
                ago = {(morning - at) // DAY for at in times}
                past = (morning - times[0]) // DAY + 1 - run
                spoke = (len(ago) + 1) / (past + 2)
                yield flag(morning, post, region, -run * log(1 - spoke))


def mornings(stream: Sequence[Message]) -> Iterator[tuple[datetime, str, str, Sequence[datetime]]]:
    """Return every morning, every post with that duty known by then, its region and when it spoke until then."""
    waiting = deque(one for one in stream if one["sender"]["post"])
    if not waiting:
        return
    spoken: dict[tuple[str, str], list[datetime]] = {}
    owing: set[str] = set()
    here = ZoneInfo(zone(waiting[0]["sender"]["region"]))
    first = received_at(waiting[0]).astimezone(here)
    morning = first.replace(hour=LOOKED_AT, minute=0, second=0, microsecond=0) + DAY
    last = received_at(stream[-1])
    while morning <= last + DAY:
        while waiting and received_at(waiting[0]) <= morning:
            message = waiting.popleft()
            sender = message["sender"]
            spoken.setdefault((sender["post"], sender["region"]), []).append(received_at(message))
            owing |= {sender["post"]} if message["kind"] == "nihil" else set()
        for (post, region), times in ((key, times) for key, times in spoken.items() if key[0] in owing):
            yield morning.astimezone(UTC), post, region, times
        morning += DAY


def flag(at: datetime, post: str, region: str, score: float) -> Line:
    """Return one alert about a silent post."""
    return {
        "at": at.isoformat(),
        "kind": "sunyi",
        "region": region,
        "post": post,
        "score": round(score, 6),
    }
