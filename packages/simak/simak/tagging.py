"""Names of persons, places and organisations by a conditional random field (Lafferty et al., ICML 2001).

Features are words, their shape and endings, classes of words that stand in like places (learnt from text without
labels: Brown et al., Computational Linguistics 1992, by k-means on a factored table of neighbours) and lists of names.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pycrfsuite

_RUNS = re.compile(r"(.)\1+")
_SIZES = ("a", "b", "c")
OFFSETS = (0, -1, 1, -2, 2)
"""Places, from a word, whose words describe it, too."""


Tagged = tuple[list[str], list[str]]
"""The words of a sentence, and the tag of each (B-, I- with a kind, or O)."""


@dataclass(frozen=True, slots=True)
class WordTable:
    """What is known of words without their neighbours: classes of three sizes, and lists they stand in."""

    classes: dict[str, tuple[int, int, int]]
    lists: dict[str, str]


def shape(word: str) -> str:
    """Return the form of a word: "Xx" for "Polsek", "X" for "TNI", "0" for numbers.

    >>> shape("Kramatwatu"), shape("TNI"), shape("0821-07")
    ('Xx', 'X', '0-0')
    """
    forms = "".join(
        "X" if c.isupper() else "x" if c.isalpha() else "0" if c.isdigit() else c for c in word[:20]
    )
    return _RUNS.sub(r"\1", forms)


class Describer:
    """Turns words into features, remembering each word; the same for training and reading."""

    def __init__(self, table: WordTable) -> None:
        """Describe words with the classes and lists of `table`."""
        self.table = table
        self.at = lru_cache(maxsize=1 << 16)(self._describe)
        self.brief = lru_cache(maxsize=1 << 16)(self._brief)

    def __call__(self, words: Sequence[str]) -> list[list[str]]:
        """Return the features of each word of a sentence."""
        last = len(words) - 1
        at = self.at
        rows = []
        for i, word in enumerate(words):
            row = ["bias", *at(word, 0)]
            if i > 0:
                row += at(words[i - 1], -1)
            else:
                row.append("first")
            if i < last:
                row += at(words[i + 1], 1)
            else:
                row.append("last")
            if i > 1:
                row += at(words[i - 2], -2)
            if i < last - 1:
                row += at(words[i + 2], 2)
            row += self._pairs(words, i, last)
            rows.append(row)
        return rows

    def _pairs(self, words: Sequence[str], i: int, last: int) -> list[str]:
        here = self.brief(words[i])
        before = self.brief(words[i - 1]) if i > 0 else "^"
        after = self.brief(words[i + 1]) if i < last else "$"
        return [f"p-{before}|{here}", f"p+{here}|{after}", f"p={before}|{after}"]

    def _brief(self, word: str) -> str:
        small = word.lower()
        known = self.table.classes.get(small)
        return f"{shape(word)[:4]}{known[0] if known else '?'}"

    def _describe(self, word: str, offset: int) -> tuple[str, ...]:
        small = word.lower()
        tag = "" if offset == 0 else f"{offset:+d}"
        known = self.table.classes.get(small)
        lists = self.table.lists.get(small, "")
        found = [f"w{tag}={small}"]
        if known is not None:
            found += [f"k{size}{tag}={number}" for size, number in zip(_SIZES, known, strict=True)]
        found += [f"l{tag}={letter}" for letter in lists]
        if abs(offset) < 2:
            found.append(f"s{tag}={shape(word)}")
            found.append(f"e3{tag}={small[-3:]}")
        if offset == 0:
            found += [f"e2={small[-2:]}", f"e4={small[-4:]}", f"b3={small[:3]}", f"b4={small[:4]}"]
            if word[:1].isupper():
                found.append(f"S{lists}" + ("T" if word.isupper() else ""))
        return tuple(found)


def fit(
    sentences: Sequence[tuple[list[list[str]], list[str]]],
    path: Path,
    *,
    l2: float = 1.0,
    least: int = 1,
    iterations: int = 120,
) -> None:
    """Train a field on features and tags of sentences, and write it to `path`."""
    trainer = pycrfsuite.Trainer(verbose=False)
    for rows, tags in sentences:
        trainer.append(rows, tags)
    trainer.set_params(
        {
            "c1": 0.0,
            "c2": l2,
            "max_iterations": iterations,
            "feature.minfreq": least,
            "feature.possible_transitions": True,
        }
    )
    trainer.train(str(path))


def entities(tags: Sequence[str]) -> list[tuple[str, int, int]]:
    """Return the kinds and places (first, after last) of the names that tags B-, I-, O tell of."""
    found, kind, first = [], "", 0
    for i, tag in enumerate([*tags, "O"]):
        if tag == "O" and not kind:
            continue
        inside = tag.startswith("I-") and tag[2:] == kind
        if kind and not inside:
            found.append((kind, first, i))
            kind = ""
        if not inside and tag != "O":
            kind, first = tag[2:], i
    return found


def entity_score(told: Sequence[Sequence[str]], right: Sequence[Sequence[str]]) -> tuple[float, float, float]:
    """Return precision, recall and F1 over whole names (the measure of CoNLL-2003)."""
    hits = proposed = wanted = 0
    for given, gold in zip(told, right, strict=True):
        a, b = set(entities(given)), set(entities(gold))
        hits, proposed, wanted = hits + len(a & b), proposed + len(a), wanted + len(b)
    precision, recall = hits / max(1, proposed), hits / max(1, wanted)
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)
