"""The keys a scenario file may have, and what may stand below each: one row a key."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from kentongan.gladi.world.everyday import NOISE, SMALL
from kentongan.gladi.world.templates import TEMPLATES
from kentongan.rules.places import CODE

LONGEST_DAYS = 3_660


@dataclass(frozen=True, kw_only=True)
class Key:
    """One key: what may stand there, in a sentence and as a check."""

    wanted: str
    allows: Callable[[object], bool]
    needed: bool = False
    is_number: bool = False


def text(wanted: str, *, needed: bool = False) -> Key:
    """Return a key for a short text."""
    return Key(
        wanted=wanted,
        allows=lambda given: isinstance(given, str) and 0 < len(given) <= 200,
        needed=needed,
    )


def whole(low: int, high: int, *, needed: bool = False) -> Key:
    """Return a key for a whole number."""
    return Key(
        wanted=f"bilangan bulat {low} sampai {high}",
        allows=lambda given: type(given) is int and low <= given <= high,
        needed=needed,
    )


def rate(high: float) -> Key:
    """Return a key for a number from 0 on."""
    return Key(
        wanted=f"angka 0 sampai {high:g}",
        allows=lambda given: type(given) in {int, float} and 0 <= given <= high,  # type: ignore[operator]
        is_number=True,
    )


def word(*choices: str, needed: bool = False) -> Key:
    """Return a key for one of some words."""
    return Key(
        wanted=f"salah satu dari: {', '.join(choices)}",
        allows=lambda given: given in choices,
        needed=needed,
    )


def is_code(given: object) -> bool:
    """Say whether something is the code of a region down to a village."""
    return isinstance(given, str) and given.count(".") <= 3 and CODE.fullmatch(given) is not None


def is_list(given: object, longest: int) -> bool:
    """Say whether something is a list that is neither empty nor too long."""
    return isinstance(given, tuple) and 0 < len(given) <= longest


SPOT = Key(
    wanted="kode wilayah, `any`, atau `kecamatan` (satu kecamatan diundi)",
    allows=lambda given: given in ("any", "kecamatan") or is_code(given),
)
PLACE = Key(wanted="kode wilayah atau `any`", allows=lambda given: given == "any" or is_code(given))
REGIONS = Key(
    wanted='daftar kode wilayah, misalnya ["35.08"]',
    allows=lambda given: is_list(given, 40) and all(is_code(each) for each in given),  # type: ignore[attr-defined]
)
PAIR = Key(
    wanted="dua kode desa, atau salah satu dari: desa, kecamatan, kabupaten",
    allows=lambda given: (
        given in ("desa", "kecamatan", "kabupaten")
        or (
            isinstance(given, tuple)
            and len(set(given)) == 2
            and all(is_code(each) and each.count(".") == 3 for each in given)
        )
    ),
)
WORDS = Key(
    wanted="daftar 2 sampai 6 kata yang berlainan",
    allows=lambda given: (
        isinstance(given, tuple)
        and 2 <= len(set(given)) == len(given) <= 6
        and all(isinstance(each, str) and each.strip() for each in given)
    ),
)
DATE = Key(
    wanted="tanggal, misalnya 2026-01-05",
    allows=lambda given: isinstance(given, date) and not isinstance(given, datetime),
)
SHARE = rate(1)
DAY = whole(0, LONGEST_DAYS)

KEYS: Mapping[str, Mapping[str, Key]] = {
    "scenario": {
        "name": text("nama singkat", needed=True),
        "sentence": text("satu kalimat tentang isinya", needed=True),
        "days": whole(1, LONGEST_DAYS),
        "starts": DATE,
        "region": REGIONS,
    },
    "quiet": {
        "messages_per_1000_people_per_day": rate(50),
        "noise_share": SHARE,
        "nil_kept": SHARE,
        "citizens_share": SHARE,
        "offline_share": SHARE,
        "wrong_place_share": SHARE,
        "clock_fault_share": SHARE,
        "copies_share": SHARE,
        "episodes_per_million_a_year": rate(5_000),
        "harms_per_million_a_year": rate(5_000),
        "phones_broken_a_year": rate(50),
        "posts_lazy_a_year": rate(50),
    },
    "groups": {"count": whole(2, 6), "words": WORDS},
    "conflict": {
        "template": word("any", *TEMPLATES, needed=True),
        "region": PLACE,
        "pair": PAIR,
        "day": DAY,
        "within": whole(1, LONGEST_DAYS),
        "count": whole(1, 500),
        "tempo": word("slow", "usual", "sudden"),
        "reaches": word("PG", "AG", "GN"),
        "contagion": rate(10),
    },
    "harm": {
        "kind": word("rumor", "fitnah", "hoaks", "sunyi", needed=True),
        "region": SPOT,
        "day": DAY,
        "within": whole(1, LONGEST_DAYS),
        "days": whole(1, LONGEST_DAYS),
        "count": whole(1, 500),
        "numbers": whole(1, 500),
        "share": SHARE,
        "why": word("telepon", "takut", "malas"),
    },
    "matter": {
        "name": word(*NOISE, *SMALL, needed=True),
        "region": PLACE,
        "day": DAY,
        "within": whole(1, LONGEST_DAYS),
        "count": whole(1, 500),
    },
    "calendar": {
        "stage": word(
            "pendaftaran", "kampanye", "masa_tenang", "pemungutan", "penghitungan", "penetapan", needed=True
        ),
        "day": whole(0, LONGEST_DAYS, needed=True),
        "days": whole(1, LONGEST_DAYS),
        "factor": rate(20),
        "per_tps": rate(50),
    },
}
SINGLE = frozenset({"scenario", "quiet", "groups"})
