"""What the linear models see of a text: hashed pieces of words, words, and scores of the lexicon.

Pieces of three to five letters and words are hashed (the hashing trick: Weinberger et al., ICML 2009), so there is no
table of words to ship; scores of the lexicon are features and not the decision.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from string import ascii_uppercase, digits
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from simak import lexicon
from simak.lexicon import CATEGORIES, Hit, Lexicon, Line
from simak.normal import Text

PIECES = 1 << 16
WORDS = 1 << 15
HEAD = 1200
"""Letters of a story that are cut into pieces: what is new stands first in news."""
EXTRAS = ("length", "shouts", "capitals", "asks", "digits", "numbers")
_MIX = np.uint32(2654435761)  # Knuth, The Art of Computer Programming 3, section 6.4
_POWERS = np.array([1, 31, 961, 29791, 923521], dtype=np.uint32)
_DIGITS = str.maketrans("123456789", "000000000")


@dataclass(frozen=True, slots=True)
class Features:
    """A text as the models see it: buckets of pieces (0..PIECES-1), of words (0..WORDS-1), and dense scores."""

    pieces: NDArray[np.int64]
    words: NDArray[np.int64]
    dense: NDArray[np.float32]


def dense_names(groups: tuple[str, ...]) -> tuple[str, ...]:
    """Name the dense scores: each group in the whole text, each in its first part, each category, then the extras."""
    heads = tuple(f"head.{name}" for name in groups)
    return groups + heads + tuple(f"sum.{name}" for name in CATEGORIES) + EXTRAS


def features(line: Line, hits: list[Hit], words: Lexicon) -> Features:
    """Return the features of a line and of what the lexicon found in it."""
    head = line.words[:HEAD].translate(_DIGITS)
    return Features(_pieces(head), _words(head), _dense(line, hits, words))


def _pieces(head: str) -> NDArray[np.int64]:
    letters = np.frombuffer(head.encode("utf-32-le", "replace"), dtype=np.uint32)
    parts = []
    hashed = letters.astype(np.uint32)
    for size in range(2, 6):
        if len(letters) < size:
            break
        hashed = hashed[: len(letters) - size + 1] + letters[size - 1 :] * _POWERS[size - 1]
        if size > 2:
            parts.append(((hashed + np.uint32(size)) * _MIX) >> np.uint32(16))
    if not parts:
        return np.empty(0, dtype=np.int64)
    return _distinct(np.concatenate(parts).astype(np.uint16))


def _distinct(buckets: NDArray[np.uint16]) -> NDArray[np.int64]:
    """Return each bucket once, in order; there is at least one."""
    buckets.sort(kind="stable")  # sixteen bits are sorted by radix, in linear time
    kept = np.empty(len(buckets), dtype=bool)
    kept[0] = True
    np.not_equal(buckets[1:], buckets[:-1], out=kept[1:])
    return buckets[kept].astype(np.int64)


def _words(head: str) -> NDArray[np.int64]:
    singles = head.encode("utf-8", "replace").split()
    hashed = list(map(crc32, singles))
    hashed += map(crc32, [b" " + word for word in singles[1:]], hashed)  # two words with the space between
    if not hashed:
        return np.empty(0, dtype=np.int64)
    return _distinct((np.array(hashed, dtype=np.uint32) % WORDS).astype(np.uint16))


def _dense(line: Line, hits: list[Hit], words: Lexicon) -> NDArray[np.float32]:
    size, sums = len(words.groups), 2 * len(words.groups)
    scores = np.zeros(sums + len(CATEGORIES) + len(EXTRAS), dtype=np.float32)
    once = {(group, first): weight for group, first, _, weight in hits}
    told = [(group, weight) for (group, _), weight in once.items()]
    told += [(size + group, weight) for (group, first), weight in once.items() if first < _HEAD_TOKENS]
    told += [(sums + row, weight) for row, weight in _by_category(once, words.rows)]
    if told:
        places, weights = zip(*told, strict=True)
        np.add.at(scores, np.array(places, dtype=np.intp), np.array(weights, dtype=np.float32))
    np.log1p(scores, out=scores)
    scores[sums + len(CATEGORIES) :] = _extras(line.text)
    return scores


def _by_category(once: Mapping[tuple[int, int], float], rows: Sequence[int]) -> Iterator[tuple[int, float]]:
    """Yield what each word says for each category: one that speaks for a category alone says more."""
    at: dict[int, dict[int, float]] = {}
    for (group, first), weight in once.items():
        row = rows[group]
        if row < 0:
            continue
        said = at.get(first)
        if said is None:
            at[first] = {row: weight}
        elif weight > said.get(row, 0.0):
            said[row] = weight
    for said in at.values():
        for row, weight in said.items():
            yield row, weight / len(said)


def _extras(text: Text) -> tuple[float, ...]:
    head = text.cased[:HEAD]
    count = max(1, len(head))
    return (
        math.log1p(len(text.words)) / 5,
        min(1.0, text.cased.count("!") / 3),
        _many(head, ascii_uppercase, str.isupper) / count,
        min(1.0, text.cased.count("?") / 2),
        _many(head, digits, str.isdigit) / count,
        float(len(text.words) > 200),
    )


def _many(head: str, letters: str, holds: Callable[[str], bool]) -> int:
    """Return of how many letters of a text something holds that holds of these in ASCII."""
    if not head.isascii():
        return sum(map(holds, head))
    return len(head) - len(head.encode().translate(None, letters.encode()))


_HEAD_TOKENS = 45


def of(text: Text) -> Features:
    """Return the features of a normalised text, with the shipped lexicon."""
    words = lexicon.shipped()
    line = lexicon.line(text)
    return features(line, lexicon.find(words, line), words)
