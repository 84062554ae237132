"""What a kabupaten reports in an ordinary month: drawn by lot, the same for the same seed; no database, no clock."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import accumulate
from random import Random
from typing import TypeVar

from kentongan.gladi.place import Place
from kentongan.gladi.sayings import (
    CLOSINGS,
    GREETINGS,
    HAMLETS,
    NOISE,
    SAYINGS,
    SPOTS,
    SURROUNDINGS,
    Saying,
)
from kentongan.rules.authority import Role

Drawn = TypeVar("Drawn")
DAY = 24 * 60
# How busy an hour of the day and a day of the week is, beside the others: evenings, and the end of the week.
HOURS = (2, 1, 1, 1, 1, 2, 4, 6, 7, 7, 6, 5, 5, 5, 5, 6, 6, 7, 9, 10, 10, 8, 5, 3)
WEEKDAYS = (10, 9, 9, 9, 11, 14, 12)
# A village without polling stations in the pack still has people.
SMALLEST_WEIGHT = 6
SENDERS = {Role.LURAH: 5, Role.BHABINKAMTIBMAS: 4, Role.BABINSA: 3, Role.WARGA: 4, Role.LINMAS: 2}


class Ending(StrEnum):
    """What becomes of a report if nothing comes between."""

    ASIDE = "dikesampingkan"
    SETTLED = "selesai"
    MEDIATED = "dimediasi"
    REFERRED = "dirujuk"
    SLOW = "terlambat"
    RELAPSED = "kambuh"
    JOINED = "sama"
    WAITING = "menunggu"


@dataclass(frozen=True)
class Scene:
    """One report and what becomes of it; `minute` counts from the midnight on which the month begins."""

    key: str
    minute: int
    region: str
    sender: Role
    text: str
    event_form: str
    issues: tuple[str, ...]
    when: str
    ending: Ending
    place_text: str = ""
    counts: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    sensitivity: str = ""
    reason: str = ""
    same_as: str = ""
    is_forwarded: bool = False
    has_photo: bool = False


def month(
    villages: Iterable[Place], *, days: int, count: int, first_weekday: int, rng: Random
) -> list[Scene]:
    """Return the reports of a month in the order in which they arrive.

    Args:
        villages: Where people report; the more polling stations, the more often.
        days: How many days the month has, today included.
        count: How many matters are reported, before a few are reported twice.
        first_weekday: The weekday of the first day, Monday being 0.
        rng: Where luck comes from.
    """
    found = sorted(villages, key=lambda place: place.code)
    weights = list(accumulate(max(place.tps, SMALLEST_WEIGHT) for place in found))
    scenes: list[Scene] = []
    for turn in range(count):
        village = rng.choices(found, cum_weights=weights)[0]
        minute = moment(days, first_weekday, rng)
        scene = (
            noise(turn, village, minute, rng)
            if rng.random() < NOISE_SHARE
            else told(turn, village, minute, rng)
        )
        scenes.append(scene)
        if scene.ending not in {Ending.ASIDE, Ending.JOINED} and rng.random() < TWICE_SHARE:
            scenes.append(again(scene, rng))
    return sorted(scenes, key=lambda scene: (scene.minute, scene.key))


NOISE_SHARE = 0.12
TWICE_SHARE = 0.14
FORWARDED_SHARE = 0.3
PHOTO_SHARE = 0.04
# What usually becomes of a matter.
ENDINGS = {
    Ending.SETTLED: 54,
    Ending.MEDIATED: 18,
    Ending.REFERRED: 9,
    Ending.SLOW: 7,
    Ending.RELAPSED: 4,
    Ending.ASIDE: 8,
}


def moment(days: int, first_weekday: int, rng: Random) -> int:
    """Return a minute of the month with the rhythm of week and day."""
    of_day = [WEEKDAYS[(first_weekday + day) % 7] for day in range(days)]
    day = rng.choices(range(days), weights=of_day)[0]
    hour = rng.choices(range(24), weights=HOURS)[0]
    return day * DAY + hour * 60 + rng.randrange(60)


def told(turn: int, village: Place, minute: int, rng: Random) -> Scene:
    """Return a report about something."""
    saying = rng.choices(SAYINGS, weights=[one.weight for one in SAYINGS])[0]
    sender = drawn(SENDERS, rng)
    counts = {kind: rng.choice(ranges) for kind, ranges in saying.counts.items()}
    ending = drawn(ENDINGS, rng)
    return Scene(
        key=f"q{turn:04d}",
        minute=minute,
        region=village.code,
        sender=sender,
        text=worded(saying, village, sender, minute, rng),
        event_form=saying.event_form,
        issues=saying.issues,
        when=rng.choice(saying.whens),
        ending=ending,
        place_text="",
        counts=counts,
        sensitivity=saying.sensitivity,
        reason=rng.choice(ASIDE_REASONS) if ending is Ending.ASIDE else "",
        is_forwarded=sender is not Role.WARGA and rng.random() < FORWARDED_SHARE,
        has_photo=rng.random() < PHOTO_SHARE,
    )


ASIDE_REASONS = (
    "Sudah diperiksa di lokasi bersama tiga pilar, tidak ditemukan kejadian seperti yang dilaporkan.",
    "Bukan urusan kewaspadaan dini. Pelapor sudah diarahkan ke kantor desa.",
    "Sudah selesai di tempat sebelum petugas datang, tidak ada pihak yang keberatan.",
    "Diteruskan ke SP4N-LAPOR! karena menyangkut layanan umum, pelapor sudah diberi tahu.",
)


def noise(turn: int, village: Place, minute: int, rng: Random) -> Scene:
    """Return a message that is no report of a conflict, and is put aside."""
    text, reason = rng.choice(NOISE)
    return Scene(
        key=f"q{turn:04d}",
        minute=minute,
        region=village.code,
        sender=rng.choice((Role.WARGA, Role.LINMAS, Role.LURAH)),
        text=filled(text, village, minute, rng),
        event_form="E99" if rng.random() < 0.5 else "",
        issues=(),
        when="",
        ending=Ending.ASIDE,
        sensitivity="B",
        reason=reason,
    )


def again(first: Scene, rng: Random) -> Scene:
    """Return the same matter told by somebody else a little later."""
    openings = (
        "Info dari grup: ",
        "Nyambung laporan tadi, ",
        "Sama seperti yang dilaporkan, ",
        "Dari warga sekitar: ",
    )
    text = max(first.text.split(". "), key=len)
    return Scene(
        key=f"{first.key}b",
        minute=first.minute + rng.randrange(8, 140),
        region=first.region,
        sender=Role.WARGA if first.sender is not Role.WARGA else Role.BABINSA,
        text=f"{rng.choice(openings)}{text.strip()[:1].lower()}{text.strip()[1:]}",
        event_form=first.event_form,
        issues=first.issues,
        when=first.when,
        ending=Ending.JOINED,
        sensitivity=first.sensitivity,
        same_as=first.key,
    )


def worded(saying: Saying, village: Place, sender: Role, minute: int, rng: Random) -> str:
    """Put a report into the words of whoever sends it."""
    greeting, closing = rng.choice(GREETINGS[sender]), rng.choice(CLOSINGS[sender])
    body, rest = rng.choice(saying.bodies), rng.choice(saying.states or SURROUNDINGS)
    if not greeting or greeting.endswith("."):
        body = body[:1].upper() + body[1:]
    return filled(" ".join(part for part in (greeting, body, rest, closing) if part), village, minute, rng)


def filled(text: str, village: Place, minute: int, rng: Random) -> str:
    """Put places, hours and small numbers into a sentence; one sentence speaks of one place."""
    return text.format(
        desa=village.name,
        dusun=rng.choice(HAMLETS),
        tempat=rng.choice(SPOTS),
        rt=f"{rng.randrange(1, 9):02d}",
        rw=f"{rng.randrange(1, 7):02d}",
        jam=clock(minute),
        nanti=clock(minute + 60 * rng.randrange(3, 6)),
        orang=rng.randrange(5, 40),
    )


def clock(minute: int) -> str:
    """Return a quarter of an hour as people say it."""
    quarter = minute // 15
    return f"{quarter // 4 % 24:02d}.{quarter % 4 * 15:02d}"


def drawn(weights: Mapping[Drawn, int], rng: Random) -> Drawn:
    """Draw one of several things, each with its weight."""
    return rng.choices(list(weights), weights=list(weights.values()))[0]


def voices(
    villages: Sequence[Place], *, days: int, busy: frozenset[tuple[str, int]], rng: Random
) -> Iterator[tuple[int, str]]:
    """Yield when which village says that nothing happened; most keep it, some forget, a few never speak.

    `busy` holds the village and the day on which it had something to report.
    """
    for village in sorted(villages, key=lambda place: place.code):
        kept = rng.choices((0.96, 0.85, 0.55, 0.08), weights=(60, 26, 10, 4))[0]
        habit = rng.choice((6 * 60, 7 * 60, 16 * 60, 17 * 60, 18 * 60))
        for day in range(days):
            minute = day * DAY + habit + rng.randrange(90)
            if rng.random() < kept and (village.code, day) not in busy:
                yield minute, village.code
