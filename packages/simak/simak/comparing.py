"""Two drafts side by side: what agrees, and how much that says where the stream is full of alike things.

Agreement is weighed as linkage of records does (Fellegi and Sunter 1969; frequencies after Winkler 2000): that both name
one village says more the fewer reports name it, and so do the category and the words.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

import rensa

from simak.draft import Draft
from simak.everyday import EVERYDAY

VILLAGE, KECAMATAN, KABUPATEN = 13, 8, 5
"""Lengths of codes with dots."""
MORE_EVERYDAY = (
    "kec",
    "kab",
    "wib",
    "wita",
    "wit",
    "kata",
    "atau",
    "serta",
    "sebagai",
    "orang",
    "satu",
    "dua",
)
MOMENTS = ("tiga", "setelah", "antara", "hingga", "sekitar", "malam", "pagi", "siang", "sore")
COMMON = EVERYDAY | frozenset((*MORE_EVERYDAY, *MOMENTS))
_PERMUTATIONS, _SHINGLE = 64, 5
SAME_HOUR, NEAR_HOUR = 0.26, 1.6
"""Hours between two clocks that tell one moment, and those of a moment that was guessed."""
_SOME_WORDS = 0.25
"""Share of rare words in common from which on a category that differs may be misread."""
_HOURS_UNKNOWN = 6.0
"""Hours between two reports of one day, where nobody told when they came."""


@dataclass(frozen=True)
class Seen:
    """A draft as it is compared; `chosen` is a place that was picked on the page, which no reading outdoes."""

    number: int
    draft: Draft
    received: float | None = None
    chosen: str = ""

    @cached_property
    def place(self) -> str:
        """Code of the scene, empty if unknown."""
        read = self.draft.place
        if self.chosen and (read is None or read.reason == "place.sender" or len(read.value) < VILLAGE):
            return self.chosen
        return read.value if read else ""

    @cached_property
    def is_told(self) -> bool:
        """Whether text or page tell the place, and not only where the sender is registered."""
        read = self.draft.place
        return bool(self.chosen) or (read is not None and read.reason != "place.sender")

    @cached_property
    def villages(self) -> frozenset[str]:
        """Codes of all villages that may be named: of two villages in a dispute either may be told as the scene."""
        return frozenset(place.code for place in self.draft.places if len(place.code) >= VILLAGE)

    @cached_property
    def day(self) -> int | None:
        """Day of the event, counted."""
        return self.draft.day.value.on.toordinal() if self.draft.day else None

    @cached_property
    def hour(self) -> float | None:
        """Hours of the event since the first day of the calendar, if a clock was told."""
        if self.day is None or self.draft.clock is None:
            return None
        clock = self.draft.clock.value
        return self.day * 24 + clock.hour + clock.minute / 60

    @cached_property
    def words(self) -> frozenset[str]:
        """Words that say something, by their first six letters; names of regions are compared as places."""
        spans = [span for place in self.draft.places for span in place.spans]
        where = set(_letters(" ".join(self.draft.text[span.start : span.end] for span in spans)).split())
        return frozenset(
            word[:6]
            for word in _letters(self.draft.text).split()
            if len(word) > 3 and word not in COMMON and word not in where
        )

    @cached_property
    def signature(self) -> rensa.RMinHash:
        """MinHash of the pieces of the text (Broder 1997)."""
        hashed = rensa.RMinHash(num_perm=_PERMUTATIONS, seed=42)
        plain = " ".join(_letters(self.draft.text).split())[:5000]
        hashed.update([plain[i : i + _SHINGLE] for i in range(max(1, len(plain) - _SHINGLE + 1))])
        return hashed

    @cached_property
    def sides(self) -> frozenset[str]:
        """Words by which the parties are named."""
        names = " ".join(found.value for found in self.draft.parties)
        return frozenset(word for word in _letters(names).split() if len(word) > 3 and word not in COMMON)

    @cached_property
    def counts(self) -> dict[str, tuple[int, int]]:
        """Counts as they were told."""
        return {name: (found.value.low, found.value.high) for name, found in self.draft.counts.items()}

    @cached_property
    def codes(self) -> frozenset[str]:
        """Event forms and issues."""
        return frozenset(found.value for found in (*self.draft.event_forms, *self.draft.issues))


@dataclass(frozen=True)
class Stream:
    """How often places, categories and words stand in what is compared."""

    size: int
    places: Mapping[str, int]
    categories: Mapping[str, int]
    rarity: Mapping[str, float]
    days: Mapping[tuple[str, int], int]

    def crowd(self, seen: Seen) -> int:
        """Return how many drafts of the kabupaten are of that day, the one before or the one after; at least 1."""
        if seen.day is None:
            return 1
        where = seen.place[:KABUPATEN]
        return max(1, sum(self.days.get((where, seen.day + shift), 0) for shift in (-1, 0, 1)))

    def says(self, seen: int) -> float:
        """Return how much an agreement says that so many share: the logarithm of one in so many."""
        return math.log((self.size + 2) / (seen + 0.5))


def stream(seen: Sequence[Seen]) -> Stream:
    """Count what stands in all drafts."""
    count = Counter(word for each in seen for word in each.words)
    rarity = {word: math.log((2 + len(seen)) / (0.5 + number)) for word, number in count.items()}
    return Stream(
        len(seen),
        Counter(each.place for each in seen),
        Counter(each.draft.category.value for each in seen),
        rarity,
        Counter((each.place[:KABUPATEN], each.day) for each in seen if each.day is not None),
    )


def alike(a: frozenset[str], b: frozenset[str], rarity: Mapping[str, float]) -> tuple[float, float]:
    """Return how much the rarer words of two sets are the same, 0 to 1 (Dice over weights), and the weight they share."""
    if not a or not b:
        return 0.0, 0.0
    both = sum(rarity.get(word, 1.0) for word in a & b)
    one, other = (sum(rarity.get(word, 1.0) for word in each) for each in (a, b))
    return both / (0.65 * min(one, other) + 0.35 * max(one, other)), both


EVIDENCE = (
    "crowd",
    "village",
    "village by sender",
    "both villages",
    "kecamatan",
    "inside",
    "kabupaten",
    "elsewhere",
    "one day apart",
    "more days apart",
    "same hour",
    "hour near",
    "hour far",
    "hours between",
    "within an hour",
    "category",
    "category second",
    "category differs",
    "category differs, few words",
    "kind differs",
    "settlement and not",
    "counts same",
    "counts agree",
    "counts differ",
    "text",
    "text, squared",
    "words",
    "sides",
    "codes",
)
"""What is weighed, in the order of `evidence`."""


def evidence(a: Seen, b: Seen, among: Stream) -> list[float]:
    """Return how two drafts agree, a number for each of `EVIDENCE`."""
    share, both = alike(a.words, b.words, among.rarity)
    return [
        math.log(min(among.crowd(a), among.crowd(b))),
        *_place(a, b, among),
        *_time(a, b),
        *_topic(a, b, among, share),
        *_counts(a, b),
        share,
        share * share,
        min(both, 60.0) / 10,
        alike(a.sides, b.sides, among.rarity)[0],
        float(not a.codes.isdisjoint(b.codes)),
    ]


def _place(a: Seen, b: Seen, among: Stream) -> Iterator[float]:
    """Yield agreement by village, by the village of a sender, by two villages that both name, by kecamatan, one inside the other, kabupaten, none."""
    first, second = a.place, b.place
    same = bool(first) and first == second
    says = among.says(among.places[first]) if same else 0.0
    told = a.is_told and b.is_told
    near = not same and first[:KECAMATAN] == second[:KECAMATAN] and min(len(first), len(second)) >= KECAMATAN
    inside = not same and bool(first and second) and (first.startswith(second) or second.startswith(first))
    kabupaten = first[:KABUPATEN] == second[:KABUPATEN] and len(first) >= KABUPATEN
    yield says if same and told else 0.0
    yield says if same and not told else 0.0
    yield float(not same and bool(first and second) and _both_named(a, b))
    yield float(near and not inside)
    yield float(inside)
    yield float(kabupaten and not same and not near and not inside)
    yield float(bool(first and second) and not kabupaten and not inside)


def _both_named(a: Seen, b: Seen) -> bool:
    """Tell whether both name the scenes of both, in one kabupaten."""
    scenes = {a.place, b.place}
    near = a.place[:KABUPATEN] == b.place[:KABUPATEN]
    return near and scenes <= a.villages and scenes <= b.villages


def _time(a: Seen, b: Seen) -> Iterator[float]:
    """Yield whether a day or more lie between the events, how their hours agree, and how long between the reports.

    An hour may agree although the day does not: "tadi malam" is told on both sides of midnight.
    """
    apart = abs(a.day - b.day) if a.day is not None and b.day is not None else 1
    yield float(apart == 1)
    yield float(min(apart, 7)) if apart > 1 else 0.0
    known = a.hour is not None and b.hour is not None and apart <= 1
    hours = min(abs(a.hour - b.hour), abs(abs(a.hour - b.hour) - 24)) if known else 0.0  # type: ignore[operator]
    yield float(known and hours <= SAME_HOUR)
    yield float(known and SAME_HOUR < hours <= NEAR_HOUR)
    yield float(known and hours > NEAR_HOUR)
    came = a.received is not None and b.received is not None
    between = abs(a.received - b.received) if came else max(24.0 * apart, _HOURS_UNKNOWN)  # type: ignore[operator]
    yield math.log1p(between)
    yield float(between < 1)


def _topic(a: Seen, b: Seen, among: Stream, share: float) -> Iterator[float]:
    first, second = a.draft.category, b.draft.category
    same = first.value == second.value
    nearly = not same and (first.value in second.alternatives[:2] or second.value in first.alternatives[:2])
    yield among.says(among.categories[first.value]) if same else 0.0
    yield float(nearly)
    differs = not same and not nearly
    yield float(differs)
    yield max(0.0, 1.0 - share / _SOME_WORDS) if differs else 0.0
    kinds = {a.draft.kind.value, b.draft.kind.value}
    yield float(len(kinds) == 2)
    yield float(len(kinds) == 2 and "penyelesaian" in kinds)


def _counts(a: Seen, b: Seen) -> Iterator[float]:
    """Yield how many counts are the same ones, how many only agree, and how many differ; that none is told says little."""
    same = agree = differ = 0
    for name, one in a.counts.items():
        other = b.counts.get(name)
        if other is None or (one[1] == 0 and other[1] == 0):
            continue
        if one == other:
            same += 1
        elif one[0] <= other[1] and other[0] <= one[1]:
            agree += 1
        else:
            differ += 1
    yield float(min(same, 3))
    yield float(min(agree, 3))
    yield float(min(differ, 3))


def _letters(text: str) -> str:
    return "".join(letter if letter.isalnum() else " " for letter in text[:20_000].lower())


def hours(received: datetime) -> float:
    """Return a moment in hours, however it is written."""
    return received.timestamp() / 3600
