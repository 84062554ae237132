"""What every rival sees of a message: where, when and what about; the same for all of them."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from kentongan.gladi.scores.keywords import CONFLICT, category_of
from kentongan.rules.places import DISTRICT, VILLAGE, path, zone

Message = Mapping[str, Any]
"""One line of stream.jsonl."""
Line = dict[str, Any]
"""One line of ALERTS.jsonl."""
Reading = Callable[[Message], str]
"""Which of the fourteen categories a message belongs to."""


class Rival(Protocol):
    """A system that is compared: it reads the stream in order and says what it would have said, and when.

    `alerts` must not look ahead: an alert at some moment rests on what was received until then.
    """

    @property
    def name(self) -> str:
        """A short name in plain letters."""
        ...

    def alerts(self, stream: Sequence[Message]) -> Iterable[Line]:
        """Read the stream and return lines of ALERTS.jsonl."""
        ...


@dataclass(frozen=True)
class Sign:
    """A message that reads like a sign of conflict."""

    at: datetime
    day: date
    region: str
    category: str
    message: str

    @property
    def village(self) -> str:
        """The village, or an empty text where the place is not known so finely."""
        return self.region if len(path(self.region)) == VILLAGE else ""

    @property
    def kecamatan(self) -> str:
        """The kecamatan, or an empty text where the place is not known so finely."""
        steps = path(self.region)
        return steps[DISTRICT - 1] if len(steps) >= DISTRICT else ""


def by_keywords(message: Message) -> str:
    """Read the category from the words of the text."""
    return category_of(str(message["text"]))


def received_at(message: Message) -> datetime:
    """Return when a message came in."""
    return datetime.fromisoformat(message["received_at"])


def place_of(message: Message) -> str:
    """Return the place that a message claims, and where it claims none, the one of its sender; at most a village."""
    claimed = (message.get("claimed_place") or {}).get("code") or message["sender"]["region"]
    steps = path(claimed)
    return steps[min(len(steps), VILLAGE) - 1]


def day_of(at: datetime, region: str) -> date:
    """Return the day at a place."""
    return at.astimezone(ZoneInfo(zone(region))).date()


def reports(stream: Iterable[Message]) -> Iterator[Message]:
    """Leave out nil reports and copies that were sent again."""
    seen = set()
    for message in stream:
        if message["kind"] != "nihil" and message["client_id"] not in seen:
            seen.add(message["client_id"])
            yield message


def signs(stream: Iterable[Message], read: Reading) -> Iterator[Sign]:
    """Return the messages that read like signs of conflict, in order."""
    for message in reports(stream):
        category = read(message)
        if category in CONFLICT:
            at, region = received_at(message), place_of(message)
            yield Sign(at, day_of(at, region), region, category, message["id"])


def conflict(at: datetime, region: str, messages: Sequence[str], score: float) -> Line:
    """Return one alert about a conflict."""
    return {
        "at": at.isoformat(),
        "kind": "konflik",
        "region": region,
        "messages": list(messages),
        "score": round(score, 6),
    }
