"""Small networks over the features, one hidden layer for each question, run with NumPy on weights from a file."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simak import lexicon
from simak.features import PIECES, WORDS, Features, dense_names

FORMAT = 2
"""Raised whenever the features or the network change: weights of another format are refused."""
Weights = NDArray[np.float16] | NDArray[np.float32]
"""In half precision as they lie in the file, in single as they are learnt."""
PARTS = ("pieces", "words", "dense", "bias", "told", "told_bias")


@dataclass(frozen=True, slots=True)
class Head:
    """The weights of one question: those of its hidden units, and those of its classes."""

    classes: tuple[str, ...]
    pieces: Weights  # (PIECES, hidden), idf already in it
    words: Weights  # (WORDS, hidden)
    dense: Weights  # (dense, hidden)
    bias: Weights  # (hidden,)
    told: NDArray[np.float32]  # (hidden, classes)
    told_bias: NDArray[np.float32]  # (classes,)


@dataclass(frozen=True)
class Model:
    """All questions that are answered from the same features.

    `norms` are the squared idf by bucket, so that a text can be brought to unit length without another table.
    """

    heads: dict[str, Head]
    piece_norms: NDArray[np.float32]
    word_norms: NDArray[np.float32]
    groups: tuple[str, ...]
    version: str

    @cached_property
    def together(
        self,
    ) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]]:
        """Weights of the hidden units of all heads side by side: pieces, words, dense, bias."""
        heads = self.heads.values()
        pieces = np.ascontiguousarray(np.hstack([head.pieces for head in heads], dtype=np.float32))
        words = np.ascontiguousarray(np.hstack([head.words for head in heads], dtype=np.float32))
        dense = np.ascontiguousarray(np.hstack([head.dense for head in heads], dtype=np.float32))
        return pieces, words, dense, np.concatenate([head.bias for head in heads], dtype=np.float32)


def probabilities(model: Model, seen: Features) -> dict[str, NDArray[np.float64]]:
    """Return for each question the probability of each of its classes."""
    pieces, words, dense, bias = model.together
    hidden = bias + seen.dense @ dense
    if len(seen.pieces):
        hidden += pieces.take(seen.pieces, axis=0).sum(axis=0) / _length(model.piece_norms, seen.pieces)
    if len(seen.words):
        hidden += words.take(seen.words, axis=0).sum(axis=0) / _length(model.word_norms, seen.words)
    np.maximum(hidden, 0, out=hidden)
    found, first = {}, 0
    for name, head in model.heads.items():
        part = hidden[first : first + len(head.bias)] @ head.told + head.told_bias
        found[name] = softmax(part.astype(np.float64))
        first += len(head.bias)
    return found


def softmax(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return probabilities (last axis) from scores."""
    raised = np.exp(scores - scores.max(axis=-1, keepdims=True))
    shares: NDArray[np.float64] = raised / raised.sum(axis=-1, keepdims=True)
    return shares


def _length(norms: NDArray[np.float32], buckets: NDArray[np.int64]) -> float:
    return float(np.sqrt(norms[buckets].sum())) or 1.0


def save(model: Model, path: Path) -> None:
    """Write a model as plain arrays, in half precision."""
    arrays: dict[str, Any] = {
        "format": np.array(FORMAT),
        "version": np.array(model.version),
        "groups": np.array(model.groups),
        "questions": np.array(list(model.heads)),
        "piece_norms": model.piece_norms.astype(np.float16),
        "word_norms": model.word_norms.astype(np.float16),
    }
    for name, head in model.heads.items():
        arrays[f"{name}.classes"] = np.array(head.classes)
        for part in PARTS:
            arrays[f"{name}.{part}"] = getattr(head, part).astype(np.float16)
    np.savez_compressed(path, **arrays)


def load(path: Path) -> Model:
    """Read a model; nothing in the file is ever run.

    Raises:
        ValueError: If the file was made for other features.
    """
    with np.load(path, allow_pickle=False) as kept:
        if int(kept["format"]) != FORMAT:
            raise ValueError(f"a model of format {int(kept['format'])} where {FORMAT} is read: {path.name}")
        heads = {str(name): _head(kept, str(name)) for name in kept["questions"]}
        model = Model(
            heads,
            kept["piece_norms"].astype(np.float32),
            kept["word_norms"].astype(np.float32),
            tuple(str(name) for name in kept["groups"]),
            str(kept["version"]),
        )
    _check(model, path)
    return _for_lexicon(model)


def _head(kept: Any, name: str) -> Head:
    parts = {part: kept[f"{name}.{part}"] for part in PARTS}
    small = {part: parts[part].astype(np.float32) for part in ("told", "told_bias")}
    classes = tuple(str(each) for each in kept[f"{name}.classes"])
    return Head(classes, **(parts | small))


def _for_lexicon(model: Model) -> Model:
    """Return a model as the lexicon of today asks: groups that it does not know weigh nothing, those gone are left out."""
    groups = tuple(group.name for group in lexicon.shipped().groups)
    if groups == model.groups:
        return model
    before = {name: at for at, name in enumerate(dense_names(model.groups))}
    order = np.array([before.get(name, -1) for name in dense_names(groups)])
    heads = {}
    for name, head in model.heads.items():
        moved = np.where(order[:, None] >= 0, head.dense[order], np.zeros(1, head.dense.dtype))
        heads[name] = replace(head, dense=moved)
    return replace(model, heads=heads, groups=groups)


def _check(model: Model, path: Path) -> None:
    for name, head in model.heads.items():
        shapes = head.pieces.shape, head.words.shape
        wanted = (PIECES, len(head.bias)), (WORDS, len(head.bias))
        if shapes != wanted:
            raise ValueError(f"weights of {name} in {path.name} have the shapes {shapes}, not {wanted}")
        if len(head.dense) != len(dense_names(model.groups)):
            raise ValueError(
                f"weights of {name} in {path.name} are for another number of scores: {len(head.dense)}"
            )
