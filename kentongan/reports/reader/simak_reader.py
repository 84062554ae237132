"""The library as a reader of ours; importing this module loads it, so only the loop and `train-reader` do."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from simak.draft import Draft, Link
from simak.reading import read
from simak.relating import relate

from kentongan.reports.reader.library import Message


class SimakReader:
    """Reads with the models of a folder, or with those that the library brings."""

    def __init__(self, models: Path | None) -> None:
        """Load the models; the first text is read as fast as every other."""
        self.models = models

    @property
    def version(self) -> str:
        """Name the reader and what it learnt from."""
        return self.models.name if self.models else "simak"

    def read(self, message: Message) -> Draft:
        """Read one text."""
        return read(
            message.text,
            received_at=message.received_at,
            sender_region=message.region,
            timezone=message.timezone,
        )

    def relate(self, drafts: Sequence[Draft], moments: Sequence[datetime]) -> Sequence[Link]:
        """Say which drafts may tell of one thing."""
        return relate(drafts, received=moments)
