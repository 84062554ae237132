"""A world while it runs: what stands fixed, what is due next, and who is silent."""

from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from heapq import heappop, heappush
from typing import Protocol

from kentongan.gladi.world.field import Field
from kentongan.gladi.world.ground import Ground, Village
from kentongan.gladi.world.matter import Tell, Told
from kentongan.gladi.world.people import Post
from kentongan.gladi.world.scenario import Scenario
from kentongan.gladi.world.stream import Message
from kentongan.gladi.world.truth import Silence, Truth

MINUTE, HOUR, DAY = 60, 3_600, 86_400
FALSEHOOD = "u|"
"""How the names of claims begin."""
EPOCH = date(1970, 1, 1).toordinal()
Deed = Callable[[], Message | None]


class Office(Protocol):
    """How the simulated or the real office acts upon a world."""

    def answered_at(self, episode_id: str, region: str, until: datetime) -> datetime | None:
        """Return when an episode was first answered, if that was not after `until`.

        It is asked in the order of time and never about a moment that the stream has not reached.
        """
        ...


@dataclass
class Agenda:
    """What is due, in order of time; what is due at the same second goes by its name."""

    due: list[tuple[int, str, Deed]] = field(default_factory=list)

    def put(self, at: int, name: str, deed: Deed) -> None:
        """Write down what is to be done at a moment; the name must be its own."""
        heappush(self.due, (at, name, deed))

    def run(self, until: int) -> Iterator[Message]:
        """Do everything due before a moment and yield the messages that come of it."""
        while self.due and self.due[0][0] < until:
            _, _, deed = heappop(self.due)
            message = deed()
            if message is not None:
                yield message


@dataclass
class World:
    """Everything the parts of a simulation share; moments are whole seconds since 1970."""

    seed: int
    ground: Ground
    scenario: Scenario
    starts_on: date
    starts_at: int
    ends_at: int
    tell: Tell
    office: Office
    truth: Truth
    posts: dict[str, list[Post]]
    stirred: Field
    majority: Mapping[str, str]
    agenda: Agenda = field(default_factory=Agenda)
    silent: dict[str, list[Silence]] = field(default_factory=dict)
    first_id: dict[str, str] = field(default_factory=dict)
    first_told: dict[str, Told] = field(default_factory=dict)
    usual: dict[str, float] = field(default_factory=dict)
    received: int = 0
    met: deque[tuple[int, str]] = field(default_factory=deque)

    def remember(self, key: str, at: int) -> None:
        """Note when something was told for the first time, so that it can be forgotten once nobody tells it any more."""
        self.met.append((at, key))

    def forget(self, before: int) -> None:
        """Forget who told first what was first told before a moment; a falsehood is passed on as long as it likes."""
        while self.met and self.met[0][0] < before:
            _, key = self.met.popleft()
            if not key.startswith(FALSEHOOD):
                self.first_id.pop(key, None)
                self.first_told.pop(key, None)

    def midnight(self, village: Village, day: int) -> int:
        """Return when a day begins at a village; the first day is 0."""
        return (self.starts_on.toordinal() - EPOCH + day) * DAY - village.utc_hours * HOUR

    def stages(self, day: int) -> frozenset[str]:
        """Return the stages of an election that a day belongs to."""
        return frozenset(one.stage for one in self.scenario.calendar if one.day <= day < one.day + one.days)

    def day_of(self, at: int, village: Village) -> int:
        """Return the number of the day at a village."""
        return (at + village.utc_hours * HOUR) // DAY + EPOCH - self.starts_on.toordinal()

    def date_of(self, day: int) -> date:
        """Return the date of a day by its number."""
        return date.fromordinal(self.starts_on.toordinal() + day)

    def fall_silent(self, silence: Silence) -> None:
        """Let a post send nothing for a while; a silence within another one is not told twice."""
        others = self.silent.setdefault(silence.post, [])
        if any(other.since < silence.until and silence.since < other.until for other in others):
            return
        others.append(silence)
        self.truth.silences.append(silence)

    def is_silent(self, post: str, at: int) -> bool:
        """Say whether a post is silent at a moment."""
        return any(one.since <= at < one.until for one in self.silent.get(post, ()))
