"""Makes confidences mean what they say: among drafts with 0.8, eight in ten are right.

Curves are isotonic regressions (Zadrozny and Elkan, KDD 2002) on texts that the model had not seen, drawn towards the
overall share where there is little evidence; kept as knots in `data/calibration.json`.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path

from simak.draft import Found, Value

PULL = 4.0
"""So many imagined answers at the overall share stand behind each step of a curve."""


@dataclass(frozen=True, slots=True)
class Curve:
    """A rising line through knots: raw confidence to probability."""

    raw: tuple[float, ...]
    told: tuple[float, ...]

    def __call__(self, value: float) -> float:
        """Return the probability for a raw confidence, between the knots on a straight line."""
        at = bisect_right(self.raw, value)
        if at == 0:
            return self.told[0]
        if at == len(self.raw):
            return self.told[-1]
        left, right = self.raw[at - 1], self.raw[at]
        share = (value - left) / (right - left)
        return self.told[at - 1] + share * (self.told[at] - self.told[at - 1])


def fit(raw: Sequence[float], right: Sequence[bool]) -> Curve:
    """Fit a curve to raw confidences and whether the answer was right (pool adjacent violators).

    Raises:
        ValueError: If there are no answers, or not as many of both.
    """
    if not raw or len(raw) != len(right):
        raise ValueError(f"{len(raw)} confidences for {len(right)} answers")
    overall = sum(right) / len(right)
    pools: list[list[float]] = []  # sum of raw, right, how many
    for value, good in sorted(zip(raw, right, strict=True)):
        pools.append([value, float(good), 1.0])
        while len(pools) > 1 and _share(pools[-2]) >= _share(pools[-1]):
            last = pools.pop()
            pools[-1] = [a + b for a, b in zip(pools[-1], last, strict=True)]
    knots: dict[float, float] = {}
    for total, hits, count in pools:
        knots[round(total / count, 4)] = round((hits + PULL * overall) / (count + PULL), 4)
    ordered = sorted(knots)
    told, highest = [], 0.0
    for value in ordered:
        highest = max(highest, knots[value])
        told.append(highest)
    return Curve(tuple(ordered), tuple(told))


def _share(pool: Sequence[float]) -> float:
    return pool[1] / pool[2]


def error(sure: Sequence[float], right: Sequence[bool], bins: int = 10) -> float:
    """Return the expected calibration error (Guo et al., ICML 2017).

    Raises:
        ValueError: If there are no answers.
    """
    if not sure:
        raise ValueError("no answers to take an error of")
    sums: dict[int, list[float]] = {}
    for value, good in zip(sure, right, strict=True):
        pair = sums.setdefault(min(bins - 1, int(value * bins)), [0.0, 0.0])
        pair[0] += value
        pair[1] += good
    return sum(abs(a - b) for a, b in sums.values()) / len(sure)


def save(curves: Mapping[str, Curve], path: Path) -> None:
    """Write curves as JSON."""
    kept = {name: {"raw": curve.raw, "told": curve.told} for name, curve in sorted(curves.items())}
    path.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")


def load(path: Path) -> dict[str, Curve]:
    """Read curves."""
    kept = json.loads(path.read_text(encoding="utf-8"))
    return {name: Curve(tuple(each["raw"]), tuple(each["told"])) for name, each in kept.items()}


@cache
def shipped() -> dict[str, Curve]:
    """Return the curves that are shipped; a field without one keeps its raw confidence."""
    with resources.as_file(resources.files("simak") / "data" / "calibration.json") as path:
        return load(path)


def calibrated(field: str, found: Found[Value], curves: Mapping[str, Curve]) -> Found[Value]:
    """Return a field with its confidence put right."""
    curve = curves.get(field)
    if curve is None:
        return found
    return Found(found.value, curve(found.confidence), found.reason, found.spans, found.alternatives)
