"""Which drafts tell of one thing: the same words, the same event, or the same dispute on another day.

Each pair that is worth comparing gets two probabilities, by logistic regression over what agrees (`agreeing.EVIDENCE`):
that both tell of one event, and else that both tell of one dispute. A duplicate is suggested from `SUGGESTED` on, at high
recall; from `TICKED` on it may be ticked beforehand. A person always confirms.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta

import numpy as np

from simak import agreeing, comparing
from simak.agreeing import EVIDENCE
from simak.comparing import Seen, Stream
from simak.draft import Draft, Link
from simak.pairing import CASE_DAYS, DUPLICATE_DAYS, Pair, candidates, is_near

SUGGESTED = 0.1
TICKED = 0.8
TOGETHER = 0.6
"""From here on, on average, groups of drafts are one where everybody writes at once."""
ONE_EVENT = 0.35
"""The same for a collection of few reports of many places, where precision and recall are alike (docs/simak/related.md)."""
CASE = 0.5
COPY = 0.8
_COPY_WORDS = 0.35
_QUIET = frozenset({"kegiatan", "bukan"})

WEIGHTS = {
    "always": (-3.13, -3.47),
    "crowd": (0.00, -1.34),
    "village": (0.73, 2.23),
    "village by sender": (0.45, 1.74),
    "two villages": (2.75, 3.65),
    "village named": (2.10, 5.57),
    "both villages": (3.59, 9.11),
    "kecamatan alone": (1.20, 2.81),
    "kecamatan": (-4.83, 0.00),
    "inside kecamatan": (1.78, 4.78),
    "inside kabupaten": (0.20, -0.43),
    "kabupaten alone": (0.78, 3.28),
    "kabupaten": (-5.66, -0.49),
    "elsewhere": (-7.45, -6.27),
    "one day apart": (-1.09, -0.14),
    "more days apart": (-2.18, -0.23),
    "same hour": (3.07, -0.03),
    "hour near": (0.84, -0.04),
    "hour far": (-2.10, 0.62),
    "hours between": (-0.41, 0.37),
    "within an hour": (0.00, -3.37),
    "category": (0.48, 0.38),
    "category second": (1.16, 0.00),
    "category differs": (-0.93, -3.16),
    "kind differs": (0.00, 0.10),
    "settlement and not": (-2.04, -0.93),
    "accident and not": (-1.65, -4.53),
    "counts same": (1.68, -1.00),
    "counts agree": (1.09, 1.15),
    "counts differ": (-0.60, 0.10),
    "text": (0.00, 0.68),
    "text, root": (4.33, 2.68),
    "words": (0.00, 1.68),
    "sides": (0.01, 0.98),
    "codes": (0.49, 0.00),
    "matters": (0.90, 0.00),
    "matters, root": (0.68, 0.19),
    "nothing in common": (0.00, 0.00),
    "crowded": (-0.70, -2.25),
    "crowded, two villages": (-1.37, 1.56),
    "crowded, both villages": (-1.22, 2.42),
    "crowded, text, root": (-0.04, -1.98),
    "crowded, sides": (-1.35, 3.50),
}
"""What each agreement says for one event, and for one dispute; fitted by bench/relate_weights.py (docs/simak/related.md)."""
_WEIGHED = np.array([WEIGHTS[name] for name in EVIDENCE])


def relate(
    drafts: Sequence[Draft],
    *,
    received: Sequence[datetime] | None = None,
    chosen: Sequence[str | None] | None = None,
    suggested: float = SUGGESTED,
) -> tuple[Link, ...]:
    """Return the pairs of drafts that may tell of one thing, best first.

    Drafts of activities and of what is no report are only looked at for copies.

    Args:
        drafts: What was read.
        received: When each report came; sharper with it.
        chosen: Codes of places that were picked on the page, where one was.
        suggested: Probability from which on a pair is told as one event, 0 to 1.

    Raises:
        ValueError: If `received` or `chosen` are not as many as the drafts.
    """
    for what, given in (("received", received), ("chosen", chosen)):
        if given is not None and len(given) != len(drafts):
            raise ValueError(f"{len(drafts)} drafts and {len(given)} in {what}")
    seen = [
        Seen(
            number,
            draft,
            None if received is None else comparing.hours(received[number]),
            (chosen[number] or "") if chosen is not None else "",
        )
        for number, draft in enumerate(drafts)
    ]
    links = [*_quiet_copies(seen), *_links([each for each in seen if not is_quiet(each)], suggested)]
    return tuple(sorted(links, key=lambda link: (-link.score, link.first, link.second)))


def is_quiet(each: Seen) -> bool:
    """Tell whether a draft is an activity or no report."""
    return each.draft.category.value in _QUIET


def _links(seen: Sequence[Seen], suggested: float) -> Iterator[Link]:
    among = comparing.stream(seen)
    for at, other in candidates(seen):
        link = _link(seen[at], seen[other], among, suggested)
        if link is not None:
            yield link


def _link(a: Seen, b: Seen, among: Stream, suggested: float) -> Link | None:
    agree = agreeing.evidence(a, b, among)
    share = agree[_TEXT]
    if share > _COPY_WORDS and is_near(a, b, CASE_DAYS) and a.signature.jaccard(b.signature) >= COPY:
        return _copy(a, b)
    event, dispute = (_probability(each) for each in np.array(agree) @ _WEIGHED + WEIGHTS["always"])
    reasons = tuple(f"{name}:{value:.2f}" for name, value in zip(EVIDENCE, agree, strict=True) if value)
    if event >= suggested and is_near(a, b, DUPLICATE_DAYS):
        return Link(a.number, b.number, "duplicate", round(event, 3), reasons)
    if dispute >= CASE and is_near(a, b, CASE_DAYS):
        return Link(a.number, b.number, "case", round(dispute, 3), reasons)
    return None


_TEXT = EVIDENCE.index("text")


def _probability(odds: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, odds))))


def _copy(a: Seen, b: Seen) -> Link:
    same = a.signature.jaccard(b.signature)
    return Link(a.number, b.number, "copy", round(0.6 + 0.4 * same, 3), (f"text:{same:.2f}",))


def _quiet_copies(seen: Sequence[Seen]) -> Iterator[Link]:
    """Yield copies among what is no report of a conflict, and between that and the others."""
    groups: dict[frozenset[str], list[Seen]] = {}
    for each in seen:
        groups.setdefault(each.words, []).append(each)
    for group in groups.values():
        for at, one in enumerate(group):
            for other in group[at + 1 :]:
                quiet = is_quiet(one) or is_quiet(other)
                if quiet and one.words and one.signature.jaccard(other.signature) >= COPY:
                    yield _copy(one, other)


def groups(size: int, links: Iterable[Link], *, least: float = TOGETHER) -> list[set[int]]:
    """Return which of `size` drafts tell of one event, from links of two; each draft stands in one group.

    Average linkage (Sokal and Michener 1958), the best pairs first: two groups become one only while their members
    are alike on average, so that a chain of doubtful pairs does not join what has nothing to do with each other.
    """
    score = {(link.first, link.second): link.score for link in links if link.kind != "case"}
    home = {at: {at} for at in range(size)}
    for (a, b), _ in sorted(score.items(), key=lambda pair: (-pair[1], pair[0])):
        one, other = home[a], home[b]
        if one is not other and _together(one, other, score) >= least:
            one |= other
            home |= dict.fromkeys(other, one)
    return list({id(group): group for group in home.values()}.values())


def _together(one: set[int], other: set[int], score: dict[Pair, float]) -> float:
    return sum(score.get((min(a, b), max(a, b)), 0.0) for a in one for b in other) / (len(one) * len(other))


def window(days: int = CASE_DAYS) -> timedelta:
    """Return how far apart in time related drafts may lie, for whoever fetches them."""
    return timedelta(days=days)
