"""Which drafts tell of one thing: the same words, the same event, or the same dispute on another day.

Drafts are only compared within a kabupaten (or where one has no place) and within some days. Copies are found by
MinHash (Broder 1997) over pieces of five letters. A duplicate is suggested at high recall; from `TICKED` on it may be
ticked beforehand. A person always confirms.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from itertools import combinations

import rensa

from simak.draft import Draft, Link
from simak.everyday import EVERYDAY

SUGGESTED = 0.5
TICKED = 0.72
CASE = 0.45
NOTHING_ALIKE = 0.05
"""Two texts that share no word but the names of places hardly tell of one thing."""
COPY = 0.8
CASE_DAYS = 120
DUPLICATE_DAYS = 3
_PERMUTATIONS = 64
_SHINGLE = 5
_QUIET = frozenset({"kegiatan", "bukan"})
_COMMON = EVERYDAY | frozenset(
    [
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
        "tiga",
        "setelah",
        "antara",
        "hingga",
        "sekitar",
        "malam",
        "pagi",
        "siang",
        "sore",
    ]
)


@dataclass(frozen=True)
class Seen:
    """A draft as it is compared."""

    number: int
    draft: Draft

    @cached_property
    def place(self) -> str:
        """Code of the scene, empty if unknown."""
        return self.draft.place.value if self.draft.place else ""

    @cached_property
    def day(self) -> int | None:
        """Day of the event, counted."""
        return self.draft.day.value.on.toordinal() if self.draft.day else None

    @cached_property
    def words(self) -> frozenset[str]:
        """Words that say something, by their first six letters; names of regions are compared as places."""
        spans = [span for place in self.draft.places for span in place.spans]
        where = set(_letters(" ".join(self.draft.text[span.start : span.end] for span in spans)).split())
        return frozenset(
            word[:6]
            for word in _letters(self.draft.text).split()
            if len(word) > 3 and word not in _COMMON and word not in where
        )

    @cached_property
    def signature(self) -> rensa.RMinHash:
        """MinHash of the pieces of the text."""
        hashed = rensa.RMinHash(num_perm=_PERMUTATIONS, seed=42)
        plain = " ".join(_letters(self.draft.text).split())[:5000]
        hashed.update([plain[i : i + _SHINGLE] for i in range(max(1, len(plain) - _SHINGLE + 1))])
        return hashed

    @cached_property
    def sides(self) -> frozenset[str]:
        """Words by which the parties are named."""
        names = " ".join(found.value for found in self.draft.parties)
        return frozenset(word for word in _letters(names).split() if len(word) > 3 and word not in _COMMON)


def _letters(text: str) -> str:
    return "".join(letter if letter.isalnum() else " " for letter in text[:20_000].lower())


def relate(drafts: Sequence[Draft], *, suggested: float = SUGGESTED) -> tuple[Link, ...]:
    """Return the pairs of drafts that may tell of one thing, best first.

    Drafts of activities and of what is no report are only looked at for copies.
    """
    seen = [Seen(number, draft) for number, draft in enumerate(drafts)]
    rarity = _rarity(seen)
    links = [link for a, b in _candidates(seen) if (link := _link(a, b, rarity, suggested)) is not None]
    return tuple(sorted(links, key=lambda link: (-link.score, link.first, link.second)))


def _rarity(seen: Sequence[Seen]) -> dict[str, float]:
    count = Counter(word for each in seen for word in each.words)
    return {word: math.log((2 + len(seen)) / (0.5 + number)) for word, number in count.items()}


def _candidates(seen: Sequence[Seen]) -> Iterator[tuple[Seen, Seen]]:
    """Yield pairs of one kabupaten (or where the place of one is unknown), and pairs that share their first pieces."""
    blocks: dict[str, list[Seen]] = defaultdict(list)
    nowhere = [each for each in seen if len(each.place) < 5]
    for each in seen:
        if len(each.place) >= 5:
            blocks[each.place[:5]].append(each)
    done = set()
    for block in (*blocks.values(), nowhere):
        for a, b in combinations(block, 2):
            done.add((a.number, b.number))
            yield a, b
    for a in nowhere:
        for b in seen:
            pair = (min(a.number, b.number), max(a.number, b.number))
            if a.number != b.number and pair not in done and _near(a, b, DUPLICATE_DAYS):
                done.add(pair)
                yield seen[pair[0]], seen[pair[1]]


def _near(a: Seen, b: Seen, days: int) -> bool:
    return a.day is None or b.day is None or abs(a.day - b.day) <= days


def _link(a: Seen, b: Seen, rarity: dict[str, float], suggested: float) -> Link | None:
    alike = _alike(a.words, b.words, rarity)
    if alike > 0.35:
        same = a.signature.jaccard(b.signature)
        if same >= COPY:
            return Link(
                a.number, b.number, "copy", round(min(1.0, 0.6 + 0.4 * same), 3), (f"text:{same:.2f}",)
            )
    categories = {a.draft.category.value, b.draft.category.value}
    if categories & _QUIET and len(categories) == 1:
        return None
    place, time, topic = _place(a, b), _time(a, b), _topic(a, b)
    sides = _alike(a.sides, b.sides, rarity)
    reasons = (
        f"place:{place:.2f}",
        f"time:{time:.2f}",
        f"text:{alike:.2f}",
        f"topic:{topic:.2f}",
        f"sides:{sides:.2f}",
    )
    score = 0.36 * place + 0.24 * time + 0.5 * alike + 0.2 * topic + 0.1 * sides - 0.12
    if alike < NOTHING_ALIKE:
        score -= 0.12 if topic == 1.0 else 0.3
    if time > 0 and score >= suggested and topic > 0:
        return Link(a.number, b.number, "duplicate", round(min(score, 1.0), 3), reasons)
    case = 0.45 * place + 0.45 * alike + 0.2 * topic + 0.15 * sides
    if (
        alike >= NOTHING_ALIKE
        and _near(a, b, CASE_DAYS)
        and topic >= 0.5
        and (place >= 0.6 or alike >= 0.3)
        and case >= CASE
    ):
        return Link(a.number, b.number, "case", round(min(case, 1.0), 3), reasons)
    return None


def _alike(a: frozenset[str], b: frozenset[str], rarity: dict[str, float]) -> float:
    """Return how much the rarer words of two sets are the same ones, 0 to 1 (Dice over weights)."""
    if not a or not b:
        return 0.0
    both = sum(rarity.get(word, 1.0) for word in a & b)
    smaller = min(sum(rarity.get(word, 1.0) for word in each) for each in (a, b))
    larger = max(sum(rarity.get(word, 1.0) for word in each) for each in (a, b))
    return both / (0.65 * smaller + 0.35 * larger)


def _place(a: Seen, b: Seen) -> float:
    """Return how close two places are: one village 1, one kecamatan 0.7, one inside the other 0.75."""
    first, second = a.place, b.place
    if not first or not second:
        return 0.3
    if first == second:
        return 1.0 if len(first) > 8 else 0.85 if len(first) == 8 else 0.5
    if first.startswith(second) or second.startswith(first):
        return 0.8 if min(len(first), len(second)) == 8 else 0.5
    if first[:8] == second[:8]:
        return 0.7
    return 0.2 if first[:5] == second[:5] else 0.0


def _time(a: Seen, b: Seen) -> float:
    """Return how close two days are; 0 from four days apart on."""
    if a.day is None or b.day is None:
        return 0.5
    return max(0.0, 1.0 - abs(a.day - b.day) / (DUPLICATE_DAYS + 1))


def _topic(a: Seen, b: Seen) -> float:
    """Return whether both are about one thing: 1 for one category, 0.5 where it is the second choice of one."""
    first, second = a.draft.category, b.draft.category
    if first.value == second.value:
        return 1.0
    if first.value in second.alternatives[:2] or second.value in first.alternatives[:2]:
        return 0.6
    issues = {found.value for found in a.draft.issues} & {found.value for found in b.draft.issues}
    return 0.5 if issues else 0.2


def window(days: int = CASE_DAYS) -> timedelta:
    """Return how far apart in time related drafts may lie, for whoever fetches them."""
    return timedelta(days=days)
