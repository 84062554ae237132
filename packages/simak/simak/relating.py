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
    "always": (-3.09, -3.25),
    "crowd": (0.00, -1.47),
    "village": (0.71, 2.29),
    "village by sender": (0.38, 1.87),
    "two villages": (2.67, 3.51),
    "village named": (1.57, 4.87),
    "both villages": (3.66, 9.52),
    "kecamatan alone": (1.36, 3.05),
    "kecamatan": (-5.07, 0.00),
    "inside kecamatan": (1.64, 4.90),
    "inside kabupaten": (0.05, 0.10),
    "kabupaten alone": (0.82, 3.59),
    "kabupaten": (-5.75, -0.85),
    "elsewhere": (-7.55, -6.24),
    "one day apart": (-1.28, 0.48),
    "more days apart": (-2.25, -0.14),
    "same hour": (3.20, -0.12),
    "hour near": (1.24, -0.10),
    "hour far": (-2.05, 0.53),
    "hours between": (-0.44, 0.24),
    "within an hour": (0.00, -3.68),
    "category": (0.36, 0.16),
    "category second": (1.25, 0.17),
    "category differs": (0.00, -3.07),
    "kind differs": (-0.08, -0.01),
    "settlement and not": (-0.96, -0.00),
    "accident and not": (-2.64, -5.36),
    "counts same": (1.74, -0.79),
    "counts agree": (1.11, 1.24),
    "counts differ": (-0.65, 0.03),
    "text": (0.00, 1.65),
    "text, root": (4.62, 2.67),
    "words": (0.00, 1.61),
    "sides": (0.00, 0.84),
    "codes": (0.81, 0.44),
    "matters": (1.08, 0.00),
    "matters, root": (0.31, 0.20),
    "nothing in common": (-0.16, 0.00),
    "crowded": (-0.55, -2.27),
    "crowded, two villages": (-1.40, 1.57),
    "crowded, both villages": (-1.32, 2.25),
    "crowded, text, root": (-0.25, -1.84),
    "crowded, sides": (-1.31, 3.70),
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
