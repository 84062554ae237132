"""Learns classes of words that stand in like places, from text without labels; never loaded when reading.

A table of which words stand left and right of a word (positive pointwise mutual information) is factored (Levy and
Goldberg, NIPS 2014) and grouped by k-means in three sizes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.linalg import svds
from sklearn.cluster import KMeans

SIZES = (40, 160, 640)
_CONTEXTS = 3000


def learn(
    sentences: Iterable[Sequence[str]],
    *,
    least: int = 2,
    dimensions: int = 80,
    sizes: Sequence[int] = SIZES,
    seed: int = 7,
) -> dict[str, tuple[int, int, int]]:
    """Return the classes of every word that stands at least `least` times in the sentences.

    Raises:
        ValueError: If there are fewer words than the smallest number of classes.
    """
    lines = [[word.lower() for word in sentence] for sentence in sentences]
    counts = Counter(word for line in lines for word in line)
    words = [word for word, count in counts.most_common() if count >= least]
    if len(words) <= sizes[0]:
        raise ValueError(f"{len(words)} words for {sizes[0]} classes")
    vectors = _vectors(lines, words, dimensions, seed)
    groups = [_group(vectors, size, seed) for size in sizes]
    return {word: (int(groups[0][i]), int(groups[1][i]), int(groups[2][i])) for i, word in enumerate(words)}


def _vectors(
    lines: Sequence[Sequence[str]], words: Sequence[str], dimensions: int, seed: int
) -> NDArray[np.float64]:
    number = {word: i for i, word in enumerate(words)}
    contexts = min(_CONTEXTS, len(words))
    rows, columns = [], []
    for line in lines:
        ids = [-1, -1, *(number.get(word, -1) for word in line), -1, -1]
        for i in range(2, len(ids) - 2):
            if ids[i] < 0:
                continue
            for place, offset in enumerate((-2, -1, 1, 2)):
                other = ids[i + offset]
                if 0 <= other < contexts:
                    rows.append(ids[i])
                    columns.append(place * contexts + other)
    table = sparse.coo_matrix((np.ones(len(rows)), (rows, columns)), shape=(len(words), 4 * contexts)).tocsr()
    table = _information(table)
    size = min(dimensions, min(table.shape) - 1)
    left, values, _ = svds(table, k=size, random_state=np.random.default_rng(seed))
    vectors: NDArray[np.float64] = left * np.sqrt(values)
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors / np.where(lengths > 0, lengths, 1.0)


def _information(table: sparse.csr_matrix) -> sparse.csr_matrix:
    table = table.tocoo()
    of_row = np.asarray(table.sum(axis=1)).ravel()
    of_column = np.asarray(table.sum(axis=0)).ravel() ** 0.75
    whole = of_column.sum()
    values = np.log(table.data * whole / (of_row[table.row] * of_column[table.col]))
    kept = values > 0
    return sparse.csr_matrix((values[kept], (table.row[kept], table.col[kept])), shape=table.shape)


def _group(vectors: NDArray[np.float64], size: int, seed: int) -> NDArray[np.int64]:
    groups = KMeans(min(size, len(vectors) - 1), n_init=2, max_iter=40, random_state=seed).fit_predict(
        vectors
    )
    return np.asarray(groups, dtype=np.int64)
