"""Places as people name them, and which code is certain from what was said."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache

from kentongan.gladi.telling.grammar import Draft
from kentongan.wilayah import pack

URBAN = "kelurahan"
# What people call a village (spoken and short) and a kecamatan, by province; elsewhere desa and kecamatan.
VILLAGE_WORDS = {
    "11": ("gampong", "Gp."), "13": ("nagari", "Nag."), "91": ("kampung", "Kp."), "92": ("kampung", "Kp."),
    "93": ("kampung", "Kp."), "94": ("kampung", "Kp."), "95": ("kampung", "Kp."), "96": ("kampung", "Kp."),
}  # fmt: skip
DISTRICT_WORDS = dict.fromkeys(("91", "92", "93", "94", "95", "96"), ("distrik", "Dist."))
PART_WORDS = {
    "jv": "dusun",
    "mad": "dusun",
    "su": "kampung",
    "min": "jorong",
    "bug": "dusun",
    "pap": "kompleks",
}


# Whose names people and hamlets bear, by province; elsewhere names that are at home everywhere.
TONGUES = {
    "11": "mly", "12": "mly", "13": "min", "14": "mly", "15": "mly", "16": "plm", "17": "plm", "18": "plm", "19": "mly",
    "21": "mly", "31": "btw", "32": "su", "33": "jv", "34": "jv", "35": "jv", "36": "su", "61": "mly", "73": "bug",
    "74": "bug", "76": "bug", "91": "pap", "92": "pap", "93": "pap", "94": "pap", "95": "pap", "96": "pap",
}  # fmt: skip
MADURA = frozenset(("35.26", "35.27", "35.28", "35.29"))


def tongue(code: str) -> str:
    """Return in which language hamlets and people are named in a region; `id` where none prevails."""
    return "mad" if code[:5] in MADURA else TONGUES.get(code[:2], "id")


@dataclass(frozen=True)
class Village:
    """A village: its code, its name and whether it is a desa or a kelurahan."""

    code: str
    name: str
    kind: str = "desa"


@dataclass(frozen=True)
class Place:
    """Where something is, with the names people would use for it.

    `is_unique` says that no other village of the kabupaten has this name and no kecamatan either. `other` is the
    second village of a matter between two, with the name of its kecamatan in `other_kecamatan`.
    """

    village: Village
    kecamatan: str
    kabupaten: str
    is_unique: bool = True
    other: Village | None = None

    @property
    def code(self) -> str:
        """The code of the village."""
        return self.village.code

    @property
    def name(self) -> str:
        """The name of the village."""
        return self.village.name


def places(only: Collection[str]) -> dict[str, Place]:
    """Return every village of some parts of the country as a place, by its code."""
    return gathered(pack.regions(only))


@lru_cache(maxsize=64)
def kabupaten(code: str) -> dict[str, Place]:
    """Return the places of one kabupaten, read once."""
    return places([code])


def gathered(rows: Iterable[dict[str, str]]) -> dict[str, Place]:
    """Turn the rows of the region pack into places, by the code of the village."""
    names, villages = {}, []
    for row in rows:
        names[row["code"]] = row["name"]
        if row["level"] == "4":
            villages.append(Village(row["code"], row["name"], row["kind"]))
    named = Counter((code[:5], name.lower()) for code, name in names.items() if len(code) > 5)
    return {
        each.code: Place(
            each, names[each.code[:8]], names[each.code[:5]], named[each.code[:5], each.name.lower()] == 1
        )
        for each in villages
    }


def common(one: str, other: str) -> str:
    """Return the finest region that holds both."""
    shared = [a for a, b in zip(one.split("."), other.split("."), strict=False) if a == b]
    while shared and not (one + ".").startswith(".".join(shared) + "."):
        shared.pop()
    return ".".join(shared)


def village_words(village: Village, *, short: bool) -> str:
    """Return what a village of this kind is called there: desa, kelurahan, nagari; or Ds, Kel, Nag."""
    if village.kind == URBAN:
        return "Kel." if short else "kelurahan"
    long, brief = VILLAGE_WORDS.get(village.code[:2], ("desa", "Ds"))
    return brief if short else long


def district_words(code: str, *, short: bool) -> str:
    """Return what a kecamatan is called there: kecamatan or distrik; or Kec, Dist."""
    long, brief = DISTRICT_WORDS.get(code[:2], ("kecamatan", "Kec"))
    return brief if short else long


def say_village(draft: Draft, village: Village, *, prefix: bool = True) -> None:
    """Name a village, with or without the word before it."""
    if prefix:
        draft.words.append(village_words(village, short=not draft.voice and draft.rng.random() < 0.55))
    draft.words.append(village.name)


def say_district(draft: Draft, place: Place) -> None:
    """Name the kecamatan of a place."""
    draft.words.extend(
        (district_words(place.code, short=not draft.voice and draft.rng.random() < 0.6), place.kecamatan)
    )


def say_regency(draft: Draft, place: Place) -> None:
    """Name the kabupaten or kota of a place, long or short."""
    first, _, rest = place.kabupaten.partition(" ")
    short = first == "Kabupaten" and not draft.voice and draft.rng.random() < 0.5
    draft.words.extend(("Kab", rest) if short else (first, rest))


@dataclass(frozen=True)
class Said:
    """Which place is certain from what was said: its code, and whether the text says it or who tells it."""

    code: str | None
    origin: str | None


FROM_TEXT, FROM_CONTEXT = "text", "context"


def say_place(draft: Draft, place: Place, home: str, *, style: str) -> Said:
    """Say where it is, and answer which code is certain then.

    Args:
        draft: The message so far.
        place: Where it is.
        home: The code of the region that is registered for the teller; empty if none is.
        style: `full` names everything up to the kabupaten, `plain` what people name, `vague` the kecamatan only,
            `home` nothing that needs a name.
    """
    if style == "home" and home == place.code:
        return _at_home(draft, place)
    first = len(draft.words)
    if style == "vague":
        say_district(draft, place)
        if not place.code.startswith(home or "-"):
            say_regency(draft, place)
        draft.mark("place", first)
        return Said(place.code[:8], FROM_TEXT)
    known = bool(home) and place.code.startswith(home[:5])
    luck = draft.rng.random()
    district = (
        style == "full" or not known or (not place.is_unique and home[:8] != place.code[:8]) or luck < 0.35
    )
    bare = place.is_unique and not district and luck > 0.75 and style != "report"
    say_village(draft, place.village, prefix=not bare)
    if district:
        say_district(draft, place)
    if style == "full" or not known:
        say_regency(draft, place)
    draft.mark("place", first)
    return Said(place.code, FROM_TEXT)


HERE = (
    "{word} kami", "{word} [sini|ini]", "sini", "tempat [saya|kami]", "kampung [kami|sini]", "lingkungan kami",
    "wilayah [kami|sini]",
)  # fmt: skip


def _at_home(draft: Draft, place: Place) -> Said:
    first = len(draft.words)
    phrase = HERE[int(draft.rng.random() * len(HERE))]
    draft.tell(phrase.replace("{word}", village_words(place.village, short=False)))
    draft.mark("place", first)
    return Said(place.code, FROM_CONTEXT)
