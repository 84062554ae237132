"""Quiet life: what the villages write on a day on which nothing grows, and the nil reports of their posts."""

from collections.abc import Mapping
from functools import partial
from itertools import accumulate
from math import exp
from random import Random

from kentongan.gladi.world.almanac import busyness, hours, seasons
from kentongan.gladi.world.everyday import NOISE, SMALL, Matter
from kentongan.gladi.world.ground import Village
from kentongan.gladi.world.lots import key, lots, poisson, share
from kentongan.gladi.world.matter import Counts, Occurrence
from kentongan.gladi.world.people import citizen, from_post, somebody
from kentongan.gladi.world.sending import Telling, nil, plan
from kentongan.gladi.world.state import DAY, HOUR, MINUTE, World
from kentongan.gladi.world.stream import moment

STIRRED = 0.3
"""How strongly the slow field moves the rate of messages: one standard deviation is a factor of e^0.3."""
VILLAGE_SHAPE, WEEK_SHAPE, DAY_SHAPE = 3.0, 5.0, 2.5
"""Of the gamma curves that make villages, weeks and days unequal: the smaller, the less equal."""
TOWN_FACTOR = 0.5
"""Towns write more for each inhabitant: a wholly urban village 1.5 times, one without a town half of it less."""
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
    on = world.date_of(day)
    stages = world.stages(day)
    busy = busyness(on)
    for one in world.scenario.calendar:
        busy *= one.factor if one.stage in stages and one.day <= day < one.day + one.days else 1.0
    rhythm = list(accumulate(hours(on)))
    for village in villages:
        spoke = village_day(world, village, day, busy, rhythm, seasons(on) | stages)
        nils(world, village, day, spoke)


def village_day(
    world: World, village: Village, day: int, busy: float, rhythm: list[int], now: frozenset[str]
) -> set[str]:
    """Draw what is written in a village on a day, and return the posts that write."""
    on = world.date_of(day).toordinal()
    rng = lots(world.seed, "hari", village.code, on)
    mean = usual(world, village, on) * busy * rng.gammavariate(DAY_SHAPE, 1 / DAY_SHAPE)
    polled = sum(one.per_tps for one in world.scenario.calendar if one.day <= day < one.day + one.days)
    count, from_polls = poisson(rng, mean), poisson(rng, polled * village.tps) if polled else 0
    spoke = set()
    for turn in range(count + from_polls):
        is_noise = rng.random() < world.scenario.quiet.noise_share
        table = NOISE if is_noise else SMALL
        if turn < count:
            matter = drawn_matter(table, village.urban, now, rng)
        else:
            matter = NOISE["seputar pemilihan"] if is_noise else SMALL["alat peraga dirusak"]
        at = world.midnight(village, day) + drawn_second(rhythm, rng)
        spoke.add(happen(world, village, matter, at, f"{village.code}|{on}|{turn}", rng))
    return spoke


def usual(world: World, village: Village, on: int) -> float:
    """Return how many messages a village writes on an average day of a week."""
    quiet = world.scenario.quiet
    people = village.people / 1000 * quiet.messages_per_1000_people_per_day
    town = 1 + TOWN_FACTOR * (2 * village.urban - 1)
    own = lots(world.seed, "desa", village.code).gammavariate(VILLAGE_SHAPE, 1 / VILLAGE_SHAPE)
    week = lots(world.seed, "pekan", village.code, on // 7).gammavariate(WEEK_SHAPE, 1 / WEEK_SHAPE)
    return people * town * own * week * exp(STIRRED * world.stirred.at(village, on) - STIRRED**2 / 2)


def drawn_matter(table: Mapping[str, Matter], urban: float, now: frozenset[str], rng: Random) -> Matter:
    """Draw what a message is about, by season and urbanity."""
    matters = list(table.values())
    return rng.choices(matters, cum_weights=likelihoods(table, urban, now))[0]


def likelihoods(table: Mapping[str, Matter], urban: float, now: frozenset[str]) -> list[float]:
    """Return the running sums of the likelihoods of a table."""
    return list(accumulate(matter.likelihood(urban, now) for matter in table.values()))


def drawn_second(rhythm: list[int], rng: Random) -> int:
    """Draw a second of a day with the rhythm of its hours (running sums)."""
    hour = rng.choices(range(24), cum_weights=rhythm)[0]
    return hour * HOUR + rng.randrange(HOUR)


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
    plan(
        world,
        Telling(name=f"{name}|0", at=written, occurrence=occurrence, teller=teller, shared=more > 0),
    )
    for turn in range(1, more + 1):
        other = somebody(world.seed, village, there, rng, citizens_share=citizens_share)
        written = at + round(rng.expovariate(1 / (4 * USUAL_DELAY)))
        plan(
            world,
            Telling(name=f"{name}|{turn}", at=written, occurrence=occurrence, teller=other, shared=True),
        )
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


def nils(world: World, village: Village, day: int, spoke: set[str]) -> None:
    """Let the post whose duty it is say that nothing happened, unless it wrote anyhow or forgets."""
    on = world.date_of(day).toordinal()
    for post in world.posts[village.code]:
        if post.nil_hour is None or post.id in spoke:
            continue
        if share(world.seed, "nihil", post.id, on) >= post.nil_kept:
            continue
        late = key(world.seed, "nihil terlambat", post.id, on) % (75 * MINUTE)
        at = world.midnight(village, day) + post.nil_hour * HOUR + late
        teller = from_post(post, lots(world.seed, "jalur nihil", post.id, on))
        world.agenda.put(at, f"nihil|{post.id}|{on}", partial(nil, world, teller, at))
