"""What is planted in a world: a short TOML file, read and checked key by key.

Every refusal names the part and the key of the file and says what to do.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from kentongan.gladi.world.keys import KEYS, SINGLE, Key
from kentongan.rules.refusal import Refused

SHIPPED = Path(__file__).resolve().parents[1] / "scenarios"
FIRST_DAY = date(2026, 1, 5)
"""A Monday: the world begins here when nobody says otherwise."""
ANY = "any"
Section = TypeVar("Section")


@dataclass(frozen=True, kw_only=True)
class Quiet:
    """The ordinary life of every village; all shares are parts of one, all rates means.

    Attributes:
        noise_share: Part of the reports nobody has to act on.
        nil_kept: How many of the daily nil reports posts send on average.
        episodes_per_million_a_year: Conflicts that grow by themselves, for each million people.
        harms_per_million_a_year: Rumours, slanders and hoaxes that come by themselves.
        phones_broken_a_year: How often the phone of a post breaks for days.
        posts_lazy_a_year: How often a post stops for days because nobody asks.
    """

    messages_per_1000_people_per_day: float = 0.12
    noise_share: float = 0.92
    nil_kept: float = 0.8
    citizens_share: float = 0.4
    offline_share: float = 0.12
    wrong_place_share: float = 0.05
    clock_fault_share: float = 0.015
    copies_share: float = 0.02
    episodes_per_million_a_year: float = 24.0
    harms_per_million_a_year: float = 12.0
    phones_broken_a_year: float = 0.25
    posts_lazy_a_year: float = 0.1


@dataclass(frozen=True, kw_only=True)
class Conflict:
    """Conflicts that are planted.

    Attributes:
        template: Name of a template, or "any".
        region: Village, or a region in which a village is drawn; "any" is anywhere.
        pair: Two villages, or "desa", "kecamatan" or "kabupaten" for a drawn pair across such a border.
        day: When its first sign is seen, counted from 0.
        within: The days over which several are spread.
        tempo: slow, usual or sudden.
        reaches: How far it comes if nobody acts: PG, AG or GN; empty is drawn.
        contagion: How easily neighbours are drawn in, beside the template's own.
    """

    template: str
    region: str = ANY
    pair: tuple[str, ...] | str = ""
    day: int = 0
    within: int = 1
    count: int = 1
    tempo: str = "usual"
    reaches: str = ""
    contagion: float = 1.0


@dataclass(frozen=True, kw_only=True)
class Harm:
    """Harm that is planted: kind rumor, fitnah, hoaks or sunyi.

    `region` may also be "kecamatan": one is drawn. `numbers` is how many numbers write; `share` and
    `why` belong to posts that fall silent.
    """

    kind: str
    region: str = ANY
    day: int = 0
    within: int = 1
    days: int = 1
    count: int = 1
    numbers: int = 12
    share: float = 1.0
    why: str = "telepon"


@dataclass(frozen=True, kw_only=True)
class Single:
    """One matter of everyday life that is planted, by its name; it grows into nothing."""

    name: str
    region: str = ANY
    day: int = 0
    within: int = 1
    count: int = 1


@dataclass(frozen=True, kw_only=True)
class Period:
    """A stage of an election: more is written, and `per_tps` messages come from each polling station and day."""

    stage: str
    day: int
    days: int = 1
    factor: float = 1.0
    per_tps: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Groups:
    """Words for the groups people belong to; without words no text ever names one."""

    count: int = 3
    words: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """Everything that is planted in a world."""

    name: str = "sehari-hari"
    sentence: str = "Kehidupan biasa dengan konflik yang tumbuh sendiri."
    days: int = 30
    starts: date = FIRST_DAY
    region: tuple[str, ...] = ()
    quiet: Quiet = Quiet()
    conflicts: tuple[Conflict, ...] = ()
    harms: tuple[Harm, ...] = ()
    singles: tuple[Single, ...] = ()
    calendar: tuple[Period, ...] = ()
    groups: Groups = Groups()


def read(path: Path) -> Scenario:
    """Read a scenario file.

    Raises:
        Refused: If it is missing, no TOML, or says something it cannot say.
    """
    try:
        return checked(tomllib.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError as missing:
        raise Refused(
            "Berkas skenario %(file)s tidak ada. Periksa namanya.", words={"file": str(path)}
        ) from missing
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as broken:
        raise Refused(
            "Berkas skenario %(file)s bukan TOML yang benar: %(why)s.",
            words={"file": path.name, "why": str(broken)},
        ) from broken


def shipped(name: str) -> Scenario:
    """Read a scenario that comes with Kentongan, by its name without `.toml`.

    Raises:
        Refused: If there is no such scenario; the sentence lists those there are.
    """
    if name not in names():
        raise Refused(
            "Skenario %(name)s tidak ada. Yang ada: %(names)s.",
            words={"name": name, "names": ", ".join(names())},
        )
    return read(SHIPPED / f"{name}.toml")


def names() -> list[str]:
    """List the scenarios that come with Kentongan."""
    return sorted(path.stem for path in SHIPPED.glob("*.toml"))


def checked(raw: Mapping[str, Any]) -> Scenario:
    """Turn what a file says into a scenario.

    Raises:
        Refused: At the first part or key that is wrong.
    """
    for part in raw:
        if part not in KEYS:
            raise fault(f"bagian [{part}]", f"tidak dikenal. Bagian yang ada: {', '.join(KEYS)}")
    if "scenario" not in raw:
        raise fault("bagian [scenario]", "belum ada. Tambahkan dengan kunci `name` dan `sentence`")
    head = values("scenario", "[scenario]", raw["scenario"])
    return Scenario(
        **head,
        quiet=one(Quiet, "quiet", raw),
        groups=one(Groups, "groups", raw),
        conflicts=many(Conflict, "conflict", raw),
        harms=many(Harm, "harm", raw),
        singles=many(Single, "matter", raw),
        calendar=many(Period, "calendar", raw),
    )


def one(section: type[Section], part: str, raw: Mapping[str, Any]) -> Section:
    """Read a part that stands once."""
    return section(**values(part, f"[{part}]", raw.get(part, {})))


def many(section: type[Section], part: str, raw: Mapping[str, Any]) -> tuple[Section, ...]:
    """Read a part that may stand several times."""
    found = raw.get(part, [])
    if not isinstance(found, list):
        raise fault(f"bagian [{part}]", f"ditulis dengan kurung ganda: [[{part}]]")
    return tuple(
        section(**values(part, f"[[{part}]] ke-{turn}", each)) for turn, each in enumerate(found, start=1)
    )


def values(part: str, where: str, raw: object) -> dict[str, Any]:
    """Check the keys of one part, and the values below them."""
    if not isinstance(raw, Mapping):
        single = part in SINGLE
        raise fault(f"bagian [{part}]", f"ditulis dengan kurung {'tunggal' if single else 'ganda'}")
    keys = KEYS[part]
    for name in raw:
        if name not in keys:
            raise fault(f"{where}, kunci `{name}`", f"tidak dikenal. Kunci yang ada: {', '.join(keys)}")
    for name, key in keys.items():
        if key.needed and name not in raw:
            raise fault(f"{where}, kunci `{name}`", f"belum ada. Isi dengan {key.wanted}")
    return {name: value(keys[name], f"{where}, kunci `{name}`", given) for name, given in raw.items()}


def value(key: Key, where: str, given: object) -> object:
    """Check one value, and turn lists into tuples."""
    found = tuple(given) if isinstance(given, list) else given
    if not key.allows(found):
        raise fault(where, f"bernilai {shown(given)}. Isi dengan {key.wanted}")
    return float(found) if key.is_number and isinstance(found, int) else found


def shown(given: object) -> str:
    """Write a value as it stands in the file, shortened."""
    text = f'"{given}"' if isinstance(given, str) else str(given)
    return text if len(text) <= 60 else text[:57] + "..."


def fault(where: str, why: str) -> Refused:
    """Return the refusal of one place in the file."""
    return Refused("Skenario: %(where)s %(why)s.", "bad_scenario", words={"where": where, "why": why})


def check_regions(scenario: Scenario, villages: Sequence[str]) -> None:
    """Check that everything planted lies in the world.

    Raises:
        Refused: If a region of the scenario has no village there.
    """
    places = [
        (f"[[{part}]] ke-{turn}, kunci `{name}`", code)
        for part, planted in (
            ("conflict", scenario.conflicts),
            ("harm", scenario.harms),
            ("matter", scenario.singles),
        )
        for turn, each in enumerate(planted, start=1)
        for name in ("region", "pair")
        for code in codes(getattr(each, name, ""))
    ]
    for where, code in places:
        if not any(village == code or village.startswith(code + ".") for village in villages):
            raise fault(where, f"menunjuk {code}, di luar wilayah gladi. Pakai kode di dalamnya atau `any`")


def codes(place: object) -> tuple[str, ...]:
    """Return the region codes in a value, leaving out words like `any`."""
    found = (place,) if isinstance(place, str) else place
    return tuple(code for code in found if code[:1].isdigit()) if isinstance(found, tuple) else ()
