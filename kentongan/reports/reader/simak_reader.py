"""The library as a reader of ours; importing this module loads it, so only the loop and `train-reader` do."""

from collections.abc import Sequence
from datetime import datetime
from importlib import metadata
from pathlib import Path

from simak import deciding, network, regions, relating
from simak.draft import Draft, Link
from simak.reading import read

from kentongan.reports.reader.message import Message
from kentongan.rules import places

MODEL = "reading.npz"


class SimakReader:
    """Reads with the model of a folder, or with the one that the library brings."""

    def __init__(self, folder: Path | None) -> None:
        """Load the model; the first text is read as fast as every other."""
        self.model = network.load(folder / MODEL) if folder else deciding.shipped()
        self.name = folder.name if folder else ""

    @property
    def version(self) -> str:
        """Name the reader and what it learnt from."""
        return self.name or f"simak-{metadata.version('simak')}-{self.model.version}"

    def read(self, message: Message) -> Draft:
        """Read one text."""
        return read(
            message.text,
            received_at=message.received_at,
            sender_region=known(message.region),
            timezone=message.timezone,
            model=self.model,
        )

    @property
    def sure_from(self) -> float:
        """Say from which score on two drafts are hardly ever wrongly held for one thing."""
        return relating.TICKED

    def relate(self, drafts: Sequence[Draft], received: Sequence[datetime]) -> Sequence[Link]:
        """Say which drafts may tell of one thing."""
        return relating.relate(drafts, received=received)


def known(code: str) -> str | None:
    """Return the region as the library knows it: down to the village, and only where the country has it."""
    village = ".".join(code.split(".")[: places.VILLAGE])
    return village if regions.load().knows(village) else None
