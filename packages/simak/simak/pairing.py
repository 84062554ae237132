"""Which drafts are worth comparing: those near each other, and those that share rare words.

All pairs of a month would be ten millions; these are some ten thousands.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from simak.comparing import KABUPATEN, KECAMATAN, VILLAGE, Seen

DUPLICATE_DAYS = 3
CASE_DAYS = 120
RARE = 12
"""A word that stands in so many drafts at most is rare."""
SHARED = 2
"""So many rare words two drafts from different places must share."""
FEW = 100
"""So few drafts are compared each with each."""

Pair = tuple[int, int]


def candidates(seen: Sequence[Seen]) -> list[Pair]:
    """Return pairs of positions, the lower first, in order."""
    if len(seen) <= FEW:
        return list(combinations(range(len(seen)), 2))
    blocks = (_of_one_village(seen), _of_one_kecamatan(seen), _of_wide_places(seen), _of_rare_words(seen))
    return sorted({pair for block in blocks for pair in block})


def is_near(a: Seen, b: Seen, days: int) -> bool:
    """Tell whether two events may lie within so many days."""
    return a.day is None or b.day is None or abs(a.day - b.day) <= days


def _grouped(seen: Sequence[Seen], length: int) -> dict[str, list[int]]:
    groups: dict[str, list[int]] = defaultdict(list)
    for at, each in enumerate(seen):
        if len(each.place) >= length:
            groups[each.place[:length]].append(at)
    return groups


def _within(groups: Iterable[Sequence[int]], seen: Sequence[Seen], days: int) -> Iterator[Pair]:
    for group in groups:
        for a, b in combinations(group, 2):
            if is_near(seen[a], seen[b], days):
                yield a, b


def _of_one_village(seen: Sequence[Seen]) -> Iterator[Pair]:
    return _within(_grouped(seen, VILLAGE).values(), seen, CASE_DAYS)


def _of_one_kecamatan(seen: Sequence[Seen]) -> Iterator[Pair]:
    return _within(_grouped(seen, KECAMATAN).values(), seen, DUPLICATE_DAYS)


def _of_wide_places(seen: Sequence[Seen]) -> Iterator[Pair]:
    """Yield pairs of one category and nearly one day of which one is only known to lie in a kabupaten, or nowhere."""
    topics: dict[tuple[str, str], list[int]] = defaultdict(list)
    nowhere: dict[str, list[int]] = defaultdict(list)
    for at, each in enumerate(seen):
        topic = each.draft.category.value
        if len(each.place) >= KABUPATEN:
            topics[topic, each.place[:KABUPATEN]].append(at)
        else:
            nowhere[topic].append(at)
    for group in topics.values():
        wide = [at for at in group if len(seen[at].place) < KECAMATAN]
        yield from _across(wide, group, seen)
    for topic, wide in nowhere.items():
        every = [at for (other, _), group in topics.items() if other == topic for at in group]
        yield from _across(wide, [*wide, *every], seen)


def _across(wide: Sequence[int], group: Sequence[int], seen: Sequence[Seen]) -> Iterator[Pair]:
    for a in wide:
        for b in group:
            if a != b and is_near(seen[a], seen[b], DUPLICATE_DAYS):
                yield min(a, b), max(a, b)


def _of_rare_words(seen: Sequence[Seen]) -> Iterator[Pair]:
    found: dict[str, list[int]] = defaultdict(list)
    for at, each in enumerate(seen):
        for word in each.words | each.sides:
            found[word].append(at)
    shared = Counter(
        pair for where in found.values() if len(where) <= RARE for pair in combinations(where, 2)
    )
    for (a, b), number in shared.items():
        if number >= SHARED and is_near(seen[a], seen[b], CASE_DAYS):
            yield a, b
