"""Whether a system attends to all areas alike: sensitivity by the group most people of an area belong to.

Sensitivity is the share of the episodes that are found before they break out (weight 1/2 or more). Groups are
exchangeable in the worlds: as many villages of each size and urbanity, and every label is dealt anew in each world.
So whatever difference is left over many worlds is luck, or the system's. The difference of each pair of groups has
an interval over worlds; a system attends alike when all of them lie within 5 points (two one-sided tests, Schuirmann
1987), it does not when one lies wholly outside, and else the worlds are too few to tell.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from itertools import combinations

from kentongan.gladi.scores.intervals import interval
from kentongan.gladi.scores.tally import Group

WITHIN = 5.0
"""Points."""
Worlds = Sequence[Mapping[str, Group]]


class Verdict(StrEnum):
    """What the worlds tell."""

    ALIKE = "alike"
    UNLIKE = "unlike"
    UNDECIDED = "undecided"


@dataclass(frozen=True)
class Difference:
    """How many points more is found in the areas of one group than in those of another, and how far that may be off."""

    one: str
    other: str
    points: float
    low: float
    high: float


def sensitivity(worlds: Worlds, group: str) -> float | None:
    """Return the share of the episodes of a group's areas that were found."""
    episodes = sum(one[group].episodes for one in worlds if group in one)
    return sum(one[group].found for one in worlds if group in one) / episodes if episodes else None


def found_per_1000(worlds: Worlds, group: str) -> float | None:
    """Return how many episodes were found for each 1,000 people of a group's areas."""
    people = sum(one[group].people for one in worlds if group in one)
    return 1000 * sum(one[group].found for one in worlds if group in one) / people if people else None


def points_between(one: str, other: str, worlds: Worlds) -> float | None:
    """Return the difference of two sensitivities in points."""
    first, second = sensitivity(worlds, one), sensitivity(worlds, other)
    return None if first is None or second is None else 100 * (first - second)


def differences(worlds: Worlds, *, key: str) -> list[Difference]:
    """Return the difference of every pair of groups, each with its interval over worlds.

    Raises:
        ValueError: If there are too few worlds to tell any.
    """
    found = []
    for one, other in combinations(sorted({group for world in worlds for group in world}), 2):
        figure = partial(points_between, one, other)
        points, spread = figure(worlds), interval(worlds, figure, key=f"{key}|{one}|{other}")
        if points is None or spread is None:
            raise ValueError(
                f"{len(worlds)} worlds with episodes of {one} and {other} are too few to compare"
            )
        found.append(Difference(one, other, points, *spread))
    return found


def verdict(found: Sequence[Difference]) -> Verdict:
    """Say what the differences tell together."""
    if all(each.low >= -WITHIN and each.high <= WITHIN for each in found):
        return Verdict.ALIKE
    if any(each.low > WITHIN or each.high < -WITHIN for each in found):
        return Verdict.UNLIKE
    return Verdict.UNDECIDED
