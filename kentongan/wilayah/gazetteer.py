"""Names of all regions of the pack, kept in memory once they are asked for, and found in spite of typing errors.

Only what the pack ships stands here; it never changes while a process runs. What the office added (RW, RT,
other names) is few and read from the database by `queries.search`.
"""

import heapq
import re
import unicodedata
from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import chain, pairwise
from math import ceil

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from kentongan.wilayah import pack

# Words that people write before a name, with the levels and the kind they mean.
PREFIXES: dict[str, tuple[int, str]] = {
    "provinsi": (1, ""),
    "propinsi": (1, ""),
    "prov": (1, ""),
    "kabupaten": (2, "kabupaten"),
    "kab": (2, "kabupaten"),
    "kota": (2, "kota"),
    "kotamadya": (2, "kota"),
    "kecamatan": (3, ""),
    "kec": (3, ""),
    "distrik": (3, ""),
    "kapanewon": (3, ""),
    "kemantren": (3, ""),
    "kelurahan": (4, "kelurahan"),
    "kel": (4, "kelurahan"),
    "desa": (4, ""),
    "ds": (4, ""),
    "gampong": (4, ""),
    "nagari": (4, ""),
    "kampung": (4, ""),
    "kalurahan": (4, ""),
}
# Written before names in the pack itself; a kabupaten and its kota are told apart by kind.
OFFICIAL = re.compile(r"^(kabupaten|kota)( administrasi)? ")
# Spelling before 1972 lives on in names.
OLD_SPELLING = (("tj", "c"), ("dj", "j"), ("oe", "u"))

CLOSE_ENOUGH = 60
KEPT = 80
SHARED = 0.4  # so many of the letter pairs of what was typed must stand in a name
DISTRICT_LENGTH = 8
BEGINS_SCORE = 88.0
NEAR_MISS = 4.0  # a name that is not exactly the same must not overtake one that is


@dataclass(frozen=True)
class Wanted:
    """What somebody typed: a name, perhaps with the level it was said to have, and the regions around it."""

    name: str
    level: int = 0
    kind: str = ""
    around: tuple[str, ...] = ()


@dataclass(frozen=True)
class Names:
    """All names in order, and for each name the regions that bear it.

    `bearers[starts[i]:starts[i + 1]]` are positions in `codes` for `names[i]`.
    """

    names: list[str]
    starts: "array[int]"
    bearers: "array[int]"
    codes: list[str]
    kinds: bytes
    own: "array[int]"


KIND_LETTERS = {"kota": "K", "kelurahan": "L", "kabupaten": "B"}


def fold(text: str) -> str:
    """Return a name as it sounds on paper: no capitals, accents, spaces or hyphens, today's spelling."""
    plain = unicodedata.normalize("NFKD", text.lower())
    letters = "".join(letter for letter in plain if letter.isascii() and letter.isalnum())
    for old, new in OLD_SPELLING:
        letters = letters.replace(old, new)
    return letters


def fold_official(name: str) -> str:
    """Fold a name of the pack without the word Kabupaten or Kota before it."""
    return fold(OFFICIAL.sub("", name.lower()))


def read_typed(text: str) -> Wanted:
    """Take apart what somebody typed: `ds. Kebonagung, kec Sukodono` is a village in a kecamatan."""
    parts = [part for piece in text.split(",") for part in split_at_prefixes(piece)]
    folded = [(level, kind, fold(name)) for level, kind, name in parts]
    named = [part for part in folded if part[2]]
    if not named:
        return Wanted("")
    level, kind, name = named[0]
    return Wanted(name, level, kind, tuple(part[2] for part in named[1:]))


def split_at_prefixes(text: str) -> Iterator[tuple[int, str, str]]:
    """Cut a text before every word such as kec. or kab."""
    level, kind = 0, ""
    words: list[str] = []
    tokens = re.findall(r"[^\s.:/]+", text)
    for place, token in enumerate(tokens):
        meant = PREFIXES.get(token.lower())
        if meant and place + 1 < len(tokens):
            if words:
                yield level, kind, " ".join(words)
                words = []
            level, kind = meant
        else:
            words.append(token)
    if words:
        yield level, kind, " ".join(words)


@cache
def names() -> Names:
    """Read the names of all regions; about a second, once per process that searches."""
    codes: list[str] = []
    kinds = bytearray()
    bearers: dict[str, list[int]] = {}
    known_as: dict[str, list[str]] = {}
    for row in pack.table("names.csv"):
        known_as.setdefault(row["code"], []).append(row["name"])
    for row in pack.regions():
        place = len(codes)
        codes.append(row["code"])
        kinds.extend(KIND_LETTERS.get(row["kind"], "-").encode())
        for name in {fold_official(row["name"]), *map(fold, known_as.get(row["code"], ()))}:
            bearers.setdefault(name, []).append(place)
    ordered = sorted(bearers)
    starts, flat, own = array("i", [0]), array("i"), array("i", bytes(4 * len(codes)))
    for number, name in enumerate(ordered):
        for place in bearers[name]:
            flat.append(place)
            own[place] = number
        starts.append(len(flat))
    return Names(ordered, starts, flat, codes, bytes(kinds), own)


def bearers_of(known: Names, number: int) -> "array[int]":
    """Return the positions of all regions with one name."""
    return known.bearers[known.starts[number] : known.starts[number + 1]]


def span(known: Names, inside: str) -> tuple[int, int]:
    """Return where the descendants of a region begin and end; codes stand in order."""
    if not inside:
        return 0, len(known.codes)
    return bisect_left(known.codes, f"{inside}."), bisect_left(known.codes, f"{inside}/")


def names_inside(known: Names, inside: str) -> Mapping[int, str]:
    """Return the names, by their numbers, that regions inside another bear."""
    first, last = span(known, inside)
    return {number: known.names[number] for number in set(known.own[first:last])}


@cache
def names_above() -> dict[int, str]:
    """Return the names, by their numbers, of provinces, kabupaten and kecamatan."""
    known = names()
    return {
        known.own[place]: known.names[known.own[place]]
        for place, code in enumerate(known.codes)
        if len(code) <= DISTRICT_LENGTH
    }


def similar(known: Names, name: str, among: Mapping[int, str]) -> dict[int, float]:
    """Score the names of a few thousand that resemble one, out of 100."""
    found = process.extract(name, among, scorer=fuzz.ratio, score_cutoff=CLOSE_ENOUGH, limit=KEPT)
    scores = {number: resemblance(name, known.names[number]) for _, _, number in found}
    for number in beginning_with(known, name):
        if number in among:
            scores[number] = max(scores.get(number, 0.0), BEGINS_SCORE)
    return scores


def similar_anywhere(known: Names, name: str) -> dict[int, float]:
    """Score the names of the whole country that resemble one, out of 100.

    Comparing with each of some 60,000 names took 40 ms; names that share letter pairs are found in a tenth of it.
    """
    pairs, having = letter_pairs(name), names_with_letter_pairs()
    shared = Counter(chain.from_iterable(having.get(pair, ()) for pair in pairs))
    needed = max(1, ceil(len(pairs) * SHARED))
    likely = heapq.nlargest(KEPT * 2, ((count, -n) for n, count in shared.items() if count >= needed))
    scores = {-n: resemblance(name, known.names[-n]) for _count, n in likely}
    for number in beginning_with(known, name):
        scores[number] = max(scores.get(number, 0.0), BEGINS_SCORE)
    return {number: score for number, score in scores.items() if score >= CLOSE_ENOUGH}


def letter_pairs(name: str) -> set[str]:
    """Return the pairs of letters that follow each other, with the beginning and the end of the name."""
    return {a + b for a, b in pairwise(f"^{name}$")}


@cache
def names_with_letter_pairs() -> dict[str, "array[int]"]:
    """Return for each pair of letters the numbers of the names that hold it."""
    having: dict[str, array[int]] = {}
    for number, name in enumerate(names().names):
        for pair in letter_pairs(name):
            having.setdefault(pair, array("i")).append(number)
    return having


def resemblance(typed: str, name: str) -> float:
    """Score two folded names: one wrong, missing, doubled or swapped letter counts once."""
    if typed == name:
        return 100.0
    return 100.0 * OSA.normalized_similarity(typed, name) - NEAR_MISS


def beginning_with(known: Names, name: str) -> range:
    """Return the numbers of the names that begin so, at most a page full; the shortest of them come first."""
    if len(name) < 3:
        return range(0)
    first = bisect_left(known.names, name)
    last = bisect_left(known.names, name + "~")
    return range(first, min(last, first + KEPT))


def search(wanted: Wanted, inside: str = "") -> list[tuple[float, str]]:
    """Return scores and codes of the regions that were probably meant, best first."""
    known = names()
    first, last = span(known, inside)
    scores = (
        similar(known, wanted.name, names_inside(known, inside))
        if inside
        else similar_anywhere(known, wanted.name)
    )
    around = [similar(known, name, names_above()) for name in wanted.around]
    found = [
        (score + fit(known, place, wanted, around), known.codes[place])
        for number, score in scores.items()
        for place in bearers_of(known, number)
        if first <= place < last
    ]
    return sorted(found, key=lambda one: (-one[0], one[1].count("."), one[1]))


def fit(known: Names, place: int, wanted: Wanted, around: Iterable[dict[int, float]]) -> float:
    """Add or take points for the level that was said and the regions named around it."""
    code, points = known.codes[place], 0.0
    if wanted.level:
        points += 6.0 if code.count(".") + 1 == wanted.level else -12.0
    if wanted.kind and wanted.level in (2, 4) and KIND_LETTERS[wanted.kind] != chr(known.kinds[place]):
        points -= 3.0
    for scores in around:
        best = max((scores.get(known.own[above], 0.0) for above in above_of(known, code)), default=0.0)
        points += best / 5.0 if best else -20.0
    return points


def above_of(known: Names, code: str) -> Iterator[int]:
    """Walk through the positions of the regions above one."""
    while "." in code:
        code = code.rpartition(".")[0]
        yield bisect_left(known.codes, code)
