"""What happens and who tells it: the values the simulated kabupaten and the grammar of its messages share."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from typing import Any, Protocol

from kentongan.gladi.world.ground import Village

Counts = Mapping[str, tuple[int, int]]
"""How many (mati, luka, mengungsi, rusak, diamankan, massa, personel): the lowest and the highest number."""

NATURES = ("konflik", "ringan", "bising", "rumor", "fitnah", "hoaks", "kegiatan", "penyelesaian")
ACTIONABLE = frozenset({"konflik", "ringan"})
"""What the office has to act on; a falsehood is answered too, but nothing happened at its place."""
FALSE = frozenset({"rumor", "fitnah", "hoaks"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrence:
    """One thing that happens, or that somebody only says happens.

    Attributes:
        at: When, in UTC.
        region: Code of the village.
        stage: PG, AG, GN or PK; empty for what belongs to no conflict.
        event_form: What happened, a code of `rules.taxonomy.EVENT_FORMS`.
        issues: What it is about, codes of `rules.taxonomy.ISSUES`.
        category: One of the 14 categories of the label guide.
        kind: kejadian, potensi, penyelesaian, kegiatan or bukan.
        severity: 0 to 3, as the label guide has it.
        parties: Who stands against whom, in words that fit into a sentence.
        other: Code of the second village where two are in it.
        episode: The conflict it belongs to, or empty.
        nature: One of NATURES.
    """

    id: str
    at: datetime
    region: str
    stage: str
    event_form: str
    issues: tuple[str, ...]
    category: str
    kind: str
    severity: int
    nature: str
    counts: Counts = field(default_factory=dict)
    parties: tuple[str, ...] = ()
    other: str = ""
    episode: str = ""
    is_true: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Teller:
    """Who tells it: a post or a citizen with a number, the language at home, and the way it is sent.

    Attributes:
        number: Lies in a block that no operator in Indonesia has been given.
        home: Code of the village the teller lives in.
        region: Code of the region the number is registered with; empty for citizens.
    """

    number: str
    home: str
    role: str
    lang: str
    channel: str
    region: str = ""
    post: str = ""
    zeal: float = 1.0


@dataclass(frozen=True, slots=True)
class Told:
    """A message as it was written, with labels and spans in the schema of our text collection.

    `kept` is whatever the grammar wants to see again when the message is told in other words.
    """

    text: str
    labels: Mapping[str, Any] = field(default_factory=dict)
    spans: Mapping[str, str] = field(default_factory=dict)
    kept: object = None


class Tell(Protocol):
    """The grammar: puts an occurrence into the words of a teller.

    `place` is the village the teller names, which need not be the true one; `said_at` is when it is
    written. `paraphrase_of` is an earlier message that is told again in other words.
    """

    def __call__(
        self,
        occurrence: Occurrence,
        teller: Teller,
        place: Village,
        *,
        rng: Random,
        said_at: datetime,
        paraphrase_of: Told | None = None,
    ) -> Told:
        """Return the message."""
        ...


def tell_nothing(
    occurrence: Occurrence,
    teller: Teller,
    place: Village,
    *,
    rng: Random,
    said_at: datetime,
    paraphrase_of: Told | None = None,
) -> Told:
    """Tell it without words: for whoever needs only when, where and by whom."""
    del occurrence, teller, place, rng, said_at, paraphrase_of
    return Told("")
