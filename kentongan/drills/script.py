"""What is played in a drill: a made-up world, told anew from its seed with the answers the office has given so far."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from kentongan.drills.models import Drill
from kentongan.gladi.telling.in_world import Words
from kentongan.gladi.world import scenario as scenarios
from kentongan.gladi.world.ground import survey
from kentongan.gladi.world.simulation import Answers, Plan, simulate
from kentongan.gladi.world.stream import Message
from kentongan.rules import places

Told = Sequence[tuple[str, datetime]]


@dataclass(frozen=True)
class Playbill:
    """Everything from which the world of a drill follows, but for the answers."""

    region: str
    scenario: str
    seed: int
    days: int
    starts_on: date

    def plan(self) -> Plan:
        """Return the plan of the generator."""
        return Plan(
            regions=(self.region,),
            seed=self.seed,
            days=self.days,
            scenario=scenarios.shipped(self.scenario),
            starts=self.starts_on,
            tell=Words(self.seed),
        )


@dataclass
class Show:
    """A world that is being told: its messages in order, and what is true about those told so far.

    Attributes:
        answered: When the office answered an episode, by the drill's clock; may grow while it is told.
        episodes: To which episode a message belongs, by the key its sender made.
        keys: The key of each message, by its number.
    """

    plan: Plan
    answered: dict[str, datetime]
    messages: Iterator[Message]
    episodes: dict[str, str] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)

    def __iter__(self) -> Iterator[Message]:
        """Tell message after message."""
        for message in self.messages:
            self.keys[message.id] = message.client_id
            told = self.plan.truth.messages[message.id] if self.plan.truth else {}
            if told.get("episode"):
                self.episodes[message.client_id] = told["episode"]
            yield message

    def truth(self) -> dict[str, Any]:
        """Return what is true about the world as far as it was told, in the format of truth.json."""
        return self.plan.truth.as_json() if self.plan.truth else dict(NOTHING)


NOTHING: Mapping[str, Any] = {"episodes": [], "messages": {}, "silences": [], "posts": []}


def playbill(drill: Drill) -> Playbill:
    """Return what a drill plays; before its start as if it began on the day it was proposed."""
    first = drill.plays_from_at or drill.proposed_at
    zone = ZoneInfo(places.zone(drill.region_id))
    return Playbill(drill.region_id, drill.scenario, drill.seed, drill.days, first.astimezone(zone).date())


def last_moment(drill: Drill) -> datetime:
    """Return the moment of a drill's clock at which its last day is over."""
    zone = ZoneInfo(places.zone(drill.region_id))
    first = datetime.combine(playbill(drill).starts_on, time(), zone)
    return first + timedelta(days=drill.days)


def begin(bill: Playbill, answered: Mapping[str, datetime]) -> Show:
    """Begin to tell a world from its first moment."""
    plan, known = bill.plan(), dict(answered)
    return Show(plan, known, simulate(plan, Answers(known)))


@lru_cache(maxsize=4)
def whole(bill: Playbill, answered: Told) -> tuple[dict[str, Any], dict[str, str]]:
    """Tell a world to its last day; return what is true about it, and the keys of its messages by their numbers."""
    show = begin(bill, dict(answered))
    for _message in show:
        pass
    return show.truth(), show.keys


def offered() -> list[tuple[str, str, str]]:
    """Return the scenarios that come with Kentongan: name of the file, name and sentence."""
    found = ((name, scenarios.shipped(name)) for name in scenarios.names())
    return [(name, one.name, one.sentence) for name, one in found]


def check(region: str, scenario: str) -> None:
    """Make sure a scenario can be played in a place.

    Raises:
        Refused: If it plants something elsewhere.
    """
    villages = [code for code in survey((region,)).villages if places.inside(code, region)]
    scenarios.check_regions(scenarios.shipped(scenario), villages)


def words_of(scenario: str) -> str:
    """Return what a scenario is called, or its file's name when this release no longer has it."""
    return scenarios.shipped(scenario).name if scenario in scenarios.names() else scenario
