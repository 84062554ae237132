"""Our own labelled sentences, as they are shipped: `data/sentences/*.txt`, one per line.

`category[+alternative] kind severity source | text`; source is b (news), w (message). The label guide is in docs/simak.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

from simak.taxonomy import CATEGORIES

UNKNOWN = -1
"""Severity of a text of which nobody said how grave it is."""
_KINDS = {"j": "kejadian", "p": "potensi", "s": "penyelesaian", "g": "kegiatan", "x": "bukan"}


@dataclass(frozen=True, slots=True)
class Labelled:
    """A sentence with what a careful reader says of it; `source` is "news" or "wa"."""

    text: str
    category: str
    also: tuple[str, ...]
    kind: str
    severity: int
    source: str
    file: str


def parse(lines: Iterable[str], file: str) -> Iterator[Labelled]:
    """Read lines of labelled sentences.

    Raises:
        ValueError: If a line has no such labels.
    """
    for number, line in enumerate(lines, start=1):
        if not line.strip() or line.startswith("#"):
            continue
        labels, bar, text = line.partition("|")
        parts = labels.split()
        if (
            not bar
            or len(parts) != 4
            or parts[1] not in _KINDS
            or parts[3] not in "bw"
            or parts[2] not in "0123"
        ):
            raise ValueError(f"{file}:{number}: no labels of a sentence: {line[:60]!r}")
        category, *also = parts[0].split("+")
        if not {category, *also} <= set(CATEGORIES):
            raise ValueError(f"{file}:{number}: no such category: {parts[0]!r}")
        source = "news" if parts[3] == "b" else "wa"
        yield Labelled(text.strip(), category, tuple(also), _KINDS[parts[1]], int(parts[2]), source, file)


def shipped() -> list[Labelled]:
    """Return all sentences that are shipped."""
    folder = resources.files("simak") / "data" / "sentences"
    files = sorted(
        (file for file in folder.iterdir() if file.name.endswith(".txt")), key=lambda each: each.name
    )
    return [
        each for file in files for each in parse(file.read_text(encoding="utf-8").splitlines(), file.name)
    ]


def read(path: Path) -> list[Labelled]:
    """Return the sentences of one file."""
    return list(parse(path.read_text(encoding="utf-8").splitlines(), path.name))


def from_lines(rows: Iterable[Mapping[str, Any]], file: str) -> list[Labelled]:
    """Return labelled texts of the collection (or confirmed drafts of an office) as sentences.

    Raises:
        ValueError: If a label is none of the guide.
    """
    found = []
    for row in rows:
        labels = row["labels"]
        if labels["category"] not in CATEGORIES or labels["kind"] not in _KINDS.values():
            raise ValueError(f"{file}: no such label: {labels['category']!r}, {labels['kind']!r}")
        also = tuple(labels.get("category_alt", ()))
        source = str(row.get("source", "wa"))
        found.append(
            Labelled(
                row["text"], labels["category"], also, labels["kind"], int(labels["severity"]), source, file
            )
        )
    return found
