"""Pools fields: the geometric mean of what several say is again one field, whose weights are their mean.

A logarithmic opinion pool of conditional random fields (Smith, Cohn and Osborne, ACL 2005). Never loaded when reading.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from simak.fields import Field


def scores(field: Field, sentences: Iterable[Sequence[Sequence[str]]]) -> NDArray[np.float64]:
    """Return what the features of the words of some sentences say, (words, labels)."""
    return np.stack([field.weigh(row) for rows in sentences for row in rows])


def scaled(field: Field, sentences: Iterable[Sequence[Sequence[str]]], *, spread: float = 1.0) -> Field:
    """Return the field with weights such that what it says of some sentences has `spread` as standard deviation.

    Raises:
        ValueError: If it says the same of every word.
    """
    found = float(scores(field, sentences).std())
    if found == 0.0:
        raise ValueError("the field says the same of every word")
    factor = spread / found
    return Field(field.labels, field.rows, field.weights * factor, field.transitions * factor)


def pool(members: Sequence[Field]) -> Field:
    """Return the field whose weights are the mean of those of its members; what a member never saw weighs nothing.

    Raises:
        ValueError: If there is no member, or they have different labels.
    """
    if len({frozenset(member.labels) for member in members}) != 1:
        raise ValueError(f"fields with labels {[sorted(member.labels) for member in members]}")
    labels = members[0].labels
    rows: dict[str, int] = {}
    for member in members:
        for feature in member.rows:
            rows.setdefault(feature, len(rows))
    weights = np.zeros((len(rows), len(labels)))
    transitions = np.zeros((len(labels), len(labels)))
    for member in members:
        order = [member.labels.index(label) for label in labels]
        at = [rows[feature] for feature in member.rows]
        weights[at] += member.weights[list(member.rows.values())][:, order]
        transitions += member.transitions[np.ix_(order, order)]
    return Field(labels, rows, weights / len(members), transitions / len(members))
