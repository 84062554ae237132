"""From somebody who has seen something to a message that arrives: late, twice, by a wrong clock, from a wrong place."""

from dataclasses import dataclass, replace
from functools import partial
from random import Random

from kentongan.gladi.world.ground import Village
from kentongan.gladi.world.lots import key, lots, share
from kentongan.gladi.world.matter import Occurrence, Teller, Told
from kentongan.gladi.world.people import Post, from_post
from kentongan.gladi.world.state import DAY, HOUR, MINUTE, World
from kentongan.gladi.world.stream import NIL, REPORT, Message, moment
from kentongan.gladi.world.truth import of_message, of_nil

NIL_TEXTS = ("Nihil", "NIHIL", "nihil", "Laporan nihil", "Nihil.", "Lap nihil")
AHEAD = 8 * HOUR
"""A phone that takes UTC for its own time, or was bought in another zone."""
LONGEST_OFFLINE = 6 * DAY
PARAPHRASED_SHARE = 0.4
"""How many of those who tell what others told before them pass it on instead of telling their own."""
PHOTO_SHARE = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """Somebody is about to tell something; `name` is its own, `at` when it is written.

    Attributes:
        shared: Whether others tell the same.
        paraphrased: How likely it is told again in the words of the first one.
        has_photo: Whether a picture goes with it in any case.
    """

    name: str
    at: int
    occurrence: Occurrence
    teller: Teller
    shared: bool = False
    paraphrased: float = PARAPHRASED_SHARE
    has_photo: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Fate:
    """What becomes of a message, drawn before it is written.

    Attributes:
        place: The village that is named, which need not be the true one.
        is_chosen: Whether the place is chosen from a list instead of only told.
        delay: Seconds until it arrives.
        copy_after: Seconds until it arrives once more; 0 if it does not.
    """

    client_id: str
    place: Village
    is_chosen: bool
    typed_place: str
    claims_time: bool
    is_again: bool
    has_photo: bool
    jitter: int
    delay: int
    copy_after: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A message on its way, without the number it gets on arrival."""

    name: str
    at: int
    teller: Teller
    fate: Fate
    kind: str
    text: str = ""
    occurrence: Occurrence | None = None
    told: Told | None = None


def plan(world: World, telling: Telling, rng: Random) -> None:
    """Write down that somebody will tell something, and draw what becomes of the message."""
    fate = drawn_fate(world, telling.teller, telling.occurrence.region, rng, telling.paraphrased)
    world.agenda.put(telling.at, f"tulis|{telling.name}", partial(write, world, telling, fate))


def plan_nil(world: World, post: Post, at: int, rng: Random) -> None:
    """Write down that a post will say that nothing happened."""
    teller = from_post(post, rng)
    fate = drawn_fate(world, teller, post.region, rng, 0.0)
    text = "" if teller.channel == "web" else rng.choice(NIL_TEXTS)
    letter = Letter(name=f"nihil|{post.id}|{at}", at=at, teller=teller, fate=fate, kind=NIL, text=text)
    world.agenda.put(at, f"tulis|{letter.name}", partial(send, world, letter))


def drawn_fate(world: World, teller: Teller, true: str, rng: Random, paraphrased: float) -> Fate:
    """Draw what becomes of a message."""
    quiet, village = world.scenario.quiet, world.ground.villages[true]
    luck = rng.random
    is_wrong = luck() < quiet.wrong_place_share and village.neighbours
    place = world.ground.villages[rng.choice(village.neighbours)] if is_wrong else village
    is_chosen = teller.channel == "web" or luck() < 0.1
    return Fate(
        client_id=f"{rng.getrandbits(96):024x}",
        place=place,
        is_chosen=is_chosen,
        typed_place="" if is_chosen else typed(place, luck()),
        claims_time=is_chosen and luck() < 0.6,
        is_again=luck() < paraphrased,
        has_photo=luck() < PHOTO_SHARE,
        jitter=round(rng.gauss(0, 15)),
        delay=delay(world, teller, rng),
        copy_after=5 + round(rng.expovariate(1 / (40 * MINUTE))) if luck() < quiet.copies_share else 0,
    )


def typed(place: Village, luck: float) -> str:
    """Return the place as it was typed into the field for it; most leave the field empty."""
    if luck < 0.7:
        return ""
    return place.name if luck < 0.9 else f"{place.name} {place.kecamatan_name}"


def delay(world: World, teller: Teller, rng: Random) -> int:
    """Return how long a message is on its way: seconds, or hours and days where there is no signal."""
    village = world.ground.villages[teller.home]
    offline = world.scenario.quiet.offline_share * (1.7 - 1.4 * village.urban)
    if rng.random() < offline:
        return min(LONGEST_OFFLINE, round(rng.lognormvariate(9.3, 1.2)))
    if teller.channel == "sms":
        return 5 + round(rng.expovariate(1 / 90))
    return 1 + round(rng.expovariate(1 / 8))


def write(world: World, telling: Telling, fate: Fate) -> None:
    """Write the message and send it off, unless the post is silent."""
    if telling.teller.post and world.is_silent(telling.teller.post, telling.at):
        return
    told = worded(world, telling, fate)
    letter = Letter(
        name=telling.name,
        at=telling.at,
        teller=telling.teller,
        fate=replace(fate, has_photo=True) if telling.has_photo else fate,
        kind=REPORT,
        text=told.text,
        occurrence=telling.occurrence,
        told=told,
    )
    send(world, letter)


def worded(world: World, telling: Telling, fate: Fate) -> Told:
    """Let the grammar tell it: in own words, or in those of whoever told it first."""
    first = world.first_told.get(telling.occurrence.id) if telling.shared else None
    told = world.tell(
        telling.occurrence,
        telling.teller,
        fate.place,
        rng=lots(world.seed, "kata", telling.name),
        said_at=moment(telling.at),
        paraphrase_of=first if fate.is_again else None,
    )
    if telling.shared and first is None:
        world.first_told[telling.occurrence.id] = told
        world.remember(telling.occurrence.id, telling.at)
    return told


def send(world: World, letter: Letter) -> None:
    """Put a message on its way, and a copy of it where the phone is not sure that it arrived; silent posts send none."""
    if letter.teller.post and world.is_silent(letter.teller.post, letter.at):
        return
    at = letter.at + letter.fate.delay
    deliver(world, letter, at, 1)
    if letter.fate.copy_after:
        deliver(world, letter, at + letter.fate.copy_after, 2)


def phone_clock(world: World, number: str, at: int) -> int:
    """Return what the clock of a phone shows; a wrong one stays wrong for a month."""
    if share(world.seed, "jam", number, at // (30 * DAY)) >= world.scenario.quiet.clock_fault_share:
        return at
    return at % (30 * DAY) if key(world.seed, "jam mundur", number) % 2 else at + AHEAD


def deliver(world: World, letter: Letter, at: int, turn: int) -> None:
    """Write down when a message arrives."""
    world.agenda.put(at, f"tiba|{letter.name}|{turn}", partial(arrive, world, letter, at))


def arrive(world: World, letter: Letter, at: int) -> Message:
    """Number a message that has arrived, and note the truth about it."""
    world.received += 1
    number = f"m{world.received:07d}"
    note(world, letter, number)
    teller, fate, about = letter.teller, letter.fate, letter.occurrence
    stated_at = max(0, phone_clock(world, teller.number, letter.at) + fate.jitter)
    claims_time = about is not None and fate.claims_time
    return Message(
        id=number,
        client_id=fate.client_id,
        received_at=moment(at),
        stated_at=moment(stated_at),
        number=teller.number,
        role=teller.role,
        region=teller.region,
        channel=teller.channel,
        kind=letter.kind,
        text=letter.text,
        post=teller.post,
        claimed_code=fate.place.code if about and fate.is_chosen else teller.region if not about else "",
        claimed_place=fate.typed_place if about else "",
        claimed_event_at=moment(claimed(about, letter.at, stated_at)) if about and claims_time else None,
        photo=about is not None and fate.has_photo,
    )


def claimed(about: Occurrence, at: int, stated_at: int) -> int:
    """Return when the sender says it happened, to a quarter of an hour and by the clock of the phone."""
    happened = int(about.at.timestamp()) + stated_at - at
    return max(0, happened // (15 * MINUTE) * 15 * MINUTE)


def note(world: World, letter: Letter, number: str) -> None:
    """Note what is true about a message; all that tell the same are duplicates of the first to arrive."""
    about = letter.occurrence
    told_as = about.id if about else letter.fate.client_id
    if told_as not in world.first_id:
        world.remember(told_as, letter.at)
    first = world.first_id.setdefault(told_as, number)
    duplicate_of = None if first == number else first
    if about and letter.told:
        world.truth.messages[number] = of_message(about, letter.told, duplicate_of)
    else:
        world.truth.messages[number] = of_nil(letter.teller.region, letter.at, duplicate_of)
