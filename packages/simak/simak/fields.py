"""Linear-chain conditional random fields (Lafferty et al., ICML 2001) read from plain arrays.

python-crfsuite trains a field; reading needs only its weights. What a word says is the sum of the weights of its
features, looked up once and remembered (`Sums`); the likeliest labels are found for all sentences of a text together
(Viterbi, IEEE Transactions on Information Theory 13, 1967).
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import pycrfsuite

Key = TypeVar("Key", bound=Hashable)
_MOST_REMEMBERED = 1 << 15


@dataclass(frozen=True, slots=True)
class Field:
    """A field: `weights` by feature and label (`rows` says which row), `transitions` from a label to the next."""

    labels: tuple[str, ...]
    rows: dict[str, int]
    weights: NDArray[np.float64]  # (features, labels)
    transitions: NDArray[np.float64]  # (labels, labels)

    def weigh(self, features: Iterable[str]) -> NDArray[np.float64]:
        """Return what features say for each label; those that were never seen say nothing."""
        rows = self.rows
        known = [rows[feature] for feature in features if feature in rows]
        total: NDArray[np.float64] = self.weights.take(np.array(known, dtype=np.intp), axis=0).sum(axis=0)
        return total

    def decode(self, scores: NDArray[np.float64], lengths: Sequence[int]) -> list[str]:
        """Return the likeliest labels of the words of some sentences that stand one behind the other.

        Args:
            scores: What the features of each word say, (words, labels).
            lengths: Of how many words each sentence is, at least one; together as many as `scores` has rows.

        Raises:
            ValueError: If there are more or fewer words than the sentences have, or a sentence has none.
        """
        sizes = np.array(lengths, dtype=np.intp)
        if sizes.sum() != len(scores) or (len(sizes) and sizes.min() < 1):
            raise ValueError(f"{len(scores)} words for sentences of {sizes.tolist()}")
        if not len(sizes):
            return []
        order = np.argsort(
            -sizes, kind="stable"
        )  # the longest first, so that those still going on stand together
        first, sizes = (np.cumsum(sizes) - sizes)[order], sizes[order]
        going = np.searchsorted(-sizes, -np.arange(sizes[0]), side="left")  # how many have a word at a step
        words = [first[:many] + step for step, many in enumerate(going.tolist())]  # which words, by step
        best = self._forward([scores.take(each, axis=0) for each in words])
        told = np.empty(len(scores), dtype=np.intp)
        for step, labels in self._back(best):
            told[words[step]] = labels
        return [self.labels[label] for label in told.tolist()]

    def _forward(self, scores: list[NDArray[np.float64]]) -> list[NDArray[np.float64]]:
        """Return the scores of the best ways to each label of the words still there, by step."""
        into = np.ascontiguousarray(self.transitions.T)
        best = scores[:1]
        for said in scores[1:]:
            ways = best[-1][: len(said), None, :] + into
            best.append(np.maximum.reduce(ways, axis=2) + said)
        return best

    def _back(self, best: list[NDArray[np.float64]]) -> Iterator[tuple[int, NDArray[np.intp]]]:
        """Yield the labels of the words still there, from the last step to the first."""
        into = np.ascontiguousarray(self.transitions.T)
        labels = best[-1].argmax(axis=1)
        for step in range(len(best) - 1, -1, -1):
            yield step, labels
            if step:
                before = best[step - 1]
                came = (before[: len(labels)] + into[labels]).argmax(axis=1)
                ended = before[len(labels) :].argmax(axis=1) if len(before) > len(labels) else None
                labels = came if ended is None else np.concatenate([came, ended])


class Sums(Generic[Key]):
    """What keys say, each looked up once: a growing table of sums of weights."""

    def __init__(self, look_up: Callable[[Key], NDArray[np.float64]], shape: tuple[int, ...]) -> None:
        """Remember what `look_up` returns, arrays of this shape."""
        self._look_up = look_up
        self._table = np.zeros((64, *shape))
        self._at: dict[Key, int] = {}

    def of(self, keys: Sequence[Key]) -> NDArray[np.float64]:
        """Return the sums of keys, (keys, *shape)."""
        at = self._at
        if len(at) + len(keys) > _MOST_REMEMBERED:
            at.clear()
        numbers = [at[key] if key in at else self._learn(key) for key in keys]
        return self._table.take(np.array(numbers, dtype=np.intp), axis=0)

    def _learn(self, key: Key) -> int:
        number = self._at[key] = len(self._at)
        if number == len(self._table):
            self._table = np.concatenate([self._table, np.zeros_like(self._table)])
        self._table[number] = self._look_up(key)
        return number


def parts(labels: Sequence[str], lengths: Iterable[int]) -> list[list[str]]:
    """Return the labels of each of some sentences that stand one behind the other."""
    ends = list(accumulate(lengths))
    return [list(labels[first:last]) for first, last in zip([0, *ends], ends, strict=False)]


def of_tagger(tagger: pycrfsuite.Tagger) -> Field:
    """Return what a trained tagger holds."""
    told = tagger.info()
    labels = tuple(tagger.labels())
    features = sorted({feature for feature, _ in told.state_features})
    rows = {feature: row for row, feature in enumerate(features)}
    column = {label: number for number, label in enumerate(labels)}
    weights = np.zeros((len(features), len(labels)))
    for (feature, label), weight in told.state_features.items():
        weights[rows[feature], column[label]] = weight
    transitions = np.zeros((len(labels), len(labels)))
    for (before, after), weight in told.transitions.items():
        transitions[column[before], column[after]] = weight
    return Field(labels, rows, weights, transitions)


def save(field: Field, path: Path) -> None:
    """Write a field as plain arrays."""
    np.savez_compressed(
        path,
        labels=np.array(field.labels),
        features=np.frombuffer("\n".join(field.rows).encode(), dtype=np.uint8),
        weights=field.weights.astype(np.float32),
        transitions=field.transitions.astype(np.float32),
    )


def load(path: Path) -> Field:
    """Read a field; nothing in the file is ever run."""
    with np.load(path, allow_pickle=False) as kept:
        features = kept["features"].tobytes().decode().split("\n")
        return Field(
            tuple(str(label) for label in kept["labels"]),
            {feature: row for row, feature in enumerate(features)},
            kept["weights"].astype(np.float64),
            kept["transitions"].astype(np.float64),
        )
