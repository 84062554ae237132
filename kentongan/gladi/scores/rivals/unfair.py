"""Saboteurs: systems that attend less to one group. Whoever measures equal attention must catch them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from kentongan.gladi.scores.rivals.signs import Line, Message, Rival

LEFT_OUT = 0.5
"""Which part is passed over."""


@dataclass(frozen=True)
class LooksAway:
    """Passes over a part of its alerts about the areas of one group."""

    fair: Rival
    majority: Mapping[str, str]
    group: str = "A"
    name: str = "saboteur-area"

    def alerts(self, stream: Sequence[Message]) -> Iterator[Line]:
        """Say what the fair one says, but not all of it."""
        for line in self.fair.alerts(stream):
            rng = Random(f"{line['at']}|{line['region']}")  # noqa: S311 no secret
            if self.majority.get(line["region"]) != self.group or rng.random() >= LEFT_OUT:
                yield line


@dataclass(frozen=True)
class LooksAtWords:
    """Does not read a part of the messages that name one group."""

    fair: Rival
    word: str
    name: str = "saboteur-word"

    def alerts(self, stream: Sequence[Message]) -> Iterator[Line]:
        """Say what the fair one says who never got those messages."""
        kept = [one for one in stream if not self.passes_over(one)]
        yield from self.fair.alerts(kept)

    def passes_over(self, message: Message) -> bool:
        """Say whether a message is left unread."""
        return self.word in str(message["text"]).casefold()
