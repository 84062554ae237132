"""Linear-chain conditional random fields (Lafferty et al., ICML 2001) read from plain arrays.

python-crfsuite trains a field; reading needs only its weights. What a word says is the sum of the weights of its
features, looked up once and remembered (`Sums`); the likeliest labels are found for all sentences of a text together
(Viterbi, IEEE Transactions on Information Theory 13, 1967).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import pycrfsuite

Key = TypeVar("Key", bound=Hashable)
_MOST_REMEMBERED = 1 << 15


@dataclass(frozen=True)
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
        order, going = _by_step(sizes)
        best = self._forward(scores.take(order, axis=0).T, going)
        told = np.empty(len(scores), dtype=np.intp)
        told[order] = np.concatenate(self._back(best))
        return [self.labels[label] for label in told.tolist()]

    def decode_at(
        self, scores: NDArray[np.float64], lengths: Sequence[int], positions: Iterable[int]
    ) -> list[str]:
        """Return the labels that `decode` finds for some of the words, looking no farther than neighbours can matter.

        Args:
            scores: As for `decode`.
            lengths: As for `decode`.
            positions: Where in `scores` these words stand.
        """
        own = scores.argmax(axis=1)
        above = scores.max(axis=1, keepdims=True) - scores > self._margins.take(own, axis=0)
        sure = (above.sum(axis=1) == len(self.labels) - 1).tolist()
        ends = [0, *accumulate(lengths)]
        chains: list[NDArray[np.float64]] = []
        found: list[int] = []
        for at in positions:
            here = bisect_right(ends, at)
            first, last = at, at + 1
            while first > ends[here - 1] and not sure[first - 1]:
                first -= 1
            while last < ends[here] and not sure[last]:
                last += 1
            found.append(sum(map(len, chains)) + at - first)
            chains.append(scores[first:last].copy())
            if first > ends[here - 1]:
                chains[-1][0] += self.transitions[own[first - 1]]
            if last < ends[here]:
                chains[-1][-1] += self.transitions[:, own[last]]
        told = self.decode(np.concatenate(chains), [len(each) for each in chains]) if chains else []
        return [told[at] for at in found]

    @cached_property
    def _margins(self) -> NDArray[np.float64]:
        """By how much a label (row) must be above another (column) at a word to be so whatever stands beside it."""
        from_, to = self.transitions.T, self.transitions
        before = (from_[None, :, :] - from_[:, None, :]).max(axis=2)
        behind = (to[None, :, :] - to[:, None, :]).max(axis=2)
        margins: NDArray[np.float64] = np.maximum(before, 0.0) + np.maximum(behind, 0.0)
        return margins

    def _forward(self, scores: NDArray[np.float64], going: Sequence[int]) -> list[NDArray[np.float64]]:
        """Return the scores of the best ways to each label of the words still there, (labels, words) by step.

        `scores` are (labels, words) in the order of `_by_step`.
        """
        into = self.transitions[:, :, None]
        first = going[0]
        best = [scores[:, :first]]
        for many in going[1:]:
            ways = best[-1][:, None, :many] + into
            best.append(np.maximum.reduce(ways, axis=0) + scores[:, first : first + many])
            first += many
        return best

    def _back(self, best: Sequence[NDArray[np.float64]]) -> list[NDArray[np.intp]]:
        """Return the labels of the words still there, by step."""
        into = np.ascontiguousarray(self.transitions.T)
        labels = best[-1].argmax(axis=0)
        told = [labels]
        for before in best[-2::-1]:
            many = len(labels)
            came = (before.T[:many] + into.take(labels, axis=0)).argmax(axis=1)
            ended = before.shape[1] > many
            labels = np.concatenate([came, before[:, many:].argmax(axis=0)]) if ended else came
            told.append(labels)
        return told[::-1]


def _by_step(sizes: NDArray[np.intp]) -> tuple[NDArray[np.intp], list[int]]:
    """Return the words of sentences of some sizes in the order of their steps, and how many there are of each step.

    Of each step the words of the longest sentences come first, so that those still going on stand together.
    """
    longest = np.argsort(-sizes, kind="stable")
    rank = np.empty_like(longest)
    rank[longest] = np.arange(len(sizes))
    firsts = np.cumsum(sizes) - sizes
    step = np.arange(sizes.sum()) - np.repeat(firsts, sizes)
    order = np.argsort(step * len(sizes) + np.repeat(rank, sizes), kind="stable")
    return order, np.bincount(step).tolist()


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
        numbers = list(map(at.get, keys))
        if None in numbers:
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
