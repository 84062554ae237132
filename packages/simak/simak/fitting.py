"""Fits the networks with scikit-learn and turns them into plain arrays; never loaded when reading."""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier

from simak import lexicon
from simak.features import PIECES, WORDS, Features
from simak.network import Head, Model

HIDDEN = {"category": 32, "kind": 32}
"""Hidden units of a question; `FEW` of any other."""
FEW = 8
PENALTY, STEP, BATCH, ROUNDS, LEAST_STEPS = 1e-3, 4e-3, 256, 16, 200
"""L2 penalty, first step of Adam (Kingma and others, ICLR 2015), rows of a batch, rounds over all rows, and least batches of
small sets. More rounds taught the sentences by heart."""


def fit(
    rows: Sequence[Features],
    answers: Mapping[str, Sequence[str]],
    weights: Sequence[float],
    *,
    version: str,
    dense_scale: float = 0.3,
) -> Model:
    """Fit one small network for each question in `answers`, on the same rows.

    Rows whose answer is "" are left out for that question. Equal rows make equal weights.

    Raises:
        ValueError: If the numbers of rows, answers and weights differ.
    """
    for name, given in answers.items():
        if not len(given) == len(rows) == len(weights):
            raise ValueError(f"{len(rows)} rows, {len(given)} answers to {name}, {len(weights)} weights")
    pieces, piece_idf = _block([row.pieces for row in rows], PIECES)
    words, word_idf = _block([row.words for row in rows], WORDS)
    dense = np.array([row.dense for row in rows]) * dense_scale
    matrix = sparse.hstack([pieces, words, sparse.csr_matrix(dense)], format="csr").astype(np.float32)
    used = np.flatnonzero(np.asarray(abs(matrix).sum(axis=0)).ravel())
    matrix, width = matrix[:, used], matrix.shape[1]
    heads = {}
    for name, given in answers.items():
        told = np.array([bool(each) for each in given])
        fitted = _fitted(matrix[told], np.array(given)[told], np.array(weights)[told], HIDDEN.get(name, FEW))
        whole = np.zeros((width, fitted.coefs_[0].shape[1]), dtype=np.float32)
        whole[used] = fitted.coefs_[0]
        heads[name] = _head(fitted, whole, piece_idf, word_idf, dense_scale)
    names = tuple(group.name for group in lexicon.shipped().groups)
    return Model(
        heads,
        (piece_idf**2).astype(np.float32),
        (word_idf**2).astype(np.float32),
        names,
        version,
    )


def _fitted(
    matrix: sparse.csr_matrix, given: NDArray[np.str_], weights: NDArray[np.float64], hidden: int
) -> MLPClassifier:
    network = MLPClassifier(
        (hidden,),
        alpha=PENALTY,
        batch_size=min(BATCH, len(given)),
        learning_rate_init=STEP,
        max_iter=max(ROUNDS, -(-LEAST_STEPS * BATCH // len(given))),
        random_state=0,
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # it is stopped early on purpose
        network.fit(matrix, given, sample_weight=weights)
    return network


def _block(buckets: Sequence[NDArray[np.int64]], size: int) -> tuple[sparse.csr_matrix, NDArray[np.float64]]:
    """Return rows of unit length weighted by idf, and the idf."""
    ends = np.cumsum([0, *(len(each) for each in buckets)])
    columns = np.concatenate(buckets) if buckets else np.empty(0, dtype=np.int64)
    seen = np.bincount(columns, minlength=size)
    idf = np.where(seen > 1, np.log((1 + len(buckets)) / (1.0 + seen)) + 1.0, 0.0)
    matrix = sparse.csr_matrix((idf[columns], columns, ends), shape=(len(buckets), size))
    lengths = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    scale = sparse.diags(1.0 / np.where(lengths > 0, lengths, 1.0))
    return (scale @ matrix).tocsr(), idf


def by_class(
    coefficients: NDArray[np.floating], bias: NDArray[np.floating]
) -> tuple[NDArray[np.floating], NDArray[np.floating]]:
    """Return weights (a row for each class) and bias, also for two classes, where scikit-learn keeps one row."""
    if len(bias) == 1:
        return np.vstack([np.zeros_like(coefficients), coefficients]), np.array([0.0, bias[0]])
    return coefficients, bias


def _head(
    fitted: MLPClassifier,
    weights: NDArray[np.float32],
    piece_idf: NDArray[np.float64],
    word_idf: NDArray[np.float64],
    dense_scale: float,
) -> Head:
    told, told_bias = by_class(fitted.coefs_[1].T, fitted.intercepts_[1])
    return Head(
        tuple(str(each) for each in fitted.classes_),
        weights[:PIECES] * piece_idf[:, None].astype(np.float32),
        weights[PIECES : PIECES + WORDS] * word_idf[:, None].astype(np.float32),
        weights[PIECES + WORDS :] * np.float32(dense_scale),
        fitted.intercepts_[0].astype(np.float32),
        told.T.astype(np.float32),
        told_bias.astype(np.float32),
    )
