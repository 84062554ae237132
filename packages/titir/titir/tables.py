"""Reads the tables of SaTScan's formats: fields between blanks, one line a record, every fault with its line."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from math import isfinite
from pathlib import Path

from titir.dates import Moment, read_moment
from titir.errors import FileError


@dataclass(frozen=True)
class Line:
    """One record of a file.

    Attributes:
        path: The file.
        number: Line number from 1.
        fields: What stands between the blanks.
    """

    path: Path
    number: int
    fields: list[str]

    def fault(self, reason: str) -> FileError:
        """Return the error that names this line."""
        return FileError(self.path, self.number, reason)

    def needs(self, least: int, what: str) -> None:
        """Refuse a line with too few fields."""
        if len(self.fields) < least:
            raise self.fault(
                f"got {len(self.fields)} field(s), {' '.join(self.fields)!r}, where {what} are expected; "
                "fields are separated by blanks or tabs"
            )

    def count(self, position: int, what: str) -> int:
        """Return a field as a whole number, 0 or more."""
        number = self.number_at(position, what)
        if number < 0 or number != int(number):
            raise self.fault(f"{what} {self.fields[position]!r} is not a whole number of 0 or more")
        return int(number)

    def number_at(self, position: int, what: str, *, least: float = float("-inf")) -> float:
        """Return a field as a finite number."""
        text = self.fields[position]
        try:
            number = float(text.replace("_", "x"))  # Python would read 1_000
        except ValueError:
            raise self.fault(f"{what} {text!r} is not a number; decimals follow a point") from None
        if not (isfinite(number) and number >= least):
            raise self.fault(f"{what} {text!r} is out of range")
        return number

    def moment(self, position: int, *, generic: bool, around: int) -> Moment:
        """Return a field as a date."""
        try:
            return read_moment(self.fields[position], generic=generic, around=around)
        except ValueError as error:
            raise self.fault(str(error)) from None


def lines(path: Path) -> Iterator[Line]:
    """Yield the records of a file, without empty lines.

    Raises:
        FileError: If the file is not there or not UTF-8.
    """
    for number, text in enumerate(text_of(path).split("\n"), start=1):
        if '"' in text:
            fields = next(csv.reader([" ".join(text.split())], delimiter=" ", skipinitialspace=True), [])
        else:
            fields = text.split()
        if fields:
            yield Line(path, number, fields)


def text_of(path: Path) -> str:
    """Return the text of a file.

    Raises:
        FileError: If it is not there or not UTF-8; says the line with the first wrong byte.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise FileError(path, 0, f"cannot be read: {error.strerror}") from None
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise FileError(path, 1, "is UTF-16; save it as UTF-8")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise FileError(path, line, f"byte {raw[error.start]:#04x} is not UTF-8; save it as UTF-8") from None
    if "\0" in text:
        raise FileError(path, text[: text.index("\0")].count("\n") + 1, "holds a NUL byte; it is not a text")
    return text.replace("\r\n", "\n").replace("\r", "\n")
