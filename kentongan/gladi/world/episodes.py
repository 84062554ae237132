"""How a conflict goes: stage by stage, seen in signs, held back by answers, carried to neighbours.

Every moment of an episode is drawn from its own name. The office is asked when something is about to
happen, so an answer changes only what comes after it: the next stage does not come, or comes later,
fewer things happen in the meantime, and less is carried on.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from math import exp, sqrt
from random import Random

from kentongan.gladi.world.choosing import parties
from kentongan.gladi.world.lots import lots, poisson, share
from kentongan.gladi.world.matter import Occurrence
from kentongan.gladi.world.people import somebody
from kentongan.gladi.world.quiet import STIRRED, exact
from kentongan.gladi.world.sending import Telling, plan
from kentongan.gladi.world.state import DAY, EPOCH, HOUR, MINUTE, World
from kentongan.gladi.world.stream import moment
from kentongan.gladi.world.templates import Sign, Template
from kentongan.gladi.world.truth import Episode, Silence

STAGES = ("PG", "AG", "GN", "PK")
PACE: Mapping[str, tuple[float, float, float, float]] = {
    "slow": (3.0, 2.5, 1.5, 1.5),
    "usual": (1.0, 1.0, 1.0, 1.0),
    "sudden": (0.03, 0.03, 1.0, 0.8),
}
"""How much longer or shorter the stages are at each tempo."""
PACE_SPREAD = 0.45
SIGNS: Mapping[str, tuple[int, float]] = {"PG": (1, 2.2), "AG": (1, 2.6), "GN": (1, 3.5), "PK": (1, 1.2)}
"""How many signs a stage has: these for certain, and on average so many more."""
TELLERS: Mapping[int, tuple[float, float]] = {0: (0.8, 0.3), 1: (0.85, 0.7), 2: (2.0, 2.0), 3: (4.0, 6.0)}
"""How many tell a sign, by severity: those who are likely to, and on average so many more."""
STOPPED: Mapping[str, float] = {"AG": 0.65, "GN": 0.55}
"""How likely an answer keeps an episode from coming to this stage."""
HELD_BACK = 0.55
"""How likely an answer keeps a single sign from happening."""
NOT_CARRIED = 0.75
"""How likely an answer keeps it from coming over to a neighbour."""
CARRIED_FURTHER = 0.5
"""How much less likely each further step of contagion is."""
FEAR: Mapping[str, float] = {"AG": 0.05, "GN": 0.12}
"""How likely a post of the place falls silent because it is afraid."""
HARMS = ("mati", "luka", "mengungsi", "rusak")


@dataclass
class Course:
    """An episode while it goes on.

    Attributes:
        truth: What is noted about it.
        villages: Where it is: one village, or the two that stand against each other.
        parties: Who stands against whom.
        reaches: The last stage before it dies down if nobody acts; GN is followed by PK.
        carries: How likely each neighbour is drawn in.
        carried_to: Villages it has already come to, with all it was carried on to.
    """

    truth: Episode
    template: Template
    villages: tuple[str, ...]
    parties: tuple[str, ...]
    tempo: str
    reaches: str
    carries: float
    carried_to: set[str]
    entered_at: int = 0
    is_over: bool = False


def begin(world: World, course: Course) -> None:
    """Write down that an episode begins."""
    at = course.truth.starts_at
    world.agenda.put(at, f"babak|{course.truth.id}|PG", partial(enter, world, course, "PG", at))
    last = world.ends_at - 1
    if at < last:
        world.agenda.put(last, f"akhir|{course.truth.id}", partial(look_back, world, course, last))


def look_back(world: World, course: Course, at: int) -> None:
    """Note at the end of the world whether an episode that still goes on has been answered."""
    if not course.is_over:
        is_answered(world, course, at)


def is_answered(world: World, course: Course, at: int) -> bool:
    """Ask the office whether it has acted by now, and note when it did; answers to earlier matters do not count."""
    truth = course.truth
    if truth.answered_at is None:
        answered = world.office.answered_at(truth.id, truth.region, moment(at))
        if answered is not None and truth.starts_at <= answered.timestamp() <= at:
            truth.answered_at = int(answered.timestamp())
    return truth.answered_at is not None


def enter(world: World, course: Course, stage: str, at: int, *, was_delayed: bool = False) -> None:
    """Let an episode come to a stage, unless an answer stops it or puts it off."""
    truth = course.truth
    if stage == "PG":
        world.truth.episodes.append(truth)
    rng = lots(world.seed, "babak", truth.id, stage)
    if stage in STOPPED and is_answered(world, course, at):
        if share(world.seed, "redam", truth.id, stage, was_delayed) < STOPPED[stage]:
            settle(world, course, at)
            return
        if not was_delayed:
            later = at + 6 * HOUR + round((at - course.entered_at) * rng.uniform(0.5, 2.0))
            again = partial(enter, world, course, stage, later, was_delayed=True)
            world.agenda.put(later, f"babak|{truth.id}|{stage}|tunda", again)
            return
    truth.stages.append((stage, at))
    course.entered_at = at
    ends_at = at + lasting(course, stage, rng)
    plan_signs(world, course, stage, at, ends_at)
    be_afraid(world, course, stage, at, ends_at)
    if stage == "GN":
        carry_on(world, course, at)
    go_on(world, course, stage, ends_at)


def go_on(world: World, course: Course, stage: str, at: int) -> None:
    """Write down what follows a stage: the next one, or that it dies down."""
    name = course.truth.id
    if stage == "PK":
        world.agenda.put(at, f"babak|{name}|selesai", partial(end, world, course, at))
    elif stage == course.reaches and stage != "GN":
        world.agenda.put(at, f"babak|{name}|reda", partial(settle, world, course, at))
    else:
        following = STAGES[STAGES.index(stage) + 1]
        world.agenda.put(at, f"babak|{name}|{following}", partial(enter, world, course, following, at))


def settle(world: World, course: Course, at: int) -> None:
    """Let an episode end before it came to GN; more often than not people talk about how."""
    end(world, course, at)
    rng = lots(world.seed, "reda", course.truth.id)
    if rng.random() < 0.6:
        sign = rng.choice(course.template.signs["PK"])
        shown_at = at + round(rng.uniform(1, 30) * HOUR)
        show_later(world, course, "", sign, shown_at, f"{course.truth.id}|reda")


def end(world: World, course: Course, at: int) -> None:
    """Note that an episode is over, and whether anybody has answered it."""
    is_answered(world, course, at)
    course.is_over = True
    course.truth.ended_at = at


def lasting(course: Course, stage: str, rng: Random) -> int:
    """Draw how long a stage lasts, in seconds."""
    turn = STAGES.index(stage)
    days = course.template.days[turn] * PACE[course.tempo][turn] * rng.lognormvariate(0, PACE_SPREAD)
    return max(20 * MINUTE, round(days * DAY))


def plan_signs(world: World, course: Course, stage: str, at: int, ends_at: int) -> None:
    """Draw what is seen in a stage and when: ever more before it breaks out, ever less afterwards."""
    rng = lots(world.seed, "tanda", course.truth.id, stage)
    certain, more = SIGNS[stage]
    pace = sqrt(PACE[course.tempo][STAGES.index(stage)])
    count = certain + poisson(rng, more * max(0.4, min(pace, 2.0)))
    signs = course.template.signs[stage]
    for turn in range(count):
        sign = rng.choices(signs, weights=[each.weight for each in signs])[0]
        luck = rng.random()
        part = 0.0 if turn == 0 else sqrt(luck) if stage in {"PG", "AG"} else luck**2
        shown_at = at + round(part * (ends_at - at))
        show_later(world, course, stage, sign, shown_at, f"{course.truth.id}|{stage}|{turn}")


def show_later(world: World, course: Course, stage: str, sign: Sign, at: int, name: str) -> None:
    """Write down a sign."""
    world.agenda.put(at, f"tanda|{name}", partial(show, world, course, stage, sign, at, name))


def show(world: World, course: Course, stage: str, sign: Sign, at: int, name: str) -> None:
    """Let something be seen, unless an answer has kept it from happening."""
    rng = lots(world.seed, "terlihat", name)
    first = name.endswith("|0")
    if stage and not first and is_answered(world, course, at) and rng.random() < HELD_BACK:
        return
    if course.is_over and stage in {"PG", "AG"}:
        return
    place, other = sides(course, rng)
    occurrence = Occurrence(
        id=f"k|{name}",
        at=moment(at),
        region=place,
        other=other,
        stage=stage or "PK",
        event_form=sign.event_form,
        issues=course.template.issues,
        category=course.template.category,
        kind=sign.kind,
        severity=sign.severity,
        nature="penyelesaian" if sign.kind == "penyelesaian" else "konflik",
        counts=exact(sign.counts, rng),
        parties=course.parties,
        episode=course.truth.id,
    )
    world.truth.occurrences.append(occurrence)
    for kind in HARMS:
        if kind in occurrence.counts:
            course.truth.harmed[kind] = course.truth.harmed.get(kind, 0) + occurrence.counts[kind][0]
    tell_around(world, occurrence, name, rng)


def sides(course: Course, rng: Random) -> tuple[str, str]:
    """Draw in which of its villages something is seen, and return the other one."""
    if len(course.villages) == 1:
        return course.villages[0], ""
    first, second = course.villages
    return (first, second) if rng.random() < 0.7 else (second, first)


def tell_around(world: World, occurrence: Occurrence, name: str, rng: Random) -> None:
    """Let those tell a sign who saw it: the graver, the more."""
    village = world.ground.villages[occurrence.region]
    there = world.posts[village.code]
    likely, more = TELLERS[occurrence.severity]
    count = int(likely) + (rng.random() < likely % 1) + poisson(rng, more)
    hurry = 90 * MINUTE if occurrence.severity < 2 else 35 * MINUTE
    for turn in range(count):
        home = village
        if village.neighbours and rng.random() < 0.1:
            home = world.ground.villages[rng.choice(village.neighbours)]
        there = world.posts[home.code]
        teller = somebody(world.seed, home, there, rng, citizens_share=world.scenario.quiet.citizens_share)
        written = int(occurrence.at.timestamp()) + 2 * MINUTE + round(rng.expovariate(1 / hurry))
        telling = Telling(
            name=f"{name}|{turn}", at=written, occurrence=occurrence, teller=teller, shared=count > 1
        )
        plan(world, telling, rng)


def be_afraid(world: World, course: Course, stage: str, at: int, ends_at: int) -> None:
    """Let some posts of the place fall silent because they are afraid."""
    for code in course.villages:
        for post in world.posts[code]:
            rng = lots(world.seed, "takut", course.truth.id, stage, post.id)
            if rng.random() < FEAR.get(stage, 0.0):
                since = at + round(rng.uniform(0, 6) * HOUR)
                until = max(ends_at, since) + round(rng.uniform(1, 6) * DAY)
                world.fall_silent(Silence(post.id, since, until, "takut"))


def carry_on(world: World, course: Course, at: int) -> None:
    """Draw which neighbours are drawn in, and when."""
    home = course.villages[0]
    for code in world.ground.villages[home].neighbours:
        if code in course.carried_to:
            continue
        village = world.ground.villages[code]
        stirred = exp(STIRRED * world.stirred.at(village, at / DAY + EPOCH))
        rng = lots(world.seed, "menular", course.truth.id, code)
        if rng.random() < course.carries * stirred:
            course.carried_to.add(code)
            later = at + round(rng.uniform(4, 60) * HOUR)
            come = partial(come_over, world, course, code, later)
            world.agenda.put(later, f"menular|{course.truth.id}|{code}", come)


def come_over(world: World, course: Course, code: str, at: int) -> None:
    """Let an episode come over to a neighbour, unless an answer has kept it back."""
    truth = course.truth
    luck = share(world.seed, "tertular", truth.id, code)
    if is_answered(world, course, at) and luck < NOT_CARRIED:
        return
    template = course.template
    home = course.villages[0]
    pair = (code, home) if template.between_villages else (code,)
    begin(
        world,
        Course(
            truth=Episode(
                id=f"{truth.id}>{code}",
                template=truth.template,
                issue=truth.issue,
                category=truth.category,
                region=code,
                regions=pair,
                starts_at=at,
                cause="menular",
                border=len({one[:8] for one in pair}) > 1,
                parent=truth.id,
            ),
            template=template,
            villages=pair,
            parties=parties(world, template, pair),
            tempo="sudden",
            reaches="GN" if share(world.seed, "sampai", truth.id, code) < template.opens else "AG",
            carries=course.carries * CARRIED_FURTHER,
            carried_to=course.carried_to,
        ),
    )
