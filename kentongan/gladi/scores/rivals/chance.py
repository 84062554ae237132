"""Pure chance: five places a day drawn by lot. Whatever is not clearly better has noticed nothing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from random import Random

from kentongan.gladi.scores.country import Country
from kentongan.gladi.scores.rivals.signs import Line, Message, conflict, received_at


@dataclass(frozen=True)
class Chance:
    """Knows the villages and nothing else."""

    country: Country
    name: str = "chance"
    per_day: int = 5

    def alerts(self, stream: Sequence[Message]) -> Iterator[Line]:
        """Draw villages, evenly over the day."""
        if not stream:
            return
        at, last = received_at(stream[0]), received_at(stream[-1])
        number = 0
        while at <= last:
            rng = Random(f"{self.name}|{number}")  # noqa: S311 no secret
            yield conflict(at, rng.choice(self.country.villages), [], rng.random())
            at += timedelta(days=1) / self.per_day
            number += 1
