"""The truth of a large world, put on the disk while it is made: a province-year does not fit into the memory.

What happened and what is true about each message are most of it, and nobody asks for them again while the world runs.
Both are written as they come, and read once when the file of the truth is put together.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from shutil import copyfileobj
from typing import Any, TextIO

from kentongan.gladi.world.matter import Occurrence
from kentongan.gladi.world.truth import Truth, occurrence_as_json

COMPACT = (",", ":")
HELD = 1_000_000
"""Letters that are held before they are written: no file stays open."""


def as_text(value: object) -> str:
    """Write a value as all files of a world have it."""
    return json.dumps(value, ensure_ascii=False, separators=COMPACT)


class Pieces:
    """Pieces of JSON in a file, with commas between them."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.held: list[str] = []
        self.size = 0
        self.is_empty = True
        path.touch()

    def put(self, piece: str) -> None:
        """Write one more piece."""
        self.held.append(piece if self.is_empty else f",{piece}")
        self.size += len(piece)
        self.is_empty = False
        if self.size >= HELD:
            self.flush()

    def flush(self) -> None:
        """Write down what is held."""
        with self.path.open("a", encoding="utf-8", newline="\n") as file:
            file.writelines(self.held)
        self.held.clear()
        self.size = 0

    def pour(self, into: TextIO) -> None:
        """Write all pieces into another file, and forget them."""
        self.flush()
        with self.path.open(encoding="utf-8", newline="\n") as written:
            copyfileobj(written, into)
        self.path.unlink()


class Happened(list[Occurrence]):
    """What happened, written down and not kept."""

    def __init__(self, pieces: Pieces) -> None:
        super().__init__()
        self.pieces = pieces

    def append(self, occurrence: Occurrence) -> None:
        """Write one more down."""
        self.pieces.put(as_text(occurrence_as_json(occurrence)))


class Notes(dict[str, dict[str, Any]]):
    """What is true about each message, written down and not kept."""

    def __init__(self, pieces: Pieces) -> None:
        super().__init__()
        self.pieces = pieces

    def __setitem__(self, number: str, note: dict[str, Any]) -> None:
        """Write one more down."""
        self.pieces.put(f"{as_text(number)}:{as_text(note)}")


class Spool:
    """Where a world puts what it need not know any more."""

    def __init__(self, folder: Path) -> None:
        self.happened = Happened(Pieces(folder / "occurrences.part"))
        self.notes = Notes(Pieces(folder / "messages.part"))

    def finish(self, truth: Truth, path: Path) -> None:
        """Put the file of the truth together: the same bytes as if all of it had been kept."""
        with path.open("w", encoding="utf-8", newline="\n") as file:
            file.write("{")
            for turn, (name, value) in enumerate(self.parts(truth)):
                file.write(f"{',' * (turn > 0)}{as_text(name)}:")
                if isinstance(value, Pieces):
                    opening, closing = ("[", "]") if value is self.happened.pieces else ("{", "}")
                    file.write(opening)
                    value.pour(file)
                    file.write(closing)
                else:
                    file.write(as_text(value))
            file.write("}\n")

    def parts(self, truth: Truth) -> Iterator[tuple[str, object]]:
        """Return the keys of the file in their order, with what stands below each."""
        large = {"occurrences": self.happened.pieces, "messages": self.notes.pieces}
        for name, value in truth.as_json().items():
            yield name, large.get(name, value)
