"""What is handed in and what comes back: the happening, the one who tells it, the place, and the told text."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from kentongan.gladi.telling.grammar import Mark

Range = tuple[int, int]

CONFLICTS = (
    "bentrok", "agama_sara", "lahan_sda", "pemilu", "unjukrasa", "main_hakim", "teror_separatis", "narkoba_miras",
    "kriminal", "hoaks", "ketertiban",
)  # fmt: skip
CATEGORIES = (*CONFLICTS, "bencana_laka", "kegiatan", "bukan")
KINDS = ("kejadian", "potensi", "penyelesaian", "kegiatan", "bukan")
COUNTS = ("mati", "luka", "mengungsi", "rusak", "diamankan", "massa", "personel")
CHANNELS = ("web", "wa", "sms", "suara", "terusan")


class Occurrence(Protocol):
    """Something that happened, may happen, or did not; the world knows the truth of it."""

    @property
    def id(self) -> str:
        """What it is called."""
        ...

    @property
    def at(self) -> datetime:
        """The moment of it; of what may come, when it may come."""
        ...

    @property
    def region(self) -> str:
        """The code of the village."""
        ...

    @property
    def event_form(self) -> str:
        """What happened: E01 to E99."""
        ...

    @property
    def issues(self) -> Sequence[str]:
        """What it is about: I01 to I31."""
        ...

    @property
    def category(self) -> str:
        """One of `CATEGORIES`."""
        ...

    @property
    def kind(self) -> str:
        """One of `KINDS`."""
        ...

    @property
    def severity(self) -> int:
        """How grave it is, 0 to 3."""
        ...

    @property
    def counts(self) -> Mapping[str, Range]:
        """The true numbers, least and most."""
        ...

    @property
    def parties(self) -> Sequence[str]:
        """Who stands against whom, where the scenario names them."""
        ...

    @property
    def episode(self) -> str:
        """What it belongs to; empty if it stands alone."""
        ...

    @property
    def nature(self) -> str:
        """konflik, ringan, bising, rumor, fitnah, hoaks, kegiatan or penyelesaian."""
        ...


class Teller(Protocol):
    """Who tells it: a post or a number, in a region, by a channel, with the words of a language."""

    @property
    def number(self) -> str:
        """The number it comes from."""
        ...

    @property
    def role(self) -> str:
        """A role of the house, or warga, anonim, pelajar."""
        ...

    @property
    def region(self) -> str:
        """The code registered for it; empty if none is."""
        ...

    @property
    def lang(self) -> str:
        """The language of the region: id, jv, mad, su, min, bug, pap, plm, mly, btw."""
        ...

    @property
    def channel(self) -> str:
        """One of `CHANNELS`."""
        ...


@dataclass(frozen=True)
class Labels:
    """What the text says, in the schema of the shared label guide."""

    kind: str
    category: str
    category_alt: tuple[str, ...]
    severity: int
    place: str | None
    place_alt: tuple[str, ...]
    place_from: str | None
    date: str | None
    date_alt: tuple[str, ...]
    time: str | None
    counts: Mapping[str, Range]
    parties: tuple[str, ...]
    institutions: tuple[str, ...]
    persons: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the labels as one line of the schema holds them."""
        return {
            name: {kind: list(span) for kind, span in value.items()}
            if isinstance(value, Mapping)
            else list(value)
            if isinstance(value, tuple)
            else value
            for name, value in vars(self).items()
        }


@dataclass(frozen=True)
class Told:
    """A message, what it says, and where it says so.

    `spans` holds a piece of the text for each field (the first, where there are several), `marks` all of them with
    their place in the text. `claim` is what all tellers of one matter share: hand the Told to `tell` again as
    `paraphrase_of`, and somebody else tells the same in other words. `topic` is what small talk is about.
    """

    text: str
    labels: Labels
    spans: Mapping[str, str]
    marks: tuple[Mark, ...]
    lang: str
    source: str
    claim: str = ""
    topic: str = ""
