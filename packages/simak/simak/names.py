"""The shipped field that finds names in news: read on first use, then kept."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib import resources
from pathlib import Path

import numpy as np
import pycrfsuite

from simak.tagging import Describer, WordTable, entities

FIELD, TABLE = "names.crfsuite", "words.npz"


def save_table(table: WordTable, path: Path) -> None:
    """Write a table of words as plain arrays."""
    known = sorted(set(table.classes) | set(table.lists))
    np.savez_compressed(
        path,
        words=np.frombuffer("\n".join(known).encode(), dtype=np.uint8),
        lists=np.frombuffer("\n".join(table.lists.get(word, "") for word in known).encode(), dtype=np.uint8),
        classes=np.array([table.classes.get(word, (-1, -1, -1)) for word in known], dtype=np.int16),
    )


def load_table(path: Path) -> WordTable:
    """Read a table of words."""
    with np.load(path, allow_pickle=False) as kept:
        known = kept["words"].tobytes().decode().split("\n")
        lists = kept["lists"].tobytes().decode().split("\n")
        classes = kept["classes"].tolist()
    return WordTable(
        {word: (a, b, c) for word, (a, b, c) in zip(known, classes, strict=True) if a >= 0},
        {word: letters for word, letters in zip(known, lists, strict=True) if letters},
    )


@cache
def _reader() -> tuple[Describer, pycrfsuite.Tagger]:
    folder = resources.files("simak") / "data" / "models"
    with resources.as_file(folder / TABLE) as path:
        table = load_table(path)
    tagger = pycrfsuite.Tagger()
    with resources.as_file(folder / FIELD) as path:
        tagger.open(str(path))
    return Describer(table), tagger


def tags(words: Sequence[str]) -> list[str]:
    """Return the tags (B-PER, I-PER, B-LOC, ..., O) of the words of a sentence, as written."""
    describe, tagger = _reader()
    return list(tagger.tag(describe(words)))


def persons(words: Sequence[str]) -> list[tuple[int, int]]:
    """Return where persons are named among the words, as (first, after last)."""
    return [(first, last) for kind, first, last in entities(tags(words)) if kind == "PER"]


def ordinary(word: str) -> bool:
    """Tell whether a word in small letters stands in ordinary texts and in no list of names."""
    table = _reader()[0].table
    return word in table.classes and "N" not in table.lists.get(word, "")
