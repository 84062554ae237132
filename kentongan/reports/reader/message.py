"""A text to be read, and who reads it: what the loop hands over and what it expects."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from simak.draft import Draft, Link


@dataclass(frozen=True)
class Message:
    """One text to read, and what is known of how it came."""

    text: str
    received_at: datetime
    region: str
    timezone: str


class Reader(Protocol):
    """Whatever reads texts: the library, or in a test what the test says."""

    @property
    def version(self) -> str:
        """Name the reader and what it learnt from."""

    def read(self, message: Message) -> "Draft":
        """Read one text; never raises, whatever the text is."""

    @property
    def sure_from(self) -> float:
        """Say from which score on two drafts are hardly ever wrongly held for one thing."""

    def relate(self, drafts: "Sequence[Draft]", received: "Sequence[datetime]") -> "Sequence[Link]":
        """Say which drafts may tell of one thing, given when each came."""
