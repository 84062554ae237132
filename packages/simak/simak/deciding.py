"""Chooses kind and category together from the two models, recall first: in doubt a text is a report."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from simak import network
from simak.draft import Found, Kind, Span
from simak.features import Features
from simak.lexicon import Hit, Lexicon, Line
from simak.network import Model

KEPT_OUT = 0.8
"""From this probability on, that it is no report, a text goes to the skim list; below, a person reads it."""
MODEL = "reading.npz"
GRAVE = ("no", "yes")
"""Answers to the question whether a text tells of the gravest."""
NO_REPORT = frozenset({"kegiatan", "bukan"})
NO_CONFLICT = NO_REPORT | {"bencana_laka"}


@cache
def shipped() -> Model:
    """Return the model that is shipped, read once."""
    with resources.as_file(resources.files("simak") / "data" / "models" / MODEL) as path:
        return network.load(Path(path))


def decide(
    model: Model, seen: Features, line: Line, hits: list[Hit], lexicon: Lexicon
) -> tuple[Found[Kind], Found[str], float, float]:
    """Return kind, category, and the probabilities that the text tells of a conflict (no accident) and of the gravest.

    The latter is 0 where a model was not asked.
    """
    told = network.probabilities(model, seen)
    by_category, by_kind = told["category"], told["kind"]
    categories, kinds = model.heads["category"].classes, model.heads["kind"].classes
    joint = np.outer(by_category, by_kind) * _allowed(categories, kinds)
    joint /= joint.sum() or 1.0
    shares = dict(zip(categories, joint.sum(axis=1).tolist(), strict=True))
    report = _share(shares, NO_REPORT)
    conflict = _share(shares, NO_CONFLICT)
    if report > 1 - KEPT_OUT:
        joint = _without(joint, categories)
    row, column = np.unravel_index(int(joint.argmax()), joint.shape)
    category = _found(joint.sum(axis=1), categories, int(row), "category.learnt")
    kind = _found(joint[row] / joint[row].sum(), kinds, int(column), "kind.learnt")
    spans = _reasons(line, hits, lexicon, category.value)
    return (
        Found(kind.value, kind.confidence, kind.reason, (), kind.alternatives),  # type: ignore[arg-type]
        Found(category.value, category.confidence, category.reason, spans, category.alternatives),
        conflict,
        _grave(model, told),
    )


def _grave(model: Model, told: Mapping[str, NDArray[np.float64]]) -> float:
    if "grave" not in told:
        return 0.0
    return float(told["grave"][model.heads["grave"].classes.index(GRAVE[1])])


@cache
def _allowed(categories: tuple[str, ...], kinds: tuple[str, ...]) -> NDArray[np.float64]:
    """Tell which pairs make sense: an activity is an activity in both, and so is what is no report."""
    odd = ("kegiatan", "bukan")
    return np.array(
        [
            [float(kind == category if category in odd or kind in odd else True) for kind in kinds]
            for category in categories
        ]
    )


def _share(shares: Mapping[str, float], without: frozenset[str]) -> float:
    """Return the probability of all categories but some."""
    return float(sum(share for name, share in shares.items() if name not in without))


def _without(joint: NDArray[np.float64], categories: tuple[str, ...]) -> NDArray[np.float64]:
    kept = joint * np.array([[name not in ("kegiatan", "bukan")] for name in categories])
    shares: NDArray[np.float64] = kept / kept.sum()
    return shares


def _found(shares: NDArray[np.float64], names: tuple[str, ...], best: int, reason: str) -> Found[str]:
    order = [each for each in np.argsort(-shares).tolist() if each != best]
    others = tuple(names[each] for each in order[:3] if shares[each] > 0.03)
    return Found(names[best], float(shares[best]), reason, (), others)


def _reasons(line: Line, hits: list[Hit], lexicon: Lexicon, category: str) -> tuple[Span, ...]:
    categories = lexicon.categories
    own = line.spans((hit for hit in hits if categories[hit[0]] == category), most=60)
    longest: list[Span] = []
    reached = -1
    for each in sorted(own, key=lambda span: (span[0], -span[1])):
        if each.end > reached:  # not inside one that began before it
            longest.append(each)
            reached = each.end
    return tuple(longest[:6])
