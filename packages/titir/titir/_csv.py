"""What all tables of events with commas share: every fault with its line."""

import csv
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from titir.errors import FileError
from titir.tables import text_of

MOST_DAYS = 100 * 366
"""A longer history has a slip in its dates."""


def csv_of(path: Path) -> "csv.DictReader[str]":
    """Return the rows of a table with commas.

    Raises:
        FileError: If it is not there or not UTF-8; with the line of the first wrong byte.
    """
    return csv.DictReader(text_of(path).split("\n"))


def rows_of(path: Path, reader: "csv.DictReader[str]") -> Iterator[dict[str, str]]:
    """Yield the rows, each with a field for every column: a decimal comma, say, makes one too many.

    Raises:
        FileError: With the line that has more or fewer.
    """
    columns = len(reader.fieldnames or ())
    for row in reader:
        more, fewer = len(row.get(None, ())), sum(value is None for value in row.values())
        if more or fewer:
            raise FileError(
                path,
                reader.line_num,
                f"has {columns + more - fewer} fields where the first line has {columns}",
            )
        yield row


def check_degrees(path: Path, line: int, north: float, east: float) -> None:
    """Refuse a place that is not on the globe.

    Raises:
        FileError: With the line.
    """
    if not (abs(north) <= 90 and abs(east) <= 360):
        raise FileError(path, line, f"lies at latitude {north} and longitude {east}, which is nowhere")


def check_span(path: Path, days: Sequence[float]) -> None:
    """Refuse a history so long that a date must be a slip.

    Raises:
        FileError: With the first and the last day.
    """
    first, last = (date.fromordinal(int(pick(days))) for pick in (min, max))
    if (last - first).days > MOST_DAYS:
        raise FileError(path, 0, f"events from {first} to {last} lie more than {MOST_DAYS} days apart")
