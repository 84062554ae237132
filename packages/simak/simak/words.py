"""Reads the word lists that are shipped with the reader."""

from __future__ import annotations

import csv
from importlib import resources


def rows(name: str) -> list[list[str]]:
    """Return the lines of `simak/data/<name>.csv` without the heading.

    Raises:
        FileNotFoundError: If there is no such list.
    """
    text = (resources.files("simak") / "data" / f"{name}.csv").read_text(encoding="utf-8")
    return [row for row in csv.reader(text.splitlines()[1:]) if row]
