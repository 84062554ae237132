"""Fits the linear models with scikit-learn and turns them into plain arrays; never loaded when reading."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from simak import lexicon
from simak.features import PIECES, WORDS, Features
from simak.linear import Head, Model


def fit(
    rows: Sequence[Features],
    answers: Mapping[str, Sequence[str]],
    weights: Sequence[float],
    *,
    version: str,
    strength: float = 16.0,
    dense_scale: float = 0.3,
) -> Model:
    """Fit one model for each question in `answers`, on the same rows.

    `strength` is the inverse of the L2 penalty (C of scikit-learn). Rows whose answer is "" are left out for that question.

    Raises:
        ValueError: If the numbers of rows, answers and weights differ.
    """
    for name, given in answers.items():
        if not len(given) == len(rows) == len(weights):
            raise ValueError(f"{len(rows)} rows, {len(given)} answers to {name}, {len(weights)} weights")
    pieces, piece_idf = _block([row.pieces for row in rows], PIECES)
    words, word_idf = _block([row.words for row in rows], WORDS)
    dense = np.array([row.dense for row in rows]) * dense_scale
    matrix = sparse.hstack([pieces, words, sparse.csr_matrix(dense)], format="csr")
    used = np.flatnonzero(np.asarray(abs(matrix).sum(axis=0)).ravel())
    matrix, width = matrix[:, used], matrix.shape[1]
    heads = {}
    for name, given in answers.items():
        regression = LogisticRegression(C=strength, max_iter=400, tol=1e-3)
        told = np.array([bool(each) for each in given])
        regression.fit(matrix[told], np.array(given)[told], sample_weight=np.array(weights)[told])
        coefficients, bias = by_class(regression)
        whole = np.zeros((len(bias), width))
        whole[:, used] = coefficients
        classes = tuple(str(each) for each in regression.classes_)
        heads[name] = _head(classes, whole.T.astype(np.float32), bias, piece_idf, word_idf, dense_scale)
    names = tuple(group.name for group in lexicon.shipped().groups)
    return Model(
        heads,
        (piece_idf**2).astype(np.float32),
        (word_idf**2).astype(np.float32),
        names,
        version,
    )


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


def by_class(regression: LogisticRegression) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return weights (a row for each class) and bias, also for two classes, where scikit-learn keeps one row."""
    coefficients, bias = regression.coef_, regression.intercept_
    if len(bias) == 1:
        return np.vstack([np.zeros_like(coefficients), coefficients]), np.array([0.0, bias[0]])
    return coefficients, bias


def _head(
    classes: tuple[str, ...],
    weights: NDArray[np.float32],
    bias: NDArray[np.float64],
    piece_idf: NDArray[np.float64],
    word_idf: NDArray[np.float64],
    dense_scale: float,
) -> Head:
    return Head(
        classes,
        weights[:PIECES] * piece_idf[:, None].astype(np.float32),
        weights[PIECES : PIECES + WORDS] * word_idf[:, None].astype(np.float32),
        weights[PIECES + WORDS :] * np.float32(dense_scale),
        bias.astype(np.float32),
        1.0,
    )
