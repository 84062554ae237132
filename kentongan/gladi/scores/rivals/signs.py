"""What every rival sees of a message: where, when and what about; the same for all of them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from kentongan.gladi.scores.country import Country
from kentongan.gladi.scores.keywords import CONFLICT, OTHER, category_of
from kentongan.rules.places import DISTRICT, VILLAGE, path, zone

Message = Mapping[str, Any]
"""One line of stream.jsonl."""
Line = dict[str, Any]
"""One line of ALERTS.jsonl."""


class Reading(Protocol):
    """How messages are read: which of the fourteen categories, and which place (a code, at most a village)."""

    def category(self, message: Message) -> str:
        """Return what a message is about."""
        ...

    def place(self, message: Message) -> str:
        """Return where it is; of what names no place, the kabupaten of the office."""
        ...


@dataclass(frozen=True)
class Keywords:
    """The same simple reading for all rivals: words that count, and names that are found."""

    country: Country

    def category(self, message: Message) -> str:
        """Count words of the text."""
        return category_of(str(message["text"]))

    def place(self, message: Message) -> str:
        """Take the place that was chosen, else one that was typed or told, else that of the sender."""
        claimed = message.get("claimed_place") or {}
        named = claimed.get("code") or self.country.named_in(f"{claimed.get('text', '')} {message['text']}")
        place = named or message["sender"]["region"]
        steps = path(place or self.country.seat)
        return steps[min(len(steps), VILLAGE) - 1]


@dataclass(frozen=True)
class Oracle:
    """Reads perfectly because it was told: category and place by the id of the message. No system can do that."""

    told: Mapping[str, Mapping[str, Any]]

    def category(self, message: Message) -> str:
        """Look the category up."""
        return str(self.told[message["id"]]["category"] or OTHER)

    def place(self, message: Message) -> str:
        """Look the place up."""
        return str(self.told[message["id"]]["place"])


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


def received_at(message: Message) -> datetime:
    """Return when a message came in."""
    return datetime.fromisoformat(message["received_at"])


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
        category = read.category(message)
        if category in CONFLICT:
            at, region = received_at(message), read.place(message)
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
