"""The reader itself: loaded once by the loop from the data folder or from what the library brings, never by a page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from django.conf import settings

if TYPE_CHECKING:
    from simak.draft import Draft, Link

CURRENT = "current"
"""The file in the folder of readers that names the one in use; without it the library's own is used."""


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

    def relate(self, drafts: "Sequence[Draft]", moments: Sequence[datetime]) -> "Sequence[Link]":
        """Say which drafts may tell of one thing."""


@dataclass
class Shelf:
    """The reader that this process has loaded."""

    reader: Reader | None = None
    name: str = ""


SHELF = Shelf()


def folder() -> Path:
    """Return where the readers lie that the office has trained."""
    return Path(settings.DATA_DIR) / "reader"


def chosen() -> str:
    """Return the name of the reader in use; empty for the one the library brings."""
    try:
        return (folder() / CURRENT).read_text().strip()
    except FileNotFoundError:
        return ""


def reader() -> Reader:
    """Return the reader in use, loading it when it is not loaded or another was chosen since."""
    name = chosen()
    if SHELF.reader is None or SHELF.name != name:
        SHELF.reader, SHELF.name = load(name), name
    return SHELF.reader


def load(name: str) -> Reader:
    """Load a reader: one that the office has trained, or the library's own.

    The import stands here because a page must never pay for it: only the loop and `train-reader` read texts.
    """
    from kentongan.reports.reader.simak_reader import SimakReader  # noqa: PLC0415 see above

    return SimakReader(folder() / name if name else None)
