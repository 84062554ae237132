"""Trains the fields that find names, on the three public corpora and on nothing else; never loaded when reading.

IDNER-news-2k (MIT), NERGrit and NERP of IndoNLU (Apache-2.0). The corpora are read from a folder that is given
(`idner_train.txt`, `nergrit_valid.txt`, ...); texts of test parts are never looked at when classes of words are learnt.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import pycrfsuite

from simak import fields, names, people, regions, sentences, tagging, word_classes
from simak.tagging import Describer, WordTable

Tagged = tuple[list[str], list[str]]
View = Callable[[Sequence[str]], list[list[str]]]

CORPORA = {
    "idner": ("idner_train.txt", "idner_dev.txt", "idner_test.txt"),
    "nergrit": ("nergrit_train.txt", "nergrit_valid.txt", "nergrit_test.txt"),
    "nerp": ("nerp_train.txt", "nerp_valid.txt", "nerp_test.txt"),
}
ITERATIONS = 110
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
    with tempfile.TemporaryDirectory() as work:
        trained = Path(work) / "names.crfsuite"
        tagging.fit([(describe(given), told) for given, told in rows], trained, least=2)
        tagger = pycrfsuite.Tagger()
        tagger.open(str(trained))
        fields.save(fields.of_tagger(tagger), out / names.FIELD)


class Committee:
    """Three fields for a corpus, whose probabilities are averaged: plain, with wider features, and stacked.

    The stacked one is given what the fields of the other corpora say (Wolpert, Neural Networks 5, 1992).
    """

    def __init__(self, folder: Path, work: Path) -> None:
        """Learn classes of words, and train the plain fields, each on the training part of its corpus."""
        self.parts = {
            name: [corpus(folder / "ner" / file) for file in files] for name, files in CORPORA.items()
        }
        self.table = table(folder)
        self.describe = Describer(self.table)
        self.work = work
        self.first = {
            name: self._trained(f"first-{name}", self.parts[name][0], self.describe) for name in CORPORA
        }

    def _trained(self, name: str, rows: Sequence[Tagged], features: View) -> pycrfsuite.Tagger:
        path = self.work / f"{name}.crfsuite"
        tagging.fit([(features(given), told) for given, told in rows], path, iterations=ITERATIONS)
        tagger = pycrfsuite.Tagger()
        tagger.open(str(path))
        return tagger

    def stacked(self, name: str, given: Sequence[str]) -> list[list[str]]:
        """Return the features of a sentence, and what the fields of the other corpora say."""
        rows = self.describe(given)
        for other, tagger in self.first.items():
            if other == name:
                continue
            told = tagger.tag(self.describe([word.lower() for word in given] if other == "nerp" else given))
            for i, row in enumerate(rows):
                row.extend(_hints(other, told, i, tagger.marginal(told[i], i)))
        return rows

    def wide(self, given: Sequence[str]) -> list[list[str]]:
        """Return the features of a sentence, and pairs of words and of classes."""
        rows = self.describe(given)
        small = [word.lower() for word in given]
        classes = [self.table.classes.get(word, (-1, -1, -1)) for word in small]
        padded = ["^", *small, "$"]
        sides = [(-2, -2, -2), *classes, (-2, -2, -2)]
        for i, row in enumerate(rows):
            before, after = sides[i], sides[i + 2]
            row += [f"ww-{padded[i]}|{small[i]}", f"ww+{small[i]}|{padded[i + 2]}"]
            row += [f"cc-{before[1]}|{classes[i][1]}", f"cc+{classes[i][1]}|{after[1]}"]
            row += [f"ccc{before[1]}|{classes[i][0]}|{after[1]}", f"cB{before[2]}|{after[2]}"]
            row += [f"e5={small[i][-5:]}", f"e6={small[i][-6:]}", f"b2={small[i][:2]}", f"b5={small[i][:5]}"]
            row += [f"W{o}={small[i + o]}" for o in (-3, 3) if 0 <= i + o < len(small)]
        return rows

    def score(self, name: str) -> tuple[list[list[str]], list[list[str]]]:
        """Train on train and dev of a corpus, and return what the committee tells of the test part, and the truth."""
        train, dev, test = self.parts[name]
        views: list[View] = [self.describe, self.wide, lambda given: self.stacked(name, given)]
        fields = [self._trained(f"{name}-{i}", train + dev, view) for i, view in enumerate(views)]
        told = [_vote(given, fields, views) for given, _ in test]
        return told, [right for _, right in test]


def _vote(
    given: Sequence[str],
    fields: Sequence[pycrfsuite.Tagger],
    views: Sequence[View],
) -> list[str]:
    """Return for each word the tag that is likeliest on average; an inside without a beginning begins."""
    for field, view in zip(fields, views, strict=True):
        field.set(view(given))
    told: list[str] = []
    labels = fields[0].labels()
    for i in range(len(given)):
        sums = {label: sum(field.marginal(label, i) for field in fields) for label in labels}
        tag = max(sums, key=lambda label: (sums[label], label))
        inside = tag.startswith("I-") and not (told and told[-1][2:] == tag[2:])
        told.append(f"B-{tag[2:]}" if inside else tag)
    return told


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
