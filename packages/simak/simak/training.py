"""Fits the model of kind, category and what is grave on labelled sentences."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np

from simak import dressing, features, fitting, network
from simak.deciding import GRAVE
from simak.network import Model
from simak.normal import normalise
from simak.sentences import UNKNOWN, Labelled

GRAVEST = 3
GENERATED_WEIGHT = 0.25
"""A generated sentence counts this much beside one that somebody wrote."""
DRESSED_WEIGHT = 0.5
"""A sentence counts this much once more with what opens and closes a report."""


def train(rows: Sequence[Labelled]) -> Model:
    """Fit kind, category and whether a text is of the gravest on labelled sentences.

    Raises:
        ValueError: If there are fewer than two kinds or categories among them.
    """
    if len({row.category for row in rows}) < 2 or len({row.kind for row in rows}) < 2:
        raise ValueError(f"{len(rows)} sentences with fewer than two categories or kinds")
    again = list(dressing.dressed(rows))
    seen = [features.of(normalise(row.text)) for row in (*rows, *again)]
    weights = [GENERATED_WEIGHT if row.file.startswith("generated") else 1.0 for row in rows]
    weights += [DRESSED_WEIGHT] * len(again)
    every = (*rows, *again)
    answers = {"category": [row.category for row in every], "kind": [row.kind for row in every]}
    grave = [GRAVE[row.severity == GRAVEST] if row.severity != UNKNOWN else "" for row in every]
    if set(GRAVE) <= set(grave):
        answers["grave"] = grave
    return fitting.fit(seen, answers, weights, version=version(rows))


def version(rows: Sequence[Labelled]) -> str:
    """Name a model after what it was fitted on."""
    told = "\n".join(f"{row.category} {row.kind} {row.severity} {row.text}" for row in rows)
    return f"{network.FORMAT}-{len(rows)}-{hashlib.sha256(told.encode('utf-8', 'replace')).hexdigest()[:8]}"


def folds(count: int, *, parts: int, rng: np.random.Generator) -> list[np.ndarray]:
    """Return `parts` parts of 0..count-1, at random."""
    return [np.sort(part) for part in np.array_split(rng.permutation(count), parts)]
