"""Runs a world: from a plan to messages in the order in which they arrive, with the truth beside them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from kentongan.gladi.world.field import Field, majorities, majority_of
from kentongan.gladi.world.ground import Ground, survey
from kentongan.gladi.world.matter import Tell, tell_nothing
from kentongan.gladi.world.people import posts
from kentongan.gladi.world.planting import plant
from kentongan.gladi.world.quiet import plan_days
from kentongan.gladi.world.scenario import Scenario, check_regions
from kentongan.gladi.world.spool import Spool
from kentongan.gladi.world.state import DAY, EPOCH, HOUR, Office, World
from kentongan.gladi.world.stream import Message
from kentongan.gladi.world.truth import Truth
from kentongan.rules.refusal import Refused


@dataclass
class Plan:
    """What world to make; `truth` is filled while it runs.

    Attributes:
        regions: Codes of regions; empty takes those of the scenario.
        days: How long; 0 takes what the scenario says.
        starts: The first day; None takes what the scenario says.
        tell: The grammar of the messages.
        spool: Where to put what is true, if it is not to be kept in the memory.
    """

    regions: tuple[str, ...]
    seed: int
    days: int = 0
    scenario: Scenario = field(default_factory=Scenario)
    starts: date | None = None
    tell: Tell = tell_nothing
    truth: Truth | None = None
    spool: Spool | None = None


class NoOffice:
    """An office that never answers."""

    def answered_at(self, episode_id: str, region: str, until: datetime) -> datetime | None:
        """Return nothing."""
        del episode_id, region, until
        return None


@dataclass
class PromptOffice:
    """An office that answers every episode a fixed time after its first sign was seen."""

    after: timedelta = timedelta(hours=24)
    first_asked: dict[str, datetime] = field(default_factory=dict)

    def answered_at(self, episode_id: str, region: str, until: datetime) -> datetime | None:
        """Return the moment of the answer once it has come."""
        del region
        at = self.first_asked.setdefault(episode_id, until) + self.after
        return at if at <= until else None


@dataclass(frozen=True)
class Answers:
    """The answers given so far, by episode: what a running drill is resumed with."""

    at: Mapping[str, datetime]

    def answered_at(self, episode_id: str, region: str, until: datetime) -> datetime | None:
        """Return the moment of the answer once it has come."""
        del region
        at = self.at.get(episode_id)
        return at if at is not None and at <= until else None


def simulate(plan: Plan, office: Office) -> Iterator[Message]:
    """Yield the messages of a world in the order in which they arrive.

    The same plan gives the same messages. An answer of the office changes only what is written
    after it, so a world is resumed by running it again with the answers given so far.

    Raises:
        Refused: If a region is not known, or the scenario plants something outside of them.
    """
    world = begin(plan, office)
    plan.truth = world.truth
    plan_days(world)
    plant(world)
    yield from world.agenda.run(world.ends_at)


def begin(plan: Plan, office: Office) -> World:
    """Lay out a world in which nothing has happened yet."""
    scenario = plan.scenario
    regions = tuple(plan.regions) or scenario.region
    if not regions:
        raise Refused("Wilayah gladi belum disebut. Tambahkan --region, misalnya --region 35.08.")
    ground = survey(regions)
    check_regions(scenario, list(ground.villages))
    starts_on = plan.starts or scenario.starts
    farthest_east = max(village.utc_hours for village in ground.villages.values())
    starts_at = (starts_on.toordinal() - EPOCH) * DAY - farthest_east * HOUR
    days = plan.days or scenario.days
    staff = {
        village.code: posts(plan.seed, village, nil_kept=scenario.quiet.nil_kept)
        for village in ground.villages.values()
    }
    groups = majorities(plan.seed, len(scenario.groups.words) or scenario.groups.count)
    majority = majority_of(ground.villages.values(), groups)
    return World(
        seed=plan.seed,
        ground=ground,
        scenario=scenario,
        starts_on=starts_on,
        starts_at=starts_at,
        ends_at=starts_at + days * DAY,
        tell=plan.tell,
        office=office,
        truth=Truth(
            seed=plan.seed,
            scenario=scenario.name,
            regions=ground.regions,
            starts_at=starts_at,
            days=days,
            villages=villages_of(ground, majority),
            posts=[post for there in staff.values() for post in there],
            occurrences=plan.spool.happened if plan.spool else [],
            messages=plan.spool.notes if plan.spool else {},
        ),
        posts=staff,
        stirred=Field(plan.seed, "kerawanan"),
        majority=majority,
    )


def villages_of(ground: Ground, majority: Mapping[str, str]) -> dict[str, dict[str, object]]:
    """Return what the truth says about the villages; majorities are neutral tokens."""
    return {
        code: {"kecamatan": village.kecamatan, "people": village.people, "majority": majority[code]}
        for code, village in ground.villages.items()
    }
