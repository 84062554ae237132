"""Quiet life: what the villages write on a day on which nothing grows, and the nil reports of their posts."""

from bisect import bisect
from collections.abc import Mapping
from functools import lru_cache, partial
from itertools import accumulate
from math import exp, prod
from random import Random

from kentongan.gladi.world.almanac import busyness, hours, seasons
from kentongan.gladi.world.everyday import NOISE, SMALL, Matter
from kentongan.gladi.world.ground import Village
from kentongan.gladi.world.lots import key, lots, poisson
from kentongan.gladi.world.matter import Counts, Occurrence
from kentongan.gladi.world.people import citizen, somebody
from kentongan.gladi.world.sending import Telling, plan, plan_nil
from kentongan.gladi.world.state import DAY, HOUR, MINUTE, World
from kentongan.gladi.world.stream import moment

STIRRED = 0.3
"""How strongly the slow field moves the rate of messages: one standard deviation is a factor of e^0.3."""
VILLAGE_SHAPE, WEEK_SHAPE, DAY_SHAPE = 3.0, 5.0, 2.5
"""Of the gamma curves that make villages, weeks and days unequal: the smaller, the less equal."""
TOWN_FACTOR = 0.5
"""Towns write more for each inhabitant: a wholly urban village 1.5 times, one without a town half of it less."""
REMEMBERED = 21 * DAY
"""So long after the first word about something nobody is on the way with another: at most six days without signal."""
LATEST_NIL = 75 * MINUTE
USUAL_DELAY = 25 * MINUTE
"""How long people take to write, on average."""


def plan_days(world: World) -> None:
    """Write down every day of every time zone."""
    zones: dict[int, list[Village]] = {}
    for village in world.ground.villages.values():
        zones.setdefault(village.utc_hours, []).append(village)
    for zone, villages in zones.items():
        for day in range((world.ends_at - world.starts_at) // DAY):
            at = world.midnight(villages[0], day)
            world.agenda.put(at, f"hari|{zone}|{day}", partial(live, world, villages, day))


def live(world: World, villages: list[Village], day: int) -> None:
    """Let the villages of one time zone live through a day."""
    today = Today(world, day)
    world.forget(world.midnight(villages[0], day) - REMEMBERED)
    for village in villages:
        rng = lots(world.seed, "hari", village.code, today.on)
        spoke = village_day(world, village, today, rng)
        nils(world, village, today, spoke, rng)


class Today:
    """What holds for a day in all villages.

    Attributes:
        on: The day as `date.toordinal` counts it.
        busy: How much is written beside an average day.
        rhythm: Running sums of how busy each hour is.
        now: The seasons of the year and stages of an election.
        per_tps: How many messages come from each polling station.
    """

    def __init__(self, world: World, day: int) -> None:
        on, self.day = world.date_of(day), day
        self.on = on.toordinal()
        self.rhythm = list(accumulate(hours(on)))
        periods = [one for one in world.scenario.calendar if one.day <= day < one.day + one.days]
        self.now = seasons(on) | world.stages(day)
        self.busy = busyness(on) * prod(one.factor for one in periods)
        self.per_tps = sum(one.per_tps for one in periods)


def village_day(world: World, village: Village, today: Today, rng: Random) -> set[str]:
    """Draw what is written in a village on a day, and return the posts that write."""
    mean = usual(world, village, today.on // 7) * today.busy * rng.gammavariate(DAY_SHAPE, 1 / DAY_SHAPE)
    count = poisson(rng, mean)
    from_polls = poisson(rng, today.per_tps * village.tps) if today.per_tps else 0
    midnight, spoke = world.midnight(village, today.day), set()
    noise_share = world.scenario.quiet.noise_share
    of_matters = noise_of_matters(noise_share, round(village.urban, 2), today.now)
    for turn in range(count + from_polls):
        is_noise = rng.random() < (of_matters if turn < count else noise_share)
        if turn < count:
            table = NOISE if is_noise else SMALL
            matter = drawn_matter(table, village.urban, today.now, rng)
        else:
            matter = NOISE["seputar pemilihan"] if is_noise else SMALL["alat peraga dirusak"]
        second = drawn_second(today.rhythm, rng)
        if matter.is_by_day and not 7 * HOUR <= second < 17 * HOUR:
            second = 7 * HOUR + second % (10 * HOUR)
        at = midnight + second
        spoke.add(happen(world, village, matter, at, f"{village.code}|{today.on}|{turn}", rng))
    return spoke


def usual(world: World, village: Village, week: int) -> float:
    """Return how many messages a village writes on an average day of a week."""
    name = f"{village.code}|{week}"
    if len(world.usual) > 3 * len(world.ground.villages):
        world.usual.clear()
    if name not in world.usual:
        quiet = world.scenario.quiet
        people = village.people / 1000 * quiet.messages_per_1000_people_per_day
        town = 1 + TOWN_FACTOR * (2 * village.urban - 1)
        own = lots(world.seed, "desa", village.code).gammavariate(VILLAGE_SHAPE, 1 / VILLAGE_SHAPE)
        weekly = lots(world.seed, "pekan", name).gammavariate(WEEK_SHAPE, 1 / WEEK_SHAPE)
        stirred = exp(STIRRED * world.stirred.at(village, 7 * week) - STIRRED**2 / 2)
        world.usual[name] = people * town * own * weekly * stirred
    return world.usual[name]


def drawn_matter(table: Mapping[str, Matter], urban: float, now: frozenset[str], rng: Random) -> Matter:
    """Draw what a message is about, by season and urbanity."""
    matters, sums = likelihoods(table is NOISE, round(urban, 2), now)
    return rng.choices(matters, cum_weights=sums)[0]


@lru_cache(maxsize=4096)
def likelihoods(is_noise: bool, urban: float, now: frozenset[str]) -> tuple[list[Matter], list[float]]:  # noqa: FBT001 a key of the cache
    """Return the matters of a table and the running sums of their likelihoods."""
    matters = list((NOISE if is_noise else SMALL).values())
    return matters, list(accumulate(matter.likelihood(urban, now) for matter in matters))


@lru_cache(maxsize=4096)
def noise_of_matters(of_messages: float, urban: float, now: frozenset[str]) -> float:
    """Return which part of the matters must be noise so that this part of the messages is: some are told more often."""
    noise = of_messages / tellers(NOISE, urban, now)
    rest = (1 - of_messages) / tellers(SMALL, urban, now)
    return noise / (noise + rest)


def tellers(table: Mapping[str, Matter], urban: float, now: frozenset[str]) -> float:
    """Return how many people tell a matter of a table on average."""
    weights = [matter.likelihood(urban, now) for matter in table.values()]
    spread = sum(w * matter.spread for w, matter in zip(weights, table.values(), strict=True))
    return 1 + spread / sum(weights)


def drawn_second(rhythm: list[int], rng: Random) -> int:
    """Draw a second of a day with the rhythm of its hours (running sums)."""
    return bisect(rhythm, rng.random() * rhythm[-1]) * HOUR + int(rng.random() * HOUR)


def happen(world: World, village: Village, matter: Matter, at: int, name: str, rng: Random) -> str:
    """Let something happen, let somebody tell it, and return the post that does, if it is one."""
    occurrence = Occurrence(
        id=f"q{key(world.seed, 'perkara', name):016x}",
        at=moment(at),
        region=village.code,
        stage="",
        event_form=matter.event_form,
        issues=matter.issues,
        category=matter.category,
        kind=matter.kind,
        severity=matter.severity,
        nature=matter.nature,
        counts=exact(matter.counts, rng),
        parties=matter.parties,
    )
    world.truth.occurrences.append(occurrence)
    there = world.posts[village.code]
    citizens_share = world.scenario.quiet.citizens_share
    teller = (
        citizen(world.seed, village, rng, channel="terusan")
        if matter.is_forwarded
        else somebody(world.seed, village, there, rng, citizens_share=citizens_share)
    )
    more = poisson(rng, matter.spread) if matter.spread else 0
    written = at + round(rng.expovariate(1 / USUAL_DELAY))
    first = Telling(name=f"{name}|0", at=written, occurrence=occurrence, teller=teller, shared=more > 0)
    plan(world, first, rng)
    for turn in range(1, more + 1):
        other = somebody(world.seed, village, there, rng, citizens_share=citizens_share)
        written = at + round(rng.expovariate(1 / (4 * USUAL_DELAY)))
        later = Telling(name=f"{name}|{turn}", at=written, occurrence=occurrence, teller=other, shared=True)
        plan(world, later, rng)
    return teller.post


def exact(counts: Counts, rng: Random) -> Counts:
    """Draw numbers between the lowest and the highest; crowds are counted in tens."""
    found = {}
    for kind, (low, high) in counts.items():
        count = rng.randint(low, high)
        if count > 30:
            count = max(low, count // 10 * 10)
        found[kind] = (count, count)
    return found


def nils(world: World, village: Village, today: Today, spoke: set[str], rng: Random) -> None:
    """Let the post whose duty it is say that nothing happened, unless it wrote anyhow or forgets."""
    weekday = world.date_of(today.day).weekday()
    for post in world.posts[village.code]:
        if post.nil_hour is None or post.id in spoke or rng.random() >= post.keeps(weekday):
            continue
        late = int(rng.random() * LATEST_NIL)
        plan_nil(world, post, world.midnight(village, today.day) + post.nil_hour * HOUR + late, rng)
