"""The reader itself: loaded once by the loop from the data folder or from what the library brings, never by a page."""

import logging
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from kentongan.reports.reader.message import Reader

log = logging.getLogger(__name__)

CURRENT = "current"
"""The file in the folder of readers that names the one in use; without it the library's own is used."""


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
    """Load a reader: one that the office has trained, or the library's own, also where the trained one is of an older make.

    The import stands here because a page must never pay for it: only the loop and `train-reader` read texts.
    """
    from kentongan.reports.reader.simak_reader import SimakReader  # noqa: PLC0415 see above

    try:
        return SimakReader(folder() / name if name else None)
    except ValueError:
        if not name:
            raise
        log.exception(
            "reader %s is of another make; the library's own reads until `train-reader` is run again", name
        )
        return SimakReader(None)
