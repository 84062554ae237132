"""Harm that is done with messages, or by leaving them out: floods of rumours, slander, hoaxes, silent posts."""

from collections.abc import Mapping
from random import Random

from kentongan.gladi.world.choosing import village_in
from kentongan.gladi.world.ground import Village
from kentongan.gladi.world.lots import lots, share
from kentongan.gladi.world.matter import Occurrence, Teller
from kentongan.gladi.world.people import citizen, phone
from kentongan.gladi.world.quiet import exact
from kentongan.gladi.world.scenario import ANY, Harm
from kentongan.gladi.world.sending import Telling, plan
from kentongan.gladi.world.state import DAY, HOUR, MINUTE, World
from kentongan.gladi.world.stream import moment
from kentongan.gladi.world.templates import TEMPLATES
from kentongan.gladi.world.truth import Flood, Silence
from kentongan.rules.authority import Role

CLAIMED = ("lahan", "kampung", "pelajar", "bansos", "main_hakim")
"""Templates whose open disturbance is made up by rumours and hoaxes."""
EACH_SENDS: Mapping[str, int] = {"rumor": 3, "fitnah": 2, "hoaks": 1}
"""How often one number sends it at most."""
PARAPHRASED: Mapping[str, float] = {"rumor": 0.85, "fitnah": 0.5, "hoaks": 0.9}
BELIEVED = 0.25
"""How many citizens pass a falsehood on, for each number that spreads it."""
SILENT_DAYS: Mapping[str, tuple[float, float]] = {
    "telepon": (1.5, 0.6),
    "malas": (2.1, 0.5),
    "takut": (1.2, 0.5),
}
"""How long a post is silent: mean and spread of the logarithm of the days."""


def spread(world: World, harm: Harm, name: str, at: int) -> None:
    """Plan a falsehood: what is claimed, by which numbers, and when each of them writes."""
    rng = lots(world.seed, "ulah", name)
    day = max(0, (at - world.starts_at) // DAY)
    village = village_in(world, harm.region, day, rng)
    numbers = tuple(phone(world.seed, "ulah", name, turn) for turn in range(harm.numbers))
    occurrence = claim(harm.kind, village, name, at, rng)
    lasts = harm.days * DAY
    world.agenda.put(at, f"ulah|{name}", lambda: note(world, occurrence, flood))
    last = at
    for turn, number in enumerate(numbers):
        for copy in range(rng.randint(1, EACH_SENDS[harm.kind])):
            written = at + round(lasts * rng.random() ** 2)
            last = max(last, written)
            teller = stranger(number, village, harm.kind, rng)
            pass_on(world, occurrence, teller, written, f"{name}|{turn}|{copy}", rng)
    for turn in range(round(harm.numbers * BELIEVED)):
        home = world.ground.villages[rng.choice(village.neighbours)] if village.neighbours else village
        teller = citizen(world.seed, home, rng, channel="terusan")
        written = at + round(rng.uniform(0.1, 1) * lasts)
        pass_on(world, occurrence, teller, written, f"{name}|percaya|{turn}", rng)
    flood = Flood(name, harm.kind, village.code, numbers, at, last)


def note(world: World, occurrence: Occurrence, flood: Flood) -> None:
    """Note a falsehood once it begins."""
    world.truth.occurrences.append(occurrence)
    world.truth.floods.append(flood)


def claim(kind: str, village: Village, name: str, at: int, rng: Random) -> Occurrence:
    """Make up what is claimed: slander says something of a person, the rest an open disturbance."""
    template = TEMPLATES[rng.choice(CLAIMED)]
    sign = rng.choice(template.signs["GN"])
    slander = kind == "fitnah"
    return Occurrence(
        id=f"u|{name}",
        at=moment(at - round(rng.uniform(5, 90)) * MINUTE),
        region=village.code,
        stage="",
        event_form="E01" if slander else sign.event_form,
        issues=("I30",) if slander else template.issues,
        category="hoaks" if slander else template.category,
        kind="potensi" if slander else sign.kind,
        severity=1 if slander else sign.severity,
        nature=kind,
        counts={} if slander else exact(sign.counts, rng),
        parties=() if slander else tuple(f"warga {village.name}" for _ in range(1)),
        is_true=False,
    )


def stranger(number: str, village: Village, kind: str, rng: Random) -> Teller:
    """Return a coordinated number as the one who tells it."""
    channel = "terusan" if kind == "hoaks" else rng.choice(("wa", "wa", "terusan", "sms"))
    lang = village.lang if rng.random() < 0.2 else "id"
    return Teller(number=number, home=village.code, role=Role.WARGA.value, lang=lang, channel=channel)


def pass_on(world: World, occurrence: Occurrence, teller: Teller, at: int, name: str, rng: Random) -> None:
    """Plan one message of a falsehood; hoaxes carry an old picture."""
    telling = Telling(
        name=f"ulah|{name}",
        at=at,
        occurrence=occurrence,
        teller=teller,
        shared=True,
        paraphrased=PARAPHRASED[occurrence.nature],
        has_photo=occurrence.nature == "hoaks",
    )
    plan(world, telling, rng)


def silence(world: World, harm: Harm, name: str, at: int) -> None:
    """Let a part of the posts of a region fall silent together."""
    villages = world.ground.villages.values() if harm.region == ANY else world.ground.within(harm.region)
    for village in villages:
        for post in world.posts[village.code]:
            rng = lots(world.seed, "sunyi", name, post.id)
            if rng.random() < harm.share:
                since = at + round(rng.uniform(0, 10) * HOUR)
                world.fall_silent(Silence(post.id, since, since + harm.days * DAY, harm.why))


def plan_usual_silences(world: World) -> None:
    """Let phones break and posts grow lazy at the rates of the scenario, month by month."""
    quiet = world.scenario.quiet
    yearly = {"telepon": quiet.phones_broken_a_year, "malas": quiet.posts_lazy_a_year}
    days = range((world.ends_at - world.starts_at) // DAY)
    months = [day for day in days if day == 0 or world.date_of(day).day == 1]
    for post in world.truth.posts:
        for day in months:
            for why, rate in yearly.items():
                break_down(world, post.id, why, rate, day)


def break_down(world: World, post: str, why: str, rate: float, day: int) -> None:
    """Draw whether a post falls silent in the month that a day belongs to."""
    on = world.date_of(day)
    month = f"{on.year}-{on.month}"
    if share(world.seed, why, post, month) >= rate / 12:
        return
    rng = lots(world.seed, why, post, month, "lama")
    first = world.starts_at + (day - on.day + 1) * DAY
    since = first + round(rng.uniform(0, 30) * DAY)
    until = since + round(rng.lognormvariate(*SILENT_DAYS[why]) * DAY)
    if since >= world.starts_at:
        world.agenda.put(
            since, f"{why}|{post}|{month}", lambda: world.fall_silent(Silence(post, since, until, why))
        )
