"""Trains the fields that find names, on the three public corpora and on nothing else; never loaded when reading.

IDNER-news-2k (MIT), NERGrit and NERP of IndoNLU (Apache-2.0). The corpora are read from a folder that is given
(`idner_train.txt`, `nergrit_valid.txt`, ...); texts of test parts are never looked at when classes of words are learnt.
"""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

import pycrfsuite

from simak import fields, names, people, regions, sentences, tagging, word_classes
from simak.tagging import Describer, Tagged, WordTable

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


def parts(folder: Path) -> dict[str, tuple[list[Tagged], list[Tagged], list[Tagged]]]:
    """Return the sentences of each corpus that train, tune and test."""
    read = {name: [corpus(folder / "ner" / file) for file in files] for name, files in CORPORA.items()}
    return {name: (train, tune, test) for name, (train, tune, test) in read.items()}


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
    with tempfile.TemporaryDirectory() as work:
        trained = Path(work) / "names.crfsuite"
        tagging.fit([(describe(given), told) for given, told in rows], trained, least=2)
        tagger = pycrfsuite.Tagger()
        tagger.open(str(trained))
        fields.save(fields.of_tagger(tagger), out / names.FIELD)
