"""Fields that vary slowly over the land and the year: where people are more easily stirred, and who lives where.

A field is a sum of plane waves whose directions, lengths and drifts are drawn from the seed alone. It
is smooth in space and time, has mean 0 and variance 1, and any village anywhere can ask it.
"""

from math import cos, pi, sin, sqrt

from kentongan.gladi.world.ground import Village
from kentongan.gladi.world.lots import lots

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
    """Return one unchanging field for each group; the highest at a village is its majority."""
    return [Field(seed, f"kelompok {group}", drifts=False) for group in range(groups)]


def majority(fields: list[Field], village: Village) -> str:
    """Return the neutral token (A, B, C ...) of the group most people of a village belong to."""
    heights = [field.at(village, 0) for field in fields]
    return chr(ord("A") + heights.index(max(heights)))
