"""Lines of JSON in and out: the schema of the labelled text collection."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from simak.draft import Draft, Span
from simak.reading import Message


def message(row: dict[str, Any]) -> Message:
    """Return the message of an input line.

    Raises:
        ValueError: If text or time of reference are missing or no such thing.
    """
    text, when = row.get("text"), row.get("ref_time")
    if not isinstance(text, str) or not isinstance(when, str):
        raise ValueError(f"a line without text and ref_time: {sorted(row)}")  # noqa: TRY004
    return Message(text, datetime.fromisoformat(when), row.get("sender_ctx") or None, row.get("timezone"))


def rows(lines: Iterable[str]) -> Iterator[dict[str, Any]]:
    """Read lines of JSON.

    Raises:
        ValueError: If a line is no JSON object.
    """
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except json.JSONDecodeError as error:
            raise ValueError(f"line {number} is no JSON: {error.msg}") from error
        if not isinstance(row, dict):
            raise ValueError(f"line {number} is no JSON object but {type(row).__name__}")  # noqa: TRY004
        yield row


def prediction(identity: object, draft: Draft) -> dict[str, Any]:
    """Return a draft in the prediction schema, with `spans` and `conf`."""
    told: dict[str, Any] = {
        "id": identity,
        "kind": draft.kind.value,
        "category": draft.category.value,
        "severity": draft.severity.value,
        "place": draft.place.value if draft.place else None,
        "date": draft.day.value.on.isoformat() if draft.day else None,
        "time": draft.clock.value.strftime("%H:%M") if draft.clock else None,
        "counts": {name: list(found.value) for name, found in draft.counts.items()},
        "persons": [person.name for person in draft.persons],
        "institutions": [found.value for found in draft.institutions],
        "parties": [found.value for found in draft.parties],
        "event_forms": [found.value for found in draft.event_forms],
        "issues": [found.value for found in draft.issues],
        "marks": [found.value for found in draft.marks],
        "look_now": draft.look_now,
    }
    told["spans"] = {name: [list(span) for span in spans] for name, spans in _spans(draft).items() if spans}
    told["conf"] = _confidence(draft)
    return told


def _single(draft: Draft) -> dict[str, Any]:
    fields = {name: getattr(draft, name) for name in ("kind", "category", "severity", "place")}
    return {**fields, "date": draft.day, "time": draft.clock, **draft.counts}


def _spans(draft: Draft) -> dict[str, list[Span]]:
    spans = {name: list(found.spans) for name, found in _single(draft).items() if found is not None}
    spans["persons"] = [person.span for person in draft.persons]
    for name in ("institutions", "parties", "marks"):
        spans[name] = [span for found in getattr(draft, name) for span in found.spans]
    return spans


def _confidence(draft: Draft) -> dict[str, float]:
    return {name: round(found.confidence, 3) for name, found in _single(draft).items() if found is not None}


def explained(draft: Draft) -> dict[str, Any]:
    """Return for each field why, with the words it rests on."""
    return {
        name: {
            "value": _plain(found.value),
            "reason": found.reason,
            "confidence": round(found.confidence, 3),
            "words": [draft.text[span.start : span.end] for span in found.spans],
            "alternatives": [_plain(each) for each in found.alternatives],
        }
        for name, found in _single(draft).items()
        if found is not None
    }


def _plain(value: Any) -> Any:
    return value if isinstance(value, (str, int)) else str(value)
