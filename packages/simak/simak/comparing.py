"""Two drafts side by side: what agrees, and how much that says where the stream is full of alike things.

Agreement is weighed as linkage of records does (Fellegi and Sunter 1969; frequencies after Winkler 2000): that both name
one village says more the fewer reports name it, and so do the category and the words.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, lru_cache

import rensa

from simak import lexicon
from simak.affixes import root
from simak.draft import Draft, Span
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
        return bool(self.chosen) or (read is not None and bool(read.spans))

    @cached_property
    def villages(self) -> frozenset[str]:
        """Codes of the villages that are named: of two villages in a dispute either may be told as the scene."""
        named: set[str] = set()
        seen: set[Span] = set()
        for place in self.draft.places:
            if seen.isdisjoint(place.spans):
                named.add(place.code)
            seen.update(place.spans)
        return frozenset(code for code in named if len(code) >= VILLAGE)

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
            stem(word)
            for word in _letters(self.draft.text).split()
            if len(word) > 3 and word not in COMMON and word not in where
        )

    @cached_property
    def matters(self) -> frozenset[str]:
        """Groups of the lexicon that words of the text stand in: another word for the same thing is of one group."""
        return frozenset(
            group
            for word in set(_letters(self.draft.text).split())
            if len(word) > 3
            for group in _groups(word)
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
        """Counts as they were told; dead and injured are summed up, as who is injured in the evening may be dead in the morning."""
        told = {name: (found.value.low, found.value.high) for name, found in self.draft.counts.items()}
        hurt = [told.pop(name) for name in ("mati", "luka") if name in told]
        if hurt:
            told["korban"] = (sum(low for low, _ in hurt), sum(high for _, high in hurt))
        return told

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
    codes: Mapping[str, float]
    matters: Mapping[str, float]
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
    return Stream(
        len(seen),
        Counter(each.place for each in seen),
        Counter(each.draft.category.value for each in seen),
        _rarity(each.words for each in seen),
        _rarity(each.codes for each in seen),
        _rarity(each.matters for each in seen),
        Counter((each.place[:KABUPATEN], each.day) for each in seen if each.day is not None),
    )


def _rarity(sets: Iterable[frozenset[str]]) -> dict[str, float]:
    """Return for each element the logarithm of one in how many sets it stands."""
    every = list(sets)
    count = Counter(element for each in every for element in each)
    return {element: math.log((2 + len(every)) / (0.5 + number)) for element, number in count.items()}


@lru_cache(maxsize=1 << 15)
def stem(word: str) -> str:
    """Return the word of the lexicon that a word is made from, else its first six letters."""
    return root(word, lexicon.shipped().singles) or word[:6]


@lru_cache(maxsize=1 << 15)
def _groups(word: str) -> tuple[str, ...]:
    shipped = lexicon.shipped()
    found = shipped.singles.get(word) or shipped.made_of(word)[0]
    return tuple(shipped.names[group] for group in found)


def _letters(text: str) -> str:
    return "".join(letter if letter.isalnum() else " " for letter in text[:20_000].lower())


def hours(received: datetime) -> float:
    """Return a moment in hours, however it is written."""
    return received.timestamp() / 3600
