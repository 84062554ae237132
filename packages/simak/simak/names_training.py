"""Trains the fields that find names, on the three public corpora and on nothing else; never loaded when reading.

IDNER-news-2k (MIT), NERGrit and NERP of IndoNLU (Apache-2.0). The corpora are read from a folder that is given
(`idner_train.txt`, `nergrit_valid.txt`, ...); texts of test parts are never looked at when classes of words are learnt.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

import pycrfsuite

from simak import names, people, regions, sentences, tagging, word_classes
from simak.tagging import Describer, WordTable

Tagged = tuple[list[str], list[str]]

CORPORA = {
    "idner": ("idner_train.txt", "idner_dev.txt", "idner_test.txt"),
    "nergrit": ("nergrit_train.txt", "nergrit_valid.txt", "nergrit_test.txt"),
    "nerp": ("nerp_train.txt", "nerp_valid.txt", "nerp_test.txt"),
}
JOINT = {"PERSON": "PER", "PLACE": "LOC", "ORGANISATION": "ORG", "PER": "PER", "LOC": "LOC", "ORG": "ORG"}
_DIRECTIONS = frozenset(
    ["kabupaten", "kota", "kepulauan", "utara", "selatan", "timur", "barat", "tengah", "adm", "administrasi"]
)
_LEVELS = {2: "P", 5: "K", 8: "C"}


def corpus(path: Path) -> list[Tagged]:
    """Read a corpus: a word and its tag (last column) on a line, sentences parted by empty lines.

    Raises:
        FileNotFoundError: If there is no such file.
    """
    found: list[Tagged] = []
    written: list[str] = []
    told: list[str] = []
    for line in [*path.read_text(encoding="utf-8").splitlines(), ""]:
        parts = line.split()
        if len(parts) >= 2:
            written.append(parts[0])
            told.append(parts[-1])
        elif written:
            found.append((written, told))
            written, told = [], []
    return found


def table(folder: Path) -> WordTable:
    """Learn classes of words from the texts (without tags and without test parts), and list known names."""
    lines = [
        given
        for files in CORPORA.values()
        for file in files[:2]
        for given, _ in corpus(folder / "ner" / file)
    ]
    for file in sorted((folder / "lexicons" / "stif").glob("[td][re][av]*.[fi][on][rf]")):
        lines += [line.split() for line in file.read_text(encoding="utf-8").splitlines()]
    lines += [re.findall(r"\w+|[^\w\s]", row.text) for row in sentences.shipped()]
    return WordTable(word_classes.learn(lines), _lists())


def _lists() -> dict[str, str]:
    lists: dict[str, set[str]] = {}
    known = regions.load()
    for code, name in zip(known.codes, known.names, strict=True):
        for word in re.findall(r"[a-z']+", name.lower()) if len(code) in _LEVELS else ():
            lists.setdefault(word, set()).add("x" if word in _DIRECTIONS else _LEVELS[len(code)])
    for word in people.given_names():
        lists.setdefault(word, set()).add("N")
    return {word: "".join(sorted(letters)) for word, letters in lists.items()}


def joint(folder: Path) -> list[Tagged]:
    """Return the sentences that the shipped field learns from, with persons, places and organisations."""
    rows = [
        row
        for name in ("idner", "nergrit")
        for file in CORPORA[name][:2]
        for row in corpus(folder / "ner" / file)
    ]
    return [(given, [_renamed(tag) for tag in told]) for given, told in rows]


def _renamed(tag: str) -> str:
    return tag if tag == "O" else tag[:2] + JOINT[tag[2:]]


def ship(folder: Path, out: Path) -> None:
    """Train and write what is shipped: the table of words and one field for persons, places, organisations."""
    known = table(folder)
    names.save_table(known, out / names.TABLE)
    describe = Describer(known)
    rows = joint(folder)
    tagging.fit([(describe(given), told) for given, told in rows], out / names.FIELD, least=2)


class Cascade:
    """One field for each corpus, each given what the fields of the other corpora say (stacking: Wolpert 1992)."""

    def __init__(self, folder: Path, work: Path) -> None:
        """Train the first fields, each on the training part of its corpus."""
        self.parts = {
            name: [corpus(folder / "ner" / file) for file in files] for name, files in CORPORA.items()
        }
        self.describe = Describer(table(folder))
        self.work = work
        self.first = {name: self._first(name) for name in CORPORA}

    def _first(self, name: str) -> pycrfsuite.Tagger:
        path = self.work / f"first-{name}.crfsuite"
        tagging.fit(
            [(self.describe(given), told) for given, told in self.parts[name][0]], path, iterations=100
        )
        return _open(path)

    def features(self, name: str, given: Sequence[str]) -> list[list[str]]:
        """Return the features of a sentence for the second field of a corpus."""
        rows = self.describe(given)
        for other, tagger in self.first.items():
            if other == name:
                continue
            told = tagger.tag(self.describe([word.lower() for word in given] if other == "nerp" else given))
            for i, row in enumerate(rows):
                row.extend(_hints(other, told, i, tagger.marginal(told[i], i)))
        return rows

    def score(self, name: str) -> tuple[list[list[str]], list[list[str]]]:
        """Train the second field of a corpus on train and dev, and return what it tells of the test part, and the truth."""
        path = self.work / f"second-{name}.crfsuite"
        train, dev, test = self.parts[name]
        tagging.fit([(self.features(name, given), told) for given, told in train + dev], path, iterations=100)
        tagger = _open(path)
        return [tagger.tag(self.features(name, given)) for given, _ in test], [told for _, told in test]


def _hints(other: str, told: Sequence[str], i: int, sure: float) -> Iterable[str]:
    level = "h" if sure > 0.9 else "m" if sure > 0.6 else "l"
    before = told[i - 1] if i else "^"
    after = told[i + 1] if i + 1 < len(told) else "$"
    return (
        f"{other}={told[i]}",
        f"{other}{level}={told[i]}",
        f"{other}-={before}",
        f"{other}+={after}",
        f"{other}3={before}|{told[i]}|{after}",
    )


def _open(path: Path) -> pycrfsuite.Tagger:
    tagger = pycrfsuite.Tagger()
    tagger.open(str(path))
    return tagger
