"""How well the reader does on sentences it was not fitted on: out-of-sample drafts by cross-validation."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import numpy as np

from simak import calibrating, exchange, training
from simak.calibrating import Curve
from simak.reading import read
from simak.sentences import Labelled

_WHEN = datetime(2025, 1, 15, 12, tzinfo=UTC)


def gold(rows: Sequence[Labelled]) -> list[dict[str, Any]]:
    """Return labelled sentences in the schema of labelled texts."""
    return [
        {
            "id": number,
            "source": row.source,
            "labels": {
                "category": row.category,
                "category_alt": list(row.also),
                "kind": row.kind,
                "severity": row.severity,
                "place": None,
                "place_alt": [],
                "counts": {},
                "persons": [],
            },
        }
        for number, row in enumerate(rows)
    ]


def out_of_sample(rows: Sequence[Labelled], *, parts: int, rng: np.random.Generator) -> list[dict[str, Any]]:
    """Return a prediction for each sentence by a model that was fitted on the other parts."""
    told: dict[int, dict[str, Any]] = {}
    for part in training.folds(len(rows), parts=parts, rng=rng):
        hold = {int(each) for each in part}
        model = training.train([row for number, row in enumerate(rows) if number not in hold])
        for number in hold:
            draft = read(rows[number].text, received_at=_WHEN, model=model, curves={})
            told[number] = {**exchange.prediction(number, draft), "counts": {}, "persons": []}
    return [told[number] for number in range(len(rows))]


def curves(rows: Sequence[dict[str, Any]], told: Sequence[dict[str, Any]]) -> dict[str, Curve]:
    """Fit the curves of kind, category and severity on labels and out-of-sample predictions."""
    fitted = {}
    for field in ("kind", "category", "severity"):
        sure = [each["conf"][field] for each in told]
        right = [_right(field, row["labels"], each) for row, each in zip(rows, told, strict=True)]
        fitted[field] = calibrating.fit(sure, right)
    return fitted


def _right(field: str, labels: dict[str, Any], told: dict[str, Any]) -> bool:
    if field == "category":
        return told["category"] in {labels["category"], *labels["category_alt"]}
    return bool(told[field] == labels[field])
