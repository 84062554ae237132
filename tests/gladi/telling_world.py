"""A small world for the tests of telling: every kind of matter, teller and place, drawn by lot."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from random import Random

from kentongan.gladi.telling.asked import CATEGORIES, CHANNELS, CONFLICTS, Range, Told
from kentongan.gladi.telling.places import Place, places
from kentongan.gladi.telling.tell import tell

MIDNIGHT = datetime(2026, 8, 13, 17, tzinfo=UTC)
LANGS = ("id", "jv", "mad", "su", "min", "bug", "pap", "plm", "mly", "btw")
ROLES = ("warga", "rt", "rw", "linmas", "lurah", "babinsa", "bhabinkamtibmas", "anonim", "pelajar", "camat")


@dataclass(frozen=True)
class Happening:
    id: str = "o1"
    at: datetime = MIDNIGHT + timedelta(hours=20, minutes=52)
    region: str = "35.08.12.2004"
    event_form: str = ""
    issues: tuple[str, ...] = ()
    category: str = "bentrok"
    kind: str = "kejadian"
    severity: int = 2
    counts: Mapping[str, Range] = field(default_factory=dict)
    parties: tuple[str, ...] = ()
    episode: str = ""
    nature: str = "konflik"


@dataclass(frozen=True)
class Sender:
    number: str = "+628120000001"
    role: str = "warga"
    region: str = "35.08.12.2004"
    lang: str = "jv"
    channel: str = "wa"


@cache
def lumajang() -> dict[str, Place]:
    return places(["35.08"])


def kinds_of(category: str) -> tuple[str, ...]:
    return (category,) if category in {"kegiatan", "bukan"} else ("kejadian", "potensi", "penyelesaian")


@dataclass(frozen=True)
class Case:
    happening: Happening
    sender: Sender
    place: Place
    said_at: datetime
    told: Told


def drawn_counts(severity: int, rng: Random) -> dict[str, Range]:
    low = rng.choice((12, 17, 25, 40, 52, 80, 150, 350, 1200))
    found: dict[str, Range] = {
        "massa": rng.choice(((low, low), (low, low + 9), (low, low + 30))),
        "personel": (30, 30),
        "diamankan": (rng.randint(1, 14),) * 2,
    }
    if severity >= 2:
        found |= {"luka": (rng.randint(1, 9),) * 2, "rusak": (rng.randint(1, 6),) * 2}
    if severity >= 3:
        found |= {"mati": (rng.randint(0, 3),) * 2, "mengungsi": (25, 40), "luka": (rng.randint(1, 30),) * 2}
    return {kind: value for kind, value in found.items() if rng.random() < 0.6}


def drawn(seed: int, **given: object) -> Case:
    """Tell one matter drawn by lot; `given` fixes what the test is about."""
    rng = Random(seed)
    category = str(given.pop("category", "") or rng.choice(CATEGORIES))
    kind = str(given.pop("kind", "") or rng.choice(kinds_of(category)))
    channel = str(given.pop("channel", "") or rng.choice(CHANNELS))
    code = rng.choice(sorted(lumajang()))
    severity = rng.randint(1, 3) if category in CONFLICTS else 0
    at = MIDNIGHT + timedelta(minutes=rng.randrange(60 * 24 * 30))
    wait = rng.choice((3, 20, 90, 400, 900, 1500, 3000, 6000, 20_000))
    if kind == "potensi" and rng.random() < 0.6:
        wait = -rng.choice((90, 300, 900, 1800, 3500, 9000))
    happening = Happening(
        id=f"o{seed}", at=at, region=code, category=category, kind=kind, severity=severity,
        counts=drawn_counts(severity, rng), nature=rng.choice(("konflik",) * 6 + ("rumor", "hoaks", "fitnah")),
        parties=rng.choice(((), (), (), ("A", "B"), ("kelompok hijau", "kelompok putih"))),
    )  # fmt: skip
    sender = Sender(
        number=f"+62812{rng.randrange(10**7):07d}", role=rng.choice(ROLES), lang=rng.choice(LANGS), channel=channel,
        region=rng.choice((code, code, code[:8], code[:5], "", rng.choice(sorted(lumajang())))),
    )  # fmt: skip
    place = lumajang()[code]
    if rng.random() < 0.25:
        place = replace(place, other=lumajang()[rng.choice(sorted(lumajang()))].village)
    happening = replace(happening, **given)  # type: ignore[arg-type]
    said_at = happening.at + timedelta(minutes=wait)
    told = tell(happening, sender, place, rng=Random(seed + 1), said_at=said_at)
    return Case(happening, sender, place, said_at, told)
