"""Where something happens and what it is about: drawn by people, by the slow field and by the season."""

from math import exp
from random import Random

from kentongan.gladi.world.almanac import seasons
from kentongan.gladi.world.ground import Village
from kentongan.gladi.world.quiet import STIRRED
from kentongan.gladi.world.scenario import ANY, Conflict
from kentongan.gladi.world.state import World
from kentongan.gladi.world.templates import TEMPLATES, Template
from kentongan.rules.refusal import Refused

IN_SEASON = 3.0
"""How much more often a trigger pulls in its season."""


def likelihood(world: World, village: Village, urban: float, day: int) -> float:
    """Return how likely something grows in a village: its people, how stirred it is, how urban."""
    stirred = world.stirred.at(village, world.date_of(day).toordinal())
    return village.people * exp(2 * STIRRED * stirred) * max(0.05, 1 + urban * (2 * village.urban - 1))


def village_in(world: World, region: str, day: int, rng: Random, *, urban: float = 0.0) -> Village:
    """Draw a village of a region, or of the whole world."""
    found = list(world.ground.villages.values()) if region == ANY else world.ground.within(region)
    return rng.choices(found, weights=[likelihood(world, one, urban, day) for one in found])[0]


def villages_of(
    world: World, conflict: Conflict, template: Template, day: int, rng: Random
) -> tuple[str, ...]:
    """Draw the village of a conflict, or the two.

    Raises:
        Refused: If a border is asked for that does not run through the world.
    """
    if isinstance(conflict.pair, tuple) and conflict.pair:
        return conflict.pair
    if conflict.pair:
        return drawn_pair(world, conflict, day, rng)
    village = village_in(world, conflict.region, day, rng, urban=template.urban)
    if not template.between_villages:
        return (village.code,)
    beside = village.neighbours or tuple(
        one.code for one in world.ground.within(village.kecamatan) if one.code != village.code
    )
    return (village.code, rng.choice(beside)) if beside else (village.code,)


def drawn_pair(world: World, conflict: Conflict, day: int, rng: Random) -> tuple[str, ...]:
    """Draw two bordering villages with the border between them that is asked for."""
    border = str(conflict.pair)
    inside = {one.code for one in world.ground.within(conflict.region)} if conflict.region != ANY else None
    pairs = [
        pair
        for pair in world.ground.pairs(border)
        if inside is None or pair[0] in inside or pair[1] in inside
    ]
    if not pairs:
        raise Refused(
            "Skenario: pasangan desa di batas %(border)s tidak ada di wilayah gladi. Tambah wilayahnya atau ubah `pair`.",
            "bad_scenario",
            words={"border": border},
        )
    weights = [likelihood(world, world.ground.villages[one], 0, day) for one, _ in pairs]
    pair = rng.choices(pairs, weights=weights)[0]
    return pair if rng.random() < 0.5 else pair[::-1]


def drawn_template(world: World, day: int, rng: Random) -> Template:
    """Draw what a conflict that grows by itself is about: only what something can trigger at this time."""
    weights = [
        template.weight * sum(pull(world, template, day).values()) / max(1, len(template.triggers))
        for template in TEMPLATES.values()
    ]
    return rng.choices(list(TEMPLATES.values()), weights=weights)[0]


def pull(world: World, template: Template, day: int) -> dict[str, float]:
    """Return how strongly each trigger pulls on a day; outside of its time it does not."""
    now = seasons(world.date_of(day)) | world.stages(day)
    return {
        trigger: (IN_SEASON if when else 1.0) if not when or now & set(when) else 0.0
        for trigger, when in template.triggers.items()
    }


def drawn_trigger(world: World, template: Template, day: int, rng: Random) -> str:
    """Draw what makes a conflict begin; a planted one may begin out of season."""
    weights = pull(world, template, day)
    if not any(weights.values()):
        weights = dict.fromkeys(weights, 1.0)
    return rng.choices(list(weights), weights=list(weights.values()))[0]


def parties(world: World, template: Template, villages: tuple[str, ...]) -> tuple[str, ...]:
    """Put the two sides into words; a group is named only where the scenario has words for it."""
    first = world.ground.villages[villages[0]]
    second = world.ground.villages[villages[-1]]
    other = second.name if second is not first else "kampung sebelah"
    sides = tuple(side.format(desa=first.name, lain=other) for side in template.sides)
    words = world.scenario.groups.words
    if not words:
        return sides
    own, beside = (ord(world.majority[one.code]) - ord("A") for one in (first, second))
    beside = beside if beside != own else (own + 1) % len(words)
    return f"{sides[0]} {words[own]}", f"{sides[1]} {words[beside]}"
