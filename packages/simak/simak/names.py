"""The shipped field that finds names in news: read on first use, then kept."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from importlib import resources
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from simak import fields
from simak.fields import Field, Sums
from simak.tagging import OFFSETS, Describer, WordTable, entities

FIELD, TABLE = "names.npz", "words.npz"
_BESIDE = ""  # stands before the first word of a sentence and behind the last


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


class Reader:
    """A field with the descriptions of its words: what a word says of itself and its neighbours is summed up once."""

    def __init__(self, describe: Describer, field: Field) -> None:
        """Read with a field that was trained on what `describe` returns."""
        self.describe, self.field = describe, field
        many = len(field.labels)
        self._words = Sums(self._of_word, (len(OFFSETS), many))
        self._pairs = Sums(self._of_pair, (2, many))
        self._around = Sums(self._of_sides, (many,))
        self._always, self._first, self._last = (field.weigh([name]) for name in ("bias", "first", "last"))

    def tags(self, sentences: Sequence[Sequence[str]]) -> list[list[str]]:
        """Return the tags of the words of some sentences; sentences without words are left empty."""
        some = [words for words in sentences if words]
        if not some:
            return [[] for _ in sentences]
        told = self.field.decode(self.scores(some), [len(words) for words in some])
        return fields.parts(told, [len(words) for words in sentences])

    def scores(self, sentences: Sequence[Sequence[str]]) -> NDArray[np.float64]:
        """Return what the features of each word of some sentences say, (words, labels); no sentence is empty."""
        words: list[str] = []
        brief: list[str] = []
        for sentence in sentences:
            words += (_BESIDE, *sentence, _BESIDE)
            brief += ("^", *map(self.describe.brief, sentence), "$")
        own = self._words.of(words)
        told = own[:, 0] + self._always
        told[1:] += own[:-1, 1]
        told[:-1] += own[1:, 2]
        told[2:] += own[:-2, 3]
        told[:-2] += own[2:, 4]
        beside = self._pairs.of(list(pairwise(brief)))
        told[1:] += beside[:, 0]
        told[:-1] += beside[:, 1]
        told[1:-1] += self._around.of(list(zip(brief, brief[2:], strict=False)))
        ends = np.cumsum([len(sentence) + 2 for sentence in sentences])
        told[ends - 2] += self._last
        firsts = np.append(0, ends[:-1])
        told[firsts + 1] += self._first
        kept = np.ones(len(words), dtype=bool)
        kept[firsts] = kept[ends - 1] = False
        inside: NDArray[np.float64] = told[kept]
        return inside

    def _of_word(self, word: str) -> NDArray[np.float64]:
        if word == _BESIDE:
            return np.zeros((len(OFFSETS), len(self.field.labels)))
        return np.stack([self.field.weigh(self.describe.at(word, offset)) for offset in OFFSETS])

    def _of_pair(self, pair: tuple[str, str]) -> NDArray[np.float64]:
        before, after = pair
        return np.stack(
            [self.field.weigh([f"p-{before}|{after}"]), self.field.weigh([f"p+{before}|{after}"])]
        )

    def _of_sides(self, pair: tuple[str, str]) -> NDArray[np.float64]:
        return self.field.weigh([f"p={pair[0]}|{pair[1]}"])


@cache
def _reader() -> Reader:
    folder = resources.files("simak") / "data" / "models"
    with resources.as_file(folder / TABLE) as path:
        table = load_table(path)
    with resources.as_file(folder / FIELD) as path:
        return Reader(Describer(table), fields.load(path))


def tags(words: Sequence[str]) -> list[str]:
    """Return the tags (B-PER, I-PER, B-LOC, ..., O) of the words of a sentence, as written."""
    return _reader().tags([words])[0]


def persons(sentences: Sequence[Sequence[str]]) -> list[list[tuple[int, int]]]:
    """Return where persons are named among the words of some sentences, as (first, after last)."""
    return [
        [(first, last) for kind, first, last in entities(told) if kind == "PER"]
        if "B-PER" in told or "I-PER" in told
        else []
        for told in _reader().tags(sentences)
    ]


@lru_cache(maxsize=1 << 14)
def ordinary(word: str) -> bool:
    """Tell whether a word in small letters stands in ordinary texts and in no list of names; "-kan" makes no name of it."""
    table = _reader().describe.table
    return any(
        one in table.classes and "N" not in table.lists.get(one, "")
        for one in (word, word.removesuffix("kan"))
    )


@cache
def vocabulary() -> frozenset[str]:
    """Return the words in small letters that stand in ordinary texts or in a list of names."""
    table = _reader().describe.table
    return frozenset(table.classes) | frozenset(table.lists)
