"""From somebody who has seen something to a message that arrives: late, twice, by a wrong clock, from a wrong place."""

from dataclasses import dataclass
from random import Random

from kentongan.gladi.world.ground import Village
from kentongan.gladi.world.lots import key, lots, share
from kentongan.gladi.world.matter import Occurrence, Teller, Told
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
        is_known: Whether the number is registered with a region.
    """

    name: str
    at: int
    occurrence: Occurrence
    teller: Teller
    shared: bool = False
    paraphrased: float = PARAPHRASED_SHARE
    has_photo: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A message on its way, without the number it gets on arrival."""

    name: str
    at: int
    teller: Teller
    client_id: str
    stated_at: int
    kind: str
    text: str = ""
    claimed_code: str = ""
    claimed_place: str = ""
    claimed_event_at: int | None = None
    has_photo: bool = False
    occurrence: Occurrence | None = None
    told: Told | None = None


def plan(world: World, telling: Telling) -> None:
    """Write down that somebody will tell something."""
    world.agenda.put(telling.at, f"tulis|{telling.name}", lambda: write(world, telling))


def write(world: World, telling: Telling) -> None:
    """Write the message and send it off, unless the post is silent."""
    teller, occurrence = telling.teller, telling.occurrence
    if teller.post and world.is_silent(teller.post, telling.at):
        return
    rng = lots(world.seed, "kirim", telling.name)
    place = named_place(world, telling, rng)
    told = worded(world, telling, place, rng)
    is_chosen = teller.channel == "web" or rng.random() < 0.1
    claims_time = is_chosen and rng.random() < 0.6
    stated_at = by_phone_clock(world, teller.number, telling.at, rng)
    letter = Letter(
        name=telling.name,
        at=telling.at,
        teller=teller,
        client_id=f"{rng.getrandbits(96):024x}",
        stated_at=stated_at,
        kind=REPORT,
        text=told.text,
        claimed_code=place.code if is_chosen else "",
        claimed_place="" if is_chosen else spoken(place, rng),
        claimed_event_at=claimed(occurrence, telling.at, stated_at) if claims_time else None,
        has_photo=telling.has_photo or rng.random() < PHOTO_SHARE,
        occurrence=occurrence,
        told=told,
    )
    send(world, letter, rng)


def worded(world: World, telling: Telling, place: Village, rng: Random) -> Told:
    """Let the grammar tell it: in own words, or in those of whoever told it first."""
    occurrence = telling.occurrence
    first = world.first_told.get(occurrence.id) if telling.shared else None
    again = first if first is not None and rng.random() < telling.paraphrased else None
    told = world.tell(
        occurrence,
        telling.teller,
        place,
        rng=lots(world.seed, "kata", telling.name),
        said_at=moment(telling.at),
        paraphrase_of=again,
    )
    if telling.shared and first is None:
        world.first_told[occurrence.id] = told
    return told


def named_place(world: World, telling: Telling, rng: Random) -> Village:
    """Return the village the teller names: mostly the true one, sometimes one beside it."""
    true = world.ground.villages[telling.occurrence.region]
    if true.neighbours and rng.random() < world.scenario.quiet.wrong_place_share:
        return world.ground.villages[rng.choice(true.neighbours)]
    return true


def spoken(place: Village, rng: Random) -> str:
    """Return the place as it was typed into the field for it; most leave the field empty."""
    lot = rng.random()
    if lot < 0.7:
        return ""
    return place.name if lot < 0.9 else f"{place.name} {place.kecamatan_name}"


def claimed(occurrence: Occurrence, at: int, stated_at: int) -> int:
    """Return when the sender says it happened, to a quarter of an hour and by the clock of the phone."""
    happened = int(occurrence.at.timestamp()) + stated_at - at
    return happened // (15 * MINUTE) * 15 * MINUTE


def by_phone_clock(world: World, number: str, at: int, rng: Random) -> int:
    """Return what the clock of a phone shows; a wrong one stays wrong for a month."""
    wrong = share(world.seed, "jam", number, at // (30 * DAY))
    if wrong >= world.scenario.quiet.clock_fault_share:
        return at + round(rng.gauss(0, 15))
    if key(world.seed, "jam mundur", number) % 2:
        return at % (30 * DAY)
    return at + AHEAD


def nil(world: World, teller: Teller, at: int) -> None:
    """Send a nil report, unless the post is silent."""
    if world.is_silent(teller.post, at):
        return
    name = f"nihil|{teller.post}|{at}"
    rng = lots(world.seed, "kirim", name)
    letter = Letter(
        name=name,
        at=at,
        teller=teller,
        client_id=f"{rng.getrandbits(96):024x}",
        stated_at=by_phone_clock(world, teller.number, at, rng),
        kind=NIL,
        text="" if teller.channel == "web" else rng.choice(NIL_TEXTS),
        claimed_code=teller.region,
    )
    send(world, letter, rng)


def send(world: World, letter: Letter, rng: Random) -> None:
    """Put a message on its way, and a copy of it where the phone is not sure that it arrived."""
    at = letter.at + delay(world, letter.teller, rng)
    deliver(world, letter, at, 1)
    if rng.random() < world.scenario.quiet.copies_share:
        deliver(world, letter, at + 5 + round(rng.expovariate(1 / (40 * MINUTE))), 2)


def delay(world: World, teller: Teller, rng: Random) -> int:
    """Return how long a message is on its way: seconds, or hours and days where there is no signal."""
    village = world.ground.villages[teller.region]
    offline = world.scenario.quiet.offline_share * (1.7 - 1.4 * village.urban)
    if rng.random() < offline:
        return min(LONGEST_OFFLINE, round(rng.lognormvariate(9.3, 1.2)))
    if teller.channel == "sms":
        return 5 + round(rng.expovariate(1 / 90))
    return 1 + round(rng.expovariate(1 / 8))


def deliver(world: World, letter: Letter, at: int, turn: int) -> None:
    """Write down when a message arrives."""
    world.agenda.put(at, f"tiba|{letter.name}|{turn}", lambda: arrive(world, letter, at))


def arrive(world: World, letter: Letter, at: int) -> Message:
    """Number a message that has arrived, and note the truth about it."""
    world.received += 1
    number = f"m{world.received:07d}"
    note(world, letter, number)
    teller = letter.teller
    return Message(
        id=number,
        client_id=letter.client_id,
        received_at=moment(at),
        stated_at=moment(letter.stated_at),
        number=teller.number,
        role=teller.role,
        region=teller.region if teller.post else "",
        channel=teller.channel,
        kind=letter.kind,
        text=letter.text,
        post=teller.post,
        claimed_code=letter.claimed_code,
        claimed_place=letter.claimed_place,
        claimed_event_at=None if letter.claimed_event_at is None else moment(letter.claimed_event_at),
        photo=letter.has_photo,
    )


def note(world: World, letter: Letter, number: str) -> None:
    """Note what is true about a message; all that tell the same are duplicates of the first to arrive."""
    about = letter.occurrence
    first = world.first_id.setdefault(about.id if about else letter.client_id, number)
    duplicate_of = None if first == number else first
    if about and letter.told:
        world.truth.messages[number] = of_message(about, letter.told, duplicate_of)
    else:
        world.truth.messages[number] = of_nil(letter.teller.region, letter.at, duplicate_of)
