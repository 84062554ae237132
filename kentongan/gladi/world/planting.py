"""Plants conflicts and harm: what the scenario names, and what comes by itself at its rates, month by month."""

from dataclasses import replace
from functools import partial

from kentongan.gladi.world.choosing import drawn_template, drawn_trigger, parties, village_in, villages_of
from kentongan.gladi.world.episodes import Course, begin
from kentongan.gladi.world.everyday import NOISE, SMALL, Matter
from kentongan.gladi.world.ground import Village
from kentongan.gladi.world.harm import plan_usual_silences, silence, spread
from kentongan.gladi.world.lots import drawn, lots, poisson
from kentongan.gladi.world.quiet import happen
from kentongan.gladi.world.scenario import ANY, Conflict, Harm, Single
from kentongan.gladi.world.state import DAY, HOUR, World
from kentongan.gladi.world.templates import TEMPLATES
from kentongan.gladi.world.truth import Episode

TEMPI = {"slow": 2, "usual": 6, "sudden": 2}
HARMS = {"rumor": 4, "fitnah": 3, "hoaks": 4}
NUMBERS = (6, 20)
"""How many numbers spread a falsehood that comes by itself."""
DAYS_A_YEAR = 365.25


def plant(world: World) -> None:
    """Plant everything."""
    for turn, conflict in enumerate(world.scenario.conflicts, start=1):
        for again in range(conflict.count):
            grow(world, conflict, f"s{turn}.{again + 1}")
    for turn, harm in enumerate(world.scenario.harms, start=1):
        for again in range(harm.count):
            do_harm(world, harm, f"h{turn}.{again + 1}")
    for turn, single in enumerate(world.scenario.singles, start=1):
        for again in range(single.count):
            put_matter(world, single, f"p{turn}.{again + 1}")
    plan_usual_silences(world)
    come_by_themselves(world)


def moment_of(world: World, name: str, day: int, within: int) -> int:
    """Draw the second at which something planted begins, on its day or within some days."""
    rng = lots(world.seed, "mulai", name)
    turn = day + rng.randrange(within)
    hour = rng.choice((7, 9, 10, 13, 15, 16, 18, 19, 20, 21))
    return world.starts_at + turn * DAY + hour * HOUR + rng.randrange(HOUR)


def grow(world: World, conflict: Conflict, name: str) -> None:
    """Plant a conflict; one that would begin after the end is left out."""
    at = moment_of(world, name, conflict.day, conflict.within)
    if at >= world.ends_at:
        return
    day = (at - world.starts_at) // DAY
    rng = lots(world.seed, "tanam", name)
    template = drawn_template(world, day, rng) if conflict.template == ANY else TEMPLATES[conflict.template]
    villages = villages_of(world, conflict, template, day, rng)
    opens = rng.random() < template.opens
    begin(
        world,
        Course(
            truth=Episode(
                id=name,
                template=template.name,
                issue=template.issues[0],
                category=template.category,
                region=villages[0],
                regions=villages,
                starts_at=at,
                cause=drawn_trigger(world, template, day, rng),
                border=len({code[:8] for code in villages}) > 1,
            ),
            template=template,
            villages=villages,
            parties=parties(world, template, villages),
            tempo=conflict.tempo,
            reaches=conflict.reaches or ("GN" if opens else rng.choice(("PG", "AG"))),
            carries=template.spreads * conflict.contagion,
            carried_to=set(villages),
        ),
    )


def do_harm(world: World, harm: Harm, name: str) -> None:
    """Plant harm; what would begin after the end is left out."""
    at = moment_of(world, name, harm.day, harm.within)
    if at >= world.ends_at:
        return
    if harm.region == "kecamatan":
        drawn_from = village_in(world, ANY, harm.day, lots(world.seed, "kecamatan", name))
        harm = replace(harm, region=drawn_from.kecamatan)
    if harm.kind == "sunyi":
        world.agenda.put(at, f"sunyi|{name}", partial(silence, world, harm, name, at))
    else:
        spread(world, harm, name, at)


def put_matter(world: World, single: Single, name: str) -> None:
    """Plant one matter of everyday life; what would happen after the end is left out."""
    at = moment_of(world, name, single.day, single.within)
    if at < world.ends_at:
        rng = lots(world.seed, "tanam", name)
        village = village_in(world, single.region, single.day, rng)
        matter = {**NOISE, **SMALL}[single.name]
        world.agenda.put(at, f"perkara|{name}", partial(begin_matter, world, village, matter, at, name))


def begin_matter(world: World, village: Village, matter: Matter, at: int, name: str) -> None:
    """Let a planted matter happen when its moment has come."""
    happen(world, village, matter, at, name, lots(world.seed, "perkara", name))


def come_by_themselves(world: World) -> None:
    """Let conflicts and falsehoods come at the rates of the scenario: by kabupaten, day by day."""
    quiet = world.scenario.quiet
    people: dict[str, int] = {}
    for village in world.ground.villages.values():
        people[village.kabupaten] = people.get(village.kabupaten, 0) + village.people
    for kabupaten, count in people.items():
        a_day = count / 1_000_000 / DAYS_A_YEAR
        for day in range((world.ends_at - world.starts_at) // DAY):
            rng = lots(world.seed, "sendiri", kabupaten, world.date_of(day).toordinal())
            name = f"{kabupaten}.{world.date_of(day).isoformat()}"
            for turn in range(poisson(rng, quiet.episodes_per_million_a_year * a_day)):
                tempo = drawn(rng, TEMPI)
                grow(
                    world,
                    Conflict(template=ANY, region=kabupaten, day=day, tempo=tempo),
                    f"t{name}.{turn + 1}",
                )
            for turn in range(poisson(rng, quiet.harms_per_million_a_year * a_day)):
                kind, numbers = drawn(rng, HARMS), rng.randint(*NUMBERS)
                harm = Harm(kind=kind, region=kabupaten, day=day, days=rng.randint(1, 3), numbers=numbers)
                do_harm(world, harm, f"u{name}.{turn + 1}")
