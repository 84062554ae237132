"""How two drafts agree: a number for each kind of evidence, which `relating` weighs."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

from simak.comparing import KABUPATEN, KECAMATAN, VILLAGE, Seen, Stream

SAME_HOUR, NEAR_HOUR = 0.26, 1.6
"""Hours between two clocks that tell one moment, and those of a moment that was guessed."""
_HOURS_UNKNOWN = 6.0
"""Hours between two reports of one day, where nobody told when they came."""
_SOMETHING = 0.5
"""Sum of the shares of words, codes and matters from which on two drafts have something in common."""
_MOST_SHARED = 60.0
"""Weight of shared words from which on more of them say no more."""

EVIDENCE = (
    "crowd",
    "village",
    "village by sender",
    "two villages",
    "village named",
    "both villages",
    "kecamatan alone",
    "kecamatan",
    "inside kecamatan",
    "inside kabupaten",
    "kabupaten alone",
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
    "kind differs",
    "settlement and not",
    "accident and not",
    "counts same",
    "counts agree",
    "counts differ",
    "text",
    "text, root",
    "words",
    "sides",
    "codes",
    "matters",
    "matters, root",
    "nothing in common",
    "crowded",
    "crowded, two villages",
    "crowded, both villages",
    "crowded, text, root",
    "crowded, sides",
)
"""What is weighed, in the order of `evidence`."""
_CROWDED = 3.0
"""Logarithm of how many reports of a kabupaten in three days from which on the same names and words say something else."""


def evidence(a: Seen, b: Seen, among: Stream) -> list[float]:
    """Return how two drafts agree, a number for each of `EVIDENCE`."""
    share, both = alike(a.words, b.words, among.rarity)
    codes, _ = alike(a.codes, b.codes, among.codes)
    matters, _ = alike(a.matters, b.matters, among.matters)
    sides, _ = alike(a.sides, b.sides, among.rarity)
    crowd = math.log(min(among.crowd(a), among.crowd(b)))
    place = list(_place(a, b, among))
    crowded = max(0.0, crowd - _CROWDED)
    return [
        crowd,
        *place,
        *_time(a, b),
        *_topic(a, b, among),
        *_counts(a, b),
        share,
        math.sqrt(share),
        min(both, _MOST_SHARED) / 10,
        sides,
        codes,
        matters,
        math.sqrt(matters),
        max(0.0, 1.0 - (share + codes + matters) / _SOMETHING),
        crowded,
        crowded * place[_TWO],
        crowded * place[_BOTH],
        crowded * math.sqrt(share),
        crowded * sides,
    ]


_TWO, _BOTH = (EVIDENCE.index(name) - EVIDENCE.index("village") for name in ("two villages", "both villages"))


def alike(a: frozenset[str], b: frozenset[str], rarity: Mapping[str, float]) -> tuple[float, float]:
    """Return how much the rarer elements of two sets are the same, 0 to 1 (Dice over weights), and the weight they share."""
    if not a or not b:
        return 0.0, 0.0
    shared = a & b
    if not shared:
        return 0.0, 0.0
    both = sum(rarity.get(word, 1.0) for word in shared)
    one, other = (sum(rarity.get(word, 1.0) for word in each) for each in (a, b))
    return both / (0.65 * min(one, other) + 0.35 * max(one, other)), both


def _place(a: Seen, b: Seen, among: Stream) -> Iterator[float]:
    """Yield how the scenes agree; of scenes that differ only one thing is said: what they have nearest in common."""
    first, second = a.place, b.place
    same = bool(first) and first == second
    village = same and len(first) >= VILLAGE
    says = among.says(among.places[first]) if village else 0.0
    told = a.is_told and b.is_told
    yield says if told else 0.0
    yield says if not told else 0.0
    shared = a.villages & b.villages
    yield float(village and len(shared) > 1)
    near = bool(first and second) and not same
    kabupaten = near and first[:KABUPATEN] == second[:KABUPATEN]
    named = (
        (second in a.villages) + (first in b.villages)
        if kabupaten and min(len(first), len(second)) >= VILLAGE
        else 0
    )
    yield float(named == 1)
    yield float(named == 2)
    inside = near and not named and (first.startswith(second) or second.startswith(first))
    kecamatan = kabupaten and first[:KECAMATAN] == second[:KECAMATAN]
    yield float(same and len(first) == KECAMATAN)
    yield float(kecamatan and not named and not inside)
    yield float(inside and min(len(first), len(second)) == KECAMATAN)
    yield float(inside and min(len(first), len(second)) != KECAMATAN)
    yield float(same and len(first) < KECAMATAN)
    yield float(kabupaten and not (named or inside or kecamatan))
    yield float(near and not kabupaten and not inside)


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


def _topic(a: Seen, b: Seen, among: Stream) -> Iterator[float]:
    first, second = a.draft.category, b.draft.category
    same = first.value == second.value
    nearly = not same and (first.value in second.alternatives[:2] or second.value in first.alternatives[:2])
    yield among.says(among.categories[first.value]) if same else 0.0
    yield float(nearly)
    yield float(not same and not nearly)
    kinds = {a.draft.kind.value, b.draft.kind.value}
    yield float(len(kinds) == 2)
    yield float(len(kinds) == 2 and "penyelesaian" in kinds)
    yield float(not same and "bencana_laka" in (first.value, second.value))


def _counts(a: Seen, b: Seen) -> Iterator[float]:
    """Yield how many counts are the same ones, how many only agree, and how far others differ; that none is told says little."""
    same = agree = 0
    differ = 0.0
    for name, one in a.counts.items():
        other = b.counts.get(name)
        if other is None or (one[1] == 0 and other[1] == 0):
            continue
        if one == other:
            same += 1
        elif one[0] <= other[1] and other[0] <= one[1]:
            agree += 1
        else:
            differ += abs(math.log((1 + one[0] + one[1]) / (1 + other[0] + other[1])))
    yield float(min(same, 3))
    yield float(min(agree, 3))
    yield min(differ, 1.0)
