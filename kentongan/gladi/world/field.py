"""Fields that vary slowly over the land and the year: where people are more easily stirred, and who lives where.

A field is a sum of plane waves whose directions, lengths and drifts are drawn from the seed alone. It
is smooth in space and time, has mean 0 and variance 1, and any village anywhere can ask it.
"""

from collections.abc import Collection, Sequence
from math import cos, pi, sin, sqrt

from kentongan.gladi.world.ground import Village
from kentongan.gladi.world.lots import key, lots

PARTS = 3
WAVES = 7
SHORTEST_KM, LONGEST_KM = 12.0, 90.0
SHORTEST_DAYS, LONGEST_DAYS = 90.0, 500.0
KM_EACH_DEGREE = 111.2


class Field:
    """One smooth field of the world of a seed."""

    def __init__(self, seed: int, name: str, *, drifts: bool = True) -> None:
        rng = lots(seed, "medan", name)
        self.waves: list[tuple[float, float, float, float]] = []
        for _ in range(WAVES):
            angle = rng.uniform(0, 2 * pi)
            number = 2 * pi / (SHORTEST_KM * (LONGEST_KM / SHORTEST_KM) ** rng.random())
            turn = 2 * pi / rng.uniform(SHORTEST_DAYS, LONGEST_DAYS) * rng.choice((-1, 1))
            self.waves.append(
                (number * cos(angle), number * sin(angle), turn * drifts, rng.uniform(0, 2 * pi))
            )

    def at(self, village: Village, day: float) -> float:
        """Return the field at a village on a day (counted in days from any fixed day)."""
        x, y = village.lng * KM_EACH_DEGREE, village.lat * KM_EACH_DEGREE
        total = sum(cos(kx * x + ky * y + turn * day + phase) for kx, ky, turn, phase in self.waves)
        return total * sqrt(2 / WAVES)


def majorities(seed: int, groups: int) -> list[Field]:
    """Return one unchanging field for each group; see `majority_of`."""
    return [Field(seed, f"kelompok {group}", drifts=False) for group in range(groups)]


def majority_of(villages: Collection[Village], fields: Sequence[Field]) -> dict[str, str]:
    """Return for each village the neutral token (A, B, C ...) of the group most people there belong to.

    Villages of one group lie together, where its field is high. But within each class of urbanity and of size every
    group has as many villages as every other one: what differs between the areas of two groups is then neither how
    many people live there nor how they live, and a system that attends to them alike finds as much in both.
    """
    found: dict[str, str] = {}
    for stratum in strata(list(villages)):
        heights = sorted(
            ((field.at(one, 0), turn, one.code) for one in stratum for turn, field in enumerate(fields)),
            key=lambda each: (-each[0], each[1], each[2]),
        )
        room = shares(len(stratum), len(fields), stratum)
        for _, turn, code in heights:
            if code not in found and room[turn]:
                found[code], room[turn] = chr(ord("A") + turn), room[turn] - 1
    return dict(sorted(found.items()))


def strata(villages: Sequence[Village]) -> list[list[Village]]:
    """Return the villages by thirds of urbanity, each of them by thirds of size."""
    by_urbanity = thirds(sorted(villages, key=lambda one: (one.urban, one.code)))
    return [
        stratum
        for third in by_urbanity
        for stratum in thirds(sorted(third, key=lambda one: (one.people, one.code)))
    ]


def thirds(ordered: Sequence[Village]) -> list[list[Village]]:
    """Cut an ordered list into three parts of nearly one length; empty ones are left out."""
    count = len(ordered)
    parts = [list(ordered[count * turn // PARTS : count * (turn + 1) // PARTS]) for turn in range(PARTS)]
    return [part for part in parts if part]


def shares(villages: int, groups: int, stratum: Sequence[Village]) -> list[int]:
    """Return how many villages of a stratum each group has; who gets those left over goes round by the stratum."""
    first = key(0, "sisa", *(one.code for one in stratum)) % groups
    return [villages // groups + ((turn - first) % groups < villages % groups) for turn in range(groups)]
